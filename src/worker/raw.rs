//! Files that cannot be read: trying again, and what they say as they are.

use super::Worker;
use crate::app::desk::{DeskId, Sid};
use crate::app::effect::Outcome;
use crate::app::raw::{Broken, Raw};
use crate::store::{Restored, Stray, Trouble};
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Worker {
    /// Reads a file again: a session of an open event, which gets that number, or else an event.
    pub(super) fn read_again(
        &self,
        path: PathBuf,
        session: Option<(DeskId, String, Sid)>,
    ) -> Outcome {
        let part = |part: Option<&std::ffi::OsStr>| {
            part.map(|part| part.to_string_lossy().into_owned())
                .unwrap_or_default()
        };
        if let Some(copy) = self.store.copy_at(&path) {
            return self.copy(&copy);
        }
        let read = match session {
            Some((desk, folder, sid)) => {
                let session = self.store.session(&folder, &part(path.file_stem()));
                session.map(|session| Some((desk, sid, Arc::new(session))))
            }
            None => {
                let folder = part(path.parent().and_then(Path::file_name));
                self.store.event(&folder).map(|_| None)
            }
        };
        match read {
            Ok(session) => Outcome::Readable { path, session },
            Err(trouble) => {
                // What git left in two versions is looked at side by side.
                let path = trouble
                    .path()
                    .filter(|_| matches!(trouble, Trouble::Conflict { .. }));
                let found = path.and_then(|path| self.store.conflict(path).ok().flatten());
                match found {
                    Some(conflict) => Outcome::Conflict(Box::new(conflict)),
                    None => self.unreadable(&trouble, None),
                }
            }
        }
    }

    /// A copy that a sync program left, beside its file; one that says nothing new goes at once.
    fn copy(&self, copy: &Stray) -> Outcome {
        let put_away = |restored: Result<Restored, Trouble>| match restored {
            Ok(restored) => Outcome::Settled {
                path: copy.path.clone(),
                durable: restored.durable,
            },
            Err(trouble) => Outcome::Failed(trouble.to_string()),
        };
        match self.store.copy_conflict(copy) {
            Ok(Some(conflict)) if conflict.mine.text != conflict.theirs.text => {
                Outcome::Conflict(Box::new(conflict))
            }
            Ok(_) => put_away(self.store.bring_copy(copy)),
            Err(trouble) => self.unreadable(&trouble, None),
        }
    }

    /// What a file says that cannot be read, as it is.
    pub(super) fn unreadable(&self, trouble: &Trouble, folder: Option<String>) -> Outcome {
        let bytes = trouble.path().map(|path| self.store.look_at(path));
        // What cannot be had at all has no lines; the trouble says why.
        let bytes = bytes.and_then(Result::ok).flatten().unwrap_or_default();
        Outcome::Unreadable {
            folder,
            raw: Box::new(Raw::of(
                Broken::of(trouble),
                &String::from_utf8_lossy(&bytes),
            )),
        }
    }
}
