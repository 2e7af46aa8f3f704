//! The end of a history: everybody is done, and what is there is judged.

use super::{History, go_on};
use crate::program::STATE;
use crate::shown::Shown;
use hallway::app::input::Input;
use hallway::store::{Store, StoreError};
use std::time::Duration;

impl History {
    pub(super) fn end(mut self) -> Result<(), String> {
        self.disk.without_failures();
        go_on(&self.writers, Duration::MAX);
        for app in 0..2 {
            self.close_editor(app, true);
        }
        for _ in 0..3 {
            for app in 0..2 {
                if let Some(program) = &mut self.apps[app] {
                    program.input(Input::Look);
                    program.wait(Duration::from_secs(11));
                }
                self.calm(app);
                self.check(app)?;
            }
        }
        for app in 0..2 {
            self.quit(app);
        }
        // Whatever a journal still has is brought back.
        let store = self.store();
        let recovery = store
            .recover()
            .map_err(|store_error| store_error.to_string())?;
        if let Some((id, store_error)) = recovery.waiting.first() {
            return Err(format!(
                "journal {id} cannot be brought back: {store_error}"
            ));
        }
        // One that was killed while the disk took nothing has nothing whole in it.
        if let Some(problem) = recovery.problems.first().filter(|_| !self.failed) {
            return Err(format!("journal {} cannot be read", problem.id));
        }
        let (pending, _) = store
            .pending()
            .map_err(|store_error| store_error.to_string())?;
        if let Some(one) = pending.first() {
            return Err(format!("journal {} is still there", one.id));
        }
        let edits = store
            .recover_edits()
            .map_err(|store_error| store_error.to_string())?;
        if let Some((id, store_error)) = edits.waiting.first().filter(|_| !self.model.removed) {
            return Err(format!("edit {id} cannot be brought back: {store_error}"));
        }
        if let Some(edit) = edits.unknown.first().filter(|_| !self.failed) {
            return Err(format!("nobody knows where edit {} belongs", edit.id));
        }
        let found = notebook(&store)?;
        let (mut trash, mut versions) = (Shown::default(), Shown::default());
        for file in self.disk.files() {
            let into = match file.to_string_lossy() {
                _ if file.starts_with(self.root.join("trash")) => &mut trash,
                name if name.starts_with(STATE) => &mut versions,
                _ => continue,
            };
            into.text(&String::from_utf8_lossy(
                &self.disk.read(&file).unwrap_or_default(),
            ));
        }
        self.model.judge(&found, &trash, &versions)
    }
}

/// Everything that the files of a notebook say.
pub fn notebook(store: &Store) -> Result<Shown, String> {
    let mut shown = Shown::default();
    for folder in store
        .event_folders()
        .map_err(|store_error| store_error.to_string())?
    {
        match store.event(&folder) {
            Ok(event) => shown.event(&event.value),
            // Making it was cut short; a list of events does not show it.
            Err(StoreError::Missing { .. }) => {}
            Err(store_error) => return Err(store_error.to_string()),
        }
        let (sessions, errors) = store.sessions(&folder);
        if let Some(store_error) = errors.first() {
            return Err(store_error.to_string());
        }
        sessions.iter().for_each(|one| shown.session(&one.value));
    }
    let book = store
        .book()
        .map_err(|store_error| store_error.to_string())?;
    shown.links(&book.value.links);
    Ok(shown)
}
