//! Where references of small texts lead, and what is reported.

use super::{Outcome, resolve};
use crate::rst::parse;
use crate::rst::tree::Level;

/// The outcomes, in short, and the levels of the problems.
fn told(source: &str) -> (Vec<String>, Vec<Level>) {
    let resolution = resolve(&parse(source));
    let short = |outcome: &Outcome| match outcome {
        Outcome::Uri(uri) => uri.clone(),
        Outcome::Place(span) => source[span.start..]
            .lines()
            .next()
            .unwrap_or("")
            .to_string(),
        other => format!("{other:?}"),
    };
    let outcomes = resolution
        .references
        .iter()
        .map(|resolved| short(&resolved.outcome))
        .collect();
    (
        outcomes,
        resolution
            .problems
            .iter()
            .map(|problem| problem.level)
            .collect(),
    )
}

#[test]
fn names_lead_to_uris_headings_and_footnotes() {
    let source = "Title\n=====\n\nA `TITLE`_, `the\nsite`_ and [1]_, [#n]_.\n\n.. _The Site: http://x\n.. [1] one\n.. [#n] two\n";
    assert_eq!(
        told(source).0,
        ["Title", "http://x", ".. [1] one", ".. [#n] two"]
    );
    assert_eq!(told(source).1, []);
}

#[test]
fn an_undefined_name_is_an_error_and_an_unused_target_an_info() {
    assert_eq!(
        told("`gone`_\n\n.. _spare: u\n"),
        (
            vec!["Undefined".to_string()],
            vec![Level::Error, Level::Info]
        )
    );
}

#[test]
fn one_name_with_two_uris_is_an_error_at_each_reference() {
    let (outcomes, levels) = told("`a`_ `a`_\n\n.. _a: u\n.. _a: v\n");
    assert_eq!(outcomes, ["Duplicate", "Duplicate"]);
    assert_eq!(levels, [Level::Error, Level::Error, Level::Warning]);
    let (outcomes, levels) = told("`a`_\n\n.. _a: u\n.. _a: u\n");
    assert_eq!(
        (outcomes, levels),
        (vec!["u".to_string()], vec![Level::Info])
    );
}

#[test]
fn targets_lead_on_to_others() {
    let source = "`a`_ `b`_ `c`_\n\n.. _a:\n.. _b: `c`_\n.. _c: http://x\n";
    assert_eq!(told(source), (vec!["http://x".to_string(); 3], vec![]));
    assert_eq!(told("`a`_\n\n.. _a: b_\n.. _b: a_\n").0, ["Broken"]);
    assert_eq!(
        told("`a`_\n\n.. _a: b_\n"),
        (vec!["Broken".to_string()], vec![Level::Error])
    );
}

#[test]
fn anonymous_references_need_as_many_targets() {
    assert_eq!(
        told("`a`__ `b`__\n\n__ u\n__ v\n"),
        (vec!["u".to_string(), "v".to_string()], vec![])
    );
    assert_eq!(told("`a`__ `b`__\n\n__ u\n").1, [Level::Error]);
}

#[test]
fn headings_of_one_name_are_an_error_only_when_referred_to() {
    assert_eq!(told("A\n=\n\nA\n=\n").1, [Level::Info]);
    assert_eq!(
        told("A\n=\n\n`a`_\n\nA\n=\n").1,
        [Level::Error, Level::Info]
    );
}

/// Following every chain to its end anew would take hours here.
#[test]
fn long_chains_and_circles_are_resolved() {
    let chain = ".. _a:\n".repeat(50_000);
    let circle: String = (0..50_000)
        .map(|at| format!(".. _t{at}: t{}_\n", (at + 1) % 50_000))
        .collect();
    for source in [chain, circle] {
        let resolution = resolve(&parse(&source));
        assert!(!resolution.problems.is_empty());
    }
}
