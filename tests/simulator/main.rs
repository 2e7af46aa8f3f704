//! The simulator: whole histories on a simulated disk, by a seed.

// A test stops at what it does not expect.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod acts;
mod clock;
mod disk;
mod history;
mod kept;
mod model;
mod program;
mod rng;
mod run;
mod shown;
mod slow;
mod verbs;
