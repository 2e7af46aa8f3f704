//! The source as docutils sees it: lines without their ends, tabs expanded, trailing white space
//! gone, and for every byte of a line the place in the source that it came from.
//!
//! A [`View`] is a part of a line. Nested blocks are lists of views, so that no text is copied on
//! the way down.

use crate::rst::chars::is_space;
use crate::rst::flow::Flow;
use crate::rst::tree::Span;

/// Columns between tab stops; docutils' default.
const TAB: usize = 8;

/// A part of a line: bytes `from..to` of the text of line `row` (counted from 0).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LineView {
    pub row: usize,
    pub from: usize,
    pub to: usize,
}

/// A line of the source.
struct SourceRow {
    /// Where it begins in the source.
    start: usize,
    /// Where it ends in the source, trailing white space included, its line break not.
    end: usize,
    /// Where the next line begins in the source.
    next: usize,
    /// Where it ends in the source without trailing white space.
    trimmed: usize,
    /// The text as docutils sees it and the origin of each of its bytes, where that is not the
    /// source itself.
    expanded: Option<(String, Vec<usize>)>,
}

/// All lines of a source text.
pub(super) struct SourceLines<'s> {
    source: &'s str,
    rows: Vec<SourceRow>,
}

impl<'s> SourceLines<'s> {
    /// Cuts the source into lines, by the rules of Python's `str.splitlines` after vertical tabs
    /// and form feeds have become spaces. A byte order mark is left out.
    pub fn new(source: &'s str) -> SourceLines<'s> {
        let mut rows = Vec::new();
        let mut start = if source.starts_with('\u{feff}') { 3 } else { 0 };
        let mut characters = source[start..].char_indices().peekable();
        let base = start;
        while let Some((at, character)) = characters.next() {
            if !is_break(character) {
                continue;
            }
            let end = base + at;
            let mut next = end + character.len_utf8();
            if character == '\r' && characters.next_if(|(_, c)| *c == '\n').is_some() {
                next += 1;
            }
            rows.push(SourceRow::new(source, start, end, next));
            start = next;
        }
        if start < source.len() {
            rows.push(SourceRow::new(source, start, source.len(), source.len()));
        }
        SourceLines { source, rows }
    }

    /// All lines, whole.
    pub fn views(&self) -> Vec<LineView> {
        let rows = self.rows.iter().enumerate();
        rows.map(|(row, line)| LineView {
            row,
            from: 0,
            to: line.text(self.source).len(),
        })
        .collect()
    }

    /// The text of a view.
    pub fn text(&self, view: LineView) -> &str {
        self.rows
            .get(view.row)
            .and_then(|row| row.text(self.source).get(view.from..view.to))
            .unwrap_or("")
    }

    /// The place in the source of byte `at` of a view.
    pub fn place(&self, view: LineView, at: usize) -> usize {
        let Some(row) = self.rows.get(view.row) else {
            return self.source.len();
        };
        let at = view.from + at;
        match &row.expanded {
            None => row.start + at,
            Some((_, origins)) => origins.get(at).copied().unwrap_or(row.trimmed),
        }
    }

    /// Where the line of a view ends in the source. A view that ends before its line does (a
    /// table's cell) ends there.
    pub fn end(&self, view: LineView) -> usize {
        match self.rows.get(view.row) {
            Some(row) if view.to >= row.text(self.source).len() => row.end,
            _ => self.place(view, view.to - view.from),
        }
    }

    /// The source range of line `row`; behind the last line, the end of the source.
    pub fn row(&self, row: usize) -> Span {
        match self.rows.get(row) {
            Some(line) => Span {
                start: line.start,
                end: line.end,
            },
            None => Span {
                start: self.source.len(),
                end: self.source.len(),
            },
        }
    }

    /// Where each line begins in the source; where the source ends, if a line break is the last of
    /// it.
    pub fn starts(&self) -> Vec<usize> {
        let mut starts: Vec<usize> = self.rows.iter().map(|row| row.start).collect();
        if let Some(last) = self.rows.last().filter(|row| row.next > row.end) {
            starts.push(last.next);
        }
        starts
    }

    /// The number, from 1, of the line that byte `offset` of the source stands in.
    pub fn number(&self, offset: usize) -> usize {
        let before = self.rows.partition_point(|row| row.start <= offset);
        let behind = self
            .rows
            .last()
            .is_some_and(|row| row.next <= offset && row.next > row.end);
        before.max(1) + usize::from(behind)
    }

    /// The view without its first `count` characters.
    pub fn cut(&self, view: LineView, count: usize) -> LineView {
        let text = self.text(view);
        let bytes = match text.as_bytes().get(..count) {
            Some(head) if head.is_ascii() => count,
            _ => text
                .char_indices()
                .nth(count)
                .map_or(text.len(), |(at, _)| at),
        };
        LineView {
            from: view.from + bytes,
            ..view
        }
    }

    /// The view from byte `at` on.
    pub fn after(&self, view: LineView, at: usize) -> LineView {
        LineView {
            from: (view.from + at).min(view.to),
            ..view
        }
    }

    /// The view without white space around it.
    pub fn strip(&self, view: LineView) -> LineView {
        let text = self.text(view);
        let tail = text.trim_end_matches(is_space);
        let from = view.from + (tail.len() - tail.trim_start_matches(is_space).len());
        LineView {
            row: view.row,
            from,
            to: view.from + tail.len(),
        }
    }

    /// Adds a view to a flow as a line of its own.
    pub fn push(&self, flow: &mut Flow, view: LineView) {
        self.put(flow, view);
        let end = self.place(view, view.to - view.from);
        let behind = self.source.get(end..).and_then(|rest| rest.chars().next());
        flow.widen(behind.map_or(0, char::len_utf8));
    }

    fn put(&self, flow: &mut Flow, view: LineView) {
        let text = self.text(view);
        let origins = self
            .rows
            .get(view.row)
            .and_then(|row| row.expanded.as_ref());
        let Some(origins) = origins.and_then(|(_, origins)| origins.get(view.from..view.to)) else {
            flow.push(text, self.place(view, 0));
            return;
        };
        flow.push("", self.place(view, 0));
        let mut begin = 0;
        for at in 1..=text.len() {
            let straight =
                matches!((origins.get(at - 1), origins.get(at)), (Some(a), Some(b)) if a + 1 == *b);
            if !straight {
                flow.join(&text[begin..at], self.place(view, begin));
                begin = at;
            }
        }
    }

    /// The lines of a block as running text.
    pub fn flow(&self, views: &[LineView]) -> Flow {
        let mut flow = Flow::default();
        for view in views {
            self.push(&mut flow, *view);
        }
        flow
    }

    /// The lines of a block, joined.
    pub fn join(&self, views: &[LineView]) -> String {
        let lines: Vec<&str> = views.iter().map(|view| self.text(*view)).collect();
        lines.join("\n")
    }

    /// From the first byte of the first view to the end of the last line that is not blank.
    pub fn span(&self, views: &[LineView]) -> Span {
        let first = views
            .iter()
            .find(|view| view.from < view.to)
            .or(views.first());
        let last = views
            .iter()
            .rev()
            .find(|view| view.from < view.to)
            .or(first);
        match (first, last) {
            (Some(first), Some(last)) => Span {
                start: self.place(*first, 0),
                end: self.end(*last),
            },
            _ => Span::default(),
        }
    }
}

impl SourceRow {
    fn new(source: &str, start: usize, end: usize, next: usize) -> SourceRow {
        let line = &source[start..end];
        let trimmed = line.trim_end_matches(is_space);
        let expanded = trimmed
            .bytes()
            .any(|byte| matches!(byte, b'\t' | 0x0b | 0x0c))
            .then(|| expand(trimmed, start));
        SourceRow {
            start,
            end,
            next,
            trimmed: start + trimmed.len(),
            expanded,
        }
    }

    fn text<'a>(&'a self, source: &'a str) -> &'a str {
        match &self.expanded {
            Some((text, _)) => text,
            None => &source[self.start..self.trimmed],
        }
    }
}

/// Where Python's `str.splitlines` breaks, once vertical tab and form feed are spaces.
fn is_break(character: char) -> bool {
    matches!(
        character,
        '\n' | '\r' | '\u{1c}' | '\u{1d}' | '\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// The line with tabs expanded and vertical tabs and form feeds as spaces, and the origin of every
/// byte.
fn expand(line: &str, start: usize) -> (String, Vec<usize>) {
    let mut text = String::new();
    let mut origins = Vec::new();
    let mut column = 0;
    for (at, character) in line.char_indices() {
        let width = match character {
            '\t' => TAB - column % TAB,
            _ => 1,
        };
        column += width;
        match character {
            '\t' | '\u{b}' | '\u{c}' => {
                for _ in 0..width {
                    text.push(' ');
                    origins.push(start + at);
                }
            }
            _ => {
                text.push(character);
                for byte in 0..character.len_utf8() {
                    origins.push(start + at + byte);
                }
            }
        }
    }
    (text, origins)
}
