//! Folders: made for their owner alone, and brought to disk.

use crate::store::disk::Disk;
use crate::store::{Durable, StoreError};
use std::io;
use std::path::Path;

/// The permissions of a folder that hallway makes.
const OWNER_ONLY: u32 = 0o700;

/// Brings a folder's entries to disk.
pub fn sync_folder(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    match folder.as_os_str().is_empty() {
        true => disk.sync_dir(Path::new(".")),
        false => disk.sync_dir(folder),
    }
}

/// Makes a folder and those above it, for their owner alone, and brings the name of each that it
/// makes to disk. One that was there already is left as it is.
///
/// # Errors
/// When one cannot be made, or the disk fails; then what was made last is gone again. A file system
/// that never confirms anything about folders is no error.
pub fn make_folder(disk: &dyn Disk, folder: &Path) -> Result<Durable, StoreError> {
    make_all(disk, folder, &make_synced).map_err(|error| StoreError::writing(folder, error))
}

/// Makes a folder for what may be lost when the power goes, or is brought to disk later. What it
/// makes of `base`, in which it lies, is brought to disk at once, as by [`make_folder`].
///
/// # Errors
/// When one cannot be made.
pub fn make_folder_unsynced(disk: &dyn Disk, base: &Path, folder: &Path) -> Result<(), StoreError> {
    // A file system that confirms nothing is used all the same.
    let _ = make_folder(disk, base)?;
    let make = |disk: &dyn Disk, folder: &Path| {
        make_new_folder(disk, folder)?;
        Ok(Durable::Unknown)
    };
    let made = make_all(disk, folder, &make);
    made.map(drop)
        .map_err(|error| StoreError::writing(folder, error))
}

/// Makes a folder that must not be there yet, for its owner alone.
pub fn make_new_folder(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    disk.make_dir(folder, OWNER_ONLY)
}

/// Makes a folder that must not be there yet, and brings its name to disk.
pub fn make_synced(disk: &dyn Disk, folder: &Path) -> io::Result<Durable> {
    make_new_folder(disk, folder)?;
    let above = folder.parent().unwrap_or(folder);
    match sync_folder(disk, above) {
        Ok(()) => Ok(Durable::Confirmed),
        Err(error) if cannot_tell(&error) => Ok(Durable::Unknown),
        Err(error) => match disk.remove_dir(folder) {
            Ok(()) => Err(error),
            Err(_) => Ok(Durable::Unknown),
        },
    }
}

/// Whether a file system says by this that it confirms nothing about folders, rather than that it
/// failed.
pub fn cannot_tell(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidInput, PermissionDenied, Unsupported};
    matches!(error.kind(), InvalidInput | PermissionDenied | Unsupported)
}

type Make<'a> = &'a dyn Fn(&dyn Disk, &Path) -> io::Result<Durable>;

fn make_all(disk: &dyn Disk, folder: &Path, make: Make<'_>) -> io::Result<Durable> {
    if folder.as_os_str().is_empty() {
        return Ok(Durable::Confirmed);
    }
    let made = match make(disk, folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => match folder.parent() {
            Some(above) => {
                let above = make_all(disk, above, make)?;
                make(disk, folder).map(|made| made.and(above))
            }
            None => return Err(error),
        },
        made => made,
    };
    match made {
        Err(_) if disk.is_dir(folder) => Ok(Durable::Confirmed),
        made => made,
    }
}
