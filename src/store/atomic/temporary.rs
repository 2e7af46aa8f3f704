//! The file beside the target that a write begins with.

use crate::store::StoreError;
use crate::store::disk::{Disk, DiskFile, OpenMode, Rename};
use crate::store::system::System;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

/// A file beside the target. It is removed when this goes, unless it was put in its place or is to
/// stay.
pub struct Temporary<'a> {
    disk: &'a dyn Disk,
    path: PathBuf,
    file: Box<dyn DiskFile>,
    stays: bool,
}

/// How often it is made anew because somebody who cleans up took it away before it was locked.
pub(super) const ATTEMPTS: usize = 8;

const BEGINS: &str = ".hallway-";
const ENDS: &str = ".tmp";
/// How many digits of the hash are in the name.
const DIGITS: usize = 16;
const RANDOM: usize = 12;
/// The permissions of a new file are left to the umask.
pub const BY_UMASK: u32 = 0o666;
/// Nobody but its owner reads or writes a file.
pub const OWNER_ONLY: u32 = 0o600;
/// The longest part of the target's name that goes into it, in bytes; a name may have 255.
const MOST: usize = 200;

/// What the name of such a file says: `.hallway-TARGET-HASH-RANDOM.tmp`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemporaryName {
    /// The name of the file that was to be written.
    pub target: String,
    /// The beginning of the hash of what was to be replaced; zeros where nothing was.
    replaced: String,
    /// What tells it from others.
    pub random: String,
}

impl TemporaryName {
    /// The parts of a name; nothing where it is none of a file that a write leaves.
    pub fn of(name: &OsStr) -> Option<TemporaryName> {
        let rest = name.to_str()?.strip_prefix(BEGINS)?.strip_suffix(ENDS)?;
        let (rest, random) = rest.rsplit_once('-')?;
        let (target, replaced) = rest.rsplit_once('-')?;
        let is_whole = random.len() == RANDOM && replaced.len() == DIGITS && !target.is_empty();
        is_whole.then(|| TemporaryName {
            target: target.to_owned(),
            replaced: replaced.to_owned(),
            random: random.to_owned(),
        })
    }

    /// The name of a file that says the same of another target.
    pub fn with_target(&self, target: &str) -> (TemporaryName, String) {
        let name = TemporaryName {
            target: target.to_owned(),
            ..self.clone()
        };
        let (replaced, random) = (&self.replaced, &self.random);
        let file = format!("{BEGINS}{target}-{replaced}-{random}{ENDS}");
        (name, file)
    }

    /// Whether a text with this hash is what a save meant to replace.
    pub fn replaces(&self, hash: &str) -> bool {
        hash.starts_with(&self.replaced)
    }
}

impl<'a> Temporary<'a> {
    /// A new file beside `target` with these permissions, and with the hash of what is to be
    /// replaced, if anything is, in its name.
    pub fn new(
        system: &'a System,
        target: &Path,
        folder: &Path,
        replaced: &str,
        mode: u32,
    ) -> Result<Temporary<'a>, StoreError> {
        let wrong = |error| StoreError::writing(target, error);
        let name = target.file_name().map(OsStr::to_string_lossy);
        let prefix = prefix(&name.unwrap_or_default(), replaced);
        for _ in 0..ATTEMPTS {
            let made = Temporary::unique(system, folder, &prefix, RANDOM, ENDS, mode);
            let made = made.map_err(wrong)?;
            // Where the system has no locks, the strays are looked at by nobody.
            let _ = made.file.lock();
            if made.disk.exists(&made.path) {
                return Ok(made);
            }
        }
        Err(StoreError::Busy {
            path: target.to_owned(),
        })
    }

    /// A new file in a folder, called by what nobody else has, between `prefix` and `suffix`.
    pub fn unique(
        system: &'a System,
        folder: &Path,
        prefix: &str,
        digits: usize,
        suffix: &str,
        mode: u32,
    ) -> io::Result<Temporary<'a>> {
        let disk = system.disk();
        let mut taken = None;
        for _ in 0..ATTEMPTS {
            let random = letters(system.clock.nonce());
            let random = random.get(..digits).unwrap_or(&random);
            let path = folder.join(format!("{prefix}{random}{suffix}"));
            match disk.open(&path, OpenMode::new_file(mode)) {
                Ok(file) => {
                    return Ok(Temporary {
                        disk,
                        path,
                        file,
                        stays: false,
                    });
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => taken = Some(error),
                Err(error) => return Err(error),
            }
        }
        Err(taken.unwrap_or_else(|| io::ErrorKind::AlreadyExists.into()))
    }

    /// Writes the text, without a look at it.
    pub fn write(&self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)
    }

    /// Writes the text, and reads it back.
    pub fn fill(&mut self, bytes: &[u8]) -> io::Result<()> {
        fill(&*self.file, bytes)
    }

    /// The file.
    pub fn file(&self) -> &dyn DiskFile {
        &*self.file
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts it in place of whatever is at `target`.
    pub fn rename(mut self, target: &Path) -> io::Result<()> {
        self.disk.rename(&self.path, target, Rename::Replace)?;
        self.stays = true;
        Ok(())
    }

    /// Leaves it where it is, whatever happens.
    pub fn stay(&mut self) {
        self.stays = true;
    }

    /// Removes it after all.
    pub fn remove(mut self) {
        self.stays = false;
    }
}

impl Drop for Temporary<'_> {
    fn drop(&mut self) {
        if !self.stays {
            // What cannot be removed now is found at the next start.
            let _ = self.disk.remove_file(&self.path);
        }
    }
}

/// Writes a text into a new file, and reads it back.
pub(super) fn fill(file: &dyn DiskFile, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.rewind()?;
    let mut back = Vec::with_capacity(bytes.len());
    file.read_to_end(&mut back, u64::MAX)?;
    if back == bytes {
        return Ok(());
    }
    Err(io::Error::other("what was written reads back differently"))
}

/// A hidden name that nothing has, for what is to take the place of `name`.
pub(super) fn hidden_name(system: &System, name: &str, replaced: &str) -> String {
    let random = letters(system.clock.nonce());
    let random = random.get(..RANDOM).unwrap_or(&random);
    format!("{}{random}{ENDS}", prefix(name, replaced))
}

/// What a hidden name begins with: all of it but the random letters.
fn prefix(name: &str, replaced: &str) -> String {
    let mut end = name.len().min(MOST);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    let digits = replaced.get(..DIGITS).unwrap_or("0000000000000000");
    format!("{BEGINS}{}-{digits}-", &name[..end])
}

/// Lower-case letters and digits for random bytes.
fn letters(bytes: [u8; 16]) -> String {
    const ALL: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let letter = |byte: &u8| char::from(ALL[usize::from(byte % 32)]);
    bytes.iter().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_tells_whose_it_is() {
        let (folder, system) = (tempfile::tempdir().unwrap(), System::real());
        let target = folder.path().join("my-talk.toml");
        let hash = crate::store::hash(b"old");
        let made = Temporary::new(&system, &target, folder.path(), &hash, BY_UMASK).unwrap();
        let name = TemporaryName::of(made.path().file_name().unwrap()).unwrap();
        assert_eq!(name.target, "my-talk.toml");
        assert!(name.replaces(&hash) && !name.replaces(&crate::store::hash(b"new")));
        let path = made.path().to_owned();
        drop(made);
        assert!(!path.exists());
        assert_eq!(TemporaryName::of(OsStr::new(".hallway-x.tmp")), None);
        let long = folder.path().join("é".repeat(127));
        assert!(Temporary::new(&system, &long, folder.path(), "", BY_UMASK).is_ok());
    }
}
