//! The palette and help: all actions with their keys.

use super::theme::Role;
use super::write::{Pen, width};
use crate::app::App;
use crate::app::geometry::{self, Area};
use crate::app::key::Key;
use crate::app::keymap::KeyContext;
use crate::app::layer::{Menu, MenuRow};

/// Draws it; the answer is where the cursor belongs.
pub fn draw(
    app: &App,
    menu: &Menu,
    title: &str,
    pen: &mut Pen<'_>,
    screen: Area,
) -> Option<(u16, u16)> {
    let area = geometry::palette(screen);
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
    let rows = geometry::palette_rows(screen);
    if menu.rows.is_empty() {
        pen.text(rows.inset(1), "No match", Role::Dim);
    }
    let seen = menu.rows.iter().enumerate().skip(menu.top);
    for ((at, shown), y) in seen.zip(rows.y..rows.y + rows.height) {
        let row = Area {
            y,
            height: 1,
            ..rows
        };
        let action = match shown {
            MenuRow::Heading(group) => {
                pen.text(row.inset(1), group.title(), Role::Title);
                continue;
            }
            MenuRow::Action(action) => action,
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
        let (keys, works_here) = keys(app, menu.context, *action);
        let key = if works_here { Role::Key } else { Role::Dim };
        pen.right(text, &keys, role(key));
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

/// The keys of an action where the person was, and that they work there; else where it has some,
/// and a word for where that is.
fn keys(app: &App, context: KeyContext, action: crate::app::action::Action) -> (String, bool) {
    let keymap = &app.settings.keymap;
    let written = |keys: Vec<Key>| {
        let keys: Vec<String> = keys.iter().take(3).map(ToString::to_string).collect();
        keys.join(" ")
    };
    let here = keymap.keys(context, action);
    if !here.is_empty() {
        return (written(here), true);
    }
    let mut others = KeyContext::ALL.into_iter().filter_map(|other| {
        let keys = keymap.keys(other, action);
        (!keys.is_empty()).then(|| format!("{} {}", other.place(), written(keys)))
    });
    (others.next().unwrap_or_default(), false)
}
