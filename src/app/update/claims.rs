//! Who writes where: a text that another app has open is only read here until it is taken over.

use super::super::action::Action;
use super::super::around::{Around, LookAround};
use super::super::desk::{Focus, Row};
use super::super::effect::{Effect, Item, Job};
use super::super::keymap::Context;
use super::super::layer::Layer;
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

/// After how much time it is looked around even if nothing gave a reason, whenever the app is awake anyway.
const STALE: Duration = Duration::from_secs(55);

/// Looks around, now.
pub fn look(app: &mut App) -> Vec<Effect> {
    let (desk, claims, wishes) = wanted(app);
    app.claims.looked = app.elapsed;
    app.claims.told = Some((desk, claims.clone(), wishes.clone()));
    let open = app.desk.as_ref();
    let open = open.and_then(|desk| Some((desk.id, desk.folder.clone()?)));
    let mut files = open
        .as_ref()
        .map_or_else(Vec::new, |(id, _)| app.files.on_disk(*id));
    files.extend(
        app.files
            .loaded(Item::Book)
            .map(|file| (Item::Book, file.clone())),
    );
    vec![Effect::Disk(Job::LookAround(LookAround {
        desk: open,
        files,
        notebook: app.notebook_file.clone(),
        claims,
        wishes,
        now: app.now,
    }))]
}

/// Looks around when something else is to be claimed than before.
pub fn follow(app: &mut App) -> Vec<Effect> {
    let focus = focused(app);
    app.claims.given.retain(|item| focus == Some(*item));
    app.claims.beside.retain(|item| focus == Some(*item));
    let now = wanted(app);
    let is_told = app.claims.told.as_ref() == Some(&now);
    let is_idle = app.claims.told.is_none() && app.desk.is_none();
    match is_told || is_idle {
        true => Vec::new(),
        false => look(app),
    }
}

/// Looks around when it is time to.
pub fn tick(app: &mut App) -> Vec<Effect> {
    let asked: Vec<Item> = app.claims.asked.keys().copied().collect();
    for item in asked {
        let since = app.claims.asked.get(&item).copied().unwrap_or_default();
        if app.elapsed.saturating_sub(since) >= ANSWER {
            app.claims.asked.remove(&item);
            app.claims.beside.insert(item);
            app.claims.given.remove(&item);
            app.complain(
                "The other hallway does not answer. You can write; what both write is merged",
            );
        }
    }
    let since = app.elapsed.saturating_sub(app.claims.looked);
    let is_waiting = !app.claims.asked.is_empty() && since >= AGAIN;
    match is_waiting || since >= STALE {
        true => look(app),
        false => Vec::new(),
    }
}

/// When it is time to, unless something happens before.
pub fn due(app: &App) -> Option<Duration> {
    let first = app.claims.asked.values().min()?;
    Some((app.claims.looked + AGAIN).min(*first + ANSWER))
}

/// What is written in now: the text or the form that has the keys.
fn focused(app: &App) -> Option<Item> {
    let desk = app.desk.as_ref().filter(|desk| desk.folder.is_some())?;
    let form = app.layers.iter().find_map(|layer| match layer {
        Layer::Form(form) => Some(form.session),
        _ => None,
    });
    match form {
        Some(Some(sid)) => Some(Item::Session(desk.id, sid)),
        Some(None) => Some(Item::Event(desk.id)),
        None if app.is_writing() => desk.text().map(|text| desk.item(text)),
        None => None,
    }
}

fn wanted(
    app: &App,
) -> (
    Option<super::super::desk::DeskId>,
    BTreeSet<Item>,
    BTreeSet<Item>,
) {
    // Who gave no answer in time is still asked to let go when it can.
    let asked = app.claims.asked.keys();
    let wishes: BTreeSet<Item> = asked.chain(&app.claims.beside).copied().collect();
    let mut claims = wishes.clone();
    claims.extend(focused(app).filter(|item| !app.claims.given.contains(item)));
    let told = app.claims.told.as_ref();
    let held = told.into_iter().flat_map(|(_, claims, _)| claims);
    claims.extend(held.filter(|item| is_saving(app, **item)));
    (app.desk.as_ref().map(|desk| desk.id), claims, wishes)
}

/// Whether what was written in an item is on its way to its file: whoever gets the item reads it
/// there. What cannot be saved holds up nobody.
fn is_saving(app: &App, item: Item) -> bool {
    let busy = app.files.busy(item.desk());
    busy.contains(&item) && !app.saving.failed.contains(&item)
}

