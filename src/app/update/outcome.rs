//! Taking in what came of the effects.

use super::super::effect::{Effect, Outcome};
use super::super::{App, Screen};
use super::{
    change, conflict, edit_locks, editor, export, external, find, open, programme_view, recovery,
    removal, save, saved, unreadable, versions,
};

/// Takes in what came of an effect.
pub fn take(app: &mut App, outcome: Outcome) -> Vec<Effect> {
    match outcome {
        Outcome::Listed {
            events,
            unreadable: errors,
        } => {
            let chosen = app.event_list.chosen().map(|event| event.folder.clone());
            let broken = app
                .event_list
                .broken()
                .and_then(|broken| broken.path.clone());
            // What is deleted may still be on its way to the trash.
            let mut events = events;
            events.retain(|event| !removal::is_removed(app, &event.folder));
            app.event_list.events = events;
            app.event_list.unreadable = errors;
            let mut folders = app.event_list.events.iter();
            let at = folders.position(|event| Some(&event.folder) == chosen.as_ref());
            let mut files = app.event_list.unreadable.iter();
            let file = files.position(|one| broken.is_some() && one.path == broken);
            let file = file.map(|at| app.event_list.events.len() + at);
            app.event_list.selected = at.or(file).unwrap_or(0);
        }
        Outcome::Opened(opened) => {
            if removal::is_removed(app, &opened.folder) {
                app.then = None;
                app.goal = None;
                return Vec::new();
            }
            if let Some(error) = &app.saving.failure {
                let why = error.short.clone();
                app.screen = Screen::Event;
                app.complain(format!(
                    "Not everything is saved ({why}), so this event stays open"
                ));
                return Vec::new();
            }
            // What was typed while it was being read.
            change::commit_input(app);
            let effects = save::save(app);
            app.programme = Default::default();
            let arriving = open::opened(app, *opened);
            let mut effects: Vec<Effect> = effects.into_iter().chain(arriving).collect();
            effects.extend(programme_view::fetch(app));
            effects.extend(open::go_on(app));
            return effects;
        }
        Outcome::Saved {
            item,
            revision,
            loaded,
            backup: kept,
            private,
            durable,
        } => {
            let answer = saved::Saved {
                revision,
                loaded,
                backup: kept,
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
        Outcome::Conflict(conflict) => conflict::found(app, *conflict),
        Outcome::Resolved { path, durable } => {
            let effects = conflict::resolved(app, &path);
            unless_durable(app, durable);
            return effects;
        }
        Outcome::Scanned(around) => {
            let mut effects = external::take(app, *around);
            effects.extend(edit_locks::answered(app));
            return effects;
        }
        Outcome::FileDeleted(item) => return saved::deleted(app, item),
        Outcome::NotSaved { item, short, why } => {
            return saved::not_saved(app, item, short, why);
        }
        Outcome::Indexed(index) => {
            app.counts = index.counts();
            app.index = index;
            find::again(app);
        }
        Outcome::LeftOver(waiting) => app.left_over(waiting),
        Outcome::Programme {
            event_id,
            programme,
        } => programme_view::fetched(app, event_id, programme),
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
            return unreadable::fixed(app, &path, session);
        }
        Outcome::Unreadable {
            folder: Some(folder),
            raw,
        } => unreadable::not_opened(app, &folder, *raw),
        Outcome::Unreadable { folder: None, raw } => unreadable::shown(app, *raw),
        Outcome::Closed { path, left } => return unreadable::closed(app, &path, left),
        Outcome::Report(text) => app.say(text),
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
