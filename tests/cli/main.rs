//! The command line as a person uses it: the real program, a home folder of its own, a clock that
//! stands still.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // A test stops at what it does not expect.

mod check;
mod daylight;
mod export;
mod history;
mod home;
mod hostile;
mod links;
mod outside;
mod reading;
mod refresh;
mod schedule;
mod search;

use home::{Home, printed};

#[test]
fn an_event_a_session_and_a_note() {
    let home = Home::with_event();
    assert_eq!(
        home.run([
            "session",
            "Kubernetes 101",
            "--starts",
            "10:00",
            "--ends",
            "+1h",
            "--room",
            "Ballroom GH",
            "--speaker",
            "Josh Berkus (Project Atomic)"
        ])
        .out,
        "kubernetes-101 (Kubernetes 101): talk at SCaLE 15x, Fri 2017-03-03 10:00-11:00, Ballroom GH\n"
    );
    assert_eq!(
        home.ok("note containers are tents"),
        "10:12 note -> Kubernetes 101 (SCaLE 15x)\n"
    );
    assert_eq!(
        home.run([
            "note",
            "--kind",
            "quote",
            "--who",
            "Solomon Hykes",
            "There is no platform without ecosystem"
        ])
        .out,
        "10:12 quote -> Kubernetes 101 (SCaLE 15x)\n"
    );
    let evening = home
        .command_at("2017-03-03T20:00:00-08:00")
        .args(["note", "dinner"])
        .output()
        .unwrap();
    assert_eq!(
        printed(evening).out,
        "20:00 note -> the inbox of SCaLE 15x\n"
    );
    let post = home.ok("export --output -");
    assert!(post.contains("Kubernetes 101\n--------------\n"), "{post}");
    assert!(
        post.contains("containers are tents") && post.contains("Solomon Hykes"),
        "{post}"
    );
    assert!(
        post.contains(".. date: 2017-03-03 19:12:30 UTC+01:00\n"),
        "{post}"
    );
    let file = std::fs::read_to_string(
        home.notebook()
            .join("events/scale-15x/sessions/kubernetes-101.toml"),
    )
    .unwrap();
    assert!(
        file.contains("starts = 2017-03-03T10:00:00-08:00\n"),
        "{file}"
    );
    assert!(
        file.contains("affiliation = \"Project Atomic\"\n"),
        "{file}"
    );
    assert!(file.contains("at = 2017-03-03T10:12:30-08:00\n"), "{file}");
}

#[test]
fn a_note_from_a_pipe_keeps_its_quotes() {
    let home = Home::with_event();
    let noted = home
        .command_at(home::NOW)
        .arg("note")
        .write_stdin("it's \"quoted\"\r\n")
        .output()
        .unwrap();
    assert_eq!(printed(noted).out, "10:12 note -> the inbox of SCaLE 15x\n");
    let file = std::fs::read_to_string(home.event("scale-15x")).unwrap();
    assert!(
        file.contains("text = \"it's \\\"quoted\\\"\"") || file.contains("it's \"quoted\""),
        "{file}"
    );
    let nothing = home
        .command_at(home::NOW)
        .arg("note")
        .write_stdin(" \n")
        .output()
        .unwrap();
    assert_eq!(
        printed(nothing).err,
        "error: there is nothing to note\nhint: write the text after the verb, or pipe it in\n"
    );
}

#[test]
fn notes_of_many_processes_at_once_are_all_kept() {
    let home = Home::with_event();
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let home = &home;
            scope.spawn(move || {
                for number in 0..5 {
                    home.ok(&format!("note writer-{writer}-note-{number}"));
                }
            });
        }
    });
    let file = std::fs::read_to_string(home.event("scale-15x")).unwrap();
    for writer in 0..4 {
        for number in 0..5 {
            assert!(
                file.contains(&format!("writer-{writer}-note-{number}\"")),
                "{writer} {number}"
            );
        }
    }
}

