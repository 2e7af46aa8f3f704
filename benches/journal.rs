//! What the journal adds to a key, and how long it takes to read one of 10,000 edits.
//!
//! `cargo bench --bench journal`. The same keys are typed with the journal and without it, in turns; the figures are of all keys, not a mean.

use hallway::app::desk::Sid;
use hallway::app::effect::{Effect, Job, Opened, Outcome};
use hallway::app::input::Input;
use hallway::app::key::{Key, Named};
use hallway::app::settings::Settings;
use hallway::app::shelf::Shelf;
use hallway::app::{App, World};
use hallway::store::Store;
use hallway::store::journal::{Journal, Origin};
use std::path::Path;
use std::time::{Duration, Instant};

/// How many keys are typed each way.
const KEYS: usize = 20_000;

/// An app in which the notes of the sample's second session have the keys.
fn typing() -> App {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo");
    let store = Store::new(root, "/nonexistent");
    let mut app = App::new(World {
        settings: Settings::of(None).unwrap_or_else(|error| unreachable!("{error}")),
        now: chrono::DateTime::UNIX_EPOCH,
        zone: None,
        notebook: store.settings().map(|n| n.value).unwrap_or_default(),
        shelf: Shelf {
            events: store.events().events,
            ..Shelf::default()
        },
        book: Vec::new(),
        export_folder: None,
    });
    for effect in app.start(None) {
        if let Effect::Disk(Job::Open { desk, folder }) = effect
            && let Ok(event) = store.event(&folder)
        {
            let sessions = store.sessions(&folder).0;
            let sessions = (0..)
                .map(Sid)
                .zip(sessions.into_iter().map(|one| one.value));
            let opened = Opened {
                desk,
                folder,
                event: event.value,
                sessions: sessions.collect(),
                troubles: Vec::new(),
                locked_out: None,
                written: None,
            };
            app.update(Input::Done(Box::new(Outcome::Opened(Box::new(opened)))));
        }
    }
    app.update(Input::Resize(120, 40));
    app.update(Input::Key(Key::named(Named::Enter)));
    app
}

fn key(at: usize) -> Input {
    Input::Key(match at % 60 {
        59 => Key::named(Named::Enter),
        at if at % 7 == 6 => Key::char(' '),
        at if at % 11 == 10 => Key::named(Named::Backspace),
        _ => Key::char('x'),
    })
}

/// Median, 99th in 100, and longest.
fn told(what: &str, mut taken: Vec<Duration>) -> Duration {
    taken.sort();
    let at = |part: f64| taken[((taken.len() - 1) as f64 * part) as usize];
    let (half, most, longest) = (at(0.5), at(0.99), at(1.0));
    println!("{what:<44} median {half:>9.1?}   p99 {most:>9.1?}   longest {longest:>9.1?}");
    most
}

fn main() {
    let Ok(folder) = tempfile::tempdir() else {
        return println!("no folder to write in");
    };
    let store = Store::new(folder.path().join("notebook"), folder.path().join("state"));
    if let Err(trouble) = store.prepare() {
        return println!("{trouble}");
    }
    let (mut with, mut without) = (typing(), typing());
    let mut journal: Option<Journal> = None;
    let (mut on, mut off, mut begun) = (Vec::new(), Vec::new(), Vec::new());
    for at in 0..KEYS {
        let start = Instant::now();
        without.update(key(at));
        without.forget_notes();
        off.push(start.elapsed());

        let start = Instant::now();
        with.update(key(at));
        let is_begun = journal.is_some();
        for note in with.notes(|_| is_begun) {
            match (&mut journal, with.paper(note.item)) {
                (Some(journal), _) => {
                    journal.write(&note.news.records()).ok();
                }
                (None, Some(paper)) => {
                    journal = Journal::begin(&store, &Origin::default(), paper).ok();
                }
                (None, None) => {}
            }
        }
        match is_begun {
            true => on.push(start.elapsed()),
            false => begun.push(start.elapsed()),
        }
        // As after a save: the next key begins a new one.
        if at % 500 == 499
            && let Some(old) = journal.take_if(|_| at + 500 < KEYS / 2)
        {
            old.flusher().remove();
        }
    }
    let off = told("a key, without the journal", off);
    let on = told("a key, with the journal", on);
    told("a key that begins a journal", begun);
    println!(
        "added p99 of a key: {:.1?} (target: under 0.3 ms)",
        on.saturating_sub(off)
    );
    drop(journal);
    let start = Instant::now();
    match store.pending() {
        Ok((found, _)) => println!(
            "reading a journal of about {} edits: {:.1?}, {} found",
            KEYS / 2,
            start.elapsed(),
            found.len()
        ),
        Err(trouble) => println!("{trouble}"),
    }
}
