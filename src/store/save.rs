//! Saving a loaded file: compare, merge, write whole.

use super::ancestor::nearest;
use super::atomic::{self, ExpectedFile, Progress, Put, Unnoted, resolve};
use super::backup_version::Why;
use super::disk::{Disk, OpenMode};
use super::document::{Document, Loaded, decode_text};
use super::durable::Durable;
use super::error::StoreError;
use super::journal::{JournalKey, SaveNotes, Snapshot};
use super::late::LateWrites;
use super::load::empty;
use super::merge::{MergeConflict, Same, merge};
use super::parse::SourceText;
use super::reader::TableReader;
use super::render::{fresh, render};
use super::style;
use super::system::System;
use super::value::{Table, Value};
use super::watch::{PATIENCE, read_stable};
use super::{Store, lock};
use std::path::{Path, PathBuf};

/// How often a save starts again because somebody who takes no locks wrote in between.
const ATTEMPTS: usize = 8;

/// What a save did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveOutcome {
    /// The file was written; otherwise it said everything already.
    pub written: bool,
    /// Somebody else had changed the file, and their changes are now in the loaded value, too.
    pub merged: bool,
    /// Single values that both had set; theirs are in the file.
    pub conflicts: Vec<FieldConflict>,
    /// Where the whole of ours is kept when something clashed.
    pub backup: Option<PathBuf>,
    /// The system confirmed that it is on the disk itself; otherwise "saved, durability not
    /// confirmed".
    pub durable: bool,
}

/// A single value that two writers set at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldConflict {
    /// Its key.
    pub key: String,
    /// What was to be saved, as TOML.
    pub ours: Option<String>,
    /// What the file says, as TOML.
    pub theirs: Option<String>,
}

/// The file as it is now, and what came of our changes in it.
pub(super) struct Attempt<T> {
    pub bytes: Option<Vec<u8>>,
    pub text: SourceText,
    pub wanted: T,
    pub plain: String,
    merged: bool,
    conflicts: Vec<MergeConflict>,
}

impl Store {
    /// Brings the file up to date with the loaded value, and the value with what somebody else
    /// wrote meanwhile. When this returns, the text is on disk. On a trouble the file is as it
    /// was and the value untouched.
    pub fn save<T: Document>(&self, loaded: &mut Loaded<T>) -> Result<SaveOutcome, StoreError> {
        self.save_noted(loaded, &Unnoted)
    }

    /// The same for a document that is journaled under a key: how far the save of `paper`, which
    /// is what the loaded value says, has come is noted beside the journal.
    ///
    /// # Errors
    /// The same, and when the note cannot be written.
    pub fn save_as<T: Document>(
        &self,
        key: JournalKey<'_>,
        snapshot: &Snapshot,
        loaded: &mut Loaded<T>,
    ) -> Result<SaveOutcome, StoreError> {
        self.save_noted(loaded, &SaveNotes::of(self, key, snapshot)?)
    }

    pub(super) fn save_noted<T: Document>(
        &self,
        loaded: &mut Loaded<T>,
        progress: &dyn Progress,
    ) -> Result<SaveOutcome, StoreError> {
        self.still_there(loaded)?;
        self.allow(loaded)?;
        self.save_allowed(loaded, progress)
    }

    /// Whether the notebook may say what the loaded value says.
    ///
    /// # Errors
    /// [`StoreError::Private`] where the link book would get a private person.
    pub fn allow<T: Document>(&self, loaded: &Loaded<T>) -> Result<(), StoreError> {
        let old: T = match &loaded.text {
            Some(text) => decode_text(&loaded.path, text)?,
            None => empty(&loaded.path)?,
        };
        loaded.value.is_allowed(&old, self)
    }

