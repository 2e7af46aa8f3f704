//! Wrapping, judged by docutils: the same document but for white space within text.

use crate::generate;
use crate::judge::{self, Judge};
use crate::random::{Random, cases, string};
use hallway::rst::wrap::rewrap;

/// Pieces of paragraphs in which it matters where a line breaks.
const PIECES: &[&str] = &[
    "word ",
    "a ",
    "longer ",
    "words, ",
    "end.  ",
    "*emphasis over words* ",
    "**strong** ",
    "``lit  eral`` ",
    "``literal here`` ",
    "`A Name`_ ",
    "`text <https://x.org/a b>`_ ",
    "`text <a name_>`__ ",
    ":code:`a  b` ",
    "|sub st| ",
    "- ",
    "* ",
    "1. ",
    "A. ",
    "B. ",
    "(c) ",
    ".. ",
    "====",
    "---- ",
    ":: ",
    ">>> ",
    "| ",
    ":a: ",
    "-v  x ",
    "\\ ",
    "x\\ y ",
    "\\",
    "\u{a0}",
    "日本語 ",
    "https://example.org/a/b ",
    "[1]_ ",
    "\n",
    "* item\n  ",
    "`open ",
    "*open ",
    "<",
    "> ",
    "\n\n",
    "\n\n    ",
    "\n\n* ",
    "::\n\n  literal block here\n\n",
    "\n\n1. ",
    "\n\nterm\n    ",
    "\n\n.. note:: ",
    "-- ",
    "—",
];

fn check(sources: &[String], widths: &[usize]) {
    let Some(mut judge) = Judge::start_with_nikola() else {
        return;
    };
    for width in widths {
        let wrapped: Vec<String> = sources
            .iter()
            .map(|source| rewrap(source, *width))
            .collect();
        let before: Vec<&str> = sources.iter().map(String::as_str).collect();
        let after: Vec<&str> = wrapped.iter().map(String::as_str).collect();
        let (before, parsed) = (judge.parse(&before), judge.parse(&after));
        for (index, after) in after.iter().enumerate() {
            let source = &sources[index];
            assert_eq!(
                parsed[index], before[index],
                "at {width}, from\n{source}\nto\n{after}"
            );
            // Two spaces that a line break took may change the next filling, but only once.
            let again = rewrap(after, *width);
            assert_eq!(rewrap(&again, *width), again, "at {width}, from\n{source}");
        }
    }
}

#[test]
fn posts_stay_the_same_when_wrapped() {
    let posts: Vec<String> = judge::posts().into_iter().map(|(_, text)| text).collect();
    check(&posts, &[40, 79]);
}

#[test]
fn random_texts_stay_the_same_when_wrapped() {
    let mut random = Random::new(7);
    let mut sources: Vec<String> = (0..cases(100, 3000)).map(generate_text).collect();
    sources.extend((0..cases(200, 5000)).map(|_| format!("{}\n", string(&mut random, PIECES, 30))));
    check(&sources, &[12, 30]);
}

fn generate_text(seed: usize) -> String {
    generate::text(seed as u64)
}

#[test]
fn a_post_that_fits_is_not_touched() {
    for (name, text) in judge::posts() {
        if name == "scale-15x.rst" {
            assert_eq!(rewrap(&text, 80), text);
        }
    }
}
