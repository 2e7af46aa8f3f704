//! Removing: everything moves to the notebook's `trash/` and can come back.
//!
//! What this module promises: the new place is on the disk itself before anything is moved there,
//! and the move is brought to disk in the new place first.

use super::atomic::{cannot_tell, make_folder, make_synced, move_new, sync_folder};
use super::disk::{Disk, Rename};
use super::durable::Durable;
use super::error::StoreError;
use super::{Store, TRASH};
use std::io;
use std::path::{Path, PathBuf};

/// Something that was removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// Where it was.
    pub from: PathBuf,
    /// Where it is now.
    pub to: PathBuf,
    /// The system confirmed that it is there on the disk itself, and no longer where it was.
    pub durable: bool,
}

impl Store {
    /// Moves an event with all its sessions to `trash/<folder>`, or the next free name there.
    ///
    /// # Errors
    /// When it cannot be moved; then it is where it was.
    pub fn remove_event(&self, folder: &str) -> Result<Removed, StoreError> {
        let from = self.event_folder(folder)?;
        exists(self.disk(), &from)?;
        let (to, placed) = self.place_in_trash(folder)?;
        // The empty folder held the name; a folder that is moved onto it takes its place.
        if cfg!(windows) {
            self.disk()
                .remove_dir(&to)
                .map_err(|error| StoreError::writing(&to, error))?;
        }
        self.moved(from, to.clone(), &to, placed)
    }

    /// Moves a session to `trash/<folder>--<name>/<name>.toml`, or the next free name there.
    ///
    /// # Errors
    /// When it cannot be moved; then it is where it was.
    pub fn remove_session(&self, folder: &str, name: &str) -> Result<Removed, StoreError> {
        let from = self.session_path(folder, name)?;
        exists(self.disk(), &from)?;
        let _lock = self.lock(&from)?;
        let (place, placed) = self.place_in_trash(&format!("{folder}--{name}"))?;
        let to = place.join(format!("{name}.toml"));
        self.moved(from, to, &place, placed)
    }

    /// Moves a copy that a sync program left to `trash/copies/<name>`, or the next free folder
    /// there.
    ///
    /// # Errors
    /// When it cannot be moved; then it is where it was.
    pub(super) fn remove_copy(&self, from: &Path) -> Result<Removed, StoreError> {
        exists(self.disk(), from)?;
        let (place, placed) = self.place_in_trash("copies")?;
        let to = place.join(from.file_name().unwrap_or_default());
        self.moved(from.to_owned(), to, &place, placed)
    }

    /// Moves something back to where it was, unless there is something else now.
    ///
    /// # Errors
    /// When it cannot be moved; then it is in the trash.
    pub fn put_back(&self, removed: &Removed) -> Result<Durable, StoreError> {
        let (to, from) = (&removed.to, &removed.from);
        let made = match from.parent() {
            Some(folder) => make_folder(self.disk(), folder)?,
            None => Durable::Confirmed,
        };
        move_new(self.disk(), to, from).map_err(|error| StoreError::writing(from, error))?;
        let durable = sync_folders(self.disk(), [from, to]);
        // The folder that a session had to itself in the trash.
        if self.disk().is_file(from)
            && let Some(folder) = to.parent()
        {
            let _ = self.disk().remove_dir(folder);
        }
        Ok(durable.and(made).and(self.confirm_place(from)))
    }

    fn moved(
        &self,
        from: PathBuf,
        to: PathBuf,
        place: &Path,
        placed: Durable,
    ) -> Result<Removed, StoreError> {
        if let Err(error) = self.disk().rename(&from, &to, Rename::Replace) {
            // It is empty, unless it was moved all the same.
            let _ = self.disk().remove_dir(place);
            return Err(StoreError::writing(&from, error));
        }
        let durable = sync_folders(self.disk(), [&to, &from]);
        Ok(Removed {
            from,
            to,
            durable: durable.and(placed).is_confirmed(),
        })
    }

    /// A new, empty folder in the trash, of which the name is on disk.
    fn place_in_trash(&self, name: &str) -> Result<(PathBuf, Durable), StoreError> {
        let trash = self.root().join(TRASH);
        let made = make_folder(self.disk(), &trash)?;
        let made = made.and(self.trash_is_placed(&trash)?);
        let names = (2..100_000).map(|number| format!("{name}-{number}"));
        for name in std::iter::once(name.to_owned()).chain(names) {
            let place = trash.join(name);
            match make_synced(self.disk(), &place) {
                Ok(durable) => return Ok((place, durable.and(made))),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(StoreError::writing(&place, error)),
            }
        }
        Err(StoreError::Taken {
            path: trash.join(name),
        })
    }

    /// Brings the name of the trash to disk: whoever made it may have been killed before that.
    fn trash_is_placed(&self, trash: &Path) -> Result<Durable, StoreError> {
        match self.system().confirm_folders(trash, self.root()) {
            Err(error) if !cannot_tell(&error) => Err(StoreError::writing(trash, error)),
            placed => Ok(Durable::of(&placed)),
        }
    }
}

fn exists(disk: &dyn Disk, path: &Path) -> Result<(), StoreError> {
    disk.symlink_metadata(path)
        .map(|_| ())
        .map_err(|error| StoreError::reading(path, error))
}

/// Brings the folders of these to disk, the first one first.
fn sync_folders(disk: &dyn Disk, paths: [&Path; 2]) -> Durable {
    let folders = paths.into_iter().filter_map(Path::parent);
    folders.fold(Durable::Confirmed, |durable, folder| {
        durable.and(Durable::of(&sync_folder(disk, folder)))
    })
}
