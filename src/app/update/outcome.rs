//! Taking in what came of the effects.

use super::super::effect::{Effect, Outcome};
use super::super::{App, Screen};
use super::{
    change, editor, export, find, open, outside, picking, raw, recovery, removal, save, saved,
    sides, versions,
};

/// Takes in what came of an effect.
pub fn take(app: &mut App, outcome: Outcome) -> Vec<Effect> {
    match outcome {
        Outcome::Listed { events, troubles } => {
            let chosen = app.shelf.chosen().map(|event| event.folder.clone());
            let broken = app.shelf.broken().and_then(|broken| broken.path.clone());
            // What is deleted may still be on its way to the trash.
            let mut events = events;
            events.retain(|event| !removal::is_removed(app, &event.folder));
            app.shelf.events = events;
            app.shelf.troubles = troubles;
            let mut folders = app.shelf.events.iter();
            let at = folders.position(|event| Some(&event.folder) == chosen.as_ref());
            let mut files = app.shelf.troubles.iter();
            let file = files.position(|one| broken.is_some() && one.path == broken);
            let file = file.map(|at| app.shelf.events.len() + at);
            app.shelf.selected = at.or(file).unwrap_or(0);
        }
        Outcome::Opened(opened) => {
            if removal::is_removed(app, &opened.folder) {
                app.then = None;
                app.goal = None;
                return Vec::new();
            }
            if let Some(trouble) = &app.saving.trouble {
                let why = trouble.short.clone();
                app.screen = Screen::Event;
                app.complain(format!(
                    "Not everything is saved ({why}), so this event stays open"
                ));
                return Vec::new();
            }
            // What was typed while it was being read.
            change::settle(app);
            let effects = save::save(app);
            app.programme = Default::default();
            let arriving = open::opened(app, *opened);
            let mut effects: Vec<Effect> = effects.into_iter().chain(arriving).collect();
            effects.extend(picking::fetch(app));
            effects.extend(open::go_on(app));
            return effects;
        }
        Outcome::Saved {
            item,
            revision,
            loaded,
            kept,
            private,
            durable,
        } => {
            let answer = saved::Saved {
                revision,
                loaded,
                kept,
                private,
                durable,
            };
            return saved::saved(app, item, answer);
        }
        Outcome::Removed {
            item,
            loaded,
            removed,
            durable,
        } => return saved::removed(app, item, loaded, removed, durable),
        Outcome::NotRemoved { item, why } => return saved::not_removed(app, item, &why),
        Outcome::EventRemoved { folder, removed } => {
            let durable = removed.as_ref().map_or(true, |removed| removed.durable);
            let effects = removal::removed(app, &folder, removed);
            unless_durable(app, durable);
            return effects;
        }
        Outcome::EventRestored(Ok(durable)) => {
            app.say("The event is back");
            unless_durable(app, durable);
        }
        Outcome::EventRestored(Err(why)) => app.complain(format!("Not brought back: {why}")),
        Outcome::Conflict(conflict) => sides::found(app, *conflict),
        Outcome::Settled { path, durable } => {
            let effects = sides::settled(app, &path);
            unless_durable(app, durable);
            return effects;
        }
        Outcome::Around(around) => return outside::take(app, *around),
        Outcome::Gone(item) => return saved::gone(app, item),
        Outcome::NotSaved { item, short, why } => {
            return saved::not_saved(app, item, short, why);
        }
        Outcome::Indexed(index) => {
            app.counts = index.counts();
            app.index = index;
            find::again(app);
        }
        Outcome::LeftOver(waiting) => app.left_over(waiting),
        Outcome::Programme { desk, programme } => picking::fetched(app, desk, programme),
        Outcome::Looked { path, found } => export::looked(app, &path, found),
        Outcome::Exported { path, durable } => {
            let effects = export::written(app, path);
            unless_durable(app, durable);
            return effects;
        }
        Outcome::Edited { text } => editor::edited(app, text),
        Outcome::Brought {
            file,
            aside,
            durable,
        } => {
            let effects = recovery::brought(app, &file, aside);
            unless_durable(app, durable);
            return effects;
        }
        Outcome::Versions { item, all } => versions::found(app, item, all),
        Outcome::Readable { path, session } => {
            return raw::mended(app, &path, session);
        }
        Outcome::Unreadable {
            folder: Some(folder),
            raw,
        } => raw::not_opened(app, &folder, *raw),
        Outcome::Unreadable { folder: None, raw } => raw::shown(app, *raw),
        Outcome::Closed { path, left } => return raw::closed(app, &path, left),
        Outcome::Told(text) => app.say(text),
        Outcome::Failed(why) => app.complain(why),
    }
    Vec::new()
}

/// Says so where a change was made that a power cut may still undo.
fn unless_durable(app: &mut App, durable: bool) {
    if !durable {
        app.complain("Written, but the system could not confirm that it is on disk");
    }
}
