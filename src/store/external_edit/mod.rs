//! Texts that are open in the person's own editor, each in a file of the state folder.
//!
//! What this module promises:
//! - Beside the text lies a record of where it came from and what it said. While its hallway lives,
//!   the record is locked, and others leave both alone.
//! - What an editor saved after its hallway ended is brought back into its note once: it replaces
//!   what went out, or is merged with what the note says now. The note's old text is put aside.
//! - A file that says what went out goes without a word. What an editor left that failed is kept
//!   and listed, and nothing else.
//! - All of it is for its owner alone, and goes after 30 days. Days are counted only by clocks that
//!   agree: the age has to be seen twice, a day apart.

mod record;
mod recover;

pub use recover::{EditRecovery, ExternalEdit};

use super::atomic::{Temporary, make_folder_unsynced, sync_folder};
use super::disk::{DiskFile, OpenMode};
use super::durable::Durable;
use super::journal::JournalText;
use super::parse::read_bytes;
use super::{Store, StoreError};
use record::EditRecord;
use std::path::{Path, PathBuf};

const FOLDER: &str = "lent";
const TEXT: &str = "rst";
const RECORD: &str = "json";
const RANDOM: usize = 6;

/// How often a record is made anew because somebody who cleans up took it before it was locked.
const ATTEMPTS: usize = 8;

/// Where a text that goes to an editor comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditSource {
    /// The file of the notebook; nothing while there is none.
    pub file: Option<PathBuf>,
    /// Which text of it.
    pub which: JournalText,
    /// The title of the session, else of the event.
    pub title: String,
}

/// A text while an editor has it.
#[derive(Debug)]
pub struct OpenEdit {
    path: PathBuf,
    record: EditRecord,
    // Others leave the text alone while this is locked.
    lock: Box<dyn DiskFile>,
}

