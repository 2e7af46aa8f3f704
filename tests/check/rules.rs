//! Each rule by an example: what raises it, and in which line.

use hallway::check::rule::RULES;
use hallway::check::{Book, READINESS, Severity, post};

/// Rule, line, level, text.
const EXAMPLES: &[(&str, usize, Severity, &str)] = &[
    ("undefined-reference", 1, Severity::Error, "A `name`_.\n"),
    (
        "undefined-reference",
        1,
        Severity::Error,
        "First line\nand a `name`_.\n",
    ),
    (
        "ambiguous-reference",
        1,
        Severity::Error,
        "A `n`_.\n\n.. _n: http://a/\n.. _n: http://b/\n",
    ),
    (
        "undefined-substitution",
        1,
        Severity::Error,
        "A |bar| here.\n",
    ),
    (
        "anonymous-mismatch",
        1,
        Severity::Error,
        "An `anonymous`__ one.\n",
    ),
    (
        "duplicate-target",
        4,
        Severity::Warning,
        "A `n`_.\n\n.. _n: http://a/\n.. _n: http://b/\n",
    ),
    (
        "unused-target",
        3,
        Severity::Info,
        "Text.\n\n.. _n: http://a/\n",
    ),
    (
        "malformed-link",
        1,
        Severity::Error,
        "A `link<http://a/>`_.\n",
    ),
    (
        "malformed-link",
        1,
        Severity::Warning,
        "A `link <http://a/>_`.\n",
    ),
    (
        "malformed-link",
        1,
        Severity::Warning,
        "A `link <http://a/>`.\n",
    ),
    (
        "missing-underscore",
        3,
        Severity::Warning,
        "Text.\n\nA `name`.\n",
    ),
    (
        "unclosed-markup",
        1,
        Severity::Warning,
        "A **strong word.\n",
    ),
    ("stray-markup", 1, Severity::Warning, "A strong** word.\n"),
    (
        "stray-markup",
        2,
        Severity::Warning,
        "The article\nfor Example.com`_ is here.\n",
    ),
    (
        "literal-name",
        1,
        Severity::Warning,
        "A ``Docker`` here.\n\n.. _Docker: http://d/\n",
    ),
    ("unknown-role", 1, Severity::Error, "A :nonesuch:`role`.\n"),
    (
        "bad-role",
        1,
        Severity::Warning,
        "A :emphasis:`role`:strong:.\n",
    ),
    (
        "short-underline",
        2,
        Severity::Warning,
        "A long title\n======\n",
    ),
    ("short-underline", 2, Severity::Warning, "A title\n==\n"),
    ("bad-title", 3, Severity::Error, "* item\n\n  ======\n"),
    ("bad-title", 3, Severity::Warning, "text\n\n----\n"),
    (
        "skipped-level",
        13,
        Severity::Error,
        "A\n====\n\nB\n----\n\nC\n~~~~\n\nD\n====\n\nE\n~~~~\n",
    ),
    (
        "doubled-title",
        4,
        Severity::Info,
        ".. title: A\n.. date: 2017-03-08\n\nA\n====\n",
    ),
    (
        "glued-target",
        2,
        Severity::Warning,
        "A `n`_.\n.. _n: http://a/\n",
    ),
    (
        "glued-target",
        2,
        Severity::Warning,
        "Look:\n.. image:: a.png\n",
    ),
    (
        "list-without-blank",
        2,
        Severity::Warning,
        "We saw:\n- one\n",
    ),
    (
        "list-without-blank",
        2,
        Severity::Warning,
        "We saw\n* one\n",
    ),
    (
        "list-without-blank",
        2,
        Severity::Warning,
        "We saw\n1. one\n2. two\n",
    ),
    (
        "list-without-blank",
        2,
        Severity::Warning,
        "1. one\n   1. two\n",
    ),
    (
        "indent-after-colon",
        1,
        Severity::Warning,
        "Install it:\n    cargo install\n",
    ),
    ("accidental-list", 1, Severity::Warning, "M. Curie\n"),
    (
        "accidental-list",
        1,
        Severity::Warning,
        "2017. What a year.\n",
    ),
    ("accidental-list", 1, Severity::Warning, "(c) 2017 by me\n"),
    ("list-start", 1, Severity::Info, "3. three\n4. four\n"),
    ("missing-blank-line", 2, Severity::Warning, "* one\ntext\n"),
    (
        "unexpected-indent",
        3,
        Severity::Error,
        "Two\nlines\n  indented\n",
    ),
    ("empty-literal", 3, Severity::Warning, "Run::\n\nnothing\n"),
    ("empty-literal", 2, Severity::Warning, "Run::\n  this\n"),
    (
        "malformed-target",
        1,
        Severity::Warning,
        ".. _n:http://a/\n",
    ),
    (
        "malformed-target",
        1,
        Severity::Warning,
        ".._n: http://a/\n",
    ),
    ("unknown-directive", 1, Severity::Error, ".. nonesuch:: x\n"),
    (
        "bad-directive",
        1,
        Severity::Warning,
        ".. code-block:: nonesuch\n\n   x\n",
    ),
    (
        "bad-table",
        4,
        Severity::Error,
        "=== ===\na   b\n=== ===\nxxxxxxx\n=== ===\n",
    ),
    ("unreadable", 3, Severity::Warning, "A [1]_.\n\n.. [1]\n"),
    (
        "header-blank-line",
        3,
        Severity::Warning,
        ".. title: A\n.. date: 2017-03-08\nText.\n",
    ),
    (
        "header-blank-line",
        3,
        Severity::Warning,
        ".. title: A\n.. date: 2017-03-08\n \nText.\n",
    ),
    (
        "dropped-value",
        1,
        Severity::Warning,
        ".. title:A\n.. date: 2017-03-08\n\nText.\n",
    ),
    (
        "dropped-value",
        1,
        Severity::Warning,
        ".. title: A\n.. title: B\n.. date: 2017-03-08\n\nText.\n",
    ),
    (
        "dropped-value",
        1,
        Severity::Warning,
        ".. Title: A\n.. date: 2017-03-08\n\nText.\n",
    ),
    (
        "missing-date",
        1,
        Severity::Error,
        ".. title: A\n.. tags: b\n\nText.\n",
    ),
    (
        "missing-date",
        1,
        Severity::Warning,
        ".. title: A page\n.. slug: a-page\n\nText.\n",
    ),
    (
        "bad-date",
        2,
        Severity::Error,
        ".. title: A\n.. date: soon\n\nText.\n",
    ),
    (
        "dangerous-date",
        2,
        Severity::Warning,
        ".. title: A\n.. date: 2017-03-08 10:00 UTC-5\n\nText.\n",
    ),
    (
        "colliding-tags",
        2,
        Severity::Error,
        ".. date: 2017-03-08\n.. tags: SCaLE 15x, Scale 15x\n\nText.\n",
    ),
    (
        "colliding-tags",
        4,
        Severity::Error,
        "---\ntags:\n- SCaLE 15x\n- Scale 15x\n---\n\nText.\n",
    ),
    (
        "colliding-tags",
        2,
        Severity::Error,
        "+++\ntags = [\"SCaLE 15x\", \"Scale 15x\"]\n+++\n\nText.\n",
    ),
    (
        "empty-slug",
        2,
        Severity::Warning,
        ".. date: 2017-03-08\n.. slug: \u{2764}\u{fe0f}\n\nText.\n",
    ),
    ("open-shortcode", 1, Severity::Error, "A {{% media x\n"),
    ("open-shortcode", 1, Severity::Error, "A {{% /chart %}}\n"),
    ("open-shortcode", 1, Severity::Warning, "A {{% raw %}} b.\n"),
    (
        "open-shortcode",
        3,
        Severity::Warning,
        "{{% chart a %}}\n\n{{% raw %}} b.\n\n{{% /chart %}}\n",
    ),
    (
        "unknown-role",
        1,
        Severity::Error,
        ".. default-role:: nonsense\n\nText.\n",
    ),
    (
        "literal-shortcode",
        3,
        Severity::Error,
        "Run::\n\n  {{% media x %}}\n",
    ),
    (
        "unknown-shortcode",
        1,
        Severity::Warning,
        "A {{% nonesuch %}} here.\n",
    ),
    ("trailing-space", 1, Severity::Info, "Text. \nMore.\n"),
    ("tab", 1, Severity::Info, "A\ttab.\n"),
    (
        "bidi-character",
        1,
        Severity::Warning,
        "A \u{202e}turned text.\n",
    ),
    (
        "control-character",
        1,
        Severity::Warning,
        "A bell \u{7}here.\n",
    ),
];

