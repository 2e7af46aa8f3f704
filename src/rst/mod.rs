//! The reStructuredText that hallway reads and writes.
pub mod tree;
