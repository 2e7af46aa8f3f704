//! Files outside the notebook that hallway writes for a person: exported posts.

use super::Store;
use super::atomic::{self, ExpectedFile};
use super::durable::Durable;
use super::error::StoreError;
use super::system::System;
use sha2::{Digest, Sha256};
use std::path::Path;

/// What a file has to be for it to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected<'a> {
    /// Not there.
    Nothing,
    /// There, with this hash of its bytes.
    Hash(&'a str),
    /// Whatever it is.
    Anything,
}

/// SHA-256 in hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes a whole file or leaves what is there. Links are followed, the mode is kept, and a
/// temporary file beside it never ends in what a blog's
/// generator would read. Returns whether its place in the folder is known to be on disk.
///
/// # Errors
/// When it is not as expected, or cannot be written; then what was there stays.
pub fn write_file(
    path: &Path,
    bytes: &[u8],
    expected: Expected<'_>,
) -> Result<Durable, StoreError> {
    write_on(&System::real(), path, bytes, expected)
}

impl Store {
    /// Makes a folder and those above it, for their owner alone.
    ///
    /// # Errors
    /// When one cannot be made, or the disk fails.
    pub fn make_folder(&self, folder: &Path) -> Result<Durable, StoreError> {
        atomic::make_folder(self.disk(), folder)
    }

    /// [`write_file`] on the disk of this store.
    ///
    /// # Errors
    /// The same.
    pub fn write_file(
        &self,
        path: &Path,
        bytes: &[u8],
        expected: Expected<'_>,
    ) -> Result<Durable, StoreError> {
        write_on(self.system(), path, bytes, expected)
    }
}

fn write_on(
    system: &System,
    path: &Path,
    bytes: &[u8],
    expected: Expected<'_>,
) -> Result<Durable, StoreError> {
    let path = &atomic::resolve(system.disk(), path)?;
    match expected {
        Expected::Nothing => atomic::write(system, path, bytes, ExpectedFile::New),
        Expected::Anything => atomic::write(system, path, bytes, ExpectedFile::Any),
        Expected::Hash(wanted) => {
            let is_wanted = |found: &[u8]| hash(found) == wanted;
            atomic::write(system, path, bytes, ExpectedFile::Known(&is_wanted))
        }
    }
}
