//! What is to mend: the list, going to a place, applying a fix.

use super::super::action::Action;
use super::super::desk::{Desk, Focus, Pane, Row, Text};
use super::super::effect::Effect;
use super::super::keymap::Context;
use super::super::layer::Layer;
use super::super::mend::List;
use super::super::{App, Screen};
use super::change::{About, change, settle, write_text};
use super::navigate::{moved, rows};
use crate::check::Level;
use crate::check::event::InEvent;

/// Checks the event again when it is time to.
pub fn tick(app: &mut App) {
    if app.mend.due.is_some_and(|due| due <= app.elapsed) {
        check(app);
    }
}

/// Checks the event as it is now.
pub fn check(app: &mut App) {
    if let Some(desk) = app.desk.as_ref() {
        app.mend.check(desk, &app.book);
    }
    stay(app);
}

/// Notes what changed, and shows what was found in the text that is on the screen.
pub fn follow_changes(app: &mut App) {
    app.mend.notice(app.desk.as_ref(), app.elapsed);
    if let Some(desk) = app.desk.as_mut() {
        app.mend.show(desk);
    }
}

/// Opens the list; in the list, mends what is chosen.
pub fn open(app: &mut App) -> Vec<Effect> {
    if app.desk.is_none() || app.screen != Screen::Event {
        app.say("Open an event first");
        return Vec::new();
    }
    check(app);
    if app.mend.found.is_empty() {
        app.say("Nothing is to mend");
        return Vec::new();
    }
    // The list begins with what stands at the cursor.
    let selected = ahead(app, true).unwrap_or(0);
    app.layers.push(Layer::Mend(List { selected, top: 0 }));
    Vec::new()
}

/// Does an action in the list; nothing when the list is not on top.
pub fn act(app: &mut App, action: Action) -> Option<Vec<Effect>> {
    let Some(Layer::Mend(list)) = app.layers.last_mut() else {
        return None;
    };
    let by = rows(action);
    if by != 0 {
        list.selected = moved(list.selected, by, app.mend.found.len().saturating_sub(1));
        return Some(Vec::new());
    }
    let chosen = app.mend.found.get(list.selected).cloned();
    Some(match (action, chosen) {
        (Action::Enter, Some(one)) => {
            app.layers.pop();
            go(app, &one)
        }
        (Action::Mend, Some(one)) => mend(app, &one),
        (Action::Undo, _) => {
            let effects = super::change::undo(app);
            check(app);
            effects
        }
        (Action::Redo, _) => {
            let effects = super::change::redo(app);
            check(app);
            effects
        }
        (Action::Back, _) => {
            app.layers.pop();
            Vec::new()
        }
        _ => Vec::new(),
    })
}

/// Keeps the choice on a finding that is there; an empty list closes.
fn stay(app: &mut App) {
    let count = app.mend.found.len();
    if let Some(Layer::Mend(list)) = app.layers.last_mut() {
        match count {
            0 => {
                app.layers.pop();
            }
            count => list.selected = list.selected.min(count - 1),
        }
    }
}

/// Goes to the next error or warning behind the cursor, and begins again at the end.
pub fn next(app: &mut App) -> Vec<Effect> {
    if app.desk.is_none() || app.screen != Screen::Event {
        app.say("Open an event first");
        return Vec::new();
    }
    check(app);
    let first = |app: &App| {
        app.mend
            .found
            .iter()
            .position(|one| one.finding.level > Level::Info)
    };
    let at = ahead(app, false).or_else(|| first(app));
    match at.and_then(|at| app.mend.found.get(at).cloned()) {
        Some(one) => go(app, &one),
        None => {
            app.say("Nothing is to mend");
            Vec::new()
        }
    }
}

/// The first finding from the cursor on; with `at` also one that stands at it, and hints too.
fn ahead(app: &App, at: bool) -> Option<usize> {
    let desk = app.desk.as_ref()?;
    let here = app
        .mend
        .found
        .iter()
        .position(|one| app.mend.row(one) == Some(desk.selected));
    let rows: Vec<Row> = order(desk);
    let place = rows.iter().position(|row| *row == desk.selected)?;
    let cursor = match desk.focus {
        Focus::Pane => desk.editor().map_or(0, |editor| editor.cursor_offset()),
        Focus::Timeline => 0,
    };
    let inside = desk.focus == Focus::Pane;
    let behind = |one: &InEvent| {
        let row = app
            .mend
            .row(one)
            .and_then(|row| rows.iter().position(|other| *other == row));
        let start = one.finding.span.start;
        let later = match (at, inside) {
            (true, _) => one.finding.span.end >= cursor,
            (false, true) => start > cursor,
            (false, false) => true,
        };
        row.is_some_and(|row| row > place || (row == place && later))
            && (at || one.finding.level > Level::Info)
    };
    app.mend
        .found
        .iter()
        .position(behind)
        .or(here.filter(|_| at))
}

/// The rows in the order of the post.
fn order(desk: &Desk) -> Vec<Row> {
    let sessions = desk.sessions.iter().map(|(sid, _)| Row::Session(*sid));
    [Row::Inbox, Row::Intro]
        .into_iter()
        .chain(sessions)
        .chain([Row::Closing, Row::Links])
        .collect()
}

/// Shows the place of a finding, and says what it is.
fn go(app: &mut App, one: &InEvent) -> Vec<Effect> {
    settle(app);
    let effects = super::save::save(app);
    let (row, text) = (app.mend.row(one), app.mend.text(one));
    let Some(desk) = app.desk.as_mut() else {
        return effects;
    };
    if let Some(row) = row {
        desk.selected = row;
    }
    desk.pane = Pane::Notes;
    desk.focus = Focus::Timeline;
    if text.is_some() && !one.finding.span.is_empty() {
        desk.focus = Focus::Pane;
        let start = one.finding.span.start;
        if let Some(editor) = desk.editor_mut() {
            editor.select(start..start);
        }
    }
    let key = |context| app.settings.keymap.key(context, Action::Mend);
    let how = match (&one.finding.fix, key(app.context()), key(Context::Lists)) {
        (Some(fix), Some(open), Some(mend)) => format!(" ({open} {mend}: {})", fix.title),
        _ => String::new(),
    };
    app.say(format!("{}{how}", one.finding.message));
    effects
}

/// Applies the fix of a finding, as a change that can be taken back.
fn mend(app: &mut App, one: &InEvent) -> Vec<Effect> {
    let Some(fix) = &one.finding.fix else {
        app.say("This is for you to mend: Enter goes there");
        return Vec::new();
    };
    let (text, made) = match (app.mend.text(one), app.desk.as_ref()) {
        (Some(text), Some(desk)) => (text, app.mend.mended(desk, one)),
        _ => return Vec::new(),
    };
    let Some(made) = made else {
        app.say("That would bring something else to mend: Enter goes there");
        return Vec::new();
    };
    let about = match text {
        Text::Notes(sid) => About::Session(sid),
        Text::Intro | Text::Closing => About::Event,
    };
    let effects = change(app, format!("mending: {}", fix.title), &[about], |desk| {
        write_text(desk, text, made);
    });
    let undo = app.settings.keymap.key(app.context(), Action::Undo);
    let undo = undo.map_or_else(String::new, |key| format!("; {key} takes it back"));
    app.say(format!("Mended: {}{undo}", fix.title));
    check(app);
    effects
}
