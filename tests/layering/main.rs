//! The shape of the crate: who may use whom, and what only some layers may do.
//!
//! The rules are those of the house style: low layers know nothing of the ones above them, only
//! `store` and the command
//! line touch files, only what draws knows the screen. Each offence is named with file and line.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // A test stops at what it does not expect.

mod names;
mod source;

use std::fmt;
use std::path::{Path, PathBuf};

/// Longest source file.
const LINES: usize = 450;
/// Longest `main.rs`.
const MAIN_LINES: usize = 80;

/// Each layer with the layers it may use.
const LAYERS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("rst", &[]),
    ("post", &["model", "rst"]),
    ("check", &["model", "rst"]),
    ("schedule", &["model", "rst"]),
    ("store", &["model", "rst"]),
    ("edit", &["model", "rst"]),
    ("publish", &["model", "rst", "post", "check", "store"]),
    (
        "app",
        &[
            "model", "rst", "post", "check", "schedule", "store", "publish", "edit",
        ],
    ),
    (
        "ui",
        &[
            "model", "rst", "post", "check", "schedule", "store", "publish", "edit", "app",
        ],
    ),
    (
        "worker",
        &[
            "model", "rst", "post", "check", "schedule", "store", "publish", "edit", "app",
        ],
    ),
    (
        "term",
        &[
            "model", "rst", "post", "check", "schedule", "store", "publish", "edit", "app", "ui",
            "worker",
        ],
    ),
    (
        "cli",
        &[
            "model", "rst", "post", "check", "schedule", "store", "publish", "term", "worker",
        ],
    ),
    ("main", &["cli", "term"]),
    ("lib", &[]),
];

/// Words that only some layers may write, with the reason that is shown.
const RESERVED: &[(&[&str], &[&str], &str)] = &[
    (
        &["std::fs", "fs::", "File::", "OpenOptions", "tempfile::"],
        &["store", "cli"],
        "only store and cli touch files",
    ),
    (
        &["ratatui", "crossterm"],
        &["ui", "edit", "term"],
        "only ui, edit and term know the screen",
    ),
    (
        &[".owner()", ".owner_mut()"],
        &[
            "model", "store", "schedule", "edit", "app", "ui", "term", "cli",
        ],
        "what makes posts and findings does not see private things",
    ),
    (
        &[".unwrap()", ".expect("],
        &[],
        "no unwrap or expect outside tests",
    ),
    (
        &["println!", "print!("],
        &[],
        "println! panics on a closed output; use writeln!",
    ),
    (
        &["async fn", ".await"],
        &[],
        "no async: threads and channels",
    ),
    (&["allow(dead_code)", "todo!("], &[], "nothing unfinished"),
];

/// The file that opens the terminal, which is a file to the system only.
const TERMINAL: &str = "src/term/tty.rs";

/// The store reaches the system through its disk and its clock alone, so that tests can simulate
/// both.
const SYSTEM: &[&str] = &[
    "std::fs",
    "fs::",
    "File::",
    "OpenOptions",
    "tempfile",
    "rustix",
    "SystemTime::now",
    "Utc::now",
    "Local::now",
    "Instant::now",
    "thread::sleep",
    "RandomState",
    "process::id",
    "path.exists()",
    "path.is_file()",
    "path.is_dir()",
    ".symlink_metadata()",
    ".canonicalize()",
    ".read_link()",
];

/// The files of the store that may reach it: the seams, the log, the watcher, and the names of
/// errors.
const SEAMS: &[&str] = &[
    "src/store/disk/handles.rs",
    "src/store/disk/real.rs",
    "src/store/disk/real/lease.rs",
    "src/store/clock.rs",
    "src/store/log.rs",
    "src/store/watch.rs",
    "src/store/error.rs",
];

struct Offence {
    file: PathBuf,
    line: usize,
    what: String,
}

impl fmt::Display for Offence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.what)
    }
}

#[test]
fn every_layer_keeps_to_its_place() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join("src"), &mut files);
    assert!(files.len() > 5, "no sources found");
    let mut offences = Vec::new();
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a source file");
        offences.extend(check(
            path.strip_prefix(root).expect("below the root"),
            &text,
        ));
    }
    let shown: Vec<String> = offences.iter().map(Offence::to_string).collect();
    assert!(shown.is_empty(), "\n{}", shown.join("\n"));
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

