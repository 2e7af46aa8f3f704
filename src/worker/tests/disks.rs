//! Disks that take nothing, or slowly, and journals that are removed.

use super::{Rig, assert_all_there};
use crate::app::journal_update::JournalReport;
use std::time::Duration;

fn full() -> JournalReport {
    JournalReport::NotSynced {
        short: "disk full".to_owned(),
        is_deleted: false,
    }
}

#[test]
fn a_journal_that_cannot_be_written_is_told_and_begun_when_it_can() {
    let mut rig = Rig::new();
    let state = rig.folder.path().join("state");
    std::fs::create_dir_all(&state).unwrap();
    std::fs::write(state.join("journals"), "in the way").unwrap();
    rig.key("j");
    rig.key("Enter");
    rig.text("abc");
    assert!(rig.app.saving.no_journal.is_some());
    std::fs::remove_file(state.join("journals")).unwrap();
    rig.app.elapsed += Duration::from_secs(2);
    rig.text("def");
    assert_eq!(rig.app.saving.no_journal, None);
    let (folder, shown, back) = rig.killed();
    assert_eq!(back, 1);
    assert_all_there(&folder, shown);
}

/// A save is noted beside the journal; where there is none, it needs no note.
#[test]
fn what_has_no_journal_is_saved_all_the_same() {
    let mut rig = Rig::new();
    let state = rig.folder.path().join("state");
    std::fs::create_dir_all(&state).unwrap();
    std::fs::write(state.join("journals"), "in the way").unwrap();
    rig.key("j");
    rig.key("Enter");
    rig.text("abc");
    assert!(rig.app.saving.no_journal.is_some());
    rig.wait();
    rig.work();
    assert_eq!(rig.app.saving.failure, None);
    let shown = rig.shown();
    assert_all_there(&rig.folder, shown);
}

#[test]
fn what_a_journal_refuses_goes_into_a_new_one_at_once() {
    let mut rig = Rig::new();
    rig.key("j");
    rig.key("Enter");
    rig.text("abc");
    rig.journal.break_off();
    rig.text("d");
    assert_eq!(rig.app.saving.no_journal, None);
    let (folder, shown, _) = rig.killed();
    assert_all_there(&folder, shown);
}

#[test]
fn a_journal_that_somebody_removed_is_begun_anew() {
    let mut rig = Rig::new();
    rig.key("j");
    rig.key("Enter");
    rig.text("abc");
    std::fs::remove_dir_all(rig.folder.path().join("state")).unwrap();
    let report = rig.sync().unwrap();
    assert!(
        matches!(&report, JournalReport::NotSynced { short, is_deleted: true } if short == "it is gone"),
        "{report:?}"
    );
    rig.report(report);
    // Nobody has to type on for that.
    assert_eq!(rig.journals(), 1);
    assert_eq!(rig.app.saving.no_journal, None);
    rig.text("def");
    let (folder, shown, back) = rig.killed();
    assert_eq!(back, 1);
    assert_all_there(&folder, shown);
}

#[test]
fn a_journal_whose_disk_fails_goes_when_another_has_its_text() {
    let mut rig = Rig::new();
    rig.key("j");
    rig.key("Enter");
    rig.text("abc");
    rig.report(full());
    rig.app.elapsed += Duration::from_secs(2);
    rig.text("def");
    rig.sync();
    assert_eq!(rig.journals(), 1);
    rig.report(full());
    rig.wait();
    rig.work();
    rig.sync();
    assert_eq!(rig.journals(), 0);
    let (folder, shown, back) = rig.killed();
    assert_eq!(back, 0);
    assert_all_there(&folder, shown);
}

#[test]
fn counts_that_a_slow_disk_is_behind_with_are_not_counted_twice() {
    let mut rig = Rig::new();
    rig.key("t");
    rig.key("b");
    for _ in 0..20 {
        rig.text("d");
    }
    // The disk has done the first of these saves when the program is killed.
    for job in rig.jobs.drain(..).take(3) {
        rig.worker.run(job);
    }
    let (folder, shown, _) = rig.killed();
    assert_all_there(&folder, shown);
}
