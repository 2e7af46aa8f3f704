//! The checker on posts with known faults, on posts that are fine, and beside docutils.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // A test stops at what it does not expect.

mod corpus;
mod mending;
