//! Lines that docutils may take for something other than running text.
//!
//! These tests say yes to every line that begins a block by the patterns of docutils' `Body` state,
//! and to some more: they decide where a harmless backslash goes, not what a text means.

use super::chars::is_space;

/// Whether a paragraph whose first line this is might be read as another kind of block, or as the
/// attribution of a block quote.
pub(crate) fn begins_block(line: &str) -> bool {
    begins_numbered(line) || begins_other(line)
}

/// The same for the line of a title, where a number is harmless: the underline below says that it
/// is no list.
pub(crate) fn begins_block_as_title(line: &str) -> bool {
    begins_other(line)
}

/// Whether the line is one punctuation mark over and over: an underline, overline or transition.
pub(crate) fn is_rule(line: &str) -> bool {
    let line = line.trim_end_matches(' ');
    let mut chars = line.chars();
    chars
        .next()
        .is_some_and(|first| first.is_ascii_punctuation() && chars.all(|next| next == first))
}

/// Whether a line that begins with this word would look like the start of a block to a reader or,
/// below a blank line, to docutils.
pub(crate) fn is_block_like(word: &str) -> bool {
    let field = word.len() > 1 && word.starts_with(':') && word.ends_with(':');
    is_rule(word) || field || matches!(word, "•" | "‣" | "⁃" | "..") || begins_numbered(word)
}

/// `1.`, `(a)`, `iv)`, `#.` and the like, and a space or nothing after it.
fn begins_numbered(line: &str) -> bool {
    let word = line.split(' ').next().unwrap_or_default();
    let body = match (word.strip_prefix('('), word.strip_suffix(')')) {
        (Some(_), _) => word
            .strip_prefix('(')
            .and_then(|rest| rest.strip_suffix(')')),
        (None, Some(body)) => Some(body),
        (None, None) => word.strip_suffix('.'),
    };
    body.is_some_and(|body| {
        let roman = |numerals: &str| body.chars().all(|c| numerals.contains(c));
        let letter = body.len() == 1 && body.chars().all(|c| c.is_ascii_alphabetic());
        let digits = body.chars().all(|c| c.is_ascii_digit());
        !body.is_empty()
            && (body == "#" || letter || digits || roman("ivxlcdm") || roman("IVXLCDM"))
    })
}

fn begins_other(line: &str) -> bool {
    let mut chars = line.chars();
    let first = chars.next();
    let second = chars.next();
    let alone = second.is_none_or(|c| c == ' ');
    let marked = match first {
        Some('*' | '•' | '‣' | '⁃' | '|') => alone,
        // Bullets, options, tables, attributions.
        Some('-' | '+') => {
            alone || second.is_some_and(|c| c.is_ascii_alphanumeric() || "-+".contains(c))
        }
        Some('/') => second.is_some_and(|c| c.is_ascii_alphanumeric()),
        Some('—') => true,
        Some('=') => line.chars().all(|c| c == '=' || c == ' '),
        Some(':') => {
            let rest = line.get(1..).unwrap_or_default();
            !alone && (rest.contains(": ") || rest.ends_with(':'))
        }
        Some('>') => line == ">>>" || line.starts_with(">>> "),
        Some('.') => line == ".." || line.starts_with(".. "),
        Some('_') => line == "__" || line.starts_with("__ "),
        _ => false,
    };
    marked || first.is_some_and(is_space) || is_rule(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_a_block() {
        for line in [
            "- a",
            "-",
            "• a",
            "1. a",
            "(c) 2017",
            "#. a",
            "A. Miller",
            "I. think",
            "v. 2",
            "2017. A year",
            ":foo: x",
            ">>> x",
            ".. x",
            "__ x",
            "-a  b",
            "/usr  x",
            "====",
            "== ==",
            "?",
            "-- me",
            "— me",
            "+--+",
        ] {
            assert!(begins_block(line), "{line}");
        }
        for line in [
            "A word",
            "(see below)",
            "\"Quoted\"",
            "'t was",
            "C++ is fine",
            "1.5 is a number",
            "e.g. this",
            "...and so on",
            ":) fine",
            "=> this",
            "[sic]",
            "U.S. elections",
            "<tag>",
            "é. accent",
        ] {
            assert!(!begins_block(line), "{line}");
        }
    }
}
