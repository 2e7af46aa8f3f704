//! What is known of a text that went to an editor: where it came from, and what it said.

use super::EditSource;
use crate::store::atomic::{Temporary, sync_folder};
use crate::store::identity::{decode, encode, was_moved_away};
use crate::store::journal::JournalText;
use crate::store::parse::read_whole;
use crate::store::{Store, StoreError};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The version that is written and read.
const VERSION: u32 = 1;

/// The record beside a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditRecord {
    version: u32,
    /// The notebook's id.
    pub notebook: String,
    /// The notebook's folder, its device and its inode: a copy of a notebook has no claim to the
    /// text.
    pub root: String,
    #[serde(default)]
    dev: u64,
    #[serde(default)]
    ino: u64,
    /// The file within the notebook, with `/`; nothing when the text had none.
    pub file: String,
    /// Which text of the file.
    pub which: JournalText,
    /// The title of the session, else of the event.
    pub title: String,
    /// What went out, or was brought back last.
    pub text: String,
    /// When it went out, in milliseconds since 1970.
    pub at: i64,
    /// The editor failed, so that the text comes back only when somebody wants that.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub refused: bool,
    /// When it was first found to be too old, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_since: Option<i64>,
}

/// What every record has, whichever hallway wrote it.
#[derive(Deserialize)]
struct EditVersion {
    version: u32,
}

impl EditRecord {
    /// Returns the record of a text that goes out now.
    pub fn new(store: &Store, text: &str, source: &EditSource) -> Result<EditRecord, StoreError> {
        let file = source.file.as_deref();
        let place = store.place_or_last()?;
        let (dev, ino) = place.inode.unwrap_or_default();
        Ok(EditRecord {
            version: VERSION,
            notebook: store.id()?,
            root: encode(&place.root),
            dev,
            ino,
            file: file.map(|file| store.inside(file)).unwrap_or_default(),
            which: source.which,
            title: source.title.clone(),
            text: text.to_owned(),
            at: store.system().millis(),
            refused: false,
            old_since: None,
        })
    }

    /// Returns the record of a text of which nothing is known.
    pub fn unknown(at: i64) -> EditRecord {
        EditRecord {
            version: VERSION,
            notebook: String::new(),
            root: String::new(),
            dev: 0,
            ino: 0,
            file: String::new(),
            which: JournalText::Notes,
            title: String::new(),
            text: String::new(),
            at,
            refused: false,
            old_since: None,
        }
    }

    /// The bytes of its file.
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// The event's folder and, for a session, its name; nothing when the text had no file.
    pub fn place(&self) -> Option<(&str, Option<&str>)> {
        let rest = self.file.strip_prefix("events/")?;
        let (folder, file) = rest.split_once('/')?;
        match file.strip_prefix("sessions/") {
            Some(name) => Some((folder, Some(name.strip_suffix(".toml")?))),
            None => Some((folder, None)),
        }
    }
}

impl Store {
    /// Reads a record; nothing where it is one of a later hallway. One that was damaged knows
    /// nothing.
    pub(super) fn read_record(&self, path: &Path, modified: i64) -> Option<EditRecord> {
        let bytes = read_whole(self.disk(), path).unwrap_or_default();
        let version = serde_json::from_slice(&bytes).map(|EditVersion { version }| version);
        match (serde_json::from_slice(&bytes), version) {
            (Ok(record), Ok(VERSION)) => Some(record),
            (_, Ok(version)) if version != VERSION => None,
            _ => Some(EditRecord::unknown(modified)),
        }
    }

    /// Writes a record anew.
    pub(super) fn write_record(&self, path: &Path, record: &EditRecord) -> Result<(), StoreError> {
        let folder = path.parent().unwrap_or(path);
        let wrong = |error| StoreError::writing(path, error);
        let made = Temporary::unique(self.system(), folder, ".tmp", 6, "", 0o600);
        let made = made.map_err(wrong)?;
        made.write(&record.bytes()).map_err(wrong)?;
        made.file().sync_all().map_err(wrong)?;
        made.rename(path).map_err(wrong)?;
        sync_folder(self.disk(), folder).map_err(wrong)
    }

    /// Whether a text comes from this very notebook, and not from one that it was copied from.
    pub(super) fn is_own_record(&self, record: &EditRecord) -> bool {
        let Ok(place) = self.place() else {
            return false;
        };
        let (root, inode) = (decode(&record.root), (record.dev, record.ino));
        let is_moved = || place.inode == Some(inode) && was_moved_away(self.disk(), &root, inode);
        root == place.root || is_moved()
    }
}