/// Takes in who writes in what.
pub fn take(app: &mut App, around: &Around) -> Vec<Effect> {
    let mut effects = Vec::new();
    app.claims.elsewhere = around.theirs.iter().cloned().collect();
    app.claims.wished = around.wished.iter().cloned().collect();
    let wished = &app.claims.wished;
    let stays = |item: &Item, by: &mut Holder| wished.get(item) == Some(by);
    app.claims.overruled.retain(stays);
    for (item, by) in &around.wished {
        if app.claims.overruled.get(item) == Some(by) {
            continue;
        }
        // Of two wishes the later one counts: one that is new is later than what was asked here.
        let is_later = app.claims.asked.contains_key(item) || app.claims.beside.contains(item);
        let ours = around.ours.contains(item) || is_later;
        if ours && !app.claims.given.contains(item) {
            effects.extend(give(app, *item, by));
        }
        if ours || app.claims.given.contains(item) {
            app.claims.elsewhere.insert(*item, by.clone());
        }
    }
    for item in &around.ours {
        app.claims.beside.remove(item);
        if app.claims.asked.remove(item).is_some() {
            app.say("You write here now; what the other hallway saved is here");
        }
    }
    if let Some(item) = focused(app)
        && app.claims.holder(item).is_some()
        && !app.claims.asked.contains_key(&item)
    {
        app.claims.given.insert(item);
    }
    effects
}

/// Lets another app have what is being written here, with everything that was.
fn give(app: &mut App, item: Item, to: &Holder) -> Vec<Effect> {
    let mut effects = Vec::new();
    let is_typed = typed::typed(app).is_some_and(|(typed, _)| typed == item);
    if is_typed || focused(app) == Some(item) && !app.layers.is_empty() {
        effects.extend(save::keep_typed(app));
    }
    change::settle(app);
    effects.extend(save::save(app));
    app.claims.given.insert(item);
    app.claims.asked.remove(&item);
    app.claims.beside.remove(&item);
    let title = app.paper(item);
    let title = title.as_ref().map_or("this", |paper| paper.title());
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
fn chosen(app: &App) -> Option<Item> {
    let desk = app.desk.as_ref().filter(|_| app.screen == Screen::Event)?;
    Some(match desk.selected {
        Row::Session(sid) => Item::Session(desk.id, sid),
        Row::Intro | Row::Closing | Row::Inbox | Row::Links => Item::Event(desk.id),
        Row::NewNote | Row::Day(_) | Row::Broken(_) => return None,
    })
}

/// Who else writes in what is chosen.
pub fn reads_only(app: &App) -> Option<&Holder> {
    app.claims.holder(chosen(app)?)
}

/// Takes over what is chosen, to write there.
pub fn take_over(app: &mut App) -> Vec<Effect> {
    let Some(item) = chosen(app) else {
        app.say("Choose a session, the introduction or the closing first");
        return Vec::new();
    };
    if app.claims.holder(item).is_none() {
        app.say("Nobody else has this open");
        return Vec::new();
    }
    let at_timeline = app.desk.as_ref().map(|desk| desk.focus) == Some(Focus::Timeline);
    let effects = match at_timeline && app.layers.is_empty() {
        true => open::enter(app),
        false => Vec::new(),
    };
    app.claims.given.remove(&item);
    app.claims.asked.insert(item, app.elapsed);
    if let Some(older) = app.claims.wished.get(&item) {
        app.claims.overruled.insert(item, older.clone());
    }
    app.say("Asking the other hallway to let go");
    effects
}

/// Says why an action does nothing here, when it would change what somebody else is writing in. What only adds (a kept line, a count) is merged and goes on.
pub fn stops(app: &mut App, action: Action) -> bool {
    let changes = match action {
        Action::Rename
        | Action::Delete
        | Action::MoveUp
        | Action::MoveDown
        | Action::Kind
        | Action::Status
        | Action::Publish
        | Action::PaneFields
        | Action::Editor => true,
        Action::EventFields => {
            let desk = app.desk.as_ref().map(|desk| Item::Event(desk.id));
            return desk.is_some_and(|item| refuses(app, item));
        }
        _ => app.context() == Context::Typing && writes(action),
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

/// Says that an item is only to be read here, if it is. What nobody else has any more is ours from the first key on.
fn refuses(app: &mut App, item: Item) -> bool {
    let Some(holder) = app.claims.holder(item) else {
        app.claims.given.remove(&item);
        return false;
    };
    if app.claims.asked.contains_key(&item) {
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
