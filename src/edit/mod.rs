//! The notes editor: soft wrap, graphemes, undo by words, find, reST coloured while typing.
//!
//! Everything else sees an [`Editor`]: it takes [`Command`]s with a moment in time, gives its text,
//! cursor and selection, and hands out what it did as [`Edit`] values, which [`replay`] makes again
//! on the same text. Four promises:
//! - cursor and selection always stand between graphemes;
//! - the edits taken since the start, replayed on the text of the start, give the text of now;
//! - undoing everything gives the text of the start, redoing everything the text of the end, both
//!   with what others wrote meanwhile ([`Editor::adopt_text`]);
//! - [`Editor::draw`] changes nothing: [`Editor::layout`] computes what is seen, after an update
//!   and before a frame.
//!
//! # The core, and why so much stands around it
//! `tui-textarea-2` 0.13 (MIT) holds the text and carries out insertions and removals (`buffer.rs`,
//! the only file that knows it). It and `ratatui-textarea` 0.9 (MIT) were both tried at what is
//! needed here:
//! - Movement and deletion go by `char`: a Backspace behind a family emoji leaves half of it, in
//!   both. So motions and ranges are ours, by grapheme.
//! - Its undo reads the clock itself, keeps 50 steps, has no edits as values and does not bring a
//!   selection back; in the other one every key is a step. So the history is ours, made of the
//!   values that the journal keeps.
//! - With soft wrap each key maps the whole text anew (0.8 ms at 200 lines, 43 ms at 10,000, 49 ms
//!   in a line of 1 MB; the other one 1.0, 43 and 34). Without it, as a mere holder of text, a key
//!   takes 0.08, 2.6 and 4.0 ms (0.2, 10 and 10 in the other one, which is why it is this one). So
//!   it never wraps, and rows are cached a line.
//! - Drawing changes its scroll position through a cell, and cursor jumps end at 65,535. So it is
//!   never drawn.
//! - ESC, BEL, NUL and a lone CR that are pasted stay in the text, in both. So text is cleaned
//!   before it gets there.

mod buffer;
mod change;
mod clean;
mod command;
mod draw;
mod external;
mod find;
mod grapheme;
mod highlight;
mod history;
mod inline;
mod line;
mod list;
mod motion;
mod mouse;
mod moved;
mod pairs;
mod rebase;
mod theme;
mod typing;
mod view;
mod wrap;

use std::ops::Range;
use std::time::Duration;

use buffer::Buffer;
use find::TextSearch;
use history::{EditHistory, HistoryMark, Offsets, StepKind};
use view::EditorView;

pub use change::{Edit, EditError, replay};
pub use clean::{Cleaned, clean};
pub use command::{CommandOutcome, EditCommand, Motion};
pub use highlight::HighlightKind;
pub use line::{LineCommand, LineInput};
pub use theme::EditTheme;
pub use view::ScrollState;

/// A place in the text: a line and a byte in it, both from 0. Always between two graphemes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct TextPlace {
    /// The line, from 0.
    pub line: usize,
    /// The byte in the line, from 0.
    pub column: usize,
}

/// A text being edited. See the module for what it promises.
#[derive(Debug, Clone)]
pub struct Editor {
    buffer: Buffer,
    cursor: TextPlace,
    /// Where the selection began; the cursor is its other end.
    anchor: Option<TextPlace>,
    /// The column that vertical motions try to keep.
    goal: Option<usize>,
    history: EditHistory,
    pending: Vec<Edit>,
    revision: u64,
    view: EditorView,
    highlights: Vec<(Range<usize>, HighlightKind)>,
    search: Option<TextSearch>,
    cleaned: Cleaned,
}

impl Editor {
    /// An editor on a text, with the cursor at its start. The text is cleaned first:
    /// [`Editor::text`] is what edits are relative to, and [`Editor::cleaned`] says whether it
    /// differs from what was given.
    pub fn new(text: &str) -> Self {
        let (text, cleaned) = clean(text);
        let buffer = Buffer::new(&text);
        let view = EditorView::new(buffer.lines().len());
        Self {
            buffer,
            cursor: TextPlace::default(),
            anchor: None,
            goal: None,
            history: EditHistory::default(),
            pending: Vec::new(),
            revision: 0,
            view,
            highlights: Vec::new(),
            search: None,
            cleaned,
        }
    }

