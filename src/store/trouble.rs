//! What can go wrong between a notebook and its disk, each with its place and with what to do about it.

use super::disk::{LeadsOut, handles};
use crate::model::shown;
use std::io;
use std::path::{Path, PathBuf};

/// Why something was not read or not written. Where a file is named, that file is untouched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Trouble {
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
    Gone {
        /// The file.
        path: PathBuf,
    },
    /// The whole notebook is not where it was opened.
    #[error("{}: the notebook is not there any more", path.display())]
    Away {
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

impl Trouble {
    /// The file that it is about.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Trouble::Missing { path }
            | Trouble::Unreadable { path, .. }
            | Trouble::NotUtf8 { path, .. }
            | Trouble::Syntax { path, .. }
            | Trouble::Conflict { path, .. }
            | Trouble::WrongType { path, .. }
            | Trouble::Newer { path, .. }
            | Trouble::TooLarge { path, .. }
            | Trouble::TooLong { path, .. }
            | Trouble::Taken { path }
            | Trouble::Changed { path }
            | Trouble::Overtaken { path }
            | Trouble::Gone { path }
            | Trouble::Away { path }
            | Trouble::Folder { path }
            | Trouble::NoSpace { path, .. }
            | Trouble::ReadOnly { path, .. }
            | Trouble::Denied { path, .. }
            | Trouble::Unwritable { path, .. }
            | Trouble::Lock { path, .. }
            | Trouble::Busy { path }
            | Trouble::Unconfirmed { path }
            | Trouble::Private { path, .. }
            | Trouble::LeadsOut { path, .. }
            | Trouble::Handles { path, .. }
            | Trouble::Unsound { path, .. } => Some(path),
            Trouble::UnsafeName { .. } | Trouble::Relative { .. } | Trouble::NoHome => None,
        }
    }

    /// Line and column in that file, from 1, where they are known.
    pub fn place(&self) -> Option<(usize, usize)> {
        match self {
            Trouble::NotUtf8 { line, column, .. }
            | Trouble::Syntax { line, column, .. }
            | Trouble::WrongType { line, column, .. } => Some((*line, *column)),
            Trouble::Conflict { line, .. } => Some((*line, 1)),
            _ => None,
        }
    }

    /// What is wrong in two or three words, for a line with little room.
    pub fn short(&self) -> &'static str {
        match self {
            Trouble::NoSpace { source, .. } => match source.kind() {
                io::ErrorKind::QuotaExceeded => "quota used up",
                io::ErrorKind::FileTooLarge => "too large for the disk",
                _ => "disk full",
            },
            Trouble::Unwritable { source, .. } if is_fault(source) => "the disk failed",
            Trouble::Missing { .. } => "it is gone",
            Trouble::Away { .. } => "the notebook is gone",
            Trouble::ReadOnly { .. } => "read-only",
            Trouble::Denied { .. } => "not permitted",
            Trouble::Busy { .. } => "the file is busy",
            Trouble::Lock { .. } => "no lock to be had",
            Trouble::Unconfirmed { .. } => "durability not confirmed",
            Trouble::TooLong { .. } | Trouble::TooLarge { .. } => "too long",
            Trouble::Newer { .. } => "written by a later hallway",
            Trouble::Conflict { .. } => "a git merge is unfinished",
            Trouble::Private { .. } => "a private person",
            Trouble::LeadsOut { .. } => "a link out of the notebook",
            Trouble::Handles { .. } => "too many open files",
            Trouble::Syntax { .. } | Trouble::WrongType { .. } | Trouble::NotUtf8 { .. } => {
                "the file is broken"
            }
            _ => "it cannot be written",
        }
    }

    /// What a person can do about it, as one sentence without a full stop.
    pub fn hint(&self) -> &'static str {
        match self {
            Trouble::Missing { .. } => "`hallway list` shows what there is",
            Trouble::Unreadable { .. } => "see whether it is a plain file and yours to read",
            Trouble::NotUtf8 { .. } => {
                "save it as UTF-8 in your editor, or try: iconv -f LATIN1 -t UTF-8"
            }
            Trouble::Syntax { .. } => {
                "mend that line in an editor; hallway writes nothing to the file until it can read it"
            }
            Trouble::Conflict { .. } => {
                "keep the lines you want, delete the markers (<<<<<<<, =======, >>>>>>>), and try again"
            }
            Trouble::WrongType { .. } => {
                "mend that value in an editor; docs/format.md says what each key holds"
            }
            Trouble::Newer { .. } => {
                "install the hallway that wrote it; this one leaves the file alone"
            }
            Trouble::TooLarge { .. } => "see whether it is the right file, and split it if it is",
            Trouble::TooLong { .. } => "split the text over several sessions",
            Trouble::Taken { .. } => "choose another name",
            Trouble::Changed { .. } | Trouble::Overtaken { .. } => {
                "look at it first, then write it again"
            }
            Trouble::Gone { .. } => "save it as a new file, or leave it removed",
            Trouble::Away { .. } => {
                "put it back, or open hallway where it is now: journals find it by its id"
            }
            Trouble::Folder { .. } => "name a file",
            Trouble::NoSpace { .. } => {
                "free some space and save again; the file is whole as it was"
            }
            Trouble::ReadOnly { .. } => "write somewhere else; the file is whole as it was",
            Trouble::Denied { .. } => {
                "see who owns the file and its folder; the file is whole as it was"
            }
            Trouble::Unwritable { source, .. } if is_fault(source) => {
                "copy the notebook to another disk; the file is whole as it was"
            }
            Trouble::Unwritable { .. } => "the file is whole as it was",
            Trouble::Lock { .. } => {
                "see whether the state folder (XDG_STATE_HOME) is yours to write; nothing was changed"
            }
            Trouble::Busy { .. } => "close the other program and save again; nothing was changed",
            Trouble::Unconfirmed { .. } => {
                "a power cut may still undo it: see what the system says of the disk (dmesg), and copy the notebook to another one"
            }
            Trouble::UnsafeName { .. } => "use letters, digits and hyphens",
            Trouble::Unsound { .. } => "please report this; the file is whole as it was",
            Trouble::Handles { .. } => {
                "close other programs, or raise the limit (`ulimit -n 1024`); the file is whole as it was"
            }
            Trouble::LeadsOut { .. } => {
                "if you made that link, name its folder under allowed_link_folders in the config file; else remove it"
            }
            Trouble::Private { .. } => {
                "mark the person public first, or use -e EVENT for a link of the event alone"
            }
            Trouble::Relative { .. } => "write the whole path, from the root on, or unset it",
            Trouble::NoHome => "name a folder with --notebook or HALLWAY_NOTEBOOK",
        }
    }

    /// What a failure means whatever was to be done with `path`, if it means that.
    fn of_any(path: &Path, source: &io::Error) -> Option<Trouble> {
        if handles::are_out(source) {
            return Some(Trouble::Handles {
                path: path.to_owned(),
                limit: handles::limit(),
            });
        }
        let LeadsOut { target } = LeadsOut::of(source)?;
        Some(Trouble::LeadsOut {
            path: path.to_owned(),
            target: target.clone(),
        })
    }

    /// What a failure to take the lock at `path` means.
    pub(super) fn locking(path: &Path, source: io::Error) -> Trouble {
        Trouble::of_any(path, &source).unwrap_or_else(|| Trouble::Lock {
            path: path.to_owned(),
            source,
        })
    }

    /// What a failure to write `path` means.
    pub(crate) fn writing(path: &Path, source: io::Error) -> Trouble {
        let path = path.to_owned();
        if let Some(trouble) = Trouble::of_any(&path, &source) {
            return trouble;
        }
        use io::ErrorKind as Kind;
        match source.kind() {
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => {
                Trouble::NoSpace { path, source }
            }
            Kind::ReadOnlyFilesystem => Trouble::ReadOnly { path, source },
            Kind::PermissionDenied => Trouble::Denied { path, source },
            Kind::IsADirectory => Trouble::Folder { path },
            Kind::AlreadyExists => Trouble::Taken { path },
            _ => Trouble::Unwritable { path, source },
        }
    }

    /// What a failure to read `path` means.
    pub(crate) fn reading(path: &Path, source: io::Error) -> Trouble {
        let path = path.to_owned();
        if let Some(trouble) = Trouble::of_any(&path, &source) {
            return trouble;
        }
        match source.kind() {
            io::ErrorKind::NotFound => Trouble::Missing { path },
            _ => Trouble::Unreadable { path, source },
        }
    }
}

/// How many open files are allowed, in words.
fn allowed(limit: Option<u64>) -> String {
    limit.map_or_else(String::new, |limit| {
        format!("; this process may have {limit}")
    })
}

/// Whether the disk itself failed (EIO, which the standard library has no word for).
fn is_fault(source: &io::Error) -> bool {
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
            (Errno::XDEV, "it cannot be written"),
        ];
        for (error, short) in words {
            let trouble = Trouble::writing(Path::new("a.toml"), error.into());
            assert_eq!(trouble.short(), short);
            assert!(trouble.to_string().starts_with("a.toml: "), "{trouble}");
            assert!(!trouble.hint().is_empty());
            let reading = Trouble::reading(Path::new("a.toml"), error.into());
            let named = reading.short() == "too many open files";
            assert_eq!(named, matches!(error, Errno::MFILE | Errno::NFILE));
        }
    }
}
