//! What files may hold and a terminal must not get: control characters go, marks of direction are
//! named, in every view.

use crate::stage::Stage;
use hallway::app::action::Action;
use hallway::app::input::Input;
use hallway::app::recovery::{Back, RecoveryDialog};
use hallway::app::versions::ListedVersion;
use hallway::model::count::Count;
use hallway::model::entry::{Entry, EntryKind, Person};
use hallway::model::event::Event;
use hallway::model::link::Link;
use hallway::model::programme::{Programme, Talk};
use hallway::model::session::{Session, SessionKind, Speaker, Status};
use hallway::store::Store;
use hallway::store::journal::Recovered;
use hallway::store::{Backup, Why};

/// Turns the direction, writes the clipboard, clears the screen, in C0 and C1.
const FOUL: &str = "\u{202e}foul\u{1b}]52;c;eA==\u{7}\u{1b}[2J\u{9b}2J\u{2066}\u{200f}\u{8}";
const NAMED: &str = "\u{27e8}U+202E\u{27e9}";

fn foul(word: &str) -> String {
    format!("{word}{FOUL}")
}

fn is_foul(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn at(clock: &str) -> Option<chrono::DateTime<chrono::FixedOffset>> {
    chrono::DateTime::parse_from_rfc3339(&format!("2026-05-15T{clock}:00+01:00")).ok()
}

/// A session with everything in it that is shown somewhere.
fn session(kind: SessionKind, from: &str, to: &str) -> Session {
    let mut session = Session {
        kind,
        title: foul(kind.word()),
        starts: at(from),
        ends: at(to),
        room: Some(foul("room")),
        track: Some(foul("track")),
        status: Status::Planned,
        notes: format!("{}\n\nSee `{}`_ and *stray", foul("notes"), foul("name")),
        speakers: vec![Speaker {
            name: foul("speaker"),
            affiliation: Some(foul("project")),
            url: None,
        }],
        tallies: vec![Count::new(foul("tally"))],
        crowd: vec![Count::new(foul("crowd"))],
        questions: vec![Count::new(foul("question"))],
        ..Session::default()
    };
    for kind in EntryKind::ALL {
        session.entries.owner_mut().push(Entry {
            kind,
            text: foul("entry"),
            who: Some(foul("who")),
            ..Entry::default()
        });
    }
    session.people.owner_mut().push(Person {
        name: foul("person"),
        project: Some(foul("project")),
        ..Person::default()
    });
    session
}

fn programme() -> Programme {
    let talk = |id: &str, from, to| Talk {
        id: id.to_owned(),
        title: foul(id),
        speakers: vec![Speaker {
            name: foul("speaker"),
            ..Speaker::default()
        }],
        room: Some(foul("hall")),
        track: Some(foul("track")),
        starts: at(from),
        ends: at(to),
        about: foul("about"),
        ..Talk::default()
    };
    Programme {
        title: Some(foul("programme")),
        talks: vec![talk("one", "14:00", "15:00"), talk("two", "14:30", "15:30")],
        ..Programme::default()
    }
}

/// An event that somebody else wrote, at a moment of its day.
fn stage(width: u16, height: u16) -> (Stage, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path().join("notebook"), folder.path().join("state"));
    let event = Event {
        title: foul("event"),
        place: Some(foul("place")),
        starts: chrono::NaiveDate::from_ymd_opt(2026, 5, 15),
        ends: chrono::NaiveDate::from_ymd_opt(2026, 5, 16),
        time_zone: Some(chrono_tz::Tz::Europe__London),
        intro: foul("intro"),
        links: vec![Link {
            name: foul("name"),
            url: Some(foul("https://x.example/")),
            ..Link::default()
        }],
        ..Event::default()
    };
    store.create_event("e", event).unwrap();
    for (name, kind, from, to) in [
        ("t", SessionKind::Talk, "14:00", "15:00"),
        ("b", SessionKind::Booth, "13:00", "17:00"),
        ("m", SessionKind::Meetup, "18:00", "19:00"),
    ] {
        store
            .create_session("e", name, session(kind, from, to))
            .unwrap();
    }
    let _ = store.write_programme("e", &programme()).unwrap();
    (Stage::of(store, width, height), folder)
}

