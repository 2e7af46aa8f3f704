//! What was done to the files from outside: by git, an editor, another hallway.

use super::super::App;
use super::super::action::Action;
use super::super::effect::{DocumentId, Effect, Job};
use super::super::files::LoadedFile;
use super::super::key::Key;
use super::super::layer::Layer;
use super::super::open_event::{OpenEvent, SessionId, TimelineRow};
use super::super::scan::{DeletedPrompt, ExternalChange, Scan};
use super::super::unreadable::UnreadableFile;
use super::{change, delete, edit_locks, save, saved};
use crate::model::notebook::Notebook;
use crate::model::session::Session;
use crate::store::Loaded;
use std::sync::Arc;
use std::time::Duration;

/// How long nobody has typed when a question that came by itself takes the keys.
const PAUSE: Duration = Duration::from_secs(1);

/// Takes in what a look around has found.
pub fn take(app: &mut App, around: Scan) -> Vec<Effect> {
    settings(app, &around);
    let mut effects = Vec::new();
    for news in &around.changes {
        if let ExternalChange::Changed(DocumentId::Book, theirs) = news {
            effects.extend(book(app, theirs.clone()));
        }
    }
    let is_here = |open_event: &&mut OpenEvent| Some(open_event.id) == around.event_id;
    if app.open_event.as_mut().filter(is_here).is_none() {
        return effects;
    }
    unreadable_files(app, &around.unreadable);
    let event = around.changes.iter().find_map(|news| match news {
        ExternalChange::Deleted(item @ DocumentId::Event(_)) => Some(*item),
        _ => None,
    });
    let mut heard = Vec::new();
    for news in &around.changes {
        match news {
            ExternalChange::Changed(DocumentId::Book, _) => {}
            ExternalChange::Changed(item, theirs) => {
                effects.extend(changed(app, *item, theirs.clone(), &mut heard));
            }
            ExternalChange::New(file) => new(app, file, &mut heard),
            // Without the event's file its sessions are no matter of their own.
            ExternalChange::Deleted(DocumentId::Session(..)) if event.is_some() => {}
            // It may be on its way back; the next look tells.
            ExternalChange::Deleted(_) if app.under_way() > 0 => {}
            ExternalChange::Deleted(item) => effects.extend(deleted(app, *item, &mut heard)),
        }
    }
    if !around.changes.is_empty() {
        effects.push(Effect::Disk(Job::Index));
    }
    match heard.as_slice() {
        [] => {}
        _ if app.elapsed < app.quiet_until => {}
        [one] => app.say(one.clone()),
        [first, rest @ ..] => app.say(format!("{first} (and {} more)", rest.len())),
    }
    effects.extend(edit_locks::take(app, &around));
    effects
}

/// Takes in the notebook's own files.
fn settings(app: &mut App, around: &Scan) {
    let Some(file) = &around.notebook else {
        return;
    };
    app.notebook_file = Some(Arc::clone(file));
    let notebook = Some(&file.value).filter(|new| **new != app.notebook);
    if let Some(notebook) = notebook {
        // The first save here makes the notebook and gives it its id, which is no change from
        // outside.
        let made = Notebook {
            id: notebook.id.clone(),
            ..app.notebook.clone()
        };
        app.home = notebook.time_zone.or(app.home);
        app.notebook = notebook.clone();
        if made != app.notebook {
            app.say("The notebook's settings were changed outside, reloaded");
        }
    }
}

/// Shows which files cannot be read.
fn unreadable_files(app: &mut App, now: &[UnreadableFile]) {
    let Some(open_event) = app
        .open_event
        .as_mut()
        .filter(|open_event| open_event.unreadable != now)
    else {
        return;
    };
    let new = now
        .iter()
        .find(|error| !open_event.unreadable.contains(error));
    let new = new.cloned();
    open_event.unreadable = now.to_vec();
    open_event.refresh();
    if let Some(error) = new {
        app.complain(format!(
            "{}, {}; what is shown is what it said before",
            error.name(),
            error.message()
        ));
    }
}

/// The link book says something else.
fn book(app: &mut App, theirs: LoadedFile) -> Vec<Effect> {
    let before = app.book.clone();
    let (others, effects) = saved::changed(app, DocumentId::Book, theirs);
    if others && before != app.book && app.elapsed >= app.quiet_until {
        app.say("The link book was changed outside, reloaded");
    }
    effects
}

/// A file says something else: it is merged with what is here.
fn changed(
    app: &mut App,
    item: DocumentId,
    theirs: LoadedFile,
    heard: &mut Vec<String>,
) -> Vec<Effect> {
    let before = app.snapshot(item);
    let (others, effects) = saved::changed(app, item, theirs);
    let after = app.snapshot(item);
    let is_watched = app.edit_locks.holder(item).is_some();
    if let Some(snapshot) = after.filter(|after| others && before.as_ref() != Some(after))
        && !is_watched
    {
        heard.push(format!(
            "{} was changed outside, reloaded",
            snapshot.title()
        ));
    }
    effects
}

