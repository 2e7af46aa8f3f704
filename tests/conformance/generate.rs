//! Random reStructuredText: lines that look like every construct, glued together at random indents,
//! so that the rules about what follows what are tried. The same seed gives the same text.

/// A small generator of numbers (xorshift64*).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let value = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        value as usize % count
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

const LINES: &[&str] = &[
    "word",
    "some words here",
    "Title",
    "A longer title",
    "a",
    "ends here::",
    "ends ::",
    "::",
    "x\\::",
    "日本語",
    "naïve",
    "* one",
    "* two words",
    "*",
    "- dash",
    "-",
    "+ plus",
    "• dot",
    "1. one",
    "2. two",
    "3. three",
    "1) one",
    "2) two",
    "(1) one",
    "(2) two",
    "#. auto",
    "(#) auto",
    "a. letter",
    "b. letter",
    "A. Miller",
    "B. Baker",
    "i. roman",
    "ii. roman",
    "iv. roman",
    "v. 2",
    "I. think",
    "C. c",
    "iiii. bad",
    "mm. two",
    "7. seven",
    "2017. A year",
    "term",
    "term : kind",
    "term : kind : other",
    "``t : u`` : kind",
    ":field: body",
    ":field:",
    ":a b: c",
    ":bad",
    ":x:y",
    ":`role`: z",
    "-a  option",
    "-a",
    "-b FILE  text",
    "--long=x  text",
    "--long  text",
    "/V  dos",
    "-a, --all  text",
    "-ab  text",
    ">>> python",
    ">>>",
    "> quoted",
    "> more",
    "| line",
    "|   deeper",
    "|",
    "| last",
    "|x",
    "..",
    ".. comment",
    ".. comment: x",
    ".. _name: http://x.org/",
    ".. _name:",
    ".. _other name: http://x.org/a b",
    ".. _`quoted: name`: u",
    ".. _a\\: b: c",
    ".. _bad target",
    ".. _ind: name_",
    ".. _ind2: `other name`_",
    "__ http://anon.org",
    ".. __: http://anon",
    "__",
    ".. __:",
    ".. [1] note",
    ".. [#] auto",
    ".. [#lab] auto",
    ".. [*] star",
    ".. [CIT] cited",
    ".. [1]",
    ".. |sub| replace:: text",
    ".. |sub|",
    ".. |img| image:: a.png",
    ".. |sub| nothing",
    ".. |bad",
    ".. note:: text",
    ".. note::",
    ".. warning::",
    ".. admonition:: Title",
    ".. image:: a.png",
    ".. figure:: a.png",
    ".. code-block:: text",
    ".. code::",
    ".. code-block:: nonesuch",
    ".. raw:: html",
    ".. topic:: T",
    ".. class:: c",
    ".. container:: c",
    ".. epigraph::",
    ".. unknown:: x",
    ".. list-table::",
    ".. table::",
    ".. rubric:: R",
    ".. sidebar:: S",
    ".. parsed-literal::",
    ".. compound::",
    ":class: k",
    ":name: n",
    ":alt: text",
    ":width: 50%",
    ":bogus: 1",
    ":align: left",
    "====",
    "=====",
    "----",
    "-------",
    "~~~",
    "==",
    "--",
    "....",
    "########",
    "====",
    "-- Someone",
    "--- Another",
    "— Third",
    "+---+---+",
    "| a | b |",
    "+===+===+",
    "+---+",
    "| a |",
    "=== ===",
    "a   b",
    "aa  bb",
    "--- ---",
    "======= ===",
    "`ref`_ and *em*",
    "*open",
    "``lit",
    "|sub|",
    "`int`",
    "name_",
    "anon__",
    "[1]_ [#]_",
    "`x <http://y>`_",
    "_`it`",
    "trailing ",
    "tab\there",
    "\u{a0}nbsp",
    "\\*esc",
    "a\\",
];

const INDENTS: &[&str] = &[
    "", "", "", "", "  ", "  ", "   ", "    ", " ", "\t", "      ",
];

/// A text of some twenty lines.
pub fn text(seed: u64) -> String {
    let mut random = Random::new(seed);
    let mut text = String::new();
    let count = 3 + random.below(30);
    let mut indent = "";
    // Some texts keep to few kinds of lines, so that these meet each other more often.
    let few: Vec<&str> = (0..2 + random.below(8))
        .map(|_| random.pick(LINES))
        .collect();
    let narrow = random.below(2) == 0;
    for _ in 0..count {
        match random.below(10) {
            0..3 => text.push('\n'),
            3..6 => indent = random.pick(INDENTS),
            _ => {}
        }
        let line = if narrow && random.below(4) > 0 {
            random.pick(&few)
        } else {
            random.pick(LINES)
        };
        text.push_str(indent);
        text.push_str(line);
        text.push('\n');
    }
    if random.below(8) == 0 {
        text.pop();
    }
    text
}

/// A text with lines dropped, doubled, glued together, indented or moved out.
pub fn damaged(source: &str, seed: u64) -> String {
    let mut random = Random::new(seed);
    let lines: Vec<&str> = source.lines().collect();
    // A piece of the text is enough, and quicker.
    let start = random.below(lines.len().max(1));
    let piece = lines.iter().skip(start).take(60);
    let mut text = String::new();
    for line in piece {
        match random.below(24) {
            0 => continue,
            1 => text.push_str(&format!("{line}\n{line}\n")),
            2 => text.push_str(line),
            3 => text.push_str(&format!("{}{line}\n", random.pick(INDENTS))),
            4 => text.push_str(&format!("{}\n", line.trim_start())),
            5 => text.push_str(&format!("{}\n{line}\n", random.pick(LINES))),
            6 => text.push_str(&format!("{line}\n\n")),
            _ => text.push_str(&format!("{line}\n")),
        }
    }
    text
}

/// A post with one mark deleted, doubled or moved.
pub fn mutated(text: &str, seed: u64) -> String {
    let mut random = Random::new(seed);
    let marks: Vec<usize> = text
        .char_indices()
        .filter(|(_, c)| "`*_|:<>[]=-~.\\".contains(*c))
        .map(|(at, _)| at)
        .collect();
    if marks.is_empty() {
        return text.to_owned();
    }
    // Underlines have the most marks and are the least likely to be mistyped.
    let inline: Vec<usize> = marks
        .iter()
        .copied()
        .filter(|at| "`*_|<>[]\\".contains(&text[*at..=*at]))
        .collect();
    let from = if random.below(4) > 0 && !inline.is_empty() {
        &inline
    } else {
        &marks
    };
    let at = from[random.below(from.len())];
    let mark = &text[at..=at];
    let mut made = text.to_owned();
    match random.below(3) {
        0 => made.replace_range(at..=at, ""),
        1 => made.insert_str(at, mark),
        _ => {
            let mut to = (at + 1 + random.below(9)).min(text.len());
            while !text.is_char_boundary(to) {
                to += 1;
            }
            made.insert_str(to, mark);
            made.replace_range(at..=at, "");
        }
    }
    made
}
