//! Where two versions clash: taking mine, theirs or both, place by place.

use super::super::App;
use super::super::action::Action;
use super::super::conflict::{ConflictDialog, ConflictSource, TakenSide};
use super::super::effect::{DocumentId, Effect, Job};
use super::super::layer::Layer;
use super::super::open_event::TimelineRow;
use super::change::{Changed, follow, transact};
use super::navigate::moved;
use super::{edit_locks, unreadable};
use crate::store::journal::Snapshot;
use crate::store::{Conflict, FieldConflict};
use std::path::Path;
use std::time::Duration;

/// How long after a file was settled nobody is told that it changed.
const QUIET: Duration = Duration::from_secs(1);

/// Two writers set the same values at once; theirs are in the file, and both can be looked at.
pub fn add(app: &mut App, item: DocumentId, place: &str, conflicts: Vec<FieldConflict>) {
    let Some(first) = conflicts.first() else {
        return;
    };
    let key = app.settings.keymap.key(app.context(), Action::Resolve);
    let key = key.map_or_else(String::new, |key| format!("{key} shows both; "));
    let more = match conflicts.len() {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    let what = first.key.clone();
    if let Some(title) = app
        .snapshot(item)
        .map(|snapshot| snapshot.title().to_owned())
    {
        app.conflicts
            .push(ConflictDialog::of_item(item, title, conflicts));
    }
    app.complain(format!(
        "Somebody else set {what}{more}, too: {key}your version is {place}"
    ));
}

/// Somebody else set what is being typed here; what they wrote is kept among the earlier versions.
pub fn typed_over(app: &mut App, item: DocumentId, conflicts: &[FieldConflict]) {
    let title = app
        .snapshot(item)
        .map(|snapshot| snapshot.title().to_owned());
    let keys: Vec<&str> = conflicts
        .iter()
        .map(|conflict| conflict.key.as_str())
        .collect();
    app.complain(format!(
        "Somebody else changed {} of {}. What you enter replaces it; their version is in its history",
        keys.join(", "),
        title.unwrap_or_default()
    ));
}

/// Shows what clashes: in a save, else in the file that is chosen, else in any file.
pub fn ask(app: &mut App) -> Vec<Effect> {
    let open_event = app.open_event.as_ref();
    let is_here = |dialog: &ConflictDialog| match dialog.source {
        ConflictSource::Item(item, _) => {
            open_event.is_some_and(|open_event| item.event_id() == Some(open_event.id))
        }
        ConflictSource::File(..) => false,
    };
    if let Some(dialog) = app.conflicts.iter().rev().find(|dialog| is_here(dialog)) {
        let dialog = dialog.clone();
        app.layers.push(Layer::Conflict(dialog));
        return Vec::new();
    }
    // From any other row it is the first file in which git left both.
    let broken = open_event.and_then(|open_event| match open_event.selected {
        TimelineRow::Broken(at) => open_event.unreadable.get(at).cloned(),
        _ => open_event
            .unreadable
            .iter()
            .find(|one| one.is_conflict)
            .cloned(),
    });
    match broken {
        Some(broken) => unreadable::read_again(app, &broken),
        None => {
            app.say("Nothing clashes");
            Vec::new()
        }
    }
}

/// Shows both sides of a file in which git left them.
pub fn found(app: &mut App, conflict: Conflict) {
    let dialog = ConflictDialog::of_file(conflict);
    match app.layers.last_mut() {
        Some(Layer::Conflict(open)) => *open = dialog,
        _ => app.layers.push(Layer::Conflict(dialog)),
    }
}

/// Does an action on the screen; nothing when it is not on top.
pub fn act(app: &mut App, action: Action) -> Option<Vec<Effect>> {
    let Some(Layer::Conflict(open)) = app.layers.last_mut() else {
        return None;
    };
    let last = open.places.len().saturating_sub(1);
    let mut turn = |by| {
        open.selected = moved(open.selected, by, last);
        open.top = 0;
    };
    match action {
        Action::Up => turn(-1),
        Action::Down | Action::NextPane => turn(1),
        Action::First => turn(isize::MIN),
        Action::Last => turn(isize::MAX),
        Action::PageUp | Action::HalfUp => open.top = open.top.saturating_sub(5),
        Action::PageDown | Action::HalfDown => {
            let longest = open
                .chosen()
                .map_or(0, |place| place.mine.len().max(place.theirs.len()));
            open.top = moved(open.top, 5, longest.saturating_sub(1));
        }
        Action::TakeMine | Action::TakeTheirs | Action::TakeBoth => {
            let take = match action {
                Action::TakeMine => TakenSide::Mine,
                Action::TakeTheirs => TakenSide::Theirs,
                _ => TakenSide::Both,
            };
            let at = open.selected;
            if let Some(place) = open.places.get_mut(at) {
                place.take = take;
            }
        }
        Action::Enter => return Some(resolve(app)),
        Action::Back => {
            app.layers.pop();
        }
        _ => {}
    }
    Some(Vec::new())
}

/// Takes what was chosen.
fn resolve(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Conflict(open)) = app.layers.last() else {
        return Vec::new();
    };
    let (item, conflicts) = match &open.source {
        ConflictSource::File(conflict, shared) => {
            let text = ConflictDialog::text(conflict, &open.places, shared);
            let conflict = conflict.clone();
            return vec![Effect::Disk(Job::Resolve { conflict, text })];
        }
        ConflictSource::Item(item, conflicts) => (*item, conflicts),
    };
    let Some(now) = app.snapshot(item) else {
        app.layers.pop();
        return Vec::new();
    };
    let snapshot = match ConflictDialog::snapshot(&now, &open.places, conflicts) {
        Ok(snapshot) => snapshot,
        Err(key) => {
            app.complain(format!(
                "{key} can have one value only: take mine or theirs"
            ));
            return Vec::new();
        }
    };
    let source = open.source.clone();
    let title = open.title.clone();
    app.layers.pop();
    app.conflicts.retain(|dialog| dialog.source != source);
    let about = match item {
        DocumentId::Session(_, session_id) => Changed::Session(session_id),
        DocumentId::Event(_) | DocumentId::Book => Changed::Event,
    };
    let elapsed = app.elapsed;
    let effects = transact(app, format!("resolving {title}"), &[about], |open_event| {
        match (snapshot, item) {
            (Snapshot::Session(session), DocumentId::Session(_, session_id)) => {
                if let Some(place) = open_event.session_mut(session_id) {
                    *place = *session;
                }
            }
            (Snapshot::Event(event), DocumentId::Event(_)) => open_event.event = *event,
            _ => {}
        }
        follow(open_event, elapsed);
    });
    app.say(format!("{title} is resolved; undo takes that back"));
    effects
}

/// A file is settled: it is read like any other now.
pub fn resolved(app: &mut App, path: &Path) -> Vec<Effect> {
    let of_this = |source: &ConflictSource| match source {
        ConflictSource::File(conflict, _) if conflict.shown() == path => Some(conflict.is_copy()),
        _ => None,
    };
    let had_marks = app.layers.iter().any(
        |layer| matches!(layer, Layer::Conflict(open) if of_this(&open.source) == Some(false)),
    );
    app.layers.retain(|layer| match layer {
        Layer::Conflict(open) => of_this(&open.source).is_none(),
        Layer::Raw(raw) => raw.broken.path.as_deref() != Some(path),
        _ => true,
    });
    // The look around finds what was just written here; that is no news.
    app.quiet_until = app.elapsed + QUIET;
    app.say(match had_marks {
        true => "Resolved. The file as it was is in its history",
        false => "Resolved. The copy is in the notebook's trash",
    });
    let mut effects = edit_locks::look(app);
    effects.push(Effect::Disk(Job::List));
    effects
}
