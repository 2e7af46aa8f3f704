//! The reStructuredText that hallway reads and writes.
pub(crate) mod chars;
pub mod escape;
mod fill;
pub mod flow;
mod guard;
pub mod inline;
pub mod name;
mod plain;
mod read;
pub mod resolve;
pub mod roman;
mod tables;
pub mod target;
pub mod transition;
pub mod tree;
pub mod walk;
pub mod width;
pub mod wrap;

pub use plain::{plain, plain_inlines};
use tree::DocumentTree;

/// Reads a source text, as docutils 0.22 reads it. Never fails: what docutils refuses becomes an
/// opaque block and a problem.
pub fn parse(source: &str) -> DocumentTree {
    read::document(source)
}

/// Where each line of the source begins, by docutils' notion of a line; at the end of the source,
/// too, where it ends with a line break.
pub fn line_starts(source: &str) -> Vec<usize> {
    read::line_starts(source)
}

/// The number, from 1, of the line in which byte `offset` of the source stands, by docutils' notion
/// of a line.
pub fn line_of(source: &str, offset: usize) -> usize {
    read::line_of(source, offset)
}
