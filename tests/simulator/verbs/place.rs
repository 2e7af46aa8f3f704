//! A notebook on a simulated disk with something for every verb to do.

use crate::clock::SimClock;
use crate::disk::{Order, SimDisk};
use hallway::model::event::Event;
use hallway::model::link::Link;
use hallway::model::session::{Session, SessionKind};
use hallway::store::journal::{Journal, JournalOrigin, JournalText, Snapshot};
use hallway::store::{EditSource, Loaded, Store};
use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

/// Where the notebook lies on the simulated disk.
pub const ROOT: &str = "/home/notebook";
/// Where posts go.
pub const BLOG: &str = "/home/blog";
const STATE: &str = "/var/state";

/// A post with a line that ends in a space.
const POST: &str = ".. title: A post\n.. slug: a-post\n.. date: 2017-03-05 12:00:00 UTC\n\nWith a trailing space \nin it.\n";

/// A post to import.
const TRIP: &str = ".. title: A trip\n.. slug: a-trip\n.. date: 2017-03-05 12:00:00 UTC\n\nWe went there.\n\nFirst\n-----\n\nWords.\n\nSecond\n------\n\nMore words.\n";

/// A disk with a notebook, all of it on disk, and files of this computer that verbs read.
pub struct Place {
    /// The simulated disk.
    pub disk: SimDisk,
    /// What a crash may do.
    pub order: Order,
    /// A journal that waits.
    pub journal: String,
    /// What a killed save left.
    pub leftover: String,
    /// What an editor had when its hallway was killed.
    pub edit: String,
    /// A session as it was before it was moved to the trash.
    pub trashed: Option<Arc<Loaded<Session>>>,
    /// Words that stand somewhere, and are never to be lost.
    pub words: &'static [&'static str],
    files: TempDir,
}

/// A store of a new process.
pub fn store(disk: &SimDisk, pid: u32) -> Store {
    let clock = Arc::new(SimClock::new(pid.into()));
    Store::with(ROOT, STATE, disk.process(pid), clock)
}

/// Runs a command line, and returns its exit code.
pub fn run(disk: &SimDisk, line: &str) -> u8 {
    let words = std::iter::once("hallway").chain(line.split_whitespace());
    let store = store(disk, 2);
    let now = store.clock().now();
    hallway::cli::run_in(store, now, words.map(OsString::from))
}

