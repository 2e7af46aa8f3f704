//! What a terminal sends in pieces, late, or never to its end.

use crate::home::Home;
use crate::start::RUNNING;
use crate::terminal::Terminal;
use std::time::{Duration, Instant};

fn writing(home: &Home) -> Terminal {
    let mut terminal = home.open(80, 24);
    terminal.wait("New note now");
    terminal.keys("<Enter>").wait("Esc back");
    terminal
}

fn leave(mut terminal: Terminal) {
    terminal
        .wait_until_still()
        .keys("<Esc>")
        .wait("Enter write");
    terminal.keys("q");
    assert!(terminal.wait_exit().success());
}

/// Sends two pieces, the second after the program has read the first. Returns nothing where the
/// machine was so busy that they were not sent within that time.
fn send_apart(terminal: &mut Terminal, pieces: [&[u8]; 2], within: Duration) -> Option<()> {
    let begin = Instant::now();
    terminal.send(pieces[0]).wait_read().send(pieces[1]);
    (begin.elapsed() < within).then_some(())
}

/// Tries until the machine was quick enough once.
fn until_quick(attempt: impl Fn() -> Option<()>) {
    while attempt().is_none() {}
}

#[test]
fn a_key_in_two_pieces_is_one_key() {
    until_quick(|| {
        let home = Home::demo().config("escape_timeout = 100\n");
        let mut terminal = writing(&home);
        terminal.keys(" Harbour").wait("Harbour");
        let pieces: [[&[u8]; 2]; 3] = [[b"\x1b", b"[D"], [b"\x1b[", b"D"], [b"\x1bO", b"D"]];
        for pieces in pieces {
            send_apart(&mut terminal, pieces, Duration::from_millis(80))?;
        }
        terminal.keys("-").wait("Harb-our");
        leave(terminal);
        assert!(home.read(RUNNING).contains(" Harb-our\n"));
        Some(())
    });
}

#[test]
fn a_character_in_two_pieces_is_one_character() {
    until_quick(|| {
        let home = Home::demo();
        let mut terminal = writing(&home);
        let pieces: [&[u8]; 2] = [b" caf\xc3", b"\xa9."];
        send_apart(&mut terminal, pieces, Duration::from_millis(200))?;
        terminal.wait("café.");
        leave(terminal);
        Some(())
    });
}

#[test]
fn late_replies_are_no_text() {
    until_quick(|| {
        let home = Home::demo();
        let before = home.read(RUNNING);
        let mut terminal = writing(&home);
        let replies: [[&[u8]; 2]; 6] = [
            [b"\x1b]11;rgb:2828/2", b"828/2828\x1b\\"],
            [b"\x1b]11;rgb:2828/2828/2828", b"\x07"],
            [b"\x1bP1$r0;4", b"m\x1b\\"],
            [b"\x1b_Gi=31;O", b"K\x1b\\"],
            [b"\x1b[?62;22c\x1b[>41;354", b";0c\x1b[?2026;2$y"],
            [b"\x1b[24;80R\x1b[?0", b"u\x1b[0n"],
        ];
        for pieces in replies {
            send_apart(&mut terminal, pieces, Duration::from_millis(200))?;
        }
        terminal.keys(" End.").wait("End.");
        leave(terminal);
        let after = home.read(RUNNING);
        let lines = before.lines().zip(after.lines());
        let changed: Vec<_> = lines.filter(|(old, new)| old != new).collect();
        let [(old, new)] = changed[..] else {
            panic!("{changed:?}");
        };
        assert_eq!(format!("{old} End."), new);
        Some(())
    });
}

#[test]
fn a_reply_without_an_end_holds_up_nothing() {
    let home = Home::demo();
    let mut terminal = writing(&home);
    terminal.send(b"\x1b]11;rgb:2828").wait_read();
    // What comes in that second may count as the reply; what comes after it does not.
    let latest = Instant::now() + Duration::from_secs(30);
    while !terminal.text().contains("~~~") {
        assert!(Instant::now() < latest, "{}", terminal.text());
        terminal.keys("~").wait_until_still();
    }
    assert!(!terminal.text().contains("2828"));
    leave(terminal);
}

#[test]
fn a_paste_without_an_end_is_whole_and_there_once() {
    let home = Home::demo();
    let mut terminal = writing(&home);
    terminal.send(b"\x1b[200~ pasted").wait_read();
    terminal.send(b" in pieces").wait("pasted in pieces");
    terminal
        .keys(" and typed.")
        .wait("pasted in pieces and typed.");
    leave(terminal);
    let notes = home.read(RUNNING);
    let pasted = " pasted in pieces and typed.\n";
    assert_eq!(notes.matches(pasted).count(), 1, "{notes}");
    assert_eq!(notes.matches("pasted").count(), 1, "{notes}");
}
