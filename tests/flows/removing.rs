//! Deleting while a disk is slow or refuses: what was shown last lies in the trash, and what could
//! not be moved there is shown.

use crate::stage::Stage;
use hallway::app::input::Input;
use hallway::app::open_event::OpenEvent;
use std::fs;
use std::path::{Path, PathBuf};

const TALK: &str = "Fsync and Other Promises";

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => found.extend(files(&path)),
            path => found.push(path),
        }
    }
    found.sort();
    found
}

/// What the files say that lie in the trash.
fn trash(stage: &Stage) -> String {
    let files = files(&stage.store.root().join("trash"));
    let texts = files.iter().map(|file| fs::read_to_string(file).unwrap());
    texts.collect()
}

/// What the sessions' files of all events say that are no trash.
fn in_trash(stage: &Stage) -> String {
    let files = files(&stage.store.root().join("events"));
    let texts = files.iter().map(|file| fs::read_to_string(file).unwrap());
    texts.collect()
}

fn titles(stage: &Stage) -> Vec<String> {
    let open_event: &OpenEvent = stage.app.open_event.as_ref().unwrap();
    let sessions = open_event.sessions.iter();
    sessions.map(|(_, session)| session.title.clone()).collect()
}

#[test]
fn a_session_that_is_deleted_before_it_was_saved_lies_in_the_trash_with_its_text() {
    // The disk has not made its file yet; has made it, and the app does not know; or the app knows.
    for done in 0..3 {
        let mut stage = Stage::demo(80, 24);
        stage.hold().keys("nSlow talk<Enter>typed10 typed11");
        match done {
            0 => {}
            1 => while stage.work_one() {},
            _ => {
                stage.answer_all();
            }
        }
        stage.keys(" typed12<Esc>d");
        assert!(!titles(&stage).contains(&"Slow talk".to_owned()));
        stage.release();
        let trash = trash(&stage);
        assert_eq!(
            trash.matches("typed10 typed11 typed12").count(),
            1,
            "{done}: {trash}"
        );
        assert!(!in_trash(&stage).contains("typed1"), "{done}");
        // And it comes back from there.
        stage.keys("u");
        assert_eq!(stage.on_disk("Slow talk").notes, "typed10 typed11 typed12");
    }
}

#[test]
fn a_session_whose_saves_failed_lies_in_the_trash_with_its_text_when_it_is_deleted() {
    let mut stage = Stage::demo(80, 24);
    stage.failing = Some("disk full");
    stage.keys("nNo room<Enter>typed10 typed11<Esc>");
    assert!(!in_trash(&stage).contains("typed1"));
    stage.failing = None;
    stage.keys("d").wait(11);
    let trash = trash(&stage);
    assert_eq!(trash.matches("typed10 typed11").count(), 1, "{trash}");
    assert!(!in_trash(&stage).contains("typed1"));
    stage.keys("u");
    assert_eq!(stage.on_disk("No room").notes, "typed10 typed11");
}

#[test]
fn what_others_wrote_into_a_session_goes_to_the_trash_with_it() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("<Enter><Ctrl-End> mine10").hold().keys("<Esc>d");
    stage.edit_outside(TALK, |session| session.notes.insert_str(0, "theirs10\n\n"));
    stage.release();
    let trash = trash(&stage);
    for word in ["mine10", "theirs10"] {
        assert_eq!(trash.matches(word).count(), 1, "{trash}");
    }
}

/// A file stands where the trash would be.
fn without_trash() -> Stage {
    let stage = Stage::demo(80, 24);
    fs::write(stage.store.root().join("trash"), "in the way").unwrap();
    stage
}

