//! Disks that are full or read-only: the old file stays whole, and saving works again afterwards.
//! Needs the rights to mount; skipped without them.

use super::notebook;
use crate::model::event::Event;
use crate::store::{Expected, Store, StoreError, write_file};
use std::path::Path;
use std::process::Command;

/// A small file system in memory, unmounted in the end.
struct Mounted<'a>(&'a Path);

impl Mounted<'_> {
    fn at(folder: &Path) -> Option<Mounted<'_>> {
        std::fs::create_dir(folder).unwrap();
        let mounted = run(
            &["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs"],
            folder,
        );
        mounted.then_some(Mounted(folder))
    }
}

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        run(&["umount"], self.0);
    }
}

fn run(command: &[&str], folder: &Path) -> bool {
    let output = Command::new(command[0])
        .args(&command[1..])
        .arg(folder)
        .output();
    output.is_ok_and(|output| output.status.success())
}

#[test]
fn a_full_or_read_only_disk_leaves_the_old_file_whole() {
    let (folder, _) = notebook();
    let disk = folder.path().join("disk");
    let Some(_mounted) = Mounted::at(&disk) else {
        eprintln!("skipped: no rights to mount a file system");
        return;
    };
    let store = Store::new(disk.join("notebook"), folder.path().join("state"));
    let mut event = store.create_event("e", Event::default()).unwrap().loaded;
    let before = std::fs::read(event.path()).unwrap();
    event.value.intro = "words ".repeat(20_000);

    std::fs::write(disk.join("filler"), vec![0; 180 * 1024]).unwrap();
    let full = store.save(&mut event);
    assert!(matches!(full, Err(StoreError::NoSpace { .. })), "{full:?}");
    let post = disk.join("post.rst");
    let full = write_file(&post, &vec![b'x'; 120 * 1024], Expected::Anything);
    assert!(matches!(full, Err(StoreError::NoSpace { .. })), "{full:?}");
    assert!(!post.exists());
    assert_eq!(std::fs::read(event.path()).unwrap(), before);

    std::fs::remove_file(disk.join("filler")).unwrap();
    assert!(run(&["mount", "-o", "remount,ro"], &disk));
    let read_only = store.save(&mut event);
    assert!(
        matches!(read_only, Err(StoreError::ReadOnly { .. })),
        "{read_only:?}"
    );
    assert_eq!(std::fs::read(event.path()).unwrap(), before);

    assert!(run(&["mount", "-o", "remount,rw"], &disk));
    assert!(store.save(&mut event).unwrap().written);
    assert!(store.event("e").unwrap().value == event.value);
    let beside = std::fs::read_dir(event.path().parent().unwrap()).unwrap();
    assert_eq!(beside.count(), 1, "no temporary file is left");
}
