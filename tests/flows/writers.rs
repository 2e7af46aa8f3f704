//! Several writers: a text that another hallway has open, taking over, and what is done to the files from outside.

use crate::stage::Stage;
use hallway::app::around::{Around, Outside};
use hallway::app::desk::{Row, Sid};
use hallway::app::effect::{Item, Merged, Outcome};
use hallway::app::input::Input;
use hallway::app::raw::Broken;
use hallway::model::notebook::Notebook;
use hallway::store::Holder;
use insta::assert_snapshot;

const SIZES: [(u16, u16); 3] = [(120, 40), (80, 24), (40, 12)];
const TALK: &str = "Fsync and Other Promises";

/// Another hallway, since 14:02.
fn other() -> Holder {
    Holder {
        pid: 4711,
        since: "2026-05-15T13:02:00Z".parse().unwrap(),
    }
}

/// The talk that runs.
fn talk(stage: &Stage) -> Item {
    let desk = stage.app.desk.as_ref().unwrap();
    let mut all = desk.sessions.iter();
    let (sid, _) = all.find(|(_, session)| session.title == TALK).unwrap();
    Item::Session(desk.id, *sid)
}

/// What the talk's notes say on the screen.
fn notes(stage: &Stage) -> String {
    let Item::Session(_, sid) = talk(stage) else {
        panic!("a session")
    };
    stage.app.desk.as_ref().unwrap().current(sid).unwrap().notes
}

fn header(stage: &Stage) -> String {
    stage.text().lines().next().unwrap().to_owned()
}

/// The talk is open in another hallway.
fn taken(width: u16, height: u16) -> Stage {
    let mut stage = Stage::demo(width, height);
    stage.theirs = vec![(talk(&stage), other())];
    stage.input(Input::Look);
    stage
}

#[test]
fn what_another_hallway_has_open_is_read_only_with_a_way_out() {
    for (width, height) in SIZES {
        let mut stage = taken(width, height);
        stage.keys("<Enter>");
        assert_snapshot!(format!("read_only_{width}x{height}"), stage.picture());
    }
    let mut stage = taken(80, 24);
    let before = notes(&stage);
    // No key, paste or command changes it; moving about and reading go on.
    stage.keys("<Enter>abc<Enter><Backspace><Ctrl-W><Ctrl-V><Ctrl-K><Ctrl-Z><Tab><Ctrl-Home>");
    stage.input(Input::Paste("pasted".to_owned()));
    stage.keys("<Esc>rtsofd");
    assert_eq!(notes(&stage), before);
    assert!(stage.app.layers.is_empty(), "{}", stage.text());
    assert!(stage.text().contains("pid 4711"), "{}", stage.text());
    assert!(stage.session(TALK).publish);
    // Whatever else is in the event is as writable as ever.
    stage.keys("Iz<Ctrl-S>");
    assert!(stage.event.as_ref().unwrap().intro.contains('z'));
}

#[test]
fn captured_lines_and_counts_are_merged_so_they_go_on() {
    let mut stage = taken(80, 24);
    let before = stage.session(TALK).entries.owner().len();
    stage.keys("<Enter><Alt-a>Ask about tape<Enter>");
    assert_eq!(stage.session(TALK).entries.owner().len(), before + 1);
}

#[test]
fn taking_over_waits_until_the_other_lets_go() {
    let mut stage = taken(80, 24);
    stage.keys("w");
    assert!(stage.app.is_writing());
    assert!(stage.text().contains("Asking the other hallway"));
    stage.keys("x");
    assert!(!notes(&stage).ends_with('x'));
    // It saves what it has and lets go.
    let item = talk(&stage);
    let mut theirs = stage.session(TALK).clone();
    theirs.notes.push_str(" Theirs.");
    stage.theirs.clear();
    stage.news = vec![Outside::Changed(item, Box::new(Merged::Session(theirs)))];
    stage.input(Input::Look);
    assert!(stage.text().contains("You write here now"));
    assert!(!header(&stage).contains("read-only"));
    assert_eq!(stage.ours, [item]);
    stage.keys("x<Ctrl-S>");
    assert!(stage.session(TALK).notes.ends_with(" Theirs.x"));
}

