//! Finding things in a notebook of 10,000 sessions and a programme of 1,100 talks: bringing the
//! index up to date without one and with one, searching it, and typing in the app's find layer.
//!
//! `cargo bench --bench find`. Whole processes: `tests/run --bench`.

use divan::Bencher;
use hallway::app::effect::Outcome;
use hallway::app::event_list::EventList;
use hallway::app::input::Input;
use hallway::app::key::{Key, NamedKey};
use hallway::app::settings::Settings;
use hallway::app::{App, AppInit};
use hallway::model::programme::{Programme, Talk};
use hallway::model::session::Speaker;
use hallway::store::Store;
use hallway::store::index::Index;
use hallway::store::search::Query;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

/// Events, and the sessions that each has.
const EVENTS: usize = 100;
const SESSIONS: usize = 100;

/// Talks of the newest event's programme.
const TALKS: usize = 1100;

fn main() {
    divan::main();
    // What is static is not dropped.
    if let Ok(made) = &*MADE {
        let _ = std::fs::remove_dir_all(made.folder.path());
    }
}

struct Made {
    folder: TempDir,
    store: Store,
    index: Index,
}

static MADE: LazyLock<std::io::Result<Made>> = LazyLock::new(make);

fn made() -> &'static Made {
    match &*MADE {
        Ok(made) => made,
        Err(error) => {
            eprintln!("no notebook to measure: {error}");
            std::process::exit(1)
        }
    }
}

/// A notebook written file by file, since 10,000 careful saves would take minutes.
fn make() -> std::io::Result<Made> {
    let folder = tempfile::tempdir()?;
    let root = folder.path().join("notebook");
    let old = SystemTime::now() - Duration::from_secs(3600);
    let write = |path: &Path, text: String| {
        std::fs::write(path, text)?;
        std::fs::File::options()
            .write(true)
            .open(path)?
            .set_modified(old)
    };
    let words = [
        "kubernetes",
        "fedora",
        "containers",
        "hallway",
        "talk",
        "booth",
        "question",
    ];
    for event in 0..EVENTS {
        let home = root.join(format!("events/event-{event}"));
        std::fs::create_dir_all(home.join("sessions"))?;
        let date = format!("{}-03-{:02}", 1990 + event / 10, 1 + event % 10);
        let text = format!(
            "format = 1\ntitle = \"Event {event}\"\nstarts = {date}\nintro = '''\nA long way.\n'''\n"
        );
        write(&home.join("event.toml"), text)?;
        for session in 0..SESSIONS {
            let number = event * SESSIONS + session;
            let mut notes = String::new();
            for line in 0..14 {
                for column in 0..9 {
                    notes.push_str(words[(number + line * 3 + column) % words.len()]);
                    notes.push(' ');
                }
                notes.push('\n');
            }
            let text = format!(
                "format = 1\nkind = \"talk\"\ntitle = \"Session {number} about {}\"\nstarts = {date}T10:00:00-08:00\nroom = \"Hall {session}\"\n\
                 notes = '''\n{notes}The needle is number{number}.\n'''\n\n[[speakers]]\nname = \"Speaker {number}\"\n\n\
                 [[entries]]\nat = {date}T10:12:00-08:00\nkind = \"to-do\"\ntext = \"Write to speaker {number}\"\n",
                words[number % words.len()]
            );
            write(&home.join(format!("sessions/session-{session}.toml")), text)?;
        }
    }
    let store = Store::new(root.clone(), folder.path().join("state"));
    let programme = programme();
    let newest = format!("event-{}", EVENTS - 1);
    // What is measured is read again at once, whether or not it would outlast a power cut.
    let _durable = store
        .write_programme(&newest, &programme)
        .map_err(std::io::Error::other)?;
    let file = root.join("events").join(newest).join("schedule.toml");
    write(&file, std::fs::read_to_string(&file)?)?;
    let index = store.index(&folder.path().join("cache")).index;
    Ok(Made {
        folder,
        store,
        index,
    })
}

/// As large as FOSDEM's, with abstracts as long.
fn programme() -> Programme {
    let about = "A sentence that says what there is to be heard, and why one should come.\n";
    let talk = |number: usize| Talk {
        id: format!("talk-{number}"),
        title: format!("Talk {number} of many needles"),
        room: Some(format!("Room {}", number % 30)),
        speakers: vec![Speaker {
            name: format!("Lecturer {number}"),
            ..Speaker::default()
        }],
        about: about.repeat(18),
        ..Talk::default()
    };
    Programme {
        talks: (0..TALKS).map(talk).collect(),
        ..Programme::default()
    }
}

/// Everything is read.
#[divan::bench(sample_count = 10)]
fn index_cold(bencher: Bencher) {
    let made = made();
    bencher.bench(|| {
        made.store
            .refresh_index(&Index::default())
            .index
            .records()
            .len()
    });
}

/// The index is loaded, and every file is looked at.
#[divan::bench(sample_count = 20)]
fn index_warm(bencher: Bencher) {
    let made = made();
    let cache = made.folder.path().join("cache");
    bencher.bench(|| made.store.index(&cache).index.records().len());
}

/// In the app: a letter typed into the find layer (after one taken back) until its first results
/// are laid out, and until all are.
#[divan::bench(args = [false, true], sample_count = 20)]
fn a_letter_in_the_app(bencher: Bencher, until_done: bool) {
    let made = made();
    let Ok(settings) = Settings::of(None) else {
        return;
    };
    let mut app = App::new(AppInit {
        settings,
        now: chrono::DateTime::UNIX_EPOCH,
        zone: None,
        notebook: None,
        event_list: EventList {
            events: made.store.events().events,
            ..EventList::default()
        },
        book: None,
        export_folder: None,
        instance: "bench".to_owned(),
    });
    app.update(Input::Resize(120, 40));
    let index = made.index.clone();
    app.update(Input::Done(Box::new(Outcome::Indexed(index))));
    for key in "/needl".chars() {
        app.update(Input::Key(Key::char(key)));
    }
    bencher.bench_local(|| {
        app.update(Input::Key(Key::named(NamedKey::Backspace)));
        app.update(Input::Key(Key::char('l')));
        while until_done && app.next_due().is_some() {
            app.update(Input::Tick);
        }
    });
}

/// A word that is in one note, one that is in all, one that is in all abstracts, and one that is
/// nowhere.
#[divan::bench(args = ["number4711", "kubernetes", "sentence", "zebra"], sample_count = 20)]
fn search(bencher: Bencher, words: &str) {
    let made = made();
    let query = Query::of(words);
    bencher.bench(|| made.index.search(&query).len());
}
