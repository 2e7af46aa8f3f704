//! The terminal's window: its size, its mouse, and a shell that wants it back.

use crate::home::Home;
use crate::start::RUNNING;

#[test]
fn a_storm_of_sizes_loses_nothing() {
    let home = Home::demo();
    let mut terminal = home.open(80, 24);
    terminal.wait("New note now");
    terminal.keys("<Enter>").wait("Esc back");
    terminal
        .keys(" Before the storm.")
        .wait("Before the storm.");
    for round in 0u16..60 {
        let (columns, rows) = match round % 6 {
            0 => (1, 1),
            1 => (300, 100),
            2 => (39, 12),
            3 => (40, 11),
            4 => (1 + round * 5, 1 + round),
            _ => (300, 1),
        };
        terminal.resize(columns, rows).keys("x");
    }
    terminal
        .resize(39, 11)
        .wait("hallway needs 40 by 12")
        .wait("this is 39 by 11");
    terminal.resize(120, 40).wait("Esc back");
    terminal.wait(&"x".repeat(60));
    terminal
        .wait_until_still()
        .keys("<Esc>")
        .wait("Enter write");
    terminal.keys("q");
    assert!(terminal.wait_exit().success());
    assert!(
        home.read(RUNNING)
            .contains(&format!("Before the storm.{}", "x".repeat(60)))
    );
}

#[test]
fn the_mouse_chooses_a_session_places_the_cursor_and_scrolls() {
    let home = Home::demo();
    let mut terminal = home.open(120, 40);
    terminal.wait("Docs You Can Diff");
    terminal
        .click("Docs You Can Diff")
        .wait("word processor file");
    terminal.click("word processor file").wait("Esc back");
    terminal.keys("MOUSE").wait("MOUSEword processor file");
    terminal
        .wait_until_still()
        .keys("<Esc>")
        .wait("Enter write");
    terminal.keys("p").wait("The post");
    let above = terminal.wait_until_still().text();
    terminal.wheel("The post", 6);
    terminal.wait_until("a scrolled preview", |screen| screen.contents() != above);
    terminal.keys("q");
    assert!(terminal.wait_exit().success());
    let file = "events/harbour-days-2026/sessions/docs-you-can-diff.toml";
    assert!(home.read(file).contains("MOUSEword processor"));
}

#[test]
fn suspended_it_gives_the_terminal_back_and_comes_again() {
    let home = Home::demo();
    let mut terminal = home.open(80, 24);
    terminal.wait("New note now");
    terminal.keys("<Ctrl-Z>");
    terminal.wait_until("the shell's screen", |screen| !screen.alternate_screen());
    terminal.wait_stopped().assert_given_back();
    terminal.signal("CONT").wait("New note now");
    assert!(terminal.screen().alternate_screen());
    terminal.keys("<Enter>").wait("Esc back");
    terminal.keys(" Suspended.").wait("Suspended.");
    // From outside, while typing: what was typed is on disk before the program stops.
    terminal.signal("TSTP");
    terminal.wait_until("the shell's screen", |screen| !screen.alternate_screen());
    terminal.wait_stopped();
    assert!(home.read(RUNNING).contains(" Suspended."));
    terminal.signal("CONT").wait("Esc back");
    terminal.keys(" Back.").wait("Suspended. Back.");
    terminal
        .wait_until_still()
        .keys("<Esc>")
        .wait("Enter write");
    terminal.keys("q");
    assert!(terminal.wait_exit().success());
    assert!(home.read(RUNNING).contains(" Suspended. Back."));
}

#[test]
#[cfg(target_os = "linux")]
fn a_log_that_takes_nothing_is_not_told_over_the_screen() {
    let home = Home::demo();
    let state = home.path("state/hallway");
    std::fs::create_dir_all(state.join("log")).unwrap();
    std::os::unix::fs::symlink("/dev/full", state.join("log/hallway.log")).unwrap();
    // A journal that cannot be written is worth a line of the log.
    std::fs::write(state.join("journals"), "in the way").unwrap();
    let mut terminal = home.open(80, 24);
    terminal.wait("Enter keep").keys("<Enter>");
    terminal
        .wait("New note now")
        .keys("<Enter>")
        .wait("Esc back");
    terminal.keys(" Here.").wait("Here.").wait("no journal");
    let written = String::from_utf8_lossy(&terminal.written);
    assert!(!written.contains("Unable to write"), "{written}");
}
