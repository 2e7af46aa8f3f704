//! Models in which every field says something else than it does by default.

use chrono::{DateTime, FixedOffset, NaiveDate};
use hallway::model::count::{Count, Hour};
use hallway::model::entry::{Entry, EntryKind, EntryMark, Person};
use hallway::model::event::{Closing, Event, ExportRecord, OwnHeading};
use hallway::model::header::{HeaderFormat, HeaderLine, PostHeader};
use hallway::model::layout::{Gap, HeadingLayout, PostLayout, PostOptions, Wrap};
use hallway::model::link::{Link, LinkKind, TargetForm};
use hallway::model::notebook::Notebook;
use hallway::model::privacy::Private;
use hallway::model::programme::{Programme, Talk};
use hallway::model::session::{Placement, Role, Session, SessionKind, Speaker, Status, TalkFormat};
use hallway::store::LinkBook;

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn texts(all: &[&str]) -> Vec<String> {
    all.iter().map(|&text| text.to_owned()).collect()
}

fn at(moment: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(moment).unwrap()
}

fn look() -> PostOptions {
    PostOptions {
        title: Some(false),
        byline: Some(true),
        agenda: Some(false),
        quotes: Some(true),
        questions: Some(false),
        crowd: Some(true),
        entries: Some(false),
        media: Some(true),
        wrap: Some(Wrap::At(72)),
    }
}

pub fn notebook() -> Notebook {
    Notebook {
        id: "0123456789abcdef".to_owned(),
        author: text("Ada Example"),
        time_zone: Some(chrono_tz::Europe::Berlin),
        category: text("conferences"),
        tags: texts(&["open source", "travel"]),
        look: look(),
    }
}

pub fn book() -> LinkBook {
    let link = |name: &str, kind| Link {
        name: name.to_owned(),
        url: Some(format!("https://example.org/{}", name.to_lowercase())),
        kind: Some(kind),
        ..Link::default()
    };
    LinkBook {
        links: vec![
            Link {
                aliases: texts(&["The Project", "Proj"]),
                ..link("Project", LinkKind::Project)
            },
            link("Company", LinkKind::Company),
            link("Person", LinkKind::Person),
            link("Page", LinkKind::Page),
            Link {
                name: "Not yet".to_owned(),
                ..Link::default()
            },
        ],
    }
}

fn people() -> Private<Vec<Person>> {
    Private::new(vec![
        Person {
            name: "Bob Example".to_owned(),
            project: text("Example OS"),
            url: text("https://bob.example.org/"),
            place: text("in the queue for coffee"),
            promised: text("a patch"),
            at: Some(at("2017-03-03T09:30:00-08:00")),
            mark: Some(EntryMark::Public),
        },
        Person {
            name: "Eve".to_owned(),
            mark: Some(EntryMark::Private),
            ..Person::default()
        },
    ])
}

fn entries() -> Private<Vec<Entry>> {
    let entry = |kind, text: &str| Entry {
        at: Some(at("2017-03-02T10:12:00-08:00")),
        kind,
        text: text.to_owned(),
        ..Entry::default()
    };
    Private::new(vec![
        Entry {
            folded: true,
            ..entry(EntryKind::Note, "A note in the prose.")
        },
        Entry {
            mark: Some(EntryMark::Private),
            ..entry(EntryKind::Question, "Who asked \"why\"?")
        },
        Entry {
            who: text("Grace Example"),
            mark: Some(EntryMark::Public),
            ..entry(EntryKind::Quote, "It's C:\\temp, isn't it?")
        },
        Entry {
            at: None,
            done: true,
            ..entry(EntryKind::ToDo, "Send the slides")
        },
    ])
}

fn heading() -> OwnHeading {
    OwnHeading {
        source: text("*Everything* at once"),
        layout: HeadingLayout {
            before: Some(Gap::Lines(3)),
            after: Some(Gap::Verbatim("\n \n".to_owned())),
            underline: -2,
            verbatim: text("*Everything* at once\n=================="),
        },
    }
}

