//! Plain texts, written by hallway and read back by docutils: exactly the text, and no system
//! message.

use crate::judge::Judge;
use crate::random::{Random, cases, string};
use hallway::rst::name::normalise;
use hallway::rst::{escape, target, width};

/// Everything that plain text may trigger, and some that it may not.
pub const TRIGGERS: &[&str] = &[
    "*",
    "**",
    "`",
    "``",
    "|",
    "_",
    "__",
    "\\",
    ":",
    "::",
    " ",
    " ",
    " ",
    " ",
    "a",
    "I",
    "kw",
    "foo",
    "Café",
    "日本",
    "e\u{301}",
    "9",
    "foo_",
    "foo__",
    "[1]_",
    "[#]_",
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    "<",
    ">",
    " <http://x.org>",
    "\"",
    "'",
    "“",
    "”",
    "«",
    "»",
    "- ",
    "* ",
    "+ ",
    "• ",
    "‣ ",
    "⁃ ",
    "1. ",
    "1) ",
    "(c) 2017",
    "#. ",
    "A. ",
    "I. ",
    "v. ",
    "iv) ",
    ":foo: ",
    "| ",
    ">>> ",
    ".. ",
    "__ ",
    "-a  b",
    "/usr  x",
    "--long ",
    "====",
    "----",
    "== ==",
    "+--+",
    "-- ",
    "— ",
    "~",
    "^",
    "\n",
    "\r\n",
    "\t",
    "\u{2028}",
    "\u{2029}",
    "\u{85}",
    "\u{1c}",
    "\u{1e}",
    "\u{1f}",
    "\u{b}",
    "\u{c}",
    "\u{7}",
    "\u{a0}",
    "\u{3000}",
    "\u{200b}",
    "\u{feff}",
    "http://x.org/a_",
    "me@x.org",
    "x:y",
    ".. _a: b",
    ".. note::",
    "|x|",
    "`x`_",
    "`x <y_>`__",
    ":role:`x`",
    "{{% x %}}",
    "👩\u{200d}💻",
    "snake_case",
    "a*b",
    "!",
    "?",
    ",",
    ".",
    "/",
    "#",
    "$",
    "%",
    "&",
    "@",
    ";",
    "=",
    "-",
];

const WORDS: &[&str] = &[
    "a ",
    "I ",
    "to ",
    "word ",
    "longer ",
    "sesquipedalian ",
    "- ",
    "* ",
    "1. ",
    "A. ",
    "==== ",
    "-- ",
    ":: ",
    "foo_ ",
    "**kw ",
    "`x` ",
    ".. ",
    ":a: ",
    "\\ ",
    "| ",
    "... ",
    "日本語 ",
];

fn texts(seed: u64, few: usize, many: usize) -> Vec<String> {
    let mut random = Random::new(seed);
    let made = (0..cases(few, many)).map(|number| match number % 3 {
        0 => string(&mut random, TRIGGERS, 3),
        1 => string(&mut random, TRIGGERS, 14),
        _ => string(&mut random, WORDS, 30),
    });
    made.filter(|text| !escape::clean(text).is_empty())
        .collect()
}

/// Lets docutils read what `write` makes of each text, and compares the texts that it finds with
/// `expected`.
fn check(texts: &[String], write: impl Fn(&str) -> String, expected: impl Fn(&str) -> Vec<String>) {
    let Some(mut judge) = Judge::start() else {
        return;
    };
    for batch in texts.chunks(200) {
        let sources: Vec<String> = batch.iter().map(|text| write(text)).collect();
        let asked: Vec<&str> = sources.iter().map(String::as_str).collect();
        let found = judge.text(&asked);
        let problems = judge.problems(&asked);
        for (index, text) in batch.iter().enumerate() {
            let found: Vec<String> = found[index].iter().map(|t| t.replace('\n', " ")).collect();
            let source = &sources[index];
            assert_eq!(
                found,
                expected(&escape::clean(text)),
                "of {text:?} as\n{source}"
            );
            assert_eq!(problems[index], [], "of {text:?} as\n{source}");
        }
    }
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn paragraphs() {
    for wrap in [8, 20, 80] {
        check(
            &texts(wrap as u64, 150, 1000),
            |text| format!("{}\n", escape::paragraph(text, wrap, 0)),
            |text| strings(&[text]),
        );
    }
}

#[test]
fn titles() {
    check(
        &texts(2, 300, 2000),
        |text| {
            let title = escape::title(text);
            let line = "=".repeat(width::columns(&title).max(4));
            format!("Before.\n\n{title}\n{line}\n\nAfter.\n")
        },
        |text| strings(&["Before.", text, "After."]),
    );
}

#[test]
fn list_items_and_field_values() {
    check(
        &texts(3, 300, 2000),
        |text| {
            let item = escape::item(text);
            let wrapped = escape::paragraph(text, 20, 2);
            format!(
                "List:\n\n* {item}\n* {wrapped}\n\n:field: {}\n",
                escape::field_value(text)
            )
        },
        |text| strings(&["List:", text, text, "field", text]),
    );
}

#[test]
fn quotes_with_attributions() {
    check(
        &texts(4, 300, 2000),
        |text| {
            let quote = escape::paragraph(text, 24, 4);
            format!(
                "He said:\n\n    {quote}\n\n    {}\n\n    -- {}\n",
                escape::item(text),
                escape::attribution(text)
            )
        },
        |text| strings(&["He said:", text, text, text]),
    );
}

#[test]
fn references_with_their_targets() {
    let Some(mut judge) = Judge::start() else {
        return;
    };
    let mut random = Random::new(5);
    for batch in texts(6, 300, 2000).chunks(200) {
        let mut sources = Vec::new();
        let mut urls = Vec::new();
        for text in batch {
            let after = random.pick(&["", " ", "s", ".", "'s", "(", "_", "*", "日", "`", "\\"]);
            let before = random.pick(&["", "see ", "(", "\"", "“"]);
            let url = random.pick(&[
                "https://x.org/a_b_",
                "a.html_",
                "a b\\c",
                "mailto:x_",
                "https://x.org/`_",
                "`a`_",
                "x_y+z_",
                "#a_",
            ]);
            let reference = escape::phrase_reference_before(text, after.chars().next());
            let after = escape::text(after);
            let gap = if after.is_empty() { "." } else { "" };
            urls.push(url.replace(' ', "%20"));
            sources.push(format!(
                "{before}{reference}{after}{gap}\n\n{}\n",
                target::write(text, url)
            ));
        }
        let asked: Vec<&str> = sources.iter().map(String::as_str).collect();
        let trees = judge.tree(&asked);
        let problems = judge.problems(&asked);
        for (index, text) in batch.iter().enumerate() {
            let source = &sources[index];
            assert_eq!(problems[index], [], "of {text:?} as\n{source}");
            let cleaned = escape::clean(text);
            let parts = trees[index][2].as_array().expect("a paragraph");
            let reference = parts.iter().find(|part| part[0] == "reference");
            let reference = reference.unwrap_or_else(|| panic!("no reference in\n{source}"));
            let shown = reference[2].as_str().unwrap_or_default();
            assert_eq!(normalise(shown), normalise(&cleaned), "as\n{source}");
            assert_eq!(reference[1]["refuri"], urls[index], "as\n{source}");
            assert_eq!(
                trees[index][3][1]["names"][0],
                normalise(&cleaned),
                "as\n{source}"
            );
        }
    }
}
