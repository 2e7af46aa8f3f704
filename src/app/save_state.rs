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
    /// Everything is in its files, and the system could not promise that it stays there when the power goes.
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
        let desk = self.desk.as_ref();
        let dirty = desk.is_some_and(|desk| !desk.dirty.is_empty()) || saving.book.dirty;
        let is_locked = desk.is_some_and(|desk| desk.locked_out.is_some());
        let reads_only = is_locked || self.reads_only().is_some();
        let id = desk.map(|desk| desk.id);
        let mut unsure = saving.unsure.iter();
        let is_unsure = unsure.any(|item| item.desk().is_none() || item.desk() == id);
        match (&saving.trouble, saving.last) {
            (Some(trouble), _) => SaveState::NotSaved(trouble.short.clone()),
            (None, _) if reads_only && !dirty && self.under_way() == 0 => SaveState::ReadOnly,
            (None, _) if dirty => SaveState::Unsaved,
            (None, _) if self.under_way() > 0 => SaveState::Saving,
            (None, Some(_)) if is_unsure => SaveState::Unconfirmed,
            (None, Some(at)) => SaveState::Saved(at),
            (None, None) => SaveState::Nothing,
        }
    }
}
