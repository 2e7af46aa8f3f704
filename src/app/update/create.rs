//! New sessions and events.

use super::super::desk::{Desk, Focus, Pane, Row, Sid};
use super::super::effect::{Effect, Item};
use super::super::layer::{Layer, Prompt, Purpose};
use super::super::{App, Screen};
use super::{change, open, save};
use crate::edit::LineInput;
use crate::model::event::Event;
use crate::model::session::{Kind, Session};
use chrono::{DurationRound, TimeDelta};

/// Asks for the title of a new session, or on the events screen of a new event.
pub fn ask(app: &mut App) -> Vec<Effect> {
    let purpose = match app.screen {
        Screen::Events => Purpose::NewEvent,
        Screen::Event => Purpose::NewSession(Kind::Talk),
    };
    app.layers.push(Layer::Prompt(Prompt {
        purpose,
        input: LineInput::default(),
        placeholder: placeholder(app, purpose),
    }));
    Vec::new()
}

/// What a title is when none is typed.
pub fn placeholder(app: &App, purpose: Purpose) -> String {
    match (purpose, &app.desk) {
        (Purpose::NewSession(kind), Some(desk)) => untitled(app, desk, kind),
        (Purpose::NewEvent, _) => today_s(app).title,
        _ => String::new(),
    }
}

fn untitled(app: &App, desk: &Desk, kind: Kind) -> String {
    let now = desk.event.local(app.now, app.home);
    format!("Untitled {} {}", kind.word(), now.format("%H:%M"))
}

/// Makes a session without asking anything and goes there; it goes again if nothing is written.
pub fn provisional(app: &mut App) -> Vec<Effect> {
    let Some(desk) = app.desk.as_ref() else {
        return Vec::new();
    };
    let title = untitled(app, desk, Kind::Talk);
    let (sid, effects) = session(app, Kind::Talk, title);
    if let Some(desk) = app.desk.as_mut() {
        desk.provisional = sid;
    }
    effects
}

/// Makes a session of that title, now, and goes there to write.
pub fn session(app: &mut App, kind: Kind, title: String) -> (Option<Sid>, Vec<Effect>) {
    change::settle(app);
    let Some(desk) = app.desk.as_mut() else {
        return (None, Vec::new());
    };
    let sid = desk.next_sid();
    let Some(made) = app
        .desk
        .as_ref()
        .map(|desk| session_of(app, desk, kind, &title))
    else {
        return (None, Vec::new());
    };
    let label = format!("new {} {}", kind.word(), made.title);
    let effects = change::change(app, label, &[change::About::Session(sid)], |desk| {
        desk.sessions.push((sid, made));
        desk.selected = Row::Session(sid);
        desk.focus = Focus::Pane;
        desk.pane = Pane::Notes;
        desk.provisional = None;
    });
    (Some(sid), effects)
}

/// A session of that title, as it is made now.
pub fn session_of(app: &App, desk: &Desk, kind: Kind, title: &str) -> Session {
    let now = desk.event.local(app.now, app.home);
    let now = now.duration_trunc(TimeDelta::minutes(1)).unwrap_or(now);
    Session {
        kind,
        title: title.to_owned(),
        // What is written down later has no time of its own.
        starts: desk.event.is_on(app.now, app.home).then_some(now),
        order: place(desk),
        ..Session::default()
    }
}

/// The order of a session at the end, where the others have one.
fn place(desk: &Desk) -> Option<i64> {
    let last = desk.sessions.iter().filter_map(|(_, s)| s.order).max()?;
    let all = desk.sessions.iter().all(|(_, s)| s.order.is_some());
    all.then(|| last.saturating_add(10))
}

/// Makes today's event and begins a note in it, so that the next key is the first letter.
pub fn today(app: &mut App) -> Vec<Effect> {
    let made = today_s(app);
    let mut effects = event(app, made);
    effects.extend(provisional(app));
    effects
}

/// Makes an event of that title that is on today.
pub fn event_called(app: &mut App, title: String) -> Vec<Effect> {
    let made = event_of(app, &title);
    event(app, made)
}

/// An event of that title that is on today.
pub fn event_of(app: &App, title: &str) -> Event {
    Event {
        title: title.to_owned(),
        ..today_s(app)
    }
}

fn today_s(app: &App) -> Event {
    let zone = app.home;
    let day = app
        .now
        .with_timezone(&zone.unwrap_or(chrono_tz::Tz::UTC))
        .date_naive();
    Event {
        title: format!("Event of {}", day.format("%-d %b %Y")),
        starts: Some(day),
        ends: Some(day),
        time_zone: zone,
        ..Event::default()
    }
}

fn event(app: &mut App, made: Event) -> Vec<Effect> {
    change::settle(app);
    let mut effects = save::save(app);
    let id = app.next_desk();
    let mut desk = Desk::new(id, made);
    desk.touch(Item::Event(id));
    open::leave(app);
    app.desk = Some(desk);
    app.screen = Screen::Event;
    effects.extend(save::save(app));
    effects
}
