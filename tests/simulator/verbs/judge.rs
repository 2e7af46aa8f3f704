//! What holds after every run of a verb.

use super::place::{self, BLOG, Place, ROOT, said, store};
use crate::disk::{CallKind, Order, SimDisk};
use hallway::store::Store;
use rustix::io::Errno;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex};

const BOTH: [Order; 2] = [Order::Strict, Order::Ordered];
const ERRORS: [Errno; 3] = [Errno::IO, Errno::NOSPC, Errno::ROFS];

/// Crashes that are tried after each run. Of what was not synced nothing survives the first one on a
/// disk of strict order, and the second one on the other.
const SEEDS: [u64; 3] = [1, 2, 4];

/// A verb with its arguments, and how its change is known.
pub struct Verb {
    /// The arguments, with blanks between them.
    pub line: String,
    /// Whether the change is there.
    pub is_there: fn(&Store, &SimDisk) -> bool,
}

/// A verb.
pub fn verb(line: impl Into<String>, is_there: fn(&Store, &SimDisk) -> bool) -> Verb {
    Verb {
        line: line.into(),
        is_there,
    }
}

fn run(verb: &Verb, disk: &SimDisk) -> u8 {
    place::run(disk, &verb.line)
}

/// What files may say: what they said before, and what they say after a run without failures.
struct Allowed {
    disks: [SimDisk; 2],
    words: &'static [&'static str],
}

impl Allowed {
    fn new(place: &Place, verb: &Verb) -> Allowed {
        let after = place.disk.fork();
        assert_eq!(run(verb, &after), 0, "{}", verb.line);
        let allowed = Allowed {
            disks: [place.disk.fork(), after.fork()],
            words: place.words,
        };
        judge(verb, 0, &after, &allowed, &verb.line);
        allowed
    }

    /// No file is half written, no event is empty, and no word is lost.
    fn check(&self, disk: &SimDisk, what: &str) {
        let store = store(disk, 9);
        let listing = store.events();
        assert!(
            listing.troubles.is_empty(),
            "{what}: {:?}",
            listing.troubles
        );
        for folder in store.event_folders().unwrap() {
            store.event(&folder).unwrap();
            let (_, troubles) = store.sessions(&folder);
            assert!(troubles.is_empty(), "{what}: {troubles:?}");
            store.programme(&folder).unwrap();
        }
        store.settings().unwrap();
        store.book().unwrap();
        let texts: Vec<String> = disk.files().iter().map(|path| said(disk, path)).collect();
        for word in self.words {
            let is_there = texts.iter().any(|text| text.contains(word));
            assert!(is_there, "{what}: {word} is lost");
        }
        for path in disk.files().into_iter().filter(|path| is_ours(path)) {
            let text = said(disk, &path);
            let is_toml = path.extension().is_some_and(|ending| ending == "toml");
            let is_whole = match is_toml {
                true => toml::from_str::<toml::Table>(&text).is_ok(),
                false => self.disks.iter().any(|disk| said(disk, &path) == text),
            };
            assert!(is_whole, "{what}: {}: {text}", path.display());
        }
    }
}

/// A file that a person sees.
fn is_ours(path: &Path) -> bool {
    let is_hidden = |part: Component<'_>| part.as_os_str().as_encoded_bytes().starts_with(b".");
    (path.starts_with(ROOT) || path.starts_with(BLOG)) && !path.components().any(is_hidden)
}

/// Exit code 0 means that the change is there, also when the power goes right after it.
fn judge(verb: &Verb, code: u8, disk: &SimDisk, allowed: &Allowed, what: &str) {
    allowed.check(disk, what);
    if code == 0 {
        assert!(
            (verb.is_there)(&store(disk, 9), disk),
            "{what}: it is not there"
        );
    }
    for seed in SEEDS {
        let crashed = disk.fork();
        crashed.crash(seed);
        let what = format!("{what}, then a crash with seed {seed}");
        allowed.check(&crashed, &what);
        if code == 0 {
            assert!(
                (verb.is_there)(&store(&crashed, 9), &crashed),
                "{what}: it is gone"
            );
        }
    }
}