#[test]
fn one_that_does_not_answer_stops_nobody() {
    let mut stage = taken(80, 24);
    stage.keys("<Enter><Alt-w>");
    stage.wait(1);
    stage.keys("x");
    assert!(!notes(&stage).ends_with('x'));
    stage.wait(2);
    assert!(stage.text().contains("does not answer"), "{}", stage.text());
    stage.keys("x<Ctrl-S>");
    assert!(stage.session(TALK).notes.ends_with('x'));
    // When it comes back it lets go after all.
    stage.theirs.clear();
    stage.input(Input::Look);
    assert_eq!(stage.ours, [talk(&stage)]);
    stage.keys("y<Ctrl-S>");
    assert!(stage.session(TALK).notes.ends_with("xy"));
}

#[test]
fn whoever_is_asked_saves_everything_and_reads_on() {
    let mut stage = Stage::demo(120, 40);
    let item = talk(&stage);
    stage.keys("<Enter> Unsaved.");
    assert_eq!(stage.ours, [item]);
    assert!(!stage.session(TALK).notes.ends_with("Unsaved."));
    stage.wished = vec![(item, other())];
    stage.input(Input::Look);
    assert!(stage.session(TALK).notes.ends_with(" Unsaved."));
    assert!(stage.ours.is_empty());
    assert_snapshot!("given_120x40", stage.picture());
    stage.wished.clear();
    stage.theirs = vec![(item, other())];
    stage.input(Input::Look);
    stage.keys("x<Ctrl-S>");
    assert!(stage.session(TALK).notes.ends_with(" Unsaved."));
    assert!(header(&stage).ends_with("read-only") || header(&stage).contains("saved 14:05"));
    // And it is taken back by the same key.
    stage.keys("<Alt-w>");
    stage.theirs.clear();
    stage.input(Input::Look);
    stage.keys("x<Ctrl-S>");
    assert!(stage.session(TALK).notes.ends_with(" Unsaved.x"));
}

#[test]
fn a_line_that_is_not_entered_yet_is_kept_when_somebody_takes_over() {
    let mut stage = Stage::demo(80, 24);
    let item = talk(&stage);
    stage.keys("<Enter><Alt-a>Half a line");
    stage.wished = vec![(item, other())];
    stage.input(Input::Look);
    let entries = stage.session(TALK).entries.owner();
    assert_eq!(entries.last().unwrap().text, "Half a line");
}

#[test]
fn saved_is_not_shown_for_what_could_not_be_saved_before_somebody_took_over() {
    let mut stage = Stage::demo(120, 40);
    let item = talk(&stage);
    stage.failing = Some("disk full");
    stage.keys("<Enter> Unsaved.");
    stage.wished = vec![(item, other())];
    stage.input(Input::Look);
    assert!(stage.ours.is_empty());
    stage.wished.clear();
    stage.theirs = vec![(item, other())];
    stage.input(Input::Look);
    assert!(notes(&stage).ends_with(" Unsaved."));
    assert!(
        header(&stage).contains("not saved: disk full (your text is safe in the journal)"),
        "{}",
        header(&stage)
    );
    // It goes there when there is room, whoever writes meanwhile.
    stage.failing = None;
    stage.wait(11);
    assert!(stage.session(TALK).notes.ends_with(" Unsaved."));
    assert!(!header(&stage).contains("not saved"), "{}", header(&stage));
}

#[test]
fn what_is_left_alone_is_let_go_and_what_is_free_is_ours_with_the_first_key() {
    let mut stage = taken(80, 24);
    stage.keys("<Enter>");
    stage.theirs.clear();
    stage.input(Input::Look);
    // Somebody who only looks takes nothing from whoever just went to the timeline.
    assert!(stage.ours.is_empty());
    stage.keys("x");
    assert_eq!(stage.ours, [talk(&stage)]);
    assert!(notes(&stage).ends_with('x'));
    stage.keys("<Esc>");
    assert!(stage.ours.is_empty());
}

