//! The terminal while the app has it, and as it was afterwards.

use super::Wake;
use super::output::{self, OutputFrame};
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste,
    EnableFocusChange, EnableMouseCapture,
};
use ratatui::crossterm::queue;
use ratatui::crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use ratatui::{Frame as Drawing, Terminal};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::Duration;

/// Whether the terminal is ours now.
static OURS: AtomicBool = AtomicBool::new(false);

/// How long a terminal may take to be given back.
const LAST_WORDS: Duration = Duration::from_millis(250);

/// How long it may take when the program has to end at once.
const LAST_WORD: Duration = Duration::from_millis(30);

/// The terminal; gives it back when dropped.
pub struct Guard {
    terminal: Terminal<CrosstermBackend<OutputFrame>>,
    frame: OutputFrame,
    wake: Sender<Wake>,
}

impl Guard {
    /// Takes the terminal: its other screen, keys one by one, pastes as such, the mouse, word of
    /// being looked at again. Where it takes no more frames for a while, `wake` hears when it does.
    pub fn enter(wake: Sender<Wake>) -> io::Result<Guard> {
        take(&wake)?;
        let frame = OutputFrame::default();
        match Terminal::new(CrosstermBackend::new(frame.clone())) {
            Ok(terminal) => Ok(Guard {
                terminal,
                frame,
                wake,
            }),
            Err(error) => {
                give_back();
                Err(error)
            }
        }
    }

    /// Gives it back for a while.
    pub fn leave(&mut self) {
        give_back();
    }

    /// Takes it again; the next frame is drawn whole.
    pub fn enter_again(&mut self) -> io::Result<()> {
        take(&self.wake)?;
        // Not `clear`, which asks the terminal where its cursor is and fails when nobody answers.
        let size = self.terminal.size()?;
        self.terminal.resize(size.into())
    }

    /// Draws a frame that is shown at once; none while the terminal has not taken the last one.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Drawing<'_>)) -> io::Result<()> {
        if !output::is_free() {
            return Ok(());
        }
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.draw(draw)?;
        queue!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        self.frame.send(&self.wake)
    }

    /// Puts a text on the clipboard, as far as the terminal takes it.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        use ratatui::crossterm::clipboard::CopyToClipboard;
        queue!(
            self.terminal.backend_mut(),
            CopyToClipboard::to_clipboard_from(text)
        )?;
        self.frame.send(&self.wake)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}

fn take(wake: &Sender<Wake>) -> io::Result<()> {
    OURS.store(true, Ordering::SeqCst);
    let taken = enable_raw_mode().and_then(|()| {
        let mut bytes = Vec::new();
        queue!(
            bytes,
            EnterAlternateScreen,
            EnableBracketedPaste,
            EnableMouseCapture,
            EnableFocusChange
        )?;
        output::open(&bytes, wake)
    });
    if taken.is_err() {
        give_back();
    }
    taken
}

/// Gives the terminal back, as far as it is still there.
pub fn give_back() {
    give_back_within(LAST_WORDS);
}

/// Gives the terminal back as fast as it goes.
pub fn give_back_now() {
    give_back_within(LAST_WORD);
}

fn give_back_within(time: Duration) {
    if !OURS.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut bytes = Vec::new();
    let collected = queue!(
        bytes,
        DisableFocusChange,
        DisableMouseCapture,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    );
    debug_assert!(collected.is_ok());
    output::close(&bytes, time);
    // A terminal that is gone needs no settings.
    let _ = disable_raw_mode();
}
