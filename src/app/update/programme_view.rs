//! Picking from the programme: filter, read, plan to go, begin a note.

use super::super::action::Action;
use super::super::effect::{Effect, Job};
use super::super::layer::{Layer, after};
use super::super::open_event::{EventId, Focus, OpenEvent, Pane, SessionId, TimelineRow};
use super::super::programme_view::{
    Order, Prepared, ProgrammeLine, ProgrammeView, own, session_of,
};
use super::super::{App, Screen, geometry};
use super::change::{Changed, commit_input, transact};
use crate::edit::LineInput;
use crate::model::programme::{Programme, Talk};
use crate::model::session::Status;
use chrono::TimeDelta;

/// What is longer than this is rather an opening time than a talk.
const LONG: TimeDelta = TimeDelta::hours(4);

/// Asks the disk for the programme of the open event.
pub fn fetch(app: &App) -> Option<Effect> {
    let open_event = app.open_event.as_ref()?;
    let folder = open_event
        .folder
        .clone()
        .filter(|folder| !folder.is_empty())?;
    Some(Effect::Disk(Job::Programme {
        event_id: open_event.id,
        folder,
    }))
}

/// Takes in what the disk found.
pub fn fetched(app: &mut App, event_id: EventId, programme: Result<Option<Programme>, String>) {
    if app.open_event.as_ref().map(|open_event| open_event.id) != Some(event_id) {
        return;
    }
    match programme {
        Ok(programme) => app.programme = Prepared::of(programme.unwrap_or_default()),
        Err(why) => {
            app.programme = Prepared::default();
            app.complain(format!("The programme cannot be read: {why}"));
        }
    }
    narrow(app);
}

/// Opens the list at what is on now, or comes next. The programme is read again meanwhile.
pub fn open(app: &mut App) -> Vec<Effect> {
    commit_input(app);
    let Some(open_event) = app
        .open_event
        .as_ref()
        .filter(|_| app.screen == Screen::Event)
    else {
        app.say("Open an event first");
        return Vec::new();
    };
    let moment = open_event.event.local(app.now, app.home);
    let mut view = ProgrammeView::default();
    view.arrange(
        &app.programme,
        &own(open_event, &app.programme),
        open_event.event.zone(app.home),
    );
    let talks = &app.programme.programme.talks;
    let first = |longest: TimeDelta| {
        let fits = |talk: &Talk| {
            talk.span()
                .is_some_and(|(starts, ends)| ends > moment && ends - starts <= longest)
        };
        talks.iter().position(fits)
    };
    // Registration and exhibition are on all day, and nobody looks for them.
    let next = first(LONG).or_else(|| first(TimeDelta::MAX));
    if let Some(at) = next {
        let row = view
            .lines
            .iter()
            .position(|line| *line == ProgrammeLine::Talk(at));
        view.selected = row.unwrap_or(view.selected);
        // Near the top, below the head of its day or what began before it, where there is more than
        // fits.
        let rows = app.geometry.map_or(0, |all| {
            usize::from(geometry::programme_parts(all.screen, false).0.height)
        });
        let last_top = view.lines.len().saturating_sub(rows);
        view.top = view.selected.saturating_sub(1).min(last_top);
    }
    app.layers.push(Layer::Programme(view));
    fetch(app).into_iter().collect()
}

/// Opens the list at a talk, which may still have to be read.
pub fn at(app: &mut App, id: String) -> Vec<Effect> {
    app.layers.push(Layer::Programme(ProgrammeView {
        wanted: Some(id),
        ..ProgrammeView::default()
    }));
    narrow(app);
    fetch(app).into_iter().collect()
}

/// Leaves what the filter leaves.
pub fn narrow(app: &mut App) {
    let Some(open_event) = app.open_event.as_ref() else {
        return;
    };
    if let Some(Layer::Programme(view)) = app.layers.last_mut() {
        let own = own(open_event, &app.programme);
        view.arrange(&app.programme, &own, open_event.event.zone(app.home));
    }
}

