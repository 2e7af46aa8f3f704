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
    stage.keys("f<Up><Ctrl-U>kernel, disks<Enter>");
    assert_eq!(
        stage.session("Fsync and Other Promises").tags,
        ["kernel", "disks"]
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

#[test]
fn a_list_grows_line_by_line_and_shrinks_where_a_line_is_emptied() {
    let mut stage = Stage::demo(80, 24);
    let title = "Fsync and Other Promises";
    let to_speakers = "f<Down><Down><Down><Down>";
    stage
        .keys(to_speakers)
        .keys("<Down>Ada Lovelace, Engines; and Sons<Down>Grace");
    assert_snapshot!("growing", stage.picture());
    stage.keys("<Enter>");
    let names = |stage: &Stage| -> Vec<String> {
        let speakers = stage.session(title).speakers.iter();
        speakers.map(|speaker| speaker.name.clone()).collect()
    };
    assert_eq!(names(&stage), ["Tomasz Oyelaran", "Ada Lovelace", "Grace"]);
    let ada = &stage.session(title).speakers[1];
    assert_eq!(ada.affiliation.as_deref(), Some("Engines; and Sons"));
    stage.keys(to_speakers).keys("<Down><Ctrl-U><Enter>");
    assert_eq!(names(&stage), ["Tomasz Oyelaran", "Grace"]);
    stage.keys("u");
    assert_eq!(names(&stage), ["Tomasz Oyelaran", "Ada Lovelace", "Grace"]);
}

#[test]
fn people_and_kept_lines_have_fields_of_their_own() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("aSomeone, Somewhere<Tab><Tab><Tab><Tab><Enter>igf");
    stage.keys("<Down><Down>no url");
    assert_snapshot!("person", stage.picture());
    stage.keys("<Ctrl-U>https://someone.example/<Down>in the queue<Down>the slides<Enter>");
    let session = stage.session("Fsync and Other Promises");
    let person = session.people.owner().last().unwrap();
    assert_eq!(
        (person.name.as_str(), person.url.as_deref()),
        ("Someone", Some("https://someone.example/"))
    );
    assert_eq!(person.place.as_deref(), Some("in the queue"));
    assert_eq!(person.promised.as_deref(), Some("the slides"));
    stage.keys("gjf<Down><Ctrl-U>Another<Enter>");
    let entry = &stage.session("Fsync and Other Promises").entries.owner()[0];
    assert_eq!(entry.who.as_deref(), Some("Another"));
    // Esc keeps what was typed, and everything can be taken back.
    stage.keys("<Esc>uu");
    let session = stage.session("Fsync and Other Promises");
    assert_eq!(session.people.owner().last().unwrap().url, None);
}
