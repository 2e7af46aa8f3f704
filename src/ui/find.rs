//! What a query finds.

use super::theme::Role;
use super::write::{Pen, width};
use crate::app::find::Find;
use crate::app::geometry::{self, Area};
use crate::store::search::Query;

/// What a list says in which nothing is left of what was typed.
pub const NONE: &str = "Nothing like that";

/// Draws it; the answer is where the cursor belongs.
pub fn draw(find: &Find, pen: &mut Pen<'_>, screen: Area) -> Option<(u16, u16)> {
    let area = geometry::palette(screen);
    pen.frame(area, "Find");
    let input = geometry::input(area);
    let layer = pen.theme.get(Role::Text).patch(pen.theme.get(Role::Layer));
    let selection = pen.theme.get(Role::Selection);
    find.input
        .draw(super::rect(input), pen.screen, layer, selection);
    if find.input.text().is_empty() {
        pen.text(
            input,
            "a few letters of a name, or words of a text",
            Role::Dim,
        );
    }
    pen.rule(area.below(2).top(1).inset(1));
    let rows = geometry::palette_rows(screen);
    if find.hits.is_empty() {
        pen.text(rows.inset(1), NONE, Role::Dim);
    }
    let query = Query::of(find.input.text());
    let seen = find.hits.iter().enumerate().skip(find.top);
    for ((at, hit), y) in seen.zip(rows.y..rows.y + rows.height) {
        let row = Area {
            y,
            height: 1,
            ..rows
        };
        let chosen = at == find.selected;
        let role = |role| if chosen { Role::Chosen } else { role };
        if chosen {
            pen.fill(row, Role::Chosen);
            pen.text(row, "\u{258c}", Role::Chosen);
        }
        let line = Area {
            x: row.x + 1,
            width: row.width.saturating_sub(2),
            ..row
        };
        let place = Area {
            x: line.x + line.width - width(&hit.place).min(line.width / 3),
            width: width(&hit.place).min(line.width / 3),
            ..line
        };
        pen.text(place, &hit.place, role(Role::Dim));
        let text = Area {
            width: line.width.saturating_sub(place.width + 1),
            ..line
        };
        let kind = format!("{:<8} ", hit.kind);
        let mut texts = vec![(kind.as_str(), role(Role::Dim))];
        let mut at = 0;
        for mark in query.marks(&hit.text) {
            texts.push((&hit.text[at..mark.start], role(Role::Text)));
            texts.push((&hit.text[mark.clone()], role(Role::Found)));
            at = mark.end;
        }
        texts.push((&hit.text[at..], role(Role::Text)));
        pen.texts(text, &texts);
    }
    find.input.screen_cursor(super::rect(input))
}
