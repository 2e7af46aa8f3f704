//! What the disk thread of the app changes, and what it says of it.

use super::judge::Change;
use super::place::{BLOG, Place, ROOT, store};
use super::{any, book, event, file, session};
use crate::disk::SimDisk;
use hallway::app::effect::{Job, Outcome, SaveHow};
use hallway::app::open_event::{EventId, SessionId};
use hallway::model::event::Event;
use hallway::model::link::Link;
use hallway::model::session::Session;
use hallway::store::{Removed, Store};
use hallway::worker::Worker;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const EVENT: EventId = EventId(1);
const SESSION: SessionId = SessionId(1);

/// A job, made of what the store says.
fn job(
    name: &str,
    make: impl Fn(&Store) -> Job + 'static,
    is_there: fn(&Store, &SimDisk) -> bool,
) -> Change {
    Change {
        name: name.to_owned(),
        make: Box::new(move |disk| {
            let store = store(disk, 2);
            let job = make(&store);
            let mut worker = Worker::new(store, |_, _| {}, Box::new(|_, _| Ok(())));
            worker.run(job).is_some_and(|outcome| is_durable(&outcome))
        }),
        is_there,
    }
}

/// Whether the app is told that it is on the disk.
fn is_durable(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Saved { durable, .. }
        | Outcome::Removed { durable, .. }
        | Outcome::Resolved { durable, .. }
        | Outcome::Brought { durable, .. }
        | Outcome::Exported { durable, .. } => *durable,
        Outcome::EventRemoved { removed, .. } => removed.as_ref().is_ok_and(|one| one.durable),
        Outcome::EventRestored(restored) => *restored == Ok(true),
        Outcome::Report(_) => true,
        _ => false,
    }
}

fn how() -> SaveHow {
    SaveHow {
        revision: 1,
        key: "a-key".to_owned(),
        may_return: false,
    }
}

fn save_session(store: &Store, name: &str) -> Job {
    let base = store.session("scale", name).ok().map(Arc::new);
    let value = base.as_ref().map(|base| base.value.clone());
    let session = Session {
        title: "Changed".to_owned(),
        ..value.unwrap_or_default()
    };
    Job::SaveSession {
        event_id: EVENT,
        folder: "scale".to_owned(),
        session_id: SESSION,
        base,
        trashed: None,
        session: Box::new(session),
        how: how(),
    }
}

fn save_event(base: Option<&str>, store: &Store) -> Job {
    let base = base.map(|folder| Arc::new(store.event(folder).unwrap()));
    let value = base.as_ref().map(|base| base.value.clone());
    let event = Event {
        title: "Changed".to_owned(),
        ..value.unwrap_or_default()
    };
    Job::SaveEvent {
        event_id: EVENT,
        base,
        event: Box::new(event),
        how: how(),
    }
}

/// Saving.
pub fn saving(_: &Place) -> Vec<Change> {
    vec![
        job(
            "save a session",
            |store| save_session(store, "talk"),
            |store, _| session(store, "talk", |session| session.title == "Changed"),
        ),
        job(
            "make a session",
            |store| save_session(store, "none"),
            |store, _| store.session("scale", "changed").is_ok(),
        ),
        job(
            "save an event",
            |store| save_event(Some("bare"), store),
            |store, _| event(store, "bare", |event| event.title == "Changed"),
        ),
        job(
            "make an event",
            |store| save_event(None, store),
            |store, _| event(store, "changed", |event| event.title == "Changed"),
        ),
        job(
            "save the book",
            |store| {
                let base = Arc::new(store.book().unwrap());
                let mut links = base.value.links.clone();
                links.push(Link {
                    name: "Fedora".to_owned(),
                    url: Some("https://fedora.example/".to_owned()),
                    ..Link::default()
                });
                Job::SaveBook {
                    base: Some(base),
                    links,
                    how: how(),
                }
            },
            |store, _| book(store, "Fedora", "https://fedora.example/"),
        ),
    ]
}

