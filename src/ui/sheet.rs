//! The palette and help: all actions with their keys.

use super::theme::Role;
use super::write::{Pen, width};
use crate::app::App;
use crate::app::geometry::{self, Area};
use crate::app::keymap::Context;
use crate::app::layer::Menu;

/// Draws it; the answer is where the cursor belongs.
pub fn draw(
    app: &App,
    menu: &Menu,
    title: &str,
    pen: &mut Pen<'_>,
    screen: Area,
) -> Option<(u16, u16)> {
    let area = geometry::sheet(screen);
    pen.frame(area, title);
    let input = geometry::input(area);
    let layer = pen.theme.get(Role::Text).patch(pen.theme.get(Role::Layer));
    menu.input.draw(
        super::rect(input),
        pen.screen,
        layer,
        pen.theme.get(Role::Selection),
    );
    if menu.input.text().is_empty() {
        pen.text(input, "type a few letters of what you want", Role::Dim);
    }
    pen.rule(area.below(2).top(1).inset(1));
    let rows = geometry::sheet_rows(screen);
    if menu.found.is_empty() {
        pen.text(rows.inset(1), "Nothing is called like that", Role::Dim);
    }
    let seen = menu.found.iter().enumerate().skip(menu.top);
    for ((at, action), y) in seen.zip(rows.y..rows.y + rows.height) {
        let row = Area {
            y,
            height: 1,
            ..rows
        };
        let chosen = at == menu.selected;
        let role = |role| if chosen { Role::Chosen } else { role };
        if chosen {
            pen.fill(row, Role::Chosen);
            pen.text(row, "\u{258c}", Role::Chosen);
        }
        let text = Area {
            x: row.x + 1,
            width: row.width.saturating_sub(2),
            ..row
        };
        let keys = keys(app, menu.context, *action);
        pen.right(text, &keys, role(Role::Key));
        let help = Area {
            width: text.width.saturating_sub(width(&keys) + 2),
            ..text
        };
        let name = action.name().replace('-', " ");
        let name = match text.width < 50 {
            true => format!("{name}  "),
            false => format!("{name:<18} "),
        };
        pen.texts(
            help,
            &[(&name, role(Role::Text)), (action.help(), role(Role::Dim))],
        );
    }
    menu.input.screen_cursor(super::rect(input))
}

/// The keys of an action where the person was; else where it has some.
fn keys(app: &App, context: Context, action: crate::app::action::Action) -> String {
    let keymap = &app.settings.keymap;
    let here = keymap.keys(context, action);
    let keys = if here.is_empty() {
        let mut others = Context::ALL
            .into_iter()
            .map(|context| keymap.keys(context, action));
        others.find(|keys| !keys.is_empty()).unwrap_or_default()
    } else {
        here
    };
    let keys: Vec<String> = keys.iter().take(3).map(ToString::to_string).collect();
    keys.join(" ")
}
