//! A copy of an event in a notebook of its own, for when its files cannot be written.

use super::Worker;
use super::save::named;
use crate::app::effect::Outcome;
use crate::model::event::Event;
use crate::model::session::Session;
use crate::store::StoreError;
use std::path::{Path, PathBuf};

impl Worker {
    /// Saves a copy and says where it is.
    pub(super) fn save_copy(&self, folder: &Path, event: Event, sessions: Vec<Session>) -> Outcome {
        match self.write_copy(folder, event, sessions) {
            Ok((folder, true)) => Outcome::Report(format!(
                "A copy is there; to open it: hallway --notebook {}",
                folder.display()
            )),
            Ok((path, false)) => Outcome::Failed(StoreError::Unconfirmed { path }.to_string()),
            Err(error) => Outcome::Failed(format!("Not all of it was saved there: {error}")),
        }
    }

    /// Makes the event anew in the notebook in `folder`, which is made if need be, with the link
    /// book if there is none; returns the folder, and whether all of it is known to be on the disk
    /// itself.
    ///
    /// # Errors
    /// When something of it cannot be written; what was is whole.
    fn write_copy(
        &self,
        folder: &Path,
        event: Event,
        sessions: Vec<Session>,
    ) -> Result<(PathBuf, bool), StoreError> {
        let folder = std::path::absolute(folder).map_err(|source| StoreError::Unwritable {
            path: folder.to_owned(),
            source,
        })?;
        let store = self.store.another(&folder);
        let made = store.create_event(&named(&event.title, "event"), event)?;
        let mut durable = made.durable;
        for session in sessions {
            let name = named(&session.title, "session");
            let session = store.create_session(&made.loaded.folder, &name, session)?;
            durable &= session.durable;
        }
        let mut there = store.book()?;
        // A link book that cannot be read here has nothing to give.
        if let Ok(book) = self.store.book()
            && !there.is_on_disk()
            && book.is_on_disk()
        {
            there.value = book.value;
            durable &= store.save(&mut there)?.durable;
        }
        Ok((folder, durable))
    }
}