    fn save_allowed<T: Document>(
        &self,
        loaded: &mut Loaded<T>,
        progress: &dyn Progress,
    ) -> Result<SaveOutcome, StoreError> {
        let prepared = self.prepare()?;
        let path = resolve(self.disk(), &loaded.path)?;
        let _lock = self.lock(&loaded.path)?;
        let mut late = LateWrites::default();
        for _ in 0..ATTEMPTS {
            let attempt = self.attempt(loaded, &path)?;
            // First, so that what fails here has changed nothing.
            let (kept, backed_up) = match attempt.conflicts.is_empty() {
                true => (None, Durable::Confirmed),
                false => self.keep_ours(loaded)?,
            };
            let unchanged = attempt.bytes.is_some() && attempt.plain == attempt.text.plain;
            let durable = match unchanged {
                true => {
                    let durable = confirmed(self.disk(), &path);
                    progress.done();
                    durable
                }
                false => match put(self.system(), &path, &attempt, progress) {
                    Ok(Put::Done(durable)) => durable,
                    Ok(Put::Late(theirs)) => {
                        self.take_late(loaded, attempt, &path, theirs, &mut late)?;
                        continue;
                    }
                    Err(StoreError::Changed { .. } | StoreError::Taken { .. }) => continue,
                    Err(StoreError::Overtaken { .. }) => {
                        self.was_overtaken(loaded, attempt, &path)?;
                        continue;
                    }
                    Err(store_error) => return Err(store_error),
                },
            };
            let (kept, backed_up) = match late.backup.take() {
                Some((path, durable)) => (Some(path), backed_up.and(durable)),
                None => (kept, backed_up),
            };
            let durable = durable.and(prepared).and(backed_up);
            let durable = durable.and(self.confirm_place(&loaded.path));
            self.keep_old(loaded, &attempt, unchanged);
            late.remove(self.disk());
            loaded.text = Some(SourceText {
                plain: attempt.plain,
                ..attempt.text
            });
            loaded.value = attempt.wanted;
            loaded.attempts.clear();
            return Ok(SaveOutcome {
                written: !unchanged,
                merged: attempt.merged || !late.left.is_empty(),
                conflicts: late
                    .conflicts
                    .into_iter()
                    .chain(attempt.conflicts)
                    .map(field_conflict)
                    .collect(),
                backup: kept,
                durable: durable.is_confirmed(),
            });
        }
        Err(StoreError::Busy { path })
    }

    /// Saves the loaded value as a new file, where the old one was removed.
    ///
    /// # Errors
    /// As [`Store::save`].
    pub fn save_again<T: Document>(
        &self,
        loaded: &mut Loaded<T>,
    ) -> Result<SaveOutcome, StoreError> {
        self.save_anew(loaded, &Unnoted)
    }

    /// The same, and its save is noted as by [`Store::save_as`].
    ///
    /// # Errors
    /// The same.
    pub fn save_again_as<T: Document>(
        &self,
        key: JournalKey<'_>,
        snapshot: &Snapshot,
        loaded: &mut Loaded<T>,
    ) -> Result<SaveOutcome, StoreError> {
        self.save_anew(loaded, &SaveNotes::of(self, key, snapshot)?)
    }

    fn save_anew<T: Document>(
        &self,
        loaded: &mut Loaded<T>,
        progress: &dyn Progress,
    ) -> Result<SaveOutcome, StoreError> {
        self.still_there(loaded)?;
        self.allow(loaded)?;
        let made = match loaded.path.parent() {
            Some(folder) => atomic::make_folder(self.disk(), folder)?,
            None => Durable::Confirmed,
        };
        let old = loaded.text.take();
        let mut saved = self.save_allowed(loaded, progress);
        match &mut saved {
            Ok(saved) => saved.durable &= made.is_confirmed(),
            Err(_) => loaded.text = old,
        }
        saved
    }

    /// A notebook that was moved or removed as a whole must not be made once more where it was.
    fn still_there<T>(&self, loaded: &Loaded<T>) -> Result<(), StoreError> {
        match loaded.text.is_none() || self.exists() {
            true => Ok(()),
            false => Err(StoreError::Unmounted {
                path: self.root().to_owned(),
            }),
        }
    }

    fn attempt<T: Document>(
        &self,
        loaded: &Loaded<T>,
        path: &Path,
    ) -> Result<Attempt<T>, StoreError> {
        let bytes = read_stable(self.system(), path, loaded.text.as_ref(), PATIENCE)?;
        let Some(found) = &bytes else {
            if loaded.text.is_some() {
                return Err(StoreError::Deleted {
                    path: loaded.path.clone(),
                });
            }
            return Ok(Attempt {
                bytes: None,
                text: SourceText::default(),
                wanted: loaded.value.clone(),
                plain: fresh(&loaded.path, &loaded.value)?,
                merged: false,
                conflicts: Vec::new(),
            });
        };
        let text = SourceText::decode(&loaded.path, found)?;
        let theirs = decode_text::<T>(&loaded.path, &text)?.encode();
        let (mut wanted, mut merged, mut conflicts) = (loaded.value.clone(), false, Vec::new());
        if loaded.text.as_ref() != Some(&text) {
            let base = ancestor(loaded, &theirs)?;
            merged = base != theirs;
            let all = merge(Same::Twice, &base, &wanted.encode(), &theirs);
            wanted = T::decode(TableReader(&all.table)).map_err(|wrong| StoreError::Unsound {
                path: loaded.path.clone(),
                key: wrong.key(),
            })?;
            conflicts = all.conflicts;
        }
        Ok(Attempt {
            plain: render(&loaded.path, &text.plain, &theirs, &wanted)?,
            bytes,
            text,
            wanted,
            merged,
            conflicts,
        })
    }

