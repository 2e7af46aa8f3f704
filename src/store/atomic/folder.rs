//! Folders: made for their owner alone, and brought to disk.

use crate::store::Trouble;
use std::fs::{DirBuilder, File};
use std::io;
use std::path::Path;

/// Brings a folder's entries to disk.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

/// Makes a folder and those above it, for their owner alone.
pub fn make_folder(folder: &Path) -> Result<(), Trouble> {
    let mut builder = builder();
    builder.recursive(true);
    builder
        .create(folder)
        .map_err(|error| Trouble::writing(folder, error))
}

/// Makes a folder that must not be there yet, for its owner alone.
pub fn make_new_folder(folder: &Path) -> io::Result<()> {
    builder().create(folder)
}

fn builder() -> DirBuilder {
    #[cfg_attr(not(unix), expect(unused_mut))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}
