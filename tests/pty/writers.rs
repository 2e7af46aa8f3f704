//! Two hallways on one notebook, and what others do to its files.

use crate::home::Home;
use crate::start::RUNNING;
use crate::terminal::Terminal;
use std::fs;

fn open(home: &Home) -> Terminal {
    let mut terminal = home.open(120, 40);
    terminal.wait("New note now");
    terminal
}

#[test]
fn a_second_hallway_reads_and_takes_over_and_no_word_is_lost_on_either_side() {
    let home = Home::demo();
    let mut first = open(&home);
    first.keys("<Enter>").wait("Esc back");
    first.keys(" From the first.").wait("From the first.");
    // It is being written: nothing of it is brought back as if its hallway had died.
    let mut second = open(&home);
    assert!(!second.text().contains("Nothing was lost"));
    second.wait(&format!("open in another hallway, pid {}", first.id()));
    second.keys("<Enter>").wait("Alt-w takes over");
    second.keys("lost?").wait("Only to be read here");
    assert!(!second.text().contains("lost?"));
    second.keys("<Alt-w>").wait("You write here now");
    second.wait(" From the first.");
    first.wait(&format!(
        "written in another hallway now (pid {})",
        second.id()
    ));
    first.wait("read-only");
    second
        .keys(" From the second.")
        .wait("From the first. From the second.");
    // And back again, before anything was saved by itself.
    first
        .wait_until_still()
        .keys("<Alt-w>")
        .wait("You write here now");
    first.wait(" From the first. From the second.");
    second.wait("takes it back");
    first.keys(" The end.").wait("The end.");
    for terminal in [&mut first, &mut second] {
        terminal
            .wait_until_still()
            .keys("<Esc>")
            .wait("Enter write");
        terminal.keys("q");
        assert!(terminal.wait_exit().success());
        terminal.assert_given_back();
    }
    assert!(
        home.read(RUNNING)
            .contains(" From the first. From the second. The end.\n")
    );
}

#[test]
fn the_note_of_a_killed_hallway_is_free_and_its_words_come_back() {
    let home = Home::demo();
    let mut first = open(&home);
    first.keys("<Enter>").wait("Esc back");
    let mut second = open(&home);
    second.wait("open in another hallway");
    first.keys(" Never saved.").wait("Never saved.");
    first.signal("KILL").wait_exit();
    second.wait_without("open in another hallway");
    second.keys("<Enter>").wait("Esc back");
    second.keys(" Written later.").wait("Written later.");
    second.wait_until_still().keys("<Esc>").wait("saved 14:05");
    second.keys("q").wait_exit();
    let mut third = home.open(120, 40);
    third.wait("Fsync and Other Promises");
    third.keys("<Enter>").wait_without("Nothing was lost");
    let said = home.read(RUNNING);
    assert!(said.contains("Never saved."), "{said}");
    assert!(said.contains("Written later."), "{said}");
}

