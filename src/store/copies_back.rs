//! Merging a copy that a sync program left into its file, or putting it away.

use super::backup_version::Restored;
use super::conflict::{Conflict, ConflictVersion};
use super::durable::Durable;
use super::leftover::Leftover;
use super::parse::{SourceText, read_bytes};
use super::save::field_conflict;
use super::{Store, StoreError};
use std::path::{Path, PathBuf};

impl Store {
    /// Merges a copy into its file, as [`Store::bring_stray`] does, and moves it to the trash.
    ///
    /// # Errors
    /// When the copy or its file cannot be read, or the system does not let us. Then the copy
    /// stays, and the file is as it was.
    pub fn bring_copy(&self, copy: &Leftover) -> Result<Restored, StoreError> {
        let mut restored = self.bring_in(copy)?;
        if restored.durable {
            let (_, durable) = self.drop_copy(copy)?;
            restored.durable &= durable.is_confirmed();
        }
        Ok(restored)
    }

    /// Moves a copy to the trash. Returns where it is then, and whether that is known to be on the
    /// disk itself.
    ///
    /// # Errors
    /// When it cannot be moved; then it is where it was.
    pub fn drop_copy(&self, copy: &Leftover) -> Result<(PathBuf, Durable), StoreError> {
        let removed = self.remove_copy(&copy.path)?;
        let durable = match removed.durable {
            true => Durable::Confirmed,
            false => Durable::Unknown,
        };
        // A folder that was a copy as a whole goes with its last file.
        if let Some(folder) = copy.path.parent()
            && Some(folder) != copy.file.parent()
        {
            let sessions = folder.join(super::SESSIONS);
            for folder in [
                sessions.as_path(),
                folder,
                folder.parent().unwrap_or(folder),
            ] {
                // One that has more in it stays.
                if folder.starts_with(self.root().join(super::EVENTS)) {
                    let _ = self.disk().remove_dir(folder);
                }
            }
        }
        Ok((removed.to, durable))
    }

    /// The copy at a path; nothing where there is none.
    pub fn copy_at(&self, path: &Path) -> Option<Leftover> {
        let copies = self.copies().unwrap_or_default();
        copies.into_iter().find(|copy| copy.path == path)
    }

    /// A copy and its file side by side; nothing where the file is not there.
    ///
    /// # Errors
    /// When one of them cannot be read.
    pub fn copy_conflict(&self, copy: &Leftover) -> Result<Option<Conflict>, StoreError> {
        let kind = self.kind_or_error(&copy.file)?;
        let Some(bytes) = read_bytes(self.disk(), &copy.file)? else {
            return Ok(None);
        };
        let copied = self.leftover_bytes(copy)?;
        let mine = SourceText::decode(&copy.file, &bytes)?.plain;
        let theirs = SourceText::decode(&copy.path, &copied)?.plain;
        let merged = kind.merge(&copy.file, None, &mine, &theirs);
        let (text, conflicts, wrong) = match merged {
            Ok((text, conflicts)) => (text, conflicts, None),
            Err(error) => (String::new(), Vec::new(), Some(error.to_string())),
        };
        let version = |label: &str, text: String| ConflictVersion {
            label: label.to_owned(),
            wrong: kind.check(&copy.file, &text).err().map(|it| it.to_string()),
            text,
        };
        Ok(Some(Conflict {
            path: copy.file.clone(),
            line: 1,
            places: 1,
            mine: version("", mine),
            theirs: version("copy", theirs),
            both: ConflictVersion {
                label: String::new(),
                text,
                wrong,
            },
            fields: conflicts.into_iter().map(field_conflict).collect(),
            bytes,
            copy: Some((copy.clone(), copied)),
        }))
    }

    /// Puts the copy away with which a conflict was settled, unless it says something else by now.
    pub(super) fn resolved_copy(&self, conflict: &Conflict) -> Result<Durable, StoreError> {
        match &conflict.copy {
            Some((copy, bytes)) if self.leftover_bytes(copy)? == *bytes => {
                Ok(self.drop_copy(copy)?.1)
            }
            _ => Ok(Durable::Confirmed),
        }
    }
}
