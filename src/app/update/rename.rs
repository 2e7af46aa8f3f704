//! Another title.

use super::super::action::Action;
use super::super::effect::Effect;
use super::super::layer::{Layer, Prompt, Purpose};
use super::super::open_event::TimelineRow;
use super::super::{App, Screen};
use super::change::{Changed, transact};
use crate::edit::LineInput;

/// Asks for another title for what is chosen.
pub fn ask(app: &mut App) -> Vec<Effect> {
    let Some(open_event) = app
        .open_event
        .as_ref()
        .filter(|_| app.screen == Screen::Event)
    else {
        return super::open::then(app, Action::Rename);
    };
    let (purpose, title) = match open_event.selected {
        TimelineRow::Session(session_id) => (
            Purpose::RenameSession(session_id),
            open_event
                .session(session_id)
                .map(|session| session.title.clone()),
        ),
        TimelineRow::Closing => (
            Purpose::RenameClosing,
            open_event.event.closing.as_ref().map(|c| c.title.clone()),
        ),
        _ => (Purpose::RenameEvent, Some(open_event.event.title.clone())),
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
    let title = app
        .open_event
        .as_ref()
        .map(|open_event| open_event.event.title.clone());
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
        Purpose::RenameSession(session_id) => {
            transact(app, label, &[Changed::Session(session_id)], |open_event| {
                if let Some(session) = open_event.session_mut(session_id) {
                    session.retitle(title);
                }
                open_event.provisional =
                    open_event.provisional.filter(|found| *found != session_id);
            })
        }
        Purpose::RenameClosing => transact(app, label, &[Changed::Event], |open_event| {
            if let Some(closing) = open_event.event.closing.as_mut() {
                closing.title = title;
                closing.heading = Default::default();
            }
        }),
        _ => transact(app, label, &[Changed::Event], |open_event| {
            if open_event.event.header.get("title") == Some(&open_event.event.title) {
                open_event.event.header.set("title", title.clone());
            }
            open_event.event.title = title;
            open_event.event.heading = Default::default();
        }),
    }
}
