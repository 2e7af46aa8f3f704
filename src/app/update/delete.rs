//! Deleting, without a question, since it can be taken back.

use super::super::effect::Effect;
use super::super::open_event::{Focus, OpenEvent, SessionId, TimelineRow};
use super::super::{App, Screen};
use super::change::{self, Changed};
use super::{navigate, open, removal, save};

/// Deletes what is chosen.
pub fn delete(app: &mut App) -> Vec<Effect> {
    if app.screen == Screen::Events {
        return delete_event(app);
    }
    let Some((session_id, _)) = app
        .open_event
        .as_ref()
        .and_then(|open_event| open_event.chosen())
    else {
        app.say("Only sessions can be deleted here");
        return Vec::new();
    };
    delete_session(app, session_id)
}

/// Deletes a session.
pub fn delete_session(app: &mut App, session_id: SessionId) -> Vec<Effect> {
    let Some(session) = app
        .open_event
        .as_ref()
        .and_then(|open_event| open_event.session(session_id))
    else {
        return Vec::new();
    };
    let label = format!("deleting {}", session.title);
    let said = format!(
        "Deleted {}; {} brings it back",
        session.title,
        undo_key(app)
    );
    let gone = TimelineRow::Session(session_id);
    if let Some(open_event) = app.open_event.as_mut() {
        open_event.selected = gone;
        open_event.focus = Focus::Timeline;
    }
    navigate::step(app, 1);
    if app
        .open_event
        .as_ref()
        .is_some_and(|open_event| !matches!(open_event.selected, TimelineRow::Session(_)))
    {
        if let Some(open_event) = app.open_event.as_mut() {
            open_event.selected = gone;
        }
        navigate::step(app, -1);
    }
    let effects = change::transact(app, label, &[Changed::Session(session_id)], |open_event| {
        open_event
            .sessions
            .retain(|(found, _)| *found != session_id);
    });
    app.say(said);
    effects
}

fn undo_key(app: &App) -> String {
    let context = app.context();
    let key = app.settings.keymap.key(context, super::Action::Undo);
    key.map_or_else(|| "undo".to_owned(), |key| key.to_string())
}

/// Deletes the open event.
pub fn delete_open(app: &mut App) -> Vec<Effect> {
    let folder = app
        .open_event
        .as_ref()
        .and_then(|open_event| open_event.folder.clone());
    let mut events = app.event_list.events.iter();
    let Some(at) = events.position(|event| Some(&event.folder) == folder.as_ref()) else {
        app.say("The list does not know this event yet; it stays");
        return Vec::new();
    };
    app.event_list.selected = at;
    app.screen = Screen::Events;
    delete_event(app)
}

fn delete_event(app: &mut App) -> Vec<Effect> {
    let Some(folder) = app.event_list.chosen().map(|event| event.folder.clone()) else {
        return Vec::new();
    };
    let is_open = |open_event: &OpenEvent| open_event.folder.as_ref() == Some(&folder);
    let mut effects = Vec::new();
    let mut waits_for = None;
    if let Some(id) = app
        .open_event
        .as_ref()
        .filter(|open_event| is_open(open_event))
        .map(|open_event| open_event.id)
    {
        change::commit_input(app);
        effects = save::save(app);
        open::leave(app);
        waits_for = Some(id);
    }
    // What it was being opened for is off, too.
    app.then = None;
    app.goal = None;
    let at = app.event_list.selected;
    let event = app.event_list.events.remove(at);
    app.event_list.selected = at.min(app.event_list.events.len().saturating_sub(1));
    app.say(format!(
        "Deleted {}; {} brings it back",
        event.title,
        undo_key(app)
    ));
    effects.extend(removal::remove(app, event.folder, waits_for));
    effects
}
