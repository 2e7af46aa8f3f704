//! The conference's programme in the app.

use crate::stage::Stage;
use hallway::app::input::Input;
use hallway::model::event::Event;
use hallway::model::programme::{Programme, Talk};
use hallway::model::session::{Session, Speaker, Status};
use hallway::store::Store;
use insta::assert_snapshot;

fn at(clock: &str) -> Option<chrono::DateTime<chrono::FixedOffset>> {
    chrono::DateTime::parse_from_rfc3339(&format!("2026-05-15T{clock}:00+02:00")).ok()
}

fn talk(title: &str, room: &str, from: &str, to: &str, track: &str) -> Talk {
    Talk {
        id: title.to_lowercase(),
        title: title.to_owned(),
        room: Some(room.to_owned()),
        track: Some(track.to_owned()),
        starts: at(from),
        ends: at(to),
        speakers: vec![Speaker {
            name: format!("Ada {room}"),
            affiliation: Some("Tracks Inc.".to_owned()),
            url: None,
        }],
        subtitle: (title == "Night Trains").then(|| "From dusk till Vienna".to_owned()),
        about: format!(
            "What {title} is about, told in a sentence that is longer than the box is wide.\n\nAnd a second paragraph."
        ),
        url: Some("https://trains.example/talk".to_owned()),
        ..Talk::default()
    }
}

/// An event in Vienna whose programme is known, seen from London at 14:05 there, which is 15:05 in
/// Vienna.
fn stage(width: u16, height: u16, with: bool) -> (Stage, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path().join("notebook"), folder.path().join("state"));
    let event = Event {
        title: "Trains 26".to_owned(),
        starts: chrono::NaiveDate::from_ymd_opt(2026, 5, 15),
        ends: chrono::NaiveDate::from_ymd_opt(2026, 5, 16),
        time_zone: Some(chrono_tz::Tz::Europe__Vienna),
        ..Event::default()
    };
    store.create_event("trains-26", event).unwrap();
    let booth = Session {
        kind: hallway::model::session::SessionKind::Booth,
        title: "Our stand".to_owned(),
        starts: at("16:30"),
        ends: at("17:30"),
        status: Status::Planned,
        ..Session::default()
    };
    store
        .create_session("trains-26", "our-stand", booth)
        .unwrap();
    if with {
        let programme = Programme {
            title: Some("Trains 26".to_owned()),
            time_zone: Some(chrono_tz::Tz::Europe__Vienna),
            talks: vec![
                talk("Points", "Hall A", "10:00", "11:00", "Steel"),
                talk("Night Trains", "Hall A", "15:00", "16:00", "People"),
                talk(
                    "Wide Gauges \u{5bbd}\u{8f68}",
                    "Hall B",
                    "15:00",
                    "15:30",
                    "Steel",
                ),
                talk("Sleepers", "Hall B", "15:15", "16:00", "Steel"),
                talk("Signals", "Hall B", "17:00", "18:00", "People"),
            ],
            ..Programme::default()
        };
        let _ = store.write_programme("trains-26", &programme).unwrap();
    }
    (Stage::of(store, width, height), folder)
}

#[test]
fn the_programme_at_several_sizes() {
    for (width, height) in [(120, 40), (80, 24), (40, 12)] {
        let (mut stage, _folder) = stage(width, height, true);
        stage.keys("P");
        assert_snapshot!(format!("programme_{width}x{height}"), stage.picture());
    }
    let (mut stage, _folder) = stage(80, 24, false);
    stage.keys("P");
    assert_snapshot!("programme_empty", stage.picture());
    // The least window has the whole command, too.
    stage.input(Input::Resize(40, 12));
    assert!(stage.text().contains("hallway schedule FILE -e trains-26"));
}

#[test]
fn rooms_tracks_and_a_filter() {
    let (mut stage, _folder) = stage(120, 40, true);
    stage.keys("P<Tab>");
    assert!(
        stage.text().contains("by room") && stage.text().contains("Hall A"),
        "{}",
        stage.text()
    );
    stage.keys("<Tab>");
    assert!(stage.text().contains("by track"), "{}", stage.text());
    stage.keys("/signals");
    assert!(stage.text().contains("1 of 5"), "{}", stage.text());
    stage.keys("<Ctrl-U>xyzzy");
    assert!(
        stage.text().contains("Nothing like that"),
        "{}",
        stage.text()
    );
    stage.keys("<Ctrl-U>signals");
    // A letter in the filter is no command, and Escape goes back a step at a time.
    stage.keys("<Esc>");
    assert!(stage.text().contains("1 of 5"));
    stage.keys("<Esc>");
    assert!(stage.text().contains("5 of 5"));
    stage.keys("<Esc>");
    assert!(!stage.text().contains("Programme by"));
}

#[test]
fn by_room_a_row_says_its_day() {
    let (mut stage, _folder) = stage(80, 24, true);
    stage.keys("P<Tab>");
    assert_snapshot!("programme_by_room", stage.picture());
}

