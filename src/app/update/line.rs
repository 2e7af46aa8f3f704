//! Keys in the line of input of a layer, and what happens when it is entered.

use super::super::App;
use super::super::action::Action;
use super::super::booth::CountGroup;
use super::super::effect::Effect;
use super::super::layer::{Captured, Layer, Purpose, after};
use super::navigate::moved;
use super::{
    booth, capture, create, entries, export, find, form, link, links, menu, programme_view, rename,
    save_copy, search_in_note,
};
use crate::edit::LineCommand;
use crate::model::session::SessionKind;

/// Types a character.
pub fn type_char(app: &mut App, c: char) -> Vec<Effect> {
    run(app, LineCommand::Insert(c))
}

/// Does something to the line, and brings up to date what hangs on it.
pub fn run(app: &mut App, command: LineCommand) -> Vec<Effect> {
    let Some(layer) = app.layers.last_mut() else {
        return Vec::new();
    };
    let changed = layer.input_mut().is_some_and(|input| input.run(&command));
    if !changed {
        return Vec::new();
    }
    match layer {
        Layer::Palette(_) | Layer::Help(_) => menu::narrow(app),
        Layer::Form(_) => form::check(app),
        Layer::Export(_) => return export::look(app),
        Layer::Find(_) => find::narrow(app),
        Layer::Prompt(_) => search_in_note::narrow(app),
        Layer::Programme(_) => programme_view::narrow(app),
        Layer::Links(_) => links::narrow(app),
        Layer::Booth(_)
        | Layer::Entries(_)
        | Layer::Problems(_)
        | Layer::LinkReview(_)
        | Layer::Versions(_)
        | Layer::Raw(_)
        | Layer::Recovery(_)
        | Layer::Conflict(_)
        | Layer::Deleted(_) => {}
    }
    Vec::new()
}

/// Does an action in the top layer.
pub fn act(app: &mut App, action: Action, extends: bool) -> Vec<Effect> {
    let command = match action {
        Action::Enter => return enter(app),
        Action::Back => return back(app),
        Action::NextPane => {
            next_kind(app);
            return Vec::new();
        }
        Action::Up => return step(app, -1),
        Action::Down => return step(app, 1),
        Action::PageUp => return step(app, -10),
        Action::PageDown => return step(app, 10),
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
    run(app, command)
}

/// Moves among what hangs on the line.
fn step(app: &mut App, by: isize) -> Vec<Effect> {
    match app.layers.last_mut() {
        Some(Layer::Palette(_) | Layer::Help(_)) => menu::step(app, by),
        Some(Layer::Form(form)) => form.step(by),
        Some(Layer::Export(export)) => export::scroll(export, by),
        Some(Layer::Find(find)) => {
            let last = find.hits.len().saturating_sub(1);
            find.selected = moved(find.selected, by, last);
        }
        Some(Layer::Prompt(_)) => search_in_note::step(app, by),
        Some(Layer::Programme(view)) => view.step(by),
        Some(Layer::Links(links)) => links.step(by),
        Some(
            Layer::Booth(_)
            | Layer::Entries(_)
            | Layer::Problems(_)
            | Layer::LinkReview(_)
            | Layer::Versions(_)
            | Layer::Raw(_)
            | Layer::Recovery(_)
            | Layer::Conflict(_)
            | Layer::Deleted(_),
        )
        | None => {}
    }
    Vec::new()
}

/// Closes the layer. What was typed into a form is kept.
fn back(app: &mut App) -> Vec<Effect> {
    match app.layers.last_mut() {
        Some(Layer::Programme(view)) => {
            view.filtering = false;
            return Vec::new();
        }
        Some(Layer::Links(links)) => {
            links.filtering = false;
            return Vec::new();
        }
        _ => {}
    }
    match app.layers.last() {
        Some(Layer::Form(_)) => form::close(app),
        Some(Layer::Prompt(_)) => {
            search_in_note::end(app);
            app.layers.pop();
            Vec::new()
        }
        _ => {
            app.layers.pop();
            Vec::new()
        }
    }
}

fn copy(app: &mut App, cuts: bool) -> Vec<Effect> {
    let Some(input) = app.layers.last_mut().and_then(Layer::input_mut) else {
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
    let prompt = match app.layers.last_mut() {
        Some(Layer::Prompt(prompt)) => prompt,
        Some(Layer::Form(form)) => return form.step(1),
        Some(Layer::Export(export)) => {
            export.insists = !export.insists;
            return;
        }
        _ => return,
    };
    prompt.purpose = match prompt.purpose {
        Purpose::NewSession(kind) => Purpose::NewSession(after(SessionKind::ALL, kind)),
        Purpose::Capture(what, into) => Purpose::Capture(after(&Captured::ALL, what), into),
        Purpose::Counter(session_id, group) => {
            Purpose::Counter(session_id, after(&CountGroup::ALL, group))
        }
        Purpose::Search | Purpose::Replace => return search_in_note::turn(app),
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

/// Enters the line: what the layer was for is done.
pub fn enter(app: &mut App) -> Vec<Effect> {
    match app.layers.last() {
        Some(Layer::Form(_)) => return form::close(app),
        Some(Layer::Export(_)) => return export::write(app),
        Some(Layer::Find(_)) => return find::enter(app),
        Some(Layer::Programme(_) | Layer::Links(_)) => return back(app),
        Some(Layer::Prompt(prompt))
            if matches!(prompt.purpose, Purpose::Search | Purpose::Replace) =>
        {
            return search_in_note::enter(app);
        }
        _ => {}
    }
    let prompt = match app.layers.pop() {
        Some(Layer::Prompt(prompt)) => prompt,
        Some(Layer::Palette(menu)) => return menu::chosen(app, &menu),
        _ => return Vec::new(),
    };
    let typed = prompt.input.text().trim();
    let title = match typed.is_empty() {
        true => prompt.placeholder.clone(),
        false => typed.to_owned(),
    };
    match prompt.purpose {
        Purpose::NewSession(kind) => create::session(app, kind, title).1,
        Purpose::NewEvent => create::event_called(app, title),
        Purpose::SaveCopy => save_copy::save(app, &title),
        Purpose::RenameSession(_) | Purpose::RenameEvent | Purpose::RenameClosing => {
            match title == prompt.placeholder {
                true => Vec::new(),
                false => rename::rename(app, prompt.purpose, title),
            }
        }
        Purpose::LinkUrl | Purpose::LinkName => {
            link::answered(app, prompt.purpose, typed, &prompt.placeholder)
        }
        Purpose::Url | Purpose::RenameLink | Purpose::NewLink => {
            links::answered(app, prompt.purpose, typed)
        }
        Purpose::Capture(what, into) => capture::keep(app, what, into, typed),
        Purpose::Entry(place, at) if !typed.is_empty() => entries::reword(app, place, at, typed),
        Purpose::Counter(session_id, group) if !typed.is_empty() => {
            booth::count(app, session_id, group, typed, 1)
        }
        Purpose::Entry(..) | Purpose::Counter(..) | Purpose::Search | Purpose::Replace => {
            Vec::new()
        }
    }
}
