//! Where motions lead: by grapheme, word, row, paragraph and page.

use super::command::Motion;
use super::{Editor, TextPlace, grapheme, list, wrap};

/// What a word is made of: runs of one class.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    Word,
    Sign,
}

fn class(grapheme: &str) -> Class {
    match grapheme.chars().next() {
        Some(c) if c.is_whitespace() => Class::Space,
        Some(c)
            if c.is_alphanumeric() || c == '_' || !c.is_ascii() && !c.is_ascii_punctuation() =>
        {
            Class::Word
        }
        _ => Class::Sign,
    }
}

/// Where the word that ends at `at`, or the one before, begins in a line.
pub(super) fn word_left(line: &str, mut at: usize) -> usize {
    let mut run = None;
    while at > 0 {
        let before = grapheme::previous(line, at);
        let class = class(&line[before..at]);
        match run {
            None if class != Class::Space => run = Some(class),
            Some(run) if run != class => break,
            _ => {}
        }
        at = before;
    }
    at
}

/// Where the word that begins at `at`, or the next one, ends in a line.
pub(super) fn word_right(line: &str, mut at: usize) -> usize {
    let mut run = None;
    while at < line.len() {
        let next = grapheme::next(line, at);
        let class = class(&line[at..next]);
        match run {
            None if class != Class::Space => run = Some(class),
            Some(run) if run != class => break,
            _ => {}
        }
        at = next;
    }
    at
}

impl Editor {
    /// Moves by a motion, selecting or not.
    pub(super) fn travel_to(&mut self, motion: Motion, select: bool) {
        self.history.close();
        let selected = self.selection();
        if select {
            self.anchor = self.anchor.or(Some(self.cursor));
        } else {
            self.anchor = None;
        }
        let target = match (motion, selected) {
            (Motion::Left, Some(range)) if !select => range.start,
            (Motion::Right, Some(range)) if !select => range.end,
            _ => self.target(motion),
        };
        if !matches!(
            motion,
            Motion::Up | Motion::Down | Motion::PageUp | Motion::PageDown
        ) {
            self.goal = None;
        }
        self.moved(target);
    }

    /// Where a motion leads from the cursor.
    pub(super) fn target(&mut self, motion: Motion) -> TextPlace {
        let TextPlace { line, column } = self.cursor;
        let text = self.buffer.line(line);
        let at = |column| TextPlace { line, column };
        match motion {
            Motion::Left | Motion::WordLeft if column == 0 => match line.checked_sub(1) {
                Some(line) => TextPlace {
                    line,
                    column: self.buffer.line(line).len(),
                },
                None => self.cursor,
            },
            Motion::Right | Motion::WordRight if column == text.len() => {
                if line < self.buffer.end().line {
                    TextPlace {
                        line: line + 1,
                        column: 0,
                    }
                } else {
                    self.cursor
                }
            }
            Motion::Left => at(grapheme::previous(text, column)),
            Motion::Right => at(grapheme::next(text, column)),
            Motion::WordLeft => at(word_left(text, column)),
            Motion::WordRight => at(word_right(text, column)),
            Motion::Up => self.by_rows(-1),
            Motion::Down => self.by_rows(1),
            Motion::PageUp => self.by_page(false),
            Motion::PageDown => self.by_page(true),
            Motion::LineStart => self.line_start(),
            Motion::LineEnd => self.line_end(),
            Motion::ParagraphUp => self.paragraph(false),
            Motion::ParagraphDown => self.paragraph(true),
            Motion::DocumentStart => TextPlace::default(),
            Motion::DocumentEnd => self.buffer.end(),
        }
    }

    fn by_page(&mut self, down: bool) -> TextPlace {
        let rows = isize::try_from(self.view.page()).unwrap_or(1);
        let rows = if down { rows } else { -rows };
        let place = self.by_rows(rows);
        self.view.shift(&self.buffer, rows);
        place
    }

    fn by_rows(&mut self, rows: isize) -> TextPlace {
        let TextPlace { line, column } = self.cursor;
        let here = self.view.rows(&self.buffer, line);
        let row = wrap::row_of(here, column);
        let goal = match self.goal {
            Some(goal) => goal,
            None => wrap::column_of(self.buffer.line(line), here[row], column),
        };
        self.goal = Some(goal);
        let from = view_position(line, row);
        let to = self.view.walk(&self.buffer, from, rows);
        if to == from {
            return if rows < 0 {
                TextPlace::default()
            } else {
                self.buffer.end()
            };
        }
        let rows = self.view.rows(&self.buffer, to.line);
        let last = to.row + 1 == rows.len();
        let column = wrap::byte_at(self.buffer.line(to.line), rows[to.row], last, goal);
        TextPlace {
            line: to.line,
            column,
        }
    }

    fn line_start(&mut self) -> TextPlace {
        let TextPlace { line, column } = self.cursor;
        let rows = self.view.rows(&self.buffer, line);
        let start = rows[wrap::row_of(rows, column)].start;
        let text = list::indent(self.buffer.line(line)).len();
        let column = if start > 0 && column != start {
            start
        } else if column != text {
            text
        } else {
            0
        };
        TextPlace { line, column }
    }

    fn line_end(&mut self) -> TextPlace {
        let TextPlace { line, column } = self.cursor;
        let length = self.buffer.line(line).len();
        let rows = self.view.rows(&self.buffer, line);
        let row = wrap::row_of(rows, column);
        let end = rows[row].end;
        let column = if row + 1 == rows.len() {
            length
        } else {
            let end = grapheme::previous(self.buffer.line(line), end);
            if column >= end { length } else { end }
        };
        TextPlace { line, column }
    }

    fn paragraph(&self, down: bool) -> TextPlace {
        let lines = self.lines();
        let blank = |line: usize| lines[line].trim().is_empty();
        let mut line = self.cursor.line;
        let mut seen_text = !blank(line);
        loop {
            let next = if down { line + 1 } else { line.wrapping_sub(1) };
            if next >= lines.len() {
                return if down {
                    self.buffer.end()
                } else {
                    TextPlace::default()
                };
            }
            line = next;
            if blank(line) && seen_text {
                return TextPlace { line, column: 0 };
            }
            seen_text |= !blank(line);
        }
    }

    /// Selects the word, or the run of signs or spaces, at the cursor.
    pub(super) fn select_word(&mut self) {
        self.history.close();
        let TextPlace { line, column } = self.cursor;
        let text = self.buffer.line(line);
        let here = |at: usize| class(&text[at..grapheme::next(text, at)]);
        if text.is_empty() {
            return;
        }
        let mut start = if column == text.len() {
            grapheme::previous(text, column)
        } else {
            column
        };
        let run = here(start);
        let mut end = start;
        while end < text.len() && here(end) == run {
            end = grapheme::next(text, end);
        }
        while start > 0 && here(grapheme::previous(text, start)) == run {
            start = grapheme::previous(text, start);
        }
        self.anchor = Some(TextPlace {
            line,
            column: start,
        });
        self.moved(TextPlace { line, column: end });
    }
}

fn view_position(line: usize, row: usize) -> super::view::Position {
    super::view::Position { line, row }
}
