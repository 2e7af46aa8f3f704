//! Problems in the app: underlined, counted, listed, gone to, fixed and undone.

use crate::stage::Stage;
use hallway::app::input::Input;
use hallway::model::event::{Closing, Event};
use hallway::store::Store;
use insta::assert_snapshot;
use std::path::Path;

/// The sample event with a name that has no target and a list without a blank line in the running
/// talk.
fn broken(width: u16, height: u16) -> Stage {
    let mut stage = Stage::demo(width, height);
    stage.keys("<Enter><Ctrl-A>See `gone`_ and `Fsync`.<Enter><Enter>We need:<Enter>* tea");
    stage
}

#[test]
fn findings_are_underlined_and_counted_after_a_pause() {
    let mut stage = broken(120, 40);
    // Keys come a tenth of a second after each other and no time goes by: nothing is checked yet.
    assert!(!stage.text().contains("problem"));
    stage.wait(1);
    assert!(stage.text().contains("3 problems"), "{}", stage.text());
    assert_snapshot!("mend_120x40", stage.picture());
    let mut stage = broken(80, 24);
    stage.wait(1);
    assert_snapshot!("mend_80x24", stage.picture());
}

#[test]
fn the_list_names_the_place_and_mends() {
    let mut stage = broken(80, 24);
    stage.wait(1).keys("<Alt-m>");
    assert_snapshot!("mend_list_80x24", stage.picture());
    let title = "Fsync and Other Promises";
    let before = stage.session(title).notes.clone();
    // What has no fix is left to the person.
    stage.keys("gm");
    assert_eq!(stage.session(title).notes, before);
    stage.keys("jjm");
    let notes = stage.session(title).notes.clone();
    assert!(notes.contains("We need:\n\n* tea"), "{notes}");
    stage.keys("u");
    let notes = stage.session(title).notes.clone();
    assert!(notes.contains("We need:\n* tea"), "{notes}");
    assert!(stage.text().contains("3 problems"), "{}", stage.text());
    let mut stage = broken(40, 12);
    stage.wait(1).keys("<Alt-m>");
    assert_snapshot!("mend_list_40x12", stage.text());
}

#[test]
fn the_next_finding_is_one_key_away() {
    let mut stage = broken(80, 24);
    stage.keys("<Ctrl-Home><F8>");
    assert!(
        stage.text().contains("there is no target \"gone\""),
        "{}",
        stage.text()
    );
    stage.keys("<F8>here ");
    let notes = |stage: &mut Stage| {
        stage.keys("<Esc>");
        stage.session("Fsync and Other Promises").notes.clone()
    };
    assert!(notes(&mut stage).contains("and here `Fsync`."));
    // From the end it begins again.
    stage.keys("<F8><F8><F8>");
    assert!(stage.text().contains("gone"));
}

#[test]
fn going_to_a_place_puts_the_cursor_there() {
    let mut stage = broken(80, 24);
    stage.keys("<Esc>mgj<Enter>x");
    stage.keys("<Esc>");
    let notes = &stage.session("Fsync and Other Promises").notes;
    assert!(notes.contains("and x`Fsync`."), "{notes}");
}

#[test]
fn a_post_with_errors_is_not_written_unless_somebody_insists() {
    let mut stage = broken(80, 24);
    stage.keys("<Esc>x");
    assert_snapshot!("mend_export", stage.text());
    stage.keys("<Enter>");
    assert!(stage.posts.is_empty());
    stage.keys("<Tab><Enter>");
    assert_eq!(stage.posts.len(), 1);
}

#[test]
fn nothing_to_mend_is_said() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("<F8>");
    assert!(stage.text().contains("No problems"));
}

#[test]
fn an_event_with_nothing_open_is_ready() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path().join("notebook"), folder.path().join("state"));
    let event = |title: &str, closing: &str| Event {
        title: title.to_owned(),
        intro: "It began.".to_owned(),
        closing: Some(Closing {
            title: "Thanks".to_owned(),
            text: closing.to_owned(),
            ..Closing::default()
        }),
        ..Event::default()
    };
    store
        .create_event("whole", event("Whole", "It ended."))
        .unwrap();
    store.create_event("begun", event("Begun", "")).unwrap();
    let mut stage = Stage::of(store, 80, 24);
    stage.keys("E/x<Esc>");
    let text = stage.text();
    let row = |name: &str| text.lines().find(|line| line.contains(name)).unwrap();
    assert!(row("Whole").trim_end().ends_with("ready"), "{text}");
    assert!(row("Begun").trim_end().ends_with("0"), "{text}");
}

/// Each fix that the list offers for a broken note, applied by its key, is taken back by undo to
/// the very text.
#[test]
fn every_fix_is_taken_back_by_undo() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/broken");
    let mut mended = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ext| ext != "rst") {
            continue;
        }
        let mut stage = Stage::empty(120, 40);
        stage.keys("<Enter>");
        stage.input(Input::Paste(std::fs::read_to_string(&path).unwrap()));
        stage.keys("<Esc>m");
        let notes = |stage: &Stage| stage.sessions.values().next().unwrap().notes.clone();
        let before = notes(&stage);
        let count = stage.app.problems.found.len();
        assert!(count > 0, "{}", path.display());
        for at in 0..count {
            stage.keys("g").keys(&"<Down>".repeat(at)).keys("m");
            if notes(&stage) != before {
                mended += 1;
                stage.keys("u");
                assert_eq!(notes(&stage), before, "{} {at}", path.display());
                assert_eq!(
                    stage.app.problems.found.len(),
                    count,
                    "{} {at}",
                    path.display()
                );
            }
        }
    }
    assert!(mended > 60, "only {mended} were mended");
}
