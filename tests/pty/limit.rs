//! A file that may grow no more: an error, no death. The signal's default is set before the program
//! starts, since whoever started the tests may ignore it.

use crate::home::Home;
use crate::start::RUNNING;

#[test]
fn a_verb_says_that_a_file_may_grow_no_more() {
    let home = Home::demo();
    let program = env!("CARGO_BIN_EXE_hallway");
    let command = format!("ulimit -f 0; exec {program} note Too large.");
    let words = ["--default-signal=XFSZ", "sh", "-c", &command];
    let output = home.command("env", &words);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(error.starts_with("error: "), "{error}");
    assert!(!home.sessions().contains("Too large."));
}

#[test]
fn the_app_goes_on_and_says_that_it_is_not_saved() {
    let home = Home::demo();
    let before = home.read(RUNNING);
    let program = env!("CARGO_BIN_EXE_hallway");
    let command = format!("ulimit -f 8; exec {program}");
    let words = ["env", "--default-signal=XFSZ", "sh", "-c", &command];
    let mut terminal = home.run(&words, 120, 40);
    terminal.wait("New note now");
    terminal.keys("<Enter>").wait("Esc back");
    let text = "Longer than that. ".repeat(1_000);
    terminal.paste(&text).wait("Longer than that. ");
    terminal.wait("not saved");
    assert_eq!(home.read(RUNNING), before);
    terminal.signal("TERM").wait_exit();
    terminal.assert_given_back();
}

/// Runs the app with so few handles for open files.
fn with_handles(home: &Home, handles: u32) -> crate::terminal::Terminal {
    let program = env!("CARGO_BIN_EXE_hallway");
    let command = format!("ulimit -n {handles}; exec {program}");
    home.run(&["bash", "-c", &command], 160, 40)
}

#[test]
fn with_few_handles_the_app_keeps_journaling_and_names_the_limit() {
    let home = Home::demo();
    let mut terminal = with_handles(&home, 17);
    terminal.wait("New note now");
    terminal.keys("<Enter>").wait("Esc back");
    terminal
        .keys(" Few handles.")
        .wait("not saved: too many open files");
    terminal.wait("this process may have 17");
    assert!(
        !terminal.text().contains("no journal"),
        "{}",
        terminal.text()
    );
    terminal.signal("KILL").wait_exit();
    let mut terminal = home.open(120, 40);
    terminal.wait("words in Fsync and Other Promises");
    terminal.keys("<Enter>").wait_without("Nothing was lost");
    assert!(home.read(RUNNING).contains(" Few handles."));
}

#[test]
fn with_too_few_handles_the_app_says_so() {
    let home = Home::demo();
    let mut terminal = with_handles(&home, 8);
    terminal.wait("this process may have 8");
    terminal.wait("ulimit -n 1024");
    assert!(!terminal.wait_exit().success());
}

#[test]
fn a_limit_that_may_be_raised_is_raised() {
    let home = Home::demo();
    let program = env!("CARGO_BIN_EXE_hallway");
    let command = format!("ulimit -S -n 8; exec {program}");
    let mut terminal = home.run(&["bash", "-c", &command], 120, 40);
    terminal.wait("New note now");
    terminal.keys("<Enter>").wait("Esc back");
    terminal.keys(" Many handles.").wait("Many handles.");
    terminal.wait("saved");
    terminal.signal("TERM").wait_exit();
    assert!(home.read(RUNNING).contains(" Many handles."));
}

#[test]
fn a_verb_names_the_limit_of_open_files() {
    let home = Home::demo();
    let program = env!("CARGO_BIN_EXE_hallway");
    let command = format!("ulimit -n 5; exec {program} note Too many.");
    let output = home.command("bash", &["-c", &command]);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(
        error.contains("too many open files; this process may have 5"),
        "{error}"
    );
    assert!(error.contains("hint: "), "{error}");
    assert!(!home.sessions().contains("Too many."));
}
