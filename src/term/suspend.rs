//! Leaving the terminal to others for a while: the shell, or the person's own editor.

use super::editor::{EditorError, ExternalEditor};
use super::{LAST_FLUSH, LAST_SAVE, Loop, TermError, Wake, signals};
use crate::app::effect::{DocumentId, Outcome};
use crate::app::input::Input;
use crate::app::open_event::TextId;
use crate::store::journal::JournalText;
use crate::store::{EditSource, OpenEdit, Store};
use std::path::Path;
use std::thread;
use std::time::Instant;

impl Loop {
    /// Goes back to the shell, with everything on disk, until it continues us.
    pub(super) fn suspend(&mut self) -> Result<(), TermError> {
        let effects = self.app.save_all();
        self.save(effects);
        let others = self.wait_for_disk();
        self.sync.finish(LAST_FLUSH);
        // What is typed from here on is for the shell.
        let paused = self.input_thread.pause()?;
        self.guard.leave();
        signals::stop()?;
        self.guard.enter_again()?;
        drop(paused);
        self.look_again()?;
        for wake in others {
            self.take(wake)?;
        }
        Ok(())
    }

    /// Takes the terminal again after somebody else had it.
    pub(super) fn enter_again(&mut self) -> Result<(), TermError> {
        self.guard.enter_again()?;
        self.look_again()
    }

    /// Looks what others did meanwhile, and how large the terminal is now.
    fn look_again(&mut self) -> Result<(), TermError> {
        self.tell_time();
        self.resized()?;
        self.update(Input::Look)
    }

    /// Tells the app how large the terminal is now.
    pub(super) fn resized(&mut self) -> Result<(), TermError> {
        let (width, height) = ratatui::crossterm::terminal::size()?;
        self.update(Input::Resize(width, height))
    }

    /// Waits a little until everything is on disk; returns what else happened meanwhile.
    pub(super) fn wait_for_disk(&mut self) -> Vec<Wake> {
        let latest = Instant::now() + LAST_SAVE;
        let mut others = Vec::new();
        while self.app.under_way() > 0 {
            let wait = latest.saturating_duration_since(Instant::now());
            match self.woken.recv_timeout(wait) {
                Ok(Wake::Done(outcome)) => {
                    let effects = self.app.update(Input::Done(Box::new(outcome)));
                    self.save(effects);
                }
                Ok(other) => others.push(other),
                Err(_) => break,
            }
        }
        others
    }

    /// Opens a text of the open event in the person's own editor, and takes it back.
    pub(super) fn edit_text(
        &mut self,
        name: &str,
        text: &str,
        of: TextId,
    ) -> Result<(), TermError> {
        // Only then is the file of a new note known.
        let others = self.wait_for_disk();
        let source = self.source(of);
        let edited = self.lend_terminal(|store| edit(store, name, text, &source))?;
        let (text, mut open) = match edited {
            Ok((text, open)) => (Ok(text), Some(open)),
            Err(why) => (Err(why), None),
        };
        self.update(Input::Done(Box::new(Outcome::Edited { text })))?;
        if self.is_lent()
            && let Some(open) = open.take()
            && let Err(store_error) = self.store.refuse_edit(open)
        {
            tracing::warn!(
                what = store_error.short(),
                "what an editor left comes back by itself"
            );
        }
        // Without a journal it is safe only once the note is saved.
        if let Some(open) = open.filter(|_| self.app.saving.no_journal.is_none()) {
            let store = self.store.clone();
            in_background(move || close(&store, open));
        }
        self.update(Input::Look)?;
        for wake in others {
            self.take(wake)?;
        }
        Ok(())
    }

    /// Whether the app still waits for a text from an editor.
    fn is_lent(&self) -> bool {
        let open_event = self.app.open_event.as_ref();
        open_event.is_some_and(|open_event| open_event.lent.is_some())
    }

