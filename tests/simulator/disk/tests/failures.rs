//! Calls that fail.

use super::*;
use crate::disk::{CallKind, nth};
use hallway::store::disk::Rename;
use rustix::io::Errno;
use std::collections::BTreeSet;
use std::io;

type Act<'a> = &'a dyn Fn() -> io::Result<()>;

#[test]
fn the_call_that_is_chosen_fails_and_has_no_effect() {
    let disk = disk(Order::Strict);
    let process = disk.process(1);
    disk.make_folders(&at("sub")).unwrap();
    disk.write(&at("a"), b"text").unwrap();
    let code = |error: io::Error| error.raw_os_error();
    let cases: [(CallKind, Errno, Act<'_>); 9] = [
        (CallKind::Open, Errno::MFILE, &|| {
            process.read(&at("a")).map(|_| ())
        }),
        (CallKind::Read, Errno::IO, &|| {
            process.read(&at("a")).map(|_| ())
        }),
        (CallKind::Create, Errno::ACCESS, &|| {
            process.open(&at("new"), OpenMode::private()).map(|_| ())
        }),
        (CallKind::Rename, Errno::XDEV, &|| {
            process
                .rename(&at("a"), &at("b"), Rename::Replace)
                .map(|_| ())
        }),
        (CallKind::Link, Errno::ROFS, &|| {
            process.hard_link(&at("a"), &at("b"))
        }),
        (CallKind::Unlink, Errno::ROFS, &|| {
            process.remove_file(&at("a"))
        }),
        (CallKind::MakeDir, Errno::NOSPC, &|| {
            process.make_dir(&at("d"), 0o700)
        }),
        (CallKind::RemoveDir, Errno::BUSY, &|| {
            process.remove_dir(&at("sub"))
        }),
        (CallKind::SyncDir, Errno::IO, &|| {
            process.sync_dir(&at("sub"))
        }),
    ];
    for (kind, errno, act) in cases {
        disk.fail(nth(kind, 0, errno));
        assert_eq!(
            act().map_err(code),
            Err(Some(errno.raw_os_error())),
            "{kind:?}"
        );
        assert_eq!(names(&disk), ["a"]);
        disk.fail(nth(kind, 1, errno));
        assert_eq!(process.read(&at("a")).unwrap(), b"text", "{kind:?}");
    }
    disk.without_failures();
    process.remove_dir(&at("sub")).unwrap();
}

#[test]
fn a_write_that_fails_may_have_written_a_beginning() {
    let written = |seed| {
        let disk = SimDisk::new(Order::Strict, seed, SimClock::new(1));
        let file = made(&*disk.process(1), "a", "");
        disk.fail(nth(CallKind::Write, 0, Errno::NOSPC));
        assert!(file.write_all(b"abc").is_err());
        file.write_all(b"d").unwrap();
        text(&disk, "a").unwrap()
    };
    let seen: BTreeSet<String> = (0..40).map(written).collect();
    assert!(seen.iter().eq(["abcd", "abd", "ad", "d"]), "{seen:?}");
}

#[test]
fn what_a_failed_sync_did_not_bring_to_disk_no_later_one_brings() {
    for order in BOTH {
        let disk = disk(order);
        let process = disk.process(1);
        let file = made(&*process, "a", "one ");
        file.sync_all().unwrap();
        process.sync_dir(&at("")).unwrap();
        file.write_all(b"two ").unwrap();
        disk.fail(nth(CallKind::Sync, 0, Errno::IO));
        assert!(file.sync_data().is_err());
        file.write_all(b"three").unwrap();
        file.sync_data().unwrap();
        assert_eq!(text(&disk, "a").unwrap(), "one two three");
        let torn = b"one \0\0\0\0three".to_vec();
        assert_eq!(disk.durable(&at("a")).unwrap(), torn);
        // What is written once more is there again.
        file.rewind().unwrap();
        file.write_all(b"one two").unwrap();
        file.sync_data().unwrap();
        assert_eq!(disk.durable(&at("a")).unwrap(), b"one two\0three");
        disk.crash(3);
        assert_eq!(disk.read(&at("a")).unwrap(), b"one two\0three");
    }
}

#[test]
fn a_full_disk_has_room_for_what_was_allocated() {
    let disk = disk(Order::Strict);
    let process = disk.process(1);
    let file = made(&*process, "a", "12");
    file.allocate(0, 6).unwrap();
    assert_eq!(text(&disk, "a").unwrap(), "12");
    disk.set_full(true);
    file.write_all(b"345").unwrap();
    let full = file.write_all(b"678").unwrap_err();
    assert_eq!(full.kind(), io::ErrorKind::StorageFull);
    assert_eq!(text(&disk, "a").unwrap(), "123456");
    assert!(file.allocate(6, 7).is_err() && file.allocate(0, 6).is_ok());
    disk.set_full(false);
    file.write_all(b"7").unwrap();
    assert_eq!(text(&disk, "a").unwrap(), "1234567");
}

#[test]
fn a_file_system_may_lack_renames() {
    let disk = disk(Order::Strict);
    disk.set_renames(false, false);
    let process = disk.process(1);
    drop((made(&*process, "a", "a"), made(&*process, "b", "b")));
    assert!(
        !process
            .rename(&at("a"), &at("b"), Rename::Exchange)
            .unwrap()
    );
    assert!(
        !process
            .rename(&at("a"), &at("c"), Rename::NoReplace)
            .unwrap()
    );
    assert_eq!(names(&disk), ["a", "b"]);
    assert!(process.rename(&at("a"), &at("b"), Rename::Replace).unwrap());
    assert_eq!(text(&disk, "b").unwrap(), "a");
}
