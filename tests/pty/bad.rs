//! A notebook or a config file with something wrong in it: that is named, and everything else
//! works.

use crate::home::Home;
use crate::start::RUNNING;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

#[test]
fn a_broken_session_is_named_and_left_alone() {
    let home = Home::demo();
    let file = "events/harbour-days-2026/sessions/docs-you-can-diff.toml";
    let path = home.notebook().join(file);
    let broken = "format = 1\nkind = \"talk\"\ntitle = \"Docs You Can Diff\nnotes = ''\n";
    fs::write(&path, broken).unwrap();
    let mut terminal = home.open(120, 40);
    terminal
        .wait("docs-you-can-diff.toml")
        .wait("Fsync and Other Promises");
    terminal.keys("<Enter>").wait("Esc back");
    terminal.keys(" Still works.").wait("Still works.");
    terminal
        .wait_until_still()
        .keys("<Esc>")
        .wait("Enter write");
    terminal.keys("q");
    assert!(terminal.wait_exit().success());
    assert_eq!(home.read(file), broken);
    assert!(home.read(RUNNING).contains("Still works.\n"));
}

#[test]
fn a_broken_session_is_mended_in_the_editor_and_takes_its_place() {
    // A quotation mark that is missing is put where it belongs.
    let home = Home::demo().editor("sed -i 's/^\\(title = \"[^\"]*\\)$/\\1\"/' \"$1\"");
    let file = "events/harbour-days-2026/sessions/docs-you-can-diff.toml";
    let sound = home.read(file);
    let broken = sound.replace(
        "title = \"Docs You Can Diff\"",
        "title = \"Docs You Can Diff",
    );
    fs::write(home.notebook().join(file), broken).unwrap();
    let mut terminal = home.open(120, 40);
    terminal.wait("! docs-you-can-diff.toml");
    terminal.keys("Gkkkk").wait("A file that cannot be read");
    terminal.keys("<Enter>").wait("fix it in your editor");
    terminal
        .keys("e")
        .wait("Docs You Can Diff can be read again");
    terminal.keys("q");
    assert!(terminal.wait_exit().success());
    assert_eq!(home.read(file), sound);
}

#[test]
fn a_mistake_in_the_keys_is_named_with_its_line() {
    let home = Home::demo().config("# Mine.\n[keys.lists]\nquit = [\"Q\"]\nundo = [\"Q\"]\n");
    let mut terminal = home.open(120, 40);
    terminal.wait("config.toml:4").wait("New note now");
    // The standard keys hold.
    terminal.keys("q");
    assert!(terminal.wait_exit().success());
}

#[test]
fn own_keys_hold() {
    let home = Home::demo().config("[keys.lists]\nquit = [\"Q\"]\n");
    let mut terminal = home.open(120, 40);
    terminal.wait("New note now");
    terminal
        .keys("?quit")
        .wait("Save and leave hallway")
        .wait(" Q ");
    terminal
        .keys("<Esc>")
        .wait("Enter write")
        .wait_until_still();
    terminal.keys("Q");
    assert!(terminal.wait_exit().success());
}

#[test]
fn a_notebook_that_turned_read_only_keeps_the_text_on_the_screen() {
    let home = Home::demo();
    let folder = home.notebook().join("events/harbour-days-2026/sessions");
    let program = env!("CARGO_BIN_EXE_hallway");
    // Nobody's rights bind root, so it becomes somebody else, for whom everything but that folder
    // is free.
    let root = is_root();
    if root {
        let works = Command::new("setpriv")
            .args(["--reuid=65534", "--clear-groups", program, "--version"])
            .output();
        if !works.is_ok_and(|output| output.status.success()) {
            println!("skipped: root may write everywhere, and setpriv cannot start {program}");
            return;
        }
        let free = Command::new("chown")
            .args(["-R", "65534"])
            .arg(home.path(""))
            .status();
        assert!(free.unwrap().success());
    }
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    let before = home.read(RUNNING);
    let words: Vec<&str> = match root {
        true => vec!["setpriv", "--reuid=65534", "--clear-groups", program],
        false => vec![program],
    };
    let mut terminal = home.run(&words, 120, 40);
    terminal.wait("New note now");
    terminal.keys("<Enter>").wait("Esc back");
    terminal.keys(" Only here.").wait("Only here.");
    terminal
        .keys("<Ctrl-S>")
        .wait("not saved: not permitted (your text is safe in the journal)")
        .wait("Only here.");
    assert_eq!(home.read(RUNNING), before);
    // Who leaves all the same is told, and it comes back.
    terminal.wait_until_still().keys("<Esc>");
    terminal.wait_until("the timeline", |screen| screen.hide_cursor());
    terminal.keys("q").wait_exit();
    assert!(
        terminal.text().contains("it is safe in the journal"),
        "{}",
        terminal.text()
    );
    let mut terminal = home.run(&words, 120, 40);
    terminal
        .wait("Not back yet")
        .keys("<Enter>")
        .wait("read-only");
    terminal.keys("<Enter>").wait("Esc back");
    terminal.keys(" And more.").wait("And more.");
    terminal.keys("<Ctrl-S>").wait("not saved: not permitted");
    // With rights again it is saved.
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    terminal.keys("<Ctrl-S>").wait("saved 14:0");
    assert!(home.read(RUNNING).contains("And more.\n"));
    terminal
        .wait_until_still()
        .keys("<Esc>")
        .wait("Enter write");
    terminal.keys("q").wait_exit();
    let mut terminal = home.run(&words, 120, 40);
    terminal.wait("Nothing was lost");
    let text = home.read(RUNNING);
    assert!(
        text.contains("Only here.") && text.contains("And more."),
        "{text}"
    );
}

/// Whether this is run by root.
fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout == b"0\n"
}
