//! What a session is, whether it was attended, whether it goes into the post.

use super::super::App;
use super::super::effect::Effect;
use super::super::layer::after;
use super::change::{About, change};
use crate::model::session::{Kind, Session, Status};

/// The next kind.
pub fn kind(app: &mut App) -> Vec<Effect> {
    mark(app, "kind", |session| {
        session.kind = after(Kind::ALL, session.kind);
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
        session.publish = !session.publish;
        match session.publish {
            true => format!("{} goes into the post", session.title),
            false => format!("{} stays out of the post", session.title),
        }
    })
}

fn mark(app: &mut App, what: &str, mark: impl FnOnce(&mut Session) -> String) -> Vec<Effect> {
    let Some((sid, session)) = app.desk.as_ref().and_then(|desk| desk.chosen()) else {
        app.say("Choose a session first");
        return Vec::new();
    };
    let label = format!("{what} of {}", session.title);
    let mut said = String::new();
    let effects = change(app, label, &[About::Session(sid)], |desk| {
        if let Some(session) = desk.session_mut(sid) {
            said = mark(session);
        }
    });
    app.say(said);
    effects
}
