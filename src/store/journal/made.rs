//! What is noted beside the journals: which file a new document goes into, before the file is made;
//! and how far a save has come (see `progress.rs`).
//!
//! A journal of a new document cannot name its file. Without the first note a program that is
//! killed right after making the file would make it once more when the journal is recovered.
//! Without the others a recovery could only guess, from what others made of the file since, whether
//! a save had come through. Either way everything in it could be there twice, or be lost.

use super::codec::JournalHeader;
use super::find::PendingJournal;
use super::progress::{BEGUN, LANDED};
use super::{Snapshot, SnapshotKind};
use crate::store::atomic::{Temporary, cannot_tell, make_folder, sync_folder};
use crate::store::parse::{SourceText, read_bytes, read_whole};
use crate::store::{Store, StoreError, TRASH, is_slug};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

const MADE: &str = "made";

impl Store {
    /// Notes, durably, that the document with this key is about to be made in `file`.
    ///
    /// # Errors
    /// When the state folder cannot be written; then the file should not be made.
    pub(in crate::store) fn note_made(&self, key: &str, file: &Path) -> Result<(), StoreError> {
        let note = note_path(&self.journals(&self.id()?), key, MADE);
        self.note(&note, &self.inside(file))
    }

    /// Writes a note, durably.
    pub(super) fn note(&self, path: &Path, text: &str) -> Result<(), StoreError> {
        let wrong = |error| StoreError::writing(path, error);
        let folder = path.parent().unwrap_or(path);
        // One that the system confirms nothing about is written to all the same.
        let _ = make_folder(self.disk(), folder)?.and(self.confirm_place(path));
        // One that is killed in between leaves the old note.
        let made = Temporary::unique(self.system(), folder, ".tmp", 6, "", 0o600);
        let made = made.map_err(wrong)?;
        made.write(text.as_bytes()).map_err(wrong)?;
        made.file().sync_all().map_err(wrong)?;
        made.rename(path).map_err(wrong)?;
        match sync_folder(self.disk(), folder) {
            Err(error) if !cannot_tell(&error) => Err(wrong(error)),
            _ => Ok(()),
        }
    }

    /// Returns the file that was noted for a new document, within the notebook, where a journal
    /// lies.
    pub(super) fn noted_file(&self, key: &str, journal: &Path) -> Option<String> {
        self.noted(key, MADE, journal)
    }

    /// What a note says, where a journal lies.
    pub(super) fn noted(&self, key: &str, ending: &str, journal: &Path) -> Option<String> {
        let bytes = read_whole(self.disk(), &note_path(journal.parent()?, key, ending))?;
        String::from_utf8(bytes)
            .ok()
            .filter(|text| !text.is_empty())
    }

    /// Removes notes of documents that no journal speaks of any more.
    pub(super) fn drop_notes(&self, paths: &[PathBuf], keys: &HashSet<String>) {
        for path in paths {
            let ending = path.extension();
            let is_note =
                ending.is_some_and(|ending| [MADE, BEGUN, LANDED].iter().any(|one| ending == *one));
            let key = path.file_stem().unwrap_or_default().to_string_lossy();
            if is_note && !keys.contains(&*key) {
                // One that stays is looked at again the next time.
                let _ = self.disk().remove_file(path);
            }
        }
    }

    /// Returns the file in the trash that says everything that a journal says: its document was
    /// removed, and its writer ended before the journal went.
    pub(super) fn in_trash(&self, pending: &PendingJournal) -> Option<PathBuf> {
        if self.text_of(pending).is_some() {
            return None;
        }
        let candidates = match pending.place() {
            Some(MadePlace::Trash(file)) => vec![self.root().join(file)],
            Some(MadePlace::File(folder, name)) => self.trashed_files(&folder, name.as_deref()),
            Some(MadePlace::Book) | None => return None,
        };
        candidates.into_iter().find(|file| {
            let text = read_bytes(self.disk(), file).ok().flatten();
            let text = text.and_then(|bytes| SourceText::decode(file, &bytes).ok());
            let there = text.and_then(|text| Snapshot::parse(pending.header.kind(), &text.plain));
            there.is_some_and(|there| pending.says_nothing_new(&there))
        })
    }

    /// The files in the trash that may be this one: removed alone, or with its event.
    fn trashed_files(&self, folder: &str, name: Option<&str>) -> Vec<PathBuf> {
        let trash = self.root().join(TRASH);
        let Ok(entries) = self.disk().read_dir(&trash) else {
            return Vec::new();
        };
        let mut files = Vec::new();
        for entry in entries {
            let path = trash.join(&entry.name);
            let place = entry.name.to_string_lossy().into_owned();
            let of_event = is_numbered(&place, folder);
            match name {
                Some(name) if of_event => {
                    files.push(path.join("sessions").join(format!("{name}.toml")));
                }
                Some(name) if is_numbered(&place, &format!("{folder}--{name}")) => {
                    files.push(path.join(format!("{name}.toml")));
                }
                None if of_event => files.push(path.join("event.toml")),
                _ => {}
            }
        }
        files
    }
}

/// The file of a note.
pub(super) fn note_path(journals: &Path, key: &str, ending: &str) -> PathBuf {
    let name = match is_slug(key) {
        true => key.to_owned(),
        false => crate::store::hash(key.as_bytes())[..32].to_owned(),
    };
    journals.join(format!("{name}.{ending}"))
}

/// Whether a name is this one, or this one with a number behind it.
fn is_numbered(name: &str, wanted: &str) -> bool {
    let rest = name.strip_prefix(wanted);
    rest.is_some_and(|rest| {
        let number = rest.strip_prefix('-');
        rest.is_empty() || number.is_some_and(|number| number.parse::<u32>().is_ok())
    })
}

/// What tells one state of a document from all others.
pub(super) fn digest(snapshot: &Snapshot) -> String {
    crate::store::hash(snapshot.toml().as_bytes())
}

/// Where the document of a journal is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MadePlace {
    /// The link book.
    Book,
    /// The event's folder and, for a session, its name.
    File(String, Option<String>),
    /// A file in the trash, within the notebook.
    Trash(String),
}

impl MadePlace {
    /// Returns the place that a path within the notebook names.
    pub(super) fn of(kind: SnapshotKind, file: &str) -> Option<MadePlace> {
        if kind == SnapshotKind::Book {
            return Some(MadePlace::Book);
        }
        if file.starts_with(&format!("{TRASH}/")) {
            return Some(MadePlace::Trash(file.to_owned()));
        }
        let rest = file.strip_prefix("events/")?;
        let (folder, file) = rest.split_once('/')?;
        Some(match file.strip_prefix("sessions/") {
            Some(name) => {
                let name = name.strip_suffix(".toml")?;
                MadePlace::File(folder.to_owned(), Some(name.to_owned()))
            }
            None => MadePlace::File(folder.to_owned(), None),
        })
    }
}

impl JournalHeader {
    /// Returns what the document is noted under while it has no file.
    pub(super) fn key_or<'a>(&'a self, id: &'a str) -> &'a str {
        match self.key.as_str() {
            "" => id,
            key => key,
        }
    }
}
