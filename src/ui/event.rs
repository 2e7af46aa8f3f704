//! The open event: the timeline, the pane, and the rules around them.

use super::theme::Role;
use super::write::Pen;
use super::{events, pane, preview, timeline};
use crate::app::App;
use crate::app::geometry::{Area, Geometry};
use crate::app::open_event::OpenEvent;

/// Draws it; the answer is where the cursor belongs.
pub fn draw(
    app: &App,
    open_event: &OpenEvent,
    pen: &mut Pen<'_>,
    geometry: &Geometry,
) -> Option<(u16, u16)> {
    events::rules(pen, geometry.body);
    if let Some(x) = geometry.split() {
        split(pen, geometry.body, x);
    }
    if let Some(left) = geometry.left {
        timeline::draw(app, open_event, pen, left);
    }
    if let Some(beside) = geometry.side {
        preview::draw(app, open_event, pen, beside);
    }
    geometry
        .pane
        .and_then(|area| pane::draw(app, open_event, pen, area))
}

/// The rule between the two sides, joined to those above and below.
fn split(pen: &mut Pen<'_>, body: Area, x: u16) {
    for y in body.y - 1..=body.y + body.height {
        let sign = if y < body.y {
            "\u{252c}"
        } else if y == body.y + body.height {
            "\u{2534}"
        } else {
            "\u{2502}"
        };
        let cell = Area {
            x,
            y,
            width: 1,
            height: 1,
        };
        pen.text(cell, sign, Role::Rule);
    }
}