/// The changing calls that a verb makes.
fn changing(place: &Place, verb: &Verb) -> Vec<(CallKind, PathBuf)> {
    let disk = place.disk.fork();
    let calls = Arc::new(Mutex::new(Vec::new()));
    let list = Arc::clone(&calls);
    disk.before_calls(move |call| {
        if call.kind.changes() {
            list.lock().unwrap().push((call.kind, call.path.to_owned()));
        }
    });
    run(verb, &disk);
    disk.without_hook();
    let calls = calls.lock().unwrap();
    calls.clone()
}

/// Runs a verb with one changing call after the other failing, and with all of them failing from each
/// one on. `then` gets the disk, the exit code, and what failed.
fn each_failure(place: &Place, verb: &Verb, mut then: impl FnMut(&SimDisk, u8, &str)) {
    let once = ERRORS.map(|error| (error, false));
    for (n, (kind, path)) in changing(place, verb).iter().enumerate() {
        for (error, lasts) in once.into_iter().chain([(Errno::IO, true)]) {
            let disk = place.disk.fork();
            let mut count = 0;
            disk.fail(move |call| {
                count += usize::from(call.kind.changes());
                let fails = call.kind.changes() && (count == n + 1 || (lasts && count > n));
                fails.then(|| error.into())
            });
            let code = run(verb, &disk);
            disk.without_failures();
            let (line, path) = (&verb.line, path.display());
            let what = format!("{line}: call {n} {kind:?} {path}, {error}, lasts: {lasts}");
            then(&disk, code, &what);
        }
    }
}

/// Runs a verb that is killed before one changing call after the other.
fn each_kill(place: &Place, verb: &Verb, mut then: impl FnMut(&SimDisk, &str)) {
    for n in 0..changing(place, verb).len() {
        let disk = place.disk.fork();
        let (inner, mut count) = (disk.clone(), 0);
        disk.before_calls(move |call| {
            count += usize::from(call.kind.changes());
            if call.kind.changes() && count == n + 1 {
                inner.kill(call.pid);
            }
        });
        run(verb, &disk);
        disk.without_hook();
        then(&disk, &format!("{}: killed before call {n}", verb.line));
    }
}

/// A notebook, or a disk without one, and what is done there.
pub type Scene = (fn(Order) -> Place, fn(&Place) -> Vec<Verb>);

/// Whatever fails, exit code 0 means that the change is there.
pub fn whatever_fails((place, verbs): Scene) {
    for order in BOTH {
        let place = place(order);
        for verb in verbs(&place) {
            let allowed = Allowed::new(&place, &verb);
            each_failure(&place, &verb, |disk, code, what| {
                judge(&verb, code, disk, &allowed, &format!("{order:?}, {what}"));
            });
        }
    }
}

/// Whenever the program is killed, nothing is half written.
pub fn whenever_killed((place, verbs): Scene) {
    for order in BOTH {
        let place = place(order);
        for verb in verbs(&place) {
            let allowed = Allowed::new(&place, &verb);
            each_kill(&place, &verb, |disk, what| {
                judge(&verb, 1, disk, &allowed, &format!("{order:?}, {what}"));
            });
        }
    }
}

/// What another verb does after one that failed or was killed is there when that says so: it does not
/// rely on folders that are not on the disk itself.
pub fn whatever_comes_after((place, verbs): Scene, after: fn(&Place) -> Vec<Verb>) {
    for order in BOTH {
        let place = place(order);
        let after = after(&place);
        let judge_after = |disk: &SimDisk, what: &str| {
            for verb in &after {
                let disk = disk.fork();
                let code = run(verb, &disk);
                for seed in SEEDS {
                    let crashed = disk.fork();
                    crashed.crash(seed);
                    let is_there = (verb.is_there)(&store(&crashed, 9), &crashed);
                    let line = &verb.line;
                    let what = format!("{order:?}, {what}, then {line} and crash {seed}");
                    assert!(is_there || code != 0, "{what}: it is gone");
                }
            }
        };
        for verb in verbs(&place) {
            each_failure(&place, &verb, |disk, _, what| judge_after(disk, what));
            each_kill(&place, &verb, |disk, what| judge_after(disk, what));
        }
    }
}
