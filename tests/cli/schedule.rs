//! `hallway schedule`, `hallway now`, and notes that go to what is on.

use super::home::{Home, printed};
use std::path::PathBuf;

fn fixture(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/schedules")
        .join(name);
    path.to_string_lossy().into_owned()
}

fn at(home: &Home, now: &str, arguments: &[&str]) -> super::home::Printed {
    printed(home.command_at(now).args(arguments).output().unwrap())
}

/// A home with the event of the trains' programme.
fn with_trains() -> Home {
    let home = Home::new();
    let printed = home.run(["schedule", &fixture("trains.xml"), "--create", "--yes"]);
    assert_eq!((printed.code, printed.err.as_str()), (0, ""));
    assert!(
        printed.out.ends_with("trains-26: 2 sessions imported\n"),
        "{}",
        printed.out
    );
    home
}

fn schedule_toml(home: &Home) -> PathBuf {
    home.notebook().join("events/trains-26/schedule.toml")
}

#[test]
fn a_preview_comes_first_and_nothing_is_written_unasked() {
    let home = Home::new();
    let printed = home.run(["schedule", &fixture("trains.xml"), "--create"]);
    assert_eq!(printed.code, 1);
    for text in [
        "Trains 26: 2 sessions, schedule XML",
        "Europe/Vienna (the file says so)",
        "Platform 1; Platform 2",
        "line 41: Not yet: its date is \"soon\"",
    ] {
        assert!(printed.out.contains(text), "{text}: {}", printed.out);
    }
    assert!(printed.err.contains("--yes"), "{}", printed.err);
    assert!(!home.notebook().join("events").exists());
}

#[test]
fn the_event_gets_dates_place_and_zone() {
    let home = with_trains();
    let event = std::fs::read_to_string(home.event("trains-26")).unwrap();
    for line in [
        "starts = 2026-05-15",
        "ends = 2026-05-16",
        "time_zone = \"Europe/Vienna\"",
        "place = \"Old Station, Linz\"",
    ] {
        assert!(event.contains(line), "{line}: {event}");
    }
}

#[test]
fn a_second_import_tells_what_changed_and_keeps_what_was_typed() {
    let home = with_trains();
    let made = at(
        &home,
        "2026-05-15T08:00:00+02:00",
        &["session", "Points & crossings", "-e", "trains-26"],
    );
    assert_eq!(
        made.out,
        "points-crossings (Points & crossings): talk at Trains 26, Fri 2026-05-15 10:00-10:45, Platform 1\n"
    );
    let session = home
        .notebook()
        .join("events/trains-26/sessions/points-crossings.toml");
    let typed = std::fs::read_to_string(&session).unwrap()
        + "# a comment\nnotes = '''\nTyped *by hand*, with `a link`_.\n'''\n";
    // Keys of the top level stand before the first table.
    let (head, tables) = typed.split_at(typed.find("\n[[").unwrap_or(0));
    let (tables, notes) = tables.split_at(tables.find("# a comment").unwrap());
    let typed = format!("{head}\n{notes}{tables}");
    std::fs::write(&session, &typed).unwrap();

    let same = home.run([
        "schedule",
        &fixture("trains.xml"),
        "-e",
        "trains-26",
        "--yes",
    ]);
    assert!(
        same.out
            .contains("nothing has changed since the last import"),
        "{}",
        same.out
    );
    assert_eq!(std::fs::read_to_string(&session).unwrap(), typed);

    let changed = std::fs::read_to_string(fixture("trains.xml")).unwrap();
    let changed = changed
        .replace("T10:00:00+02:00", "T11:00:00+02:00")
        .replace("Platform 1", "Platform 9")
        .replace("Night trains", "Sleepers");
    let file = home.path().join("again.xml");
    std::fs::write(&file, changed).unwrap();
    let printed = home.run([
        "schedule",
        &file.to_string_lossy(),
        "-e",
        "trains-26",
        "--yes",
    ]);
    for text in [
        "moved      1\n      Points & crossings: Fri 15 May 10:00-10:45 -> Fri 15 May 11:00-11:45\n",
        "renamed    1\n      Night trains -> Sleepers\n",
        "other room 1\n      Points & crossings: Platform 1 -> Platform 9\n",
        "updated points-crossings\n",
    ] {
        assert!(printed.out.contains(text), "{text}: {}", printed.out);
    }
    let now = std::fs::read_to_string(&session).unwrap();
    let wanted = typed
        .replace("T10:00:00+02:00", "T11:00:00+02:00")
        .replace("T10:45:00+02:00", "T11:45:00+02:00")
        .replace("Platform 1", "Platform 9");
    assert_eq!(now, wanted);
}

#[test]
fn what_is_on_is_told_in_the_zone_of_the_event() {
    let home = with_trains();
    let now = "2026-05-15T08:20:00Z";
    let told = at(&home, now, &["now"]);
    assert_eq!(
        told.out,
        "now    10:00-10:45  Points & crossings  Platform 1  25 min left\nnext   00:30-01:30  Night trains  Platform 2  in 14 h 10\n"
    );
    let line = at(
        &home,
        now,
        &["now", "--format", "{title} {room} {left} {odd}"],
    );
    assert_eq!(line.out, "Points & crossings Platform 1 25 min {odd}\n");
    let json = at(&home, now, &["now", "--json"]).out;
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["running"][0]["id"], "aa-1");
    assert_eq!(value["now"], "2026-05-15T10:20:00+02:00");
    let nothing = at(&home, "2027-01-01T00:00:00Z", &["now", "-e", "trains-26"]);
    assert_eq!((nothing.code, nothing.out.as_str()), (1, ""));
}

