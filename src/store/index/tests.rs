use super::*;
use crate::model::entry::{Entry, EntryKind, Person};
use crate::model::event::Event;
use crate::model::link::Link;
use crate::model::privacy::Private;
use crate::model::programme::{Programme, Talk};
use crate::model::session::{Session, Speaker};
use crate::store::search::Query;
use chrono::{DateTime, NaiveDate};
use std::fs::{self, File};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

struct Place {
    folder: TempDir,
    store: Store,
}

fn place() -> Place {
    let folder = TempDir::new().unwrap();
    let store = Store::new(folder.path().join("notebook"), folder.path().join("state"));
    for (name, year) in [("old", 2016), ("new", 2017)] {
        let event = Event {
            title: format!("SCaLE {name}"),
            starts: NaiveDate::from_ymd_opt(year, 3, 2),
            intro: "A long way to Pasadena.\n".to_owned(),
            links: vec![Link {
                name: "Pasadena".to_owned(),
                url: Some("https://example.org/city".to_owned()),
                ..Link::default()
            }],
            ..Event::default()
        };
        store.create_event(name, event).unwrap();
    }
    let entry = |kind, text: &str, done| Entry {
        kind,
        text: text.to_owned(),
        done,
        ..Entry::default()
    };
    let session = Session {
        title: "Kubernetes 101".to_owned(),
        notes: "A wonderful overview\nof containers, 日本語.\n".to_owned(),
        speakers: vec![Speaker {
            name: "Josh Berkus".to_owned(),
            ..Speaker::default()
        }],
        entries: Private::new(vec![
            entry(EntryKind::ToDo, "send the slides", false),
            entry(EntryKind::ToDo, "buy stickers", true),
            entry(EntryKind::Note, "containers\nare tents", false),
        ]),
        people: Private::new(vec![Person {
            name: "Ada".to_owned(),
            promised: Some("a T-shirt".to_owned()),
            ..Person::default()
        }]),
        ..Session::default()
    };
    store.create_session("new", "kubernetes", session).unwrap();
    let place = Place { folder, store };
    place.age();
    place
}

impl Place {
    fn cache(&self) -> PathBuf {
        self.folder.path().join("cache")
    }

    fn file(&self) -> PathBuf {
        self.store.index_file(&self.cache()).unwrap()
    }

    /// Makes all files older than what is too fresh to be relied on.
    fn age(&self) {
        let old = SystemTime::now() - Duration::from_secs(60);
        for path in [
            self.store.event_path("old").unwrap(),
            self.store.event_path("new").unwrap(),
            self.store.session_path("new", "kubernetes").unwrap(),
            self.store.programme_path("new").unwrap(),
        ] {
            if !path.exists() {
                continue;
            }
            File::options()
                .write(true)
                .open(path)
                .unwrap()
                .set_modified(old)
                .unwrap();
        }
    }

    /// The hits as `session:part:line: text`.
    fn search(&self, words: &str) -> Vec<String> {
        let index = self.store.index(&self.cache()).index;
        let hits = index.search(&Query::of(words));
        let shown = hits.iter().map(|(record, hit)| {
            let (event, session) = (&record.event, &record.session);
            let (part, line) = (hit.part.word(), hit.line);
            format!("{event}/{session}:{part}:{line}: {}", record.line_of(hit))
        });
        shown.collect()
    }
}

#[test]
fn everything_is_found_with_its_line() {
    let place = place();
    for (words, hits) in [
        (
            "OVERVIEW",
            &["new/kubernetes:notes:1: A wonderful overview"][..],
        ),
        ("日本", &["new/kubernetes:notes:2: of containers, 日本語."]),
        ("berkus", &["new/kubernetes:speaker:1: Josh Berkus"]),
        ("t-shirt ada", &["new/kubernetes:person:1: Ada, a T-shirt"]),
        ("tents", &["new/kubernetes:entry:3: containers are tents"]),
        (
            "overview tents",
            &[
                "new/kubernetes:notes:1: A wonderful overview",
                "new/kubernetes:entry:3: containers are tents",
            ],
        ),
        (
            "pasadena way",
            &[
                "new/:intro:1: A long way to Pasadena.",
                "old/:intro:1: A long way to Pasadena.",
            ],
        ),
        (
            "example.org city",
            &[
                "new/:link:1: Pasadena, https://example.org/city",
                "old/:link:1: Pasadena, https://example.org/city",
            ],
        ),
        ("overview Pasadena", &[]),
    ] {
        assert_eq!(place.search(words), hits, "{words}");
    }
}

/// A programme of so many talks for the newer event, as old as the other files.
fn programme(place: &Place, talks: usize) {
    let talk = |number: usize| Talk {
        id: format!("t-{number}"),
        title: format!("Talk {number}"),
        subtitle: (number == 1).then(|| "A second title".to_owned()),
        starts: DateTime::parse_from_rfc3339("2017-03-02T10:00:00-08:00").ok(),
        about: "Of barges.\nAnd of tugs.".to_owned(),
        speakers: vec![Speaker {
            name: format!("Speaker {number}"),
            ..Speaker::default()
        }],
        ..Talk::default()
    };
    let programme = Programme {
        talks: (0..talks).map(talk).collect(),
        ..Programme::default()
    };
    let _ = place.store.write_programme("new", &programme).unwrap();
    place.age();
}

