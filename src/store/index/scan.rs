//! What files there are and how they look, and reading those that the index does not know as they
//! are now. Both on all cores.

use super::record::{IndexRecord, Stamp};
use super::{Index, Refreshed};
use crate::model::event::Event;
use crate::model::programme::{Programme, Talk};
use crate::model::session::Session;
use crate::store::copies::sessions_among;
use crate::store::disk::Meta;
use crate::store::document::{Document, LinkBook, decode_text};
use crate::store::parse::{SourceText, read_bytes, read_plain};
use crate::store::{EVENT, LINKS, SCHEDULE, SESSIONS, Store, StoreError};
use std::collections::HashMap;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A file that changed less than this before it was read might change again and look the same: file
/// systems count time in steps, of two seconds at the coarsest.
const TOO_FRESH: Duration = Duration::from_secs(2);

/// The most threads that read.
const THREADS: usize = 8;

/// Fewer things than this are done at once rather than by threads.
const FEW: usize = 48;

/// A file as it is found.
struct FoundFile {
    event: Arc<str>,
    session: String,
    /// It is the programme of the event, of which every talk is a record.
    programme: bool,
    path: PathBuf,
    stamp: Stamp,
    /// It is a plain file, not a folder or a pipe.
    plain: bool,
}

/// The index of what the notebook says now, from what `old` still has right.
pub fn refresh(store: &Store, old: &Index) -> Refreshed {
    let mut store_errors = Vec::new();
    let found = list(store, &mut store_errors);
    let (talks, others): (Vec<_>, Vec<_>) = old.records.iter().partition(|record| record.is_talk());
    let others: HashMap<(&str, &str), &Arc<IndexRecord>> = others
        .into_iter()
        .map(|record| ((&*record.event, record.session.as_str()), record))
        .collect();
    let mut programmes: HashMap<&str, Vec<&Arc<IndexRecord>>> = HashMap::new();
    for talk in talks {
        programmes.entry(&talk.event).or_default().push(talk);
    }
    let now = SystemTime::from(store.clock().now());
    let known_as_is = |file: &FoundFile| {
        let known = match file.programme {
            true => programmes.get(&*file.event)?.as_slice(),
            false => std::slice::from_ref(others.get(&(&*file.event, file.session.as_str()))?),
        };
        let same =
            |record: &&Arc<IndexRecord>| record.stamp == file.stamp && file.stamp.changed != 0;
        known.iter().all(same).then(|| known.to_vec())
    };
    let mut records: Vec<Arc<IndexRecord>> = Vec::with_capacity(found.len());
    let mut strange = Vec::new();
    for file in found {
        match known_as_is(&file) {
            Some(known) => records.extend(known.into_iter().map(Arc::clone)),
            None => strange.push(file),
        }
    }
    let kept = records.len();
    for read in on_all_cores(&strange, |file| read(store, file, now)) {
        match read {
            // Nothing where it was removed since it was listed.
            Ok(read) => records.extend(read.into_iter().map(Arc::new)),
            Err(store_error) => store_errors.push(store_error),
        }
    }
    let changed = kept != old.records.len() || records.len() != kept;
    if changed {
        super::sort(&mut records);
    }
    Refreshed {
        index: Index { records },
        errors: store_errors,
        changed,
    }
}

/// All files of the notebook that are indexed.
fn list(store: &Store, store_errors: &mut Vec<StoreError>) -> Vec<FoundFile> {
    let folders = match store.event_folders() {
        Ok(folders) => folders,
        Err(store_error) => {
            store_errors.push(store_error);
            Vec::new()
        }
    };
    let mut found = Vec::new();
    let book = store.root().join(LINKS);
    if let Ok(meta) = store.disk().metadata(&book) {
        found.push(FoundFile {
            event: Arc::from(""),
            session: String::new(),
            programme: false,
            path: book,
            stamp: stamp(&meta),
            plain: meta.is_file(),
        });
    }
    for (files, wrong) in on_all_cores(&folders, |folder| event_files(store, folder)) {
        found.extend(files);
        store_errors.extend(wrong);
    }
    found
}

