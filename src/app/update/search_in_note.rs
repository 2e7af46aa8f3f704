//! Finding in the text that is being written, and replacing there.

use super::super::App;
use super::super::effect::Effect;
use super::super::layer::{Layer, Prompt, Purpose};
use super::super::open_event::OpenEvent;
use super::save;
use crate::edit::{Editor, LineInput};

/// Asks for what to find.
pub fn ask(app: &mut App) -> Vec<Effect> {
    prompt(app, Purpose::Search);
    Vec::new()
}

fn prompt(app: &mut App, purpose: Purpose) {
    app.layers.push(Layer::Prompt(Prompt {
        purpose,
        input: LineInput::default(),
        placeholder: String::new(),
    }));
}

/// What the top prompt is for, if it is one of these.
fn purpose(app: &App) -> Option<Purpose> {
    match app.layers.last() {
        Some(Layer::Prompt(prompt)) => Some(prompt.purpose)
            .filter(|purpose| matches!(purpose, Purpose::Search | Purpose::Replace)),
        _ => None,
    }
}

fn editor(app: &mut App) -> Option<&mut Editor> {
    app.open_event.as_mut().and_then(OpenEvent::editor_mut)
}

/// Finds what is typed, from where the cursor was.
pub fn narrow(app: &mut App) {
    if purpose(app) != Some(Purpose::Search) {
        return;
    }
    let Some(Layer::Prompt(prompt)) = app.layers.last() else {
        return;
    };
    let words = prompt.input.text().to_owned();
    if let Some(editor) = editor(app) {
        editor.find(&words);
    }
    tell(app);
}

/// Says which match is shown.
fn tell(app: &mut App) {
    match editor(app).and_then(|editor| editor.found()) {
        Some((_, 0)) => app.say("Not in this text"),
        Some((at, count)) => app.say(format!("{at} of {count}")),
        None => {}
    }
}

/// The next match, or the one before.
pub fn step(app: &mut App, by: isize) {
    if purpose(app).is_none() {
        return;
    }
    if let Some(editor) = editor(app) {
        match by < 0 {
            true => editor.find_previous(),
            false => editor.find_next(),
        };
    }
    tell(app);
}

/// The next match, or this one replaced.
pub fn enter(app: &mut App) -> Vec<Effect> {
    if purpose(app) == Some(Purpose::Search) {
        step(app, 1);
        return Vec::new();
    }
    let now = app.elapsed;
    let Some(Layer::Prompt(prompt)) = app.layers.last() else {
        return Vec::new();
    };
    let with = prompt.input.text().to_owned();
    let replaced = editor(app).is_some_and(|editor| editor.replace(&with, now));
    if replaced {
        save::written(app);
    }
    tell(app);
    Vec::new()
}

/// From finding to replacing, or back.
pub fn turn(app: &mut App) {
    match purpose(app) {
        Some(Purpose::Search) => prompt(app, Purpose::Replace),
        Some(Purpose::Replace) => {
            app.layers.pop();
        }
        _ => {}
    }
}

/// Ends it; the cursor stays where it is.
pub fn end(app: &mut App) {
    if purpose(app) == Some(Purpose::Search)
        && let Some(editor) = editor(app)
    {
        editor.end_find(true);
    }
}
