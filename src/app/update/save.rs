//! Saving, suspending, leaving.

use super::super::effect::{Effect, Item, Job};
use super::super::layer::{Layer, Purpose};
use super::super::{AUTOSAVE, AUTOSAVE_ALONE, AUTOSAVE_LATEST, App};
use super::{change, form, line, outside};

/// Notes that a text was written in: it is saved some time after the last key.
pub fn written(app: &mut App) {
    let Some(desk) = app.desk.as_mut() else {
        return;
    };
    if let Some(text) = desk.text() {
        desk.touch(desk.item(text));
        let pause = match app.saving.no_journal {
            Some(_) => AUTOSAVE_ALONE,
            None => AUTOSAVE,
        };
        let since = *app.saving.since.get_or_insert(app.elapsed);
        app.saving.due = Some((app.elapsed + pause).min(since + AUTOSAVE_LATEST));
    }
}

/// Saves what has changed.
pub fn save(app: &mut App) -> Vec<Effect> {
    app.saving.due = None;
    app.saving.since = None;
    let Some(desk) = app.desk.as_mut() else {
        return Vec::new();
    };
    let id = desk.id;
    // Sessions have no folder to go to before their event has one.
    if desk.folder.is_none() && !desk.dirty.is_empty() {
        desk.dirty.insert(Item::Event(id));
    }
    // What somebody removed elsewhere waits for an answer.
    let (waiting, items): (Vec<Item>, Vec<Item>) = desk
        .dirty
        .drain()
        .partition(|item| desk.gone.contains(item));
    desk.dirty.extend(waiting);
    let mut items = items;
    items.sort();
    let mut effects = Vec::new();
    for item in items {
        let revision = desk.revision(item);
        let job = match item {
            Item::Event(desk_id) => Job::SaveEvent {
                desk: desk_id,
                event: Box::new(desk.current_event()),
                revision,
            },
            Item::Session(desk_id, sid) => match desk.current(sid) {
                Some(session) => Job::SaveSession {
                    desk: desk_id,
                    sid,
                    session: Box::new(session),
                    revision,
                },
                None => continue,
            },
        };
        effects.push(Effect::Disk(job));
    }
    effects.extend(book(app));
    app.saving.under_way += effects.len();
    effects
}

/// Saves the link book, if it was changed.
fn book(app: &mut App) -> Option<Effect> {
    let state = &mut app.saving.book;
    std::mem::take(&mut state.dirty).then(|| {
        Effect::Disk(Job::SaveBook {
            links: app.book.clone(),
            revision: state.revision,
        })
    })
}

/// Saves because somebody asked for it.
pub fn save_now(app: &mut App) -> Vec<Effect> {
    let effects = save(app);
    if effects.is_empty() && app.saving.under_way == 0 {
        app.say(match app.saving.last {
            Some(_) => "Everything is saved already",
            None => "There is nothing to save",
        });
    }
    effects
}

/// Takes what was typed into forms and lines that are still open as if it had been entered, and closes them.
pub fn keep_typed(app: &mut App) -> Vec<Effect> {
    let mut effects = Vec::new();
    while let Some(layer) = app.layers.last_mut() {
        match layer {
            Layer::Form(form) => {
                // A field that cannot be read is left as it was.
                form.warned = true;
                effects.extend(form::close(app));
            }
            Layer::Prompt(prompt)
                if !prompt.input.text().trim().is_empty()
                    && !matches!(prompt.purpose, Purpose::Seek | Purpose::Replace) =>
            {
                effects.extend(line::enter(app));
            }
            _ => {
                app.layers.pop();
            }
        }
    }
    effects
}

/// Leaves, after everything is saved.
pub fn quit(app: &mut App) -> Vec<Effect> {
    let mut effects = keep_typed(app);
    effects.extend(outside::keep_all(app));
    change::settle(app);
    effects.extend(save(app));
    effects.push(Effect::Quit);
    effects
}

/// Goes back to the shell for a while.
pub fn suspend(app: &mut App) -> Vec<Effect> {
    let mut effects = save(app);
    effects.push(Effect::Suspend);
    effects
}
