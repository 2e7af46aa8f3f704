//! New notebooks, events and sessions.

use super::atomic::{
    self, ExpectedFile, NewFolder, PlacingStep, Progress, Put, cannot_tell, make_folder,
    sync_folder,
};
use super::disk::Disk;
use super::document::{Document, Loaded};
use super::durable::Durable;
use super::error::StoreError;
use super::journal::{JournalKey, SaveNotes, Snapshot};
use super::parse::SourceText;
use super::render::fresh;
use super::slug::{is_slug, numbered};
use super::{EVENT, EVENTS, NOTEBOOK, SESSIONS, Store, hash};
use crate::model::event::Event;
use crate::model::notebook::Notebook;
use crate::model::session::Session;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// What was made.
#[derive(Debug)]
pub struct Created<T> {
    /// It, with its file.
    pub loaded: Loaded<T>,
    /// The system confirmed that its file is on the disk itself.
    pub durable: bool,
}

impl Store {
    /// Makes the notebook's folder and its settings, where they are not there.
    ///
    /// # Errors
    /// When they cannot be made, or the disk fails.
    pub fn prepare(&self) -> Result<Durable, StoreError> {
        let path = self.root().join(NOTEBOOK);
        if self.disk().exists(&path) {
            self.note_place();
            return Ok(Durable::Confirmed);
        }
        let folder = self.prepare_root()?;
        let notebook = Notebook {
            // One that lost its settings is the same notebook.
            id: self.former_id().unwrap_or_else(|| self.random_id()),
            ..Notebook::default()
        };
        let text = fresh(&path, &notebook)?;
        let written = atomic::write(self.system(), &path, text.as_bytes(), ExpectedFile::New);
        let durable = match written {
            Ok(durable) => durable.and(folder),
            // Another process was first.
            Err(StoreError::Taken { .. }) => folder,
            Err(store_error) => return Err(store_error),
        };
        self.note_place();
        Ok(durable)
    }

    /// Makes the notebook's folder. Whoever made it before may have been killed before its name was
    /// on disk.
    fn prepare_root(&self) -> Result<Durable, StoreError> {
        let root = self.root();
        // One that was moved while it was open is not made once more where it was.
        if self.was_there() && !self.disk().exists(root) {
            return Err(StoreError::Unmounted {
                path: root.to_owned(),
            });
        }
        let made = make_folder(self.disk(), root)?;
        let above = root.parent().unwrap_or(root);
        match sync_folder(self.disk(), above) {
            Ok(()) => Ok(made),
            // Then it was there before, in a folder that is not ours.
            Err(error) if cannot_tell(&error) => Ok(made),
            Err(error) => Err(StoreError::writing(root, error)),
        }
    }

    /// Brings to disk that a file of the notebook or of the state folder has its place: the names
    /// of the folders that it lies in.
    pub(super) fn confirm_place(&self, path: &Path) -> Durable {
        let bases = [self.root(), self.state()];
        match (
            path.parent(),
            bases.iter().find(|base| path.starts_with(base)),
        ) {
            (Some(folder), Some(base)) => Durable::of(&self.system().confirm_folders(folder, base)),
            _ => Durable::Confirmed,
        }
    }

    /// Makes an event in a folder of that name, else the next free one with a number behind it. The
    /// name has to be as [`slug`](super::slug()) makes them.
    ///
    /// # Errors
    /// When it cannot be made; then there is no trace of it.
    pub fn create_event(
        &self,
        preferred: &str,
        event: Event,
    ) -> Result<Created<Event>, StoreError> {
        self.create_event_as(JournalKey::NONE, preferred, event)
    }

    /// The same for an event that is journaled under a key: its place is noted first, so that a
    /// recovery does not make it once more.
    ///
    /// # Errors
    /// The same.
    pub fn create_event_as(
        &self,
        key: JournalKey<'_>,
        preferred: &str,
        event: Event,
    ) -> Result<Created<Event>, StoreError> {
        let preferred = made_by_us(preferred)?;
        let text = fresh(Path::new(EVENT), &event)?;
        let prepared = self.prepare()?;
        let events = self.root().join(EVENTS);
        let prepared = make_folder(self.disk(), &events)?.and(prepared);
        let taken = names_in(self.disk(), &events)?;
        let progress = SaveNotes::of(self, key, &Snapshot::from(event.clone()))?;
        let mut made = NewFolder::new(self.system(), &events, preferred)?;
        let filled = made.fill(EVENT, text.as_bytes())?;
        for name in candidates(preferred) {
            if taken.contains(&name) {
                continue;
            }
            let folder = events.join(&name);
            let path = folder.join(EVENT);
            if !key.key.is_empty() {
                self.note_made(key.key, &path)?;
            }
            progress.begins(PlacingStep::New(&path), text.as_bytes())?;
            match made.place(&folder) {
                Ok(()) => progress.done(),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => continue,
                Err(error) => return Err(StoreError::writing(&folder, error)),
            }
            let placed = Durable::of(&self.system().confirm_new_folder(&folder));
            let durable = prepared.and(filled).and(placed);
            let durable = durable.and(self.confirm_place(&path));
            return Ok(new(event, name, String::new(), path, text, durable));
        }
        Err(StoreError::Taken {
            path: events.join(preferred),
        })
    }