/// What a file says; nothing where it is not there.
pub fn text_of(disk: &SimDisk, path: &Path) -> String {
    let bytes = disk.read(path).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

impl Place {
    /// Makes it.
    pub fn new(order: Order) -> Place {
        let mut place = Place::without_notebook(order);
        let disk = &place.disk;
        for folder in [ROOT, STATE, BLOG] {
            disk.make_folders(Path::new(folder)).unwrap();
        }
        disk.write(&Path::new(BLOG).join("post.rst"), POST.as_bytes())
            .unwrap();
        let store = store(disk, 1);
        events(&store);
        sessions(&store);
        let mut book = store.book().unwrap();
        book.value.links = vec![
            link("Kubernetes", "https://kubernetes.example/"),
            link("Pods", "https://pods.example/"),
        ];
        store.save(&mut book).unwrap();
        let trashed = trash(&store);
        let journal = journal(&store);
        let edit = edit(&store, disk);
        drop(store);
        disk.kill(1);
        let leftover = "abcdefghijkl".to_owned();
        let left = |name: &str, random: &str, word: &str| {
            let zeros = "0".repeat(16);
            let file = format!(".hallway-{name}.toml-{zeros}-{random}.tmp");
            let text = format!("format = 1\ntitle = \"{name}\"\nnotes = \"{word}\"\n");
            let path = Path::new(ROOT).join("events/scale/sessions").join(file);
            disk.write(&path, text.as_bytes()).unwrap();
        };
        left("booth", &leftover, "zq4q");
        // It is in the state folder then; the other one is not yet.
        assert_eq!(run(disk, "recover"), 0);
        left("talk", "mnopqrstuvwx", "zq7q");
        disk.sync();
        (place.journal, place.leftover, place.edit) = (journal, leftover, edit);
        place.trashed = Some(Arc::new(trashed));
        place.words = &[
            "zq3q",
            "zq4q",
            "zq7q",
            "zq8q",
            "trailing space",
            "goes on",
            "SCaLE",
            "Our booth",
        ];
        place
    }

    /// The same with an event in which git left both sides of a merge.
    pub fn with_conflict(order: Order) -> Place {
        let place = Place::new(order);
        let folder = Path::new(ROOT).join("events/merged");
        place.disk.make_folders(&folder).unwrap();
        let marks = [
            "<<<<<<< HEAD",
            "title = \"Mine\"",
            "=======",
            "title = \"Theirs\"",
            ">>>>>>> them",
        ];
        let text = format!("format = 1\n{}\n", marks.join("\n"));
        place
            .disk
            .write(&folder.join("event.toml"), text.as_bytes())
            .unwrap();
        place.disk.sync();
        place
    }

    /// One on which there is only a home folder.
    pub fn without_notebook(order: Order) -> Place {
        let disk = SimDisk::new(order, 1, SimClock::new(1));
        for folder in ["/home", "/var"] {
            disk.make_folders(Path::new(folder)).unwrap();
        }
        disk.sync();
        let files = tempfile::tempdir().unwrap();
        let bank = ".. _Debian: https://debian.example/\n";
        std::fs::write(files.path().join("a-trip.rst"), TRIP).unwrap();
        std::fs::write(files.path().join("bank.rst"), bank).unwrap();
        Place {
            disk,
            order,
            journal: String::new(),
            leftover: String::new(),
            edit: String::new(),
            trashed: None,
            words: &[],
            files,
        }
    }

    /// A post to import.
    pub fn post(&self) -> String {
        self.file("a-trip.rst")
    }

    /// A file with targets.
    pub fn bank(&self) -> String {
        self.file("bank.rst")
    }

    /// A conference's programme.
    pub fn programme(&self) -> String {
        format!(
            "{}/tests/fixtures/schedules/trains.xml",
            env!("CARGO_MANIFEST_DIR")
        )
    }

    fn file(&self, name: &str) -> String {
        self.files.path().join(name).to_str().unwrap().to_owned()
    }
}

fn events(store: &Store) {
    let event = Event {
        title: "SCaLE".to_owned(),
        time_zone: Some(chrono_tz::America::Los_Angeles),
        starts: chrono::NaiveDate::from_ymd_opt(2017, 3, 2),
        ends: chrono::NaiveDate::from_ymd_opt(2017, 3, 5),
        intro: "An introduction.\n".to_owned(),
        ..Event::default()
    };
    store.create_event("scale", event).unwrap();
    let bare = Event {
        title: "Bare".to_owned(),
        ..Event::default()
    };
    store.create_event("bare", bare).unwrap();
}

fn sessions(store: &Store) {
    let titled = |title: &str, notes: &str| Session {
        title: title.to_owned(),
        notes: notes.to_owned(),
        ..Session::default()
    };
    let at = |hour| {
        let at = format!("2017-03-02T{hour}:00:00-08:00");
        Some(chrono::DateTime::parse_from_rfc3339(&at).unwrap())
    };
    let booth = Session {
        kind: SessionKind::Booth,
        ..titled("Our booth", "")
    };
    let talk = Session {
        starts: at(14),
        ends: at(15),
        ..titled("Kubernetes 101", "What was earlier.\n")
    };
    store.create_session("scale", "booth", booth).unwrap();
    store
        .create_session("scale", "other", titled("Other", "Old.\n"))
        .unwrap();
    let talk = store.create_session("scale", "talk", talk).unwrap();
    let mut talk = talk.loaded;
    talk.value.notes =
        "Of Kubernetes_ with a line that has a blank at its end \nand goes on.\n".to_owned();
    store.save(&mut talk).unwrap();
}

/// Removes a session and an event.
fn trash(store: &Store) -> Loaded<Session> {
    let gone = Event {
        title: "Gone".to_owned(),
        ..Event::default()
    };
    store.create_event("gone", gone).unwrap();
    store.remove_event("gone").unwrap();
    let session = Session {
        title: "Back".to_owned(),
        ..Session::default()
    };
    let back = store.create_session("scale", "back", session).unwrap();
    store.remove_session("scale", "back").unwrap();
    back.loaded
}

fn link(name: &str, url: &str) -> Link {
    Link {
        name: name.to_owned(),
        url: Some(url.to_owned()),
        ..Link::default()
    }
}

/// What was typed in a session and not saved.
fn journal(store: &Store) -> String {
    let loaded: Loaded<Session> = store.session("scale", "other").unwrap();
    let typed = Session {
        notes: "Old.\n\nzq3q\n".to_owned(),
        ..loaded.value.clone()
    };
    let origin = JournalOrigin {
        path: Some(loaded.path().to_owned()),
        base: loaded.text().map(str::to_owned),
        folder: loaded.folder.clone(),
        event: "SCaLE".to_owned(),
        ..JournalOrigin::of(&loaded.value.into())
    };
    let records = origin.records(Snapshot::from(typed));
    let journal = Journal::begin(store, &origin, &records).unwrap();
    let path = journal.flusher().path().to_owned();
    path.file_stem().unwrap().to_str().unwrap().to_owned()
}

/// What an editor saved of the closing.
fn edit(store: &Store, disk: &SimDisk) -> String {
    let source = EditSource {
        file: Some(store.event_path("scale").unwrap()),
        which: JournalText::Closing,
        title: "SCaLE".to_owned(),
    };
    let edit = store.open_edit("closing", "\n", &source).unwrap();
    disk.write(edit.path(), b"At last zq8q.\n").unwrap();
    let name = edit.path().file_stem().unwrap().to_str().unwrap();
    name.rsplit_once('-').unwrap().1.to_owned()
}