#[test]
fn counting_at_the_booth() {
    let home = Home::with_event();
    assert_eq!(
        home.line("count visitors"),
        home::Printed {
            code: 1,
            out: String::new(),
            err: "error: SCaLE 15x has no booth\nhint: make one with: hallway session \"Our booth\" --kind booth\n".to_owned(),
        }
    );
    home.ok("session Fedora booth --kind booth --starts 10:00 --ends +8h");
    assert_eq!(
        home.ok("count visitors"),
        "visitors: 1 (Fedora booth, SCaLE 15x)\n"
    );
    assert_eq!(
        home.ok("count Visitors 41"),
        "visitors: 42 (Fedora booth, SCaLE 15x)\n"
    );
    assert_eq!(
        home.ok("count visitors -2"),
        "visitors: 40 (Fedora booth, SCaLE 15x)\n"
    );
    let below = home.line("count visitors -41");
    assert_eq!((below.code, below.out.as_str()), (1, ""));
    let refusal = "error: visitors stands at 40, and cannot go below zero\nhint: `hallway count visitors -40` takes all of it back\n";
    assert_eq!(below.err, refusal);
    assert_eq!(home.line("count robots -1").code, 1);
    home.ok("count student");
    let file = std::fs::read_to_string(
        home.notebook()
            .join("events/scale-15x/sessions/fedora-booth.toml"),
    )
    .unwrap();
    let (tallies, crowd) = file.split_once("[[crowd]]").unwrap();
    assert!(
        tallies.contains("visitors") && crowd.contains("student"),
        "{file}"
    );
    home.ok("session Second booth --kind booth");
    let later = home
        .command_at("2017-03-04T20:00:00-08:00")
        .args(["count", "swag"])
        .output()
        .unwrap();
    assert_eq!(
        printed(later).err,
        "error: SCaLE 15x has 2 booths and none of them runs now\nhint: say which with -s: `fedora-booth`, `second-booth`\n"
    );
}

#[test]
fn lists_line_up() {
    let home = Home::with_event();
    home.ok("new FOSDEM --starts 2018-02-03 --time-zone Europe/Brussels --place Brussels");
    assert_eq!(
        home.ok("list"),
        "2018-02-03        FOSDEM     Brussels  0 sessions  fosdem\n\
         2017-03-02 to 05  SCaLE 15x            0 sessions  scale-15x\n"
    );
    home.run([
        "session", "Opening", "-e", "scale", "--starts", "thu 9:00", "--room", "Hall A",
    ]);
    home.run([
        "session",
        "Late talk",
        "-e",
        "scale",
        "--starts",
        "sat 18:00",
        "--ends",
        "+30m",
    ]);
    assert_eq!(
        home.ok("list scale"),
        "Thu 02 Mar  09:00        talk  Opening    Hall A\n\
         Sat 04 Mar  18:00-18:30  talk  Late talk          planned\n"
    );
    let json: serde_json::Value = serde_json::from_str(&home.ok("list scale --json")).unwrap();
    assert_eq!(json["event"]["name"], "scale-15x");
    assert_eq!(json["sessions"][1]["starts"], "2017-03-04T18:00:00-08:00");
    assert_eq!(json["sessions"][1]["status"], "planned");
    let json: serde_json::Value = serde_json::from_str(&home.ok("list --json")).unwrap();
    assert_eq!(json["events"][0]["title"], "FOSDEM");
    assert_eq!(json["problems"], serde_json::json!([]));
    // A narrow terminal shortens the titles.
    home.ok("session -e scale A title that is much longer than a narrow terminal has room for");
    let narrow = home
        .command_at(home::NOW)
        .env("COLUMNS", "60")
        .args(["list", "scale"])
        .output()
        .unwrap();
    let narrow = printed(narrow).out;
    assert!(
        narrow.contains("A title that\u{2026}") || narrow.contains("A title tha\u{2026}"),
        "{narrow}"
    );
    assert!(
        narrow.lines().all(|line| line.chars().count() <= 60),
        "{narrow}"
    );
}

