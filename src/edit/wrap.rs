//! Soft wrap at words.
//!
//! A row holds at most one column less than the width, so that the cursor behind its last character
//! has a cell of its own; a space at a break may stand in that cell. A word longer than a row is
//! cut. Between wide characters (Chinese, Japanese) a row may end anywhere. Rows after the first
//! stand under the text of the line: behind its indentation and its list marker.

use super::{grapheme, list};

/// One row of a line: the bytes `start..end`, drawn from column `indent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WrappedRow {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) indent: usize,
}

/// Cuts a line into rows for a width in columns. There is at least one; they join up and cover the
/// line.
pub(super) fn wrap(line: &str, width: usize) -> Vec<WrappedRow> {
    let mut rows = Vec::new();
    wrap_from(line, width, 0, &mut rows, |_| false);
    rows
}

/// Cuts a line again after the bytes `at..end` of it have come in place of `removed` others: only
/// where rows change.
pub(super) fn rewrap(
    line: &str,
    width: usize,
    old: &[WrappedRow],
    at: usize,
    end: usize,
    removed: usize,
) -> Vec<WrappedRow> {
    // Where a row ends is decided by the word behind it, which may reach into the row after the
    // next.
    let first = row_of(old, at).saturating_sub(3);
    let hang = hang(line, width);
    if first == 0 || old[first].indent != hang || old.last().is_some_and(|row| row.start == row.end)
    {
        return wrap(line, width);
    }
    let mut rows = old[..first].to_vec();
    let old_byte = |byte: usize| byte + removed - (end - at);
    let same = |start: usize| {
        start > end
            && old
                .binary_search_by_key(&old_byte(start), |row| row.start)
                .is_ok()
    };
    if let Some(start) = wrap_from(line, width, old[first].start, &mut rows, same) {
        let from = old.partition_point(|row| row.start < old_byte(start));
        rows.extend(old[from..].iter().map(|row| WrappedRow {
            start: row.start + (end - at) - removed,
            end: row.end + (end - at) - removed,
            indent: hang,
        }));
    }
    rows
}

/// The column in which the rows after the first begin.
fn hang(line: &str, width: usize) -> usize {
    let hang = grapheme::text_width(&line[..list::text_start(line)], 0);
    if hang * 2 <= width { hang } else { 0 }
}

/// Adds the rows from byte `from` on, which is 0 or begins a row; ends before a row that begins
/// where `stop` says, and says where.
fn wrap_from(
    line: &str,
    width: usize,
    from: usize,
    rows: &mut Vec<WrappedRow>,
    stop: impl Fn(usize) -> bool,
) -> Option<usize> {
    let width = width.max(1);
    let limit = width.saturating_sub(1).max(1);
    let hang = hang(line, width);
    let mut column = if from == 0 { 0 } else { hang };
    let mut row = WrappedRow {
        start: from,
        end: from,
        indent: column,
    };
    // The last place where the row may end, and the column there.
    let mut chance: Option<(usize, usize)> = None;
    let mut text_seen = !line[..from].trim_start_matches([' ', '\t']).is_empty();
    for (at, piece) in grapheme::graphemes(&line[from..]) {
        let at = from + at;
        let mut cells = grapheme::width(piece, column);
        let space = piece == " " || piece == "\t";
        let wide = !piece.is_ascii() && cells >= 2;
        let room = if space { width } else { limit };
        if wide && text_seen {
            chance = Some((at, column));
        }
        if piece == "\t" && column < width {
            // A tab reaches to the edge at most.
            cells = cells.min(width - column);
        }
        while column + cells > room && at > row.start {
            let (cut, cut_column) = if space {
                (at, column)
            } else {
                chance.take().unwrap_or((at, column))
            };
            row.end = cut;
            rows.push(row);
            if stop(cut) {
                return Some(cut);
            }
            row = WrappedRow {
                start: cut,
                end: cut,
                indent: hang,
            };
            column = hang + column - cut_column;
            chance = None;
            if piece == "\t" {
                cells = grapheme::width(piece, column).min(width - column);
            }
        }
        column += cells;
        if space && text_seen || wide {
            chance = Some((at + piece.len(), column));
        }
        text_seen |= !space;
    }
    row.end = line.len();
    rows.push(row);
    if column >= width && row.end > row.start && width > 1 {
        // The cursor behind a space in the last cell needs a place.
        rows.push(WrappedRow {
            start: line.len(),
            end: line.len(),
            indent: hang,
        });
    }
    None
}

/// The row that shows the byte `at`: of two that meet there, the second.
pub(super) fn row_of(rows: &[WrappedRow], at: usize) -> usize {
    rows.partition_point(|row| row.start <= at)
        .saturating_sub(1)
}

/// The column at which the byte `at` of a row stands.
pub(super) fn column_of(line: &str, row: WrappedRow, at: usize) -> usize {
    row.indent + grapheme::text_width(&line[row.start..at], row.indent)
}

/// The byte of a row at or before a column. In a row that another one follows, its end belongs to
/// that one.
pub(super) fn byte_at(line: &str, row: WrappedRow, last: bool, column: usize) -> usize {
    let mut at_column = row.indent;
    let mut before = row.start;
    for (at, piece) in grapheme::graphemes(&line[row.start..row.end]) {
        let next = at_column + grapheme::width(piece, at_column);
        if next > column {
            return row.start + at;
        }
        at_column = next;
        before = row.start + at;
    }
    if last { row.end } else { before }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(line: &str, width: usize) -> Vec<&str> {
        wrap(line, width)
            .iter()
            .map(|row| &line[row.start..row.end])
            .collect()
    }

    #[test]
    fn breaks_at_words_and_cuts_long_ones() {
        assert_eq!(rows("one two three", 8), ["one two ", "three"]);
        assert_eq!(rows("abcdefghij", 5), ["abcd", "efgh", "ij"]);
        assert_eq!(rows("", 5), [""]);
        assert_eq!(rows("a bcdefghi", 5), ["a ", "bcde", "fghi"]);
    }

    #[test]
    fn spaces_at_the_edge_leave_room_for_the_cursor() {
        assert_eq!(rows("abcd ", 5), ["abcd ", ""]);
        assert_eq!(rows("abcd  x", 5), ["abcd ", " x"]);
    }

    #[test]
    fn wide_characters_never_straddle_the_edge() {
        assert_eq!(rows("漢字漢字", 6), ["漢字", "漢字"]);
        assert_eq!(rows("ab 漢字漢字", 8), ["ab 漢字", "漢字"]);
    }

    #[test]
    fn later_rows_stand_under_the_text_of_an_item() {
        let line = "- one two three";
        let all = wrap(line, 11);
        assert_eq!(rows(line, 11), ["- one two ", "three"]);
        assert_eq!((all[0].indent, all[1].indent), (0, 2));
        assert_eq!(column_of(line, all[1], all[1].start + 1), 3);
        assert_eq!(byte_at(line, all[1], true, 3), all[1].start + 1);
    }
}
