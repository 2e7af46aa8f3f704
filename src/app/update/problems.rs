//! What is to mend: the list, going to a place, applying a fix.

use super::super::action::Action;
use super::super::effect::Effect;
use super::super::keymap::KeyContext;
use super::super::layer::Layer;
use super::super::open_event::{Focus, OpenEvent, Pane, TextId, TimelineRow};
use super::super::problems::ProblemList;
use super::super::{App, Screen};
use super::change::{Changed, commit_input, transact, write_text};
use super::navigate::{moved, rows};
use crate::check::Severity;
use crate::check::event::InEvent;

/// Checks the event again when it is time to.
pub fn tick(app: &mut App) {
    if app.problems.due.is_some_and(|due| due <= app.elapsed) {
        check(app);
    }
}

/// Checks the event as it is now.
pub fn check(app: &mut App) {
    if let Some(open_event) = app.open_event.as_ref() {
        app.problems.check(open_event, &app.book);
    }
    stay(app);
}

/// Notes what changed, and shows what was found in the text that is on the screen.
pub fn follow_changes(app: &mut App) {
    app.problems.notice(app.open_event.as_ref(), app.elapsed);
    if let Some(open_event) = app.open_event.as_mut() {
        app.problems.show(open_event);
    }
}

/// Opens the list; in the list, mends what is chosen.
pub fn open(app: &mut App) -> Vec<Effect> {
    if app.open_event.is_none() || app.screen != Screen::Event {
        app.say("Open an event first");
        return Vec::new();
    }
    check(app);
    if app.problems.found.is_empty() {
        app.say("No problems");
        return Vec::new();
    }
    // The list begins with what stands at the cursor.
    let selected = ahead(app, true).unwrap_or(0);
    app.layers
        .push(Layer::Problems(ProblemList { selected, top: 0 }));
    Vec::new()
}

/// Does an action in the list; nothing when the list is not on top.
pub fn act(app: &mut App, action: Action) -> Option<Vec<Effect>> {
    let Some(Layer::Problems(list)) = app.layers.last_mut() else {
        return None;
    };
    let by = rows(action);
    if by != 0 {
        list.selected = moved(
            list.selected,
            by,
            app.problems.found.len().saturating_sub(1),
        );
        return Some(Vec::new());
    }
    let chosen = app.problems.found.get(list.selected).cloned();
    Some(match (action, chosen) {
        (Action::Enter, Some(one)) => {
            app.layers.pop();
            go(app, &one)
        }
        (Action::Problems, Some(one)) => fix(app, &one),
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
    let count = app.problems.found.len();
    if let Some(Layer::Problems(list)) = app.layers.last_mut() {
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
    if app.open_event.is_none() || app.screen != Screen::Event {
        app.say("Open an event first");
        return Vec::new();
    }
    check(app);
    let first = |app: &App| {
        app.problems
            .found
            .iter()
            .position(|one| one.finding.level > Severity::Info)
    };
    let at = ahead(app, false).or_else(|| first(app));
    match at.and_then(|at| app.problems.found.get(at).cloned()) {
        Some(one) => go(app, &one),
        None => {
            app.say("No problems");
            Vec::new()
        }
    }
}

/// The first finding from the cursor on; with `at` also one that stands at it, and hints too.
fn ahead(app: &App, at: bool) -> Option<usize> {
    let open_event = app.open_event.as_ref()?;
    let here = app
        .problems
        .found
        .iter()
        .position(|one| app.problems.row(one) == Some(open_event.selected));
    let rows: Vec<TimelineRow> = order(open_event);
    let place = rows.iter().position(|row| *row == open_event.selected)?;
    let cursor = match open_event.focus {
        Focus::Pane => open_event
            .editor()
            .map_or(0, |editor| editor.cursor_offset()),
        Focus::Timeline => 0,
    };
    let inside = open_event.focus == Focus::Pane;
    let behind = |one: &InEvent| {
        let row = app
            .problems
            .row(one)
            .and_then(|row| rows.iter().position(|other| *other == row));
        let start = one.finding.span.start;
        let later = match (at, inside) {
            (true, _) => one.finding.span.end >= cursor,
            (false, true) => start > cursor,
            (false, false) => true,
        };
        row.is_some_and(|row| row > place || (row == place && later))
            && (at || one.finding.level > Severity::Info)
    };
    app.problems
        .found
        .iter()
        .position(behind)
        .or(here.filter(|_| at))
}

/// The rows in the order of the post.
fn order(open_event: &OpenEvent) -> Vec<TimelineRow> {
    let sessions = open_event
        .sessions
        .iter()
        .map(|(session_id, _)| TimelineRow::Session(*session_id));
    [TimelineRow::Inbox, TimelineRow::Intro]
        .into_iter()
        .chain(sessions)
        .chain([TimelineRow::Closing, TimelineRow::Links])
        .collect()
}

/// Shows the place of a finding, and says what it is.
fn go(app: &mut App, one: &InEvent) -> Vec<Effect> {
    commit_input(app);
    let effects = super::save::save(app);
    let (row, text) = (app.problems.row(one), app.problems.text(one));
    let Some(open_event) = app.open_event.as_mut() else {
        return effects;
    };
    if let Some(row) = row {
        open_event.selected = row;
    }
    open_event.pane = Pane::Notes;
    open_event.focus = Focus::Timeline;
    if text.is_some() && !one.finding.span.is_empty() {
        open_event.focus = Focus::Pane;
        let start = one.finding.span.start;
        if let Some(editor) = open_event.editor_mut() {
            editor.select(start..start);
        }
    }
    let key = |context| app.settings.keymap.key(context, Action::Problems);
    let how = match (&one.finding.fix, key(app.context()), key(KeyContext::Lists)) {
        (Some(fix), Some(open), Some(problems)) => format!(" ({open} {problems}: {})", fix.title),
        _ => String::new(),
    };
    app.say(format!("{}{how}", one.finding.message));
    effects
}

/// Applies the fix of a finding, as a change that can be taken back.
fn fix(app: &mut App, one: &InEvent) -> Vec<Effect> {
    let Some(fix) = &one.finding.fix else {
        app.say("Needs your decision. Enter opens it");
        return Vec::new();
    };
    let (text, made) = match (app.problems.text(one), app.open_event.as_ref()) {
        (Some(text), Some(open_event)) => (text, app.problems.fixed(open_event, one)),
        _ => return Vec::new(),
    };
    let Some(made) = made else {
        app.say("That fix would cause another problem. Enter opens it");
        return Vec::new();
    };
    let about = match text {
        TextId::Notes(session_id) => Changed::Session(session_id),
        TextId::Intro | TextId::Closing => Changed::Event,
    };
    let effects = transact(
        app,
        format!("mending: {}", fix.title),
        &[about],
        |open_event| {
            write_text(open_event, text, made);
        },
    );
    let undo = app.settings.keymap.key(app.context(), Action::Undo);
    let undo = undo.map_or_else(String::new, |key| format!("; {key} takes it back"));
    app.say(format!("Mended: {}{undo}", fix.title));
    check(app);
    effects
}
