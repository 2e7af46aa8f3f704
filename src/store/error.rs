//! What can go wrong between a notebook and its disk, each with its place and with what to do about
//! it.

use super::disk::{LeadsOut, handles};
use crate::model::shown;
use std::io;
use std::path::{Path, PathBuf};

/// Why something was not read or not written. Where a file is named, that file is untouched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no such event or session.
    #[error("{}: there is no such file", path.display())]
    Missing {
        /// The file that would hold it.
        path: PathBuf,
    },
    /// The file is there and cannot be read.
    #[error("{}: cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is not UTF-8.
    #[error("{}:{line}:{column}: the file is not UTF-8", path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The line of the first byte that is not, from 1.
        line: usize,
        /// Its column in characters, from 1.
        column: usize,
    },
    /// The file is not TOML.
    #[error("{}:{line}:{column}: {}", path.display(), shown::line(message))]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
        /// What is wrong, on one line.
        message: String,
    },
    /// Git left both sides of a merge in the file.
    #[error("{}:{line}: a git merge left its conflict markers here", path.display())]
    Conflict {
        /// The file.
        path: PathBuf,
        /// The line of the first marker, from 1.
        line: usize,
    },
    /// A key has a value that cannot be.
    #[error("{}:{line}:{column}: `{}`: {}", path.display(), shown::line(key), shown::line(message))]
    WrongType {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
        /// The key with the keys above it, such as `entries[2].at`.
        key: String,
        /// What was expected and what is there.
        message: String,
    },
    /// The file was written by a later hallway.
    #[error("{}: the file has format {format}, this hallway knows format {}", path.display(), super::FORMAT)]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        format: i64,
    },
    /// The file is larger than any that hallway writes.
    #[error("{}: the file has {bytes} bytes, more than the {} that hallway reads", path.display(), super::MOST_BYTES)]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        bytes: u64,
    },
    /// A text is too long to be saved.
    #[error("{}: `{}` has {bytes} bytes, more than the {} that a note may have", path.display(), shown::line(key), super::MOST_PROSE)]
    TooLong {
        /// The file.
        path: PathBuf,
        /// The key of the text.
        key: String,
        /// Its length.
        bytes: usize,
    },
    /// Something of that name is there already.
    #[error("{}: there is a file of that name already", path.display())]
    Taken {
        /// The file.
        path: PathBuf,
    },
    /// The file differs from what it has to be for this write.
    #[error("{}: the file was changed since hallway last saw it", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// Somebody else changed the file right after it was written.
    #[error("{}: another program changed the file right after hallway wrote it", path.display())]
    Overtaken {
        /// The file.
        path: PathBuf,
    },
    /// The file was removed since it was loaded.
    #[error("{}: the file was removed since it was opened", path.display())]
    Deleted {
        /// The file.
        path: PathBuf,
    },
    /// The whole notebook is not where it was opened.
    #[error("{}: the notebook is not there any more", path.display())]
    Unmounted {
        /// The notebook's folder.
        path: PathBuf,
    },
    /// The target is a folder.
    #[error("{}: this is a folder", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
    },
    /// The disk, the quota or the largest file size is used up.
    #[error("{}: no space: {source}", path.display())]
    NoSpace {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file lies on a read-only file system.
    #[error("{}: read-only: {source}", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The rights to write are missing.
    #[error("{}: not permitted: {source}", path.display())]
    Denied {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Any other failure to write.
    #[error("{}: cannot be written: {source}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The lock that keeps two writers apart cannot be had.
    #[error("{}: the lock cannot be taken: {source}", path.display())]
    Lock {
        /// The lock file, in the state folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another process holds the lock for too long, or keeps changing the file.
    #[error("{}: another process keeps the file busy", path.display())]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// Something was written, and is not known to be on the disk itself.
    #[error("{}: written, but the system could not confirm that it is on disk", path.display())]
    Unconfirmed {
        /// The file.
        path: PathBuf,
    },
    /// A name would lead out of the notebook or cannot be a file name.
    #[error("`{}` cannot be the name of a file in a notebook", shown::line(name))]
    UnsafeName {
        /// The name.
        name: String,
    },
    /// The text that would be written does not read back as what it should say.
    #[error("{}: `{}` would not read back as it is, so nothing was written", path.display(), shown::line(key))]
    Unsound {
        /// The file.
        path: PathBuf,
        /// The first key that differs.
        key: String,
    },
    /// A symbolic link leads out of the notebook.
    #[error("{}: a link leads out of the notebook, to {}", path.display(), target.display())]
    LeadsOut {
        /// The file, which is the link or lies behind it.
        path: PathBuf,
        /// Where it leads.
        target: PathBuf,
    },
    /// A sync program left a copy of a file that two computers changed at once.
    #[error("{}: a sync program left this copy of {}", path.display(), shown::line(&name(of)))]
    Copy {
        /// The copy.
        path: PathBuf,
        /// The file.
        of: PathBuf,
    },
    /// This process, or the system, has no handle left for another open file.
    #[error("{}: too many open files{}", path.display(), allowed(*limit))]
    Handles {
        /// The file.
        path: PathBuf,
        /// How many this process may have open, where it says so.
        limit: Option<u64>,
    },
    /// The link book would get a private person.
    #[error("{}: {} is a person you met, who is private and never enters the link book", path.display(), shown::line(&names.join(", ")))]
    Private {
        /// The link book.
        path: PathBuf,
        /// The names of the links.
        names: Vec<String>,
    },
    /// A variable of the system names a folder that begins wherever the program is started.
    #[error(
        "{name} is \"{}\", which begins in whichever folder hallway is started",
        shown::line(value)
    )]
    Relative {
        /// The variable.
        name: &'static str,
        /// What it says.
        value: String,
    },
    /// The system names no home folder.
    #[error("no home folder is known, so there is no place for a notebook")]
    NoHome,
}