fn changed(stage: &mut Stage, change: impl FnOnce(&mut hallway::model::session::Session)) {
    stage.elsewhere(TALK, change);
    let item = talk(stage);
    let theirs = stage.session(TALK).clone();
    stage.news = vec![Outside::Changed(item, Box::new(Merged::Session(theirs)))];
    stage.input(Input::Look);
}

#[test]
fn what_was_changed_outside_is_reloaded_and_undo_stays() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("<Enter> Mine.<Ctrl-S>");
    changed(&mut stage, |session| {
        session.notes = session.notes.replace("A file", "A FILE");
        session.room = Some("Attic".to_owned());
    });
    assert!(stage.text().contains("was changed outside, reloaded"));
    assert!(stage.text().contains("Attic"));
    assert!(notes(&stage).contains("A FILE") && notes(&stage).ends_with(" Mine."));
    assert!(
        header(&stage).ends_with("saved 14:05"),
        "{}",
        header(&stage)
    );
    // What is taken back is what was written here, and only that.
    stage.keys("<Esc>s");
    changed(&mut stage, |session| {
        session.notes.insert_str(0, "Theirs.\n\n")
    });
    stage.keys("u");
    assert!(notes(&stage).starts_with("Theirs.") && notes(&stage).ends_with(" Mine."));
    let attended = hallway::model::session::Status::Attended;
    assert_eq!(stage.session(TALK).status, attended);
    stage.keys("u");
    assert!(notes(&stage).starts_with("Theirs.") && !notes(&stage).contains("Mine"));
    assert!(notes(&stage).contains("A FILE"));
}

#[test]
fn only_settings_that_somebody_else_changed_are_told() {
    let mut stage = Stage::empty(80, 24);
    stage.keys("<Enter>");
    // The first save makes the notebook, with an id.
    let mut notebook = stage.app.notebook.clone();
    notebook.id = "0a3ea3118b042e55".to_owned();
    let around = |notebook: &Notebook| {
        let around = Around {
            notebook: Some(notebook.clone()),
            ..Around::default()
        };
        Input::Done(Box::new(Outcome::Around(Box::new(around))))
    };
    stage.input(around(&notebook));
    assert_eq!(stage.app.notebook.id, notebook.id);
    assert!(!stage.text().contains("changed outside"));
    notebook.category = Some("travel".to_owned());
    stage.input(around(&notebook));
    assert!(stage.text().contains("settings were changed outside"));
}

#[test]
fn what_is_unsaved_here_is_saved_so_that_both_are_merged() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("<Enter> Mine.");
    let item = talk(&stage);
    let mut theirs = stage.session(TALK).clone();
    theirs.notes.insert_str(0, "Theirs. ");
    stage.news = vec![Outside::Changed(item, Box::new(Merged::Session(theirs)))];
    stage.input(Input::Look);
    // The save starts from what the file said, and the disk merges: nothing of ours is overwritten on the screen.
    assert!(notes(&stage).ends_with(" Mine."));
    assert!(stage.session(TALK).notes.ends_with(" Mine."));
}

#[test]
fn sessions_come_and_go_with_their_files() {
    let mut stage = Stage::demo(80, 24);
    let mut new = stage.session(TALK).clone();
    new.title = "From the other laptop".to_owned();
    stage.news = vec![Outside::New("from".to_owned(), Box::new(new))];
    stage.input(Input::Look);
    assert!(
        stage.text().contains("New from elsewhere"),
        "{}",
        stage.text()
    );
    let docs = |stage: &Stage| {
        let desk = stage.app.desk.as_ref().unwrap();
        let mut all = desk.sessions.iter();
        let found = all.find(|(_, session)| session.title == "Docs You Can Diff");
        found.map(|(sid, _)| Item::Session(desk.id, *sid))
    };
    stage.news = vec![Outside::Gone(docs(&stage).unwrap())];
    stage.input(Input::Look);
    assert_eq!(docs(&stage), None);
    assert!(stage.text().contains("undo brings it back"));
    assert_eq!(stage.aside.len(), 1);
    stage.keys("u");
    assert!(docs(&stage).is_some());
}

