//! How the time grows with a text that repeats one piece: what takes far more than its share of a text that is so many times as long has a loop
//! in a loop. Prints what does; nothing may.
//!
//! `cargo bench --bench growth`, with `-- TEXT` for the pieces or the works with this text in their names.

mod pieces;

use hallway::check::{Book, mend_all, post};
use hallway::model::layout::Look;
use hallway::post::{import, reading};
use hallway::rst;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// The sizes in bytes.
const SIZES: [usize; 3] = [50_000, 200_000, 1_000_000];

/// What is done with a text.
const WORKS: &[(&str, fn(&str))] = &[
    ("parse", |text| drop(black_box(rst::parse(text)))),
    ("check", |text| drop(black_box(post(text, &Book::default())))),
    ("mend", |text| drop(black_box(mend_all(text, &Book::default())))),
    ("import", |text| drop(black_box(import::read(text.as_bytes(), "x.rst")))),
    ("update", |text| {
        let Ok(read) = import::read(text.as_bytes(), "x.rst") else { return };
        let edited = format!("{text}x");
        let (event, sessions) = (&read.event, &read.sessions);
        drop(black_box(import::update(event, sessions, &[], Look::default(), edited.as_bytes(), "x.rst")));
    }),
    ("reading", |text| drop(black_box(reading::lines(text, &rst::parse(text), 80)))),
    ("rewrap", |text| drop(black_box(rst::wrap::rewrap(text, 80)))),
    ("escape", |text| drop(black_box(rst::escape::text(text)))),
];

fn main() {
    let filters: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let mut bad = 0;
    for piece in pieces::MISTAKES.iter().chain(pieces::MARKS) {
        for (name, work) in WORKS {
            let wanted = |filter: &String| piece == filter || name == filter;
            if !filters.is_empty() && !filters.iter().any(wanted) {
                continue;
            }
            bad += usize::from(!grows_with_the_text(piece, name, *work));
        }
    }
    println!("{bad} grow faster than the text");
}

fn grows_with_the_text(piece: &str, name: &str, work: fn(&str)) -> bool {
    let mut before: Option<(usize, Duration)> = None;
    for size in SIZES {
        let text = pieces::text(piece, size);
        let begin = Instant::now();
        work(&text);
        let took = begin.elapsed();
        if let Some((smaller, earlier)) = before {
            let share = earlier.as_secs_f64() * (size / smaller) as f64;
            if took.as_secs_f64() > 2.0 * share && took > Duration::from_millis(40) {
                println!("{name:8} {piece:?}: {smaller} bytes {earlier:.1?}, {size} bytes {took:.1?}");
                return false;
            }
        }
        if took > Duration::from_secs(3) {
            println!("{name:8} {piece:?}: {size} bytes {took:.1?}");
            return false;
        }
        before = Some((size, took));
    }
    true
}
