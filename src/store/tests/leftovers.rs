//! What killed saves leave beside their files: known text goes, unknown text never.

use super::notebook;
use crate::model::event::Event;
use crate::model::session::Session;
use crate::store::journal::{Journal, JournalOrigin, JournalRecord, JournalText};
use crate::store::{Leftover, Loaded, Store, StoreError, Why, hash};
use std::path::PathBuf;

fn session(store: &Store, notes: &str) -> Loaded<Session> {
    store.create_event("e", Event::default()).unwrap();
    let session = Session {
        title: "Talk".to_owned(),
        notes: notes.to_owned(),
        ..Session::default()
    };
    store.create_session("e", "talk", session).unwrap().loaded
}

/// What a save that meant to replace `replaced` left beside the session's file.
fn leave(loaded: &Loaded<Session>, replaced: &str, text: &str) -> PathBuf {
    let digits = match replaced {
        "" => "0".repeat(16),
        replaced => hash(replaced.as_bytes())[..16].to_owned(),
    };
    let name = format!(".hallway-talk.toml-{digits}-abcdefghijkl.tmp");
    let path = loaded.path().with_file_name(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn leftovers(store: &Store) -> Vec<Leftover> {
    let (pending, _) = store.pending().unwrap();
    store.leftovers(&pending).unwrap()
}

fn text(notes: &str) -> String {
    format!("format = 1\ntitle = \"Talk\"\nnotes = '''\n{notes}\n'''\n")
}

#[test]
fn what_is_known_goes() {
    let (_folder, store) = notebook();
    let mut loaded = session(&store, "one");
    let before = loaded.text().unwrap().to_owned();
    loaded.value.notes = "one and more".to_owned();
    store.save(&mut loaded).unwrap();
    let now = loaded.text().unwrap().to_owned();
    for (replaced, left) in [
        ("", now.as_str()),
        ("", &now[..now.len() / 2]),
        ("", ""),
        // An earlier version.
        ("", before.as_str()),
        // What came out of the file when the new text was put in.
        ("something else", "something else"),
    ] {
        let path = leave(&loaded, replaced, left);
        assert_eq!(leftovers(&store), [], "{left}");
        assert!(!path.exists(), "{left}");
    }
    assert_eq!(std::fs::read_to_string(loaded.path()).unwrap(), now);
}

#[test]
fn what_is_unknown_is_brought_to_safety_and_can_come_back() {
    let (_folder, store) = notebook();
    let loaded = session(&store, "one");
    let path = leave(&loaded, "", &text("one\ntwo"));
    let found = leftovers(&store);
    assert!(!path.exists());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].file, loaded.path());
    assert!(found[0].path.starts_with(store.state()));
    assert_eq!(leftovers(&store), found, "it waits");
    let old = store.restore_leftover(&found[0]).unwrap().aside.unwrap();
    assert_eq!(old.why, Why::Recovery);
    assert_eq!(store.session("e", "talk").unwrap().value.notes, "one\ntwo");
    assert_eq!(leftovers(&store), []);
}

#[test]
fn what_a_running_save_writes_is_left_alone() {
    let (_folder, store) = notebook();
    let loaded = session(&store, "one");
    let path = leave(&loaded, "", &text("two"));
    let writer = std::fs::File::open(&path).unwrap();
    writer.lock().unwrap();
    assert_eq!(leftovers(&store), []);
    assert!(path.exists());
    drop(writer);
    assert_eq!(leftovers(&store).len(), 1);
}

#[test]
fn what_the_journal_saved_is_known() {
    let (_folder, store) = notebook();
    let loaded = session(&store, "one");
    let origin = JournalOrigin {
        path: Some(loaded.path().to_owned()),
        base: loaded.text().map(str::to_owned),
        folder: "e".to_owned(),
        ..JournalOrigin::of(&loaded.value.clone().into())
    };
    let mut journal = Journal::begin(
        &store,
        &origin,
        &origin.records(loaded.value.clone().into()),
    )
    .unwrap();
    let edit = |removed: &str, inserted: &str| JournalRecord::Edit {
        which: JournalText::Notes,
        at: 3,
        removed: removed.to_owned(),
        inserted: inserted.to_owned(),
    };
    let typed = [
        edit("", " two"),
        JournalRecord::Saving,
        edit(" two", " three"),
    ];
    journal.write(&typed).unwrap();
    drop(journal);
    let path = leave(&loaded, "", &text("one two"));
    let recovery = store.recover().unwrap();
    assert_eq!((recovery.back.len(), recovery.leftovers.len()), (1, 0));
    assert!(!path.exists());
    assert_eq!(store.session("e", "talk").unwrap().value.notes, "one three");
}

#[test]
fn a_torn_file_becomes_the_whole_text_beside_it() {
    let (_folder, store) = notebook();
    let loaded = session(&store, "one");
    let whole = text("one and two");
    let torn = &whole[..whole.len() - 9];
    std::fs::write(loaded.path(), torn).unwrap();
    leave(&loaded, "", &whole);
    let found = leftovers(&store);
    let old = store.restore_leftover(&found[0]).unwrap().aside.unwrap();
    assert_eq!(store.snapshot_bytes(&old).unwrap(), torn.as_bytes());
    assert_eq!(std::fs::read_to_string(loaded.path()).unwrap(), whole);
}

#[test]
fn a_torn_text_stays_until_it_is_dropped() {
    let (_folder, store) = notebook();
    let loaded = session(&store, "one");
    leave(&loaded, "", "title = \"Talk\"\nnotes = '''\nother words");
    let found = leftovers(&store).remove(0);
    let error = store.restore_leftover(&found).unwrap_err();
    assert!(matches!(error, StoreError::Syntax { .. }), "{error}");
    assert_eq!(error.path(), Some(found.path.as_path()));
    let kept = store.drop_leftover(&found).unwrap();
    assert!(
        std::fs::read_to_string(kept.0)
            .unwrap()
            .ends_with("other words")
    );
    assert_eq!(leftovers(&store), []);
}
