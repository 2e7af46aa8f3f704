//! Putting what a killed save left into its file after all, or away.

use super::document::{Document, Loaded, decode_text};
use super::durable::Durable;
use super::kind::Kind;
use super::load::load;
use super::merge::{Same, common, merge};
use super::parse::{Text, read_whole};
use super::reader::Reader;
use super::snapshot::{Aside, Restored, Why};
use super::stray::Stray;
use super::{Store, Trouble, atomic};
use crate::model::event::Event;
use crate::model::notebook::Notebook;
use crate::model::programme::Programme;
use crate::model::session::Session;
use crate::store::LinkBook;
use std::path::{Path, PathBuf};

impl Store {
    /// Merges a stray into its file; where there is no file, or one that cannot be read, it becomes what the file says. What the file said is put aside
    /// before, and the stray goes when both are on the disk itself.
    ///
    /// # Errors
    /// When the stray itself was cut and cannot be read, when git left a merge unfinished in the file or a later hallway wrote it, or when the system does not
    /// let us. Then the stray stays, and the file is as it was.
    pub fn bring_stray(&self, stray: &Stray) -> Result<Restored, Trouble> {
        let restored = self.bring_in(stray)?;
        if restored.durable {
            // One that comes back when the power goes is known.
            let _ = self.remove_stray(stray)?;
        }
        Ok(restored)
    }

    /// Merges a text into its file, and leaves it where it is.
    pub(super) fn bring_in(&self, stray: &Stray) -> Result<Restored, Trouble> {
        match self.kind(&stray.file) {
            Some(Kind::Notebook) => self.bring_as::<Notebook>(stray),
            Some(Kind::Links) => self.bring_as::<LinkBook>(stray),
            Some(Kind::Event) => self.bring_as::<Event>(stray),
            Some(Kind::Session) => self.bring_as::<Session>(stray),
            Some(Kind::Programme) => self.bring_as::<Programme>(stray),
            None => Err(Trouble::UnsafeName {
                name: stray.file.display().to_string(),
            }),
        }
    }

    /// Removes a stray; what it says is put aside as a version of its file. Returns where, and
    /// whether the stray is known to be gone from the disk itself.
    ///
    /// # Errors
    /// When it cannot be read, or the version cannot be kept or is not known to be on the disk
    /// itself; then it stays.
    pub fn drop_stray(&self, stray: &Stray) -> Result<(PathBuf, Durable), Trouble> {
        let bytes = self.stray_bytes(stray)?;
        let path = self.keep_before_removal(&stray.file, &bytes)?;
        let durable = self.remove_stray(stray)?;
        Ok((path, durable))
    }

    fn remove_stray(&self, stray: &Stray) -> Result<Durable, Trouble> {
        self.disk()
            .remove_file(&stray.path)
            .map_err(|error| Trouble::writing(&stray.path, error))?;
        let folder = stray.path.parent().unwrap_or(&stray.path);
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
    pub fn keep_before_removal(&self, file: &Path, bytes: &[u8]) -> Result<PathBuf, Trouble> {
        let kept = self.put_aside(file, bytes, Why::Recovery)?;
        match kept.version {
            Some(version) if kept.durable => Ok(version.path),
            Some(version) => Err(Trouble::Unconfirmed { path: version.path }),
            None => self.backup(file, bytes),
        }
    }

    fn bring_as<T: Document>(&self, stray: &Stray) -> Result<Restored, Trouble> {
        let text = Text::decode(&stray.path, &self.stray_bytes(stray)?)?;
        let ours: T = decode_text(&stray.path, &text)?;
        match load::<T>(self.system(), stray.file.clone(), "", "") {
            Ok(loaded) => {
                let old = self.old_aside(stray)?;
                let saved = self.merge_in(loaded, &ours, &stray.file)?;
                Ok(restored(old, saved))
            }
            Err(Trouble::Missing { .. }) => {
                let folder = stray.file.parent();
                let made = folder.map(|folder| atomic::make_folder(self.disk(), folder));
                let made = made.transpose()?.unwrap_or(Durable::Confirmed);
                let written = self.write_over(stray, None, &text)?;
                let durable = written.and(made).is_confirmed();
                Ok(restored(None, durable))
            }
            Err(
                trouble @ (Trouble::Syntax { .. }
                | Trouble::WrongType { .. }
                | Trouble::NotUtf8 { .. }),
            ) => {
                let Some(now) = read_whole(self.disk(), &stray.file) else {
                    return Err(trouble);
                };
                let old = self.old_aside(stray)?;
                let written = self.write_over(stray, Some(now), &text)?;
                Ok(restored(old, written.is_confirmed()))
            }
            Err(trouble) => Err(trouble),
        }
    }

    /// Puts aside what the file of a stray says.
    fn old_aside(&self, stray: &Stray) -> Result<Option<Aside>, Trouble> {
        let now = read_whole(self.disk(), &stray.file);
        now.map(|now| self.put_aside(&stray.file, &now, Why::Recovery))
            .transpose()
    }

    /// Returns whether the file is known to be on the disk itself.
    fn merge_in<T: Document>(
        &self,
        mut loaded: Loaded<T>,
        ours: &T,
        path: &Path,
    ) -> Result<bool, Trouble> {
        let (ours, theirs) = (ours.encode(), loaded.value.encode());
        let all = merge(Same::Once, &common(&ours, &theirs), &ours, &theirs);
        loaded.value = T::decode(Reader(&all.table)).map_err(|wrong| Trouble::Unsound {
            path: path.to_owned(),
            key: wrong.key(),
        })?;
        self.save(&mut loaded).map(|saved| saved.durable)
    }

    /// Makes the stray what its file says, which said `now`.
    fn write_over(
        &self,
        stray: &Stray,
        now: Option<Vec<u8>>,
        text: &Text,
    ) -> Result<Durable, Trouble> {
        let path = atomic::resolve(self.disk(), &stray.file)?;
        let _lock = self.lock(&stray.file)?;
        let is_the_same = |found: &[u8]| now.as_deref() == Some(found);
        let target = match now {
            Some(_) => atomic::Target::Known(&is_the_same),
            None => atomic::Target::New,
        };
        let written = atomic::write(self.system(), &path, &text.encode(&text.plain), target)?;
        Ok(written.and(self.confirm_place(&stray.file)))
    }
}

fn restored(old: Option<Aside>, durable: bool) -> Restored {
    Restored {
        durable: durable && old.as_ref().is_none_or(|old| old.durable),
        aside: old.and_then(|old| old.version),
    }
}