#[test]
fn where_much_is_on_its_number_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path().join("notebook"), folder.path().join("state"));
    let event = Event {
        title: "Large".to_owned(),
        starts: chrono::NaiveDate::from_ymd_opt(2026, 5, 15),
        time_zone: Some(chrono_tz::Tz::Europe__Vienna),
        ..Event::default()
    };
    store.create_event("large", event).unwrap();
    let talks = (0..9).map(|n| {
        let (from, to) = if n < 5 {
            ("15:00", "16:00")
        } else {
            ("16:00", "17:00")
        };
        talk(
            &format!("Talk {n}"),
            &format!("Hall {n}"),
            from,
            to,
            "Steel",
        )
    });
    let programme = Programme {
        talks: talks.collect(),
        ..Programme::default()
    };
    let _ = store.write_programme("large", &programme).unwrap();
    let mut stage = Stage::of(store, 120, 24);
    let header = stage.text().lines().next().unwrap().to_owned();
    assert!(
        header.contains("now 5 talks   next 16:00 4 talks"),
        "{header}"
    );
    // What is planned has its name.
    stage.keys("PG<Space><Esc>");
    let header = stage.text().lines().next().unwrap().to_owned();
    assert!(header.contains("next 16:00 Talk 8, Hall 8"), "{header}");
}

/// A programme that was made to do harm, on the screen.
#[test]
fn nothing_of_a_hostile_programme_controls_the_screen() {
    let bad = "a&#27;[2J\u{9b}31m\u{202e}&#x2066;&#7;b";
    let text = format!(
        "<schedule><conference><title>{bad}</title><time_zone_name>Europe/Vienna</time_zone_name></conference><day date=\"2026-05-15\">\
         <room name=\"{bad}\"><event guid=\"{bad}\"><date>2026-05-15T15:00:00+02:00</date><title>{bad}</title><subtitle>{bad}</subtitle>\
         <track>{bad}</track><type>{bad}</type><language>{bad}</language><abstract>{bad}</abstract><url>https://x.example/{bad}</url>\
         <persons><person>{bad}</person></persons></event></room></day></schedule>"
    );
    let import = hallway::schedule::read(text.as_bytes(), Default::default()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path().join("notebook"), folder.path().join("state"));
    let event = Event {
        title: import.programme.title.clone().unwrap(),
        starts: import.starts,
        time_zone: import.programme.time_zone,
        ..Event::default()
    };
    store.create_event("here", event).unwrap();
    let _ = store.write_programme("here", &import.programme).unwrap();
    let mut stage = Stage::of(store, 120, 24);
    for keys in [
        "", "P", "<Tab>", "<Tab>", "<Enter>", "<Esc>", "/a[2J", "<Esc>n",
    ] {
        stage.keys(keys);
        let text = stage.text();
        let controls =
            |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{2069}').contains(&c);
        assert!(!text.contains(controls), "{keys}: {text:?}");
        assert!(text.contains("a[2J31mb"), "{keys}: {text}");
    }
}

#[test]
fn space_plans_and_clashes_are_shown() {
    let (mut stage, _folder) = stage(120, 40, true);
    stage.keys("PG<Space>");
    let planned = stage.session("Signals").clone();
    assert_eq!(planned.status, Status::Planned);
    assert_eq!(
        (planned.room.as_deref(), planned.starts),
        (Some("Hall B"), at("17:00"))
    );
    assert!(stage.text().contains("plan, overlaps"), "{}", stage.text());
    stage.keys("<Space>");
    assert!(
        !stage
            .sessions
            .values()
            .any(|session| session.title == "Signals")
    );
    stage.keys("u");
    assert_eq!(stage.session("Signals").status, Status::Planned);
    stage.keys("<Esc>");
    assert!(stage.text().contains("overlap"), "{}", stage.text());
}

#[test]
fn sessions_of_ones_own_stand_among_the_talks() {
    let (mut stage, _folder) = stage(80, 24, true);
    stage.keys("PG");
    assert!(
        stage
            .text()
            .contains("At the same time: Our stand, 16:30-17:30"),
        "{}",
        stage.text()
    );
    stage.keys("<Space>k");
    assert_snapshot!("programme_own", stage.picture());
    // Space plans no shift, the filter finds it, and Enter goes to its notes.
    stage.keys("<Space>");
    assert_eq!(stage.session("Our stand").status, Status::Planned);
    stage.keys("/booth<Enter>");
    assert!(stage.text().contains("0 of 5"), "{}", stage.text());
    assert!(stage.text().contains("16:30"), "{}", stage.text());
    stage.keys("<Enter>Busy<Esc>");
    assert_eq!(stage.session("Our stand").notes, "Busy");
}

