//! The programme of an event: `schedule.toml`, which is made anew at each import.

use super::atomic::{self, ExpectedFile};
use super::durable::Durable;
use super::load::load;
use super::render::fresh;
use super::{Loaded, MOST_BYTES, SCHEDULE, Store, StoreError};
use crate::model::programme::Programme;
use std::path::{Path, PathBuf};

/// The text of a programme, which is known to be one that can be read again.
#[derive(Debug)]
pub struct ReadyProgramme(String);

impl ReadyProgramme {
    /// Makes it, before anything is written.
    ///
    /// # Errors
    /// When it would be longer than a file may be, or cannot be said in TOML.
    pub fn of(programme: &Programme) -> Result<ReadyProgramme, StoreError> {
        let path = Path::new(SCHEDULE);
        let text = fresh(path, programme)?;
        match text.len() as u64 {
            bytes if bytes > MOST_BYTES => Err(StoreError::TooLarge {
                path: path.to_owned(),
                bytes,
            }),
            _ => Ok(ReadyProgramme(text)),
        }
    }
}

impl Store {
    /// The file of an event's programme.
    pub fn programme_path(&self, folder: &str) -> Result<PathBuf, StoreError> {
        Ok(self.event_folder(folder)?.join(SCHEDULE))
    }

    /// The programme of an event; nothing when none was imported.
    pub fn programme(&self, folder: &str) -> Result<Option<Programme>, StoreError> {
        let path = self.programme_path(folder)?;
        let loaded: Result<Loaded<Programme>, StoreError> = load(self.system(), path, folder, "");
        match loaded {
            Ok(loaded) => Ok(Some(loaded.value)),
            Err(StoreError::Missing { .. }) => Ok(None),
            Err(store_error) => Err(store_error),
        }
    }

    /// Writes the programme whole, over the one that is there. Nobody types into that file, so
    /// there is nothing to merge; one of a later hallway is left alone.
    pub fn write_programme(
        &self,
        folder: &str,
        programme: &Programme,
    ) -> Result<Durable, StoreError> {
        self.write_ready(folder, &ReadyProgramme::of(programme)?)
    }

    /// Writes a programme that was made ready.
    pub fn write_ready(&self, folder: &str, ready: &ReadyProgramme) -> Result<Durable, StoreError> {
        let event = self.event_path(folder)?;
        let there = self.disk().metadata(&event);
        there.map_err(|error| StoreError::reading(&event, error))?;
        let named = self.programme_path(folder)?;
        let path = atomic::resolve(self.disk(), &named)?;
        let _lock = self.lock(&named)?;
        let written = atomic::write(self.system(), &path, ready.0.as_bytes(), ExpectedFile::Any)?;
        Ok(written.and(self.confirm_place(&named)))
    }
}
