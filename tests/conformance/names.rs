//! Names that are offered and taken while writing: whatever the name, docutils finds one reference
//! with its text, which leads to its URL.

use crate::judge::Judge;
use crate::plain::TRIGGERS;
use crate::random::{Random, cases, string};
use hallway::app::event_list::EventList;
use hallway::app::input::Input;
use hallway::app::key::{Key, NamedKey};
use hallway::app::settings::Settings;
use hallway::app::{App, AppInit, preview};
use hallway::model::link::Link;
use hallway::rst::escape::clean;
use hallway::rst::name::{collapse, normalise};
use serde_json::Value;
use std::time::Duration;

/// Names that people have, or that would break a careless writer.
const NAMES: &[&str] = &[
    "Fedora",
    "C++",
    "C:\\path",
    "a: b",
    "ends:",
    "`quoted`",
    "back`quote",
    "trailing_",
    "twice__",
    "_leading",
    "a <b>",
    "text <https://x.example/>",
    "<b>",
    "*star*",
    "|bar|",
    "[1]",
    "日本語 プロジェクト",
    "Café e\u{301}",
    "👩\u{200d}👩\u{200d}👧 family",
    "fsync(2)",
    "\\",
    "x\\",
    "(c) 2017",
    "1. first",
    ":role:",
    "Ünïcode Straße İstanbul",
    "a\u{a0}b",
];

/// The app, writing in a new note, with one name in the link book.
fn writing(name: &str, url: &str) -> App {
    let now = "2026-05-15T14:05:00+01:00".parse::<chrono::DateTime<chrono::Utc>>();
    let mut app = App::new(AppInit {
        settings: Settings::of(None).unwrap(),
        now: now.unwrap(),
        zone: Some(chrono_tz::Europe::London),
        notebook: None,
        event_list: EventList::default(),
        book: None,
        export_folder: None,
        instance: "test".to_owned(),
    });
    app.book = vec![Link {
        name: name.to_owned(),
        url: Some(url.to_owned()),
        ..Link::default()
    }];
    app.start(None);
    app.update(Input::Resize(120, 40));
    press(&mut app, Key::named(NamedKey::Enter));
    app
}

fn press(app: &mut App, key: Key) {
    app.elapsed += Duration::from_millis(100);
    app.update(Input::Key(key));
}

fn keys(app: &mut App, text: &str) {
    text.chars().for_each(|c| press(app, Key::char(c)));
}

/// The post in which a name was taken between these two texts.
fn taken(name: &str, url: &str, before: &str, behind: &str) -> String {
    let mut app = writing(name, url);
    keys(&mut app, before);
    keys(&mut app, behind);
    behind
        .chars()
        .for_each(|_| press(&mut app, Key::named(NamedKey::Left)));
    // A back quote right before a word closes something; there the key asks for names.
    match behind.starts_with(char::is_alphanumeric) {
        true => press(&mut app, "Ctrl-Space".parse().unwrap()),
        false => keys(&mut app, "`"),
    }
    press(&mut app, Key::named(NamedKey::Enter));
    let open_event = app.open_event.as_ref().unwrap();
    preview::draft(open_event, app.sources()).source.text
}

/// The texts and URLs of all references in a tree.
fn references(tree: &Value, found: &mut Vec<(String, String)>) {
    let Some(parts) = tree.as_array() else {
        return;
    };
    if parts.first().and_then(Value::as_str) == Some("reference") {
        let url = parts[1]["refuri"].as_str().unwrap_or("nowhere").to_owned();
        let text: Vec<&str> = parts[2..].iter().filter_map(Value::as_str).collect();
        found.push((text.concat(), url));
        return;
    }
    parts.iter().for_each(|part| references(part, found));
}

fn compare(names: &[String]) {
    let Some(mut judge) = Judge::start_with_nikola() else {
        return;
    };
    let around = [
        ("See ", "."),
        ("(", ") more"),
        ("", "s and 'x'"),
        ("\"", "\", he said"),
    ];
    for batch in names.chunks(50) {
        let posts: Vec<(String, String, String)> = batch
            .iter()
            .enumerate()
            .map(|(at, name)| {
                let (before, behind) = around[at % around.len()];
                let url = format!("https://n{at}.example/a_b");
                let post = taken(name, &url, before, behind);
                (name.clone(), url, post)
            })
            .collect();
        let sources: Vec<&str> = posts.iter().map(|(_, _, post)| post.as_str()).collect();
        let trees = judge.tree(&sources);
        let problems = judge.problems(&sources);
        for ((name, url, post), (tree, problems)) in posts.iter().zip(trees.iter().zip(problems)) {
            let loud: Vec<_> = problems.iter().filter(|one| one.level > 1).collect();
            assert!(loud.is_empty(), "{name:?}: {loud:?}\n{post}");
            let mut found = Vec::new();
            references(tree, &mut found);
            let found: Vec<(String, &str)> = found
                .iter()
                .map(|(text, url)| (collapse(text), url.as_str()))
                .collect();
            assert_eq!(found, [(collapse(name), url.as_str())], "{name:?}\n{post}");
        }
    }
}

#[test]
fn names_that_people_have_are_taken_rightly() {
    let names: Vec<String> = NAMES.iter().map(|name| (*name).to_owned()).collect();
    compare(&names);
}

#[test]
fn random_names_are_taken_rightly() {
    let mut random = Random::new(20_170_302);
    let names: Vec<String> = (0..cases(300, 5_000))
        .map(|_| string(&mut random, TRIGGERS, 5))
        // What no text keeps, a byte order mark say, no name that is written has.
        .filter(|name| !normalise(name).is_empty() && clean(name) == collapse(name))
        .collect();
    compare(&names);
}
