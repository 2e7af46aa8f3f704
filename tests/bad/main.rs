//! Bad input: each thing that goes wrong says exactly what, where, and what to do about it.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // A test stops at what it does not expect.

#[path = "../cli/home.rs"]
mod home;

mod disk;
mod files;
mod posts;

use home::{Home, Printed, printed};

/// A run that failed with that exit code and those words.
pub fn failed(code: i32, err: impl Into<String>) -> Printed {
    Printed {
        code,
        out: String::new(),
        err: err.into(),
    }
}

#[test]
fn no_notebook_yet() {
    let home = Home::new();
    let root = home.notebook();
    assert_eq!(
        home.line("show"),
        failed(
            1,
            format!(
                "error: there is no notebook at {} yet\n\
                 hint: `hallway new TITLE` makes the first event; `hallway demo` shows a sample\n",
                root.display()
            )
        )
    );
    assert_eq!(
        home.line("list"),
        failed(
            0,
            "note: there is no event yet; `hallway new TITLE` makes one, `hallway demo` shows a sample\n"
        )
    );
    assert!(!root.exists(), "reading makes nothing");
    let said = home.line("new First");
    assert_eq!(
        said.err,
        "note: times are in Europe/Berlin, the zone of this system; --time-zone sets another\n"
    );
    assert!(root.join("notebook.toml").exists());
}

#[test]
fn an_unknown_event_and_an_unknown_session() {
    let home = Home::with_event();
    assert_eq!(
        home.line("show scael-15x"),
        failed(
            1,
            "error: no event is called `scael-15x`\nhint: did you mean `scale-15x` (SCaLE 15x)?\n"
        )
    );
    assert_eq!(
        home.line("show fosdem"),
        failed(
            1,
            "error: no event is called `fosdem`\nhint: `hallway list` shows every event\n"
        )
    );
    assert_eq!(
        home.line("note -s kube x"),
        failed(
            1,
            "error: no session is called `kube`\nhint: there is no session yet\n"
        )
    );
    home.ok("session Kubernetes 101");
    assert_eq!(
        home.line("note -s kubrenetes x"),
        failed(
            1,
            "error: no session is called `kubrenetes`\nhint: did you mean `kubernetes-101` (Kubernetes 101)?\n"
        )
    );
}

#[test]
fn a_slug_that_is_taken() {
    let home = Home::with_event();
    let again = home.line("new SCaLE 15x --time-zone UTC");
    assert_eq!((again.code, again.out.as_str()), (0, "scale-15x-2\n"));
    assert_eq!(
        again.err,
        "note: `scale-15x` is taken; made `scale-15x-2`\n"
    );
    assert_eq!(
        home.line("new X --slug Not/A/Name"),
        failed(
            2,
            "error: `Not/A/Name` cannot be the name of a folder\nhint: use small letters, digits and hyphens, such as scale-15x\n"
        )
    );
}

#[test]
fn a_title_of_emoji_only() {
    let home = Home::new();
    assert_eq!(
        home.line("new 🎉🎉"),
        failed(
            2,
            "error: no name for a folder can be made of the title \"🎉🎉\"\nhint: add one with --slug, such as --slug my-event\n"
        )
    );
    assert_eq!(home.ok("new 🎉🎉 --slug party --time-zone UTC"), "party\n");
    assert!(
        home.ok("export party --output -")
            .contains(".. slug: party\n")
    );
    assert!(
        home.ok("session 🎉 -e party --kind meetup")
            .starts_with("meetup (🎉): meetup at ")
    );
    assert_eq!(
        home.run(["new", " "]),
        failed(2, "error: the title is empty\n")
    );
}

#[test]
fn an_end_before_its_start() {
    let home = Home::with_event();
    let hint = "hint: write the end so that it comes after the start, such as `+1h`\n";
    assert_eq!(
        home.line("new X --starts 2017-03-02 --ends 2017-03-01 --time-zone UTC"),
        failed(
            2,
            format!("error: the end, 2017-03-01, is before the start, 2017-03-02\n{hint}")
        )
    );
    assert_eq!(
        home.line("session X --starts 10:00 --ends 9:00"),
        failed(
            2,
            format!(
                "error: the end, 2017-03-03 09:00, is before the start, 2017-03-03 10:00\n{hint}"
            )
        )
    );
}

#[test]
fn an_end_without_a_start() {
    let home = Home::with_event();
    assert_eq!(
        home.line("session X --ends +1h"),
        failed(
            2,
            "error: the session has an end but no start\nhint: say when it starts, too, such as --starts now\n"
        )
    );
}

#[test]
fn times_and_dates_that_are_none() {
    let home = Home::with_event();
    assert_eq!(
        home.line("session X --starts soon"),
        failed(
            2,
            "error: `soon` is not a time\nhint: write `10:30`, `10am`, `sat 10:00`, `2017-03-02 10:00`, `+1h` or `now`\n"
        )
    );
    let later = home
        .command_at("2017-06-01T00:00:00Z")
        .args(["session", "X", "-e", "scale", "--starts", "10:00"])
        .output();
    assert_eq!(
        printed(later.unwrap()),
        failed(
            2,
            "error: `10:00` is on no day: the event is on thu 2017-03-02, fri 2017-03-03, sat 2017-03-04, sun 2017-03-05\n\
             hint: write the day as well, such as `thu 10:00`\n"
        )
    );
    assert_eq!(
        home.line("new X --starts 3/2/2017 --time-zone UTC"),
        failed(
            2,
            "error: `3/2/2017` could be two dates\nhint: write `2017-03-02`, `2 Mar 2017`, `today`, `tomorrow` or a weekday\n"
        )
    );
    let wrong_clock = home.command_at("yesterday").arg("list").output().unwrap();
    assert_eq!(
        printed(wrong_clock),
        failed(
            2,
            "error: HALLWAY_NOW is `yesterday`, which is not an RFC 3339 time\nhint: write it as 2017-03-02T10:12:00-08:00\n"
        )
    );
}

#[test]
fn an_unknown_zone() {
    assert_eq!(
        Home::new().line("new X --time-zone America/Los_Angels"),
        failed(
            2,
            "error: no time zone is called `America/Los_Angels`\nhint: did you mean `America/Los_Angeles`?\n"
        )
    );
}

#[test]
fn local_times_that_daylight_saving_skips_or_repeats() {
    let home = Home::with_event();
    let skipped = home.run(["session", "A", "--starts", "2017-03-12 02:30"]);
    assert_eq!(
        skipped.err,
        "note: 02:30 does not exist on 2017-03-12 in America/Los_Angeles; took 03:30\n"
    );
    assert_eq!(
        skipped.out,
        "a (A): talk at SCaLE 15x, Sun 2017-03-12 03:30\n"
    );
    let twice = home.run(["session", "B", "--starts", "2017-11-05 01:30"]);
    assert_eq!(
        twice.err,
        "note: 01:30 occurs twice on 2017-11-05 in America/Los_Angeles; took the earlier, -07:00; write an offset to choose\n"
    );
    let chosen = home.run(["session", "C", "--starts", "2017-11-05 01:30-08:00"]);
    assert_eq!((chosen.code, chosen.err.as_str()), (0, ""));
    let file = home.notebook().join("events/scale-15x/sessions/c.toml");
    assert!(
        std::fs::read_to_string(file)
            .unwrap()
            .contains("starts = 2017-11-05T01:30:00-08:00\n")
    );
}
