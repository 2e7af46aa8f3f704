//! The captured lines: folding them into the prose, moving, marking, deleting.

use super::super::action::Action;
use super::super::desk::{Desk, Row, Sid, Text, body};
use super::super::effect::Effect;
use super::super::entries::{Entries, at_mut, next_mark, of, of_mut, order_of, prose};
use super::super::form::Kept;
use super::super::layer::{Layer, Prompt, Purpose};
use super::super::{App, Screen};
use super::change::{About, change, follow, settle};
use super::form;
use super::navigate::{moved, rows};
use crate::edit::LineInput;
use crate::model::entry::{EntryKind, Mark};

/// Opens the list of the chosen session, else of the inbox.
pub fn open(app: &mut App) -> Vec<Effect> {
    settle(app);
    let Some(desk) = app.desk.as_ref().filter(|_| app.screen == Screen::Event) else {
        app.say("Open an event first");
        return Vec::new();
    };
    let place = desk.chosen().map(|(sid, _)| sid);
    let Some(first) = order_of(desk, place).first().copied() else {
        app.say("Nothing was kept here yet");
        return Vec::new();
    };
    app.layers.push(Layer::Entries(Entries {
        place,
        selected: first,
        top: 0,
    }));
    Vec::new()
}

/// Does an action in the list; nothing when the action means nothing there.
pub fn act(app: &mut App, action: Action) -> Option<Vec<Effect>> {
    let Some(Layer::Entries(list)) = app.layers.last() else {
        return None;
    };
    let list = *list;
    let by = rows(action);
    if by != 0 {
        return Some(step(app, by));
    }
    let desk = app.desk.as_ref()?;
    let (entries, people) = of(desk, list.place);
    let count = entries.len();
    let person = list
        .selected
        .checked_sub(count)
        .filter(|at| *at < people.len());
    let entry = (list.selected < count).then_some(list.selected);
    let about = match list.place {
        Some(sid) => About::Session(sid),
        None => About::Event,
    };
    let effects = match (action, entry, person) {
        (Action::Enter, Some(at), _) => fold(app, list, at),
        (Action::Delete, Some(at), _) => change(app, "deleting a kept line", &[about], |desk| {
            of_mut(desk, list.place).0.remove(at);
        }),
        (Action::Delete, _, Some(at)) => change(app, "deleting a person", &[about], |desk| {
            of_mut(desk, list.place).1.remove(at);
        }),
        (Action::Publish, Some(at), _) => change(app, "marking a kept line", &[about], |desk| {
            let entry = &mut of_mut(desk, list.place).0[at];
            entry.mark = next_mark(entry.mark);
        }),
        (Action::Publish, _, Some(at)) => change(app, "marking a person", &[about], |desk| {
            let person = &mut of_mut(desk, list.place).1[at];
            person.mark = match person.mark {
                Some(Mark::Public) => None,
                _ => Some(Mark::Public),
            };
        }),
        (Action::Status, Some(at), _) => change(app, "marking a to-do", &[about], |desk| {
            let entry = &mut of_mut(desk, list.place).0[at];
            entry.done = entry.kind == EntryKind::ToDo && !entry.done;
        }),
        (Action::Rename, Some(at), _) => {
            let input = LineInput::new(&entries[at].text);
            app.layers.push(Layer::Prompt(Prompt {
                purpose: Purpose::Entry(list.place, at),
                input,
                placeholder: String::new(),
            }));
            Vec::new()
        }
        (Action::PaneFields, Some(at), _) => {
            form::open_kept(app, list.place, Kept::Entry(at));
            Vec::new()
        }
        (Action::PaneFields, _, Some(at)) => {
            form::open_kept(app, list.place, Kept::Person(at));
            Vec::new()
        }
        (Action::MoveUp, ..) => shift(app, list, -1),
        (Action::MoveDown, ..) => shift(app, list, 1),
        (Action::Back, ..) => {
            app.layers.pop();
            Vec::new()
        }
        // What would change something below the list does nothing.
        (Action::Undo | Action::Redo | Action::Theme | Action::Capture, ..) => return None,
        _ => Vec::new(),
    };
    stay(app);
    Some(effects)
}

/// Chooses the line in a row, if there is one.
pub fn choose(app: &mut App, row: usize) {
    let desk = app.desk.as_ref();
    if let (Some(Layer::Entries(list)), Some(desk)) = (app.layers.last_mut(), desk)
        && let Some(at) = order_of(desk, list.place).get(row)
    {
        list.selected = *at;
    }
}

