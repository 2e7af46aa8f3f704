//! Changing sessions and the event so that it can be taken back.

use super::super::App;
use super::super::effect::{DocumentId, Effect};
use super::super::history::{ChangedPart, LinkChange, UndoStep};
use super::super::open_event::{OpenEvent, SessionId, TextId};
use super::save;
use crate::edit::{EditCommand, Editor, Motion};
use crate::model::event::Closing;
use crate::model::link::Link;
use crate::store::three;
use std::time::Duration;

/// What a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// A session, which may come into being or go.
    Session(SessionId),
    /// The event.
    Event,
}

/// Changes what `about` names by `change`, remembers it under `label`, and saves it.
pub fn transact(
    app: &mut App,
    label: impl Into<String>,
    about: &[Changed],
    change: impl FnOnce(&mut OpenEvent),
) -> Vec<Effect> {
    change_with_book(app, label, about, |open_event, _| change(open_event))
}

/// The same, where the link book is changed with it.
pub fn change_with_book(
    app: &mut App,
    label: impl Into<String>,
    about: &[Changed],
    change: impl FnOnce(&mut OpenEvent, &mut Vec<Link>),
) -> Vec<Effect> {
    commit_input(app);
    let elapsed = app.elapsed;
    let Some(open_event) = app.open_event.as_mut() else {
        return Vec::new();
    };
    let mut before = parts(open_event, about);
    let old = app.book.clone();
    change(open_event, &mut app.book);
    let mut after = parts(open_event, about);
    if old != app.book {
        let links = LinkChange::between(&old, &app.book);
        before.push(ChangedPart::Book(links.inverse()));
        after.push(ChangedPart::Book(links));
    }
    open_event.refresh();
    follow(open_event, elapsed);
    written(app, &before, &after);
    app.history.record(UndoStep {
        label: label.into(),
        before,
        after,
    });
    save::save(app)
}

/// Takes the texts out of their editors, each as a change of its own that can be taken back.
pub fn commit_input(app: &mut App) {
    let Some(open_event) = app.open_event.as_mut() else {
        return;
    };
    let texts: Vec<TextId> = open_event.editors.keys().copied().collect();
    let mut steps = Vec::new();
    for text in texts {
        let about = match text {
            TextId::Notes(session_id) => Changed::Session(session_id),
            TextId::Intro | TextId::Closing => Changed::Event,
        };
        let before = parts(open_event, &[about]);
        if take_out(open_event, text) {
            steps.push(UndoStep {
                label: format!("writing in {}", name(open_event, text)),
                before,
                after: parts(open_event, &[about]),
            });
        }
    }
    if !steps.is_empty() {
        open_event.refresh();
    }
    for step in steps {
        app.history.record(step);
    }
}

/// Takes a text out of its editor; says whether it is another one.
fn take_out(open_event: &mut OpenEvent, text: TextId) -> bool {
    match text {
        TextId::Notes(session_id) => {
            let current = open_event.current(session_id);
            let new = current.as_ref() != open_event.session(session_id);
            if let (true, Some(current), Some(session)) =
                (new, current, open_event.session_mut(session_id))
            {
                *session = current;
            }
            new
        }
        // Both are the event's, and each is a change of its own.
        TextId::Intro => {
            let current = open_event.current_event().intro;
            let new = current != open_event.event.intro;
            open_event.event.intro = current;
            new
        }
        TextId::Closing => {
            let current = open_event.current_event().closing;
            let new = current != open_event.event.closing;
            open_event.event.closing = current;
            new
        }
    }
}

/// A step of writing in the text that is open, and with it a change of the event's links: one step
/// for undo, here and in the text. Tells the number that the step has in the text, and what became
/// of the links.
pub fn change_typed(
    app: &mut App,
    label: impl Into<String>,
    edit: impl FnOnce(&mut Editor, Duration),
    change: impl FnOnce(&mut Vec<Link>),
) -> (Vec<Effect>, Option<(u64, LinkChange)>) {
    commit_input(app);
    let elapsed = app.elapsed;
    let Some(open_event) = app.open_event.as_mut() else {
        return (Vec::new(), None);
    };
    let Some(text) = open_event.text() else {
        return (Vec::new(), None);
    };
    let about: &[Changed] = match text {
        TextId::Notes(session_id) => &[Changed::Session(session_id), Changed::Event],
        TextId::Intro | TextId::Closing => &[Changed::Event],
    };
    let before = parts(open_event, about);
    let old = open_event.event.links.clone();
    if let Some(editor) = open_event.editor_mut() {
        edit(editor, elapsed);
    }
    take_out(open_event, text);
    change(&mut open_event.event.links);
    let links = LinkChange::between(&old, &open_event.event.links);
    let step = open_event.editor().and_then(Editor::undoes);
    let after = parts(open_event, about);
    open_event.refresh();
    written(app, &before, &after);
    app.history.record(UndoStep {
        label: label.into(),
        before,
        after,
    });
    (save::save(app), step.map(|step| (step, links)))
}

