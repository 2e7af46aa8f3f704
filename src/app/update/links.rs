//! The links: the list, where each is used, and what is changed there.

use super::super::action::Action;
use super::super::effect::Effect;
use super::super::layer::{Layer, Prompt, Purpose};
use super::super::links::{LinkGroup, LinkPlace, LinkRow, LinksDialog, Use};
use super::super::open_event::{Focus, OpenEvent, Pane, TextId, TimelineRow as Timeline};
use super::super::{App, Screen};
use super::change::{self, Changed, change_with_book, commit_input, transact};
use super::link::address;
use super::navigate::{moved, rows};
use super::{edit_locks, link_review, links_change as verbs, save, show};
use crate::edit::LineInput;
use crate::model::link::Link;
use crate::rst::name::collapse;

/// Opens the list. What others wrote into the link book is looked for meanwhile.
pub fn open(app: &mut App) -> Vec<Effect> {
    commit_input(app);
    app.offer = None;
    let Some(open_event) = app
        .open_event
        .as_ref()
        .filter(|_| app.screen == Screen::Event)
    else {
        app.say("Open an event first");
        return Vec::new();
    };
    let mut links = LinksDialog::default();
    links.follow(open_event, &app.book);
    app.layers.push(Layer::Links(links));
    edit_locks::look(app)
}

/// Brings an open list up to date with what was changed.
pub fn follow(app: &mut App) {
    let (layers, open_event) = (&mut app.layers, app.open_event.as_ref());
    for layer in layers {
        if let (Layer::Links(links), Some(open_event)) = (layer, open_event) {
            links.follow(open_event, &app.book);
        }
    }
}

/// Leaves what the letters leave.
pub fn narrow(app: &mut App) {
    if let Some(Layer::Links(links)) = app.layers.last_mut() {
        links.narrow();
    }
}

/// Does an action in the list; nothing when it is not on top.
pub fn act(app: &mut App, action: Action) -> Option<Vec<Effect>> {
    let Some(Layer::Links(links)) = app.layers.last_mut() else {
        return None;
    };
    let step = rows(action);
    if step != 0 {
        let last = links.chosen().map_or(0, |row| row.uses.len()).max(1) - 1;
        match links.within.as_mut() {
            Some(at) => *at = moved(*at, step, last),
            None => links.step(step),
        }
        return Some(Vec::new());
    }
    match action {
        Action::Find => {
            links.filtering = true;
            links.within = None;
            return Some(Vec::new());
        }
        Action::Back if links.within.is_some() => {
            links.within = None;
            return Some(Vec::new());
        }
        Action::Back if !links.input.text().is_empty() => {
            links.input = LineInput::default();
            links.narrow();
            return Some(Vec::new());
        }
        Action::Back | Action::PaneLinks => {
            app.layers.pop();
            return Some(Vec::new());
        }
        Action::Undo => return Some(change::undo(app)),
        Action::Redo => return Some(change::redo(app)),
        Action::New => return Some(ask(app, Purpose::NewLink, "", "")),
        Action::LinkReview => {
            app.layers.pop();
            return Some(link_review::open(app));
        }
        Action::PaneNotes | Action::PanePreview => {
            app.layers.pop();
            return Some(match action {
                Action::PaneNotes => show::notes(app),
                _ => show::preview(app),
            });
        }
        _ => {}
    }
    let row = links.chosen().cloned()?;
    let within = links.within;
    Some(match action {
        Action::Enter => enter(app, &row, within),
        Action::Link => ask(app, Purpose::Url, row.url.as_deref().unwrap_or(""), ""),
        Action::Rename => ask(app, Purpose::RenameLink, &row.name, &row.name),
        Action::Delete => verbs::delete(app, &row),
        Action::InPost => verbs::keep(app, &row),
        Action::Problems => verbs::choose_url(app, &row),
        Action::Kind => verbs::kind(app, &row),
        Action::Plan => verbs::share(app, &row),
        _ => Vec::new(),
    })
}

/// Asks for a line about the chosen name.
fn ask(app: &mut App, purpose: Purpose, text: &str, placeholder: &str) -> Vec<Effect> {
    app.layers.push(Layer::Prompt(Prompt {
        purpose,
        input: LineInput::new(text),
        placeholder: placeholder.to_owned(),
    }));
    Vec::new()
}

