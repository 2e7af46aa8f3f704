//! Files that are whole at every moment: written beside, read back, brought to disk, and put in
//! their place in one step.
//!
//! What this module promises:
//! - Links are followed to their end ([`resolve`]), and stay.
//! - Whoever looks at the file sees the old text or the new one, never a part. A new file never
//!   takes the place of another.
//! - Where the new text was made from what the file said, the two change places and what comes out
//!   is looked at before it goes, when nobody has it open for writing any more. What somebody wrote
//!   in the meantime comes back into its place.
//! - Owner, mode, access list and attributes stay. A file whose owner cannot be kept is written in
//!   its place instead; until that is on disk, the whole new text stands beside it.
//! - The other names of a file (hard links) keep the old text, as a backup made of links should,
//!   unless a person wants them to keep one text; then it is written in its place, too.
//! - What a killed write leaves beside a file is called so that it can be told whose it is, and is
//!   locked while its writer lives.

mod attributes;
mod exchange;
mod folder;
mod in_place;
mod new_folder;
mod progress;
mod resolve;
mod temporary;

pub use exchange::{Late, Put, move_new, put_back};
pub use folder::{cannot_tell, make_folder, make_folder_unsynced, make_synced, sync_folder};
pub use new_folder::NewFolder;
pub use progress::{PlacingStep, Progress, Unnoted};
pub use resolve::resolve;
use temporary::{BY_UMASK, OWNER_ONLY};
pub use temporary::{Temporary, TemporaryName};

#[cfg(test)]
mod tests;

use super::disk::{DiskFile, Meta, OpenMode};
use super::durable::Durable;
use super::error::StoreError;
use super::hash;
use super::parse::{read_bytes, read_whole};
use super::system::System;
use std::path::Path;

/// What may be at the target.
#[derive(Clone, Copy)]
pub enum ExpectedFile<'a> {
    /// Nothing; a file that is there stays.
    New,
    /// The same for a file that is for its owner alone from the beginning, whatever the umask.
    Private,
    /// A file, which is replaced, or nothing.
    Any,
    /// A file with bytes of which this holds; any other stays.
    Known(&'a dyn Fn(&[u8]) -> bool),
}

/// Writes `bytes` to `path`, which is the end of any links. Returns whether the file's name is
/// known to be on disk, too.
///
/// # Errors
/// [`StoreError::Taken`] and [`StoreError::Changed`] where the target is not what it may be, and
/// what the system says. Then the file is as it was, or as somebody else wrote it.
pub fn write(
    system: &System,
    path: &Path,
    bytes: &[u8],
    target: ExpectedFile<'_>,
) -> Result<Durable, StoreError> {
    match put(system, path, bytes, target, &Unnoted)? {
        Put::Done(durable) => Ok(durable),
        Put::Late(late) => {
            exchange::put_back(system.disk(), folder_of(path), path, bytes, &late.left)?;
            Err(exchange::changed(path))
        }
    }
}

