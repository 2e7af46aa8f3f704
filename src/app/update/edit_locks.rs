//! Who writes where: a text that another app has open is only read here until it is taken over.

use super::super::action::Action;
use super::super::effect::{DocumentId, Effect, Job};
use super::super::keymap::KeyContext;
use super::super::layer::Layer;
use super::super::open_event::{Focus, TimelineRow};
use super::super::scan::{Scan, ScanRequest};
use super::super::{App, Screen};
use super::{change, open, save, typed};
use crate::store::Holder;
use std::collections::BTreeSet;
use std::time::Duration;

/// How long another app has to let go. It saves first, and waits up to five seconds for whoever has
/// the file open.
const ANSWER: Duration = Duration::from_secs(6);

/// How often it is looked whether it did, where the system does not tell.
const AGAIN: Duration = Duration::from_millis(250);

/// After how much time it is looked around even if nothing gave a reason, whenever the app is awake
/// anyway.
const STALE: Duration = Duration::from_secs(55);

/// Looks around, now; or when the last look has its answer, so that what happens often does not
/// hold up what is to be saved.
pub fn look(app: &mut App) -> Vec<Effect> {
    let now = wanted(app);
    if app.edit_locks.unanswered > 0 && app.edit_locks.sent.as_ref() == Some(&now) {
        app.edit_locks.again = true;
        return Vec::new();
    }
    let (open_event, locks, requests) = now;
    app.edit_locks.unanswered += 1;
    app.edit_locks.again = false;
    app.edit_locks.scanned = app.elapsed;
    app.edit_locks.sent = Some((open_event, locks.clone(), requests.clone()));
    let open = app.open_event.as_ref();
    let open = open.and_then(|open_event| Some((open_event.id, open_event.folder.clone()?)));
    let mut files = open
        .as_ref()
        .map_or_else(Vec::new, |(id, _)| app.files.on_disk(*id));
    files.extend(
        app.files
            .loaded(DocumentId::Book)
            .map(|file| (DocumentId::Book, file.clone())),
    );
    vec![Effect::Disk(Job::Scan(ScanRequest {
        open_event: open,
        files,
        notebook: app.notebook_file.clone(),
        locks,
        requests,
        now: app.now,
    }))]
}

/// Takes in that a look has its answer; looks again where something happened meanwhile.
pub fn answered(app: &mut App) -> Vec<Effect> {
    let unanswered = app.edit_locks.unanswered.saturating_sub(1);
    app.edit_locks.unanswered = unanswered;
    match unanswered == 0 && app.edit_locks.again {
        true => look(app),
        false => Vec::new(),
    }
}

/// Looks around when something else is to be claimed than before.
pub fn follow(app: &mut App) -> Vec<Effect> {
    let focus = focused(app);
    app.edit_locks.released.retain(|item| focus == Some(*item));
    app.edit_locks.forced.retain(|item| focus == Some(*item));
    let now = wanted(app);
    let is_told = app.edit_locks.sent.as_ref() == Some(&now);
    let is_idle = app.edit_locks.sent.is_none() && app.open_event.is_none();
    match is_told || is_idle {
        true => Vec::new(),
        false => look(app),
    }
}

/// Looks around when it is time to.
pub fn tick(app: &mut App) -> Vec<Effect> {
    let asked: Vec<DocumentId> = app.edit_locks.requested.keys().copied().collect();
    for item in asked {
        let since = app
            .edit_locks
            .requested
            .get(&item)
            .copied()
            .unwrap_or_default();
        if app.elapsed.saturating_sub(since) >= ANSWER {
            app.edit_locks.requested.remove(&item);
            app.edit_locks.forced.insert(item);
            app.edit_locks.released.remove(&item);
            app.complain(
                "The other hallway does not answer. You can write; what both write is merged",
            );
        }
    }
    let since = app.elapsed.saturating_sub(app.edit_locks.scanned);
    let is_waiting = !app.edit_locks.requested.is_empty() && since >= AGAIN;
    match is_waiting || since >= STALE {
        true => look(app),
        false => Vec::new(),
    }
}

