//! What may enter a text: newlines, tabs, and everything that is not a control character.
//!
//! Whole terminal sequences (`ESC [ 31 m`, a hyperlink's `ESC ] 8 ... BEL`) go as one, so that a
//! coloured log can be pasted; an `ESC` that begins nothing goes alone and the text behind it
//! stays. Bidirectional controls stay: a person may have typed them, and they are shown by name.

use std::borrow::Cow;

/// What was taken out of a text, or put right in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cleaned {
    /// Control characters and terminal sequences left out, each sequence counted once.
    pub removed: usize,
    /// Foreign line ends (CR, CR LF, U+2028, U+2029) that became newlines.
    pub line_ends: usize,
}

impl Cleaned {
    /// Whether the text was fine as it was.
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }

    /// Both together, for texts that came in parts.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            removed: self.removed + other.removed,
            line_ends: self.line_ends + other.line_ends,
        }
    }
}

/// The text without control characters, with newlines as line ends.
pub fn clean(text: &str) -> (Cow<'_, str>, Cleaned) {
    let mut cleaned = Cleaned::default();
    let Some(first) = text.find(is_foreign) else {
        return (Cow::Borrowed(text), cleaned);
    };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(c) = rest.chars().next() {
        if !is_foreign(c) {
            let end = rest.find(is_foreign).unwrap_or(rest.len());
            out.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        let mut length = c.len_utf8();
        match c {
            '\r' => {
                length += usize::from(rest[1..].starts_with('\n'));
                out.push('\n');
                cleaned.line_ends += 1;
            }
            '\u{2028}' | '\u{2029}' => {
                out.push('\n');
                cleaned.line_ends += 1;
            }
            '\u{1b}' => {
                length = sequence(rest);
                cleaned.removed += 1;
            }
            _ => cleaned.removed += 1,
        }
        rest = &rest[length..];
    }
    (Cow::Owned(out), cleaned)
}

fn is_foreign(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{2028}' | '\u{2029}')
}

/// The length of the terminal sequence that `text` begins with; 1 when it is no whole one (ECMA-48,
/// 5.4 and 5.6).
fn sequence(text: &str) -> usize {
    let bytes = text.as_bytes();
    match bytes.get(1) {
        Some(b'[') => {
            let parameters = bytes[2..]
                .iter()
                .take_while(|b| (0x20..0x40).contains(*b))
                .count();
            match bytes.get(2 + parameters) {
                Some(0x40..=0x7e) => 3 + parameters,
                _ => 1,
            }
        }
        // An operating system command ends on its line, or it is not one: no paste may vanish in
        // it.
        Some(b']') => match text[2..].find(['\u{7}', '\u{1b}', '\n']) {
            Some(at) if bytes[2 + at] == 7 => at + 3,
            Some(at) if text[2 + at..].starts_with("\u{1b}\\") => at + 4,
            _ => 1,
        },
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn cleans(text: &str, to: &str, removed: usize, line_ends: usize) {
        let (out, cleaned) = clean(text);
        assert_eq!(out, to);
        assert_eq!(cleaned, Cleaned { removed, line_ends });
    }

    #[test]
    fn ordinary_text_passes_untouched() {
        cleans("a\tb\nc é 👨‍👩‍👧 \u{202e}", "a\tb\nc é 👨‍👩‍👧 \u{202e}", 0, 0);
        assert!(matches!(clean("plain").0, Cow::Borrowed("plain")));
    }

    #[test]
    fn control_characters_go_and_line_ends_become_newlines() {
        cleans("a\0b\u{7}c\u{7f}d\u{9b}e", "abcde", 4, 0);
        cleans("a\rb\r\nc\u{2028}d", "a\nb\nc\nd", 0, 3);
    }

    #[test]
    fn terminal_sequences_go_whole_but_never_take_text_along() {
        cleans("\u{1b}[1;31mred\u{1b}[0m", "red", 2, 0);
        cleans(
            "\u{1b}]8;;https://x.org\u{1b}\\link\u{1b}]8;;\u{7}",
            "link",
            2,
            0,
        );
        cleans("\u{1b}]0;never ends\nnext", "]0;never ends\nnext", 1, 0);
        cleans("\u{1b}[12é", "[12é", 1, 0);
        cleans("end\u{1b}", "end", 1, 0);
        cleans("\u{1b}[", "[", 1, 0);
    }
}
