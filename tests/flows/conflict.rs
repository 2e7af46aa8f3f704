//! Where two versions clash: both sides on one screen, and what is taken of them.

use crate::stage::Stage;
use hallway::app::effect::Outcome;
use hallway::app::input::Input;
use hallway::app::open_event::{SessionId, TimelineRow};
use hallway::store::Store;
use insta::assert_snapshot;
use std::fs;
use std::path::PathBuf;

const SIZES: [(u16, u16); 3] = [(120, 40), (80, 24), (40, 12)];
const TALK: &str = "Fsync and Other Promises";

const MARKED: &str = "format = 1
kind = \"talk\"
<<<<<<< HEAD
title = \"Saving files\"
=======
title = \"Saving files, really\"
>>>>>>> other-laptop
room = \"Great Loft\"
notes = '''
The first line of both.
<<<<<<< HEAD
What was written on this laptop during the talk, in one paragraph that is longer than half of a screen is wide.
=======
What was written on the other one.
>>>>>>> other-laptop
The last line of both.
'''
";

/// The screen of a file that git left in two versions, and that file.
fn marked(width: u16, height: u16) -> (Stage, PathBuf) {
    let mut stage = Stage::demo(width, height);
    let path = stage
        .store
        .session_path(&stage.folder(), "saving-files")
        .unwrap();
    fs::write(&path, MARKED).unwrap();
    let conflict = stage.store.conflict(&path).unwrap().unwrap();
    stage.input(Input::Done(Box::new(Outcome::Conflict(Box::new(conflict)))));
    (stage, path)
}

#[test]
fn both_sides_at_several_sizes() {
    for (width, height) in SIZES {
        let (mut stage, _) = marked(width, height);
        assert_snapshot!(format!("clash_first_{width}x{height}"), stage.picture());
        stage.keys("j<");
        assert_snapshot!(format!("clash_mine_{width}x{height}"), stage.picture());
    }
}

#[test]
fn each_place_is_settled_by_a_key() {
    let (mut stage, path) = marked(80, 24);
    stage.keys(">");
    stage.keys("j<Enter>");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("title = \"Saving files, really\"\n"));
    assert!(text.contains("on this laptop") && text.contains("on the other one"));
    assert!(!text.contains("<<<<") && !text.contains("===="));
    assert!(stage.app.layers.is_empty());
    assert!(stage.text().contains("Resolved."), "{}", stage.text());
    // What was settled is a session like any other.
    let open_event = stage.app.open_event.as_ref().unwrap();
    let mut titles = open_event
        .sessions
        .iter()
        .map(|(_, session)| &session.title);
    assert!(titles.any(|title| title == "Saving files, really"));
    // Everything of both, merged by its meaning: the file has one title.
    let (mut stage, path) = marked(80, 24);
    stage.keys("<Enter>");
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text.matches("title = ").count(), 1, "{text}");
    // Mine everywhere is my side of it.
    let (mut stage, path) = marked(80, 24);
    stage.keys("<");
    stage.keys("j<");
    stage.keys("<Enter>");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("title = \"Saving files\"\n"));
    assert!(!text.contains("on the other one"));
}

#[test]
fn leaving_settles_nothing() {
    let (mut stage, path) = marked(80, 24);
    stage.keys(">");
    stage.keys("<Esc>");
    assert!(stage.app.layers.is_empty());
    assert_eq!(fs::read_to_string(path).unwrap(), MARKED);
}

/// A save of another title and room, in which somebody else had set both, too.
fn with_conflict() -> (Stage, SessionId) {
    let mut stage = Stage::demo(80, 24);
    let open_event = stage.app.open_event.as_ref().unwrap();
    let TimelineRow::Session(session_id) = open_event.selected else {
        panic!("a session")
    };
    stage.hold();
    stage.keys("f<Ctrl-U>Mine<Down><Down><Down><Ctrl-U>Cellar<Enter>");
    stage.edit_outside(TALK, |session| {
        session.title = "Theirs".to_owned();
        session.room = Some("Attic".to_owned());
    });
    stage.release();
    (stage, session_id)
}

