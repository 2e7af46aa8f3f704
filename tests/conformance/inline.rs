//! Inline markup, read by hallway and by docutils.

use crate::judge::{self, Judge};
use crate::random::{Random, cases, string};
use hallway::rst::flow::Flow;
use hallway::rst::inline;
use hallway::rst::name::normalise;
use hallway::rst::tree::{InlineBody, Referent};
use serde_json::{Value, json};

/// What hallway reads, in the judge's words.
fn read(source: &str) -> Value {
    let mut flow = Flow::default();
    for (number, line) in source.split('\n').enumerate() {
        flow.push(line, number);
    }
    let (inlines, problems) = inline::read(&flow);
    let mut parts = Vec::new();
    for inline in &inlines {
        match &inline.body {
            InlineBody::Text(text) => parts.push(json!(["text", text])),
            InlineBody::Emphasis(text) => parts.push(json!(["emphasis", text])),
            InlineBody::Strong(text) => parts.push(json!(["strong", text])),
            InlineBody::Literal(text) => parts.push(json!(["literal", text])),
            InlineBody::Interpreted { role, text } => {
                parts.push(json!(["interpreted", text, role.as_deref().unwrap_or("")]));
            }
            InlineBody::InlineTarget(text) => parts.push(json!(["target", text])),
            InlineBody::FootnoteReference(label) => {
                let label = match label.strip_prefix('#') {
                    Some(name) => format!("#{}", normalise(name)),
                    None => label.clone(),
                };
                parts.push(json!(["footnote", label]));
            }
            InlineBody::Substitution { name, reference } => {
                parts.push(json!(["substitution", name, reference]));
            }
            InlineBody::Problematic(source) => parts.push(json!(["problematic", source])),
            InlineBody::Reference(reference) => {
                let (uri, name, named) = match &reference.to {
                    Referent::Name(name) => (None, Some(normalise(name)), false),
                    Referent::Anonymous => (None, None, false),
                    Referent::Embedded { uri, named } => (Some(uri), None, *named),
                    Referent::Alias { name, named } => (None, Some(normalise(name)), *named),
                    Referent::Standalone(uri) => (Some(uri), None, false),
                };
                parts.push(json!([
                    "reference",
                    reference.text,
                    reference.quoted,
                    uri,
                    name
                ]));
                if named {
                    parts.push(json!(["named"]));
                }
            }
        }
    }
    parts.retain(|part| *part != json!(["text", ""]));
    let levels: Vec<u8> = problems.iter().map(|p| p.level as u8 + 1).collect();
    json!({"parts": parts, "levels": levels})
}

fn compare(judge: &mut Judge, sources: &[String]) {
    for batch in sources.chunks(100) {
        let asked: Vec<&str> = batch.iter().map(String::as_str).collect();
        for (source, mut expected) in asked.iter().zip(judge.inline(&asked)) {
            if let Some(parts) = expected["parts"].as_array_mut() {
                parts.retain(|part| *part != json!(["text", ""]));
            }
            let found = read(source);
            if expected["levels"] == json!(["crash"]) {
                let levels = found["levels"].as_array().expect("a list");
                assert!(levels.contains(&json!(4)), "{found} of {source:?}");
            } else {
                assert_eq!(found, expected, "of {source:?}");
            }
        }
    }
}

const DENSE: &[&str] = &[
    "*",
    "*",
    "**",
    "`",
    "`",
    "``",
    "|",
    "_",
    "__",
    "`_",
    "`__",
    "\\",
    "\\",
    ":",
    ":",
    " ",
    " ",
    " ",
    "\n",
    "a",
    "b",
    "foo",
    "É",
    "ß",
    "9",
    "²",
    "e\u{301}",
    "日",
    "<",
    ">",
    "(",
    ")",
    "[",
    "]",
    "]_",
    "[1]_",
    "[#",
    "[#a]_",
    "[*]_",
    "{",
    "}",
    "\"",
    "'",
    "“",
    "”",
    "„",
    "«",
    "»",
    "’",
    "-",
    ".",
    ",",
    "!",
    "?",
    "/",
    "#",
    "@",
    "+",
    "=",
    "~",
    "%",
    "&",
    "$",
    ";",
    "^",
    "\u{a0}",
    "\u{200b}",
    "\u{3000}",
    "…",
    "–",
    ":role:",
    ":code:`x`",
    "http://",
    "https:",
    "mailto:",
    "x:",
    "foo_",
    "foo_bar",
    "a@b",
    "me@x.org",
    " <http://x.org>`_",
    " <a_>`__",
    "_`",
    "\\ ",
    "\\\\",
    "\t",
    "\u{1f}",
    "¿",
    "·",
    "\u{85}",
];

const URIS: &[&str] = &[
    "a", "b", "x", "http", "https", "mailto", "x", ":", ":", "//", "/", "@", "@", ".", "..", "?",
    "#", "<", ">", "(", ")", "-", "_", "*", "~", "=", "&", "\\", " ", "\"", "'", "!", ",", ";",
    "{", "}", "|a", "«", "“", "$", "%20", "+", "[", "]", "^", "1", "É",
];

const PHRASES: &[&str] = &[
    "`",
    "`",
    "`_ ",
    "`__ ",
    "<",
    ">",
    " <",
    ">`_",
    ">`__",
    "_",
    "\\",
    "\\ ",
    " ",
    "\n",
    "a",
    "b",
    "A",
    "x:y",
    "http://x.org",
    "me@x.org",
    "_>`_",
    "\\_>`_",
    ":r:",
    ":r",
    ":",
    "(",
    ")",
    "\u{a0}",
    "\t",
    ".",
];

#[test]
fn random_markup_reads_as_docutils_reads_it() {
    let Some(mut judge) = Judge::start() else {
        return;
    };
    let mut random = Random::new(1);
    let sources: Vec<String> = (0..cases(300, 30_000))
        .map(|number| {
            let (pieces, most) = [(DENSE, 24), (URIS, 16), (PHRASES, 14)][number % 3];
            string(&mut random, pieces, most)
        })
        .collect();
    compare(&mut judge, &sources);
}

#[test]
fn every_paragraph_of_the_corpus_reads_as_docutils_reads_it() {
    let Some(mut judge) = Judge::start() else {
        return;
    };
    let sources: Vec<String> = judge::posts()
        .iter()
        .flat_map(|(_, text)| text.split("\n\n").map(str::to_owned).collect::<Vec<_>>())
        .filter(|paragraph| !paragraph.is_empty())
        .collect();
    compare(&mut judge, &sources);
}