/// Goes where the name is used; of several places one is chosen first.
fn enter(app: &mut App, row: &LinkRow, within: Option<usize>) -> Vec<Effect> {
    match (within, row.uses.as_slice()) {
        (_, []) => {
            app.say("Nothing in this event refers to it");
            Vec::new()
        }
        (None, [only]) => go(app, only),
        (None, _) => {
            if let Some(Layer::Links(links)) = app.layers.last_mut() {
                links.within = Some(0);
            }
            Vec::new()
        }
        (Some(at), uses) => match uses.get(at) {
            Some(one) => go(app, one),
            None => Vec::new(),
        },
    }
}

/// Shows a place, with the cursor there.
fn go(app: &mut App, one: &Use) -> Vec<Effect> {
    app.layers.pop();
    commit_input(app);
    let effects = save::save(app);
    if let Some(open_event) = app.open_event.as_mut() {
        open_event.selected = timeline(one.text);
        open_event.pane = Pane::Notes;
        open_event.focus = Focus::Pane;
        if let Some(editor) = open_event.editor_mut() {
            editor.select(one.span.start..one.span.start);
        }
    }
    effects
}

/// The row of the timeline that stands for a text.
pub fn timeline(text: TextId) -> Timeline {
    match text {
        TextId::Notes(session_id) => Timeline::Session(session_id),
        TextId::Intro => Timeline::Intro,
        TextId::Closing => Timeline::Closing,
    }
}

/// Takes the line that was asked for.
pub fn answered(app: &mut App, purpose: Purpose, typed: &str) -> Vec<Effect> {
    if let Some(Layer::LinkReview(_)) = app.layers.last() {
        return link_review::url_given(app, typed);
    }
    let Some(Layer::Links(links)) = app.layers.last() else {
        return Vec::new();
    };
    let row = links.chosen().cloned();
    match (purpose, row) {
        (Purpose::NewLink, _) => new(app, typed),
        (Purpose::RenameLink, Some(row)) => verbs::rename(app, &row, typed),
        (Purpose::Url, Some(row)) => set_url(app, &row, typed),
        _ => Vec::new(),
    }
}

/// Gives a name where it leads.
fn set_url(app: &mut App, row: &LinkRow, typed: &str) -> Vec<Effect> {
    if typed.is_empty() || row.url.as_deref() == Some(typed) {
        return Vec::new();
    }
    let Some(url) = address(typed) else {
        app.complain(format!("{typed} is no URL; nothing was changed"));
        return Vec::new();
    };
    let label = format!("the URL of {}", row.name);
    let name = row.name.clone();
    let said = format!("{name} leads to {url}");
    let effects = match row.place {
        LinkPlace::Event(at) => transact(app, label, &[Changed::Event], |open_event| {
            if let Some(link) = open_event.event.links.get_mut(at) {
                link.url = Some(url);
                link.form = None;
            }
        }),
        LinkPlace::Book(at) => change_with_book(app, label, &[], |_, book| {
            if let Some(link) = book.get_mut(at) {
                link.url = Some(url);
            }
        }),
        LinkPlace::Nowhere => transact(app, label, &[Changed::Event], |open_event| {
            open_event.event.links.push(Link {
                name,
                url: Some(url),
                ..Link::default()
            });
        }),
    };
    app.say(said);
    effects
}

/// Makes a link of the event, and asks where it leads.
fn new(app: &mut App, typed: &str) -> Vec<Effect> {
    let name = collapse(typed);
    if name.is_empty() {
        return Vec::new();
    }
    if app
        .open_event
        .as_ref()
        .is_some_and(|open_event| is_known(open_event, &name))
    {
        app.complain(format!("{name} is a link of this event already"));
        return Vec::new();
    }
    let label = format!("the link {name}");
    let link = Link {
        name: name.clone(),
        ..Link::default()
    };
    let effects = transact(app, label, &[Changed::Event], |open_event| {
        open_event.event.links.push(link);
    });
    follow(app);
    if let Some(Layer::Links(links)) = app.layers.last_mut() {
        links.input = LineInput::default();
        links.narrow();
        links.choose(|row| row.name == name && row.group == LinkGroup::Open);
    }
    ask(app, Purpose::Url, "", "empty: find it later");
    effects
}

/// Whether an event has a link of a name.
fn is_known(open_event: &OpenEvent, name: &str) -> bool {
    let key = crate::rst::name::normalise(name);
    let mut links = open_event.event.links.iter();
    links.any(|link| crate::post::book::has_name(link, &key))
}
