//! Ended from outside while somebody types: within a second, with every word, and with the terminal
//! as it was.

use crate::home::Home;
use crate::start::RUNNING;
use crate::terminal::Terminal;
use std::path::Path;
use std::time::{Duration, Instant};

/// A second, and what a busy machine adds to the start and the end of a process.
const SOON: Duration = Duration::from_secs(4);

/// The bound that is asserted where the terminal takes nothing.
const LATEST: Duration = Duration::from_secs(5);

/// How long anything else may take.
const PATIENCE: Duration = Duration::from_secs(30);

fn typing(home: &Home) -> Terminal {
    let mut terminal = home.open(80, 24);
    terminal.wait("New note now");
    terminal.keys("<Enter>").wait("Esc back");
    terminal.keys(" Unsaved words.").wait("Unsaved words.");
    terminal
}

#[test]
fn signals_to_end_save_what_was_typed() {
    for name in ["TERM", "HUP", "INT"] {
        let home = Home::demo();
        let mut terminal = typing(&home);
        let sent = Instant::now();
        terminal.signal(name).wait_exit();
        assert!(sent.elapsed() < SOON, "{name}: {:?}", sent.elapsed());
        terminal.assert_given_back();
        assert!(home.read(RUNNING).contains("Unsaved words.\n"), "{name}");
    }
}

#[test]
fn a_closed_window_ends_it() {
    let home = Home::demo();
    let mut terminal = typing(&home);
    terminal.hang_up();
    let closed = Instant::now();
    terminal.wait_exit();
    assert!(closed.elapsed() < SOON, "{:?}", closed.elapsed());
    assert!(home.read(RUNNING).contains("Unsaved words.\n"));
}

/// How much the journals have; room that is held in advance does not count.
fn journaled(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    let sizes = entries.map(|entry| {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            return journaled(&path);
        }
        let bytes = std::fs::read(&path).unwrap_or_default();
        bytes.iter().filter(|byte| **byte != 0).count()
    });
    sizes.sum()
}

/// Types a character and waits until a journal has it.
fn type_unseen(terminal: &mut Terminal, home: &Home) {
    let journals = home.path("state/hallway/journals");
    let before = journaled(&journals);
    terminal.keys("x");
    let latest = Instant::now() + PATIENCE;
    // A save in between makes them shorter.
    while journaled(&journals) == before {
        assert!(Instant::now() < latest, "the journal takes nothing");
        std::thread::yield_now();
    }
}

#[test]
fn a_terminal_that_takes_nothing_stops_neither_the_journal_nor_the_end() {
    for name in ["TERM", "HUP", "INT"] {
        let home = Home::demo();
        let mut terminal = typing(&home);
        terminal.deafen();
        // More than any terminal's buffer takes: each size is a whole frame.
        for round in 0..60 {
            terminal.resize(200 + round % 2, 60);
            type_unseen(&mut terminal, &home);
        }
        let sent = Instant::now();
        terminal.signal(name).wait_exit();
        assert!(sent.elapsed() < LATEST, "{name}: {:?}", sent.elapsed());
        // The key that made it deaf went to the left.
        let typed = format!("Unsaved words{}.", "x".repeat(60));
        let notes = home.read(RUNNING);
        assert_eq!(notes.matches(&typed).count(), 1, "{name}: {notes}");
    }
}

#[test]
fn other_signals_give_the_terminal_back_and_end_it_as_they_are() {
    for (name, said) in [
        ("QUIT", "Quit"),
        ("ABRT", "Aborted"),
        ("USR1", "User defined signal 1"),
        ("ALRM", "Alarm clock"),
    ] {
        let home = Home::demo();
        let mut terminal = typing(&home);
        let status = terminal.signal(name).wait_exit();
        terminal.assert_given_back();
        let signal = status.signal().unwrap_or_default();
        assert!(signal.starts_with(said), "{name}: {status:?}");
        // What was on the screen comes back.
        let mut terminal = home.open(80, 24);
        terminal.wait("words in Fsync and Other Promises");
        assert!(home.read(RUNNING).contains("Unsaved words.\n"), "{name}");
    }
}
