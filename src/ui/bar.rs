//! The line at the top and the line at the bottom.

use super::theme::Role;
use super::write::{Pen, width};
use crate::app::action::Action;
use crate::app::geometry::Area;
use crate::app::keymap::KeyContext;
use crate::app::layer::Layer;
use crate::app::open_event::{Focus, OpenEvent, Pane, TimelineRow};
use crate::app::programme_view::{now_and_next, soon};
use crate::app::save_state::SaveState;
use crate::app::{App, Screen};
use crate::model::event::Event;
use crate::model::words::many;
use chrono::{DateTime, Datelike, Utc};

/// What is open, and whether it is saved.
pub fn header(app: &App, pen: &mut Pen<'_>, area: Area) {
    let (state, role) = state(app, area.width);
    let open = app
        .open_event
        .as_ref()
        .filter(|_| app.screen == Screen::Event);
    let words = match open {
        Some(open_event) if open_event.words > 0 => many(open_event.words, "word"),
        _ => String::new(),
    };
    let taken = pen.right(area, &state, role);
    let mut rest = Area {
        width: area.width.saturating_sub(taken + 3),
        ..area
    };
    if area.width >= 60 && !words.is_empty() {
        let taken = pen.right(rest, &words, Role::Dim);
        rest.width = rest.width.saturating_sub(taken + 3);
    }
    if let Some(count) = open
        .map(|_| app.problems.count())
        .filter(|count| *count > 0 && area.width >= 60)
    {
        let role = if app.problems.errors() > 0 {
            Role::Error
        } else {
            Role::Warning
        };
        let taken = pen.right(rest, &many(count, "problem"), role);
        rest.width = rest.width.saturating_sub(taken + 3);
    }
    let Some(open_event) = open else {
        pen.texts(rest, &[("Your events", Role::Title)]);
        return;
    };
    let days = days(&open_event.event);
    let zone = open_event.event.zone(app.home);
    let (now, next) = match app.programme.programme.talks.is_empty() {
        true => (None, None),
        false => now_and_next(open_event, &app.programme, app.now, zone),
    };
    // While something is on, that matters more than where and when the event is.
    if now.is_some() || next.is_some() {
        let mut texts = vec![(open_event.event.title.as_str(), Role::Title)];
        for (word, text) in [("   now ", &now), ("   next ", &next)] {
            if let Some(text) = text {
                texts.extend([(word, Role::Dim), (text.as_str(), Role::Text)]);
            }
        }
        pen.texts(rest, &texts);
        return;
    }
    let place = open_event.event.place.as_deref().unwrap_or_default();
    let mut texts = vec![(open_event.event.title.as_str(), Role::Title)];
    for text in [days.as_str(), place] {
        if !text.is_empty() {
            texts.extend([("   ", Role::Dim), (text, Role::Dim)]);
        }
    }
    pen.texts(rest, &texts);
}

/// Whether everything is on disk.
fn state(app: &App, width: u16) -> (String, Role) {
    // Whoever types has to know that the keys are nowhere but here.
    let alone = |said: &str| match app.saving.no_journal {
        Some(_) => (format!("{said}, no journal"), Role::Warning),
        None => (said.to_owned(), Role::Dim),
    };
    match app.save_state() {
        SaveState::NotSaved(short) => (not_saved(app, &short, width), Role::Error),
        SaveState::ReadOnly => ("read-only".to_owned(), Role::Warning),
        SaveState::Unsaved => unsaved(app),
        SaveState::Saving => alone("saving"),
        SaveState::Unconfirmed => ("saved, durability not confirmed".to_owned(), Role::Warning),
        SaveState::Saved(at) => alone(&format!("saved {}", clock(app, at))),
        SaveState::Nothing => (String::new(), Role::Dim),
    }
}

/// That something is not in its file yet: a dot beside the time of the last save, since the journal
/// has it; in words where there is no journal.
fn unsaved(app: &App) -> (String, Role) {
    match (&app.saving.no_journal, app.saving.last) {
        (Some(_), _) => ("not saved yet, no journal".to_owned(), Role::Warning),
        (None, Some(at)) => (format!("\u{2022} {}", clock(app, at)), Role::Dim),
        (None, None) => ("\u{2022}".to_owned(), Role::Dim),
    }
}

/// A time of day in the zone of the event.
fn clock(app: &App, at: DateTime<Utc>) -> String {
    at.with_timezone(&app.zone()).format("%H:%M").to_string()
}

/// That something is not in its file, why, and where the text is meanwhile.
fn not_saved(app: &App, why: &str, width: u16) -> String {
    let safe = match (app.saving.no_journal.is_some(), width >= 100) {
        (false, true) => " (your text is safe in the journal)",
        (true, true) => " (your text is only here: keep this open)",
        (false, false) => "",
        (true, false) => ", no journal",
    };
    match width < 60 && why.len() > 20 {
        true => "not saved".to_owned(),
        false => format!("not saved: {why}{safe}"),
    }
}

/// The days of an event: `2-5 Mar 2017`.
pub fn days(event: &Event) -> String {
    span(event.starts, event.ends)
}

