//! Several writers: a text that another hallway has open, taking over, and what is done to the
//! files from outside.

use crate::stage::Stage;
use hallway::app::effect::DocumentId;
use hallway::app::input::Input;
use hallway::app::open_event::TimelineRow;
use hallway::model::session::Session;
use hallway::store::Holder;
use insta::assert_snapshot;
use std::fs;
use std::path::PathBuf;

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
fn talk(stage: &Stage) -> DocumentId {
    let open_event = stage.app.open_event.as_ref().unwrap();
    let mut all = open_event.sessions.iter();
    let (session_id, _) = all.find(|(_, session)| session.title == TALK).unwrap();
    DocumentId::Session(open_event.id, *session_id)
}

/// What the talk's notes say on the screen.
fn notes(stage: &Stage) -> String {
    let DocumentId::Session(_, session_id) = talk(stage) else {
        panic!("a session")
    };
    stage
        .app
        .open_event
        .as_ref()
        .unwrap()
        .current(session_id)
        .unwrap()
        .notes
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
    assert!(stage.session(TALK).in_post);
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
    stage.edit_outside(TALK, |session| session.notes.push_str(" Theirs."));
    stage.theirs.clear();
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
    stage.wait(6);
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
    stage.requested = vec![(item, other())];
    stage.input(Input::Look);
    assert!(stage.session(TALK).notes.ends_with(" Unsaved."));
    assert!(stage.ours.is_empty());
    assert_snapshot!("given_120x40", stage.picture());
    stage.requested.clear();
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
fn whoever_is_asked_lets_go_when_all_of_it_is_saved() {
    let mut stage = Stage::demo(80, 24);
    let item = talk(&stage);
    stage.keys("<Enter> First.");
    stage.requested = vec![(item, other())];
    stage.hold().input(Input::Look);
    // A save is on its way when the wish is heard of.
    stage.keys("<Ctrl-S> Second.");
    stage.work_one();
    stage.answer_one();
    while stage.work_one() || stage.answer_one() {
        let is_saved = stage.on_disk(TALK).notes.ends_with(" First. Second.");
        assert!(is_saved || stage.ours == [item]);
    }
    assert!(stage.ours.is_empty());
    assert!(stage.on_disk(TALK).notes.ends_with(" First. Second."));
}

#[test]
fn however_much_happens_outside_there_are_few_jobs_and_nothing_is_missed() {
    let mut stage = Stage::demo(80, 24);
    stage.hold();
    for _ in 0..50 {
        stage.input(Input::Look);
    }
    stage.work_one();
    stage.edit_outside(TALK, |session| session.notes.push_str(" Theirs."));
    stage.input(Input::Look);
    let mut jobs = 0;
    while stage.work_one() || stage.answer_one() {
        jobs += 1;
    }
    assert!(jobs < 8, "{jobs}");
    assert!(notes(&stage).ends_with(" Theirs."));
}

#[test]
fn who_takes_over_last_writes_though_an_older_wish_stays() {
    let mut stage = Stage::demo(120, 40);
    let item = talk(&stage);
    stage.keys("<Enter> Mine.");
    // The other one asks, and is held up before it has it.
    stage.requested = vec![(item, other())];
    stage.input(Input::Look);
    stage.keys("x<Alt-w>");
    stage.input(Input::Look);
    stage.keys(" Mine again.");
    stage.input(Input::Look);
    stage.keys(" Still.<Ctrl-S>");
    assert!(notes(&stage).ends_with(" Mine. Mine again. Still."));
    assert_eq!(stage.ours, [item]);
    // Asking once more is later.
    stage.requested.clear();
    stage.input(Input::Look);
    stage.requested = vec![(item, other())];
    stage.input(Input::Look);
    stage.keys("x");
    assert!(notes(&stage).ends_with(" Still."));
}

#[test]
fn who_writes_without_an_answer_lets_go_when_the_other_asks() {
    let mut stage = taken(80, 24);
    stage.keys("<Enter><Alt-w>");
    stage.wait(7);
    stage.keys("x");
    stage.requested = vec![(talk(&stage), other())];
    stage.input(Input::Look);
    stage.keys("y<Ctrl-S>");
    assert!(notes(&stage).ends_with('x'), "{}", notes(&stage));
}

#[test]
fn a_line_that_is_not_entered_yet_is_kept_when_somebody_takes_over() {
    let mut stage = Stage::demo(80, 24);
    let item = talk(&stage);
    stage.keys("<Enter><Alt-a>Half a line");
    stage.requested = vec![(item, other())];
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
    stage.requested = vec![(item, other())];
    stage.input(Input::Look);
    assert!(stage.ours.is_empty());
    stage.requested.clear();
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

fn changed(stage: &mut Stage, change: impl FnOnce(&mut Session)) {
    stage.edit_outside(TALK, change).input(Input::Look);
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
    // The first save makes the notebook, with an id.
    stage.keys("<Enter>Hello<Ctrl-S>");
    stage.input(Input::Look);
    let mut notebook = stage.store.settings().unwrap();
    assert!(!notebook.value.id.is_empty());
    assert_eq!(stage.app.notebook.id, notebook.value.id);
    assert!(!stage.text().contains("changed outside"));
    notebook.value.category = Some("travel".to_owned());
    stage.store.save(&mut notebook).unwrap();
    stage.input(Input::Look);
    assert_eq!(stage.app.notebook.category.as_deref(), Some("travel"));
    assert!(stage.text().contains("settings were changed outside"));
}

#[test]
fn what_is_unsaved_here_is_saved_so_that_both_are_merged() {
    let mut stage = Stage::demo(80, 24);
    let before = notes(&stage);
    stage.keys("<Enter> Mine.");
    changed(&mut stage, |session| {
        session.notes.insert_str(0, "Theirs. ")
    });
    // Nothing of ours is overwritten on the screen, and the file has both, too.
    let both = format!("Theirs. {before} Mine.");
    assert_eq!(notes(&stage), both);
    stage.wait(3);
    assert_eq!(notes(&stage), both);
    assert_eq!(stage.session(TALK).notes, both);
}

#[test]
fn sessions_come_and_go_with_their_files() {
    let mut stage = Stage::demo(80, 24);
    let mut new = stage.session(TALK).clone();
    new.title = "From the other laptop".to_owned();
    stage
        .store
        .create_session(&stage.folder(), "from", new)
        .unwrap();
    stage.input(Input::Look);
    let text = stage.text();
    assert!(text.contains("New session from outside"), "{text}");
    let docs = |stage: &Stage| {
        let open_event = stage.app.open_event.as_ref().unwrap();
        let mut all = open_event.sessions.iter();
        let found = all.find(|(_, session)| session.title == "Docs You Can Diff");
        found.map(|(session_id, _)| DocumentId::Session(open_event.id, *session_id))
    };
    let file = stage.file(docs(&stage).unwrap());
    let said = stage.session("Docs You Can Diff").clone();
    fs::remove_file(&file).unwrap();
    stage.input(Input::Look);
    assert_eq!(docs(&stage), None);
    assert!(stage.text().contains("undo brings it back"));
    assert_eq!(stage.aside, [file.as_path()]);
    assert!(!file.exists());
    stage.keys("u");
    assert!(docs(&stage).is_some());
    assert!(file.exists());
    assert_eq!(stage.session("Docs You Can Diff"), &said);
}

/// Another program removes the talk's file; its place.
fn removed(stage: &Stage) -> PathBuf {
    let file = stage.file_of(TALK);
    fs::remove_file(&file).unwrap();
    file
}

/// The talk's file was removed under a text that is not saved.
fn deleted_outside() -> (Stage, PathBuf) {
    let mut stage = Stage::demo(80, 24);
    stage.keys("<Enter> Mine.");
    let file = removed(&stage);
    stage.input(Input::Look);
    // Nothing is written before there is an answer, and nothing is called saved.
    stage.wait(20);
    assert!(!file.exists());
    let header = header(&stage);
    assert!(header.ends_with('\u{2022}'), "{header}");
    (stage, file)
}

#[test]
fn a_file_that_was_removed_under_a_text_is_asked_about() {
    for (width, height) in SIZES {
        let mut stage = Stage::demo(width, height);
        stage.keys("<Enter> Mine.");
        removed(&stage);
        stage.input(Input::Look);
        stage.wait(2);
        assert_snapshot!(format!("gone_{width}x{height}"), stage.picture());
    }
    for answer in ["<Enter>", "<Esc>"] {
        let (mut stage, file) = deleted_outside();
        // A look that is on its way meanwhile asks no second time.
        stage.hold().input(Input::Look);
        stage.keys(answer).answer_all();
        assert!(stage.app.layers.is_empty());
        assert!(stage.session(TALK).notes.ends_with(" Mine."));
        assert!(file.exists());
    }
    let (mut stage, file) = deleted_outside();
    stage.keys("d");
    assert!(!stage.text().contains(TALK) || stage.text().contains("Deleted"));
    assert!(!file.exists());
    stage.keys("u");
    assert!(stage.session(TALK).notes.ends_with(" Mine."));
}

#[test]
fn whoever_leaves_without_an_answer_keeps_the_text() {
    let (mut stage, file) = deleted_outside();
    stage.keys("<Ctrl-P>quit<Enter>");
    assert!(stage.quit);
    assert!(file.exists());
    assert!(stage.session(TALK).notes.ends_with(" Mine."));
    // A signal to end leaves no time for one.
    let (mut stage, file) = deleted_outside();
    stage.end();
    assert!(stage.app.open_event.as_ref().unwrap().dirty.is_empty());
    assert!(file.exists());
    assert!(stage.session(TALK).notes.ends_with(" Mine."));
}

#[test]
fn a_removal_that_a_save_finds_is_asked_about_too() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("<Enter> Mine.");
    let file = removed(&stage);
    stage.keys("<Ctrl-S>");
    assert!(!file.exists());
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
    let file = stage.file_of(TALK);
    let said = fs::read_to_string(&file).unwrap();
    let (first, rest) = said.split_once('\n').unwrap();
    fs::write(&file, format!("{first}\ntitle = Unquoted\n{rest}")).unwrap();
    stage.input(Input::Look);
    let name = file.file_name().unwrap().to_string_lossy();
    assert!(
        stage
            .text()
            .contains(&format!("! {name}, line 2, column 9: ")),
        "{}",
        stage.text()
    );
    assert_eq!(notes(&stage), before);
    fs::write(&file, said).unwrap();
    stage.input(Input::Look);
    let rows = &stage.app.open_event.as_ref().unwrap().rows;
    assert!(!rows.iter().any(|row| matches!(row, TimelineRow::Broken(_))));
}
