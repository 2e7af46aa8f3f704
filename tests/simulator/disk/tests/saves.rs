//! Saves of a store on the simulated disk.

use super::*;
use crate::disk::{Call, CallKind};
use hallway::model::event::Event;
use hallway::model::session::Session;
use hallway::store::{Loaded, Store};
use rustix::io::Errno;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

const OLD: &str = "What was there before.";
const NEW: &str = "What was there before.\n\nAnd what was typed since.";

/// A store of a new process.
fn store(disk: &SimDisk, pid: u32) -> Store {
    let clock = Arc::new(SimClock::new(pid.into()));
    Store::with(at("notebook"), at("state"), disk.process(pid), clock)
}

/// A notebook with one session, all of it on disk.
fn notebook(order: Order) -> SimDisk {
    let disk = disk(order);
    for folder in ["notebook", "state"] {
        disk.make_folders(&at(folder)).unwrap();
    }
    let store = store(&disk, 1);
    let event = Event {
        title: "SCaLE".to_owned(),
        ..Event::default()
    };
    store.create_event("scale", event).unwrap();
    let session = Session {
        title: "Kubernetes 101".to_owned(),
        notes: OLD.to_owned(),
        ..Session::default()
    };
    store.create_session("scale", "talk", session).unwrap();
    disk.sync();
    disk
}

fn loaded(store: &Store) -> Loaded<Session> {
    store.session("scale", "talk").unwrap()
}

/// What a new process reads.
fn notes(disk: &SimDisk) -> String {
    loaded(&store(disk, 9)).value.notes
}

/// Saves the new text. Returns whether that was promised to be on disk.
fn save(disk: &SimDisk) -> bool {
    let store = store(disk, 2);
    let mut loaded = loaded(&store);
    loaded.value.notes = NEW.to_owned();
    store.save(&mut loaded).is_ok_and(|saved| saved.durable)
}

/// Does something before the n-th call from now on.
fn before(disk: &SimDisk, n: usize, act: impl Fn(&SimDisk, &Call<'_>) + Send + 'static) {
    let (inner, count) = (disk.clone(), AtomicUsize::new(0));
    disk.before_calls(move |call| {
        if count.fetch_add(1, Ordering::Relaxed) == n {
            act(&inner, call);
        }
    });
}

/// The calls that loading and saving make.
fn calls(disk: &SimDisk) -> Vec<CallKind> {
    let calls = Arc::new(Mutex::new(Vec::new()));
    let list = Arc::clone(&calls);
    disk.before_calls(move |call| list.lock().unwrap().push(call.kind));
    assert!(save(disk));
    disk.without_hook();
    let calls = calls.lock().unwrap();
    calls.clone()
}

#[test]
fn what_was_saved_survives_every_crash() {
    for order in BOTH {
        for seed in 0..100 {
            let disk = notebook(order);
            assert!(save(&disk));
            assert_eq!(notes(&disk), NEW);
            disk.crash(seed);
            assert_eq!(notes(&disk), NEW, "{order:?}, seed {seed}");
        }
    }
}

#[test]
fn killed_before_any_call_the_old_text_is_whole_or_the_new_one() {
    let calls = calls(&notebook(Order::Strict));
    let mut seen = Vec::new();
    for n in 0..calls.len() {
        let disk = notebook(Order::Strict);
        before(&disk, n, |disk, call| disk.kill(call.pid));
        // Only dropping what it holds can be left to do.
        let promised = std::panic::catch_unwind(|| save(&disk)).unwrap_or(false);
        disk.without_hook();
        let found = notes(&disk);
        assert!(
            found == NEW || (found == OLD && !promised),
            "call {n}: {found}"
        );
        seen.push(found);
        // Nothing that it left is in the way of the next.
        assert!(save(&disk) && notes(&disk) == NEW, "call {n}");
    }
    assert!(seen.contains(&OLD.to_owned()) && seen.contains(&NEW.to_owned()));
}

#[test]
fn without_power_before_any_call_the_old_text_is_whole_or_the_new_one() {
    for order in BOTH {
        let calls = calls(&notebook(order));
        for n in 0..calls.len() {
            for seed in 0..8 {
                let disk = notebook(order);
                before(&disk, n, move |disk, _| disk.crash(seed));
                let _ = std::panic::catch_unwind(|| save(&disk));
                disk.without_hook();
                let found = notes(&disk);
                let place = format!("{order:?}, call {n}, seed {seed}: {found}");
                assert!([OLD, NEW].contains(&&*found), "{place}");
            }
        }
    }
}

#[test]
fn whatever_call_fails_no_save_lies() {
    let calls = calls(&notebook(Order::Strict));
    let errors = [
        Errno::NOSPC,
        Errno::IO,
        Errno::ROFS,
        Errno::ACCESS,
        Errno::MFILE,
    ];
    for (n, kind) in calls.iter().enumerate() {
        for error in errors {
            for order in BOTH {
                let disk = notebook(order);
                let mut count = 0;
                disk.fail(move |_| {
                    count += 1;
                    (count == n + 1).then(|| error.into())
                });
                let durable = std::panic::catch_unwind(|| save(&disk)).unwrap_or(false);
                disk.without_failures();
                let place = format!("{order:?}, call {n} {kind:?}, {error}");
                let found = notes(&disk);
                assert!([OLD, NEW].contains(&&*found), "{place}: {found}");
                for seed in 0..8 {
                    let crashed = disk.fork();
                    crashed.crash(seed);
                    let found = notes(&crashed);
                    assert!([OLD, NEW].contains(&&*found), "{place}: {found}");
                    assert!(!durable || found == NEW, "{place}");
                }
            }
        }
    }
}
