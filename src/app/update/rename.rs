//! Another title.

use super::super::action::Action;
use super::super::desk::Row;
use super::super::effect::Effect;
use super::super::layer::{Layer, Prompt, Purpose};
use super::super::{App, Screen};
use super::change::{About, change};
use crate::edit::LineInput;

/// Asks for another title for what is chosen.
pub fn ask(app: &mut App) -> Vec<Effect> {
    let Some(desk) = app.desk.as_ref().filter(|_| app.screen == Screen::Event) else {
        return super::open::then(app, Action::Rename);
    };
    let (purpose, title) = match desk.selected {
        Row::Session(sid) => (
            Purpose::RenameSession(sid),
            desk.session(sid).map(|session| session.title.clone()),
        ),
        Row::Closing => (
            Purpose::RenameClosing,
            desk.event.closing.as_ref().map(|c| c.title.clone()),
        ),
        _ => (Purpose::RenameEvent, Some(desk.event.title.clone())),
    };
    let Some(title) = title else {
        app.say("Write the closing first");
        return Vec::new();
    };
    app.layers.push(Layer::Prompt(Prompt {
        purpose,
        input: LineInput::new(&title),
        placeholder: title,
    }));
    Vec::new()
}

/// Asks for another title for the open event.
pub fn ask_event(app: &mut App) {
    let title = app.desk.as_ref().map(|desk| desk.event.title.clone());
    if let Some(title) = title {
        app.layers.push(Layer::Prompt(Prompt {
            purpose: Purpose::RenameEvent,
            input: LineInput::new(&title),
            placeholder: title,
        }));
    }
}

/// Gives it the title.
pub fn rename(app: &mut App, purpose: Purpose, title: String) -> Vec<Effect> {
    let label = format!("renaming to {title}");
    match purpose {
        Purpose::RenameSession(sid) => change(app, label, &[About::Session(sid)], |desk| {
            if let Some(session) = desk.session_mut(sid) {
                session.retitle(title);
            }
            desk.provisional = desk.provisional.filter(|found| *found != sid);
        }),
        Purpose::RenameClosing => change(app, label, &[About::Event], |desk| {
            if let Some(closing) = desk.event.closing.as_mut() {
                closing.title = title;
                closing.heading = Default::default();
            }
        }),
        _ => change(app, label, &[About::Event], |desk| {
            if desk.event.header.get("title") == Some(&desk.event.title) {
                desk.event.header.set("title", title.clone());
            }
            desk.event.title = title;
            desk.event.heading = Default::default();
        }),
    }
}
