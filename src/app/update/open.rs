//! Going into things and out of them.

use super::super::action::Action;
use super::super::effect::{DocumentId, Effect, Job, Opened};
use super::super::files::LoadedFile;
use super::super::open_event::{Focus, OpenEvent, Pane, SessionId, TimelineRow};
use super::super::{App, Screen};
use super::{change, create, export, find, form, links, rename, save, unreadable};
use crate::edit::{EditCommand, Motion};

/// Opens the event that is called for, else the one that is on, else the newest.
pub fn start(app: &mut App, folder: Option<&str>) -> Vec<Effect> {
    let called = folder.and_then(|folder| {
        let mut events = app.event_list.events.iter();
        events.position(|event| event.folder == folder)
    });
    let on = app.event_list.on_at(app.now, app.home);
    match called.or(on) {
        Some(at) => open(app, at),
        None if app.event_list.events.is_empty() => Vec::new(),
        None => open(app, 0),
    }
}

/// Goes into what is chosen.
pub fn enter(app: &mut App) -> Vec<Effect> {
    if app.screen == Screen::Events {
        if app.event_list.is_empty() {
            return create::today(app);
        }
        if let Some(broken) = app.event_list.broken().cloned() {
            return unreadable::read_again(app, &broken);
        }
        let at = app.event_list.selected;
        return open(app, at);
    }
    let Some(open_event) = app.open_event.as_mut() else {
        return Vec::new();
    };
    match open_event.selected {
        TimelineRow::NewNote => return create::provisional(app),
        TimelineRow::Links => return links::open(app),
        TimelineRow::Day(_) => {}
        TimelineRow::Broken(at) => {
            let broken = open_event.unreadable.get(at).cloned();
            return broken.map_or_else(Vec::new, |broken| unreadable::read_again(app, &broken));
        }
        TimelineRow::Session(_)
        | TimelineRow::Intro
        | TimelineRow::Closing
        | TimelineRow::Inbox => {
            open_event.focus = Focus::Pane;
            // Whoever comes back to a text goes on where it ends.
            if let Some(editor) = open_event.editor_mut()
                && editor.revision() == 0
                && editor.cursor_offset() == 0
            {
                editor.run(EditCommand::Move(Motion::DocumentEnd), Default::default());
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
        if app.open_event.is_some() {
            app.screen = Screen::Event;
        }
        return Vec::new();
    }
    let Some(open_event) = app.open_event.as_mut() else {
        return Vec::new();
    };
    if open_event.focus == Focus::Pane {
        return leave_pane(app);
    }
    if open_event.pane != Pane::Notes {
        open_event.pane = Pane::Notes;
        return Vec::new();
    }
    events(app)
}

/// Back to the timeline; the text is kept and saved, and a note that was never begun goes.
pub fn leave_pane(app: &mut App) -> Vec<Effect> {
    change::commit_input(app);
    let mut effects = save::save(app);
    if let Some(open_event) = app.open_event.as_mut() {
        open_event.focus = Focus::Timeline;
        let unused = open_event.provisional.take().filter(|session_id| {
            open_event
                .session(*session_id)
                .is_some_and(|session| !session.has_content())
        });
        if let Some(session_id) = unused {
            effects.extend(drop_unused(app, session_id));
        }
    }
    effects
}

fn drop_unused(app: &mut App, session_id: SessionId) -> Vec<Effect> {
    let effects = change::transact(
        app,
        "leaving an empty note",
        &[change::Changed::Session(session_id)],
        |open_event| {
            open_event
                .sessions
                .retain(|(found, _)| *found != session_id);
            open_event.selected = TimelineRow::NewNote;
        },
    );
    app.say("Nothing was written, so there is no new note");
    effects
}

/// Shows all events.
pub fn events(app: &mut App) -> Vec<Effect> {
    change::commit_input(app);
    let mut effects = save::save(app);
    app.screen = Screen::Events;
    effects.push(Effect::Disk(Job::List));
    effects
}

/// Goes to the introduction or the closing, to write there.
pub fn text(app: &mut App, row: TimelineRow) -> Vec<Effect> {
    if app.screen != Screen::Event {
        return Vec::new();
    }
    change::commit_input(app);
    let effects = save::save(app);
    if let Some(open_event) = app.open_event.as_mut() {
        open_event.selected = row;
        open_event.pane = Pane::Notes;
        open_event.focus = Focus::Pane;
    }
    effects
}

fn open(app: &mut App, at: usize) -> Vec<Effect> {
    app.event_list.selected = at;
    match app.event_list.chosen().map(|event| event.folder.clone()) {
        Some(name) => folder(app, &name),
        None => Vec::new(),
    }
}

/// Opens the event in a folder.
pub fn folder(app: &mut App, folder: &str) -> Vec<Effect> {
    let is_open = |open_event: &OpenEvent| open_event.folder.as_deref() == Some(folder);
    if app.open_event.as_ref().is_some_and(is_open) {
        app.screen = Screen::Event;
        return find::arrive(app);
    }
    let folder = folder.to_owned();
    change::commit_input(app);
    let mut effects = save::save(app);
    let event_id = app.next_event_id();
    effects.push(Effect::Disk(Job::Open { event_id, folder }));
    effects
}

/// Opens the chosen event to do something with it: give it another title, fill in its fields,
/// export it.
pub fn then(app: &mut App, action: Action) -> Vec<Effect> {
    if app.event_list.chosen().is_none() {
        app.say("Choose an event first");
        return Vec::new();
    }
    app.then = Some(action);
    let mut effects = open(app, app.event_list.selected);
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
    let mut open_event = OpenEvent::of(&opened);
    app.files.take(
        DocumentId::Event(open_event.id),
        LoadedFile::Event(opened.event),
    );
    for (session_id, file) in opened.sessions {
        app.files.take(
            DocumentId::Session(open_event.id, session_id),
            LoadedFile::Session(file),
        );
    }
    let now = app.now;
    if open_event.event.is_on(now, app.home) {
        if let Some(session_id) = open_event.running(now, app.home) {
            open_event.selected = TimelineRow::Session(session_id);
        }
    } else if let Some((session_id, _)) = open_event.sessions.first() {
        open_event.selected = TimelineRow::Session(*session_id);
    }
    if let Some(first) = open_event.unreadable.first() {
        let more = match open_event.unreadable.len() {
            1 => String::new(),
            count => format!(" ({} more)", count - 1),
        };
        let (name, message) = (first.name(), first.message());
        app.complain(format!("{name} is left out{more}: {message}"));
    }
    if let Some(why) = open_event.locked_out {
        let key = app.settings.keymap.key(app.context(), Action::SaveCopy);
        let key = key.map_or_else(String::new, |key| format!("; {key} saves a copy"));
        app.complain(format!(
            "It cannot be saved ({why}), only kept in the journal{key}"
        ));
    }
    app.open_event = Some(open_event);
    app.screen = Screen::Event;
    find::arrive(app)
}

/// Leaves the open event. What of it is still to be saved is saved in the background.
pub fn leave(app: &mut App) {
    app.history = Default::default();
    let Some(open_event) = app.open_event.take() else {
        return;
    };
    match open_event.dirty.is_empty() && app.files.busy(Some(open_event.id)).is_empty() {
        true => app.files.forget(open_event.id),
        false => app.leaving.push(open_event),
    }
}
