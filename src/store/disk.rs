//! The file system as the store uses it.
//!
//! What this module promises:
//! - Everything that the store reads and writes goes through [`Disk`] and [`DiskFile`], so that a
//!   test can put a simulated disk in their place. [`RealDisk`] is the one of the operating system.
//! - Each method is one call to the system, or a few that only look. None retries, and none hides
//!   an error.

mod confined;
pub mod handles;
mod real;

pub use confined::{Confined, LeadsOut};
pub use real::RealDisk;

use std::ffi::OsString;
use std::fmt::Debug;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A file system, as one process sees it.
pub trait Disk: Send + Sync + Debug {
    /// Opens a plain file, or a folder for reading.
    ///
    /// # Errors
    /// What the system says, and that it is something else.
    fn open(&self, path: &Path, options: OpenMode) -> io::Result<Box<dyn DiskFile>>;

    /// Describes what a path leads to at the end of all links.
    ///
    /// # Errors
    /// What the system says.
    fn metadata(&self, path: &Path) -> io::Result<Meta>;

    /// Describes what is at a path itself, be it a link.
    ///
    /// # Errors
    /// What the system says.
    fn symlink_metadata(&self, path: &Path) -> io::Result<Meta>;

    /// Lists a folder, in no order.
    ///
    /// # Errors
    /// What the system says, also about a single entry.
    fn read_dir(&self, path: &Path) -> io::Result<Vec<DirEntry>>;

    /// Lists the names in a folder that begin with a dot.
    ///
    /// # Errors
    /// What the system says.
    fn read_hidden(&self, path: &Path) -> io::Result<Vec<OsString>> {
        let names = self.read_dir(path)?.into_iter().map(|entry| entry.name);
        let hidden = |name: &OsString| name.as_encoded_bytes().starts_with(b".");
        Ok(names.filter(hidden).collect())
    }

    /// Renames a file or a folder. Returns `false`, and does nothing, where the file system has no
    /// such rename.
    ///
    /// # Errors
    /// What the system says; [`io::ErrorKind::AlreadyExists`] where nothing may be replaced.
    fn rename(&self, from: &Path, to: &Path, how: Rename) -> io::Result<bool>;

    /// Gives a file a second name, where nothing is.
    ///
    /// # Errors
    /// What the system says.
    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// What the system says.
    fn remove_file(&self, path: &Path) -> io::Result<()>;

    /// Removes an empty folder.
    ///
    /// # Errors
    /// What the system says.
    fn remove_dir(&self, path: &Path) -> io::Result<()>;

    /// Makes a folder with these permissions, less the umask.
    ///
    /// # Errors
    /// What the system says.
    fn make_dir(&self, path: &Path, mode: u32) -> io::Result<()>;

    /// Brings a folder's entries to the disk itself.
    ///
    /// # Errors
    /// When the system cannot promise it.
    fn sync_dir(&self, path: &Path) -> io::Result<()>;

    /// Reads where a link leads.
    ///
    /// # Errors
    /// What the system says.
    fn read_link(&self, path: &Path) -> io::Result<PathBuf>;

    /// Makes the path absolute, with no links in it.
    ///
    /// # Errors
    /// What the system says.
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf>;

    /// Asks whether this process may write at a path.
    ///
    /// # Errors
    /// Why it may not.
    fn may_write(&self, path: &Path) -> io::Result<()>;

    /// Sets the permissions of what a path leads to.
    ///
    /// # Errors
    /// What the system says.
    fn set_mode(&self, path: &Path, mode: u32) -> io::Result<()>;

    /// The number of the process.
    fn process(&self) -> u32;

    /// Whether anybody has a file open for writing, this process too; nothing where the system
    /// does not tell.
    fn is_being_written(&self, path: &Path) -> Option<bool> {
        let options = OpenMode {
            // Opening a named pipe would wait for its writer.
            nonblock: true,
            ..OpenMode::reading()
        };
        self.open(path, options).ok()?.is_being_written()
    }

    /// Whether a path leads to anything.
    fn exists(&self, path: &Path) -> bool {
        self.metadata(path).is_ok()
    }

    /// Whether a path leads to a plain file.
    fn is_file(&self, path: &Path) -> bool {
        self.metadata(path).is_ok_and(|meta| meta.is_file())
    }

    /// Whether a path leads to a folder.
    fn is_dir(&self, path: &Path) -> bool {
        self.metadata(path).is_ok_and(|meta| meta.is_dir())
    }

    /// Reads a whole file.
    ///
    /// # Errors
    /// What the system says.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let file = self.open(path, OpenMode::reading())?;
        file.read_to_end(&mut bytes, u64::MAX)?;
        Ok(bytes)
    }
}

/// An open file. Its locks go when it is closed.
pub trait DiskFile: Send + Sync + Debug {
    /// Reads from where it stands to the end, at most so many bytes.
    ///
    /// # Errors
    /// What the system says.
    fn read_to_end(&self, into: &mut Vec<u8>, most: u64) -> io::Result<()>;

    /// Writes all bytes where it stands, or at the end of a file that was opened to append.
    ///
    /// # Errors
    /// What the system says; a part may have been written.
    fn write_all(&self, bytes: &[u8]) -> io::Result<()>;

    /// Goes back to the beginning.
    ///
    /// # Errors
    /// What the system says.
    fn rewind(&self) -> io::Result<()>;

    /// Cuts the file, or makes it longer with zeros.
    ///
    /// # Errors
    /// What the system says.
    fn set_len(&self, length: u64) -> io::Result<()>;

    /// Brings content and metadata to the disk itself.
    ///
    /// # Errors
    /// When the system cannot promise it.
    fn sync_all(&self) -> io::Result<()>;