    /// Returns where a text of the open event comes from.
    fn source(&self, of: TextId) -> EditSource {
        let open_event = self.app.open_event.as_ref();
        let (item, which) = match of {
            TextId::Notes(session_id) => (
                open_event.map(|open_event| DocumentId::Session(open_event.id, session_id)),
                JournalText::Notes,
            ),
            TextId::Intro => (
                open_event.map(|open_event| DocumentId::Event(open_event.id)),
                JournalText::Intro,
            ),
            TextId::Closing => (
                open_event.map(|open_event| DocumentId::Event(open_event.id)),
                JournalText::Closing,
            ),
        };
        let file = item.and_then(|item| self.app.files.loaded(item));
        let title = open_event.map(|open_event| match of {
            TextId::Notes(session_id) => open_event
                .session(session_id)
                .map(|session| session.title.clone()),
            TextId::Intro | TextId::Closing => Some(open_event.event.title.clone()),
        });
        EditSource {
            file: file.map(|file| file.path().to_owned()),
            which,
            title: title.flatten().unwrap_or_default(),
        }
    }

    /// Leaves the terminal to an editor until it is closed.
    pub(super) fn lend_terminal<T>(
        &mut self,
        edit: impl FnOnce(&Store) -> T,
    ) -> Result<T, TermError> {
        let paused = self.input_thread.pause()?;
        self.guard.leave();
        let edited = edit(&self.store);
        self.guard.enter_again()?;
        drop(paused);
        self.tell_time();
        self.resized()?;
        Ok(edited)
    }
}

/// Opens a text in the person's own editor and waits until that is closed. The text is still in its
/// file afterwards.
///
/// # Errors
/// Why there is no text, for the person to read.
fn edit(
    store: &Store,
    name: &str,
    text: &str,
    source: &EditSource,
) -> Result<(String, OpenEdit), String> {
    let editor = ExternalEditor::of_environment().map_err(|error| error.sentence())?;
    let open = store.open_edit(name, text, source);
    let open = open.map_err(|store_error| store_error.to_string())?;
    let path = open.path().display().to_string();
    let (syncs, file) = (store.clone(), open.path().to_owned());
    in_background(move || {
        if let Err(store_error) = syncs.sync_edit(&file) {
            tracing::warn!(
                what = store_error.short(),
                "an editor's text was not synced"
            );
        }
    });
    match editor.edit(open.path()) {
        Ok(()) => match store.edited_text(&open) {
            Ok(text) => Ok((text, open)),
            Err(store_error) => Err(store_error.to_string()),
        },
        // It was ended with us: what it saved comes back at the next start.
        Err(error) if signals::is_ending() => Err(error.sentence()),
        Err(error @ EditorError::Failed { .. }) => match store.refuse_edit(open) {
            Ok(true) => Err(format!("{}; what it left is in {path}", error.sentence())),
            Ok(false) => Err(error.sentence()),
            Err(store_error) => Err(format!("{}; {store_error}", error.sentence())),
        },
        Err(error) => {
            close(store, open);
            Err(error.sentence())
        }
    }
}

/// Does what waits for the disk, in a thread of its own.
fn in_background(work: impl FnOnce() + Send + 'static) {
    let named = thread::Builder::new().name("editor".to_owned());
    if let Err(error) = named.spawn(work) {
        tracing::warn!(%error, "there is no thread for an editor's text");
    }
}

/// Removes a text that is safe elsewhere.
fn close(store: &Store, open: OpenEdit) {
    if let Err(store_error) = store.close_edit(open) {
        // It is found at the next start, where its note has it already.
        tracing::warn!(
            what = store_error.short(),
            "an editor's text was not removed"
        );
    }
}

/// Opens a file in the person's own editor and waits until that is closed.
///
/// # Errors
/// Why it was not, or that the editor failed, for the person to read.
pub(super) fn edit_file(path: &Path) -> Result<(), String> {
    let edited = ExternalEditor::of_environment().and_then(|editor| editor.edit(path));
    edited.map_err(|error| error.sentence())
}
