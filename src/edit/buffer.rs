//! The text itself, held and changed by `tui-textarea-2`.
//!
//! This is the only file that knows the crate: to replace it, replace this file. The text area is
//! never drawn, so it never wraps, and its own undo is off; it keeps the lines and carries out
//! insertions and removals. Places are bytes here, and turn into its columns (counted in `char`s)
//! at this boundary only.

use std::ops::Range;

use tui_textarea::{CursorMove, TextArea};

use super::TextPlace;

/// The text as lines without their line breaks; there is always at least one.
#[derive(Debug, Clone)]
pub(super) struct Buffer {
    area: TextArea<'static>,
}

impl Buffer {
    /// `text` must have been cleaned: its only control characters are newlines and tabs.
    pub(super) fn new(text: &str) -> Self {
        let mut area = TextArea::new(text.split('\n').map(str::to_owned).collect());
        area.set_max_histories(0);
        Self { area }
    }

    pub(super) fn lines(&self) -> &[String] {
        self.area.lines()
    }

    pub(super) fn line(&self, line: usize) -> &str {
        self.lines().get(line).map_or("", String::as_str)
    }

    pub(super) fn text(&self) -> String {
        self.lines().join("\n")
    }

    /// The last line's number and length.
    pub(super) fn end(&self) -> TextPlace {
        let line = self.lines().len() - 1;
        TextPlace {
            line,
            column: self.line(line).len(),
        }
    }

    /// The byte offset of a place in the whole text.
    pub(super) fn offset(&self, place: TextPlace) -> usize {
        let before: usize = self
            .lines()
            .iter()
            .take(place.line)
            .map(|line| line.len() + 1)
            .sum();
        before + place.column
    }

    /// The place of a byte offset; an offset past the end is the end, one inside a character its
    /// start.
    pub(super) fn place(&self, offset: usize) -> TextPlace {
        let mut left = offset;
        for (line, text) in self.lines().iter().enumerate() {
            if left <= text.len() {
                while !text.is_char_boundary(left) {
                    left -= 1;
                }
                return TextPlace { line, column: left };
            }
            left -= text.len() + 1;
        }
        self.end()
    }

    /// The text between two places.
    pub(super) fn slice(&self, range: Range<TextPlace>) -> String {
        let Range { start, end } = range;
        if start.line == end.line {
            return self.line(start.line)[start.column..end.column].to_owned();
        }
        let mut text = self.line(start.line)[start.column..].to_owned();
        for line in &self.lines()[start.line + 1..end.line] {
            text.push('\n');
            text.push_str(line);
        }
        text.push('\n');
        text.push_str(&self.line(end.line)[..end.column]);
        text
    }

    /// Puts `inserted` where `range` was, and says where the insertion ends.
    pub(super) fn replace(&mut self, range: Range<TextPlace>, inserted: &str) -> TextPlace {
        self.go(range.start);
        let removed = self.count(range.clone());
        if removed > 0 {
            self.area.delete_str(removed);
        }
        if !inserted.is_empty() {
            self.area.insert_str(inserted);
        }
        match inserted.rfind('\n') {
            None => TextPlace {
                line: range.start.line,
                column: range.start.column + inserted.len(),
            },
            Some(last) => TextPlace {
                line: range.start.line + inserted.matches('\n').count(),
                column: inserted.len() - last - 1,
            },
        }
    }

    fn count(&self, range: Range<TextPlace>) -> usize {
        let Range { start, end } = range;
        if start.line == end.line {
            return self.line(start.line)[start.column..end.column]
                .chars()
                .count();
        }
        let first = self.line(start.line)[start.column..].chars().count() + 1;
        let between = &self.lines()[start.line + 1..end.line];
        let between: usize = between.iter().map(|line| line.chars().count() + 1).sum();
        first + between + self.line(end.line)[..end.column].chars().count()
    }

    /// Puts the text area's own cursor at a place.
    fn go(&mut self, place: TextPlace) {
        let column = self.line(place.line)[..place.column].chars().count();
        if let (Ok(row), Ok(col)) = (u16::try_from(place.line), u16::try_from(column)) {
            self.area.move_cursor(CursorMove::Jump(row, col));
        } else {
            // A jump reaches no further than 65,535, a new set of lines does.
            let lines = std::mem::take(&mut self.area).into_lines();
            self.area.set_max_histories(0);
            self.area.set_lines(lines, (place.line, column));
        }
    }
}
