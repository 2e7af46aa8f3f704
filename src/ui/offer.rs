//! The names that are offered below the cursor.

use super::theme::Role;
use super::write::{Pen, width};
use crate::app::geometry::Area;
use crate::app::names::Offer;

/// How many are seen.
const ROWS: u16 = 8;

/// Draws them below the cursor, or above it where there is no room.
pub fn draw(offer: &Offer, pen: &mut Pen<'_>, screen: Area, cursor: (u16, u16)) {
    let count = u16::try_from(offer.found.len()).unwrap_or(ROWS).min(ROWS);
    if count == 0 || screen.height < 4 {
        return;
    }
    let below = (screen.y + screen.height).saturating_sub(cursor.1 + 1);
    let above = cursor.1.saturating_sub(screen.y);
    let room = below.max(above).saturating_sub(2).min(count);
    if room == 0 {
        return;
    }
    let top = offer.selected.saturating_sub(usize::from(room) - 1);
    let seen = || {
        offer
            .found
            .iter()
            .skip(top)
            .take(usize::from(room))
            .filter_map(|at| offer.all.get(*at))
    };
    let names = seen()
        .map(|one| width(&one.name))
        .max()
        .unwrap_or(0)
        .min(32);
    let abouts = seen()
        .map(|one| width(&one.about))
        .max()
        .unwrap_or(0)
        .min(40);
    let wide = (names + abouts + 6).min(screen.width);
    let height = room + 2;
    let area = Area {
        x: cursor
            .0
            .saturating_sub(2)
            .min(screen.x + screen.width - wide),
        y: if below >= height {
            cursor.1 + 1
        } else {
            cursor.1.saturating_sub(height)
        },
        width: wide,
        height,
    };
    pen.frame(area, "Link to");
    for (n, one) in seen().enumerate() {
        let row = Area {
            x: area.x + 1,
            y: area.y + 1 + u16::try_from(n).unwrap_or(0),
            width: area.width - 2,
            height: 1,
        };
        let chosen = top + n == offer.selected;
        let role = |role| if chosen { Role::Chosen } else { role };
        if chosen {
            pen.fill(row, Role::Chosen);
            pen.text(row, "\u{258c}", Role::Chosen);
        }
        let name = Area {
            x: row.x + 1,
            width: names.min(row.width.saturating_sub(2)),
            ..row
        };
        pen.text(name, &one.name, role(Role::Text));
        let about = Area {
            x: name.x + names + 2,
            width: (row.x + row.width).saturating_sub(name.x + names + 2),
            ..row
        };
        pen.text(about, &one.about, role(Role::Dim));
    }
}