#[test]
fn what_others_do_to_the_files_is_shown_and_merged() {
    let home = Home::demo();
    let mut terminal = open(&home);
    let file = home.notebook().join(RUNNING);
    let put = |from: &str, to: &str| {
        let said = fs::read_to_string(&file).expect("a session");
        assert!(said.contains(from));
        let new = file.with_extension("new");
        fs::write(&new, said.replace(from, to)).expect("a file");
        fs::rename(&new, &file).expect("another file");
    };
    put("A file that a program", "A FILE that a program");
    terminal.wait("A FILE that a program");
    terminal.keys("<Enter>").wait("Esc back");
    // While something is unsaved both are merged.
    terminal.keys(" Mine.").wait(" Mine.");
    put("A FILE that a program", "A sheet that a program");
    terminal.send(b"\x1b[I");
    terminal.wait("saved 14:05");
    terminal.keys("<Ctrl-Home>").wait("A sheet that a program");
    let said = home.read(RUNNING);
    assert!(said.contains("A sheet that a program"), "{said}");
    assert!(said.contains(" Mine.\n"), "{said}");
    // A line from the shell, and a session that comes and goes.
    let note = home.verb(&["note", "-s", "fsync", "From", "the", "shell"]);
    assert!(note.status.success(), "{note:?}");
    terminal.send(b"\x1b[I");
    terminal.wait("From the shell");
    let made = home.verb(&["session", "Made elsewhere", "--starts", "16:00"]);
    assert!(made.status.success(), "{made:?}");
    terminal.send(b"\x1b[I");
    terminal.wait("Made elsewhere");
    let sessions = file.parent().expect("a folder");
    fs::remove_file(sessions.join("made-elsewhere.toml")).expect("a file less");
    terminal.send(b"\x1b[I");
    terminal.wait("undo brings it back");
    // The file under the text itself.
    terminal.keys("Still here. ").wait("Still here. ");
    fs::remove_file(&file).expect("a file less");
    terminal.send(b"\x1b[I");
    terminal.wait("write again");
    terminal.keys("<Enter>").wait_without("write again");
    terminal
        .wait_until_still()
        .keys("<Esc>")
        .wait("Enter write");
    terminal.keys("q");
    assert!(terminal.wait_exit().success());
    assert!(home.read(RUNNING).contains("Still here. "));
}

#[test]
fn after_a_pause_the_files_are_looked_at_again() {
    let home = Home::demo();
    let mut terminal = open(&home);
    terminal.keys("<Ctrl-Z>");
    terminal.wait_until("the shell's screen", |screen| !screen.alternate_screen());
    terminal.wait_stopped();
    let file = home.notebook().join(RUNNING);
    let said = fs::read_to_string(&file).expect("a session");
    fs::write(&file, said.replace("Great Loft", "Small Loft")).expect("a file");
    terminal.signal("CONT").wait("Small Loft");
    terminal.keys("q");
    assert!(terminal.wait_exit().success());
}

#[test]
fn what_git_left_in_two_versions_is_settled_on_one_screen() {
    let home = Home::demo();
    let file = home.notebook().join(RUNNING);
    let said = fs::read_to_string(&file).expect("a session");
    let both = "<<<<<<< HEAD\nroom = \"Cellar\"\n=======\nroom = \"Attic\"\n>>>>>>> spring";
    let marked = said.replace("room = \"Great Loft\"", both);
    let mut terminal = open(&home);
    fs::write(&file, &marked).expect("a file");
    terminal.send(b"\x1b[I");
    terminal.wait("git merge left its conflict markers");
    terminal.keys("G").wait("Links");
    // The row of the file stands before the introduction.
    terminal.keys("kkkk<Enter>").wait("theirs (spring)");
    terminal.keys(">").wait_until_still();
    terminal.keys("<Enter>").wait("Resolved.");
    let settled = home.read(RUNNING);
    assert_eq!(settled, said.replace("Great Loft", "Attic"));
    terminal.keys("q").wait_exit();
    let history = home.verb(&["history", "harbour", "fsync"]);
    let history = String::from_utf8_lossy(&history.stdout).into_owned();
    assert!(history.contains("merge"), "{history}");
}

#[test]
fn a_copy_saved_elsewhere_is_a_notebook_of_its_own() {
    let home = Home::demo();
    let mut terminal = open(&home);
    terminal.keys("W").wait("Save a copy of the event");
    let copy = home.path("copy");
    let copy = copy.to_str().expect("UTF-8");
    terminal.keys(copy).wait(copy).wait_until_still();
    terminal.keys("<Enter>").wait("A copy is there");
    terminal.keys("q").wait_exit();
    let list = |folder: &str| home.verb(&["--notebook", folder, "list", "harbour"]).stdout;
    let here = list(home.notebook().to_str().expect("UTF-8"));
    assert!(!here.is_empty());
    assert_eq!(list(copy), here);
}
