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
