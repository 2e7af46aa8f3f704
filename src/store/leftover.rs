//! What a save that was killed left beside its file.
//!
//! What this module promises: such a file is removed only where everything in it is known, that is
//! where it is what the save replaced, what the file or one of its earlier versions says, or what a
//! journal of the file had saved. Anything else is brought to the state folder, where `hallway
//! recover` lists it. What a running hallway is writing is left alone.

use super::atomic::{self, ExpectedFile, TemporaryName, make_folder};
use super::disk::{Disk, DiskFile, FileKind, OpenMode};
use super::durable::Durable;
use super::journal::{PendingJournal, Snapshot};
use super::parse::read_whole;
use super::save::confirmed;
use super::{EVENT, EVENTS, SESSIONS, Store, StoreError, hash};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// A text that a killed save left, and that is nowhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leftover {
    /// What a person calls it by.
    pub id: String,
    /// The file of the notebook that was to say it.
    pub file: PathBuf,
    /// Where it is: in the state folder, or beside the file where that cannot be written.
    pub path: PathBuf,
    /// When it was written, in milliseconds since 1970; 0 where the system does not say.
    pub at: i64,
}

impl Store {
    /// The texts that killed saves left, oldest first. Those that still lie in the notebook are
    /// looked at first: what is known is removed, what is not is brought to the state folder.
    /// `pending` are the journals that wait, which know what was being saved.
    ///
    /// # Errors
    /// When the state folder cannot be read.
    pub fn leftovers(&self, pending: &[PendingJournal]) -> Result<Vec<Leftover>, StoreError> {
        let mut leftovers = Vec::new();
        let events = self.root().join(EVENTS);
        self.sweep(self.root(), self.root(), pending, &mut leftovers);
        // A folder that cannot be read is told where its files are listed.
        for event in self.event_folders().unwrap_or_default() {
            let event = events.join(event);
            let sessions = event.join(SESSIONS);
            self.sweep(&event, &event, pending, &mut leftovers);
            self.sweep(&sessions, &sessions, pending, &mut leftovers);
        }
        self.sweep_folders(&events, pending, &mut leftovers);
        self.gather(&self.leftovers_folder()?, self.root(), &mut leftovers)?;
        leftovers.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
        Ok(leftovers)
    }

    /// The bytes of a stray.
    ///
    /// # Errors
    /// When it is gone or cannot be read.
    pub fn leftover_bytes(&self, leftover: &Leftover) -> Result<Vec<u8>, StoreError> {
        self.disk()
            .read(&leftover.path)
            .map_err(|error| StoreError::reading(&leftover.path, error))
    }

    fn leftovers_folder(&self) -> Result<PathBuf, StoreError> {
        Ok(self.state().join("strays").join(self.id()?))
    }

    /// Looks at what lies in one folder, which is or was to become `home`. `stay` gets what cannot
    /// be brought away.
    fn sweep(
        &self,
        folder: &Path,
        home: &Path,
        pending: &[PendingJournal],
        stay: &mut Vec<Leftover>,
    ) {
        for (name, path) in left_in(self.disk(), folder).unwrap_or_default() {
            if self.disk().is_file(&path) {
                let file = home.join(&name.target);
                let own = path.file_name().unwrap_or_default().to_owned();
                self.sweep_file((&name, Path::new(&own)), &path, &file, pending, stay);
            }
        }
    }

    /// Looks at one file. `name` is what it is called in the state folder, and what that says.
    fn sweep_file(
        &self,
        (name, own): (&TemporaryName, &Path),
        path: &Path,
        file: &Path,
        pending: &[PendingJournal],
        stay: &mut Vec<Leftover>,
    ) {
        let Some(_lock) = abandoned(self.disk(), path) else {
            return;
        };
        // An editor that had the file open goes on writing there.
        if self.disk().is_being_written(path) == Some(true) {
            return;
        }
        let Some(bytes) = read_whole(self.disk(), path) else {
            return;
        };
        let is_known = name.replaces(&hash(&bytes)) || self.is_known(file, &bytes, pending);
        let is_safe = match is_known {
            // Whoever left it may have been killed before what it wrote was on disk.
            true => self.is_on_disk(file, pending),
            false => match self.set_aside(file, own, &bytes) {
                Ok(durable) => durable.is_confirmed(),
                Err(store_error) => {
                    tracing::warn!(%store_error, "what a killed save left stays where it is");
                    stay.push(leftover(
                        self.disk(),
                        name,
                        file.to_owned(),
                        path.to_owned(),
                    ));
                    return;
                }
            },
        };
        // One that stays is looked at again the next time.
        if is_safe {
            let _ = self.disk().remove_file(path);
        }
    }

    /// Looks at the folders of events that somebody was killed in making.
    fn sweep_folders(&self, events: &Path, pending: &[PendingJournal], stay: &mut Vec<Leftover>) {
        for (name, folder) in left_in(self.disk(), events).unwrap_or_default() {
            if !self.disk().is_dir(&folder) {
                continue;
            }
            let Some(_lock) = abandoned(self.disk(), &folder) else {
                continue;
            };
            let home = events.join(&name.target);
            let (path, file) = (folder.join(EVENT), home.join(EVENT));
            if self.disk().is_file(&path) {
                let (name, own) = name.with_target(EVENT);
                self.sweep_file((&name, Path::new(&own)), &path, &file, pending, stay);
            }
            // Removes an empty folder only.
            let _ = self.disk().remove_dir(&folder);
        }
    }