#[test]
fn talks_are_found_and_count_for_nothing() {
    let place = place();
    let counts = place.store.index(&place.cache()).index.counts();
    programme(&place, 2);
    let hits = ["new/:about:2: And of tugs.", "new/:about:2: And of tugs."];
    assert_eq!(place.search("tugs"), hits);
    assert_eq!(place.search("second"), ["new/:subtitle:1: A second title"]);
    assert_eq!(place.search("second barges").len(), 2);
    let index = place.store.index(&place.cache()).index;
    assert_eq!(index.counts(), counts);
    let talk = index.records().iter().find(|record| record.is_talk());
    let starts = talk.and_then(|talk| talk.starts());
    assert_eq!(
        starts.map(|at| at.to_rfc3339()).as_deref(),
        Some("2017-03-02T10:00:00-08:00")
    );
    // Another programme, and none.
    programme(&place, 1);
    assert_eq!(place.search("tugs").len(), 1);
    assert!(!place.store.index(&place.cache()).changed);
    fs::remove_file(place.store.programme_path("new").unwrap()).unwrap();
    assert_eq!(place.search("tugs").len(), 0);
}

#[test]
fn a_talk_with_a_session_is_found_there() {
    let place = place();
    programme(&place, 2);
    let session = Session {
        title: "Talk 1".to_owned(),
        programme_id: Some("t-1".to_owned()),
        ..Session::default()
    };
    place
        .store
        .create_session("new", "talk-1", session)
        .unwrap();
    assert_eq!(
        place.search("talk"),
        ["new/talk-1:title:1: Talk 1", "new/:title:1: Talk 0"]
    );
    assert_eq!(place.search("speaker 1"), [""; 0]);
    assert_eq!(place.search("tugs").len(), 2);
}

#[test]
fn counts_are_those_of_the_files() {
    let place = place();
    let counts = place.store.index(&place.cache()).index.counts();
    assert_eq!(
        counts["new"],
        Counts {
            sessions: 1,
            words: 11,
            entries: 3,
            to_dos: 1,
            unwritten: 1,
        }
    );
    assert_eq!(counts["old"].sessions, 0);
}

#[test]
fn the_index_is_read_back_as_it_was_written() {
    let place = place();
    let first = place.store.index(&place.cache());
    assert!(first.changed);
    let bytes = fs::read(place.file()).unwrap();
    let second = place.store.index(&place.cache());
    assert!(!second.changed);
    assert_eq!(first.index, second.index);
    assert_eq!(fs::read(place.file()).unwrap(), bytes);
}

#[test]
fn files_that_changed_came_or_went_are_noticed() {
    let place = place();
    assert_eq!(place.search("overview").len(), 1);
    let path = place.store.session_path("new", "kubernetes").unwrap();
    // As large as before, and as old.
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("overview", "obertura")).unwrap();
    place.age();
    assert_eq!(place.search("overview").len(), 0);
    assert_eq!(place.search("obertura").len(), 1);
    let other = path.with_file_name("other.toml");
    fs::write(&other, "title = 'Obertura'\n").unwrap();
    assert_eq!(place.search("obertura").len(), 2);
    fs::remove_file(&other).unwrap();
    assert_eq!(place.search("obertura").len(), 1);
    fs::write(&path, "title = \n").unwrap();
    let broken = place.store.index(&place.cache());
    assert_eq!(broken.errors.len(), 1);
    assert_eq!(broken.index.records().len(), 2);
    fs::remove_dir_all(place.store.event_folder("new").unwrap()).unwrap();
    assert_eq!(place.search("pasadena").len(), 2);
}

#[test]
fn what_was_just_written_is_read_again() {
    let place = place();
    let path = place.store.session_path("new", "kubernetes").unwrap();
    fs::write(&path, "title = 'Opening'\n").unwrap();
    assert!(place.store.index(&place.cache()).changed);
    assert!(place.store.index(&place.cache()).changed);
}

#[test]
fn a_damaged_index_is_made_again() {
    let place = place();
    let index = place.store.index(&place.cache()).index;
    let good = fs::read(place.file()).unwrap();
    let mut damaged: Vec<Vec<u8>> = (0..good.len()).map(|end| good[..end].to_vec()).collect();
    for at in (0..good.len()).step_by(3) {
        let mut bytes = good.clone();
        bytes[at] ^= 0x20;
        damaged.push(bytes);
    }
    damaged.push([&good[..], b"x"].concat());
    for bytes in damaged {
        assert!(codec::decode(&bytes).is_none());
    }
    fs::write(place.file(), &good[..good.len() / 2]).unwrap();
    assert_eq!(place.store.index(&place.cache()).index, index);
    assert_eq!(fs::read(place.file()).unwrap(), good);
}

#[test]
fn without_a_cache_folder_everything_is_found_all_the_same() {
    let place = place();
    fs::write(place.cache(), "a file where the folder would be").unwrap();
    assert_eq!(place.search("overview").len(), 1);
}
