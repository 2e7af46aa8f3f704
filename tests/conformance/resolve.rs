//! Undefined, duplicate and unused names beside docutils: the same findings about the same names.

use crate::judge::{Judge, Message};
use crate::tree::{corpus, damaged, random};
use hallway::rst::parse;
use hallway::rst::resolve::resolve;
use hallway::rst::tree::ProblemKind;

/// A finding about names: level, kind, and the letters of the name, since docutils shows the id of
/// some targets.
type Finding = (u64, &'static str, String);

/// The first words of docutils' sentences about names. References in vain are one kind, whatever
/// the reason.
const KINDS: &[(&str, &str)] = &[
    ("Duplicate target name, cannot", "in vain"),
    ("Unknown target name", "in vain"),
    ("Undefined substitution", "in vain"),
    ("Indirect hyperlink target", "mismatch"),
    ("Anonymous hyperlink mismatch", "mismatch"),
    ("Too many", "mismatch"),
    ("Duplicate", "duplicate"),
    ("Target name overrides", "duplicate"),
    ("Hyperlink target", "unused"),
    ("Unknown interpreted text role", "role"),
    ("Interpreted text role", "role"),
];

/// What stands between the first double quotes.
fn quoted(text: &str) -> String {
    text.split('"').nth(1).unwrap_or_default().to_string()
}

fn finding(level: u64, kind: &'static str, text: &str) -> Finding {
    let mut name = quoted(text).to_lowercase();
    name.retain(|c| c.is_ascii_alphabetic());
    if matches!(kind, "mismatch" | "role") {
        name.clear();
    }
    (level, kind, name)
}

fn docutils(messages: &[Message]) -> Vec<Finding> {
    let mut found: Vec<Finding> = messages
        .iter()
        .filter_map(|message| {
            let kind = KINDS
                .iter()
                .find(|(start, _)| message.text.starts_with(start))?
                .1;
            Some(finding(message.level, kind, &message.text))
        })
        .collect();
    found.sort();
    found
}

fn hallway(source: &str) -> Vec<Finding> {
    let resolution = resolve(&parse(source));
    let mut found: Vec<Finding> = resolution
        .problems
        .iter()
        .map(|problem| {
            let kind = match problem.kind {
                ProblemKind::UndefinedReference if problem.message.starts_with("there is no") => {
                    "in vain"
                }
                ProblemKind::AmbiguousReference | ProblemKind::UndefinedSubstitution => "in vain",
                ProblemKind::UndefinedReference | ProblemKind::AnonymousMismatch => "mismatch",
                ProblemKind::DuplicateTarget => "duplicate",
                ProblemKind::UnusedTarget => "unused",
                _ => "role",
            };
            finding(problem.level as u64 + 1, kind, &problem.message)
        })
        .collect();
    found.sort();
    found
}

fn compare(texts: &[(String, String)]) -> usize {
    let Some(mut judge) = Judge::start_with_nikola() else {
        return 0;
    };
    let sources: Vec<&str> = texts
        .iter()
        .map(|(_, text)| text.trim_start_matches('\u{feff}'))
        .collect();
    let mut count = 0;
    for ((name, source), messages) in texts.iter().zip(judge.problems(&sources)) {
        // What a directive contains that docutils throws away keeps its names there, not here.
        let thrown = [
            "Figure caption must be",
            "exactly one",
            "single paragraph only",
            "two-level bullet list",
        ];
        if messages
            .iter()
            .any(|message| thrown.iter().any(|why| message.text.contains(why)))
        {
            continue;
        }
        let (ours, theirs) = (hallway(source), docutils(&messages));
        if ours != theirs {
            count += 1;
            let only = |a: &[Finding], b: &[Finding]| {
                let mut rest = b.to_vec();
                let mut only = Vec::new();
                for entry in a {
                    match rest.iter().position(|other| other == entry) {
                        Some(at) => drop(rest.remove(at)),
                        None => only.push(entry.clone()),
                    }
                }
                only
            };
            println!(
                "{name}:\n  only hallway: {:?}\n  only docutils: {:?}",
                only(&ours, &theirs),
                only(&theirs, &ours)
            );
            if std::env::var_os("HALLWAY_SHOW").is_some() {
                println!("{source}");
            }
        }
    }
    count
}

#[test]
fn names_in_the_corpus_resolve_as_in_docutils() {
    assert_eq!(compare(&corpus()), 0);
}

#[test]
fn names_in_random_texts_resolve_as_in_docutils() {
    assert_eq!(compare(&random()), 0);
}

#[test]
fn names_in_damaged_posts_resolve_as_in_docutils() {
    assert_eq!(compare(&damaged()), 0);
}
