//! What a person sees of saving, of what a journal brought back, and of earlier versions.

use crate::stage::Stage;
use chrono::{DateTime, Utc};
use hallway::app::effect::{DocumentId, Opened, Outcome};
use hallway::app::input::Input;
use hallway::app::open_event::EventId;
use hallway::app::recovery::{Back, RecoveryDialog};
use hallway::app::versions::ListedVersion;
use hallway::model::event::Event;
use hallway::store::Why;
use hallway::store::journal::Recovered;
use insta::assert_snapshot;
use std::fs;
use std::path::Path;

const SIZES: [(u16, u16); 3] = [(120, 40), (80, 24), (40, 12)];
const TALK: &str = "Fsync and Other Promises";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// What is told of something that came back into the file, which said something else before.
fn back(stage: &Stage, file: &Path, title: &str, words: usize, merged: bool, when: &str) -> Back {
    let old =
        "format = 1\ntitle = 'The old title'\nnotes = '''\nThe first line.\nThe last line.\n'''\n";
    let new = "notes = '''\nThe first line.\nA line that was typed and never saved, and which is too long for a narrow screen.\nThe last line.\n'''\n";
    let aside = stage.store.put_aside(file, old.as_bytes(), Why::Recovery);
    let recovered = Recovered {
        id: "0a1b2c3d".to_owned(),
        file: file.to_owned(),
        folder: stage.folder(),
        title: title.to_owned(),
        at: at(when).timestamp_millis(),
        words,
        merged,
        old: aside.unwrap().version,
        durable: true,
    };
    let old = old.replace("format = 1\ntitle = 'The old title'\n", "");
    Back::of(recovered, &old, new)
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
    let id = stage.app.open_event.as_ref().unwrap().id;
    let (talk, event) = (stage.file_of(TALK), stage.file(DocumentId::Event(id)));
    let rows = vec![
        back(&stage, &talk, TALK, 214, false, "2026-05-15T13:02:00Z"),
        back(
            &stage,
            &event,
            "Harbour Days 2026",
            0,
            true,
            "2026-05-14T21:40:00Z",
        ),
    ];
    let waiting = "Not back yet: x.toml: not permitted. It is safe: hallway recover show 5e6f7a8b";
    stage
        .app
        .recovered(RecoveryDialog::of(rows, vec![waiting.to_owned()]).unwrap());
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
    let file = stage.file_of(TALK);
    let says = || fs::read_to_string(&file).unwrap();
    let new = says();
    stage.keys("u");
    assert!(stage.text().contains("old text taken"));
    assert!(says().contains("The old title"));
    // What is open says it, too.
    let open_event = stage.app.open_event.as_ref().unwrap();
    let mut titles = open_event
        .sessions
        .iter()
        .map(|(_, session)| &session.title);
    assert!(titles.any(|title| title == "The old title"));
    stage.keys("uU");
    assert!(!stage.text().contains("old text taken"));
    assert_eq!(says(), new);
    stage.keys("<Enter>");
    assert!(!stage.text().contains("Nothing was lost"));
}

fn versions(stage: &Stage) -> Vec<ListedVersion> {
    let version = |when: &str, why, notes: &str| {
        let mut session = stage.session(TALK).clone();
        session.notes = notes.to_owned();
        ListedVersion {
            at: at(when),
            why,
            snapshot: session.into(),
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
        let shown = stage.app.open_event.as_ref().unwrap();
        let shown = shown
            .chosen()
            .map(|(session_id, _)| shown.current(session_id).unwrap());
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
    let event = DocumentId::Event(stage.app.open_event.as_ref().unwrap().id);
    stage.spared = Some(event);
    stage.keys("Iz<Ctrl-S>");
    assert!(stage.event.as_ref().unwrap().intro.contains('z'));
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
    stage.no_journal = Some("disk full");
    stage.keys("<Enter>x");
    assert!(stage.text().contains("The journal cannot be written"));
    assert!(header(&stage).ends_with("not saved yet, no journal"));
    stage.wait(1);
    assert!(stage.session(TALK).notes.ends_with('x'));
    assert!(header(&stage).ends_with("no journal"), "{}", header(&stage));
    stage.no_journal = None;
    stage.keys("y").wait(3);
    assert!(header(&stage).ends_with("saved 14:05"));
}

#[test]
fn without_a_state_folder_the_text_goes_into_its_file_all_the_same() {
    let mut stage = Stage::demo(120, 40);
    let state = stage.store.state().to_owned();
    let _ = std::fs::remove_dir_all(&state);
    std::fs::write(&state, "in the way").unwrap();
    stage.no_journal = Some("it cannot be written");
    stage.keys("<Enter>x").wait(1);
    assert!(stage.on_disk(TALK).notes.ends_with('x'), "{}", stage.text());
}

#[test]
fn text_that_is_nowhere_but_here_is_told_also_in_a_narrow_window() {
    let mut stage = Stage::demo(80, 24);
    stage.no_journal = Some("disk full");
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
    let mut stage = Stage::prepared(80, 24, |store| {
        let other = Event {
            title: "Other".to_owned(),
            ..Event::default()
        };
        store.create_event("other", other).unwrap();
    });
    stage.failing = Some("disk full");
    stage.keys("<Enter>kept<Esc><Esc>");
    let text = |stage: &Stage| {
        let open_event = stage.app.open_event.as_ref().unwrap();
        let (session_id, _) = open_event
            .sessions
            .iter()
            .find(|(_, session)| session.title == TALK)
            .unwrap();
        open_event.current(*session_id).unwrap().notes
    };
    assert!(text(&stage).ends_with("kept"));
    stage.keys("G");
    assert_eq!(stage.app.event_list.chosen().unwrap().title, "Other");
    stage.keys("<Enter>");
    assert!(text(&stage).ends_with("kept"));
    assert!(stage.text().contains("stays open"), "{}", stage.text());
}

#[test]
fn notes_that_cannot_be_written_have_a_badge_until_they_can() {
    let mut stage = Stage::demo(80, 24);
    let open_event = stage.app.open_event.as_ref().unwrap();
    let files = &stage.app.files;
    let session = |session_id| {
        files
            .session(DocumentId::Session(open_event.id, session_id))
            .unwrap()
    };
    let sessions = open_event.sessions.iter();
    let opened = Opened {
        event_id: EventId(77),
        folder: stage.folder(),
        event: files.event(DocumentId::Event(open_event.id)).unwrap(),
        sessions: sessions
            .map(|(session_id, _)| (*session_id, session(*session_id)))
            .collect(),
        unreadable: Vec::new(),
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
    let (folder, event, sessions) = stage.copy.take().unwrap();
    assert_eq!(folder, std::path::Path::new("/media/stick/notes"));
    assert_eq!(Some(&event), stage.event.as_ref());
    let talk = sessions.iter().find(|session| session.title == TALK);
    assert!(talk.unwrap().notes.ends_with('x'));
    // A copy elsewhere does not make it saved here.
    assert!(header(&stage).contains("not saved: read-only"));
}
