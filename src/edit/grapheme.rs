//! Graphemes: where they begin and end, and in which form and width they are drawn.
//!
//! Terminals do not agree on the width of joined emoji, of skin tones and of the variation selector
//! U+FE0F, and ratatui leaves ghosts where it counted otherwise than the terminal. So a grapheme is
//! drawn in a form that every terminal draws alike: a family as its members, a skin tone not at
//! all, `U+2764 U+FE0F` as `U+2764`. What has no width of its own (bidirectional controls, a
//! combining mark with nothing to stand on) is drawn by name, ⟨U+202E⟩. The text itself always
//! stays what was typed.

use crate::model::shown;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation as _};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Tab stops, in columns: those of docutils.
pub(super) const TAB: usize = 8;

/// The end of the grapheme that begins at `at`; the line's end when there is none.
pub(super) fn next(line: &str, at: usize) -> usize {
    let bytes = line.as_bytes();
    match (bytes.get(at), bytes.get(at + 1)) {
        (None, _) => line.len(),
        (Some(first), second) if first.is_ascii() && second.is_none_or(u8::is_ascii) => at + 1,
        _ => GraphemeCursor::new(at, line.len(), true)
            .next_boundary(line, 0)
            .ok()
            .flatten()
            .unwrap_or(line.len()),
    }
}

/// The beginning of the grapheme that ends at `at`; 0 when there is none.
pub(super) fn previous(line: &str, at: usize) -> usize {
    GraphemeCursor::new(at, line.len(), true)
        .prev_boundary(line, 0)
        .ok()
        .flatten()
        .unwrap_or(0)
}

/// The nearest boundary at or after `at`.
pub(super) fn snap(line: &str, at: usize) -> usize {
    let mut at = at.min(line.len());
    while !line.is_char_boundary(at) {
        at += 1;
    }
    let mut cursor = GraphemeCursor::new(at, line.len(), true);
    match cursor.is_boundary(line, 0) {
        Ok(false) => cursor
            .next_boundary(line, 0)
            .ok()
            .flatten()
            .unwrap_or(line.len()),
        _ => at,
    }
}

/// The graphemes of `text` with the byte at which each begins. `text` must begin at a boundary.
pub(super) fn graphemes(text: &str) -> Graphemes<'_> {
    Graphemes { text, at: 0 }
}

/// See [`graphemes`].
pub(super) struct Graphemes<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Graphemes<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let first = bytes.get(start)?;
        self.at = if first.is_ascii() && bytes.get(start + 1).is_none_or(u8::is_ascii) {
            start + 1
        } else {
            start
                + self.text[start..]
                    .graphemes(true)
                    .next()
                    .map_or(1, str::len)
        };
        Some((start, &self.text[start..self.at]))
    }
}

/// The columns that a grapheme takes when it is drawn at `column`.
pub(super) fn width(grapheme: &str, column: usize) -> usize {
    match grapheme.as_bytes() {
        [b'\t'] => TAB - column % TAB,
        [0x20..=0x7e] => 1,
        _ => {
            let mut total = 0;
            pieces(grapheme, column, &mut |_, width| total += width);
            total
        }
    }
}

/// The columns of a whole text that begins at `column`.
pub(super) fn text_width(text: &str, column: usize) -> usize {
    graphemes(text).fold(column, |at, (_, grapheme)| at + width(grapheme, at)) - column
}

/// Whether the grapheme is drawn by name.
pub(super) fn is_named(grapheme: &str) -> bool {
    !grapheme.is_ascii()
        && !is_joined(grapheme)
        && (grapheme.width() == 0 || grapheme.chars().any(shown::turns))
}

