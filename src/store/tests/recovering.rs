//! Journals that were left behind come back into their files, and earlier versions of files do.

use super::notebook;
use crate::model::entry::{Entry, EntryKind};
use crate::model::event::Event;
use crate::model::session::Session;
use crate::store::journal::{Journal, JournalOrigin, JournalRecord, JournalText, Snapshot};
use crate::store::{Loaded, Store, Why};

fn session(store: &Store, notes: &str) -> Loaded<Session> {
    let event = Event {
        title: "SCaLE".to_owned(),
        ..Event::default()
    };
    let folder = store.create_event("scale", event).unwrap().loaded.folder;
    let session = Session {
        title: "Kubernetes 101".to_owned(),
        notes: notes.to_owned(),
        ..Session::default()
    };
    store
        .create_session(&folder, "kubernetes-101", session)
        .unwrap()
        .loaded
}

fn origin(loaded: &Loaded<Session>) -> JournalOrigin {
    JournalOrigin {
        path: Some(loaded.path().to_owned()),
        base: loaded.text().map(str::to_owned),
        folder: loaded.folder.clone(),
        event: "SCaLE".to_owned(),
        ..JournalOrigin::of(&loaded.value.clone().into())
    }
}

fn begin(store: &Store, loaded: &Loaded<Session>, text: &str) -> Journal {
    let origin = origin(loaded);
    let records = origin.records(loaded.value.clone().into());
    let mut journal = Journal::begin(store, &origin, &records).unwrap();
    type_behind(&mut journal, loaded.value.notes.len(), text);
    journal
}

fn type_behind(journal: &mut Journal, at: usize, text: &str) {
    let edit = JournalRecord::Edit {
        which: JournalText::Notes,
        at,
        removed: String::new(),
        inserted: text.to_owned(),
    };
    journal.write(&[edit]).unwrap();
}

fn notes(store: &Store) -> String {
    store
        .session("scale", "kubernetes-101")
        .unwrap()
        .value
        .notes
}

#[test]
fn what_was_typed_comes_back_and_the_old_text_stays_aside() {
    let (_folder, store) = notebook();
    let loaded = session(&store, "old");
    drop(begin(&store, &loaded, " and three new words"));
    let recovery = store.recover().unwrap();
    assert_eq!(notes(&store), "old and three new words");
    let back = &recovery.back[0];
    assert_eq!((back.words, back.title.as_str()), (4, "Kubernetes 101"));
    assert!(!back.merged);
    let old = back.old.clone().unwrap();
    assert!(store.recover().unwrap().back.is_empty());
    store.bring_back(&back.file, &old).unwrap();
    assert_eq!(notes(&store), "old");
    // The recovered text is still to be had.
    let versions = store.snapshots(&back.file).unwrap();
    assert_eq!(versions[0].why, Why::Restore);
    store.bring_back(&back.file, &versions[0]).unwrap();
    assert_eq!(notes(&store), "old and three new words");
}

#[test]
fn a_new_event_and_its_new_session_come_back_as_one_event() {
    let (_folder, store) = notebook();
    let session = Session {
        title: "Kubernetes 101".to_owned(),
        ..Session::default()
    };
    let event = Event {
        title: "SCaLE".to_owned(),
        intro: "It began.".to_owned(),
        ..Event::default()
    };
    // Both are mostly begun within one millisecond, and nothing tells which was first.
    for (key, snapshot) in [
        ("run-1-0", Snapshot::from(session)),
        ("run-1", Snapshot::from(event)),
    ] {
        let origin = JournalOrigin {
            event: "SCaLE".to_owned(),
            key: key.to_owned(),
            ..JournalOrigin::of(&snapshot)
        };
        drop(Journal::begin(&store, &origin, &origin.records(snapshot)).unwrap());
    }
    assert_eq!(store.recover().unwrap().back.len(), 2);
    let folders = store.event_folders().unwrap();
    assert_eq!(folders, ["scale"]);
    assert_eq!(store.event("scale").unwrap().value.intro, "It began.");
    assert_eq!(store.session_names("scale").unwrap(), ["kubernetes-101"]);
}

