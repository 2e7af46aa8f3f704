//! The checker on posts with known faults, on posts that are fine, and beside docutils.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // A test stops at what it does not expect.

mod anything;
mod classes;
mod corpus;
mod fixing;
#[path = "../conformance/generate.rs"]
mod generate;
mod rules;

#[test]
fn the_manual_has_the_table_of_rules() {
    let mut table =
        String::from("| rule | level | docutils | finds |\n| --- | --- | --- | --- |\n");
    for rule in hallway::check::rule::RULES {
        let docutils = if rule.docutils {
            "reports it"
        } else {
            "silent"
        };
        table.push_str(&format!(
            "| `{}` | {} | {docutils} | {} |\n",
            rule.name,
            rule.level.word(),
            rule.about.replace('|', "\\|")
        ));
    }
    let manual = include_str!("../../docs/checker.md");
    assert!(
        manual.contains(&table),
        "docs/checker.md lacks this table:\n{table}"
    );
}

#[test]
fn rules_have_names_of_their_own() {
    let mut names: Vec<&str> = hallway::check::rule::RULES
        .iter()
        .map(|rule| rule.name)
        .collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
    assert!(names.iter().all(|name| {
        name.bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    }));
}
