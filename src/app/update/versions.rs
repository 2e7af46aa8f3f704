//! Looking at earlier versions, and bringing one back as a change like any other.

use super::super::action::Action;
use super::super::effect::{DocumentId, Effect, Job};
use super::super::layer::Layer;
use super::super::open_event::{TextId, TimelineRow};
use super::super::versions::{ListedVersion, Versions};
use super::super::{App, Screen};
use super::change::{Changed, commit_input, follow, transact};
use super::navigate::moved;
use super::save;
use crate::store::journal::Snapshot;

/// Asks the disk for the versions of the chosen session, else of the event.
pub fn ask(app: &mut App) -> Vec<Effect> {
    commit_input(app);
    let Some(open_event) = app
        .open_event
        .as_ref()
        .filter(|_| app.screen == Screen::Event)
    else {
        app.say("Open an event first");
        return Vec::new();
    };
    let item = match open_event.selected {
        TimelineRow::Session(session_id) => open_event.item(TextId::Notes(session_id)),
        _ => DocumentId::Event(open_event.id),
    };
    match app.files.loaded(item).map(|file| file.path().to_owned()) {
        Some(path) => vec![Effect::Disk(Job::Versions { item, path })],
        None => {
            app.say("There are no earlier versions yet");
            Vec::new()
        }
    }
}

/// Opens the screen with what was found.
pub fn found(app: &mut App, item: DocumentId, all: Vec<ListedVersion>) {
    let Some(now) = app.snapshot(item) else {
        return;
    };
    if all.is_empty() {
        return app.say("There are no earlier versions yet");
    }
    app.layers
        .push(Layer::Versions(Versions::of(item, &now, all)));
}

/// Does an action on the screen; nothing when it is not on top.
pub fn act(app: &mut App, action: Action) -> Option<Vec<Effect>> {
    let Some(Layer::Versions(open)) = app.layers.last() else {
        return None;
    };
    let now = app.snapshot(open.item)?;
    let Some(Layer::Versions(open)) = app.layers.last_mut() else {
        return None;
    };
    let step = match action {
        Action::Up => -1,
        Action::Down => 1,
        Action::First => isize::MIN,
        Action::Last => isize::MAX,
        _ => 0,
    };
    let scroll = match action {
        Action::HalfUp => -5,
        Action::HalfDown => 5,
        Action::PageUp => -10,
        Action::PageDown => 10,
        _ => 0,
    };
    match action {
        _ if step != 0 => {
            let last = open.all.len().saturating_sub(1);
            open.selected = moved(open.selected, step, last);
            open.show(&now);
        }
        _ if scroll != 0 => {
            let last = open.shown.len().saturating_sub(1);
            open.line = moved(open.line, scroll, last);
        }
        Action::NextPane => {
            open.reads = !open.reads;
            open.show(&now);
        }
        Action::Enter => return Some(bring_back(app)),
        Action::Back | Action::Versions => {
            app.layers.pop();
        }
        _ => {}
    }
    Some(Vec::new())
}

fn bring_back(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Versions(open)) = app.layers.pop() else {
        return Vec::new();
    };
    let Some(version) = open.chosen().cloned() else {
        return Vec::new();
    };
    let zone = app
        .open_event
        .as_ref()
        .map_or(chrono_tz::Tz::UTC, |open_event| {
            open_event.event.zone(app.home)
        });
    let at = version.at.with_timezone(&zone).format("%-d %b %H:%M");
    let label = format!("{} as it was on {at}", open.title);
    let about = match open.item {
        DocumentId::Session(_, session_id) => Changed::Session(session_id),
        DocumentId::Event(_) | DocumentId::Book => Changed::Event,
    };
    let elapsed = app.elapsed;
    // What the file says now is put aside before it is written.
    let mut effects = save::save(app);
    let now = app.snapshot(open.item).map(|now| now.toml());
    if let (Some(file), Some(text)) = (app.files.loaded(open.item), now) {
        let path = file.path().to_owned();
        let said = file.text().filter(|_| file.says_text(&text));
        let text = said.map_or(text.clone(), str::to_owned);
        effects.push(Effect::Disk(Job::PutAside { path, text }));
    }
    effects.extend(transact(app, label, &[about], |open_event| {
        match (version.snapshot, open.item) {
            (Snapshot::Session(session), DocumentId::Session(_, session_id)) => {
                if let Some(place) = open_event.session_mut(session_id) {
                    *place = *session;
                }
            }
            (Snapshot::Event(event), DocumentId::Event(_)) => {
                // What was last written where is no matter of the text.
                let exports = std::mem::take(&mut open_event.event.exports);
                open_event.event = *event;
                open_event.event.exports = exports;
            }
            _ => {}
        }
        follow(open_event, elapsed);
    }));
    let undo = app.settings.keymap.key(app.context(), Action::Undo);
    let undo = undo.map_or_else(String::new, |key| format!("; {key} takes that back"));
    app.say(format!("{} is as it was on {at}{undo}", open.title));
    effects
}
