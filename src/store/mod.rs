//! The notebook on disk: plain TOML files that a person can read, diff and keep under git.
//!
//! What this module promises:
//! - Reading makes nothing. Folders and `notebook.toml` appear at the first write.
//! - A file is whole at every moment, and "saved" is said only after it is on disk.
//! - A file that cannot be read (broken TOML, a wrong type, another encoding, a later format) is
//!   never written, and stops no other file.
//! - Before a file is written it is compared with what was loaded. What somebody else wrote
//!   meanwhile is merged in; nothing is dropped.
//! - A file in which git left both sides of a merge is written only by [`Store::settle`], with what
//!   a person chose.
//! - Comments, spacing, the order of keys and keys that hallway does not know survive every save,
//!   as do a byte order mark and CR LF.
//! - Nothing is deleted: what is removed moves to the notebook's `trash/`.
//! - Symbolic links that lead out of the notebook are neither read nor written, unless a person
//!   allowed the folder.
//!
//! The formats are described in `docs/format.md`.

mod ancestor;
mod atomic;
mod backup;
mod backup_version;
pub mod clock;
mod conflict;
mod copies;
mod copies_back;
mod create;
pub mod disk;
mod document;
mod durable;
mod edit_lock;
mod encode_event;
mod encode_header;
mod encode_notebook;
mod encode_parts;
mod encode_programme;
mod encode_session;
mod error;
mod error_hints;
mod excerpt;
mod expiry;
mod exports;
mod external_edit;
mod identity;
pub mod index;
pub mod journal;
mod kind;
mod last;
mod late;
mod leftover;
mod leftover_restore;
mod listing;
mod load;
mod locate;
mod lock;
mod log;
mod markers;
mod merge;
mod merge_common;
mod merge_file;
mod merge_list;
mod merge_text;
mod merge_words;
mod pair;
mod parse;
mod patch;
mod patch_list;
mod private_names;
mod programme;
mod reader;
mod render;
mod save;
mod scratch;
pub mod search;
mod slug;
mod style;
mod system;
pub mod text;
mod three;
mod time;
mod trash;
mod value;
mod watch;
mod write_file;

#[cfg(test)]
mod tests;

pub use backup_version::{Aside, Backup, Restored, Why};
pub use conflict::{Conflict, ConflictVersion, Resolved};
pub use create::Created;
pub use document::{Document, LinkBook, Loaded};
pub use durable::Durable;
pub use edit_lock::{Claiming, EditLock, EditLockKind, FoundLock, Holder};
pub use error::StoreError;
pub use excerpt::Excerpt;
pub use exports::{WrittenPost, post_stem};
pub use external_edit::{EditRecovery, EditSource, ExternalEdit, OpenEdit};
pub use leftover::Leftover;
pub use listing::{EventEntry, Listing};
pub use locate::{Folders, at_home, locate};
pub use merge_text::merge_text;
pub use programme::ReadyProgramme;
pub use save::{FieldConflict, SaveOutcome};
pub use slug::{is_slug, slug};
pub use three::{adopt, three};
pub use trash::Removed;
pub use watch::{FileState, Signature, Watcher};
pub use write_file::{Expected, hash, write_file};

use clock::Clock;
use disk::{Confined, Disk, LeadsOut};

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use system::System;

/// The format that this hallway reads and writes.
pub const FORMAT: i64 = 1;

/// The largest file that is read or written, in bytes.
pub const MOST_BYTES: u64 = 8 * 1024 * 1024;

/// The longest prose that is saved, in bytes.
pub const MOST_PROSE: usize = 1024 * 1024;

/// A notebook and the state folder that goes with it. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct Store {
    shared: Arc<StoreInner>,
}

/// What all clones of a store have together.
#[derive(Debug)]
struct StoreInner {
    root: PathBuf,
    state: PathBuf,
    id: OnceLock<String>,
    /// It is known in the state folder which part of it belongs to the notebook.
    noted: OnceLock<()>,
    /// Device and inode that the notebook's folder had when it was last there.
    last_inode: Mutex<Option<(u64, u64)>>,
    system: System,
    /// The disk of the system.
    confined: Arc<Confined>,
}

impl Store {
    /// The notebook in the folder `root`, which need not exist; locks and backups go under `state`.
    pub fn new(root: impl Into<PathBuf>, state: impl Into<PathBuf>) -> Store {
        Store::on(root.into(), state.into(), System::real())
    }

