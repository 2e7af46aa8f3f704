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
    terminal.settle().keys("<Esc>").wait("Enter write");
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
