//! Whether the work is on disk, as the header says it.

use super::App;
use chrono::{DateTime, Utc};

/// Whether everything of the open event is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveState {
    /// Something could not be saved: why, in two or three words.
    NotSaved(String),
    /// Nothing can be written here.
    ReadOnly,
    /// Something is to be saved.
    Unsaved,
    /// Something is being saved.
    Saving,
    /// Everything is in its files, and the system could not promise that it stays there when the
    /// power goes.
    Unconfirmed,
    /// Everything is in its files, since then.
    Saved(DateTime<Utc>),
    /// Nothing was written yet.
    Nothing,
}

impl App {
    /// What the header says of it.
    pub fn save_state(&self) -> SaveState {
        let saving = &self.saving;
        let open_event = self.open_event.as_ref();
        let dirty =
            open_event.is_some_and(|open_event| !open_event.dirty.is_empty()) || saving.book.dirty;
        let is_locked = open_event.is_some_and(|open_event| open_event.locked_out.is_some());
        let reads_only = is_locked || self.reads_only().is_some();
        let id = open_event.map(|open_event| open_event.id);
        let mut unsure = saving.unsure.iter();
        let is_unsure = unsure.any(|item| item.event_id().is_none() || item.event_id() == id);
        match (&saving.failure, saving.last) {
            (Some(error), _) => SaveState::NotSaved(error.short.clone()),
            (None, _) if reads_only && !dirty && self.under_way() == 0 => SaveState::ReadOnly,
            (None, _) if dirty => SaveState::Unsaved,
            (None, _) if self.under_way() > 0 => SaveState::Saving,
            (None, Some(_)) if is_unsure => SaveState::Unconfirmed,
            (None, Some(at)) => SaveState::Saved(at),
            (None, None) => SaveState::Nothing,
        }
    }
}
