//! Where references of small texts lead, and what is reported.

use super::{Destination, resolve};
use crate::rst::parse;
use crate::rst::tree::MessageLevel;

/// The outcomes, in short, and the levels of the problems.
fn messages(source: &str) -> (Vec<String>, Vec<MessageLevel>) {
    let resolution = resolve(&parse(source));
    let short = |outcome: &Destination| match outcome {
        Destination::Uri(uri) => uri.clone(),
        Destination::Place(span) => source[span.start..]
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
        messages(source).0,
        ["Title", "http://x", ".. [1] one", ".. [#n] two"]
    );
    assert_eq!(messages(source).1, []);
}

#[test]
fn an_undefined_name_is_an_error_and_an_unused_target_an_info() {
    assert_eq!(
        messages("`gone`_\n\n.. _spare: u\n"),
        (
            vec!["Undefined".to_string()],
            vec![MessageLevel::Error, MessageLevel::Info]
        )
    );
}

#[test]
fn one_name_with_two_uris_is_an_error_at_each_reference() {
    let (outcomes, levels) = messages("`a`_ `a`_\n\n.. _a: u\n.. _a: v\n");
    assert_eq!(outcomes, ["Duplicate", "Duplicate"]);
    assert_eq!(
        levels,
        [
            MessageLevel::Error,
            MessageLevel::Error,
            MessageLevel::Warning
        ]
    );
    let (outcomes, levels) = messages("`a`_\n\n.. _a: u\n.. _a: u\n");
    assert_eq!(
        (outcomes, levels),
        (vec!["u".to_string()], vec![MessageLevel::Info])
    );
}

#[test]
fn targets_lead_on_to_others() {
    let source = "`a`_ `b`_ `c`_\n\n.. _a:\n.. _b: `c`_\n.. _c: http://x\n";
    assert_eq!(messages(source), (vec!["http://x".to_string(); 3], vec![]));
    assert_eq!(messages("`a`_\n\n.. _a: b_\n.. _b: a_\n").0, ["Broken"]);
    assert_eq!(
        messages("`a`_\n\n.. _a: b_\n"),
        (vec!["Broken".to_string()], vec![MessageLevel::Error])
    );
}

#[test]
fn anonymous_references_need_as_many_targets() {
    assert_eq!(
        messages("`a`__ `b`__\n\n__ u\n__ v\n"),
        (vec!["u".to_string(), "v".to_string()], vec![])
    );
    assert_eq!(messages("`a`__ `b`__\n\n__ u\n").1, [MessageLevel::Error]);
}

#[test]
fn headings_of_one_name_are_an_error_only_when_referred_to() {
    assert_eq!(messages("A\n=\n\nA\n=\n").1, [MessageLevel::Info]);
    assert_eq!(
        messages("A\n=\n\n`a`_\n\nA\n=\n").1,
        [MessageLevel::Error, MessageLevel::Info]
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
