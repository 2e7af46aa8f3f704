//! What each file of the open event said when the app last knew it: the disk's thread tells, the journal asks.

use crate::app::desk::DeskId;
use crate::app::effect::Item;
use crate::model::event::Event;
use crate::model::session::Session;
use crate::store::Loaded;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A file with what it said.
#[derive(Debug, Clone)]
pub enum Sheet {
    /// An event's.
    Event(Arc<Loaded<Event>>),
    /// A session's.
    Session(Arc<Loaded<Session>>),
}

/// The files, shared by both threads; nobody holds it for longer than a look.
#[derive(Debug, Clone, Default)]
pub struct Known(Arc<Mutex<HashMap<Item, Sheet>>>);

impl Known {
    /// Tells what a file says.
    pub fn tell(&self, item: Item, file: Sheet) {
        self.files().insert(item, file);
    }

    /// Where an item is kept and what its file said; nothing while it has none.
    pub fn said(&self, item: Item) -> Option<(PathBuf, Option<String>)> {
        let file = self.files().get(&item)?.clone();
        Some(match file {
            Sheet::Event(event) => (event.path().to_owned(), event.said().map(str::to_owned)),
            Sheet::Session(one) => (one.path().to_owned(), one.said().map(str::to_owned)),
        })
    }

    /// The folder of an open event; nothing while it has none.
    pub fn folder(&self, desk: DeskId) -> Option<String> {
        match self.files().get(&Item::Event(desk))? {
            Sheet::Event(event) => Some(event.folder.clone()),
            Sheet::Session(_) => None,
        }
    }

    fn files(&self) -> MutexGuard<'_, HashMap<Item, Sheet>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
