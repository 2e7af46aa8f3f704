//! Does on disk what the app asks for, one job after the other.
//!
//! Promises:
//! - The worker keeps nothing that the app has to know: each job brings the merge base and each
//!   answer brings it back. What it does keep are edit locks, which are open files, and signatures,
//!   which only save time.
//! - A job is answered, unless it has nothing to say. Answers come in the order of the jobs.
//! - The terminal runs it in a thread, tests and the simulator step by step.

mod book;
mod copy;
mod indexer;
pub mod journal_sync;
pub mod journal_writer;
mod post;
mod raw;
mod read;
mod recovery;
mod save;
mod scan;

pub use indexer::Indexer;
pub use recovery::recover;

use crate::app::effect::{DocumentId, Job, Outcome};
use crate::app::unreadable::UnreadableFile;
use crate::publish::file;
use crate::store::{Durable, Store, StoreError, Watcher, Why};
use std::path::Path;
use std::sync::Arc;

/// Keeps an answer for the next start, by its key in the config file; or says why it cannot.
pub type Keep = Box<dyn FnMut(&str, &str) -> Result<(), String> + Send>;

/// Brings the journal to the disk itself.
pub type SyncJournal = Box<dyn FnMut() + Send>;

/// Does jobs in a notebook.
pub struct Worker {
    store: Store,
    remember: fn(&Store, &str),
    keep: Keep,
    sync_journal: SyncJournal,
    scanner: scan::Scanner,
}

impl Worker {
    /// A worker for a notebook; what is opened is told to `remember`, answers for the next start to
    /// `keep`.
    pub fn new(store: Store, remember: fn(&Store, &str), keep: Keep) -> Worker {
        Worker {
            store,
            remember,
            keep,
            sync_journal: Box::new(|| {}),
            scanner: scan::Scanner::default(),
        }
    }

    /// The notebook.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Has the journal brought to the disk before anything is saved. Otherwise a power cut could
    /// leave a file that is ahead of its journal, and what the journal says would be merged
    /// into it once more.
    pub fn sync_first(&mut self, sync: SyncJournal) {
        self.sync_journal = sync;
    }

    /// Has folders that are looked at watched as well.
    pub fn watch(&mut self, watcher: Arc<Watcher>) {
        self.scanner.watcher = Some(watcher);
    }

    /// Does one job.
    pub fn run(&mut self, job: Job) -> Option<Outcome> {
        if job.saves() {
            (self.sync_journal)();
        }
        match job {
            Job::List => Some(self.list()),
            // That has a thread of its own.
            Job::Index => None,
            Job::Programme { event_id, folder } => {
                let programme = self.store.programme(&folder);
                let programme = programme.map_err(|error| error.to_string());
                Some(Outcome::Programme {
                    event_id,
                    programme,
                })
            }
            Job::Open { event_id, folder } => Some(self.open(event_id, folder)),
            Job::ReadAgain { path, session } => Some(self.read_again(path, session)),
            Job::SaveEvent {
                event_id,
                base,
                event,
                how,
            } => Some(self.save_event(event_id, base.as_deref(), *event, &how)),
            Job::SaveSession {
                event_id,
                folder,
                session_id,
                base,
                trashed,
                session,
                how,
            } => {
                let item = DocumentId::Session(event_id, session_id);
                let place = save::SavePlace {
                    folder: &folder,
                    trashed: trashed.as_ref(),
                };
                Some(self.save_session(item, base.as_deref(), place, *session, &how))
            }
            Job::SaveBook { base, links, how } => {
                Some(book::save(&self.store, base.as_deref(), links, &how))
            }
            Job::RemoveSession {
                event_id,
                folder,
                session_id,
                base,
                session,
                how,
            } => {
                let item = DocumentId::Session(event_id, session_id);
                Some(self.remove_session(item, &folder, base.as_deref(), *session, &how))
            }
            Job::RemoveEvent { folder } => {
                let removed = self.store.remove_event(&folder);
                let removed = removed.map_err(|error| error.to_string());
                Some(Outcome::EventRemoved { folder, removed })
            }
            Job::RestoreEvent { removed } => {
                let restored = self.store.put_back(&removed);
                let restored = restored.map(Durable::is_confirmed);
                Some(Outcome::EventRestored(restored.map_err(|t| t.to_string())))
            }
            Job::Versions { item, path } => Some(match self.versions(item, &path) {
                Ok(all) => Outcome::Versions { item, all },
                Err(error) => Outcome::Failed(error.to_string()),
            }),
            Job::PutAside { path, text } => {
                match self.store.put_aside(&path, text.as_bytes(), Why::Restore) {
                    Ok(aside) if aside.durable => None,
                    Ok(_) => Some(Outcome::Failed(
                        StoreError::Unconfirmed { path }.to_string(),
                    )),
                    Err(error) => Some(Outcome::Failed(error.to_string())),
                }
            }
            Job::BringBack { file, version } => {
                Some(match self.store.bring_back(&file, &version) {
                    Ok(restored) => Outcome::Brought {
                        file,
                        aside: restored.aside,
                        durable: restored.durable,
                    },
                    Err(error) => Outcome::Failed(error.to_string()),
                })
            }
            Job::Look {
                path,
                folder,
                event,
                export_folder,
            } => {
                let found = self.look(&path, &folder, &event, export_folder.as_deref());
                Some(Outcome::Looked { path, found })
            }
            Job::Export {
                path,
                folder,
                text,
                expected,
                keeps,
            } => Some(
                match self.export(file::PostFile {
                    event: &folder,
                    path: Path::new(&path),
                    text: &text,
                    found: expected.as_deref(),
                    keeps,
                }) {
                    Ok(durable) => Outcome::Exported {
                        path,
                        durable: durable.is_confirmed(),
                    },
                    Err(error) => Outcome::Failed(format!("Not exported: {error}")),
                },
            ),
            Job::Scan(look) => Some(Outcome::Scanned(Box::new(
                self.scanner.scan(&self.store, &look),
            ))),
            Job::SaveCopy {
                folder,
                event,
                sessions,
            } => Some(self.save_copy(&folder, *event, sessions)),
            Job::Resolve { conflict, text } => Some(match self.store.resolve(&conflict, &text) {
                Ok(settled) => Outcome::Resolved {
                    path: conflict.shown().to_owned(),
                    durable: settled.durable,
                },
                Err(error) => Outcome::Failed(format!("Not settled, nothing was changed: {error}")),
            }),
            Job::Remember(answer) => {
                let kept = (self.keep)(answer.key(), &answer.value());
                let why = kept.err()?;
                Some(Outcome::Failed(format!(
                    "{} is not remembered for the next start: {why}",
                    answer.what()
                )))
            }
        }
    }

    fn list(&self) -> Outcome {
        let listing = self.store.events();
        Outcome::Listed {
            events: listing.events,
            unreadable: listing.errors.iter().map(UnreadableFile::of).collect(),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)] // A test stops at what it does not expect.
mod tests;
