//! Whether a change is known to be on the disk itself.
//!
//! What this module promises: nobody throws the answer away unawares, since the compiler warns of
//! it. What is called saved, and what a verb of the command line answers with 0, was
//! [`Durable::Confirmed`].

use std::io;

/// Whether the system confirmed that a change is on the disk itself.
#[must_use = "what is not known to be on the disk is not called saved"]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durable {
    /// It stays there when the power goes.
    Confirmed,
    /// It is written, and may be gone when the power goes now.
    Unknown,
}

impl Durable {
    /// Returns what the answer of a sync means.
    pub(super) fn of(synced: &io::Result<()>) -> Durable {
        match synced {
            Ok(()) => Durable::Confirmed,
            Err(_) => Durable::Unknown,
        }
    }

    /// Returns whether both changes are known to be on the disk.
    pub fn and(self, other: Durable) -> Durable {
        match (self, other) {
            (Durable::Confirmed, Durable::Confirmed) => Durable::Confirmed,
            _ => Durable::Unknown,
        }
    }

    /// Whether the system confirmed it.
    pub fn is_confirmed(self) -> bool {
        self == Durable::Confirmed
    }
}
