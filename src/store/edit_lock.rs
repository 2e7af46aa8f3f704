//! Who writes in which file: what one app that is open tells the others.
//!
//! What this module promises:
//! - An edit lock keeps nobody from writing a file: what the command line, an editor or git put
//!   there is merged as ever. It only tells another app that somebody is at it, so that the same
//!   text is not written in two windows unawares.
//! - The system lets go of an edit lock when its process ends, however it ends. There are no stale
//!   claims.
//! - Claims lie in the notebook's part of the state folder, by the file inside it. They say the
//!   process, since when it has the file, and the file. Their files stay, empty when nobody has
//!   them: a file that was removed could be locked by one and made anew by another.

use super::atomic::make_folder_unsynced;
use super::disk::{Disk, DiskFile, OpenMode};
use super::parse::read_whole;
use super::{Store, StoreError, hash};
use chrono::{DateTime, SecondsFormat, Utc};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What is claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EditLockKind {
    /// To write in the file.
    Held,
    /// That whoever holds it lets go.
    Requested,
}

impl EditLockKind {
    fn ending(self) -> &'static str {
        match self {
            EditLockKind::Held => "hold",
            EditLockKind::Requested => "wish",
        }
    }
}

/// An app that has claimed something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The number of its process.
    pub pid: u32,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// An edit lock of ours; given up when dropped.
#[derive(Debug)]
pub struct EditLock {
    file: Box<dyn DiskFile>,
}

impl Drop for EditLock {
    fn drop(&mut self) {
        // One that stays full is still nobody's, since nobody has the lock.
        let _ = self.file.set_len(0);
    }
}

/// What came of claiming.
#[derive(Debug)]
pub enum Claiming {
    /// It is ours.
    Ours(EditLock),
    /// Somebody else has it.
    Theirs,
}

/// An edit lock of somebody else, or one of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundLock {
    /// What is claimed.
    pub what: EditLockKind,
    /// The file, within the notebook.
    pub file: String,
    /// By whom.
    pub by: Holder,
}

/// How often an edit lock that is taken is tried, since whoever looks at it has it for a moment.
const TRIES: usize = 3;

/// The time between two tries.
const PAUSE: Duration = Duration::from_millis(2);

impl Store {
    /// Claims a file of the notebook, without waiting.
    ///
    /// # Errors
    /// When the state folder cannot be written.
    pub fn lock_for_editing(
        &self,
        what: EditLockKind,
        file: &Path,
        since: DateTime<Utc>,
    ) -> Result<Claiming, StoreError> {
        let folder = self.edit_locks_folder()?;
        make_folder_unsynced(self.disk(), self.state(), &folder)?;
        let inside = self.inside(file);
        let name = format!("{}.{}", &hash(inside.as_bytes())[..32], what.ending());
        let path = folder.join(name);
        for _ in 0..TRIES {
            // Closing a file that was opened for writing is what wakes the others up, so one that
            // is taken is only read.
            if is_taken(self.disk(), &path) {
                self.clock().sleep(PAUSE);
                continue;
            }
            let wrong = |error| StoreError::writing(&path, error);
            let opened = self.disk().open(&path, OpenMode::private());
            let opened = opened.map_err(wrong)?;
            if let Ok(false) = opened.try_lock() {
                continue;
            }
            let since = since.to_rfc3339_opts(SecondsFormat::Secs, true);
            let said = format!("{}\n{since}\n{inside}\n", self.disk().process());
            opened
                .set_len(0)
                .and_then(|()| opened.write_all(said.as_bytes()))
                .map_err(wrong)?;
            return Ok(Claiming::Ours(EditLock { file: opened }));
        }
        Ok(Claiming::Theirs)
    }

    /// All claims on files of this notebook that are held now, by whomever.
    ///
    /// # Errors
    /// When the state folder cannot be read.
    pub fn edit_locks(&self) -> Result<Vec<FoundLock>, StoreError> {
        let folder = self.edit_locks_folder()?;
        let entries = match self.disk().read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(StoreError::reading(&folder, error)),
        };
        let mut paths: Vec<PathBuf> = entries
            .iter()
            .map(|entry| folder.join(&entry.name))
            .collect();
        // A wish is given up when the hold is there, so whoever takes over is seen at every moment
        // when wishes are read first.
        paths.sort_by_key(|path| {
            path.extension()
                .is_some_and(|e| e == EditLockKind::Held.ending())
        });
        Ok(paths
            .iter()
            .filter_map(|path| found(self.disk(), path))
            .collect())
    }

    /// Where claims on files of this notebook lie.
    ///
    /// # Errors
    /// When the notebook's place cannot be told.
    pub fn edit_locks_folder(&self) -> Result<PathBuf, StoreError> {
        Ok(self.state().join("claims").join(self.id()?))
    }
}

/// Whether somebody has the lock of a file.
fn is_taken(disk: &dyn Disk, path: &Path) -> bool {
    let opened = disk.open(path, OpenMode::reading());
    opened.is_ok_and(|file| matches!(file.try_lock_shared(), Ok(false)))
}

/// The edit lock that a file holds, if somebody has it.
fn found(disk: &dyn Disk, path: &Path) -> Option<FoundLock> {
    let ending = path.extension()?.to_str()?;
    let all = [EditLockKind::Held, EditLockKind::Requested];
    let what = all.into_iter().find(|what| what.ending() == ending)?;
    let said = String::from_utf8(read_whole(disk, path)?).ok()?;
    let mut lines = said.lines();
    let by = Holder {
        pid: lines.next()?.parse().ok()?,
        since: lines.next()?.parse().ok()?,
    };
    let file = lines.next()?.to_owned();
    is_taken(disk, path).then_some(FoundLock { what, file, by })
}
