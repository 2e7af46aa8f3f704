//! Claims and looks: who writes in what, and what became of a file.

use super::super::{Claiming, EditLockKind, FileState, Store, three};
use crate::model::event::Event;
use crate::model::session::Session;
use chrono::{DateTime, Utc};
use std::fs;
use std::time::{Duration, SystemTime};

fn since() -> DateTime<Utc> {
    "2026-05-15T13:02:00Z".parse().unwrap()
}

fn notebook() -> (tempfile::TempDir, Store, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = || Store::new(folder.path().join("notebook"), folder.path().join("state"));
    let (one, other) = (store(), store());
    let _ = one.prepare().unwrap();
    (folder, one, other)
}

fn session(store: &Store) -> crate::store::Loaded<Session> {
    let event = Event {
        title: "Fair".to_owned(),
        ..Event::default()
    };
    store.create_event("fair", event).unwrap();
    let session = Session {
        title: "Talk".to_owned(),
        notes: "A line.".to_owned(),
        ..Session::default()
    };
    store
        .create_session("fair", "talk", session)
        .unwrap()
        .loaded
}

#[test]
fn a_claim_is_for_one_and_ends_with_it() {
    let (_folder, one, other) = notebook();
    let path = one.session_path("fair", "talk").unwrap();
    let Claiming::Ours(lock) = one
        .lock_for_editing(EditLockKind::Held, &path, since())
        .unwrap()
    else {
        panic!("nobody else has it");
    };
    let again = other
        .lock_for_editing(EditLockKind::Held, &path, since())
        .unwrap();
    assert!(matches!(again, Claiming::Theirs));
    // A wish for the same file is another matter, and so is another file.
    let wish = other
        .lock_for_editing(EditLockKind::Requested, &path, since())
        .unwrap();
    assert!(matches!(wish, Claiming::Ours(_)));
    let event = other.event_path("fair").unwrap();
    let free = other
        .lock_for_editing(EditLockKind::Held, &event, since())
        .unwrap();
    assert!(matches!(free, Claiming::Ours(_)));
    let all = other.edit_locks().unwrap();
    assert_eq!(all.len(), 3);
    // Whoever takes over gives up the wish when the hold is there, so wishes come first.
    assert_eq!(all[0].what, EditLockKind::Requested);
    for found in &all {
        assert_eq!(found.by.pid, std::process::id());
        assert_eq!(found.by.since, since());
    }
    assert!(
        all.iter()
            .any(|found| found.file == "events/fair/sessions/talk.toml")
    );
    drop((lock, wish, free));
    assert_eq!(one.edit_locks().unwrap(), []);
    let now = other
        .lock_for_editing(EditLockKind::Held, &path, since())
        .unwrap();
    assert!(matches!(now, Claiming::Ours(_)));
}

#[test]
fn what_a_dead_process_left_is_no_claim() {
    let (_folder, one, _) = notebook();
    let path = one.event_path("fair").unwrap();
    drop(
        one.lock_for_editing(EditLockKind::Held, &path, since())
            .unwrap(),
    );
    let folder = one.edit_locks_folder().unwrap();
    let file = fs::read_dir(&folder).unwrap().next().unwrap().unwrap();
    let said = "1\n2026-05-15T13:02:00Z\nevents/fair/event.toml\n";
    fs::write(file.path(), said).unwrap();
    fs::write(folder.join("junk.hold"), [0xff, 0xfe]).unwrap();
    assert_eq!(one.edit_locks().unwrap(), []);
    let claimed = one
        .lock_for_editing(EditLockKind::Held, &path, since())
        .unwrap();
    assert!(matches!(claimed, Claiming::Ours(_)));
}

#[test]
fn a_look_tells_what_became_of_a_file() {
    let (_folder, store, _) = notebook();
    let known = session(&store);
    let path = known.path().to_owned();
    // What was written just now could be written again at the same time, so it is not trusted yet.
    let look = store.look_again(&known, None).unwrap();
    assert!(matches!(look, FileState::Same(None)));
    let file = fs::File::options().write(true).open(&path).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(60))
        .unwrap();
    // While somebody has it open for writing it may still change.
    let look = store.look_again(&known, None).unwrap();
    assert!(matches!(look, FileState::Same(None)) || cfg!(not(target_os = "linux")));
    drop(file);
    let FileState::Same(Some(seen)) = store.look_again(&known, None).unwrap() else {
        panic!("the same");
    };
    let look = store.look_again(&known, Some(&seen)).unwrap();
    assert!(matches!(look, FileState::Same(Some(_))));
    // Another file of the same size and time is another file.
    let said = fs::read_to_string(&path).unwrap();
    let new = path.with_extension("new");
    fs::write(&new, said.replace("A line.", "A LINE.")).unwrap();
    let file = fs::File::options().write(true).open(&new).unwrap();
    file.set_modified(fs::metadata(&path).unwrap().modified().unwrap())
        .unwrap();
    drop(file);
    fs::rename(&new, &path).unwrap();
    let FileState::Other(now) = store.look_again(&known, Some(&seen)).unwrap() else {
        panic!("another text");
    };
    assert_eq!(now.value.notes, "A LINE.");
    fs::write(&path, "title = ").unwrap();
    assert!(store.look_again(&known, Some(&seen)).is_err());
    fs::remove_file(&path).unwrap();
    let look = store.look_again(&known, Some(&seen)).unwrap();
    assert!(matches!(look, FileState::Deleted));
}

#[test]
fn a_change_is_taken_back_from_what_others_changed_since() {
    let (_folder, store, _) = notebook();
    let before = session(&store).value;
    let mut after = before.clone();
    after.room = Some("Attic".to_owned());
    let mut now = after.clone();
    now.notes.insert_str(0, "Theirs.\n\n");
    let back = three(&after, &before, &now).unwrap();
    assert_eq!(back.room, None);
    assert_eq!(back.notes, now.notes);
    // Where nobody else did anything it is exactly as it was.
    assert_eq!(three(&after, &before, &after), Some(before));
}