    /// The lock for one file of this notebook.
    pub(super) fn lock(&self, path: &Path) -> Result<lock::Lock, StoreError> {
        let inside = path.strip_prefix(self.root()).unwrap_or(path);
        let key = format!("{}\n{}", self.id()?, inside.display());
        lock::lock(self.system(), &self.state().join("locks"), &key, path)
    }

    /// Keeps what a save replaced, and what others replaced of ours. That it could not be kept is
    /// no reason to call a save that was done undone.
    pub(super) fn keep_old<T>(&self, loaded: &Loaded<T>, attempt: &Attempt<T>, unchanged: bool) {
        if attempt.merged {
            self.keep_known(loaded);
        }
        let why = match attempt.merged {
            true => Why::Merge,
            false => Why::Save,
        };
        if let Some(old) = attempt.bytes.as_ref().filter(|_| !unchanged)
            && let Err(store_error) = self.put_aside(&loaded.path, old, why)
        {
            tracing::warn!(%store_error, "a version was not kept");
        }
    }

    /// Keeps what the file said as far as it was known, before what others made of it is believed:
    /// they may have written over what hallway wrote last without having read it.
    pub(super) fn keep_known<T>(&self, loaded: &Loaded<T>) {
        if let Some(text) = &loaded.text
            && let Err(store_error) =
                self.put_aside(&loaded.path, &text.encode(&text.plain), Why::Merge)
        {
            tracing::warn!(%store_error, "a version was not kept");
        }
    }

    pub(super) fn keep_ours<T: Document>(
        &self,
        loaded: &Loaded<T>,
    ) -> Result<(Option<PathBuf>, Durable), StoreError> {
        let text = fresh(&loaded.path, &loaded.value)?;
        match self.backup(&loaded.path, text.as_bytes()) {
            Ok(path) => Ok((Some(path), Durable::Confirmed)),
            Err(StoreError::Unconfirmed { path }) => Ok((Some(path), Durable::Unknown)),
            Err(store_error) => Err(store_error),
        }
    }
}

/// What the file that says `theirs` now was made from: what it said when it was loaded, or a save
/// of ours whose answer never came.
fn ancestor<T: Document>(loaded: &Loaded<T>, theirs: &Table) -> Result<Table, StoreError> {
    let known: T = match &loaded.text {
        Some(text) => decode_text(&loaded.path, text)?,
        None => empty(&loaded.path)?,
    };
    if loaded.attempts.is_empty() {
        return Ok(known.encode());
    }
    let all = std::iter::once(&known).chain(&loaded.attempts);
    let mut all: Vec<Table> = all.map(Document::encode).collect();
    Ok(all.swap_remove(nearest(&all, theirs)))
}

/// Brings to the disk itself what the file says already: the save that wrote it may not have been
/// confirmed, and others confirm nothing.
pub(super) fn confirmed(disk: &dyn Disk, path: &Path) -> Durable {
    let file = disk.open(path, OpenMode::reading());
    let file = file.and_then(|file| file.sync_all());
    let folder = path.parent();
    let folder = folder.map_or(Ok(()), |folder| atomic::sync_folder(disk, folder));
    Durable::of(&file.and(folder))
}

fn put<T>(
    system: &System,
    path: &Path,
    attempt: &Attempt<T>,
    progress: &dyn Progress,
) -> Result<Put, StoreError> {
    let bytes = attempt.text.encode(&attempt.plain);
    let is_the_same = |found: &[u8]| attempt.bytes.as_deref() == Some(found);
    let target = match attempt.bytes {
        Some(_) => ExpectedFile::Known(&is_the_same),
        None => ExpectedFile::New,
    };
    atomic::put(system, path, &bytes, target, progress)
}

/// A clash as it is told.
pub(super) fn field_conflict(conflict: MergeConflict) -> FieldConflict {
    let written = |value: Option<Value>| value.map(|value| style::value(&value).to_string());
    FieldConflict {
        key: conflict.key,
        ours: written(conflict.ours),
        theirs: written(conflict.theirs),
    }
}
