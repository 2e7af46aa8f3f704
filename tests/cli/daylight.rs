//! Events across a change to and from daylight saving: every time is that of the wall clock there,
//! wherever the laptop believes itself to be.

use super::home::{Home, printed};
use std::path::Path;

/// Where the laptop is: the other side of the date line, a zone that changes on another day, one of
/// half hours, and UTC.
const LAPTOPS: [&str; 4] = ["Pacific/Apia", "America/New_York", "Asia/Kolkata", "UTC"];

/// An event of three talks: before the change, through it, and after it.
struct Change {
    file: &'static str,
    zone: &'static str,
    /// Title, what `list` says of it, start and end in UTC as the calendar has them.
    talks: [(&'static str, &'static str, &'static str, &'static str); 3],
    /// A moment, and what `now` says then.
    moments: [(&'static str, &'static str); 3],
}

/// The night of 29 March 2026 has no hour from 2 to 3 in Vienna.
const SPRING: Change = Change {
    file: "spring.xml",
    zone: "Europe/Vienna",
    talks: [
        (
            "Before the change",
            "Sat 28 Mar  10:00-11:00",
            "20260328T090000Z",
            "20260328T100000Z",
        ),
        (
            "Through the gap",
            "Sun 29 Mar  01:30-03:30",
            "20260329T003000Z",
            "20260329T013000Z",
        ),
        (
            "After the change",
            "Sun 29 Mar  10:00-11:00",
            "20260329T080000Z",
            "20260329T090000Z",
        ),
    ],
    moments: [
        (
            "2026-03-28T22:00:00Z",
            "next * 01:30-03:30  Through the gap  Depot  in 2 h 30\n",
        ),
        (
            "2026-03-29T01:10:00Z",
            "now  * 01:30-03:30  Through the gap  Depot  20 min left\nnext * 10:00-11:00  After the change  Depot  in 6 h 50\n",
        ),
        (
            "2026-03-29T08:15:00Z",
            "now  * 10:00-11:00  After the change  Depot  45 min left\n",
        ),
    ],
};

/// The night of 1 November 2026 has the hour from 1 to 2 twice in Los Angeles.
const AUTUMN: Change = Change {
    file: "autumn.json",
    zone: "America/Los_Angeles",
    talks: [
        (
            "Before the change",
            "Sat 31 Oct  10:00-11:00",
            "20261031T170000Z",
            "20261031T180000Z",
        ),
        (
            "Through the hour that comes twice",
            "Sun 01 Nov  00:30-02:30",
            "20261101T073000Z",
            "20261101T103000Z",
        ),
        (
            "After the change",
            "Sun 01 Nov  10:00-11:00",
            "20261101T180000Z",
            "20261101T190000Z",
        ),
    ],
    moments: [
        (
            "2026-11-01T05:30:00Z",
            "next * 00:30-02:30  Through the hour that comes twice  Depot  in 2 h 00\n",
        ),
        (
            "2026-11-01T09:30:00Z",
            "now  * 00:30-02:30  Through the hour that comes twice  Depot  1 h 00 left\nnext * 10:00-11:00  After the change  Depot  in 8 h 30\n",
        ),
        (
            "2026-11-01T18:15:00Z",
            "now  * 10:00-11:00  After the change  Depot  45 min left\n",
        ),
    ],
};

/// What a laptop in that zone says at a moment.
fn at(home: &Home, laptop: &str, moment: &str, arguments: &[&str]) -> String {
    let mut command = home.command_at(moment);
    let printed = printed(command.env("TZ", laptop).args(arguments).output().unwrap());
    assert_eq!(printed.code, 0, "{laptop}: {arguments:?}: {}", printed.err);
    printed.out
}

/// The post of the event, in which a note stands below each talk.
fn post_of(change: &Change, laptop: &str) -> String {
    let home = Home::new();
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/schedules")
        .join(change.file);
    let before = change.moments[0].0;
    let at = |moment: &str, arguments: &[&str]| at(&home, laptop, moment, arguments);
    let file = file.to_string_lossy();
    at(
        before,
        &[
            "schedule",
            &file,
            "--create",
            "-e",
            "Night",
            "--time-zone",
            change.zone,
            "--yes",
        ],
    );
    // The last first, so that their order is that of their times.
    for (title, ..) in change.talks.iter().rev() {
        at(before, &["session", title, "-e", "night"]);
    }
    let list = at(before, &["list", "night"]);
    for ((title, when, ..), line) in change.talks.iter().zip(list.lines()) {
        assert!(
            line.starts_with(when) && line.contains(title),
            "{laptop}: {list}"
        );
    }
    for (moment, told) in change.moments {
        assert_eq!(at(moment, &["now", "-e", "night"]), told, "{laptop}");
    }
    let calendar = at(before, &["schedule", "--export", "ics", "-e", "night"]);
    for (title, _, starts, ends) in change.talks {
        let lines = format!("DTSTART:{starts}\r\nDTEND:{ends}\r\nSUMMARY:{title}\r\n");
        assert!(calendar.contains(&lines), "{laptop}: {calendar}");
    }
    // A time that is typed is of the wall clock there, too.
    let made = at(
        before,
        &[
            "session",
            "Breakfast",
            "-e",
            "night",
            "--starts",
            "sun 09:00",
        ],
    );
    assert!(made.contains("09:00"), "{made}");
    for (title, ..) in change.talks {
        let text = format!("On {title}");
        at(before, &["note", "-e", "night", "-s", title, &text]);
    }
    let post = at(before, &["export", "night", "--output", "-"]);
    let texts = change.talks.map(|(title, ..)| format!("* On {title}"));
    let places: Vec<Option<usize>> = texts.iter().map(|text| post.find(text)).collect();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{post}"
    );
    // The header's date is of the author's own zone, which here is the laptop's.
    let lines = post.lines().filter(|line| !line.starts_with(".. date:"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn wall_clock_times_stay_in_spring_and_in_autumn() {
    for change in [SPRING, AUTUMN] {
        let [first, rest @ ..] = LAPTOPS;
        let post = post_of(&change, first);
        for laptop in rest {
            assert_eq!(post_of(&change, laptop), post, "{laptop}");
        }
    }
}
