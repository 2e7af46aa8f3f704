//! A post laid out for reading in a terminal, without knowing which terminal: lines of styled text
//! that fit a width.
//!
//! Every line knows the byte of the source that it came from, so that a preview can follow a
//! cursor. Nothing that could steer a terminal gets through: control characters are dropped, marks
//! that turn the writing direction are spelled out.

mod blocks;
mod inlines;
mod lists;
mod names;
#[cfg(test)]
mod tests;
mod verbatim;
mod wrap;

pub use wrap::clean;

use crate::rst::tree::DocumentTree;

/// How a run of text is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Style {
    /// Running text.
    #[default]
    Plain,
    /// A heading of that level, 1 for the outermost.
    Heading(usize),
    /// Strongly emphasised.
    Strong,
    /// Emphasised.
    Emphasis,
    /// Code, verbatim.
    Literal,
    /// Text that leads somewhere.
    Link,
    /// What is not the author's text: rules, bars, numbers of links, URLs.
    Dim,
}

/// Some text in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The style.
    pub style: Style,
    /// The text, without line breaks and control characters.
    pub text: String,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadingLine {
    /// The byte of the source at which the line's text begins.
    pub source: usize,
    /// What it says, from left to right.
    pub runs: Vec<Run>,
}

impl ReadingLine {
    /// The text without its styles.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

/// Lays out `document`, which was read from `source`, in lines of at most `width` columns (verbatim
/// text and tables may be wider). References get numbers; the URLs that they lead to are listed at
/// the end.
pub fn lines(source: &str, document: &DocumentTree, width: usize) -> Vec<ReadingLine> {
    let mut page = blocks::ReadingPage::new(source, document, width.max(10));
    page.blocks(&document.blocks);
    page.links();
    page.finish()
}
