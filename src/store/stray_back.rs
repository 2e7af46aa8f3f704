//! Putting what a killed save left into its file after all, or away.

use super::document::{Document, Loaded, decode_text};
use super::kind::Kind;
use super::load::load;
use super::merge::{Same, common, merge};
use super::parse::{Text, read_whole};
use super::reader::Reader;
use super::snapshot::{Snapshot, Why};
use super::stray::Stray;
use super::{Store, Trouble, atomic};
use crate::model::event::Event;
use crate::model::notebook::Notebook;
use crate::model::programme::Programme;
use crate::model::session::Session;
use crate::store::LinkBook;
use std::path::PathBuf;

impl Store {
    /// Merges a stray into its file; where there is no file, or one that cannot be read, it becomes what the file says. What the file said is put aside
    /// before, and the stray goes. Returns that version, if there was a file.
    ///
    /// # Errors
    /// When the stray itself was cut and cannot be read, when git left a merge unfinished in the file or a later hallway wrote it, or when the system does not
    /// let us. Then the stray stays, and the file is as it was.
    pub fn bring_stray(&self, stray: &Stray) -> Result<Option<Snapshot>, Trouble> {
        let old = match self.kind(&stray.file) {
            Some(Kind::Notebook) => self.bring_as::<Notebook>(stray),
            Some(Kind::Links) => self.bring_as::<LinkBook>(stray),
            Some(Kind::Event) => self.bring_as::<Event>(stray),
            Some(Kind::Session) => self.bring_as::<Session>(stray),
            Some(Kind::Programme) => self.bring_as::<Programme>(stray),
            None => Err(Trouble::UnsafeName {
                name: stray.file.display().to_string(),
            }),
        }?;
        self.remove_stray(stray)?;
        Ok(old)
    }

    /// Removes a stray; what it says is put aside as a version of its file. Returns where.
    ///
    /// # Errors
    /// When it cannot be read, or the version cannot be kept; then it stays.
    pub fn drop_stray(&self, stray: &Stray) -> Result<PathBuf, Trouble> {
        let bytes = self.stray_bytes(stray)?;
        let kept = self.put_aside(&stray.file, &bytes, Why::Recovery)?;
        let path = match kept {
            Some(kept) => kept.path,
            None => self.backup(&stray.file, &bytes)?,
        };
        self.remove_stray(stray)?;
        Ok(path)
    }

    fn remove_stray(&self, stray: &Stray) -> Result<(), Trouble> {
        self.disk()
            .remove_file(&stray.path)
            .map_err(|error| Trouble::writing(&stray.path, error))
    }

    fn bring_as<T: Document>(&self, stray: &Stray) -> Result<Option<Snapshot>, Trouble> {
        let text = Text::decode(&stray.path, &self.stray_bytes(stray)?)?;
        let ours: T = decode_text(&stray.path, &text)?;
        let aside = |bytes: Option<Vec<u8>>| match bytes {
            Some(bytes) => self.put_aside(&stray.file, &bytes, Why::Recovery),
            None => Ok(None),
        };
        match load::<T>(self.disk(), stray.file.clone(), "", "") {
            Ok(loaded) => {
                let old = aside(read_whole(self.disk(), &stray.file))?;
                self.merge_in(loaded, &ours, &stray.file)?;
                Ok(old)
            }
            Err(Trouble::Missing { .. }) => {
                let folder = stray.file.parent();
                folder.map_or(Ok(()), |folder| atomic::make_folder(self.disk(), folder))?;
                self.write_over(stray, None, &text)?;
                Ok(None)
            }
            Err(
                trouble @ (Trouble::Syntax { .. }
                | Trouble::WrongType { .. }
                | Trouble::NotUtf8 { .. }),
            ) => {
                let Some(now) = read_whole(self.disk(), &stray.file) else {
                    return Err(trouble);
                };
                let old = aside(Some(now.clone()))?;
                self.write_over(stray, Some(now), &text)?;
                Ok(old)
            }
            Err(trouble) => Err(trouble),
        }
    }

    fn merge_in<T: Document>(
        &self,
        mut loaded: Loaded<T>,
        ours: &T,
        path: &std::path::Path,
    ) -> Result<(), Trouble> {
        let (ours, theirs) = (ours.encode(), loaded.value.encode());
        let all = merge(Same::Once, &common(&ours, &theirs), &ours, &theirs);
        loaded.value = T::decode(Reader(&all.table)).map_err(|wrong| Trouble::Unsound {
            path: path.to_owned(),
            key: wrong.key(),
        })?;
        self.save(&mut loaded).map(|_| ())
    }

    /// Makes the stray what its file says, which said `now`.
    fn write_over(&self, stray: &Stray, now: Option<Vec<u8>>, text: &Text) -> Result<(), Trouble> {
        let path = atomic::resolve(self.disk(), &stray.file)?;
        let _lock = self.lock(&stray.file)?;
        let is_the_same = |found: &[u8]| now.as_deref() == Some(found);
        let target = match now {
            Some(_) => atomic::Target::Known(&is_the_same),
            None => atomic::Target::New,
        };
        atomic::write(self.system(), &path, &text.encode(&text.plain), target).map(|_| ())
    }
}
