//! Several writers at once.

use super::notebook;
use crate::model::count::named;
use crate::model::entry::Entry;
use crate::model::event::Event;
use crate::model::session::Session;
use crate::store::{Store, StoreError};
use chrono::DateTime;

fn entry(text: String) -> Entry {
    Entry {
        at: Some(DateTime::parse_from_rfc3339("2017-03-02T10:00:00-08:00").unwrap()),
        text,
        ..Entry::default()
    }
}

fn texts(store: &Store) -> Vec<String> {
    let event = store.event("e").unwrap().value;
    let entries = event.entries.owner().iter();
    entries.map(|entry| entry.text.clone()).collect()
}

#[test]
fn writers_at_once_lose_nothing() {
    let (folder, store) = notebook();
    store.create_event("e", Event::default()).unwrap();
    let root = folder.path();
    std::thread::scope(|scope| {
        for writer in 0..2 {
            scope.spawn(move || {
                let store = Store::new(root.join("notebook"), root.join("state"));
                for number in 0..50 {
                    let mut event = store.event("e").unwrap();
                    let text = format!("{writer}-{number}");
                    event.value.entries.owner_mut().push(entry(text));
                    store.save(&mut event).unwrap();
                }
            });
        }
    });
    let mut found = texts(&store);
    found.sort();
    let mut expected: Vec<String> = (0..2)
        .flat_map(|writer| (0..50).map(move |number| format!("{writer}-{number}")))
        .collect();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn the_same_line_captured_twice_at_once_is_there_twice() {
    let (_folder, store) = notebook();
    store.create_event("e", Event::default()).unwrap();
    let [mut one, mut two] = [store.event("e").unwrap(), store.event("e").unwrap()];
    one.value.entries.owner_mut().push(entry("+1".to_owned()));
    two.value.entries.owner_mut().push(entry("+1".to_owned()));
    store.save(&mut one).unwrap();
    assert!(store.save(&mut two).unwrap().merged);
    assert_eq!(texts(&store), ["+1", "+1"]);
    // What was merged in is known now and not added again.
    assert!(!store.save(&mut two).unwrap().written);
}

#[test]
fn two_people_who_count_are_added_up() {
    let (_folder, store) = notebook();
    store.create_event("e", Event::default()).unwrap();
    let mut session = Session::default();
    let hour = |minute| DateTime::parse_from_rfc3339(&format!("2017-03-02T10:{minute}:00-08:00"));
    named(&mut session.tallies, "visitors").add(10, hour(10).unwrap());
    store.create_session("e", "booth", session).unwrap();
    let load = || store.session("e", "booth").unwrap();
    let [mut one, mut two] = [load(), load()];
    named(&mut one.value.tallies, "visitors").add(3, hour(20).unwrap());
    named(&mut one.value.tallies, "demos").add(1, hour(20).unwrap());
    named(&mut two.value.tallies, "visitors").add(-1, hour(30).unwrap());
    named(&mut two.value.tallies, "demos").add(2, hour(30).unwrap());
    store.save(&mut one).unwrap();
    store.save(&mut two).unwrap();
    let tallies = load().value.tallies;
    let counts: Vec<_> = tallies
        .iter()
        .map(|tally| (tally.name.as_str(), tally.count, tally.hours[0].count))
        .collect();
    assert_eq!(counts, [("visitors", 12, 12), ("demos", 3, 3)]);
    assert_eq!(tallies[0].hours.len(), 1);
}

#[test]
fn the_same_thing_counted_twice_at_once_counts_twice() {
    let (_folder, store) = notebook();
    store.create_event("e", Event::default()).unwrap();
    let session = Session::default();
    store.create_session("e", "booth", session).unwrap();
    let load = || store.session("e", "booth").unwrap();
    let now = DateTime::parse_from_rfc3339("2017-03-02T10:20:00-08:00").unwrap();
    for round in 1..=2 {
        let [mut one, mut two] = [load(), load()];
        named(&mut one.value.tallies, "visitors").add(1, now);
        named(&mut two.value.tallies, "visitors").add(1, now);
        store.save(&mut one).unwrap();
        store.save(&mut two).unwrap();
        let tally = &load().value.tallies[0];
        assert_eq!((tally.count, tally.hours[0].count), (2 * round, 2 * round));
    }
}

#[test]
fn both_changes_of_one_file_are_kept() {
    let (_folder, store) = notebook();
    store.create_event("e", Event::default()).unwrap();
    let session = Session {
        title: "old".to_owned(),
        notes: "one\ntwo\nthree".to_owned(),
        ..Session::default()
    };
    store.create_session("e", "s", session).unwrap();
    let load = || store.session("e", "s").unwrap();
    let [mut one, mut two] = [load(), load()];
    one.value.title = "theirs".to_owned();
    one.value.notes = "ONE\ntwo\nthree".to_owned();
    one.value.room = Some("A".to_owned());
    two.value.title = "ours".to_owned();
    two.value.notes = "one\ntwo\nTHREE".to_owned();
    two.value.track = Some("B".to_owned());
    store.save(&mut one).unwrap();
    let outcome = store.save(&mut two).unwrap();
    let merged = load().value;
    assert!(merged == two.value);
    assert_eq!(merged.title, "theirs");
    assert_eq!(merged.notes, "ONE\ntwo\nTHREE");
    assert_eq!(
        (merged.room.as_deref(), merged.track.as_deref()),
        (Some("A"), Some("B"))
    );
    assert_eq!(outcome.conflicts.len(), 1);
    assert_eq!(outcome.conflicts[0].key, "title");
    assert_eq!(outcome.conflicts[0].ours.as_deref(), Some("\"ours\""));
    let kept = std::fs::read_to_string(outcome.backup.unwrap()).unwrap();
    assert!(kept.contains("title = \"ours\""), "{kept}");
}

#[test]
fn what_an_editor_broke_is_left_to_it() {
    let (_folder, store) = notebook();
    store.create_event("e", Event::default()).unwrap();
    let mut event = store.event("e").unwrap();
    event.value.title = "new".to_owned();
    std::fs::write(event.path(), "title = \"half").unwrap();
    assert!(matches!(
        store.save(&mut event),
        Err(StoreError::Syntax { .. })
    ));
    assert_eq!(
        std::fs::read_to_string(event.path()).unwrap(),
        "title = \"half"
    );
    assert_eq!(event.value.title, "new");
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_the_mode_is_kept() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (folder, store) = notebook();
    store.create_event("e", Event::default()).unwrap();
    let mut event = store.event("e").unwrap();
    store.allow_links_to(vec![folder.path().to_owned()]);
    let real = folder.path().join("elsewhere.toml");
    std::fs::rename(event.path(), &real).unwrap();
    std::fs::set_permissions(&real, PermissionsExt::from_mode(0o640)).unwrap();
    symlink("../../../middle", event.path()).unwrap();
    symlink("elsewhere.toml", folder.path().join("middle")).unwrap();
    event.value.title = "through links".to_owned();
    store.save(&mut event).unwrap();
    assert!(event.path().symlink_metadata().unwrap().is_symlink());
    assert!(
        std::fs::read_to_string(&real)
            .unwrap()
            .contains("through links")
    );
    assert_eq!(real.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    let beside = std::fs::read_dir(folder.path()).unwrap();
    assert_eq!(beside.count(), 4, "notebook, state, middle, elsewhere.toml");
}

#[test]
fn without_a_place_for_locks_it_is_saved_all_the_same() {
    let (_folder, store) = notebook();
    store.create_event("e", Event::default()).unwrap();
    std::fs::remove_dir_all(store.state()).unwrap();
    std::fs::write(store.state(), "in the way").unwrap();
    let mut event = store.event("e").unwrap();
    event.value.title = "Saved".to_owned();
    assert!(store.save(&mut event).unwrap().written);
    assert_eq!(store.event("e").unwrap().value.title, "Saved");
}

#[test]
fn a_notebook_that_was_moved_is_not_made_once_more() {
    let (folder, store) = notebook();
    let mut event = store.create_event("e", Event::default()).unwrap().loaded;
    let elsewhere = folder.path().join("elsewhere");
    std::fs::rename(store.root(), &elsewhere).unwrap();
    event.value.title = "Changed".to_owned();
    let away = |result| matches!(result, Err(StoreError::Unmounted { .. }));
    assert!(away(store.save(&mut event)));
    assert!(away(store.save_again(&mut event)));
    assert!(!store.root().exists());
    // Put back, it is saved.
    std::fs::rename(&elsewhere, store.root()).unwrap();
    assert!(store.save(&mut event).unwrap().written);
}

#[test]
fn half_of_what_somebody_is_still_writing_is_not_taken_for_all_of_it() {
    let (_folder, store) = notebook();
    let event = Event {
        title: "E".to_owned(),
        place: Some("Leeds".to_owned()),
        ..Event::default()
    };
    let mut ours = store.create_event("e", event).unwrap().loaded;
    let path = store.event_path("e").unwrap();
    let whole = std::fs::read_to_string(&path).unwrap() + "url = \"https://e.example\"\n";
    let half: String = whole
        .lines()
        .take(1)
        .map(|line| format!("{line}\n"))
        .collect();
    std::thread::scope(|scope| {
        std::fs::write(&path, half).unwrap();
        scope.spawn(|| {
            std::thread::sleep(std::time::Duration::from_millis(15));
            std::fs::write(&path, &whole).unwrap();
        });
        ours.value.intro = "Ours".to_owned();
        store.save(&mut ours).unwrap();
    });
    let now = store.event("e").unwrap().value;
    assert_eq!(now.title, "E");
    assert_eq!(now.place.as_deref(), Some("Leeds"));
    assert_eq!(now.url.as_deref(), Some("https://e.example"));
    assert_eq!(now.intro.trim_end(), "Ours");
}
