//! Finding, and going to what was found.

use super::super::App;
use super::super::Screen;
use super::super::effect::{Effect, Job};
use super::super::entries::{EntriesDialog, order_of};
use super::super::find::{Find, Go, Goal};
use super::super::layer::Layer;
use super::super::open_event::{Focus, OpenEvent, Pane, SessionId, TextId, TimelineRow};
use super::{change, open, programme_view};
use crate::store::index::Part;
use crate::store::search::Query;
use std::ops::Range;

/// Opens it; the index of the other events is brought up to date meanwhile.
pub fn ask(app: &mut App) -> Vec<Effect> {
    change::commit_input(app);
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
    let open = app.open_event.as_ref();
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
        Go::OtherEvent(goal) => {
            let folder = goal.folder.clone();
            app.goal = Some(goal);
            open::folder(app, &folder)
        }
        Go::Text(text, range) => {
            show(app, text, range);
            Vec::new()
        }
        Go::Entries(place) => {
            show_entries(app, place);
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
fn show(app: &mut App, text: TextId, range: std::ops::Range<usize>) {
    app.screen = Screen::Event;
    let Some(open_event) = app.open_event.as_mut() else {
        return;
    };
    open_event.selected = match text {
        TextId::Notes(session_id) => TimelineRow::Session(session_id),
        TextId::Intro => TimelineRow::Intro,
        TextId::Closing => TimelineRow::Closing,
    };
    open_event.pane = Pane::Notes;
    if range.is_empty() {
        open_event.focus = Focus::Timeline;
        return;
    }
    open_event.focus = Focus::Pane;
    if let Some(editor) = open_event.editor_mut() {
        editor.select(range);
    }
}

/// Shows what was kept in a session, or in the inbox.
fn show_entries(app: &mut App, place: Option<SessionId>) {
    app.screen = Screen::Event;
    let mut selected = 0;
    if let Some(open_event) = app.open_event.as_mut() {
        open_event.selected = place.map_or(TimelineRow::Inbox, TimelineRow::Session);
        open_event.focus = Focus::Timeline;
        selected = order_of(open_event, place).first().copied().unwrap_or(0);
    }
    app.layers.push(Layer::Entries(EntriesDialog {
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
    let here = |open_event: &&OpenEvent| open_event.folder.as_ref() == Some(&goal.folder);
    let Some(open_event) = app.open_event.as_ref().filter(here) else {
        return Vec::new();
    };
    if let Some(talk) = goal.talk {
        return programme_view::at(app, talk);
    }
    let called = |title: &String| {
        let mut all = open_event.sessions.iter();
        let has_line = |notes: &str| goal.part != Part::Notes || notes.contains(&goal.line);
        let session = all.find(|(_, it)| it.title == *title && has_line(&it.notes));
        session.map(|(session_id, _)| *session_id)
    };
    let place = goal.session.as_ref().and_then(called);
    if goal.session.is_some() && place.is_none() {
        return Vec::new();
    }
    if matches!(goal.part, Part::Entry | Part::Person) {
        show_entries(app, place);
        return Vec::new();
    }
    let text = match (place, goal.part) {
        (Some(session_id), _) => TextId::Notes(session_id),
        (None, Part::Closing) => TextId::Closing,
        (None, _) => TextId::Intro,
    };
    let range = match goal.part {
        Part::Notes | Part::Intro | Part::Closing => found_in(open_event.stored(text), &goal),
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