/// The offences of one file; `file` is its path from the repository's root, `src/...`.
fn check(file: &Path, text: &str) -> Vec<Offence> {
    let modules = modules(file);
    let layer = modules[0].as_str();
    let mut offences = Vec::new();
    let mut offend = |line: usize, what: String| {
        offences.push(Offence {
            file: file.to_owned(),
            line,
            what,
        })
    };

    let limit = if layer == "main" { MAIN_LINES } else { LINES };
    let length = text.lines().count();
    if length > limit {
        offend(length, format!("{length} lines, more than {limit}"));
    }
    let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == layer) else {
        offend(1, format!("{layer} is no layer that the house style knows"));
        return offences;
    };
    let for_tests = file.ends_with("tests.rs") || modules.iter().any(|name| name == "tests");
    for (index, line) in source::code(text).iter().enumerate() {
        for used in used_layers(line, &modules) {
            let known = LAYERS.iter().any(|(name, _)| *name == used);
            if known && used != layer && !allowed.contains(&used.as_str()) {
                offend(index + 1, format!("{layer} may not use {used}"));
            }
        }
        for (words, layers, why) in RESERVED {
            let word = words.iter().find(|word| has_word(line, word));
            let is_terminal = layers.contains(&"store") && file == Path::new(TERMINAL);
            let is_allowed = for_tests || is_terminal || layers.contains(&layer);
            if let Some(word) = word.filter(|_| !is_allowed) {
                offend(index + 1, format!("`{word}` in {layer}: {why}"));
            }
        }
        let is_seam = SEAMS.iter().any(|seam| file == Path::new(seam));
        if layer == "store" && !for_tests && !is_seam {
            let words = SYSTEM.iter().filter(|word| has_word(line, word));
            for word in words {
                offend(
                    index + 1,
                    format!("`{word}`: use the store's disk or clock"),
                );
            }
        }
    }
    offences
}

/// The module path of a source file, without the crate; `main` and `lib` for the two roots.
fn modules(file: &Path) -> Vec<String> {
    let inside = file.strip_prefix("src").unwrap_or(file).with_extension("");
    let mut names: Vec<String> = inside
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    if names.len() > 1 && names.last().is_some_and(|name| name == "mod") {
        names.pop();
    }
    names
}

/// The modules directly under the crate that a line names by `crate::`, `hallway::` or enough
/// `super::`.
fn used_layers(line: &str, modules: &[String]) -> Vec<String> {
    let ups = "super::".repeat(modules.len());
    ["crate::", "hallway::", ups.as_str()]
        .iter()
        .flat_map(|prefix| {
            line.match_indices(prefix)
                .map(|(at, found)| (at, &line[at + found.len()..]))
        })
        .filter(|(at, _)| {
            !line[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
        })
        .flat_map(|(_, rest)| match rest.strip_prefix('{') {
            // use crate::{a::b, c};
            Some(group) => group.split(',').map(first_word).collect(),
            None => vec![first_word(rest)],
        })
        .collect()
}

fn first_word(text: &str) -> String {
    text.trim()
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// Whether `word` stands in the line and is not merely a part of a longer name.
fn has_word(line: &str, word: &str) -> bool {
    let in_name = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let after = &line[at + word.len()..];
        let begins_before = word.starts_with(in_name) && line[..at].ends_with(in_name);
        let ends_after = word.ends_with(in_name) && after.starts_with(in_name);
        !begins_before && !ends_after
    })
}

#[test]
fn offences_are_named_with_file_and_line() {
    let offences = |file: &str, text: &str| -> Vec<String> {
        check(Path::new(file), text)
            .iter()
            .map(Offence::to_string)
            .collect()
    };
    assert_eq!(
        offences(
            "src/rst/name.rs",
            "use crate::rst::tree;\nuse super::chars;\n"
        ),
        [""; 0]
    );
    assert_eq!(
        offences(
            "src/rst/name.rs",
            "//! x\nuse crate::{rst::tree, store::paths};\nuse super::super::model::link;\n"
        ),
        [
            "src/rst/name.rs:2: rst may not use store",
            "src/rst/name.rs:3: rst may not use model"
        ]
    );
    assert_eq!(
        offences(
            "src/post/mod.rs",
            "fn f() {\n    std::fs::read(x).unwrap();\n    session.entries.owner();\n}\n"
        ),
        [
            "src/post/mod.rs:2: `std::fs` in post: only store and cli touch files",
            "src/post/mod.rs:2: `.unwrap()` in post: no unwrap or expect outside tests",
            "src/post/mod.rs:3: `.owner()` in post: what makes posts and findings does not see private things",
        ]
    );
    assert_eq!(
        offences("src/store/tests.rs", "fs::read(x).unwrap();\n"),
        [""; 0]
    );
    assert_eq!(
        offences(
            "src/store/save.rs",
            "let now = Utc::now();\nlet there = path.exists();\n"
        ),
        [
            "src/store/save.rs:1: `Utc::now`: use the store's disk or clock",
            "src/store/save.rs:2: `path.exists()`: use the store's disk or clock",
        ]
    );
    assert_eq!(
        offences("src/store/clock.rs", "let now = Utc::now();\n"),
        [""; 0]
    );
    assert_eq!(
        offences("src/app/state.rs", "use ratatui::Frame;\n"),
        ["src/app/state.rs:1: `ratatui` in app: only ui, edit and term know the screen"]
    );
    assert_eq!(
        offences("src/term/mod.rs", "it.awaits_answer();\nit.await;\n"),
        ["src/term/mod.rs:2: `.await` in term: no async: threads and channels"]
    );
    assert_eq!(
        offences("src/main.rs", &"\n".repeat(81)),
        ["src/main.rs:81: 81 lines, more than 80"]
    );
    assert_eq!(
        offences("src/strings.rs", ""),
        ["src/strings.rs:1: strings is no layer that the house style knows"]
    );
}