#[test]
fn the_list_of_events_says_which_sessions_cannot_be_read() {
    let home = Home::with_event();
    home.ok("session Opening -e scale");
    home.ok("session Closing -e scale");
    let file = |name: &str| {
        let sessions = home.event("scale-15x").with_file_name("sessions");
        sessions.join(format!("{name}.toml"))
    };
    // What git leaves behind, and a slip.
    let whole = std::fs::read_to_string(file("opening")).unwrap();
    let both = format!("<<<<<<< HEAD\n{whole}=======\n{whole}>>>>>>> other\n");
    std::fs::write(file("opening"), both).unwrap();
    std::fs::write(file("closing"), "title = \n").unwrap();
    for _ in 0..2 {
        let printed = home.line("list");
        assert_eq!(printed.code, 0, "{printed:?}");
        assert!(printed.out.contains("2 sessions"), "{printed:?}");
        let warnings: Vec<&str> = printed.err.lines().collect();
        let [closing, opening] = warnings.as_slice() else {
            panic!("{printed:?}");
        };
        assert!(
            closing.starts_with("warning: ") && closing.contains("closing.toml"),
            "{printed:?}"
        );
        assert!(opening.contains("opening.toml"), "{printed:?}");
    }
    // The same as about the event itself.
    assert_eq!(home.line("list").err, home.line("list scale").err);
    let json: serde_json::Value = serde_json::from_str(&home.ok("list --json")).unwrap();
    let problems = json["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 2, "{json}");
    assert!(
        problems[1]["path"]
            .as_str()
            .unwrap()
            .ends_with("opening.toml")
    );
    std::fs::write(file("opening"), whole).unwrap();
    std::fs::remove_file(file("closing")).unwrap();
    assert_eq!(home.line("list").err, "");
}

#[test]
fn which_event_is_meant() {
    let home = Home::with_event();
    home.ok("new FOSDEM --starts 2018-02-03 --time-zone Europe/Brussels");
    // The one that is on today goes before the last one open.
    assert!(home.ok("path").ends_with("scale-15x/event.toml\n"));
    let later = |arguments: &[&str]| {
        printed(
            home.command_at("2019-01-01T00:00:00Z")
                .args(arguments)
                .output()
                .unwrap(),
        )
    };
    assert!(later(&["path"]).out.ends_with("fosdem/event.toml\n"));
    assert!(
        later(&["path", "SCaLE 15x"])
            .out
            .ends_with("scale-15x/event.toml\n")
    );
    assert!(later(&["path"]).out.ends_with("scale-15x/event.toml\n"));
    std::fs::remove_dir_all(home.path().join(".local/state/hallway/last")).unwrap();
    assert_eq!(
        later(&["path"]).err,
        "error: no event is on today and none was used last\nhint: say which one, such as `fosdem` or `scale-15x`\n"
    );
    home.ok("new SCaLE 16x --starts 2018-03-08 --time-zone UTC");
    assert_eq!(
        home.line("path scale").err,
        "error: `scale` could be 2 events: `scale-15x` (SCaLE 15x), `scale-16x` (SCaLE 16x)\nhint: write more of the name\n"
    );
}

#[test]
fn words_that_are_no_verbs() {
    let home = Home::with_event();
    let bare = home.line("");
    assert_eq!((bare.code, bare.out.as_str()), (1, ""));
    assert!(
        bare.err.starts_with(
            "error: the app needs a terminal on its standard input and output\nhint: "
        ),
        "{}",
        bare.err
    );
    let slip = home.line("exprot");
    assert_eq!(slip.code, 2);
    assert_eq!(
        slip.err,
        "error: no such command or event: `exprot`\nhint: did you mean `hallway export`?\n"
    );
    assert_eq!(
        home.line("scael-15x").err,
        "error: no such command or event: `scael-15x`\nhint: did you mean the event `scale-15x`?\n"
    );
    assert_eq!(home.line("scale").err, bare.err);
    assert_eq!(home.line("open scale").err, bare.err);
    assert_eq!(
        home.line("--version").out,
        concat!("hallway ", env!("CARGO_PKG_VERSION"), "\n")
    );
    assert_eq!(home.line("note --kind nonsense x").code, 2);
}

#[test]
fn last_years_event_is_carried_over() {
    let home = Home::with_event();
    let mut file = std::fs::read_to_string(home.event("scale-15x")).unwrap();
    file.push_str("intro = '''\nOnce more to `Pasadena`_.\n'''\n\n[[links]]\nname = \"Pasadena\"\nurl = \"https://example.org/\"\n");
    std::fs::write(home.event("scale-15x"), file).unwrap();
    assert_eq!(
        home.ok("new SCaLE 16x --from scale-15x --starts 2018-03-08"),
        "scale-16x\n"
    );
    let file = std::fs::read_to_string(home.event("scale-16x")).unwrap();
    assert!(
        file.contains("Once more to `Pasadena`_.") && file.contains("https://example.org/"),
        "{file}"
    );
    assert!(
        file.contains("time_zone = \"America/Los_Angeles\"")
            && file.contains("starts = 2018-03-08"),
        "{file}"
    );
}

#[test]
fn removed_things_can_come_back() {
    let home = Home::with_event();
    home.ok("session Kubernetes 101");
    let path = home.ok("path scale kube");
    let removed = home.ok("rm scale kube");
    assert!(!std::path::Path::new(path.trim()).exists());
    let back = removed
        .lines()
        .last()
        .unwrap()
        .strip_prefix("to have it back: mv ")
        .unwrap();
    let (from, to) = back.split_once(' ').unwrap();
    assert_eq!(to, path.trim());
    std::fs::rename(from, to).unwrap();
    assert!(home.ok("list scale").contains("Kubernetes 101"));
    home.ok("rm scale-15x");
    assert_eq!(home.line("list").out, "");
}

#[test]
fn the_editor_is_split_like_a_shell_would() {
    let home = Home::with_event();
    let edit = |editor: &str| {
        printed(
            home.command_at(home::NOW)
                .env("EDITOR", editor)
                .args(["edit", "scale"])
                .output()
                .unwrap(),
        )
    };
    let done = edit("sh -c 'echo \"# by hand\" >> \"$0\"'");
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert!(
        std::fs::read_to_string(home.event("scale-15x"))
            .unwrap()
            .ends_with("# by hand\n")
    );
    assert_eq!(
        edit("no-such-editor -w").err,
        "error: the editor `no-such-editor` cannot be started: No such file or directory\n\
         hint: set VISUAL or EDITOR to an editor that is installed\n"
    );
    assert_eq!(
        edit("sh -c 'exit 3'").err,
        "error: the editor `sh` failed: exit status: 3\n"
    );
    let broken = edit("sh -c 'echo \"title = \" >> \"$0\"'");
    assert_eq!(broken.code, 1);
    assert!(broken.err.contains("event.toml:"), "{}", broken.err);
    assert_eq!(
        home.line("edit").err,
        "error: neither VISUAL nor EDITOR names an editor\n\
         hint: set one, such as EDITOR=nano; `hallway path` prints where the file is\n"
    );
}

#[test]
fn completions_and_manual_know_every_verb() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(
            home.ok(&format!("completions {shell}")).contains("import"),
            "{shell}"
        );
    }
    let manual = home.ok("man");
    for verb in [
        "new", "session", "note", "count", "list", "show", "export", "import", "edit", "path",
        "search", "rm", "demo",
    ] {
        assert!(
            manual.contains(&format!(".SH \"HALLWAY {}\"", verb.to_uppercase())),
            "{verb}"
        );
    }
    assert!(!home.notebook().exists());
}
