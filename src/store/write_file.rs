//! Files outside the notebook that hallway writes for a person: exported posts.

use super::atomic::{self, Target};
use super::parse::read_bytes;
use super::trouble::Trouble;
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

/// Writes a whole file or leaves what is there. Links are followed, the mode is kept, and a temporary file beside it never ends in what a blog's
/// generator would read. Returns whether its place in the folder is known to be on disk.
pub fn write_file(path: &Path, bytes: &[u8], expected: Expected<'_>) -> Result<bool, Trouble> {
    let path = &atomic::resolve(path)?;
    let target = match expected {
        Expected::Nothing => Target::New,
        Expected::Hash(_) | Expected::Anything => Target::Any,
    };
    let is_as_expected = || match expected {
        Expected::Nothing | Expected::Anything => Ok(()),
        Expected::Hash(wanted) => match read_bytes(path)? {
            Some(found) if hash(&found) == wanted => Ok(()),
            _ => Err(Trouble::Changed {
                path: path.to_owned(),
            }),
        },
    };
    if !path.is_dir() {
        is_as_expected()?;
    }
    atomic::write(path, bytes, target, is_as_expected)
}