    /// The whole text, lines joined by newlines.
    pub fn text(&self) -> String {
        self.buffer.text()
    }

    /// The lines without line breaks; at least one.
    pub fn lines(&self) -> &[String] {
        self.buffer.lines()
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.lines().len() == 1 && self.buffer.line(0).is_empty()
    }

    /// What was cleaned out of the text that the editor was opened with.
    pub fn cleaned(&self) -> Cleaned {
        self.cleaned
    }

    /// A number that grows with every change of the text.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Where the cursor is.
    pub fn cursor(&self) -> TextPlace {
        self.cursor
    }

    /// The cursor's byte offset in the whole text.
    pub fn cursor_offset(&self) -> usize {
        self.buffer.offset(self.cursor)
    }

    /// The byte offset of a place in the whole text.
    pub fn offset(&self, place: TextPlace) -> usize {
        self.buffer.offset(self.fit(place))
    }

    /// The place of a byte offset; past the end it is the end.
    pub fn place(&self, offset: usize) -> TextPlace {
        self.fit(self.buffer.place(offset))
    }

    /// What is selected, from its first place to the one behind its last; `None` when nothing is.
    pub fn selection(&self) -> Option<Range<TextPlace>> {
        let anchor = self.anchor.filter(|anchor| *anchor != self.cursor)?;
        Some(anchor.min(self.cursor)..anchor.max(self.cursor))
    }

    /// The text that is selected.
    pub fn selected_text(&self) -> Option<String> {
        self.selection().map(|range| self.buffer.slice(range))
    }

    /// Selects a byte range and shows it; an empty one just moves the cursor there.
    pub fn select(&mut self, range: Range<usize>) {
        let start = self.place(range.start);
        self.history.close();
        self.anchor = (range.end > range.start).then_some(start);
        self.moved(self.place(range.end.max(range.start)));
        self.goal = None;
    }

    /// Moves the cursor to a byte offset and shows it.
    pub fn go_to(&mut self, offset: usize) {
        self.select(offset..offset);
    }

    /// The edits since the last call, in order, undo and redo among them: what a journal writes.
    pub fn take_edits(&mut self) -> Vec<Edit> {
        std::mem::take(&mut self.pending)
    }

    /// The number of the step that undo takes back, so that something outside of the text can go
    /// with it.
    pub fn undoes(&self) -> Option<u64> {
        self.history.last()
    }

    /// The number of the step that redo does again.
    pub fn redoes(&self) -> Option<u64> {
        self.history.next()
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        self.history.can_undo()
    }

    /// Whether there is something to redo.
    pub fn can_redo(&self) -> bool {
        self.history.can_redo()
    }

    /// Makes an edit from elsewhere, as an undo step of its own. What it inserts is cleaned.
    ///
    /// # Errors
    /// When the text does not have what the edit removes; nothing changes then.
    pub fn apply(&mut self, edit: &Edit, now: Duration) -> Result<(), EditError> {
        let range = self.buffer.place(edit.at)..self.buffer.place(edit.at + edit.removed.len());
        let there = self.buffer.offset(range.start) == edit.at
            && self.buffer.slice(range.clone()) == edit.removed;
        if !there {
            return Err(EditError::new(edit));
        }
        let (inserted, _) = clean(&edit.inserted);
        self.commit(range, &inserted, StepKind::Whole, now, at_end);
        Ok(())
    }

    /// Puts `text` where the selection is, or at the cursor, as one undo step, with the cursor
    /// behind it.
    pub fn replace_selection(&mut self, text: &str, now: Duration) -> Cleaned {
        let (text, cleaned) = clean(text);
        let range = self.selection().unwrap_or(self.cursor..self.cursor);
        self.commit(range, &text, StepKind::Whole, now, at_end);
        cleaned
    }

    /// Puts `text` where a byte range is (a completion, a finding's fix), as one undo step. The
    /// cursor keeps its place in the text around the range; one inside it goes behind the new
    /// text.
    pub fn replace_range(&mut self, range: Range<usize>, text: &str, now: Duration) -> Cleaned {
        let (text, cleaned) = clean(text);
        let places = self.place(range.start)..self.place(range.end.max(range.start));
        let cursor = self.cursor_offset();
        let (start, end) = (
            self.buffer.offset(places.start),
            self.buffer.offset(places.end),
        );
        let goes_to = if cursor < start {
            cursor
        } else if cursor <= end {
            start + text.len()
        } else {
            cursor - (end - start) + text.len()
        };
        self.commit(places, &text, StepKind::Whole, now, |editor, _| {
            HistoryMark {
                cursor: editor.place(goes_to),
                anchor: None,
            }
        });
        cleaned
    }

