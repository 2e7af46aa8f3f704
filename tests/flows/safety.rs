//! What a person sees of saving, of what a journal brought back, and of earlier versions.

use crate::stage::Stage;
use chrono::{DateTime, Utc};
use hallway::app::effect::{Item, Outcome};
use hallway::app::input::Input;
use hallway::app::notes::News;
use hallway::app::recovery::{Back, Recovery};
use hallway::app::versions::Version;
use hallway::store::journal::{Paper, Recovered, Which};
use hallway::store::{Snapshot, Why};
use insta::assert_snapshot;

const SIZES: [(u16, u16); 3] = [(120, 40), (80, 24), (40, 12)];
const TALK: &str = "Fsync and Other Promises";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn back(title: &str, words: usize, merged: bool, when: &str) -> Back {
    let recovered = Recovered {
        id: "0a1b2c3d".to_owned(),
        file: title.into(),
        folder: "other".to_owned(),
        title: title.to_owned(),
        at: at(when).timestamp_millis(),
        words,
        merged,
        old: Some(Snapshot {
            at: at(when),
            why: Why::Recovery,
            path: "old".into(),
        }),
    };
    let old = "notes = '''\nThe first line.\nThe last line.\n'''\n";
    let new = "notes = '''\nThe first line.\nA line that was typed and never saved, and which is too long for a narrow screen.\nThe last line.\n'''\n";
    Back::of(recovered, old, new)
}

#[test]
fn what_a_killed_save_left_is_told() {
    let mut stage = Stage::demo(80, 24);
    let told = "A save was cut short. Its text: hallway recover show abcdef (talk)";
    let left = Outcome::LeftOver(vec![told.to_owned()]);
    stage.keys("?").input(Input::Done(Box::new(left)));
    assert!(!stage.text().contains("cut short"), "below what is open");
    stage.keys("<Esc>");
    assert_snapshot!("left_over_80x24", stage.picture());
    stage.keys("<Enter>");
    assert!(!stage.text().contains("cut short"));
}

fn recovered(width: u16, height: u16) -> Stage {
    let mut stage = Stage::demo(width, height);
    let rows = vec![
        back(TALK, 214, false, "2026-05-15T13:02:00Z"),
        back("Harbour Days 2026", 0, true, "2026-05-14T21:40:00Z"),
    ];
    let waiting = "Not back yet: x.toml: not permitted. It is safe: hallway recover show 5e6f7a8b";
    stage
        .app
        .recovered(Recovery::of(rows, vec![waiting.to_owned()]).unwrap());
    stage
}

#[test]
fn what_came_back_at_several_sizes() {
    for (width, height) in SIZES {
        let mut stage = recovered(width, height);
        assert_snapshot!(format!("recovered_{width}x{height}"), stage.picture());
        stage.keys("<Tab>");
        assert_snapshot!(format!("compared_{width}x{height}"), stage.picture());
    }
}

#[test]
fn the_old_text_is_taken_and_given_back() {
    let mut stage = recovered(80, 24);
    stage.keys("u");
    assert!(stage.text().contains("old text taken"));
    stage.keys("uU");
    assert!(!stage.text().contains("old text taken"));
    stage.keys("<Enter>");
    assert!(!stage.text().contains("Nothing was lost"));
}

fn versions(stage: &Stage) -> Vec<Version> {
    let version = |when: &str, why, notes: &str| {
        let mut session = stage.session(TALK).clone();
        session.notes = notes.to_owned();
        Version {
            at: at(when),
            why,
            paper: session.into(),
        }
    };
    let long = "A paragraph of one line that is longer than any list is wide, so that it has to be folded.";
    vec![
        version("2026-05-15T13:01:00Z", Why::Save, "Earlier words."),
        version("2026-05-15T12:40:00Z", Why::Merge, long),
        version("2026-05-14T09:00:00Z", Why::Recovery, ""),
    ]
}

#[test]
fn earlier_versions_at_several_sizes() {
    for (width, height) in SIZES {
        let mut stage = Stage::demo(width, height);
        stage.versions = versions(&stage);
        stage.keys("H");
        assert_snapshot!(format!("versions_{width}x{height}"), stage.picture());
        stage.keys("j<Tab>");
        assert_snapshot!(format!("version_text_{width}x{height}"), stage.picture());
    }
}

#[test]
fn an_earlier_version_is_brought_back_and_taken_back() {
    let mut stage = Stage::demo(80, 24);
    let before = stage.session(TALK).notes.clone();
    stage.versions = versions(&stage);
    stage.keys("<Enter> Typed.<Alt-h><Enter>");
    assert_eq!(stage.session(TALK).notes, "Earlier words.");
    assert_eq!(stage.aside.len(), 1);
    stage.keys("<Esc>u");
    assert_eq!(stage.session(TALK).notes, format!("{before} Typed."));
    stage.keys("U");
    assert_eq!(stage.session(TALK).notes, "Earlier words.");
}

