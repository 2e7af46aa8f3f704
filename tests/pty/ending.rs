//! Ended from outside while somebody types: within a second, with every word, and with the terminal as it was.

use crate::home::Home;
use crate::start::RUNNING;
use crate::terminal::Terminal;
use std::time::{Duration, Instant};

/// A second, and what a busy machine adds to the start and the end of a process.
const SOON: Duration = Duration::from_secs(4);

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
