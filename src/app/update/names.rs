//! Names while typing: offered below the cursor, taken with a key, linked by a key.

use super::super::App;
use super::super::action::Action;
use super::super::effect::Effect;
use super::super::names::{NewLink, Offer, candidates};
use super::super::open_event::{LinkedEdit, OpenEvent};
use super::{change, save};
use crate::edit::{EditCommand, Editor};
use crate::model::link::Link;
use crate::rst::escape::phrase_reference_before;
use crate::rst::name::{collapse, normalise};
use std::ops::Range;
use std::time::Duration;

/// Offers names behind a back quote that was just typed and begins something.
pub fn typed(app: &mut App, c: char) {
    if c != '`' || app.offer.is_some() {
        return;
    }
    let Some(editor) = app.open_event.as_ref().and_then(OpenEvent::editor) else {
        return;
    };
    let at = editor.cursor();
    let line = editor.lines().get(at.line).map_or("", String::as_str);
    let (before, behind) = line.split_at(at.column);
    // One that closes has nothing paired behind it; two in a row begin literal text.
    if behind.starts_with('`')
        && !behind.starts_with("``")
        && before.ends_with('`')
        && !before.ends_with("``")
    {
        open(app, at.line, at.column, true);
    }
}

/// Offers names for the word before the cursor.
pub fn complete(app: &mut App) -> Vec<Effect> {
    let Some(editor) = app.open_event.as_ref().and_then(OpenEvent::editor) else {
        return Vec::new();
    };
    let at = editor.cursor();
    let line = editor.lines().get(at.line).map_or("", String::as_str);
    let before = &line[..at.column];
    let quote = before
        .rfind('`')
        .filter(|found| before[..*found].matches('`').count() % 2 == 0);
    let (start, quoted) = match quote {
        Some(found) => (found + 1, true),
        None => {
            let word = before.rfind(|c: char| !c.is_alphanumeric());
            (
                word.map_or(0, |found| {
                    found + before[found..].chars().next().map_or(1, char::len_utf8)
                }),
                false,
            )
        }
    };
    open(app, at.line, start, quoted);
    if app
        .offer
        .as_ref()
        .is_none_or(|offer| offer.found.is_empty())
    {
        app.offer = None;
        app.say("No name fits; Ctrl-K makes a link of the word");
    }
    Vec::new()
}

fn open(app: &mut App, line: usize, start: usize, quoted: bool) {
    let Some(open_event) = app.open_event.as_ref() else {
        return;
    };
    let mut offer = Offer {
        line,
        start,
        quoted,
        typed: String::new(),
        all: candidates(open_event, &app.book, &app.programme.programme, &app.taken),
        found: Vec::new(),
        selected: 0,
    };
    offer.narrow("");
    app.offer = Some(offer);
    follow(app);
}

/// Brings the offer up to date with what is typed, and closes it when the cursor has left the name.
pub fn follow(app: &mut App) {
    let Some(mut offer) = app.offer.take() else {
        return;
    };
    if !app.is_writing() || !app.layers.is_empty() {
        return;
    }
    let Some(editor) = app.open_event.as_ref().and_then(OpenEvent::editor) else {
        return;
    };
    let at = editor.cursor();
    let line = editor.lines().get(at.line).map_or("", String::as_str);
    let typed = line.get(offer.start..at.column);
    let there = at.line == offer.line
        && (!offer.quoted
            || line
                .get(..offer.start)
                .is_some_and(|before| before.ends_with('`')));
    let Some(typed) =
        typed.filter(|typed| there && !typed.contains('`') && !typed.starts_with(' '))
    else {
        return;
    };
    if typed != offer.typed {
        offer.narrow(typed);
    }
    app.offer = Some(offer);
}

/// Does an action to the offer, if one is shown and the action is for it.
pub fn act(app: &mut App, action: Action) -> Option<Vec<Effect>> {
    let offer = app.offer.as_mut().filter(|offer| !offer.found.is_empty())?;
    match action {
        Action::Enter | Action::Indent => Some(take(app)),
        Action::Up => {
            offer.selected = offer.selected.saturating_sub(1);
            Some(Vec::new())
        }
        Action::Down => {
            offer.selected = (offer.selected + 1).min(offer.found.len() - 1);
            Some(Vec::new())
        }
        Action::Back => {
            app.offer = None;
            Some(Vec::new())
        }
        _ => None,
    }
}

