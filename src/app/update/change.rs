//! Changing sessions and the event so that it can be taken back.

use super::super::App;
use super::super::desk::{Desk, Sid, Text};
use super::super::effect::{Effect, Item, Job};
use super::super::history::{Part, Step};
use super::save;
use crate::edit::{Command, Motion};
use crate::store::three;

/// What a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A session, which may come into being or go.
    Session(Sid),
    /// The event.
    Event,
}

/// Changes what `about` names by `change`, remembers it under `label`, and saves it.
pub fn change(
    app: &mut App,
    label: impl Into<String>,
    about: &[About],
    change: impl FnOnce(&mut Desk),
) -> Vec<Effect> {
    settle(app);
    let Some(desk) = app.desk.as_mut() else {
        return Vec::new();
    };
    let before = parts(desk, about);
    change(desk);
    let after = parts(desk, about);
    let mut effects = Vec::new();
    for part in &after {
        effects.extend(written(desk, part));
    }
    desk.refresh();
    app.history.record(Step {
        label: label.into(),
        before,
        after,
    });
    effects.extend(save::save(app));
    effects
}

/// Takes the texts out of their editors, each as a change of its own that can be taken back.
pub fn settle(app: &mut App) {
    let Some(desk) = app.desk.as_mut() else {
        return;
    };
    let texts: Vec<Text> = desk.editors.keys().copied().collect();
    let mut steps = Vec::new();
    for text in texts {
        let about = match text {
            Text::Notes(sid) => About::Session(sid),
            Text::Intro | Text::Closing => About::Event,
        };
        let before = parts(desk, &[about]);
        let is_new = match text {
            Text::Notes(sid) => {
                let current = desk.current(sid);
                let new = current.as_ref() != desk.session(sid);
                if let (true, Some(current), Some(session)) = (new, current, desk.session_mut(sid))
                {
                    *session = current;
                }
                new
            }
            Text::Intro | Text::Closing => {
                let current = desk.current_event();
                let new = current != desk.event;
                desk.event = current;
                new
            }
        };
        if is_new {
            steps.push(Step {
                label: format!("writing in {}", name(desk, text)),
                before,
                after: parts(desk, &[about]),
            });
        }
    }
    if !steps.is_empty() {
        desk.refresh();
    }
    for step in steps {
        app.history.record(step);
    }
}

/// Takes back the last change.
pub fn undo(app: &mut App) -> Vec<Effect> {
    settle(app);
    match app.history.undo() {
        Some(step) => {
            let effects = put(app, &step.after, &step.before);
            app.say(format!("Undid: {}", step.label));
            effects
        }
        None => {
            app.say("Nothing to undo");
            Vec::new()
        }
    }
}

/// Does again what was taken back.
pub fn redo(app: &mut App) -> Vec<Effect> {
    settle(app);
    match app.history.redo() {
        Some(step) => {
            let effects = put(app, &step.before, &step.after);
            app.say(format!("Did again: {}", step.label));
            effects
        }
        None => {
            app.say("Nothing to redo");
            Vec::new()
        }
    }
}

/// What a person calls a text.
pub fn name(desk: &Desk, text: Text) -> String {
    match text {
        Text::Notes(sid) => desk
            .session(sid)
            .map_or(String::new(), |session| session.title.clone()),
        Text::Intro => "the introduction".to_owned(),
        Text::Closing => "the closing".to_owned(),
    }
}

fn parts(desk: &Desk, about: &[About]) -> Vec<Part> {
    let part = |about: &About| match about {
        About::Session(sid) => Part::Session(*sid, desk.session(*sid).cloned().map(Box::new)),
        About::Event => Part::Event(Box::new(desk.event.clone())),
    };
    about.iter().map(part).collect()
}

/// Takes a session that was removed elsewhere off the screen; undo brings it back.
pub fn forget(app: &mut App, sid: Sid, label: String) {
    settle(app);
    let Some(desk) = app.desk.as_mut() else {
        return;
    };
    let before = parts(desk, &[About::Session(sid)]);
    desk.sessions.retain(|(found, _)| *found != sid);
    desk.editors.remove(&Text::Notes(sid));
    desk.dirty.remove(&Item::Session(desk.id, sid));
    desk.refresh();
    let after = vec![Part::Session(sid, None)];
    app.history.record(Step {
        label,
        before,
        after,
    });
}

/// Makes of everything what it is in `to`, where it was as in `from`; what others changed since stays.
fn put(app: &mut App, from: &[Part], to: &[Part]) -> Vec<Effect> {
    let elapsed = app.elapsed;
    let Some(desk) = app.desk.as_mut() else {
        return Vec::new();
    };
    let mut effects = Vec::new();
    for (was, part) in from.iter().zip(to) {
        match (was, part) {
            (Part::Session(_, was), Part::Session(sid, session)) => {
                let now = desk.session(*sid).cloned();
                desk.sessions.retain(|(found, _)| found != sid);
                if let Some(session) = session {
                    let kept = match (was, &now) {
                        (Some(was), Some(now)) => three(&**was, session, now),
                        _ => None,
                    };
                    let session = kept.unwrap_or_else(|| (**session).clone());
                    desk.sessions.push((*sid, session));
                }
            }
            (Part::Event(was), Part::Event(event)) => {
                let kept = three(&**was, event, &desk.event);
                desk.event = kept.unwrap_or_else(|| (**event).clone());
            }
            _ => {}
        }
        effects.extend(written(desk, part));
    }
    desk.refresh();
    follow(desk, elapsed);
    if let Some(Part::Session(sid, Some(_))) = to.first() {
        desk.selected = super::super::desk::Row::Session(*sid);
    }
    effects.extend(save::save(app));
    effects
}

/// Brings the editors in line with texts that were changed elsewhere.
pub fn follow(desk: &mut Desk, elapsed: std::time::Duration) {
    let mut editors = std::mem::take(&mut desk.editors);
    editors.retain(|text, editor| {
        let wanted = super::super::desk::body(desk.stored(*text));
        if editor.text() != wanted {
            // One that nobody was in begins anew.
            if editor.revision() == 0 && editor.cursor_offset() == 0 {
                return false;
            }
            // Whoever writes at the end goes on at the end.
            let at_end = editor.cursor_offset() == editor.text().len();
            editor.set_text(wanted, elapsed);
            if at_end {
                editor.run(Command::Move(Motion::DocumentEnd), elapsed);
            }
        }
        !matches!(text, Text::Notes(sid) if desk.session(*sid).is_none())
    });
    desk.editors = editors;
}

/// Marks a part as to be saved, or asks for its removal.
fn written(desk: &mut Desk, part: &Part) -> Option<Effect> {
    let id = desk.id;
    match part {
        Part::Session(sid, Some(_)) => desk.touch_whole(Item::Session(id, *sid)),
        Part::Event(_) => desk.touch_whole(Item::Event(id)),
        Part::Session(sid, None) => {
            desk.dirty.remove(&Item::Session(id, *sid));
            desk.editors.remove(&Text::Notes(*sid));
            return Some(Effect::Disk(Job::RemoveSession {
                desk: id,
                sid: *sid,
            }));
        }
    }
    None
}
