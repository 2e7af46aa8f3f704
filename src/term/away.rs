//! Leaving the terminal to others for a while: the shell, or the person's own editor.

use super::editor::{Editor, EditorError};
use super::keeper::Said;
use super::{LAST_FLUSH, LAST_SAVE, Loop, TermError, Wake, signals};
use crate::app::input::Input;
use crate::store::Store;
use std::path::Path;
use std::time::Instant;

impl Loop {
    /// Goes back to the shell, with everything on disk, until it continues us.
    pub(super) fn suspend(&mut self) -> Result<(), TermError> {
        let effects = self.app.save_all();
        self.save(effects);
        let others = self.wait_for_disk();
        self.keeper.finish(LAST_FLUSH);
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
        while self.app.saving.under_way > 0 {
            let wait = latest.saturating_duration_since(Instant::now());
            match self.woken.recv_timeout(wait) {
                Ok(Wake::Done(outcome)) => {
                    let said = Said::of(&outcome);
                    let effects = self.app.update(Input::Done(Box::new(outcome)));
                    self.save(effects);
                    if let Some(said) = said {
                        self.keeper.after(&mut self.app, &said);
                    }
                }
                Ok(other) => others.push(other),
                Err(_) => break,
            }
        }
        others
    }

    /// Leaves the terminal to an editor until it is closed.
    pub(super) fn lend_terminal<T>(
        &mut self,
        edit: impl FnOnce(&Store) -> T,
    ) -> Result<T, TermError> {
        let paused = self.input_thread.pause()?;
        self.guard.leave();
        let edited = edit(&self.lender);
        self.guard.enter_again()?;
        drop(paused);
        self.tell_time();
        self.resized()?;
        Ok(edited)
    }
}

/// Opens a text in the person's own editor and waits until that is closed.
///
/// # Errors
/// Why there is no text, for the person to read.
pub(super) fn edit(store: &Store, name: &str, text: &str) -> Result<String, String> {
    let editor = Editor::of_environment().map_err(|error| error.sentence())?;
    let path = store
        .lend(name, text)
        .map_err(|trouble| trouble.to_string())?;
    editor.edit(&path).map_err(|error| match error {
        EditorError::Failed { .. } => {
            format!(
                "{}; what it left is in {}",
                error.sentence(),
                path.display()
            )
        }
        error => error.sentence(),
    })?;
    store
        .take_back(&path)
        .map_err(|trouble| trouble.to_string())
}

/// Opens a file in the person's own editor and waits until that is closed.
///
/// # Errors
/// Why it was not, or that the editor failed, for the person to read.
pub(super) fn edit_file(path: &Path) -> Result<(), String> {
    let edited = Editor::of_environment().and_then(|editor| editor.edit(path));
    edited.map_err(|error| error.sentence())
}
