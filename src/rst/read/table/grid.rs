//! Finding the cells of a grid table: from each upper left corner right, down, left and up again,
//! as docutils' `GridTableParser` does.

use std::collections::BTreeSet;

use super::{Fault, TableColumns, cell};
use crate::rst::read::lines::{LineView, SourceLines};

/// The work that one table may make, in characters looked at per character of the table.
const PATIENCE: usize = 64;

struct Scan<'t> {
    table: &'t [TableColumns],
    bottom: usize,
    right: usize,
    left_to_do: usize,
}

/// The cells of a table whose lines are all of one width, in the order of their places.
pub(super) fn read(
    lines: &SourceLines,
    table: &[TableColumns],
) -> Result<Vec<Vec<LineView>>, Fault> {
    let width = table.first().map_or(0, |line| line.cells.len());
    let separator = |line: &&TableColumns| {
        let text = lines.text(line.view);
        text.len() >= 5
            && text.starts_with("+=")
            && text.ends_with("=+")
            && text.bytes().all(|b| b"+=".contains(&b))
    };
    let heads: Vec<usize> = (0..table.len())
        .filter(|at| table.get(*at).as_ref().is_some_and(separator))
        .collect();
    if let Some(second) = heads.get(1) {
        return Err(Fault {
            why: "it has more than one separator of head and body",
            offset: *second,
        });
    }
    let head = heads.first().copied();
    if head == Some(0) || head.is_some_and(|at| at + 1 == table.len()) {
        return Err(Fault {
            why: "the separator of head and body stands at an end",
            offset: table.len() - 1,
        });
    }
    let (bottom, right) = (table.len().saturating_sub(1), width.saturating_sub(1));
    let mut scan = Scan {
        table,
        bottom,
        right,
        left_to_do: PATIENCE * width * table.len(),
    };
    // The last line that has been seen of each column, plus one.
    let mut done = vec![0; width];
    let mut corners = BTreeSet::from([(0, 0)]);
    let mut cells = Vec::new();
    while let Some((top, left)) = corners.pop_first() {
        let seen = done.get(left).is_none_or(|seen| top < *seen);
        if top == bottom || left == right || seen {
            continue;
        }
        let Some((low, far)) = scan.right(top, left, head) else {
            continue;
        };
        done.iter_mut()
            .take(far)
            .skip(left)
            .for_each(|seen| *seen = low);
        cells.push((
            (top, left),
            cell(
                lines,
                table.get(top + 1..low).unwrap_or_default(),
                left + 1,
                far,
            ),
        ));
        corners.insert((top, far));
        corners.insert((low, left));
    }
    if done.iter().take(right).any(|seen| *seen != bottom) {
        return Err(Fault {
            why: "it cannot be taken apart into cells",
            offset: 0,
        });
    }
    cells.sort_by_key(|(place, _)| *place);
    Ok(cells.into_iter().map(|(_, views)| views).collect())
}

impl Scan<'_> {
    fn at(&mut self, row: usize, column: usize, head: Option<usize>) -> Option<char> {
        self.left_to_do = self.left_to_do.checked_sub(1)?;
        let character = self.table.get(row)?.at(column);
        Some(if head == Some(row) && character == '=' {
            '-'
        } else {
            character
        })
    }

    /// The lower right corner of the cell whose upper left one is given.
    fn right(&mut self, top: usize, left: usize, head: Option<usize>) -> Option<(usize, usize)> {
        for column in left + 1..=self.right {
            match self.at(top, column, head)? {
                '+' => {
                    if let Some(bottom) = self.down(top, left, column, head) {
                        return Some((bottom, column));
                    }
                }
                '-' => {}
                _ => return None,
            }
        }
        None
    }

    fn down(
        &mut self,
        top: usize,
        left: usize,
        right: usize,
        head: Option<usize>,
    ) -> Option<usize> {
        for row in top + 1..=self.bottom {
            match self.at(row, right, head)? {
                '+' => {
                    if self.back(top, left, row, right, head)? {
                        return Some(row);
                    }
                }
                '|' => {}
                _ => return None,
            }
        }
        None
    }

    /// Whether a border leads from the lower right corner to the lower left and up; `None` when
    /// patience ends.
    fn back(
        &mut self,
        top: usize,
        left: usize,
        bottom: usize,
        right: usize,
        head: Option<usize>,
    ) -> Option<bool> {
        for column in (left + 1..right).rev() {
            if !matches!(self.at(bottom, column, head)?, '+' | '-') {
                return Some(false);
            }
        }
        if self.at(bottom, left, head)? != '+' {
            return Some(false);
        }
        for row in (top + 1..bottom).rev() {
            if !matches!(self.at(row, left, head)?, '+' | '|') {
                return Some(false);
            }
        }
        Some(true)
    }
}
