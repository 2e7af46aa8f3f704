//! The log in the state folder, for its owner alone. It never holds the text of a note.

use super::atomic::make_folder;
use super::{Store, StoreError};
use std::fs::{File, OpenOptions};
use std::path::PathBuf;

/// From what size on the log is begun anew, in bytes. The one before stays.
const LONG: u64 = 1024 * 1024;

impl Store {
    /// Where the log is.
    pub fn log_path(&self) -> PathBuf {
        self.state().join("log").join("hallway.log")
    }

    /// Opens the log, to write at its end.
    ///
    /// # Errors
    /// When the state folder cannot be written.
    pub fn log(&self) -> Result<File, StoreError> {
        let path = self.log_path();
        if let Some(folder) = path.parent() {
            // It makes the state folder, which others then find on the disk.
            let _ = make_folder(self.disk(), folder)?;
        }
        if std::fs::metadata(&path).is_ok_and(|metadata| metadata.len() > LONG) {
            // One that cannot be put aside goes on growing.
            let _ = std::fs::rename(&path, path.with_extension("log.old"));
        }
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        #[cfg(unix)]
        {
            use rustix::fs::OFlags;
            use std::os::unix::fs::OpenOptionsExt;
            // A pipe in its place would wait for its reader.
            let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
            options.mode(0o600).custom_flags(flags.bits() as i32);
        }
        options
            .open(&path)
            .map_err(|error| StoreError::writing(&path, error))
    }
}
