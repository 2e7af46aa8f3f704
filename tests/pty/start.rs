//! From a cold start to typing, and out again with every word.

use crate::home::Home;

/// The session that runs at the moment of the tests.
pub const RUNNING: &str = "events/harbour-days-2026/sessions/fsync-and-other-promises.toml";

#[test]
fn an_empty_notebook_says_what_to_press_and_two_keys_begin() {
    let home = Home::empty();
    let mut terminal = home.open(80, 24);
    terminal
        .wait("makes today's event")
        .wait("makes an event with the title");
    terminal.wait("shows all keys");
    terminal.keys("<Enter>").wait("New note now");
    terminal.keys("<Enter>").wait("Untitled talk 14:05");
    terminal.keys("The first words.").wait("The first words.");
    terminal
        .wait_until_still()
        .keys("<Esc>")
        .wait("Enter write");
    terminal.keys("q");
    assert!(terminal.wait_exit().success());
    terminal.assert_given_back();
    let sessions = home.sessions();
    assert!(sessions.contains("The first words."), "{sessions}");
    let list = home.verb(&["list"]);
    let list = String::from_utf8_lossy(&list.stdout).into_owned();
    assert!(list.contains("Event of 15 May 2026"), "{list}");
}

#[test]
fn the_demo_opens_where_the_day_is_and_keeps_every_word() {
    let home = Home::empty();
    let notebook = home.notebook();
    let program = [
        env!("CARGO_BIN_EXE_hallway"),
        "demo",
        notebook.to_str().unwrap(),
    ];
    let mut terminal = home.run(&program, 120, 40);
    terminal
        .wait("Harbour Days 2026")
        .wait("Fsync and Other Promises");
    terminal.keys("<Enter>").wait("Esc back");
    terminal.keys(" Words of mine.").wait("Words of mine.");
    terminal
        .wait_until_still()
        .keys("<Esc>")
        .wait("Enter write");
    terminal.keys("q");
    assert!(terminal.wait_exit().success());
    terminal.assert_given_back();
    assert!(
        home.read(RUNNING)
            .contains("PostgreSQL`_. Words of mine.\n")
    );
}

#[test]
fn leaving_by_the_palette_while_typing_keeps_every_word() {
    let home = Home::demo();
    let mut terminal = home.open(80, 24);
    terminal.wait("New note now");
    terminal.keys("<Enter>").wait("Esc back");
    terminal
        .keys(" Last words.<Ctrl-P>quit")
        .wait("Save and leave hallway");
    terminal.keys("<Enter>");
    assert!(terminal.wait_exit().success());
    assert!(home.read(RUNNING).contains("Last words.\n"));
}

#[test]
fn without_colours_there_are_none() {
    let home = Home::demo().with("NO_COLOR", "1");
    let mut terminal = home.open(80, 24);
    terminal.wait("New note now");
    terminal.keys("<Enter>").wait("Esc back");
    terminal
        .wait_until_still()
        .keys("<Esc>")
        .wait("Enter write");
    terminal.keys("q");
    assert!(terminal.wait_exit().success());
    let written = String::from_utf8_lossy(&terminal.written).into_owned();
    for sequence in written.split("\x1b[").skip(1) {
        let Some((parameters, _)) = sequence.split_once('m') else {
            continue;
        };
        if !parameters.chars().all(|c| c.is_ascii_digit() || c == ';') {
            continue;
        }
        let mut numbers = parameters
            .split(';')
            .filter_map(|number| number.parse::<u16>().ok());
        let colour = numbers.find(|n| matches!(n, 30..=38 | 40..=48 | 90..=97 | 100..=107));
        assert_eq!(colour, None, "\\e[{parameters}m");
    }
}

#[test]
fn without_a_terminal_one_line_says_so() {
    let home = Home::demo();
    let output = home.verb(&[]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.starts_with("error: the app needs a terminal"),
        "{said}"
    );
    assert_eq!(
        said.lines()
            .filter(|line| line.starts_with("error"))
            .count(),
        1
    );
    assert!(output.stdout.is_empty());

    let home = home.with("TERM", "dumb");
    let mut terminal = home.open(80, 24);
    assert_eq!(terminal.wait_exit().exit_code(), 1);
    terminal.assert_given_back();
    let said = terminal.text();
    assert!(said.contains("TERM=dumb"), "{said}");
    assert!(!terminal.written.contains(&0x1b), "{said}");
}
