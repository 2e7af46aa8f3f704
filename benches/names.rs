//! Offering names while writing, with 10,000 of them in the link book: the back quote that opens
//! the offer, a letter that narrows it, and the one that takes the best.
//!
//! `cargo bench --bench names`. A frame is 16 ms.

use divan::Bencher;
use hallway::app::event_list::EventList;
use hallway::app::input::Input;
use hallway::app::key::{Key, NamedKey};
use hallway::app::settings::Settings;
use hallway::app::{App, AppInit};
use hallway::model::link::Link;
use std::time::Duration;

/// How many names there are.
const NAMES: usize = 10_000;

fn main() {
    divan::main();
}

fn book() -> Vec<Link> {
    let (first, second) = (
        [
            "Project", "Doctor", "Open", "Free", "Café", "日本", "Small", "Great",
        ],
        [
            "Fedora", "Atomic", "Postgres", "Harbour", "Lantern", "Kernel", "Static", "Hallway",
        ],
    );
    let link = |at: usize| Link {
        name: format!("{} {} {at}", first[at % 8], second[at / 8 % 8]),
        url: Some(format!("https://n{at}.example/")),
        ..Link::default()
    };
    (0..NAMES).map(link).collect()
}

/// The app, writing in a new note.
fn writing() -> App {
    let settings = match Settings::of(None) {
        Ok(settings) => settings,
        Err(error) => {
            eprintln!("the default settings: {error}");
            std::process::exit(1)
        }
    };
    let mut app = App::new(AppInit {
        settings,
        now: chrono::DateTime::UNIX_EPOCH,
        zone: None,
        notebook: None,
        event_list: EventList::default(),
        book: None,
        export_folder: None,
        instance: "bench".to_owned(),
    });
    app.book = book();
    app.start(None);
    app.update(Input::Resize(120, 40));
    press(&mut app, Key::named(NamedKey::Enter));
    app
}

fn press(app: &mut App, key: Key) {
    app.elapsed += Duration::from_millis(50);
    app.update(Input::Key(key));
}

#[divan::bench]
fn a_back_quote_opens_the_offer(bencher: Bencher<'_, '_>) {
    let mut app = writing();
    bencher.bench_local(|| {
        press(&mut app, Key::char('`'));
        press(&mut app, Key::named(NamedKey::Esc));
        press(&mut app, Key::named(NamedKey::Backspace));
    });
}

#[divan::bench]
fn a_letter_narrows_it(bencher: Bencher<'_, '_>) {
    let mut app = writing();
    press(&mut app, Key::char('`'));
    bencher.bench_local(|| {
        press(&mut app, Key::char('f'));
        press(&mut app, Key::named(NamedKey::Backspace));
    });
}

#[divan::bench]
fn enter_takes_the_best(bencher: Bencher<'_, '_>) {
    bencher
        .with_inputs(|| {
            let mut app = writing();
            press(&mut app, Key::char('`'));
            "fedora 9"
                .chars()
                .for_each(|c| press(&mut app, Key::char(c)));
            app
        })
        .bench_local_values(|mut app| press(&mut app, Key::named(NamedKey::Enter)));
}
