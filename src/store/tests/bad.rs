//! Files that cannot be read: named with their place, never written, in nobody's way.

use super::notebook;
use crate::model::event::Event;
use crate::model::link::Link;
use crate::model::session::Session;
use crate::store::{MOST_BYTES, MOST_PROSE, StoreError};

/// The message about a session with these bytes, without the path.
fn message(bytes: &[u8]) -> String {
    let (_folder, store) = notebook();
    store.create_event("e", Event::default()).unwrap();
    let mut good = store
        .create_session("e", "bad", Session::default())
        .unwrap()
        .loaded;
    store
        .create_session("e", "good", Session::default())
        .unwrap();
    std::fs::write(good.path(), bytes).unwrap();
    let (sessions, store_errors) = store.sessions("e");
    assert_eq!(
        (sessions.len(), store_errors.len()),
        (1, 1),
        "the others are read"
    );
    assert!(!store_errors[0].hint().is_empty());
    assert_eq!(store_errors[0].path(), Some(good.path()));
    // It is not written, even by somebody who had it open.
    good.value.title = "changed".to_owned();
    assert!(store.save(&mut good).is_err());
    assert_eq!(std::fs::read(good.path()).unwrap(), bytes);
    let path = good.path().display().to_string();
    store_errors[0].to_string().replace(&path, "bad.toml")
}

#[test]
fn each_is_named_with_its_place() {
    let latin1 = b"title = \"ok\"\nroom = \"Gr\xf6\xdfe\"\n";
    assert_eq!(message(latin1), "bad.toml:2:11: the file is not UTF-8");
    let half = b"title = \"ok\"\nnotes = '''\nabc";
    assert_eq!(
        message(half),
        "bad.toml:3:4: invalid multi-line literal string, expected `'`"
    );
    let merging = b"title = \"ok\"\n<<<<<<< HEAD\nroom = \"A\"\n=======\nroom = \"B\"\n>>>>>>> b\n";
    assert_eq!(
        message(merging),
        "bad.toml:2: a git merge left its conflict markers here"
    );
    assert_eq!(
        message(b"title = \"ok\"\norder = \"ten\"\n"),
        "bad.toml:2:9: `order`: expected a number, found text"
    );
    assert_eq!(
        message(b"[[entries]]\ntext = \"a\"\n\n[[entries]]\nat = \"now\"\n"),
        "bad.toml:5:6: `entries[2].at`: expected a time with an offset such as \
         2017-03-02T10:00:00-08:00, without quotes, found text"
    );
    assert_eq!(
        message(b"starts = 2017-03-02T10:00:00\n"),
        "bad.toml:1:10: `starts`: expected a time with an offset such as \
         2017-03-02T10:00:00-08:00, without quotes, found a time without an offset"
    );
    assert_eq!(
        message(b"kind = \"panel\"\n"),
        "bad.toml:1:8: `kind`: \"panel\" is none of talk, booth, meetup, section"
    );
    assert_eq!(
        message(b"level = 1000"),
        "bad.toml:1:9: `level`: 1000 is out of range"
    );
    assert_eq!(
        message(b"format = 2\nkind = 3"),
        "bad.toml: the file has format 2, this hallway knows format 1"
    );
    let key_twice = message(b"title = \"a\"\ntitle = \"b\"\n");
    assert_eq!(key_twice, "bad.toml:2:1: duplicate key");
    let huge = vec![b'#'; MOST_BYTES as usize + 1];
    assert_eq!(
        message(&huge),
        "bad.toml: the file has 8388609 bytes, more than the 8388608 that hallway reads"
    );
}

#[test]
fn an_event_that_cannot_be_read_is_told_and_the_others_are_listed() {
    let (_folder, store) = notebook();
    for name in ["a", "b", "c"] {
        store.create_event(name, Event::default()).unwrap();
    }
    std::fs::write(
        store.event_path("a").unwrap(),
        "time_zone = \"Mars/Olympus\"",
    )
    .unwrap();
    store.create_session("b", "s", Session::default()).unwrap();
    std::fs::remove_file(store.event_path("b").unwrap()).unwrap();
    let listing = store.events();
    assert_eq!(listing.events.len(), 1);
    let told: Vec<String> = listing.errors.iter().map(ToString::to_string).collect();
    assert!(told[0].ends_with(
        "a/event.toml:1:13: `time_zone`: \"Mars/Olympus\" is no IANA time zone such as Europe/Berlin"
    ));
    assert!(told[1].ends_with("b/event.toml: there is no such file"));
}

#[test]
fn an_event_cut_in_half_is_not_listed_as_whole() {
    let (_folder, store) = notebook();
    let link = |name: &str| Link {
        name: name.to_owned(),
        url: Some("https://example.org/".to_owned()),
        ..Link::default()
    };
    let event = Event {
        title: "Whole".to_owned(),
        intro: "One\n[two]\nthree".to_owned(),
        links: vec![link("A"), link("B")],
        ..Event::default()
    };
    store.create_event("e", event).unwrap();
    assert_eq!(store.events().events[0].title, "Whole");
    let path = store.event_path("e").unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    for cut in [30, 50, text.len() - 5] {
        std::fs::write(&path, &text[..cut]).unwrap();
        assert_eq!(store.events().errors.len(), 1, "{}", &text[..cut]);
    }
    let merging = text.replace("name = \"A\"", "<<<<<<< HEAD\nname = \"A\"\n>>>>>>> b");
    std::fs::write(&path, merging).unwrap();
    let store_errors = store.events().errors;
    assert!(matches!(store_errors[0], StoreError::Conflict { .. }));
}

#[test]
fn a_text_that_is_too_long_is_not_saved() {
    let (_folder, store) = notebook();
    store.create_event("e", Event::default()).unwrap();
    let mut event = store.event("e").unwrap();
    event.value.intro = "x".repeat(MOST_PROSE);
    store.save(&mut event).unwrap();
    event.value.intro.push('x');
    assert!(matches!(
        store.save(&mut event),
        Err(StoreError::TooLong { .. })
    ));
    assert_eq!(store.event("e").unwrap().value.intro.len(), MOST_PROSE);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_place_of_a_file_does_not_hold_anybody_up() {
    let (_folder, store) = notebook();
    store.create_event("e", Event::default()).unwrap();
    let path = store.event_path("e").unwrap();
    std::fs::remove_file(&path).unwrap();
    let made = std::process::Command::new("mkfifo").arg(&path).status();
    if !made.is_ok_and(|status| status.success()) {
        eprintln!("skipped: there is no mkfifo");
        return;
    }
    assert!(matches!(
        store.event("e"),
        Err(StoreError::Unreadable { .. })
    ));
}

/// Root may write everywhere, so this tries what even root may not: a read-only mount would need
/// rights, /proc does not.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_takes_no_files_leaves_everything_as_it_was() {
    use crate::store::{Expected, write_file};
    use std::path::Path;
    let wrong = write_file(Path::new("/proc/hallway.rst"), b"x", Expected::Anything);
    let wrong = wrong.unwrap_err();
    assert!(wrong.hint().len() > 10, "{wrong}");
    assert_eq!(wrong.path(), Some(Path::new("/proc/hallway.rst")));
}
