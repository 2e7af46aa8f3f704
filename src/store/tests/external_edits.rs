//! What an editor had when its hallway ended comes back into its note, once.

use super::notebook;
use crate::model::event::{Closing, Event};
use crate::model::session::Session;
use crate::store::clock::{Clock, SystemClock};
use crate::store::disk::RealDisk;
use crate::store::journal::JournalText;
use crate::store::{EditSource, ExternalEdit, OpenEdit, Store, StoreError};
use chrono::{DateTime, TimeDelta, Utc};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

fn with_notes(store: &Store, notes: &str) -> EditSource {
    let event = Event {
        title: "SCaLE".to_owned(),
        intro: "Before.".to_owned(),
        ..Event::default()
    };
    let folder = store.create_event("scale", event).unwrap().loaded.folder;
    let session = Session {
        title: "Kubernetes 101".to_owned(),
        notes: notes.to_owned(),
        ..Session::default()
    };
    let made = store.create_session(&folder, "kubernetes-101", session);
    EditSource {
        file: Some(made.unwrap().loaded.path().to_owned()),
        which: JournalText::Notes,
        title: "Kubernetes 101".to_owned(),
    }
}

fn notes(store: &Store) -> String {
    let session = store.session("scale", "kubernetes-101");
    session.unwrap().value.notes
}

fn write_notes(store: &Store, notes: &str) {
    let mut loaded = store.session("scale", "kubernetes-101").unwrap();
    loaded.value.notes = notes.to_owned();
    store.save(&mut loaded).unwrap();
}

/// The hallway that opened the editor ends without a word; the editor saved `saved`.
fn ends_while(edit: OpenEdit, saved: &str) -> PathBuf {
    let path = edit.path().to_owned();
    std::fs::write(&path, saved).unwrap();
    drop(edit);
    path
}

fn is_deleted(path: &Path) -> bool {
    !path.exists() && !path.with_extension("json").exists()
}

fn ids(edits: &[ExternalEdit]) -> Vec<&str> {
    edits.iter().map(|edit| edit.id.as_str()).collect()
}

#[test]
fn what_the_editor_saved_replaces_what_went_out_once() {
    let (_folder, store) = notebook();
    let source = with_notes(&store, "One.");
    let edit = store
        .open_edit("kubernetes-101", "One.\n", &source)
        .unwrap();
    let path = ends_while(edit, "One.\r\nTwo words.\r\n");
    let recovery = store.recover_edits().unwrap();
    let [back] = &recovery.back[..] else {
        panic!("{recovery:?}");
    };
    assert_eq!((back.title.as_str(), back.words), ("Kubernetes 101", 2));
    assert!(!back.merged && back.old.is_some());
    assert_eq!(notes(&store), "One.\nTwo words.");
    // The person goes on with it; nothing comes back once more.
    write_notes(&store, "One.\nTwo better words.");
    assert!(store.recover_edits().unwrap().back.is_empty());
    assert_eq!(notes(&store), "One.\nTwo better words.");
    assert!(is_deleted(&path));
}

#[test]
fn what_the_note_got_meanwhile_is_merged() {
    let (_folder, store) = notebook();
    let source = with_notes(&store, "One.\nTwo.\nThree.");
    let edit = store
        .open_edit("k", "One.\nTwo.\nThree.\n", &source)
        .unwrap();
    ends_while(edit, "One.\nTwo.\nThree.\nEdited.\n");
    write_notes(&store, "Typed.\nOne.\nTwo.\nThree.");
    let recovery = store.recover_edits().unwrap();
    assert!(recovery.back[0].merged);
    let all = "Typed.\nOne.\nTwo.\nThree.\nEdited.";
    assert_eq!(notes(&store), all);
    assert!(store.recover_edits().unwrap().back.is_empty());
    assert_eq!(notes(&store), all);
}

#[test]
fn what_changed_nothing_or_is_there_already_goes_without_a_word() {
    for (saved, now) in [
        ("One.\n", "One. More."),
        ("Edited.\n", "Edited."),
        ("\n", "One."),
    ] {
        let (_folder, store) = notebook();
        let source = with_notes(&store, "One.");
        let edit = store.open_edit("k", "One.\n", &source).unwrap();
        let path = ends_while(edit, saved);
        write_notes(&store, now);
        for _ in 0..2 {
            let recovery = store.recover_edits().unwrap();
            assert!(recovery.back.is_empty() && recovery.waiting.is_empty());
        }
        assert_eq!(notes(&store), now);
        assert!(is_deleted(&path), "{saved}");
    }
}

