//! The captured lines: folding them into the prose, moving, marking, deleting.

use super::super::action::Action;
use super::super::effect::Effect;
use super::super::entries::{EntriesDialog, at_mut, next_mark, of, of_mut, order_of, prose};
use super::super::form::EntryRef;
use super::super::layer::{Layer, Prompt, Purpose};
use super::super::open_event::{OpenEvent, SessionId, TextId, TimelineRow, body};
use super::super::{App, Screen};
use super::change::{Changed, commit_input, follow, transact};
use super::form;
use super::navigate::{moved, rows};
use crate::edit::LineInput;
use crate::model::entry::{EntryKind, EntryMark};

/// Opens the list of the chosen session, else of the inbox.
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
    let place = open_event.chosen().map(|(session_id, _)| session_id);
    let Some(first) = order_of(open_event, place).first().copied() else {
        app.say("Nothing captured here yet");
        return Vec::new();
    };
    app.layers.push(Layer::Entries(EntriesDialog {
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
    let open_event = app.open_event.as_ref()?;
    let (entries, people) = of(open_event, list.place);
    let count = entries.len();
    let person = list
        .selected
        .checked_sub(count)
        .filter(|at| *at < people.len());
    let entry = (list.selected < count).then_some(list.selected);
    let about = match list.place {
        Some(session_id) => Changed::Session(session_id),
        None => Changed::Event,
    };
    let effects = match (action, entry, person) {
        (Action::Enter, Some(at), _) => fold(app, list, at),
        (Action::Delete, Some(at), _) => {
            transact(app, "deleting a captured line", &[about], |open_event| {
                of_mut(open_event, list.place).0.remove(at);
            })
        }
        (Action::Delete, _, Some(at)) => {
            transact(app, "deleting a person", &[about], |open_event| {
                of_mut(open_event, list.place).1.remove(at);
            })
        }
        (Action::InPost, Some(at), _) => {
            transact(app, "marking a captured line", &[about], |open_event| {
                let entry = &mut of_mut(open_event, list.place).0[at];
                entry.mark = next_mark(entry.mark);
            })
        }
        (Action::InPost, _, Some(at)) => {
            transact(app, "marking a person", &[about], |open_event| {
                let person = &mut of_mut(open_event, list.place).1[at];
                person.mark = match person.mark {
                    Some(EntryMark::Public) => None,
                    _ => Some(EntryMark::Public),
                };
            })
        }
        (Action::Status, Some(at), _) => transact(app, "marking a to-do", &[about], |open_event| {
            let entry = &mut of_mut(open_event, list.place).0[at];
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
            form::open_entry(app, list.place, EntryRef::Entry(at));
            Vec::new()
        }
        (Action::PaneFields, _, Some(at)) => {
            form::open_entry(app, list.place, EntryRef::Person(at));
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
    let open_event = app.open_event.as_ref();
    if let (Some(Layer::Entries(list)), Some(open_event)) = (app.layers.last_mut(), open_event)
        && let Some(at) = order_of(open_event, list.place).get(row)
    {
        list.selected = *at;
    }
}

/// Moves the choice.
pub fn step(app: &mut App, by: isize) -> Vec<Effect> {
    let open_event = app.open_event.as_ref();
    if let (Some(Layer::Entries(list)), Some(open_event)) = (app.layers.last_mut(), open_event) {
        let order = order_of(open_event, list.place);
        let row = order.iter().position(|at| *at == list.selected);
        let row = moved(row.unwrap_or(0), by, order.len().saturating_sub(1));
        list.selected = order.get(row).copied().unwrap_or(0);
    }
    Vec::new()
}

/// Keeps the choice on a line that is there; an empty list closes.
pub fn stay(app: &mut App) {
    let open_event = app.open_event.as_ref();
    if let (Some(Layer::Entries(list)), Some(open_event)) = (app.layers.last_mut(), open_event) {
        let (entries, people) = of(open_event, list.place);
        match entries.len() + people.len() {
            0 => {
                app.layers.pop();
            }
            count => list.selected = list.selected.min(count - 1),
        }
    }
}

/// Another text for a line.
pub fn reword(app: &mut App, place: Option<SessionId>, at: usize, text: &str) -> Vec<Effect> {
    let about = place.map_or(Changed::Event, Changed::Session);
    let (now, home) = (app.now, app.home);
    transact(app, "rewording a captured line", &[about], |open_event| {
        let moment = open_event.event.local(now, home);
        at_mut(of_mut(open_event, place).0, at, moment).text = text.to_owned();
    })
}

/// Puts a line behind the prose. It stays in the list, marked, so that it is not told twice.
fn fold(app: &mut App, list: EntriesDialog, at: usize) -> Vec<Effect> {
    let Some(session_id) = list.place else {
        app.say("Move it to a session first: J");
        return Vec::new();
    };
    let elapsed = app.elapsed;
    let effects = transact(
        app,
        "folding a line into the notes",
        &[Changed::Session(session_id)],
        |open_event| {
            let entry = &mut of_mut(open_event, list.place).0[at];
            if entry.folded {
                return;
            }
            entry.folded = true;
            let more = prose(entry);
            if let Some(session) = open_event.session_mut(session_id) {
                let notes = body(&session.notes).trim_end();
                let gap = if notes.is_empty() { "" } else { "\n\n" };
                session.notes = format!("{notes}{gap}{more}");
            }
            follow(open_event, elapsed);
        },
    );
    app.say("It stands at the end of the notes now");
    effects
}

/// Moves a line to the session before or after; before the first is the inbox.
fn shift(app: &mut App, list: EntriesDialog, by: isize) -> Vec<Effect> {
    let Some(open_event) = app.open_event.as_ref() else {
        return Vec::new();
    };
    let sessions = open_event
        .sessions
        .iter()
        .map(|(session_id, _)| Some(*session_id));
    let places: Vec<Option<SessionId>> = std::iter::once(None).chain(sessions).collect();
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
    let is_person = list.selected >= of(open_event, list.place).0.len();
    let about = |place: Option<SessionId>| place.map_or(Changed::Event, Changed::Session);
    let effects = transact(
        app,
        "moving a captured line",
        &[about(list.place), about(to)],
        |open_event| {
            let (entries, people) = of_mut(open_event, list.place);
            let count = entries.len();
            if list.selected < count {
                let entry = entries.remove(list.selected);
                of_mut(open_event, to).0.push(entry);
            } else if list.selected - count < people.len() {
                let person = people.remove(list.selected - count);
                of_mut(open_event, to).1.push(person);
            }
        },
    );
    if let Some(open_event) = app.open_event.as_mut() {
        open_event.selected = to.map_or(TimelineRow::Inbox, TimelineRow::Session);
        let name = match to {
            Some(session_id) => super::change::name(open_event, TextId::Notes(session_id)),
            None => "the inbox".to_owned(),
        };
        app.say(format!("Moved to {name}"));
    }
    let selected = app.open_event.as_ref().map_or(0, |open_event: &OpenEvent| {
        let (entries, people) = of(open_event, to);
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
