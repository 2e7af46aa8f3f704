//! Every verb of the command line that changes something, on disks that fail, and on which the
//! power goes: exit code 0 means that the change is there afterwards, and no file is ever half
//! written.

mod jobs;
mod judge;
mod place;

use crate::disk::SimDisk;
use hallway::model::event::Event;
use hallway::model::session::Session;
use hallway::store::Store;
use judge::{Change, verb};
use place::{BLOG, Place, ROOT, text_of};
use std::path::Path;

fn session(store: &Store, name: &str, test: impl Fn(&Session) -> bool) -> bool {
    let session = store.session("scale", name);
    session.is_ok_and(|session| test(&session.value))
}

fn event(store: &Store, name: &str, test: impl Fn(&Event) -> bool) -> bool {
    store.event(name).is_ok_and(|event| test(&event.value))
}

fn book(store: &Store, name: &str, url: &str) -> bool {
    let book = store.book().unwrap().value;
    let mut links = book.links.iter();
    links.any(|link| link.name == name && link.url.as_deref() == Some(url))
}

fn file(disk: &SimDisk, path: &str, text: &str) -> bool {
    text_of(disk, Path::new(path)).contains(text)
}

/// Whether a file in a folder says a text.
fn any(disk: &SimDisk, folder: &str, text: &str) -> bool {
    let files = disk.files().into_iter();
    let mut files = files.filter(|path| path.starts_with(folder));
    files.any(|path| text_of(disk, &path).contains(text))
}

fn is_pending(store: &Store) -> bool {
    !store.pending().unwrap().0.is_empty()
}

fn making(_: &Place) -> Vec<Change> {
    vec![
        verb("new FOSDEM --time-zone UTC", |store, _| {
            event(store, "fosdem", |event| event.title == "FOSDEM")
        }),
        verb("session -e scale Lightning", |store, _| {
            session(store, "lightning", |session| session.title == "Lightning")
        }),
        verb("session -e bare First", |store, _| {
            store.session("bare", "first").is_ok()
        }),
        verb("note -e scale -s talk zq1q", |store, _| {
            session(store, "talk", |session| {
                session.entries.owner()[0].text == "zq1q"
            })
        }),
        verb("note -e scale zq2q", |store, _| {
            event(store, "scale", |event| {
                event.entries.owner()[0].text == "zq2q"
            })
        }),
        verb("count -e scale visitors 3", |store, _| {
            session(store, "booth", |session| session.tallies[0].count == 3)
        }),
    ]
}

fn removing(_: &Place) -> Vec<Change> {
    vec![
        verb("rm scale talk", |store, disk| {
            let trash = format!("{ROOT}/trash/scale--talk/talk.toml");
            store.session("scale", "talk").is_err() && file(disk, &trash, "Kubernetes 101")
        }),
        verb("rm scale", |store, disk| {
            let trash = format!("{ROOT}/trash/scale");
            let sessions = format!("{trash}/sessions/talk.toml");
            store.event("scale").is_err()
                && file(disk, &format!("{trash}/event.toml"), "SCaLE")
                && file(disk, &sessions, "Kubernetes 101")
        }),
    ]
}

fn links(place: &Place) -> Vec<Change> {
    vec![
        verb("links set Fedora https://fedora.example/", |store, _| {
            book(store, "Fedora", "https://fedora.example/")
        }),
        verb("links rename Kubernetes K8s", |store, _| {
            book(store, "K8s", "https://kubernetes.example/")
                && session(store, "talk", |session| session.notes.contains("`K8s`_"))
        }),
        verb("links merge Pods Kubernetes", |store, _| {
            !book(store, "Pods", "https://pods.example/")
        }),
        verb(format!("links import {}", place.bank()), |store, _| {
            book(store, "Debian", "https://debian.example/")
        }),
        verb(format!("links export {BLOG}/links.rst"), |_, disk| {
            file(
                disk,
                &format!("{BLOG}/links.rst"),
                "https://kubernetes.example/",
            )
        }),
    ]
}

fn posts(place: &Place) -> Vec<Change> {
    vec![
        verb(
            format!("export scale --output {BLOG}/new.rst"),
            |store, disk| {
                let is_known = event(store, "scale", |event| !event.exports.is_empty());
                is_known && file(disk, &format!("{BLOG}/new.rst"), "Kubernetes 101")
            },
        ),
        verb(
            format!("export scale --force --output {BLOG}/post.rst"),
            |_, disk| {
                let is_kept = any(disk, "/var/state/backups", "trailing space");
                is_kept && file(disk, &format!("{BLOG}/post.rst"), "Kubernetes 101")
            },
        ),
        verb(format!("import {}", place.post()), |store, _| {
            let (sessions, _) = store.sessions("a-trip");
            event(store, "a-trip", |event| event.title == "A trip") && sessions.len() == 2
        }),
        verb(
            format!("import --into scale {}", place.post()),
            |store, _| {
                store
                    .sessions("scale")
                    .0
                    .iter()
                    .any(|one| one.value.title == "Second")
            },
        ),
        verb("check --fix scale", |store, _| {
            session(store, "talk", |session| !session.notes.contains("end \n"))
        }),
        verb(format!("check --fix {BLOG}/post.rst"), |_, disk| {
            file(disk, &format!("{BLOG}/post.rst"), "space\n")
        }),
    ]
}

