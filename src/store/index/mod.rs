//! An index of the notebook in the cache folder: counts, words, and text for search.
//!
//! What it promises: it is never trusted over the files. Every record is checked against its file's
//! size and times and read again when they differ; what is gone drops out; an index that is damaged
//! or of another version is made again without a word. It is written whole and renamed into its
//! place. Where the cache folder cannot be written, everything works, only slower.

mod codec;
mod record;
mod scan;
#[cfg(test)]
mod tests;

pub use record::{IndexRecord, Part};
pub(super) use scan::on_all_cores;

use super::atomic::{make_folder_unsynced, replace};
use super::parse::read_whole;
use super::system::System;
use super::{Store, StoreError, hash};
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the notebook says, for finding things in it: newest event first, each followed by its
/// sessions in their order and by the talks of its programme in that of time; the link book last.
/// Cloning it is cheap.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Index {
    records: Vec<Arc<IndexRecord>>,
}

/// An index that was brought up to date.
#[derive(Debug)]
pub struct Refreshed {
    /// The index.
    pub index: Index,
    /// The files that cannot be read. They are not in it.
    pub errors: Vec<StoreError>,
    /// Whether it says anything that the old one did not.
    pub changed: bool,
}

/// What an event holds, with all its sessions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Sessions.
    pub sessions: u32,
    /// Words of prose.
    pub words: u32,
    /// Captured lines.
    pub entries: u32,
    /// To-dos that are not done.
    pub to_dos: u32,
    /// What is still to be written: introduction and closing.
    pub unwritten: u32,
}

impl Index {
    /// The records in their order.
    pub fn records(&self) -> &[Arc<IndexRecord>] {
        &self.records
    }

    /// The title of an event; its folder when that cannot be read.
    pub fn event_title<'a>(&'a self, folder: &'a str) -> &'a str {
        let mut events = self.records.iter().filter(|record| record.is_event());
        let event = events.find(|record| *record.event == *folder);
        event.map_or(folder, |event| event.title())
    }

    /// The talks that have a session: the event's folder, and which.
    pub fn noted(&self) -> HashSet<(&str, &str)> {
        let made =
            |record: &&Arc<IndexRecord>| !record.session.is_empty() && !record.talk.is_empty();
        let records = self.records.iter().filter(made);
        records.map(|record| record.talk_of_event()).collect()
    }

    /// What each event holds, by its folder.
    pub fn counts(&self) -> HashMap<Arc<str>, Counts> {
        let mut all: HashMap<Arc<str>, Counts> = HashMap::new();
        let kept = |record: &&Arc<IndexRecord>| !record.is_book() && !record.is_talk();
        for record in self.records.iter().filter(kept) {
            let counts = all.entry(Arc::clone(&record.event)).or_default();
            counts.sessions += u32::from(!record.is_event());
            counts.words = counts.words.saturating_add(record.words);
            counts.entries = counts.entries.saturating_add(record.entries);
            counts.to_dos = counts.to_dos.saturating_add(record.to_dos);
            counts.unwritten += record.unwritten();
        }
        all
    }
}

impl Store {
    /// The index of what the notebook says now. What the cache folder has of it is used, and
    /// brought up to date there.
    pub fn index(&self, cache: &Path) -> Refreshed {
        let file = self.index_file(cache);
        let bytes = file.as_deref();
        let bytes = bytes.and_then(|file| read_whole(self.disk(), file));
        let old = bytes.and_then(|bytes| codec::decode(&bytes));
        let is_new = old.is_none();
        let old = Index {
            records: old.unwrap_or_default(),
        };
        let refreshed = self.refresh_index(&old);
        if is_new || refreshed.changed {
            self.keep_index(&refreshed.index, cache);
        }
        refreshed
    }

    /// Puts the index into the cache folder. One that cannot be kept is made again the next time.
    pub fn keep_index(&self, index: &Index, cache: &Path) {
        if let Some(file) = self.index_file(cache) {
            let _ = keep(self.system(), &file, &codec::encode(&index.records));
        }
    }

    /// The index of what the notebook says now, from an older one.
    pub fn refresh_index(&self, old: &Index) -> Refreshed {
        scan::refresh(self, old)
    }

    /// The file in the cache folder that holds this notebook's index.
    pub fn index_file(&self, cache: &Path) -> Option<PathBuf> {
        // The identifier comes out of a file that anybody may have written, so it is no name for
        // another.
        let id = self.id().ok()?;
        Some(cache.join(format!("{}.index", &hash(id.as_bytes())[..32])))
    }
}

/// Writes the index; only a whole one ever has its name. It need not be on disk at once: a damaged
/// one is noticed.
fn keep(system: &System, file: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let folder = file.parent().unwrap_or(file);
    make_folder_unsynced(system.disk(), folder, folder)?;
    replace(system, file, bytes)
}

/// Newest event first, then its sessions as
/// [`Session::place`](crate::model::session::Session::place) has them.
fn sort(records: &mut [Arc<IndexRecord>]) {
    let days: HashMap<Arc<str>, Option<i64>> = records
        .iter()
        .filter(|record| record.is_event())
        .map(|record| (Arc::clone(&record.event), record.starts))
        .collect();
    records.sort_by_cached_key(|record| {
        let record = Arc::clone(record);
        let newest = Reverse(days.get(&record.event).copied().flatten());
        let in_event = (
            !record.is_event(),
            record.is_talk(),
            record.order.is_none(),
            record.order,
            record.starts.is_none(),
            record.starts,
        );
        let names = (
            record.title().to_owned(),
            record.session.clone(),
            record.talk.clone(),
        );
        (
            record.is_book(),
            newest,
            Arc::clone(&record.event),
            in_event,
            names,
        )
    });
}
