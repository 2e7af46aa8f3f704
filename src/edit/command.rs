//! What can be done to a text with a key: one name for each, and one place that does it.

use std::time::Duration;

use super::history::StepKind;
use super::{Cleaned, Editor, TextPlace, at_end, clean};

/// A way to move the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Motion {
    /// A grapheme back.
    Left,
    /// A grapheme on.
    Right,
    /// To the beginning of this word, or of the one before.
    WordLeft,
    /// To the end of this word, or of the next one.
    WordRight,
    /// A row up, as wrapped; from the first row to the beginning.
    Up,
    /// A row down, as wrapped; from the last row to the end.
    Down,
    /// To the row's beginning; from there to the line's text; from there to the line's beginning.
    LineStart,
    /// To the row's end; from there to the line's end.
    LineEnd,
    /// To the blank line before this paragraph.
    ParagraphUp,
    /// To the blank line behind this paragraph.
    ParagraphDown,
    /// A screen up.
    PageUp,
    /// A screen down.
    PageDown,
    /// To the beginning of the text.
    DocumentStart,
    /// To its end.
    DocumentEnd,
}

/// A thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum EditCommand {
    /// A character typed: replaces the selection, or wraps it in back quotes or asterisks; pairs
    /// are balanced.
    Insert(char),
    /// A text pasted, as one undo step.
    Paste(String),
    /// A new line: continues a list and the indentation; an empty item ends the list, with a blank
    /// line behind it.
    Newline,
    /// Removes the selection, or the grapheme before the cursor, or an empty pair around it.
    Backspace,
    /// Removes the selection, or the grapheme behind the cursor.
    Delete,
    /// Removes the selection, or back to where [`Motion::WordLeft`] goes.
    DeleteWordLeft,
    /// Removes the selection, or on to where [`Motion::WordRight`] goes.
    DeleteWordRight,
    /// Removes the selection, or back to the line's beginning.
    DeleteToLineStart,
    /// Removes the selection, or on to the line's end; at its end the line break.
    DeleteToLineEnd,
    /// Removes the lines that the cursor or the selection touch.
    DeleteLine,
    /// Moves, and selects nothing. With a selection, left and right go to its end.
    Move(Motion),
    /// Moves, and selects on the way.
    Select(Motion),
    /// Selects everything.
    SelectAll,
    /// Selects the word at the cursor.
    SelectWord,
    /// Selects nothing.
    Deselect,
    /// Takes the last group of edits back.
    Undo,
    /// Makes the group undone last again.
    Redo,
    /// Hands the selection out and removes it.
    Cut,
    /// Hands the selection out.
    Copy,
    /// Indents the list item or the lines of the selection; elsewhere inserts spaces up to the next
    /// stop.
    Indent,
    /// Takes the indentation back.
    Dedent,
}

/// What a command did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CommandOutcome {
    /// Whether the text is another one.
    pub changed: bool,
    /// The text that was cut or copied, for the clipboard.
    pub copied: Option<String>,
    /// What was cleaned out of a text that was inserted.
    pub cleaned: Cleaned,
}

