//! Going into things and out of them.

use super::super::action::Action;
use super::super::desk::{Desk, Focus, Pane, Row, Sid};
use super::super::effect::{Effect, Item, Job, Opened};
use super::super::files::LoadedFile;
use super::super::{App, Screen};
use super::{change, create, export, find, form, links, raw, rename, save};
use crate::edit::{Command, Motion};

/// Opens the event that is called for, else the one that is on, else the newest.
pub fn start(app: &mut App, folder: Option<&str>) -> Vec<Effect> {
    let called = folder.and_then(|folder| {
        let mut events = app.shelf.events.iter();
        events.position(|event| event.folder == folder)
    });
    let on = app.shelf.on_at(app.now, app.home);
    match called.or(on) {
        Some(at) => open(app, at),
        None if app.shelf.events.is_empty() => Vec::new(),
        None => open(app, 0),
    }
}

/// Goes into what is chosen.
pub fn enter(app: &mut App) -> Vec<Effect> {
    if app.screen == Screen::Events {
        if app.shelf.is_empty() {
            return create::today(app);
        }
        if let Some(broken) = app.shelf.broken().cloned() {
            return raw::read_again(app, &broken);
        }
        let at = app.shelf.selected;
        return open(app, at);
    }
    let Some(desk) = app.desk.as_mut() else {
        return Vec::new();
    };
    match desk.selected {
        Row::NewNote => return create::provisional(app),
        Row::Links => return links::open(app),
        Row::Day(_) => {}
        Row::Broken(at) => {
            let broken = desk.troubles.get(at).cloned();
            return broken.map_or_else(Vec::new, |broken| raw::read_again(app, &broken));
        }
        Row::Session(_) | Row::Intro | Row::Closing | Row::Inbox => {
            desk.focus = Focus::Pane;
            // Whoever comes back to a text goes on where it ends.
            if let Some(editor) = desk.editor_mut()
                && editor.revision() == 0
                && editor.cursor_offset() == 0
            {
                editor.run(Command::Move(Motion::DocumentEnd), Default::default());
            }
            // A narrow terminal has no room for both.
            if !app.is_writing() {
                super::show::notes(app);
            }
        }
    }
    Vec::new()
}

/// Goes out again.
pub fn back(app: &mut App) -> Vec<Effect> {
    if app.screen == Screen::Events {
        if app.desk.is_some() {
            app.screen = Screen::Event;
        }
        return Vec::new();
    }
    let Some(desk) = app.desk.as_mut() else {
        return Vec::new();
    };
    if desk.focus == Focus::Pane {
        return leave_pane(app);
    }
    if desk.pane != Pane::Notes {
        desk.pane = Pane::Notes;
        return Vec::new();
    }
    events(app)
}

/// Back to the timeline; the text is kept and saved, and a note that was never begun goes.
pub fn leave_pane(app: &mut App) -> Vec<Effect> {
    change::settle(app);
    let mut effects = save::save(app);
    if let Some(desk) = app.desk.as_mut() {
        desk.focus = Focus::Timeline;
        let unused = desk.provisional.take().filter(|sid| {
            desk.session(*sid)
                .is_some_and(|session| !session.has_content())
        });
        if let Some(sid) = unused {
            effects.extend(drop_unused(app, sid));
        }
    }
    effects
}

fn drop_unused(app: &mut App, sid: Sid) -> Vec<Effect> {
    let effects = change::change(
        app,
        "leaving an empty note",
        &[change::About::Session(sid)],
        |desk| {
            desk.sessions.retain(|(found, _)| *found != sid);
            desk.selected = Row::NewNote;
        },
    );
    app.say("Nothing was written, so there is no new note");
    effects
}

/// Shows all events.
pub fn events(app: &mut App) -> Vec<Effect> {
    change::settle(app);
    let mut effects = save::save(app);
    app.screen = Screen::Events;
    effects.push(Effect::Disk(Job::List));
    effects
}

