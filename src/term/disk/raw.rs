//! Files that cannot be read: trying again, and what they say as they are.

use super::{Disk, kept};
use crate::app::desk::{DeskId, Sid};
use crate::app::effect::{Item, Outcome};
use crate::app::raw::{Broken, Raw};
use crate::store::Trouble;
use std::path::{Path, PathBuf};

impl Disk {
    /// Reads a file again: a session of an open event, which gets that number, or else an event.
    pub(super) fn read_again(&mut self, path: PathBuf, session: Option<(DeskId, Sid)>) -> Outcome {
        let part = |part: Option<&std::ffi::OsStr>| {
            part.map(|part| part.to_string_lossy().into_owned())
                .unwrap_or_default()
        };
        let read = match session {
            Some((desk, sid)) => {
                let folder = self.folders.get(&desk).cloned().unwrap_or_default();
                let name = part(path.file_stem());
                // What the app has already, or is about to be told of, is brought up to date by the next look around: what is unsaved is
                // merged there and not lost.
                let mut sessions = self.sessions.iter();
                let is_known = self.has_found(&name)
                    || sessions.any(|((of, _), kept)| *of == desk && kept.known.name == name);
                self.store.session(&folder, &name).map(|session| {
                    if is_known {
                        return None;
                    }
                    let value = session.value.clone();
                    self.sessions.insert((desk, sid), kept(session));
                    self.tell(Item::Session(desk, sid));
                    Some((desk, sid, Box::new(value)))
                })
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
