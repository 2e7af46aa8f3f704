//! What part of the text is seen, and in which rows.
//!
//! Rows, block states and coloured spans are kept a line and made when they are needed: an edit
//! throws away those of the lines it changed, a new width all rows. The top of the screen is a line
//! and a row in it, so nothing here ever looks at the whole text, except that block states are read
//! from the top once.

use std::borrow::Cow;
use std::ops::Range;

use super::buffer::Buffer;
use super::highlight::{self, HighlightLines, HighlightState, Spans};
use super::wrap::{self, WrappedRow};
use super::{Editor, TextPlace, grapheme};

/// A row on the screen: which of a line's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) row: usize,
}

/// How far the text is scrolled, for a scroll bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ScrollState {
    /// The line at the top, from 0.
    pub top: usize,
    /// The line at the bottom, from 0.
    pub bottom: usize,
    /// How many lines there are.
    pub lines: usize,
}

#[derive(Debug, Clone, Default)]
struct Cached {
    /// Empty when not known.
    rows: Vec<WrappedRow>,
    spans: Option<Spans>,
    state: HighlightState,
}

/// See the module.
#[derive(Debug, Clone)]
pub(super) struct EditorView {
    width: usize,
    height: usize,
    top: Position,
    follows: bool,
    lines: Vec<Cached>,
    /// The states of the lines before this one are known, but for those in `stale`.
    known: usize,
    /// The lines that must be read again for the states behind them.
    stale: Option<(usize, usize)>,
}

impl EditorView {
    pub(super) fn new(lines: usize) -> Self {
        Self {
            width: 80,
            height: 24,
            top: Position::default(),
            follows: true,
            lines: vec![Cached::default(); lines],
            known: 1,
            stale: None,
        }
    }

    /// Keeps the cursor in view at the next layout.
    pub(super) fn follow(&mut self) {
        self.follows = true;
    }

    /// The rows that a page motion goes: all but one.
    pub(super) fn page(&self) -> usize {
        self.height.saturating_sub(1).max(1)
    }

    /// `range` has given way to a text that ends at `end`.
    pub(super) fn changed(&mut self, buffer: &Buffer, range: Range<TextPlace>, end: TextPlace) {
        let first = range.start.line;
        let old = first..=range.end.line;
        let (gone, come) = (range.end.line + 1 - first, end.line + 1 - first);
        if gone == 1 && come == 1 {
            let line = &mut self.lines[first];
            line.spans = None;
            if !line.rows.is_empty() {
                let at = range.start.column;
                let removed = range.end.column - at;
                line.rows = wrap::rewrap(
                    buffer.line(first),
                    self.width,
                    &line.rows,
                    at,
                    end.column,
                    removed,
                );
            }
        } else {
            let state = self.lines[first].state;
            let fresh = (0..come).map(|_| Cached {
                state,
                ..Cached::default()
            });
            self.lines.splice(old.clone(), fresh);
        }
        let moved = |line: usize| {
            if line > *old.end() {
                line - gone + come
            } else {
                line.min(first + come - 1)
            }
        };
        for near in [first.wrapping_sub(1), first + come] {
            if let Some(line) = self.lines.get_mut(near) {
                line.spans = None;
            }
        }
        let from = first.saturating_sub(1);
        self.known = if self.known > *old.end() + 1 {
            self.known - gone + come
        } else {
            self.known.min(first + 1)
        };
        if from < self.known {
            let (stale_from, stale_to) =
                self.stale.map_or((from, 0), |(from, to)| (from, moved(to)));
            self.stale = Some((from.min(stale_from), (first + come - 1).max(stale_to)));
        }
        self.top.line = self.top.line.min(self.lines.len() - 1);
    }

    /// The rows of a line, at least one.
    pub(super) fn rows(&mut self, buffer: &Buffer, line: usize) -> &[WrappedRow] {
        let cached = &mut self.lines[line];
        if cached.rows.is_empty() {
            cached.rows = wrap::wrap(buffer.line(line), self.width);
        }
        &cached.rows
    }

