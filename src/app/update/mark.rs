//! What a session is, whether it was attended, whether it goes into the post.

use super::super::App;
use super::super::effect::Effect;
use super::super::layer::after;
use super::change::{Changed, transact};
use crate::model::session::{Session, SessionKind, Status};

/// The next kind.
pub fn kind(app: &mut App) -> Vec<Effect> {
    mark(app, "kind", |session| {
        session.kind = after(SessionKind::ALL, session.kind);
        format!("{} is a {} now", session.title, session.kind.word())
    })
}

/// Planned, attended, skipped.
pub fn status(app: &mut App) -> Vec<Effect> {
    mark(app, "state", |session| {
        session.status = after(Status::ALL, session.status);
        format!("{}: {}", session.title, session.status.word())
    })
}

/// Into the post or not.
pub fn publish(app: &mut App) -> Vec<Effect> {
    mark(app, "publishing", |session| {
        session.in_post = !session.in_post;
        match session.in_post {
            true => format!("{} goes into the post", session.title),
            false => format!("{} stays out of the post", session.title),
        }
    })
}

fn mark(app: &mut App, what: &str, mark: impl FnOnce(&mut Session) -> String) -> Vec<Effect> {
    let Some((session_id, session)) = app
        .open_event
        .as_ref()
        .and_then(|open_event| open_event.chosen())
    else {
        app.say("Choose a session first");
        return Vec::new();
    };
    let label = format!("{what} of {}", session.title);
    let mut said = String::new();
    let effects = transact(app, label, &[Changed::Session(session_id)], |open_event| {
        if let Some(session) = open_event.session_mut(session_id) {
            said = mark(session);
        }
    });
    app.say(said);
    effects
}
