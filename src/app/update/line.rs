//! Keys in the line of input of a layer, and what happens when it is entered.

use super::super::action::Action;
use super::super::effect::Effect;
use super::super::layer::{Captured, Layer, Purpose, after};
use super::super::App;
use super::{capture, create, menu, rename};
use crate::edit::LineCommand;
use crate::model::session::Kind;

/// Types a character.
pub fn type_char(app: &mut App, c: char) -> Vec<Effect> {
    run(app, LineCommand::Insert(c));
    Vec::new()
}

/// Does something to the line, and narrows the list that hangs on it.
pub fn run(app: &mut App, command: LineCommand) {
    let Some(layer) = app.layers.last_mut() else {
        return;
    };
    if layer.input_mut().run(&command) {
        menu::narrow(app);
    }
}

/// Does an action in the top layer.
pub fn act(app: &mut App, action: Action, extends: bool) -> Vec<Effect> {
    let command = match action {
        Action::Enter => return enter(app),
        Action::Back => {
            app.layers.pop();
            return Vec::new();
        }
        Action::NextPane => {
            next_kind(app);
            return Vec::new();
        }
        Action::Up => return menu::step(app, -1),
        Action::Down => return menu::step(app, 1),
        Action::PageUp => return menu::step(app, -10),
        Action::PageDown => return menu::step(app, 10),
        Action::Copy | Action::Cut => return copy(app, action == Action::Cut),
        Action::Paste => LineCommand::Paste(app.register.clone()),
        Action::Left => LineCommand::Left(extends),
        Action::Right => LineCommand::Right(extends),
        Action::WordLeft => LineCommand::WordLeft(extends),
        Action::WordRight => LineCommand::WordRight(extends),
        Action::LineStart => LineCommand::Start(extends),
        Action::LineEnd => LineCommand::End(extends),
        Action::SelectAll => LineCommand::SelectAll,
        Action::DeleteLeft => LineCommand::Backspace,
        Action::DeleteRight => LineCommand::Delete,
        Action::DeleteWordLeft => LineCommand::DeleteWordLeft,
        Action::DeleteWordRight => LineCommand::DeleteWordRight,
        Action::DeleteToStart => LineCommand::DeleteToStart,
        Action::DeleteToEnd => LineCommand::DeleteToEnd,
        _ => return Vec::new(),
    };
    run(app, command);
    Vec::new()
}

fn copy(app: &mut App, cuts: bool) -> Vec<Effect> {
    let Some(input) = app.layers.last_mut().map(Layer::input_mut) else {
        return Vec::new();
    };
    let selected = input.selection().and_then(|range| input.text().get(range));
    let Some(text) = selected.map(str::to_owned) else {
        return Vec::new();
    };
    if cuts {
        input.run(&LineCommand::Delete);
    }
    app.register.clone_from(&text);
    vec![Effect::Copy(text)]
}

/// The next kind of what is about to be made.
fn next_kind(app: &mut App) {
    let Some(Layer::Prompt(prompt)) = app.layers.last_mut() else {
        return;
    };
    prompt.purpose = match prompt.purpose {
        Purpose::NewSession(kind) => Purpose::NewSession(after(Kind::ALL, kind)),
        Purpose::Capture(what, into) => Purpose::Capture(after(&Captured::ALL, what), into),
        purpose => purpose,
    };
    let purpose = prompt.purpose;
    if matches!(purpose, Purpose::NewSession(_)) {
        let placeholder = create::placeholder(app, purpose);
        if let Some(Layer::Prompt(prompt)) = app.layers.last_mut() {
            prompt.placeholder = placeholder;
        }
    }
}

fn enter(app: &mut App) -> Vec<Effect> {
    let prompt = match app.layers.pop() {
        Some(Layer::Prompt(prompt)) => prompt,
        Some(Layer::Palette(menu)) => return menu::chosen(app, &menu),
        Some(Layer::Help(_)) | None => return Vec::new(),
    };
    let typed = prompt.input.text().trim();
    let title = match typed.is_empty() {
        true => prompt.placeholder.clone(),
        false => typed.to_owned(),
    };
    match prompt.purpose {
        Purpose::NewSession(kind) => create::session(app, kind, title).1,
        Purpose::NewEvent => create::event_called(app, title),
        Purpose::RenameSession(_) | Purpose::RenameEvent | Purpose::RenameClosing => {
            match title == prompt.placeholder {
                true => Vec::new(),
                false => rename::rename(app, prompt.purpose, title),
            }
        }
        Purpose::Capture(what, into) => capture::keep(app, what, into, typed),
    }
}