/// Clocks go forward in the night to the 29th: what is after it is shown by the clock that holds
/// then.
#[test]
fn a_change_to_daylight_saving_moves_no_talk() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path().join("notebook"), folder.path().join("state"));
    let day = |day| chrono::NaiveDate::from_ymd_opt(2026, 3, day);
    let event = Event {
        title: "Night Shift".to_owned(),
        starts: day(28),
        ends: day(29),
        time_zone: Some(chrono_tz::Tz::Europe__Vienna),
        ..Event::default()
    };
    store.create_event("night", event).unwrap();
    let talk = |title: &str, starts: &str| Talk {
        id: title.to_owned(),
        title: title.to_owned(),
        starts: chrono::DateTime::parse_from_rfc3339(starts).ok(),
        ..Talk::default()
    };
    let programme = Programme {
        talks: vec![
            talk("Late", "2026-03-28T23:00:00+01:00"),
            talk("Early", "2026-03-29T10:00:00+02:00"),
        ],
        ..Programme::default()
    };
    let _ = store.write_programme("night", &programme).unwrap();
    let mut stage = Stage::of(store, 120, 24);
    stage.app.now = "2026-03-28T22:30:00Z".parse().unwrap();
    let header = stage.text().lines().next().unwrap().to_owned();
    assert!(header.contains("now Late   next 10:00 Early"), "{header}");
    stage.keys("P");
    for row in ["Saturday 28 March", "23:00  ", "Sunday 29 March", "10:00  "] {
        assert!(stage.text().contains(row), "{row}: {}", stage.text());
    }
}

#[test]
fn enter_begins_the_note_of_what_is_on_and_reads_the_rest() {
    let (mut stage, _folder) = stage(120, 40, true);
    // The list opens at what is on.
    stage.keys("P<Enter>Typed at once<Esc>");
    let session = stage.session("Night Trains").clone();
    assert_eq!(session.status, Status::Attended);
    assert_eq!(session.notes, "Typed at once");
    assert_eq!(session.speakers[0].name, "Ada Hall A");
    // A second Enter goes to the same note.
    stage.keys("Pgj<Enter>, and more<Esc>");
    assert_eq!(
        stage
            .sessions
            .values()
            .filter(|session| session.title == "Night Trains")
            .count(),
        1
    );
    stage.keys("PG<Enter>");
    assert!(
        stage.text().contains("And a second paragraph."),
        "{}",
        stage.text()
    );
    assert!(
        !stage
            .sessions
            .values()
            .any(|session| session.title == "Signals")
    );
}

#[test]
fn finding_goes_to_a_talk_of_the_programme() {
    let (mut stage, _folder) = stage(120, 40, true);
    stage.keys("/sleepers");
    let row = "talk     Sleepers";
    assert!(stage.text().contains(row), "{}", stage.text());
    assert_snapshot!("find_talk", stage.picture());
    stage.keys("<Enter>");
    assert!(stage.text().contains("Programme by time: 5 of 5"));
    assert!(
        stage.text().contains("What Sleepers is about"),
        "{}",
        stage.text()
    );
    // Words of an abstract, and a talk that has a session.
    stage.keys("n<Esc>/about sleepers sentence<Enter>");
    assert!(
        stage.text().contains("What Sleepers is about"),
        "{}",
        stage.text()
    );
    stage.keys("<Esc>/sleepers");
    assert!(
        stage.text().contains(row) && !stage.text().contains("Fri 15:15, Hall B"),
        "{}",
        stage.text()
    );
    // From the list of events the event is opened first.
    stage.keys("<Esc><Esc>/signals<Enter>");
    assert!(
        stage.text().contains("What Signals is about"),
        "{}",
        stage.text()
    );
}

#[test]
fn talks_and_speakers_are_offered_as_links() {
    let (mut stage, _folder) = stage(80, 24, true);
    stage.keys("P<Enter>See `Signa<Enter> by `Ada Hall B<Enter>.<Esc>");
    assert_eq!(
        stage.session("Night Trains").notes,
        "See `Signals`_ by `Ada Hall B`_."
    );
    let event = stage.event.as_ref().unwrap();
    let url = |name: &str| {
        event
            .links
            .iter()
            .find(|link| link.name == name)
            .map(|link| link.url.clone())
    };
    assert_eq!(
        url("Signals"),
        Some(Some("https://trains.example/talk".to_owned()))
    );
    assert_eq!(url("Ada Hall B"), Some(None));
}

#[test]
fn the_header_knows_what_is_on_and_a_line_tells_what_is_near() {
    let (mut stage, _folder) = stage(160, 40, true);
    let header = stage.text().lines().next().unwrap().to_owned();
    assert!(header.contains("now Night Trains, Hall A"), "{header}");
    assert!(header.contains("next 16:30 Our stand"), "{header}");
    assert!(!stage.text().contains("in 10 min"));
    stage.app.now += chrono::TimeDelta::minutes(77);
    stage.wait(5);
    let footer = stage.text().lines().last().unwrap().to_owned();
    assert!(footer.contains("in 8 min: Our stand"), "{footer}");
}
