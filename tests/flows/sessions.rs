//! Sessions: made, marked, moved, deleted, and everything taken back.

use crate::stage::Stage;
use insta::assert_snapshot;

#[test]
fn a_new_session_asks_for_one_line() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("nKubernetes 101");
    assert_snapshot!("new_session", stage.picture());
    stage.keys("<Tab><Tab><Enter>hello<Esc>");
    let session = stage.session("Kubernetes 101");
    assert_eq!(session.notes, "hello");
    assert_eq!(session.kind.word(), "meetup");
    assert_eq!(
        session.starts.unwrap().to_rfc3339(),
        "2026-05-15T14:05:00+01:00"
    );
}

#[test]
fn undo_takes_back_everything_in_order() {
    let mut stage = Stage::demo(80, 24);
    let notes = stage.session("Fsync and Other Promises").notes.clone();
    let count = stage.sessions.len();
    stage
        .keys("<Enter>typed<Esc>")
        .keys("r!<Enter>")
        .keys("t")
        .keys("d");
    assert_eq!(stage.sessions.len(), count - 1);
    stage.keys("u");
    assert_eq!(
        stage.session("Fsync and Other Promises!").kind.word(),
        "booth"
    );
    stage.keys("uu");
    assert!(
        stage
            .session("Fsync and Other Promises")
            .notes
            .contains("typed")
    );
    stage.keys("u");
    assert_eq!(stage.session("Fsync and Other Promises").notes, notes);
    stage.keys("UUUU");
    assert_eq!(stage.sessions.len(), count - 1);
}

#[test]
fn sessions_change_places() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("K");
    let order = |stage: &Stage, title: &str| stage.session(title).order;
    assert!(order(&stage, "Fsync and Other Promises") < order(&stage, "At the Lanternfish Table"));
    stage.keys("J");
    assert!(order(&stage, "Fsync and Other Promises") > order(&stage, "At the Lanternfish Table"));
}

#[test]
fn an_event_is_renamed_and_filled_in_from_the_list() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("<Esc>r!<Enter>");
    assert_eq!(stage.event.as_ref().unwrap().title, "Harbour Days 2026!");
    stage.keys("uEF<Down><Down><Down><Ctrl-U>The quay<Enter>");
    let event = stage.event.as_ref().unwrap();
    assert_eq!(event.title, "Harbour Days 2026");
    assert_eq!(event.place.as_deref(), Some("The quay"));
    stage.keys("Ex<Enter>");
    assert_eq!(stage.posts.len(), 1);
}

#[test]
fn undo_names_the_text_that_it_takes_back() {
    // The texts that were open stand in no order, so once is not enough.
    for _ in 0..8 {
        let mut stage = Stage::demo(80, 24);
        stage.keys("I<Esc>C words<Esc>u");
        assert!(
            stage.text().contains("Undone: writing in the closing"),
            "{}",
            stage.text()
        );
    }
}
