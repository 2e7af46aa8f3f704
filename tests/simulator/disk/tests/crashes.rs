//! The power goes.

use super::*;
use crate::rng::Rng;
use hallway::store::disk::Rename;
use std::collections::BTreeSet;

/// What many crashes make of the same disk.
fn outcomes<T: Ord>(
    order: Order,
    set_up: impl Fn(&SimDisk),
    see: impl Fn(&SimDisk) -> T,
) -> BTreeSet<T> {
    let crashed = |seed| {
        let disk = disk(order);
        set_up(&disk);
        disk.crash(seed);
        see(&disk)
    };
    (0..200).map(crashed).collect()
}

#[test]
fn what_was_synced_survives_and_what_was_not_may() {
    for order in BOTH {
        let set_up = |disk: &SimDisk| {
            let process = disk.process(1);
            made(&*process, "safe", "whole").sync_all().unwrap();
            process.sync_dir(&at("")).unwrap();
            made(&*process, "new", "text");
        };
        let seen = outcomes(order, set_up, |disk| {
            assert_eq!(text(disk, "safe").as_deref(), Some("whole"));
            disk.read(&at("new"))
        });
        assert!(seen.contains(&None), "{order:?}");
        assert!(seen.contains(&Some(Vec::new())), "{order:?}");
        assert!(seen.contains(&Some(b"te".to_vec())), "{order:?}");
        assert!(seen.contains(&Some(b"text".to_vec())), "{order:?}");
        let zeros = seen.contains(&Some(b"t\0\0\0".to_vec()));
        assert_eq!(zeros, order == Order::Strict);
    }
}

#[test]
fn a_file_that_grows_keeps_what_was_synced_of_it() {
    for order in BOTH {
        let set_up = |disk: &SimDisk| {
            let process = disk.process(1);
            let file = made(&*process, "journal", "one ");
            file.sync_data().unwrap();
            process.sync_dir(&at("")).unwrap();
            file.write_all(b"two").unwrap();
        };
        let seen = outcomes(order, set_up, |disk| disk.read(&at("journal")).unwrap());
        assert!(
            seen.iter().all(|text| text.starts_with(b"one ")),
            "{seen:?}"
        );
        assert!(seen.contains(&b"one "[..]) && seen.contains(&b"one two"[..]));
        assert!(seen.contains(&b"one t"[..]));
        assert_eq!(seen.contains(&b"one t\0\0"[..]), order == Order::Strict);
    }
}

#[test]
fn a_file_that_is_cut_and_written_anew_may_be_empty_or_old() {
    for order in BOTH {
        let set_up = |disk: &SimDisk| {
            disk.write(&at("note"), b"old").unwrap();
            disk.sync();
            disk.write(&at("note"), b"new text").unwrap();
        };
        let seen = outcomes(order, set_up, |disk| disk.read(&at("note")).unwrap());
        for text in ["old", "", "new", "new text"] {
            assert!(seen.contains(text.as_bytes()), "{order:?}: {text}");
        }
    }
}

#[test]
fn changes_of_folders_survive_in_order_or_each_on_its_own() {
    let set_up = |disk: &SimDisk| {
        let process = disk.process(1);
        for name in ["a", "b", "c"] {
            made(&*process, name, "").sync_all().unwrap();
        }
    };
    let seen = outcomes(Order::Ordered, set_up, names);
    let firsts: [&[&str]; 4] = [&[], &["a"], &["a", "b"], &["a", "b", "c"]];
    assert!(seen.iter().eq(firsts));
    assert_eq!(outcomes(Order::Strict, set_up, names).len(), 8);
}

#[test]
fn a_rename_is_whole_or_not_at_all() {
    for order in BOTH {
        let set_up = |disk: &SimDisk| {
            disk.make_folders(&at("one")).unwrap();
            disk.make_folders(&at("two")).unwrap();
            disk.write(&at("one/a"), b"text").unwrap();
            disk.sync();
            disk.rename(&at("one/a"), &at("two/b")).unwrap();
            disk.rename(&at("two/b"), &at("two/c")).unwrap();
        };
        let seen = outcomes(order, set_up, |disk| {
            assert_eq!(disk.read(&disk.files()[0]).unwrap(), b"text");
            names(disk).join(" ")
        });
        assert!(seen.iter().eq(["one/a", "two/b", "two/c"]), "{seen:?}");
        // Either of its folders brings it to disk.
        for folder in ["one", "two"] {
            let disk = disk(order);
            set_up(&disk);
            disk.process(1).sync_dir(&at(folder)).unwrap();
            disk.crash(0);
            let found = names(&disk);
            assert!(["two/b", "two/c"].contains(&&*found[0]), "{found:?}");
        }
    }
}