impl OpenEdit {
    /// The file for the editor.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Store {
    /// Writes a text to a new file for an editor to change.
    ///
    /// # Errors
    /// When the state folder cannot be written.
    pub fn open_edit(
        &self,
        name: &str,
        text: &str,
        source: &EditSource,
    ) -> Result<OpenEdit, StoreError> {
        let folder = self.state().join(FOLDER);
        make_folder_unsynced(self.disk(), self.state(), &folder)?;
        let record = EditRecord::new(self, text, source)?;
        let (path, lock) = self.new_record(&folder, name, &record)?;
        let path = path.with_extension(TEXT);
        let file = self.disk().open(&path, OpenMode::new_file(0o600));
        // A power cut must not leave a part of it, which would look like what an editor made of it.
        let written = file.and_then(|file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        });
        if let Err(error) = written {
            let _ = self.remove_edit(&path)?;
            return Err(StoreError::writing(&path, error));
        }
        Ok(OpenEdit { path, record, lock })
    }

    /// Brings the rest of what was made for an editor to the disk itself, so that the text is known
    /// after a power cut.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn sync_edit(&self, path: &Path) -> Result<(), StoreError> {
        let wrong = |error| StoreError::writing(path, error);
        let record = self
            .disk()
            .open(&path.with_extension(RECORD), OpenMode::reading());
        record.and_then(|record| record.sync_all()).map_err(wrong)?;
        sync_folder(self.disk(), path.parent().unwrap_or(path)).map_err(wrong)?;
        // The folder itself may have been made for this text.
        match self.confirm_place(path) {
            Durable::Confirmed => Ok(()),
            Durable::Unknown => Err(StoreError::Unconfirmed {
                path: path.to_owned(),
            }),
        }
    }

    /// Reads what the editor made of it. Both files stay until the text is safe elsewhere.
    ///
    /// # Errors
    /// When it is gone, or not UTF-8.
    pub fn edited_text(&self, edit: &OpenEdit) -> Result<String, StoreError> {
        self.text_at(&edit.path)
    }

    /// Removes a text that is safe elsewhere.
    ///
    /// # Errors
    /// When it cannot be removed; then it is found at the next start.
    pub fn close_edit(&self, edit: OpenEdit) -> Result<(), StoreError> {
        let removed = self.remove_edit(&edit.path);
        drop(edit.lock);
        // One that comes again by a power cut is known by its note, which has it.
        removed.map(|_| ())
    }

    /// Keeps what an editor left that failed. It is listed, and comes back only when somebody wants
    /// that. Where the editor changed nothing, there is nothing to keep. Returns whether there is.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn refuse_edit(&self, edit: OpenEdit) -> Result<bool, StoreError> {
        let mut record = edit.record.clone();
        if self.says_nothing_new(&edit.path, &record) {
            self.close_edit(edit)?;
            return Ok(false);
        }
        record.refused = true;
        self.write_record(&edit.path.with_extension(RECORD), &record)?;
        Ok(true)
    }

    /// Makes a record that is locked, under a name that nobody else has.
    fn new_record(
        &self,
        folder: &Path,
        name: &str,
        record: &EditRecord,
    ) -> Result<(PathBuf, Box<dyn DiskFile>), StoreError> {
        let wrong = |error| StoreError::writing(folder, error);
        let (prefix, suffix) = (format!("{name}-"), format!(".{RECORD}"));
        for _ in 0..ATTEMPTS {
            let made = Temporary::unique(self.system(), folder, &prefix, RANDOM, &suffix, 0o600);
            let mut made = made.map_err(wrong)?;
            let lock = self.disk().open(made.path(), OpenMode::writing());
            let lock = lock.map_err(wrong)?;
            // Where the system has no locks, a second hallway may take the text too early.
            let _ = lock.lock();
            if !self.disk().exists(made.path()) {
                continue;
            }
            made.write(&record.bytes()).map_err(wrong)?;
            made.stay();
            return Ok((made.path().to_owned(), lock));
        }
        Err(StoreError::Busy {
            path: folder.to_owned(),
        })
    }

    fn text_at(&self, path: &Path) -> Result<String, StoreError> {
        let Some(bytes) = read_bytes(self.disk(), path)? else {
            return Err(StoreError::Missing {
                path: path.to_owned(),
            });
        };
        let text = String::from_utf8(bytes).map_err(|error| {
            let error = std::io::Error::new(std::io::ErrorKind::InvalidData, error);
            StoreError::reading(path, error)
        })?;
        if text.contains('\0') {
            // An editor that did not bring its file to the disk itself, and a power cut.
            let error = std::io::Error::new(std::io::ErrorKind::InvalidData, "it has zeros");
            return Err(StoreError::reading(path, error));
        }
        Ok(text.replace("\r\n", "\n"))
    }

    /// Whether a file says what went out, or says nothing at all.
    fn says_nothing_new(&self, path: &Path, record: &EditRecord) -> bool {
        match self.text_at(path) {
            Ok(text) => text.trim().is_empty() || body(&text) == body(&record.text),
            Err(StoreError::Missing { .. }) => true,
            Err(_) => false,
        }
    }

    /// Removes a text and its record.
    fn remove_edit(&self, path: &Path) -> Result<Durable, StoreError> {
        let folder = path.parent().unwrap_or(path);
        let mut durable = Durable::Confirmed;
        // Without a record the text would be nobody's, so that goes last.
        for path in [path.to_owned(), path.with_extension(RECORD)] {
            match self.disk().remove_file(&path) {
                Ok(()) => {}
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(StoreError::writing(&path, error)),
            }
            durable = durable.and(Durable::of(&sync_folder(self.disk(), folder)));
            if !durable.is_confirmed() {
                break;
            }
        }
        Ok(durable)
    }
}

/// Returns a text without the line break that programs want at its end.
fn body(text: &str) -> &str {
    text.strip_suffix('\n').unwrap_or(text)
}
