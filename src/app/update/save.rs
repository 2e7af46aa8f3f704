//! Saving, suspending, leaving.

use super::super::effect::{DocumentId, Effect, Job, SaveHow};
use super::super::files::PendingSave;
use super::super::layer::{Layer, Purpose};
use super::super::open_event::{EventId, SessionId};
use super::super::{AUTOSAVE, AUTOSAVE_ALONE, AUTOSAVE_LATEST, App};
use super::{change, external, form, line};
use crate::store::LinkBook;
use crate::store::journal::Snapshot;

/// Notes that a text was written in: it is saved some time after the last key.
pub fn written(app: &mut App) {
    let Some(open_event) = app.open_event.as_mut() else {
        return;
    };
    if let Some(text) = open_event.text() {
        open_event.touch(open_event.item(text));
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
    for open_event in app.open_event.iter_mut().chain(&mut app.leaving) {
        // Sessions have no folder to go to before their event has one.
        if open_event.folder.is_none() && !open_event.dirty.is_empty() {
            open_event.dirty.insert(DocumentId::Event(open_event.id));
        }
        // What somebody removed elsewhere waits for an answer.
        let gone = &open_event.deleted;
        let (waiting, items): (Vec<DocumentId>, Vec<DocumentId>) = open_event
            .dirty
            .drain()
            .partition(|item| gone.contains(item));
        open_event.dirty.extend(waiting);
        items.into_iter().for_each(|item| files.want(item));
    }
    if std::mem::take(&mut app.saving.book.dirty) {
        files.want(DocumentId::Book);
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

/// The job that brings a document's file up to date; nothing while it has to wait, or where nothing
/// is to be done.
fn job(app: &mut App, item: DocumentId) -> Option<Job> {
    let how = app.save_how(item);
    let revision = how.revision;
    let made = match item {
        DocumentId::Book => SaveReady::Job(book_job(app, how)),
        DocumentId::Event(event_id) => match app
            .event_of(event_id)
            .map(|open_event| open_event.current_event())
        {
            Some(event) => {
                let job = Job::SaveEvent {
                    event_id,
                    base: app.files.event(item),
                    event: Box::new(event.clone()),
                    how,
                };
                SaveReady::Job((job, event.into()))
            }
            None => SaveReady::Nothing,
        },
        DocumentId::Session(open_event, session_id) => {
            session_job(app, open_event, session_id, how)
        }
    };
    match made {
        SaveReady::Waits => None,
        SaveReady::Nothing => {
            app.files.unwant(item);
            None
        }
        SaveReady::Job((job, sent)) => {
            app.files.sent(item, PendingSave { revision, sent });
            Some(job)
        }
    }
}

/// What is to be done with a file.
enum SaveReady {
    /// This, with what is sent by it.
    Job((Job, Snapshot)),
    /// Nothing yet.
    Waits,
    /// Nothing at all.
    Nothing,
}

fn book_job(app: &App, how: SaveHow) -> (Job, Snapshot) {
    let links = app.book.clone();
    let sent = Snapshot::from(LinkBook {
        links: links.clone(),
    });
    let base = app.files.book();
    let job = Job::SaveBook { base, links, how };
    (job, sent)
}

/// Saves a session that is on the screen, and removes one that is not any more.
fn session_job(app: &mut App, event_id: EventId, session_id: SessionId, how: SaveHow) -> SaveReady {
    let item = DocumentId::Session(event_id, session_id);
    let Some(open) = app.event_of(event_id) else {
        return SaveReady::Nothing;
    };
    // It has no folder to go to before its event has one.
    let Some(folder) = open.folder.clone() else {
        return SaveReady::Waits;
    };
    let current = open.current(session_id).map(Box::new);
    let base = app.files.session(item);
    let file = app.files.entry(item);
    if let Some(session) = current {
        file.last_shown = None;
        let job = Job::SaveSession {
            event_id,
            folder,
            session_id,
            base,
            trashed: file.trashed.clone(),
            session: session.clone(),
            how,
        };
        return SaveReady::Job((job, Snapshot::Session(session)));
    }
    let Some(session) = file.last_shown.clone().filter(|_| file.trashed.is_none()) else {
        return SaveReady::Nothing;
    };
    if base.is_none() && !session.has_content() {
        app.journal_removed(item);
        return SaveReady::Nothing;
    }
    let job = Job::RemoveSession {
        event_id,
        folder,
        session_id,
        base,
        session: session.clone(),
        how,
    };
    SaveReady::Job((job, Snapshot::Session(session)))
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

/// Takes what was typed into forms and lines that are still open as if it had been entered, and
/// closes them.
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
                    && !matches!(prompt.purpose, Purpose::Search | Purpose::Replace) =>
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
    effects.extend(external::keep_all(app));
    change::commit_input(app);
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
