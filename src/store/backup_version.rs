//! Earlier versions of the notebook's files, in the state folder.
//!
//! What this module promises: before a save replaces a file, what it said is kept, at most one
//! version in five minutes; before a merge, a recovery and a restore always. Versions stay for 30
//! days, the newest twenty longer ([`expiry`](super::expiry)). They are whole files, byte for byte,
//! for their owner alone.

use super::atomic::{self, ExpectedFile, make_folder};
use super::disk::Disk;
use super::durable::Durable;
use super::expiry::expired;
use super::parse::{read_bytes, read_whole};
use super::save::confirmed;
use super::{Store, StoreError};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use std::path::{Path, PathBuf};

/// How much time lies between two versions that saves leave.
const APART: TimeDelta = TimeDelta::minutes(5);

/// How a version's file is called: its moment, and why it was kept.
const NAME: &str = "%Y%m%dT%H%M%S%.3fZ";

/// Why a version was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A save replaced it.
    Save,
    /// What somebody else wrote was merged with ours.
    Merge,
    /// A journal was brought back.
    Recovery,
    /// An earlier version was brought back.
    Restore,
}

impl Why {
    const ALL: [Why; 4] = [Why::Save, Why::Merge, Why::Recovery, Why::Restore];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Why::Save => "save",
            Why::Merge => "merge",
            Why::Recovery => "recovery",
            Why::Restore => "restore",
        }
    }
}

/// A version of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// When it was put aside.
    pub at: DateTime<Utc>,
    /// Why.
    pub why: Why,
    /// The file that has it.
    pub path: PathBuf,
}

/// What came of putting a version aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// Where it is, if it was kept.
    pub version: Option<Backup>,
    /// The system confirmed that it is on the disk itself, or nothing was to be kept.
    pub durable: bool,
}

/// What came of bringing an earlier text back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What the file said until now, if it was there.
    pub aside: Option<Backup>,
    /// The system confirmed that both are on the disk itself.
    pub durable: bool,
}

impl Store {
    /// Puts a version of a file of the notebook aside. Of those that saves leave there is one in
    /// five minutes; the same text is not kept twice in a row.
    ///
    /// # Errors
    /// When the state folder cannot be written.
    pub fn put_aside(&self, file: &Path, bytes: &[u8], why: Why) -> Result<Aside, StoreError> {
        let versions = self.snapshots(file)?;
        let now = self.clock().now();
        // A clock that was set back must not stop it, nor what was kept while it was ahead.
        let near = |one: &&Backup| (now - one.at).abs();
        if let Some(last) = versions.iter().min_by_key(near) {
            if why == Why::Save && near(&last) < APART {
                return Ok(Aside {
                    version: None,
                    durable: true,
                });
            }
            if read_whole(self.disk(), &last.path).as_deref() == Some(bytes) {
                let durable = confirmed(self.disk(), &last.path);
                return Ok(self.aside(last.clone(), why, durable));
            }
        }
        let folder = self.versions(file)?;
        let made = make_folder(self.disk(), &folder)?;
        let mut at = now;
        let (kept, written) = loop {
            let name = format!("{}-{}.toml", at.format(NAME), why.word());
            let path = folder.join(name);
            match atomic::write(self.system(), &path, bytes, ExpectedFile::Private) {
                Ok(written) => break (Backup { at, why, path }, written),
                Err(StoreError::Taken { .. }) => at += TimeDelta::milliseconds(1),
                Err(store_error) => return Err(store_error),
            }
        };
        for old in expired(&versions, now) {
            // One that cannot be removed is tried again the next time.
            let _ = self.disk().remove_file(&old.path);
        }
        Ok(self.aside(kept, why, written.and(made)))
    }

    /// What a save replaces is a version more than was promised, so the folders above it are not
    /// waited for.
    fn aside(&self, version: Backup, why: Why, durable: Durable) -> Aside {
        let placed = match why {
            Why::Save => Durable::Confirmed,
            _ => self.confirm_place(&version.path),
        };
        Aside {
            version: Some(version),
            durable: durable.and(placed).is_confirmed(),
        }
    }

    /// The versions of a file, newest first.
    ///
    /// # Errors
    /// When they cannot be listed.
    pub fn snapshots(&self, file: &Path) -> Result<Vec<Backup>, StoreError> {
        let folder = self.versions(file)?;
        let entries = match self.disk().read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(StoreError::reading(&folder, error)),
        };
        let paths = entries.iter().map(|entry| folder.join(&entry.name));
        let mut versions: Vec<Backup> = paths.filter_map(version).collect();
        versions.sort_by(|one, other| (other.at, &other.path).cmp(&(one.at, &one.path)));
        Ok(versions)
    }

    /// The bytes of a version.
    ///
    /// # Errors
    /// When it is gone or cannot be read.
    pub fn snapshot_bytes(&self, version: &Backup) -> Result<Vec<u8>, StoreError> {
        read_bytes(self.disk(), &version.path)?.ok_or_else(|| StoreError::Missing {
            path: version.path.clone(),
        })
    }

    /// Makes a file what it was in a version; what it says now is put aside first.
    ///
    /// # Errors
    /// When the version cannot be read, or the file not be written; then the file is as it was.
    pub fn bring_back(&self, file: &Path, version: &Backup) -> Result<Restored, StoreError> {
        let bytes = self.snapshot_bytes(version)?;
        let path = atomic::resolve(self.disk(), file)?;
        let _lock = self.lock(file)?;
        let now = read_bytes(self.disk(), &path)?;
        let aside = match &now {
            Some(now) => self.put_aside(file, now, Why::Restore)?,
            None => Aside {
                version: None,
                durable: true,
            },
        };
        let made = match path.parent() {
            Some(folder) => make_folder(self.disk(), folder)?,
            None => Durable::Confirmed,
        };
        let is_the_same = |found: &[u8]| now.as_deref() == Some(found);
        let target = match now {
            Some(_) => ExpectedFile::Known(&is_the_same),
            None => ExpectedFile::New,
        };
        let written = atomic::write(self.system(), &path, &bytes, target)?;
        let durable = written.and(made).and(self.confirm_place(file));
        Ok(Restored {
            aside: aside.version,
            durable: durable.is_confirmed() && aside.durable,
        })
    }

    fn versions(&self, file: &Path) -> Result<PathBuf, StoreError> {
        let folder = self.state().join("snapshots").join(self.id()?);
        Ok(folder.join(self.inside(file)))
    }
}

/// The version that a file holds, by its name.
fn version(path: PathBuf) -> Option<Backup> {
    let name = path.file_name()?.to_str()?.strip_suffix(".toml")?;
    let (at, why) = name.rsplit_once('-')?;
    let at = NaiveDateTime::parse_from_str(at, NAME).ok()?.and_utc();
    let why = Why::ALL.into_iter().find(|known| known.word() == why)?;
    Some(Backup { at, why, path })
}

/// Makes a file readable for its owner alone.
pub(super) fn owner_only(disk: &dyn Disk, path: &Path) -> Result<(), StoreError> {
    let set = disk.set_mode(path, 0o600);
    set.map_err(|error| StoreError::writing(path, error))
}
