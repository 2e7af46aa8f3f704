//! Copies in the state folder of what a write replaces, for their owner alone.

use super::atomic::{ExpectedFile, make_folder, write};
use super::backup_version::owner_only;
use super::durable::Durable;
use super::save::confirmed;
use super::write_file::hash;
use super::{Store, StoreError};
use std::path::{Path, PathBuf};

impl Store {
    /// Keeps `bytes` under the state folder, named after the file they belong to, and returns
    /// where. The same bytes are kept once.
    ///
    /// # Errors
    /// When they cannot be kept, or are not known to be on the disk itself: what they are a copy of
    /// is about to go.
    pub fn backup(&self, of: &Path, bytes: &[u8]) -> Result<PathBuf, StoreError> {
        let folder = self.state().join("backups");
        let made = make_folder(self.disk(), &folder)?;
        let name = of.file_name().map(|name| name.to_string_lossy());
        let name = name.as_deref().unwrap_or("file");
        let path = folder.join(format!("{}-{name}", &hash(bytes)[..16]));
        let written = match write(self.system(), &path, bytes, ExpectedFile::Private) {
            Ok(written) => written,
            Err(StoreError::Taken { .. }) => {
                // One that an earlier hallway kept may be readable for others.
                owner_only(self.disk(), &path)?;
                confirmed(self.disk(), &path)
            }
            Err(error) => return Err(error),
        };
        let durable = written.and(made).and(self.confirm_place(&path));
        match durable {
            Durable::Confirmed => Ok(path),
            Durable::Unknown => Err(StoreError::Unconfirmed { path }),
        }
    }
}
