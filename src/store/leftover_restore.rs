//! Putting what a killed save left into its file after all, or away.

use super::backup_version::{Aside, Restored, Why};
use super::document::{Document, Loaded, decode_text};
use super::durable::Durable;
use super::kind::DocumentKind;
use super::leftover::Leftover;
use super::load::load;
use super::merge::{Same, common, merge};
use super::parse::{SourceText, read_whole};
use super::reader::TableReader;
use super::{Store, StoreError, atomic};
use crate::model::event::Event;
use crate::model::notebook::Notebook;
use crate::model::programme::Programme;
use crate::model::session::Session;
use crate::store::LinkBook;
use std::path::{Path, PathBuf};

impl Store {
    /// Merges a stray into its file; where there is no file, or one that cannot be read, it becomes
    /// what the file says. What the file said is put aside before, and the stray goes when both
    /// are on the disk itself.
    ///
    /// # Errors
    /// When the stray itself was cut and cannot be read, when git left a merge unfinished in the
    /// file or a later hallway wrote it, or when the system does not let us. Then the stray
    /// stays, and the file is as it was.
    pub fn restore_leftover(&self, leftover: &Leftover) -> Result<Restored, StoreError> {
        let restored = self.bring_in(leftover)?;
        if restored.durable {
            // One that comes back when the power goes is known.
            let _ = self.remove_leftover(leftover)?;
        }
        Ok(restored)
    }

    /// Merges a text into its file, and leaves it where it is.
    pub(super) fn bring_in(&self, leftover: &Leftover) -> Result<Restored, StoreError> {
        match self.kind(&leftover.file) {
            Some(DocumentKind::Notebook) => self.bring_as::<Notebook>(leftover),
            Some(DocumentKind::Links) => self.bring_as::<LinkBook>(leftover),
            Some(DocumentKind::Event) => self.bring_as::<Event>(leftover),
            Some(DocumentKind::Session) => self.bring_as::<Session>(leftover),
            Some(DocumentKind::Programme) => self.bring_as::<Programme>(leftover),
            None => Err(StoreError::UnsafeName {
                name: leftover.file.display().to_string(),
            }),
        }
    }

    /// Removes a stray; what it says is put aside as a version of its file. Returns where, and
    /// whether the stray is known to be gone from the disk itself.
    ///
    /// # Errors
    /// When it cannot be read, or the version cannot be kept or is not known to be on the disk
    /// itself; then it stays.
    pub fn drop_leftover(&self, leftover: &Leftover) -> Result<(PathBuf, Durable), StoreError> {
        let bytes = self.leftover_bytes(leftover)?;
        let path = self.keep_before_removal(&leftover.file, &bytes)?;
        let durable = self.remove_leftover(leftover)?;
        Ok((path, durable))
    }

    fn remove_leftover(&self, leftover: &Leftover) -> Result<Durable, StoreError> {
        self.disk()
            .remove_file(&leftover.path)
            .map_err(|error| StoreError::writing(&leftover.path, error))?;
        let folder = leftover.path.parent().unwrap_or(&leftover.path);
        Ok(Durable::of(&atomic::sync_folder(self.disk(), folder)))
    }

    /// Removes a file, and brings that to disk.
    pub(super) fn remove_synced(&self, path: &Path) -> Durable {
        let removed = self.disk().remove_file(path);
        let folder = path.parent().unwrap_or(path);
        Durable::of(&removed.and_then(|()| atomic::sync_folder(self.disk(), folder)))
    }

    /// Puts a text of a file aside that is about to be removed elsewhere. Returns where it is.
    ///
    /// # Errors
    /// When it cannot be kept, or is not known to be on the disk itself.
    pub fn keep_before_removal(&self, file: &Path, bytes: &[u8]) -> Result<PathBuf, StoreError> {
        let kept = self.put_aside(file, bytes, Why::Recovery)?;
        match kept.version {
            Some(version) if kept.durable => Ok(version.path),
            Some(version) => Err(StoreError::Unconfirmed { path: version.path }),
            None => self.backup(file, bytes),
        }
    }

    fn bring_as<T: Document>(&self, leftover: &Leftover) -> Result<Restored, StoreError> {
        let text = SourceText::decode(&leftover.path, &self.leftover_bytes(leftover)?)?;
        let ours: T = decode_text(&leftover.path, &text)?;
        match load::<T>(self.system(), leftover.file.clone(), "", "") {
            Ok(loaded) => {
                let old = self.old_aside(leftover)?;
                let saved = self.merge_in(loaded, &ours, &leftover.file)?;
                Ok(restored(old, saved))
            }
            Err(StoreError::Missing { .. }) => {
                let folder = leftover.file.parent();
                let made = folder.map(|folder| atomic::make_folder(self.disk(), folder));
                let made = made.transpose()?.unwrap_or(Durable::Confirmed);
                let written = self.write_over(leftover, None, &text)?;
                let durable = written.and(made).is_confirmed();
                Ok(restored(None, durable))
            }
            Err(
                store_error @ (StoreError::Syntax { .. }
                | StoreError::WrongType { .. }
                | StoreError::NotUtf8 { .. }),
            ) => {
                let Some(now) = read_whole(self.disk(), &leftover.file) else {
                    return Err(store_error);
                };
                let old = self.old_aside(leftover)?;
                let written = self.write_over(leftover, Some(now), &text)?;
                Ok(restored(old, written.is_confirmed()))
            }
            Err(store_error) => Err(store_error),
        }
    }

    /// Puts aside what the file of a stray says.
    fn old_aside(&self, leftover: &Leftover) -> Result<Option<Aside>, StoreError> {
        let now = read_whole(self.disk(), &leftover.file);
        now.map(|now| self.put_aside(&leftover.file, &now, Why::Recovery))
            .transpose()
    }

    /// Returns whether the file is known to be on the disk itself.
    fn merge_in<T: Document>(
        &self,
        mut loaded: Loaded<T>,
        ours: &T,
        path: &Path,
    ) -> Result<bool, StoreError> {
        let (ours, theirs) = (ours.encode(), loaded.value.encode());
        let all = merge(Same::Once, &common(&ours, &theirs), &ours, &theirs);
        loaded.value = T::decode(TableReader(&all.table)).map_err(|wrong| StoreError::Unsound {
            path: path.to_owned(),
            key: wrong.key(),
        })?;
        self.save(&mut loaded).map(|saved| saved.durable)
    }

    /// Makes the stray what its file says, which said `now`.
    fn write_over(
        &self,
        leftover: &Leftover,
        now: Option<Vec<u8>>,
        text: &SourceText,
    ) -> Result<Durable, StoreError> {
        let path = atomic::resolve(self.disk(), &leftover.file)?;
        let _lock = self.lock(&leftover.file)?;
        let is_the_same = |found: &[u8]| now.as_deref() == Some(found);
        let target = match now {
            Some(_) => atomic::ExpectedFile::Known(&is_the_same),
            None => atomic::ExpectedFile::New,
        };
        let written = atomic::write(self.system(), &path, &text.encode(&text.plain), target)?;
        Ok(written.and(self.confirm_place(&leftover.file)))
    }
}

fn restored(old: Option<Aside>, durable: bool) -> Restored {
    Restored {
        durable: durable && old.as_ref().is_none_or(|old| old.durable),
        aside: old.and_then(|old| old.version),
    }
}
