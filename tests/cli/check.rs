//! `hallway check` on the command line, and the export that heeds it.

use super::home::{Home, printed};

const BROKEN: &str = "A `gone`_ name.\n\nRun:\n    it\n";

fn post(home: &Home, text: &str) {
    std::fs::write(home.path().join("post.rst"), text).unwrap();
}

fn with_notes(notes: &str) -> Home {
    let home = Home::with_event();
    home.ok("session Kubernetes 101 --starts 9:00");
    let path = home
        .notebook()
        .join("events/scale-15x/sessions/kubernetes-101.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, format!("{text}notes = '''\n{notes}\n'''\n")).unwrap();
    home
}

#[test]
fn a_post_is_checked_without_a_notebook() {
    let home = Home::new();
    post(&home, BROKEN);
    let printed = home.line("check post.rst");
    assert_eq!(printed.code, 1);
    let lines: Vec<&str> = printed.out.lines().collect();
    assert!(
        lines[0].starts_with("post.rst:1:3: error: there is no target \"gone\""),
        "{lines:?}"
    );
    assert!(lines[0].ends_with(" [undefined-reference]"), "{lines:?}");
    assert!(lines[1].starts_with("post.rst:3:1: warning: "), "{lines:?}");
    assert_eq!(lines.len(), 2);
    assert_eq!(printed.err, "error: 1 error and 1 warning\n");
    assert!(!home.notebook().exists());
}

#[test]
fn a_post_without_errors_is_success() {
    let home = Home::new();
    post(&home, "A `citation` here.\n");
    let printed = home.line("check post.rst");
    assert_eq!((printed.code, printed.err.as_str()), (0, ""));
    assert!(printed.out.contains(": warning: "));
    post(&home, "All is fine.\n");
    assert_eq!(home.ok("check post.rst"), "");
}

#[test]
fn fixes_are_applied_and_named() {
    let home = Home::new();
    post(&home, BROKEN);
    let printed = home.line("check --fix post.rst");
    assert_eq!(printed.code, 1);
    assert!(
        printed
            .out
            .starts_with("post.rst:3:1: fixed: make it code ("),
        "{}",
        printed.out
    );
    assert!(
        printed.out.contains("post.rst:1:3: error: "),
        "{}",
        printed.out
    );
    let text = std::fs::read_to_string(home.path().join("post.rst")).unwrap();
    assert_eq!(text, "A `gone`_ name.\n\nRun::\n\n    it\n");
    // Once more, and nothing is left to fix.
    assert!(!home.line("check --fix post.rst").out.contains("fixed"));
}

#[test]
fn the_link_book_mends_undefined_names() {
    let home = Home::with_event();
    std::fs::write(
        home.notebook().join("links.toml"),
        "format = 1\n\n[[links]]\nname = \"Gone\"\nurl = \"https://gone.example.org/\"\n",
    )
    .unwrap();
    post(&home, "A `gone`_ name.\n");
    let printed = home.line("check --fix post.rst");
    assert_eq!(printed.code, 0, "{}", printed.err);
    let text = std::fs::read_to_string(home.path().join("post.rst")).unwrap();
    assert_eq!(
        text,
        "A `gone`_ name.\n\n.. _Gone: https://gone.example.org/\n"
    );
}

#[test]
fn tags_of_two_posts_are_compared() {
    let home = Home::new();
    for (name, tag) in [
        ("a.rst", "SCaLE 15x"),
        ("b.rst", "travel, Scale 15x"),
        ("c.rst", "SCaLE 15x"),
    ] {
        let text = format!(".. title: T\n.. date: 2017-03-08\n.. tags: {tag}\n\nText.\n");
        std::fs::write(home.path().join(name), text).unwrap();
    }
    let printed = home.line("check a.rst b.rst c.rst");
    assert_eq!(printed.code, 1);
    assert_eq!(printed.out.lines().count(), 1, "{}", printed.out);
    assert!(
        printed
            .out
            .starts_with("b.rst:3:18: error: the tags \"SCaLE 15x\" of a.rst"),
        "{}",
        printed.out
    );
}

#[test]
fn standard_input_is_checked_and_mended() {
    let home = Home::new();
    let pipe = |arguments: &[&str]| {
        let mut command = home.command_at(super::home::NOW);
        printed(
            command
                .args(arguments)
                .write_stdin("Run:\n    it\n")
                .output()
                .unwrap(),
        )
    };
    let checked = pipe(&["check", "-"]);
    assert!(
        checked.out.starts_with("-:1:1: warning: "),
        "{}",
        checked.out
    );
    let mended = pipe(&["check", "--fix", "-"]);
    assert_eq!(mended.out, "Run::\n\n    it\n");
    assert!(mended.err.contains("-:1:1: fixed: "), "{}", mended.err);
}

#[test]
fn json_has_every_finding() {
    let home = Home::new();
    post(&home, BROKEN);
    let printed = home.line("check --json post.rst");
    assert_eq!(printed.code, 1);
    let value: serde_json::Value = serde_json::from_str(&printed.out).unwrap();
    assert_eq!(value["errors"], 1);
    assert_eq!(value["warnings"], 1);
    let first = &value["findings"][0];
    assert_eq!(first["file"], "post.rst");
    assert_eq!(first["line"], 1);
    assert_eq!(first["column"], 3);
    assert_eq!(first["rule"], "undefined-reference");
    assert_eq!(first["name"], "gone");
    assert!(first["fix"].is_null());
    assert_eq!(value["findings"][1]["fix"], "make it code");
}

#[test]
fn an_event_is_checked_where_its_notes_stand() {
    let home = with_notes("Fine here.\n\nA `gone`_ name.");
    let printed = home.line("check scale");
    assert_eq!(printed.code, 1);
    let line = printed
        .out
        .lines()
        .find(|line| line.contains(": error: "))
        .unwrap();
    let (file, rest) = line.split_once(".toml:").unwrap();
    assert!(
        file.ends_with("events/scale-15x/sessions/kubernetes-101"),
        "{line}"
    );
    let number: usize = rest.split(':').next().unwrap().parse().unwrap();
    let text = std::fs::read_to_string(format!("{file}.toml")).unwrap();
    assert_eq!(text.lines().nth(number - 1).unwrap(), "A `gone`_ name.");
    assert!(
        printed.out.contains("[missing-intro]") && printed.out.contains("[missing-closing]"),
        "{}",
        printed.out
    );
    // Without a name it is the event that is on.
    assert_eq!(home.line("check").out, printed.out);
}

#[test]
fn an_events_notes_are_mended() {
    let home = with_notes("Run:\n    it");
    let printed = home.line("check --fix scale");
    assert_eq!(printed.code, 0, "{}", printed.err);
    assert!(
        printed.out.contains(": fixed: make it code ("),
        "{}",
        printed.out
    );
    assert!(home.ok("export --output -").contains("Run::\n\n    it\n"));
}

#[test]
fn names_of_other_sessions_and_links_are_known() {
    let home = with_notes("See `Fedora`_ and `Kubernetes 101`_ and `Later`_.");
    let path = home.event("scale-15x");
    let text = std::fs::read_to_string(&path).unwrap();
    let links = "\n[[links]]\nname = \"Fedora\"\nurl = \"https://f.example.org/\"\n\n[[links]]\nname = \"Later\"\nlater = true\n";
    std::fs::write(&path, text + links).unwrap();
    let printed = home.line("check scale");
    assert_eq!(printed.code, 0, "{}", printed.out);
    assert!(printed.out.contains("[link-later]"), "{}", printed.out);
}

#[test]
fn what_only_the_whole_post_shows_is_found() {
    let home = with_notes("See `Twice`_ there.");
    home.ok("session Twice --starts 11:00");
    home.ok("note -s twice one");
    assert_eq!(home.line("check scale").code, 0);
    home.ok("session Twice --starts 12:00");
    home.ok("note -s twice-2 two");
    let printed = home.line("check scale");
    assert_eq!(printed.code, 1, "{}", printed.out);
    assert!(
        printed.out.contains("kubernetes-101.toml:"),
        "{}",
        printed.out
    );
    assert!(
        printed.out.contains("[ambiguous-reference]"),
        "{}",
        printed.out
    );
}

#[test]
fn private_words_in_the_prose_are_told() {
    let home = with_notes("She printed that the\nrelease slips to May.");
    home.ok("note -s kube --kind to-do the release slips to May");
    let printed = home.line("check scale");
    assert!(printed.out.contains("[private-text]"), "{}", printed.out);
    assert!(printed.out.contains("[open-to-do]"), "{}", printed.out);
    let export = home.line("export --output post.rst");
    assert!(export.err.contains("[private-text]"), "{}", export.err);
    assert_eq!(export.code, 0);
}

#[test]
fn lines_that_wait_in_the_inbox_are_told() {
    let home = with_notes("Prose.");
    home.ok("note -e scale the ferry at 18:40");
    home.ok("note -e scale --kind to-do write to Ann");
    let printed = home.line("check scale");
    let line = "1 captured line waits in the inbox";
    assert!(printed.out.contains(line), "{}", printed.out);
    assert!(printed.out.contains("[waiting-line]"), "{}", printed.out);
    assert_eq!(printed.code, 0);
}

#[test]
fn an_export_with_errors_is_refused_unless_allowed() {
    let home = with_notes("A `gone`_ name and a `citation`.");
    let refused = home.line("export --output post.rst");
    assert_eq!(refused.code, 1);
    assert!(
        refused.err.contains("post.rst:")
            && refused.err.contains(": error: there is no target \"gone\""),
        "{}",
        refused.err
    );
    assert!(refused.err.contains("in kubernetes-101"), "{}", refused.err);
    assert!(
        refused
            .err
            .contains("error: the post has an error, so it was not written"),
        "{}",
        refused.err
    );
    assert!(!home.path().join("post.rst").exists());
    let printed = home.line("export --output -");
    assert_eq!(printed.code, 0);
    assert!(printed.out.contains("`gone`_"));
    let allowed = home.line("export --output post.rst --allow-errors");
    assert_eq!(allowed.code, 0);
    assert!(
        allowed
            .err
            .contains(": warning: \"citation\" is printed as a citation"),
        "{}",
        allowed.err
    );
    assert!(home.path().join("post.rst").exists());
}

#[test]
fn what_cannot_be_checked_is_an_error() {
    let home = Home::with_event();
    assert!(
        home.line("check nowhere.rst")
            .err
            .starts_with("error: nowhere.rst: cannot be read: ")
    );
    std::fs::write(home.path().join("latin.rst"), b"fine\nna\xefve\n").unwrap();
    assert!(
        home.line("check latin.rst")
            .err
            .starts_with("error: latin.rst: line 2 is not UTF-8")
    );
    assert!(home.line("check nobody").err.starts_with("error: "));
}
