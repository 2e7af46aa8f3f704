//! Tables: how far they extend, whether docutils can read them, and what stands in their cells.
//! They stay opaque.

mod grid;
mod simple;

use super::indent::text_block;
use super::lines::{LineView, SourceLines};
use super::{BlockReader, Parent, Window, pattern};
use crate::rst::chars::is_space;
use crate::rst::tree::{Block, MessageLevel, Opaque, ProblemKind};
use crate::rst::width::columns;

/// Why a table cannot be read, and the line of the table where that shows.
struct Fault {
    why: &'static str,
    offset: usize,
}

/// A line of a table by columns: wide characters fill two, combining ones none.
struct TableColumns {
    view: LineView,
    /// The character in each column, NUL for the second half of a wide one, and its place in the
    /// view's text.
    cells: Vec<(char, usize)>,
    /// The length of the view's text.
    length: usize,
}

impl TableColumns {
    fn new(lines: &SourceLines, view: LineView) -> TableColumns {
        let text = lines.text(view);
        let mut cells = Vec::with_capacity(text.len());
        for (at, character) in text.char_indices() {
            let width = columns(text.get(at..at + character.len_utf8()).unwrap_or("x"));
            if width > 0 {
                cells.push((character, at));
            }
            if width > 1 {
                cells.push(('\0', at + character.len_utf8()));
            }
        }
        TableColumns {
            view,
            cells,
            length: text.len(),
        }
    }

    /// The character in a column; a space behind the end.
    fn at(&self, column: usize) -> char {
        self.cells
            .get(column)
            .map_or(' ', |(character, _)| *character)
    }

    /// Whether something stands in columns `from..to`.
    fn is_filled(&self, from: usize, to: usize) -> bool {
        let cells = self
            .cells
            .get(from.min(self.cells.len())..to.min(self.cells.len()));
        cells
            .unwrap_or_default()
            .iter()
            .any(|(character, _)| !is_space(*character))
    }

    /// The part of the line in columns `from..to`, without white space at its end.
    fn cut(&self, lines: &SourceLines, from: usize, to: usize) -> LineView {
        let place = |column: usize| self.cells.get(column).map_or(self.length, |(_, at)| *at);
        let view = LineView {
            row: self.view.row,
            from: self.view.from + place(from),
            to: self.view.from + place(to),
        };
        let text = lines.text(view);
        LineView {
            to: view.from + text.trim_end_matches(is_space).len(),
            ..view
        }
    }
}

/// The lines of a cell without their common indentation.
fn cell(lines: &SourceLines, table: &[TableColumns], from: usize, to: usize) -> Vec<LineView> {
    let mut views: Vec<LineView> = table.iter().map(|line| line.cut(lines, from, to)).collect();
    let filled = views.iter().filter(|view| view.from < view.to);
    let indent = filled
        .map(|view| {
            lines
                .text(*view)
                .chars()
                .take_while(|c| is_space(*c))
                .count()
        })
        .min()
        .unwrap_or(0);
    for view in &mut views {
        *view = lines.cut(*view, indent);
    }
    views
}

