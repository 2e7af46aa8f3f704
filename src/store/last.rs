//! Which event was open last. Losing this costs nobody a word.

use super::atomic::{self, make_folder_unsynced};
use super::{Store, StoreError};
use std::path::PathBuf;

impl Store {
    /// The folder of the event that was open last, if that is known.
    pub fn last_event(&self) -> Option<String> {
        let bytes = self.disk().read(&self.last_file().ok()?).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        Some(text.trim().to_owned()).filter(|folder| !folder.is_empty())
    }

    /// Remembers an event as the last one open.
    ///
    /// # Errors
    /// When the state folder cannot be written.
    pub fn remember_last(&self, folder: &str) -> Result<(), StoreError> {
        if self.last_event().as_deref() == Some(folder) {
            return Ok(());
        }
        let file = self.last_file()?;
        let above = file.parent().unwrap_or(&file);
        make_folder_unsynced(self.disk(), self.state(), above)?;
        atomic::replace(self.system(), &file, format!("{folder}\n").as_bytes())
    }

    fn last_file(&self) -> Result<PathBuf, StoreError> {
        Ok(self.state().join("last").join(self.id()?))
    }
}
