//! What comes in from the terminal, and how a burst of keys is told from keys that a person
//! presses.
//!
//! A terminal without bracketed paste sends a pasted text as keys. In a list every letter of it
//! would be a command, so a burst of many different characters within one batch counts as a paste.

use super::effect::Outcome;
use super::journal_update::JournalReport;
use super::key::{Code, Key, NamedKey};
use std::time::Duration;

/// Something that happened.
#[derive(Debug)]
pub enum Input {
    /// A key was pressed.
    Key(Key),
    /// A text was pasted.
    Paste(String),
    /// Something was done with the mouse.
    Mouse(Mouse),
    /// The terminal has another size: columns, rows.
    Resize(u16, u16),
    /// Others may have done something to the notebook.
    Look,
    /// Time went by.
    Tick,
    /// An effect is done.
    Done(Box<Outcome>),
    /// What became of the journal.
    Journal(JournalReport),
}

/// Something that was done with the mouse, in columns and rows of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// What.
    pub what: MouseAct,
    /// The column.
    pub x: u16,
    /// The row.
    pub y: u16,
}

/// What was done with the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseAct {
    /// The left button went down.
    Click,
    /// It moved with the left button down.
    Drag,
    /// The wheel went up.
    WheelUp,
    /// The wheel went down.
    WheelDown,
}

/// From how many characters on a batch is a paste, not typing.
const BURST: usize = 32;

/// How long after a burst more characters still belong to it.
const TAIL: Duration = Duration::from_millis(60);

/// Tells pastes from typing, batch by batch.
#[derive(Debug, Default)]
pub struct Bursts {
    last: Option<Duration>,
}

impl Bursts {
    /// The inputs that a batch of keys, read at the moment `at`, stands for.
    pub fn split(&mut self, keys: &[Key], at: Duration) -> Vec<Input> {
        let in_tail = self.last.is_some_and(|last| at.saturating_sub(last) < TAIL);
        let mut inputs = Vec::new();
        let mut rest = keys;
        while !rest.is_empty() {
            let length = rest.iter().take_while(|key| typed(**key).is_some()).count();
            let (run, after) = rest.split_at(length);
            if is_burst(run) || in_tail && !run.is_empty() {
                self.last = Some(at);
                let text: String = run.iter().filter_map(|key| typed(*key)).collect();
                match text.strip_suffix('\n') {
                    // One line with Enter behind it reads the same either way.
                    Some(line) if !line.contains('\n') => {
                        inputs.push(Input::Paste(line.to_owned()));
                        inputs.push(Input::Key(Key::named(NamedKey::Enter)));
                    }
                    _ => inputs.push(Input::Paste(text)),
                }
            } else {
                inputs.extend(run.iter().map(|key| Input::Key(*key)));
            }
            inputs.extend(after.first().map(|key| Input::Key(*key)));
            rest = after.get(1..).unwrap_or_default();
        }
        inputs
    }
}

/// Many characters that are not one key held down.
fn is_burst(run: &[Key]) -> bool {
    run.len() >= BURST && run.iter().any(|key| *key != run[0])
}

/// The character that a key stands for in a pasted text.
fn typed(key: Key) -> Option<char> {
    match key.code {
        Code::Named(NamedKey::Enter) if !key.alt && !key.ctrl => Some('\n'),
        Code::Named(NamedKey::Tab) if !key.shift => Some('\t'),
        // A line feed arrives as Ctrl-J.
        Code::Char('j') if key.ctrl && !key.alt => Some('\n'),
        _ => key.text(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<Key> {
        let key = |c| match c {
            '\n' => Key::named(NamedKey::Enter),
            c => Key::char(c),
        };
        text.chars().map(key).collect()
    }

    fn shown(inputs: &[Input]) -> String {
        let show = |input: &Input| match input {
            Input::Key(key) => format!("<{key}>"),
            Input::Paste(text) => text.clone(),
            _ => String::new(),
        };
        inputs.iter().map(show).collect()
    }

    #[test]
    fn typing_stays_keys_and_a_flood_becomes_a_paste() {
        let mut bursts = Bursts::default();
        let at = Duration::from_secs;
        assert_eq!(shown(&bursts.split(&keys("nq"), at(1))), "<n><q>");
        let held = "j".repeat(500);
        assert_eq!(shown(&bursts.split(&keys(&held), at(2))), "<j>".repeat(500));
        let text = "quit\ndelete everything\nand never come back";
        assert_eq!(shown(&bursts.split(&keys(text), at(3))), text);
        // What trickles in right behind a flood belongs to it.
        let soon = at(3) + Duration::from_millis(20);
        assert_eq!(shown(&bursts.split(&keys("q"), soon)), "q");
        assert_eq!(shown(&bursts.split(&keys("q"), at(4))), "<q>");
    }

    #[test]
    fn a_line_with_enter_behind_it_is_still_entered() {
        let mut bursts = Bursts::default();
        let text = "A very long title that somebody pasted here\n";
        let inputs = bursts.split(&keys(text), Duration::ZERO);
        assert_eq!(shown(&inputs), text.replace('\n', "<Enter>"));
    }
}
