//! The reStructuredText that hallway reads and writes.
pub mod flow;
pub mod tree;
