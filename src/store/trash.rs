//! Removing: everything moves to the notebook's `trash/` and can come back.

use super::atomic::{make_folder, make_new_folder, move_new, sync_folder};
use super::disk::{Disk, Rename};
use super::trouble::Trouble;
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
}

impl Store {
    /// Moves an event with all its sessions to `trash/<folder>`, or the next free name there.
    pub fn remove_event(&self, folder: &str) -> Result<Removed, Trouble> {
        let from = self.event_folder(folder)?;
        exists(self.disk(), &from)?;
        let to = self.place_in_trash(folder)?;
        // The empty folder held the name; a folder that is moved onto it takes its place.
        if cfg!(windows) {
            self.disk()
                .remove_dir(&to)
                .map_err(|error| Trouble::writing(&to, error))?;
        }
        moved(self.disk(), from, to)
    }

    /// Moves a session to `trash/<folder>--<name>/<name>.toml`, or the next free name there.
    pub fn remove_session(&self, folder: &str, name: &str) -> Result<Removed, Trouble> {
        let from = self.session_path(folder, name)?;
        exists(self.disk(), &from)?;
        let _lock = self.lock(&from)?;
        let to = self.place_in_trash(&format!("{folder}--{name}"))?;
        moved(self.disk(), from, to.join(format!("{name}.toml")))
    }

    /// Moves something back to where it was, unless there is something else now.
    pub fn put_back(&self, removed: &Removed) -> Result<(), Trouble> {
        if let Some(folder) = removed.from.parent() {
            make_folder(self.disk(), folder)?;
        }
        let (to, from) = (&removed.to, &removed.from);
        move_new(self.disk(), to, from).map_err(|error| Trouble::writing(from, error))?;
        sync_folders(self.disk(), [to, from]);
        // The folder that a session had to itself in the trash.
        if self.disk().is_file(&removed.from)
            && let Some(folder) = removed.to.parent()
        {
            let _ = self.disk().remove_dir(folder);
        }
        Ok(())
    }

    /// A new, empty folder in the trash.
    fn place_in_trash(&self, name: &str) -> Result<PathBuf, Trouble> {
        let trash = self.root().join(TRASH);
        make_folder(self.disk(), &trash)?;
        let names = (2..100_000).map(|number| format!("{name}-{number}"));
        for name in std::iter::once(name.to_owned()).chain(names) {
            let place = trash.join(name);
            match make_new_folder(self.disk(), &place) {
                Ok(()) => return Ok(place),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(Trouble::writing(&place, error)),
            }
        }
        Err(Trouble::Taken {
            path: trash.join(name),
        })
    }
}

fn exists(disk: &dyn Disk, path: &Path) -> Result<(), Trouble> {
    disk.symlink_metadata(path)
        .map(|_| ())
        .map_err(|error| Trouble::reading(path, error))
}

fn moved(disk: &dyn Disk, from: PathBuf, to: PathBuf) -> Result<Removed, Trouble> {
    let renamed = disk.rename(&from, &to, Rename::Replace);
    renamed.map_err(|error| Trouble::writing(&from, error))?;
    sync_folders(disk, [&to, &from]);
    Ok(Removed { from, to })
}

/// A move that is not on disk yet when the power goes is one that did not happen: nothing is lost.
fn sync_folders(disk: &dyn Disk, paths: [&Path; 2]) {
    for folder in paths.into_iter().filter_map(Path::parent) {
        let _ = sync_folder(disk, folder);
    }
}
