//! The disk: the real worker on a notebook of its own, but for what would leave it.

use super::Stage;
use super::clock::Impatient;
use hallway::app::effect::{DocumentId, Job, Outcome};
use hallway::app::files::LoadedFile;
use hallway::app::scan::ExternalChange;
use hallway::model::event::ExportRecord;
use hallway::publish::Existing;
use hallway::store::Store;
use hallway::store::disk::RealDisk;
use hallway::store::index::Index;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

impl Stage {
    /// Does a job.
    pub(super) fn disk(&mut self, job: Job) -> Option<Outcome> {
        self.saves += usize::from(saves(&job).is_some());
        if let Some(why) = self.failing
            && let Some(item) = saves(&job).filter(|item| self.spared != Some(*item))
        {
            if let Job::RemoveSession { .. } = job {
                let why = format!("the file: {why}");
                return Some(Outcome::NotRemoved { item, why });
            }
            return Some(Outcome::NotSaved {
                item,
                short: why.to_owned(),
                why: format!("the file: {why}"),
            });
        }
        match job {
            Job::Remember(answer) => {
                self.answers.push(answer);
                None
            }
            Job::SaveCopy {
                folder,
                event,
                sessions,
            } => {
                self.copy = Some((folder, *event, sessions));
                None
            }
            Job::Versions { item, .. } if !self.versions.is_empty() => Some(Outcome::Versions {
                item,
                all: self.versions.clone(),
            }),
            Job::PutAside { ref path, .. } => {
                self.aside.push(path.clone());
                self.worker.run(job)
            }
            Job::Look { path, event, .. } => {
                let name = Path::new(&path).file_name().unwrap_or_default();
                let name = name.to_string_lossy();
                let found = self.posts.get(&path).map(|text| {
                    let hash = hallway::store::hash(text.as_bytes());
                    let same_name = |it: &&ExportRecord| it.file == name;
                    let mut exports = event.exports.iter().filter(same_name);
                    let was_ours = exports.clone().next().is_some();
                    Existing {
                        bytes: text.clone().into_bytes(),
                        is_ours: exports.any(|it| it.hash == hash),
                        was_ours,
                        hash,
                    }
                });
                Some(Outcome::Looked {
                    path,
                    found: Ok(found),
                })
            }
            Job::Export { path, text, .. } => {
                self.posts.insert(path.clone(), text);
                Some(Outcome::Exported {
                    path,
                    durable: true,
                })
            }
            Job::Index => {
                let index = self.store.refresh_index(&Index::default()).index;
                Some(Outcome::Indexed(index))
            }
            Job::Scan(ref look) => {
                let has = |item: &&DocumentId| !self.theirs.iter().any(|(other, _)| other == *item);
                self.ours = look.locks.iter().filter(has).copied().collect();
                let Some(Outcome::Scanned(mut around)) = self.worker.run(job) else {
                    panic!("a look around has an answer");
                };
                around.ours.clone_from(&self.ours);
                around.theirs.clone_from(&self.theirs);
                around.requested.clone_from(&self.requested);
                around.unreadable.extend(self.unreadable.iter().cloned());
                let outcome = Outcome::Scanned(around);
                self.mirror(&outcome);
                Some(outcome)
            }
            job => {
                let mut outcome = self.worker.run(job)?;
                if let Outcome::Saved { durable, .. } = &mut outcome {
                    *durable &= !self.unsure;
                }
                self.mirror(&outcome);
                Some(outcome)
            }
        }
    }

    /// Takes note of what the files say now.
    fn mirror(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Opened(opened) => {
                self.event = Some(opened.event.value.clone());
                let sessions = opened.sessions.iter();
                self.sessions = sessions
                    .map(|(session_id, file)| (session_id.0, file.value.clone()))
                    .collect();
            }
            Outcome::Readable {
                session: Some((_, session_id, file)),
                ..
            } => {
                self.sessions.insert(session_id.0, file.value.clone());
            }
            Outcome::Saved { item, loaded, .. } => self.read(*item, loaded),
            Outcome::Scanned(around) => {
                for news in &around.changes {
                    match news {
                        ExternalChange::Changed(item, loaded) => self.read(*item, loaded),
                        ExternalChange::New(_) => {}
                        ExternalChange::Deleted(item) => self.forget(*item),
                    }
                }
            }
            Outcome::Removed { item, .. } => self.forget(*item),
            _ => {}
        }
    }

    /// Reads what is in a file now, whatever the worker says of it.
    fn read(&mut self, item: DocumentId, loaded: &LoadedFile) {
        match (item, loaded) {
            (DocumentId::Session(_, session_id), LoadedFile::Session(file)) => {
                let session = self.store.session(&file.folder, &file.name).unwrap();
                self.sessions.insert(session_id.0, session.value);
            }
            (DocumentId::Event(_), LoadedFile::Event(file)) => {
                self.event = Some(self.store.event(&file.folder).unwrap().value);
            }
            _ => self.book = self.store.book().unwrap().value.links,
        }
    }

    fn forget(&mut self, item: DocumentId) {
        match item {
            DocumentId::Session(_, session_id) => {
                self.sessions.remove(&session_id.0);
            }
            DocumentId::Event(_) => self.event = None,
            DocumentId::Book => self.book.clear(),
        }
    }
}

/// What a job saves.
fn saves(job: &Job) -> Option<DocumentId> {
    match job {
        Job::SaveSession {
            event_id,
            session_id,
            ..
        }
        | Job::RemoveSession {
            event_id,
            session_id,
            ..
        } => Some(DocumentId::Session(*event_id, *session_id)),
        Job::SaveEvent { event_id, .. } => Some(DocumentId::Event(*event_id)),
        Job::SaveBook { .. } => Some(DocumentId::Book),
        _ => None,
    }
}

/// A notebook of its own with what is in that folder, if it is one.
pub fn copied(from: &Path) -> (Store, TempDir) {
    let folder = in_memory();
    let root = folder.path().join("notebook");
    if from.is_dir() {
        copy(from, &root);
    }
    (Store::new(root, folder.path().join("state")), folder)
}

/// A folder in memory where the system has a place for that: every save waits for the disk, and
/// there are thousands.
fn in_memory() -> TempDir {
    let folder = tempfile::tempdir_in("/dev/shm");
    folder.or_else(|_| tempfile::tempdir()).unwrap()
}

/// The same notebook, where nobody waits.
pub fn impatient(store: &Store) -> Store {
    let (disk, clock) = (Arc::new(RealDisk), Arc::new(Impatient::default()));
    Store::with(store.root(), store.state(), disk, clock)
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        match path.is_dir() {
            true => copy(&path, &to),
            false => {
                std::fs::copy(&path, &to).unwrap();
            }
        }
    }
}