#[test]
fn a_removal_that_fails_leaves_the_session_on_the_screen() {
    let mut stage = without_trash();
    stage.keys("<Enter><Ctrl-End> typed10<Esc>d");
    assert!(stage.text().contains("Not deleted"), "{}", stage.text());
    assert_eq!(
        titles(&stage).iter().filter(|title| *title == TALK).count(),
        1
    );
    assert_eq!(stage.on_disk(TALK).notes.matches("typed10").count(), 1);
    // It goes on as any other.
    stage
        .keys("<Esc>")
        .keys("E")
        .keys("<Esc>/promises<Enter><Enter><Ctrl-End> typed11<Ctrl-S>");
    let notes = stage.on_disk(TALK).notes;
    assert!(notes.trim_end().ends_with("typed10 typed11"), "{notes}");
    // And it is deleted when there is a trash again.
    fs::remove_file(stage.store.root().join("trash")).unwrap();
    stage.keys("<Esc>d");
    assert!(trash(&stage).contains("typed10 typed11"));
    assert!(!titles(&stage).contains(&TALK.to_owned()));
}

#[test]
fn an_undone_removal_that_fails_changes_nothing() {
    let mut stage = without_trash();
    let before = stage.on_disk(TALK);
    stage.hold().keys("du").release();
    assert_eq!(
        titles(&stage).iter().filter(|title| *title == TALK).count(),
        1
    );
    assert_eq!(stage.on_disk(TALK), before);
    stage.input(Input::Look).wait(11);
    assert_eq!(
        titles(&stage).iter().filter(|title| *title == TALK).count(),
        1
    );
}

#[test]
fn an_event_that_is_opened_after_it_was_removed_is_not_shown_as_open() {
    // The keys that once made the property test red, with every number of answers before the last
    // of them.
    for script in [
        "<Esc>n<Enter><Esc>fd",
        "<Esc>fd",
        "<Esc>n<Enter><Esc>rd",
        "<Esc>n<Enter><Esc>xd",
    ] {
        for answers in 0..6 {
            let mut stage = Stage::demo(80, 24);
            let (first, last) = script.split_at(script.len() - 1);
            stage.hold().keys(first);
            for _ in 0..answers {
                stage.answer_one();
            }
            stage.keys(last).answer_all();
            let open = stage
                .app
                .open_event
                .as_ref()
                .and_then(|open_event| open_event.folder.clone());
            let listed = stage.store.event_folders().unwrap();
            if let Some(open) = open {
                assert!(
                    listed.contains(&open),
                    "{script} {answers}: {open} of {listed:?}"
                );
            }
            // What is shown of the list is what is there.
            let shown = stage
                .app
                .event_list
                .events
                .iter()
                .map(|event| event.folder.clone());
            let mut shown: Vec<String> = shown.collect();
            shown.sort();
            let mut listed = listed;
            listed.sort();
            stage.keys("E").answer_all();
            assert_eq!(shown, listed, "{script} {answers}");
        }
    }
}

#[test]
fn an_event_that_is_deleted_with_unsaved_text_takes_it_to_the_trash() {
    for done in 0..3 {
        let mut stage = Stage::demo(80, 24);
        stage.keys("<Enter><Ctrl-End>").hold();
        stage.keys(" typed10<Ctrl-S> typed11");
        match done {
            0 => {}
            1 => while stage.work_one() {},
            _ => {
                stage.answer_all();
            }
        }
        stage.keys(" typed12<Esc>Ityped13<Esc><Esc>d").release();
        let trash = trash(&stage);
        for word in ["typed10 typed11 typed12", "typed13"] {
            assert_eq!(trash.matches(word).count(), 1, "{done}: {word} in {trash}");
        }
        assert!(stage.store.event_folders().unwrap().is_empty());
        // Undo brings all of it back.
        stage.keys("u");
        assert_eq!(
            in_trash(&stage).matches("typed10 typed11 typed12").count(),
            1
        );
        assert_eq!(in_trash(&stage).matches("typed13").count(), 1);
    }
}

#[test]
fn an_event_whose_text_cannot_be_saved_is_not_moved_away_without_it() {
    let mut stage = Stage::demo(80, 24);
    stage.failing = Some("disk full");
    stage.keys("<Enter><Ctrl-End> typed10<Esc><Esc>d");
    // It waits for its text.
    assert_eq!(trash(&stage), "");
    stage.failing = None;
    stage.wait(11);
    let trash = trash(&stage);
    assert_eq!(trash.matches("typed10").count(), 1, "{trash}");
    assert_eq!(stage.store.event_folders().unwrap(), [""; 0]);
}