/// An event with a plain header.
pub fn event() -> Event {
    let link = |name: &str, form| Link {
        name: name.to_owned(),
        url: Some("https://example.org/".to_owned()),
        form,
        ..Link::default()
    };
    let verbatim = ".. _`Back quoted`:\n   https://example.org/".to_owned();
    Event {
        title: "Everything at once".to_owned(),
        starts: NaiveDate::from_ymd_opt(2017, 3, 2),
        ends: NaiveDate::from_ymd_opt(2017, 3, 5),
        time_zone: Some(chrono_tz::America::Los_Angeles),
        place: text("Pasadena, California"),
        url: text("https://example.org/everything"),
        header: PostHeader {
            format: HeaderFormat::Docinfo,
            fields: [
                ("title", "Everything"),
                ("date", "2017-03-06 20:15"),
                ("x-own", ""),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec(),
            lines: None,
        },
        look: PostOptions {
            wrap: Some(Wrap::Keep),
            ..look()
        },
        heading: heading(),
        intro: "First line.\n\nIt's the *second* paragraph, with ``C:\\``.".to_owned(),
        closing: Some(Closing {
            title: "Until next year".to_owned(),
            heading: heading(),
            level: 1,
            text: "Three quotes: ''' and \"\"\" and a bell: \u{7}.".to_owned(),
        }),
        links: vec![
            Link {
                aliases: texts(&["Ex"]),
                kind: Some(LinkKind::Page),
                keep: true,
                ..link("Example", None)
            },
            link("One", Some(TargetForm::OneLine)),
            link("Next", Some(TargetForm::NextLine)),
            link("Back quoted", Some(TargetForm::Verbatim(verbatim))),
        ],
        never_link: texts(&["Go", "Make"]),
        entries: entries(),
        people: people(),
        layout: PostLayout {
            adornments: texts(&["==", "-", "~"]),
            before_heading: Some(Gap::Lines(1)),
            after_heading: Some(Gap::Lines(0)),
            after_header: Some(Gap::Lines(2)),
            before_docinfo: Some(Gap::Lines(1)),
            before_links: Some(Gap::Verbatim("\n\t\n".to_owned())),
            between_links: Some(Gap::Lines(1)),
            end: text("\n\n"),
            crlf: true,
            byte_order_mark: true,
            keep_links: true,
            keep_header: true,
            keep_headings: true,
            preamble: text(".. A licence.\n"),
        },
        exports: vec![ExportRecord {
            file: "everything.rst".to_owned(),
            hash: "00ff".to_owned(),
        }],
    }
}

/// An event whose header has lines of its own.
pub fn imported() -> Event {
    let field = |prefix: &str| HeaderLine::Field(prefix.to_owned());
    Event {
        title: "Imported".to_owned(),
        header: PostHeader {
            format: HeaderFormat::Nikola,
            fields: [("title", "Imported"), ("tags", "a"), ("tags", "b")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec(),
            lines: Some(vec![
                field(".. title:  "),
                HeaderLine::Other(".. a comment".to_owned()),
                field(".. tags: "),
                field(".. tags:"),
            ]),
        },
        ..Event::default()
    }
}

pub fn session() -> Session {
    let count = |name: &str, count| Count {
        name: name.to_owned(),
        count,
        hours: vec![
            Hour {
                at: at("2017-03-02T10:00:00-08:00"),
                count: count + 1,
            },
            Hour {
                at: at("2017-03-02T11:00:00-08:00"),
                count: -1,
            },
        ],
    };
    Session {
        kind: SessionKind::Booth,
        title: "All of it".to_owned(),
        heading: heading(),
        order: Some(20),
        starts: Some(at("2017-03-02T10:00:00-08:00")),
        ends: Some(at("2017-03-02T11:30:00.5-08:00")),
        room: text("Hall \"A\""),
        track: text("Main"),
        url: text("https://example.org/programme/1"),
        tags: texts(&["one", "two"]),
        status: Status::Planned,
        role: Role::Staff,
        in_post: false,
        placement: Placement::Intro,
        level: 2,
        notes: "Notes.\n".to_owned(),
        fields_in_notes: true,
        speakers: vec![Speaker {
            name: "Grace Example".to_owned(),
            affiliation: text("Example, Inc."),
            url: text("https://grace.example.org/"),
        }],
        byline: text("Presented by"),
        format: Some(TalkFormat::Lightning),
        slides: text("https://example.org/slides.pdf"),
        video: text("https://example.org/video"),
        organisations: texts(&["Example Foundation"]),
        colleagues: texts(&["Carol", "Dan"]),
        tallies: vec![count("visitors", 40), count("swag", 12)],
        crowd: vec![count("hobbyist", 9)],
        questions: vec![count("Is it free?", 17)],
        host: text("The local user group"),
        agenda: texts(&[
            "Welcome",
            "A very long point of the agenda ".repeat(3).trim(),
            "Pizza",
        ]),
        attendance: Some(33),
        entries: entries(),
        people: people(),
        programme_id: text("event/1"),
    }
}

/// A programme in which everything is said.
pub fn programme() -> Programme {
    Programme {
        title: text("Trains 26"),
        source: text("schedule XML"),
        version: text("1.2"),
        time_zone: Some(chrono_tz::Tz::Europe__Vienna),
        talks: vec![Talk {
            id: "aa-1".to_owned(),
            title: "Points & crossings".to_owned(),
            subtitle: text("and how they are kept warm"),
            speakers: vec![Speaker {
                name: "Ada Rail".to_owned(),
                affiliation: text("Tracks Inc."),
                url: text("https://ada.example/"),
            }],
            room: text("Platform 1"),
            track: text("Steel"),
            kind: text("talk"),
            starts: Some(at("2026-05-15T10:00:00+02:00")),
            ends: Some(at("2026-05-15T10:45:00+02:00")),
            language: text("en"),
            about: "How points work.\n\nAnd why.".to_owned(),
            url: text("https://trains.example/points"),
        }],
    }
}
