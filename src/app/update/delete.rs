//! Deleting, without a question, since it can be taken back.

use super::super::desk::{Desk, Focus, Row, Sid};
use super::super::effect::Effect;
use super::super::{App, Screen};
use super::change::{self, About};
use super::{navigate, open, removal, save};

/// Deletes what is chosen.
pub fn delete(app: &mut App) -> Vec<Effect> {
    if app.screen == Screen::Events {
        return delete_event(app);
    }
    let Some((sid, _)) = app.desk.as_ref().and_then(|desk| desk.chosen()) else {
        app.say("Only sessions can be deleted here");
        return Vec::new();
    };
    delete_session(app, sid)
}

/// Deletes a session.
pub fn delete_session(app: &mut App, sid: Sid) -> Vec<Effect> {
    let Some(session) = app.desk.as_ref().and_then(|desk| desk.session(sid)) else {
        return Vec::new();
    };
    let label = format!("deleting {}", session.title);
    let said = format!(
        "Deleted {}; {} brings it back",
        session.title,
        undo_key(app)
    );
    let gone = Row::Session(sid);
    if let Some(desk) = app.desk.as_mut() {
        desk.selected = gone;
        desk.focus = Focus::Timeline;
    }
    navigate::step(app, 1);
    if app
        .desk
        .as_ref()
        .is_some_and(|desk| !matches!(desk.selected, Row::Session(_)))
    {
        if let Some(desk) = app.desk.as_mut() {
            desk.selected = gone;
        }
        navigate::step(app, -1);
    }
    let effects = change::change(app, label, &[About::Session(sid)], |desk| {
        desk.sessions.retain(|(found, _)| *found != sid);
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
    let folder = app.desk.as_ref().and_then(|desk| desk.folder.clone());
    let mut events = app.shelf.events.iter();
    let Some(at) = events.position(|event| Some(&event.folder) == folder.as_ref()) else {
        app.say("The list does not know this event yet; it stays");
        return Vec::new();
    };
    app.shelf.selected = at;
    app.screen = Screen::Events;
    delete_event(app)
}

fn delete_event(app: &mut App) -> Vec<Effect> {
    let Some(folder) = app.shelf.chosen().map(|event| event.folder.clone()) else {
        return Vec::new();
    };
    let is_open = |desk: &Desk| desk.folder.as_ref() == Some(&folder);
    let mut effects = Vec::new();
    let mut waits_for = None;
    if let Some(id) = app
        .desk
        .as_ref()
        .filter(|desk| is_open(desk))
        .map(|desk| desk.id)
    {
        change::settle(app);
        effects = save::save(app);
        open::leave(app);
        waits_for = Some(id);
    }
    // What it was being opened for is off, too.
    app.then = None;
    app.goal = None;
    let at = app.shelf.selected;
    let event = app.shelf.events.remove(at);
    app.shelf.selected = at.min(app.shelf.events.len().saturating_sub(1));
    app.say(format!(
        "Deleted {}; {} brings it back",
        event.title,
        undo_key(app)
    ));
    effects.extend(removal::remove(app, event.folder, waits_for));
    effects
}