    /// Makes a session in a file of that name, else the next free one with a number behind it.
    ///
    /// # Errors
    /// When it cannot be made; then there is no trace of it.
    pub fn create_session(
        &self,
        folder: &str,
        preferred: &str,
        session: Session,
    ) -> Result<Created<Session>, StoreError> {
        self.create_session_as(JournalKey::NONE, folder, preferred, session)
    }

    /// The same for a session that is journaled under a key: its place is noted first, so that a
    /// recovery does not make it once more.
    ///
    /// # Errors
    /// The same.
    pub fn create_session_as(
        &self,
        key: JournalKey<'_>,
        folder: &str,
        preferred: &str,
        session: Session,
    ) -> Result<Created<Session>, StoreError> {
        let preferred = made_by_us(preferred)?;
        let event = self.event_path(folder)?;
        let there = self.disk().metadata(&event);
        there.map_err(|error| StoreError::reading(&event, error))?;
        let prepared = self.prepare()?;
        let sessions = self.event_folder(folder)?.join(SESSIONS);
        let prepared = make_folder(self.disk(), &sessions)?.and(prepared);
        let text = fresh(&sessions.join(format!("{preferred}.toml")), &session)?;
        let progress = SaveNotes::of(self, key, &Snapshot::from(session.clone()))?;
        let taken = names_in(self.disk(), &sessions)?;
        for name in candidates(preferred) {
            if taken.contains(&format!("{name}.toml")) {
                continue;
            }
            let path = sessions.join(format!("{name}.toml"));
            if !key.key.is_empty() {
                self.note_made(key.key, &path)?;
            }
            let bytes = text.as_bytes();
            match atomic::put(self.system(), &path, bytes, ExpectedFile::New, &progress) {
                Ok(Put::Done(durable)) => {
                    let durable = durable.and(prepared).and(self.confirm_place(&path));
                    let folder = folder.to_owned();
                    return Ok(new(session, folder, name, path, text, durable));
                }
                Ok(Put::Late(_)) | Err(StoreError::Taken { .. }) => continue,
                Err(store_error) => return Err(store_error),
            }
        }
        Err(StoreError::Taken {
            path: sessions.join(preferred),
        })
    }

    /// Sixteen hexadecimal digits that no other notebook has.
    fn random_id(&self) -> String {
        let mut seed = self.clock().nonce().to_vec();
        let now = self.clock().now().timestamp_nanos_opt();
        seed.extend(now.unwrap_or_default().to_le_bytes());
        seed.extend(self.disk().process().to_le_bytes());
        hash(&seed)[..16].to_owned()
    }
}

fn new<T: Document>(
    value: T,
    folder: String,
    name: String,
    path: PathBuf,
    text: String,
    durable: Durable,
) -> Created<T> {
    let text = SourceText {
        plain: text,
        ..SourceText::default()
    };
    let loaded = Loaded {
        value,
        folder,
        name,
        path,
        text: Some(text),
        attempts: Vec::new(),
    };
    Created {
        loaded,
        durable: durable.is_confirmed(),
    }
}

fn made_by_us(name: &str) -> Result<&str, StoreError> {
    if is_slug(name) {
        Ok(name)
    } else {
        Err(StoreError::UnsafeName {
            name: name.chars().take(80).collect(),
        })
    }
}

/// The name itself, then the name with 2, 3, ... behind it.
fn candidates(preferred: &str) -> impl Iterator<Item = String> {
    let numbers = (2..10_000).map(|number| numbered(preferred, number));
    std::iter::once(preferred.to_owned()).chain(numbers)
}

/// The names in a folder in lower case, since some systems take `A` and `a` for one.
pub(super) fn names_in(disk: &dyn Disk, folder: &Path) -> Result<HashSet<String>, StoreError> {
    let wrong = |error| StoreError::reading(folder, error);
    let mut names = HashSet::new();
    for entry in disk.read_dir(folder).map_err(wrong)? {
        names.insert(entry.name.to_string_lossy().to_lowercase());
    }
    Ok(names)
}
