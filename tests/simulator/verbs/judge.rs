//! What holds after every change.

use super::place::{self, BLOG, Place, ROOT, store, text_of};
use crate::disk::{CallKind, Order, SimDisk};
use hallway::store::{Store, StoreError};
use rustix::io::Errno;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex};

const BOTH: [Order; 2] = [Order::Strict, Order::Ordered];
const ERRORS: [Errno; 3] = [Errno::IO, Errno::NOSPC, Errno::ROFS];

/// Crashes that are tried after each run. Of what was not synced nothing survives the first one on
/// a disk of strict order, and the second one on the other.
const SEEDS: [u64; 3] = [1, 2, 4];

/// A change, and how it is known to be there.
pub struct Change {
    /// What it is.
    pub name: String,
    /// Makes it as a new process, and returns whether it was said to be on the disk.
    pub make: Box<dyn Fn(&SimDisk) -> bool>,
    /// Whether it is there.
    pub is_there: fn(&Store, &SimDisk) -> bool,
}

/// What a verb of the command line changes; exit code 0 says that it is on the disk.
pub fn verb(line: impl Into<String>, is_there: fn(&Store, &SimDisk) -> bool) -> Change {
    let name = line.into();
    let line = name.clone();
    Change {
        name,
        make: Box::new(move |disk| place::run(disk, &line) == 0),
        is_there,
    }
}

/// What files may say: what they said before, and what they say after a run without failures.
struct Allowed {
    disks: [SimDisk; 2],
    words: &'static [&'static str],
}

impl Allowed {
    fn new(place: &Place, change: &Change) -> Allowed {
        let after = place.disk.fork();
        assert!((change.make)(&after), "{}", change.name);
        let allowed = Allowed {
            disks: [place.disk.fork(), after.fork()],
            words: place.words,
        };
        judge(change, true, &after, &allowed, &change.name);
        allowed
    }

    /// No file is half written, no event is empty, and no word is lost.
    fn check(&self, disk: &SimDisk, what: &str) {
        let store = store(disk, 9);
        let is_half =
            |store_error: &StoreError| !matches!(store_error, StoreError::Conflict { .. });
        let mut store_errors = store.events().errors;
        for folder in store.event_folders().unwrap() {
            store_errors.extend(store.event(&folder).err());
            store_errors.extend(store.sessions(&folder).1);
            store_errors.extend(store.programme(&folder).err());
        }
        store_errors.retain(is_half);
        assert!(store_errors.is_empty(), "{what}: {store_errors:?}");
        store.settings().unwrap();
        store.book().unwrap();
        let texts: Vec<String> = disk
            .files()
            .iter()
            .map(|path| text_of(disk, path))
            .collect();
        for word in self.words {
            let is_there = texts.iter().any(|text| text.contains(word));
            assert!(is_there, "{what}: {word} is lost");
        }
        for path in disk.files().into_iter().filter(|path| is_ours(path)) {
            let text = text_of(disk, &path);
            let is_toml = path.extension().is_some_and(|ending| ending == "toml");
            let is_whole = self.disks.iter().any(|disk| text_of(disk, &path) == text)
                || (is_toml && toml::from_str::<toml::Table>(&text).is_ok());
            assert!(is_whole, "{what}: {}: {text}", path.display());
        }
    }
}

/// A file that a person sees.
fn is_ours(path: &Path) -> bool {
    let is_hidden = |part: Component<'_>| part.as_os_str().as_encoded_bytes().starts_with(b".");
    (path.starts_with(ROOT) || path.starts_with(BLOG)) && !path.components().any(is_hidden)
}

/// What is said to be on the disk is there, also when the power goes right after it.
fn judge(change: &Change, promised: bool, disk: &SimDisk, allowed: &Allowed, what: &str) {
    allowed.check(disk, what);
    if promised {
        assert!(
            (change.is_there)(&store(disk, 9), disk),
            "{what}: it is not there"
        );
    }
    for seed in SEEDS {
        let crashed = disk.fork();
        crashed.crash(seed);
        let what = format!("{what}, then a crash with seed {seed}");
        allowed.check(&crashed, &what);
        if promised {
            assert!(
                (change.is_there)(&store(&crashed, 9), &crashed),
                "{what}: it is gone"
            );
        }
    }
}

