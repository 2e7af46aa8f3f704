//! Exactly once: keys go on while the answer of a save is outstanding and others change the same
//! file. Every word stands in the file once, every sum is exact, and what was deleted stays
//! deleted.

mod lists;

use crate::stage::Stage;
use hallway::app::input::Input;

const TALK: &str = "Fsync and Other Promises";

/// When others write: before the disk does the save that is under way, when it is done and the app
/// does not know yet, or when it is answered.
#[derive(Debug, Clone, Copy, PartialEq)]
enum When {
    Before,
    Between,
    After,
}

const ALWAYS: [When; 3] = [When::Before, When::Between, When::After];

/// A save, while the app is typed in and others write.
fn save_while(stage: &mut Stage, when: When, others: impl FnOnce(&mut Stage), script: &str) {
    let mut others = Some(others);
    stage.keys("<Ctrl-S>");
    for now in ALWAYS {
        if now == when
            && let Some(others) = others.take()
        {
            others(stage);
        }
        match now {
            When::Before => while stage.work_one() {},
            When::Between => {
                stage.keys(script);
                stage.answer_all();
            }
            When::After => {
                stage.input(Input::Look);
            }
        }
    }
}

/// Everything that is to be saved is saved, and what others wrote is here.
fn rest(stage: &mut Stage) {
    stage.release();
    for _ in 0..3 {
        stage.input(Input::Look).wait(15);
    }
    assert_eq!(stage.app.under_way(), 0);
    let header = stage.text().lines().next().unwrap().to_owned();
    assert!(header.ends_with("saved 14:05"), "{header}");
}

/// The notes of the talk: the file's, and the same on the screen.
#[track_caller]
fn at_rest(stage: &mut Stage) -> String {
    rest(stage);
    let open_event = stage.app.open_event.as_ref().unwrap();
    let mut all = open_event.sessions.iter();
    let (session_id, _) = all.find(|(_, session)| session.title == TALK).unwrap();
    let shown = open_event.current(*session_id).unwrap().notes;
    assert_eq!(shown, stage.on_disk(TALK).notes);
    shown
}

/// Each of these words stands there once, and in no other word.
#[track_caller]
fn once(text: &str, words: &[String]) {
    for word in words {
        let is_it = |found: &&str| found.trim_matches('.') == word.as_str();
        assert_eq!(
            text.split_whitespace().filter(is_it).count(),
            1,
            "{word} in\n{text}"
        );
        assert_eq!(text.matches(word.as_str()).count(), 1, "{word} in\n{text}");
    }
}

fn words(prefix: &str, count: usize) -> Vec<String> {
    (10..10 + count).map(|at| format!("{prefix}{at}")).collect()
}

#[test]
fn every_word_stands_in_the_note_once_whoever_else_appends_to_it() {
    for when in ALWAYS {
        let mut stage = Stage::demo(80, 24);
        let before = stage.session(TALK).notes.clone();
        let (mine, late, theirs) = (words("mine", 6), words("late", 6), words("theirs", 6));
        stage.keys("<Enter><Ctrl-End><Enter>").hold();
        for ((mine, late), theirs) in mine.iter().zip(&late).zip(&theirs) {
            stage.keys(&format!("{mine} "));
            let append = |stage: &mut Stage| {
                stage.edit_outside(TALK, |session| session.notes += &format!("\n{theirs}\n"));
            };
            save_while(&mut stage, when, append, &format!("{late} "));
        }
        let notes = at_rest(&mut stage);
        for all in [&mine, &late, &theirs] {
            once(&notes, all);
        }
        // What stood there already does so still, and once.
        for line in before.lines().filter(|line| line.len() > 20) {
            assert_eq!(
                notes.matches(line).count(),
                1,
                "{when:?}: {line} in\n{notes}"
            );
        }
    }
}

#[test]
fn a_field_that_others_change_doubles_nothing() {
    for when in ALWAYS {
        let mut stage = Stage::demo(80, 24);
        let mine = words("mine", 8);
        stage.keys("<Enter><Ctrl-End> ").hold();
        for (at, mine) in mine.iter().enumerate() {
            let rename = |stage: &mut Stage| {
                stage.edit_outside(TALK, |session| session.room = Some(format!("Room {at}")));
            };
            let (first, rest) = mine.split_at(3);
            stage.keys(first);
            save_while(&mut stage, when, rename, &format!("{rest} "));
        }
        let notes = at_rest(&mut stage);
        once(&notes, &mine);
        assert!(notes.trim_end().ends_with(&mine.join(" ")), "{notes}");
        assert_eq!(stage.on_disk(TALK).room.as_deref(), Some("Room 7"));
    }
}

#[test]
fn an_idle_app_writes_nothing_whatever_comes_from_outside() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("<Enter> mine<Ctrl-S>");
    let theirs = words("theirs", 8);
    for word in &theirs {
        stage.edit_outside(TALK, |session| session.notes += &format!("\n{word}"));
        let saves = stage.saves;
        for _ in 0..3 {
            stage.input(Input::Look).wait(15);
        }
        // Not one of these looks is answered by a save, which would wake the other app.
        assert_eq!(stage.saves, saves);
    }
    once(&at_rest(&mut stage), &theirs);
}

