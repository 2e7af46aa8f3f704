//! Taking in what came of the effects.

use super::super::effect::{Effect, Item, Job, Merged, Outcome};
use super::super::{App, NotSaved, Screen};
use super::{
    change, editor, export, find, open, outside, picking, raw, recovery, save, sides, versions,
};
use crate::model::link::Link;
use std::path::PathBuf;
use std::time::Duration;

/// How long after a save that failed it is tried again.
const RETRY: Duration = Duration::from_secs(10);

/// Takes in what came of an effect.
pub fn take(app: &mut App, outcome: Outcome) -> Vec<Effect> {
    match outcome {
        Outcome::Listed { events, troubles } => {
            let chosen = app.shelf.chosen().map(|event| event.folder.clone());
            let broken = app.shelf.broken().and_then(|broken| broken.path.clone());
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
            folder,
            merged,
            kept,
            durable,
        } => {
            app.saving.under_way = app.saving.under_way.saturating_sub(1);
            app.saving.last = Some(app.now);
            match durable {
                true => app.saving.unsure.remove(&item),
                false => app.saving.unsure.insert(item),
            };
            app.saving.failed.remove(&item);
            well(app);
            let (Item::Event(id) | Item::Session(id, _)) = item;
            if let Some(desk) = app.desk.as_mut().filter(|desk| desk.id == id) {
                desk.folder = Some(folder);
                desk.locked_out = None;
            }
            let effects =
                merged.map_or_else(Vec::new, |merged| take_over(app, item, revision, *merged));
            // What clashed matters more than that something was taken over.
            if let Some(kept) = kept {
                sides::clashed(app, item, &kept.path, kept.clashed);
            }
            return effects;
        }
        Outcome::Changed {
            item,
            revision,
            merged,
        } => return take_over(app, item, revision, *merged),
        Outcome::Conflict(conflict) => sides::found(app, *conflict),
        Outcome::Settled(path) => return sides::settled(app, &path),
        Outcome::Around(around) => return outside::take(app, *around),
        Outcome::Gone(item) => {
            app.saving.under_way = app.saving.under_way.saturating_sub(1);
            let (Item::Event(id) | Item::Session(id, _)) = item;
            if let Some(desk) = app.desk.as_mut().filter(|desk| desk.id == id) {
                desk.dirty.insert(item);
            }
            return outside::gone(app, item, &mut Vec::new());
        }
        Outcome::NotSaved { item, short, why } => {
            app.saving.under_way = app.saving.under_way.saturating_sub(1);
            let (Item::Event(id) | Item::Session(id, _)) = item;
            if let Some(desk) = app.desk.as_mut().filter(|desk| desk.id == id) {
                desk.dirty.insert(item);
                app.saving.due = Some(app.elapsed + RETRY);
            }
            app.complain(format!("Not saved: {why}"));
            app.saving.failed.insert(item);
            app.saving.trouble = Some(NotSaved { short, why });
        }
        Outcome::Book {
            revision,
            merged,
            private,
            kept,
            saved,
        } => return book(app, revision, merged, &private, kept, saved),
        Outcome::BookNotSaved { short, why } => {
            app.saving.under_way = app.saving.under_way.saturating_sub(1);
            app.saving.book.dirty = true;
            app.saving.book.failed = true;
            app.saving.due = Some(app.elapsed + RETRY);
            app.complain(format!("The link book is not saved: {why}"));
            app.saving.trouble = Some(NotSaved { short, why });
        }
        Outcome::Indexed(index) => {
            app.counts = index.counts();
            app.index = index;
            find::again(app);
        }
        Outcome::LeftOver(waiting) => app.left_over(waiting),
        Outcome::Programme { desk, programme } => picking::fetched(app, desk, programme),
        Outcome::Looked { path, found } => export::looked(app, &path, found),
        Outcome::Exported { path } => return export::written(app, path),
        Outcome::Edited { text } => editor::edited(app, text),
        Outcome::Brought { file, aside } => return recovery::brought(app, &file, aside),
        Outcome::Versions { item, all } => versions::found(app, item, all),
        Outcome::Readable { path, session } => {
            let session = session.map(|(desk, sid, session)| (desk, sid, *session));
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

/// Forgets that something was not saved, once all of it is.
fn well(app: &mut App) {
    if app.saving.failed.is_empty() && !app.saving.book.failed {
        app.saving.trouble = None;
    }
}

/// Takes in what came of saving the link book, or of looking at it.
fn book(
    app: &mut App,
    revision: u64,
    merged: Option<Vec<Link>>,
    private: &[String],
    kept: Option<PathBuf>,
    saved: bool,
) -> Vec<Effect> {
    if saved {
        app.saving.under_way = app.saving.under_way.saturating_sub(1);
        app.saving.last = Some(app.now);
        app.saving.book.failed = false;
        well(app);
    }
    if let Some(path) = kept {
        app.complain(format!(
            "Somebody else changed the same link; your version is in {}",
            path.display()
        ));
    }
    if !private.is_empty() {
        app.complain(format!(
            "{}: a person you met, who is private and never enters the link book",
            private.join(", ")
        ));
    }
    // When ours has changed since, the next save merges again.
    let Some(links) = merged.filter(|_| app.saving.book.revision == revision) else {
        return Vec::new();
    };
    if !saved && links != app.book && app.elapsed >= app.quiet_until {
        app.say("The link book was changed outside, reloaded");
    }
    app.book = links;
    if let Some(desk) = app.desk.as_mut() {
        desk.stir();
    }
    vec![Effect::Disk(Job::TakenBook)]
}

/// Shows what others wrote meanwhile, and says so.
fn take_over(app: &mut App, item: Item, revision: u64, merged: Merged) -> Vec<Effect> {
    let effects = put_theirs(app, item, revision, merged);
    if !effects.is_empty() {
        app.say("What was written elsewhere meanwhile is in it now, too");
    }
    effects
}

/// Shows what others wrote meanwhile, unless ours has changed since: then the next save merges again.
pub fn put_theirs(app: &mut App, item: Item, revision: u64, merged: Merged) -> Vec<Effect> {
    let elapsed = app.elapsed;
    let (Item::Event(id) | Item::Session(id, _)) = item;
    let ours = app.desk.as_ref().filter(|desk| desk.id == id);
    if ours.is_none_or(|desk| desk.revision(item) != revision) {
        return Vec::new();
    }
    // What was typed until now is a change of its own, which can still be taken back.
    change::settle(app);
    let Some(desk) = app.desk.as_mut() else {
        return Vec::new();
    };
    match (item, merged) {
        (Item::Session(_, sid), Merged::Session(session)) => {
            let Some(ours) = desk.session_mut(sid) else {
                return Vec::new();
            };
            *ours = session;
        }
        (Item::Event(_), Merged::Event(event)) => desk.event = event,
        _ => return Vec::new(),
    }
    desk.taken_over(item);
    desk.refresh();
    change::follow(desk, elapsed);
    vec![Effect::Disk(Job::Taken(item))]
}
