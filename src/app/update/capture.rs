//! Keeping a line, without leaving the place where one is.

use super::super::effect::Effect;
use super::super::layer::{Captured, Layer, Prompt, Purpose};
use super::super::open_event::{OpenEvent, SessionId, TimelineRow};
use super::super::{App, Screen};
use super::change::{Changed, transact};
use crate::edit::LineInput;
use crate::model::entry::{Entry, EntryKind, Person};
use chrono::{DateTime, FixedOffset};

/// Asks for the line.
pub fn ask(app: &mut App) -> Vec<Effect> {
    let Some(open_event) = app
        .open_event
        .as_ref()
        .filter(|_| app.screen == Screen::Event)
    else {
        app.say("Open an event first");
        return Vec::new();
    };
    let into = place(app, open_event);
    app.layers.push(Layer::Prompt(Prompt {
        purpose: Purpose::Capture(Captured::Entry(EntryKind::Note), into),
        input: LineInput::default(),
        placeholder: String::new(),
    }));
    Vec::new()
}

/// Where a line goes: to the session that is being written, else the one that runs, else the inbox.
fn place(app: &App, open_event: &OpenEvent) -> Option<SessionId> {
    if let Some(Layer::Booth(booth)) = app.layers.last() {
        return Some(booth.session_id);
    }
    match open_event.selected {
        TimelineRow::Session(session_id) if app.is_writing() => Some(session_id),
        _ => open_event.running(app.now, app.home),
    }
}

/// Keeps the line.
pub fn keep(app: &mut App, what: Captured, into: Option<SessionId>, text: &str) -> Vec<Effect> {
    let text = text.trim().to_owned();
    let Some(open_event) = app.open_event.as_ref().filter(|_| !text.is_empty()) else {
        return Vec::new();
    };
    let into = into.filter(|session_id| open_event.session(*session_id).is_some());
    let at = open_event.event.local(app.now, app.home);
    let (about, place) =
        match into.and_then(|session_id| open_event.session(session_id).map(|s| (session_id, s))) {
            Some((session_id, session)) => (Changed::Session(session_id), session.title.clone()),
            None => (Changed::Event, "the inbox".to_owned()),
        };
    let effects = transact(
        app,
        format!("adding a {}", what.word()),
        &[about],
        |open_event| {
            let session = into.and_then(|session_id| open_event.session_mut(session_id));
            let (entries, people) = match session {
                Some(session) => (session.entries.owner_mut(), session.people.owner_mut()),
                None => (
                    open_event.event.entries.owner_mut(),
                    open_event.event.people.owner_mut(),
                ),
            };
            put(what, &text, at, entries, people);
        },
    );
    app.say(format!("Added {} to {place}", what.word()));
    effects
}

/// Puts the line behind the others.
pub fn put(
    what: Captured,
    text: &str,
    at: DateTime<FixedOffset>,
    entries: &mut Vec<Entry>,
    people: &mut Vec<Person>,
) {
    let at = Some(at);
    match what {
        Captured::Entry(kind) => {
            let (text, who) = speaker_of(kind, text);
            entries.push(Entry {
                at,
                kind,
                text,
                who,
                ..Entry::default()
            });
        }
        Captured::Person => {
            let (name, project) = match text.split_once(',') {
                Some((name, project)) => (name.trim(), Some(project.trim().to_owned())),
                None => (text, None),
            };
            people.push(Person {
                name: name.to_owned(),
                project,
                at,
                ..Person::default()
            });
        }
    }
}

/// A quote with who said it behind two hyphens or a dash.
fn speaker_of(kind: EntryKind, text: &str) -> (String, Option<String>) {
    let parts = [" -- ", " \u{2014} "]
        .iter()
        .filter(|_| matches!(kind, EntryKind::Quote | EntryKind::Question))
        .find_map(|dash| text.rsplit_once(dash));
    match parts {
        Some((text, who)) if !text.trim().is_empty() && !who.trim().is_empty() => {
            (text.trim().to_owned(), Some(who.trim().to_owned()))
        }
        _ => (text.to_owned(), None),
    }
}
