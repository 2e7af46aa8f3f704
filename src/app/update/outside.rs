//! What was done to the files from outside: by git, an editor, another hallway.

use super::super::App;
use super::super::action::Action;
use super::super::around::{Around, Gone, Outside};
use super::super::desk::{Desk, Row, Sid};
use super::super::effect::{Effect, Item, Job};
use super::super::files::LoadedFile;
use super::super::key::Key;
use super::super::layer::Layer;
use super::super::raw::Broken;
use super::{change, claims, delete, save, saved};
use crate::model::notebook::Notebook;
use crate::model::session::Session;
use crate::store::Loaded;
use std::sync::Arc;
use std::time::Duration;

/// How long nobody has typed when a question that came by itself takes the keys.
const PAUSE: Duration = Duration::from_secs(1);

/// Takes in what a look around has found.
pub fn take(app: &mut App, around: Around) -> Vec<Effect> {
    settings(app, &around);
    let mut effects = Vec::new();
    for news in &around.news {
        if let Outside::Changed(Item::Book, theirs) = news {
            effects.extend(book(app, theirs.clone()));
        }
    }
    let is_here = |desk: &&mut Desk| Some(desk.id) == around.desk;
    if app.desk.as_mut().filter(is_here).is_none() {
        return effects;
    }
    troubles(app, &around.troubles);
    let event = around.news.iter().find_map(|news| match news {
        Outside::Gone(item @ Item::Event(_)) => Some(*item),
        _ => None,
    });
    let mut heard = Vec::new();
    for news in &around.news {
        match news {
            Outside::Changed(Item::Book, _) => {}
            Outside::Changed(item, theirs) => {
                effects.extend(changed(app, *item, theirs.clone(), &mut heard));
            }
            Outside::New(file) => new(app, file, &mut heard),
            // Without the event's file its sessions are no matter of their own.
            Outside::Gone(Item::Session(..)) if event.is_some() => {}
            // It may be on its way back; the next look tells.
            Outside::Gone(_) if app.under_way() > 0 => {}
            Outside::Gone(item) => effects.extend(gone(app, *item, &mut heard)),
        }
    }
    if !around.news.is_empty() {
        effects.push(Effect::Disk(Job::Index));
    }
    match heard.as_slice() {
        [] => {}
        _ if app.elapsed < app.quiet_until => {}
        [one] => app.say(one.clone()),
        [first, rest @ ..] => app.say(format!("{first} (and {} more)", rest.len())),
    }
    effects.extend(claims::take(app, &around));
    effects
}

