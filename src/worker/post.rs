//! The file of a post: what stands there, and writing it.

use super::Worker;
use crate::model::event::Event;
use crate::publish::{Existing, file};
use crate::store::{Durable, StoreError};
use std::path::Path;

impl Worker {
    /// What stands where the post of an event would go.
    pub(super) fn look(
        &self,
        path: &str,
        folder: &str,
        event: &Event,
        export_folder: Option<&Path>,
    ) -> Result<Option<Existing>, String> {
        file::look(&self.store, Path::new(path), folder, event, export_folder)
            .map_err(|unusable| unusable.to_string())
    }

    /// Writes the post of an event.
    pub(super) fn export(&self, post: file::PostFile<'_>) -> Result<Durable, StoreError> {
        let published = file::write(&self.store, post)?;
        if let Some(error) = published.forgotten {
            tracing::warn!(%error, "the next export will ask before it overwrites the file");
        }
        Ok(published.durable)
    }
}
