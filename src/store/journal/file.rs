//! Writing a journal.

use super::codec::{self, JournalHeader, JournalRecord};
use super::{Snapshot, SnapshotKind};
use crate::store::atomic::{make_folder_unsynced, sync_folder};
use crate::store::disk::{DiskFile, OpenMode};
use crate::store::identity::encode;
use crate::store::system::System;
use crate::store::{Store, StoreError, hash};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How much room on the disk is held in advance, in bytes, so that typing survives a full disk.
const AHEAD: u64 = 64 * 1024;

/// What a journal is begun with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JournalOrigin {
    /// The file; nothing when it is not there yet.
    pub path: Option<PathBuf>,
    /// What it says as far as the writer knows.
    pub base: Option<String>,
    /// The event's folder, if it has one.
    pub folder: String,
    /// The event's title.
    pub event: String,
    /// Which kind of file it is.
    pub kind: SnapshotKind,
    /// The document's own title.
    pub title: String,
    /// The files of journals that the new one says everything of.
    pub replaces: Vec<PathBuf>,
    /// What the document is noted under until it has a file, `[a-z0-9-]`.
    pub key: String,
    /// The writer's count of the document's changes.
    pub revision: u64,
}

impl JournalOrigin {
    /// Returns the origin of a document that has no file.
    pub fn of(snapshot: &Snapshot) -> JournalOrigin {
        JournalOrigin {
            kind: snapshot.kind(),
            title: snapshot.title().to_owned(),
            ..JournalOrigin::default()
        }
    }

    /// Returns what a journal is begun with: what the file said, and what the document says.
    pub fn records(&self, snapshot: Snapshot) -> Vec<JournalRecord> {
        let base = self.base.clone().map(JournalRecord::Base);
        base.into_iter().chain([snapshot.whole()]).collect()
    }
}

/// A journal that could not be begun.
#[derive(Debug)]
pub struct NotBegun {
    /// Why.
    pub error: StoreError,
    /// What was written of it, and could not be removed either.
    pub left: Option<Box<Flusher>>,
}

impl From<StoreError> for NotBegun {
    fn from(store_error: StoreError) -> NotBegun {
        NotBegun {
            error: store_error,
            left: None,
        }
    }
}

/// A journal that is being written.
#[derive(Debug)]
pub struct Journal {
    system: System,
    file: Arc<dyn DiskFile>,
    path: PathBuf,
    nonce: [u8; 16],
    number: u64,
    written: u64,
    held: u64,
    broken: bool,
}

/// Brings what was written to the disk itself; for a thread that may wait.
#[derive(Debug, Clone)]
pub struct Flusher {
    system: System,
    file: Arc<dyn DiskFile>,
    path: PathBuf,
}

impl Journal {
    /// Begins a journal: header and records, at once. The records say what the file said, the saves
    /// that may have come through, and what is on the screen.
    ///
    /// # Errors
    /// When the state folder cannot be written; then there is no journal.
    pub fn begin(
        store: &Store,
        origin: &JournalOrigin,
        records: &[JournalRecord],
    ) -> Result<Journal, NotBegun> {
        store.note_place();
        let id = store.id()?;
        let place = store.place_or_last()?;
        let (dev, ino) = place.inode.unwrap_or_default();
        let folder = store.journals(&id);
        // Nobody who types waits for the disk: the names below it are brought there together with
        // the journal's.
        make_folder_unsynced(store.disk(), store.state(), &folder)?;
        let opened = open_new(store, &folder)?;
        let (nonce, path) = (opened.nonce, opened.path);
        let file = match (origin.kind, &origin.path) {
            (SnapshotKind::Book, _) => crate::store::LINKS.to_owned(),
            (_, Some(path)) => store.inside(path),
            (_, None) => String::new(),
        };
        let is_session = origin.kind == SnapshotKind::Session;
        let header = JournalHeader {
            notebook: id,
            file,
            base: origin.base.as_ref().map(|base| hash(base.as_bytes())),
            folder: origin.folder.clone(),
            event: origin.event.clone(),
            session: is_session.then(|| origin.title.clone()),
            began: store.system().millis(),
            replaces: origin
                .replaces
                .iter()
                .filter_map(|path| super::find::id(path))
                .collect(),
            key: origin.key.clone(),
            notes_saves: !origin.key.is_empty(),
            revision: origin.revision,
            root: encode(&place.root),
            dev,
            ino,
        };
        let mut journal = Journal {
            system: store.system().clone(),
            file: Arc::from(opened.file),
            path,
            nonce,
            number: 0,
            written: 0,
            held: 0,
            broken: false,
        };
        let bytes = codec::header(&header, &nonce);
        match journal.put(bytes, records) {
            Ok(()) => Ok(journal),
            Err(store_error) => {
                journal.flusher().remove();
                let left = store
                    .disk()
                    .exists(&journal.path)
                    .then(|| Box::new(journal.flusher()));
                Err(NotBegun {
                    error: store_error,
                    left,
                })
            }
        }
    }

