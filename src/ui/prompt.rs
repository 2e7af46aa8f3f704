//! One line that is asked for.

use super::keys::keys_of;
use super::theme::Role;
use super::write::Pen;
use crate::app::App;
use crate::app::action::Action;
use crate::app::geometry::{self, Area};
use crate::app::keymap::KeyContext;
use crate::app::layer::{Captured, Prompt, Purpose};
use crate::model::entry::EntryKind;

/// Draws it; the answer is where the cursor belongs.
pub fn draw(app: &App, prompt: &Prompt, pen: &mut Pen<'_>, screen: Area) -> Option<(u16, u16)> {
    let area = geometry::prompt(screen);
    let (title, changes) = title(app, prompt.purpose);
    pen.frame(area, &title);
    let input = geometry::input(area);
    let layer = pen.theme.get(Role::Text).patch(pen.theme.get(Role::Layer));
    let selection = pen.theme.get(Role::Selection);
    prompt
        .input
        .draw(super::rect(input), pen.screen, layer, selection);
    if prompt.input.text().is_empty() {
        let shown = match prompt.placeholder.as_str() {
            "" => hint(prompt.purpose),
            taken => taken,
        };
        pen.text(input, shown, Role::Dim);
    }
    let mut words = vec![(Action::Enter, enter(prompt.purpose))];
    words.extend(changes.map(|changes| (Action::NextPane, changes)));
    match prompt.purpose {
        Purpose::Search => words.push((Action::Up, "the one before")),
        Purpose::Replace => words.push((Action::Down, "skip")),
        _ => {}
    }
    words.push((Action::Back, "back"));
    keys_of(app, KeyContext::Line, pen, area, &words);
    prompt.input.screen_cursor(super::rect(input))
}

/// What is asked for, and what Tab changes.
fn title(app: &App, purpose: Purpose) -> (String, Option<&'static str>) {
    let session = |session_id| {
        let open_event = app.open_event.as_ref();
        open_event
            .and_then(|open_event| open_event.session(session_id))
            .map(|session| session.title.as_str())
    };
    match purpose {
        Purpose::NewSession(kind) => (format!("New {}: its title", kind.word()), Some("kind")),
        Purpose::NewEvent => ("New event: its title".to_owned(), None),
        Purpose::RenameSession(_) => ("Another title".to_owned(), None),
        Purpose::RenameEvent => ("Another title for the event".to_owned(), None),
        Purpose::RenameClosing => ("Another title for the closing".to_owned(), None),
        Purpose::Entry(..) => ("Another text for it".to_owned(), None),
        Purpose::Counter(_, group) => (format!("A new {}", group.word()), Some("kind")),
        Purpose::Search => ("Find in this text".to_owned(), Some("replace")),
        Purpose::Replace => ("Replace it with".to_owned(), Some("find")),
        Purpose::SaveCopy => ("Save a copy of the event: the folder".to_owned(), None),
        Purpose::LinkUrl => ("The URL of the link".to_owned(), None),
        Purpose::Url => ("Where it leads".to_owned(), None),
        Purpose::RenameLink => ("Another name for it".to_owned(), None),
        Purpose::NewLink => ("A new link: its name".to_owned(), None),
        Purpose::LinkName => ("What the link is called".to_owned(), None),
        Purpose::Capture(what, into) => {
            let place = into.and_then(session).unwrap_or("the inbox");
            (format!("Add a {} to {place}", what.word()), Some("kind"))
        }
    }
}

/// What Enter does.
fn enter(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Search => "next",
        Purpose::Replace => "replace",
        _ => "done",
    }
}

/// How a line is written of which nothing is taken when it is empty.
fn hint(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Capture(Captured::Person, _) => "name, project",
        Purpose::Capture(Captured::Entry(EntryKind::Quote | EntryKind::Question), _) => {
            "what was said -- who said it"
        }
        Purpose::Capture(Captured::Entry(EntryKind::ToDo), _) => "what is to be done",
        Purpose::Capture(Captured::Entry(EntryKind::Note), _) => "one line; the time goes with it",
        _ => "",
    }
}
