//! Picking from the programme: filter, read, plan to go, begin a note.

use super::super::action::Action;
use super::super::desk::{Desk, DeskId, Focus, Pane, Row, Sid};
use super::super::effect::{Effect, Job};
use super::super::layer::{Layer, after};
use super::super::picking::{Line, Order, Picking, Prepared, own, session_of};
use super::super::{App, Screen, geometry};
use super::change::{About, change, settle};
use crate::edit::LineInput;
use crate::model::programme::{Programme, Talk};
use crate::model::session::Status;
use chrono::TimeDelta;

/// What is longer than this is rather an opening time than a talk.
const LONG: TimeDelta = TimeDelta::hours(4);

/// Asks the disk for the programme of the open event.
pub fn fetch(app: &App) -> Option<Effect> {
    let desk = app.desk.as_ref()?;
    let folder = desk.folder.clone().filter(|folder| !folder.is_empty())?;
    Some(Effect::Disk(Job::Programme {
        desk: desk.id,
        folder,
    }))
}

/// Takes in what the disk found.
pub fn fetched(app: &mut App, desk: DeskId, programme: Result<Option<Programme>, String>) {
    if app.desk.as_ref().map(|desk| desk.id) != Some(desk) {
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
    settle(app);
    let Some(desk) = app.desk.as_ref().filter(|_| app.screen == Screen::Event) else {
        app.say("Open an event first");
        return Vec::new();
    };
    let moment = desk.event.local(app.now, app.home);
    let mut picking = Picking::default();
    picking.arrange(
        &app.programme,
        &own(desk, &app.programme),
        desk.event.zone(app.home),
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
        let row = picking
            .lines
            .iter()
            .position(|line| *line == Line::Talk(at));
        picking.selected = row.unwrap_or(picking.selected);
        // Near the top, below the head of its day or what began before it, where there is more than fits.
        let rows = app.geometry.map_or(0, |all| {
            usize::from(geometry::picking_parts(all.screen, false).0.height)
        });
        let last_top = picking.lines.len().saturating_sub(rows);
        picking.top = picking.selected.saturating_sub(1).min(last_top);
    }
    app.layers.push(Layer::Picking(picking));
    fetch(app).into_iter().collect()
}

/// Opens the list at a talk, which may still have to be read.
pub fn at(app: &mut App, id: String) -> Vec<Effect> {
    app.layers.push(Layer::Picking(Picking {
        wanted: Some(id),
        ..Picking::default()
    }));
    narrow(app);
    fetch(app).into_iter().collect()
}

/// Leaves what the filter leaves.
pub fn narrow(app: &mut App) {
    let Some(desk) = app.desk.as_ref() else {
        return;
    };
    if let Some(Layer::Picking(picking)) = app.layers.last_mut() {
        let own = own(desk, &app.programme);
        picking.arrange(&app.programme, &own, desk.event.zone(app.home));
    }
}

/// Does an action on the list; nothing when it is not on top.
pub fn act(app: &mut App, action: Action) -> Option<Vec<Effect>> {
    let Some(Layer::Picking(picking)) = app.layers.last_mut() else {
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
        _ if step != 0 && picking.reads && step.abs() <= 10 => {
            picking.line = picking.line.saturating_add_signed(step)
        }
        _ if step != 0 => picking.step(step),
        Action::HalfUp => picking.line = picking.line.saturating_sub(5),
        Action::HalfDown => picking.line += 5,
        Action::NextPane => {
            picking.order = after(&Order::ALL, picking.order);
            narrow(app);
        }
        Action::Find => picking.filtering = true,
        Action::Enter => return Some(enter(app)),
        Action::Pick => return Some(plan(app)),
        Action::New => return Some(note(app)),
        Action::Undo | Action::Redo => {
            let effects = match action {
                Action::Undo => super::change::undo(app),
                _ => super::change::redo(app),
            };
            narrow(app);
            return Some(effects);
        }
        Action::Back if picking.reads => picking.reads = false,
        Action::Back if !picking.input.text().is_empty() => {
            picking.input = LineInput::default();
            narrow(app);
        }
        Action::Back | Action::Programme => {
            app.layers.pop();
        }
        _ => {}
    }
    Some(Vec::new())
}

/// Begins the note of a talk that is planned or on, or goes to that of a session of one's own; of another talk the text is read.
fn enter(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Picking(picking)) = app.layers.last() else {
        return Vec::new();
    };
    if picking.chosen_own().is_some() {
        return note(app);
    }
    let (Some(at), Some(desk)) = (picking.chosen(), app.desk.as_ref()) else {
        return Vec::new();
    };
    let Some(talk) = app.programme.programme.talks.get(at) else {
        return Vec::new();
    };
    let moment = desk.event.local(app.now, app.home);
    if session_of(desk, talk).is_some() || talk.runs_at(moment) {
        return note(app);
    }
    if let Some(Layer::Picking(picking)) = app.layers.last_mut() {
        picking.reads = !picking.reads;
        picking.line = 0;
    }
    Vec::new()
}

