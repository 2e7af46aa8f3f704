//! Styled words set into lines.

use super::{ReadingLine, Run, Style};
use crate::model::shown::{name, turns};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// A part of a paragraph: text in one style that begins at a byte of the source.
pub(super) struct WrapPiece {
    pub(super) style: Style,
    pub(super) text: String,
    pub(super) source: usize,
}

/// Text without what could steer a terminal: tabs become spaces, control characters vanish, marks
/// of direction are spelled out.
pub fn clean(text: &str) -> String {
    let plain = |c: char| !c.is_control() && !turns(c);
    if text.chars().all(plain) {
        return text.to_owned();
    }
    let mut cleaned = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => cleaned.push_str("    "),
            '\n' => cleaned.push('\n'),
            character if turns(character) => {
                cleaned.push_str(&name(character));
            }
            character if character.is_control() => {}
            character => cleaned.push(character),
        }
    }
    cleaned
}

/// Adds text to a line, joined with its last run when that has the same style.
pub(super) fn add(runs: &mut Vec<Run>, style: Style, text: &str) {
    match runs.last_mut() {
        Some(run) if run.style == style => run.text.push_str(text),
        _ if text.is_empty() => {}
        _ => runs.push(Run {
            style,
            text: text.to_owned(),
        }),
    }
}

/// A word: fragments in different styles without a space between them.
#[derive(Default)]
struct Word {
    fragments: Vec<(Style, String)>,
    width: usize,
    source: usize,
    /// The style of the space before it.
    space: Style,
}

/// Fills lines of `width` columns with the words of `pieces`. A word that is wider is broken.
pub(super) fn fill(pieces: &[WrapPiece], width: usize) -> Vec<ReadingLine> {
    let width = width.max(1);
    let mut lines = Vec::new();
    let mut line = ReadingLine::default();
    let mut used = 0;
    for word in words(pieces) {
        if used > 0 && used + 1 + word.width > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            add(&mut line.runs, word.space, " ");
            used += 1;
        } else {
            line.source = word.source;
        }
        for (style, text) in word.fragments {
            if used + text.width() <= width {
                used += text.width();
                add(&mut line.runs, style, &text);
                continue;
            }
            for grapheme in text.graphemes(true) {
                if used > 0 && used + grapheme.width() > width {
                    lines.push(std::mem::take(&mut line));
                    line.source = word.source;
                    used = 0;
                }
                used += grapheme.width();
                add(&mut line.runs, style, grapheme);
            }
        }
    }
    if !line.runs.is_empty() {
        lines.push(line);
    }
    lines
}

fn words(pieces: &[WrapPiece]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = Word::default();
    for piece in pieces {
        let mut rest = piece.text.as_str();
        let mut at = piece.source;
        while let Some(character) = rest.chars().next() {
            // A no-break space keeps its words together.
            let space = character.is_whitespace() && character != '\u{a0}';
            let end = rest
                .find(|c: char| (c.is_whitespace() && c != '\u{a0}') != space)
                .unwrap_or(rest.len());
            let (part, tail) = rest.split_at(end);
            if space {
                if !word.fragments.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                word.space = piece.style;
            } else {
                if word.fragments.is_empty() {
                    word.source = at;
                }
                // A space between two styles belongs to neither.
                if word.fragments.is_empty() && word.space != piece.style {
                    word.space = Style::Plain;
                }
                word.width += part.width();
                word.fragments.push((piece.style, part.to_owned()));
            }
            at += part.len();
            rest = tail;
        }
    }
    if !word.fragments.is_empty() {
        words.push(word);
    }
    words
}
