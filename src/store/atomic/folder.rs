//! Folders: made for their owner alone, and brought to disk.

use crate::store::Trouble;
use crate::store::disk::Disk;
use std::io;
use std::path::Path;

/// The permissions of a folder that hallway makes.
const OWNER_ONLY: u32 = 0o700;

/// Brings a folder's entries to disk.
pub fn sync_folder(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    disk.sync_dir(folder)
}

/// Makes a folder and those above it, for their owner alone.
pub fn make_folder(disk: &dyn Disk, folder: &Path) -> Result<(), Trouble> {
    make_all(disk, folder).map_err(|error| Trouble::writing(folder, error))
}

/// Makes a folder that must not be there yet, for its owner alone.
pub fn make_new_folder(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    disk.make_dir(folder, OWNER_ONLY)
}

fn make_all(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    if folder.as_os_str().is_empty() {
        return Ok(());
    }
    let made = match make_new_folder(disk, folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            match folder.parent() {
                Some(above) => make_all(disk, above)?,
                None => return Err(error),
            }
            make_new_folder(disk, folder)
        }
        made => made,
    };
    match made {
        Err(_) if disk.is_dir(folder) => Ok(()),
        made => made,
    }
}
