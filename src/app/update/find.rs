//! Finding, and going to what was found.

use super::super::App;
use super::super::Screen;
use super::super::desk::{Desk, Focus, Pane, Row, Text};
use super::super::effect::{Effect, Job};
use super::super::entries::Entries;
use super::super::find::{Find, Go, find};
use super::super::layer::Layer;
use super::{change, open};

/// Opens it; the index of the other events is brought up to date meanwhile.
pub fn ask(app: &mut App) -> Vec<Effect> {
    change::settle(app);
    app.layers.push(Layer::Find(Find::default()));
    narrow(app);
    vec![Effect::Disk(Job::Index)]
}

/// Finds again what is typed.
pub fn narrow(app: &mut App) {
    let Some(Layer::Find(old)) = app.layers.last() else {
        return;
    };
    let hits = find(app, old.input.text());
    if let Some(Layer::Find(layer)) = app.layers.last_mut() {
        layer.hits = hits;
        layer.selected = 0;
        layer.top = 0;
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
        Go::Elsewhere(folder, title, words) => {
            app.goal = Some((title, words));
            open::folder(app, &folder)
        }
        Go::Text(text, range) => {
            show(app, text, range);
            Vec::new()
        }
        Go::Entries(place) => {
            app.screen = Screen::Event;
            if let Some(desk) = app.desk.as_mut() {
                desk.selected = place.map_or(Row::Inbox, Row::Session);
                desk.focus = Focus::Timeline;
            }
            app.layers.push(Layer::Entries(Entries {
                place,
                selected: 0,
                top: 0,
            }));
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

/// Goes on to what was looked for, once its event is open.
pub fn arrive(app: &mut App) {
    let Some((title, words)) = app.goal.take() else {
        return;
    };
    let Some(desk) = app.desk.as_ref() else {
        return;
    };
    let there = |desk: &Desk| {
        let mut all = desk.sessions.iter();
        all.find(|(_, session)| session.title == title)
            .map(|(sid, _)| *sid)
    };
    let Some(sid) = there(desk) else {
        return;
    };
    let text = Text::Notes(sid);
    let notes = desk.stored(text);
    let at = notes
        .to_lowercase()
        .find(&words.to_lowercase())
        .unwrap_or(0);
    let range = match notes.get(at..at + words.len()) {
        Some(_) if !words.is_empty() => at..at + words.len(),
        _ => 0..0,
    };
    show(app, text, range);
}
