//! Saving events and sessions, and moving sessions to the trash.

use super::Worker;
use crate::app::effect::{BackupCopy, DocumentId, Outcome, SaveHow};
use crate::app::files::LoadedFile;
use crate::app::open_event::EventId;
use crate::model::event::Event;
use crate::model::session::Session;
use crate::store::journal::Snapshot;
use crate::store::{Created, Document, Durable, Loaded, Removed, Store, StoreError, slug};
use std::collections::HashSet;
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
    /// Somebody else had changed the file.
    pub merged: bool,
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
        let saved = match base {
            Some(base) => {
                let sent = Snapshot::from(event.clone());
                save(&self.store, base, (event, &sent), how)
            }
            None => {
                let name = named(&event.title, "event");
                self.store
                    .create_event_as(how.key(), &name, event)
                    .map(made)
            }
        };
        answer(DocumentId::Event(event_id), how, saved, LoadedFile::Event)
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
        let back = match place.trashed {
            Some(removed) => self.store.put_back(removed).map(Durable::is_confirmed),
            None => Ok(true),
        };
        let saved = back.and_then(|durable| {
            let mut done = match base {
                Some(base) => {
                    let sent = Snapshot::from(session.clone());
                    save(&self.store, base, (session, &sent), how)?
                }
                None => self.make_session(place.folder, session, how)?,
            };
            done.durable &= durable;
            Ok(done)
        });
        answer(item, how, saved, LoadedFile::Session)
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
            .create_session_as(how.key(), folder, &name, session);
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
        let shown = Snapshot::from(session.clone());
        // One that others removed meanwhile goes to the trash all the same.
        let saved = match base {
            Some(base) => {
                let how = SaveHow {
                    may_return: true,
                    ..how.clone()
                };
                let sent = Snapshot::from(session.clone());
                save(&self.store, base, (session, &sent), &how)
            }
            None => self.make_session(folder, session, how),
        };
        let removed = saved.and_then(|done| {
            if !has_all(&shown, &done) {
                return Err(StoreError::Changed {
                    path: done.loaded.path().to_owned(),
                });
            }
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

/// Whether a file that is about to go to the trash has every word that was on the screen. Where
/// somebody else changed it, they may have deleted some.
fn has_all(shown: &Snapshot, done: &Done<Session>) -> bool {
    if done.merged || *shown == Snapshot::from(done.loaded.value.clone()) {
        return true;
    }
    let words: HashSet<String> = Snapshot::from(done.loaded.value.clone())
        .words()
        .into_iter()
        .collect();
    let lost = shown.words().into_iter().find(|word| !words.contains(word));
    if lost.is_some() {
        tracing::error!("a session was not removed, since its file has not all of it");
    }
    lost.is_none()
}

fn made<T>(made: Created<T>) -> Done<T> {
    Done {
        loaded: made.loaded,
        backup: None,
        merged: false,
        durable: made.durable,
    }
}

/// Saves a value whose file said `base`. `sent` is what the app sent to be saved.
pub fn save<T: Document>(
    store: &Store,
    base: &Loaded<T>,
    (value, sent): (T, &Snapshot),
    how: &SaveHow,
) -> Result<Done<T>, StoreError> {
    let mut loaded = base.clone();
    loaded.value = value;
    let outcome = match store.save_as(how.key(), sent, &mut loaded) {
        // Somebody removed it, and the person wants it back.
        Err(StoreError::Deleted { .. }) if how.may_return => {
            store.save_again_as(how.key(), sent, &mut loaded)?
        }
        outcome => outcome?,
    };
    Ok(Done {
        loaded,
        backup: outcome.backup.map(|path| BackupCopy {
            path,
            conflicts: outcome.conflicts,
        }),
        merged: outcome.merged,
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

#[cfg(test)]
#[allow(clippy::unwrap_used)] // A test stops at what it does not expect.
mod tests {
    use super::*;

    #[test]
    fn a_file_that_lost_a_word_does_not_go_to_the_trash() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().join("notes"), folder.path().join("state"));
        store.create_event("fair", Event::default()).unwrap();
        let session = |notes: &str| Session {
            title: "Talk".to_owned(),
            notes: notes.to_owned(),
            ..Session::default()
        };
        let created = store.create_session("fair", "talk", session("one two\n"));
        let mut done = made(created.unwrap());
        assert!(has_all(&session("two one\n").into(), &done));
        assert!(!has_all(&session("one two three\n").into(), &done));
        // Somebody else may have deleted it.
        done.merged = true;
        assert!(has_all(&session("one two three\n").into(), &done));
    }
}
