//! Reading what is opened: an event with its sessions, and the earlier versions of a file.

use super::Worker;
use crate::app::effect::{DocumentId, Opened, Outcome};
use crate::app::open_event::{EventId, SessionId};
use crate::app::unreadable::UnreadableFile;
use crate::app::versions::ListedVersion;
use crate::store::StoreError;
use crate::store::journal::SnapshotKind;
use std::path::Path;
use std::sync::Arc;

impl Worker {
    /// Reads an event with its sessions.
    pub(super) fn open(&self, event_id: EventId, folder: String) -> Outcome {
        let event = match self.store.event(&folder) {
            Ok(event) => event,
            Err(error @ StoreError::Missing { .. }) => return Outcome::Failed(error.to_string()),
            Err(error) => return self.unreadable(&error, Some(folder)),
        };
        let (sessions, errors) = self.store.sessions(&folder);
        (self.remember)(&self.store, &folder);
        let locked_out = self.store.locked_out(&folder);
        let written = self.store.last_written(&folder);
        let numbered = sessions.into_iter().zip(0..);
        let sessions = numbered.map(|(session, number)| (SessionId(number), Arc::new(session)));
        Outcome::Opened(Box::new(Opened {
            event_id,
            folder,
            event: Arc::new(event),
            sessions: sessions.collect(),
            unreadable: errors.iter().map(UnreadableFile::of).collect(),
            locked_out,
            written,
        }))
    }

    /// The earlier versions of an item that can be read, newest first.
    pub(super) fn versions(
        &self,
        item: DocumentId,
        path: &Path,
    ) -> Result<Vec<ListedVersion>, StoreError> {
        let kind = SnapshotKind::of(item);
        let mut all = Vec::new();
        for snapshot in self.store.snapshots(path)? {
            let bytes = self.store.snapshot_bytes(&snapshot)?;
            let text = String::from_utf8_lossy(&bytes);
            all.extend(ListedVersion::of(&snapshot, kind, &text));
        }
        Ok(all)
    }
}
