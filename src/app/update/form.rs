//! Filling in the fields of a session or of the event.

use super::super::action::Action;
use super::super::desk::{Desk, Sid};
use super::super::effect::{Effect, Item};
use super::super::form::{Field, Form, Kept, What};
use super::super::form::{put_entry, put_event, put_list, put_person, put_session};
use super::super::layer::Layer;
use super::super::{App, Screen};
use super::change::{About, change, settle};
use crate::model::entry::{Entry, Person};
use crate::model::event::Event;
use crate::model::session::Session;
use crate::model::when::Frame;
use crate::store::journal::Paper;

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
    settle(app);
    let Some(desk) = app.desk.as_ref() else {
        return Vec::new();
    };
    let form = match desk.chosen() {
        Some((sid, session)) => Form::session(sid, session),
        None => Form::event(&desk.event),
    };
    app.layers.push(Layer::Form(form));
    Vec::new()
}

/// Opens the form of the event.
pub fn open_event(app: &mut App) -> Vec<Effect> {
    if app.screen == Screen::Events {
        return super::open::then(app, Action::EventFields);
    }
    settle(app);
    let Some(desk) = app.desk.as_ref() else {
        return Vec::new();
    };
    app.layers.push(Layer::Form(Form::event(&desk.event)));
    Vec::new()
}

/// Opens the form of a line that was kept in a session or in the inbox.
pub fn open_kept(app: &mut App, place: Option<Sid>, kept: Kept) {
    let Some(desk) = app.desk.as_ref() else {
        return;
    };
    let (entries, people) = super::super::entries::of(desk, place);
    if let Some(form) = Form::kept(place, kept, entries, people) {
        app.layers.push(Layer::Form(form));
    }
}

/// Looks which fields can be read.
pub fn check(app: &mut App) {
    let Some(Layer::Form(mut form)) = app.layers.pop() else {
        return;
    };
    form.grow();
    if let Some(desk) = app.desk.as_ref() {
        read(app, desk, &mut form);
    }
    app.layers.push(Layer::Form(form));
}

/// Keeps what was typed and closes the form. A field that cannot be read is shown first; leaving once more leaves it as it was.
pub fn close(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Form(mut form)) = app.layers.pop() else {
        return Vec::new();
    };
    let Some(thing) = app
        .desk
        .as_ref()
        .and_then(|desk| read(app, desk, &mut form))
    else {
        return Vec::new();
    };
    let wrong = form.fields.iter().position(|field| field.error.is_some());
    if let Some(at) = wrong.filter(|_| !form.warned) {
        form.selected = at;
        form.warned = true;
        let label = form.field().what.label();
        app.complain(format!(
            "{label} cannot be read; mend it, or leave it as it was with Esc"
        ));
        app.layers.push(Layer::Form(form));
        return Vec::new();
    }
    if !form.fields.iter().any(Field::has_changed) {
        return Vec::new();
    }
    match (thing, form.session) {
        (Thing::Session(session), Some(sid)) => {
            let label = match form.kept {
                Some(_) => "a kept line".to_owned(),
                None => format!("the fields of {}", session.title),
            };
            change(app, label, &[About::Session(sid)], |desk| {
                desk.provisional = desk.provisional.filter(|found| *found != sid);
                if let Some(place) = desk.session_mut(sid) {
                    *place = *session;
                }
            })
        }
        (Thing::Event(event), _) => change(app, "the event's fields", &[About::Event], |desk| {
            desk.event = *event
        }),
        (Thing::Session(_), None) => Vec::new(),
    }
}

/// What an open form would make of what it belongs to, if anything was typed into it.
pub fn typed(app: &App, form: &Form) -> Option<(Item, Paper)> {
    if !form.fields.iter().any(Field::has_changed) {
        return None;
    }
    let desk = app.desk.as_ref()?;
    Some(match (read(app, desk, &mut form.clone())?, form.session) {
        (Thing::Session(session), Some(sid)) => {
            (Item::Session(desk.id, sid), Paper::Session(session))
        }
        (Thing::Event(event), _) => (Item::Event(desk.id), Paper::Event(event)),
        (Thing::Session(_), None) => return None,
    })
}

/// Puts the fields that were changed and can be read into what they belong to, and says beside the others what is wrong.
fn read(app: &App, desk: &Desk, form: &mut Form) -> Option<Thing> {
    let frame = Frame {
        zone: desk.event.zone(app.home),
        first: desk.event.starts,
        last: desk.event.ends,
        now: app.now,
    };
    let mut thing = match form.session {
        Some(sid) => Thing::Session(Box::new(desk.session(sid)?.clone())),
        None => Thing::Event(Box::new(desk.event.clone())),
    };
    for group in form
        .fields
        .chunk_by_mut(|one, other| one.what == other.what)
    {
        for field in group.iter_mut() {
            field.error = None;
        }
        if !group.iter().any(Field::has_changed) {
            continue;
        }
        let typed: Vec<String> = group
            .iter()
            .map(|field| field.input.text().to_owned())
            .collect();
        for (field, typed) in group.iter_mut().zip(&typed) {
            field.error = put(&mut thing, form.kept, field.what, typed, frame).err();
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
    kept: Option<Kept>,
    what: What,
    typed: &str,
    frame: Frame,
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
        Kept::Entry(at) => {
            let at = at.min(entries.len());
            entries.resize_with(entries.len().max(at + 1), Entry::default);
            put_entry(&mut entries[at], what, typed)
        }
        Kept::Person(at) => {
            let at = at.min(people.len());
            people.resize_with(people.len().max(at + 1), Person::default);
            put_person(&mut people[at], what, typed)
        }
    }
}