/// When it is time to, unless something happens before.
pub fn due(app: &App) -> Option<Duration> {
    let first = app.edit_locks.requested.values().min()?;
    Some((app.edit_locks.scanned + AGAIN).min(*first + ANSWER))
}

/// What is written in now: the text or the form that has the keys.
fn focused(app: &App) -> Option<DocumentId> {
    let open_event = app
        .open_event
        .as_ref()
        .filter(|open_event| open_event.folder.is_some())?;
    let form = app.layers.iter().find_map(|layer| match layer {
        Layer::Form(form) => Some(form.session),
        _ => None,
    });
    match form {
        Some(Some(session_id)) => Some(DocumentId::Session(open_event.id, session_id)),
        Some(None) => Some(DocumentId::Event(open_event.id)),
        None if app.is_writing() => open_event.text().map(|text| open_event.item(text)),
        None => None,
    }
}

fn wanted(
    app: &App,
) -> (
    Option<super::super::open_event::EventId>,
    BTreeSet<DocumentId>,
    BTreeSet<DocumentId>,
) {
    // Who gave no answer in time is still asked to let go when it can.
    let asked = app.edit_locks.requested.keys();
    let wishes: BTreeSet<DocumentId> = asked.chain(&app.edit_locks.forced).copied().collect();
    let mut locks = wishes.clone();
    locks.extend(focused(app).filter(|item| !app.edit_locks.released.contains(item)));
    let sent = app.edit_locks.sent.as_ref();
    let held = sent.into_iter().flat_map(|(_, locks, _)| locks);
    locks.extend(held.filter(|item| is_saving(app, **item)));
    (
        app.open_event.as_ref().map(|open_event| open_event.id),
        locks,
        wishes,
    )
}

/// Whether what was written in an item is on its way to its file: whoever gets the item reads it
/// there. What cannot be saved holds up nobody.
fn is_saving(app: &App, item: DocumentId) -> bool {
    let busy = app.files.busy(item.event_id());
    busy.contains(&item) && !app.saving.failed.contains(&item)
}

/// Takes in who writes in what.
pub fn take(app: &mut App, around: &Scan) -> Vec<Effect> {
    let mut effects = Vec::new();
    app.edit_locks.held = around.theirs.iter().cloned().collect();
    app.edit_locks.received = around.requested.iter().cloned().collect();
    let received = &app.edit_locks.received;
    let stays = |item: &DocumentId, by: &mut Holder| received.get(item) == Some(by);
    app.edit_locks.overruled.retain(stays);
    for (item, by) in &around.requested {
        if app.edit_locks.overruled.get(item) == Some(by) {
            continue;
        }
        // Of two wishes the later one counts: one that is new is later than what was asked here.
        let is_later =
            app.edit_locks.requested.contains_key(item) || app.edit_locks.forced.contains(item);
        let ours = around.ours.contains(item) || is_later;
        if ours && !app.edit_locks.released.contains(item) {
            effects.extend(give(app, *item, by));
        }
        if ours || app.edit_locks.released.contains(item) {
            app.edit_locks.held.insert(*item, by.clone());
        }
    }
    for item in &around.ours {
        app.edit_locks.forced.remove(item);
        if app.edit_locks.requested.remove(item).is_some() {
            app.say("You write here now; what the other hallway saved is here");
        }
    }
    if let Some(item) = focused(app)
        && app.edit_locks.holder(item).is_some()
        && !app.edit_locks.requested.contains_key(&item)
    {
        app.edit_locks.released.insert(item);
    }
    effects
}

/// Lets another app have what is being written here, with everything that was.
fn give(app: &mut App, item: DocumentId, to: &Holder) -> Vec<Effect> {
    let mut effects = Vec::new();
    let is_typed = typed::typed(app).is_some_and(|(typed, _)| typed == item);
    if is_typed || focused(app) == Some(item) && !app.layers.is_empty() {
        effects.extend(save::keep_typed(app));
    }
    change::commit_input(app);
    effects.extend(save::save(app));
    app.edit_locks.released.insert(item);
    app.edit_locks.requested.remove(&item);
    app.edit_locks.forced.remove(&item);
    let title = app.snapshot(item);
    let title = title.as_ref().map_or("this", |snapshot| snapshot.title());
    app.complain(format!(
        "{title} is written in another hallway now (pid {}){}",
        to.pid,
        key(app).map_or_else(String::new, |key| format!("; {key} takes it back"))
    ));
    effects
}

