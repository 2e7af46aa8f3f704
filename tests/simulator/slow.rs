//! Programs that write into a file in steps, while it is saved: no word of either side is lost,
//! none is there twice, and counts add up.

mod writer;

use crate::clock::SimClock;
use crate::disk::{CallKind, Order, SimDisk};
use hallway::model::count::named;
use hallway::model::event::Event;
use hallway::model::session::Session;
use hallway::store::clock::Clock;
use hallway::store::{FileState, Loaded, Store};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use writer::{GAPS, Manner, Writer};

const ROOT: &str = "/home/notebook";
const FILE: &str = "/home/notebook/events/fair/sessions/talk.toml";

/// What a disk can do, and what the file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Linux, with one name.
    Usual,
    /// The file has a second name, so it is written in its place.
    Linked,
    /// Two files cannot change places.
    WithoutExchange,
    /// Nobody can tell who has a file open.
    Untold,
}

fn store(disk: &SimDisk, clock: &SimClock, pid: u32) -> Store {
    let clock = Arc::new(clock.clone());
    let store = Store::with(ROOT, "/home/state", disk.process(pid), clock);
    store.keep_hard_links(true);
    store
}

fn notebook(place: Place) -> (SimDisk, SimClock) {
    let clock = SimClock::new(1);
    let disk = SimDisk::new(Order::Strict, 1, clock.clone());
    disk.make_folders(Path::new("/home")).unwrap();
    let store = store(&disk, &clock, 1);
    store.create_event("fair", Event::default()).unwrap();
    let mut session = Session {
        title: "Talk".to_owned(),
        notes: "base line\nlast line\n".to_owned(),
        ..Session::default()
    };
    named(&mut session.tallies, "visitors").add(1, clock.now().fixed_offset());
    store.create_session("fair", "talk", session).unwrap();
    match place {
        Place::Usual => {}
        Place::Linked => disk
            .link(Path::new(FILE), Path::new("/home/second"))
            .unwrap(),
        Place::WithoutExchange => disk.set_renames(false, true),
        Place::Untold => disk.set_tells_writers(false),
    }
    disk.sync();
    (disk, clock)
}

/// Saves a line of ours and two visitors until it is saved and nobody writes any more; then takes
/// over what others did. Returns how many calls the first save made.
fn save(disk: &SimDisk, clock: &SimClock, writer: &Arc<Mutex<Writer>>, start: usize) -> usize {
    let store = store(disk, clock, 2);
    let calls = Arc::new(Mutex::new(0));
    let (count, calling) = (Arc::clone(&calls), Arc::clone(writer));
    disk.before_calls(move |_| {
        let mut count = count.lock().unwrap();
        *count += 1;
        if *count > start {
            calling.lock().unwrap().go_on(1, Duration::ZERO);
        }
    });
    let (count, sleeping) = (Arc::clone(&calls), Arc::clone(writer));
    clock.on_sleep(move |time| {
        if *count.lock().unwrap() > start {
            sleeping.lock().unwrap().go_on(0, time);
        }
    });
    // As the command line does it: what it reads may be half of something.
    let mut loaded = store
        .session("fair", "talk")
        .unwrap_or_else(|_| whole(&store, writer));
    if !loaded.value.notes.is_empty() {
        loaded.value.notes.push_str("ours\n");
    } else {
        loaded.value.notes = "ours\n".to_owned();
    }
    named(&mut loaded.value.tallies, "visitors").add(2, clock.now().fixed_offset());
    let saved = store.save(&mut loaded);
    let made = *calls.lock().unwrap();
    disk.without_hook();
    clock.on_sleep(|_| {});
    writer.lock().unwrap().finish();
    if saved.is_err() {
        store.save(&mut loaded).unwrap();
    }
    take_over(&store, &mut loaded);
    made
}

/// The session when the other program is done.
fn whole(store: &Store, writer: &Arc<Mutex<Writer>>) -> Loaded<Session> {
    writer.lock().unwrap().finish();
    store.session("fair", "talk").unwrap()
}

/// What the app does with what others wrote when everything of its own is saved.
fn take_over(store: &Store, loaded: &mut Loaded<Session>) {
    if let FileState::Other(theirs) = store.look_again(loaded, None).unwrap() {
        *loaded = theirs;
    }
    store.save(loaded).unwrap();
}

fn judge(disk: &SimDisk, clock: &SimClock, rounds: usize, what: &str) {
    let store = store(disk, clock, 3);
    let session = store.session("fair", "talk").unwrap().value;
    let lines: Vec<&str> = session.notes.lines().collect();
    let theirs = (0..rounds).map(|round| format!("theirs {round}"));
    let ours = ["base line", "last line", "ours"].map(str::to_owned);
    for line in ours.into_iter().chain(theirs) {
        let count = lines.iter().filter(|one| **one == line).count();
        assert_eq!(count, 1, "{what}: {line} in {lines:?}");
    }
    assert_eq!(lines.len(), 3 + rounds, "{what}: {lines:?}");
    let count = session.tallies[0].count;
    assert_eq!(count, 3 + rounds as i64, "{what}");
    let left = disk.files().into_iter();
    let left = left.filter(|path| path.to_string_lossy().contains(".hallway-"));
    // What a save cut off may stay, as long as it is known.
    let (pending, _) = store.pending().unwrap();
    let leftovers = store.leftovers(&pending).unwrap();
    let left: Vec<PathBuf> = left.collect();
    assert!(leftovers.is_empty(), "{what}: {leftovers:?} of {left:?}");
}

