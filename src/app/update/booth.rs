//! Counting at a booth. Every count is on disk at once and can be taken back.

use super::super::booth::{Booth, CountGroup, counters};
use super::super::effect::Effect;
use super::super::layer::{Layer, Prompt, Purpose};
use super::super::open_event::{OpenEvent, SessionId};
use super::super::{App, Screen};
use super::change::{Changed, commit_input, transact};
use super::edit_locks;
use crate::edit::LineInput;
use crate::model::count::named;
use crate::model::session::SessionKind;
use std::time::Duration;

/// Opens it for the chosen booth, else for the one that runs, else for the first one.
pub fn open(app: &mut App) -> Vec<Effect> {
    commit_input(app);
    let open_event = app
        .open_event
        .as_ref()
        .filter(|_| app.screen == Screen::Event);
    let Some(session_id) = open_event.and_then(|open_event| booth(app, open_event)) else {
        app.say("There is no booth here yet: n, then Tab until it says booth");
        return Vec::new();
    };
    app.layers.push(Layer::Booth(Booth { session_id }));
    Vec::new()
}

fn booth(app: &App, open_event: &OpenEvent) -> Option<SessionId> {
    let is_booth = |session_id: &SessionId| {
        open_event
            .session(*session_id)
            .is_some_and(|s| s.kind == SessionKind::Booth)
    };
    let chosen = open_event.chosen().map(|(session_id, _)| session_id);
    let running = open_event.running(app.now, app.home);
    let all = open_event
        .sessions
        .iter()
        .map(|(session_id, _)| *session_id);
    chosen.into_iter().chain(running).chain(all).find(is_booth)
}

/// How often the booth's file is looked at: `hallway count` in another terminal shows within a
/// second.
const WATCH: Duration = Duration::from_millis(700);

/// Looks for counts from elsewhere, when it is time and nothing of ours waits to be saved.
pub fn watch(app: &mut App) -> Vec<Effect> {
    let is_open = matches!(app.layers.last(), Some(Layer::Booth(_)));
    if !is_open || app.saving.watch > app.elapsed {
        return Vec::new();
    }
    app.saving.watch = app.elapsed + WATCH;
    match app.under_way() == 0 && app.saving.failure.is_none() {
        true => edit_locks::look(app),
        false => Vec::new(),
    }
}

/// Counts what has that letter or digit; a capital letter takes one back.
pub fn press(app: &mut App, c: char) -> Vec<Effect> {
    let Some(Layer::Booth(Booth { session_id })) = app.layers.last() else {
        return Vec::new();
    };
    let session_id = *session_id;
    let session = app
        .open_event
        .as_ref()
        .and_then(|open_event| open_event.session(session_id));
    let counters = session.map(counters).unwrap_or_default();
    let key = c.to_ascii_lowercase();
    let Some(counter) = counters
        .into_iter()
        .find(|counter| counter.key == Some(key))
    else {
        app.say(format!("Nothing is counted by {c}"));
        return Vec::new();
    };
    let by = if c.is_ascii_uppercase() { -1 } else { 1 };
    count(app, session_id, counter.group, &counter.name, by)
}

/// Counts.
pub fn count(
    app: &mut App,
    session_id: SessionId,
    group: CountGroup,
    name: &str,
    by: i64,
) -> Vec<Effect> {
    let label = format!("counting {name}");
    let now = app.now;
    let home = app.home;
    transact(app, label, &[Changed::Session(session_id)], |open_event| {
        let now = open_event.event.local(now, home);
        if let Some(session) = open_event.session_mut(session_id) {
            named(group.of(session), name).add(by, now);
        }
    })
}

/// Asks for something new to count.
pub fn ask(app: &mut App, group: CountGroup) -> Vec<Effect> {
    if let Some(Layer::Booth(Booth { session_id })) = app.layers.last() {
        let purpose = Purpose::Counter(*session_id, group);
        app.layers.push(Layer::Prompt(Prompt {
            purpose,
            input: LineInput::default(),
            placeholder: String::new(),
        }));
    }
    Vec::new()
}
