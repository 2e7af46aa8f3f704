//! Putting a text in its place so that what was there can still be looked at.

use super::temporary::Temporary;
use super::{Old, sync_folder};
use crate::store::disk::{Disk, Rename};
use crate::store::parse::{read_bytes, read_whole};
use crate::store::system::System;
use crate::store::watch::{APART, PATIENCE, read_closed};
use crate::store::{Durable, Trouble};
use std::io;
use std::path::Path;

/// A text that is to take its place.
pub struct New<'a, 'b> {
    /// It, on disk.
    pub beside: Temporary<'a>,
    /// The folder of both.
    pub folder: &'b Path,
    /// Where it is to go.
    pub path: &'b Path,
    /// What it says.
    pub bytes: &'b [u8],
}

/// Puts the text beside in the place of the old one, of which `is_known` holds. If something else comes out, it goes back, and the new text does not
/// stay. Returns whether its name is known to be on disk.
pub fn write(
    system: &System,
    new: New<'_, '_>,
    old: &Old,
    is_known: &dyn Fn(&[u8]) -> bool,
) -> Result<Durable, Trouble> {
    let disk = system.disk();
    let New {
        mut beside,
        folder,
        path,
        bytes,
    } = new;
    match swap(disk, beside.path(), path) {
        Ok(true) => {}
        Ok(false) => {
            let new = New {
                beside,
                folder,
                path,
                bytes,
            };
            return write_over(system, new, old, is_known);
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(changed(path)),
        Err(error) => return Err(Trouble::writing(path, error)),
    }
    // From here on what lies beside is somebody's text.
    beside.stay();
    let durable = Durable::of(&sync_folder(disk, folder));
    // Looked at this late, because an editor that had the file open may just have been writing.
    let out = read_closed(system, beside.path());
    match out.as_deref() {
        Some(out) if is_known(out) => {
            beside.remove();
            return Ok(durable);
        }
        // Whoever took it away knew it, or has brought it to safety.
        _ if disk.symlink_metadata(beside.path()).is_err() => return Ok(durable),
        _ => {}
    }
    match swap(disk, beside.path(), path) {
        Ok(_) => {
            // A third text may have come in meanwhile: that stays beside, and is found at the next start.
            if read_whole(disk, beside.path()).as_deref() == Some(bytes) {
                beside.remove();
            }
            let _ = sync_folder(disk, folder);
            match out {
                Some(_) => Err(changed(path)),
                // Without a handle left nobody could look.
                None => match read_bytes(disk, path) {
                    Err(trouble @ Trouble::Handles { .. }) => Err(trouble),
                    _ => Err(Trouble::Busy {
                        path: path.to_owned(),
                    }),
                },
            }
        }
        Err(error) => Err(Trouble::writing(path, error)),
    }
}

/// The same where the file system cannot let two files change places: the look comes right before the step, and once more after it, at what has no name any
/// more.
fn write_over(
    system: &System,
    new: New<'_, '_>,
    old: &Old,
    is_known: &dyn Fn(&[u8]) -> bool,
) -> Result<Durable, Trouble> {
    let disk = system.disk();
    let New {
        beside,
        folder,
        path,
        bytes,
    } = new;
    if !read_bytes(disk, path)?.is_some_and(|now| is_known(&now)) {
        return Err(changed(path));
    }
    let wrong = |error| Trouble::writing(path, error);
    beside.rename(path).map_err(wrong)?;
    let durable = Durable::of(&sync_folder(disk, folder));
    let began = system.clock.monotonic();
    while old.file.is_being_written() == Some(true)
        && system.clock.monotonic().saturating_sub(began) <= PATIENCE
    {
        system.clock.sleep(APART);
    }
    let mut late = Vec::new();
    old.file
        .rewind()
        .and_then(|()| old.file.read_to_end(&mut late, u64::MAX))
        .map_err(wrong)?;
    if is_known(&late) {
        return Ok(durable);
    }
    // What was written late goes back in, unless somebody else wrote there meanwhile: then it stays beside, and is found at the next start.
    let mut theirs = Temporary::new(system, path, folder, "", old.meta.mode & 0o7777)?;
    theirs.fill(&late).map_err(wrong)?;
    theirs.file().sync_all().map_err(wrong)?;
    match read_whole(disk, path).as_deref() == Some(bytes) {
        true => theirs.rename(path).map_err(wrong)?,
        false => theirs.stay(),
    }
    let _ = sync_folder(disk, folder);
    Err(changed(path))
}

fn changed(path: &Path) -> Trouble {
    Trouble::Changed {
        path: path.to_owned(),
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
