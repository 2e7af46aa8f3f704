//! Changing sessions and the event so that it can be taken back.

use super::super::App;
use super::super::desk::{Desk, Sid, Text};
use super::super::effect::{Effect, Item};
use super::super::history::{Links, Part, Step};
use super::save;
use crate::edit::{Command, Editor, Motion};
use crate::model::event::Closing;
use crate::model::link::Link;
use crate::store::three;
use std::time::Duration;

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
    change_with_book(app, label, about, |desk, _| change(desk))
}

/// The same, where the link book is changed with it.
pub fn change_with_book(
    app: &mut App,
    label: impl Into<String>,
    about: &[About],
    change: impl FnOnce(&mut Desk, &mut Vec<Link>),
) -> Vec<Effect> {
    settle(app);
    let elapsed = app.elapsed;
    let Some(desk) = app.desk.as_mut() else {
        return Vec::new();
    };
    let mut before = parts(desk, about);
    let old = app.book.clone();
    change(desk, &mut app.book);
    let mut after = parts(desk, about);
    if old != app.book {
        let links = Links::between(&old, &app.book);
        before.push(Part::Book(links.inverse()));
        after.push(Part::Book(links));
    }
    desk.refresh();
    follow(desk, elapsed);
    written(app, &before, &after);
    app.history.record(Step {
        label: label.into(),
        before,
        after,
    });
    save::save(app)
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
        if take_out(desk, text) {
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

/// Takes a text out of its editor; says whether it is another one.
fn take_out(desk: &mut Desk, text: Text) -> bool {
    match text {
        Text::Notes(sid) => {
            let current = desk.current(sid);
            let new = current.as_ref() != desk.session(sid);
            if let (true, Some(current), Some(session)) = (new, current, desk.session_mut(sid)) {
                *session = current;
            }
            new
        }
        // Both are the event's, and each is a change of its own.
        Text::Intro => {
            let current = desk.current_event().intro;
            let new = current != desk.event.intro;
            desk.event.intro = current;
            new
        }
        Text::Closing => {
            let current = desk.current_event().closing;
            let new = current != desk.event.closing;
            desk.event.closing = current;
            new
        }
    }
}

/// A step of writing in the text that is open, and with it a change of the event's links: one step for undo, here and in the text.
/// Tells the number that the step has in the text, and what became of the links.
pub fn change_typed(
    app: &mut App,
    label: impl Into<String>,
    edit: impl FnOnce(&mut Editor, Duration),
    change: impl FnOnce(&mut Vec<Link>),
) -> (Vec<Effect>, Option<(u64, Links)>) {
    settle(app);
    let elapsed = app.elapsed;
    let Some(desk) = app.desk.as_mut() else {
        return (Vec::new(), None);
    };
    let Some(text) = desk.text() else {
        return (Vec::new(), None);
    };
    let about: &[About] = match text {
        Text::Notes(sid) => &[About::Session(sid), About::Event],
        Text::Intro | Text::Closing => &[About::Event],
    };
    let before = parts(desk, about);
    let old = desk.event.links.clone();
    if let Some(editor) = desk.editor_mut() {
        edit(editor, elapsed);
    }
    take_out(desk, text);
    change(&mut desk.event.links);
    let links = Links::between(&old, &desk.event.links);
    let step = desk.editor().and_then(Editor::undoes);
    let after = parts(desk, about);
    desk.refresh();
    written(app, &before, &after);
    app.history.record(Step {
        label: label.into(),
        before,
        after,
    });
    (save::save(app), step.map(|step| (step, links)))
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
    let item = Item::Session(desk.id, sid);
    app.files.entry(item).last_shown = desk.session(sid).cloned().map(Box::new);
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
    let mut now = Vec::new();
    for (was, part) in from.iter().zip(to) {
        now.push(match part {
            Part::Session(sid, _) => Part::Session(*sid, desk.session(*sid).cloned().map(Box::new)),
            Part::Event(_) => Part::Event(Box::new(desk.event.clone())),
            Part::Book(links) => Part::Book(links.inverse()),
        });
        match (was, part) {
            (Part::Session(_, was), Part::Session(sid, session)) => {
                let now = desk.session(*sid).cloned();
                desk.sessions.retain(|(found, _)| found != sid);
                if let Some(session) = session {
                    let item = Item::Session(desk.id, *sid);
                    let kept = match (was, &now) {
                        (Some(was), Some(now)) => three(&**was, session, now),
                        // What others wrote into it on its way to the trash comes back with it.
                        (None, None) => app.files.entry(item).last_shown.take().map(|last| *last),
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
            (_, Part::Book(links)) => links.apply(&mut app.book),
            _ => {}
        }
    }
    desk.refresh();
    follow(desk, elapsed);
    if let Some(Part::Session(sid, Some(_))) = to.first() {
        desk.selected = super::super::desk::Row::Session(*sid);
    }
    written(app, &now, to);
    save::save(app)
}

/// Puts a text in the place of what a session, the introduction or the closing says.
pub fn write_text(desk: &mut Desk, text: Text, made: String) {
    match text {
        Text::Notes(sid) => {
            if let Some(session) = desk.session_mut(sid) {
                session.notes = made;
            }
        }
        Text::Intro => desk.event.intro = made,
        Text::Closing => desk.event.closing.get_or_insert_with(Closing::default).text = made,
    }
}

/// The same for what is only read here, since somebody else writes in it: a cursor at the end stays
/// at the end, where whoever takes over goes on.
pub fn follow_reading(desk: &mut Desk, item: Item, elapsed: Duration) {
    let editors = desk.editors.iter();
    let at_end = editors.filter(|(text, editor)| {
        desk.item(**text) == item && editor.cursor_offset() == editor.text().len()
    });
    let at_end: Vec<Text> = at_end.map(|(text, _)| *text).collect();
    follow_others(desk);
    for text in at_end {
        if let Some(editor) = desk.editors.get_mut(&text) {
            editor.run(Command::Move(Motion::DocumentEnd), elapsed);
        }
    }
}

/// Brings the editors in line with texts that the user changed outside of them: undo in the text takes it back, too.
pub fn follow(desk: &mut Desk, elapsed: std::time::Duration) {
    follow_by(desk, |editor, text| {
        editor.set_text(text, elapsed);
    });
}

/// Brings the editors in line with texts that others changed: undo in the text takes back only what was typed in it.
pub fn follow_others(desk: &mut Desk) {
    follow_by(desk, |editor, text| {
        editor.adopt_text(text);
    });
}

fn follow_by(desk: &mut Desk, replace: impl Fn(&mut Editor, &str)) {
    let mut told = Vec::new();
    let mut editors = std::mem::take(&mut desk.editors);
    editors.retain(|text, editor| {
        let stored = desk.stored(*text);
        let wanted = super::super::desk::body(stored);
        let now = editor.text();
        // A last line that is still empty is the person's own.
        if now != wanted && now != stored {
            // One that nobody was in begins anew.
            if editor.revision() == 0 && editor.cursor_offset() == 0 {
                return false;
            }
            replace(editor, wanted);
            told.push(*text);
        }
        !matches!(text, Text::Notes(sid) if desk.session(*sid).is_none())
    });
    desk.ties.retain(|tie| editors.contains_key(&tie.text));
    desk.editors = editors;
    // A journal that is open has to know what its edits go on from.
    for text in told {
        let item = desk.item(text);
        desk.taken_over(item);
    }
}

/// Marks what was changed as to be saved, or as to be removed. `before` has the same parts as they were.
fn written(app: &mut App, before: &[Part], after: &[Part]) {
    let Some(desk) = app.desk.as_mut() else {
        return;
    };
    let id = desk.id;
    for (was, part) in before.iter().zip(after) {
        match (was, part) {
            (_, Part::Session(sid, Some(_))) => desk.touch_whole(Item::Session(id, *sid)),
            (_, Part::Event(_)) => desk.touch_whole(Item::Event(id)),
            (_, Part::Book(_)) => {
                app.saving.book.revision += 1;
                app.saving.book.dirty = true;
                app.journal.book_changed = true;
                desk.stir();
            }
            (was, Part::Session(sid, None)) => {
                let item = Item::Session(id, *sid);
                desk.dirty.remove(&item);
                desk.gone.remove(&item);
                desk.editors.remove(&Text::Notes(*sid));
                desk.ties.retain(|tie| tie.text != Text::Notes(*sid));
                if let Part::Session(_, Some(session)) = was {
                    // The trash gets what was on the screen last.
                    app.files.entry(item).last_shown = Some(session.clone());
                    app.files.want(item);
                }
            }
        }
    }
}
