//! The cursor while others write: it stays where somebody types, so that no word is torn apart,
//! whatever comes above, below or into the same line.

use crate::stage::Stage;
use hallway::app::input::Input;
use insta::assert_snapshot;

const TALK: &str = "Fsync and Other Promises";

/// Where somebody types, and the keys that begin there.
type Place = (&'static str, fn(&str) -> usize, &'static str);

const MIDDLE: &str = "to see to it now";

const PLACES: [Place; 6] = [
    ("the end of the text", str::len, " "),
    ("a line of its own at the end", str::len, "<Enter><Enter>"),
    (
        "a line of its own before others",
        |text| text.find(MIDDLE).unwrap(),
        "<Home><Enter><Up>",
    ),
    (
        "the middle of a line",
        |text| text.find(MIDDLE).unwrap(),
        "",
    ),
    ("the end of a line", |text| text.find('\n').unwrap(), " "),
    ("the beginning of the text", |_| 0, ""),
];

/// What others make of the text.
type Change = fn(&str) -> String;

fn line_of_the_code(text: &str) -> String {
    text.replace("new.flush()", "new.flush()  # theirs10")
}

fn first_line(text: &str) -> String {
    let (first, rest) = text.split_once('\n').unwrap();
    format!("{first} theirs10\n{rest}")
}

/// The line that the middle one of the places is in, at both of its ends.
fn middle_part(text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| match line.contains("to see to it") {
            true => format!("theirs10 {line} theirs11\n"),
            false => format!("{line}\n"),
        });
    lines.collect()
}

/// What others do, and how many words of theirs come with it.
const CHANGES: [(&str, usize, Change); 8] = [
    ("above", 1, |text| format!("theirs10\n\n{text}")),
    ("below", 1, |text| format!("{text}\n\ntheirs10\n")),
    ("above and below", 2, |text| {
        format!("theirs10\n\n{text}\n\ntheirs11\n")
    }),
    ("in another line", 1, line_of_the_code),
    ("at the end of the first line", 1, first_line),
    ("at both ends of a line", 2, middle_part),
    ("at the end of the last line", 1, |text| {
        format!("{} theirs10\n", text.trim_end())
    }),
    ("two lines less", 0, |text| {
        let lines: Vec<&str> = text.lines().collect();
        [&lines[..7], &lines[9..]].concat().join("\n") + "\n"
    }),
];

/// How the app hears of it.
#[derive(Debug, Clone, Copy)]
enum How {
    /// It looks, and what is typed is not saved yet.
    Look,
    /// It looks, and everything is saved.
    LookWhenSaved,
    /// A save finds it.
    Save,
    /// A save has found it, and more was typed before the answer.
    Answer,
}

const HOWS: [How; 4] = [How::Look, How::LookWhenSaved, How::Save, How::Answer];

/// Types the first half of a word, has others write, and types the second half.
fn typed((_, place, keys): Place, change: Change, how: How) -> String {
    let mut stage = Stage::demo(80, 24);
    stage.keys("<Enter>");
    let editor = stage.app.open_event.as_mut().unwrap().editor_mut().unwrap();
    let at = place(&editor.text());
    editor.go_to(at);
    stage.keys(keys).keys("mi");
    let others = |stage: &mut Stage| {
        stage.edit_outside(TALK, |session| session.notes = change(&session.notes));
    };
    match how {
        How::Look => {
            others(&mut stage);
            stage.input(Input::Look);
        }
        How::LookWhenSaved => {
            stage.keys("<Ctrl-S>");
            others(&mut stage);
            stage.input(Input::Look);
        }
        How::Save => {
            others(&mut stage);
            stage.keys("<Ctrl-S>");
        }
        How::Answer => {
            stage.hold().keys("<Ctrl-S>");
            others(&mut stage);
            while stage.work_one() {}
            stage.keys("n").release();
        }
    }
    stage.keys(if matches!(how, How::Answer) {
        "e10"
    } else {
        "ne10"
    });
    stage.input(Input::Look).wait(3);
    let open_event = stage.app.open_event.as_ref().unwrap();
    let shown = open_event.editor().unwrap().text();
    assert_eq!(shown.trim_end(), stage.on_disk(TALK).notes.trim_end());
    shown
}

#[test]
fn no_word_is_torn_apart_by_what_others_write() {
    let mut torn = Vec::new();
    for (row, place) in PLACES.into_iter().enumerate() {
        for (column, (what, count, change)) in CHANGES.into_iter().enumerate() {
            // Each way meets each place and each change.
            let how = HOWS[(row + column) % HOWS.len()];
            let text = typed(place, change, how);
            let theirs = (10..10 + count).map(|at| format!("theirs{at}"));
            for word in theirs.chain(["mine10".to_owned()]) {
                if text.matches(&word).count() != 1 {
                    torn.push(format!("{}, {what}, {how:?}: {word}", place.0));
                }
            }
        }
    }
    assert!(torn.is_empty(), "{torn:#?}");
}

/// The line that is typed in, at each step of what others add above it and below it.
#[test]
fn the_cursor_stays_in_its_line_on_the_screen() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("<Enter><Ctrl-Home><Enter><Enter><Up>here");
    for at in 0..3 {
        stage.edit_outside(TALK, |session| {
            session.notes = format!("above{at}\n{}below{at}\n", session.notes);
        });
        stage.input(Input::Look);
        let editor = stage.app.open_event.as_ref().unwrap().editor().unwrap();
        let line = &editor.lines()[editor.cursor().line];
        assert!(line.starts_with("here"), "{line}");
        stage.keys(&format!("{at}"));
    }
    assert_snapshot!("cursor_80x24", stage.picture());
}