/// Does an action on the list; nothing when it is not on top.
pub fn act(app: &mut App, action: Action) -> Option<Vec<Effect>> {
    let Some(Layer::Programme(view)) = app.layers.last_mut() else {
        return None;
    };
    let step = match action {
        Action::Up => -1,
        Action::Down => 1,
        Action::PageUp => -10,
        Action::PageDown => 10,
        Action::First => isize::MIN,
        Action::Last => isize::MAX,
        _ => 0,
    };
    match action {
        _ if step != 0 && view.reads && step.abs() <= 10 => {
            view.line = view.line.saturating_add_signed(step)
        }
        _ if step != 0 => view.step(step),
        Action::HalfUp => view.line = view.line.saturating_sub(5),
        Action::HalfDown => view.line += 5,
        Action::NextPane => {
            view.order = after(&Order::ALL, view.order);
            narrow(app);
        }
        Action::Find => view.filtering = true,
        Action::Enter => return Some(enter(app)),
        Action::Plan => return Some(plan(app)),
        Action::New => return Some(note(app)),
        Action::Undo | Action::Redo => {
            let effects = match action {
                Action::Undo => super::change::undo(app),
                _ => super::change::redo(app),
            };
            narrow(app);
            return Some(effects);
        }
        Action::Back if view.reads => view.reads = false,
        Action::Back if !view.input.text().is_empty() => {
            view.input = LineInput::default();
            narrow(app);
        }
        Action::Back | Action::Programme => {
            app.layers.pop();
        }
        _ => {}
    }
    Some(Vec::new())
}

/// Begins the note of a talk that is planned or on, or goes to that of a session of one's own; of
/// another talk the text is read.
fn enter(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Programme(view)) = app.layers.last() else {
        return Vec::new();
    };
    if view.chosen_own().is_some() {
        return note(app);
    }
    let (Some(at), Some(open_event)) = (view.chosen(), app.open_event.as_ref()) else {
        return Vec::new();
    };
    let Some(talk) = app.programme.programme.talks.get(at) else {
        return Vec::new();
    };
    let moment = open_event.event.local(app.now, app.home);
    if session_of(open_event, talk).is_some() || talk.runs_at(moment) {
        return note(app);
    }
    if let Some(Layer::Programme(view)) = app.layers.last_mut() {
        view.reads = !view.reads;
        view.line = 0;
    }
    Vec::new()
}

/// Means to go, or no longer.
fn plan(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Programme(view)) = app.layers.last() else {
        return Vec::new();
    };
    if view.chosen_own().is_some() {
        app.say("This is a session of your own; it stands in the timeline");
        return Vec::new();
    }
    let talk = view
        .chosen()
        .and_then(|at| app.programme.programme.talks.get(at))
        .cloned();
    let (Some(talk), Some(open_event)) = (talk, app.open_event.as_mut()) else {
        return Vec::new();
    };
    let title = talk.facts().title;
    let Some(session_id) = session_of(open_event, &talk) else {
        let session_id = open_event.next_session_id();
        let session = talk.session(Status::Planned);
        let effects = transact(
            app,
            format!("planning {title}"),
            &[Changed::Session(session_id)],
            |open_event| {
                open_event.sessions.push((session_id, session));
            },
        );
        app.say(format!("Planned: {title}"));
        return effects;
    };
    let unwritten = open_event
        .session(session_id)
        .is_some_and(|session| session.status == Status::Planned && !session.has_content());
    if !unwritten {
        app.say(format!("{title} has notes already; it stays"));
        return Vec::new();
    }
    let effects = transact(
        app,
        format!("no longer planning {title}"),
        &[Changed::Session(session_id)],
        |open_event| {
            open_event
                .sessions
                .retain(|(found, _)| *found != session_id);
            if open_event.selected == TimelineRow::Session(session_id) {
                open_event.selected = TimelineRow::NewNote;
            }
        },
    );
    app.say(format!("{title} is no longer planned"));
    effects
}

/// Goes to the note of the chosen talk, which is made with everything filled in where it is not
/// there.
fn note(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Programme(view)) = app.layers.last() else {
        return Vec::new();
    };
    let own = view.chosen_own();
    let talk = view
        .chosen()
        .and_then(|at| app.programme.programme.talks.get(at))
        .cloned();
    let Some(open_event) = app.open_event.as_mut() else {
        return Vec::new();
    };
    if let Some(session_id) = own {
        app.layers.pop();
        go_to(open_event, session_id);
        return Vec::new();
    }
    let Some(talk) = talk else {
        return Vec::new();
    };
    app.layers.pop();
    let known = session_of(open_event, &talk);
    let session_id = known.unwrap_or_else(|| open_event.next_session_id());
    let made = talk.session(Status::Attended);
    let label = format!("a note of {}", made.title);
    transact(app, label, &[Changed::Session(session_id)], |open_event| {
        match open_event.session_mut(session_id) {
            Some(session) => session.status = Status::Attended,
            None => open_event.sessions.push((session_id, made)),
        }
        go_to(open_event, session_id);
        open_event.provisional = None;
    })
}

/// Lays the notes of a session open, to write there.
fn go_to(open_event: &mut OpenEvent, session_id: SessionId) {
    open_event.selected = TimelineRow::Session(session_id);
    open_event.focus = Focus::Pane;
    open_event.pane = Pane::Notes;
}
