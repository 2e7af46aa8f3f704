//! The link book and private people: whatever is done to the book, it gets none of them.

use super::super::{Loaded, Store, StoreError};
use super::{cases, notebook};
use crate::model::entry::{EntryMark, Person};
use crate::model::event::Event;
use crate::model::link::Link;
use crate::model::privacy::Private;
use crate::model::session::Session;
use crate::store::LinkBook;
use proptest::prelude::*;

fn person(name: &str, url: &str, mark: Option<EntryMark>) -> Person {
    Person {
        name: name.to_owned(),
        url: Some(url.to_owned()),
        mark,
        ..Person::default()
    }
}

fn link(name: &str, url: &str) -> Link {
    Link {
        name: name.to_owned(),
        url: Some(url.to_owned()),
        ..Link::default()
    }
}

/// Eve is private, in an event; Bob in a session; Pat is public.
fn with_people() -> (tempfile::TempDir, Store) {
    let (folder, store) = notebook();
    let people = vec![
        person("Eve  Secret", "https://eve.example/", None),
        person("Pat", "https://pat.example/", Some(EntryMark::Public)),
    ];
    let event = Event {
        people: Private::new(people),
        ..Event::default()
    };
    store.create_event("fair", event).unwrap();
    let session = Session {
        title: "Talk".to_owned(),
        people: Private::new(vec![person(
            "Bob",
            "https://bob.example",
            Some(EntryMark::Private),
        )]),
        ..Session::default()
    };
    store.create_session("fair", "talk", session).unwrap();
    (folder, store)
}

fn refused(store: &Store, book: &mut Loaded<LinkBook>) -> Vec<String> {
    match store.save(book) {
        Err(StoreError::Private { names, .. }) => names,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_private_person_is_refused_by_name_other_name_and_address() {
    let (_folder, store) = with_people();
    let mut book = store.book().unwrap();
    book.value.links = vec![link("Someone", "https://s.example/")];
    store.save(&mut book).unwrap();
    let mut alias = link("Someone", "https://s.example/");
    alias.aliases.push("bob".to_owned());
    for bad in [
        link("eve secret", "https://s.example/"),
        link("Someone", "http://www.eve.example"),
        alias,
    ] {
        let name = bad.name.clone();
        book.value.links = vec![bad];
        assert_eq!(refused(&store, &mut book), [name]);
    }
    book.value.links = vec![
        link("Someone", "https://s.example/"),
        link("Pat", "https://pat.example/"),
    ];
    store.save(&mut book).unwrap();
}

#[test]
fn who_is_in_the_book_already_keeps_nothing_else_from_being_saved() {
    let (_folder, store) = with_people();
    let by_hand = "format = 1\n[[links]]\nname = \"Bob\"\nurl = \"https://bob.example/\"\n";
    std::fs::write(store.root().join("links.toml"), by_hand).unwrap();
    let mut book = store.book().unwrap();
    book.value.links[0].aliases.push("Robert".to_owned());
    book.value.links.push(link("New", "https://new.example/"));
    store.save(&mut book).unwrap();
    // Also when the file was removed meanwhile.
    std::fs::remove_file(store.root().join("links.toml")).unwrap();
    store.save_again(&mut book).unwrap();
    assert_eq!(store.book().unwrap().value.links.len(), 2);
}

#[test]
fn a_link_that_got_a_private_name_stays_as_it_was() {
    let (_folder, store) = with_people();
    let old = [
        link("A", "https://a.example/"),
        link("B", "https://b.example/"),
    ];
    let new = vec![
        link("Eve Secret", "https://a.example/"),
        link("B", "https://bob.example/"),
        link("C", "https://c.example/"),
        link("Disguised", "https://eve.example"),
    ];
    let (left, told) = store.without_private(&old, new).unwrap();
    assert_eq!(told, ["Eve Secret", "B", "Disguised"]);
    let names: Vec<&str> = left.iter().map(|link| link.name.as_str()).collect();
    assert_eq!(names, ["C", "A", "B"]);
    assert_eq!(left[2].url.as_deref(), Some("https://b.example/"));
}

/// One thing that can be done to a link book.
#[derive(Debug, Clone)]
enum Step {
    Add(usize, usize),
    Rename(usize, usize),
    Alias(usize, usize),
    Url(usize, usize),
    Remove(usize),
}

const NAMES: [&str; 5] = ["Eve Secret", "eve secret", "Bob", "Pat", "Zoe"];
const URLS: [&str; 5] = [
    "https://eve.example/",
    "http://bob.example",
    "https://pat.example/",
    "https://zoe.example/",
    "https://eve.example/talk",
];

fn step() -> impl Strategy<Value = Step> {
    let n = || 0..NAMES.len();
    prop_oneof![
        (n(), n()).prop_map(|(name, url)| Step::Add(name, url)),
        (n(), n()).prop_map(|(at, name)| Step::Rename(at, name)),
        (n(), n()).prop_map(|(at, name)| Step::Alias(at, name)),
        (n(), n()).prop_map(|(at, url)| Step::Url(at, url)),
        n().prop_map(Step::Remove),
    ]
}

fn take(step: &Step, links: &mut Vec<Link>) {
    let len = links.len();
    let at = |at: usize| at.checked_rem(len).unwrap_or(0);
    match *step {
        Step::Add(name, url) => links.push(link(NAMES[name], URLS[url])),
        Step::Remove(n) if !links.is_empty() => drop(links.remove(at(n))),
        Step::Rename(n, name) if !links.is_empty() => links[at(n)].name = NAMES[name].to_owned(),
        Step::Alias(n, name) if !links.is_empty() => {
            links[at(n)].aliases.push(NAMES[name].to_owned());
        }
        Step::Url(n, url) if !links.is_empty() => links[at(n)].url = Some(URLS[url].to_owned()),
        _ => {}
    }
}

proptest! {
    #![proptest_config(cases(48, 2_000))]

    #[test]
    fn no_way_into_the_book_is_open(steps in proptest::collection::vec(step(), 1..12), app in any::<bool>()) {
        let (_folder, store) = with_people();
        let mut book = store.book().unwrap();
        for step in &steps {
            let old = book.value.links.clone();
            take(step, &mut book.value.links);
            if app {
                let links = std::mem::take(&mut book.value.links);
                book.value.links = store.without_private(&old, links).unwrap().0;
                store.save(&mut book).unwrap();
            } else if store.save(&mut book).is_err() {
                book.value.links = old;
            }
            let text = std::fs::read_to_string(book.path()).unwrap_or_default().to_lowercase();
            let talk = text.replace("eve.example/talk", "");
            for secret in ["eve", "bob"] {
                prop_assert!(!talk.contains(secret), "{:?}: {}", step, text);
            }
        }
    }
}
