//! Earlier versions of the notebook's files, in the state folder.
//!
//! What this module promises: before a save replaces a file, what it said is kept, at most one version in five minutes; before a merge, a
//! recovery and a restore always. Versions stay for 30 days, the newest twenty longer ([`expiry`](super::expiry)). They are whole files, byte for byte, for
//! their owner alone.

use super::atomic::{self, Target, make_folder};
use super::disk::Disk;
use super::expiry::expired;
use super::parse::{read_bytes, read_whole};
use super::{Store, Trouble};
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
pub struct Snapshot {
    /// When it was put aside.
    pub at: DateTime<Utc>,
    /// Why.
    pub why: Why,
    /// The file that has it.
    pub path: PathBuf,
}

impl Store {
    /// Puts a version of a file of the notebook aside. Of those that saves leave there is one in five minutes; the same text is not kept twice
    /// in a row. Returns where it is, if it was kept.
    ///
    /// # Errors
    /// When the state folder cannot be written.
    pub fn put_aside(
        &self,
        file: &Path,
        bytes: &[u8],
        why: Why,
    ) -> Result<Option<Snapshot>, Trouble> {
        let versions = self.snapshots(file)?;
        let now = self.clock().now();
        // A clock that was set back must not stop it, nor what was kept while it was ahead.
        let near = |one: &&Snapshot| (now - one.at).abs();
        if let Some(last) = versions.iter().min_by_key(near) {
            if why == Why::Save && near(&last) < APART {
                return Ok(None);
            }
            if read_whole(self.disk(), &last.path).as_deref() == Some(bytes) {
                return Ok(Some(last.clone()));
            }
        }
        let folder = self.versions(file)?;
        make_folder(self.disk(), &folder)?;
        let mut at = now;
        let kept = loop {
            let name = format!("{}-{}.toml", at.format(NAME), why.word());
            let path = folder.join(name);
            match atomic::write(self.system(), &path, bytes, Target::Private) {
                Ok(_) => break Snapshot { at, why, path },
                Err(Trouble::Taken { .. }) => at += TimeDelta::milliseconds(1),
                Err(trouble) => return Err(trouble),
            }
        };
        for old in expired(&versions, now) {
            // One that cannot be removed is tried again the next time.
            let _ = self.disk().remove_file(&old.path);
        }
        Ok(Some(kept))
    }

    /// The versions of a file, newest first.
    ///
    /// # Errors
    /// When they cannot be listed.
    pub fn snapshots(&self, file: &Path) -> Result<Vec<Snapshot>, Trouble> {
        let folder = self.versions(file)?;
        let entries = match self.disk().read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(Trouble::reading(&folder, error)),
        };
        let paths = entries.iter().map(|entry| folder.join(&entry.name));
        let mut versions: Vec<Snapshot> = paths.filter_map(version).collect();
        versions.sort_by(|one, other| (other.at, &other.path).cmp(&(one.at, &one.path)));
        Ok(versions)
    }

    /// The bytes of a version.
    ///
    /// # Errors
    /// When it is gone or cannot be read.
    pub fn snapshot_bytes(&self, version: &Snapshot) -> Result<Vec<u8>, Trouble> {
        read_bytes(self.disk(), &version.path)?.ok_or_else(|| Trouble::Missing {
            path: version.path.clone(),
        })
    }

    /// Makes a file what it was in a version; what it says now is put aside first. Returns that one, if there was a file.
    ///
    /// # Errors
    /// When the version cannot be read, or the file not be written; then the file is as it was.
    pub fn bring_back(&self, file: &Path, version: &Snapshot) -> Result<Option<Snapshot>, Trouble> {
        let bytes = self.snapshot_bytes(version)?;
        let path = atomic::resolve(self.disk(), file)?;
        let _lock = self.lock(file)?;
        let now = read_bytes(self.disk(), &path)?;
        let aside = match &now {
            Some(now) => self.put_aside(file, now, Why::Restore)?,
            None => None,
        };
        if let Some(folder) = path.parent() {
            make_folder(self.disk(), folder)?;
        }
        let is_the_same = |found: &[u8]| now.as_deref() == Some(found);
        let target = match now {
            Some(_) => Target::Known(&is_the_same),
            None => Target::New,
        };
        atomic::write(self.system(), &path, &bytes, target)?;
        Ok(aside)
    }

    fn versions(&self, file: &Path) -> Result<PathBuf, Trouble> {
        let folder = self.state().join("snapshots").join(self.id()?);
        Ok(folder.join(self.inside(file)))
    }
}

/// The version that a file holds, by its name.
fn version(path: PathBuf) -> Option<Snapshot> {
    let name = path.file_name()?.to_str()?.strip_suffix(".toml")?;
    let (at, why) = name.rsplit_once('-')?;
    let at = NaiveDateTime::parse_from_str(at, NAME).ok()?.and_utc();
    let why = Why::ALL.into_iter().find(|known| known.word() == why)?;
    Some(Snapshot { at, why, path })
}

/// Makes a file readable for its owner alone.
pub(super) fn owner_only(disk: &dyn Disk, path: &Path) -> Result<(), Trouble> {
    let set = disk.set_mode(path, 0o600);
    set.map_err(|error| Trouble::writing(path, error))
}
