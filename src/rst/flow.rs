//! Running text with its indentation taken out, and the way back to the source.

use super::tree::Span;

/// The text of a paragraph, title, term or the like, as inline markup is read from it: lines joined
/// by `\n`, without the indentation of the enclosing block, each line knowing where it stands in
/// the source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flow {
    text: String,
    /// For each line and each piece: its first byte in `text`, its first byte in the source.
    lines: Vec<(usize, usize)>,
    /// Where a line ends in `text`, and how many bytes follow it in the source as one character,
    /// where that is more than one.
    wide: Vec<(usize, usize)>,
}

impl Flow {
    /// A flow of one line that starts at byte `source` of the source text.
    pub fn line(text: &str, source: usize) -> Flow {
        let mut flow = Flow::default();
        flow.push(text, source);
        flow
    }

    /// Adds a line (without its line break) that starts at byte `source` of the source text.
    pub fn push(&mut self, line: &str, source: usize) {
        if !self.lines.is_empty() {
            self.text.push('\n');
        }
        self.lines.push((self.text.len(), source));
        self.text.push_str(line);
    }

    /// Adds to the last line a piece that starts at byte `source` of the source text, for lines of
    /// which not every byte follows its neighbour in the source (a tab shows as several spaces,
    /// all of which stand where the tab is).
    pub fn join(&mut self, piece: &str, source: usize) {
        self.lines.push((self.text.len(), source));
        self.text.push_str(piece);
    }

    /// Says that the character behind the last line, a line break or white space that was left out,
    /// has so many bytes in the source.
    pub fn widen(&mut self, bytes: usize) {
        if bytes > 1 {
            self.wide.push((self.text.len(), bytes));
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place in the source of byte `offset` of the text.
    pub fn source(&self, offset: usize) -> usize {
        let line = self.lines.partition_point(|(start, _)| *start <= offset);
        match line.checked_sub(1).and_then(|at| self.lines.get(at)) {
            Some((start, source)) => source + (offset - start),
            None => offset,
        }
    }

    /// The source range of bytes `start..end` of the text; the end is that of the last byte
    /// covered.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let first = self.source(start);
        let last = if end > start {
            let wide = self.wide.binary_search_by_key(&(end - 1), |(at, _)| *at);
            self.source(end - 1) + wide.map_or(1, |at| self.wide[at].1)
        } else {
            first
        };
        Span {
            start: first,
            end: last,
        }
    }
}