fn at_every_call(place: Place, manner: Manner, pause: Duration) {
    // Where nobody tells, one change is seen through.
    let rounds = if place == Place::Untold { 1 } else { 3 };
    let gaps = match manner {
        // Whoever holds nothing open cannot be told, and is only given time.
        Manner::Reopens => &GAPS[4..],
        _ => &GAPS[..],
    };
    for &gap in gaps {
        let mut start = 0;
        loop {
            let (disk, clock) = notebook(place);
            let writer = Writer {
                disk: disk.clone(),
                clock: clock.clone(),
                manner,
                rounds,
                gap,
                pause,
                wait: 0,
                due: Duration::MAX,
                file: None,
                bytes: Vec::new(),
                step: 0,
            };
            let writer = Arc::new(Mutex::new(writer));
            let calls = save(&disk, &clock, &writer, start);
            if calls <= start {
                break;
            }
            let what = format!("{place:?}, {manner:?}, gap {gap}, pause {pause:?}, call {start}");
            judge(&disk, &clock, rounds, &what);
            start += 1;
        }
        assert!(start > 10, "{start}");
    }
}

#[test]
fn a_script_that_opens_the_file_for_each_part_is_given_time() {
    at_every_call(Place::Usual, Manner::Reopens, Duration::from_millis(1_500));
}

/// A writer that has the file open and has read it.
fn begun(disk: &SimDisk, clock: &SimClock) -> Writer {
    Writer {
        disk: disk.clone(),
        clock: clock.clone(),
        manner: Manner::Cuts,
        rounds: 1,
        gap: 1,
        pause: PAUSE,
        wait: 0,
        due: Duration::MAX,
        file: None,
        bytes: Vec::new(),
        step: 0,
    }
}

#[test]
fn what_is_half_written_is_not_taken_over() {
    for is_open in [true, false] {
        let (disk, clock) = notebook(Place::Usual);
        let store = store(&disk, &clock, 2);
        let known = store.session("fair", "talk").unwrap();
        let mut writer = begun(&disk, &clock);
        writer.act();
        let bytes = writer.bytes.clone();
        if !is_open {
            // It comes back when we wait.
            writer.file = None;
            let disk = disk.clone();
            let mut left = 30;
            clock.on_sleep(move |_| {
                left -= 1;
                if left == 0 {
                    disk.write(Path::new(FILE), &bytes).unwrap();
                }
            });
        }
        match store.look_again(&known, None).unwrap() {
            FileState::Same(_) => assert!(is_open),
            FileState::Other(theirs) => {
                assert!(!is_open && theirs.value.notes.contains("theirs 0"));
            }
            FileState::Deleted => panic!("it is there"),
        }
    }
}

#[test]
fn an_editor_goes_on_in_what_a_killed_save_left() {
    let mut calls: usize = 0;
    loop {
        let (disk, clock) = notebook(Place::Usual);
        let mut writer = begun(&disk, &clock);
        writer.manner = Manner::ReadsLate;
        let (inner, mut left, mut is_open) = (disk.clone(), calls, false);
        let was_killed = Arc::new(Mutex::new(false));
        let killed = Arc::clone(&was_killed);
        let writer = Arc::new(Mutex::new(writer));
        let editor = Arc::clone(&writer);
        disk.before_calls(move |call| {
            // It opens the file right before the two change places.
            if call.kind == CallKind::Rename && !is_open {
                editor.lock().unwrap().act();
                is_open = true;
            }
            if is_open && left == 0 {
                inner.kill(call.pid);
                *killed.lock().unwrap() = true;
            }
            left = left.saturating_sub(usize::from(is_open));
        });
        // A killed one answers nobody.
        let _ = std::panic::catch_unwind(|| {
            let store = store(&disk, &clock, 2);
            let mut loaded = store.session("fair", "talk").unwrap();
            loaded.value.notes.push_str("ours\n");
            let _ = store.save(&mut loaded);
        });
        disk.without_hook();
        // Another one starts while the editor still has it open, and once more afterwards.
        let look = || {
            let store = store(&disk, &clock, 4);
            store.leftovers(&[]).unwrap();
        };
        look();
        writer.lock().unwrap().finish();
        look();
        let texts: Vec<Vec<u8>> = disk
            .files()
            .iter()
            .filter_map(|path| disk.read(path))
            .collect();
        let mut texts = texts
            .iter()
            .map(|text| String::from_utf8_lossy(text).into_owned());
        assert!(texts.any(|text| text.contains("theirs 0")), "call {calls}");
        if !*was_killed.lock().unwrap() {
            break;
        }
        calls += 1;
    }
    assert!(calls > 3, "{calls}");
}

const PAUSE: Duration = Duration::from_millis(60);

#[test]
fn what_is_cut_and_written_anew_is_waited_for() {
    at_every_call(Place::Usual, Manner::Cuts, PAUSE);
}

#[test]
fn what_is_written_over_is_waited_for() {
    at_every_call(Place::Usual, Manner::WritesOver, PAUSE);
}

#[test]
fn what_is_read_late_is_waited_for() {
    at_every_call(Place::Usual, Manner::ReadsLate, PAUSE);
}

#[test]
fn somebody_who_takes_longer_than_we_wait_loses_nothing() {
    for manner in [Manner::Cuts, Manner::WritesOver, Manner::ReadsLate] {
        at_every_call(Place::Usual, manner, Duration::from_secs(4));
    }
}

#[test]
fn a_file_with_two_names_is_waited_for() {
    at_every_call(Place::Linked, Manner::Cuts, PAUSE);
}

#[test]
fn without_exchange_it_is_waited_for() {
    for manner in [Manner::Cuts, Manner::WritesOver, Manner::ReadsLate] {
        at_every_call(Place::WithoutExchange, manner, PAUSE);
    }
}

#[test]
fn where_nobody_tells_who_writes_two_seconds_are_waited() {
    at_every_call(Place::Untold, Manner::Cuts, Duration::from_millis(1_500));
}