/// Moves the choice.
pub fn step(app: &mut App, by: isize) -> Vec<Effect> {
    let desk = app.desk.as_ref();
    if let (Some(Layer::Entries(list)), Some(desk)) = (app.layers.last_mut(), desk) {
        let order = order_of(desk, list.place);
        let row = order.iter().position(|at| *at == list.selected);
        let row = moved(row.unwrap_or(0), by, order.len().saturating_sub(1));
        list.selected = order.get(row).copied().unwrap_or(0);
    }
    Vec::new()
}

/// Keeps the choice on a line that is there; an empty list closes.
pub fn stay(app: &mut App) {
    let desk = app.desk.as_ref();
    if let (Some(Layer::Entries(list)), Some(desk)) = (app.layers.last_mut(), desk) {
        let (entries, people) = of(desk, list.place);
        match entries.len() + people.len() {
            0 => {
                app.layers.pop();
            }
            count => list.selected = list.selected.min(count - 1),
        }
    }
}

/// Another text for a line.
pub fn reword(app: &mut App, place: Option<Sid>, at: usize, text: &str) -> Vec<Effect> {
    let about = place.map_or(About::Event, About::Session);
    let (now, home) = (app.now, app.home);
    change(app, "rewording a kept line", &[about], |desk| {
        let moment = desk.event.local(now, home);
        at_mut(of_mut(desk, place).0, at, moment).text = text.to_owned();
    })
}

/// Puts a line behind the prose. It stays in the list, marked, so that it is not told twice.
fn fold(app: &mut App, list: Entries, at: usize) -> Vec<Effect> {
    let Some(sid) = list.place else {
        app.say("Move it to a session first: J");
        return Vec::new();
    };
    let elapsed = app.elapsed;
    let effects = change(
        app,
        "folding a line into the notes",
        &[About::Session(sid)],
        |desk| {
            let entry = &mut of_mut(desk, list.place).0[at];
            if entry.folded {
                return;
            }
            entry.folded = true;
            let more = prose(entry);
            if let Some(session) = desk.session_mut(sid) {
                let notes = body(&session.notes).trim_end();
                let gap = if notes.is_empty() { "" } else { "\n\n" };
                session.notes = format!("{notes}{gap}{more}");
            }
            follow(desk, elapsed);
        },
    );
    app.say("It stands at the end of the notes now");
    effects
}

/// Moves a line to the session before or after; before the first is the inbox.
fn shift(app: &mut App, list: Entries, by: isize) -> Vec<Effect> {
    let Some(desk) = app.desk.as_ref() else {
        return Vec::new();
    };
    let sessions = desk.sessions.iter().map(|(sid, _)| Some(*sid));
    let places: Vec<Option<Sid>> = std::iter::once(None).chain(sessions).collect();
    let at = places
        .iter()
        .position(|place| *place == list.place)
        .unwrap_or(0);
    let Some(to) = at
        .checked_add_signed(by)
        .and_then(|to| places.get(to).copied())
    else {
        return Vec::new();
    };
    let is_person = list.selected >= of(desk, list.place).0.len();
    let about = |place: Option<Sid>| place.map_or(About::Event, About::Session);
    let effects = change(
        app,
        "moving a kept line",
        &[about(list.place), about(to)],
        |desk| {
            let (entries, people) = of_mut(desk, list.place);
            let count = entries.len();
            if list.selected < count {
                let entry = entries.remove(list.selected);
                of_mut(desk, to).0.push(entry);
            } else if list.selected - count < people.len() {
                let person = people.remove(list.selected - count);
                of_mut(desk, to).1.push(person);
            }
        },
    );
    if let Some(desk) = app.desk.as_mut() {
        desk.selected = to.map_or(Row::Inbox, Row::Session);
        let name = match to {
            Some(sid) => super::change::name(desk, Text::Notes(sid)),
            None => "the inbox".to_owned(),
        };
        app.say(format!("Moved to {name}"));
    }
    let selected = app.desk.as_ref().map_or(0, |desk: &Desk| {
        let (entries, people) = of(desk, to);
        let count = match is_person {
            true => entries.len() + people.len(),
            false => entries.len(),
        };
        count.saturating_sub(1)
    });
    if let Some(Layer::Entries(list)) = app.layers.last_mut() {
        list.place = to;
        list.selected = selected;
    }
    effects
}
