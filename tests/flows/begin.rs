//! The first moments: an empty notebook, a cold start.

use crate::stage::Stage;
use insta::assert_snapshot;

#[test]
fn an_empty_notebook_says_what_to_press_and_enter_begins() {
    let mut stage = Stage::empty(80, 24);
    assert_snapshot!("empty_notebook", stage.picture());
    stage.keys("<Enter>Hello");
    stage.keys("<Esc>");
    assert_eq!(stage.session("Untitled talk 14:05").notes, "Hello");
    assert_eq!(stage.event.as_ref().unwrap().title, "Event of 15 May 2026");
    assert_snapshot!("first_note", stage.picture());
}

#[test]
fn the_running_session_takes_two_keys() {
    let mut stage = Stage::demo(80, 24);
    let before = stage.session("Fsync and Other Promises").notes.clone();
    stage.keys("<Enter>x").wait(3);
    let after = &stage.session("Fsync and Other Promises").notes;
    assert_eq!(*after, format!("{before}x"));
}

#[test]
fn a_note_that_was_never_begun_goes_again() {
    let mut stage = Stage::demo(80, 24);
    let count = stage.sessions.len();
    stage.keys("g<Enter><Esc>");
    assert_eq!(stage.sessions.len(), count);
    stage.keys("g<Enter>kept<Esc>");
    assert_eq!(stage.session("Untitled talk 14:05").notes, "kept");
}
