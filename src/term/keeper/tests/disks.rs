//! Disks that take nothing, or slowly, and journals that are removed.

use super::{Rig, assert_all_there};
use std::time::Duration;

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
    rig.keeper.try_again();
    rig.text("def");
    assert_eq!(rig.app.saving.no_journal, None);
    let (folder, shown, back) = rig.killed();
    assert_eq!(back, 1);
    assert_all_there(&folder, shown);
}

#[test]
fn what_a_journal_refuses_goes_into_a_new_one_at_once() {
    let mut rig = Rig::new();
    rig.key("j");
    rig.key("Enter");
    rig.text("abc");
    for open in rig.keeper.open.values_mut() {
        open.journal.break_off();
    }
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
    let (gone, why) = std::sync::mpsc::channel();
    let flush = super::super::Flush::start(move |trouble| gone.send(trouble).unwrap());
    let open = rig.keeper.open.values().next().unwrap();
    flush.order(super::super::Order::Flush(open.journal.flusher()));
    let trouble = why.recv().unwrap();
    assert_eq!(trouble.as_deref(), Some("it is gone"));
    rig.keeper.renew(&mut rig.app, trouble);
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
    rig.keeper.renew(&mut rig.app, Some("disk full".to_owned()));
    rig.keeper.try_again();
    rig.text("def");
    rig.keeper.finish(Duration::from_secs(20));
    assert_eq!(rig.journals(), 1);
    rig.keeper.renew(&mut rig.app, Some("disk full".to_owned()));
    rig.wait();
    rig.work();
    rig.keeper.finish(Duration::from_secs(20));
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
        rig.disk.run(job);
    }
    let (folder, shown, _) = rig.killed();
    assert_all_there(&folder, shown);
}
