//! New sessions and events.

use super::super::effect::{DocumentId, Effect};
use super::super::layer::{Layer, Prompt, Purpose};
use super::super::open_event::{Focus, OpenEvent, Pane, SessionId, TimelineRow};
use super::super::{App, Screen};
use super::{change, open, save};
use crate::edit::LineInput;
use crate::model::event::Event;
use crate::model::session::{Session, SessionKind};
use chrono::{DurationRound, TimeDelta};

/// Asks for the title of a new session, or on the events screen of a new event.
pub fn ask(app: &mut App) -> Vec<Effect> {
    let purpose = match app.screen {
        Screen::Events => Purpose::NewEvent,
        Screen::Event => Purpose::NewSession(SessionKind::Talk),
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
    match (purpose, &app.open_event) {
        (Purpose::NewSession(kind), Some(open_event)) => untitled(app, open_event, kind),
        (Purpose::NewEvent, _) => today_s(app).title,
        _ => String::new(),
    }
}

fn untitled(app: &App, open_event: &OpenEvent, kind: SessionKind) -> String {
    let now = open_event.event.local(app.now, app.home);
    format!("Untitled {} {}", kind.word(), now.format("%H:%M"))
}

/// Makes a session without asking anything and goes there; it goes again if nothing is written.
pub fn provisional(app: &mut App) -> Vec<Effect> {
    let Some(open_event) = app.open_event.as_ref() else {
        return Vec::new();
    };
    let title = untitled(app, open_event, SessionKind::Talk);
    let (session_id, effects) = session(app, SessionKind::Talk, title);
    if let Some(open_event) = app.open_event.as_mut() {
        open_event.provisional = session_id;
    }
    effects
}

/// Makes a session of that title, now, and goes there to write.
pub fn session(
    app: &mut App,
    kind: SessionKind,
    title: String,
) -> (Option<SessionId>, Vec<Effect>) {
    change::commit_input(app);
    let Some(open_event) = app.open_event.as_mut() else {
        return (None, Vec::new());
    };
    let session_id = open_event.next_session_id();
    let Some(made) = app
        .open_event
        .as_ref()
        .map(|open_event| session_of(app, open_event, kind, &title))
    else {
        return (None, Vec::new());
    };
    let label = format!("new {} {}", kind.word(), made.title);
    let effects = change::transact(
        app,
        label,
        &[change::Changed::Session(session_id)],
        |open_event| {
            open_event.sessions.push((session_id, made));
            open_event.selected = TimelineRow::Session(session_id);
            open_event.focus = Focus::Pane;
            open_event.pane = Pane::Notes;
            open_event.provisional = None;
        },
    );
    (Some(session_id), effects)
}

/// A session of that title, as it is made now.
pub fn session_of(app: &App, open_event: &OpenEvent, kind: SessionKind, title: &str) -> Session {
    let now = open_event.event.local(app.now, app.home);
    let now = now.duration_trunc(TimeDelta::minutes(1)).unwrap_or(now);
    Session {
        kind,
        title: title.to_owned(),
        // What is written down later has no time of its own.
        starts: open_event.event.is_on(app.now, app.home).then_some(now),
        order: place(open_event),
        ..Session::default()
    }
}

/// The order of a session at the end, where the others have one.
fn place(open_event: &OpenEvent) -> Option<i64> {
    let last = open_event
        .sessions
        .iter()
        .filter_map(|(_, s)| s.order)
        .max()?;
    let all = open_event.sessions.iter().all(|(_, s)| s.order.is_some());
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
    change::commit_input(app);
    let mut effects = save::save(app);
    let id = app.next_event_id();
    let mut open_event = OpenEvent::new(id, made);
    open_event.touch(DocumentId::Event(id));
    open::leave(app);
    app.open_event = Some(open_event);
    app.screen = Screen::Event;
    effects.extend(save::save(app));
    effects
}
