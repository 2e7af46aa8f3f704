//! Reading single files and the sessions of an event.

use super::copies::{entries, sessions_among};
use super::disk::Disk;
use super::document::{Document, LinkBook, Loaded, decode_text};
use super::error::StoreError;
use super::parse::{SourceText, read_bytes};
use super::reader::TableReader;
use super::system::System;
use super::value::Table;
use super::watch::wait_for_the_rest;
use super::{LINKS, NOTEBOOK, Store};
use crate::model::event::Event;
use crate::model::notebook::Notebook;
use crate::model::session::Session;
use std::path::{Path, PathBuf};

/// From how many sessions on they are read on all cores.
const MANY: usize = 64;

impl Store {
    /// The notebook's settings; the defaults when there is no `notebook.toml` yet.
    pub fn settings(&self) -> Result<Loaded<Notebook>, StoreError> {
        load_or_empty(self.system(), self.root().join(NOTEBOOK))
    }

    /// The link book; empty when there is no `links.toml` yet.
    pub fn book(&self) -> Result<Loaded<LinkBook>, StoreError> {
        load_or_empty(self.system(), self.root().join(LINKS))
    }

    /// An event.
    pub fn event(&self, folder: &str) -> Result<Loaded<Event>, StoreError> {
        load(self.system(), self.event_path(folder)?, folder, "")
    }

    /// One session of an event.
    pub fn session(&self, folder: &str, name: &str) -> Result<Loaded<Session>, StoreError> {
        load(
            self.system(),
            self.session_path(folder, name)?,
            folder,
            name,
        )
    }

    /// The sessions of an event in the order of the post, and the troubles with those that cannot
    /// be read. Copies that sync programs left are told among those.
    pub fn sessions(&self, folder: &str) -> (Vec<Loaded<Session>>, Vec<StoreError>) {
        let names = match self.session_names(folder) {
            Ok(names) => names,
            Err(store_error) => return (Vec::new(), vec![store_error]),
        };
        let mut sessions: Vec<Loaded<Session>> = Vec::with_capacity(names.len());
        let mut errors = Vec::new();
        for read in self.read_sessions(folder, &names) {
            match read {
                Ok(session) => sessions.push(session),
                // It was removed since the folder was listed.
                Err(StoreError::Missing { .. }) => {}
                Err(store_error) => errors.push(store_error),
            }
        }
        errors.extend(self.copies_as_errors(self.copies_of_event(folder)));
        sessions.sort_by(|one, other| {
            let (first, second) = (one.value.place(), other.value.place());
            first.cmp(&second).then_with(|| one.name.cmp(&other.name))
        });
        (sessions, errors)
    }

    /// Reads these sessions, in their order; many of them on all cores, since most of the time goes
    /// into reading TOML.
    fn read_sessions(
        &self,
        folder: &str,
        names: &[String],
    ) -> Vec<Result<Loaded<Session>, StoreError>> {
        let read = |names: &[String]| -> Vec<Result<Loaded<Session>, StoreError>> {
            names
                .iter()
                .map(|name| self.session(folder, name))
                .collect()
        };
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        if names.len() < MANY || cores < 2 {
            return read(names);
        }
        std::thread::scope(|scope| {
            let parts = names.chunks(names.len().div_ceil(cores));
            let threads: Vec<_> = parts
                .map(|part| (part, scope.spawn(move || read(part))))
                .collect();
            // A part whose thread failed is read here instead.
            let joined = threads
                .into_iter()
                .map(|(part, thread)| thread.join().unwrap_or_else(|_| read(part)));
            joined.flatten().collect()
        })
    }

    /// Why an event's files cannot be written, in two or three words; nothing when they can, as far
    /// as the system tells before it is tried.
    pub fn locked_out(&self, folder: &str) -> Option<&'static str> {
        let event = self.event_folder(folder).ok()?;
        let sessions = self.sessions_folder(folder).ok()?;
        let places = [event.join(super::EVENT), event, sessions];
        let mut wrong = places
            .iter()
            .filter_map(|place| not_writable(self.disk(), place));
        wrong.next()
    }

    /// The names of an event's sessions, sorted, without reading them.
    pub fn session_names(&self, folder: &str) -> Result<Vec<String>, StoreError> {
        let path = self.sessions_folder(folder)?;
        let entries = entries(self.disk(), &path)?;
        Ok(sessions_among(self, &path, &entries))
    }
}

fn not_writable(disk: &dyn Disk, place: &Path) -> Option<&'static str> {
    match disk.may_write(place) {
        Ok(()) => None,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => Some(StoreError::writing(place, error).short()),
    }
}

/// Whether a file of that name holds a session; hidden files and temporary ones hold none.
pub fn holds_session(file: &[u8]) -> bool {
    file.ends_with(b".toml") && !file.starts_with(b".")
}

/// What an empty file says.
pub fn empty<T: Document>(path: &Path) -> Result<T, StoreError> {
    T::decode(TableReader(&Table::default())).map_err(|wrong| StoreError::Unsound {
        path: path.to_owned(),
        key: wrong.key(),
    })
}

/// Reads a file. One of which only half is there is waited for.
pub(super) fn load<T: Document>(
    system: &System,
    path: PathBuf,
    folder: &str,
    name: &str,
) -> Result<Loaded<T>, StoreError> {
    let Some(bytes) = read_bytes(system.disk(), &path)? else {
        return Err(StoreError::Missing { path });
    };
    let (value, text) = match decoded(&path, &bytes) {
        // An empty file can be read as well, and hallway writes none.
        Ok(decoded) if !bytes.is_empty() => decoded,
        half => match wait_for_the_rest(system, &path, &bytes)? {
            Some(bytes) => decoded(&path, &bytes)?,
            None => half?,
        },
    };
    Ok(Loaded {
        value,
        folder: folder.to_owned(),
        name: name.to_owned(),
        path,
        text: Some(text),
        attempts: Vec::new(),
    })
}

fn decoded<T: Document>(path: &Path, bytes: &[u8]) -> Result<(T, SourceText), StoreError> {
    let text = SourceText::decode(path, bytes)?;
    Ok((decode_text(path, &text)?, text))
}

fn load_or_empty<T: Document>(system: &System, path: PathBuf) -> Result<Loaded<T>, StoreError> {
    match load(system, path.clone(), "", "") {
        Err(StoreError::Missing { .. }) => Ok(Loaded {
            value: empty(&path)?,
            folder: String::new(),
            name: String::new(),
            path,
            text: None,
            attempts: Vec::new(),
        }),
        other => other,
    }
}
