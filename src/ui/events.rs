//! The first screen: all events, or in an empty notebook what to press.

use super::bar::span;
use super::theme::Role;
use super::write::Pen;
use crate::app::App;
use crate::app::action::Action;
use crate::app::geometry::Area;
use crate::app::keymap::KeyContext;
use crate::app::unreadable::UnreadableFile;
use crate::model::words::grouped;

/// Draws the list.
pub fn draw(app: &App, pen: &mut Pen<'_>, body: Area) {
    rules(pen, body);
    let event_list = &app.event_list;
    if event_list.is_empty() {
        return empty(app, pen, body);
    }
    let columns = EventColumns::of(body.inset(1));
    let head = ["Event", "When", "Where", "Sessions", "Words", "To do"];
    columns.write(pen, body.y, head, Role::Dim);
    let rows = body.below(1);
    let seen = event_list.events.iter().enumerate().skip(event_list.top);
    for ((at, event), y) in seen.zip(rows.y..rows.y + rows.height) {
        let role = match at == event_list.selected {
            true => Role::Chosen,
            false => Role::Text,
        };
        pen.fill(
            Area {
                y,
                height: 1,
                ..body
            },
            role,
        );
        let when = span(event.starts, event.ends);
        let place = event.place.as_deref().unwrap_or_default();
        let count = grouped(event.sessions);
        // Until the index is there, nobody knows.
        let counts = app.counts.get(event.folder.as_str());
        let words =
            counts.map(|counts| grouped(usize::try_from(counts.words).unwrap_or(usize::MAX)));
        let to_dos = counts.map(|counts| match (counts.to_dos, counts.unwritten) {
            (0, 0) => "ready".to_owned(),
            (to_dos, _) => to_dos.to_string(),
        });
        let texts = [
            &event.title,
            &when,
            place,
            &count,
            words.as_deref().unwrap_or_default(),
            to_dos.as_deref().unwrap_or_default(),
        ];
        columns.write(pen, y, texts, role);
        if at == event_list.selected {
            let mark = Area {
                y,
                width: 1,
                height: 1,
                ..body
            };
            pen.text(mark, "\u{258c}", role);
        }
    }
    let skipped = event_list.top.min(event_list.events.len());
    let above = u16::try_from(event_list.events.len() - skipped).unwrap_or(u16::MAX);
    let below = rows.below(above);
    let seen = event_list
        .unreadable
        .iter()
        .enumerate()
        .skip(event_list.top - skipped);
    for ((at, broken), y) in seen.zip(below.y..below.y + below.height) {
        let row = Area {
            y,
            height: 1,
            ..body
        };
        broken_row(
            broken,
            pen,
            row,
            at + event_list.events.len() == event_list.selected,
        );
    }
}

/// An event that cannot be read, and why.
fn broken_row(broken: &UnreadableFile, pen: &mut Pen<'_>, row: Area, chosen: bool) {
    let role = |role| if chosen { Role::Chosen } else { role };
    if chosen {
        pen.fill(row, Role::Chosen);
        pen.text(row, "\u{258c}", Role::Chosen);
    }
    pen.texts(
        row.inset(1),
        &[
            ("! ", role(Role::Error)),
            (&broken.name(), role(Role::Text)),
            ("  ", role(Role::Dim)),
            (&broken.message(), role(Role::Warning)),
        ],
    );
}

/// The rules above and below.
pub fn rules(pen: &mut Pen<'_>, body: Area) {
    for y in [body.y - 1, body.y + body.height] {
        pen.rule(Area {
            y,
            height: 1,
            ..body
        });
    }
}

/// Three lines that say what to press.
fn empty(app: &App, pen: &mut Pen<'_>, body: Area) {
    let key = |action| {
        let key = app.settings.keymap.key(KeyContext::Lists, action);
        key.map_or_else(String::new, |key| key.to_string())
    };
    let texts = match body.width < 66 {
        true => [
            "makes today's event",
            "makes one with a title",
            "shows all keys",
        ],
        false => [
            "makes today's event: write at once, name it later",
            "makes an event with the title that you type",
            "shows all keys; `hallway demo` shows a filled notebook",
        ],
    };
    let keys = [Action::Enter, Action::New, Action::Help].map(key);
    let lines = keys.into_iter().zip(texts);
    let top = body.y + (body.height / 3).max(1);
    for ((key, text), y) in lines.zip(top..body.y + body.height) {
        let row = Area {
            y,
            height: 1,
            ..body.inset(3)
        };
        pen.texts(
            row,
            &[
                (&format!("{key:>5}"), Role::Key),
                ("  ", Role::Dim),
                (text, Role::Text),
            ],
        );
    }
}

/// The first of the columns that hold a count.
const FIRST_COUNT: usize = 3;

/// Where the columns are.
struct EventColumns {
    areas: [Area; 6],
}

impl EventColumns {
    fn of(area: Area) -> EventColumns {
        // A narrow terminal leaves the numbers and the place out.
        let counts = if area.width < 60 { 0 } else { 8 };
        let when = 18.min(area.width / 2);
        // What the index counts has room from 80 columns on.
        let (words, to_dos) = if area.width < 70 { (0, 0) } else { (8, 5) };
        let more = if words == 0 { 0 } else { words + to_dos + 4 };
        let gaps = if counts == 0 { 2 } else { 6 };
        let rest = area.width.saturating_sub(counts + when + more + gaps);
        let place = if area.width < 60 { 0 } else { rest * 2 / 5 };
        let widths = [rest - place, when, place, counts, words, to_dos];
        let mut x = area.x;
        let areas = widths.map(|width| {
            let column = Area { x, width, ..area };
            x += width + if width > 0 { 2 } else { 0 };
            column
        });
        EventColumns { areas }
    }

    fn write(&self, pen: &mut Pen<'_>, y: u16, texts: [&str; 6], role: Role) {
        for ((area, text), at) in self.areas.iter().zip(texts).zip(0..) {
            let cell = Area {
                y,
                height: 1,
                ..*area
            };
            // Counts stand under each other by their last digit.
            match at >= FIRST_COUNT {
                true => pen.right(cell, text, role),
                false => pen.text(cell, text, role),
            };
        }
    }
}