/// The pieces in which a grapheme is drawn, each with its width, which is 1 or 2.
pub(super) fn pieces(grapheme: &str, column: usize, each: &mut dyn FnMut(&str, usize)) {
    if grapheme == "\t" {
        for _ in 0..TAB - column % TAB {
            each(" ", 1);
        }
    } else if is_named(grapheme) {
        for c in grapheme.chars() {
            for part in shown::name(c).chars() {
                each(part.encode_utf8(&mut [0; 4]), 1);
            }
        }
    } else if is_joined(grapheme) {
        let mut piece = String::new();
        for c in grapheme
            .chars()
            .enumerate()
            .filter_map(|(i, c)| (i == 0 || !is_joiner(c)).then_some(c))
        {
            if c.width().unwrap_or(0) > 0 && !piece.is_empty() {
                each(&piece, piece.width().max(1));
                piece.clear();
            }
            piece.push(c);
        }
        each(&piece, piece.width().max(1));
    } else {
        match grapheme.width() {
            wide @ 0..=2 => each(grapheme, wide.max(1)),
            // A long cluster of spacing marks: one character a piece keeps every terminal in step.
            _ => grapheme.chars().for_each(|c| {
                let width = c.width().unwrap_or(0);
                if width > 0 {
                    each(c.encode_utf8(&mut [0; 4]), width);
                }
            }),
        }
    }
}

/// Whether the grapheme is an emoji that terminals draw in different widths.
fn is_joined(grapheme: &str) -> bool {
    let mut chars = grapheme.chars();
    chars.next().is_some_and(|first| {
        let pictograph = matches!(first, '#' | '*' | '0'..='9' | '\u{a9}' | '\u{ae}' | '\u{203c}'..='\u{3299}' | '\u{1f000}'..='\u{1faff}')
            && !('\u{1f1e6}'..='\u{1f1ff}').contains(&first);
        pictograph && chars.any(is_joiner)
    })
}

/// What joins or varies emoji: ZWJ, variation selectors, skin tones, tags.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200d}' | '\u{fe0e}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(grapheme: &str) -> (String, usize) {
        let mut out = (String::new(), 0);
        pieces(grapheme, 0, &mut |piece, width| {
            out.0.push_str(piece);
            out.1 += width;
        });
        assert_eq!(out.1, width(grapheme, 0));
        out
    }

    #[test]
    fn every_terminal_draws_the_same_width() {
        assert_eq!(drawn("e\u{301}"), ("e\u{301}".into(), 1));
        assert_eq!(drawn("漢"), ("漢".into(), 2));
        assert_eq!(drawn("🇩🇪"), ("🇩🇪".into(), 2));
        assert_eq!(drawn("👨\u{200d}👩\u{200d}👧"), ("👨👩👧".into(), 6));
        assert_eq!(drawn("❤\u{fe0f}"), ("❤".into(), 1));
        assert_eq!(drawn("1\u{fe0f}\u{20e3}"), ("1\u{20e3}".into(), 1));
        assert_eq!(drawn("👍🏽"), ("👍".into(), 2));
        assert_eq!(drawn("\t"), ("        ".into(), 8));
    }

    #[test]
    fn what_has_no_width_is_named() {
        assert_eq!(drawn("\u{202e}"), ("⟨U+202E⟩".into(), 8));
        assert_eq!(drawn("\u{301}"), ("⟨U+0301⟩".into(), 8));
        assert_eq!(drawn("\u{200b}"), ("⟨U+200B⟩".into(), 8));
    }

    #[test]
    fn steps_take_whole_graphemes() {
        let line = "e\u{301}👨\u{200d}👩\u{200d}👧🇩🇪🇫🇷x";
        let mut at = 0;
        let mut stops = vec![];
        while at < line.len() {
            at = next(line, at);
            stops.push(at);
        }
        assert_eq!(stops.len(), 5);
        let mut back = vec![];
        while at > 0 {
            back.push(at);
            at = previous(line, at);
        }
        back.reverse();
        assert_eq!(stops, back);
        assert_eq!(snap(line, 1), 3);
        assert_eq!(snap(line, 3), 3);
    }
}
