//! Writes the journal: what the app tells is on disk before the frame that shows it is drawn.
//!
//! What is to be written is decided by the app (`app/journal_update.rs`). This keeps the open
//! files, and hands on what has to be brought to the disk itself or removed, which may take its
//! time (`journal_sync.rs`).

use super::journal_sync::SyncCommand;
use crate::app::effect::DocumentId;
use crate::app::journal_update::JournalUpdate;
use crate::store::journal::{Flusher, Journal, JournalOrigin, JournalRecord};
use crate::store::{Store, StoreError};
use std::collections::HashMap;
use std::path::PathBuf;

/// Switches the journal off (`off`), to measure what it costs.
const VARIABLE: &str = "HALLWAY_JOURNAL";

/// How many journals that it replaces a journal names.
const REPLACED: usize = 32;

/// The journals of this program.
pub struct JournalWriter<S: Fn(SyncCommand)> {
    store: Store,
    sync: S,
    open: HashMap<DocumentId, Journal>,
    /// The files of journals that each open one says everything of, the last one last.
    replaced: HashMap<DocumentId, Vec<PathBuf>>,
    /// Journals that took no more; each goes when a new one, or the file, has what it says.
    stale: HashMap<DocumentId, Vec<Flusher>>,
    off: bool,
}

impl<S: Fn(SyncCommand)> JournalWriter<S> {
    /// A writer for a notebook. What is to be brought to the disk itself goes to `sync`.
    pub fn new(store: Store, sync: S) -> JournalWriter<S> {
        JournalWriter {
            store,
            sync,
            open: HashMap::new(),
            replaced: HashMap::new(),
            stale: HashMap::new(),
            off: std::env::var_os(VARIABLE).is_some_and(|value| value == "off"),
        }
    }

    /// Writes what is new. Afterwards a killed program has lost nothing.
    ///
    /// # Errors
    /// When something could not be written; then nothing is known of any journal, and all of it has
    /// to be told anew.
    pub fn write(&mut self, updates: Vec<JournalUpdate>) -> Result<(), StoreError> {
        if self.off {
            return Ok(());
        }
        let mut result = Ok(());
        for update in updates {
            let done = match update {
                JournalUpdate::Begin {
                    item,
                    origin,
                    records,
                    instead_of,
                } => self.begin(item, *origin, &records, instead_of),
                JournalUpdate::Append { item, records } => self.append(item, &records),
                JournalUpdate::Remove { item } => {
                    self.remove(item);
                    Ok(())
                }
            };
            if let Err(store_error) = done {
                tracing::error!(what = store_error.short(), "the journal was not written");
                result = Err(store_error);
            }
        }
        if result.is_err() {
            for (item, journal) in self.open.drain() {
                self.stale.entry(item).or_default().push(journal.flusher());
            }
        }
        result
    }

    /// Forgets what it goes on with: everything is told anew.
    pub fn begin_anew(&mut self) {
        for (item, journal) in self.open.drain() {
            self.stale.entry(item).or_default().push(journal.flusher());
        }
    }

    /// Has every open journal take no more, as after a write that failed.
    #[cfg(test)]
    pub fn break_off(&mut self) {
        self.open.values_mut().for_each(Journal::break_off);
    }

    fn begin(
        &mut self,
        item: DocumentId,
        origin: JournalOrigin,
        records: &[JournalRecord],
        instead_of: Option<DocumentId>,
    ) -> Result<(), StoreError> {
        let mut old = Vec::new();
        for item in [Some(item), instead_of].into_iter().flatten() {
            old.extend(self.stale.get(&item).into_iter().flatten().cloned());
            old.extend(self.open.get(&item).map(Journal::flusher));
        }
        // Also those that these replaced: their removal may not be on the disk itself yet.
        let mut replaces = self.replaced.get(&item).cloned().unwrap_or_default();
        replaces.extend(old.iter().map(|old| old.path().to_owned()));
        let replaces = replaces.split_off(replaces.len().saturating_sub(REPLACED));
        let origin = JournalOrigin {
            replaces: replaces.clone(),
            ..origin
        };
        let journal = Journal::begin(&self.store, &origin, records).map_err(|failed| {
            let stale = self.stale.entry(item).or_default();
            stale.extend(failed.left.map(|left| *left));
            failed.error
        })?;
        let flusher = journal.flusher();
        self.open.insert(item, journal);
        self.stale.remove(&item);
        if let Some(title) = instead_of {
            self.open.remove(&title);
            self.stale.remove(&title);
            self.replaced.remove(&title);
        }
        self.replaced.insert(item, replaces);
        (self.sync)(SyncCommand::Begun(flusher, old));
        Ok(())
    }

    fn append(&mut self, item: DocumentId, records: &[JournalRecord]) -> Result<(), StoreError> {
        let Some(journal) = self.open.get_mut(&item) else {
            return Ok(());
        };
        journal.write(records)?;
        (self.sync)(SyncCommand::Flush(journal.flusher()));
        Ok(())
    }

    fn remove(&mut self, item: DocumentId) {
        self.replaced.remove(&item);
        for stale in self.stale.remove(&item).into_iter().flatten() {
            (self.sync)(SyncCommand::Remove(stale));
        }
        if let Some(journal) = self.open.remove(&item) {
            (self.sync)(SyncCommand::Remove(journal.flusher()));
        }
    }
}
