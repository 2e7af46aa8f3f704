//! Saving a copy of the event elsewhere, where its own files cannot be written.

use super::super::App;
use super::super::effect::{Effect, Job};
use super::super::layer::{Layer, Prompt, Purpose};
use super::change::settle;
use crate::edit::LineInput;
use crate::store::at_home;
use std::path::Path;

/// Where it goes when nothing else is said.
const USUAL: &str = "~/hallway-copy";

/// Asks for the folder.
pub fn ask(app: &mut App) -> Vec<Effect> {
    if app.desk.is_none() {
        app.say("Open an event first");
        return Vec::new();
    }
    app.layers.push(Layer::Prompt(Prompt {
        purpose: Purpose::Elsewhere,
        input: LineInput::default(),
        placeholder: USUAL.to_owned(),
    }));
    Vec::new()
}

/// Saves what is on the screen there, as a notebook of its own; what is unsaved here stays so.
pub fn save(app: &mut App, folder: &str) -> Vec<Effect> {
    settle(app);
    let Some(desk) = app.desk.as_ref() else {
        return Vec::new();
    };
    let sessions = desk.sessions.iter();
    let sessions = sessions.filter_map(|(sid, _)| desk.current(*sid)).collect();
    vec![Effect::Disk(Job::SaveElsewhere {
        folder: at_home(Path::new(folder)),
        event: Box::new(desk.current_event()),
        sessions,
    })]
}
