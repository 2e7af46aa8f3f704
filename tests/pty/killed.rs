//! Killed at any moment: what was on the screen is there at the next start.

use crate::home::Home;
use crate::start::RUNNING;
use crate::terminal::Terminal;

fn typing(home: &Home) -> Terminal {
    let mut terminal = home.open(80, 24);
    terminal.wait("New note now");
    terminal.keys("<Enter>").wait("Esc back");
    terminal
}

#[test]
fn a_key_that_was_shown_is_never_lost() {
    let home = Home::demo();
    let before = home.read(RUNNING);
    let mut terminal = typing(&home);
    // Whatever was saved by itself until then.
    for key in [
        " Seven", " small", " words", " that", " were", " never", " saved.",
    ] {
        terminal.keys(key).wait(key);
    }
    terminal.signal("KILL").wait_exit();
    let mut terminal = home.open(80, 24);
    terminal.wait("words in Fsync and Other Promises");
    terminal.keys("<Enter>").wait_without("Nothing was lost");
    terminal.keys("<Enter>").wait("saved.");
    assert!(
        home.read(RUNNING)
            .contains(" Seven small words that were never saved.\n")
    );
    terminal
        .wait_until_still()
        .keys("<Esc>")
        .wait("Enter write");
    terminal.keys("q");
    assert!(terminal.wait_exit().success());
    // It is offered once; the old text is among the earlier versions.
    let mut terminal = home.open(80, 24);
    terminal.wait("New note now").keys("q").wait_exit();
    assert_ne!(before, home.read(RUNNING));
}

#[test]
fn the_old_text_can_be_taken_and_what_came_back_again() {
    let home = Home::demo();
    let before = home.read(RUNNING);
    let mut terminal = typing(&home);
    terminal.keys(" Gone.").wait(" Gone.");
    terminal.signal("KILL").wait_exit();
    let mut terminal = home.open(80, 24);
    terminal.wait("word in Fsync and Other Promises");
    terminal.keys("<Tab>").wait("Gone.");
    terminal.keys("<Tab>").wait("compare");
    terminal.keys("u").wait("old text taken");
    assert_eq!(home.read(RUNNING), before);
    terminal.keys("U").wait_without("old text taken");
    assert!(home.read(RUNNING).contains(" Gone.\n"));
}

#[test]
fn a_line_that_was_not_entered_yet_comes_back_too() {
    let home = Home::demo();
    let mut terminal = typing(&home);
    terminal.keys("<Alt-a>").wait("Enter done");
    terminal.keys("Ask about tape").wait("Ask about tape");
    terminal.signal("KILL").wait_exit();
    let mut terminal = home.open(80, 24);
    terminal.wait("words in Fsync and Other Promises");
    terminal.keys("<Enter>").wait("Ask about tape");
    assert!(home.read(RUNNING).contains("text = \"Ask about tape\""));
}

#[test]
fn the_first_note_of_an_empty_notebook_survives() {
    let home = Home::empty();
    let mut terminal = home.open(80, 24);
    terminal.wait("makes today's event");
    terminal.keys("<Enter>").wait("New note now");
    terminal.keys("<Enter>").wait("Untitled talk 14:05");
    terminal.keys("First words.").wait("First words.");
    terminal.signal("KILL").wait_exit();
    let mut terminal = home.open(80, 24);
    terminal.wait("Nothing was lost");
    terminal.keys("<Enter>").wait("First words.");
    assert!(home.sessions().contains("First words."));
}
