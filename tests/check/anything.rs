//! Whatever a text is made of, the checker comes to an end, and its places are places of the text.

use crate::generate::Random;
use hallway::check::{Book, fix_all, post};

const PIECES: &[&str] = &[
    "\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "  ",
    "\t",
    "a",
    "Word",
    "\u{e9}",
    "\u{65e5}\u{672c}",
    "\u{202e}",
    "\u{2028}",
    "\u{feff}",
    "\u{0}",
    "\u{1b}",
    "`",
    "``",
    "`_",
    "`__",
    "*",
    "**",
    "|",
    "_",
    "__",
    "\\",
    ":",
    "::",
    "<",
    ">",
    "<http://x.org/>",
    "http://x.org/a_",
    ".. ",
    ".. _",
    ".. _A: http://x/",
    ".. note:: x",
    ".. title: T",
    ".. date: 2017-03-08 UTC-5",
    ".. tags: a, A",
    "{{% raw %}}",
    "{{%",
    "%}}",
    "{{% /x %}}",
    "---",
    "+++",
    "=====",
    "---\n",
    "* ",
    "- ",
    "1. ",
    "A. ",
    "2017. ",
    "(c) ",
    "Run:",
    "    ",
    "+---+",
    "| a |",
    "=== ===",
    "[1]_",
    ":role:`x`",
    ">>> ",
    "date: x",
    ".. post::",
    "`a<http://x>`_",
];

#[test]
fn any_text_is_checked_and_mended() {
    let many = if std::env::var_os("HALLWAY_FULL").is_some() {
        50_000
    } else {
        1500
    };
    for seed in 0..many {
        let mut random = Random::new(seed + 5);
        let count = random.below(40);
        let text: String = (0..count).map(|_| random.pick(PIECES)).collect();
        let lines = text.split(['\n', '\r', '\u{2028}']).count() + 1;
        for finding in post(&text, &Book::default()) {
            assert!(
                text.get(finding.span.clone()).is_some(),
                "{finding:?} in {text:?}"
            );
            assert!(finding.place.line <= lines, "{finding:?} in {text:?}");
            assert!(finding.place.column >= 1 && finding.exact.column >= 1);
        }
        if seed % 10 == 0 {
            fix_all(&text, &Book::default());
        }
    }
}
