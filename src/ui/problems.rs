//! What is to mend, as a list that has the keys.

use super::theme::Role;
use super::write::Pen;
use crate::app::App;
use crate::app::action::Action;
use crate::app::geometry::{self, Area};
use crate::app::keymap::KeyContext;
use crate::app::open_event::{OpenEvent, TimelineRow};
use crate::app::problems::ProblemList;
use crate::check::Severity;
use crate::check::event::InEvent;
use crate::model::words::many;

/// Draws it.
pub fn draw(app: &App, list: &ProblemList, pen: &mut Pen<'_>, screen: Area) {
    let Some(open_event) = &app.open_event else {
        return;
    };
    let area = geometry::palette(screen);
    pen.frame(area, &title(app));
    let rows = geometry::problem_rows(screen);
    // A narrow screen has no room for the place beside the message.
    let place = if rows.width < 56 { 0 } else { 20 };
    let seen = app.problems.found.iter().enumerate().skip(list.top);
    for ((at, one), y) in seen.zip(rows.y..rows.y + rows.height) {
        let row = Area {
            y,
            height: 1,
            ..rows
        };
        let chosen = at == list.selected;
        let role = |role| if chosen { Role::Chosen } else { role };
        if chosen {
            pen.fill(row, Role::Chosen);
            pen.text(row, "\u{258c}", Role::Chosen);
        }
        let (sign, colour) = match one.finding.level {
            Severity::Error => ("error  ", Role::Error),
            Severity::Warning => ("warning", Role::Warning),
            Severity::Info => ("hint   ", Role::Dim),
        };
        let key = if one.finding.fix.is_some() { "*" } else { "" };
        let taken = pen.right(row, key, role(Role::Accent));
        let line = Area {
            x: row.x + 1,
            width: row.width.saturating_sub(taken + 2),
            ..row
        };
        let used = pen.texts(line, &[(sign, role(colour)), ("  ", role(Role::Dim))]);
        let name = Area {
            x: line.x + used,
            width: place,
            ..line
        };
        pen.text(name, &where_it_is(app, open_event, one), role(Role::Dim));
        let before = used + place + if place > 0 { 2 } else { 0 };
        let text = Area {
            x: line.x + before,
            width: line.width.saturating_sub(before),
            ..line
        };
        pen.text(text, &one.finding.message, role(Role::Text));
    }
    about(app, list, pen, area, rows);
}

/// The chosen finding in full where there is room, its fix, and the keys.
fn about(app: &App, list: &ProblemList, pen: &mut Pen<'_>, area: Area, rows: Area) {
    let bottom = area.below(area.height.saturating_sub(3)).inset(2);
    let Some(one) = app.problems.found.get(list.selected) else {
        return;
    };
    let full = Area {
        y: rows.y + rows.height,
        height: bottom.y.saturating_sub(rows.y + rows.height),
        ..bottom
    };
    let lines = wrapped(&one.finding.message, usize::from(full.width));
    for (line, y) in lines.iter().zip(full.y..full.y + full.height) {
        let row = Area {
            y,
            height: 1,
            ..full
        };
        pen.text(row, line, Role::Text);
    }
    let says = match &one.finding.fix {
        Some(fix) => format!("* Fix: {}.", fix.title),
        None => "Needs your decision.".to_owned(),
    };
    pen.text(bottom.top(1), &says, Role::Dim);
    let keymap = &app.settings.keymap;
    let mut texts = Vec::new();
    for (action, word) in [
        (Action::Enter, "goes there"),
        (Action::Problems, "mends it"),
        (Action::Undo, "takes it back"),
        (Action::Back, "back"),
    ] {
        if let Some(key) = keymap.key(KeyContext::Lists, action) {
            texts.push((key.to_string(), Role::Key));
            texts.push((format!(" {word}   "), Role::Dim));
        }
    }
    let texts: Vec<(&str, Role)> = texts.iter().map(|(t, role)| (t.as_str(), *role)).collect();
    pen.texts(bottom.below(1).top(1), &texts);
}

/// `3 problems, 5 hints`
fn title(app: &App) -> String {
    let faults = app.problems.count();
    let hints = app.problems.found.len() - faults;
    let hints = match hints {
        0 => String::new(),
        1 => "1 hint".to_owned(),
        count => format!("{count} hints"),
    };
    match (faults, hints.is_empty()) {
        (0, _) => hints,
        (count, true) => many(count, "problem"),
        (count, false) => format!("{}, {hints}", many(count, "problem")),
    }
}

/// The session, or the part of the event, and the line there.
pub(super) fn where_it_is(app: &App, open_event: &OpenEvent, one: &InEvent) -> String {
    let name = match app.problems.row(one) {
        Some(TimelineRow::Session(session_id)) => open_event
            .session(session_id)
            .map_or("", |session| session.title.as_str()),
        Some(TimelineRow::Intro) => "Intro",
        Some(TimelineRow::Closing) => "Closing",
        Some(TimelineRow::Inbox) => "Inbox",
        Some(TimelineRow::Links) => "Links",
        _ => "The post",
    };
    if one.finding.span.is_empty() {
        return name.to_owned();
    }
    let line = one.finding.exact.line.to_string();
    let room = 19usize.saturating_sub(line.len());
    let short: String = match name.chars().count() > room {
        true => name.chars().take(room - 1).chain(['\u{2026}']).collect(),
        false => name.to_owned(),
    };
    format!("{short} {line}")
}

/// A message in lines of at most so many characters.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
