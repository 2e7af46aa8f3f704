//! Writing into a file that has to stay the one that it is: it has other names, or an owner that we cannot give.
//!
//! At every moment a whole text is on disk: first the old one in its place, then the new one beside, and at last the new one in its place. A write that is
//! killed in between leaves the new one beside, where it is found at the next start.

use super::temporary::Temporary;
use super::{Old, cannot_tell, sync_folder};
use crate::store::disk::{Disk, DiskFile};
use crate::store::parse::read_whole;
use crate::store::{Durable, Trouble};
use std::io;
use std::path::Path;

/// Writes `bytes`, which lie beside on disk, into the old file. Returns whether the folder's entries are known to be on disk.
pub fn write(
    disk: &dyn Disk,
    mut beside: Temporary<'_>,
    folder: &Path,
    path: &Path,
    bytes: &[u8],
    old: &Old,
) -> Result<Durable, Trouble> {
    let wrong = |error| Trouble::writing(path, error);
    // The text beside has to be found after a power cut, too.
    let durable = match sync_folder(disk, folder) {
        Err(error) if !cannot_tell(&error) => return Err(wrong(error)),
        synced => Durable::of(&synced),
    };
    // A full disk is known before anything is changed.
    let length = bytes.len().max(1) as u64;
    old.file.allocate(0, length).map_err(wrong)?;
    if read_whole(disk, path).as_deref() != Some(&old.bytes) {
        return Err(Trouble::Changed {
            path: path.to_owned(),
        });
    }
    beside.stay();
    let written = overwrite(&*old.file, bytes).and_then(|()| match read_whole(disk, path) {
        Some(back) if back == bytes => Ok(()),
        _ => Err(io::Error::other("what was written reads back differently")),
    });
    if let Err(error) = written {
        // While the old text cannot be put back, the new one stays beside.
        if overwrite(&*old.file, &old.bytes).is_ok() {
            beside.remove();
        }
        return Err(wrong(error));
    }
    beside.remove();
    Ok(durable)
}

fn overwrite(file: &dyn DiskFile, bytes: &[u8]) -> io::Result<()> {
    file.rewind()?;
    file.write_all(bytes)?;
    file.set_len(bytes.len() as u64)?;
    file.sync_all()
}
