//! Files outside the notebook.

use super::parse::read_bytes;
use super::{Store, StoreError};
use std::path::Path;

impl Store {
    /// What stands at a path outside the notebook: its bytes, or nothing.
    ///
    /// # Errors
    /// When it is a folder, or cannot be read.
    pub fn look_at(&self, path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
        match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() && !self.disk().is_dir(folder) => {
                Err(StoreError::Missing {
                    path: folder.to_owned(),
                })
            }
            _ => read_bytes(self.disk(), path),
        }
    }
}
