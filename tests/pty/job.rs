//! An editor, the app and an interactive shell: who stops, who goes on, and who has the keyboard.

use crate::home::Home;
use crate::start::RUNNING;
use crate::terminal::Terminal;

const PROGRAM: &str = env!("CARGO_BIN_EXE_hallway");

/// A notebook, and an editor that runs a script and then adds the line that somebody types.
fn home(script: &str) -> Home {
    let end = "read line; echo \"$line\" >> \"$1\"";
    let script = format!("{script}\n{end}\n");
    Home::demo().editor(&script).with("PS1", "shell>")
}

/// Opens the app from an interactive shell, and the editor from the app.
fn editing(home: &Home) -> Terminal {
    let mut terminal = before_editing(home);
    terminal.keys("<Alt-e>").wait("editing now");
    terminal
}

fn before_editing(home: &Home) -> Terminal {
    let words = ["bash", "--norc", "--noprofile", "-i"];
    let mut terminal = home.run(&words, 120, 40);
    terminal.wait("shell>");
    let command = format!("{PROGRAM}\r");
    terminal.send(command.as_bytes()).wait("New note now");
    terminal.keys("<Enter>").wait("Esc back");
    terminal.keys(" Before.").wait("Before.");
    terminal
}

/// Goes on with the job. What is typed before the shell has left the terminal would be lost.
fn go_on(terminal: &mut Terminal) -> &mut Terminal {
    let before = terminal.text().matches(PROGRAM).count();
    terminal.send(b"fg\r");
    terminal.wait_until("the job's name", |screen| {
        screen.contents().matches(PROGRAM).count() > before || screen.alternate_screen()
    })
}

/// The shell has the terminal: it answers.
fn asks_the_shell(terminal: &mut Terminal, sum: &str, result: &str) {
    terminal.send(format!("echo $(({sum}))=\r").as_bytes());
    terminal.wait(&format!("{result}="));
}

fn leave(mut terminal: Terminal, home: &Home) {
    terminal.send(b"From the editor.\r");
    terminal.wait("Took the text from the editor");
    terminal.wait("From the editor.");
    terminal
        .wait_until_still()
        .keys("<Esc>")
        .wait("Enter write");
    // Afterwards the keyboard's stop is ours again.
    terminal.keys("<Ctrl-Z>");
    terminal.wait_until("the shell's screen", |screen| !screen.alternate_screen());
    asks_the_shell(&mut terminal, "30+7", "37");
    go_on(&mut terminal).wait("Enter write").keys("q");
    terminal.wait_until("the shell's screen", |screen| !screen.alternate_screen());
    asks_the_shell(&mut terminal, "40+7", "47");
    terminal.send(b"exit\r").wait_exit();
    let notes = home.read(RUNNING);
    assert!(notes.contains(" Before.\nFrom the editor.\n"), "{notes}");
}

#[test]
fn stop_in_the_editor_gives_the_shell_back_and_fg_the_editor() {
    let home = home("echo editing now");
    let mut terminal = editing(&home);
    terminal.send(b"\x1a").wait("Stopped");
    asks_the_shell(&mut terminal, "10+7", "17");
    go_on(&mut terminal);
    leave(terminal, &home);
}

#[test]
fn vim_stops_as_one_job_with_the_app_and_comes_back() {
    if std::process::Command::new("vim")
        .arg("--version")
        .output()
        .is_err()
    {
        eprintln!("skipped: there is no vim");
        return;
    }
    let home = Home::demo()
        .with("PS1", "shell>")
        .with("EDITOR", "vim -u NONE");
    let mut terminal = before_editing(&home);
    terminal.keys("<Alt-e>").wait("lent/");
    terminal.wait_until_still().send(b"\x1a").wait("Stopped");
    asks_the_shell(&mut terminal, "10+7", "17");
    go_on(&mut terminal).wait_until("vim's screen", |screen| {
        screen.alternate_screen() && screen.contents().contains("Before.")
    });
    // An interrupt is vim's own.
    terminal.wait_until_still().send(b"\x03").wait_until_still();
    terminal
        .send(b"o")
        .wait_until_still()
        .send(b"From vim.\x1b")
        .wait_until_still();
    terminal
        .send(b":wq\r")
        .wait("Took the text from the editor");
    terminal
        .wait_until_still()
        .keys("<Esc>")
        .wait("Enter write");
    terminal.keys("q");
    terminal.wait_until("the shell's screen", |screen| !screen.alternate_screen());
    asks_the_shell(&mut terminal, "40+7", "47");
    terminal.send(b"exit\r").wait_exit();
    let notes = home.read(RUNNING);
    assert!(notes.contains("From vim.\n"), "{notes}");
}

#[test]
fn an_editor_that_stops_itself_or_the_group_gives_the_shell_back() {
    for stop in ["kill -STOP $$", "kill -TSTP 0", "kill -STOP 0"] {
        let home = home(&format!("echo editing now; {stop}; echo editing again"));
        let mut terminal = editing(&home);
        terminal.wait("Stopped");
        asks_the_shell(&mut terminal, "10+7", "17");
        go_on(&mut terminal).wait("editing again");
        leave(terminal, &home);
    }
}

#[test]
fn an_interrupt_is_for_the_editor() {
    let until = "until [ $heard ]; do sleep 0.1; done";
    let home = home(&format!(
        "trap 'heard=yes' INT; echo editing now; {until}; trap '' INT; echo heard it"
    ));
    let mut terminal = editing(&home);
    terminal.send(b"\x03").wait("heard it");
    leave(terminal, &home);
}

#[test]
fn an_interrupt_is_for_the_editor_of_the_command_line_too() {
    let until = "until [ $heard ]; do sleep 0.1; done";
    let script = format!("trap 'heard=yes' INT; echo editing now; {until}; echo heard it");
    let home = Home::demo().editor(&script);
    let mut terminal = home.run(&[PROGRAM, "edit"], 120, 40);
    terminal.wait("editing now").send(b"\x03").wait("heard it");
    assert!(terminal.wait_exit().success());
}

#[test]
fn a_terminal_of_another_size_is_seen_on_return() {
    let home = home("echo editing now");
    let mut terminal = editing(&home);
    terminal.send(b"\x1a").wait("Stopped");
    // Only who has the terminal hears of it.
    terminal.resize(60, 20);
    asks_the_shell(&mut terminal, "10+7", "17");
    go_on(&mut terminal).send(b"From the editor.\r");
    terminal.wait("Took the text from the editor");
    terminal
        .wait_until_still()
        .keys("<Esc>")
        .wait("Enter write");
    terminal.keys("<Ctrl-Z>").wait("Stopped");
    terminal.resize(30, 10);
    asks_the_shell(&mut terminal, "10+8", "18");
    go_on(&mut terminal).wait("this is 30 by 10");
}