impl Editor {
    /// Does a command. `now` is the time since any fixed moment, by a clock that never goes back;
    /// it decides where typing is cut into undo steps.
    pub fn run(&mut self, command: EditCommand, now: Duration) -> CommandOutcome {
        let revision = self.revision;
        let mut outcome = CommandOutcome::default();
        match command {
            EditCommand::Insert('\n' | '\r') | EditCommand::Newline => self.newline(now),
            EditCommand::Insert(c) => {
                let mut bytes = [0; 4];
                let (text, cleaned) = clean(c.encode_utf8(&mut bytes));
                outcome.cleaned = cleaned;
                if !text.is_empty() {
                    self.type_char(c, now);
                }
            }
            EditCommand::Paste(text) => outcome.cleaned = self.replace_selection(&text, now),
            EditCommand::Backspace => self.backspace(now),
            EditCommand::Delete => self.delete_to(Motion::Right, StepKind::Deleting, now),
            EditCommand::DeleteWordLeft => self.delete_to(Motion::WordLeft, StepKind::Whole, now),
            EditCommand::DeleteWordRight => self.delete_to(Motion::WordRight, StepKind::Whole, now),
            EditCommand::DeleteToLineStart => self.delete_in_line(false, now),
            EditCommand::DeleteToLineEnd => self.delete_in_line(true, now),
            EditCommand::DeleteLine => self.delete_lines(now),
            EditCommand::Move(motion) => self.travel_to(motion, false),
            EditCommand::Select(motion) => self.travel_to(motion, true),
            EditCommand::SelectAll => {
                self.history.close();
                self.anchor = Some(TextPlace::default());
                self.cursor = self.buffer.end();
                self.goal = None;
            }
            EditCommand::SelectWord => self.select_word(),
            EditCommand::Deselect => self.anchor = None,
            EditCommand::Undo => {
                let step = self.history.undo();
                self.travel(step);
            }
            EditCommand::Redo => {
                let step = self.history.redo();
                self.travel(step);
            }
            EditCommand::Cut => {
                outcome.copied = self.selected_text();
                if let Some(range) = self.selection() {
                    self.commit(range, "", StepKind::Whole, now, at_end);
                }
            }
            EditCommand::Copy => outcome.copied = self.selected_text(),
            EditCommand::Indent => self.indent(now),
            EditCommand::Dedent => self.dedent(now),
        }
        outcome.changed = self.revision != revision;
        outcome
    }

    fn delete_to(&mut self, motion: Motion, kind: StepKind, now: Duration) {
        if let Some(range) = self.selection() {
            return self.commit(range, "", StepKind::Whole, now, at_end);
        }
        let target = self.target(motion);
        let range = target.min(self.cursor)..target.max(self.cursor);
        self.commit(range, "", kind, now, at_end);
    }

    pub(super) fn backspace(&mut self, now: Duration) {
        if self.selection().is_none()
            && let Some(pair) = self.empty_pair()
        {
            return self.commit(pair, "", StepKind::Backspacing, now, at_end);
        }
        self.delete_to(Motion::Left, StepKind::Backspacing, now);
    }

    fn delete_in_line(&mut self, to_end: bool, now: Duration) {
        let length = self.buffer.line(self.cursor.line).len();
        let edge = if to_end { length } else { 0 };
        if self.selection().is_some() || self.cursor.column == edge {
            let motion = if to_end { Motion::Right } else { Motion::Left };
            return self.delete_to(motion, StepKind::Whole, now);
        }
        let there = TextPlace {
            line: self.cursor.line,
            column: edge,
        };
        self.commit(
            there.min(self.cursor)..there.max(self.cursor),
            "",
            StepKind::Whole,
            now,
            at_end,
        );
    }

    fn delete_lines(&mut self, now: Duration) {
        let (first, last) = self.touched_lines();
        let end = self.buffer.end();
        let column = self.cursor.column;
        let whole = |line| TextPlace { line, column: 0 };
        let range = if last < end.line {
            whole(first)..whole(last + 1)
        } else if first > 0 {
            let line = first - 1;
            TextPlace {
                line,
                column: self.buffer.line(line).len(),
            }..end
        } else {
            whole(0)..end
        };
        self.commit(range, "", StepKind::Whole, now, |editor, _| {
            super::HistoryMark {
                cursor: editor.fit(TextPlace {
                    line: first.min(editor.buffer.end().line),
                    column,
                }),
                anchor: None,
            }
        });
    }

    /// The first and the last line that the selection, or else the cursor, touches.
    pub(super) fn touched_lines(&self) -> (usize, usize) {
        let range = self.selection().unwrap_or(self.cursor..self.cursor);
        let reaches_in = range.end.column > 0 || range.end.line == range.start.line;
        (
            range.start.line,
            if reaches_in {
                range.end.line
            } else {
                range.end.line - 1
            },
        )
    }
}
