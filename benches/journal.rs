//! What the journal adds to a key, and how long it takes to read one of 10,000 edits.
//!
//! `cargo bench --bench journal`. The same keys are typed with the journal and without it, in
//! turns; the figures are of all keys, not a mean.

use hallway::app::effect::{Effect, Job};
use hallway::app::event_list::EventList;
use hallway::app::input::Input;
use hallway::app::journal_update::JournalUpdate;
use hallway::app::key::{Key, NamedKey};
use hallway::app::settings::Settings;
use hallway::app::{App, AppInit};
use hallway::store::Store;
use hallway::worker::Worker;
use hallway::worker::journal_sync::{SyncCommand, Unsynced};
use hallway::worker::journal_writer::JournalWriter;
use std::cell::RefCell;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How many keys are typed each way.
const KEYS: usize = 20_000;

/// A writer whose journals are removed, and never wait for the disk itself.
type Writer = JournalWriter<Box<dyn Fn(SyncCommand)>>;

/// An app in which the notes of the sample's second session have the keys, on a notebook of its
/// own.
struct Typing {
    app: App,
    store: Store,
    worker: Worker,
    /// Without one, what the app tells the journal goes nowhere.
    journal: Option<Writer>,
    jobs: Vec<Job>,
    _folder: TempDir,
}

impl Typing {
    fn begin(has_journal: bool) -> io::Result<Typing> {
        let folder = tempfile::tempdir()?;
        let root = folder.path().join("notebook");
        copy(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo"),
            &root,
        )?;
        let store = Store::new(root, folder.path().join("state"));
        let app = App::new(AppInit {
            settings: Settings::of(None).unwrap_or_else(|error| unreachable!("{error}")),
            now: chrono::DateTime::UNIX_EPOCH,
            zone: None,
            notebook: store.settings().ok(),
            event_list: EventList {
                events: store.events().events,
                ..EventList::default()
            },
            book: None,
            export_folder: None,
            instance: "bench".to_owned(),
        });
        // What is removed is removed at once; nothing waits for the disk itself.
        let unsynced = RefCell::new(Unsynced::default());
        let sync: Box<dyn Fn(SyncCommand)> = Box::new(move |one| unsynced.borrow_mut().take(one));
        let mut typing = Typing {
            app,
            worker: Worker::new(store.clone(), |_, _| {}, Box::new(|_, _| Ok(()))),
            journal: has_journal.then(|| JournalWriter::new(store.clone(), sync)),
            store,
            jobs: Vec::new(),
            _folder: folder,
        };
        let effects = typing.app.start(None);
        typing.carry_out(effects);
        typing.work();
        typing.input(Input::Resize(120, 40));
        typing.input(Input::Key(Key::named(NamedKey::Enter)));
        typing.work();
        Ok(typing)
    }

    /// Takes an input in as the terminal does, up to where it would be drawn. Whether a journal was
    /// begun.
    fn input(&mut self, input: Input) -> bool {
        let effects = self.app.update(input);
        self.carry_out(effects)
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> bool {
        let mut is_begun = false;
        for effect in effects {
            match (effect, &mut self.journal) {
                (Effect::Journal(updates), Some(journal)) => {
                    let begins =
                        |update: &JournalUpdate| matches!(update, JournalUpdate::Begin { .. });
                    is_begun |= updates.iter().any(begins);
                    if let Err(store_error) = journal.write(updates) {
                        println!("{store_error}");
                    }
                }
                (Effect::Disk(job), _) => self.jobs.push(job),
                _ => {}
            }
        }
        is_begun
    }

    /// Does what waits for the disk, and all that comes of it.
    fn work(&mut self) {
        while !self.jobs.is_empty() {
            for job in std::mem::take(&mut self.jobs) {
                if let Some(outcome) = self.worker.run(job) {
                    self.input(Input::Done(Box::new(outcome)));
                }
            }
        }
    }

    /// Saves, so that the next key begins a new journal.
    fn save(&mut self) {
        let effects = self.app.save_all();
        self.carry_out(effects);
        self.work();
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &to)?,
            false => std::fs::copy(entry.path(), &to).map(|_| ())?,
        }
    }
    Ok(())
}

fn key(at: usize) -> Input {
    Input::Key(match at % 60 {
        59 => Key::named(NamedKey::Enter),
        at if at % 7 == 6 => Key::char(' '),
        at if at % 11 == 10 => Key::named(NamedKey::Backspace),
        _ => Key::char('x'),
    })
}

/// Median, 99th in 100, and longest.
fn report(what: &str, mut taken: Vec<Duration>) -> Duration {
    taken.sort();
    let at = |part: f64| taken[((taken.len() - 1) as f64 * part) as usize];
    let (half, most, longest) = (at(0.5), at(0.99), at(1.0));
    println!("{what:<44} median {half:>9.1?}   p99 {most:>9.1?}   longest {longest:>9.1?}");
    most
}

fn main() {
    let (mut with, mut without) = match (Typing::begin(true), Typing::begin(false)) {
        (Ok(with), Ok(without)) => (with, without),
        (Err(error), _) | (_, Err(error)) => return println!("no folder to write in: {error}"),
    };
    let (mut on, mut off, mut begun) = (Vec::new(), Vec::new(), Vec::new());
    for at in 0..KEYS {
        let start = Instant::now();
        without.input(key(at));
        off.push(start.elapsed());

        let start = Instant::now();
        match with.input(key(at)) {
            true => begun.push(start.elapsed()),
            false => on.push(start.elapsed()),
        }
        if at % 500 == 499 && at + 500 < KEYS / 2 {
            with.save();
            without.save();
        }
    }
    let off = report("a key, without the journal", off);
    let on = report("a key, with the journal", on);
    report("a key that begins a journal", begun);
    println!(
        "added p99 of a key: {:.1?} (target: under 0.3 ms)",
        on.saturating_sub(off)
    );
    with.journal = None;
    let start = Instant::now();
    match with.store.pending() {
        Ok((found, _)) => println!(
            "reading a journal of about {} edits: {:.1?}, {} found",
            KEYS / 2,
            start.elapsed(),
            found.len()
        ),
        Err(store_error) => println!("{store_error}"),
    }
}
