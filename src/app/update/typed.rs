//! What stands in a line or a form that was not entered yet, as what it would become.

use super::super::App;
use super::super::effect::Item;
use super::super::entries;
use super::super::journal_update::{NEW_EVENT, NEW_SESSION};
use super::super::layer::{Layer, Prompt, Purpose};
use super::{capture, create, form, typed_link};
use crate::model::count::named;
use crate::model::session::Kind;
use crate::store::journal::Paper;

/// The item with what is typed in it; nothing when nothing is that a person would miss.
pub fn typed(app: &App) -> Option<(Item, Paper)> {
    app.layers.iter().rev().find_map(|layer| match layer {
        Layer::Form(open) => form::typed(app, open),
        Layer::Prompt(prompt) => line(app, prompt),
        _ => None,
    })
}

fn line(app: &App, prompt: &Prompt) -> Option<(Item, Paper)> {
    let text = prompt.input.text().trim();
    if text.is_empty() || text == prompt.placeholder {
        return None;
    }
    if prompt.purpose == Purpose::NewEvent {
        return Some((NEW_EVENT, create::event_of(app, text).into()));
    }
    let desk = app.desk.as_ref()?;
    let of = |place| match place {
        Some(sid) => Item::Session(desk.id, sid),
        None => Item::Event(desk.id),
    };
    let item = match prompt.purpose {
        Purpose::NewSession(kind) => {
            let item = Item::Session(desk.id, NEW_SESSION);
            return Some((item, create::session_of(app, desk, kind, text).into()));
        }
        Purpose::RenameSession(sid) | Purpose::Counter(sid, _) => of(Some(sid)),
        Purpose::RenameEvent | Purpose::RenameClosing => of(None),
        Purpose::Capture(_, place) | Purpose::Entry(place, _) => of(place),
        Purpose::LinkUrl
        | Purpose::LinkName
        | Purpose::Url
        | Purpose::RenameLink
        | Purpose::NewLink => of(None),
        Purpose::NewEvent | Purpose::Elsewhere | Purpose::Seek | Purpose::Replace => return None,
    };
    let mut paper = desk.paper(item)?;
    let at = desk.event.local(app.now, app.home);
    match (&mut paper, prompt.purpose) {
        (Paper::Session(session), Purpose::RenameSession(_)) => session.title = text.to_owned(),
        (Paper::Event(event), Purpose::RenameEvent) => event.title = text.to_owned(),
        (Paper::Event(event), Purpose::RenameClosing) => {
            event.closing.as_mut()?.title = text.to_owned();
        }
        (Paper::Session(session), Purpose::Counter(_, group)) if session.kind == Kind::Booth => {
            named(group.of(session), text).add(1, at);
        }
        (Paper::Session(session), Purpose::Capture(what, _)) => {
            let (entries, people) = (session.entries.owner_mut(), session.people.owner_mut());
            capture::put(what, text, at, entries, people);
        }
        (Paper::Event(event), Purpose::Capture(what, _)) => {
            let (entries, people) = (event.entries.owner_mut(), event.people.owner_mut());
            capture::put(what, text, at, entries, people);
        }
        (Paper::Session(session), Purpose::Entry(_, which)) => {
            entries::at_mut(session.entries.owner_mut(), which, at).text = text.to_owned();
        }
        (Paper::Event(event), Purpose::Entry(_, which)) => {
            entries::at_mut(event.entries.owner_mut(), which, at).text = text.to_owned();
        }
        (Paper::Event(event), about) => {
            typed_link::put(app, &mut event.links, about, text)?;
        }
        _ => return None,
    }
    Some((item, paper))
}