#[test]
fn a_save_that_came_through_before_the_end_doubles_nothing() {
    let (_folder, store) = notebook();
    let mut loaded = session(&store, "old");
    let mut journal = begin(&store, &loaded, " more");
    journal.write(&[JournalRecord::Saving]).unwrap();
    type_behind(&mut journal, 8, " and more");
    drop(journal);
    loaded.value.notes = "old more".to_owned();
    store.save(&mut loaded).unwrap();
    store.recover().unwrap();
    assert_eq!(notes(&store), "old more and more");
}

#[test]
fn a_journal_whose_file_says_the_same_is_done_with() {
    let (_folder, store) = notebook();
    let mut loaded = session(&store, "old");
    drop(begin(&store, &loaded, " more"));
    loaded.value.notes = "old more".to_owned();
    store.save(&mut loaded).unwrap();
    assert!(store.recover().unwrap().back.is_empty());
    assert!(store.pending().unwrap().0.is_empty());
}

#[test]
fn what_others_wrote_meanwhile_is_kept_too() {
    let (_folder, store) = notebook();
    let mut loaded = session(&store, "one\ntwo\nthree");
    drop(begin(&store, &loaded, "\nfour"));
    loaded.value.notes = "ONE\ntwo\nthree".to_owned();
    loaded.value.entries.owner_mut().push(Entry {
        kind: EntryKind::Note,
        text: "theirs".to_owned(),
        ..Entry::default()
    });
    store.save(&mut loaded).unwrap();
    let recovery = store.recover().unwrap();
    assert!(recovery.back[0].merged);
    assert_eq!(notes(&store), "ONE\ntwo\nthree\nfour");
    let session = store.session("scale", "kubernetes-101").unwrap().value;
    assert_eq!(session.entries.owner().len(), 1);
}

#[test]
fn a_moved_notebook_keeps_its_journals() {
    let (folder, store) = notebook();
    let loaded = session(&store, "old");
    drop(begin(&store, &loaded, " more"));
    let moved = folder.path().join("elsewhere");
    std::fs::rename(store.root(), &moved).unwrap();
    let store = Store::new(moved, store.state());
    assert_eq!(store.recover().unwrap().back.len(), 1);
    assert_eq!(notes(&store), "old more");
}

#[test]
fn without_its_state_folder_there_is_nothing_to_bring_back() {
    let (folder, store) = notebook();
    let loaded = session(&store, "old");
    drop(begin(&store, &loaded, " more"));
    std::fs::remove_dir_all(store.state()).unwrap();
    let store = Store::new(store.root(), folder.path().join("state"));
    assert!(store.recover().unwrap().back.is_empty());
    assert_eq!(notes(&store), "old");
}

#[test]
fn a_file_that_is_gone_is_made_again() {
    let (_folder, store) = notebook();
    let loaded = session(&store, "old");
    drop(begin(&store, &loaded, " more"));
    std::fs::remove_file(loaded.path()).unwrap();
    store.recover().unwrap();
    assert_eq!(notes(&store), "old more");
    // The event as well.
    drop(begin(&store, &loaded, " again"));
    store.remove_event("scale").unwrap();
    store.recover().unwrap();
    assert_eq!(notes(&store), "old again");
    assert_eq!(store.event("scale").unwrap().value.title, "SCaLE");
}

#[test]
fn a_session_that_never_had_a_file_gets_one() {
    let (_folder, store) = notebook();
    let _ = store.prepare().unwrap();
    let session = Session {
        title: "First".to_owned(),
        notes: "words".to_owned(),
        ..Session::default()
    };
    let origin = JournalOrigin {
        event: "Today".to_owned(),
        ..JournalOrigin::of(&session.clone().into())
    };
    let records = origin.records(Snapshot::from(session));
    drop(Journal::begin(&store, &origin, &records).unwrap());
    let back = store.recover().unwrap().back.remove(0);
    let found = store.session(&back.folder, "first").unwrap();
    assert_eq!(found.value.notes, "words");
}

#[test]
fn a_file_that_cannot_be_read_keeps_its_journal_waiting() {
    let (_folder, store) = notebook();
    let loaded = session(&store, "old");
    drop(begin(&store, &loaded, " more"));
    std::fs::write(loaded.path(), "broken = ").unwrap();
    let recovery = store.recover().unwrap();
    assert_eq!((recovery.back.len(), recovery.waiting.len()), (0, 1));
    assert_eq!(std::fs::read_to_string(loaded.path()).unwrap(), "broken = ");
    std::fs::write(loaded.path(), loaded.text().unwrap()).unwrap();
    store.recover().unwrap();
    assert_eq!(notes(&store), "old more");
}

