//! The journal: what is typed, on disk before it is on the screen.
//!
//! What this module promises:
//! - A record is one `write`, so that whatever a killed program wrote is there.
//!   [`Journal::flusher`] is for the thread that brings it to the platter; nobody who types waits
//!   for that.
//! - Reading stops at the first record that is not whole. A record's checksum covers a random
//!   number of its file and its place in the order, so that zeros, another journal's tail, a cut or
//!   a flipped bit end the reading and never change what is read.
//! - What comes out is what was on the screen at some moment: a true beginning of what was typed,
//!   never something else.
//! - A journal is locked while its writer lives, so that another hallway leaves it alone.
//! - Files are for their owner alone (0600, in folders of 0700), and lie in the state folder. Each
//!   says for which folder it was written: a notebook may move, and a copy of it gets nothing
//!   unasked.
//!
//! The format is described in `docs/format.md`.

pub mod codec;
mod file;
mod find;
mod made;
mod progress;
mod recover;
mod replay;
mod with;

#[cfg(test)]
mod tests;

pub use codec::{JournalHeader, JournalRecord, JournalText};
pub use file::{Flusher, Journal, JournalOrigin, NotBegun};
pub(super) use find::id;
pub use find::{JournalProblem, PendingJournal};
pub use made::MadePlace;
pub use progress::JournalKey;
pub(super) use progress::SaveNotes;
pub use recover::{Recovered, Recovery};
pub use replay::{Content, play};

use super::document::LinkBook;
use super::{EVENT, LINKS, SESSIONS};
use crate::model::event::Event;
use crate::model::session::Session;
use std::ffi::OsStr;
use std::path::Path;

/// Which kind of file a journal belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SnapshotKind {
    /// An `event.toml`.
    #[default]
    Event,
    /// A session's file.
    Session,
    /// The link book.
    Book,
}

impl SnapshotKind {
    /// Returns the kind of a file by its path.
    pub fn of_file(file: &Path) -> SnapshotKind {
        let is_session = file
            .parent()
            .is_some_and(|folder| folder.ends_with(SESSIONS));
        match file.file_name().and_then(OsStr::to_str) {
            Some(LINKS) if !is_session => SnapshotKind::Book,
            Some(EVENT) if !is_session => SnapshotKind::Event,
            _ => SnapshotKind::Session,
        }
    }
}

/// The content of one file of a notebook that can be journaled.
#[derive(Debug, Clone, PartialEq)]
pub enum Snapshot {
    /// An `event.toml`.
    Event(Box<Event>),
    /// A session's file.
    Session(Box<Session>),
    /// The link book.
    Book(Box<LinkBook>),
}