/// Writes the chosen name as a reference.
fn take(app: &mut App) -> Vec<Effect> {
    let Some(offer) = app.offer.take() else {
        return Vec::new();
    };
    let Some(candidate) = offer.chosen().cloned() else {
        return Vec::new();
    };
    let Some(editor) = app.open_event.as_ref().and_then(OpenEvent::editor) else {
        return Vec::new();
    };
    let at = editor.cursor();
    let line = editor.lines().get(at.line).map_or("", String::as_str);
    let start = offer.start - usize::from(offer.quoted);
    // What the pairing put behind the cursor belongs to the name.
    let mut behind = &line[at.column..];
    if offer.quoted
        && let Some(rest) = behind.strip_prefix('`')
    {
        behind = rest
            .strip_prefix("__")
            .or_else(|| rest.strip_prefix('_'))
            .unwrap_or(rest);
    }
    let place = |column| {
        editor.offset(crate::edit::TextPlace {
            line: at.line,
            column,
        })
    };
    let range = place(start)..place(line.len() - behind.len());
    app.taken.retain(|name| *name != candidate.name);
    app.taken.push(candidate.name.clone());
    refer(app, range, &candidate.name, candidate.link)
}

/// Puts a reference to a name in the place of some bytes of the text that is written.
pub fn put(app: &mut App, range: Range<usize>, name: &str) {
    let now = app.elapsed;
    let Some(editor) = app.open_event.as_mut().and_then(OpenEvent::editor_mut) else {
        return;
    };
    write(editor, range, name, now);
    save::written(app);
}

/// Writes a reference to a name in the place of some bytes.
fn write(editor: &mut Editor, range: Range<usize>, name: &str, now: Duration) {
    let text = editor.text();
    let rest = text.get(range.end..);
    let next = rest.and_then(|rest| rest.chars().next());
    let reference = phrase_reference_before(name, next);
    editor.replace_range(range, &reference, now);
}

/// Puts a reference to a name in the place of some bytes, and makes a link of the event, unless the
/// name is known: both are one step.
pub fn refer(app: &mut App, range: Range<usize>, name: &str, link: Option<NewLink>) -> Vec<Effect> {
    let Some(link) = link.filter(|link| is_news(app, name, link)) else {
        put(app, range, name);
        return Vec::new();
    };
    let (name, key) = (collapse(name), normalise(name));
    let label = format!("the link {name}");
    let written = name.clone();
    let (effects, done) = change::change_typed(
        app,
        label,
        |editor, now| write(editor, range, &written, now),
        |links| match links
            .iter_mut()
            .find(|one| crate::post::book::has_name(one, &key))
        {
            Some(waiting) => waiting.url = link.url,
            None => links.push(Link {
                name,
                url: link.url,
                kind: link.kind,
                ..Link::default()
            }),
        },
    );
    if let (Some(open_event), Some((step, links))) = (app.open_event.as_mut(), done)
        && let Some(text) = open_event.text()
    {
        open_event
            .linked_edits
            .push(LinkedEdit { text, step, links });
    }
    effects
}

/// Takes back, or does again, the step of writing with which links came, and the links with it;
/// nothing when the next step is another one.
pub fn with_links(app: &mut App, again: bool) -> Option<Vec<Effect>> {
    let open_event = app.open_event.as_ref()?;
    let (text, editor) = (open_event.text()?, open_event.editor()?);
    let step = match again {
        true => editor.redoes(),
        false => editor.undoes(),
    }?;
    let mut linked_edits = open_event.linked_edits.iter();
    let linked_edit =
        linked_edits.find(|linked_edit| linked_edit.text == text && linked_edit.step == step)?;
    let (links, command, label) = match again {
        true => (
            linked_edit.links.clone(),
            EditCommand::Redo,
            "the link again",
        ),
        false => (
            linked_edit.links.inverse(),
            EditCommand::Undo,
            "taking back the link",
        ),
    };
    app.offer = None;
    let (effects, _) = change::change_typed(
        app,
        label,
        |editor, now| {
            editor.run(command, now);
        },
        |event| links.apply(event),
    );
    Some(effects)
}

/// Whether a link tells what neither the event nor the book does.
fn is_news(app: &App, name: &str, link: &NewLink) -> bool {
    let key = normalise(name);
    let known = |links: &[Link], with_url: bool| {
        links
            .iter()
            .any(|one| crate::post::book::has_name(one, &key) && (one.url.is_some() || !with_url))
    };
    let wants_url = link.url.is_some();
    let Some(open_event) = app.open_event.as_ref() else {
        return false;
    };
    !(known(&open_event.event.links, wants_url) || known(&app.book, true) && !wants_url)
}
