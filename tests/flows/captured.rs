//! Lines that are kept while something else goes on.

use crate::stage::Stage;
use hallway::app::input::{Input, Mouse, MouseAct};
use hallway::model::entry::Person;
use insta::assert_snapshot;

#[test]
fn capturing_does_not_leave_the_place() {
    let mut stage = Stage::demo(120, 40);
    stage.keys("<Enter>before <Alt-a><Tab><Tab>All of it -- Ada");
    assert_snapshot!("capture", stage.picture());
    stage.keys("<Enter>after<Esc>");
    let session = stage.session("Fsync and Other Promises");
    assert!(session.notes.contains("before after"));
    let entry = session.entries.owner().last().unwrap().clone();
    assert_eq!(
        (entry.text.as_str(), entry.who.as_deref()),
        ("All of it", Some("Ada"))
    );
}

#[test]
fn kept_lines_are_folded_moved_and_marked() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("i");
    assert_snapshot!("entries", stage.picture());
    stage.keys("<Enter>o");
    let session = stage.session("Fsync and Other Promises");
    assert!(
        session
            .notes
            .contains("\n\n    Saved is a word about the future."),
        "{}",
        session.notes
    );
    assert!(session.entries.owner()[0].folded);
    let count = session.entries.owner().len();
    stage.keys("J");
    assert_eq!(
        stage
            .session("Fsync and Other Promises")
            .entries
            .owner()
            .len(),
        count - 1
    );
    stage.keys("<Esc>uuu");
    let session = stage.session("Fsync and Other Promises");
    assert_eq!(session.entries.owner().len(), count);
    assert!(!session.notes.contains("    Saved is a word"));
}

#[test]
fn the_inbox_stands_in_order_of_time_and_says_the_days() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("GKi");
    let rows = |stage: &Stage| {
        let text = stage.text();
        let lines = text.lines().skip(3).take(4).map(str::to_owned);
        lines.collect::<Vec<String>>()
    };
    let chosen = |stage: &Stage| rows(stage).iter().position(|row| row.contains('\u{258c}'));
    let shown = rows(&stage);
    for (row, time) in shown.iter().zip(["Fri 08:41", "Fri 13:25", "Sat 12:07"]) {
        assert!(row.contains(time), "{shown:#?}");
    }
    assert_eq!(chosen(&stage), Some(0));
    stage.keys("j");
    assert_eq!(chosen(&stage), Some(1));
    // What is done, is done to what is chosen on the screen.
    stage.keys("d");
    assert!(!stage.text().contains("Oskar Brandt, the school"));
    stage.keys("u");
    let mouse = |what| {
        let (x, y) = (10, 5);
        Input::Mouse(Mouse { what, x, y })
    };
    stage.input(mouse(MouseAct::Click));
    assert_eq!(chosen(&stage), Some(2));
    stage.input(mouse(MouseAct::WheelUp));
    assert_eq!(chosen(&stage), Some(0));
}

#[test]
fn a_person_moves_on_and_on() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("GKij");
    let place = |stage: &Stage| {
        let open_event = stage.app.open_event.as_ref().unwrap();
        let is = |person: &Person| person.name == "Oskar Brandt";
        let mut sessions = open_event.sessions.iter();
        sessions.position(|(_, session)| session.people.owner().iter().any(is))
    };
    assert_eq!(place(&stage), None);
    // The second key moves the one that the first has moved.
    stage.keys("J");
    assert_eq!(place(&stage), Some(0));
    stage.keys("J");
    assert_eq!(place(&stage), Some(1));
    stage.keys("KK");
    assert_eq!(place(&stage), None);
    let inbox = stage.app.open_event.as_ref().unwrap().event.people.owner();
    assert!(inbox.iter().any(|person| person.name == "Oskar Brandt"));
}