#[test]
fn a_rename_brings_the_content_along_where_the_file_system_does_so() {
    let by = |how: Rename, old: bool| {
        move |disk: &SimDisk| {
            if old {
                disk.write(&at("note"), b"old").unwrap();
            }
            disk.sync();
            let process = disk.process(1);
            made(&*process, "beside", "new");
            assert!(process.rename(&at("beside"), &at("note"), how).unwrap());
        }
    };
    let see = |disk: &SimDisk| text(disk, "note").unwrap_or_default();
    let replaced = |order| outcomes(order, by(Rename::Replace, true), see);
    assert!(replaced(Order::Ordered).iter().eq(["new", "old"]));
    assert!(replaced(Order::Strict).contains(""));
    for (how, old) in [(Rename::Exchange, true), (Rename::NoReplace, false)] {
        assert!(outcomes(Order::Ordered, by(how, old), see).contains("ne"));
    }
    // What was synced after it is not taken back by it.
    let later = |disk: &SimDisk| {
        by(Rename::Replace, true)(disk);
        let process = disk.process(1);
        let file = process.open(&at("note"), OpenMode::writing()).unwrap();
        file.write_all(b"newer").unwrap();
        file.sync_all().unwrap();
    };
    assert!(
        outcomes(Order::Ordered, later, see)
            .iter()
            .eq(["newer", "old"])
    );
}

#[test]
fn a_folder_that_is_not_on_disk_takes_its_files_with_it() {
    let set_up = |disk: &SimDisk| {
        let process = disk.process(1);
        process.make_dir(&at("sub"), 0o700).unwrap();
        made(&*process, "sub/a", "text").sync_all().unwrap();
        process.sync_dir(&at("sub")).unwrap();
    };
    let strict = outcomes(Order::Strict, set_up, names);
    assert!(strict.iter().any(Vec::is_empty) && strict.len() == 2);
    // One journal has both.
    assert_eq!(outcomes(Order::Ordered, set_up, names).len(), 1);
}

#[test]
fn a_fork_is_another_disk() {
    let disk = disk(Order::Strict);
    let process = disk.process(1);
    made(&*process, "a", "one");
    let fork = disk.fork();
    fork.write(&at("a"), b"two").unwrap();
    fork.crash(0);
    assert_eq!(text(&disk, "a").unwrap(), "one");
    assert!(process.exists(&at("a")));
}

#[test]
fn the_same_seed_crashes_alike() {
    for order in BOTH {
        let crashed = |seed| {
            let disk = disk(order);
            let process = disk.process(1);
            for name in ["a", "b", "c", "d"] {
                made(&*process, name, "some text");
            }
            disk.crash(seed);
            let texts = disk.files().into_iter().map(|path| disk.read(&path));
            (names(&disk), texts.collect::<Vec<_>>())
        };
        assert_eq!(crashed(7), crashed(7));
        assert_ne!(crashed(7), crashed(9));
    }
}

#[test]
fn nothing_synced_is_lost_whatever_else_happens() {
    for seed in 0..400 {
        let mut rng = Rng::new(seed);
        let disk = disk(BOTH[rng.below(2)]);
        let process = disk.process(1);
        disk.make_folders(&at("a")).unwrap();
        disk.make_folders(&at("b")).unwrap();
        disk.sync();
        let (mut safe, mut open) = (Vec::new(), Vec::new());
        for step in 0..40 {
            let name = format!("{}/{step}", ["a", "b"][rng.below(2)]);
            match rng.below(6) {
                0..3 => open.push((made(&*process, &name, &name), name)),
                3 if !open.is_empty() => {
                    let (file, old) = open.swap_remove(rng.below(open.len()));
                    let replaced = process.rename(&at(&old), &at(&name), Rename::Replace);
                    assert!(replaced.unwrap());
                    open.push((file, name));
                }
                4 if !open.is_empty() => {
                    let (file, name) = open.swap_remove(rng.below(open.len()));
                    file.sync_all().unwrap();
                    process.sync_dir(at(&name).parent().unwrap()).unwrap();
                    safe.push((name.clone(), disk.read(&at(&name))));
                    assert_eq!(disk.durable(&at(&name)), disk.read(&at(&name)));
                    assert!(disk.durable_files().contains(&at(&name)));
                }
                _ if !open.is_empty() => {
                    let (_, name) = open.swap_remove(rng.below(open.len()));
                    process.remove_file(&at(&name)).unwrap();
                }
                _ => {}
            }
        }
        disk.crash(seed);
        for (name, bytes) in safe {
            assert_eq!(disk.read(&at(&name)), bytes, "seed {seed}: {name}");
        }
        let mut found = names(&disk);
        found.dedup();
        assert_eq!(found, names(&disk));
    }
}
