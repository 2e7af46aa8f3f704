//! What stands in a line or a form that was not entered yet, as what it would become.

use super::super::App;
use super::super::effect::DocumentId;
use super::super::entries;
use super::super::journal_update::{NEW_EVENT, NEW_SESSION};
use super::super::layer::{Layer, Prompt, Purpose};
use super::{capture, create, form, typed_link};
use crate::model::count::named;
use crate::model::session::SessionKind;
use crate::store::journal::Snapshot;

/// The item with what is typed in it; nothing when nothing is that a person would miss.
pub fn typed(app: &App) -> Option<(DocumentId, Snapshot)> {
    app.layers.iter().rev().find_map(|layer| match layer {
        Layer::Form(open) => form::typed(app, open),
        Layer::Prompt(prompt) => line(app, prompt),
        _ => None,
    })
}

fn line(app: &App, prompt: &Prompt) -> Option<(DocumentId, Snapshot)> {
    let text = prompt.input.text().trim();
    if text.is_empty() || text == prompt.placeholder {
        return None;
    }
    if prompt.purpose == Purpose::NewEvent {
        return Some((NEW_EVENT, create::event_of(app, text).into()));
    }
    let open_event = app.open_event.as_ref()?;
    let of = |place| match place {
        Some(session_id) => DocumentId::Session(open_event.id, session_id),
        None => DocumentId::Event(open_event.id),
    };
    let item = match prompt.purpose {
        Purpose::NewSession(kind) => {
            let item = DocumentId::Session(open_event.id, NEW_SESSION);
            return Some((item, create::session_of(app, open_event, kind, text).into()));
        }
        Purpose::RenameSession(session_id) | Purpose::Counter(session_id, _) => {
            of(Some(session_id))
        }
        Purpose::RenameEvent | Purpose::RenameClosing => of(None),
        Purpose::Capture(_, place) | Purpose::Entry(place, _) => of(place),
        Purpose::LinkUrl
        | Purpose::LinkName
        | Purpose::Url
        | Purpose::RenameLink
        | Purpose::NewLink => of(None),
        Purpose::NewEvent | Purpose::SaveCopy | Purpose::Search | Purpose::Replace => return None,
    };
    let mut snapshot = open_event.snapshot(item)?;
    let at = open_event.event.local(app.now, app.home);
    match (&mut snapshot, prompt.purpose) {
        (Snapshot::Session(session), Purpose::RenameSession(_)) => session.title = text.to_owned(),
        (Snapshot::Event(event), Purpose::RenameEvent) => event.title = text.to_owned(),
        (Snapshot::Event(event), Purpose::RenameClosing) => {
            event.closing.as_mut()?.title = text.to_owned();
        }
        (Snapshot::Session(session), Purpose::Counter(_, group))
            if session.kind == SessionKind::Booth =>
        {
            named(group.of(session), text).add(1, at);
        }
        (Snapshot::Session(session), Purpose::Capture(what, _)) => {
            let (entries, people) = (session.entries.owner_mut(), session.people.owner_mut());
            capture::put(what, text, at, entries, people);
        }
        (Snapshot::Event(event), Purpose::Capture(what, _)) => {
            let (entries, people) = (event.entries.owner_mut(), event.people.owner_mut());
            capture::put(what, text, at, entries, people);
        }
        (Snapshot::Session(session), Purpose::Entry(_, which)) => {
            entries::at_mut(session.entries.owner_mut(), which, at).text = text.to_owned();
        }
        (Snapshot::Event(event), Purpose::Entry(_, which)) => {
            entries::at_mut(event.entries.owner_mut(), which, at).text = text.to_owned();
        }
        (Snapshot::Event(event), about) => {
            typed_link::put(app, &mut event.links, about, text)?;
        }
        _ => return None,
    }
    Some((item, snapshot))
}
