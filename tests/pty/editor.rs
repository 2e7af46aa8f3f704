//! The person's own editor, which may change the text, fail, or not be there.

use crate::home::Home;
use crate::start::RUNNING;
use crate::terminal::Terminal;

fn edited(home: &Home, said: &str) -> Terminal {
    let mut terminal = home.open(120, 40);
    terminal.wait("New note now");
    terminal.keys("<Enter>").wait("Esc back");
    terminal.keys(" Before.").wait("Before.");
    terminal.keys("<Alt-e>").wait(said).wait("Before.");
    terminal
}

fn leave(mut terminal: Terminal) {
    terminal.keys(" After.").wait("After.");
    terminal
        .wait_until_still()
        .keys("<Esc>")
        .wait("Enter write");
    terminal.keys("q");
    assert!(terminal.wait_exit().success());
    terminal.assert_given_back();
}

#[test]
fn it_gets_the_text_and_gives_it_back() {
    let script = "test -t 0 && grep -q 'Before\\.' \"$1\" && echo 'Written elsewhere.' >> \"$1\"";
    let home = Home::demo().editor(script);
    let mut terminal = edited(&home, "Written elsewhere.");
    terminal.wait("Took the text from the editor");
    leave(terminal);
    let notes = home.read(RUNNING);
    // The cursor has stayed where it was.
    assert!(
        notes.contains("Before. After.\nWritten elsewhere.\n"),
        "{notes}"
    );
}

#[test]
fn whatever_goes_wrong_the_text_stays() {
    let missing = Home::demo().with("EDITOR", "no-such-editor --wait");
    let failing = Home::demo().editor("echo lost > \"$1\"; exit 3");
    let emptying = Home::demo().editor(": > \"$1\"");
    let none = Home::demo();
    let cases = [
        (missing, "`no-such-editor` cannot be started"),
        (failing, "failed"),
        (emptying, "left nothing"),
        (none, "Neither VISUAL nor EDITOR"),
    ];
    for (home, said) in cases {
        leave(edited(&home, said));
        let notes = home.read(RUNNING);
        assert!(notes.contains("Before. After.\n"), "{said}: {notes}");
        assert!(!notes.contains("lost"), "{said}: {notes}");
    }
}

/// An editor that saves, and then waits for somebody to close it.
fn saved_and_open(home: &Home) -> Terminal {
    let mut terminal = home.open(120, 40);
    terminal.wait("New note now");
    terminal.keys("<Enter>").wait("Esc back");
    terminal.keys(" Before.").wait("Before.");
    terminal.keys("<Alt-e>").wait("editing now");
    terminal
}

const SAVES: &str = "echo 'Saved in the editor.' >> \"$1\"; echo editing now; read line; exit 1";

#[test]
fn what_was_saved_in_it_comes_back_when_the_app_ends_meanwhile() {
    for name in ["KILL", "TERM", "HUP"] {
        let home = Home::demo().editor(SAVES);
        let mut terminal = saved_and_open(&home);
        terminal.signal(name).wait_exit();
        drop(terminal);
        for start in 0..3 {
            let mut terminal = home.open(120, 40);
            if start == 0 {
                terminal.wait("words in Fsync and Other Promises");
                terminal.keys("<Enter>").wait_without("Nothing was lost");
            }
            terminal.wait("Enter write").keys("q");
            assert!(terminal.wait_exit().success());
            let notes = home.read(RUNNING);
            let all = " Before.\nSaved in the editor.\n";
            assert_eq!(notes.matches(all).count(), 1, "{name} {start}: {notes}");
        }
        let left = std::fs::read_dir(home.path("state/hallway/lent"));
        assert_eq!(left.expect("a folder").count(), 0, "{name}");
    }
}

#[test]
fn what_a_failed_editor_left_can_be_had() {
    let home = Home::demo().editor("echo 'Cancelled.' >> \"$1\"; exit 3");
    leave(edited(&home, "failed"));
    let list = home.verb(&["recover"]);
    let list = String::from_utf8(list.stdout).expect("text");
    assert!(list.contains("from an editor that failed"), "{list}");
    let id = list.split_whitespace().next().expect("a name");
    let restored = home.verb(&["recover", "restore", id]);
    assert!(restored.status.success(), "{restored:?}");
    let notes = home.read(RUNNING);
    assert!(notes.contains("Before. After.\nCancelled.\n"), "{notes}");
}