/// Goes to the introduction or the closing, to write there.
pub fn text(app: &mut App, row: Row) -> Vec<Effect> {
    if app.screen != Screen::Event {
        return Vec::new();
    }
    change::settle(app);
    let effects = save::save(app);
    if let Some(desk) = app.desk.as_mut() {
        desk.selected = row;
        desk.pane = Pane::Notes;
        desk.focus = Focus::Pane;
    }
    effects
}

fn open(app: &mut App, at: usize) -> Vec<Effect> {
    app.shelf.selected = at;
    match app.shelf.chosen().map(|event| event.folder.clone()) {
        Some(name) => folder(app, &name),
        None => Vec::new(),
    }
}

/// Opens the event in a folder.
pub fn folder(app: &mut App, folder: &str) -> Vec<Effect> {
    let is_open = |desk: &Desk| desk.folder.as_deref() == Some(folder);
    if app.desk.as_ref().is_some_and(is_open) {
        app.screen = Screen::Event;
        return find::arrive(app);
    }
    let folder = folder.to_owned();
    change::settle(app);
    let mut effects = save::save(app);
    let desk = app.next_desk();
    effects.push(Effect::Disk(Job::Open { desk, folder }));
    effects
}

/// Opens the chosen event to do something with it: give it another title, fill in its fields, export it.
pub fn then(app: &mut App, action: Action) -> Vec<Effect> {
    if app.shelf.chosen().is_none() {
        app.say("Choose an event first");
        return Vec::new();
    }
    app.then = Some(action);
    let mut effects = open(app, app.shelf.selected);
    // One that lies open already is there at once.
    if app.screen == Screen::Event {
        effects.extend(go_on(app));
    }
    effects
}

/// Does what an event was opened for.
pub fn go_on(app: &mut App) -> Vec<Effect> {
    match app.then.take() {
        Some(Action::Rename) => {
            rename::ask_event(app);
            Vec::new()
        }
        Some(Action::EventFields) => form::open_event(app),
        Some(Action::Export) => export::ask(app),
        _ => Vec::new(),
    }
}

/// Lays an event open that was read, and goes on to what was looked for there.
pub fn opened(app: &mut App, opened: Opened) -> Vec<Effect> {
    leave(app);
    let mut desk = Desk::of(&opened);
    app.files
        .take(Item::Event(desk.id), LoadedFile::Event(opened.event));
    for (sid, file) in opened.sessions {
        app.files
            .take(Item::Session(desk.id, sid), LoadedFile::Session(file));
    }
    let now = app.now;
    if desk.event.is_on(now, app.home) {
        if let Some(sid) = desk.running(now, app.home) {
            desk.selected = Row::Session(sid);
        }
    } else if let Some((sid, _)) = desk.sessions.first() {
        desk.selected = Row::Session(*sid);
    }
    if let Some(first) = desk.troubles.first() {
        let more = match desk.troubles.len() {
            1 => String::new(),
            count => format!(" ({} more)", count - 1),
        };
        let (name, message) = (first.name(), first.message());
        app.complain(format!("{name} is left out{more}: {message}"));
    }
    if let Some(why) = desk.locked_out {
        let key = app
            .settings
            .keymap
            .key(app.context(), Action::SaveElsewhere);
        let key = key.map_or_else(String::new, |key| format!("; {key} saves a copy"));
        app.complain(format!(
            "It cannot be saved ({why}), only kept in the journal{key}"
        ));
    }
    app.desk = Some(desk);
    app.screen = Screen::Event;
    find::arrive(app)
}

/// Leaves the open event. What of it is still to be saved is saved in the background.
pub fn leave(app: &mut App) {
    app.history = Default::default();
    let Some(desk) = app.desk.take() else {
        return;
    };
    match desk.dirty.is_empty() && app.files.busy(Some(desk.id)).is_empty() {
        true => app.files.forget(desk.id),
        false => app.leaving.push(desk),
    }
}
