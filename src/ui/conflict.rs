//! Two versions of something: the chosen place with both sides beside each other, or one below the
//! other where it is narrow.

use super::keys::keys;
use super::recovery::folded;
use super::theme::Role;
use super::write::Pen;
use crate::app::App;
use crate::app::action::Action;
use crate::app::conflict::{ConflictDialog, TakenSide};
use crate::app::geometry::{self, Area};

/// From which width on both stand side by side, in columns.
const TWO_COLUMNS: u16 = 66;

/// Draws it.
pub fn draw(app: &App, dialog: &ConflictDialog, pen: &mut Pen<'_>, screen: Area) {
    let area = geometry::versions(screen);
    pen.frame(area, &format!("Two versions of {}", dialog.title));
    let inside = area.below(1).inset(2);
    let inside = inside.top(inside.height.saturating_sub(2));
    if let Some(place) = dialog.chosen() {
        let at = format!("{} of {}", dialog.selected + 1, dialog.places.len());
        pen.right(inside, &at, Role::Dim);
        pen.text(inside, &place.what, Role::Title);
        let rest = inside.below(if inside.height < 12 { 1 } else { 2 });
        let (left, right) = parts(rest);
        if left.x < right.x {
            for y in left.y..left.y + left.height {
                let cell = Area {
                    x: right.x - 2,
                    y,
                    width: 1,
                    height: 1,
                };
                pen.text(cell, "\u{2502}", Role::Rule);
            }
        }
        let (mine, theirs) = (
            place.take != TakenSide::Theirs,
            place.take != TakenSide::Mine,
        );
        side(pen, left, (&dialog.names.0, mine), &place.mine, dialog.top);
        side(
            pen,
            right,
            (&dialog.names.1, theirs),
            &place.theirs,
            dialog.top,
        );
    }
    let words: &[(Action, &str)] = match area.width < 60 {
        true => &[
            (Action::TakeMine, "mine"),
            (Action::TakeTheirs, "theirs"),
            (Action::TakeBoth, "both"),
            (Action::Enter, ""),
        ],
        false => &[
            (Action::TakeMine, "mine"),
            (Action::TakeTheirs, "theirs"),
            (Action::TakeBoth, "both"),
            (Action::Down, "next"),
            (Action::Enter, "settle"),
            (Action::Back, "later"),
        ],
    };
    keys(app, pen, area, words);
}

/// Where both sides stand.
fn parts(area: Area) -> (Area, Area) {
    if area.width < TWO_COLUMNS {
        let rows = area.height / 2;
        return (area.top(rows), area.below(rows));
    }
    let width = area.width / 2 - 1;
    let right = Area {
        x: area.x + width + 3,
        width: area.width.saturating_sub(width + 3),
        ..area
    };
    (Area { width, ..area }, right)
}

/// One side: its name, whether it is taken, and its lines.
fn side(pen: &mut Pen<'_>, area: Area, (name, taken): (&str, bool), lines: &[String], top: usize) {
    let (sign, role) = match taken {
        true => ("\u{25b8} ", Role::Accent),
        false => ("  ", Role::Dim),
    };
    pen.texts(area, &[(sign, role), (name, role)]);
    let mut rest = area.below(1);
    if lines.is_empty() {
        pen.text(rest, "(nothing)", Role::Dim);
    }
    let role = if taken { Role::Text } else { Role::Dim };
    for line in lines.iter().skip(top) {
        for part in folded(line, usize::from(area.width)) {
            if rest.height == 0 {
                return;
            }
            pen.text(rest, part, role);
            rest = rest.below(1);
        }
    }
}
