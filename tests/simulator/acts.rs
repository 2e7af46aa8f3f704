//! What may happen in a history, and how often.

use crate::rng::Rng;

/// Something that happens.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// A key is pressed in an app.
    Key(usize, &'static str),
    /// A token is typed in an app, where something can be typed.
    Token(usize),
    /// A key of booth mode is pressed.
    Press(usize, char),
    /// Seconds go by in an app.
    Wait(usize, u64),
    /// The disk thread of an app does a job.
    Work(usize),
    /// An app hears an answer.
    Answer(usize),
    /// An app does all it has to do.
    Calm(usize),
    /// The journal of an app is brought to the disk itself.
    Sync(usize),
    /// An app looks what others did.
    Look(usize),
    /// An app is started, where none runs.
    Start(usize),
    /// An app is killed.
    Kill(usize),
    /// An app is left.
    Quit(usize),
    /// The power is cut, and comes back.
    PowerCut(u64),
    /// `hallway note`, into a session or the inbox.
    Note(Option<usize>),
    /// `hallway count`.
    Count(i64),
    /// `hallway session`.
    NewSession,
    /// `hallway links set`.
    Links,
    /// `hallway rm`.
    Remove(usize),
    /// Another program appends a token to the notes of a session.
    Append(usize, Writer),
    /// Another program sets the room of a session.
    Room(usize, Writer),
    /// The time of day jumps by so many hours.
    Jump(i64),
    /// The n-th changing call from now on fails, in that way.
    Fail(usize, u8),
    /// Calls succeed again.
    Succeed,
    /// Somebody removes notebook.toml.
    RemoveSettings,
    /// The notebook is moved to another folder.
    Move,
    /// The notebook is copied, and the copy is opened and written in.
    Copy,
    /// `hallway import` of a post: as an event of its own, or into the event.
    Import(bool),
    /// `hallway schedule` with one of some versions of a programme.
    Schedule(u8),
    /// The next command is killed at the n-th changing call.
    Cut(usize),
    /// The disk thread of an app goes on, and the app is killed at the n-th changing call.
    KillIn(usize, usize),
    /// An app is started, and killed at the n-th changing call.
    KillStart(usize, usize),
    /// A key is pressed that takes over what another app has.
    TakeOver(usize),
    /// An app gives its text to an editor.
    Editor(usize),
    /// The editor of an app appends a token, and saves.
    EditorSaves(usize),
    /// The editor of an app is closed, well or with an error.
    EditorCloses(usize, bool),
}

/// How another program writes a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writer {
    /// Beside, then renamed.
    Replaces,
    /// In its place, at once.
    InPlace,
    /// In its place: cut now, written later in two parts.
    Slow,
}

const KEYS: &[&str] = &[
    "Enter",
    "Enter",
    "Enter",
    "Enter",
    "Esc",
    "Esc",
    "Esc",
    "j",
    "k",
    "g",
    "G",
    "u",
    "U",
    "s",
    "t",
    "o",
    "d",
    "n",
    "r",
    "a",
    "I",
    "C",
    "K",
    "J",
    "b",
    "f",
    "F",
    "i",
    "E",
    "w",
    "Tab",
    "Down",
    "Up",
    "Alt-a",
    "Alt-n",
    "Alt-w",
    "Ctrl-Z",
    "Ctrl-Y",
    "Backspace",
    "Ctrl-W",
    "Ctrl-U",
    "Home",
    "End",
    "Ctrl-S",
    "Ctrl-Home",
    "Ctrl-End",
    "Delete",
    "Left",
    "Ctrl-K",
    "4",
    "l",
    "S",
    "m",
];

/// The acts of a history.
pub fn acts(rng: &mut Rng) -> Vec<Act> {
    let two = rng.percent(40);
    let outside = rng.percent(60);
    let hard = rng.percent(40);
    let edits = rng.percent(25);
    let length = 8 + rng.below(40);
    let mut acts = Vec::with_capacity(length);
    while acts.len() < length {
        let app = if two { rng.below(2) } else { 0 };
        acts.push(match rng.below(116) {
            0..24 => Act::Token(app),
            24..48 => Act::Key(app, KEYS[rng.below(KEYS.len())]),
            48..52 => Act::Press(app, ['v', 'v', 'd', 's', 'V'][rng.below(5)]),
            52..58 => Act::Wait(app, 1 + rng.below(12) as u64),
            58..68 => Act::Work(app),
            68..75 => Act::Answer(app),
            75..79 => Act::Calm(app),
            79..83 => Act::Sync(app),
            83..86 => Act::Look(app),
            86..93 if outside => others(rng),
            93..95 if hard => Act::Fail(rng.below(25), rng.below(6) as u8),
            95 if hard => Act::Succeed,
            96 if hard => Act::Jump(rng.below(40_000) as i64 - 20_000),
            97 => Act::Kill(app),
            98 if hard => Act::PowerCut(rng.next()),
            98 => Act::Quit(app),
            99 => Act::Start(app),
            100..103 if two => Act::TakeOver(app),
            103 => Act::Editor(app),
            104..107 if edits => Act::Editor(app),
            107..110 => Act::EditorSaves(app),
            110..112 => Act::EditorCloses(app, rng.percent(80)),
            112 | 113 => Act::KillIn(app, rng.below(40)),
            114 => Act::KillStart(app, rng.below(60)),
            115 if outside => Act::Cut(rng.below(30)),
            _ => continue,
        });
    }
    acts
}

fn others(rng: &mut Rng) -> Act {
    let writer = [Writer::Replaces, Writer::InPlace, Writer::Slow][rng.below(3)];
    let session = rng.below(4);
    match rng.below(25) {
        0..5 => Act::Note(rng.percent(70).then_some(session)),
        5..8 => Act::Count(1 + rng.below(4) as i64),
        8 => Act::NewSession,
        9 => Act::Links,
        10 => Act::Remove(session),
        11..15 => Act::Append(session, writer),
        15..18 => Act::Room(session, writer),
        18 => Act::RemoveSettings,
        19 => Act::Move,
        20 | 21 => Act::Copy,
        22 => Act::Import(false),
        23 => Act::Import(true),
        _ => Act::Schedule(rng.below(3) as u8),
    }
}
