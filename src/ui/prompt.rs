//! One line that is asked for.

use super::theme::Role;
use super::write::Pen;
use crate::app::App;
use crate::app::action::Action;
use crate::app::geometry::{self, Area};
use crate::app::keymap::Context;
use crate::app::layer::{Prompt, Purpose};

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
        pen.text(input, &prompt.placeholder, Role::Dim);
    }
    let key = |action| {
        let key = app.settings.keymap.key(Context::Line, action);
        key.map_or_else(String::new, |key| key.to_string())
    };
    let mut texts = vec![
        (key(Action::Enter), Role::Key),
        (" done   ".to_owned(), Role::Dim),
    ];
    if let Some(changes) = changes {
        texts.push((key(Action::NextPane), Role::Key));
        texts.push((format!(" {changes}   "), Role::Dim));
    }
    texts.push((key(Action::Back), Role::Key));
    texts.push((" back".to_owned(), Role::Dim));
    let texts: Vec<(&str, Role)> = texts
        .iter()
        .map(|(text, role)| (text.as_str(), *role))
        .collect();
    pen.texts(area.below(3).top(1).inset(2), &texts);
    prompt.input.screen_cursor(super::rect(input))
}

/// What is asked for, and what Tab changes.
fn title(app: &App, purpose: Purpose) -> (String, Option<&'static str>) {
    let session = |sid| {
        let desk = app.desk.as_ref();
        desk.and_then(|desk| desk.session(sid))
            .map(|session| session.title.as_str())
    };
    match purpose {
        Purpose::NewSession(kind) => (
            format!("New {}: its title", kind.word()),
            Some("other kind"),
        ),
        Purpose::NewEvent => ("New event: its title".to_owned(), None),
        Purpose::RenameSession(_) => ("Another title".to_owned(), None),
        Purpose::RenameEvent => ("Another title for the event".to_owned(), None),
        Purpose::RenameClosing => ("Another title for the closing".to_owned(), None),
        Purpose::Entry(..) => ("Another text for it".to_owned(), None),
        Purpose::Counter(_, group) => (format!("A new {}", group.word()), Some("other")),
        Purpose::Seek => (
            "Find in this text: Enter, Up, Down".to_owned(),
            Some("replace"),
        ),
        Purpose::Replace => (
            "Replace each with: Enter one, Down skips".to_owned(),
            Some("find"),
        ),
        Purpose::Elsewhere => ("Save a copy of the event: the folder".to_owned(), None),
        Purpose::LinkUrl => ("The URL of the link".to_owned(), None),
        Purpose::LinkName => ("What the link is called".to_owned(), None),
        Purpose::Capture(what, into) => {
            let place = into.and_then(session).unwrap_or("the inbox");
            (
                format!("Keep a {} in {place}", what.word()),
                Some("other kind"),
            )
        }
    }
}
