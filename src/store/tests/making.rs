//! Making, listing, removing.

use super::notebook;
use crate::model::event::Event;
use crate::model::session::Session;
use crate::store::{Expected, Store, StoreError, hash, write_file};
use chrono::NaiveDate;

fn titled(title: &str) -> Event {
    Event {
        title: title.to_owned(),
        ..Event::default()
    }
}

#[test]
fn an_identifier_that_somebody_wrote_leads_nowhere_else() {
    let (folder, store) = notebook();
    store.create_event("e", Event::default()).unwrap();
    let settings = store.root().join("notebook.toml");
    std::fs::write(settings, "id = \"../../elsewhere\"\n").unwrap();
    let store = Store::new(store.root(), store.state());
    let id = store.id().unwrap();
    assert!(id.bytes().all(|c| c.is_ascii_hexdigit()), "{id}");
    let mut event = store.event("e").unwrap();
    event.value.title = "new".to_owned();
    store.save(&mut event).unwrap();
    store.remember_last("e").unwrap();
    assert_eq!(store.last_event().as_deref(), Some("e"));
    assert!(!folder.path().join("elsewhere").exists());
    let inside = std::fs::read_dir(folder.path()).unwrap();
    assert_eq!(inside.count(), 2, "notebook and state");
}

#[test]
fn reading_makes_nothing() {
    let (folder, store) = notebook();
    assert!(!store.exists());
    assert!(store.events().events.is_empty() && store.events().errors.is_empty());
    assert!(store.settings().unwrap().value.id.is_empty());
    assert!(store.book().unwrap().value.links.is_empty());
    assert!(matches!(
        store.event("none"),
        Err(StoreError::Missing { .. })
    ));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn the_first_write_makes_a_notebook_with_an_identity() {
    let (_folder, store) = notebook();
    let mut settings = store.settings().unwrap();
    settings.value.author = Some("Ada".to_owned());
    store.save(&mut settings).unwrap();
    assert_eq!(settings.value.id.len(), 16);
    assert_eq!(store.id().unwrap(), settings.value.id);
    let text = std::fs::read_to_string(store.root().join("notebook.toml")).unwrap();
    let id = &settings.value.id;
    assert_eq!(
        text,
        format!("format = 1\nid = \"{id}\"\nauthor = \"Ada\"\n")
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = store.root().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
}

#[test]
fn a_taken_name_gets_a_number() {
    let (_folder, store) = notebook();
    let make = |name| {
        store
            .create_event(name, titled(name))
            .unwrap()
            .loaded
            .folder
    };
    assert_eq!(make("scale"), "scale");
    assert_eq!(make("scale"), "scale-2");
    assert_eq!(make("scale"), "scale-3");
    std::fs::create_dir(store.root().join("events/FOSDEM")).unwrap();
    assert_eq!(make("fosdem"), "fosdem-2");
    let session = |name| {
        let made = store.create_session("scale", name, Session::default());
        made.unwrap().loaded.name
    };
    assert_eq!([session("talk"), session("talk")], ["talk", "talk-2"]);
    let none = store.create_session("nowhere", "talk", Session::default());
    assert!(matches!(none, Err(StoreError::Missing { .. })));
    assert!(!store.root().join("events/nowhere").exists());
}

#[test]
fn nothing_outside_the_notebook_is_named() {
    let (_folder, store) = notebook();
    for name in ["", "..", "../x", "a/b", "a\\b", ".hidden", "a\0", "/etc"] {
        let named =
            |wrong: Option<StoreError>| matches!(wrong, Some(StoreError::UnsafeName { .. }));
        assert!(named(store.event(name).err()), "{name:?}");
        assert!(named(store.session("e", name).err()), "{name:?}");
        assert!(named(store.remove_event(name).err()), "{name:?}");
        assert!(
            named(store.create_event(name, titled("x")).err()),
            "{name:?}"
        );
    }
}

#[test]
fn events_are_listed_newest_first_with_their_sessions_counted() {
    let (_folder, store) = notebook();
    for (name, year) in [("a", 2017), ("b", 2019), ("c", 2018)] {
        let event = Event {
            starts: NaiveDate::from_ymd_opt(year, 3, 2),
            place: Some("Pasadena".to_owned()),
            ..titled(&name.to_uppercase())
        };
        store.create_event(name, event).unwrap();
    }
    store.create_event("undated", titled("Undated")).unwrap();
    store
        .create_session("b", "one", Session::default())
        .unwrap();
    store
        .create_session("b", "two", Session::default())
        .unwrap();
    let folder = store.event_folder("b").unwrap().join("sessions");
    std::fs::write(folder.join(".hallway-x.tmp"), "").unwrap();
    std::fs::write(folder.join("two.toml.orig"), "").unwrap();
    // A broken session does not stop a list that never opens it.
    std::fs::write(folder.join("two.toml"), "=").unwrap();
    let events = store.events().events;
    let seen: Vec<_> = events
        .iter()
        .map(|event| (event.folder.as_str(), event.title.as_str(), event.sessions))
        .collect();
    let expected = [
        ("b", "B", 2),
        ("c", "C", 0),
        ("a", "A", 0),
        ("undated", "Undated", 0),
    ];
    assert_eq!(seen, expected);
    assert_eq!(events[0].place.as_deref(), Some("Pasadena"));
    let (sessions, store_errors) = store.sessions("b");
    assert_eq!((sessions.len(), store_errors.len()), (1, 1));
}

#[test]
fn sessions_stand_in_the_order_of_the_post() {
    let (_folder, store) = notebook();
    store.create_event("e", titled("E")).unwrap();
    for (name, order) in [("a", None), ("b", Some(20)), ("c", Some(10))] {
        let session = Session {
            order,
            title: name.to_owned(),
            ..Session::default()
        };
        store.create_session("e", name, session).unwrap();
    }
    let names: Vec<_> = store
        .sessions("e")
        .0
        .into_iter()
        .map(|one| one.name)
        .collect();
    assert_eq!(names, ["c", "b", "a"]);
}

#[test]
fn what_is_removed_is_in_the_trash_and_comes_back() {
    let (_folder, store) = notebook();
    for _ in 0..2 {
        store.create_event("e", titled("E")).unwrap();
        store.create_session("e", "s", Session::default()).unwrap();
        store.remove_session("e", "s").unwrap();
        store.create_session("e", "s", Session::default()).unwrap();
        let removed = store.remove_event("e").unwrap();
        assert!(removed.to.join("sessions/s.toml").is_file());
    }
    let mut trash: Vec<_> = std::fs::read_dir(store.root().join("trash"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    trash.sort();
    assert_eq!(trash, ["e", "e--s", "e--s-2", "e-2"]);
    assert!(store.events().events.is_empty());

    store.create_event("e", titled("E")).unwrap();
    store.create_session("e", "s", Session::default()).unwrap();
    let removed = store.remove_session("e", "s").unwrap();
    let _ = store.put_back(&removed).unwrap();
    assert!(store.session("e", "s").is_ok());
    assert!(!removed.to.parent().unwrap().exists());
    let removed = store.remove_session("e", "s").unwrap();
    store.create_session("e", "s", Session::default()).unwrap();
    assert!(matches!(
        store.put_back(&removed),
        Err(StoreError::Taken { .. })
    ));
    assert!(removed.to.is_file());
}

#[test]
fn exports_are_written_only_over_what_was_expected() {
    let (folder, store) = notebook();
    let path = folder.path().join("post.rst");
    let _ = write_file(&path, b"one", Expected::Nothing).unwrap();
    let again = write_file(&path, b"two", Expected::Nothing);
    assert!(matches!(again, Err(StoreError::Taken { .. })));
    let _ = write_file(&path, b"two", Expected::Hash(&hash(b"one"))).unwrap();
    let edited = write_file(&path, b"three", Expected::Hash(&hash(b"one")));
    assert!(matches!(edited, Err(StoreError::Changed { .. })));
    assert_eq!(std::fs::read(&path).unwrap(), b"two");
    let kept = store.backup(&path, b"two").unwrap();
    assert_eq!(kept, store.backup(&path, b"two").unwrap());
    assert_eq!(std::fs::read(&kept).unwrap(), b"two");
    assert!(kept.starts_with(store.state()));
    let _ = write_file(&path, b"three", Expected::Anything).unwrap();
    let folder_itself = write_file(folder.path(), b"x", Expected::Anything);
    assert!(matches!(folder_itself, Err(StoreError::Folder { .. })));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn an_empty_folder_is_no_broken_event() {
    let (_folder, store) = notebook();
    store.create_event("fair", Event::default()).unwrap();
    let events = store.root().join("events");
    std::fs::create_dir(events.join("nothing")).unwrap();
    std::fs::create_dir_all(events.join("something/sessions")).unwrap();
    let listing = store.events();
    assert_eq!((listing.events.len(), listing.errors.len()), (1, 1));
    let made = store.create_event("nothing", Event::default()).unwrap();
    assert_eq!(made.loaded.folder, "nothing-2");
}
