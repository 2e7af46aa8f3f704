//! Finding the cells of a simple table, whose top border shows the columns, as docutils'
//! `SimpleTableParser` does.

use super::{Fault, TableColumns, cell};
use crate::rst::read::lines::{LineView, SourceLines};

/// Where a column begins and ends.
type Column = (usize, usize);

struct SimpleTableParser<'t> {
    lines: &'t SourceLines<'t>,
    table: &'t [TableColumns],
    columns: Vec<Column>,
    /// The end of the top border.
    border: usize,
    cells: Vec<Vec<LineView>>,
}

/// The cells of a table, row by row.
pub(super) fn read(
    lines: &SourceLines,
    table: &[TableColumns],
) -> Result<Vec<Vec<LineView>>, Fault> {
    let columns = table
        .first()
        .map(|line| runs(line, '='))
        .unwrap_or_default();
    let (Some((first, first_end)), Some((_, border))) =
        (columns.first().copied(), columns.last().copied())
    else {
        return Err(Fault {
            why: "it has no columns",
            offset: 0,
        });
    };
    let mut parser = SimpleTableParser {
        lines,
        table,
        columns,
        border,
        cells: Vec::new(),
    };
    let mut start = 1;
    let mut text = false;
    for (offset, line) in table.iter().enumerate().skip(1) {
        let mark = if is_border(line, '=') {
            Some('=')
        } else {
            is_border(line, '-').then_some('-')
        };
        if let Some(mark) = mark {
            let spans = parser.spans(runs(line, mark), offset)?;
            parser.row(start, offset, spans)?;
            start = offset + 1;
            text = false;
        } else if line.is_filled(first, first_end) {
            if text && offset != start {
                parser.row(start, offset, parser.columns.clone())?;
            }
            start = offset;
            text = true;
        } else if !text {
            start = offset + 1;
        }
    }
    Ok(parser.cells)
}

impl SimpleTableParser<'_> {
    /// The columns that a line of dashes joins.
    fn spans(&self, mut spans: Vec<Column>, offset: usize) -> Result<Vec<Column>, Fault> {
        match (spans.last_mut(), self.columns.last()) {
            (Some(last), Some(column)) if last.1 == self.border => last.1 = column.1,
            _ => {
                return Err(Fault {
                    why: "a column span is incomplete",
                    offset,
                });
            }
        }
        Ok(spans)
    }

    /// The cells of a row of lines `start..end`.
    fn row(&mut self, start: usize, end: usize, mut columns: Vec<Column>) -> Result<(), Fault> {
        let rows = self.table.get(start..end).unwrap_or_default();
        let last = columns.len().saturating_sub(1);
        for index in 0..columns.len() {
            let (begin, stop) = columns[index];
            let next = columns.get(index + 1).map_or(usize::MAX, |column| column.0);
            for (offset, line) in rows.iter().enumerate() {
                if !line.is_filled(stop, next) {
                    continue;
                }
                if index != last {
                    return Err(Fault {
                        why: "text stands between its columns",
                        offset: start + offset,
                    });
                }
                let text = line
                    .cells
                    .iter()
                    .rposition(|(c, _)| !crate::rst::chars::is_space(*c))
                    .map_or(0, |at| at + 1);
                if let Some(column) = self.columns.last_mut() {
                    columns[index] = (begin, column.1.max(text));
                    column.1 = column.1.max(text);
                }
            }
        }
        let mut at = 0;
        for (begin, stop) in &columns {
            let fault = Fault {
                why: "a column span is not aligned",
                offset: start + 1,
            };
            if self.columns.get(at).is_none_or(|column| column.0 != *begin) {
                return Err(fault);
            }
            while self.columns.get(at).is_some_and(|column| column.1 != *stop) {
                at += 1;
            }
            if at >= self.columns.len() {
                return Err(fault);
            }
            at += 1;
        }
        for (begin, stop) in columns {
            let views = cell(self.lines, rows, begin, stop);
            self.cells.push(views);
        }
        Ok(())
    }
}

/// The runs of a mark in a line.
fn runs(line: &TableColumns, mark: char) -> Vec<Column> {
    let mut runs: Vec<Column> = Vec::new();
    for (at, (character, _)) in line.cells.iter().enumerate() {
        match runs.last_mut() {
            _ if *character != mark => {}
            Some(run) if run.1 == at => run.1 = at + 1,
            _ => runs.push((at, at + 1)),
        }
    }
    runs
}

/// Whether the line consists of runs of a mark.
fn is_border(line: &TableColumns, mark: char) -> bool {
    line.at(0) == mark
        && line
            .cells
            .iter()
            .all(|(character, _)| *character == mark || *character == ' ')
}
