//! Finding, and going to what was found.

use super::super::App;
use super::super::Screen;
use super::super::desk::{Desk, Focus, Pane, Row, Sid, Text};
use super::super::effect::{Effect, Job};
use super::super::entries::{Entries, order_of};
use super::super::find::{Find, Go, Goal};
use super::super::layer::Layer;
use super::{change, open, picking};
use crate::store::index::Part;
use crate::store::search::Query;
use std::ops::Range;

/// Opens it; the index of the other events is brought up to date meanwhile.
pub fn ask(app: &mut App) -> Vec<Effect> {
    change::settle(app);
    app.layers.push(Layer::Find(Find::default()));
    narrow(app);
    vec![Effect::Disk(Job::Index)]
}

/// Finds what is typed, from the beginning.
pub fn narrow(app: &mut App) {
    if let Some(Layer::Find(find)) = app.layers.last_mut() {
        find.selected = 0;
        find.top = 0;
    }
    again(app);
}

/// Finds what is typed once more; what is chosen stays so.
pub fn again(app: &mut App) {
    if !matches!(app.layers.last(), Some(Layer::Find(_))) {
        return;
    }
    if let Some(Layer::Find(mut find)) = app.layers.pop() {
        find.begin(app);
        app.layers.push(Layer::Find(find));
    }
    go_on(app);
}

/// Goes through the next piece of the other events.
pub fn go_on(app: &mut App) {
    let open = app.desk.as_ref();
    if let Some(Layer::Find(find)) = app.layers.last_mut()
        && !find.is_done(&app.index)
    {
        find.go_on(&app.index, open);
    }
}

/// Goes to what is chosen.
pub fn enter(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Find(layer)) = app.layers.pop() else {
        return Vec::new();
    };
    let Some(hit) = layer.hits.into_iter().nth(layer.selected) else {
        return Vec::new();
    };
    match hit.go {
        Go::Act(action) => super::act(app, action, false),
        Go::Event(folder) => open::folder(app, &folder),
        Go::Elsewhere(goal) => {
            let folder = goal.folder.clone();
            app.goal = Some(goal);
            open::folder(app, &folder)
        }
        Go::Text(text, range) => {
            show(app, text, range);
            Vec::new()
        }
        Go::Entries(place) => {
            kept(app, place);
            Vec::new()
        }
        Go::Link(url) if url.is_empty() => {
            app.say("This link has no URL yet");
            Vec::new()
        }
        Go::Link(url) => {
            app.say(format!("Copied {url}"));
            app.register.clone_from(&url);
            vec![Effect::Copy(url)]
        }
    }
}

/// Shows a text with some of it selected.
fn show(app: &mut App, text: Text, range: std::ops::Range<usize>) {
    app.screen = Screen::Event;
    let Some(desk) = app.desk.as_mut() else {
        return;
    };
    desk.selected = match text {
        Text::Notes(sid) => Row::Session(sid),
        Text::Intro => Row::Intro,
        Text::Closing => Row::Closing,
    };
    desk.pane = Pane::Notes;
    if range.is_empty() {
        desk.focus = Focus::Timeline;
        return;
    }
    desk.focus = Focus::Pane;
    if let Some(editor) = desk.editor_mut() {
        editor.select(range);
    }
}

/// Shows what was kept in a session, or in the inbox.
fn kept(app: &mut App, place: Option<Sid>) {
    app.screen = Screen::Event;
    let mut selected = 0;
    if let Some(desk) = app.desk.as_mut() {
        desk.selected = place.map_or(Row::Inbox, Row::Session);
        desk.focus = Focus::Timeline;
        selected = order_of(desk, place).first().copied().unwrap_or(0);
    }
    app.layers.push(Layer::Entries(Entries {
        place,
        selected,
        top: 0,
    }));
}

/// Goes on to what was looked for, once its event is open.
pub fn arrive(app: &mut App) -> Vec<Effect> {
    let Some(goal) = app.goal.take() else {
        return Vec::new();
    };
    let here = |desk: &&Desk| desk.folder.as_ref() == Some(&goal.folder);
    let Some(desk) = app.desk.as_ref().filter(here) else {
        return Vec::new();
    };
    if let Some(talk) = goal.talk {
        return picking::at(app, talk);
    }
    let called = |title: &String| {
        let mut all = desk.sessions.iter();
        let has_line = |notes: &str| goal.part != Part::Notes || notes.contains(&goal.line);
        let session = all.find(|(_, it)| it.title == *title && has_line(&it.notes));
        session.map(|(sid, _)| *sid)
    };
    let place = goal.session.as_ref().and_then(called);
    if goal.session.is_some() && place.is_none() {
        return Vec::new();
    }
    if matches!(goal.part, Part::Entry | Part::Person) {
        kept(app, place);
        return Vec::new();
    }
    let text = match (place, goal.part) {
        (Some(sid), _) => Text::Notes(sid),
        (None, Part::Closing) => Text::Closing,
        (None, _) => Text::Intro,
    };
    let range = match goal.part {
        Part::Notes | Part::Intro | Part::Closing => found_in(desk.stored(text), &goal),
        _ => 0..0,
    };
    show(app, text, range);
    Vec::new()
}

/// Where the line of a goal has what was looked for.
fn found_in(text: &str, goal: &Goal) -> Range<usize> {
    let mut start = 0;
    for line in text.split('\n') {
        if line.trim_end() == goal.line {
            let found = Query::of(&goal.words).place(line).unwrap_or(0..0);
            return start + found.start..start + found.end;
        }
        start += line.len() + 1;
    }
    0..0
}
