//! Plain text into reStructuredText that docutils reads back as exactly that text.
//!
//! "Exactly" is up to white space: every function here first makes its text [`clean`]. A text of
//! which nothing is left then gives an empty string, always; the caller leaves the construct out.
//!
//! The escapes are the fewest that hold in every place (see "Escaping Mechanism" and "Inline markup
//! recognition rules" in docutils' specification): `snake_case`, `a - b` and `C++` stay as they
//! are.

use super::chars::{is_pair_closer, is_space, is_word, may_follow};
use super::fill::{Margins, fill};
use super::guard::{begins_block, begins_block_as_title};

/// Makes one line of a plain field: characters at which Python splits lines (LF, CR, VT, FF, U+001C
/// to U+001E, U+0085, U+2028, U+2029) and tabs become spaces; runs of white space become one space,
/// single no-break and other spaces stay; white space at the ends, other control characters and
/// byte order marks go.
pub fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut gap: Option<char> = None;
    for character in text.chars() {
        if is_space(character) {
            let plain = character.is_control() || matches!(character, '\u{2028}' | '\u{2029}');
            let single = gap.is_none() && !plain;
            gap = Some(if single { character } else { ' ' });
        } else if !character.is_control() && character != '\u{feff}' {
            if let Some(space) = gap.take()
                && !cleaned.is_empty()
            {
                cleaned.push(space);
            }
            cleaned.push(character);
        }
    }
    cleaned
}

/// Escapes a text for any place where inline text may stand, in one line. What begins a block only
/// at the start of a line is left alone: see [`item`], [`title`] and [`paragraph`].
pub fn text(text: &str) -> String {
    let cleaned = clean(text);
    let mut escaped = String::with_capacity(cleaned.len() + 8);
    let mut chars = cleaned.chars().peekable();
    while let Some(character) = chars.next() {
        match character {
            '\\' | '*' | '`' | '|' => {
                escaped.push('\\');
                escaped.push(character);
            }
            '_' => {
                let mut run = 1;
                while chars.next_if_eq(&'_').is_some() {
                    run += 1;
                }
                let inside = chars.peek().is_some_and(|next| is_word(*next));
                escaped.push_str(&if inside { "_" } else { "\\_" }.repeat(run));
            }
            _ => escaped.push(character),
        }
    }
    // At the end of a paragraph it would announce a literal block.
    if escaped.ends_with("::") {
        escaped.insert(escaped.len() - 1, '\\');
    }
    escaped
}

/// A paragraph, wrapped at `width` columns. The first line comes without indentation, since its
/// bullet or indentation stands there already; the others have `indent` spaces, which count for the
/// first, too.
pub fn paragraph(text: &str, width: usize, indent: usize) -> String {
    let mut escaped = self::text(text);
    let mut lines = wrapped(&escaped, width, indent);
    if lines.first().is_some_and(|first| begins_block(first)) {
        guard(&mut escaped);
        lines = wrapped(&escaped, width, indent);
    }
    lines.join(&format!("\n{}", " ".repeat(indent)))
}

fn wrapped(escaped: &str, width: usize, indent: usize) -> Vec<String> {
    // No line may end in the space that the guard has escaped.
    let start = if escaped.starts_with("\\ ") { 2 } else { 0 };
    let (guard, rest) = escaped.split_at(start);
    let words: Vec<&str> = rest.split(' ').filter(|word| !word.is_empty()).collect();
    let margins = Margins {
        width,
        first: indent + guard.len(),
        rest: indent,
    };
    let mut lines = fill(&words, &margins);
    if let Some(first) = lines.first_mut() {
        first.insert_str(0, guard);
    }
    lines
}

/// The text of a bullet list item, a block quote or anything else that is a paragraph of one line.
pub fn item(text: &str) -> String {
    let mut line = self::text(text);
    if begins_block(&line) {
        guard(&mut line);
    }
    line
}

/// The value of a field, `:name: value`.
pub fn field_value(text: &str) -> String {
    item(text)
}

/// The line of a title, above its underline. The underline must be as long as this line is in the
/// eyes of [`super::width::columns`], and at least four.
pub fn title(text: &str) -> String {
    let mut line = self::text(text);
    if begins_block_as_title(&line) {
        guard(&mut line);
    }
    line
}

/// What stands after the `--` of a block quote's attribution.
pub fn attribution(text: &str) -> String {
    self::text(text)
}

/// A reference to the target of this name: `` `Name`_ ``.
pub fn phrase_reference(name: &str) -> String {
    phrase_reference_before(name, None)
}

/// The same in running text, with `next` the character that follows it: docutils sees the end of a
/// reference only before white space and punctuation, so before anything else `\ ` is added, which
/// shows as nothing. Before the reference there must be white space or an opening mark, and no role
/// (`:name:`).
pub fn phrase_reference_before(name: &str, next: Option<char>) -> String {
    let mut escaped = text(name);
    if escaped.is_empty() {
        return escaped;
    }
    // Otherwise it might be read as an embedded link.
    if escaped.ends_with('>') {
        escaped = escaped.replace('<', "\\<");
    }
    // Between a matching pair, a backquote is text.
    if escaped.chars().next().is_some_and(is_pair_closer) {
        escaped.insert(0, '\\');
    }
    let apart = match next {
        Some(next) if !may_follow(next) => "\\ ",
        _ => "",
    };
    format!("`{escaped}`_{apart}")
}

/// Puts a backslash before a line, which shows as nothing.
fn guard(line: &mut String) {
    line.insert_str(0, if line.starts_with('\\') { "\\ " } else { "\\" });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_must_be_escaped_is() {
        assert_eq!(text(r"C:\p *a* `b` |c|"), r"C:\\p \*a\* \`b\` \|c\|");
        assert_eq!(
            text("snake_case __init__ foo_ a__b"),
            r"snake_case __init\_\_ foo\_ a__b"
        );
        assert_eq!(text("Run this::"), r"Run this:\:");
        assert_eq!(text("C++ - a (b) [c] \"d\""), "C++ - a (b) [c] \"d\"");
    }

    #[test]
    fn lines_are_joined_and_controls_go() {
        assert_eq!(clean(" a\r\n b\u{2028}c\tд\u{7}e\u{feff} "), "a b c дe");
        assert_eq!(clean("20\u{a0}km \u{a0}x\u{a0}"), "20\u{a0}km x");
        assert_eq!(clean(" \u{1e}\n"), "");
    }

    #[test]
    fn starts_of_blocks_are_guarded() {
        assert_eq!(item("- a"), r"\- a");
        assert_eq!(item("A. Miller"), r"\A. Miller");
        assert_eq!(item(r"\\\\"), r"\ \\\\\\\\");
        assert_eq!(title("1. Start"), "1. Start");
        assert_eq!(title("===="), r"\====");
        assert_eq!(paragraph("- ab c", 7, 2), "\\- ab\n  c");
    }

    #[test]
    fn references_hold_their_name() {
        assert_eq!(phrase_reference("Red Hat"), "`Red Hat`_");
        assert_eq!(phrase_reference("a <b>"), r"`a \<b>`_");
        assert_eq!(phrase_reference_before("x", Some('s')), r"`x`_\ ");
        assert_eq!(phrase_reference_before("x", Some('\'')), "`x`_");
    }

    #[test]
    fn nothing_gives_nothing() {
        for write in [
            text,
            item,
            title,
            field_value,
            attribution,
            phrase_reference,
        ] {
            assert_eq!(write(" \n\u{2028} "), "");
        }
        assert_eq!(paragraph(" ", 80, 0), "");
    }
}