#[test]
fn a_note_that_was_made_from_it_does_not_get_it_twice() {
    let (_folder, store) = notebook();
    let source = with_notes(&store, "One.\nTwo.");
    let edit = store.open_edit("k", "One.\nTwo.\n", &source).unwrap();
    let path = ends_while(edit, "One.\nEdited in the other editor.\n");
    let record = path.with_extension("json");
    let first = std::fs::read(&record).unwrap();
    write_notes(&store, "Typed.\nOne.\nTwo.");
    assert_eq!(store.recover_edits().unwrap().back.len(), 1);
    let merged = "Typed.\nOne.\nEdited in the other editor.";
    assert_eq!(notes(&store), merged);
    // Killed between the save and the next write to the record; then somebody goes on writing.
    for now in [
        merged,
        "Typed.\nOne.\nEdited in the other editor, and typed.",
    ] {
        write_notes(&store, now);
        std::fs::write(&record, &first).unwrap();
        assert!(store.recover_edits().unwrap().back.is_empty());
        assert_eq!(notes(&store), now);
    }
}

#[test]
fn while_its_hallway_lives_nobody_takes_it() {
    let (_folder, store) = notebook();
    let source = with_notes(&store, "One.");
    let edit = store.open_edit("k", "One.\n", &source).unwrap();
    std::fs::write(edit.path(), "Half of it").unwrap();
    let other = Store::new(store.root(), store.state());
    assert!(other.external_edits().unwrap().is_empty());
    assert!(other.recover_edits().unwrap().back.is_empty());
    std::fs::write(edit.path(), "All of it.\n").unwrap();
    assert_eq!(store.edited_text(&edit).unwrap(), "All of it.\n");
    let path = edit.path().to_owned();
    store.close_edit(edit).unwrap();
    assert!(is_deleted(&path));
    assert_eq!(notes(&store), "One.");
}

#[test]
fn an_editor_that_is_still_open_may_save_once_more() {
    let (_folder, store) = notebook();
    let source = with_notes(&store, "One.");
    let edit = store.open_edit("k", "One.\n", &source).unwrap();
    let path = ends_while(edit, "One.\nTwo.\n");
    assert_eq!(store.recover_edits().unwrap().back.len(), 1);
    write_notes(&store, "Typed.\nOne.\nTwo.");
    std::fs::write(&path, "One.\nTwo.\nThree.\n").unwrap();
    assert_eq!(store.recover_edits().unwrap().back.len(), 1);
    assert_eq!(notes(&store), "Typed.\nOne.\nTwo.\nThree.");
}

#[test]
fn what_a_failed_editor_left_comes_back_only_on_demand() {
    let (_folder, store) = notebook();
    let source = with_notes(&store, "One.");
    let edit = store.open_edit("k", "One.\n", &source).unwrap();
    assert!(!store.refuse_edit(edit).unwrap());
    let edit = store.open_edit("k", "One.\n", &source).unwrap();
    std::fs::write(edit.path(), "Cancelled.\n").unwrap();
    assert!(store.refuse_edit(edit).unwrap());
    let recovery = store.recover_edits().unwrap();
    assert!(recovery.back.is_empty() && recovery.waiting.is_empty());
    assert_eq!(notes(&store), "One.");
    let edits = store.external_edits().unwrap();
    assert!(edits[0].is_refused());
    assert!(store.bring_edit(&edits[0]).unwrap().is_some());
    assert_eq!(notes(&store), "Cancelled.");
}

#[test]
fn a_note_that_is_gone_is_waited_for() {
    let (_folder, store) = notebook();
    let source = with_notes(&store, "One.");
    let edit = store.open_edit("k", "One.\n", &source).unwrap();
    let path = ends_while(edit, "One.\nTwo.\n");
    let file = source.file.clone().unwrap();
    let bytes = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    let recovery = store.recover_edits().unwrap();
    assert!(matches!(
        &recovery.waiting[..],
        [(_, StoreError::Missing { .. })]
    ));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "One.\nTwo.\n");
    std::fs::write(&file, bytes).unwrap();
    assert_eq!(store.recover_edits().unwrap().back.len(), 1);
    assert_eq!(notes(&store), "One.\nTwo.");
}

#[test]
fn introduction_and_closing_come_back_too() {
    let (_folder, store) = notebook();
    let of_session = with_notes(&store, "One.");
    let file = store.event_path("scale").unwrap();
    for (which, went_out, saved) in [
        (JournalText::Intro, "Before.\n", "Before the day.\n"),
        (JournalText::Closing, "\n", "After the day.\n"),
    ] {
        let source = EditSource {
            file: Some(file.clone()),
            which,
            ..of_session.clone()
        };
        let edit = store.open_edit("k", went_out, &source).unwrap();
        ends_while(edit, saved);
    }
    assert_eq!(store.recover_edits().unwrap().back.len(), 2);
    let event = store.event("scale").unwrap().value;
    assert_eq!(event.intro, "Before the day.");
    let closing = event.closing.unwrap_or_else(|| Closing::begun(""));
    assert_eq!(closing.text, "After the day.");
    assert_eq!(notes(&store), "One.");
}