    /// Brings content and length to the disk itself.
    ///
    /// # Errors
    /// When the system cannot promise it.
    fn sync_data(&self) -> io::Result<()>;

    /// Takes the lock, and waits for it if need be.
    ///
    /// # Errors
    /// Where the file system has no locks.
    fn lock(&self) -> io::Result<()>;

    /// Takes the lock unless somebody else has it. Returns whether it did.
    ///
    /// # Errors
    /// Where the file system has no locks.
    fn try_lock(&self) -> io::Result<bool>;

    /// Takes a lock that others may share, unless somebody has it alone. Returns whether it did.
    ///
    /// # Errors
    /// Where the file system has no locks.
    fn try_lock_shared(&self) -> io::Result<bool>;

    /// Describes the file.
    ///
    /// # Errors
    /// What the system says.
    fn metadata(&self) -> io::Result<Meta>;

    /// Whether anybody has the file open for writing, this process too; nothing where the system
    /// does not tell. For a file that was opened to be read.
    fn is_being_written(&self) -> Option<bool>;

    /// Holds room on the disk for these bytes without changing the length. Does nothing where the
    /// file system cannot.
    ///
    /// # Errors
    /// When there is no room.
    fn allocate(&self, from: u64, to: u64) -> io::Result<()>;

    /// Sets the permissions.
    ///
    /// # Errors
    /// What the system says.
    fn set_mode(&self, mode: u32) -> io::Result<()>;

    /// Gives the file to another user, or another group.
    ///
    /// # Errors
    /// What the system says.
    fn set_owner(&self, user: Option<u32>, group: Option<u32>) -> io::Result<()>;

    /// The names of the extended attributes; none where the file system has no such thing.
    fn attribute_names(&self) -> Vec<Vec<u8>>;

    /// The value of an extended attribute.
    ///
    /// # Errors
    /// What the system says.
    fn attribute(&self, name: &[u8]) -> io::Result<Vec<u8>>;

    /// Sets an extended attribute.
    ///
    /// # Errors
    /// What the system says.
    fn set_attribute(&self, name: &[u8], value: &[u8]) -> io::Result<()>;

    /// Removes an extended attribute.
    ///
    /// # Errors
    /// What the system says.
    fn remove_attribute(&self, name: &[u8]) -> io::Result<()>;
}

/// How a file is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenMode {
    /// To read.
    pub read: bool,
    /// To write.
    pub write: bool,
    /// To write at the end.
    pub append: bool,
    /// It is made if it is not there.
    pub create: bool,
    /// It is made, and must not be there.
    pub create_new: bool,
    /// It is cut to nothing.
    pub truncate: bool,
    /// A link at the end of the path is an error.
    pub no_follow: bool,
    /// Opening waits for nobody, not for the other end of a named pipe either.
    pub nonblock: bool,
    /// A link anywhere in the path is an error, where the system can see to that; else one at its
    /// end.
    pub no_links: bool,
    /// It gets a handle that is kept in reserve where there is no other.
    pub urgent: bool,
    /// The permissions of a new file, less the umask.
    pub mode: u32,
}

impl OpenMode {
    /// To read what is there.
    pub const fn reading() -> OpenMode {
        OpenMode {
            read: true,
            write: false,
            append: false,
            create: false,
            create_new: false,
            truncate: false,
            no_follow: false,
            nonblock: true,
            no_links: false,
            urgent: false,
            mode: 0o666,
        }
    }

    /// To read and write what is there.
    pub const fn writing() -> OpenMode {
        OpenMode {
            write: true,
            ..OpenMode::reading()
        }
    }

    /// To make a new file with these permissions, for reading and writing.
    pub const fn new_file(mode: u32) -> OpenMode {
        OpenMode {
            create_new: true,
            mode,
            ..OpenMode::writing()
        }
    }

    /// To write, for its owner alone, a file that is made if it is not there, and is not cut if it
    /// is.
    pub const fn private() -> OpenMode {
        OpenMode {
            read: false,
            create: true,
            mode: 0o600,
            ..OpenMode::writing()
        }
    }
}

/// How a rename treats what is at the new name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rename {
    /// It is replaced.
    Replace,
    /// There may be nothing.
    NoReplace,
    /// The two change places.
    Exchange,
}

/// What there is at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A plain file.
    File,
    /// A folder.
    Dir,
    /// A symbolic link.
    Symlink,
    /// A pipe, a device, or what the system does not tell.
    Other,
}

/// What is known of a file without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// What it is.
    pub kind: FileKind,
    /// The length in bytes.
    pub len: u64,
    /// When the content was changed last; nothing where the system does not say.
    pub modified: Option<SystemTime>,
    /// When anything of it was changed last, as seconds and nanoseconds; zeros where the system
    /// does not say.
    pub changed: (i64, i64),
    /// The device.
    pub dev: u64,
    /// The number of the inode.
    pub ino: u64,
    /// How many names it has.
    pub nlink: u64,
    /// The permissions.
    pub mode: u32,
    /// The user who owns it.
    pub uid: u32,
    /// The group that owns it.
    pub gid: u32,
}

impl Meta {
    /// Whether it is a plain file.
    pub fn is_file(&self) -> bool {
        self.kind == FileKind::File
    }

    /// Whether it is a folder.
    pub fn is_dir(&self) -> bool {
        self.kind == FileKind::Dir
    }

    /// Whether it is a symbolic link.
    pub fn is_symlink(&self) -> bool {
        self.kind == FileKind::Symlink
    }
}

/// An entry of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirEntry {
    /// Its name.
    pub name: OsString,
    /// What it is itself.
    pub kind: FileKind,
}
