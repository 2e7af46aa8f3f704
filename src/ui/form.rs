//! The fields of a session or of the event.

use super::keys::keys_of;
use super::recovery::folded;
use super::theme::Role;
use super::write::Pen;
use crate::app::App;
use crate::app::action::Action;
use crate::app::form::{EntryRef, Form, LABEL};
use crate::app::geometry::{self, Area};
use crate::app::keymap::KeyContext;

/// Draws it; the answer is where the cursor belongs.
pub fn draw(app: &App, form: &Form, pen: &mut Pen<'_>, screen: Area) -> Option<(u16, u16)> {
    let area = geometry::palette(screen);
    let title = match (form.entry, form.session) {
        (Some(EntryRef::Person(_)), _) => "Someone you met",
        (Some(EntryRef::Entry(_)), _) => "Captured line",
        (None, Some(_)) => "Fields",
        (None, None) => "Fields of the event",
    };
    pen.frame(area, title);
    let rows = geometry::form_rows(screen);
    let layer = pen.theme.get(Role::Text).patch(pen.theme.get(Role::Layer));
    let mut cursor = None;
    let seen = form.fields.iter().enumerate().skip(form.top);
    for ((at, field), y) in seen.zip(rows.y..rows.y + rows.height) {
        let row = Area {
            y,
            height: 1,
            ..rows
        };
        let chosen = at == form.selected;
        let sign = match (&field.error, chosen) {
            (Some(_), _) => "!",
            (None, true) => "\u{258c}",
            (None, false) => " ",
        };
        let role = match (&field.error, chosen) {
            (Some(_), _) => Role::Error,
            (None, true) => Role::Accent,
            (None, false) => Role::Dim,
        };
        // Only the first line of a list says what it is.
        let is_first = at == 0 || form.fields[at - 1].what != field.what;
        let label = if is_first { field.what.label() } else { "" };
        pen.texts(row, &[(sign, role), (" ", role), (label, role)]);
        let input = Area {
            x: row.x + LABEL,
            width: row.width.saturating_sub(LABEL),
            ..row
        };
        if chosen {
            let selection = pen.theme.get(Role::Selection);
            field
                .input
                .draw(super::rect(input), pen.screen, layer, selection);
            cursor = field.input.screen_cursor(super::rect(input));
        } else {
            pen.text(input, field.input.text(), Role::Text);
        }
    }
    let field = form.field();
    let said = rows.below(rows.height);
    let said = Area {
        y: said.y + 1,
        height: 1,
        ..rows
    };
    match &field.error {
        Some(error) => {
            let error = format!("! {error}");
            let parts = folded(&error, usize::from(said.width));
            // The empty line above is there for what is too long for one.
            let up = u16::from(parts.len() > 1);
            let mut row = Area {
                y: said.y - up,
                ..said
            };
            for part in parts.into_iter().take(2) {
                pen.text(row, part, Role::Error);
                row.y += 1;
            }
        }
        None => {
            pen.text(said, field.what.hint(), Role::Dim);
        }
    }
    let box_ = geometry::palette(screen);
    let (keep, back) = match box_.width < 60 {
        true => ("keep", "back"),
        false => ("keep them", "back, keeping them"),
    };
    let words = [
        (Action::Enter, keep),
        (Action::Down, "next"),
        (Action::Back, back),
    ];
    keys_of(app, KeyContext::Line, pen, box_, &words);
    cursor
}
