//! Saving a copy of the event elsewhere, where its own files cannot be written.

use super::super::App;
use super::super::effect::{Effect, Job};
use super::super::layer::{Layer, Prompt, Purpose};
use super::change::commit_input;
use crate::edit::LineInput;
use crate::store::at_home;
use std::path::Path;

/// Where it goes when nothing else is said.
const USUAL: &str = "~/hallway-copy";

/// Asks for the folder.
pub fn ask(app: &mut App) -> Vec<Effect> {
    if app.open_event.is_none() {
        app.say("Open an event first");
        return Vec::new();
    }
    app.layers.push(Layer::Prompt(Prompt {
        purpose: Purpose::SaveCopy,
        input: LineInput::default(),
        placeholder: USUAL.to_owned(),
    }));
    Vec::new()
}

/// Saves what is on the screen there, as a notebook of its own; what is unsaved here stays so.
pub fn save(app: &mut App, folder: &str) -> Vec<Effect> {
    commit_input(app);
    let Some(open_event) = app.open_event.as_ref() else {
        return Vec::new();
    };
    let sessions = open_event.sessions.iter();
    let sessions = sessions
        .filter_map(|(session_id, _)| open_event.current(*session_id))
        .collect();
    vec![Effect::Disk(Job::SaveCopy {
        folder: at_home(Path::new(folder)),
        event: Box::new(open_event.current_event()),
        sessions,
    })]
}
