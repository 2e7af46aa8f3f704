//! Whether somebody else changed a file: looked up when there is a reason to, and told by the
//! system where it can.

use super::disk::Disk;
use super::document::{Document, Loaded, decode_text};
use super::parse::{SourceText, read_bytes, read_whole};
use super::system::System;
use super::{Store, StoreError};
use chrono::{DateTime, Utc};
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// What tells, without reading it, that a file is most likely as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    size: u64,
    modified: SystemTime,
    inode: u64,
}

/// What became of a file.
#[derive(Debug)]
pub enum FileState<T> {
    /// It says what was known; the signature, where it can be trusted.
    Same(Option<Signature>),
    /// It says something else.
    Other(Loaded<T>),
    /// It is not there any more.
    Deleted,
}

/// How old a change has to be, so that another one would have another time.
const QUIET: Duration = Duration::from_secs(2);

/// How long a file that others wrote has to say the same until it is believed.
pub(super) const APART: Duration = Duration::from_millis(40);

/// The same where more of it may come: it is the beginning of what hallway wrote last, or nobody
/// can tell whether somebody has it open.
const LONG_APART: Duration = Duration::from_secs(2);

/// How long a save waits for somebody who has a file open for writing, or who never stops writing.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

impl Store {
    /// Compares a file with what is known of it: by its signature, if one is known, then by its
    /// text.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn look_again<T: Document>(
        &self,
        known: &Loaded<T>,
        seen: Option<&Signature>,
    ) -> Result<FileState<T>, StoreError> {
        let path = known.path();
        let before = signature(self.disk(), path);
        if seen.is_some() && before.as_ref() == seen {
            return Ok(FileState::Same(before));
        }
        let bytes = match read_stable(self.system(), path, known.text.as_ref(), Duration::ZERO) {
            Ok(Some(bytes)) => bytes,
            Ok(None) if known.is_on_disk() => return Ok(FileState::Deleted),
            // It is looked at again when whoever writes it is done.
            Ok(None) | Err(StoreError::Busy { .. }) => return Ok(FileState::Same(None)),
            Err(store_error) => return Err(store_error),
        };
        let text = SourceText::decode(path, &bytes)?;
        if known.text.as_ref() == Some(&text) {
            return Ok(FileState::Same(
                before.filter(|seen| seen.is_old_enough(self.clock().now())),
            ));
        }
        let value = decode_text(path, &text)?;
        self.keep_known(known);
        Ok(FileState::Other(Loaded {
            value,
            folder: known.folder.clone(),
            name: known.name.clone(),
            path: path.to_owned(),
            text: Some(text),
            attempts: Vec::new(),
        }))
    }
}

/// Reads a file. Somebody who has it open for writing is waited for, no longer than `patience`;
/// what is not `known` is believed when it says the same for a while. Half of their text would look
/// as if they had deleted the other half, and a file that is being replaced as if it had been
/// removed.
///
/// # Errors
/// [`StoreError::Busy`] when somebody has it open for writing all that time; what the system says
/// when it is there and cannot be read.
pub(super) fn read_stable(
    system: &System,
    path: &Path,
    known: Option<&SourceText>,
    patience: Duration,
) -> Result<Option<Vec<u8>>, StoreError> {
    let (disk, clock) = (system.disk(), &system.clock);
    let began = clock.monotonic();
    let mut bytes = read_bytes(disk, path)?;
    let mut since = began;
    loop {
        let written = bytes.as_ref().and_then(|_| disk.is_being_written(path));
        let now = clock.monotonic();
        let waited = now.saturating_sub(began);
        match written {
            Some(true) if waited >= patience => {
                return Err(StoreError::Busy {
                    path: path.to_owned(),
                });
            }
            Some(true) => {}
            _ => {
                let apart = apart(path, known, bytes.as_deref(), written);
                // Somebody who never stops writing is taken as they are.
                if now.saturating_sub(since) >= apart || waited >= PATIENCE {
                    return Ok(bytes);
                }
            }
        }
        clock.sleep(APART);
        let again = read_bytes(disk, path)?;
        if again != bytes {
            bytes = again;
            since = clock.monotonic();
        }
    }
}

/// How long a file has to say the same until it is believed, while nobody is known to have it open
/// for writing.
fn apart(
    path: &Path,
    known: Option<&SourceText>,
    bytes: Option<&[u8]>,
    written: Option<bool>,
) -> Duration {
    let (Some(known), Some(bytes)) = (known, bytes) else {
        return match known {
            Some(_) => APART,
            None => Duration::ZERO,
        };
    };
    let is_known = SourceText::decode(path, bytes).is_ok_and(|text| text == *known);
    let is_beginning = || known.encode(&known.plain).starts_with(bytes);
    if is_known {
        Duration::ZERO
    } else if written.is_none() || is_beginning() {
        LONG_APART
    } else {
        APART
    }
}

