//! Earlier versions: the list, and beside it (below it, where it is narrow) what the chosen one
//! says.

use super::keys::keys;
use super::recovery::changes;
use super::theme::Role;
use super::write::Pen;
use crate::app::App;
use crate::app::action::Action;
use crate::app::geometry::{self, Area};
use crate::app::versions::{ListedVersion, Versions};
use crate::model::words::{many, words};

/// Draws it.
pub fn draw(app: &App, versions: &Versions, pen: &mut Pen<'_>, screen: Area) {
    let area = geometry::versions(screen);
    pen.frame(area, &format!("Earlier versions of {}", versions.title));
    let (list, text) = geometry::versions_parts(screen);
    if list.width < text.x.saturating_sub(area.x) {
        for y in text.y..text.y + text.height {
            let cell = Area {
                x: text.x - 2,
                y,
                width: 1,
                height: 1,
            };
            pen.text(cell, "\u{2502}", Role::Rule);
        }
    } else {
        let rule = Area {
            y: text.y.saturating_sub(1),
            height: 1,
            ..list
        };
        pen.rule(rule);
    }
    let seen = versions.all.iter().enumerate().skip(versions.top);
    for ((at, version), y) in seen.zip(list.y..list.y + list.height) {
        let row = Area {
            y,
            height: 1,
            ..list
        };
        row_of(app, version, pen, row, at == versions.selected);
    }
    changes(pen, text, &versions.shown, versions.line);
    let other = match versions.reads {
        true => "what would change",
        false => "the text",
    };
    keys(
        app,
        pen,
        area,
        &[
            (Action::Enter, "bring it back"),
            (Action::NextPane, other),
            (Action::Back, "back"),
        ],
    );
}

fn row_of(app: &App, version: &ListedVersion, pen: &mut Pen<'_>, row: Area, chosen: bool) {
    let role = |role| if chosen { Role::Chosen } else { role };
    if chosen {
        pen.fill(row, Role::Chosen);
        pen.text(row, "\u{258c}", Role::Chosen);
    }
    let zone = app.open_event.as_ref().map_or_else(
        || app.home.unwrap_or(chrono_tz::Tz::UTC),
        |open_event| open_event.event.zone(app.home),
    );
    let at = version.at.with_timezone(&zone).format("%-d %b %H:%M");
    let count: usize = version
        .snapshot
        .prose()
        .iter()
        .map(|text| words(text))
        .sum();
    let inside = Area {
        x: row.x + 1,
        width: row.width.saturating_sub(2),
        ..row
    };
    let taken = pen.right(inside, &many(count, "word"), role(Role::Dim));
    let left = Area {
        width: inside.width.saturating_sub(taken + 1),
        ..inside
    };
    pen.texts(
        left,
        &[
            (&format!("{at:>12}"), role(Role::Text)),
            (&format!("  {}", version.why.word()), role(Role::Dim)),
        ],
    );
}