#[test]
fn without_versions_there_is_no_screen() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("H");
    assert!(stage.text().contains("There are no earlier versions yet"));
}

/// The line at the top, which says what is saved.
fn header(stage: &Stage) -> String {
    stage.text().lines().next().unwrap().to_owned()
}

#[test]
fn saved_is_never_shown_for_text_that_is_not_durable() {
    let mut stage = Stage::demo(120, 40);
    stage.failing = Some("disk full");
    for script in ["<Enter>a", "b<Ctrl-S>", "c<Esc>", "s", "r!<Enter>", "u"] {
        stage.keys(script);
        let file = stage.session(TALK).clone();
        let shown = stage.app.desk.as_ref().unwrap();
        let shown = shown.chosen().map(|(sid, _)| shown.current(sid).unwrap());
        assert_ne!(shown.as_ref(), Some(&file), "{script}");
        assert!(!header(&stage).contains(" saved 14:"), "{}", stage.text());
        stage.wait(3);
        assert!(!header(&stage).contains(" saved 14:"), "{}", stage.text());
    }
    assert!(
        header(&stage).contains("not saved: disk full (your text is safe in the journal)"),
        "{}",
        header(&stage)
    );
    // Another file that is saved does not make this one saved.
    let other = Item::Event(stage.app.desk.as_ref().unwrap().id);
    stage.input(Input::Done(Box::new(Outcome::Saved {
        item: other,
        revision: 0,
        folder: "folder".to_owned(),
        merged: None,
        kept: None,
        durable: true,
    })));
    assert!(header(&stage).contains("not saved: disk full"));
    stage.failing = None;
    stage.wait(11);
    assert!(header(&stage).contains("saved 14:05"), "{}", header(&stage));
    assert!(!header(&stage).contains("not saved"));
}

#[test]
fn saved_is_not_said_while_the_disk_promises_nothing() {
    let mut stage = Stage::demo(80, 24);
    stage.unsure = true;
    stage.keys("Ia<Ctrl-S>");
    assert!(header(&stage).contains("saved, durability not confirmed"));
    stage.unsure = false;
    // What is promised of another file is none for this one.
    stage.keys("<Esc>g<Enter>b<Ctrl-S>");
    assert!(header(&stage).contains("saved, durability not confirmed"));
    stage.keys("<Esc>Ic<Ctrl-S>");
    assert!(header(&stage).ends_with("saved 14:05"));
}

#[test]
fn typing_on_is_saved_within_ten_seconds() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("<Enter>");
    // A key a second: there is never a pause of two.
    for _ in 0..10 {
        stage.keys("x").wait(1);
    }
    assert!(stage.session(TALK).notes.ends_with("xxxxxxxxx"));
}

#[test]
fn without_a_journal_every_pause_saves_and_the_header_says_so() {
    let mut stage = Stage::demo(120, 40);
    stage.app.journal_says(Some("disk full".to_owned()));
    assert!(stage.text().contains("The journal cannot be written"));
    stage.keys("<Enter>x");
    assert!(header(&stage).ends_with("not saved yet, no journal"));
    stage.wait(1);
    assert!(stage.session(TALK).notes.ends_with('x'));
    assert!(header(&stage).ends_with("no journal"), "{}", header(&stage));
    stage.app.journal_says(None);
    stage.keys("y").wait(3);
    assert!(header(&stage).ends_with("saved 14:05"));
}

#[test]
fn text_that_is_nowhere_but_here_is_told_also_in_a_narrow_window() {
    let mut stage = Stage::demo(80, 24);
    stage.app.journal_says(Some("disk full".to_owned()));
    stage.failing = Some("disk full");
    stage.keys("<Enter>x<Ctrl-S>");
    assert!(
        header(&stage).ends_with("not saved: disk full, no journal"),
        "{}",
        header(&stage)
    );
}

#[test]
fn the_event_stays_open_while_something_of_it_is_not_saved() {
    let mut stage = Stage::demo(80, 24);
    stage.failing = Some("disk full");
    stage.keys("<Enter>kept<Esc><Esc>");
    let text = |stage: &Stage| {
        let desk = stage.app.desk.as_ref().unwrap();
        let (sid, _) = desk
            .sessions
            .iter()
            .find(|(_, session)| session.title == TALK)
            .unwrap();
        desk.current(*sid).unwrap().notes
    };
    assert!(text(&stage).ends_with("kept"));
    let opened = hallway::app::effect::Opened {
        desk: stage.app.next_desk(),
        folder: "other".to_owned(),
        event: Default::default(),
        sessions: Vec::new(),
        troubles: Vec::new(),
        locked_out: None,
        written: None,
    };
    stage.input(Input::Done(Box::new(Outcome::Opened(Box::new(opened)))));
    assert!(text(&stage).ends_with("kept"));
    assert!(stage.text().contains("stays open"), "{}", stage.text());
}