/// A span of days, shortly.
pub fn span(first: Option<chrono::NaiveDate>, last: Option<chrono::NaiveDate>) -> String {
    let Some(first) = first else {
        return String::new();
    };
    let last = last.unwrap_or(first);
    let end = last.format("%-d %b %Y");
    if first == last {
        end.to_string()
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{}-{end}", first.day())
    } else if first.year() == last.year() {
        format!("{} - {end}", first.format("%-d %b"))
    } else {
        format!("{} - {end}", first.format("%-d %b %Y"))
    }
}

/// The keys that work here.
pub fn footer(app: &App, pen: &mut Pen<'_>, area: Area) {
    // The keys that lead to all others are always there.
    let general = [(Action::Palette, "commands"), (Action::Help, "help")];
    let soon = app
        .open_event
        .as_ref()
        .and_then(|open_event| soon(open_event, app.now));
    let reminder = soon.map(|(minutes, session)| {
        let room = session
            .room
            .as_deref()
            .map(|room| format!(", {room}"))
            .unwrap_or_default();
        format!("in {minutes} min: {}{room}   ", session.title)
    });
    let reminded = pen.text(area, reminder.as_deref().unwrap_or_default(), Role::Accent);
    let area = Area {
        x: area.x + reminded,
        width: area.width - reminded,
        ..area
    };
    let last: u16 = general
        .iter()
        .filter_map(|(action, word)| Some(shown(app, *action)?.1 + width(word) + 4))
        .sum();
    let mut taken = 0;
    for (action, word) in keys(app) {
        let left = area.width.saturating_sub(last);
        taken = write(app, pen, area, taken, left, (action, word));
    }
    for key in general {
        taken = write(app, pen, area, taken, area.width, key);
    }
}

/// Writes a key with its word at a column, if there is room before `limit`; returns where the next
/// one goes.
fn write(
    app: &App,
    pen: &mut Pen<'_>,
    area: Area,
    taken: u16,
    limit: u16,
    (action, word): (Action, &str),
) -> u16 {
    let Some((key, wide)) = shown(app, action) else {
        return taken;
    };
    let wide = wide + 1 + width(word);
    if taken + wide > limit {
        return taken;
    }
    let rest = Area {
        x: area.x + taken,
        width: area.width - taken,
        ..area
    };
    pen.texts(
        rest,
        &[(&key, Role::Key), (" ", Role::Dim), (word, Role::Dim)],
    );
    taken + wide + 3
}

/// The key of an action here, and the columns that it takes.
fn shown(app: &App, action: Action) -> Option<(String, u16)> {
    let key = app.settings.keymap.key(app.context(), action)?.to_string();
    let wide = width(&key);
    Some((key, wide))
}

/// The actions that matter here, the most important first, each with a word for it.
fn keys(app: &App) -> Vec<(Action, &'static str)> {
    // A box says its own keys.
    if app
        .layers
        .last()
        .is_some_and(|top| !matches!(top, Layer::Booth(_)))
    {
        return Vec::new();
    }
    if let Some(Layer::Booth(_)) = app.layers.last() {
        return vec![
            (Action::Enter, "new question"),
            (Action::New, "new counter"),
            (Action::Undo, "undo"),
            (Action::Capture, "capture"),
            (Action::Back, "back"),
        ];
    }
    let selected = app
        .open_event
        .as_ref()
        .map(|open_event| open_event.selected);
    let word = match selected {
        Some(TimelineRow::Broken(_)) => "look",
        _ => "write",
    };
    match (app.context_below(), app.screen, app.open_event.as_ref()) {
        (KeyContext::Typing, ..) => vec![
            (Action::Back, "back"),
            (Action::Capture, "capture"),
            (Action::New, "new"),
            (Action::Undo, "undo"),
        ],
        (
            _,
            Screen::Event,
            Some(OpenEvent {
                focus: Focus::Timeline,
                ..
            }),
        ) => vec![
            (Action::Enter, word),
            (Action::New, "new"),
            (Action::Capture, "capture"),
            (Action::Booth, "booth"),
            (Action::Find, "find"),
            (Action::PaneFields, "fields"),
            (Action::Preview, "preview"),
            (Action::Export, "export"),
            (Action::Undo, "undo"),
            (Action::Back, "events"),
        ],
        (_, Screen::Event, Some(open_event)) if open_event.pane != Pane::Notes => {
            let next = match open_event.pane {
                Pane::Source => "notes",
                Pane::Notes | Pane::Preview => "source",
            };
            vec![
                (Action::Back, "back"),
                (Action::Preview, next),
                (Action::Export, "export"),
                (Action::Problems, "fix"),
            ]
        }
        (_, Screen::Event, _) => vec![(Action::Back, "back")],
        (_, Screen::Events, _) => vec![
            (
                Action::Enter,
                if app.event_list.is_empty() {
                    "begin"
                } else {
                    "open"
                },
            ),
            (Action::New, "new event"),
            (Action::Quit, "quit"),
        ],
    }
}
