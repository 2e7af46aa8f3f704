//! The programme of an event: `schedule.toml`, which is made anew at each import.

use super::atomic::{self, Target};
use super::load::load;
use super::render::fresh;
use super::{Loaded, SCHEDULE, Store, Trouble};
use crate::model::programme::Programme;
use std::path::PathBuf;

impl Store {
    /// The file of an event's programme.
    pub fn programme_path(&self, folder: &str) -> Result<PathBuf, Trouble> {
        Ok(self.event_folder(folder)?.join(SCHEDULE))
    }

    /// The programme of an event; nothing when none was imported.
    pub fn programme(&self, folder: &str) -> Result<Option<Programme>, Trouble> {
        let path = self.programme_path(folder)?;
        if !path.exists() {
            return Ok(None);
        }
        let loaded: Loaded<Programme> = load(path, folder, "")?;
        Ok(Some(loaded.value))
    }

    /// Writes the programme whole, over the one that is there. Nobody types into that file, so there is nothing to merge; one of a later
    /// hallway is left alone.
    pub fn write_programme(&self, folder: &str, programme: &Programme) -> Result<(), Trouble> {
        let event = self.event_path(folder)?;
        if !event.exists() {
            return Err(Trouble::Missing { path: event });
        }
        let path = self.programme_path(folder)?;
        let text = fresh(&path, programme)?;
        let _lock = self.lock(&path)?;
        atomic::write(&path, text.as_bytes(), Target::Any)?;
        Ok(())
    }
}
