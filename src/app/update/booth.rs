//! Counting at a booth. Every count is on disk at once and can be taken back.

use super::super::booth::{Booth, Group, counters};
use super::super::desk::{Desk, Sid};
use super::super::effect::Effect;
use super::super::layer::{Layer, Prompt, Purpose};
use super::super::{App, Screen};
use super::change::{About, change, settle};
use super::claims;
use crate::edit::LineInput;
use crate::model::count::named;
use crate::model::session::Kind;
use std::time::Duration;

/// Opens it for the chosen booth, else for the one that runs, else for the first one.
pub fn open(app: &mut App) -> Vec<Effect> {
    settle(app);
    let desk = app.desk.as_ref().filter(|_| app.screen == Screen::Event);
    let Some(sid) = desk.and_then(|desk| booth(app, desk)) else {
        app.say("There is no booth here yet: n, then Tab until it says booth");
        return Vec::new();
    };
    app.layers.push(Layer::Booth(Booth { sid }));
    Vec::new()
}

fn booth(app: &App, desk: &Desk) -> Option<Sid> {
    let is_booth = |sid: &Sid| desk.session(*sid).is_some_and(|s| s.kind == Kind::Booth);
    let chosen = desk.chosen().map(|(sid, _)| sid);
    let running = desk.running(app.now, app.home);
    let all = desk.sessions.iter().map(|(sid, _)| *sid);
    chosen.into_iter().chain(running).chain(all).find(is_booth)
}

/// How often the booth's file is looked at: `hallway count` in another terminal shows within a second.
const WATCH: Duration = Duration::from_millis(700);

/// Looks for counts from elsewhere, when it is time and nothing of ours waits to be saved.
pub fn watch(app: &mut App) -> Vec<Effect> {
    let is_open = matches!(app.layers.last(), Some(Layer::Booth(_)));
    if !is_open || app.saving.watch > app.elapsed {
        return Vec::new();
    }
    app.saving.watch = app.elapsed + WATCH;
    match app.under_way() == 0 && app.saving.trouble.is_none() {
        true => claims::look(app),
        false => Vec::new(),
    }
}

/// Counts what has that letter or digit; a capital letter takes one back.
pub fn press(app: &mut App, c: char) -> Vec<Effect> {
    let Some(Layer::Booth(Booth { sid })) = app.layers.last() else {
        return Vec::new();
    };
    let sid = *sid;
    let session = app.desk.as_ref().and_then(|desk| desk.session(sid));
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
    count(app, sid, counter.group, &counter.name, by)
}

/// Counts.
pub fn count(app: &mut App, sid: Sid, group: Group, name: &str, by: i64) -> Vec<Effect> {
    let label = format!("counting {name}");
    let now = app.now;
    let home = app.home;
    change(app, label, &[About::Session(sid)], |desk| {
        let now = desk.event.local(now, home);
        if let Some(session) = desk.session_mut(sid) {
            named(group.of(session), name).add(by, now);
        }
    })
}

/// Asks for something new to count.
pub fn ask(app: &mut App, group: Group) -> Vec<Effect> {
    if let Some(Layer::Booth(Booth { sid })) = app.layers.last() {
        let purpose = Purpose::Counter(*sid, group);
        app.layers.push(Layer::Prompt(Prompt {
            purpose,
            input: LineInput::default(),
            placeholder: String::new(),
        }));
    }
    Vec::new()
}