    /// Whether everything in a text is somewhere else as well.
    fn is_known(&self, file: &Path, bytes: &[u8], pending: &[PendingJournal]) -> bool {
        let in_file = read_whole(self.disk(), file).is_some_and(|now| contains(&now, bytes));
        let in_journal = || {
            let mut own = self.journals_of(file, pending);
            own.any(|one| is_saved_by(one, bytes))
        };
        let in_versions = || {
            let versions = self.snapshots(file).unwrap_or_default();
            let mut texts = versions
                .iter()
                .filter_map(|one| read_whole(self.disk(), &one.path));
            texts.any(|text| contains(&text, bytes))
        };
        in_file || in_journal() || in_versions()
    }

    /// Whether a file, or without one its journals, is on the disk itself.
    fn is_on_disk(&self, file: &Path, pending: &[PendingJournal]) -> bool {
        match self.disk().is_file(file) {
            true => confirmed(self.disk(), file).is_confirmed(),
            false => self
                .journals_of(file, pending)
                .all(PendingJournal::is_synced),
        }
    }

    fn journals_of<'a>(
        &self,
        file: &Path,
        pending: &'a [PendingJournal],
    ) -> impl Iterator<Item = &'a PendingJournal> {
        let inside = self.inside(file);
        pending.iter().filter(move |one| one.header.file == inside)
    }

    fn set_aside(&self, file: &Path, name: &Path, bytes: &[u8]) -> Result<Durable, StoreError> {
        let folder = self.leftovers_folder()?.join(self.inside(file));
        let folder = folder.parent().unwrap_or(&folder);
        let made = make_folder(self.disk(), folder)?;
        let kept = folder.join(name);
        let written = match atomic::write(self.system(), &kept, bytes, ExpectedFile::Private) {
            Ok(written) => written,
            // It was brought here by somebody who was killed before it was removed there.
            Err(StoreError::Taken { .. })
                if read_whole(self.disk(), &kept).as_deref() == Some(bytes) =>
            {
                confirmed(self.disk(), &kept)
            }
            Err(store_error) => return Err(store_error),
        };
        Ok(written.and(made).and(self.confirm_place(&kept)))
    }

    /// The strays in a folder of the state folder and those below; `beside` is the notebook's
    /// folder that it stands for.
    fn gather(
        &self,
        folder: &Path,
        beside: &Path,
        into: &mut Vec<Leftover>,
    ) -> Result<(), StoreError> {
        for (name, path) in left_in(self.disk(), folder)? {
            into.push(leftover(
                self.disk(),
                &name,
                beside.join(&name.target),
                path,
            ));
        }
        let entries = match self.disk().read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(StoreError::reading(folder, error)),
        };
        for entry in entries {
            if entry.kind == FileKind::Dir {
                self.gather(&folder.join(&entry.name), &beside.join(&entry.name), into)?;
            }
        }
        Ok(())
    }
}

fn leftover(disk: &dyn Disk, name: &TemporaryName, file: PathBuf, path: PathBuf) -> Leftover {
    let written = disk.metadata(&path).ok().and_then(|meta| meta.modified);
    let since = written.and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    Leftover {
        id: name.random.clone(),
        file,
        at: since.map_or(0, |since| since.as_millis() as i64),
        path,
    }
}

/// What writes left in a folder; nothing where there is no such folder.
fn left_in(disk: &dyn Disk, folder: &Path) -> Result<Vec<(TemporaryName, PathBuf)>, StoreError> {
    let names = match disk.read_hidden(folder) {
        Ok(names) => names,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::reading(folder, error)),
    };
    let left = names
        .iter()
        .filter_map(|name| Some((TemporaryName::of(name)?, folder.join(name))));
    Ok(left.collect())
}

/// The lock of a file whose writer is gone; nothing while that lives, or where the system cannot
/// tell.
fn abandoned(disk: &dyn Disk, path: &Path) -> Option<Box<dyn DiskFile>> {
    let file = disk.open(path, OpenMode::reading()).ok()?;
    file.try_lock().ok()?.then_some(file)
}

/// Whether every line of `part` begins a line of `whole`, in the same order: then nothing is lost
/// with `part`, also when it was cut in the middle.
fn contains(whole: &[u8], part: &[u8]) -> bool {
    let mut whole = whole.split(|byte| *byte == b'\n');
    let mut lines = part.split(|byte| *byte == b'\n');
    lines.all(|line| line.is_empty() || whole.any(|one| one.starts_with(line)))
}

/// Whether a journal says that this text was being saved.
fn is_saved_by(pending: &PendingJournal, bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let content = &pending.content;
    let snapshot = Snapshot::parse(pending.header.kind(), text);
    snapshot
        .is_some_and(|snapshot| content.snapshot == snapshot || content.saving.contains(&snapshot))
}

#[cfg(test)]
mod tests {
    use super::contains;

    #[test]
    fn a_cut_or_shorter_text_is_contained() {
        let whole = b"a = 1\nnotes = '''\nfirst and more\nsecond\n'''\n";
        for part in [
            "",
            "a = 1\nno",
            "a = 1\nnotes = '''\nfirst\n'''\n",
            "second\n",
        ] {
            assert!(contains(whole, part.as_bytes()), "{part}");
        }
        for part in ["b", "second\nfirst\n", "first and less"] {
            assert!(!contains(whole, part.as_bytes()), "{part}");
        }
    }
}
