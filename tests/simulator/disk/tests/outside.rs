//! Other programs.

use super::*;
use crate::disk::InPlace;

#[test]
fn a_slow_editor_goes_on_writing_wherever_its_file_is() {
    let disk = disk(Order::Strict);
    disk.write(&at("a"), b"old text").unwrap();
    let mut editor: InPlace = disk.open_in_place(&at("a")).unwrap();
    editor.truncate();
    assert_eq!(text(&disk, "a").unwrap(), "");
    editor.write(b"new ");
    disk.replace(&at("a"), b"ours").unwrap();
    editor.write(b"text");
    assert_eq!(text(&disk, "a").unwrap(), "ours");
    disk.rename(&at("a"), &at("b")).unwrap();
    let mut other = disk.open_in_place(&at("b")).unwrap();
    other.write(b"yours");
    other.sync();
    assert_eq!(text(&disk, "b").unwrap(), "yours");
    assert_eq!(disk.durable(&at("b")), None);
    disk.crash(1);
    other.write(b"nothing");
    other.truncate();
    other.sync();
    assert!(text(&disk, "b").is_none_or(|text| text == "yours"));
}

#[test]
fn trees_are_copied_moved_and_removed() {
    let disk = disk(Order::Strict);
    disk.make_folders(&at("n/events/e")).unwrap();
    disk.write(&at("n/events/e/event.toml"), b"one").unwrap();
    disk.symlink(Path::new("events/e/event.toml"), &at("n/link"))
        .unwrap();
    disk.fifo(&at("n/pipe")).unwrap();
    disk.link(&at("n/events/e/event.toml"), &at("n/hard"))
        .unwrap();
    disk.copy(&at("n"), &at("copy")).unwrap();
    disk.rename(&at("n"), &at("moved")).unwrap();
    disk.write(&at("moved/link"), b"two").unwrap();
    assert_eq!(text(&disk, "moved/hard").unwrap(), "two");
    assert_eq!(text(&disk, "copy/events/e/event.toml").unwrap(), "one");
    assert_eq!(text(&disk, "copy/link").unwrap(), "one");
    let process = disk.process(1);
    let meta = |name: &str| process.metadata(&at(name)).unwrap();
    assert_eq!((meta("moved/hard").nlink, meta("copy/hard").nlink), (2, 1));
    assert_ne!(meta("moved/hard").ino, meta("copy/hard").ino);
    disk.remove(&at("moved")).unwrap();
    assert!(disk.remove(&at("moved")).is_err());
    let left = [
        "copy/events/e/event.toml",
        "copy/hard",
        "copy/link",
        "copy/pipe",
    ];
    assert_eq!(names(&disk), left);
}

#[test]
fn a_pipe_hangs_who_waits_for_it() {
    let disk = disk(Order::Strict);
    disk.fifo(&at("pipe")).unwrap();
    let process = disk.process(1);
    let patient = OpenMode {
        nonblock: false,
        ..OpenMode::reading()
    };
    assert!(process.open(&at("pipe"), OpenMode::reading()).is_err() && disk.hangs().is_empty());
    assert!(process.open(&at("pipe"), patient).is_err());
    assert_eq!(disk.hangs(), [at("pipe")]);
}

#[test]
fn files_that_nobody_can_reach_take_no_room() {
    let disk = disk(Order::Strict);
    let process = disk.process(1);
    let kept = made(&*process, "kept", "text");
    process.remove_file(&at("kept")).unwrap();
    for _ in 0..5_000 {
        disk.replace(&at("a"), b"x").unwrap();
        disk.sync();
    }
    kept.write_all(b" and more").unwrap();
    assert_eq!(kept.metadata().unwrap().len, 13);
    let state = disk.state();
    assert!(state.inodes.iter().flatten().count() < 3_000);
}