    /// What the app has to say about byte ranges of the text: findings above all. They move with
    /// edits until they are set anew.
    pub fn set_highlights(&mut self, mut highlights: Vec<(Range<usize>, HighlightKind)>) {
        highlights.sort_by_key(|(range, _)| range.start);
        self.highlights = highlights;
    }

    /// Makes one edit, with its undo, and puts the cursor where `place` says, which is told where
    /// the insertion ends.
    fn commit(
        &mut self,
        range: Range<TextPlace>,
        inserted: &str,
        kind: StepKind,
        now: Duration,
        place: impl FnOnce(&Self, TextPlace) -> HistoryMark,
    ) {
        let before = self.offsets();
        let edit = self.splice(range, inserted);
        if edit.is_empty() {
            return;
        }
        let end = self.buffer.place(edit.at + edit.inserted.len());
        let mark = place(self, end);
        self.restore(mark);
        self.goal = None;
        self.history.record(edit, before, self.offsets(), kind, now);
    }

    /// Changes text, rows, highlights and journal; not the cursor, not the history.
    fn splice(&mut self, range: Range<TextPlace>, inserted: &str) -> Edit {
        let edit = Edit {
            at: self.buffer.offset(range.start),
            removed: self.buffer.slice(range.clone()),
            inserted: inserted.to_owned(),
        };
        if edit.is_empty() {
            return edit;
        }
        let end = self.buffer.replace(range.clone(), inserted);
        self.view.changed(&self.buffer, range, end);
        shift(&mut self.highlights, &edit);
        if let Some(search) = &mut self.search {
            search.is_stale = true;
        }
        self.revision += 1;
        self.pending.push(edit.clone());
        edit
    }

    fn travel(&mut self, step: Option<(Vec<Edit>, Offsets)>) {
        let Some((edits, offsets)) = step else { return };
        for edit in edits {
            let range = self.buffer.place(edit.at)..self.buffer.place(edit.at + edit.removed.len());
            self.splice(range, &edit.inserted);
        }
        self.restore(HistoryMark {
            cursor: self.buffer.place(offsets.cursor),
            anchor: offsets.anchor.map(|anchor| self.buffer.place(anchor)),
        });
        self.goal = None;
    }

    fn offsets(&self) -> Offsets {
        Offsets {
            cursor: self.buffer.offset(self.cursor),
            anchor: self.anchor.map(|anchor| self.buffer.offset(anchor)),
        }
    }

    fn restore(&mut self, mark: HistoryMark) {
        self.anchor = mark.anchor.map(|anchor| self.fit(anchor));
        self.moved(mark.cursor);
    }

    fn moved(&mut self, cursor: TextPlace) {
        self.cursor = self.fit(cursor);
        self.view.follow();
    }

    /// The nearest place that exists and stands between graphemes.
    fn fit(&self, place: TextPlace) -> TextPlace {
        let end = self.buffer.end();
        if place.line > end.line {
            return end;
        }
        TextPlace {
            line: place.line,
            column: grapheme::snap(self.buffer.line(place.line), place.column),
        }
    }
}

/// The cursor behind the insertion, nothing selected.
fn at_end(_: &Editor, end: TextPlace) -> HistoryMark {
    HistoryMark {
        cursor: end,
        anchor: None,
    }
}

/// Moves ranges along with an edit, and drops those whose text is gone.
fn shift(ranges: &mut Vec<(Range<usize>, HighlightKind)>, edit: &Edit) {
    let (start, end) = (edit.at, edit.at + edit.removed.len());
    let moved = |at: usize, behind: bool| {
        if at < start || at == start && !behind {
            at
        } else if at >= end {
            at - edit.removed.len() + edit.inserted.len()
        } else {
            start
        }
    };
    ranges.retain_mut(|(range, _)| {
        *range = moved(range.start, true)..moved(range.end, false);
        range.start < range.end
    });
}

#[cfg(test)]
mod tests;
