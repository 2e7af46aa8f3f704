//! Reading what is opened: an event with its sessions, and the earlier versions of a file.

use super::{Disk, kept};
use crate::app::desk::{DeskId, Sid};
use crate::app::effect::{Item, Opened, Outcome};
use crate::app::raw::Broken;
use crate::app::versions::Version;
use crate::store::Trouble;

impl Disk {
    /// Reads an event with its sessions.
    pub(super) fn open(&mut self, desk: DeskId, folder: String) -> Outcome {
        let event = match self.store.event(&folder) {
            Ok(event) => event,
            Err(trouble @ Trouble::Missing { .. }) => return Outcome::Failed(trouble.to_string()),
            Err(trouble) => return self.unreadable(&trouble, Some(folder)),
        };
        let (sessions, troubles) = self.store.sessions(&folder);
        (self.remember)(&self.store, &folder);
        let locked_out = self.store.locked_out(&folder);
        let written = self.store.last_written(&folder);
        let value = event.value.clone();
        self.folders.insert(desk, folder.clone());
        self.events.insert(desk, kept(event));
        self.tell(Item::Event(desk));
        let mut opened = Vec::with_capacity(sessions.len());
        for (session, number) in sessions.into_iter().zip(0..) {
            opened.push((Sid(number), session.value.clone()));
            self.sessions.insert((desk, Sid(number)), kept(session));
            self.tell(Item::Session(desk, Sid(number)));
        }
        Outcome::Opened(Box::new(Opened {
            desk,
            folder,
            event: value,
            sessions: opened,
            troubles: troubles.iter().map(Broken::of).collect(),
            locked_out,
            written,
        }))
    }

    /// The earlier versions of an item that can be read, newest first.
    pub(super) fn versions(&self, item: Item) -> Result<Vec<Version>, Trouble> {
        let Some((path, _)) = self.known.said(item) else {
            return Ok(Vec::new());
        };
        let is_session = matches!(item, Item::Session(..));
        let mut all = Vec::new();
        for snapshot in self.store.snapshots(&path)? {
            let bytes = self.store.snapshot_bytes(&snapshot)?;
            let text = String::from_utf8_lossy(&bytes);
            all.extend(Version::of(&snapshot, is_session, &text));
        }
        Ok(all)
    }
}