/// A session that somebody else made.
fn new(app: &mut App, file: &Arc<Loaded<Session>>, heard: &mut Vec<String>) {
    let Some(open_event) = app.open_event.as_mut() else {
        return;
    };
    // It may be one that was made or removed here since it was looked for.
    if app.files.knows(open_event.id, file.path()) {
        return;
    }
    let session_id = open_event.next_session_id();
    open_event.sessions.push((session_id, file.value.clone()));
    open_event.refresh();
    let item = DocumentId::Session(open_event.id, session_id);
    app.files.take(item, LoadedFile::Session(Arc::clone(file)));
    heard.push(format!("New session from outside: {}", file.value.title));
}

/// A file is not there any more. What nobody is writing in goes from the screen, too; undo brings
/// it back.
pub fn deleted(app: &mut App, item: DocumentId, heard: &mut Vec<String>) -> Vec<Effect> {
    let Some(snapshot) = app.snapshot(item) else {
        return Vec::new();
    };
    let title = snapshot.title().to_owned();
    // What stands in an open line or form would go with it.
    let is_typed = app.typed_now().is_some_and(|(typed, _)| typed == item);
    let Some(open_event) = app
        .open_event
        .as_mut()
        .filter(|open_event| !open_event.deleted.contains(&item))
    else {
        return Vec::new();
    };
    let is_chosen = open_event
        .text()
        .is_some_and(|text| open_event.item(text) == item);
    let is_written =
        is_typed || is_chosen && open_event.focus == super::super::open_event::Focus::Pane;
    match item {
        DocumentId::Session(_, session_id) if !is_written && !open_event.dirty.contains(&item) => {
            heard.push(format!("{title} was removed outside; undo brings it back"));
            vanish(app, session_id, &title)
        }
        _ => {
            open_event.deleted.insert(item);
            let calm = app.last_key.map_or(app.elapsed, |at| at + PAUSE);
            app.layers
                .push(Layer::Deleted(DeletedPrompt { item, title, calm }));
            Vec::new()
        }
    }
}

/// Lets a key go where it would go without the question, while somebody types. Nothing when the
/// question is not on top, or takes the keys.
pub fn typed_under(app: &mut App, key: Key) -> Option<Vec<Effect>> {
    match app.layers.last() {
        Some(Layer::Deleted(prompt)) if app.elapsed < prompt.calm => {}
        _ => return None,
    }
    let question = app.layers.pop();
    let effects = app.press(key);
    if let Some(Layer::Deleted(mut prompt)) = question {
        prompt.calm = app.elapsed + PAUSE;
        app.layers.push(Layer::Deleted(prompt));
    }
    Some(effects)
}

fn vanish(app: &mut App, session_id: SessionId, title: &str) -> Vec<Effect> {
    change::forget(app, session_id, format!("the removal of {title}"));
    let Some(open_event) = app.open_event.as_mut() else {
        return Vec::new();
    };
    let item = DocumentId::Session(open_event.id, session_id);
    let file = app.files.entry(item);
    file.may_return = true;
    let said = file.loaded.as_ref();
    let said = said.and_then(|file| Some((file.path().to_owned(), file.text()?.to_owned())));
    if open_event.selected == TimelineRow::Session(session_id) {
        open_event.selected = TimelineRow::NewNote;
    }
    let aside = said.map(|(path, text)| Effect::Disk(Job::PutAside { path, text }));
    aside.into_iter().collect()
}

/// Does an action in the question; nothing when it is not on top.
pub fn act(app: &mut App, action: Action) -> Option<Vec<Effect>> {
    let Some(Layer::Deleted(prompt)) = app.layers.last() else {
        return None;
    };
    let prompt = prompt.clone();
    Some(match action {
        Action::Enter | Action::Back => {
            app.layers.pop();
            let effects = bring_back(app, prompt.item);
            app.say(format!("{} goes back into its file", prompt.title));
            effects
        }
        Action::Delete => {
            app.layers.pop();
            let mut effects = bring_back(app, prompt.item);
            effects.extend(match prompt.item {
                DocumentId::Event(_) => delete::delete_open(app),
                DocumentId::Session(_, session_id) => delete::delete_session(app, session_id),
                DocumentId::Book => Vec::new(),
            });
            effects
        }
        _ => Vec::new(),
    })
}

/// Lets everything that was removed elsewhere be written again, without an answer: what is here is
/// kept.
pub fn keep_all(app: &mut App) -> Vec<Effect> {
    let deleted: Vec<DocumentId> = app
        .open_event
        .iter()
        .chain(&app.leaving)
        .flat_map(|open_event| open_event.deleted.iter().copied())
        .collect();
    app.layers
        .retain(|layer| !matches!(layer, Layer::Deleted(_)));
    deleted
        .into_iter()
        .flat_map(|item| bring_back(app, item))
        .collect()
}

/// Writes what was removed elsewhere: one session, or the event with everything that it has.
fn bring_back(app: &mut App, item: DocumentId) -> Vec<Effect> {
    change::commit_input(app);
    let Some(open_event) = item.event_id().and_then(|id| app.event_of_mut(id)) else {
        return Vec::new();
    };
    open_event.deleted.remove(&item);
    let mut items = vec![item];
    if let DocumentId::Event(id) = item {
        let sessions = open_event.sessions.iter();
        items.extend(sessions.map(|(session_id, _)| DocumentId::Session(id, *session_id)));
    }
    items.iter().for_each(|item| open_event.touch_whole(*item));
    for item in items {
        app.files.entry(item).may_return = true;
    }
    save::save(app)
}
