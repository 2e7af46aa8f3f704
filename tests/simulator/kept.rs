//! Histories that fail when one fix alone is taken back, each with the fault that it shows.
//!
//! Where acts cannot say it, a scripted test does: programs that write slowly at every call are in
//! `slow.rs`, exit codes and answers when any call fails in `verbs/`, the ages of versions here.

use crate::acts::{Act, Writer};
use crate::clock::SimClock;
use crate::disk::{Order, SimDisk};
use crate::history;
use crate::program::{Program, store};
use chrono::TimeDelta;
use hallway::app::key::Key;
use hallway::app::settings::Settings;
use hallway::model::event::Event;
use hallway::model::session::Session;
use std::path::Path;
use std::time::Duration;

/// Plays these acts, with seeds for both kinds of disks.
#[track_caller]
fn holds(acts: &[Act]) {
    holds_with(8, acts);
}

#[track_caller]
fn holds_with(seeds: u64, acts: &[Act]) {
    let settings = Settings::of(None).unwrap();
    for seed in 0..seeds {
        if let Err(why) = history::play(seed, acts, &settings) {
            panic!("with seed {seed}: {why}");
        }
    }
}

const ROOT: &str = "/home/notebook";

/// A notebook with an event, for tests that are scripted.
fn notebook() -> (SimDisk, SimClock) {
    let clock = SimClock::new(1);
    let disk = SimDisk::new(Order::Strict, 1, clock.clone());
    disk.make_folders(Path::new("/home")).unwrap();
    let store = store(&disk, &clock, 1, Path::new(ROOT));
    store.create_event("fair", Event::default()).unwrap();
    let talk = store.create_session("fair", "talk", Session::default());
    talk.unwrap();
    disk.sync();
    (disk, clock)
}

const fn key(key: &'static str) -> Act {
    Act::Key(0, key)
}

#[test]
fn a_key_while_a_merged_save_is_under_way() {
    // The app went on from what it had sent last but one: the first word came twice.
    holds(&[
        key("Enter"),
        Act::Token(0),
        key("Ctrl-S"),
        Act::Append(0, Writer::Replaces),
        Act::Work(0),
        Act::Token(0),
        Act::Answer(0),
        Act::Token(0),
        Act::Calm(0),
    ]);
}

#[test]
fn counts_while_a_merged_save_is_under_way() {
    // The same for sums: what was counted in a shell was added twice.
    holds(&[
        key("b"),
        Act::Press(0, 'v'),
        Act::Count(3),
        Act::Work(0),
        Act::Press(0, 'v'),
        Act::Answer(0),
        Act::Count(2),
        Act::Press(0, 'v'),
        Act::Calm(0),
    ]);
}

#[test]
fn a_link_in_the_book_when_the_app_is_killed() {
    // The link book had no journal: a killed app lost the name and its URL.
    let (disk, clock) = notebook();
    let settings = Settings::of(None).unwrap();
    let mut app = Program::start(&disk, &clock, 2, Path::new(ROOT), &settings);
    let named = |name: &str| name.parse::<Key>().unwrap();
    app.key(named("4"));
    app.key(named("n"));
    "mine".chars().for_each(|c| app.key(Key::char(c)));
    app.key(named("Enter"));
    "mine.example".chars().for_each(|c| app.key(Key::char(c)));
    app.key(named("Enter"));
    app.key(named("Space"));
    disk.kill(2);
    drop(app);
    let store = store(&disk, &clock, 3, Path::new(ROOT));
    store.recover().unwrap();
    let links = store.book().unwrap().value.links;
    assert!(links.iter().any(|link| link.name == "mine"), "{links:?}");
}

#[test]
fn a_note_that_was_never_saved_is_deleted() {
    // Its journal went, and nothing of it came into the trash.
    let made = [
        key("n"),
        Act::Token(0),
        key("Enter"),
        Act::Token(0),
        key("Esc"),
        key("d"),
    ];
    holds(&[&made[..], &[Act::Calm(0)]].concat());
    holds(&[&made[..], &[Act::Kill(0)]].concat());
}

#[test]
fn a_note_is_deleted_with_what_was_not_saved_yet() {
    // What was typed last was neither in the trash nor in a journal.
    let made = [key("Enter"), Act::Token(0), key("Esc"), key("d")];
    holds(&[&made[..], &[Act::Calm(0)]].concat());
    holds(&[&made[..], &[Act::Kill(0)]].concat());
}

#[test]
fn a_copy_of_a_notebook_with_a_journal() {
    // The copy took the journal, and the word stood in the wrong notebook.
    let typed = [key("Enter"), Act::Token(0), Act::Sync(0)];
    holds(&[&typed[..], &[Act::Kill(0), Act::Copy]].concat());
}

#[test]
fn a_notebook_loses_its_settings_while_it_is_written_in() {
    // It got another `id`, under which nobody looked for the journal.
    let typed = [key("Enter"), Act::Token(0), Act::Sync(0)];
    let killed = [Act::RemoveSettings, Act::Kill(0), Act::Note(None)];
    holds(&[&typed[..], &killed[..]].concat());
}

#[test]
fn a_program_writes_slowly_in_place_while_the_app_saves() {
    // The empty file was taken for what it said, and its words were deleted.
    holds(&[
        Act::Note(Some(0)),
        key("Enter"),
        Act::Token(0),
        Act::Append(0, Writer::Slow),
        key("Ctrl-S"),
        Act::Work(0),
        Act::Calm(0),
    ]);
}

#[test]
fn what_a_command_called_done_is_there_after_a_power_cut() {
    // A folder that could not be synced was no reason to say so.
    for n in 0..25 {
        for act in [Act::NewSession, Act::Note(Some(0)), Act::Import(false)] {
            for cut in 1..3 {
                let acts = [
                    Act::Fail(n, 1),
                    act.clone(),
                    Act::Succeed,
                    Act::PowerCut(cut),
                ];
                holds_with(2, &acts);
            }
        }
    }
}

#[test]
fn an_event_that_is_opened_by_a_key_after_it_was_deleted() {
    // It was shown as open while it went to the trash.
    let steps = vec![[Act::Work(0), Act::Answer(0)]; 8].concat();
    for last in [["f", "d"], ["d", "f"]] {
        let first = ["Esc", "n", "Enter", "Esc"].map(key);
        holds(&[&first[..], &last.map(key), &steps].concat());
    }
}

#[test]
fn what_was_counted_outside_after_a_kill_before_the_save() {
    // A recovery took the count in the file for its own, and one visitor was lost.
    holds(&[key("b"), Act::Press(0, 'v'), Act::Kill(0), Act::Count(2)]);
}

#[test]
fn one_save_years_ahead_takes_no_version_away() {
    // All earlier versions were more than 30 days old then.
    let (disk, clock) = notebook();
    let store = store(&disk, &clock, 2, Path::new(ROOT));
    let mut loaded = store.session("fair", "talk").unwrap();
    let path = loaded.path().to_owned();
    let mut save = |text: String| {
        clock.advance(Duration::from_secs(6 * 60));
        loaded.value.notes = text;
        store.save(&mut loaded).unwrap();
    };
    (0..40).for_each(|round| save(format!("Round {round}.\n")));
    let before = store.snapshots(&path).unwrap().len();
    assert!(before > 30, "{before}");
    clock.jump(TimeDelta::days(3 * 365));
    save("Years ahead.\n".to_owned());
    clock.jump(TimeDelta::days(-3 * 365));
    save("Back again.\n".to_owned());
    assert_eq!(store.snapshots(&path).unwrap().len(), before + 2);
}