/// Waits for the rest of a file that somebody seems to be writing. Returns what it says then;
/// nothing where it is whole as far as anybody can tell.
///
/// # Errors
/// [`StoreError::Busy`] when somebody has it open for writing all the time, and what the system
/// says.
pub(super) fn wait_for_the_rest(
    system: &System,
    path: &Path,
    bytes: &[u8],
) -> Result<Option<Vec<u8>>, StoreError> {
    let (disk, clock) = (system.disk(), &system.clock);
    match disk.is_being_written(path) {
        Some(true) if read_closed(system, path).is_none() => {
            return Err(StoreError::Busy {
                path: path.to_owned(),
            });
        }
        Some(true) => {}
        // What is broken is broken for good, as far as anybody can tell, and what is empty when it
        // has been so for a while.
        _ if !bytes.is_empty() => return Ok(None),
        _ if signature(disk, path).is_some_and(|seen| seen.is_old_enough(clock.now())) => {
            return Ok(None);
        }
        _ => {
            let began = clock.monotonic();
            let is_waited_for = || clock.monotonic().saturating_sub(began) < LONG_APART;
            while is_waited_for() && read_bytes(disk, path)?.as_deref() == Some(bytes) {
                clock.sleep(APART);
            }
        }
    }
    let rest = read_stable(system, path, None, PATIENCE)?;
    rest.map(Some).ok_or_else(|| StoreError::Missing {
        path: path.to_owned(),
    })
}

/// Reads a file of any size when nobody has it open for writing any more; empty when it cannot be
/// read, nothing when somebody has it open all the time.
pub(super) fn read_closed(system: &System, path: &Path) -> Option<Vec<u8>> {
    let (disk, clock) = (system.disk(), &system.clock);
    let began = clock.monotonic();
    let read = || read_whole(disk, path).unwrap_or_default();
    let mut bytes = read();
    loop {
        let is_written = disk.is_being_written(path) == Some(true);
        // Read once more: somebody may have closed it just before the question.
        let again = read();
        let is_same = again == bytes;
        bytes = again;
        if is_same && !is_written {
            return Some(bytes);
        }
        if clock.monotonic().saturating_sub(began) > PATIENCE {
            return None;
        }
        clock.sleep(APART);
    }
}

impl Signature {
    /// Whether a change that comes now would have another time. The clock may have been set back.
    fn is_old_enough(&self, now: DateTime<Utc>) -> bool {
        let age = SystemTime::from(now).duration_since(self.modified);
        age.is_ok_and(|age| age > QUIET)
    }
}

fn signature(disk: &dyn Disk, path: &Path) -> Option<Signature> {
    let meta = disk.metadata(path).ok()?;
    Some(Signature {
        size: meta.len,
        modified: meta.modified?,
        inode: meta.ino,
    })
}

/// Waits for changes in folders. Only Linux tells of them; elsewhere there is none, and files are
/// looked at on other occasions.
#[derive(Debug)]
pub struct Watcher {
    #[cfg(target_os = "linux")]
    inotify: rustix::fd::OwnedFd,
}

#[cfg(target_os = "linux")]
impl Watcher {
    /// A watcher of nothing yet.
    ///
    /// # Errors
    /// When the system has none to give.
    pub fn new() -> io::Result<Watcher> {
        let inotify = rustix::fs::inotify::init(rustix::fs::inotify::CreateFlags::CLOEXEC)?;
        Ok(Watcher { inotify })
    }

    /// Watches what comes, goes and has been written in a folder; one that is watched already stays
    /// so.
    pub fn watch(&self, folder: &Path) {
        self.add(folder, rustix::fs::inotify::WatchFlags::CLOSE_WRITE);
    }

    /// The same for the folder of claims, whose files stay open as long as somebody has them.
    pub fn watch_edit_locks(&self, folder: &Path) {
        use rustix::fs::inotify::WatchFlags;
        self.add(folder, WatchFlags::CLOSE_WRITE | WatchFlags::MODIFY);
    }

    fn add(&self, folder: &Path, writing: rustix::fs::inotify::WatchFlags) {
        use rustix::fs::inotify::{WatchFlags, add_watch};
        let what = writing
            | WatchFlags::CREATE
            | WatchFlags::MOVED_TO
            | WatchFlags::MOVED_FROM
            | WatchFlags::DELETE
            | WatchFlags::ONLYDIR;
        // A folder that is not there, or cannot be watched, is looked at on other occasions.
        let _ = add_watch(&self.inotify, folder, what);
    }

    /// Waits until something has changed.
    ///
    /// # Errors
    /// When there is nothing to wait for any more.
    pub fn wait(&self) -> io::Result<()> {
        let mut room = [0; 4096];
        loop {
            match rustix::io::read(&self.inotify, &mut room) {
                Ok(_) => return Ok(()),
                Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

#[cfg(not(target_os = "linux"))]
impl Watcher {
    /// There is none here.
    ///
    /// # Errors
    /// Always.
    pub fn new() -> io::Result<Watcher> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Watches nothing.
    pub fn watch(&self, _folder: &Path) {}

    /// Watches nothing.
    pub fn watch_edit_locks(&self, _folder: &Path) {}

    /// Has nothing to wait for.
    ///
    /// # Errors
    /// Always.
    pub fn wait(&self) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}