#[test]
fn what_is_deleted_while_others_write_does_not_come_back() {
    for when in ALWAYS {
        let mut stage = Stage::demo(80, 24);
        stage
            .keys("<Enter><Ctrl-End><Enter>secret one<Enter>two<Ctrl-S>")
            .hold();
        stage.keys("!");
        let append = |stage: &mut Stage| {
            stage.edit_outside(TALK, |session| session.notes.insert_str(0, "theirs10\n\n"));
        };
        // The line goes while the save of it is under way.
        let delete = "<Up><Home><Shift-End><Delete><Delete>";
        save_while(&mut stage, when, append, delete);
        let notes = at_rest(&mut stage);
        assert!(!notes.contains("secret"), "{when:?}: {notes}");
        assert!(notes.trim_end().ends_with("\ntwo!"), "{when:?}: {notes}");
        once(&notes, &words("theirs", 1));
    }
}

#[test]
fn what_others_delete_while_somebody_writes_does_not_come_back() {
    let line = "of his own laptop twice on the way.\n";
    for when in ALWAYS {
        let mut stage = Stage::demo(80, 24);
        stage.keys("<Enter><Ctrl-End> mine10").hold();
        let delete = |stage: &mut Stage| {
            stage.edit_outside(TALK, |session| {
                assert!(session.notes.contains(line));
                session.notes = session.notes.replace(line, "");
            });
        };
        save_while(&mut stage, when, delete, " mine11");
        let notes = at_rest(&mut stage);
        assert!(!notes.contains(line), "{when:?}: {notes}");
        once(&notes, &words("mine", 2));
    }
}

#[test]
fn a_save_that_fails_and_is_tried_again_doubles_nothing() {
    let mut stage = Stage::demo(80, 24);
    let (mine, theirs) = (words("mine", 6), words("theirs", 6));
    stage.keys("<Enter><Ctrl-End>");
    for (mine, theirs) in mine.iter().zip(&theirs) {
        stage.failing = Some("disk full");
        stage.keys(&format!(" {mine}<Ctrl-S>"));
        stage.edit_outside(TALK, |session| session.notes += &format!("\n{theirs}"));
        stage.input(Input::Look);
        stage.failing = None;
        stage.wait(11);
    }
    let notes = at_rest(&mut stage);
    once(&notes, &mine);
    once(&notes, &theirs);
}

#[test]
fn the_introduction_and_the_fields_of_the_event_are_merged_once() {
    for when in ALWAYS {
        let mut stage = Stage::demo(80, 24);
        let (mine, theirs) = (words("mine", 5), words("theirs", 5));
        stage.keys("I<Ctrl-End><Enter>").hold();
        for (at, (mine, theirs)) in mine.iter().zip(&theirs).enumerate() {
            let change = |stage: &mut Stage| {
                let mut event = stage.store.event(&stage.folder()).unwrap();
                event.value.place = Some(format!("Place {at}"));
                event.value.intro.insert_str(0, &format!("{theirs}\n\n"));
                stage.store.save(&mut event).unwrap();
            };
            let (first, rest) = mine.split_at(3);
            stage.keys(first);
            save_while(&mut stage, when, change, &format!("{rest} "));
        }
        rest(&mut stage);
        let event = stage.store.event(&stage.folder()).unwrap().value;
        assert_eq!(
            stage.app.open_event.as_ref().unwrap().current_event(),
            event
        );
        once(&event.intro, &mine);
        once(&event.intro, &theirs);
        assert_eq!(event.place.as_deref(), Some("Place 4"));
    }
}

#[test]
fn undo_after_a_merge_takes_back_only_what_was_written_here() {
    for when in ALWAYS {
        let mut stage = Stage::demo(80, 24);
        let before = stage.session(TALK).notes.clone();
        stage.keys("<Enter><Ctrl-End> mine10").hold();
        let append = |stage: &mut Stage| {
            stage.edit_outside(TALK, |session| session.notes.insert_str(0, "theirs10\n\n"));
        };
        save_while(&mut stage, when, append, " mine11");
        stage.release().keys("<Esc>uu");
        let notes = at_rest(&mut stage);
        assert!(!notes.contains("mine"), "{when:?}: {notes}");
        assert_eq!(notes.trim_end(), format!("theirs10\n\n{before}").trim_end());
    }
}

#[test]
fn undo_while_writing_takes_back_nothing_of_others() {
    for when in ALWAYS {
        let mut stage = Stage::demo(80, 24);
        let before = stage.session(TALK).notes.clone();
        stage.keys("<Enter><Ctrl-End> mine10").hold();
        let append = |stage: &mut Stage| {
            stage.edit_outside(TALK, |session| {
                session.notes.insert_str(0, "theirs10\n\n");
            });
        };
        save_while(&mut stage, when, append, "");
        stage.release().keys("<Ctrl-Z>");
        let notes = at_rest(&mut stage);
        assert_eq!(notes.matches("theirs10").count(), 1, "{when:?}: {notes}");
        stage.keys("<Ctrl-Z><Ctrl-Z>");
        let notes = at_rest(&mut stage);
        let without_mine = format!("theirs10\n\n{before}");
        assert_eq!(notes.trim_end(), without_mine.trim_end(), "{when:?}");
    }
}
