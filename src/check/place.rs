//! Places in a text, found quickly: a text of nothing but mistakes may have tens of thousands of
//! them, all in one line.

use super::Place;
use crate::rst::line_starts;
use crate::rst::tree::Span;
use std::cell::OnceCell;

/// Places that are looked into for a byte.
pub(super) struct Places(Vec<Span>);

impl Places {
    /// Of places that stand within each other only the outermost one counts.
    pub fn new(mut all: Vec<Span>) -> Places {
        all.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        let mut end = 0;
        all.retain(|span| {
            let is_outer = span.end > end;
            end = end.max(span.end);
            is_outer
        });
        Places(all)
    }

    /// The place that a byte stands in.
    pub fn surrounding(&self, offset: usize) -> Option<Span> {
        let after = self.0.partition_point(|span| span.start <= offset);
        let span = self.0.get(after.checked_sub(1)?)?;
        (offset < span.end).then_some(*span)
    }
}

/// How many bytes are counted together.
const STRIDE: usize = 512;

/// Counts characters; marks of byte order are none.
pub(super) struct ColumnIndex(Vec<usize>);

impl ColumnIndex {
    /// Counts a text once.
    pub fn new(text: &str) -> ColumnIndex {
        let bytes = text.as_bytes();
        let mut so_far = 0;
        let counted = (0..bytes.len()).step_by(STRIDE).map(|start| {
            let here = so_far;
            so_far += count(bytes, start, start + STRIDE);
            here
        });
        ColumnIndex(counted.collect())
    }

    /// How many characters of the same text begin before a byte.
    pub fn before(&self, text: &str, offset: usize) -> usize {
        let block = (offset / STRIDE).min(self.0.len().saturating_sub(1));
        let counted = self.0.get(block).copied().unwrap_or(0);
        counted + count(text.as_bytes(), block * STRIDE, offset)
    }
}

/// The characters that begin in these bytes.
fn count(bytes: &[u8], start: usize, end: usize) -> usize {
    let end = end.min(bytes.len());
    let here = bytes.get(start..end).unwrap_or_default();
    let begins = |byte: &&u8| **byte & 0xc0 != 0x80;
    let all = here.iter().filter(begins).count();
    let is_mark = |at: &usize| bytes[start + at..].starts_with("\u{feff}".as_bytes());
    let candidates = here.iter().enumerate().filter(|(_, byte)| **byte == 0xef);
    all - candidates.map(|(at, _)| at).filter(is_mark).count()
}

/// Finds lines and columns; the text is counted when the first is asked for.
pub(super) struct Ruler<'t> {
    text: &'t str,
    counted: OnceCell<(Vec<usize>, ColumnIndex)>,
}

impl<'t> Ruler<'t> {
    /// A ruler for a text.
    pub fn new(text: &'t str) -> Ruler<'t> {
        Ruler {
            text,
            counted: OnceCell::new(),
        }
    }

    /// The line and column of a byte.
    pub fn place(&self, offset: usize) -> Place {
        let counted = || (line_starts(self.text), ColumnIndex::new(self.text));
        let (starts, columns) = self.counted.get_or_init(counted);
        let line = starts.partition_point(|start| *start <= offset).max(1);
        let start = starts.get(line - 1).copied().unwrap_or(0);
        let before = |at| columns.before(self.text, at);
        Place {
            line,
            column: before(offset) - before(start) + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    #[test]
    fn the_outermost_place_is_found() {
        let places = Places::new(vec![span(2, 9), span(3, 5), span(12, 14), span(13, 14)]);
        assert_eq!(places.surrounding(1), None);
        assert_eq!(places.surrounding(4), Some(span(2, 9)));
        assert_eq!(places.surrounding(8), Some(span(2, 9)));
        assert_eq!(places.surrounding(9), None);
        assert_eq!(places.surrounding(13), Some(span(12, 14)));
        assert_eq!(Places::new(Vec::new()).surrounding(0), None);
    }

    #[test]
    fn characters_are_counted_as_if_one_by_one() {
        let text = "a\u{feff}é日本\n".repeat(STRIDE);
        let columns = ColumnIndex::new(&text);
        for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let before = &text[..at];
            let one_by_one = before.chars().filter(|c| *c != '\u{feff}').count();
            assert_eq!(columns.before(&text, at), one_by_one, "before byte {at}");
        }
    }
}
