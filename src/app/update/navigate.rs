//! Moving among rows.

use super::super::action::Action;
use super::super::effect::Effect;
use super::super::open_event::{Focus, Pane, TimelineRow};
use super::super::{App, Screen};

/// Moves; what moves nothing here says nothing.
pub fn act(app: &mut App, action: Action) -> Vec<Effect> {
    let page = app.geometry.map_or(10, |geometry| {
        isize::try_from(geometry.body.height).unwrap_or(10)
    });
    match action {
        Action::Up => step(app, -1),
        Action::Down => step(app, 1),
        Action::PageUp => step(app, 1 - page),
        Action::PageDown => step(app, page - 1),
        Action::HalfUp => step(app, -page / 2),
        Action::HalfDown => step(app, page / 2),
        Action::First => step(app, isize::MIN),
        Action::Last => step(app, isize::MAX),
        Action::NextPane => {
            if let Some(open_event) = app
                .open_event
                .as_mut()
                .filter(|_| app.screen == Screen::Event)
            {
                open_event.focus = match open_event.focus {
                    Focus::Timeline => Focus::Pane,
                    Focus::Pane => Focus::Timeline,
                };
            }
        }
        _ => {}
    }
    Vec::new()
}

/// Moves the choice by so many rows.
pub fn step(app: &mut App, by: isize) {
    if app.screen == Screen::Events {
        let last = app.event_list.len().saturating_sub(1);
        app.event_list.selected = moved(app.event_list.selected, by, last);
        return;
    }
    let Some(open_event) = app.open_event.as_mut() else {
        return;
    };
    if open_event.pane != Pane::Notes && open_event.focus == Focus::Pane {
        open_event.preview_top = moved(open_event.preview_top, by, usize::MAX / 2);
        return;
    }
    let rows: Vec<TimelineRow> = open_event
        .rows
        .iter()
        .copied()
        .filter(|row| !matches!(row, TimelineRow::Day(_)))
        .collect();
    let at = rows.iter().position(|row| *row == open_event.selected);
    let to = moved(at.unwrap_or(0), by, rows.len().saturating_sub(1));
    if let Some(row) = rows.get(to) {
        open_event.selected = *row;
    }
}

/// By how many rows an action moves the choice of a list in a box; 0 when it moves nothing.
pub fn rows(action: Action) -> isize {
    match action {
        Action::Up => -1,
        Action::Down => 1,
        Action::PageUp | Action::HalfUp => -10,
        Action::PageDown | Action::HalfDown => 10,
        Action::First => isize::MIN,
        Action::Last => isize::MAX,
        _ => 0,
    }
}

/// A place moved by so many, within 0 and `last`.
pub fn moved(at: usize, by: isize, last: usize) -> usize {
    at.saturating_add_signed(by).min(last)
}
