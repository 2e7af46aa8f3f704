//! Writing into a file that has to stay the one that it is: it has an owner that we cannot give, or
//! other names that are to keep one text with it.
//!
//! At every moment a whole text is on disk: first the old one in its place, then the new one
//! beside, and at last the new one in its place. A write that is killed in between leaves the new
//! one beside, where it is found at the next start. So does one into which somebody else wrote.

use super::exchange::{NewText, changed};
use super::{Old, cannot_tell, sync_folder};
use crate::store::disk::{DiskFile, OpenMode};
use crate::store::parse::read_whole;
use crate::store::system::System;
use crate::store::watch::read_closed;
use crate::store::{Durable, StoreError};
use std::io;
use std::path::Path;

/// Writes `bytes`, which lie beside on disk, into the old file. Returns whether the folder's
/// entries are known to be on disk.
pub fn write(system: &System, new: NewText<'_, '_>, old: &Old) -> Result<Durable, StoreError> {
    let disk = system.disk();
    let NewText {
        temporary: mut beside,
        folder,
        path,
        bytes,
        progress: _,
    } = new;
    let wrong = |error| StoreError::writing(path, error);
    // The text beside has to be found after a power cut, too.
    let durable = match sync_folder(disk, folder) {
        Err(error) if !cannot_tell(&error) => return Err(wrong(error)),
        synced => Durable::of(&synced),
    };
    if disk.is_being_written(path) == Some(true) {
        return Err(changed(path));
    }
    let file = disk.open(path, OpenMode::writing()).map_err(wrong)?;
    // A full disk is known before anything is changed.
    let length = bytes.len().max(1) as u64;
    file.allocate(0, length).map_err(wrong)?;
    if read_whole(disk, path).as_deref() != Some(&old.bytes) {
        return Err(changed(path));
    }
    beside.stay();
    if let Err(error) = overwrite(&*file, bytes) {
        // While the old text cannot be put back, the new one stays beside.
        if overwrite(&*file, &old.bytes).is_ok() {
            beside.remove();
        }
        return Err(wrong(error));
    }
    drop(file);
    // Looked at this late, because an editor that had the file open may just have been writing.
    let Some(now) = read_closed(system, path) else {
        return Err(StoreError::Busy {
            path: path.to_owned(),
        });
    };
    let is_ours = now == bytes;
    // Where two wrote over each other, neither text is whole.
    if is_ours || is_whole(path, &now) {
        beside.remove();
    }
    match is_ours {
        true => Ok(durable),
        false => Err(StoreError::Overtaken {
            path: path.to_owned(),
        }),
    }
}

/// Whether a file of the notebook can be read; others are made anew when they are wanted.
fn is_whole(path: &Path, bytes: &[u8]) -> bool {
    let is_toml = path.extension().is_some_and(|ending| ending == "toml");
    let text = std::str::from_utf8(bytes);
    !is_toml || text.is_ok_and(|text| toml::de::DeTable::parse(text).is_ok())
}

fn overwrite(file: &dyn DiskFile, bytes: &[u8]) -> io::Result<()> {
    file.rewind()?;
    file.write_all(bytes)?;
    file.set_len(bytes.len() as u64)?;
    file.sync_all()
}
