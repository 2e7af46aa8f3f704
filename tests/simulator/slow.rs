//! Programs that write into a file in steps, while it is saved: no word of either side is lost, none
//! is there twice, and counts add up.

use crate::clock::SimClock;
use crate::disk::{InPlace, Order, SimDisk};
use hallway::model::count::named;
use hallway::model::event::Event;
use hallway::model::session::Session;
use hallway::store::clock::Clock;
use hallway::store::{Loaded, Look, Store};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

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

/// How the other program writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// It reads, cuts the file, and writes it in two parts.
    Cuts,
    /// It reads, and writes over what is there in two parts.
    WritesOver,
    /// It opens the file, reads later, and then writes all of it.
    ReadsLate,
}

/// A program that writes a line of its own into the notes, and counts one visitor.
struct Writer {
    disk: SimDisk,
    clock: SimClock,
    manner: Manner,
    /// How many calls of others lie between two steps.
    gap: usize,
    /// How much time lies between two steps.
    pause: Duration,
    wait: usize,
    due: Duration,
    file: Option<InPlace>,
    bytes: Vec<u8>,
    step: usize,
}

const STEPS: usize = 4;

impl Writer {
    /// Does the next step when it is time for it, after so many calls and that time.
    fn go_on(&mut self, calls: usize, time: Duration) {
        self.wait = self.wait.saturating_sub(calls);
        let is_due = self.wait == 0 || self.clock.monotonic() + time >= self.due;
        if is_due && self.step < STEPS {
            self.act();
            self.wait = self.gap;
            self.due = self.clock.monotonic() + time + self.pause;
        }
    }

    fn act(&mut self) {
        let half = self.bytes.len() / 2;
        match self.step {
            0 => {
                self.file = Some(self.disk.open_in_place(Path::new(FILE)).unwrap());
                if self.manner != Manner::ReadsLate {
                    self.read();
                }
                if self.manner == Manner::Cuts {
                    self.file.as_mut().unwrap().truncate();
                }
            }
            1 if self.manner == Manner::ReadsLate => self.read(),
            1 => self.file.as_mut().unwrap().write(&self.bytes[..half]),
            2 => {
                let from = if self.manner == Manner::ReadsLate {
                    0
                } else {
                    half
                };
                self.file.as_mut().unwrap().write(&self.bytes[from..]);
            }
            _ => self.file = None,
        }
        self.step += 1;
    }

    /// Reads what it has open, and changes it.
    fn read(&mut self) {
        let bytes = self.file.as_ref().unwrap().read();
        let text = String::from_utf8(bytes).unwrap();
        let mut text = text.replace("base line\n", "base line\nzq2q\n");
        for count in [3, 1] {
            let (old, new) = (format!("count = {count}"), format!("count = {}", count + 1));
            text = text.replace(&old, &new);
        }
        self.bytes = text.into_bytes();
    }

    fn finish(&mut self) {
        while self.step < STEPS {
            self.clock.advance(self.pause);
            self.act();
        }
    }
}

fn store(disk: &SimDisk, clock: &SimClock, pid: u32) -> Store {
    let clock = Arc::new(clock.clone());
    Store::with(ROOT, "/home/state", disk.process(pid), clock)
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

/// Saves a line of ours and two visitors until it is saved and nobody writes any more; then takes over
/// what others did. Returns how many calls the first save made.
fn save(disk: &SimDisk, clock: &SimClock, writer: &Arc<Mutex<Writer>>, start: usize) -> usize {
    let store = store(disk, clock, 2);
    let mut loaded = store.session("fair", "talk").unwrap();
    loaded.value.notes = "base line\nlast line\nzq1q\n".to_owned();
    named(&mut loaded.value.tallies, "visitors").add(2, clock.now().fixed_offset());
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

/// What the app does with what others wrote when everything of its own is saved.
fn take_over(store: &Store, loaded: &mut Loaded<Session>) {
    if let Look::Other(theirs) = store.look_again(loaded, None).unwrap() {
        *loaded = theirs;
    }
    store.save(loaded).unwrap();
}

fn judge(disk: &SimDisk, clock: &SimClock, what: &str) {
    let store = store(disk, clock, 3);
    let session = store.session("fair", "talk").unwrap().value;
    let lines: Vec<&str> = session.notes.lines().collect();
    for line in ["base line", "last line", "zq1q", "zq2q"] {
        let count = lines.iter().filter(|one| **one == line).count();
        assert_eq!(count, 1, "{what}: {line} in {lines:?}");
    }
    assert_eq!(lines.len(), 4, "{what}: {lines:?}");
    assert_eq!(session.tallies[0].count, 4, "{what}");
    let left = disk.files().into_iter();
    let left = left.filter(|path| path.to_string_lossy().contains(".hallway-"));
    // What a save cut off may stay, as long as it is known.
    let (pending, _) = store.pending().unwrap();
    let strays = store.strays(&pending).unwrap();
    let left: Vec<PathBuf> = left.collect();
    assert!(strays.is_empty(), "{what}: {strays:?} of {left:?}");
}

fn at_every_call(place: Place, manner: Manner, pause: Duration) {
    for gap in [1, 2, 5, 9, 10_000] {
        let mut start = 0;
        loop {
            let (disk, clock) = notebook(place);
            let writer = Writer {
                disk: disk.clone(),
                clock: clock.clone(),
                manner,
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
            judge(&disk, &clock, &what);
            start += 1;
        }
        assert!(start > 10, "{start}");
    }
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