/// Means to go, or no longer.
fn plan(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Picking(picking)) = app.layers.last() else {
        return Vec::new();
    };
    if picking.chosen_own().is_some() {
        app.say("This is a session of your own; it stands in the timeline");
        return Vec::new();
    }
    let talk = picking
        .chosen()
        .and_then(|at| app.programme.programme.talks.get(at))
        .cloned();
    let (Some(talk), Some(desk)) = (talk, app.desk.as_mut()) else {
        return Vec::new();
    };
    let title = talk.facts().title;
    let Some(sid) = session_of(desk, &talk) else {
        let sid = desk.next_sid();
        let session = talk.session(Status::Planned);
        let effects = change(
            app,
            format!("planning {title}"),
            &[About::Session(sid)],
            |desk| {
                desk.sessions.push((sid, session));
            },
        );
        app.say(format!("You mean to go to {title}"));
        return effects;
    };
    let unwritten = desk
        .session(sid)
        .is_some_and(|session| session.status == Status::Planned && !session.has_content());
    if !unwritten {
        app.say(format!("{title} has notes already; it stays"));
        return Vec::new();
    }
    let effects = change(
        app,
        format!("no longer planning {title}"),
        &[About::Session(sid)],
        |desk| {
            desk.sessions.retain(|(found, _)| *found != sid);
            if desk.selected == Row::Session(sid) {
                desk.selected = Row::NewNote;
            }
        },
    );
    app.say(format!("{title} is no longer planned"));
    effects
}

/// Goes to the note of the chosen talk, which is made with everything filled in where it is not there.
fn note(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Picking(picking)) = app.layers.last() else {
        return Vec::new();
    };
    let own = picking.chosen_own();
    let talk = picking
        .chosen()
        .and_then(|at| app.programme.programme.talks.get(at))
        .cloned();
    let Some(desk) = app.desk.as_mut() else {
        return Vec::new();
    };
    if let Some(sid) = own {
        app.layers.pop();
        go_to(desk, sid);
        return Vec::new();
    }
    let Some(talk) = talk else {
        return Vec::new();
    };
    app.layers.pop();
    let known = session_of(desk, &talk);
    let sid = known.unwrap_or_else(|| desk.next_sid());
    let made = talk.session(Status::Attended);
    let label = format!("a note of {}", made.title);
    change(app, label, &[About::Session(sid)], |desk| {
        match desk.session_mut(sid) {
            Some(session) => session.status = Status::Attended,
            None => desk.sessions.push((sid, made)),
        }
        go_to(desk, sid);
        desk.provisional = None;
    })
}

/// Lays the notes of a session open, to write there.
fn go_to(desk: &mut Desk, sid: Sid) {
    desk.selected = Row::Session(sid);
    desk.focus = Focus::Pane;
    desk.pane = Pane::Notes;
}
