//! Saving events and sessions, and moving sessions to the trash.

use super::Worker;
use crate::app::effect::{BackupCopy, DocumentId, Outcome, SaveHow};
use crate::app::files::LoadedFile;
use crate::app::open_event::EventId;
use crate::model::event::Event;
use crate::model::session::Session;
use crate::store::journal::Snapshot;
use crate::store::{Created, Document, Durable, Loaded, Removed, Store, StoreError, slug};
use std::sync::Arc;

/// Where a session is.
pub struct SavePlace<'a> {
    /// The event's folder.
    pub folder: &'a str,
    /// Where it lies in the trash, if it does.
    pub trashed: Option<&'a Removed>,
}

/// What a save did.
pub struct Done<T> {
    /// What the file says now.
    pub loaded: Loaded<T>,
    /// Our version, when both had changed the same value.
    pub backup: Option<BackupCopy>,
    /// It stays there when the power goes.
    pub durable: bool,
}

impl Worker {
    /// Saves an event, or makes it.
    pub(super) fn save_event(
        &self,
        event_id: EventId,
        base: Option<&Loaded<Event>>,
        event: Event,
        how: &SaveHow,
    ) -> Outcome {
        let sent = Snapshot::from(event.clone());
        let saved = match base {
            Some(base) => save(&self.store, base, event, how.may_return),
            None => {
                let name = named(&event.title, "event");
                self.store.create_event_as(&how.key, &name, event).map(made)
            }
        };
        let answer = answer(DocumentId::Event(event_id), how, saved, LoadedFile::Event);
        self.landed(how, &sent, answer)
    }

    /// Saves a session, makes it, or brings it back from the trash.
    pub(super) fn save_session(
        &self,
        item: DocumentId,
        base: Option<&Loaded<Session>>,
        place: SavePlace<'_>,
        session: Session,
        how: &SaveHow,
    ) -> Outcome {
        let sent = Snapshot::from(session.clone());
        let back = match place.trashed {
            Some(removed) => self.store.put_back(removed).map(Durable::is_confirmed),
            None => Ok(true),
        };
        let saved = back.and_then(|durable| {
            let mut done = match base {
                Some(base) => save(&self.store, base, session, how.may_return)?,
                None => self.make_session(place.folder, session, how)?,
            };
            done.durable &= durable;
            Ok(done)
        });
        let answer = answer(item, how, saved, LoadedFile::Session);
        self.landed(how, &sent, answer)
    }

    /// Notes what a save has brought into its file, in case the app ends before it hears the
    /// answer.
    pub(super) fn landed(&self, how: &SaveHow, sent: &Snapshot, answer: Outcome) -> Outcome {
        if matches!(answer, Outcome::Saved { .. })
            && let Err(error) = self.store.note_landed(&how.key, sent)
        {
            // Without it a recovery has to find out from what the file says.
            tracing::warn!(what = error.short(), "a save was not noted");
        }
        answer
    }

    fn make_session(
        &self,
        folder: &str,
        session: Session,
        how: &SaveHow,
    ) -> Result<Done<Session>, StoreError> {
        let name = named(&session.title, "session");
        let created = self
            .store
            .create_session_as(&how.key, folder, &name, session);
        created.map(made)
    }

    /// Saves a session as it was shown last, then moves it to the trash.
    pub(super) fn remove_session(
        &self,
        item: DocumentId,
        folder: &str,
        base: Option<&Loaded<Session>>,
        session: Session,
        how: &SaveHow,
    ) -> Outcome {
        // One that others removed meanwhile goes to the trash all the same.
        let saved = match base {
            Some(base) => save(&self.store, base, session, true),
            None => self.make_session(folder, session, how),
        };
        let removed = saved.and_then(|done| {
            let removed = self.store.remove_session(folder, &done.loaded.name)?;
            Ok((done, removed))
        });
        match removed {
            Ok((done, removed)) => Outcome::Removed {
                item,
                loaded: LoadedFile::Session(Arc::new(done.loaded)),
                durable: done.durable && removed.durable,
                removed,
            },
            Err(error) => Outcome::NotRemoved {
                item,
                why: error.to_string(),
            },
        }
    }
}

fn made<T>(made: Created<T>) -> Done<T> {
    Done {
        loaded: made.loaded,
        backup: None,
        durable: made.durable,
    }
}

/// Saves a value whose file said `base`.
pub fn save<T: Document>(
    store: &Store,
    base: &Loaded<T>,
    value: T,
    may_return: bool,
) -> Result<Done<T>, StoreError> {
    let mut loaded = base.clone();
    loaded.value = value;
    let outcome = match store.save(&mut loaded) {
        // Somebody removed it, and the person wants it back.
        Err(StoreError::Deleted { .. }) if may_return => store.save_again(&mut loaded)?,
        outcome => outcome?,
    };
    Ok(Done {
        loaded,
        backup: outcome.backup.map(|path| BackupCopy {
            path,
            conflicts: outcome.conflicts,
        }),
        durable: outcome.durable,
    })
}

fn answer<T>(
    item: DocumentId,
    how: &SaveHow,
    saved: Result<Done<T>, StoreError>,
    file: impl Fn(Arc<Loaded<T>>) -> LoadedFile,
) -> Outcome {
    match saved {
        Ok(done) => Outcome::Saved {
            item,
            revision: how.revision,
            loaded: file(Arc::new(done.loaded)),
            backup: done.backup,
            private: Vec::new(),
            durable: done.durable,
        },
        Err(StoreError::Deleted { .. }) => Outcome::FileDeleted(item),
        Err(error) => not_saved(item, &error),
    }
}

/// The answer to a save that failed.
pub fn not_saved(item: DocumentId, error: &StoreError) -> Outcome {
    Outcome::NotSaved {
        item,
        short: error.short().to_owned(),
        why: error.to_string(),
    }
}

/// A file's name for a title.
pub fn named(title: &str, otherwise: &str) -> String {
    let name = slug(title);
    if name.is_empty() {
        otherwise.to_owned()
    } else {
        name
    }
}