/// Stops when the screen has a character that a terminal should not get.
#[track_caller]
fn clean(stage: &Stage, after: &str) -> String {
    let text = stage.text();
    let bad = text.replace('\n', "").chars().find(|c| is_foul(*c));
    assert_eq!(bad, None, "after {after}:\n{text:?}");
    text
}

#[test]
fn every_view_names_what_turns_the_direction() {
    // Into each view from a new start, and whether a title or text of the files stands in it.
    let views = [
        ("", true),
        ("E", true),
        ("<Enter>", true),
        ("f", true),
        ("F", true),
        ("p", true),
        ("pp", true),
        ("3", true),
        ("x", false),
        ("/foul", true),
        (":", false),
        ("?", false),
        ("i", true),
        ("P", true),
        ("P<Enter>", true),
        ("r", true),
        ("n", false),
        ("a", true),
        ("I", true),
        ("C", false),
        ("H", true),
        ("H<Tab>", true),
        ("d", true),
        ("s", true),
        ("kb", true),
        ("jb", true),
        ("<Enter>`", true),
        ("<Enter><Ctrl-A><Ctrl-K>", true),
    ];
    for (width, height) in [(120, 40), (80, 24)] {
        for (keys, named) in views {
            let (mut stage, _folder) = stage(width, height);
            stage.versions = vec![ListedVersion {
                at: "2026-05-15T13:01:00Z".parse().unwrap(),
                why: Why::Save,
                snapshot: session(SessionKind::Talk, "14:00", "15:00").into(),
            }];
            stage.keys(keys).wait(1);
            let text = clean(&stage, keys);
            assert!(!named || text.contains(NAMED), "{keys}:\n{text}");
        }
    }
}

#[test]
fn what_comes_back_from_a_journal_is_clean_too() {
    let (mut stage, _folder) = stage(80, 24);
    let recovered = Recovered {
        id: "0a1b2c3d".to_owned(),
        file: foul("file").into(),
        folder: "e".to_owned(),
        title: foul("title"),
        at: 0,
        words: 2,
        merged: false,
        old: Some(Backup {
            at: "2026-05-15T13:01:00Z".parse().unwrap(),
            why: Why::Recovery,
            path: "old".into(),
        }),
        durable: true,
    };
    let back = Back::of(recovered, "notes = 'a'\n", &format!("notes = 'b{FOUL}'\n"));
    let dialog = RecoveryDialog::of(vec![back], vec![foul("waiting")]).unwrap();
    stage.app.recovered(dialog);
    assert!(clean(&stage, "recovery").contains(NAMED));
    stage.keys("<Tab>");
    assert!(clean(&stage, "comparing").contains(NAMED));
}

#[test]
fn no_action_lets_a_control_character_out() {
    let (mut stage, _folder) = stage(120, 40);
    for action in Action::ALL {
        let name = action.name().replace('-', " ");
        stage.keys("<Esc><Esc><Esc>:").keys(&name).keys("<Enter>");
        clean(&stage, &name);
        stage.input(Input::Resize(40, 12));
        clean(&stage, &name);
        stage.input(Input::Resize(120, 40));
    }
}

#[test]
fn only_what_is_cleaned_out_of_a_paste_is_told() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("n Pasted<Enter>");
    // So come the lines of any paste from most terminals.
    stage.input(Input::Paste("one\rtwo\r".to_owned()));
    assert!(!stage.text().contains("pasted text"), "{}", stage.text());
    stage.input(Input::Paste("three\r\nfour".to_owned()));
    assert!(
        stage
            .text()
            .contains("line ends in the pasted text became new lines")
    );
    stage.input(Input::Paste(" fi\u{7}ve".to_owned()));
    assert!(
        stage
            .text()
            .contains("Control characters in the pasted text were left out")
    );
    stage.keys("<Ctrl-S>");
    let notes = &stage.session("Pasted").notes;
    assert_eq!(notes, "one\ntwo\nthree\nfour five");
}