#[test]
fn a_journal_that_says_nothing_stays_and_is_told() {
    let (_folder, store) = notebook();
    let loaded = session(&store, "old");
    let journal = begin(&store, &loaded, " more");
    let path = journal.flusher().path().to_owned();
    drop(journal);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[3] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let recovery = store.recover().unwrap();
    assert_eq!(recovery.problems.len(), 1);
    assert!(path.exists());
    assert_eq!(notes(&store), "old");
}

#[test]
fn saves_leave_one_version_in_five_minutes() {
    let (_folder, store) = notebook();
    let mut loaded = session(&store, "one");
    for text in ["two", "three", "four"] {
        loaded.value.notes = text.to_owned();
        store.save(&mut loaded).unwrap();
    }
    let versions = store.snapshots(loaded.path()).unwrap();
    assert_eq!(versions.len(), 1);
    let bytes = store.snapshot_bytes(&versions[0]).unwrap();
    assert!(String::from_utf8(bytes).unwrap().contains("one"));
}

#[test]
fn versions_go_after_thirty_days() {
    let (_folder, store) = notebook();
    let mut loaded = session(&store, "one");
    loaded.value.notes = "two".to_owned();
    store.save(&mut loaded).unwrap();
    let kept = store.snapshots(loaded.path()).unwrap().remove(0);
    let name = |days| {
        let at = kept.at - chrono::TimeDelta::days(days);
        let name = format!("{}-save.toml", at.format("%Y%m%dT%H%M%S%.3fZ"));
        kept.path.with_file_name(name)
    };
    for days in 1..=31 {
        std::fs::copy(&kept.path, name(days)).unwrap();
    }
    std::fs::remove_file(&kept.path).unwrap();
    loaded.value.notes = "three".to_owned();
    store.save(&mut loaded).unwrap();
    assert!(!name(31).exists());
    assert!(name(29).exists());
    assert_eq!(store.snapshots(loaded.path()).unwrap().len(), 30);
}

/// A clock that is set by hand, on the disk of this computer.
#[derive(Debug)]
struct Hands(std::sync::Mutex<chrono::DateTime<chrono::Utc>>);

impl crate::store::clock::Clock for Hands {
    fn now(&self) -> chrono::DateTime<chrono::Utc> {
        *self.0.lock().unwrap()
    }

    fn monotonic(&self) -> std::time::Duration {
        crate::store::clock::SystemClock.monotonic()
    }

    fn sleep(&self, _time: std::time::Duration) {}

    fn nonce(&self) -> [u8; 16] {
        crate::store::clock::SystemClock.nonce()
    }
}

#[test]
fn a_save_with_a_clock_two_years_ahead_takes_no_version_away() {
    let (_folder, store) = notebook();
    let began: chrono::DateTime<chrono::Utc> = "2026-05-15T12:00:00Z".parse().unwrap();
    let hands = std::sync::Arc::new(Hands(std::sync::Mutex::new(began)));
    let disk = std::sync::Arc::new(crate::store::disk::RealDisk);
    let clock = std::sync::Arc::<Hands>::clone(&hands);
    let store = Store::with(store.root(), store.state(), disk, clock);
    let mut loaded = session(&store, "0");
    let mut save = |at: chrono::DateTime<chrono::Utc>| {
        *hands.0.lock().unwrap() = at;
        loaded.value.notes.push('x');
        store.save(&mut loaded).unwrap();
        store.snapshots(loaded.path()).unwrap().len()
    };
    let hours = |hours| chrono::TimeDelta::hours(hours);
    for hour in 0..40 {
        save(began + hours(hour));
    }
    let ahead = began + chrono::TimeDelta::days(730);
    assert_eq!(save(ahead), 41);
    assert_eq!(save(ahead + hours(1)), 42);
    // Back again, one in five minutes is kept as ever.
    let back = began + hours(50);
    assert_eq!(save(back), 43);
    assert_eq!(save(back + chrono::TimeDelta::minutes(1)), 43);
    assert_eq!(save(back + hours(1)), 44);
}
