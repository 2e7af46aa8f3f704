//! Copies that sync programs leave: no sessions and no events, offered for merging, and put away.

use super::super::index::Index;
use super::super::{Store, StoreError};
use super::notebook;
use crate::model::event::Event;
use crate::model::link::Link;
use crate::model::session::Session;
use std::fs;
use std::path::{Path, PathBuf};

fn session(title: &str, notes: &str) -> Session {
    Session {
        title: title.to_owned(),
        notes: notes.to_owned(),
        ..Session::default()
    }
}

/// An event with a talk of two lines, and the folder of its sessions.
fn with_talk() -> (tempfile::TempDir, Store, PathBuf) {
    let (folder, store) = notebook();
    let event = Event {
        title: "Fair".to_owned(),
        ..Event::default()
    };
    store.create_event("fair", event).unwrap();
    let talk = session("Talk", "The first line.\n\nThe last line.");
    store.create_session("fair", "talk", talk).unwrap();
    let sessions = store.root().join("events/fair/sessions");
    (folder, store, sessions)
}

/// Copies a file under another name, with one text for another.
fn copied(from: &Path, name: &str, old: &str, new: &str) -> PathBuf {
    let text = fs::read_to_string(from).unwrap();
    assert!(text.contains(old), "{text}");
    let to = from.with_file_name(name);
    fs::write(&to, text.replace(old, new)).unwrap();
    to
}

/// What the names of all files below a folder are.
fn names(folder: &Path) -> Vec<String> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => all.extend(names(&path)),
            false => all.push(path.file_name().unwrap().to_string_lossy().into_owned()),
        }
    }
    all
}

const NAMES: [&str; 7] = [
    "talk.sync-conflict-20170303-101230-ABCDEFG.toml",
    "talk (conflicted copy 2017-03-03 101230).toml",
    "talk (Ada's conflicted copy 2017-03-03).toml",
    "talk_conflict-20170303-101230.toml",
    "talk 2.toml",
    "talk (1).toml",
    "talk-DESKTOP-4F2.toml",
];

#[test]
fn a_copy_is_no_session_and_is_merged_into_its_file() {
    for name in NAMES {
        let (_folder, store, sessions) = with_talk();
        let talk = sessions.join("talk.toml");
        let copy = copied(
            &talk,
            name,
            "The last line.",
            "The last line.\n\nElsewhere.",
        );
        copied(
            &talk,
            "talk.toml",
            "The first line.",
            "Here.\n\nThe first line.",
        );
        assert_eq!(store.session_names("fair").unwrap(), ["talk"], "{name}");
        let (all, store_errors) = store.sessions("fair");
        assert_eq!((all.len(), store_errors.len()), (1, 1), "{name}");
        let told = store_errors[0].to_string();
        assert!(
            told.contains(name) && told.ends_with("copy of talk.toml"),
            "{told}"
        );
        assert!(store_errors[0].hint().contains("hallway recover"));
        assert_eq!(store.events().events[0].sessions, 1);
        let index = store.refresh_index(&Index::default()).index;
        assert_eq!(index.counts()["fair"].sessions, 1);
        let copies = store.copies().unwrap();
        assert_eq!((&copies[0].path, &copies[0].file), (&copy, &talk));
        store.bring_copy(&copies[0]).unwrap();
        let notes = store.session("fair", "talk").unwrap().value.notes;
        for word in ["Here.", "The first line.", "The last line.", "Elsewhere."] {
            assert_eq!(notes.matches(word).count(), 1, "{name}: {notes}");
        }
        assert!(!copy.exists() && store.copies().unwrap().is_empty());
        assert_eq!(names(&store.root().join("trash")), [name]);
    }
}

#[test]
fn a_session_with_such_a_name_stays_one() {
    let (_folder, store, sessions) = with_talk();
    let talk = sessions.join("talk.toml");
    // Nothing beside it that it could be a copy of; another title; and what hallway makes itself.
    copied(&talk, "lunch 2.toml", "Talk", "Lunch");
    copied(&talk, "talk 2.toml", "Talk", "Another talk");
    let two = store.create_session("fair", "talk", session("Talk", "x"));
    assert_eq!(two.unwrap().loaded.name, "talk-2");
    let names = store.session_names("fair").unwrap();
    assert_eq!(names, ["lunch 2", "talk", "talk 2", "talk-2"]);
    assert!(store.copies().unwrap().is_empty());
}