/// Takes in the notebook's own files.
fn settings(app: &mut App, around: &Around) {
    let Some(file) = &around.notebook else {
        return;
    };
    app.notebook_file = Some(Arc::clone(file));
    let notebook = Some(&file.value).filter(|new| **new != app.notebook);
    if let Some(notebook) = notebook {
        // The first save here makes the notebook and gives it its id, which is no change from outside.
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
fn troubles(app: &mut App, now: &[Broken]) {
    let Some(desk) = app.desk.as_mut().filter(|desk| desk.troubles != now) else {
        return;
    };
    let new = now.iter().find(|trouble| !desk.troubles.contains(trouble));
    let new = new.cloned();
    desk.troubles = now.to_vec();
    desk.refresh();
    if let Some(trouble) = new {
        app.complain(format!(
            "{}, {}; what is shown is what it said before",
            trouble.name(),
            trouble.message()
        ));
    }
}

/// The link book says something else.
fn book(app: &mut App, theirs: LoadedFile) -> Vec<Effect> {
    let before = app.book.clone();
    let (others, effects) = saved::changed(app, Item::Book, theirs);
    if others && before != app.book && app.elapsed >= app.quiet_until {
        app.say("The link book was changed outside, reloaded");
    }
    effects
}

/// A file says something else: it is merged with what is here.
fn changed(app: &mut App, item: Item, theirs: LoadedFile, heard: &mut Vec<String>) -> Vec<Effect> {
    let before = app.paper(item);
    let (others, effects) = saved::changed(app, item, theirs);
    let after = app.paper(item);
    let is_watched = app.claims.holder(item).is_some();
    if let Some(paper) = after.filter(|after| others && before.as_ref() != Some(after))
        && !is_watched
    {
        heard.push(format!("{} was changed outside, reloaded", paper.title()));
    }
    effects
}

/// A session that somebody else made.
fn new(app: &mut App, file: &Arc<Loaded<Session>>, heard: &mut Vec<String>) {
    let Some(desk) = app.desk.as_mut() else {
        return;
    };
    // It may be one that was made or removed here since it was looked for.
    if app.files.knows(desk.id, file.path()) {
        return;
    }
    let sid = desk.next_sid();
    desk.sessions.push((sid, file.value.clone()));
    desk.refresh();
    let item = Item::Session(desk.id, sid);
    app.files.take(item, LoadedFile::Session(Arc::clone(file)));
    heard.push(format!("New from elsewhere: {}", file.value.title));
}

/// A file is not there any more. What nobody is writing in goes from the screen, too; undo brings it back.
pub fn gone(app: &mut App, item: Item, heard: &mut Vec<String>) -> Vec<Effect> {
    let Some(paper) = app.paper(item) else {
        return Vec::new();
    };
    let title = paper.title().to_owned();
    // What stands in an open line or form would go with it.
    let is_typed = app.typed_now().is_some_and(|(typed, _)| typed == item);
    let Some(desk) = app.desk.as_mut().filter(|desk| !desk.gone.contains(&item)) else {
        return Vec::new();
    };
    let is_chosen = desk.text().is_some_and(|text| desk.item(text) == item);
    let is_written = is_typed || is_chosen && desk.focus == super::super::desk::Focus::Pane;
    match item {
        Item::Session(_, sid) if !is_written && !desk.dirty.contains(&item) => {
            heard.push(format!("{title} was removed outside; undo brings it back"));
            vanish(app, sid, &title)
        }
        _ => {
            desk.gone.insert(item);
            let calm = app.last_key.map_or(app.elapsed, |at| at + PAUSE);
            app.layers.push(Layer::Gone(Gone { item, title, calm }));
            Vec::new()
        }
    }
}

/// Lets a key go where it would go without the question, while somebody types. Nothing when the question is not on top, or takes the keys.
pub fn typed_under(app: &mut App, key: Key) -> Option<Vec<Effect>> {
    match app.layers.last() {
        Some(Layer::Gone(gone)) if app.elapsed < gone.calm => {}
        _ => return None,
    }
    let question = app.layers.pop();
    let effects = app.press(key);
    if let Some(Layer::Gone(mut gone)) = question {
        gone.calm = app.elapsed + PAUSE;
        app.layers.push(Layer::Gone(gone));
    }
    Some(effects)
}

fn vanish(app: &mut App, sid: Sid, title: &str) -> Vec<Effect> {
    change::forget(app, sid, format!("the removal of {title} elsewhere"));
    let Some(desk) = app.desk.as_mut() else {
        return Vec::new();
    };
    let item = Item::Session(desk.id, sid);
    let file = app.files.entry(item);
    file.may_return = true;
    let said = file.loaded.as_ref();
    let said = said.and_then(|file| Some((file.path().to_owned(), file.said()?.to_owned())));
    if desk.selected == Row::Session(sid) {
        desk.selected = Row::NewNote;
    }
    let aside = said.map(|(path, text)| Effect::Disk(Job::PutAside { path, text }));
    aside.into_iter().collect()
}

/// Does an action in the question; nothing when it is not on top.
pub fn act(app: &mut App, action: Action) -> Option<Vec<Effect>> {
    let Some(Layer::Gone(gone)) = app.layers.last() else {
        return None;
    };
    let gone = gone.clone();
    Some(match action {
        Action::Enter | Action::Back => {
            app.layers.pop();
            let effects = bring_back(app, gone.item);
            app.say(format!("{} goes back into its file", gone.title));
            effects
        }
        Action::Delete => {
            app.layers.pop();
            let mut effects = bring_back(app, gone.item);
            effects.extend(match gone.item {
                Item::Event(_) => delete::delete_open(app),
                Item::Session(_, sid) => delete::delete_session(app, sid),
                Item::Book => Vec::new(),
            });
            effects
        }
        _ => Vec::new(),
    })
}

/// Lets everything that was removed elsewhere be written again, without an answer: what is here is kept.
pub fn keep_all(app: &mut App) -> Vec<Effect> {
    let gone: Vec<Item> = app
        .desk
        .iter()
        .chain(&app.leaving)
        .flat_map(|desk| desk.gone.iter().copied())
        .collect();
    app.layers.retain(|layer| !matches!(layer, Layer::Gone(_)));
    gone.into_iter()
        .flat_map(|item| bring_back(app, item))
        .collect()
}

/// Writes what was removed elsewhere: one session, or the event with everything that it has.
fn bring_back(app: &mut App, item: Item) -> Vec<Effect> {
    change::settle(app);
    let Some(desk) = item.desk().and_then(|id| app.desk_of_mut(id)) else {
        return Vec::new();
    };
    desk.gone.remove(&item);
    let mut items = vec![item];
    if let Item::Event(id) = item {
        let sessions = desk.sessions.iter();
        items.extend(sessions.map(|(sid, _)| Item::Session(id, *sid)));
    }
    items.iter().for_each(|item| desk.touch_whole(*item));
    for item in items {
        app.files.entry(item).may_return = true;
    }
    save::save(app)
}
