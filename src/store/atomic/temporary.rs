//! The file beside the target that a write begins with.

use crate::store::Trouble;
use std::ffi::OsStr;
use std::fs::{File, Permissions};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// A file beside the target. It is removed when this goes, unless it was put in its place or is to stay.
pub struct Temporary {
    path: PathBuf,
    file: File,
    stays: bool,
}

/// How often it is made anew because somebody who cleans up took it away before it was locked.
const ATTEMPTS: usize = 8;

const BEGINS: &str = ".hallway-";
const ENDS: &str = ".tmp";
/// How many digits of the hash are in the name.
const DIGITS: usize = 16;
const RANDOM: usize = 12;
/// The longest part of the target's name that goes into it, in bytes; a name may have 255.
const MOST: usize = 200;

/// What the name of such a file says: `.hallway-TARGET-HASH-RANDOM.tmp`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name of the file that was to be written.
    pub target: String,
    /// The beginning of the hash of what was to be replaced; zeros where nothing was.
    replaced: String,
    /// What tells it from others.
    pub random: String,
}

impl Name {
    /// The parts of a name; nothing where it is none of a file that a write leaves.
    pub fn of(name: &OsStr) -> Option<Name> {
        let rest = name.to_str()?.strip_prefix(BEGINS)?.strip_suffix(ENDS)?;
        let (rest, random) = rest.rsplit_once('-')?;
        let (target, replaced) = rest.rsplit_once('-')?;
        let is_whole = random.len() == RANDOM && replaced.len() == DIGITS && !target.is_empty();
        is_whole.then(|| Name {
            target: target.to_owned(),
            replaced: replaced.to_owned(),
            random: random.to_owned(),
        })
    }

    /// Whether a text with this hash is what a save meant to replace.
    pub fn replaces(&self, hash: &str) -> bool {
        hash.starts_with(&self.replaced)
    }
}

impl Temporary {
    /// A new file beside `target`, with the hash of what is to be replaced, if anything is, in its name.
    pub fn new(target: &Path, folder: &Path, replaced: &str) -> Result<Temporary, Trouble> {
        let wrong = |error| Trouble::writing(target, error);
        let name = target.file_name().map(OsStr::to_string_lossy);
        let name = name.unwrap_or_default();
        let mut end = name.len().min(MOST);
        while !name.is_char_boundary(end) {
            end -= 1;
        }
        let digits = replaced.get(..DIGITS).unwrap_or("0000000000000000");
        let prefix = format!("{BEGINS}{}-{digits}-", &name[..end]);
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix).suffix(ENDS).rand_bytes(RANDOM);
        if let Some(permissions) = new_permissions() {
            builder.permissions(permissions);
        }
        for _ in 0..ATTEMPTS {
            let (file, path) = builder.tempfile_in(folder).map_err(wrong)?.into_parts();
            let path = path.keep().map_err(|error| wrong(error.error))?;
            let made = Temporary {
                path,
                file,
                stays: false,
            };
            // Where the system has no locks, the strays are looked at by nobody.
            let _ = made.file.lock();
            if made.path.exists() {
                return Ok(made);
            }
        }
        Err(Trouble::Busy {
            path: target.to_owned(),
        })
    }

    /// Writes the text, and reads it back.
    pub fn fill(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.file.rewind()?;
        let mut back = Vec::with_capacity(bytes.len());
        self.file.read_to_end(&mut back)?;
        if back == bytes {
            return Ok(());
        }
        Err(io::Error::other("what was written reads back differently"))
    }

    /// The file.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts it in place of whatever is at `target`.
    pub fn rename(mut self, target: &Path) -> io::Result<()> {
        std::fs::rename(&self.path, target)?;
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

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.stays {
            // What cannot be removed now is found at the next start.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// A new file's permissions are left to the umask.
fn new_permissions() -> Option<Permissions> {
    #[cfg(unix)]
    {
        let mode = 0o666;
        Some(std::os::unix::fs::PermissionsExt::from_mode(mode))
    }
    #[cfg(not(unix))]
    {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_tells_whose_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("my-talk.toml");
        let hash = crate::store::hash(b"old");
        let made = Temporary::new(&target, folder.path(), &hash).unwrap();
        let name = Name::of(made.path().file_name().unwrap()).unwrap();
        assert_eq!(name.target, "my-talk.toml");
        assert!(name.replaces(&hash) && !name.replaces(&crate::store::hash(b"new")));
        let path = made.path().to_owned();
        drop(made);
        assert!(!path.exists());
        assert_eq!(Name::of(OsStr::new(".hallway-x.tmp")), None);
        let long = folder.path().join("é".repeat(127));
        assert!(Temporary::new(&long, folder.path(), "").is_ok());
    }
}
