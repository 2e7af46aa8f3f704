//! Writing into a file that has to stay the one that it is: it has other names, or an owner that we cannot give.
//!
//! At every moment a whole text is on disk: first the old one in its place, then the new one beside, and at last the new one in its place. A write that is
//! killed in between leaves the new one beside, where it is found at the next start.

use super::temporary::Temporary;
use super::{Old, sync_folder};
use crate::store::Trouble;
use crate::store::parse::read_whole;
use std::fs::File;
use std::io::{self, Seek, Write};
use std::path::Path;

/// Writes `bytes`, which lie beside on disk, into the old file. Returns whether the folder's entries are known to be on disk.
pub fn write(
    mut beside: Temporary,
    folder: &Path,
    path: &Path,
    bytes: &[u8],
    old: &Old,
) -> Result<bool, Trouble> {
    let wrong = |error| Trouble::writing(path, error);
    // The text beside has to be found after a power cut, too.
    let durable = sync_folder(folder).is_ok();
    hold(&old.file, bytes.len()).map_err(wrong)?;
    if read_whole(path).as_deref() != Some(&old.bytes) {
        return Err(Trouble::Changed {
            path: path.to_owned(),
        });
    }
    beside.stay();
    let written = overwrite(&old.file, bytes).and_then(|()| match read_whole(path) {
        Some(back) if back == bytes => Ok(()),
        _ => Err(io::Error::other("what was written reads back differently")),
    });
    if let Err(error) = written {
        // While the old text cannot be put back, the new one stays beside.
        if overwrite(&old.file, &old.bytes).is_ok() {
            beside.remove();
        }
        return Err(wrong(error));
    }
    beside.remove();
    Ok(durable)
}

fn overwrite(mut file: &File, bytes: &[u8]) -> io::Result<()> {
    file.rewind()?;
    file.write_all(bytes)?;
    file.set_len(bytes.len() as u64)?;
    file.sync_all()
}

/// Holds room on the disk, so that a full one is known before anything is changed.
fn hold(file: &File, bytes: usize) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{FallocateFlags, fallocate};
        use rustix::io::Errno;
        match fallocate(file, FallocateFlags::KEEP_SIZE, 0, bytes.max(1) as u64) {
            Ok(()) | Err(Errno::NOTSUP | Errno::NOSYS) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = (file, bytes);
        Ok(())
    }
}
