//! Writing a journal.

use super::Paper;
use super::codec::{self, Header, Record};
use crate::store::atomic::{make_folder, sync_folder};
use crate::store::disk::{DiskFile, Open};
use crate::store::system::System;
use crate::store::{Store, Trouble, hash};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How much room on the disk is held in advance, in bytes, so that typing survives a full disk.
const AHEAD: u64 = 64 * 1024;

/// From what size on a journal that is much longer than what it says is begun anew, in bytes.
const LONG: u64 = 1024 * 1024;

/// What a journal is begun with.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The file; nothing when it is not there yet.
    pub path: Option<PathBuf>,
    /// What it says as far as the writer knows.
    pub base: Option<String>,
    /// The event's folder, if it has one.
    pub folder: String,
    /// The event's title.
    pub event: String,
}

/// A journal that is being written.
#[derive(Debug)]
pub struct Journal {
    system: System,
    file: Arc<dyn DiskFile>,
    path: PathBuf,
    nonce: [u8; 16],
    number: u64,
    /// The length of what says everything.
    whole: u64,
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
    /// Begins a journal: header, what the file said, and what is on the screen, at once.
    ///
    /// # Errors
    /// When the state folder cannot be written; then there is no journal.
    pub fn begin(store: &Store, origin: &Origin, paper: Paper) -> Result<Journal, Trouble> {
        let id = store.id()?;
        let folder = store.journals(&id);
        make_folder(store.disk(), &folder)?;
        let nonce = store.clock().nonce();
        let path = folder.join(format!("{}.journal", hex(&nonce[..4])));
        let inside = origin.path.as_ref().map(|path| store.inside(path));
        let header = Header {
            notebook: id,
            file: inside.unwrap_or_default(),
            base: origin.base.as_ref().map(|base| hash(base.as_bytes())),
            folder: origin.folder.clone(),
            event: origin.event.clone(),
            session: matches!(paper, Paper::Session(_)).then(|| paper.title().to_owned()),
            began: store.system().millis(),
        };
        let wrong = |error| Trouble::writing(&path, error);
        let options = Open {
            append: true,
            ..Open::new_file(0o600)
        };
        let file = store.disk().open(&path, options).map_err(wrong)?;
        // A file system without locks has no second hallway that knows of them. One that starts just now may have it for a moment.
        let _ = file.lock();
        let mut journal = Journal {
            system: store.system().clone(),
            file: Arc::from(file),
            path,
            nonce,
            number: 0,
            whole: 0,
            written: 0,
            held: 0,
            broken: false,
        };
        let bytes = codec::header(&header, &nonce);
        let mut records: Vec<Record> = origin.base.clone().map(Record::Base).into_iter().collect();
        records.push(paper.whole());
        if let Err(trouble) = journal.put(bytes, &records) {
            journal.flusher().remove();
            return Err(trouble);
        }
        journal.whole = journal.written;
        Ok(journal)
    }

    /// Writes records behind the others, all of them by one call to the system.
    ///
    /// # Errors
    /// When they are not written; then this journal takes no more, and a new one has to be begun.
    pub fn write(&mut self, records: &[Record]) -> Result<(), Trouble> {
        let before = self.written;
        self.put(Vec::new(), records)?;
        if matches!(records, [Record::Whole { .. }]) {
            self.whole = self.written - before;
        }
        Ok(())
    }

    fn put(&mut self, mut bytes: Vec<u8>, records: &[Record]) -> Result<(), Trouble> {
        let wrong = |error| Trouble::writing(&self.path, error);
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

    /// Whether it is so long that a new one, which says the same, is better.
    pub fn is_long(&self) -> bool {
        self.written > LONG && self.written > 4 * self.whole
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

impl Flusher {
    /// Waits until everything that was written so far is on the disk itself.
    ///
    /// # Errors
    /// When the system cannot promise it.
    pub fn flush(&self) -> Result<(), Trouble> {
        let wrong = |error| Trouble::writing(&self.path, error);
        self.file.sync_data().map_err(wrong)?;
        match self.is_gone() {
            true => Err(Trouble::Missing {
                path: self.path.clone(),
            }),
            false => Ok(()),
        }
    }

    /// Whether somebody removed the file while it is being written.
    pub fn is_gone(&self) -> bool {
        self.file.metadata().is_ok_and(|meta| meta.nlink == 0)
    }

    /// Brings also the file's name to the disk; once, after it was begun.
    ///
    /// # Errors
    /// When the system cannot promise it.
    pub fn flush_name(&self) -> Result<(), Trouble> {
        let disk = self.system.disk();
        let folder = self.path.parent();
        let synced = folder.map_or(Ok(()), |folder| sync_folder(disk, folder));
        synced.map_err(|error| Trouble::writing(&self.path, error))
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Removes the journal: what it says is elsewhere, and safe.
    pub fn remove(&self) {
        // One that stays says what the notebook says, and goes at the next start.
        let _ = self.system.disk().remove_file(&self.path);
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