/// The key that takes over.
fn key(app: &App) -> Option<String> {
    let key = app.settings.keymap.key(app.context(), Action::TakeOver);
    key.map(|key| key.to_string())
}

/// What the keys would change now.
fn chosen(app: &App) -> Option<DocumentId> {
    let open_event = app
        .open_event
        .as_ref()
        .filter(|_| app.screen == Screen::Event)?;
    Some(match open_event.selected {
        TimelineRow::Session(session_id) => DocumentId::Session(open_event.id, session_id),
        TimelineRow::Intro | TimelineRow::Closing | TimelineRow::Inbox | TimelineRow::Links => {
            DocumentId::Event(open_event.id)
        }
        TimelineRow::NewNote | TimelineRow::Day(_) | TimelineRow::Broken(_) => return None,
    })
}

/// Who else writes in what is chosen.
pub fn reads_only(app: &App) -> Option<&Holder> {
    app.edit_locks.holder(chosen(app)?)
}

/// Takes over what is chosen, to write there.
pub fn take_over(app: &mut App) -> Vec<Effect> {
    let Some(item) = chosen(app) else {
        app.say("Choose a session, the introduction or the closing first");
        return Vec::new();
    };
    if app.edit_locks.holder(item).is_none() {
        app.say("Nobody else has this open");
        return Vec::new();
    }
    let at_timeline =
        app.open_event.as_ref().map(|open_event| open_event.focus) == Some(Focus::Timeline);
    let effects = match at_timeline && app.layers.is_empty() {
        true => open::enter(app),
        false => Vec::new(),
    };
    app.edit_locks.released.remove(&item);
    app.edit_locks.requested.insert(item, app.elapsed);
    if let Some(older) = app.edit_locks.received.get(&item) {
        app.edit_locks.overruled.insert(item, older.clone());
    }
    app.say("Asking the other hallway to let go");
    effects
}

/// Says why an action does nothing here, when it would change what somebody else is writing in.
/// What only adds (a kept line, a count) is merged and goes on.
pub fn stops(app: &mut App, action: Action) -> bool {
    let changes = match action {
        Action::Rename
        | Action::Delete
        | Action::MoveUp
        | Action::MoveDown
        | Action::Kind
        | Action::Status
        | Action::InPost
        | Action::PaneFields
        | Action::Editor => true,
        Action::EventFields => {
            let open_event = app
                .open_event
                .as_ref()
                .map(|open_event| DocumentId::Event(open_event.id));
            return open_event.is_some_and(|item| refuses(app, item));
        }
        _ => app.context() == KeyContext::Typing && writes(action),
    };
    changes && stops_typing(app)
}

/// The same for a character that is typed.
pub fn stops_typing(app: &mut App) -> bool {
    chosen(app).is_some_and(|item| refuses(app, item))
}

/// Whether it changes the text that it is pressed in.
fn writes(action: Action) -> bool {
    matches!(
        action,
        Action::Enter
            | Action::Undo
            | Action::Redo
            | Action::DeleteLeft
            | Action::DeleteRight
            | Action::DeleteWordLeft
            | Action::DeleteWordRight
            | Action::DeleteToStart
            | Action::DeleteToEnd
            | Action::Indent
            | Action::Dedent
            | Action::Cut
            | Action::Paste
            | Action::Complete
            | Action::Link
            | Action::LinkHere
    )
}

/// Says that an item is only to be read here, if it is. What nobody else has any more is ours from
/// the first key on.
fn refuses(app: &mut App, item: DocumentId) -> bool {
    let Some(holder) = app.edit_locks.holder(item) else {
        app.edit_locks.released.remove(&item);
        return false;
    };
    if app.edit_locks.requested.contains_key(&item) {
        app.say("The other hallway is letting go; a moment");
        return true;
    }
    let pid = holder.pid;
    app.complain(format!(
        "Only to be read here: another hallway (pid {pid}) has it open{}",
        key(app).map_or_else(String::new, |key| format!("; {key} takes over"))
    ));
    true
}
