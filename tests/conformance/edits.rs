//! Edits of an exported file find their way back into the event.

use hallway::model::entry::{Entry, EntryKind};
use hallway::model::event::{Closing, Event};
use hallway::model::layout::PostOptions;
use hallway::model::session::{Session, SessionKind, Speaker};
use hallway::post::import::{self, PostChange, Update};
use hallway::post::{build, nikola};

/// An event as a person makes it here: a byline, a quote, a sub-heading, an agenda.
fn notebook() -> (Event, Vec<Session>) {
    let event = Event {
        title: "A conference".to_owned(),
        intro: "It was a *fine* day.\n".to_owned(),
        closing: Some(Closing {
            title: "Home again".to_owned(),
            level: 1,
            text: "Tired.\n".to_owned(),
            ..Closing::default()
        }),
        ..Event::default()
    };
    let mut talk = Session {
        title: "On fish".to_owned(),
        order: Some(10),
        speakers: vec![Speaker {
            name: "Ann Author".to_owned(),
            ..Speaker::default()
        }],
        notes: "They swim.\n\nDetails\n=======\n\nWith fins.\n".to_owned(),
        ..Session::default()
    };
    talk.entries.owner_mut().push(Entry {
        kind: EntryKind::Quote,
        text: "Wet!".to_owned(),
        who: Some("Bob".to_owned()),
        ..Entry::default()
    });
    let meetup = Session {
        kind: SessionKind::Meetup,
        title: "Anglers".to_owned(),
        order: Some(20),
        agenda: vec!["hooks".to_owned(), "lines".to_owned()],
        notes: "We sat in a circle.\n".to_owned(),
        ..Session::default()
    };
    (event, vec![talk, meetup])
}

fn export(event: &Event, sessions: &[Session]) -> String {
    nikola::write(&build::build(event, sessions, &[], PostOptions::default())).text
}

fn take(file: &str) -> Update {
    let (event, sessions) = notebook();
    import::update(
        &event,
        &sessions,
        &[],
        PostOptions::default(),
        file.as_bytes(),
        "post.rst",
    )
    .expect("a text")
}

#[test]
fn an_unedited_file_changes_nothing() {
    let (event, sessions) = notebook();
    let update = take(&export(&event, &sessions));
    assert_eq!(update.changes, []);
    assert_eq!(
        (update.event, update.sessions, update.unchanged),
        (event, sessions, true)
    );
}

#[test]
fn each_edit_goes_where_it_belongs() {
    let (event, sessions) = notebook();
    let file = export(&event, &sessions);
    let edited = file
        .replace("With fins.", "With many fins.")
        .replace("Anglers\n-------", "Anglers all\n-----------")
        .replace("a *fine* day", "a **very** fine day")
        .replace("Tired.", "Tired but happy.");
    let update = take(&edited);
    let expected = [
        PostChange::Intro,
        PostChange::Notes("On fish".to_owned()),
        PostChange::Title("Anglers".to_owned(), "Anglers all".to_owned()),
        PostChange::Closing,
    ];
    assert_eq!(update.changes, expected);
    assert!(update.sessions[0].notes.contains("With many fins."));
    assert!(
        !update.sessions[0].notes.contains("Ann Author"),
        "the byline stays a field"
    );
    assert_eq!(update.sessions[0].entries, sessions[0].entries);
    assert_eq!(update.sessions[1].agenda, sessions[1].agenda);
    assert!(update.unchanged);
    assert_eq!(export(&update.event, &update.sessions), edited);
}

#[test]
fn a_section_that_is_gone_is_kept_but_not_published() {
    let (event, sessions) = notebook();
    let file = export(&event, &sessions);
    let from = file.find("Anglers").expect("the meetup");
    let to = file.find("Home again").expect("the closing");
    let update = take(&format!("{}{}", &file[..from], &file[to..]));
    assert_eq!(update.changes, [PostChange::LeftOut("Anglers".to_owned())]);
    assert!(!update.sessions[1].in_post);
    assert_eq!(update.sessions[1].notes, sessions[1].notes);
}

#[test]
fn a_new_section_becomes_a_session_and_a_new_target_a_link() {
    let (event, sessions) = notebook();
    let file = export(&event, &sessions);
    let edited = file.replace(
        "Home again\n",
        "The train\n---------\n\nA `train`_.\n\n\nHome again\n",
    ) + "\n\n.. _train: https://example.org/\n";
    let update = take(&edited);
    assert_eq!(
        update.changes,
        [
            PostChange::Added("The train".to_owned()),
            PostChange::Link("train".to_owned())
        ]
    );
    assert_eq!(update.sessions.len(), 3);
    assert_eq!(
        export(&update.event, &ordered(&update.sessions))
            .matches("A `train`_.")
            .count(),
        1
    );
}

fn ordered(sessions: &[Session]) -> Vec<Session> {
    let mut sessions = sessions.to_vec();
    sessions.sort_by(|one, other| one.place().cmp(&other.place()));
    sessions
}

#[test]
fn swapped_sections_swap_the_sessions() {
    let (event, sessions) = notebook();
    let file = export(&event, &sessions);
    let one = file.find("On fish").expect("the talk");
    let two = file.find("Anglers").expect("the meetup");
    let end = file.find("Home again").expect("the closing");
    let update = take(&format!(
        "{}{}{}{}",
        &file[..one],
        &file[two..end],
        &file[one..two],
        &file[end..]
    ));
    assert_eq!(update.changes, [PostChange::Order]);
    let titles: Vec<String> = ordered(&update.sessions)
        .into_iter()
        .map(|session| session.title)
        .collect();
    assert_eq!(titles, ["Anglers", "On fish"]);
}