#[test]
fn what_two_writers_set_at_once_is_told_and_can_be_settled_and_taken_back() {
    let (mut stage, session_id) = with_conflict();
    assert!(
        stage
            .text()
            .contains("Somebody else set title and 1 more, too: S shows both"),
        "{}",
        stage.text()
    );
    stage.keys("S");
    assert_snapshot!("clash_save_80x24", stage.picture());
    // Esc leaves theirs in the file and mine where it is kept, and it can be looked at again.
    stage.keys("<Esc>S");
    stage.keys("<");
    stage.keys("j=<Enter>");
    let session = |stage: &Stage| stage.sessions[&session_id.0].clone();
    assert_eq!(session(&stage).title, "Mine");
    assert_eq!(session(&stage).room.as_deref(), Some("Cellar / Attic"));
    stage.keys("u");
    assert_eq!(session(&stage).title, "Theirs");
    stage.keys("S");
    assert!(stage.text().contains("Nothing clashes"), "{}", stage.text());
}

#[test]
fn outside_of_a_clash_its_keys_change_nothing() {
    let mut stage = Stage::demo(80, 24);
    let before = stage.session(TALK).clone();
    stage.keys("S=");
    stage.keys("<");
    stage.keys(">");
    assert!(stage.text().contains("Only in a conflict"));
    assert_eq!(stage.session(TALK), &before);
}

#[test]
fn a_file_with_two_versions_is_found_from_any_row() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path().join("notebook"), folder.path().join("state"));
    let event = hallway::model::event::Event {
        title: "Fair".to_owned(),
        ..Default::default()
    };
    store.create_event("fair", event).unwrap();
    let path = store.session_path("fair", "saving-files").unwrap();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, MARKED).unwrap();
    let mut stage = Stage::at(&store, 80, 24);
    let open_event = stage.app.open_event.as_ref().unwrap();
    assert!(!matches!(open_event.selected, TimelineRow::Broken(_)));
    stage.keys("S");
    assert!(
        !stage.text().contains("Nothing clashes"),
        "{}",
        stage.text()
    );
    assert_eq!(stage.app.layers.len(), 1);
    assert!(
        stage.text().contains("saving-files.toml"),
        "{}",
        stage.text()
    );
}

#[test]
fn a_copy_of_a_sync_program_is_listed_and_settled_like_two_versions() {
    let mut stage = Stage::demo(120, 40);
    let folder = stage.folder();
    let sessions = stage
        .store
        .root()
        .join("events")
        .join(&folder)
        .join("sessions");
    let talk = fs::read_dir(&sessions)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let talk = talk.into_iter().find(|path| {
        let text = fs::read_to_string(path).unwrap();
        text.contains(TALK) && path.extension().is_some_and(|end| end == "toml")
    });
    let talk = talk.unwrap();
    let stem = talk.file_stem().unwrap().to_string_lossy().into_owned();
    let name = format!("{stem}.sync-conflict-20260515-140500-ABCDEFG.toml");
    let copy = sessions.join(&name);
    let text = fs::read_to_string(&talk).unwrap();
    let other = text.replacen("room = \"Great Loft\"", "room = \"Small Loft\"", 1);
    assert_ne!(text, other);
    fs::write(&copy, other).unwrap();
    stage.input(Input::Look);
    let shown = stage.text();
    assert!(
        shown.contains("! ") && shown.contains("a sync program left this copy"),
        "{shown}"
    );
    stage.keys("S");
    let shown = stage.text();
    assert!(
        shown.contains("Two versions of") && shown.contains("Small Loft"),
        "{shown}"
    );
    stage.keys(">").keys("<Enter>");
    assert!(
        stage.text().contains("The copy is in the notebook's trash"),
        "{}",
        stage.text()
    );
    assert!(fs::read_to_string(&talk).unwrap().contains("Small Loft"));
    assert!(!copy.exists());
    stage.input(Input::Look);
    let open_event = stage.app.open_event.as_ref().unwrap();
    assert!(open_event.unreadable.is_empty());
    assert!(stage.text().contains("Small Loft"), "{}", stage.text());
}