    /// The same on another disk, and with another clock, than those of this computer.
    pub fn with(
        root: impl Into<PathBuf>,
        state: impl Into<PathBuf>,
        disk: Arc<dyn Disk>,
        clock: Arc<dyn Clock>,
    ) -> Store {
        Store::on(root.into(), state.into(), System::new(disk, clock))
    }

    /// Another notebook on the same disk, with the same state folder.
    pub fn another(&self, root: impl Into<PathBuf>) -> Store {
        let mut system = self.system().clone();
        system.disk = self.shared.confined.outside();
        Store::on(root.into(), self.state().to_owned(), system)
    }

    fn on(root: PathBuf, state: PathBuf, mut system: System) -> Store {
        let (disk, clock) = (Arc::clone(&system.disk), Arc::clone(&system.clock));
        let confined = Arc::new(Confined::new(disk, clock, root.clone()));
        system.disk = Arc::<Confined>::clone(&confined);
        Store {
            shared: Arc::new(StoreInner {
                root,
                state,
                id: OnceLock::new(),
                noted: OnceLock::new(),
                last_inode: Mutex::new(None),
                system,
                confined,
            }),
        }
    }

    /// Allows symbolic links of the notebook to lead into these folders; without, they may lead to
    /// places of the notebook alone.
    pub fn allow_links_to(&self, folders: Vec<PathBuf>) {
        self.shared.confined.allow(folders);
    }

    /// Whether a path of the notebook stays in it, for what opens it without the store, such as an
    /// editor.
    ///
    /// # Errors
    /// [`StoreError::LeadsOut`] where it does not.
    pub fn stays_inside(&self, path: &Path) -> Result<(), StoreError> {
        match self.disk().metadata(path) {
            Err(error) if LeadsOut::of(&error).is_some() => Err(StoreError::reading(path, error)),
            _ => Ok(()),
        }
    }

    /// Says whether a file with several names (hard links) is written in its place, so that all of
    /// them keep one text. Without, the saved file is a new one, and the other names keep the old
    /// text.
    pub fn keep_hard_links(&self, keep: bool) {
        self.system().keep_hard_links(keep);
    }

    /// The notebook's folder.
    pub fn root(&self) -> &Path {
        &self.shared.root
    }

    /// The state folder.
    pub fn state(&self) -> &Path {
        &self.shared.state
    }

    /// The disk that it is on.
    pub fn disk(&self) -> &dyn Disk {
        self.system().disk()
    }

    /// The clock that it goes by.
    pub fn clock(&self) -> &dyn Clock {
        &*self.system().clock
    }

    fn system(&self) -> &System {
        &self.shared.system
    }

    /// Whether there is a notebook yet.
    pub fn exists(&self) -> bool {
        let is_there = |name| self.disk().exists(&self.root().join(name));
        is_there(NOTEBOOK) || is_there(EVENTS)
    }

    /// The file of an event.
    pub fn event_path(&self, folder: &str) -> Result<PathBuf, StoreError> {
        Ok(self.event_folder(folder)?.join(EVENT))
    }

    /// The file of a session.
    pub fn session_path(&self, folder: &str, name: &str) -> Result<PathBuf, StoreError> {
        let name = safe(name)?;
        Ok(self.sessions_folder(folder)?.join(format!("{name}.toml")))
    }

    /// The folder of an event, which also holds its programme.
    pub fn event_folder(&self, folder: &str) -> Result<PathBuf, StoreError> {
        Ok(self.root().join(EVENTS).join(safe(folder)?))
    }

    fn sessions_folder(&self, folder: &str) -> Result<PathBuf, StoreError> {
        Ok(self.event_folder(folder)?.join(SESSIONS))
    }
}

const NOTEBOOK: &str = "notebook.toml";
const LINKS: &str = "links.toml";
const EVENTS: &str = "events";
const EVENT: &str = "event.toml";
/// The file of an event's programme, in its folder.
pub const SCHEDULE: &str = "schedule.toml";
const SESSIONS: &str = "sessions";
const TRASH: &str = "trash";

/// A name that stays within its folder.
fn safe(name: &str) -> Result<&str, StoreError> {
    let strange = |c: char| c.is_control() || matches!(c, '/' | '\\');
    if name.is_empty() || name.len() > 200 || name.starts_with('.') || name.contains(strange) {
        return Err(StoreError::UnsafeName {
            name: name.chars().take(80).collect(),
        });
    }
    Ok(name)
}
