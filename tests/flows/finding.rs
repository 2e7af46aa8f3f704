//! Finding in everything and in one text.

use crate::stage::Stage;
use hallway::model::entry::{Entry, EntryKind};
use hallway::model::event::Event;
use hallway::model::privacy::Private;
use hallway::model::session::Session;
use hallway::store::Store;
use insta::assert_snapshot;

#[test]
fn finding_goes_to_names_and_to_words() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("/docs diff");
    assert_snapshot!("find_name", stage.picture());
    stage.keys("<Enter>");
    assert!(stage.text().contains("Docs You Can Diff                 "));
    stage.keys("/believing a word");
    assert_snapshot!("find_words", stage.picture());
    stage.keys("<Enter>X").wait(3);
    assert!(
        stage
            .session("Fsync and Other Promises")
            .notes
            .contains("about not X of this")
    );
}

#[test]
fn finding_goes_to_a_line_of_another_event() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path().join("notebook"), folder.path().join("state"));
    for (name, year) in [("old", 2016), ("new", 2017)] {
        let event = Event {
            title: format!("SCaLE {name}"),
            starts: chrono::NaiveDate::from_ymd_opt(year, 3, 2),
            ..Event::default()
        };
        store.create_event(name, event).unwrap();
    }
    for (name, notes) in [
        ("one", "A first line."),
        (
            "two",
            "Nothing here.\n\nA line that is far too long for this and has the Needle in it.",
        ),
    ] {
        let session = Session {
            title: format!("Session {name}"),
            notes: notes.to_owned(),
            entries: Private::new(vec![Entry {
                kind: EntryKind::ToDo,
                text: format!("write to {name}"),
                ..Entry::default()
            }]),
            ..Session::default()
        };
        store.create_session("old", name, session).unwrap();
    }
    let mut stage = Stage::of(store, 80, 24);
    assert!(stage.text().contains("SCaLE new"));
    stage.keys("/NEEDLE");
    assert!(
        stage
            .text()
            .contains("text     \u{2026}for this and has the Needle in it.")
    );
    stage.keys("<Enter>Pin").wait(3);
    assert!(stage.text().contains("SCaLE old"));
    assert!(
        stage
            .session("Session two")
            .notes
            .ends_with("and has the Pin in it.")
    );
    // What was kept is found, too, and an event's counts are known.
    stage.keys("<Esc>/write to one<Enter>");
    assert!(stage.text().contains("write to one"));
    stage.keys("<Esc><Esc>");
    let text = stage.text();
    let row = text
        .lines()
        .find(|line| line.contains("SCaLE old"))
        .unwrap();
    let columns: Vec<&str> = row.split_whitespace().rev().take(3).collect();
    assert_eq!(columns, ["2", "20", "2"], "{text}");
}

#[test]
fn a_note_is_searched_and_words_replaced() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("<Enter><Ctrl-F>the kernel");
    assert_snapshot!("seek", stage.picture());
    stage.keys("<Tab>THE KERNEL<Enter><Esc><Esc><Esc>");
    let notes = &stage.session("Fsync and Other Promises").notes;
    assert!(notes.contains("goes to THE KERNEL"), "{notes}");
}

#[test]
fn a_link_of_the_event_that_is_in_the_book_too_is_found_once() {
    let mut stage = Stage::demo(80, 24);
    let book = &stage.app.book;
    let known = book.iter().find(|link| link.name == "PostgreSQL").unwrap();
    let (own, mut other) = (known.clone(), known.clone());
    other.url = Some("https://elsewhere.example/".to_owned());
    stage.app.book.push(other);
    stage.app.open_event.as_mut().unwrap().event.links.push(own);
    stage.keys("/postgresql");
    let found = stage.text();
    let links = found
        .lines()
        .filter(|line| line.contains("link     PostgreSQL"));
    assert_eq!(links.count(), 2, "{found}");
    assert!(found.contains("https://else"));
}
