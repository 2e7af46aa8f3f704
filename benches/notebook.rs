//! How long a notebook takes inside the process: the list of its events, all sessions of one, and
//! saving one of them.
//!
//! `cargo bench --bench notebook`. Whole processes: `tests/run --bench`.

use chrono::NaiveDate;
use divan::Bencher;
use hallway::model::event::Event;
use hallway::model::session::Session;
use hallway::store::{Store, StoreError};
use std::path::Path;

fn main() {
    divan::main();
}

/// A notebook of so many events with so many sessions each, made through the store.
fn notebook(folder: &Path, events: usize, sessions: usize) -> Result<Store, StoreError> {
    let store = Store::new(folder.join("notebook"), folder.join("state"));
    for number in 0..events {
        let event = Event {
            title: format!("Event {number}"),
            starts: NaiveDate::from_ymd_opt(2026, 5, 15),
            intro: "What there was to see.\n".to_owned(),
            ..Event::default()
        };
        let folder = store
            .create_event(&format!("event-{number}"), event)?
            .loaded
            .folder;
        for number in 0..sessions {
            let session = Session {
                title: format!("Session {number}"),
                order: Some(number as i64),
                notes: "A line of notes with a `name`_ in it.\n".repeat(12),
                ..Session::default()
            };
            store.create_session(&folder, &format!("session-{number}"), session)?;
        }
    }
    Ok(store)
}

/// A notebook in a scratch folder that lives as long as the first of the two.
fn scratch(events: usize, sessions: usize) -> (tempfile::TempDir, Store) {
    let made = tempfile::tempdir()
        .map_err(|error| error.to_string())
        .and_then(|folder| {
            let store = notebook(folder.path(), events, sessions)
                .map_err(|store_error| store_error.to_string())?;
            Ok((folder, store))
        });
    made.unwrap_or_else(|reason| {
        eprintln!("no notebook to measure: {reason}");
        std::process::exit(1)
    })
}

#[divan::bench(args = [10, 50])]
fn list(bencher: Bencher, events: usize) {
    let (_folder, store) = scratch(events, 20);
    bencher.bench(|| store.events());
}

#[divan::bench(args = [50, 100, 200])]
fn read_the_sessions_of_an_event(bencher: Bencher, sessions: usize) {
    let (_folder, store) = scratch(1, sessions);
    bencher.bench(|| store.sessions("event-0"));
}

#[divan::bench]
fn save_a_session(bencher: Bencher) {
    let (_folder, store) = scratch(1, 1);
    let mut round = 0;
    bencher.bench_local(|| {
        round += 1;
        let mut loaded = store.session("event-0", "session-0")?;
        loaded.value.title = format!("Title {round}");
        store.save(&mut loaded)
    });
}
