//! The line at the top and the line at the bottom.

use super::theme::Role;
use super::write::{Pen, width};
use crate::app::action::Action;
use crate::app::desk::{Desk, Focus};
use crate::app::geometry::Area;
use crate::app::keymap::Context;
use crate::app::{App, Screen};
use crate::model::event::Event;
use chrono::Datelike;

/// What is open, and whether it is saved.
pub fn header(app: &App, pen: &mut Pen<'_>, area: Area) {
    let (state, role) = state(app);
    let open = app.desk.as_ref().filter(|_| app.screen == Screen::Event);
    let words = match open {
        Some(desk) if desk.words > 0 => format!("{} words", grouped(desk.words)),
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
    let Some(desk) = open else {
        pen.texts(rest, &[("Your events", Role::Title)]);
        return;
    };
    let days = days(&desk.event);
    let place = desk.event.place.as_deref().unwrap_or_default();
    let mut texts = vec![(desk.event.title.as_str(), Role::Title)];
    for text in [days.as_str(), place] {
        if !text.is_empty() {
            texts.extend([("   ", Role::Dim), (text, Role::Dim)]);
        }
    }
    pen.texts(rest, &texts);
}

/// Whether everything is on disk.
fn state(app: &App) -> (String, Role) {
    let zone = app.desk.as_ref().map_or_else(
        || app.home.unwrap_or(chrono_tz::Tz::UTC),
        |desk| desk.event.zone(app.home),
    );
    let dirty = app.desk.as_ref().is_some_and(|desk| !desk.dirty.is_empty());
    match (&app.saving.trouble, app.saving.last) {
        (Some(_), _) => ("NOT SAVED".to_owned(), Role::Error),
        (None, _) if dirty => ("not saved yet".to_owned(), Role::Dim),
        (None, _) if app.saving.under_way > 0 => ("saving".to_owned(), Role::Dim),
        (None, Some(at)) => (
            format!("saved {}", at.with_timezone(&zone).format("%H:%M")),
            Role::Dim,
        ),
        (None, None) => (String::new(), Role::Dim),
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

/// A number with a comma every three digits.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// What just happened, or else the keys that work here.
pub fn footer(app: &App, pen: &mut Pen<'_>, area: Area) {
    if let Some(toast) = &app.toast {
        let (sign, role) = match toast.is_error {
            true => ("! ", Role::Error),
            false => ("", Role::Accent),
        };
        pen.texts(area, &[(sign, role), (&toast.text, role)]);
        return;
    }
    let context = app.context_below();
    let keymap = &app.settings.keymap;
    let mut taken = 0;
    for (action, word) in keys(app) {
        let Some(key) = keymap.key(context, action) else {
            continue;
        };
        let key = key.to_string();
        let wide = width(&key) + 1 + width(word) + 3;
        if taken + wide > area.width + 3 {
            continue;
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
        taken += wide;
    }
}

/// The actions that matter here, the most important first, each with a word for it.
fn keys(app: &App) -> Vec<(Action, &'static str)> {
    let general = [(Action::Palette, "commands"), (Action::Help, "help")];
    let mut keys = match (app.context_below(), app.screen, app.desk.as_ref()) {
        (Context::Typing, ..) => vec![
            (Action::Back, "back"),
            (Action::Capture, "keep a line"),
            (Action::New, "new"),
            (Action::Undo, "undo"),
        ],
        (
            _,
            Screen::Event,
            Some(Desk {
                focus: Focus::Timeline,
                ..
            }),
        ) => vec![
            (Action::Enter, "write"),
            (Action::New, "new"),
            (Action::Capture, "keep a line"),
            (Action::PaneFields, "fields"),
            (Action::Preview, "preview"),
            (Action::Export, "export"),
            (Action::Undo, "undo"),
            (Action::Back, "events"),
        ],
        (_, Screen::Event, _) => vec![(Action::Back, "back")],
        (_, Screen::Events, _) => vec![
            (Action::Enter, "open"),
            (Action::New, "new event"),
            (Action::Quit, "quit"),
        ],
    };
    keys.extend(general);
    keys
}