impl StoreError {
    /// The file that it is about.
    pub fn path(&self) -> Option<&Path> {
        match self {
            StoreError::Missing { path }
            | StoreError::Unreadable { path, .. }
            | StoreError::NotUtf8 { path, .. }
            | StoreError::Syntax { path, .. }
            | StoreError::Conflict { path, .. }
            | StoreError::WrongType { path, .. }
            | StoreError::Newer { path, .. }
            | StoreError::TooLarge { path, .. }
            | StoreError::TooLong { path, .. }
            | StoreError::Taken { path }
            | StoreError::Changed { path }
            | StoreError::Overtaken { path }
            | StoreError::Deleted { path }
            | StoreError::Unmounted { path }
            | StoreError::Folder { path }
            | StoreError::NoSpace { path, .. }
            | StoreError::ReadOnly { path, .. }
            | StoreError::Denied { path, .. }
            | StoreError::Unwritable { path, .. }
            | StoreError::Lock { path, .. }
            | StoreError::Busy { path }
            | StoreError::Unconfirmed { path }
            | StoreError::Private { path, .. }
            | StoreError::LeadsOut { path, .. }
            | StoreError::Handles { path, .. }
            | StoreError::Copy { path, .. }
            | StoreError::Unsound { path, .. } => Some(path),
            StoreError::UnsafeName { .. } | StoreError::Relative { .. } | StoreError::NoHome => {
                None
            }
        }
    }

    /// Line and column in that file, from 1, where they are known.
    pub fn place(&self) -> Option<(usize, usize)> {
        match self {
            StoreError::NotUtf8 { line, column, .. }
            | StoreError::Syntax { line, column, .. }
            | StoreError::WrongType { line, column, .. } => Some((*line, *column)),
            StoreError::Conflict { line, .. } => Some((*line, 1)),
            _ => None,
        }
    }

    /// What a failure means whatever was to be done with `path`, if it means that.
    fn of_any(path: &Path, source: &io::Error) -> Option<StoreError> {
        if handles::are_out(source) {
            return Some(StoreError::Handles {
                path: path.to_owned(),
                limit: handles::limit(),
            });
        }
        let LeadsOut { target } = LeadsOut::of(source)?;
        Some(StoreError::LeadsOut {
            path: path.to_owned(),
            target: target.clone(),
        })
    }

    /// What a failure to take the lock at `path` means.
    pub(super) fn locking(path: &Path, source: io::Error) -> StoreError {
        StoreError::of_any(path, &source).unwrap_or_else(|| StoreError::Lock {
            path: path.to_owned(),
            source,
        })
    }

    /// What a failure to write `path` means.
    pub(crate) fn writing(path: &Path, source: io::Error) -> StoreError {
        let path = path.to_owned();
        if let Some(store_error) = StoreError::of_any(&path, &source) {
            return store_error;
        }
        use io::ErrorKind as Kind;
        match source.kind() {
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => {
                StoreError::NoSpace { path, source }
            }
            Kind::ReadOnlyFilesystem => StoreError::ReadOnly { path, source },
            Kind::PermissionDenied => StoreError::Denied { path, source },
            Kind::IsADirectory => StoreError::Folder { path },
            Kind::AlreadyExists => StoreError::Taken { path },
            _ => StoreError::Unwritable { path, source },
        }
    }

    /// What a failure to read `path` means.
    pub(crate) fn reading(path: &Path, source: io::Error) -> StoreError {
        let path = path.to_owned();
        if let Some(store_error) = StoreError::of_any(&path, &source) {
            return store_error;
        }
        match source.kind() {
            io::ErrorKind::NotFound => StoreError::Missing { path },
            _ => StoreError::Unreadable { path, source },
        }
    }
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// How many open files are allowed, in words.
fn allowed(limit: Option<u64>) -> String {
    limit.map_or_else(String::new, |limit| {
        format!("; this process may have {limit}")
    })
}

/// Whether the disk itself failed (EIO, which the standard library has no word for).
pub(super) fn is_fault(source: &io::Error) -> bool {
    #[cfg(unix)]
    {
        source.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error())
    }
    #[cfg(not(unix))]
    {
        let _ = source;
        false
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use rustix::io::Errno;

    #[test]
    fn what_the_system_says_is_put_in_short_words() {
        let words = [
            (Errno::NOSPC, "disk full"),
            (Errno::DQUOT, "quota used up"),
            (Errno::FBIG, "too large for the disk"),
            (Errno::IO, "the disk failed"),
            (Errno::ROFS, "read-only"),
            (Errno::ACCESS, "not permitted"),
            (Errno::PERM, "not permitted"),
            (Errno::MFILE, "too many open files"),
            (Errno::NFILE, "too many open files"),
            (Errno::XDEV, "it is on another disk"),
        ];
        for (error, short) in words {
            let store_error = StoreError::writing(Path::new("a.toml"), error.into());
            assert_eq!(store_error.short(), short);
            assert!(
                store_error.to_string().starts_with("a.toml: "),
                "{store_error}"
            );
            assert!(!store_error.hint().is_empty());
            let reading = StoreError::reading(Path::new("a.toml"), error.into());
            let named = reading.short() == "too many open files";
            assert_eq!(named, matches!(error, Errno::MFILE | Errno::NFILE));
        }
    }
}
