//! Files that cannot be read: trying again, and what they say as they are.

use super::Worker;
use crate::app::effect::Outcome;
use crate::app::open_event::{EventId, SessionId};
use crate::app::unreadable::{Raw, UnreadableFile};
use crate::store::{Leftover, Restored, StoreError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Worker {
    /// Reads a file again: a session of an open event, which gets that number, or else an event.
    pub(super) fn read_again(
        &self,
        path: PathBuf,
        session: Option<(EventId, String, SessionId)>,
    ) -> Outcome {
        let part = |part: Option<&std::ffi::OsStr>| {
            part.map(|part| part.to_string_lossy().into_owned())
                .unwrap_or_default()
        };
        if let Some(copy) = self.store.copy_at(&path) {
            return self.copy(&copy);
        }
        let read = match session {
            Some((event_id, folder, session_id)) => {
                let session = self.store.session(&folder, &part(path.file_stem()));
                session.map(|session| Some((event_id, session_id, Arc::new(session))))
            }
            None => {
                let folder = part(path.parent().and_then(Path::file_name));
                self.store.event(&folder).map(|_| None)
            }
        };
        match read {
            Ok(session) => Outcome::Readable { path, session },
            Err(error) => {
                // What git left in two versions is looked at side by side.
                let path = error
                    .path()
                    .filter(|_| matches!(error, StoreError::Conflict { .. }));
                let found = path.and_then(|path| self.store.conflict(path).ok().flatten());
                match found {
                    Some(conflict) => Outcome::Conflict(Box::new(conflict)),
                    None => self.unreadable(&error, None),
                }
            }
        }
    }

    /// A copy that a sync program left, beside its file; one that says nothing new goes at once.
    fn copy(&self, copy: &Leftover) -> Outcome {
        let put_away = |restored: Result<Restored, StoreError>| match restored {
            Ok(restored) => Outcome::Resolved {
                path: copy.path.clone(),
                durable: restored.durable,
            },
            Err(error) => Outcome::Failed(error.to_string()),
        };
        match self.store.copy_conflict(copy) {
            Ok(Some(conflict)) if conflict.mine.text != conflict.theirs.text => {
                Outcome::Conflict(Box::new(conflict))
            }
            Ok(_) => put_away(self.store.bring_copy(copy)),
            Err(error) => self.unreadable(&error, None),
        }
    }

    /// What a file says that cannot be read, as it is.
    pub(super) fn unreadable(&self, error: &StoreError, folder: Option<String>) -> Outcome {
        let bytes = error.path().map(|path| self.store.look_at(path));
        // What cannot be had at all has no lines; the trouble says why.
        let bytes = bytes.and_then(Result::ok).flatten().unwrap_or_default();
        Outcome::Unreadable {
            folder,
            raw: Box::new(Raw::of(
                UnreadableFile::of(error),
                &String::from_utf8_lossy(&bytes),
            )),
        }
    }
}
