//! Reading what is opened: an event with its sessions, and the earlier versions of a file.

use super::Worker;
use crate::app::desk::{DeskId, Sid};
use crate::app::effect::{Item, Opened, Outcome};
use crate::app::raw::Broken;
use crate::app::versions::Version;
use crate::store::Trouble;
use crate::store::journal::PaperKind;
use std::path::Path;
use std::sync::Arc;

impl Worker {
    /// Reads an event with its sessions.
    pub(super) fn open(&self, desk: DeskId, folder: String) -> Outcome {
        let event = match self.store.event(&folder) {
            Ok(event) => event,
            Err(trouble @ Trouble::Missing { .. }) => return Outcome::Failed(trouble.to_string()),
            Err(trouble) => return self.unreadable(&trouble, Some(folder)),
        };
        let (sessions, troubles) = self.store.sessions(&folder);
        (self.remember)(&self.store, &folder);
        let locked_out = self.store.locked_out(&folder);
        let written = self.store.last_written(&folder);
        let numbered = sessions.into_iter().zip(0..);
        let sessions = numbered.map(|(session, number)| (Sid(number), Arc::new(session)));
        Outcome::Opened(Box::new(Opened {
            desk,
            folder,
            event: Arc::new(event),
            sessions: sessions.collect(),
            troubles: troubles.iter().map(Broken::of).collect(),
            locked_out,
            written,
        }))
    }

    /// The earlier versions of an item that can be read, newest first.
    pub(super) fn versions(&self, item: Item, path: &Path) -> Result<Vec<Version>, Trouble> {
        let kind = PaperKind::of(item);
        let mut all = Vec::new();
        for snapshot in self.store.snapshots(path)? {
            let bytes = self.store.snapshot_bytes(&snapshot)?;
            let text = String::from_utf8_lossy(&bytes);
            all.extend(Version::of(&snapshot, kind, &text));
        }
        Ok(all)
    }
}
