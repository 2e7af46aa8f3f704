//! Which file a new document went into, noted before the file is made.
//!
//! A journal of a new document cannot name its file. Without this note a program that is killed right after making the file would make it once more when
//! the journal is recovered, and everything in it would be there twice.

use super::codec::Header;
use super::find::Pending;
use super::{Paper, PaperKind};
use crate::store::atomic::{make_folder, sync_folder};
use crate::store::disk::Open;
use crate::store::parse::{Text, read_bytes, read_whole};
use crate::store::{Store, TRASH, Trouble, is_slug};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

const ENDING: &str = "made";

impl Store {
    /// Notes, durably, that the document with this key is about to be made in `file`.
    ///
    /// # Errors
    /// When the state folder cannot be written; then the file should not be made.
    pub(in crate::store) fn note_made(&self, key: &str, file: &Path) -> Result<(), Trouble> {
        let path = self.made_path(key)?;
        let wrong = |error| Trouble::writing(&path, error);
        let folder = path.parent().unwrap_or(&path);
        make_folder(self.disk(), folder)?;
        let options = Open {
            truncate: true,
            ..Open::private()
        };
        let note = self.disk().open(&path, options).map_err(wrong)?;
        note.write_all(self.inside(file).as_bytes())
            .and_then(|()| note.sync_all())
            .and_then(|()| sync_folder(self.disk(), folder))
            .map_err(wrong)
    }

    /// Returns the file that was noted, within the notebook.
    pub(super) fn noted(&self, key: &str) -> Option<String> {
        let bytes = read_whole(self.disk(), &self.made_path(key).ok()?)?;
        String::from_utf8(bytes)
            .ok()
            .filter(|file| !file.is_empty())
    }

    /// Removes notes of documents that no journal speaks of any more.
    pub(super) fn drop_notes(&self, paths: &[PathBuf], keys: &HashSet<String>) {
        for path in paths {
            let is_note = path.extension().is_some_and(|ending| ending == ENDING);
            let key = path.file_stem().unwrap_or_default().to_string_lossy();
            if is_note && !keys.contains(&*key) {
                // One that stays is looked at again the next time.
                let _ = self.disk().remove_file(path);
            }
        }
    }

    /// Whether everything that a journal says lies in the trash: its document was removed, and its writer ended before the journal went.
    pub(super) fn is_in_trash(&self, pending: &Pending) -> bool {
        if self.text_of(pending).is_some() {
            return false;
        }
        let candidates = match pending.place() {
            Some(Place::Trash(file)) => vec![self.root().join(file)],
            Some(Place::File(folder, name)) => self.trashed_files(&folder, name.as_deref()),
            Some(Place::Book) | None => return false,
        };
        candidates.iter().any(|file| {
            let text = read_bytes(self.disk(), file).ok().flatten();
            let text = text.and_then(|bytes| Text::decode(file, &bytes).ok());
            let there = text.and_then(|text| Paper::parse(pending.header.kind(), &text.plain));
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

    fn made_path(&self, key: &str) -> Result<PathBuf, Trouble> {
        let name = match is_slug(key) {
            true => key.to_owned(),
            false => crate::store::hash(key.as_bytes())[..32].to_owned(),
        };
        let folder = self.journals(&self.id()?);
        Ok(folder.join(format!("{name}.{ENDING}")))
    }
}

/// Whether a name is this one, or this one with a number behind it.
fn is_numbered(name: &str, wanted: &str) -> bool {
    let rest = name.strip_prefix(wanted);
    rest.is_some_and(|rest| {
        let number = rest.strip_prefix('-');
        rest.is_empty() || number.is_some_and(|number| number.parse::<u32>().is_ok())
    })
}

/// Where the document of a journal is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The link book.
    Book,
    /// The event's folder and, for a session, its name.
    File(String, Option<String>),
    /// A file in the trash, within the notebook.
    Trash(String),
}

impl Place {
    /// Returns the place that a path within the notebook names.
    pub(super) fn of(kind: PaperKind, file: &str) -> Option<Place> {
        if kind == PaperKind::Book {
            return Some(Place::Book);
        }
        if file.starts_with(&format!("{TRASH}/")) {
            return Some(Place::Trash(file.to_owned()));
        }
        let rest = file.strip_prefix("events/")?;
        let (folder, file) = rest.split_once('/')?;
        Some(match file.strip_prefix("sessions/") {
            Some(name) => {
                let name = name.strip_suffix(".toml")?;
                Place::File(folder.to_owned(), Some(name.to_owned()))
            }
            None => Place::File(folder.to_owned(), None),
        })
    }
}

impl Header {
    /// Returns what the document is noted under while it has no file.
    pub(super) fn key_or<'a>(&'a self, id: &'a str) -> &'a str {
        match self.key.as_str() {
            "" => id,
            key => key,
        }
    }
}
