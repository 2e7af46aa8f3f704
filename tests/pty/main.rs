//! The real program in a real terminal: what a person types is what stands on disk, whatever
//! happens to the terminal meanwhile.

#![cfg(unix)]
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // A test stops at what it does not expect.

mod bad;
mod day;
mod editor;
mod ending;
mod home;
#[cfg(target_os = "linux")]
mod input;
mod job;
mod keys;
mod killed;
#[cfg(target_os = "linux")]
mod limit;
mod paste;
#[path = "../conformance/python.rs"]
mod python;
#[path = "../nikola/site.rs"]
mod site;
mod start;
mod terminal;
mod window;
mod writers;
