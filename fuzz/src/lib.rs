//! What the fuzz targets do with their bytes, one file a target.
//!
//! Each has a function `run` that panics when a promise is broken. libFuzzer calls it through
//! `fuzz_targets/`, and `tests/fuzz` includes this file and calls it with the seeds and some
//! mutations of them, so that the targets are tried without cargo-fuzz, too.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // A target stops at what it does not expect.

pub mod check;
pub mod clean;
pub mod config;
pub mod ics;
pub mod import;
pub mod journal;
pub mod json;
pub mod keymap;
pub mod merge;
pub mod programme;
pub mod rst;
pub mod terminal;
pub mod theme;
pub mod toml_files;
pub mod xml;
