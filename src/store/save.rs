//! Saving a loaded file: compare, merge, write whole.

use super::ancestor::nearest;
use super::atomic::{self, Progress, Put, Target, Unnoted, resolve};
use super::disk::{Disk, Open};
use super::document::{Document, Loaded, decode_text};
use super::durable::Durable;
use super::journal::{JournalKey, Paper, SaveNotes};
use super::late::Lates;
use super::load::empty;
use super::merge::{Clash, Same, merge};
use super::parse::Text;
use super::reader::Reader;
use super::render::{fresh, render};
use super::snapshot::Why;
use super::style;
use super::system::System;
use super::trouble::Trouble;
use super::value::{Table, Value};
use super::watch::{PATIENCE, read_settled};
use super::{Store, lock};
use std::path::{Path, PathBuf};

/// How often a save starts again because somebody who takes no locks wrote in between.
const ATTEMPTS: usize = 8;

/// What a save did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The file was written; otherwise it said everything already.
    pub written: bool,
    /// Somebody else had changed the file, and their changes are now in the loaded value, too.
    pub merged: bool,
    /// Single values that both had set; theirs are in the file.
    pub clashed: Vec<Clashed>,
    /// Where the whole of ours is kept when something clashed.
    pub kept: Option<PathBuf>,
    /// The system confirmed that it is on the disk itself; otherwise "saved, durability not
    /// confirmed".
    pub durable: bool,
}

/// A single value that two writers set at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clashed {
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
    pub text: Text,
    pub wanted: T,
    pub plain: String,
    merged: bool,
    clashes: Vec<Clash>,
}

impl Store {
    /// Brings the file up to date with the loaded value, and the value with what somebody else wrote meanwhile. When this returns, the text is
    /// on disk. On a trouble the file is as it was and the value untouched.
    pub fn save<T: Document>(&self, loaded: &mut Loaded<T>) -> Result<Outcome, Trouble> {
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
        paper: &Paper,
        loaded: &mut Loaded<T>,
    ) -> Result<Outcome, Trouble> {
        self.save_noted(loaded, &SaveNotes::of(self, key, paper)?)
    }

    pub(super) fn save_noted<T: Document>(
        &self,
        loaded: &mut Loaded<T>,
        progress: &dyn Progress,
    ) -> Result<Outcome, Trouble> {
        self.still_there(loaded)?;
        self.allow(loaded)?;
        self.save_allowed(loaded, progress)
    }

