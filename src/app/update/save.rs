//! Saving, suspending, leaving.

use super::super::desk::{DeskId, Sid};
use super::super::effect::{Effect, Item, Job, SaveHow};
use super::super::files::Pending;
use super::super::layer::{Layer, Purpose};
use super::super::{AUTOSAVE, AUTOSAVE_ALONE, AUTOSAVE_LATEST, App};
use super::{change, form, line, outside};
use crate::store::LinkBook;
use crate::store::journal::Paper;

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
    let files = &mut app.files;
    for desk in app.desk.iter_mut().chain(&mut app.leaving) {
        // Sessions have no folder to go to before their event has one.
        if desk.folder.is_none() && !desk.dirty.is_empty() {
            desk.dirty.insert(Item::Event(desk.id));
        }
        // What somebody removed elsewhere waits for an answer.
        let gone = &desk.gone;
        let (waiting, items): (Vec<Item>, Vec<Item>) =
            desk.dirty.drain().partition(|item| gone.contains(item));
        desk.dirty.extend(waiting);
        items.into_iter().for_each(|item| files.want(item));
    }
    if std::mem::take(&mut app.saving.book.dirty) {
        files.want(Item::Book);
    }
    send(app)
}

/// Sends the jobs that bring files up to date, one at a time for each file.
pub fn send(app: &mut App) -> Vec<Effect> {
    let ready = app.files.ready().into_iter();
    ready
        .filter_map(|item| job(app, item))
        .map(Effect::Disk)
        .collect()
}

/// The job that brings a document's file up to date; nothing while it has to wait, or where nothing is to be done.
fn job(app: &mut App, item: Item) -> Option<Job> {
    let how = app.save_how(item);
    let revision = how.revision;
    let made = match item {
        Item::Book => Ready::Job(book_job(app, how)),
        Item::Event(desk) => match app.desk_of(desk).map(|desk| desk.current_event()) {
            Some(event) => {
                let job = Job::SaveEvent {
                    desk,
                    base: app.files.event(item),
                    event: Box::new(event.clone()),
                    how,
                };
                Ready::Job((job, event.into()))
            }
            None => Ready::Nothing,
        },
        Item::Session(desk, sid) => session_job(app, desk, sid, how),
    };
    match made {
        Ready::Waits => None,
        Ready::Nothing => {
            app.files.unwant(item);
            None
        }
        Ready::Job((job, sent)) => {
            app.files.sent(item, Pending { revision, sent });
            Some(job)
        }
    }
}

/// What is to be done with a file.
enum Ready {
    /// This, with what is sent by it.
    Job((Job, Paper)),
    /// Nothing yet.
    Waits,
    /// Nothing at all.
    Nothing,
}

fn book_job(app: &App, how: SaveHow) -> (Job, Paper) {
    let links = app.book.clone();
    let sent = Paper::from(LinkBook {
        links: links.clone(),
    });
    let base = app.files.book();
    let job = Job::SaveBook { base, links, how };
    (job, sent)
}

/// Saves a session that is on the screen, and removes one that is not any more.
fn session_job(app: &mut App, desk: DeskId, sid: Sid, how: SaveHow) -> Ready {
    let item = Item::Session(desk, sid);
    let Some(open) = app.desk_of(desk) else {
        return Ready::Nothing;
    };
    // It has no folder to go to before its event has one.
    let Some(folder) = open.folder.clone() else {
        return Ready::Waits;
    };
    let current = open.current(sid).map(Box::new);
    let base = app.files.session(item);
    let file = app.files.entry(item);
    if let Some(session) = current {
        file.last_shown = None;
        let job = Job::SaveSession {
            desk,
            folder,
            sid,
            base,
            trashed: file.trashed.clone(),
            session: session.clone(),
            how,
        };
        return Ready::Job((job, Paper::Session(session)));
    }
    let Some(session) = file.last_shown.clone().filter(|_| file.trashed.is_none()) else {
        return Ready::Nothing;
    };
    if base.is_none() && !session.has_content() {
        app.journal_removed(item);
        return Ready::Nothing;
    }
    let job = Job::RemoveSession {
        desk,
        folder,
        sid,
        base,
        session: session.clone(),
        how,
    };
    Ready::Job((job, Paper::Session(session)))
}

/// Saves because somebody asked for it.
pub fn save_now(app: &mut App) -> Vec<Effect> {
    let effects = save(app);
    if effects.is_empty() && app.under_way() == 0 {
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