/// Takes back the last change.
pub fn undo(app: &mut App) -> Vec<Effect> {
    commit_input(app);
    match app.history.undo() {
        Some(step) => {
            let effects = put(app, &step.after, &step.before);
            app.say(format!("Undone: {}", step.label));
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
    commit_input(app);
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
pub fn name(open_event: &OpenEvent, text: TextId) -> String {
    match text {
        TextId::Notes(session_id) => open_event
            .session(session_id)
            .map_or(String::new(), |session| session.title.clone()),
        TextId::Intro => "the introduction".to_owned(),
        TextId::Closing => "the closing".to_owned(),
    }
}

fn parts(open_event: &OpenEvent, about: &[Changed]) -> Vec<ChangedPart> {
    let part = |about: &Changed| match about {
        Changed::Session(session_id) => ChangedPart::Session(
            *session_id,
            open_event.session(*session_id).cloned().map(Box::new),
        ),
        Changed::Event => ChangedPart::Event(Box::new(open_event.event.clone())),
    };
    about.iter().map(part).collect()
}

/// Takes a session that was removed elsewhere off the screen; undo brings it back.
pub fn forget(app: &mut App, session_id: SessionId, label: String) {
    commit_input(app);
    let Some(open_event) = app.open_event.as_mut() else {
        return;
    };
    let before = parts(open_event, &[Changed::Session(session_id)]);
    let item = DocumentId::Session(open_event.id, session_id);
    app.files.entry(item).last_shown = open_event.session(session_id).cloned().map(Box::new);
    open_event
        .sessions
        .retain(|(found, _)| *found != session_id);
    open_event.editors.remove(&TextId::Notes(session_id));
    open_event
        .dirty
        .remove(&DocumentId::Session(open_event.id, session_id));
    open_event.refresh();
    let after = vec![ChangedPart::Session(session_id, None)];
    app.history.record(UndoStep {
        label,
        before,
        after,
    });
}

/// Makes of everything what it is in `to`, where it was as in `from`; what others changed since
/// stays.
fn put(app: &mut App, from: &[ChangedPart], to: &[ChangedPart]) -> Vec<Effect> {
    let elapsed = app.elapsed;
    let Some(open_event) = app.open_event.as_mut() else {
        return Vec::new();
    };
    let mut now = Vec::new();
    for (was, part) in from.iter().zip(to) {
        now.push(match part {
            ChangedPart::Session(session_id, _) => ChangedPart::Session(
                *session_id,
                open_event.session(*session_id).cloned().map(Box::new),
            ),
            ChangedPart::Event(_) => ChangedPart::Event(Box::new(open_event.event.clone())),
            ChangedPart::Book(links) => ChangedPart::Book(links.inverse()),
        });
        match (was, part) {
            (ChangedPart::Session(_, was), ChangedPart::Session(session_id, session)) => {
                let now = open_event.session(*session_id).cloned();
                open_event.sessions.retain(|(found, _)| found != session_id);
                if let Some(session) = session {
                    let item = DocumentId::Session(open_event.id, *session_id);
                    let kept = match (was, &now) {
                        (Some(was), Some(now)) => three(&**was, session, now),
                        // What others wrote into it on its way to the trash comes back with it.
                        (None, None) => app.files.entry(item).last_shown.take().map(|last| *last),
                        _ => None,
                    };
                    let session = kept.unwrap_or_else(|| (**session).clone());
                    open_event.sessions.push((*session_id, session));
                }
            }
            (ChangedPart::Event(was), ChangedPart::Event(event)) => {
                let kept = three(&**was, event, &open_event.event);
                open_event.event = kept.unwrap_or_else(|| (**event).clone());
            }
            (_, ChangedPart::Book(links)) => links.apply(&mut app.book),
            _ => {}
        }
    }
    open_event.refresh();
    follow(open_event, elapsed);
    if let Some(ChangedPart::Session(session_id, Some(_))) = to.first() {
        open_event.selected = super::super::open_event::TimelineRow::Session(*session_id);
    }
    written(app, &now, to);
    save::save(app)
}

/// Puts a text in the place of what a session, the introduction or the closing says.
pub fn write_text(open_event: &mut OpenEvent, text: TextId, made: String) {
    match text {
        TextId::Notes(session_id) => {
            if let Some(session) = open_event.session_mut(session_id) {
                session.notes = made;
            }
        }
        TextId::Intro => open_event.event.intro = made,
        TextId::Closing => {
            open_event
                .event
                .closing
                .get_or_insert_with(Closing::default)
                .text = made
        }
    }
}

/// The same for what is only read here, since somebody else writes in it: a cursor at the end stays
/// at the end, where whoever takes over goes on.
pub fn follow_reading(open_event: &mut OpenEvent, item: DocumentId, elapsed: Duration) {
    let editors = open_event.editors.iter();
    let at_end = editors.filter(|(text, editor)| {
        open_event.item(**text) == item && editor.cursor_offset() == editor.text().len()
    });
    let at_end: Vec<TextId> = at_end.map(|(text, _)| *text).collect();
    follow_others(open_event);
    for text in at_end {
        if let Some(editor) = open_event.editors.get_mut(&text) {
            editor.run(EditCommand::Move(Motion::DocumentEnd), elapsed);
        }
    }
}

/// Brings the editors in line with texts that the user changed outside of them: undo in the text
/// takes it back, too.
pub fn follow(open_event: &mut OpenEvent, elapsed: std::time::Duration) {
    follow_by(open_event, |editor, text| {
        editor.set_text(text, elapsed);
    });
}

/// Brings the editors in line with texts that others changed: undo in the text takes back only what
/// was typed in it.
pub fn follow_others(open_event: &mut OpenEvent) {
    follow_by(open_event, |editor, text| {
        editor.adopt_text(text);
    });
}

fn follow_by(open_event: &mut OpenEvent, replace: impl Fn(&mut Editor, &str)) {
    let mut told = Vec::new();
    let mut editors = std::mem::take(&mut open_event.editors);
    editors.retain(|text, editor| {
        let stored = open_event.stored(*text);
        let wanted = super::super::open_event::body(stored);
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
        !matches!(text, TextId::Notes(session_id) if open_event.session(*session_id).is_none())
    });
    open_event
        .linked_edits
        .retain(|linked_edit| editors.contains_key(&linked_edit.text));
    open_event.editors = editors;
    // A journal that is open has to know what its edits go on from.
    for text in told {
        let item = open_event.item(text);
        open_event.taken_over(item);
    }
}

/// Marks what was changed as to be saved, or as to be removed. `before` has the same parts as they
/// were.
fn written(app: &mut App, before: &[ChangedPart], after: &[ChangedPart]) {
    let Some(open_event) = app.open_event.as_mut() else {
        return;
    };
    let id = open_event.id;
    for (was, part) in before.iter().zip(after) {
        match (was, part) {
            (_, ChangedPart::Session(session_id, Some(_))) => {
                open_event.touch_whole(DocumentId::Session(id, *session_id))
            }
            (_, ChangedPart::Event(_)) => open_event.touch_whole(DocumentId::Event(id)),
            (_, ChangedPart::Book(_)) => {
                app.saving.book.revision += 1;
                app.saving.book.dirty = true;
                app.journal.book_changed = true;
                open_event.stir();
            }
            (was, ChangedPart::Session(session_id, None)) => {
                let item = DocumentId::Session(id, *session_id);
                open_event.dirty.remove(&item);
                open_event.deleted.remove(&item);
                open_event.editors.remove(&TextId::Notes(*session_id));
                open_event
                    .linked_edits
                    .retain(|linked_edit| linked_edit.text != TextId::Notes(*session_id));
                if let ChangedPart::Session(_, Some(session)) = was {
                    // The trash gets what was on the screen last.
                    app.files.entry(item).last_shown = Some(session.clone());
                    app.files.want(item);
                }
            }
        }
    }
}