#[test]
fn the_journal_is_told_everything_that_a_person_changes() {
    let mut stage = Stage::demo(80, 24);
    let mut begun: Vec<Item> = Vec::new();
    let mut told = |stage: &mut Stage, script: &str| {
        stage.keys(script);
        let notes = stage.app.notes(|item| begun.contains(&item));
        begun.extend(notes.iter().map(|note| note.item));
        notes
    };
    assert!(told(&mut stage, "jk").is_empty());
    // The first key tells the whole, the next ones only themselves.
    let whole = told(&mut stage, "<Enter>a");
    let News::Whole(Paper::Session(session)) = &whole[0].news else {
        panic!("{whole:?}");
    };
    assert!(session.notes.ends_with('a'));
    let more = told(&mut stage, "b<Backspace><Ctrl-Z>");
    let News::Edits(edits) = &more[0].news else {
        panic!("{more:?}");
    };
    assert_eq!(edits.len(), 3);
    assert!(edits.iter().all(|(which, _)| *which == Which::Notes));
    // What is not entered yet is told as if it were.
    let line = told(&mut stage, "<Alt-a>Ask about tape");
    let News::Typed(Paper::Session(session)) = &line[0].news else {
        panic!("{line:?}");
    };
    let entry = session.entries.owner().last().unwrap();
    assert_eq!(entry.text, "Ask about tape");
    let closed = told(&mut stage, "<Esc>");
    assert!(matches!(&closed[0].news, News::Closed(Some(_))));
    // Fields, tallies, marks.
    let marked = told(&mut stage, "<Esc>s");
    assert!(
        marked
            .iter()
            .any(|note| matches!(note.news, News::Whole(_)))
    );
    let field = told(&mut stage, "f<Ctrl-A>New title");
    assert!(matches!(field[0].news, News::Typed(_)), "{field:?}");
    told(&mut stage, "<Esc>");
    let intro = told(&mut stage, "Iz");
    assert!(
        matches!(&intro[0].news, News::Whole(Paper::Event(event)) if event.intro.contains('z'))
    );
    let closing = told(&mut stage, "<Esc>Cz");
    let News::Edits(edits) = &closing[0].news else {
        panic!("{closing:?}");
    };
    assert_eq!(edits[0].0, Which::Closing);
    // A title that is being typed for something new.
    let new = told(&mut stage, "<Esc>nA new talk");
    assert_eq!(new.last().unwrap().news.title(), Some("A new talk"));
}

#[test]
fn notes_that_cannot_be_written_have_a_badge_until_they_can() {
    let mut stage = Stage::demo(80, 24);
    let desk = stage.app.desk.as_ref().unwrap();
    let opened = hallway::app::effect::Opened {
        desk: hallway::app::desk::DeskId(77),
        folder: desk.folder.clone().unwrap(),
        event: desk.event.clone(),
        sessions: desk.sessions.clone(),
        troubles: Vec::new(),
        locked_out: Some("read-only"),
        written: None,
    };
    stage.input(Input::Done(Box::new(Outcome::Opened(Box::new(opened)))));
    assert!(header(&stage).ends_with("read-only"), "{}", stage.text());
    assert!(stage.text().contains("kept in the journal"));
    assert!(stage.text().contains("W saves"), "{}", stage.text());
    stage.keys("<Enter>x<Ctrl-S>");
    assert!(header(&stage).ends_with("saved 14:05"), "{}", stage.text());
}

#[test]
fn what_cannot_be_saved_here_is_saved_elsewhere_as_it_is_on_the_screen() {
    let mut stage = Stage::demo(80, 24);
    stage.failing = Some("read-only");
    stage.keys("<Enter>x<Esc>W");
    assert_snapshot!("elsewhere_80x24", stage.picture());
    stage.keys("/media/stick/notes<Enter>");
    let (folder, event, sessions) = stage.elsewhere.take().unwrap();
    assert_eq!(folder, std::path::Path::new("/media/stick/notes"));
    assert_eq!(Some(&event), stage.event.as_ref());
    let talk = sessions.iter().find(|session| session.title == TALK);
    assert!(talk.unwrap().notes.ends_with('x'));
    // A copy elsewhere does not make it saved here.
    assert!(header(&stage).contains("not saved: read-only"));
}