#[test]
fn copies_of_other_files_are_found_and_merged_too() {
    let (_folder, store, _sessions) = with_talk();
    let mut book = store.book().unwrap();
    let link = |name: &str| Link {
        name: name.to_owned(),
        url: Some(format!("https://{name}.example/")),
        ..Link::default()
    };
    book.value.links.push(link("a"));
    store.save(&mut book).unwrap();
    copied(
        book.path(),
        "links (conflicted copy 2017-03-03).toml",
        "a.example",
        "a.example/2",
    );
    copied(
        book.path(),
        "links 2.toml",
        "https://a.example/",
        "https://b.example/",
    );
    let event = store.event_path("fair").unwrap();
    copied(
        &event,
        "event.sync-conflict-20170303-101230-ABCDEFG.toml",
        "title",
        "intro = 'Hello.'\ntitle",
    );
    copied(&event, "other.toml", "title", "title");
    assert_eq!(store.events().errors.len(), 2);
    let copies = store.copies().unwrap();
    assert_eq!(copies.len(), 3);
    for copy in &copies {
        store.bring_copy(copy).unwrap();
    }
    assert!(store.copies().unwrap().is_empty());
    assert_eq!(store.event("fair").unwrap().value.intro, "Hello.");
    let text = fs::read_to_string(book.path()).unwrap();
    assert!(
        text.contains("https://a.example/") && text.contains("b.example"),
        "{text}"
    );
    assert_eq!(names(&store.root().join("trash")).len(), 3);
}

#[test]
fn a_whole_event_that_is_a_copy_is_no_event() {
    let (_folder, store, sessions) = with_talk();
    let copy = store
        .root()
        .join("events/fair (Ada's conflicted copy 2017-03-03)");
    fs::create_dir_all(copy.join("sessions")).unwrap();
    let event = store.event_path("fair").unwrap();
    fs::copy(&event, copy.join("event.toml")).unwrap();
    fs::copy(sessions.join("talk.toml"), copy.join("sessions/talk.toml")).unwrap();
    let text = fs::read_to_string(sessions.join("talk.toml")).unwrap();
    fs::write(copy.join("sessions/new.toml"), text.replace("Talk", "New")).unwrap();
    assert_eq!(store.event_folders().unwrap(), ["fair"]);
    assert_eq!(store.events().errors.len(), 3);
    for copy in store.copies().unwrap() {
        store.bring_copy(&copy).unwrap();
    }
    assert_eq!(store.session_names("fair").unwrap(), ["new", "talk"]);
    assert!(!copy.exists());
}

#[test]
fn a_copy_is_settled_side_by_side_and_one_that_changed_meanwhile_stays() {
    let (_folder, store, sessions) = with_talk();
    let talk = sessions.join("talk.toml");
    let copy = copied(&talk, NAMES[0], "The last line.", "Elsewhere.");
    let found = store.copy_at(&copy).unwrap();
    let conflict = store.copy_conflict(&found).unwrap().unwrap();
    assert_eq!(conflict.shown(), copy);
    assert!(conflict.mine.text.contains("The last line."));
    assert!(conflict.theirs.text.contains("Elsewhere."));
    assert!(
        conflict.both.text.contains("The last line.") && conflict.both.text.contains("Elsewhere.")
    );
    // Somebody writes on in the copy.
    fs::write(
        &copy,
        conflict
            .theirs
            .text
            .replace("Elsewhere.", "Elsewhere, more."),
    )
    .unwrap();
    store.resolve(&conflict, &conflict.theirs.text).unwrap();
    assert!(fs::read_to_string(&talk).unwrap().contains("Elsewhere."));
    assert!(copy.exists());
    let conflict = store.copy_conflict(&found).unwrap().unwrap();
    store
        .resolve(&conflict, &conflict.mine.text.clone())
        .unwrap();
    assert!(!copy.exists());
    let text = fs::read_to_string(&talk).unwrap();
    assert!(text.contains("Elsewhere.") && !text.contains("more"));
    assert_eq!(names(&store.root().join("trash")), [NAMES[0]]);
}

#[test]
fn what_cannot_be_merged_stays_where_it_is() {
    let (_folder, store, sessions) = with_talk();
    let talk = sessions.join("talk.toml");
    let copy = copied(&talk, NAMES[0], "title = \"Talk\"", "title = Talk");
    let found = store.copy_at(&copy).unwrap();
    assert!(matches!(
        store.bring_copy(&found),
        Err(StoreError::Syntax { .. })
    ));
    assert!(copy.exists());
    // One without its file becomes it.
    fs::remove_file(&talk).unwrap();
    copied(&copy, NAMES[0], "title = Talk", "title = \"Talk\"");
    assert!(store.session_names("fair").unwrap().is_empty());
    store.bring_copy(&found).unwrap();
    assert_eq!(store.session_names("fair").unwrap(), ["talk"]);
    assert!(!copy.exists());
}
