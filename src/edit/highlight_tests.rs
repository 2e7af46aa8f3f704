use super::*;

/// Each line's highlighted parts, as `kind: text`.
fn parts(text: &str) -> Vec<Vec<String>> {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut state = HighlightState::Start;
    (0..lines.len())
        .map(|i| {
            let around = HighlightLines {
                above: i.checked_sub(1).map(|i| lines[i]),
                line: lines[i],
                below: lines.get(i + 1).copied(),
            };
            let found = spans(state, around);
            state = step(state, around);
            found
                .into_iter()
                .map(|(range, kind)| format!("{kind:?}: {}", &lines[i][range]))
                .collect()
        })
        .collect()
}

#[track_caller]
fn line(text: &str, expected: &[&str]) {
    assert_eq!(parts(text)[0], expected);
}

#[test]
fn inline_markup() {
    line(
        "see `Project Atomic`_ and `x`__",
        &["Reference: `Project Atomic`_", "Reference: `x`__"],
    );
    line(
        "``a`b`` and *em* and **strong**.",
        &["Literal: ``a`b``", "Emphasis: *em*", "Strong: **strong**"],
    );
    line(
        "Fedora_ and [1]_ and |sub| here",
        &["Reference: Fedora_", "Reference: [1]_", "Reference: |sub|"],
    );
    line(
        ":ref:`a` `b`:role:",
        &["Reference: :ref:`a`", "Reference: `b`:role:"],
    );
    line(
        "go to https://x.org/a_b, now",
        &["Reference: https://x.org/a_b"],
    );
}

#[test]
fn what_only_looks_like_markup_stays_plain() {
    for text in [
        "2 * 3 * 4",
        "snake_case_name",
        "a*b*c",
        r"\*no\*",
        "it`s",
        "``",
        "`open and not closed",
        "a | b | c",
        "_private",
    ] {
        line(text, &[]);
    }
}

#[test]
fn blocks() {
    let text =
        "Title\n=====\n\nText::\n\n  code *x*\n\n  more\n\nBack *em*\n\n- item `a`_\n12. item";
    let found = parts(text);
    assert_eq!(found[0], ["Heading: Title"]);
    assert_eq!(found[1], ["Adornment: ====="]);
    assert_eq!(found[5], ["Literal: code *x*"]);
    assert_eq!(found[7], ["Literal: more"]);
    assert_eq!(found[9], ["Emphasis: *em*"]);
    assert_eq!(found[11], ["Marker: -", "Reference: `a`_"]);
    assert_eq!(found[12], ["Marker: 12."]);
}

#[test]
fn overlines_and_transitions() {
    let found = parts("====\nA\n====\n\ntext\n\n----\n\nmore");
    assert_eq!(found[0], ["Adornment: ===="]);
    assert_eq!(found[1], ["Heading: A"]);
    assert_eq!(found[2], ["Adornment: ===="]);
    assert_eq!(found[6], ["Adornment: ----"]);
}

#[test]
fn explicit_markup() {
    let found = parts(
        ".. image:: a.png\n   :alt: x\n\n.. code-block:: rust\n\n   let *x* = 1;\n\n.. _Fedora: https://x.org\n.. a comment\n   goes on\n\nplain",
    );
    assert_eq!(found[0], ["Directive: .. image::"]);
    assert_eq!(found[1], ["Directive: :alt:"]);
    assert_eq!(found[3], ["Directive: .. code-block::"]);
    assert_eq!(found[5], ["Literal: let *x* = 1;"]);
    assert_eq!(found[7], ["Target: .. _Fedora: https://x.org"]);
    assert_eq!(found[8], ["Comment: .. a comment"]);
    assert_eq!(found[9], ["Comment: goes on"]);
    assert!(found[11].is_empty());
}

#[test]
fn markup_over_two_lines() {
    let found = parts("see `Project\nAtomic`_ there\n\n`never\nclosed");
    assert_eq!(found[0], ["Reference: `Project"]);
    assert_eq!(found[1], ["Reference: Atomic`_"]);
    assert!(found[3].is_empty() && found[4].is_empty());
}
