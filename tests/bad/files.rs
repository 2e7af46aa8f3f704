//! Files of the notebook that cannot be read: said with their place, never written, in nobody's
//! way.

use crate::failed;
use crate::home::Home;

const WHOLE: &str = "format = 1\ntitle = \"SCaLE 15x\"\nstarts = 2017-03-02\nends = 2017-03-05\n\n[header]\ntags = \"a, b\"\n";

/// Writes `bytes` as the event's file and expects that it is told so, left alone, and that another
/// event still works.
fn broken(bytes: &[u8], message: &str, hint: &str) {
    let home = Home::with_event();
    home.ok("new FOSDEM --time-zone UTC");
    let path = home.event("scale-15x");
    std::fs::write(&path, bytes).unwrap();
    let said = format!("{}{message}", path.display());
    for verb in [
        "show scale-15x",
        "note -e scale-15x x",
        "export scale-15x -o post.rst",
        "list scale-15x",
    ] {
        assert_eq!(
            home.line(verb),
            failed(1, format!("error: {said}\nhint: {hint}\n")),
            "{verb}"
        );
    }
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "the file was written");
    assert_eq!(
        home.ok("note -e fosdem x"),
        "18:12 note -> the inbox of FOSDEM\n"
    );
    let list = home.line("list");
    assert_eq!(list.code, 0);
    assert!(list.out.contains("FOSDEM"), "{}", list.out);
    assert_eq!(list.err, format!("warning: {said}\n"));
}

#[test]
fn cut_in_half() {
    let cut = &WHOLE.as_bytes()[..22];
    broken(
        cut,
        ":2:12: invalid basic string, expected `\"`",
        "fix that line in an editor; hallway does not write to the file until it can read it",
    );
}

#[test]
fn conflict_markers() {
    let text = WHOLE
        .replace("title", "<<<<<<< HEAD\ntitle")
        .replace("starts", "=======\ntitle = \"x\"\n>>>>>>> other\nstarts");
    broken(
        text.as_bytes(),
        ":2: a git merge left its conflict markers here",
        "keep the lines you want, delete the markers (<<<<<<<, =======, >>>>>>>), and try again",
    );
}

#[test]
fn a_wrong_type() {
    broken(
        WHOLE.replace("2017-03-05", "\"soon\"").as_bytes(),
        ":4:8: `ends`: expected a date such as 2017-03-02, without quotes, found text",
        "fix that value in an editor; docs/format.md says what each key holds",
    );
}

#[test]
fn latin_1() {
    let mut bytes = WHOLE.as_bytes().to_vec();
    let at = WHOLE.find("SCaLE").unwrap();
    bytes[at] = 0xe9;
    broken(
        &bytes,
        ":2:10: the file is not UTF-8",
        "save it as UTF-8 in your editor, or try: iconv -f LATIN1 -t UTF-8",
    );
}

#[test]
fn a_later_format() {
    broken(
        WHOLE.replace("format = 1", "format = 2").as_bytes(),
        ": the file has format 2, this hallway knows format 1",
        "install the hallway that wrote it; this one leaves the file alone",
    );
}

#[test]
fn fifty_megabytes() {
    let mut bytes = WHOLE.as_bytes().to_vec();
    bytes.resize(50_000_000, b'\n');
    broken(
        &bytes,
        ": the file has 50000000 bytes, more than the 8388608 that hallway reads",
        "see whether it is the right file, and split it if it is",
    );
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_are_kept() {
    let home = Home::with_event();
    let path = home.event("scale-15x");
    let text = format!("\u{feff}{}", WHOLE.replace('\n', "\r\n"));
    std::fs::write(&path, &text).unwrap();
    home.ok("note -e scale-15x hello");
    let now = std::fs::read_to_string(&path).unwrap();
    assert!(now.starts_with("\u{feff}format = 1\r\ntitle"), "{now:?}");
    assert!(now.contains("text = \"hello\"\r\n"), "{now:?}");
    assert!(!now.replace("\r\n", "").contains('\n'), "{now:?}");
}

#[test]
fn a_broken_session_stops_the_post_but_not_the_notes() {
    let home = Home::with_event();
    home.ok("session A --starts 10:00");
    home.ok("session B");
    let path = home.notebook().join("events/scale-15x/sessions/b.toml");
    std::fs::write(&path, "kind = 7\n").unwrap();
    let said = format!(
        "{}:1:8: `kind`: expected text in quotes, found a number",
        path.display()
    );
    let noted = home.line("note x");
    assert_eq!(noted.out, "10:12 note -> A (SCaLE 15x)\n");
    assert_eq!(noted.err, format!("warning: {said}\n"));
    let export = home.line("export -o post.rst");
    assert_eq!(
        export,
        failed(
            1,
            format!(
                "error: {said}\nhint: fix that value in an editor; docs/format.md says what each key holds\n"
            )
        )
    );
}

#[test]
fn a_broken_config_file() {
    let home = Home::with_event();
    std::fs::write(home.path().join("c.toml"), "# mine\nnotebook = \n").unwrap();
    let said = home.line("--config c.toml list");
    assert_eq!(said.code, 2);
    assert!(said.err.starts_with("error: c.toml:2: "), "{}", said.err);
    assert_eq!(
        home.line("--config none.toml list"),
        failed(
            2,
            "error: none.toml: the config file cannot be read: No such file or directory\n"
        )
    );
    std::fs::write(home.path().join("c.toml"), "notebook = 7\n").unwrap();
    assert_eq!(
        home.line("--config c.toml list"),
        failed(
            2,
            "error: c.toml:1: `notebook` is not the whole path of a folder\nhint: write it as notebook = \"~/posts\" or from the root on\n"
        )
    );
}
