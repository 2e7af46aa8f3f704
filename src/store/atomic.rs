//! Files that are whole at every moment: written beside, brought to disk, renamed.

use super::trouble::Trouble;
use std::fs::{File, Metadata, OpenOptions, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What may be at the target.
pub enum Target {
    /// Nothing; a file that is there stays.
    New,
    /// A file, which is replaced, or nothing.
    Any,
}

/// The file that `path` leads to at the end of all symbolic links, whether it exists or not.
pub fn resolve(path: &Path) -> Result<PathBuf, Trouble> {
    let mut path = path.to_owned();
    for _ in 0..40 {
        match std::fs::read_link(&path) {
            Ok(next) => {
                path = match path.parent() {
                    Some(folder) => folder.join(next),
                    None => next,
                }
            }
            Err(_) => return Ok(path),
        }
    }
    let source = io::Error::other("too many symbolic links");
    Err(Trouble::Unreadable { path, source })
}

/// Writes `bytes` to `path`, which is the end of any links. `still` is asked right before the file appears and can call it off. Returns whether the
/// folder's entry is known to be on disk, too.
pub fn write(
    path: &Path,
    bytes: &[u8],
    target: Target,
    still: impl FnOnce() -> Result<(), Trouble>,
) -> Result<bool, Trouble> {
    let wrong = |error| Trouble::writing(path, error);
    let old = match (&target, std::fs::metadata(path)) {
        (_, Ok(metadata)) if metadata.is_dir() => {
            return Err(Trouble::Folder {
                path: path.to_owned(),
            });
        }
        (Target::New, Ok(_)) => {
            return Err(Trouble::Taken {
                path: path.to_owned(),
            });
        }
        (Target::Any, Ok(metadata)) => Some(metadata),
        (_, Err(_)) => None,
    };
    if old.is_some() {
        // A rename would replace a file that may not be written; opening it for writing tells, and changes nothing.
        OpenOptions::new().write(true).open(path).map_err(wrong)?;
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut temporary = tempfile::Builder::new();
    temporary.prefix(".hallway-").suffix(".tmp").rand_bytes(12);
    if let Some(permissions) = new_permissions() {
        temporary.permissions(permissions);
    }
    let mut file = temporary.tempfile_in(folder).map_err(wrong)?;
    file.write_all(bytes).map_err(wrong)?;
    file.flush().map_err(wrong)?;
    if let Some(old) = &old {
        keep_owner(file.as_file(), old);
        file.as_file()
            .set_permissions(old.permissions())
            .map_err(wrong)?;
    }
    file.as_file().sync_all().map_err(wrong)?;
    still()?;
    match target {
        Target::New => file.persist_noclobber(path),
        Target::Any => file.persist(path),
    }
    .map_err(|error| wrong(error.error))?;
    Ok(sync_folder(folder).is_ok())
}

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
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .map_err(|error| Trouble::writing(folder, error))
}

/// Makes a folder that must not be there yet, for its owner alone.
pub fn make_new_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
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

/// The new file belongs to whom the old one belonged to, where the system lets us; otherwise it is ours.
fn keep_owner(file: &File, old: &Metadata) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let Ok(new) = file.metadata() else { return };
        if new.gid() != old.gid() {
            let _ = std::os::unix::fs::fchown(file, None, Some(old.gid()));
        }
        if new.uid() != old.uid() {
            let _ = std::os::unix::fs::fchown(file, Some(old.uid()), None);
        }
    }
    #[cfg(not(unix))]
    {
        let _ = (file, old);
    }
}
