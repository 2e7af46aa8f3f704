//! The forms of sessions and of the event.

use crate::stage::Stage;
use insta::assert_snapshot;

#[test]
fn fields_are_checked_beside_the_field() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("f<Down><Ctrl-U>half past");
    assert_snapshot!("form_error", stage.picture());
    stage.keys("<Ctrl-U>14:15<Down><Ctrl-U>+1h<Enter>");
    let session = stage.session("Fsync and Other Promises");
    assert_eq!(
        session.starts.unwrap().to_rfc3339(),
        "2026-05-15T14:15:00+01:00"
    );
    assert_eq!(
        session.ends.unwrap().to_rfc3339(),
        "2026-05-15T15:15:00+01:00"
    );
    stage.keys("F<Down><Down><Ctrl-U>2026-05-17<Esc>");
    assert_eq!(
        stage.event.as_ref().unwrap().ends.unwrap().to_string(),
        "2026-05-17"
    );
}

#[test]
fn leaving_keeps_what_stands_in_lines_and_forms() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("f<Ctrl-U>Another title<Ctrl-P>quit<Enter>");
    assert!(stage.quit);
    assert!(
        stage
            .session("Another title")
            .notes
            .starts_with("A file that")
    );
    let mut stage = Stage::demo(80, 24);
    stage.keys("ahalf a thought<Ctrl-P>quit<Enter>");
    let session = stage.session("Fsync and Other Promises");
    assert_eq!(
        session.entries.owner().last().unwrap().text,
        "half a thought"
    );
}
