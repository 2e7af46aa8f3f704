//! Deleting whole events: each waits until everything of it is saved, and can be taken back at any
//! moment.

use super::super::App;
use super::super::effect::{Effect, Job};
use super::super::open_event::EventId;
use crate::store::Removed;

/// An event that was deleted.
#[derive(Debug, Clone, PartialEq)]
pub struct Removal {
    /// Its folder.
    pub folder: String,
    /// What of it is still to be saved before it goes.
    waits_for: Option<EventId>,
    state: RemovalState,
}

#[derive(Debug, Clone, PartialEq)]
enum RemovalState {
    /// Nothing was done yet.
    Waiting,
    /// It is being moved.
    Sent,
    /// It is being moved, and was taken back meanwhile.
    TakenBack,
    /// It is in the trash.
    Done(Removed),
}

/// Deletes the event in that folder, once what was left of it is saved.
pub fn remove(app: &mut App, folder: String, waits_for: Option<EventId>) -> Vec<Effect> {
    app.removals.push(Removal {
        folder,
        waits_for,
        state: RemovalState::Waiting,
    });
    send(app)
}

/// Whether the event in that folder is deleted, as far as a person can tell.
pub fn is_removed(app: &App, folder: &str) -> bool {
    let mut removals = app.removals.iter();
    removals.any(|one| {
        one.folder == folder && matches!(one.state, RemovalState::Waiting | RemovalState::Sent)
    })
}

/// Moves what has nothing to wait for any more.
pub fn send(app: &mut App) -> Vec<Effect> {
    let mut effects = Vec::new();
    for one in &mut app.removals {
        let waits = one
            .waits_for
            .is_some_and(|id| app.leaving.iter().any(|open_event| open_event.id == id));
        if one.state == RemovalState::Waiting && !waits {
            one.state = RemovalState::Sent;
            let folder = one.folder.clone();
            effects.push(Effect::Disk(Job::RemoveEvent { folder }));
        }
    }
    effects
}

/// Takes in what came of moving an event.
pub fn removed(app: &mut App, folder: &str, removed: Result<Removed, String>) -> Vec<Effect> {
    let mut removals = app.removals.iter();
    let sent = |one: &Removal| matches!(one.state, RemovalState::Sent | RemovalState::TakenBack);
    let at = removals.position(|one| one.folder == folder && sent(one));
    let Some(at) = at else {
        return Vec::new();
    };
    match removed {
        Ok(removed) if app.removals[at].state == RemovalState::TakenBack => {
            app.removals.remove(at);
            restore(removed)
        }
        Ok(removed) => {
            app.removals[at].state = RemovalState::Done(removed);
            Vec::new()
        }
        Err(why) => {
            app.removals.remove(at);
            app.complain(format!("Not deleted: {why}"));
            vec![Effect::Disk(Job::List)]
        }
    }
}

/// Brings back the event that was deleted last.
pub fn take_back(app: &mut App) -> Vec<Effect> {
    let taken_back = |one: &Removal| one.state != RemovalState::TakenBack;
    let Some(at) = app.removals.iter().rposition(taken_back) else {
        app.say("Nothing to undo");
        return Vec::new();
    };
    match app.removals[at].state.clone() {
        RemovalState::Waiting => {
            app.removals.remove(at);
            app.say("The event is back");
            vec![Effect::Disk(Job::List)]
        }
        RemovalState::Sent => {
            app.removals[at].state = RemovalState::TakenBack;
            Vec::new()
        }
        RemovalState::TakenBack => Vec::new(),
        RemovalState::Done(removed) => {
            app.removals.remove(at);
            restore(removed)
        }
    }
}

fn restore(removed: Removed) -> Vec<Effect> {
    vec![
        Effect::Disk(Job::RestoreEvent { removed }),
        Effect::Disk(Job::List),
    ]
}
