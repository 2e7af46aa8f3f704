//! The fields of a session or of the event.

use super::theme::Role;
use super::write::Pen;
use crate::app::App;
use crate::app::action::Action;
use crate::app::form::{Form, LABEL};
use crate::app::geometry::{self, Area};
use crate::app::keymap::Context;

/// Draws it; the answer is where the cursor belongs.
pub fn draw(app: &App, form: &Form, pen: &mut Pen<'_>, screen: Area) -> Option<(u16, u16)> {
    let area = geometry::sheet(screen);
    let title = match form.session {
        Some(_) => "Fields",
        None => "Fields of the event",
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
        pen.texts(
            row,
            &[(sign, role), (" ", role), (field.what.label(), role)],
        );
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
        Some(error) => pen.texts(said, &[("! ", Role::Error), (error, Role::Error)]),
        None => pen.text(said, field.what.hint(), Role::Dim),
    };
    let key = |action| {
        let key = app.settings.keymap.key(Context::Line, action);
        key.map_or_else(String::new, |key| key.to_string())
    };
    let keys = Area {
        y: said.y + 1,
        ..said
    };
    pen.texts(
        keys,
        &[
            (&key(Action::Enter), Role::Key),
            (" keeps them   ", Role::Dim),
            (&key(Action::Down), Role::Key),
            (" next   ", Role::Dim),
            (&key(Action::Back), Role::Key),
            (" back, keeping them", Role::Dim),
        ],
    );
    cursor
}