    /// The rows of a line, without keeping them.
    fn rows_now(&self, buffer: &Buffer, line: usize) -> Cow<'_, [WrappedRow]> {
        match self.lines.get(line) {
            Some(cached) if !cached.rows.is_empty() => Cow::Borrowed(&cached.rows),
            _ => Cow::Owned(wrap::wrap(buffer.line(line), self.width)),
        }
    }

    /// The position `rows` further down, or up; stops at the first and the last row.
    pub(super) fn walk(&mut self, buffer: &Buffer, from: Position, rows: isize) -> Position {
        let mut at = from;
        let mut left = rows.unsigned_abs();
        if rows >= 0 {
            while left > 0 {
                let below = self.rows(buffer, at.line).len() - 1 - at.row;
                if left <= below {
                    at.row += left;
                    break;
                }
                if at.line + 1 == self.lines.len() {
                    at.row += below;
                    break;
                }
                left -= below + 1;
                at = Position {
                    line: at.line + 1,
                    row: 0,
                };
            }
        } else {
            while left > 0 {
                if left <= at.row {
                    at.row -= left;
                    break;
                }
                if at.line == 0 {
                    at.row = 0;
                    break;
                }
                left -= at.row + 1;
                let line = at.line - 1;
                at = Position {
                    line,
                    row: self.rows(buffer, line).len() - 1,
                };
            }
        }
        at
    }

    /// Scrolls, without a look at the cursor.
    pub(super) fn shift(&mut self, buffer: &Buffer, rows: isize) {
        self.clip_top(buffer);
        let top = self.walk(buffer, self.top, rows);
        self.top = top.min(self.lowest_top(buffer));
    }

    fn lowest_top(&mut self, buffer: &Buffer) -> Position {
        let line = self.lines.len() - 1;
        let last = Position {
            line,
            row: self.rows(buffer, line).len() - 1,
        };
        self.walk(buffer, last, -self.rows_down(1))
    }

    /// The height less `rows`, as a distance.
    fn rows_down(&self, rows: usize) -> isize {
        isize::try_from(self.height.saturating_sub(rows)).unwrap_or(0)
    }

    fn clip_top(&mut self, buffer: &Buffer) {
        self.top.line = self.top.line.min(self.lines.len() - 1);
        self.top.row = self.top.row.min(self.rows(buffer, self.top.line).len() - 1);
    }

    fn layout(&mut self, buffer: &Buffer, width: usize, height: usize, cursor: TextPlace) {
        let resized = width.max(1) != self.width || height != self.height;
        if resized && !self.follows {
            // What was in view stays in view; who has scrolled away stays there.
            self.follows = self.shows(buffer, cursor);
        }
        if width.max(1) != self.width {
            // The text at the top stays at the top, however it wraps.
            let rows = self.rows_now(buffer, self.top.line);
            let first = rows.get(self.top.row).map_or(0, |row| row.start);
            self.width = width.max(1);
            for line in &mut self.lines {
                line.rows.clear();
            }
            self.top.row = wrap::row_of(self.rows(buffer, self.top.line), first);
        }
        self.height = height;
        self.clip_top(buffer);
        if std::mem::take(&mut self.follows) {
            self.show(buffer, cursor);
        }
        self.top = self.top.min(self.lowest_top(buffer));
        let bottom = self.walk(buffer, self.top, self.rows_down(1)).line;
        self.read_states(buffer, bottom + 1);
        for line in self.top.line..=bottom {
            self.rows(buffer, line);
            if self.lines[line].spans.is_none() {
                let spans = highlight::spans(self.lines[line].state, visible_lines(buffer, line));
                self.lines[line].spans = Some(spans);
            }
        }
    }

    /// Whether the cursor was in view at the last layout.
    fn shows(&mut self, buffer: &Buffer, cursor: TextPlace) -> bool {
        self.clip_top(buffer);
        let row = wrap::row_of(self.rows(buffer, cursor.line), cursor.column);
        let at = Position {
            line: cursor.line,
            row,
        };
        let bottom = self.walk(buffer, self.top, self.rows_down(1));
        self.top <= at && at <= bottom
    }

    /// Scrolls as little as needed to have the cursor in view, with a little room around it.
    fn show(&mut self, buffer: &Buffer, cursor: TextPlace) {
        let row = wrap::row_of(self.rows(buffer, cursor.line), cursor.column);
        let at = Position {
            line: cursor.line,
            row,
        };
        let margin = 2.min(self.height.saturating_sub(1) / 4);
        let room = isize::try_from(margin).unwrap_or(0);
        let highest = self.walk(buffer, at, -room);
        if self.top > highest {
            self.top = highest;
            return;
        }
        let lowest = self.walk(buffer, at, -self.rows_down(1 + margin));
        self.top = self.top.max(lowest);
    }

    /// Knows the states of the lines up to `last`.
    fn read_states(&mut self, buffer: &Buffer, last: usize) {
        if let Some((from, to)) = self.stale.take() {
            let mut line = from;
            while line + 1 < self.known.min(self.lines.len()) {
                let state = highlight::step(self.lines[line].state, visible_lines(buffer, line));
                let next = &mut self.lines[line + 1];
                if next.state != state {
                    next.state = state;
                    next.spans = None;
                } else if line >= to {
                    break;
                }
                line += 1;
            }
        }
        self.known = self.known.min(self.lines.len());
        while self.known <= last && self.known < self.lines.len() {
            let line = self.known - 1;
            self.lines[line + 1].state =
                highlight::step(self.lines[line].state, visible_lines(buffer, line));
            self.known += 1;
        }
    }

    /// The state a line is in.
    pub(super) fn state(&mut self, buffer: &Buffer, line: usize) -> HighlightState {
        self.read_states(buffer, line);
        self.lines[line].state
    }

    /// The coloured spans of a line, if the layout made them.
    pub(super) fn spans(&self, line: usize) -> &[(Range<usize>, super::HighlightKind)] {
        self.lines
            .get(line)
            .and_then(|line| line.spans.as_deref())
            .unwrap_or_default()
    }

    /// The rows on a screen of `height`, from the top: a line, its row, and whether that is the
    /// line's last.
    pub(super) fn seen<'a>(
        &'a self,
        buffer: &'a Buffer,
        height: usize,
    ) -> impl Iterator<Item = (usize, WrappedRow, bool)> + 'a {
        let first = self.top;
        (first.line..self.lines.len())
            .flat_map(move |line| {
                let rows = self.rows_now(buffer, line);
                let skip = if line == first.line {
                    first.row.min(rows.len() - 1)
                } else {
                    0
                };
                let end = rows.len().min(skip + height);
                (skip..end)
                    .map(|i| (line, rows[i], i + 1 == rows.len()))
                    .collect::<Vec<_>>()
            })
            .take(height)
    }
}