#[test]
fn a_copy_of_the_notebook_gets_nothing_and_one_that_was_moved_does() {
    let (folder, store) = notebook();
    let source = with_notes(&store, "One.");
    let edit = store.open_edit("k", "One.\n", &source).unwrap();
    ends_while(edit, "One.\nTwo.\n");
    let elsewhere = folder.path().join("elsewhere");
    let copied = std::process::Command::new("cp")
        .arg("-r")
        .arg(store.root())
        .arg(&elsewhere)
        .status();
    assert!(copied.unwrap().success());
    let copy = Store::new(&elsewhere, store.state());
    let recovery = copy.recover_edits().unwrap();
    assert!(recovery.back.is_empty());
    assert_eq!(notes(&copy), "One.");
    // It is told, and comes only when somebody wants that.
    assert!(recovery.unknown[0].of_copy);
    drop(recovery);
    let there = folder.path().join("there");
    std::fs::rename(store.root(), &there).unwrap();
    let moved = Store::new(&there, store.state());
    assert_eq!(moved.recover_edits().unwrap().back.len(), 1);
    assert_eq!(notes(&moved), "One.\nTwo.");
    assert_eq!(notes(&copy), "One.");
}

#[test]
fn a_text_that_nobody_knows_is_listed_and_can_be_dropped() {
    let (_folder, store) = notebook();
    with_notes(&store, "One.");
    let lent = store.state().join("lent");
    std::fs::create_dir_all(&lent).unwrap();
    let path = lent.join("some-talk-ab12cd.rst");
    std::fs::write(&path, "Written by an older hallway.\n").unwrap();
    let recovery = store.recover_edits().unwrap();
    assert_eq!(ids(&recovery.unknown), ["ab12cd"]);
    let [edit] = &recovery.unknown[..] else {
        panic!("{recovery:?}");
    };
    assert_eq!((edit.file(), edit.title()), (None, None));
    assert!(store.bring_edit(edit).is_err());
    let (kept, durable) = store.drop_edit(edit).unwrap();
    assert!(durable.is_confirmed());
    assert!(is_deleted(&path));
    let kept = std::fs::read_to_string(kept).unwrap();
    assert_eq!(kept, "Written by an older hallway.\n");
}

#[test]
fn what_a_power_cut_left_of_it_does_not_get_into_the_note() {
    let (_folder, store) = notebook();
    let source = with_notes(&store, "One.");
    let open = || store.open_edit("k", "One.\n", &source).unwrap();
    ends_while(open(), "\0\0\0\0\0");
    let without_record = ends_while(open(), "One.\nTwo.\n");
    std::fs::write(without_record.with_extension("json"), "\0\0\0").unwrap();
    let of_a_later_hallway = ends_while(open(), "One.\nThree.\n");
    let record = of_a_later_hallway.with_extension("json");
    std::fs::write(&record, "{\"version\": 2, \"is\": \"else\"}").unwrap();
    let recovery = store.recover_edits().unwrap();
    assert_eq!(recovery.waiting.len(), 1);
    assert_eq!(recovery.unknown.len(), 1);
    assert!(recovery.back.is_empty());
    assert_eq!(notes(&store), "One.");
    assert!(of_a_later_hallway.exists() && record.exists());
}

/// A clock that a test sets.
#[derive(Debug)]
struct SetClock(Mutex<DateTime<Utc>>);

impl Clock for SetClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }

    fn monotonic(&self) -> Duration {
        SystemClock.monotonic()
    }

    fn sleep(&self, time: Duration) {
        SystemClock.sleep(time);
    }

    fn nonce(&self) -> [u8; 16] {
        SystemClock.nonce()
    }
}

#[test]
fn only_clocks_that_agree_make_a_text_too_old() {
    let (_folder, store) = notebook();
    // The file system has the real clock.
    let now = Utc::now();
    let clock = Arc::new(SetClock(Mutex::new(now)));
    let store = Store::with(
        store.root(),
        store.state(),
        Arc::new(RealDisk),
        clock.clone(),
    );
    let source = with_notes(&store, "One.");
    let edit = store.open_edit("k", "One.\n", &source).unwrap();
    std::fs::write(edit.path(), "Cancelled.\n").unwrap();
    let path = edit.path().to_owned();
    assert!(store.refuse_edit(edit).unwrap());
    let is_there = |days: i64| {
        *clock.0.lock().unwrap() = now + TimeDelta::days(days);
        store.external_edits().unwrap();
        path.exists()
    };
    assert!(is_there(29));
    // A clock far ahead, for one start, then right again, and one that was never set.
    assert!(is_there(2 * 365));
    assert!(is_there(1));
    assert!(is_there(-50 * 365));
    assert!(is_there(31));
    assert!(is_there(31));
    assert!(!is_there(32));
    assert!(is_deleted(&path));
}
