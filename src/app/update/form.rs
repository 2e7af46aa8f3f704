//! Filling in the fields of a session or of the event.

use super::super::action::Action;
use super::super::effect::{DocumentId, Effect};
use super::super::form::{EntryRef, FieldKind, Form, FormField};
use super::super::form::{put_entry, put_event, put_list, put_person, put_session};
use super::super::layer::Layer;
use super::super::open_event::{OpenEvent, SessionId};
use super::super::{App, Screen};
use super::change::{Changed, commit_input, transact};
use crate::model::entry::{Entry, Person};
use crate::model::event::Event;
use crate::model::session::Session;
use crate::model::when::EventFrame;
use crate::store::journal::Snapshot;

/// What the fields are put into.
enum Thing {
    Session(Box<Session>),
    Event(Box<Event>),
}

/// Opens the form of the chosen session, else that of the event.
pub fn open(app: &mut App) -> Vec<Effect> {
    if app.screen == Screen::Events {
        return super::open::then(app, Action::EventFields);
    }
    commit_input(app);
    let Some(open_event) = app.open_event.as_ref() else {
        return Vec::new();
    };
    let form = match open_event.chosen() {
        Some((session_id, session)) => Form::session(session_id, session),
        None => Form::event(&open_event.event),
    };
    app.layers.push(Layer::Form(form));
    Vec::new()
}

/// Opens the form of the event.
pub fn open_event(app: &mut App) -> Vec<Effect> {
    if app.screen == Screen::Events {
        return super::open::then(app, Action::EventFields);
    }
    commit_input(app);
    let Some(open_event) = app.open_event.as_ref() else {
        return Vec::new();
    };
    app.layers.push(Layer::Form(Form::event(&open_event.event)));
    Vec::new()
}

/// Opens the form of a line that was kept in a session or in the inbox.
pub fn open_entry(app: &mut App, place: Option<SessionId>, kept: EntryRef) {
    let Some(open_event) = app.open_event.as_ref() else {
        return;
    };
    let (entries, people) = super::super::entries::of(open_event, place);
    if let Some(form) = Form::of_entry_ref(place, kept, entries, people) {
        app.layers.push(Layer::Form(form));
    }
}

/// Looks which fields can be read.
pub fn check(app: &mut App) {
    let Some(Layer::Form(mut form)) = app.layers.pop() else {
        return;
    };
    form.grow();
    if let Some(open_event) = app.open_event.as_ref() {
        read(app, open_event, &mut form);
    }
    app.layers.push(Layer::Form(form));
}

/// Keeps what was typed and closes the form. A field that cannot be read is shown first; leaving
/// once more leaves it as it was.
pub fn close(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Form(mut form)) = app.layers.pop() else {
        return Vec::new();
    };
    let Some(thing) = app
        .open_event
        .as_ref()
        .and_then(|open_event| read(app, open_event, &mut form))
    else {
        return Vec::new();
    };
    let wrong = form.fields.iter().position(|field| field.error.is_some());
    if let Some(at) = wrong.filter(|_| !form.warned) {
        form.selected = at;
        form.warned = true;
        let label = form.field().what.label();
        app.complain(format!(
            "{label} cannot be read; fix it, or press Esc to leave it as it was"
        ));
        app.layers.push(Layer::Form(form));
        return Vec::new();
    }
    if !form.fields.iter().any(FormField::has_changed) {
        return Vec::new();
    }
    match (thing, form.session) {
        (Thing::Session(session), Some(session_id)) => {
            let label = match form.entry {
                Some(_) => "a captured line".to_owned(),
                None => format!("the fields of {}", session.title),
            };
            transact(app, label, &[Changed::Session(session_id)], |open_event| {
                open_event.provisional =
                    open_event.provisional.filter(|found| *found != session_id);
                if let Some(place) = open_event.session_mut(session_id) {
                    *place = *session;
                }
            })
        }
        (Thing::Event(event), _) => {
            transact(app, "the event's fields", &[Changed::Event], |open_event| {
                open_event.event = *event
            })
        }
        (Thing::Session(_), None) => Vec::new(),
    }
}

/// What an open form would make of what it belongs to, if anything was typed into it.
pub fn typed(app: &App, form: &Form) -> Option<(DocumentId, Snapshot)> {
    if !form.fields.iter().any(FormField::has_changed) {
        return None;
    }
    let open_event = app.open_event.as_ref()?;
    Some(
        match (read(app, open_event, &mut form.clone())?, form.session) {
            (Thing::Session(session), Some(session_id)) => (
                DocumentId::Session(open_event.id, session_id),
                Snapshot::Session(session),
            ),
            (Thing::Event(event), _) => (DocumentId::Event(open_event.id), Snapshot::Event(event)),
            (Thing::Session(_), None) => return None,
        },
    )
}

/// Puts the fields that were changed and can be read into what they belong to, and says beside the
/// others what is wrong.
fn read(app: &App, open_event: &OpenEvent, form: &mut Form) -> Option<Thing> {
    let frame = EventFrame {
        zone: open_event.event.zone(app.home),
        first: open_event.event.starts,
        last: open_event.event.ends,
        now: app.now,
    };
    let mut thing = match form.session {
        Some(session_id) => Thing::Session(Box::new(open_event.session(session_id)?.clone())),
        None => Thing::Event(Box::new(open_event.event.clone())),
    };
    for group in form
        .fields
        .chunk_by_mut(|one, other| one.what == other.what)
    {
        for field in group.iter_mut() {
            field.error = None;
        }
        if !group.iter().any(FormField::has_changed) {
            continue;
        }
        let typed: Vec<String> = group
            .iter()
            .map(|field| field.input.text().to_owned())
            .collect();
        for (field, typed) in group.iter_mut().zip(&typed) {
            field.error = put(&mut thing, form.entry, field.what, typed, frame).err();
        }
        if let (Thing::Session(session), [first, ..]) = (&mut thing, &*group) {
            put_list(session, first.what, &typed);
        }
    }
    Some(thing)
}

/// Puts what was typed into a field into what it belongs to.
fn put(
    thing: &mut Thing,
    kept: Option<EntryRef>,
    what: FieldKind,
    typed: &str,
    frame: EventFrame,
) -> Result<(), String> {
    let Some(kept) = kept else {
        return match thing {
            Thing::Session(session) => put_session(session, what, typed, frame),
            Thing::Event(event) => put_event(event, what, typed, frame),
        };
    };
    let (entries, people) = match thing {
        Thing::Session(session) => (session.entries.owner_mut(), session.people.owner_mut()),
        Thing::Event(event) => (event.entries.owner_mut(), event.people.owner_mut()),
    };
    // One that others removed is kept as a new one.
    match kept {
        EntryRef::Entry(at) => {
            let at = at.min(entries.len());
            entries.resize_with(entries.len().max(at + 1), Entry::default);
            put_entry(&mut entries[at], what, typed)
        }
        EntryRef::Person(at) => {
            let at = at.min(people.len());
            people.resize_with(people.len().max(at + 1), Person::default);
            put_person(&mut people[at], what, typed)
        }
    }
}