#[test]
fn a_note_goes_to_the_talk_that_is_on() {
    let home = with_trains();
    let printed = at(&home, "2026-05-15T08:20:00Z", &["note", "points are tents"]);
    assert_eq!(
        printed.out,
        "10:20 note -> Points & crossings (Trains 26)\n"
    );
    let again = at(&home, "2026-05-15T08:21:00Z", &["note", "again"]);
    assert_eq!(again.out, "10:21 note -> Points & crossings (Trains 26)\n");
    assert_eq!(home.ok("list trains-26").lines().count(), 1);
}

#[test]
fn a_calendar_comes_out_and_goes_in_again() {
    let home = with_trains();
    at(
        &home,
        "2026-05-14T08:00:00Z",
        &["session", "Points & crossings", "-e", "trains-26"],
    );
    at(
        &home,
        "2026-05-14T08:00:00Z",
        &[
            "session",
            "Booth, shift; one",
            "--kind",
            "booth",
            "--starts",
            "2026-05-15 13:00",
            "-e",
            "trains-26",
        ],
    );
    let calendar = home.run(["schedule", "--export", "ics", "-e", "trains-26"]);
    assert_eq!(calendar.code, 0, "{}", calendar.err);
    assert!(
        calendar.out.contains("SUMMARY:Booth\\, shift\\; one\r\n"),
        "{}",
        calendar.out
    );
    assert!(calendar.out.split("\r\n").all(|line| line.len() <= 75));
    assert_eq!(
        home.run(["schedule", "--export", "ics", "-e", "trains-26"]),
        calendar
    );
    let file = home.path().join("mine.ics");
    std::fs::write(&file, &calendar.out).unwrap();
    let back = home.run([
        "schedule",
        &file.to_string_lossy(),
        "--create",
        "-e",
        "Mine",
        "--time-zone",
        "Europe/Vienna",
        "--yes",
        "--json",
    ]);
    let value: serde_json::Value = serde_json::from_str(&back.out).unwrap();
    assert_eq!(value["sessions"][0]["title"], "Points & crossings");
    assert_eq!(value["sessions"][0]["starts"], "2026-05-15T10:00:00+02:00");
    assert_eq!(value["sessions"][0]["speakers"][0]["name"], "Ada Rail");
    assert_eq!(value["sessions"][1]["title"], "Booth, shift; one");
}

#[test]
fn files_that_are_none_leave_everything_as_it_is() {
    let home = with_trains();
    let before = std::fs::read(schedule_toml(&home)).unwrap();
    let file = home.path().join("bad.xml");
    for (text, told) in [
        ("<schedule>\n<day>", "line 2: <day> is never closed"),
        ("<!DOCTYPE a [<!ENTITY b \"c\">]><schedule/>", "DOCTYPE"),
        ("hello", "it begins with \"hello\""),
        ("{\"schedule\": ", "line 1: the JSON is broken"),
        ("<schedule/>", "there are no sessions in it"),
    ] {
        std::fs::write(&file, text).unwrap();
        let printed = home.run([
            "schedule",
            &file.to_string_lossy(),
            "-e",
            "trains-26",
            "--yes",
        ]);
        assert_eq!(printed.code, 1, "{text}");
        assert!(
            printed.err.contains(told) && printed.err.contains("bad.xml"),
            "{text}: {}",
            printed.err
        );
        assert!(
            printed.err.contains("nothing was changed"),
            "{text}: {}",
            printed.err
        );
        assert_eq!(std::fs::read(schedule_toml(&home)).unwrap(), before);
    }
}

/// The programme of the founding example's conference, where it is at hand: plan, note, export.
#[test]
fn the_founding_conference_from_its_own_programme() {
    let file =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/schedules/scale-15x-sign.json");
    if !file.exists() {
        println!("skipped: there is no {}", file.display());
        return;
    }
    let home = Home::new();
    let file = file.to_string_lossy().into_owned();
    let unsaid = home.run(["schedule", &file, "--create", "-e", "SCaLE 15x", "--yes"]);
    assert!(
        unsaid.code == 1 && unsaid.err.contains("--time-zone"),
        "{}",
        unsaid.err
    );
    let made = home.run([
        "schedule",
        &file,
        "--create",
        "-e",
        "SCaLE 15x",
        "--time-zone",
        "America/Los_Angeles",
        "--yes",
    ]);
    assert!(
        made.out.ends_with("scale-15x: 220 sessions imported\n"),
        "{}",
        made.err
    );
    for (now, title, printed) in [
        (
            "2017-03-02T08:00:00-08:00",
            "Kubernetes 101",
            "Thu 2017-03-02 10:00-11:00, Ballroom GH",
        ),
        (
            "2017-03-02T08:00:00-08:00",
            "Work Session and General Meetup",
            "Fri 2017-03-03 11:00-12:15, Ballroom C",
        ),
    ] {
        let session = at(&home, now, &["session", title, "-e", "scale-15x"]);
        assert!(
            session.out.trim_end().ends_with(printed),
            "{}{}",
            session.out,
            session.err
        );
    }
    at(
        &home,
        "2017-03-02T10:30:00-08:00",
        &["note", "Tents for containers"],
    );
    at(
        &home,
        "2017-03-03T11:30:00-08:00",
        &["note", "Packaging by hand"],
    );
    let post = home.run(["export", "scale-15x", "--output", "-"]).out;
    let places = [
        "Kubernetes 101\n----",
        "Tents for containers",
        "Work Session and General Meetup\n----",
        "Packaging by hand",
    ];
    let found: Vec<Option<usize>> = places.iter().map(|text| post.find(text)).collect();
    assert!(
        found.iter().all(Option::is_some) && found.is_sorted(),
        "{post}"
    );
}
