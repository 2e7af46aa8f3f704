//! The sample notebook of `hallway demo`: that it holds what a newcomer is to try things on, in the
//! words of the format.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // A test stops at what it does not expect.

use hallway::model::entry::EntryKind;
use hallway::model::link::Link;
use hallway::model::session::{Session, SessionKind};
use hallway::store::{LinkBook, Loaded, Store};
use std::path::{Path, PathBuf};

/// The sample event's folder.
const EVENT: &str = "harbour-days-2026";

fn sample() -> Store {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo");
    Store::new(folder, std::env::temp_dir().join("hallway-never-made"))
}

fn sessions(store: &Store) -> Vec<Session> {
    let (sessions, errors) = store.sessions(EVENT);
    assert!(errors.is_empty(), "{errors:?}");
    let mut sessions: Vec<Session> = sessions.into_iter().map(|loaded| loaded.value).collect();
    sessions.sort_by(|one, other| one.place().cmp(&other.place()));
    sessions
}

/// Every link of the sample, the event's and the book's.
fn links(store: &Store) -> Vec<Link> {
    let event = store.event(EVENT).expect("the event");
    let book: Loaded<LinkBook> = store.book().expect("the link book");
    event
        .value
        .links
        .into_iter()
        .chain(book.value.links)
        .collect()
}

#[test]
fn it_holds_a_booth_three_talks_and_a_meetup() {
    let store = sample();
    assert_eq!(
        store
            .settings()
            .expect("notebook.toml")
            .value
            .author
            .as_deref(),
        Some("Robin Vale")
    );
    let sessions = sessions(&store);
    let kinds: Vec<SessionKind> = sessions.iter().map(|session| session.kind).collect();
    assert_eq!(
        kinds,
        [
            SessionKind::Talk,
            SessionKind::Booth,
            SessionKind::Talk,
            SessionKind::Talk,
            SessionKind::Meetup
        ]
    );
    for session in &sessions {
        assert!(
            session.starts.is_some() && session.ends.is_some() && session.room.is_some(),
            "{}",
            session.title
        );
        let is_talk = session.kind == SessionKind::Talk;
        assert_eq!(!session.speakers.is_empty(), is_talk, "{}", session.title);
        let quoted = session
            .entries
            .owner()
            .iter()
            .any(|entry| entry.kind == EntryKind::Quote);
        assert!(quoted, "{} has no quote", session.title);
    }
    let meetup = &sessions[4];
    assert!(meetup.host.is_some() && meetup.agenda.len() > 2 && meetup.attendance.is_some());
    assert!(
        sessions
            .iter()
            .any(|session| session.notes.contains(".. code-block::"))
    );
}

#[test]
fn its_booth_counts_add_up() {
    let booth = sessions(&sample()).remove(1);
    for tally in &booth.tallies {
        let by_hour: i64 = tally.hours.iter().map(|hour| hour.count).sum();
        assert_eq!(by_hour, tally.count, "{}", tally.name);
    }
    let visitors = booth
        .tallies
        .iter()
        .find(|tally| tally.name == "visitors")
        .expect("visitors");
    let crowd: i64 = booth.crowd.iter().map(|count| count.count).sum();
    assert_eq!(
        crowd, visitors.count,
        "the crowd profile is that of the visitors"
    );
    assert!(
        booth
            .questions
            .iter()
            .filter(|question| question.count > 1)
            .count()
            > 2
    );
}

#[test]
fn it_has_people_and_things_to_do_that_stay_private() {
    let store = sample();
    let event = store.event(EVENT).expect("the event").value;
    let sessions = sessions(&store);
    let people = sessions
        .iter()
        .map(|session| session.people.owner().len())
        .sum::<usize>();
    assert!(people + event.people.owner().len() >= 3);
    let entries = sessions
        .iter()
        .flat_map(|session| session.entries.owner())
        .chain(event.entries.owner());
    assert!(
        entries
            .filter(|entry| entry.kind == EntryKind::ToDo)
            .count()
            >= 4
    );
    let private = sessions
        .iter()
        .flat_map(|session| session.people.owner())
        .chain(event.people.owner());
    assert!(private.clone().all(|person| person.mark.is_none()));
    // A private person's URL never enters the link book.
    let urls: Vec<String> = links(&store)
        .into_iter()
        .filter_map(|link| link.url)
        .collect();
    assert!(
        private
            .filter_map(|person| person.url.clone())
            .all(|url| !urls.contains(&url))
    );
}

#[test]
fn its_links_have_urls_but_for_one() {
    let links = links(&sample());
    assert!((30..40).contains(&links.len()), "{}", links.len());
    let later: Vec<&str> = links
        .iter()
        .filter(|link| link.url.is_none())
        .map(|link| link.name.as_str())
        .collect();
    assert_eq!(later, ["Hana's field notes"]);
}

#[test]
fn every_key_of_its_files_is_known() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo");
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let from = sample();
    let to = Store::new(
        scratch.path().join("notebook"),
        scratch.path().join("state"),
    );
    // What the store writes of its own from the same values has every key that the sample has, so
    // it dropped none as unknown.
    let event = from.event(EVENT).expect("the event").value;
    to.create_event(EVENT, event).expect("a copy");
    for name in from.session_names(EVENT).expect("the sessions") {
        let session = from.session(EVENT, &name).expect("a session").value;
        let copy = to
            .create_session(EVENT, &name, session)
            .expect("a copy")
            .loaded;
        same_keys(
            &root
                .join("events")
                .join(EVENT)
                .join("sessions")
                .join(format!("{name}.toml")),
            copy.path(),
        );
    }
    let events = PathBuf::from("events").join(EVENT).join("event.toml");
    same_keys(&root.join(&events), &to.root().join(&events));
}

/// Checks that each value of the file `sample` is in the file `copy`, but for what says the usual.
fn same_keys(sample: &Path, copy: &Path) {
    let read = |path: &Path| -> toml::Value {
        let text = std::fs::read_to_string(path).expect("UTF-8");
        toml::Value::Table(text.parse().expect("TOML"))
    };
    let mut missing = Vec::new();
    compare(&read(sample), &read(copy), "", &mut missing);
    let usual = ["status", "role", "talk_format"];
    missing.retain(|key: &String| !usual.contains(&key.as_str()));
    assert!(
        missing.is_empty(),
        "{}: unknown {missing:?}",
        sample.display()
    );
}

fn compare(one: &toml::Value, other: &toml::Value, at: &str, missing: &mut Vec<String>) {
    match (one, other) {
        (toml::Value::Table(one), toml::Value::Table(other)) => {
            for (key, value) in one {
                let path = if at.is_empty() {
                    key.clone()
                } else {
                    format!("{at}.{key}")
                };
                match other.get(key) {
                    Some(found) => compare(value, found, &path, missing),
                    None => missing.push(path),
                }
            }
        }
        (toml::Value::Array(one), toml::Value::Array(other)) if one.len() == other.len() => {
            for (index, (value, found)) in one.iter().zip(other).enumerate() {
                compare(value, found, &format!("{at}[{index}]"), missing);
            }
        }
        (one, other) if one == other => {}
        _ => missing.push(at.to_owned()),
    }
}
