//! The reStructuredText that hallway reads and writes.
pub(crate) mod chars;
pub mod flow;
pub mod inline;
pub mod name;
mod tables;
pub mod tree;
pub mod width;