/// To the trash and back.
pub fn moving(place: &Place) -> Vec<Change> {
    let base = place.trashed.clone().unwrap();
    vec![
        job(
            "remove a session",
            |store| {
                let base = Arc::new(store.session("scale", "talk").unwrap());
                Job::RemoveSession {
                    event_id: EVENT,
                    folder: "scale".to_owned(),
                    session_id: SESSION,
                    session: Box::new(Session {
                        title: "Shown last".to_owned(),
                        ..base.value.clone()
                    }),
                    base: Some(base),
                    how: how(),
                }
            },
            |store, disk| {
                let trash = format!("{ROOT}/trash/scale--talk/talk.toml");
                store.session("scale", "talk").is_err() && file(disk, &trash, "Shown last")
            },
        ),
        job(
            "remove an event",
            |_| Job::RemoveEvent {
                folder: "scale".to_owned(),
            },
            |store, disk| {
                let trash = format!("{ROOT}/trash/scale/sessions/talk.toml");
                store.event("scale").is_err() && file(disk, &trash, "goes on")
            },
        ),
        job(
            "bring a session back",
            move |_| Job::SaveSession {
                event_id: EVENT,
                folder: "scale".to_owned(),
                session_id: SESSION,
                session: Box::new(Session {
                    title: "Changed".to_owned(),
                    ..base.value.clone()
                }),
                base: Some(Arc::clone(&base)),
                trashed: Some(removed(
                    "events/scale/sessions/back.toml",
                    "scale--back/back.toml",
                )),
                how: how(),
            },
            |store, _| session(store, "back", |session| session.title == "Changed"),
        ),
        job(
            "bring an event back",
            |_| Job::RestoreEvent {
                removed: removed("events/gone", "gone"),
            },
            |store, _| store.event("gone").is_ok(),
        ),
    ]
}

fn removed(from: &str, to: &str) -> Removed {
    Removed {
        from: Path::new(ROOT).join(from),
        to: Path::new(ROOT).join("trash").join(to),
        durable: true,
    }
}

/// Replacing files as wholes.
pub fn replacing(_: &Place) -> Vec<Change> {
    vec![
        job(
            "bring a version back",
            |store| {
                let file = store.session_path("scale", "talk").unwrap();
                let version = store.snapshots(&file).unwrap().remove(0);
                Job::BringBack { file, version }
            },
            |store, _| session(store, "talk", |session| session.notes.contains("earlier")),
        ),
        job(
            "export",
            |store| {
                let path = format!("{BLOG}/post.rst");
                let there = store.look_at(Path::new(&path)).unwrap_or_default();
                let expected = there.map(|there| hallway::store::hash(&there));
                Job::Export {
                    folder: "fair".to_owned(),
                    path,
                    text: "A new post.\n".to_owned(),
                    expected,
                    keeps: true,
                }
            },
            |_, disk| {
                file(disk, &format!("{BLOG}/post.rst"), "A new post")
                    && any(disk, "/var/state/backups", "trailing space")
            },
        ),
        job(
            "save a copy",
            |store| {
                let event = store.event("scale").unwrap().value;
                let (sessions, _) = store.sessions("scale");
                Job::SaveCopy {
                    folder: PathBuf::from("/home/copy"),
                    event: Box::new(event),
                    sessions: sessions.into_iter().map(|one| one.value).collect(),
                }
            },
            |_, disk| {
                file(disk, "/home/copy/events/scale/event.toml", "SCaLE")
                    && file(
                        disk,
                        "/home/copy/events/scale/sessions/kubernetes-101.toml",
                        "goes on",
                    )
                    && file(disk, "/home/copy/links.toml", "kubernetes.example")
            },
        ),
        job(
            "settle a merge",
            |store| {
                let path = store.event_path("merged").unwrap();
                let conflict = store.conflict(&path).unwrap().unwrap();
                let text = conflict.theirs.text.clone();
                Job::Resolve {
                    conflict: Box::new(conflict),
                    text,
                }
            },
            |store, _| event(store, "merged", |event| event.title == "Theirs"),
        ),
    ]
}
