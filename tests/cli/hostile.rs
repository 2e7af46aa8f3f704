//! Whatever stands in a notebook's files, no control character and no mark of direction comes out
//! of the command line.

use super::home::{Home, NOW, printed};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::Read;

/// Sets the clipboard, clears the screen, turns the direction; as TOML writes it and as it is.
const ESCAPED: &str = r"foul\u001b]52;c;eA==\u0007\u001b[2J\u009b2J\u202e\u2066\u200f\u0008\u007f";
const RAW: &str = "foul\u{1b}]52;c;eA==\u{7}\u{1b}[2J\u{9b}2J\u{202e}\u{2066}\u{200f}\u{8}\u{7f}";

/// Commands of which each shows something of that.
const SHOWN: &[&str] = &[
    "list",
    "list e",
    "list f",
    "show f",
    "list --json",
    "list e --json",
    "show e",
    "check e",
    "check e --json",
    "export e --output post.rst",
    "search foul",
    "search foul --json",
    "now -e e",
    "now -e e --json",
    "now -e e --format {title}",
    "links",
    "links --json",
    "links -e e",
    "links set foul https://other.example/",
    "history e s",
    "count foul -e e -s s",
    "note -e e -s s one more",
    "note -e e -s nobody x",
    "list nobody",
    "schedule programme.ics -e e",
    "schedule programme.ics -e e --yes",
    "schedule broken.xml -e e",
    "import post.rst post.rst",
    "rm e s",
    "rm e",
];

/// Those that print a file: as it is where no terminal reads it.
const PRINTED: &[&str] = &[
    "export e --output - --allow-errors",
    "links export",
    "history e s --show 1",
    "schedule --export ics -e e",
    "path e s",
];

fn home() -> Home {
    let home = Home::with_event();
    let event = home.notebook().join("events/e");
    std::fs::create_dir_all(event.join("sessions")).unwrap();
    let put = |path: std::path::PathBuf, text: String| {
        std::fs::write(path, text.replace("FOUL", ESCAPED)).unwrap();
    };
    let event_file = r#"format = 1
title = "event FOUL"
starts = 2017-03-02
ends = 2017-03-05
time_zone = "America/Los_Angeles"
place = "FOUL"
intro = "intro FOUL and `FOUL`_ and *stray"
[header]
title = "FOUL"
tags = "FOUL"
[[links]]
name = "FOUL"
url = "https://x.example/FOUL"
"#;
    put(event.join("event.toml"), event_file.to_owned());
    let session = r#"title = "FOUL"
kind = "booth"
starts = 2017-03-03T10:00:00-08:00
ends = 2017-03-03T11:00:00-08:00
room = "FOUL"
track = "FOUL"
notes = "FOUL\n\n* FOUL"
speakers = [{ name = "FOUL", affiliation = "FOUL" }]
tallies = [{ name = "FOUL", count = 2 }]
entries = [{ kind = "quote", text = "FOUL", who = "FOUL" }]
"#;
    put(event.join("sessions/s.toml"), session.to_owned());
    let broken = home.notebook().join("events/f");
    std::fs::create_dir_all(broken.join("sessions")).unwrap();
    put(broken.join("event.toml"), "title = \"f\"\n".to_owned());
    put(
        broken.join("sessions/s.toml"),
        "status = \"FOUL\"\n".to_owned(),
    );
    let book = "[[links]]\nname = \"FOUL\"\nurl = \"https://y.example/FOUL\"\n";
    put(home.notebook().join("links.toml"), book.to_owned());
    let calendar = format!(
        "BEGIN:VCALENDAR\nX-WR-CALNAME:{RAW}\nBEGIN:VEVENT\nUID:1\nSUMMARY:{RAW}\nLOCATION:{RAW}\n\
         DTSTART:20170303T180000Z\nDTEND:20170303T190000Z\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\nSUMMARY:{RAW}\n\
         DTSTART;TZID={RAW}:20170303T180000\nEND:VEVENT\nEND:VCALENDAR\n"
    );
    std::fs::write(home.path().join("programme.ics"), calendar).unwrap();
    let xml = "<schedule><\u{202e}\u{9b}x></schedule>";
    std::fs::write(home.path().join("broken.xml"), xml).unwrap();
    let post = format!("{RAW}\n\n`{RAW}`_ {RAW}\n==\n{RAW}\n");
    std::fs::write(home.path().join("post.rst"), post).unwrap();
    home
}

fn is_foul(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn a_pipe_gets_no_control_character() {
    let home = home();
    let mut named = 0;
    for line in SHOWN {
        let printed = home.line(line);
        for text in [&printed.out, &printed.err] {
            assert!(!text.contains(is_foul), "{line}: {text:?}");
            named += usize::from(text.contains("\u{27e8}U+202E\u{27e9}"));
        }
    }
    assert!(named > 15, "only {named} of the texts had anything to name");
    // JSON says what is there.
    let home = self::home();
    let list: serde_json::Value = serde_json::from_str(&home.ok("list --json")).unwrap();
    let events = list["events"].as_array().unwrap();
    let title = format!("event {RAW}");
    assert!(
        events.iter().any(|event| event["title"] == *title),
        "{list}"
    );
}

#[test]
fn a_terminal_gets_none_either() {
    let home = home();
    home.line("note -e e -s s a first version to look at");
    home.line("note -e e -s s and a second one");
    for line in PRINTED.iter().chain(SHOWN) {
        let text = on_a_terminal(&home, line);
        let text = text.replace("\r\n", "\n");
        assert!(!text.contains(is_foul), "{line}: {text:?}");
        if PRINTED.contains(line) {
            assert!(
                !text.is_empty() && !text.contains("error:"),
                "{line}: {text}"
            );
        }
    }
}

/// What the program writes to a terminal without styles.
fn on_a_terminal(home: &Home, line: &str) -> String {
    let size = PtySize {
        rows: 200,
        cols: 200,
        ..PtySize::default()
    };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_hallway"));
    command.env_clear();
    for (name, value) in [
        ("HALLWAY_NOW", NOW),
        ("TZ", "UTC"),
        ("TERM", "dumb"),
        ("PAGER", "cat"),
    ] {
        command.env(name, value);
    }
    command.env("HOME", home.path());
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.cwd(home.path());
    command.args(line.split_whitespace());
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut input = pair.master.take_writer().unwrap();
    // An answer for whoever asks: nothing is done.
    std::io::Write::write_all(&mut input, b"n\n").unwrap();
    let mut output = pair.master.try_clone_reader().unwrap();
    let mut bytes = Vec::new();
    // Linux says EIO when the last writer has gone.
    let _ = output.read_to_end(&mut bytes);
    child.wait().unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_home_folder_that_begins_anywhere_is_refused() {
    let home = Home::new();
    for name in [
        "HOME",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_STATE_HOME",
        "XDG_CACHE_HOME",
    ] {
        let mut command = home.command_at(NOW);
        let printed = printed(
            command
                .env(name, "there")
                .args(["new", "Fair"])
                .output()
                .unwrap(),
        );
        assert_eq!(printed.code, 1, "{name}: {}", printed.out);
        assert_eq!(
            printed.err,
            format!(
                "error: {name} is \"there\", which begins in whichever folder hallway is started\n\
                 hint: write the whole path, from the root on, or unset it\n"
            )
        );
        assert!(!home.path().join("there").exists(), "{name}");
    }
}