impl BlockReader<'_> {
    /// A table drawn with `+`, `-` and `|`.
    pub(super) fn grid_table(&mut self, window: Window, at: usize, out: &mut Vec<Block>) -> usize {
        let (end, indented) = text_block(self.lines, window.views, at, true);
        let mut finish = !indented;
        if indented {
            let row = self.row(window, end);
            self.report(
                row,
                MessageLevel::Error,
                ProblemKind::UnexpectedIndent,
                "an indentation that nothing calls for",
            );
        }
        let mut next = end;
        let block = window.views.get(at..end).unwrap_or_default();
        let mut table: Vec<TableColumns> = block
            .iter()
            .map(|view| TableColumns::new(self.lines, *view))
            .collect();
        let cut = table
            .iter()
            .position(|line| !matches!(line.at(0), '+' | '|'));
        if let Some(cut) = cut {
            finish = false;
            table.truncate(cut);
            next = at + cut;
        }
        let border = |line: &TableColumns| pattern::is_grid_border(self.lines.text(line.view));
        let mut fault = None;
        if !table.last().is_some_and(border) {
            let last = table.len().saturating_sub(1);
            match (2..last)
                .rev()
                .find(|index| table.get(*index).is_some_and(border))
            {
                Some(bottom) => {
                    // docutils goes back too far and reads the table's last two lines once more.
                    next = at + bottom - 1;
                    table.truncate(bottom + 1);
                    finish = false;
                }
                None => {
                    let offset = if last > 2 {
                        2
                    } else {
                        last + usize::from(cut.is_some())
                    };
                    fault = Some(Fault {
                        why: "the bottom border is missing",
                        offset,
                    });
                }
            }
        }
        let width = table.first().map_or(0, |line| line.cells.len());
        if fault.is_none() {
            let ragged = |line: &TableColumns| {
                line.cells.len() != width || !matches!(line.cells.last(), Some(('+' | '|', _)))
            };
            let offset = table.iter().position(ragged);
            fault = offset.map(|offset| Fault {
                why: "the right border is not aligned or missing",
                offset,
            });
        }
        let cells = match fault {
            Some(fault) => Err(fault),
            None => grid::read(self.lines, &table),
        };
        // Where docutils thinks that the table begins.
        let first = (self.row(window, at) + (next - at)).saturating_sub(table.len());
        self.finish_table(window, (at, next), Opaque::GridTable, (first, cells), out);
        self.blank_after_table(finish, window, next);
        next
    }

    /// A table drawn with `=` and spaces.
    pub(super) fn simple_table(
        &mut self,
        window: Window,
        at: usize,
        out: &mut Vec<Block>,
    ) -> usize {
        let border = |line: &str| pattern::is_simple_border(line);
        let width = self.line(window, at).chars().count();
        let limit = window.views.len() - 1;
        let blank = |index: usize| index == limit || self.line(window, index + 1).is_empty();
        let mut found = 0;
        let mut last = None;
        let mut fault = None;
        let mut bottom = None;
        for index in at + 1..=limit {
            let line = self.line(window, index);
            if !border(line) {
                continue;
            }
            if line.len() != width {
                let why = "a border does not match the top border";
                fault = Some((
                    Fault {
                        why,
                        offset: index - at,
                    },
                    index,
                    blank(index),
                ));
                break;
            }
            found += 1;
            last = Some(index);
            if found == 2 || blank(index) {
                bottom = Some(index);
                break;
            }
        }
        if fault.is_none() && bottom.is_none() {
            let why = "there is no bottom border, or no blank line after it";
            fault = Some((
                Fault { why, offset: 0 },
                last.unwrap_or(limit),
                last.is_none(),
            ));
        }
        let (next, finish, cells) = match fault {
            Some((fault, end, finish)) => (end + 1, finish, Err(fault)),
            None => {
                let end = bottom.unwrap_or(limit);
                let block = window.views.get(at..=end).unwrap_or_default();
                let table: Vec<TableColumns> = block
                    .iter()
                    .map(|view| TableColumns::new(self.lines, *view))
                    .collect();
                (end + 1, blank(end), simple::read(self.lines, &table))
            }
        };
        self.finish_table(
            window,
            (at, next),
            Opaque::SimpleTable,
            (self.row(window, at), cells),
            out,
        );
        self.blank_after_table(finish, window, next);
        next
    }

    /// Makes the block of a table, or of lines that are none. `first` is the row of the table's
    /// first line.
    fn finish_table(
        &mut self,
        window: Window,
        (at, next): (usize, usize),
        kind: Opaque,
        (first, cells): (usize, Result<Vec<Vec<LineView>>, Fault>),
        out: &mut Vec<Block>,
    ) {
        let views = window.views.get(at..next).unwrap_or_default();
        match cells {
            Ok(cells) => {
                let mut blocks = Vec::new();
                for views in cells {
                    blocks.extend(self.blocks(&views, Parent::Body));
                }
                out.push(self.opaque(kind, views, blocks));
            }
            Err(fault) => {
                let message = format!("the table cannot be read: {}", fault.why);
                self.report(
                    first + fault.offset,
                    MessageLevel::Error,
                    ProblemKind::Table,
                    message,
                );
                out.push(self.refuse(views));
            }
        }
    }

    fn blank_after_table(&mut self, finish: bool, window: Window, next: usize) {
        if !finish {
            let row = self.row(window, next);
            self.report(
                row,
                MessageLevel::Warning,
                ProblemKind::Table,
                "a table needs a blank line after it",
            );
        }
    }
}
