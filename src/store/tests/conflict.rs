//! Files in which git left both sides of a merge.

use super::notebook;
use crate::model::event::Event;
use crate::model::session::Session;
use crate::store::{Store, StoreError};
use std::path::PathBuf;

/// A session whose file says `text`.
fn with_text(store: &Store, text: &str) -> PathBuf {
    store.create_event("e", Event::default()).unwrap();
    let session = store
        .create_session("e", "s", Session::default())
        .unwrap()
        .loaded;
    std::fs::write(session.path(), text).unwrap();
    session.path().to_owned()
}

const IN_FIELDS: &str = "title = \"Talk\"\n<<<<<<< HEAD\nroom = \"A\"\n=======\nroom = \"B\"\ntrack = \"web\"\n>>>>>>> spring\nnotes = \"n\"\n";

const IN_PROSE: &str = "title = \"Talk\" # mine\nnotes = '''\nKeynote\n=======\n\n<<<<<<< HEAD\none\n||||||| 3fa2\n=======\ntwo\n>>>>>>> spring\nend\n'''\n";

#[test]
fn marks_in_a_text_that_can_be_read_are_found_too() {
    let (_folder, store) = notebook();
    let path = with_text(&store, IN_PROSE);
    let told = store.session("e", "s").unwrap_err();
    assert!(
        matches!(told, StoreError::Conflict { line: 6, .. }),
        "{told:?}"
    );
    let conflict = store.conflict(&path).unwrap().unwrap();
    assert_eq!((conflict.line, conflict.places), (6, 1));
    assert_eq!(conflict.mine.label, "HEAD");
    assert_eq!(conflict.theirs.label, "spring");
    let text = |lines: &str| {
        format!("title = \"Talk\" # mine\nnotes = '''\nKeynote\n=======\n\n{lines}end\n'''\n")
    };
    assert_eq!(conflict.mine.text, text("one\n"));
    assert_eq!(conflict.theirs.text, text("two\n"));
    assert_eq!(conflict.both.text, text("two\none\n"));
    let wrong = [&conflict.mine, &conflict.theirs, &conflict.both];
    assert!(wrong.iter().all(|version| version.wrong.is_none()));
}

#[test]
fn what_both_set_is_told() {
    let (_folder, store) = notebook();
    let path = with_text(&store, IN_FIELDS);
    let conflict = store.conflict(&path).unwrap().unwrap();
    assert_eq!(
        conflict.both.text,
        "title = \"Talk\"\nroom = \"B\"\ntrack = \"web\"\nnotes = \"n\"\n"
    );
    assert_eq!(conflict.fields.len(), 1);
    assert_eq!(conflict.fields[0].ours.as_deref(), Some("\"A\""));
}

#[test]
fn nobody_who_has_the_file_open_writes_over_it() {
    for text in [IN_FIELDS, IN_PROSE] {
        let (_folder, store) = notebook();
        store.create_event("e", Event::default()).unwrap();
        let mut open = store
            .create_session("e", "s", Session::default())
            .unwrap()
            .loaded;
        std::fs::write(open.path(), text).unwrap();
        open.value.title = "mine".to_owned();
        let saved = store.save(&mut open);
        assert!(
            matches!(saved, Err(StoreError::Conflict { .. })),
            "{saved:?}"
        );
        assert_eq!(std::fs::read_to_string(open.path()).unwrap(), text);
    }
}

#[test]
fn a_chosen_side_is_written_and_the_marked_file_stays_aside() {
    let (_folder, store) = notebook();
    let path = with_text(&store, &IN_PROSE.replace('\n', "\r\n"));
    let conflict = store.conflict(&path).unwrap().unwrap();
    let settled = store.resolve(&conflict, &conflict.mine.text).unwrap();
    let wanted = conflict.mine.text.replace('\n', "\r\n");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), wanted);
    assert_eq!(store.conflict(&path).unwrap(), None);
    let notes = store.session("e", "s").unwrap().value.notes;
    assert_eq!(notes, "Keynote\n=======\n\none\nend");
    let aside = store.snapshot_bytes(&settled.aside.unwrap()).unwrap();
    assert_eq!(aside, IN_PROSE.replace('\n', "\r\n").into_bytes());
}

#[test]
fn only_a_sound_text_settles_it() {
    let (_folder, store) = notebook();
    let path = with_text(&store, IN_FIELDS);
    let conflict = store.conflict(&path).unwrap().unwrap();
    for wrong in ["title = ", "title = 1\n", IN_FIELDS] {
        assert!(store.resolve(&conflict, wrong).is_err(), "{wrong}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), IN_FIELDS);
    }
    std::fs::write(&path, "title = \"settled by hand\"\n").unwrap();
    let late = store.resolve(&conflict, &conflict.mine.text);
    assert!(matches!(late, Err(StoreError::Changed { .. })), "{late:?}");
}

#[test]
fn a_side_that_cannot_be_read_says_why() {
    let (_folder, store) = notebook();
    let text = "<<<<<<< HEAD\ntitle = \n=======\ntitle = \"B\"\n>>>>>>> b\n";
    let path = with_text(&store, text);
    let conflict = store.conflict(&path).unwrap().unwrap();
    assert!(conflict.mine.wrong.is_some() && conflict.both.wrong.is_some());
    assert_eq!(conflict.theirs.wrong, None);
}

#[test]
fn marks_that_a_person_typed_into_a_note_are_text() {
    let (_folder, store) = notebook();
    store.create_event("e", Event::default()).unwrap();
    let notes = "how git asks::\n\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> b";
    let session = Session {
        notes: notes.to_owned(),
        ..Session::default()
    };
    let mut made = store.create_session("e", "s", session).unwrap().loaded;
    assert_eq!(store.session("e", "s").unwrap().value.notes, notes);
    made.value.notes.push_str("\nmore");
    store.save(&mut made).unwrap();
    assert!(store.session("e", "s").unwrap().value == made.value);
}

#[test]
fn an_event_and_the_link_book_are_settled_too() {
    let (_folder, store) = notebook();
    let event = store.create_event("e", Event::default()).unwrap().loaded;
    let link = |name: &str, url: &str| format!("[[links]]\nname = \"{name}\"\nurl = \"{url}\"\n");
    let text = format!(
        "{}<<<<<<< a\n{}=======\n{}>>>>>>> b\n",
        link("Both", "u"),
        link("Mine", "m"),
        link("Theirs", "t")
    );
    let book = store.root().join("links.toml");
    for path in [event.path(), &book] {
        std::fs::write(path, &text).unwrap();
        let conflict = store.conflict(path).unwrap().unwrap();
        store.resolve(&conflict, &conflict.both.text).unwrap();
    }
    let names = |links: &[crate::model::link::Link]| -> Vec<String> {
        links.iter().map(|link| link.name.clone()).collect()
    };
    assert_eq!(
        names(&store.book().unwrap().value.links),
        ["Both", "Theirs", "Mine"]
    );
    assert_eq!(
        names(&store.event("e").unwrap().value.links),
        ["Both", "Theirs", "Mine"]
    );
    assert!(store.conflict(&store.root().join("other.toml")).is_err());
}

#[test]
fn a_list_of_events_names_it() {
    let (_folder, store) = notebook();
    let event = store.create_event("e", Event::default()).unwrap().loaded;
    let text = "title = \"x\"\nintro = '''\n<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n'''\n\n[[links]]\nname = \"x\"\n\n[[links]]\nname = \"y\"\n";
    std::fs::write(event.path(), text).unwrap();
    let store_errors = store.events().errors;
    assert!(matches!(
        store_errors[0],
        StoreError::Conflict { line: 3, .. }
    ));
}