#[test]
fn a_file_that_was_removed_under_a_text_is_asked_about() {
    for (width, height) in SIZES {
        let mut stage = Stage::demo(width, height);
        stage.keys("<Enter> Mine.");
        stage.news = vec![Outside::Gone(talk(&stage))];
        stage.input(Input::Look);
        stage.wait(2);
        assert_snapshot!(format!("gone_{width}x{height}"), stage.picture());
    }
    let gone = || {
        let mut stage = Stage::demo(80, 24);
        stage.keys("<Enter> Mine.");
        let item = talk(&stage);
        stage.news = vec![Outside::Gone(item)];
        let Item::Session(_, Sid(number)) = item else {
            panic!("a session")
        };
        stage.sessions.remove(&number);
        stage.input(Input::Look);
        // Nothing is written before there is an answer, and nothing is called saved.
        stage.wait(20);
        assert!(!stage.sessions.contains_key(&number));
        assert!(
            header(&stage).ends_with("not saved yet"),
            "{}",
            header(&stage)
        );
        stage
    };
    for answer in ["<Enter>", "<Esc>"] {
        let mut stage = gone();
        stage.keys(answer);
        // A look that was on its way meanwhile asks no second time.
        stage.app.saving.under_way += 1;
        stage.news = vec![Outside::Gone(talk(&stage))];
        stage.input(Input::Look);
        assert!(stage.app.layers.is_empty());
        assert!(stage.session(TALK).notes.ends_with(" Mine."));
    }
    let mut stage = gone();
    stage.keys("d");
    assert!(!stage.text().contains(TALK) || stage.text().contains("Deleted"));
    stage.keys("u");
    assert!(stage.session(TALK).notes.ends_with(" Mine."));
    // Whoever leaves without an answer keeps the text.
    let mut stage = gone();
    stage.keys("<Ctrl-P>quit<Enter>");
    stage.app.end();
    let mut stage = gone();
    let effects = stage.app.end();
    assert!(!effects.is_empty());
    assert!(stage.app.desk.as_ref().unwrap().dirty.is_empty());
}

#[test]
fn a_removal_that_a_save_finds_is_asked_about_too() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("<Enter> Mine.");
    let item = talk(&stage);
    stage.app.saving.under_way += 1;
    stage.input(Input::Done(Box::new(Outcome::Gone(item))));
    // It comes by itself, so whoever types goes on typing; a letter is no answer.
    assert!(!stage.text().contains("write again"), "{}", stage.text());
    stage.keys(" And a d.");
    stage.wait(2);
    assert!(stage.text().contains("write again"), "{}", stage.text());
    stage.keys("<Enter>");
    assert!(stage.session(TALK).notes.ends_with(" Mine. And a d."));
}

#[test]
fn a_file_that_cannot_be_read_any_more_is_told_and_what_it_said_stays() {
    let mut stage = Stage::demo(80, 24);
    let before = notes(&stage);
    let broken = hallway::store::Trouble::Syntax {
        path: "/nb/events/e/sessions/fsync.toml".into(),
        line: 3,
        column: 1,
        message: "a key is there twice".to_owned(),
    };
    stage.unreadable = vec![Broken::of(&broken)];
    stage.input(Input::Look);
    assert!(
        stage
            .text()
            .contains("! fsync.toml, line 3, column 1: a key is there twice"),
        "{}",
        stage.text()
    );
    assert_eq!(notes(&stage), before);
    stage.unreadable.clear();
    stage.input(Input::Look);
    let rows = &stage.app.desk.as_ref().unwrap().rows;
    assert!(!rows.iter().any(|row| matches!(row, Row::Broken(_))));
}
