//! A folder that appears with its file in it, or not at all: it is made and filled under a hidden
//! name, then renamed.
//!
//! What a killed program leaves is called as files are that a killed write leaves, and is locked
//! while its maker lives.

use super::exchange::move_new;
use super::folder::{cannot_tell, make_new_folder, sync_folder};
use super::temporary::{ATTEMPTS, fill, hidden_name};
use crate::store::disk::{Disk, DiskFile, OpenMode};
use crate::store::system::System;
use crate::store::{Durable, StoreError};
use std::io;
use std::path::{Path, PathBuf};

/// The permissions of the file are left to the umask.
const BY_UMASK: u32 = 0o666;

/// A folder under a hidden name. It is removed with its file when this goes, unless it was put in
/// its place.
pub struct NewFolder<'a> {
    disk: &'a dyn Disk,
    path: PathBuf,
    file: Option<PathBuf>,
    is_placed: bool,
    _lock: Option<Box<dyn DiskFile>>,
}

impl<'a> NewFolder<'a> {
    /// Makes an empty one in `above`, for a folder of that name.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn new(system: &'a System, above: &Path, name: &str) -> Result<NewFolder<'a>, StoreError> {
        let disk = system.disk();
        for _ in 0..ATTEMPTS {
            let path = above.join(hidden_name(system, name, ""));
            match make_new_folder(disk, &path) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                Err(error) => return Err(StoreError::writing(&path, error)),
            }
            // Where the system has no locks, what is left is looked at by nobody.
            let lock = disk.open(&path, OpenMode::reading());
            let lock = lock.and_then(|lock| lock.lock().map(|()| lock)).ok();
            // Whoever cleans up may have taken it away before it was locked.
            if disk.exists(&path) {
                return Ok(NewFolder {
                    disk,
                    path,
                    file: None,
                    is_placed: false,
                    _lock: lock,
                });
            }
        }
        Err(StoreError::Busy {
            path: above.join(name),
        })
    }

    /// Writes its file, reads it back and brings it to disk.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn fill(&mut self, name: &str, bytes: &[u8]) -> Result<Durable, StoreError> {
        let path = self.path.join(name);
        let wrong = |error| StoreError::writing(&path, error);
        let opened = self.disk.open(&path, OpenMode::new_file(BY_UMASK));
        let file = opened.map_err(wrong)?;
        self.file = Some(path.clone());
        fill(&*file, bytes).map_err(wrong)?;
        file.sync_all().map_err(wrong)?;
        match sync_folder(self.disk, &self.path) {
            Err(error) if !cannot_tell(&error) => Err(wrong(error)),
            synced => Ok(Durable::of(&synced)),
        }
    }

    /// Gives it a name that nothing has.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`] when something has it, and what the system says.
    pub fn place(&mut self, to: &Path) -> io::Result<()> {
        move_new(self.disk, &self.path, to)?;
        self.is_placed = true;
        Ok(())
    }
}

impl Drop for NewFolder<'_> {
    fn drop(&mut self) {
        if self.is_placed {
            return;
        }
        // What cannot be removed now is found at the next start.
        if let Some(file) = &self.file {
            let _ = self.disk.remove_file(file);
        }
        let _ = self.disk.remove_dir(&self.path);
    }
}