/// The files of an event, and what is wrong with those that cannot be had.
fn event_files(store: &Store, folder: &str) -> (Vec<FoundFile>, Vec<StoreError>) {
    let home = match store.event_folder(folder) {
        Ok(home) => home,
        Err(store_error) => return (Vec::new(), vec![store_error]),
    };
    let mut store_errors = Vec::new();
    let event: Arc<str> = Arc::from(folder);
    let mut files = Vec::new();
    let mut file = |session: &str, programme: bool, path: PathBuf, meta: Meta| {
        files.push(FoundFile {
            event: Arc::clone(&event),
            session: session.to_owned(),
            programme,
            path,
            stamp: stamp(&meta),
            plain: meta.is_file(),
        });
    };
    for (name, programme) in [(EVENT, false), (SCHEDULE, true)] {
        let path = home.join(name);
        match store.disk().metadata(&path) {
            Ok(meta) => file("", programme, path, meta),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => {
                // A folder that leads elsewhere is told once.
                if let Err(error) = store.disk().metadata(&home) {
                    return (Vec::new(), vec![StoreError::reading(&home, error)]);
                }
                store_errors.push(StoreError::reading(&path, error));
            }
        }
    }
    let sessions = home.join(SESSIONS);
    let entries = match store.disk().read_dir(&sessions) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return (files, store_errors),
        Err(error) => {
            store_errors.push(StoreError::reading(&sessions, error));
            return (files, store_errors);
        }
    };
    for session in sessions_among(store, &sessions, &entries) {
        let path = sessions.join(format!("{session}.toml"));
        // A link counts as what it leads to.
        match store.disk().metadata(&path) {
            Ok(meta) => file(&session, false, path, meta),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => store_errors.push(StoreError::reading(&path, error)),
        }
    }
    (files, store_errors)
}

fn stamp(meta: &Meta) -> Stamp {
    let changed = meta.modified;
    let changed = changed.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let node = match cfg!(unix) {
        true => {
            let (seconds, nanos) = meta.changed;
            let parts = [meta.ino, seconds as u64, nanos as u64];
            super::codec::checksum(&parts.map(u64::to_le_bytes).concat())
        }
        false => 0,
    };
    Stamp {
        size: meta.len,
        changed: changed
            .and_then(|age| i64::try_from(age.as_nanos()).ok())
            .unwrap_or(0),
        node,
    }
}

/// Reads a file into its record, or a programme into one for each talk; nothing when it is gone.
fn read(store: &Store, file: &FoundFile, now: SystemTime) -> Result<Vec<IndexRecord>, StoreError> {
    let mut stamp = file.stamp;
    let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    let settled = since.saturating_sub(TOO_FRESH).as_nanos();
    if i128::from(stamp.changed) > i128::try_from(settled).unwrap_or(0) {
        stamp.changed = 0;
    }
    let (event, name) = (&file.event, file.session.as_str());
    if file.programme {
        let programme = document::<Programme>(store, file)?.unwrap_or_default();
        let named = |talk: &&Talk| !(talk.id.is_empty() && talk.title.is_empty());
        let talks = programme.talks.iter().filter(named);
        return Ok(talks
            .map(|talk| IndexRecord::of_talk(event, talk, stamp))
            .collect());
    }
    let record = if event.is_empty() {
        document::<LinkBook>(store, file)?.map(|book| IndexRecord::of_book(&book.links, stamp))
    } else if name.is_empty() {
        document::<Event>(store, file)?.map(|value| IndexRecord::of_event(event, &value, stamp))
    } else {
        document::<Session>(store, file)?
            .map(|value| IndexRecord::of_session(event, name, &value, stamp))
    };
    Ok(record.into_iter().collect())
}

fn document<T: Document>(store: &Store, file: &FoundFile) -> Result<Option<T>, StoreError> {
    let path = &file.path;
    let bytes = match file.plain {
        true => read_plain(store.disk(), path, file.stamp.size)?,
        false => read_bytes(store.disk(), path)?,
    };
    match bytes {
        Some(bytes) => decode_text(path, &SourceText::decode(path, &bytes)?).map(Some),
        None => Ok(None),
    }
}

/// Does `work` on all `items`, with the results in their order.
pub(in crate::store) fn on_all_cores<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    if cores == 1 || items.len() < FEW {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let share = || {
        let mut done = Vec::new();
        loop {
            // A few at a time, so that nobody waits for one who has the largest files.
            let start = next.fetch_add(16, Ordering::Relaxed);
            let Some(some) = items.get(start..(start + 16).min(items.len())) else {
                return done;
            };
            if some.is_empty() {
                return done;
            }
            done.extend((start..).zip(some.iter().map(&work)));
        }
    };
    let mut results: Vec<(usize, R)> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..cores.min(THREADS))
            .map(|_| scope.spawn(share))
            .collect();
        let mut results = share();
        for other in others {
            match other.join() {
                Ok(done) => results.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        results
    });
    results.sort_unstable_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}