/// A line with its neighbours.
pub(super) fn visible_lines(buffer: &Buffer, line: usize) -> HighlightLines<'_> {
    let lines = buffer.lines();
    HighlightLines {
        above: line
            .checked_sub(1)
            .and_then(|line| lines.get(line))
            .map(String::as_str),
        line: buffer.line(line),
        below: lines.get(line + 1).map(String::as_str),
    }
}

impl Editor {
    /// Computes what a screen of this size shows; to be called after every update and change of
    /// size, before drawing. Scrolls to the cursor if it has moved since the last time.
    pub fn layout(&mut self, width: u16, height: u16) {
        self.view.layout(
            &self.buffer,
            usize::from(width),
            usize::from(height),
            self.cursor,
        );
        self.refresh_search();
    }

    /// Scrolls by rows, down or (negative) up, and leaves the cursor where it is.
    pub fn scroll(&mut self, rows: isize) {
        self.view.shift(&self.buffer, rows);
        self.view.follows = false;
    }

    /// Which lines are seen.
    pub fn scroll_state(&self) -> ScrollState {
        let bottom = self
            .view
            .seen(&self.buffer, self.view.height.max(1))
            .last()
            .map_or(0, |(line, ..)| line);
        ScrollState {
            top: self.view.top.line,
            bottom,
            lines: self.lines().len(),
        }
    }

    /// The column and the row of the cursor on the screen, from the text's upper left corner;
    /// `None` when it is out of view.
    pub(super) fn cursor_cell(&self, width: usize, height: usize) -> Option<(usize, usize)> {
        let (y, (line, row, _)) =
            self.view
                .seen(&self.buffer, height)
                .enumerate()
                .find(|(_, (line, row, last))| {
                    *line == self.cursor.line
                        && row.start <= self.cursor.column
                        && (self.cursor.column < row.end || *last)
                })?;
        let text = self.buffer.line(line);
        let x = row.indent + grapheme::text_width(&text[row.start..self.cursor.column], row.indent);
        Some((x.min(width.checked_sub(1)?), y))
    }
}
