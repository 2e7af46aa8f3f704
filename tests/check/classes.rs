//! Posts that are broken in every way that is known, in `tests/fixtures/broken`: prose in several
//! languages, tables, lists in lists, footnotes, substitutions, code, headings, and the headers of
//! several blogs. What is found in them, at which line, stands in `findings.tsv`, and was held
//! against docutils line by line (`tests/conformance/agree.rs` does so again).
//!
//! `HALLWAY_WRITE_FINDINGS=1` writes the table anew; then look at what changed.

use hallway::check::{Book, Finding, Severity, post};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/broken")
}

/// The posts by name, in order.
pub fn posts() -> Vec<(String, String)> {
    let mut posts: Vec<(String, String)> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "rst"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    posts.sort();
    assert!(posts.len() >= 20);
    posts
}

/// A row for each finding: file, line, level, rule.
fn rows(name: &str, text: &str) -> Vec<String> {
    let row = |one: &Finding| {
        let level = match one.level {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        };
        format!("{name}\t{}\t{level}\t{}", one.place.line, one.rule.name)
    };
    let mut rows: Vec<(usize, String)> = post(text, &Book::default())
        .iter()
        .map(|one| (one.place.line, row(one)))
        .collect();
    rows.sort();
    rows.into_iter().map(|(_, row)| row).collect()
}

#[test]
fn each_defect_is_found_at_its_line_and_no_other_line_has_a_finding() {
    let found: Vec<String> = posts()
        .iter()
        .flat_map(|(name, text)| rows(name, text))
        .collect();
    let table = folder().join("findings.tsv");
    if std::env::var_os("HALLWAY_WRITE_FINDINGS").is_some() {
        std::fs::write(&table, found.join("\n") + "\n").unwrap();
    }
    let wanted = std::fs::read_to_string(&table).unwrap();
    let wanted: Vec<&str> = wanted.lines().collect();
    assert_eq!(found, wanted);
}

#[test]
fn windows_line_ends_change_no_finding() {
    for (name, text) in posts() {
        let windows = text.replace('\n', "\r\n");
        assert_eq!(rows(&name, &windows), rows(&name, &text), "{name}");
    }
}

#[test]
fn a_byte_order_mark_changes_no_finding() {
    for (name, text) in posts() {
        let marked = format!("\u{feff}{text}");
        assert_eq!(rows(&name, &marked), rows(&name, &text), "{name}");
    }
}

/// The rules that these posts are about: all that speak of a post alone, but for those that need a
/// special character or another post.
#[test]
fn every_class_of_defect_is_among_them() {
    let found: Vec<String> = posts()
        .iter()
        .flat_map(|(name, text)| rows(name, text))
        .collect();
    for rule in [
        "undefined-reference",
        "ambiguous-reference",
        "undefined-substitution",
        "anonymous-mismatch",
        "duplicate-target",
        "unused-target",
        "malformed-link",
        "missing-underscore",
        "unclosed-markup",
        "stray-markup",
        "unknown-role",
        "short-underline",
        "bad-title",
        "skipped-level",
        "glued-target",
        "list-without-blank",
        "indent-after-colon",
        "accidental-list",
        "missing-blank-line",
        "unexpected-indent",
        "empty-literal",
        "malformed-target",
        "unknown-directive",
        "bad-directive",
        "bad-table",
        "header-blank-line",
        "dropped-value",
        "bad-date",
        "dangerous-date",
        "colliding-tags",
        "open-shortcode",
        "literal-shortcode",
        "unknown-shortcode",
        "trailing-space",
        "tab",
        "long-line",
        "doubled-title",
    ] {
        let ends = format!("\t{rule}");
        assert!(found.iter().any(|row| row.ends_with(&ends)), "{rule}");
    }
}