#[test]
fn each_rule_speaks_where_it_should() {
    for (rule, line, level, text) in EXAMPLES {
        let found = post(text, &Book::default());
        let here = |finding: &&hallway::check::Finding| {
            (finding.rule.name, finding.place.line, finding.level) == (*rule, *line, *level)
        };
        let said: Vec<_> = found
            .iter()
            .map(|f| (f.rule.name, f.place.line, f.level, &f.message))
            .collect();
        assert!(
            found.iter().any(|finding| here(&finding)),
            "{rule} at {line} in {text:?}: {said:?}"
        );
    }
}

#[test]
fn each_rule_has_an_example() {
    // These need an event, and long-line a long post; they have tests of their own.
    let elsewhere = ["private-text", "long-line"];
    for rule in RULES.iter().filter(|rule| !READINESS.contains(rule)) {
        let known =
            elsewhere.contains(&rule.name) || EXAMPLES.iter().any(|(name, ..)| *name == rule.name);
        assert!(known, "{} has no example", rule.name);
    }
}

/// What is as it should be.
const FINE: &[&str] = &[
    "",
    "Text.\n",
    "A sentence that breaks\n- as sentences do - at a dash.\n",
    "It was in\n2017. A year later it was over.\n",
    "He came in May\n1. That was early.\n",
    "A `name`_ and `text <https://x.org/>`__ and ``code``.\n\n.. _name: https://x.org/\n",
    "Term\n    Its definition.\n",
    "Run::\n\n    it\n",
    "a*b, snake_case, __init__, 2*3*4 and f(*) are fine, and 'it`s' too.\n",
    "* one\n* two\n\n  * three\n",
    "Use {\\{% as it is.\n",
    "Use ``{{% raw %}}{{% media x %}}{{% /raw %}}`` as it is.\n",
    "{{% media url=https://x.org/ %}}\n",
    ".. title: A\n.. slug: a\n.. date: 2017-03-08 16:25:15 UTC-05:00\n.. tags: one, two\n.. link:\n\nText.\n",
    "---\ntitle: A\ndate: 2017-03-08\n---\n\nText.\n",
    "A title\n#######\n\n:date: 2013-06-30 10:20\n:tags: x\n\nText.\n",
    "Windows\r\n=======\r\n\r\nText.\r\n",
];

#[test]
fn what_is_fine_raises_nothing() {
    for text in FINE {
        let found = post(text, &Book::default());
        assert!(found.is_empty(), "{text:?}: {found:?}");
    }
}
