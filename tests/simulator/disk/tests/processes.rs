//! Processes: their locks, their end, and who acts between their calls.

use super::*;
use crate::disk::CallKind;
use std::sync::{Arc, Mutex};

#[test]
fn a_killed_process_has_no_effect_any_more_and_no_locks() {
    let disk = disk(Order::Strict);
    let (one, other) = (disk.process(1), disk.process(2));
    let file = made(&*one, "a", "text");
    assert!(file.try_lock().unwrap());
    let same = other.open(&at("a"), OpenMode::reading()).unwrap();
    assert!(!same.try_lock().unwrap());
    disk.kill(1);
    assert!(file.write_all(b"more").is_err());
    assert!(file.sync_all().is_err() && file.try_lock().is_err());
    assert!(one.remove_file(&at("a")).is_err());
    assert!(one.make_dir(&at("b"), 0o700).is_err() && one.read(&at("a")).is_err());
    assert_eq!(
        (text(&disk, "a").unwrap(), names(&disk).len()),
        ("text".into(), 1)
    );
    assert!(same.try_lock().unwrap());
    // One that begins anew with its number is another.
    let again = disk.process(1);
    assert_eq!(
        (again.process(), again.read(&at("a")).unwrap()),
        (1, b"text".to_vec())
    );
    assert!(file.write_all(b"more").is_err());
}

#[test]
fn a_lock_is_shared_or_one_has_it_alone() {
    let disk = disk(Order::Strict);
    let (one, other) = (disk.process(1), disk.process(2));
    let file = made(&*one, "a", "");
    let second = one.open(&at("a"), OpenMode::reading()).unwrap();
    let third = other.open(&at("a"), OpenMode::reading()).unwrap();
    assert!(second.try_lock_shared().unwrap() && third.try_lock_shared().unwrap());
    assert!(!file.try_lock().unwrap() && file.lock().is_err());
    drop(second);
    assert!(!file.try_lock().unwrap());
    drop(third);
    assert!(file.try_lock().unwrap() && file.try_lock().unwrap());
    let third = other.open(&at("a"), OpenMode::reading()).unwrap();
    assert!(!third.try_lock_shared().unwrap());
    // It is the file that is locked, not its name.
    disk.rename(&at("a"), &at("b")).unwrap();
    let moved = other.open(&at("b"), OpenMode::reading()).unwrap();
    assert!(!moved.try_lock_shared().unwrap());
    drop(file);
    assert!(moved.try_lock().unwrap());
}

#[test]
fn others_act_between_two_calls() {
    let disk = disk(Order::Strict);
    let process = disk.process(1);
    let (inner, calls) = (disk.clone(), Arc::new(Mutex::new(Vec::new())));
    let seen = Arc::clone(&calls);
    disk.before_calls(move |call| {
        seen.lock()
            .unwrap()
            .push((call.pid, call.kind, call.path.to_owned()));
        if call.kind == CallKind::Rename {
            inner.write(call.path, b"theirs").unwrap();
            // Its own calls are not announced.
            inner.process(2).read(call.path).unwrap();
        }
    });
    made(&*process, "a", "ours");
    disk.process(1);
    let process = disk.process(3);
    let replaced = hallway::store::disk::Rename::Replace;
    process.rename(&at("a"), &at("b"), replaced).unwrap();
    assert_eq!(text(&disk, "b").unwrap(), "theirs");
    let wanted = [
        (1, CallKind::Create, at("a")),
        (1, CallKind::Write, at("a")),
        (3, CallKind::Rename, at("a")),
    ];
    assert_eq!(*calls.lock().unwrap(), wanted);
    assert!(wanted.iter().all(|(_, kind, _)| kind.changes()));
    // A process can be killed, and the power can go, before a call that then has no effect.
    let inner = disk.clone();
    disk.before_calls(move |call| inner.kill(call.pid));
    assert!(process.remove_file(&at("b")).is_err());
    let inner = disk.clone();
    let process = disk.process(4);
    disk.before_calls(move |_| inner.crash(1));
    assert!(process.make_dir(&at("c"), 0o700).is_err());
    disk.without_hook();
    assert!(!disk.process(5).exists(&at("c")));
}

#[test]
fn a_disk_and_its_files_can_be_used_by_threads() {
    let disk = disk(Order::Strict);
    let process = disk.process(1);
    let file = made(&*process, "a", "");
    std::thread::scope(|scope| {
        for number in 0..4 {
            let (process, file) = (&process, &file);
            scope.spawn(move || {
                made(&**process, &number.to_string(), "text")
                    .sync_all()
                    .unwrap();
                file.write_all(b"x").unwrap();
            });
        }
    });
    assert_eq!(names(&disk), ["0", "1", "2", "3", "a"]);
    // Four writes at one place, or one after the other: the position is shared.
    assert!(!disk.read(&at("a")).unwrap().is_empty());
}