/// The same, but what somebody else wrote in the old file while it was replaced does not go back
/// in: the caller brings both together. `progress` hears when the text takes its place.
///
/// # Errors
/// The same.
pub fn put(
    system: &System,
    path: &Path,
    bytes: &[u8],
    target: ExpectedFile<'_>,
    progress: &dyn Progress,
) -> Result<Put, StoreError> {
    let disk = system.disk();
    let wrong = |error| StoreError::writing(path, error);
    let old = old(system, path, target)?;
    let folder = folder_of(path);
    let replaced = match &old {
        Some(old) => hash(&old.bytes),
        None => String::new(),
    };
    // What replaces a file is nobody else's to read before it has that one's permissions.
    let mode = match (target, &old) {
        (ExpectedFile::Private, _) | (_, Some(_)) => OWNER_ONLY,
        _ => BY_UMASK,
    };
    let mut beside = Temporary::new(system, path, folder, &replaced, mode)?;
    beside.fill(bytes).map_err(wrong)?;
    let mut in_place = false;
    if let Some(old) = &old {
        let keeps_all = attributes::keep(&*old.file, &old.meta, beside.file());
        let stays = old.meta.nlink > 1 && system.keeps_hard_links();
        in_place = !keeps_all.map_err(wrong)? || stays;
    }
    beside.file().sync_all().map_err(wrong)?;
    let new = exchange::NewText {
        temporary: beside,
        folder,
        path,
        bytes,
        progress,
    };
    let durable = match (target, &old) {
        (_, Some(old)) if in_place => {
            progress.begins(PlacingStep::Other, bytes)?;
            let durable = in_place::write(system, new, old)?;
            progress.done();
            durable
        }
        (ExpectedFile::Known(is_known), Some(old)) => {
            return exchange::write(system, new, old, is_known);
        }
        (ExpectedFile::New | ExpectedFile::Private, _) => {
            progress.begins(PlacingStep::New(path), bytes)?;
            let durable = exchange::write_new(disk, new.temporary, folder, path)?;
            progress.done();
            durable
        }
        _ => {
            new.temporary.rename(path).map_err(wrong)?;
            Durable::of(&sync_folder(disk, folder))
        }
    };
    Ok(Put::Done(durable))
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Puts a whole file at `path` that is on disk when the system gets to it: for what can be made
/// again. It is for its owner alone.
///
/// # Errors
/// When it cannot be written; then what was there stays.
pub fn replace(system: &System, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let wrong = |error| StoreError::writing(path, error);
    let folder = path.parent().unwrap_or(Path::new("."));
    let beside = Temporary::unique(system, folder, ".tmp", 6, "", 0o600).map_err(wrong)?;
    beside.write(bytes).map_err(wrong)?;
    beside.rename(path).map_err(wrong)
}

/// The file that is replaced.
struct Old {
    /// It, open for reading. Locked, so that what comes out of its place is left alone by whoever
    /// looks for strays.
    file: Box<dyn DiskFile>,
    meta: Meta,
    bytes: Vec<u8>,
}

/// The file at the target, if there may be one and it may be written.
fn old(system: &System, path: &Path, target: ExpectedFile<'_>) -> Result<Option<Old>, StoreError> {
    let disk = system.disk();
    let path_is = || path.to_owned();
    let gone = || match target {
        ExpectedFile::Known(_) => Err(StoreError::Changed { path: path_is() }),
        _ => Ok(None),
    };
    let is_gone = |error: &std::io::Error| error.kind() == std::io::ErrorKind::NotFound;
    let meta = match disk.metadata(path) {
        Ok(meta) if meta.is_dir() => return Err(StoreError::Folder { path: path_is() }),
        Ok(_) if matches!(target, ExpectedFile::New | ExpectedFile::Private) => {
            return Err(StoreError::Taken { path: path_is() });
        }
        Ok(meta) => meta,
        Err(error) if is_gone(&error) => return gone(),
        Err(error) => return Err(StoreError::writing(path, error)),
    };
    let bytes = match target {
        ExpectedFile::Known(is_known) => match read_bytes(disk, path)? {
            Some(bytes) if is_known(&bytes) => bytes,
            _ => return Err(StoreError::Changed { path: path_is() }),
        },
        // It need not be one that hallway can read.
        _ => read_whole(disk, path).unwrap_or_default(),
    };
    // A rename would replace a file that may not be written; opening it for writing tells, and
    // changes nothing. It is closed again at once, so that others who have it open for writing can
    // be told.
    let writable = disk.open(path, OpenMode::writing()).map(drop);
    let file = match writable.and_then(|()| disk.open(path, OpenMode::reading())) {
        Ok(file) => file,
        Err(error) if is_gone(&error) => return gone(),
        Err(error) => return Err(StoreError::writing(path, error)),
    };
    // Where the system has no locks, the strays are looked at by nobody.
    let _ = file.try_lock_shared();
    Ok(Some(Old { file, meta, bytes }))
}