    /// Writes records behind the others, all of them by one call to the system.
    ///
    /// # Errors
    /// When they are not written; then this journal takes no more, and a new one has to be begun.
    pub fn write(&mut self, records: &[JournalRecord]) -> Result<(), StoreError> {
        self.put(Vec::new(), records)
    }

    fn put(&mut self, mut bytes: Vec<u8>, records: &[JournalRecord]) -> Result<(), StoreError> {
        let wrong = |error| StoreError::writing(&self.path, error);
        if self.broken {
            return Err(wrong(io::Error::other("an earlier write failed")));
        }
        let at = self.system.millis();
        for record in records {
            self.number += 1;
            codec::record(&mut bytes, &self.nonce, self.number, at, record);
        }
        let end = self.written + bytes.len() as u64;
        if end + AHEAD / 4 > self.held {
            // Where that is not known or there is none, writing tells.
            let _ = self.file.allocate(self.held, end + AHEAD);
            self.held = end + AHEAD;
        }
        // What is behind half a record is never read, so nothing may follow one.
        if let Err(error) = self.file.write_all(&bytes) {
            self.broken = true;
            return Err(wrong(error));
        }
        self.written = end;
        Ok(())
    }

    /// Whether it takes no more.
    pub fn is_broken(&self) -> bool {
        self.broken
    }

    /// Has it take no more, as after a write that failed.
    #[cfg(test)]
    pub fn break_off(&mut self) {
        self.broken = true;
    }

    /// What brings it to the disk itself.
    pub fn flusher(&self) -> Flusher {
        Flusher {
            system: self.system.clone(),
            file: Arc::clone(&self.file),
            path: self.path.clone(),
        }
    }
}

/// The file of a new journal.
struct Opened {
    nonce: [u8; 16],
    path: PathBuf,
    file: Box<dyn DiskFile>,
}

/// How often a journal is made that somebody removes before it is locked.
const TRIES: usize = 8;

/// Makes the file of a journal and locks it. Whoever looks through the journals just now may have
/// the lock first, and removes what is empty and nobody's.
fn open_new(store: &Store, folder: &Path) -> Result<Opened, StoreError> {
    let options = OpenMode {
        append: true,
        urgent: true,
        ..OpenMode::new_file(0o600)
    };
    let mut tries = 0;
    loop {
        tries += 1;
        let nonce = store.clock().nonce();
        let path = folder.join(format!("{}.journal", hex(&nonce[..4])));
        let opened = store.disk().open(&path, options);
        let file = opened.map_err(|error| StoreError::writing(&path, error))?;
        // A file system without locks has no second hallway that knows of them.
        let _ = file.lock();
        let is_there = file.metadata().is_ok_and(|meta| meta.nlink > 0);
        if is_there || tries == TRIES {
            return Ok(Opened { nonce, path, file });
        }
    }
}

impl Flusher {
    /// Waits until everything that was written so far is on the disk itself.
    ///
    /// # Errors
    /// When the system cannot promise it.
    pub fn flush(&self) -> Result<(), StoreError> {
        let wrong = |error| StoreError::writing(&self.path, error);
        self.file.sync_data().map_err(wrong)?;
        match self.is_deleted() {
            true => Err(StoreError::Missing {
                path: self.path.clone(),
            }),
            false => Ok(()),
        }
    }

    /// Whether somebody removed the file while it is being written.
    pub fn is_deleted(&self) -> bool {
        self.file.metadata().is_ok_and(|meta| meta.nlink == 0)
    }

    /// Brings also the file's name to the disk, and those of the folders that it lies in; once,
    /// after it was begun.
    ///
    /// # Errors
    /// When the system cannot promise it.
    pub fn flush_name(&self) -> Result<(), StoreError> {
        let mut above = self.path.ancestors().skip(1);
        let (folder, state) = (above.next(), above.nth(1));
        let (Some(folder), Some(state)) = (folder, state) else {
            return Ok(());
        };
        sync_folder(self.system.disk(), folder)
            .and_then(|()| self.system.confirm_folders(folder, state))
            .map_err(|error| StoreError::writing(&self.path, error))
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Removes the journal: what it says is elsewhere, and safe. Returns whether it is gone.
    pub fn remove(&self) -> bool {
        match self.system.disk().remove_file(&self.path) {
            Ok(()) => true,
            Err(error) => error.kind() == io::ErrorKind::NotFound,
        }
    }
}

impl Store {
    /// The folder of a notebook's journals.
    pub(super) fn journals(&self, id: &str) -> PathBuf {
        self.state().join("journals").join(id)
    }

    /// A file's path within the notebook, with `/`.
    pub(in crate::store) fn inside(&self, path: &Path) -> String {
        let inside = path.strip_prefix(self.root()).unwrap_or(path);
        let parts = inside.components();
        let parts: Vec<_> = parts
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        parts.join("/")
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
