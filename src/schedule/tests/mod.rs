//! Files in, programmes out. The fixtures are our own; real and hostile files are read where they
//! are, and else the test says that it is skipped.

mod changes;
mod real;

use super::{Format, ImportedProgramme, ScheduleError, ZoneFrom, Zones, read};
use chrono_tz::Tz;

fn fixture(name: &str) -> Vec<u8> {
    let path = format!(
        "{}/tests/fixtures/schedules/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read(path).unwrap()
}

fn import(name: &str) -> ImportedProgramme {
    read(&fixture(name), Zones::default()).unwrap()
}

fn at(zone: Tz) -> Zones {
    Zones {
        given: None,
        event: Some(zone),
    }
}

/// Title, start, room and speakers of each talk.
fn brief(import: &ImportedProgramme) -> Vec<String> {
    import
        .programme
        .talks
        .iter()
        .map(|talk| {
            let names: Vec<&str> = talk
                .speakers
                .iter()
                .map(|speaker| speaker.name.as_str())
                .collect();
            format!(
                "{} | {} | {} | {}",
                talk.starts.map(|at| at.to_rfc3339()).unwrap_or_default(),
                talk.room.as_deref().unwrap_or("-"),
                talk.title,
                names.join(", ")
            )
        })
        .collect()
}

#[test]
fn a_schedule_xml_is_read_whole() {
    let import = import("trains.xml");
    assert_eq!(import.format, Format::Xml);
    assert_eq!(import.programme.title.as_deref(), Some("Trains 26"));
    assert_eq!(import.programme.time_zone, Some(Tz::Europe__Vienna));
    assert_eq!(import.zone, ZoneFrom::File);
    assert_eq!(import.place.as_deref(), Some("Old Station, Linz"));
    assert_eq!(
        brief(&import),
        [
            "2026-05-15T10:00:00+02:00 | Platform 1 | Points & crossings | Ada Rail, Bo Signal",
            "2026-05-16T00:30:00+02:00 | Platform 2 | Night trains | ",
        ]
    );
    let talk = &import.programme.talks[0];
    assert_eq!(
        talk.about,
        "How points work.\n\n- old ones\n- new ones <https://points.example>"
    );
    assert_eq!(talk.ends.unwrap().to_rfc3339(), "2026-05-15T10:45:00+02:00");
    assert_eq!(talk.track.as_deref(), Some("Steel"));
    assert_eq!(talk.language.as_deref(), Some("en"));
    assert_eq!(import.skipped.len(), 1);
    assert_eq!(import.skipped[0].line, Some(41));
    assert_eq!(import.skipped[0].why, "its date is \"soon\"");
}

#[test]
fn an_old_pentabarf_file_needs_a_zone_and_counts_nights() {
    let bytes = fixture("night.xml");
    assert_eq!(read(&bytes, Zones::default()), Err(ScheduleError::NoZone));
    let import = read(&bytes, at(Tz::Europe__Berlin)).unwrap();
    assert_eq!(import.zone, ZoneFrom::Event);
    assert_eq!(
        brief(&import),
        [
            "2011-12-27T23:00:00+01:00 | Hall | Late show | ",
            "2011-12-28T00:15:00+01:00 | Hall | Later show | ",
        ]
    );
}

#[test]
fn json_of_both_versions_gives_the_same() {
    let (one, two) = (import("voc1.json"), import("voc2.json"));
    assert_eq!(one.format, Format::Json);
    assert_eq!(brief(&one), brief(&two));
    assert_eq!(
        brief(&one),
        ["2026-05-15T10:00:00+02:00 | Platform 1 | Points | Ada Rail"]
    );
}

#[test]
fn calendars_of_all_hands_are_read() {
    let import = import("mixed.ics");
    assert_eq!(import.format, Format::Calendar);
    assert_eq!(import.programme.time_zone, Some(Tz::Europe__Brussels));
    assert_eq!(
        brief(&import),
        [
            "2026-02-01T09:20:00+01:00 | Hall A, upstairs | Folded in the middle of é | ",
            "2026-02-01T10:00:00+01:00 | - | With people | Ada Rail, Bo Signal",
            "2026-02-01T11:00:00+01:00 | - | Every second | ",
            "2026-02-01T15:00:00+01:00 | - | From Redmond | ",
        ]
    );
    let people = &import.programme.talks[1].speakers;
    assert_eq!(people[0].affiliation.as_deref(), Some("Tracks, Inc."));
    assert_eq!(import.skipped.len(), 1);
    assert_eq!(
        import.skipped[0].why,
        "nobody knows its time zone \"Mars/Base\""
    );
    assert!(
        import
            .notices
            .iter()
            .any(|notice| notice.starts_with("1 repeated"))
    );
    assert!(
        import
            .notices
            .iter()
            .any(|notice| notice.starts_with("1 lines"))
    );
}

#[test]
fn sessionize_joins_its_lists() {
    let import = read(&fixture("sessionize.json"), at(Tz::Europe__Vienna)).unwrap();
    assert_eq!(import.format, Format::Sessionize);
    assert_eq!(
        brief(&import),
        ["2026-05-15T09:00:00+02:00 | Aula | Clouds over rails | Ada Rail"]
    );
    let talk = &import.programme.talks[0];
    assert_eq!(talk.track.as_deref(), Some("Cloud"));
    assert_eq!(
        talk.speakers[0].affiliation.as_deref(),
        Some("Engineer at Tracks")
    );
    assert_eq!(import.skipped[0].why, "it has no time yet");
}

#[test]
fn sessionize_has_two_more_views() {
    let sessions = read(&fixture("sessions.json"), at(Tz::Europe__Vienna)).unwrap();
    assert_eq!(sessions.format, Format::Sessionize);
    assert_eq!(
        brief(&sessions),
        [
            "2026-05-15T09:00:00+02:00 | Aula | Clouds over rails | Ada Rail",
            "2026-05-15T12:00:00+02:00 | Aula | Lunch | ",
        ]
    );
    let talk = &sessions.programme.talks[0];
    assert_eq!(talk.track.as_deref(), Some("Cloud"));
    assert_eq!(talk.kind.as_deref(), Some("Workshop"));
    assert_eq!(sessions.skipped[0].why, "it has no time yet");
    // What is for everybody stands in every room of the grid, and is one session.
    let grid = read(&fixture("grid.json"), at(Tz::Europe__Vienna)).unwrap();
    assert_eq!(
        brief(&grid),
        [
            "2026-05-15T09:00:00+02:00 | Aula | Clouds over rails | Ada Rail",
            "2026-05-15T12:00:00+02:00 | Aula | Lunch | ",
            "2026-05-15T14:00:00+02:00 | Shed | Oiling by hand | Bo Signal",
        ]
    );
}

#[test]
fn pretalx_json_is_read_whole() {
    let import = import("pretalx.json");
    assert_eq!(
        brief(&import),
        ["2026-05-15T10:00:00+02:00 | Aula | Points | Ada Rail"]
    );
    let talk = &import.programme.talks[0];
    assert_eq!(talk.subtitle.as_deref(), Some("and crossings"));
    assert_eq!(talk.about, "How **points** work.\n\nIn *depth*.");
    let url = talk.speakers[0].url.as_deref();
    assert_eq!(url, Some("https://trains.example/speaker/P1/"));
}

#[test]
fn a_calendar_of_outlook_is_read() {
    let import = import("outlook.ics");
    assert_eq!(import.programme.time_zone, Some(Tz::Europe__Berlin));
    assert_eq!(
        brief(&import),
        [
            "2026-05-15T10:00:00+02:00 | Hall A, upstairs | Signals in winter | ",
            "2026-05-15T12:00:00+02:00 | - | Lunch | ",
            "2026-05-16T00:00:00+02:00 | - | Excursion | ",
        ]
    );
    let talks = &import.programme.talks;
    assert_eq!(talks[0].about, "How ice is kept off.");
    assert_eq!(talks[1].track.as_deref(), Some("Break, Food, warm, Social"));
    let end = |at: usize| talks[at].ends.unwrap().to_rfc3339();
    assert_eq!(end(1), "2026-05-15T13:30:00+02:00");
    assert_eq!(end(2), "2026-05-17T00:00:00+02:00");
    let why: Vec<&str> = import.skipped.iter().map(|one| one.why.as_str()).collect();
    assert_eq!(why, ["it is cancelled"]);
}

#[test]
fn a_place_behind_every_room_is_that_of_the_event() {
    let calendar = |rooms: &[&str]| {
        let event = |room: &&str| {
            format!(
                "BEGIN:VEVENT\nSUMMARY:A\nDTSTART:20260515T100000Z\nLOCATION:{room}\nEND:VEVENT\n"
            )
        };
        let events: String = rooms.iter().map(event).collect();
        let text = format!("BEGIN:VCALENDAR\n{events}END:VCALENDAR\n");
        read(text.as_bytes(), at(Tz::Europe__Vienna)).unwrap().place
    };
    let graz = [
        "Depot\\, Graz\\, Austria",
        "Shed\\, Graz\\, Austria",
        "Hall 1\\, left\\, Graz\\, Austria",
    ];
    assert_eq!(calendar(&graz).as_deref(), Some("Graz, Austria"));
    assert_eq!(calendar(&graz[..2]), None);
    assert_eq!(calendar(&[&graz[..], &["Online", "Tram"]].concat()), None);
    assert_eq!(calendar(&["Hall 1", "Hall 2\\, left", "Hall 3"]), None);
}

#[test]
fn a_calendar_of_google_is_read() {
    let import = import("google.ics");
    assert_eq!(import.programme.title.as_deref(), Some("Trains 26"));
    assert_eq!(import.programme.time_zone, Some(Tz::Europe__Vienna));
    assert_eq!(
        brief(&import),
        [
            "2026-05-15T09:00:00+02:00 | - | Morning round | ",
            "2026-05-15T12:00:00+02:00 | - | Lunch for \u{e9}veryone | ",
            "2026-05-15T17:00:00+02:00 | Shed | Rails, ties; and spikes | ",
            "2026-05-17T09:30:00+02:00 | - | Morning round, later | ",
        ]
    );
    let talks = &import.programme.talks;
    assert_eq!(talks[0].about, "");
    assert_eq!(
        talks[2].about,
        "First line\nsecond: with \\ and a comma, too"
    );
    assert!(talks[0].id != talks[3].id);
    assert_eq!(import.skipped[0].title, "Called off");
    assert_eq!(import.skipped[0].why, "it is cancelled");
    assert!(import.notices[0].starts_with("1 repeated"));
}

#[test]
fn signs_keep_the_clock_across_daylight_saving() {
    let import = read(&fixture("signs.json"), at(Tz::America__Los_Angeles)).unwrap();
    assert_eq!(import.format, Format::Signs);
    assert_eq!(
        brief(&import),
        [
            "2026-03-07T10:00:00-08:00 | Room 1 | Before the change | Ada Rail, Bo Signal",
            "2026-03-08T10:00:00-07:00 | Room 1 | After the change & on time | Cy Clock",
        ]
    );
    assert_eq!(import.skipped[0].why, "it is not scheduled");
}

#[test]
fn what_is_no_programme_says_what_was_seen() {
    let error = |text: &str| {
        read(text.as_bytes(), Zones::default())
            .unwrap_err()
            .to_string()
    };
    assert!(error("hello there").contains("hello there"));
    assert!(error("").contains("empty"));
    assert!(error("<html><body/></html>").contains("<html>"));
    assert!(error("{\"a\": 1}").contains("JSON with a"));
    assert!(error("<schedule>\n<day>\n<room>").contains("line 3"));
    assert!(error("<!DOCTYPE x []><schedule/>").contains("DOCTYPE"));
    assert!(error("BEGIN:VCALENDAR\nBEGIN:VEVENT\n").contains("line 2"));
    assert!(error(&"[".repeat(70)).contains("64 deep"));
}

/// Whatever is done to a fixture, reading it neither panics nor lets a control character in.
#[test]
fn damaged_files_are_read_or_refused() {
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below.max(1) as u64) as usize
    };
    for name in [
        "trains.xml",
        "night.xml",
        "voc1.json",
        "voc2.json",
        "mixed.ics",
        "sessionize.json",
        "sessions.json",
        "grid.json",
        "outlook.ics",
        "google.ics",
        "pretalx.json",
        "signs.json",
        "sign.xml",
        "indico.json",
    ] {
        let whole = fixture(name);
        for _ in 0..300 {
            let mut bytes = whole.clone();
            for _ in 0..=random(4) {
                let at = random(bytes.len());
                match random(4) {
                    0 => bytes.truncate(at.max(1)),
                    1 => bytes[at] = [0, 0x1b, b'<', b'"', b'&', 0xff, b'\n', b':'][random(8)],
                    2 => {
                        bytes.remove(at);
                    }
                    _ => bytes.insert(
                        at,
                        [0x9b, b'>', b'\\', b'{', b';', b'9', b' ', 0xe2][random(8)],
                    ),
                }
                if bytes.is_empty() {
                    break;
                }
            }
            if let Ok(import) = read(&bytes, at(Tz::Europe__Vienna)) {
                for talk in &import.programme.talks {
                    let texts = [
                        Some(&talk.title),
                        talk.room.as_ref(),
                        talk.track.as_ref(),
                        Some(&talk.about),
                        Some(&talk.id),
                    ];
                    for text in texts.into_iter().flatten() {
                        assert!(
                            text.chars()
                                .all(|c| c == '\n' || c == '\t' || !c.is_control()),
                            "{name}: {text:?}"
                        );
                    }
                }
            }
        }
    }
}
