//! Fixes: each one applied leaves a post in which its finding is gone and no other one has come.

use crate::corpus::texts;
use crate::generate;
use hallway::check::{Book, Finding, fix, fix_all, post};
use std::collections::HashMap;

/// A rule and what it says, without the line.
fn key_of(finding: &Finding) -> (&'static str, String) {
    let message = finding.message.split(" (line ").next().unwrap_or_default();
    (finding.rule.name, message.to_owned())
}

/// How often each rule says what.
fn counts(found: &[Finding]) -> HashMap<(&'static str, String), usize> {
    let mut said = HashMap::new();
    for finding in found {
        *said.entry(key_of(finding)).or_insert(0) += 1;
    }
    said
}

fn holds(name: &str, text: &str) -> (usize, usize) {
    let book = Book::default();
    let found = post(text, &book);
    let before = counts(&found);
    let (mut applied, mut offered) = (0, 0);
    for finding in found.iter().filter(|finding| finding.fix.is_some()) {
        offered += 1;
        let Some(mended) = fix(text, finding, &found, &book) else {
            continue;
        };
        applied += 1;
        let after = counts(&post(&mended, &book));
        let own = |said: &HashMap<_, usize>| {
            let key = key_of(finding);
            said.get(&key).copied().unwrap_or(0)
        };
        assert!(
            own(&after) < own(&before),
            "{name}: {finding:?} is still there"
        );
        for (what, count) in &after {
            let old = before.get(what).copied().unwrap_or(0);
            assert!(*count <= old, "{name}: {finding:?} brings {what:?}");
        }
    }
    (applied, offered)
}

#[test]
fn each_fix_removes_its_finding_and_brings_no_other() {
    let mut all = (0, 0);
    for folder in ["posts", "revisions", "."] {
        for (name, text) in texts(folder) {
            let (applied, offered) = holds(&name, &text);
            all = (all.0 + applied, all.1 + offered);
        }
    }
    println!("{} of {} fixes apply", all.0, all.1);
    assert!(
        all.0 * 10 >= all.1 * 9,
        "{} of {} fixes apply",
        all.0,
        all.1
    );
}

#[test]
fn each_fix_holds_in_broken_posts() {
    let mut all = (0, 0);
    for (name, text) in crate::classes::posts() {
        let (applied, offered) = holds(&name, &text);
        all = (all.0 + applied, all.1 + offered);
    }
    assert!(all.0 > 60, "{} of {} fixes apply", all.0, all.1);
}

/// How many cases: `few`, or `many` when HALLWAY_FULL is set.
fn cases(few: u64, many: u64) -> u64 {
    if std::env::var_os("HALLWAY_FULL").is_some() {
        many
    } else {
        few
    }
}

#[test]
fn each_fix_holds_in_mutated_posts() {
    let posts = texts("posts");
    if posts.is_empty() {
        return;
    }
    for seed in 0..cases(40, 1000) {
        let (name, text) = &posts[seed as usize % posts.len()];
        holds(
            &format!("{name} {seed}"),
            &generate::mutated(text, seed + 9000),
        );
        holds(
            &format!("{name} {seed}"),
            &generate::damaged(text, seed + 9000),
        );
    }
}

#[test]
fn each_fix_holds_in_random_texts() {
    let mut all = (0, 0);
    for seed in 0..cases(400, 20_000) {
        let (applied, offered) = holds(&format!("random {seed}"), &generate::text(seed + 9000));
        all = (all.0 + applied, all.1 + offered);
    }
    println!("{} of {} fixes apply", all.0, all.1);
}

/// Text before, text after.
const FIXED: &[(&str, &str)] = &[
    (
        "See `Fedora`.\n\n.. _Fedora: https://f.org/\n",
        "See `Fedora`_.\n\n.. _Fedora: https://f.org/\n",
    ),
    (
        "See `video <https://x.org/>_` now.\n",
        "See `video <https://x.org/>`__ now.\n",
    ),
    (
        "See `video<https://x.org/>`_ now.\n",
        "See `video <https://x.org/>`__ now.\n",
    ),
    ("Call it with *args.\n", "Call it with \\*args.\n"),
    ("The foo_bar_ variable.\n", "The foo_bar\\_ variable.\n"),
    ("A title\n====\n\nText.\n", "A title\n=======\n\nText.\n"),
    ("A title\n===\n\nText.\n", "A title\n=======\n\nText.\n"),
    (
        "=====\nA title\n=====\n\nText.\n",
        "=======\nA title\n=======\n\nText.\n",
    ),
    ("Run:\n    cargo build\n", "Run::\n\n    cargo build\n"),
    ("We need:\n* tea\n* milk\n", "We need:\n\n* tea\n* milk\n"),
    ("* a\n  * b\n", "* a\n\n  * b\n"),
    ("A. Miller\n", "\\A. Miller\n"),
    (
        "See `Glued`_.\n.. _Glued: https://x.org/\n",
        "See `Glued`_.\n\n.. _Glued: https://x.org/\n",
    ),
    (
        "See `A`_.\n\n.. _A:https://x.org/\n",
        "See `A`_.\n\n.. _A: https://x.org/\n",
    ),
    ("Text.  \n", "Text.\n"),
    ("- a\n  - b\n", "- a\n\n  - b\n"),
    (
        "See `N`_.\n\n.._N: https://n.org/\n",
        "See `N`_.\n\n.. _N: https://n.org/\n",
    ),
    (
        "`a<https://x.org/>`__ here.\n",
        "`a <https://x.org/>`__ here.\n",
    ),
    (
        "---\ntitle: A\ndate: 2017-03-08\n---\n\nText.  \n",
        "---\ntitle: A\ndate: 2017-03-08\n---\n\nText.\n",
    ),
    ("a\tb\n", "a       b\n"),
    (
        "`Name`_s here.\n\n.. _Name: https://x.org/\n",
        "`Name`_\\ s here.\n\n.. _Name: https://x.org/\n",
    ),
    (
        "Read ``Docker`` now.\n\n.. _Docker: https://d.org/\n",
        "Read `Docker`_ now.\n\n.. _Docker: https://d.org/\n",
    ),
    (
        ".. title: A\n.. date: 2017-03-08 16:25:15 UTC-5\n\nText.\n",
        ".. title: A\n.. date: 2017-03-08 16:25:15 UTC-05:00\n\nText.\n",
    ),
    (
        ".. title: A\n.. date: 2017-03-08\nText.\n",
        ".. title: A\n.. date: 2017-03-08\n\nText.\n",
    ),
    (
        ".. title:A\n.. date: 2017-03-08\n\nText.\n",
        ".. title: A\n.. date: 2017-03-08\n\nText.\n",
    ),
    ("Hidden\u{202e} text.\n", "Hidden text.\n"),
    (
        "a |x| b\r\n\r\nRun:\r\n    it\r\n",
        "a \\|x| b\r\n\r\nRun::\r\n\r\n    it\r\n",
    ),
];

#[test]
fn faults_are_mended_as_a_person_would() {
    for (text, wanted) in FIXED {
        let mended = fix_all(text, &Book::default());
        assert_eq!(mended.text, *wanted);
        assert!(mended.left.is_empty(), "{text:?}: {:?}", mended.left);
    }
}

#[test]
fn what_cannot_be_mended_is_left_alone() {
    for text in [
        "An `unknown`_ name.\n",
        "Two `a`__ here.\n",
        ".. nonsense:: x\n",
    ] {
        let mended = fix_all(text, &Book::default());
        assert_eq!(mended.text, text);
        assert_eq!(mended.left.len(), 1, "{text:?}");
    }
}
