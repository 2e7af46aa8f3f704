//! Texts that repeat one piece: what a hostile post looks like.
//!
//! In a piece `¶` is a line break, `{n}` the number of the repetition, `{tab}` a tab, `{rtl}` a right-to-left override, and `{deep}` as many
//! spaces as pieces stand before it.

/// Pieces of nothing but mistakes.
pub const MISTAKES: &[&str] = &[
    "|s|x ", "`` ", "**", "` ", "`x ", "`x`_s ", "`x y`_ ", "`x` ", "`a {n}`_¶¶", "`a<http://b/>`_ ",
    "x_ ", "x__ ", "a{n}_ ", "*x ", "\\*x`_ ", "[#]_ ", "[1]_ ", ":foo:`x` ", ".. _a: http://b/{n}¶¶",
    ".. _a{n}: http://b/¶¶", ".. _a{n}:¶¶b{n}_¶¶", "x¶.. _y: http://b/¶¶", ".. foo::¶¶",
    ".. note:: `x¶¶", "A¶=¶¶", "A{n}¶={n}¶¶", "x¶* y¶* z¶¶", "x¶1. y¶", "x¶- y¶", "| *x¶", "* *x¶¶",
    "a ¶", "{tab}¶", "{rtl}", "==== ==¶*x  y_¶==== ==¶¶", "{{% raw %}} ",
    "{{% media x %}} ``{{% a %}}`` ", "{{% /a %}} ",
];

/// Pieces that look like one kind of markup, one after the other.
#[allow(dead_code, reason = "not every bench uses all pieces")]
pub const MARKS: &[&str] = &[
    "*", "`", "_", "|", "[", "]", "\\", "<", ">", ":", ".", "-", "=", "+", "(", ")", "#", "{", "x",
    " ", "¶", "{tab}", "* ", "- ", "_ ", "__ ", "[x ", "]_ ", "|x| ", "|x|_ ", "_`x ", "_`x{n}` ",
    "`x <", "`x <y>`_ ", "`x <y>`__ ", "`x{n} <y>`_ ", "`x <y_>`_ ", "http://", "a@b ", "mailto:",
    "http://a.b/(", "**x ", "``x", "x* ", "x** ", "'*' ", "\"`\" ", "*\\ ", ":a:", ":a:`", "`x`:a: ",
    "[#a]_ ", "[#a{n}]_ ", "[*]_ ", "[{n}]_ ", "[a{n}]_ ", "|a{n}| ", "..¶", "..¶¶", ".. ¶", ".. x¶",
    ".. x¶¶", "::¶", "::¶¶", "x::¶¶", "x::¶¶ y¶¶", "> ¶", ">>> x¶", "- ¶", "- x¶", "- x¶¶", "-¶¶",
    "* * ", "1. ", "1. x¶", "{n}. x¶", "(a) x¶", "#. x¶¶", "i. x¶", "x¶ y¶", "x¶ y¶¶", "{deep}x¶",
    "{deep}x¶¶", "{deep}* x¶¶", "{deep}x¶{deep} y¶", ":a:¶", ":a: b¶", ":a{n}: b¶", ":a: b¶¶",
    ":date: 2017-01-01¶", ":tags: a{n}¶", ".. a: b¶", ".. a{n}: b¶", ".. date: 2017-01-01¶",
    ".. tags: a, b¶", ".. Title: b¶", ".. title:b¶", ".. title: b¶ c¶", ".. a¶", "-a x¶", "-a  x¶",
    "--a=b  x¶", "/a  x¶", "-{n}  x¶", "+-+¶", "+-+¶|x|¶", "+--+--+¶", "| x |¶", "| x¶", "|¶",
    "|{deep}x¶", "== ==¶", "== ==¶x  y¶", "== ==¶x  y¶== ==¶¶", "=====¶", "====¶A¶", "====¶A¶====¶¶",
    "A¶====¶", "A¶-¶¶", "A{n}¶----¶¶", "----¶¶", "x¶¶----¶¶", "A¶====¶¶B¶----¶¶", "A¶====¶¶x¶¶",
    "A¶====¶¶By Ann Author¶¶x¶¶", ".. _a: b¶", ".. _a:¶", ".. _a{n}:¶", ".. _a: a_¶", ".. _a{n}: b_¶",
    ".. __: b¶", "__ b¶", "x__¶¶__ b¶¶", ".. [1] x¶", ".. [#] x¶¶", ".. [#a{n}] x¶¶", ".. [a] x¶¶",
    ".. |a| image:: b¶", ".. |a{n}| replace:: b¶¶", ".. |a ", ".. |a¶", ".. |a¶ ", ".. _`a ", ".. _`a¶ ",
    ".. _a ", ".. image:: x¶", ".. image:: x¶   :a: b¶¶", ".. image:: x¶   :a{n}: b¶", ".. note::¶",
    ".. note::¶¶   x¶¶", ".. code::¶¶   x¶", ".. code:: x¶¶   y¶¶", ".. list-table::¶¶   * - x¶¶",
    ".. csv-table::¶¶   a,b¶", ".. table::¶¶   == ==¶", ".. class:: x¶¶", ".. role:: x¶¶",
    ".. role:: x{n}¶¶", ".. default-role:: x¶¶", ".. raw:: html¶¶   x¶¶", ".. meta::¶   :a: b¶",
    ".. contents::¶¶", ".. sectnum::¶¶", ".. topic:: x¶¶   y¶¶", ".. figure:: x¶¶   y¶¶",
    ".. epigraph::¶¶   x¶¶   -- y¶¶", "  x¶¶  -- y¶¶", ".. a::¶ ", ".. unicode:: 0x41¶¶", "---¶", "+++¶",
    "---¶a: b¶", "tags: a¶", "<!-- ", "{{% a", "%}}", "{{% a %}}{{% /a %}}", "<b>", "&amp;", "$x$ ",
    "x\\¶", "\\ ", "é", "字", "\u{301}", "{rtl}x", "\u{feff}", "\u{2028}", "Ann Author, ", "By ", "x, ",
    "word ", "word{n} ", "word¶", "word{n}¶¶", "`word{n}`_ word{n} ", "Name{n}¶¶.. _Name{n}: http://b/¶¶",
];

/// A text of at least so many bytes of one piece.
pub fn text(piece: &str, bytes: usize) -> String {
    let piece = piece.replace('¶', "\n").replace("{tab}", "\t");
    let piece = piece.replace("{rtl}", "\u{202e}");
    let mut text = String::with_capacity(bytes + 64);
    for number in 0.. {
        if text.len() >= bytes {
            break;
        }
        if piece.contains("{deep}") {
            text.push_str(&piece.replace("{deep}", &" ".repeat(number)));
        } else if piece.contains("{n}") {
            text.push_str(&piece.replace("{n}", &number.to_string()));
        } else {
            text.push_str(&piece);
        }
    }
    text
}
