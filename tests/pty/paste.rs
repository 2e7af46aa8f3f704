//! Pasted text: whole, in one step, clean, and never a command.

use crate::home::Home;
use crate::start::RUNNING;
use crate::terminal::Terminal;

fn writing(home: &Home) -> Terminal {
    let mut terminal = home.open(80, 24);
    terminal.wait("New note now");
    terminal.keys("<Enter>").wait("Esc back");
    terminal
}

/// About so many bytes of lines with a number each, without what reads as markup.
fn lines(bytes: usize) -> String {
    let line = |n: usize| format!("line {n:06} delete quit undo export new\n");
    let length = line(0).len();
    (0..bytes / length).map(line).collect()
}

fn save(terminal: &mut Terminal) {
    terminal
        .wait_until_still()
        .keys("<Esc>")
        .wait("Enter write")
        .wait("saved 14:0");
}

#[test]
fn a_megabyte_lands_in_one_step_and_goes_in_one() {
    let home = Home::demo();
    let before = home.read(RUNNING);
    let text = lines(900_000);
    let mut terminal = writing(&home);
    terminal.paste(&text);
    let last = text.lines().last().unwrap();
    terminal.wait(last);
    save(&mut terminal);
    let after = home.read(RUNNING);
    assert!(after.contains(&text), "{} bytes", after.len());
    terminal.keys("<Enter>").wait("Esc back");
    terminal.keys("<Ctrl-Z>").wait_without(last);
    save(&mut terminal);
    terminal.keys("q");
    assert!(terminal.wait_exit().success());
    assert_eq!(home.read(RUNNING), before);
}

#[test]
fn a_flood_without_brackets_in_a_list_is_no_command() {
    let home = Home::demo();
    let before = home.sessions();
    let mut terminal = home.open(80, 24);
    terminal.wait("New note now");
    terminal.send(lines(10_000).as_bytes());
    terminal.wait("Ctrl-V").wait_until_still();
    terminal.keys("q");
    assert!(terminal.wait_exit().success());
    assert_eq!(home.sessions(), before);
}

#[test]
fn a_flood_without_brackets_into_notes_arrives_whole() {
    let home = Home::demo();
    let text = lines(10_000);
    let mut terminal = writing(&home);
    terminal.send(text.replace('\n', "\r").as_bytes());
    terminal.wait(text.lines().last().unwrap());
    save(&mut terminal);
    terminal.keys("q");
    assert!(terminal.wait_exit().success());
    assert!(home.read(RUNNING).contains(&text));
}

#[test]
fn what_does_not_belong_in_a_text_is_taken_out_and_said() {
    let home = Home::demo();
    let mut terminal = writing(&home);
    terminal.paste(" one\0two\x1b[31mthree\rfour\r\nfive");
    terminal.wait("five").wait("left out");
    save(&mut terminal);
    terminal.keys("q");
    assert!(terminal.wait_exit().success());
    let notes = home.read(RUNNING);
    assert!(notes.contains("four\nfive"), "{notes}");
    assert!(
        !notes.chars().any(|c| c.is_control() && c != '\n'),
        "{notes:?}"
    );
}
