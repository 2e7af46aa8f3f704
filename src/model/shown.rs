//! Texts as they may go to a terminal: what would steer it, or turn the direction of what it shows,
//! stands there by name, ⟨U+202E⟩.

use std::borrow::Cow;

/// Whether a character overrides, embeds, isolates or marks a writing direction.
pub fn turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character has to be named: a control character (C0, DEL, C1), a line end that is none
/// in a terminal, or one that [`turns`].
fn is_named(c: char) -> bool {
    c.is_control() || turns(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

/// The name of a character.
pub fn name(c: char) -> String {
    format!("\u{27e8}U+{:04X}\u{27e9}", u32::from(c))
}

/// A text of one line: tabs and newlines are named, too.
pub fn line(text: &str) -> Cow<'_, str> {
    named(text, is_named)
}

/// A text of several lines.
pub fn lines(text: &str) -> Cow<'_, str> {
    named(text, |c| is_named(c) && c != '\n' && c != '\t')
}

fn named(text: &str, is_named: impl Fn(char) -> bool) -> Cow<'_, str> {
    // Most texts have nothing of the kind, and most of those are ASCII.
    if !text.contains(&is_named) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match is_named(c) {
            true => out.push_str(&name(c)),
            false => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_is_named_and_everything_else_stays() {
        let plain = "Größe 漢字 👨\u{200d}👩 \u{a0}x";
        assert!(matches!(line(plain), Cow::Borrowed(_)));
        assert_eq!(
            line("a\u{1b}[2J\u{9b}\u{7f}"),
            "a⟨U+001B⟩[2J⟨U+009B⟩⟨U+007F⟩"
        );
        assert_eq!(line("x\u{202e}y\u{200f}"), "x⟨U+202E⟩y⟨U+200F⟩");
        assert_eq!(line("a\nb\tc"), "a⟨U+000A⟩b⟨U+0009⟩c");
        assert_eq!(lines("a\nb\tc\r\u{2028}"), "a\nb\tc⟨U+000D⟩⟨U+2028⟩");
    }
}
