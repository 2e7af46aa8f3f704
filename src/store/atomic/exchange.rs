//! Putting a text in its place so that what was there can still be looked at.

use super::progress::{PlacingStep, Progress};
use super::temporary::Temporary;
use super::{Old, sync_folder};
use crate::store::disk::{Disk, Rename};
use crate::store::parse::{read_bytes, read_whole};
use crate::store::system::System;
use crate::store::watch::{APART, PATIENCE, read_closed};
use crate::store::{Durable, StoreError};
use std::io;
use std::path::{Path, PathBuf};

/// A text that is to take its place.
pub struct NewText<'a, 'b> {
    /// It, on disk.
    pub temporary: Temporary<'a>,
    /// The folder of both.
    pub folder: &'b Path,
    /// Where it is to go.
    pub path: &'b Path,
    /// What it says.
    pub bytes: &'b [u8],
    /// Who hears of it.
    pub progress: &'b dyn Progress,
}

/// What came of putting a text in the place of another.
#[derive(Debug)]
pub enum Put {
    /// It is there.
    Done(Durable),
    /// It is there, and somebody else wrote in the old file meanwhile.
    Late(Late),
}

/// What somebody else wrote in a file while it was replaced.
#[derive(Debug)]
pub struct Late {
    /// What they wrote.
    pub bytes: Vec<u8>,
    /// Where it lies, beside the file, until it is somewhere else.
    pub left: PathBuf,
}

/// Puts the text beside in the place of the old one, of which `is_known` holds.
pub fn write(
    system: &System,
    new: NewText<'_, '_>,
    old: &Old,
    is_known: &dyn Fn(&[u8]) -> bool,
) -> Result<Put, StoreError> {
    let disk = system.disk();
    let (path, progress) = (new.path, new.progress);
    progress.begins(PlacingStep::Swap(new.temporary.path()), new.bytes)?;
    match swap(disk, new.temporary.path(), path) {
        Ok(true) => {}
        Ok(false) => return write_over(system, new, old, is_known),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(changed(path)),
        Err(error) => return Err(StoreError::writing(path, error)),
    }
    let mut beside = new.temporary;
    // From here on what lies beside is somebody's text.
    beside.stay();
    let durable = Durable::of(&sync_folder(disk, new.folder));
    // Looked at this late, because an editor that had the file open may just have been writing.
    match read_closed(system, beside.path()) {
        Some(out) if is_known(&out) => {
            // As long as the old one lies there, it can be told as well.
            progress.done();
            beside.remove();
            Ok(Put::Done(durable))
        }
        // Whoever took it away knew it, or has brought it to safety.
        _ if disk.symlink_metadata(beside.path()).is_err() => {
            progress.done();
            Ok(Put::Done(durable))
        }
        Some(bytes) if is_final(disk, beside.path(), old, &bytes) => {
            progress.done();
            let left = beside.path().to_owned();
            Ok(Put::Late(Late { bytes, left }))
        }
        Some(_) => {
            put_back(disk, new.folder, path, new.bytes, beside.path())?;
            Err(changed(path))
        }
        None => {
            put_back(disk, new.folder, path, new.bytes, beside.path())?;
            // Without a handle left nobody could look.
            match read_bytes(disk, path) {
                Err(store_error @ StoreError::Handles { .. }) => Err(store_error),
                _ => Err(busy(path)),
            }
        }
    }
}

/// Whether nothing follows what somebody wrote late. Otherwise the file that they have open goes
/// back, so that they go on in it.
fn is_final(disk: &dyn Disk, path: &Path, old: &Old, late: &[u8]) -> bool {
    disk.is_being_written(path) == Some(false) && !old.bytes.starts_with(late)
}

/// The same where the file system cannot let two files change places: the look comes right before
/// the step, and once more after it, at what has no name any more.
fn write_over(
    system: &System,
    new: NewText<'_, '_>,
    old: &Old,
    is_known: &dyn Fn(&[u8]) -> bool,
) -> Result<Put, StoreError> {
    let (disk, clock, path) = (system.disk(), &system.clock, new.path);
    if !read_bytes(disk, path)?.is_some_and(|now| is_known(&now)) {
        return Err(changed(path));
    }
    let wrong = |error| StoreError::writing(path, error);
    new.progress.begins(PlacingStep::Other, new.bytes)?;
    new.temporary.rename(path).map_err(wrong)?;
    let durable = Durable::of(&sync_folder(disk, new.folder));
    let began = clock.monotonic();
    let is_waited_for = || clock.monotonic().saturating_sub(began) <= PATIENCE;
    while old.file.is_being_written() == Some(true) && is_waited_for() {
        clock.sleep(APART);
    }
    let mut bytes = Vec::new();
    old.file
        .rewind()
        .and_then(|()| old.file.read_to_end(&mut bytes, u64::MAX))
        .map_err(wrong)?;
    new.progress.done();
    if is_known(&bytes) {
        return Ok(Put::Done(durable));
    }
    let mut late = Temporary::new(system, path, new.folder, "", old.meta.mode & 0o7777)?;
    late.fill(&bytes).map_err(wrong)?;
    late.file().sync_all().map_err(wrong)?;
    late.stay();
    let left = late.path().to_owned();
    Ok(Put::Late(Late { bytes, left }))
}

/// Puts back what came out of its place, unless somebody wrote there since: then it stays beside,
/// and is found at the next start. The text that said `bytes` does not stay.
pub fn put_back(
    disk: &dyn Disk,
    folder: &Path,
    path: &Path,
    bytes: &[u8],
    left: &Path,
) -> Result<(), StoreError> {
    if read_whole(disk, path).as_deref() != Some(bytes) {
        return Ok(());
    }
    let wrong = |error| StoreError::writing(path, error);
    match swap(disk, left, path).map_err(wrong)? {
        true if read_whole(disk, left).as_deref() == Some(bytes) => {
            // One that cannot be removed is found at the next start.
            let _ = disk.remove_file(left);
        }
        true => {}
        false => drop(disk.rename(left, path, Rename::Replace).map_err(wrong)?),
    }
    let _ = sync_folder(disk, folder);
    Ok(())
}

pub(super) fn changed(path: &Path) -> StoreError {
    StoreError::Changed {
        path: path.to_owned(),
    }
}

fn busy(path: &Path) -> StoreError {
    StoreError::Busy {
        path: path.to_owned(),
    }
}

/// Puts the text beside where nothing may be. Returns whether its name is known to be on disk.
pub fn write_new(
    disk: &dyn Disk,
    mut beside: Temporary<'_>,
    folder: &Path,
    path: &Path,
) -> Result<Durable, StoreError> {
    let wrong = |error| StoreError::writing(path, error);
    match rename_new(disk, beside.path(), path) {
        Ok(true) => beside.stay(),
        // A second name fails as well where there is a file.
        Ok(false) => match disk.hard_link(beside.path(), path) {
            Ok(()) => beside.remove(),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(wrong(error)),
            Err(_) if disk.symlink_metadata(path).is_ok() => {
                return Err(StoreError::Taken {
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
