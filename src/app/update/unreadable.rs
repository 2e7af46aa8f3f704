//! Looking at a file that cannot be read, mending it in the person's own editor, and reading it
//! again.

use super::super::action::Action;
use super::super::effect::{DocumentId, Effect, Job};
use super::super::files::LoadedFile;
use super::super::layer::Layer;
use super::super::open_event::{EventId, SessionId, TimelineRow};
use super::super::unreadable::{Raw, UnreadableFile};
use super::super::{App, Screen};
use super::navigate::moved;
use super::{change, edit_locks};
use crate::model::session::Session;
use crate::store::Loaded;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Reads a file again that could not be read; what cannot be read now either is shown.
pub fn read_again(app: &mut App, broken: &UnreadableFile) -> Vec<Effect> {
    let Some(path) = broken.path.clone() else {
        app.complain(format!("{}; {}", broken.message, broken.hint));
        return Vec::new();
    };
    let listed = |all: &[UnreadableFile]| all.iter().any(|one| one.path.as_ref() == Some(&path));
    let is_session = path
        .parent()
        .is_some_and(|folder| folder.ends_with("sessions"));
    let open_event = app.open_event.as_mut();
    let open_event = open_event.filter(|open_event| is_session && listed(&open_event.unreadable));
    let session = open_event.and_then(|open_event| {
        Some((
            open_event.id,
            open_event.folder.clone()?,
            open_event.next_session_id(),
        ))
    });
    vec![Effect::Disk(Job::ReadAgain { path, session })]
}

/// Does an action on the screen; nothing when it is not on top.
pub fn act(app: &mut App, action: Action) -> Option<Vec<Effect>> {
    let page = app.geometry.map_or(10, |geometry| {
        isize::try_from(geometry.body.height.saturating_sub(6)).unwrap_or(10)
    });
    let Some(Layer::Raw(raw)) = app.layers.last_mut() else {
        return None;
    };
    let by = match action {
        Action::Up => -1,
        Action::Down => 1,
        Action::HalfUp => -page / 2,
        Action::HalfDown => page / 2,
        Action::PageUp => -page,
        Action::PageDown => page,
        Action::First => isize::MIN,
        Action::Last => isize::MAX,
        _ => 0,
    };
    raw.top = moved(raw.top, by, raw.lines.len().saturating_sub(1));
    Some(match action {
        Action::Back => {
            app.layers.pop();
            Vec::new()
        }
        Action::Enter => {
            let broken = raw.broken.clone();
            read_again(app, &broken)
        }
        Action::Editor if raw.broken.leads_out => {
            let hint = raw.broken.hint;
            app.complain(format!("A link out of the notebook is not opened: {hint}"));
            Vec::new()
        }
        Action::Editor => {
            let path = raw.broken.path.clone();
            path.map(|path| Effect::EditFile { path })
                .into_iter()
                .collect()
        }
        _ => Vec::new(),
    })
}

/// The editor on a file is closed.
pub fn closed(app: &mut App, path: &Path, left: Result<(), String>) -> Vec<Effect> {
    if let Err(why) = &left {
        app.complain(format!("{why}; hallway changed nothing in the file"));
    }
    match app.layers.last() {
        Some(Layer::Raw(raw)) if raw.broken.path.as_deref() == Some(path) => {
            let broken = raw.broken.clone();
            read_again(app, &broken)
        }
        Some(Layer::Export(export)) if left.is_ok() && export.done.is_some() => {
            app.say("What you changed in the file stays: the next export shows it first");
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// A file can be read again: a session takes its place in the timeline, an event in the list.
pub fn fixed(
    app: &mut App,
    path: &Path,
    session: Option<(EventId, SessionId, Arc<Loaded<Session>>)>,
) -> Vec<Effect> {
    let is_it = |broken: &UnreadableFile| broken.path.as_deref() == Some(path);
    app.layers
        .retain(|layer| !matches!(layer, Layer::Raw(raw) if is_it(&raw.broken)));
    let Some((id, session_id, session)) = session else {
        let name = path.file_name().map(|name| name.to_string_lossy());
        app.say(format!("{} can be read again", name.unwrap_or_default()));
        app.event_list.unreadable.retain(|broken| !is_it(broken));
        if let Some(open_event) = app.open_event.as_mut() {
            open_event.unreadable.retain(|broken| !is_it(broken));
            open_event.refresh();
        }
        return vec![Effect::Disk(Job::List)];
    };
    let elapsed = app.elapsed;
    let is_known = app.files.knows(id, path);
    let Some(open_event) = app
        .open_event
        .as_mut()
        .filter(|open_event| open_event.id == id)
    else {
        return Vec::new();
    };
    let title = session.value.title.clone();
    open_event.unreadable.retain(|broken| !is_it(broken));
    if is_known {
        // What is unsaved here is merged with it by the next look around.
        open_event.refresh();
        app.say(format!("{title} can be read again"));
        return edit_locks::look(app);
    }
    open_event
        .sessions
        .push((session_id, session.value.clone()));
    let item = DocumentId::Session(id, session_id);
    app.files.take(item, LoadedFile::Session(session));
    open_event.selected = TimelineRow::Session(session_id);
    open_event.refresh();
    change::follow(open_event, elapsed);
    app.say(format!("{title} can be read again"));
    vec![Effect::Disk(Job::Index)]
}

/// A file cannot be read: it is listed as such, and shown as it is.
pub fn shown(app: &mut App, raw: Raw) {
    let path: Option<PathBuf> = raw.broken.path.clone();
    let same = |broken: &UnreadableFile| broken.path == path;
    let open_event = app.open_event.as_mut();
    let errors = open_event
        .map(|open_event| &mut open_event.unreadable)
        .into_iter()
        .flatten();
    for broken in errors.chain(&mut app.event_list.unreadable) {
        if same(broken) {
            broken.clone_from(&raw.broken);
        }
    }
    match app.layers.last_mut() {
        Some(Layer::Raw(open)) if same(&open.broken) => *open = raw,
        _ => app.layers.push(Layer::Raw(raw)),
    }
}

/// An event turned out to be broken when it was to be opened: it is listed as such, and shown as it
/// is.
pub fn not_opened(app: &mut App, folder: &str, raw: Raw) {
    let event_list = &mut app.event_list;
    event_list.events.retain(|event| event.folder != folder);
    if !event_list
        .unreadable
        .iter()
        .any(|one| one.path == raw.broken.path)
    {
        event_list.unreadable.push(raw.broken.clone());
    }
    let at = event_list
        .unreadable
        .iter()
        .position(|one| one.path == raw.broken.path);
    event_list.selected = event_list.events.len() + at.unwrap_or(0);
    if app.open_event.is_none() {
        app.screen = Screen::Events;
    }
    shown(app, raw);
}
