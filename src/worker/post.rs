//! The file of a post: what stands there, and writing it.

use super::Worker;
use crate::app::effect::Found;
use crate::model::event::Event;
use crate::store::{Durable, Expected, Trouble, hash};
use std::path::Path;

impl Worker {
    /// What stands where the post of an event would go.
    pub(super) fn look(
        &self,
        path: &str,
        folder: &str,
        event: &Event,
        export_folder: Option<&Path>,
    ) -> Result<Option<Found>, String> {
        let path = Path::new(path);
        let found = self.store.look_at(path).map_err(|trouble| match trouble {
            Trouble::Missing { path } => format!("there is no folder {}", path.display()),
            trouble => trouble.to_string(),
        })?;
        let Some(bytes) = found else {
            return Ok(None);
        };
        let hash = hash(&bytes);
        let store = &self.store;
        let ours = store.is_written_by_us(folder, event, path, Some(&hash), export_folder);
        Ok(Some(Found {
            text: String::from_utf8_lossy(&bytes).into_owned(),
            hash,
            ours,
        }))
    }

    /// Writes the post of an event. Where it is is remembered first, so that wherever this is cut
    /// short the next export knows the file.
    pub(super) fn export(
        &self,
        path: &str,
        folder: &str,
        text: &str,
        expected: Option<&str>,
        keeps: bool,
    ) -> Result<Durable, Trouble> {
        let path = Path::new(path);
        if keeps && let Some(there) = self.store.look_at(path)? {
            self.store.backup(path, &there)?;
        }
        let new = hash(text.as_bytes());
        if let Err(trouble) = self.store.remember_post(folder, path, expected, &new) {
            tracing::warn!(%trouble, "the next export will ask before it overwrites the file");
        }
        let expected = expected.map_or(Expected::Nothing, Expected::Hash);
        self.store.write_file(path, text.as_bytes(), expected)
    }
}