/// The calls that make a change.
fn changing(place: &Place, change: &Change) -> Vec<(CallKind, PathBuf)> {
    let disk = place.disk.fork();
    let calls = Arc::new(Mutex::new(Vec::new()));
    let list = Arc::clone(&calls);
    disk.before_calls(move |call| {
        if call.kind.changes() {
            list.lock().unwrap().push((call.kind, call.path.to_owned()));
        }
    });
    (change.make)(&disk);
    disk.without_hook();
    let calls = calls.lock().unwrap();
    calls.clone()
}

/// Makes a change with one changing call after the other failing, and with all of them failing from
/// each one on. `then` gets the disk, what was promised, and what failed.
fn each_failure(place: &Place, change: &Change, mut then: impl FnMut(&SimDisk, bool, &str)) {
    let once = ERRORS.map(|error| (error, false)).into_iter();
    let all: Vec<_> = once.chain([(Errno::IO, true)]).collect();
    // What a call says does not depend on what a crash does.
    let errors = match place.order {
        Order::Strict => &all[..],
        Order::Ordered => &all[..1],
    };
    for (n, (kind, path)) in changing(place, change).iter().enumerate() {
        for &(error, lasts) in errors {
            let disk = place.disk.fork();
            let mut count = 0;
            disk.fail(move |call| {
                count += usize::from(call.kind.changes());
                let fails = call.kind.changes() && (count == n + 1 || (lasts && count > n));
                fails.then(|| error.into())
            });
            let promised = (change.make)(&disk);
            disk.without_failures();
            let (line, path) = (&change.name, path.display());
            let what = format!("{line}: call {n} {kind:?} {path}, {error}, lasts: {lasts}");
            then(&disk, promised, &what);
        }
    }
}

/// Makes a change that is killed before one changing call after the other.
fn each_kill(place: &Place, change: &Change, mut then: impl FnMut(&SimDisk, &str)) {
    for n in 0..changing(place, change).len() {
        let disk = place.disk.fork();
        let (inner, mut count) = (disk.clone(), 0);
        disk.before_calls(move |call| {
            count += usize::from(call.kind.changes());
            if call.kind.changes() && count == n + 1 {
                inner.kill(call.pid);
            }
        });
        (change.make)(&disk);
        disk.without_hook();
        then(&disk, &format!("{}: killed before call {n}", change.name));
    }
}

/// A notebook, or a disk without one, and what is done there.
pub type Scene = (fn(Order) -> Place, fn(&Place) -> Vec<Change>);

/// Whatever fails, what is said to be on the disk is there.
pub fn whatever_fails((place, changes): Scene) {
    for order in BOTH {
        let place = place(order);
        for change in changes(&place) {
            let allowed = Allowed::new(&place, &change);
            each_failure(&place, &change, |disk, promised, what| {
                judge(
                    &change,
                    promised,
                    disk,
                    &allowed,
                    &format!("{order:?}, {what}"),
                );
            });
        }
    }
}

/// Whenever the program is killed, nothing is half written.
pub fn whenever_killed((place, changes): Scene) {
    for order in BOTH {
        let place = place(order);
        for change in changes(&place) {
            let allowed = Allowed::new(&place, &change);
            each_kill(&place, &change, |disk, what| {
                judge(
                    &change,
                    false,
                    disk,
                    &allowed,
                    &format!("{order:?}, {what}"),
                );
            });
        }
    }
}

/// What another change does after one that failed or was killed is there when it says so: it does
/// not rely on folders that are not on the disk itself.
pub fn whatever_comes_after((place, changes): Scene, after: fn(&Place) -> Vec<Change>) {
    for order in BOTH {
        let place = place(order);
        let after = after(&place);
        let judge_after = |disk: &SimDisk, what: &str| {
            for change in &after {
                let disk = disk.fork();
                let promised = (change.make)(&disk);
                for seed in SEEDS {
                    let crashed = disk.fork();
                    crashed.crash(seed);
                    let is_there = (change.is_there)(&store(&crashed, 9), &crashed);
                    let line = &change.name;
                    let what = format!("{order:?}, {what}, then {line} and crash {seed}");
                    assert!(is_there || !promised, "{what}: it is gone");
                }
            }
        };
        for change in changes(&place) {
            each_failure(&place, &change, |disk, _, what| judge_after(disk, what));
            each_kill(&place, &change, |disk, what| judge_after(disk, what));
        }
    }
}
