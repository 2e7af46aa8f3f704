//! Putting a text in its place so that what was there can still be looked at.

use super::sync_folder;
use super::temporary::Temporary;
use crate::store::disk::{Disk, Rename};
use crate::store::parse::{read_bytes, read_whole};
use crate::store::{Durable, Trouble};
use std::io;
use std::path::Path;

/// Puts the text beside in the place of the old one, of which `is_known` holds. If something else comes out, it goes back, and the new text does not
/// stay. Returns whether its name is known to be on disk.
pub fn write(
    disk: &dyn Disk,
    mut beside: Temporary<'_>,
    folder: &Path,
    path: &Path,
    bytes: &[u8],
    is_known: &dyn Fn(&[u8]) -> bool,
) -> Result<Durable, Trouble> {
    let changed = || Trouble::Changed {
        path: path.to_owned(),
    };
    match swap(disk, beside.path(), path) {
        Ok(true) => {}
        // A file system that cannot: the look comes right before the step instead.
        Ok(false) => {
            if !read_bytes(disk, path)?.is_some_and(|now| is_known(&now)) {
                return Err(changed());
            }
            let renamed = beside.rename(path);
            renamed.map_err(|error| Trouble::writing(path, error))?;
            return Ok(Durable::of(&sync_folder(disk, folder)));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(changed()),
        Err(error) => return Err(Trouble::writing(path, error)),
    }
    // From here on what lies beside is somebody's text.
    beside.stay();
    let durable = Durable::of(&sync_folder(disk, folder));
    // Looked at this late, because an editor that had the file open may just have been writing.
    let looked = read_bytes(disk, beside.path());
    match &looked {
        Ok(Some(now)) if is_known(now) => {
            beside.remove();
            return Ok(durable);
        }
        // Whoever took it away knew it, or has brought it to safety.
        Ok(None) => return Ok(durable),
        _ => {}
    }
    match swap(disk, beside.path(), path) {
        Ok(_) => {
            // A third text may have come in meanwhile: that stays beside, and is found at the next start.
            if read_whole(disk, beside.path()).as_deref() == Some(bytes) {
                beside.remove();
            }
            let _ = sync_folder(disk, folder);
            // What could not be looked at is not known to have changed.
            Err(looked.err().unwrap_or_else(changed))
        }
        Err(error) => Err(Trouble::writing(path, error)),
    }
}

/// Puts the text beside where nothing may be. Returns whether its name is known to be on disk.
pub fn write_new(
    disk: &dyn Disk,
    mut beside: Temporary<'_>,
    folder: &Path,
    path: &Path,
) -> Result<Durable, Trouble> {
    let wrong = |error| Trouble::writing(path, error);
    match rename_new(disk, beside.path(), path) {
        Ok(true) => beside.stay(),
        // A second name fails as well where there is a file.
        Ok(false) => match disk.hard_link(beside.path(), path) {
            Ok(()) => beside.remove(),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(wrong(error)),
            Err(_) if disk.symlink_metadata(path).is_ok() => {
                return Err(Trouble::Taken {
                    path: path.to_owned(),
                });
            }
            Err(_) => beside.rename(path).map_err(wrong)?,
        },
        Err(error) => return Err(wrong(error)),
    }
    Ok(Durable::of(&sync_folder(disk, folder)))
}

/// Moves a file or a folder to a place where nothing may be.
pub fn move_new(disk: &dyn Disk, from: &Path, to: &Path) -> io::Result<()> {
    if rename_new(disk, from, to)? {
        return Ok(());
    }
    match disk.symlink_metadata(to) {
        Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
        Err(_) => disk.rename(from, to, Rename::Replace).map(|_| ()),
    }
}

/// Lets two files change places; `false` where the file system cannot.
fn swap(disk: &dyn Disk, one: &Path, other: &Path) -> io::Result<bool> {
    disk.rename(one, other, Rename::Exchange)
}

/// Renames a file where nothing may be; `false` where the file system cannot see to that.
fn rename_new(disk: &dyn Disk, from: &Path, to: &Path) -> io::Result<bool> {
    disk.rename(from, to, Rename::NoReplace)
}