    /// Whether the notebook may say what the loaded value says.
    ///
    /// # Errors
    /// [`Trouble::Private`] where the link book would get a private person.
    pub fn allow<T: Document>(&self, loaded: &Loaded<T>) -> Result<(), Trouble> {
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
    ) -> Result<Outcome, Trouble> {
        let prepared = self.prepare()?;
        let path = resolve(self.disk(), &loaded.path)?;
        let _lock = self.lock(&loaded.path)?;
        let mut late = Lates::default();
        for _ in 0..ATTEMPTS {
            let attempt = self.attempt(loaded, &path)?;
            // First, so that what fails here has changed nothing.
            let (kept, backed_up) = match attempt.clashes.is_empty() {
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
                    Err(Trouble::Changed { .. } | Trouble::Taken { .. }) => continue,
                    Err(Trouble::Overtaken { .. }) => {
                        self.was_overtaken(loaded, attempt, &path)?;
                        continue;
                    }
                    Err(trouble) => return Err(trouble),
                },
            };
            let (kept, backed_up) = match late.kept.take() {
                Some((path, durable)) => (Some(path), backed_up.and(durable)),
                None => (kept, backed_up),
            };
            let durable = durable.and(prepared).and(backed_up);
            let durable = durable.and(self.confirm_place(&loaded.path));
            self.keep_old(loaded, &attempt, unchanged);
            late.remove(self.disk());
            loaded.text = Some(Text {
                plain: attempt.plain,
                ..attempt.text
            });
            loaded.value = attempt.wanted;
            loaded.attempts.clear();
            return Ok(Outcome {
                written: !unchanged,
                merged: attempt.merged || !late.left.is_empty(),
                clashed: late
                    .clashes
                    .into_iter()
                    .chain(attempt.clashes)
                    .map(clashed)
                    .collect(),
                kept,
                durable: durable.is_confirmed(),
            });
        }
        Err(Trouble::Busy { path })
    }

    /// Saves the loaded value as a new file, where the old one was removed.
    ///
    /// # Errors
    /// As [`Store::save`].
    pub fn save_again<T: Document>(&self, loaded: &mut Loaded<T>) -> Result<Outcome, Trouble> {
        self.save_anew(loaded, &Unnoted)
    }

    /// The same, and its save is noted as by [`Store::save_as`].
    ///
    /// # Errors
    /// The same.
    pub fn save_again_as<T: Document>(
        &self,
        key: JournalKey<'_>,
        paper: &Paper,
        loaded: &mut Loaded<T>,
    ) -> Result<Outcome, Trouble> {
        self.save_anew(loaded, &SaveNotes::of(self, key, paper)?)
    }

    fn save_anew<T: Document>(
        &self,
        loaded: &mut Loaded<T>,
        progress: &dyn Progress,
    ) -> Result<Outcome, Trouble> {
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
    fn still_there<T>(&self, loaded: &Loaded<T>) -> Result<(), Trouble> {
        match loaded.text.is_none() || self.exists() {
            true => Ok(()),
            false => Err(Trouble::Away {
                path: self.root().to_owned(),
            }),
        }
    }

    fn attempt<T: Document>(&self, loaded: &Loaded<T>, path: &Path) -> Result<Attempt<T>, Trouble> {
        let bytes = read_settled(self.system(), path, loaded.text.as_ref(), PATIENCE)?;
        let Some(found) = &bytes else {
            if loaded.text.is_some() {
                return Err(Trouble::Gone {
                    path: loaded.path.clone(),
                });
            }
            return Ok(Attempt {
                bytes: None,
                text: Text::default(),
                wanted: loaded.value.clone(),
                plain: fresh(&loaded.path, &loaded.value)?,
                merged: false,
                clashes: Vec::new(),
            });
        };
        let text = Text::decode(&loaded.path, found)?;
        let theirs = decode_text::<T>(&loaded.path, &text)?.encode();
        let (mut wanted, mut merged, mut clashes) = (loaded.value.clone(), false, Vec::new());
        if loaded.text.as_ref() != Some(&text) {
            let base = ancestor(loaded, &theirs)?;
            merged = base != theirs;
            let all = merge(Same::Twice, &base, &wanted.encode(), &theirs);
            wanted = T::decode(Reader(&all.table)).map_err(|wrong| Trouble::Unsound {
                path: loaded.path.clone(),
                key: wrong.key(),
            })?;
            clashes = all.clashes;
        }
        Ok(Attempt {
            plain: render(&loaded.path, &text.plain, &theirs, &wanted)?,
            bytes,
            text,
            wanted,
            merged,
            clashes,
        })
    }

    /// The lock for one file of this notebook.
    pub(super) fn lock(&self, path: &Path) -> Result<lock::Lock, Trouble> {
        let inside = path.strip_prefix(self.root()).unwrap_or(path);
        let key = format!("{}\n{}", self.id()?, inside.display());
        lock::lock(self.system(), &self.state().join("locks"), &key, path)
    }

    /// Keeps what a save replaced, and what others replaced of ours. That it could not be kept is no reason to call a save that was done undone.
    pub(super) fn keep_old<T>(&self, loaded: &Loaded<T>, attempt: &Attempt<T>, unchanged: bool) {
        if attempt.merged {
            self.keep_known(loaded);
        }
        let why = match attempt.merged {
            true => Why::Merge,
            false => Why::Save,
        };
        if let Some(old) = attempt.bytes.as_ref().filter(|_| !unchanged)
            && let Err(trouble) = self.put_aside(&loaded.path, old, why)
        {
            tracing::warn!(%trouble, "a version was not kept");
        }
    }

    /// Keeps what the file said as far as it was known, before what others made of it is believed: they may have written over what hallway wrote last
    /// without having read it.
    pub(super) fn keep_known<T>(&self, loaded: &Loaded<T>) {
        if let Some(text) = &loaded.text
            && let Err(trouble) =
                self.put_aside(&loaded.path, &text.encode(&text.plain), Why::Merge)
        {
            tracing::warn!(%trouble, "a version was not kept");
        }
    }

    pub(super) fn keep_ours<T: Document>(
        &self,
        loaded: &Loaded<T>,
    ) -> Result<(Option<PathBuf>, Durable), Trouble> {
        let text = fresh(&loaded.path, &loaded.value)?;
        match self.backup(&loaded.path, text.as_bytes()) {
            Ok(path) => Ok((Some(path), Durable::Confirmed)),
            Err(Trouble::Unconfirmed { path }) => Ok((Some(path), Durable::Unknown)),
            Err(trouble) => Err(trouble),
        }
    }
}

/// What the file that says `theirs` now was made from: what it said when it was loaded, or a save of ours whose answer never came.
fn ancestor<T: Document>(loaded: &Loaded<T>, theirs: &Table) -> Result<Table, Trouble> {
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

/// Brings to the disk itself what the file says already: the save that wrote it may not have been confirmed, and others confirm nothing.
pub(super) fn confirmed(disk: &dyn Disk, path: &Path) -> Durable {
    let file = disk.open(path, Open::reading());
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
) -> Result<Put, Trouble> {
    let bytes = attempt.text.encode(&attempt.plain);
    let is_the_same = |found: &[u8]| attempt.bytes.as_deref() == Some(found);
    let target = match attempt.bytes {
        Some(_) => Target::Known(&is_the_same),
        None => Target::New,
    };
    atomic::put(system, path, &bytes, target, progress)
}

/// A clash as it is told.
pub(super) fn clashed(clash: Clash) -> Clashed {
    let written = |value: Option<Value>| value.map(|value| style::value(&value).to_string());
    Clashed {
        key: clash.key,
        ours: written(clash.ours),
        theirs: written(clash.theirs),
    }
}