fn programmes(place: &Place) -> Vec<Change> {
    vec![
        verb(
            format!("schedule {} -e scale --yes", place.programme()),
            |store, _| store.programme("scale").unwrap().is_some(),
        ),
        verb(
            format!("schedule {} --create --yes", place.programme()),
            |store, _| {
                store.event("trains-26").is_ok() && store.programme("trains-26").unwrap().is_some()
            },
        ),
        verb(
            format!("schedule --export ics -e scale -o {BLOG}/scale.ics"),
            |_, disk| file(disk, &format!("{BLOG}/scale.ics"), "END:VCALENDAR"),
        ),
    ]
}

fn recovering(place: &Place) -> Vec<Change> {
    let (journal, leftover, edit) = (&place.journal, &place.leftover, &place.edit);
    vec![
        verb("history scale talk --restore 1", |store, _| {
            session(store, "talk", |session| session.notes.contains("earlier"))
                && store
                    .snapshots(&store.session_path("scale", "talk").unwrap())
                    .unwrap()
                    .len()
                    > 1
        }),
        verb(format!("recover restore {journal}"), |store, _| {
            session(store, "other", |session| session.notes.contains("zq3q"))
        }),
        verb(format!("recover drop {journal}"), |store, disk| {
            !is_pending(store) && any(disk, "/var/state/snapshots", "zq3q")
        }),
        verb(format!("recover restore {leftover}"), |store, _| {
            session(store, "booth", |session| session.notes.contains("zq4q"))
        }),
        verb(format!("recover drop {leftover}"), |_, disk| {
            !any(disk, "/var/state/strays", "zq4q") && any(disk, "/var/state/snapshots", "zq4q")
        }),
        verb(format!("recover restore {edit}"), |store, _| {
            event(store, "scale", |event| {
                let closing = event.closing.as_ref();
                closing.is_some_and(|closing| closing.text.contains("zq8q"))
            })
        }),
        verb(format!("recover drop {edit}"), |_, disk| {
            !any(disk, "/var/state/lent", "zq8q") && any(disk, "/var/state/backups", "zq8q")
        }),
    ]
}

/// What makes folders.
fn folders(_: &Place) -> Vec<Change> {
    vec![
        verb("new FOSDEM --time-zone UTC", |store, _| {
            event(store, "fosdem", |event| event.title == "FOSDEM")
        }),
        verb("session -e bare First", |store, _| {
            store.session("bare", "first").is_ok()
        }),
    ]
}

/// What is done in folders that another verb made, or was to make.
fn in_folders(_: &Place) -> Vec<Change> {
    vec![
        verb("new Other --time-zone UTC", |store, _| {
            event(store, "other", |event| event.title == "Other")
        }),
        verb("note -e fosdem zq5q", |store, _| {
            event(store, "fosdem", |event| {
                event.entries.owner()[0].text == "zq5q"
            })
        }),
        verb("session -e fosdem Opening", |store, _| {
            store.session("fosdem", "opening").is_ok()
        }),
        verb("note -e bare -s first zq6q", |store, _| {
            let first = store.session("bare", "first");
            first.is_ok_and(|first| first.value.entries.owner()[0].text == "zq6q")
        }),
    ]
}

fn first_event(_: &Place) -> Vec<Change> {
    vec![verb("new FOSDEM --time-zone UTC", |store, _| {
        let has_id = store
            .settings()
            .is_ok_and(|settings| !settings.value.id.is_empty());
        has_id && event(store, "fosdem", |event| event.title == "FOSDEM")
    })]
}

macro_rules! tests {
    ($($name:ident: $place:path, $changes:path),+ $(,)?) => {
        $(mod $name {
            use super::judge::{whatever_fails, whenever_killed};
            use super::Place;

            #[test]
            fn exit_code_0_means_that_it_is_on_disk() {
                whatever_fails(($place, $changes));
            }

            #[test]
            fn killed_at_any_call_nothing_is_half_written() {
                whenever_killed(($place, $changes));
            }
        })+
    };
}

tests! {
    begun: Place::without_notebook, super::first_event,
    made: Place::new, super::making,
    removed: Place::new, super::removing,
    linked: Place::new, super::links,
    posted: Place::new, super::posts,
    scheduled: Place::new, super::programmes,
    recovered: Place::new, super::recovering,
    saved: Place::new, crate::verbs::jobs::saving,
    moved: Place::new, crate::verbs::jobs::moving,
    replaced: Place::with_conflict, crate::verbs::jobs::replacing,
}

#[test]
fn nothing_relies_on_folders_that_are_not_on_disk() {
    judge::whatever_comes_after((Place::new, folders), in_folders);
    judge::whatever_comes_after((Place::without_notebook, first_event), in_folders);
}
