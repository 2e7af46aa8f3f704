//! A table of what terminals send and the keys that it is, and the parser's patience.

use super::*;
use ratatui::crossterm::event::{KeyEventKind, MouseEvent};

/// The escape timeout of these tests.
pub const TIMEOUT: Duration = Duration::from_millis(25);

/// Returns the moment so many milliseconds after the first.
pub fn at(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// Returns what all bytes are that come at once, with nothing behind them.
pub fn whole(bytes: &[u8]) -> Vec<Event> {
    let mut parser = InputParser::new(TIMEOUT);
    let mut events = Vec::new();
    parser.feed(bytes, at(0), &mut events);
    parser.expire(at(10_000), &mut events);
    assert_eq!(parser.deadline(), None);
    events
}

/// Returns events as a table shows them.
pub fn shown(events: &[Event]) -> String {
    let shown: Vec<String> = events.iter().map(show).collect();
    shown.join(" ")
}

fn show(event: &Event) -> String {
    match event {
        Event::Key(event) => {
            let mut shown = held(event.modifiers);
            match event.code {
                KeyCode::Char(c) => shown.push(c),
                KeyCode::F(number) => shown += &format!("F{number}"),
                code => shown += &format!("{code:?}"),
            }
            match event.kind {
                KeyEventKind::Press => shown,
                kind => format!("{shown}({kind:?})"),
            }
        }
        Event::Mouse(MouseEvent {
            kind,
            column,
            row,
            modifiers,
        }) => format!("{}{kind:?}@{column},{row}", held(*modifiers)),
        Event::Paste(text) => format!("Paste({text})"),
        other => format!("{other:?}"),
    }
}

fn held(modifiers: KeyModifiers) -> String {
    let names = modifiers.iter_names().map(|(name, _)| name);
    names.map(|name| format!("{name}+")).collect()
}

/// Sequences and what they are.
#[rustfmt::skip]
pub const TABLE: &[(&str, &str)] = &[
    // Text and control keys.
    ("aZ9", "a SHIFT+Z 9"),
    ("ä€😀", "ä € 😀"),
    ("\r\t\x7f\x08", "Enter Tab Backspace CONTROL+h"),
    ("\x00\x01\x03\x0a\x1a\x1c\x1f", "CONTROL+  CONTROL+a CONTROL+c CONTROL+j CONTROL+z CONTROL+4 CONTROL+7"),
    // Alt.
    ("\x1ba", "ALT+a"),
    ("\x1bA", "SHIFT+ALT+A"),
    ("\x1bé", "ALT+é"),
    ("\x1b\r", "ALT+Enter"),
    ("\x1b\x7f", "ALT+Backspace"),
    ("\x1b\x01", "CONTROL+ALT+a"),
    ("\x1b", "Esc"),
    ("\x1b\x1b", "Esc Esc"),
    ("\x1b\x1ba", "Esc ALT+a"),
    ("\x1b[", "ALT+["),
    ("\x1bO", "SHIFT+ALT+O"),
    ("\x1b]", "ALT+]"),
    ("\x1b]\r", "ALT+] Enter"),
    ("\x1b\x1b[A", "ALT+Up"),
    ("\x1b\x1bOB", "ALT+Down"),
    ("\x1b\x1b[", "Esc ALT+["),
    ("\x1b\x1bOz", "Esc SHIFT+ALT+O z"),
    ("\x1bOz", "SHIFT+ALT+O z"),
    // SS3.
    ("\x1bOA\x1bOB\x1bOC\x1bOD\x1bOH\x1bOF", "Up Down Right Left Home End"),
    ("\x1bOP\x1bOQ\x1bOR\x1bOS", "F1 F2 F3 F4"),
    ("\x1bO5A\x1bO2P", "CONTROL+Up SHIFT+F1"),
    ("\x1bOa\x1bOM\x1bOk\x1bOp\x1bOX", "CONTROL+Up Enter + 0 ="),
    // CSI.
    ("\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F\x1b[E", "Up Down Right Left Home End KeypadBegin"),
    ("\x1b[1;2A\x1b[1;3B\x1b[1;5C\x1b[1;6D", "SHIFT+Up ALT+Down CONTROL+Right SHIFT+CONTROL+Left"),
    ("\x1b[1;5F\x1b[1;5H\x1b[1;10A", "CONTROL+End CONTROL+Home SHIFT+SUPER+Up"),
    ("\x1b[1~\x1b[2~\x1b[3~\x1b[4~\x1b[5~\x1b[6~\x1b[7~\x1b[8~", "Home Insert Delete End PageUp PageDown Home End"),
    ("\x1b[3;5~\x1b[5;3~", "CONTROL+Delete ALT+PageUp"),
    ("\x1b[11~\x1b[15~\x1b[17~\x1b[21~\x1b[23~\x1b[24~\x1b[34~", "F1 F5 F6 F10 F11 F12 F20"),
    ("\x1b[19;2~", "SHIFT+F8"),
    ("\x1b[Z\x1b[1;5Z", "SHIFT+BackTab SHIFT+CONTROL+BackTab"),
    ("\x1b[[A\x1b[[E", "F1 F5"),
    ("\x1b[P\x1b[Q\x1b[S\x1b[1;2S", "F1 F2 F4 SHIFT+F4"),
    ("\x1b[a\x1b[3^\x1b[3$\x1b[3@\x1b[7$", "SHIFT+Up CONTROL+Delete SHIFT+Delete SHIFT+CONTROL+Delete SHIFT+Home"),
    // F3, but not where the cursor is.
    ("\x1b[R\x1b[13~\x1b[1;2R\x1b[1;5R", "F3 F3 SHIFT+F3 CONTROL+F3"),
    ("\x1b[1;1R\x1b[2;2R\x1b[24;80R\x1b[1;17R\x1b[?1;2R", ""),
    // modifyOtherKeys and kitty.
    ("\x1b[27;5;13~\x1b[27;2;65~\x1b[27;6;9~\x1b[27;5;105~", "CONTROL+Enter SHIFT+A SHIFT+CONTROL+BackTab CONTROL+i"),
    ("\x1b[27u\x1b[13u\x1b[9u\x1b[127u\x1b[32;5u", "Esc Enter Tab Backspace CONTROL+ "),
    ("\x1b[97u\x1b[97;2u\x1b[97;5u\x1b[97;3u\x1b[228u", "a SHIFT+A CONTROL+a ALT+a ä"),
    ("\x1b[97:65;2u\x1b[49:33;2u\x1b[1089::99;5u\x1b[1089::99u", "A ! CONTROL+c с"),
    ("\x1b[97;1:3u\x1b[97;1:2u\x1b[1;1:3A\x1b[3;5:3~", "a(Release) a(Repeat) Up(Release) CONTROL+Delete(Release)"),
    ("\x1b[97;2;65u\x1b[0;;229u", "SHIFT+A å"),
    ("\x1b[57399u\x1b[57414u\x1b[57417u\x1b[57376u\x1b[57441u\x1b[57428u", "0 Enter Left F13"),
    ("\x1b[57358;65u\x1b[97;65u\x1b[97;129u", "a a"),
    // The mouse.
    ("\x1b[<0;10;5M\x1b[<0;10;5m", "Down(Left)@9,4 Up(Left)@9,4"),
    ("\x1b[<32;300;100M\x1b[<35;1;1M\x1b[<64;1;2M\x1b[<65;1;2M", "Drag(Left)@299,99 Moved@0,0 ScrollUp@0,1 ScrollDown@0,1"),
    ("\x1b[<2;1;1M\x1b[<16;1;1M\x1b[<66;1;1M", "Down(Right)@0,0 CONTROL+Down(Left)@0,0 ScrollLeft@0,0"),
    ("\x1b[M !!\x1b[M#*%\x1b[M`!!", "Down(Left)@0,0 Up(Left)@9,4 ScrollUp@0,0"),
    ("\x1b[32;10;5M\x1b[35;10;5M", "Down(Left)@9,4 Up(Left)@9,4"),
    ("\x1b[<0;99999999999;5M\x1b[<x", ""),
    // Focus and pastes.
    ("\x1b[I\x1b[O", "FocusGained FocusLost"),
    ("\x1b[200~one\r\x1b[A two\x1b[201~x", "Paste(one\r\x1b[A two) x"),
    ("\x1b[200~\x1b[201~", "Paste()"),
    ("\x1b[200~\x1b[200~a\x1b[201~\x1b[201~", "Paste(\x1b[200~a)"),
    ("\x1b\x1b[200~a\x1b[201~", "Esc Paste(a)"),
    // Replies.
    ("\x1b]11;rgb:2828/2828/2828\x07a", "a"),
    ("\x1b]11;rgb:2828/2828/2828\x1b\\a", "a"),
    ("\x1b]52;c;YWJj\x1b\\\x1b]10;?\x07", ""),
    ("\x1bP1$r0m\x1b\\\x1bP>|XTerm(388)\x1b\\\x1bP!|00000000\x1b\\\x1bP1+r544e=78\x1b\\a", "a"),
    ("\x1b_Gi=31;OK\x1b\\a", "a"),
    ("\x1b[?62;22c\x1b[>41;354;0c\x1b[=0c\x1b[?64;1;2;6;22c", ""),
    ("\x1b[?2026;2$y\x1b[4;2$y\x1b[?2027;0$y", ""),
    ("\x1b[?0u\x1b[?31u\x1b[>4;2m\x1b[?997;1n\x1b[0n\x1b[8;24;80t\x1b[4;600;800t\x1b[>1;2 q", ""),
    // A reply that was cut off by a key, and by a sequence.
    ("\x1b]11;rgb\ra", "Enter a"),
    ("\x1b]11;rgb\x1b[Aa", "Up a"),
    ("\x1b[?62;\x1b[Aa", "Up a"),
    ("\x1b[12;\r", "Enter"),
];

#[test]
fn what_terminals_send_is_known() {
    for (bytes, keys) in TABLE {
        assert_eq!(shown(&whole(bytes.as_bytes())), *keys, "{bytes:?}");
    }
}

#[test]
fn what_is_no_utf8_is_shown_as_such_and_costs_nothing_else() {
    assert_eq!(
        shown(&whole(b"a\xffb\xc3(\xe2\x82x\xf0\x9f")),
        "a \u{fffd} b \u{fffd} ( \u{fffd} x \u{fffd}"
    );
    assert_eq!(
        shown(&whole(b"\x1b[200~a\xffb\x1b[201~")),
        "Paste(a\u{fffd}b)"
    );
    assert_eq!(shown(&whole(b"\x1b\xc3")), "");
    // Columns of an X10 mouse are bytes of any value.
    assert_eq!(shown(&whole(b"\x1b[M \xff\xc3a")), "Down(Left)@222,162 a");
}

/// Returns what pieces are that come at those times, in milliseconds, with the parser's own expiry
/// in between.
fn pieces(timeout: u64, pieces: &[(u64, &[u8])]) -> String {
    let mut parser = InputParser::new(at(timeout));
    let mut events = Vec::new();
    for (time, bytes) in pieces {
        parser.expire(at(*time), &mut events);
        parser.feed(bytes, at(*time), &mut events);
    }
    shown(&events)
}

#[test]
fn esc_alone_is_a_key_after_the_timeout_and_not_before() {
    assert_eq!(pieces(25, &[(0, b"\x1b"), (24, b"")]), "");
    assert_eq!(pieces(25, &[(0, b"\x1b"), (25, b"")]), "Esc");
    assert_eq!(pieces(25, &[(0, b"\x1b"), (24, b"[A")]), "Up");
    assert_eq!(pieces(25, &[(0, b"\x1b"), (24, b"["), (48, b"A")]), "Up");
    assert_eq!(pieces(25, &[(0, b"\x1b"), (25, b"[A")]), "Esc [ SHIFT+A");
    assert_eq!(pieces(25, &[(0, b"\x1b"), (25, b"x")]), "Esc x");
    assert_eq!(pieces(100, &[(0, b"\x1b"), (99, b"[A")]), "Up");
    assert_eq!(pieces(0, &[(0, b"\x1b"), (0, b"[A")]), "Esc [ SHIFT+A");
    assert_eq!(pieces(0, &[(0, b"\x1b[A")]), "Up");
}

#[test]
fn what_was_there_in_time_counts_when_it_is_read_late() {
    let mut parser = InputParser::new(TIMEOUT);
    let mut events = Vec::new();
    parser.feed(b"\x1b", at(0), &mut events);
    parser.feed(b"[A", at(900), &mut events);
    assert_eq!(shown(&events), "Up");
}

#[test]
fn a_late_reply_in_pieces_is_no_text() {
    let reply: &[(u64, &[u8])] = &[
        (0, b"\x1b]11;rgb:"),
        (200, b"2828/2828"),
        (400, b"/2828\x1b"),
        (600, b"\\a"),
    ];
    assert_eq!(pieces(25, reply), "a");
    assert_eq!(
        pieces(25, &[(0, b"\x1b[?62"), (200, b";22"), (400, b"ca")]),
        "a"
    );
}

#[test]
fn an_unfinished_reply_ends_by_silence_and_in_any_case_after_a_second() {
    assert_eq!(pieces(25, &[(0, b"\x1b]11;rgb:"), (250, b"a")]), "a");
    let typed: Vec<(u64, &[u8])> = (0..20)
        .map(|n| (n * 100, if n == 0 { &b"\x1bPq"[..] } else { b"x" }))
        .collect();
    // Whoever types meanwhile loses no more than that second.
    assert_eq!(pieces(25, &typed), ["x"; 10].join(" "));
    let long = [b"\x1b[".to_vec(), b"1;".repeat(100_000), b"~a".to_vec()].concat();
    assert_eq!(shown(&whole(&long)), "a");
    let long = [b"\x1b]".to_vec(), b"1".repeat(REPLY_BYTES), b"a".to_vec()].concat();
    assert_eq!(shown(&whole(&long)), "a");
}

#[test]
fn a_paste_without_an_end_ends_after_two_seconds_of_silence() {
    assert_eq!(
        pieces(25, &[(0, b"\x1b[200~one"), (1_999, b" two"), (3_998, b"")]),
        ""
    );
    assert_eq!(
        pieces(25, &[(0, b"\x1b[200~one"), (1_999, b" two"), (3_999, b"")]),
        "Paste(one two)"
    );
    assert_eq!(
        pieces(25, &[(0, b"\x1b[200~one"), (2_000, b"q")]),
        "Paste(one) q"
    );
    assert_eq!(
        pieces(25, &[(0, b"\x1b[200~one\x1b[20"), (2_000, b"")]),
        "Paste(one)"
    );
    assert_eq!(
        pieces(25, &[(0, b"\x1b[200~one\x1b[20"), (1_000, b"1~q")]),
        "Paste(one) q"
    );
    // What comes of it later is typed, not pasted once more.
    assert_eq!(
        pieces(25, &[(0, b"\x1b[200~one"), (2_500, b"two\x1b[201~")]),
        "Paste(one) t w o"
    );
}

#[test]
fn the_beginning_of_a_character_waits_for_its_rest() {
    assert_eq!(
        pieces(25, &[(0, b"\xf0"), (100, b"\x9f\x98"), (200, b"\x80")]),
        "😀"
    );
    assert_eq!(pieces(25, &[(0, b"\xf0"), (250, b"a")]), "\u{fffd} a");
}

#[test]
fn what_is_unfinished_can_be_forgotten() {
    let mut parser = InputParser::new(TIMEOUT);
    let mut events = Vec::new();
    parser.feed(b"\x1b[200~half", at(0), &mut events);
    parser.reset();
    assert_eq!(parser.deadline(), None);
    parser.feed(b"a", at(1), &mut events);
    assert_eq!(shown(&events), "a");
}
