//! Columns that line up, within the terminal's width.

use super::failure::Failure;
use super::out::Out;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Rows of `N` cells.
pub struct TextTable<const N: usize> {
    rows: Vec<[String; N]>,
    /// The column that gives way where a line would be too long.
    elastic: usize,
}

/// What an elastic column keeps at least.
const LEAST: usize = 12;

impl<const N: usize> TextTable<N> {
    /// An empty table whose column `elastic` is shortened first.
    pub fn new(elastic: usize) -> TextTable<N> {
        TextTable {
            rows: Vec::new(),
            elastic,
        }
    }

    /// Adds a row. Characters that would break the line or steer the terminal are left out.
    pub fn row(&mut self, cells: [String; N]) {
        self.rows
            .push(cells.map(|cell| crate::post::reading::clean(&cell).replace('\n', " ")));
    }

    /// Prints the rows; columns without any text take no room. Where the output is no terminal,
    /// nothing is shortened.
    pub fn print(&self, out: &mut Out) -> Result<(), Failure> {
        let mut widths = [0; N];
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        let gaps = widths
            .iter()
            .filter(|width| **width > 0)
            .count()
            .saturating_sub(1)
            * 2;
        let total: usize = widths.iter().sum::<usize>() + gaps;
        let over = total.saturating_sub(out.width(usize::MAX));
        widths[self.elastic] = widths[self.elastic]
            .saturating_sub(over)
            .max(LEAST.min(widths[self.elastic]));
        for row in &self.rows {
            let mut line = String::new();
            for (width, cell) in widths.iter().zip(row).filter(|(width, _)| **width > 0) {
                let cell = shorten(cell, *width);
                let pad = width - cell.width();
                line.push_str(&cell);
                line.push_str(&" ".repeat(pad + 2));
            }
            out.line(line.trim_end())?;
        }
        Ok(())
    }
}

/// The text in at most `width` columns, with an ellipsis where something is missing.
fn shorten(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    for grapheme in text.graphemes(true) {
        if short.width() + grapheme.width() + 1 > width {
            break;
        }
        short.push_str(grapheme);
    }
    short.push('\u{2026}');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_end_in_an_ellipsis_and_wide_ones_count_double() {
        assert_eq!(shorten("Kubernetes 101", 14), "Kubernetes 101");
        assert_eq!(shorten("Kubernetes 101", 8), "Kuberne\u{2026}");
        assert_eq!(shorten("日本語", 5), "日本\u{2026}");
        assert_eq!(shorten("日本語", 4), "日\u{2026}");
    }
}
