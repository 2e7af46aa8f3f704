//! Nothing private appears in any export, whatever else a session holds.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // A test stops at what it does not expect.

use hallway::model::entry::{Entry, EntryKind, EntryMark, Person};
use hallway::model::event::{Closing, Event};
use hallway::model::layout::PostOptions;
use hallway::model::link::Link;
use hallway::model::privacy::Private;
use hallway::model::session::{Placement, Session, SessionKind, Speaker, Status};
use hallway::post::{build, nikola};
use proptest::prelude::*;

/// Text that must not get out is made of this and a number; text that must is made of [`SHOWN`].
const HIDDEN: &str = "Zugeknoepft";
const SHOWN: &str = "Offenkundig";

fn word(hidden: bool, number: usize) -> String {
    format!("{}{number}", if hidden { HIDDEN } else { SHOWN })
}

fn mark() -> impl Strategy<Value = Option<EntryMark>> {
    prop_oneof![
        Just(None),
        Just(Some(EntryMark::Public)),
        Just(Some(EntryMark::Private))
    ]
}

fn entry(kind: SessionKind, published: bool) -> impl Strategy<Value = Entry> {
    (
        0_usize..4,
        mark(),
        any::<bool>(),
        any::<bool>(),
        0_usize..1000,
    )
        .prop_map(move |(which, mark, folded, done, number)| {
            let entry_kind = EntryKind::ALL[which];
            let by_kind = match entry_kind {
                EntryKind::ToDo => false,
                EntryKind::Quote => kind == SessionKind::Talk,
                EntryKind::Note | EntryKind::Question => true,
            };
            let public = match mark {
                Some(EntryMark::Public) => true,
                Some(EntryMark::Private) => false,
                None => by_kind,
            };
            let shown = public && published && !folded;
            Entry {
                kind: entry_kind,
                text: word(!shown, number),
                who: Some(word(!shown, number + 1)),
                mark,
                folded,
                done,
                at: None,
            }
        })
}

fn person(published: bool) -> impl Strategy<Value = Person> {
    (mark(), 0_usize..1000).prop_map(move |(mark, number)| {
        let shown = published && mark == Some(EntryMark::Public);
        Person {
            name: word(!shown, number),
            project: Some(word(!shown, number + 1)),
            // Even of a person who is shown, these stay at home.
            url: Some(format!("https://example.org/{HIDDEN}")),
            place: Some(word(true, number)),
            promised: Some(word(true, number)),
            at: None,
            mark,
        }
    })
}

fn session() -> impl Strategy<Value = Session> {
    let shape = (0_usize..4, any::<bool>(), 0_usize..3, any::<bool>());
    shape.prop_flat_map(|(kind, publish, status, intro)| {
        let kind = SessionKind::ALL[kind];
        let status = Status::ALL[status];
        let published = publish && status != Status::Skipped;
        let entries = prop::collection::vec(entry(kind, published), 0..6);
        let people = prop::collection::vec(person(published), 0..4);
        (entries, people, 0_usize..1000).prop_map(move |(entries, people, number)| {
            let text = word(!published, number);
            Session {
                kind,
                title: text.clone(),
                in_post: publish,
                status,
                placement: if intro {
                    Placement::Intro
                } else {
                    Placement::Section
                },
                notes: format!("{text}\n"),
                speakers: vec![Speaker {
                    name: text.clone(),
                    affiliation: Some(text.clone()),
                    url: None,
                }],
                agenda: vec![text],
                entries: Private::new(entries),
                people: Private::new(people),
                ..Session::default()
            }
        })
    })
}

fn event() -> impl Strategy<Value = Event> {
    let inbox = prop::collection::vec((0_usize..4, mark()), 0..5);
    let people = prop::collection::vec(person(false), 0..4);
    (inbox, people).prop_map(|(inbox, people)| {
        let entry = |(kind, mark): (usize, _)| Entry {
            kind: EntryKind::ALL[kind],
            text: word(true, 0),
            mark,
            ..Entry::default()
        };
        Event {
            title: "A conference".to_owned(),
            intro: "Words before.\n".to_owned(),
            closing: Some(Closing {
                title: "Closing".to_owned(),
                text: "Words after.\n".to_owned(),
                level: 1,
                ..Closing::default()
            }),
            entries: Private::new(inbox.into_iter().map(entry).collect()),
            people: Private::new(people),
            ..Event::default()
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_private_is_exported_and_nothing_public_is_missing(event in event(), sessions in prop::collection::vec(session(), 0..5)) {
        let book = [Link { name: word(true, 1), url: Some(format!("https://example.org/{HIDDEN}")), ..Link::default() }];
        let text = nikola::write(&build::build(&event, &sessions, &book, PostOptions::default())).text;
        prop_assert!(!text.contains(HIDDEN), "a private text got out:\n{text}");
        for session in &sessions {
            for entry in session.entries.owner().iter().filter(|entry| entry.text.starts_with(SHOWN)) {
                prop_assert!(text.contains(&entry.text), "{} is missing:\n{text}", entry.text);
            }
            for person in session.people.owner().iter().filter(|person| person.name.starts_with(SHOWN)) {
                prop_assert!(text.contains(&person.name), "{} is missing:\n{text}", person.name);
            }
        }
    }
}

#[test]
fn a_private_thing_does_not_show_in_debug_output() {
    let private = Private::new("a secret");
    assert_eq!(format!("{private:?}"), "Private(..)");
}
