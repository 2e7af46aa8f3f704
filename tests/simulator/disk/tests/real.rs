//! The simulated disk answers as the real one does.

use super::*;
use crate::rng::Rng;
use hallway::store::disk::{RealDisk, Rename};
use std::io;

/// The names that are used; some lie below others.
const NAMES: [&str; 8] = ["a", "b", "c", "sub", "sub/a", "sub/b", "sub/c", "other/x"];

/// What one step does and says, on one disk.
fn step(disk: &dyn Disk, root: &Path, rng: &mut Rng) -> String {
    let mut name = || root.join(NAMES[rng.below(NAMES.len())]);
    let (one, other) = (name(), name());
    let told = |result: io::Result<String>| match result {
        Ok(text) => text,
        Err(error) => format!("{:?}", error.kind()),
    };
    let done = |result: io::Result<()>| told(result.map(|()| "done".to_owned()));
    let renamed = |result: io::Result<bool>| told(result.map(|done| done.to_string()));
    let kind = rng.below(14);
    let said = match kind {
        0 => done(
            disk.open(&one, OpenMode::new_file(0o666))
                .and_then(|file| file.write_all(b"new")),
        ),
        1 => done(disk.open(&one, OpenMode::private()).and_then(|file| {
            file.write_all(b"longer text")?;
            file.set_len(6)?;
            file.write_all(b"!")
        })),
        2 => {
            let append = OpenMode {
                append: true,
                ..OpenMode::writing()
            };
            done(
                disk.open(&one, append)
                    .and_then(|file| file.write_all(b"+")),
            )
        }
        3 => told(disk.read(&one).map(|bytes| format!("{bytes:?}"))),
        4 => renamed(disk.rename(&one, &other, Rename::Replace)),
        5 => renamed(disk.rename(&one, &other, Rename::NoReplace)),
        6 => renamed(disk.rename(&one, &other, Rename::Exchange)),
        7 => done(disk.hard_link(&one, &other)),
        8 => done(disk.remove_file(&one)),
        9 => done(disk.remove_dir(&one)),
        10 => done(disk.make_dir(&one, 0o755)),
        11 => done(disk.sync_dir(&one)),
        12 => told(disk.canonicalize(&one).map(|path| {
            let root = disk.canonicalize(root).unwrap();
            path.strip_prefix(root).unwrap().display().to_string()
        })),
        _ => told(disk.symlink_metadata(&one).map(|meta| {
            let length = if meta.is_dir() { 0 } else { meta.len };
            let names = if meta.is_dir() { 0 } else { meta.nlink };
            format!("{:?} {length} {names} {:o}", meta.kind, meta.mode)
        })),
    };
    format!("{kind}: {said}")
}

/// All that is there, with what it says.
fn all(disk: &dyn Disk, folder: &Path, into: &mut Vec<String>) {
    let mut entries = disk.read_dir(folder).unwrap();
    entries.sort_by(|one, other| one.name.cmp(&other.name));
    for entry in entries {
        let path = folder.join(&entry.name);
        let text = disk.read(&path).ok();
        into.push(format!("{:?} {:?} {text:?}", entry.name, entry.kind));
        if disk.symlink_metadata(&path).unwrap().is_dir() {
            all(disk, &path, into);
        }
    }
}

#[test]
fn the_same_steps_say_the_same_on_both() {
    for seed in 0..40 {
        let folder = tempfile::tempdir().unwrap();
        let sim = disk(Order::Ordered);
        sim.make_folders(&at("root")).unwrap();
        let process = sim.process(1);
        for (path, target) in [("link", "sub"), ("end", "b"), ("circle", "circle")] {
            std::os::unix::fs::symlink(target, folder.path().join(path)).unwrap();
            sim.symlink(Path::new(target), &at("root").join(path))
                .unwrap();
        }
        let (mut one, mut other) = (Rng::new(seed), Rng::new(seed));
        for count in 0..250 {
            let real = step(&RealDisk, folder.path(), &mut one);
            let simulated = step(&*process, &at("root"), &mut other);
            assert_eq!(simulated, real, "seed {seed}, step {count}");
        }
        let (mut real, mut simulated) = (Vec::new(), Vec::new());
        all(&RealDisk, folder.path(), &mut real);
        all(&*process, &at("root"), &mut simulated);
        assert_eq!(simulated, real, "seed {seed}");
    }
}

#[test]
fn links_hidden_names_and_pipes_are_alike() {
    let folder = tempfile::tempdir().unwrap();
    let sim = disk(Order::Ordered);
    let process = sim.process(1);
    let disks: [(&dyn Disk, &Path); 2] = [(&RealDisk, folder.path()), (&*process, Path::new("/"))];
    std::os::unix::fs::symlink("a", folder.path().join("link")).unwrap();
    sim.symlink(Path::new("a"), &at("link")).unwrap();
    for (disk, root) in disks {
        let no_follow = OpenMode {
            no_follow: true,
            ..OpenMode::reading()
        };
        let link = root.join("link");
        drop(disk.open(&link, OpenMode::private()).unwrap());
        assert!(disk.exists(&root.join("a")) && disk.open(&link, no_follow).is_err());
        assert!(disk.open(&link, OpenMode::new_file(0o600)).is_err());
        assert_eq!(disk.read_link(&link).unwrap(), Path::new("a"));
        drop(
            disk.open(&root.join(".b"), OpenMode::new_file(0o600))
                .unwrap(),
        );
        assert_eq!(disk.read_hidden(root).unwrap(), [".b"]);
        disk.may_write(&root.join("a")).unwrap();
        let missing = disk.may_write(&root.join("missing")).unwrap_err();
        assert_eq!(missing.kind(), io::ErrorKind::NotFound);
        disk.set_mode(&root.join("a"), 0o640).unwrap();
        let file = disk.open(&root.join("a"), OpenMode::writing()).unwrap();
        let meta = file.metadata().unwrap();
        assert_eq!((meta.mode, meta.is_file()), (0o640, true));
        file.set_owner(Some(meta.uid), Some(meta.gid)).unwrap();
        file.set_mode(0o600).unwrap();
        if file.set_attribute(b"user.colour", b"blue").is_ok() {
            assert_eq!(file.attribute(b"user.colour").unwrap(), b"blue");
            assert_eq!(file.attribute_names(), [b"user.colour"]);
            file.remove_attribute(b"user.colour").unwrap();
        }
        assert!(file.attribute(b"user.colour").is_err());
        let folder = disk.open(root, OpenMode::reading()).unwrap();
        assert!(folder.try_lock().unwrap() && folder.sync_all().is_ok());
        assert!(disk.open(root, OpenMode::writing()).is_err());
    }
}
