//! What hallway reads and writes, beside what docutils and Nikola make of it.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // A test stops at what it does not expect.

mod agree;
mod edits;
mod fields;
mod generate;
mod inline;
mod judge;
mod names;
mod outline;
mod plain;
mod posts;
mod python;
mod random;
mod resolve;
mod schedules;
mod tree;
mod wrap;

use judge::{Judge, Message};
use serde_json::json;

#[test]
fn the_judge_gives_docutils_trees() {
    let Some(mut judge) = Judge::start() else {
        return;
    };
    let source = "Title\n=====\n\nA `name`_\nand  *more*.\n\n::\n\n    a  b\n\n.. _name: http://example.org/\n";
    let body = |reference: serde_json::Value| {
        json!(["document", {}, ["section", {"names": ["title"]}, ["title", {}, "Title"],
            ["paragraph", {}, "A ", reference, " and ", ["emphasis", {}, "more"], "."],
            ["literal_block", {}, "a  b"],
            ["target", {"names": ["name"], "refuri": "http://example.org/"}]]])
    };
    assert_eq!(
        judge.tree(&[source, "plain"]),
        [
            body(json!(["reference", {"name": "name", "refuri": "http://example.org/"}, "name"])),
            json!(["document", {}, ["paragraph", {}, "plain"]])
        ]
    );
    assert_eq!(
        judge.parse(&[source]),
        [body(
            json!(["reference", {"name": "name", "refname": "name"}, "name"])
        )]
    );
}

#[test]
fn the_judge_gives_messages_in_order() {
    let Some(mut judge) = Judge::start() else {
        return;
    };
    let message = |line, level, text: &str| Message {
        line,
        level,
        text: text.to_owned(),
    };
    assert_eq!(
        judge.problems(&[
            "Fine.\n",
            "A `gone`_ name.\n\nShort\n====\n\n.. _spare: http://example.org/\n"
        ]),
        [
            vec![],
            vec![
                message(1, 3, "Unknown target name: \"gone\"."),
                message(4, 2, "Title underline too short."),
                message(6, 1, "Hyperlink target \"spare\" is not referenced."),
            ]
        ]
    );
}

#[test]
fn the_judge_forgets_one_text_before_the_next() {
    let Some(mut judge) = Judge::start() else {
        return;
    };
    let found = judge.problems(&[".. role:: mine\n\n:mine:`x`\n", ":mine:`x`\n"]);
    assert!(found[0].iter().all(|m| m.level < 3), "{found:?}");
    assert!(found[1].iter().any(|m| m.level == 3), "{found:?}");
}

#[test]
fn only_nikola_knows_its_directives() {
    let source = ".. youtube:: 8N_tupPBtWQ\n   :align: center\n";
    let Some(mut plain) = Judge::start() else {
        return;
    };
    let Some(mut nikola) = Judge::start_with_nikola() else {
        return;
    };
    assert_eq!(
        plain.problems(&[source])[0].last().map(|m| m.level),
        Some(3)
    );
    assert_eq!(nikola.problems(&[source]), [vec![]]);
}

#[test]
fn the_judge_gives_texts_and_metadata() {
    let Some(mut judge) = Judge::start() else {
        return;
    };
    assert_eq!(
        judge.text(&["A \\*b\n\n* one\n* two\n"]),
        [["A *b", "one", "two"]]
    );
    let read = judge.metadata(&[
        ".. title: A post\n.. link:\n.. date: 2024-05-01 UTC\n\nText\n",
        ":date: 2013-06-30\n\nText\n",
    ]);
    assert_eq!(
        read[0]["nikola"],
        json!({"title": "A post", "date": "2024-05-01 UTC", "slug": "post"})
    );
    assert_eq!(read[1]["docinfo"]["date"], json!("2013-06-30"));
}

#[test]
fn the_corpus_can_be_judged() {
    let posts = judge::posts();
    let Some(mut judge) = Judge::start_with_nikola() else {
        return;
    };
    let sources: Vec<&str> = posts.iter().map(|(_, text)| text.as_str()).collect();
    for ((name, _), tree) in posts.iter().zip(judge.tree(&sources)) {
        assert!(
            tree.as_array().is_some_and(|parts| parts.len() > 2),
            "{name} has an empty tree"
        );
    }
}
