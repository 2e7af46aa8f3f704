//! The app by keys alone, without a terminal: what a person sees after a script of keys, and what
//! is on disk then.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // A test stops at what it does not expect.

mod begin;
mod booth;
mod broken;
mod captured;
mod conflict;
mod cursor;
mod day;
mod fields;
mod finding;
mod help;
mod hostile;
mod journal;
mod keys;
mod links;
mod names;
mod once;
mod pictures;
mod post;
mod problems;
mod programme;
mod removing;
mod safety;
mod sessions;
mod sizes;
mod stage;
mod writers;
