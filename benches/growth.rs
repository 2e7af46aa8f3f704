//! How the time grows with a text that repeats one piece: what takes far more than its share of a
//! text that is so many times as long has a loop in a loop. Prints what does; nothing may.
//!
//! `cargo bench --bench growth`, with `-- NAME` for one of the works, or one of the pieces.
//! `-- --pairs parse` tries all pairs of pieces, too, which takes an hour.

mod pieces;

use hallway::check::event::{CheckInput, CheckedTexts, PrivateFacts, event as check_event};
use hallway::check::{Book, fix_all, post};
use hallway::model::event::Event;
use hallway::model::layout::PostOptions;
use hallway::model::privacy::PrivatePeople;
use hallway::model::session::Session;
use hallway::post::{book, build, import, nikola, reading};
use hallway::rst;
use hallway::store::{Store, StoreError};
use std::hint::black_box;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The sizes in bytes.
const SIZES: [usize; 3] = [50_000, 200_000, 1_000_000];
const PAIR_SIZES: [usize; 2] = [15_000, 120_000];

type Work = fn(&str);

/// What is done with a text.
const WORKS: &[(&str, Work)] = &[
    ("parse", |text| drop(black_box(rst::parse(text)))),
    ("check", |text| {
        drop(black_box(post(text, &Book::default())))
    }),
    ("mend", |text| {
        drop(black_box(fix_all(text, &Book::default())))
    }),
    ("import", |text| {
        drop(black_box(import::read(text.as_bytes(), "x.rst")))
    }),
    ("update", |text| {
        let Ok(read) = import::read(text.as_bytes(), "x.rst") else {
            return;
        };
        let edited = format!("{text}x");
        let (event, sessions) = (&read.event, &read.sessions);
        drop(black_box(import::update(
            event,
            sessions,
            &[],
            PostOptions::default(),
            edited.as_bytes(),
            "x.rst",
        )));
    }),
    ("event", |text| {
        let event = Event {
            intro: text.to_owned(),
            links: book::bank(text),
            ..Event::default()
        };
        let notes = format!("{text}x");
        let session = Session {
            notes,
            ..Session::default()
        };
        let material = CheckInput {
            event: &event,
            sessions: &[&session],
            book: &Book::of(&event.links),
            private: &PrivateFacts::default(),
        };
        drop(black_box(check_event(
            &material,
            &mut CheckedTexts::default(),
        )));
        let sessions = std::slice::from_ref(&session);
        let post = build::build(&event, sessions, &event.links, PostOptions::default());
        drop(black_box(nikola::write(&post)));
    }),
    ("links", |text| {
        let links = book::bank(text);
        let mut all = Vec::new();
        for _ in 0..2 {
            book::feed(&mut all, &links, &PrivatePeople::default());
        }
        drop(black_box(book::conflicts(&all)));
        drop(black_box(book::referred(text)));
        drop(black_box(book::retarget(text, "a", "b")));
    }),
    ("files", |text| {
        files(text).unwrap_or_else(|error| eprintln!("not saved: {error}"))
    }),
    ("reading", |text| {
        drop(black_box(reading::lines(text, &rst::parse(text), 80)))
    }),
    ("rewrap", |text| {
        drop(black_box(rst::wrap::rewrap(text, 80)))
    }),
    ("escape", |text| drop(black_box(rst::escape::text(text)))),
];

/// An event of the text is made, read, changed, and saved.
fn files(text: &str) -> Result<(), StoreError> {
    let folder = std::env::temp_dir().join(format!("hallway-growth-{}", std::process::id()));
    let store = Store::new(folder.join("notebook"), folder.join("state"));
    let Ok(read) = import::read(text.as_bytes(), "x.rst") else {
        return Ok(());
    };
    let made = store.create_event("event", read.event)?;
    let mut event = store.event(&made.loaded.folder)?;
    event
        .value
        .header
        .fields
        .truncate(event.value.header.fields.len() / 2);
    event.value.header.lines = None;
    event.value.links.truncate(event.value.links.len() / 2);
    store.save(&mut event)?;
    std::fs::remove_dir_all(&folder).ok();
    Ok(())
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let pairs = args.iter().any(|arg| arg == "--pairs");
    let filters: Vec<&String> = args.iter().filter(|arg| !arg.starts_with("--")).collect();
    let mut bad = 0;
    let mut all: Vec<String> = Vec::new();
    let single = || pieces::MISTAKES.iter().chain(pieces::MARKS);
    if pairs {
        for (one, other) in single().flat_map(|one| single().map(move |other| (one, other))) {
            all.push(format!("{one}{other}"));
            all.push(format!("{one}…{other}"));
        }
        all.retain(|piece| piece.matches('…').count() < 2);
    } else {
        all.extend(single().map(|piece| (*piece).to_owned()));
    }
    for piece in &all {
        for (name, work) in WORKS {
            let wanted = |filter: &&String| piece == *filter || *name == filter.as_str();
            if !filters.is_empty() && !filters.iter().any(wanted) {
                continue;
            }
            let sizes = if pairs { &PAIR_SIZES[..] } else { &SIZES };
            bad += usize::from(!grows_with_the_text(piece, name, *work, sizes));
        }
    }
    println!("{bad} grow faster than the text");
}

/// How long this process has had a processor, which a busy machine does not change; where the
/// system does not tell, how late it is.
fn cpu() -> Duration {
    let told = std::fs::read_to_string("/proc/self/schedstat").ok();
    let nanos = told.and_then(|text| text.split(' ').next()?.parse().ok());
    nanos.map_or_else(
        || {
            SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap_or_default()
        },
        Duration::from_nanos,
    )
}

fn grows_with_the_text(piece: &str, name: &str, work: Work, sizes: &[usize]) -> bool {
    let mut before: Option<(usize, Duration)> = None;
    for size in sizes {
        let text = pieces::text(piece, *size);
        let begin = cpu();
        work(&text);
        let took = cpu().saturating_sub(begin);
        if let Some((smaller, earlier)) = before {
            let share = earlier.as_secs_f64() * (size / smaller) as f64;
            if took.as_secs_f64() > 2.5 * share && took > Duration::from_millis(60) {
                println!(
                    "{name:8} {piece:?}: {smaller} bytes {earlier:.1?}, {size} bytes {took:.1?}"
                );
                return false;
            }
        }
        if took > Duration::from_secs(20) {
            println!("{name:8} {piece:?}: {size} bytes {took:.1?}");
            return false;
        }
        before = Some((*size, took));
    }
    true
}
