//! Booth mode: large counters, the crowd as bars, questions by number, visitors by hour.

use super::theme::Role;
use super::write::{Pen, cut, width};
use crate::app::App;
use crate::app::booth::{Booth, CountGroup, Counter, by_hour, counters};
use crate::app::geometry::{Area, Geometry};
use crate::model::session::Session;

/// Draws it over the whole body.
pub fn draw(app: &App, booth: &Booth, pen: &mut Pen<'_>, geometry: &Geometry) {
    let Some(open_event) = &app.open_event else {
        return;
    };
    let Some(session) = open_event.session(booth.session_id) else {
        return;
    };
    let body = geometry.body;
    let empty = " ".repeat(usize::from(body.width));
    for y in body.y - 1..=body.y + body.height {
        let row = Area {
            y,
            height: 1,
            ..body
        };
        pen.text(row, &empty, Role::Text);
    }
    super::events::rules(pen, body);
    let area = body.inset(2);
    let clock = clock(app, session);
    pen.right(area, &clock, Role::Dim);
    let title = Area {
        width: area.width.saturating_sub(width(&clock) + 2),
        ..area
    };
    pen.text(title, &session.title, Role::Title);
    let counters = counters(session);
    let of = |group| {
        counters
            .iter()
            .filter(move |counter| counter.group == group)
    };
    let is_tall = body.height >= 18;
    let mut rest = area.below(2);
    let taken = match is_tall {
        true => large(of(CountGroup::Tally), pen, rest),
        false => small(of(CountGroup::Tally), pen, rest),
    };
    rest = rest.below(taken + u16::from(is_tall));
    let hours = u16::from(is_tall) * 2;
    let lists = rest.top(rest.height.saturating_sub(hours));
    let left = Area {
        width: (lists.width / 2).saturating_sub(1),
        ..lists
    };
    let right = Area {
        x: lists.x + left.width + 2,
        width: lists.width - left.width - 2,
        ..lists
    };
    bars(of(CountGroup::Crowd), pen, left);
    questions(of(CountGroup::Question), pen, right);
    if is_tall {
        sparkline(session, pen, rest.below(rest.height.saturating_sub(1)));
    }
}

/// The shift and the time.
fn clock(app: &App, session: &Session) -> String {
    let zone = app
        .open_event
        .as_ref()
        .map(|open_event| open_event.event.zone(app.home));
    let now = app.now.with_timezone(&zone.unwrap_or(chrono_tz::Tz::UTC));
    let shift = match (session.starts, session.ends) {
        (Some(starts), Some(ends)) => {
            let left = (ends - now.fixed_offset()).num_minutes();
            let left = match left {
                1.. => format!(", {left} min left"),
                _ => String::new(),
            };
            format!(
                "shift {}-{}{left}   ",
                starts.format("%H:%M"),
                ends.format("%H:%M")
            )
        }
        (Some(starts), None) => format!("since {}   ", starts.format("%H:%M")),
        _ => String::new(),
    };
    format!("{shift}{}", now.format("%H:%M"))
}

/// Digits of three rows.
const DIGITS: [[&str; 3]; 10] = [
    [
        "\u{250f}\u{2501}\u{2513}",
        "\u{2503} \u{2503}",
        "\u{2517}\u{2501}\u{251b}",
    ],
    ["  \u{257b}", "  \u{2503}", "  \u{2579}"],
    [
        "\u{257a}\u{2501}\u{2513}",
        "\u{250f}\u{2501}\u{251b}",
        "\u{2517}\u{2501}\u{2578}",
    ],
    [
        "\u{257a}\u{2501}\u{2513}",
        "\u{257a}\u{2501}\u{252b}",
        "\u{257a}\u{2501}\u{251b}",
    ],
    [
        "\u{257b} \u{257b}",
        "\u{2517}\u{2501}\u{252b}",
        "  \u{2579}",
    ],
    [
        "\u{250f}\u{2501}\u{2578}",
        "\u{2517}\u{2501}\u{2513}",
        "\u{257a}\u{2501}\u{251b}",
    ],
    [
        "\u{250f}\u{2501}\u{2578}",
        "\u{2523}\u{2501}\u{2513}",
        "\u{2517}\u{2501}\u{251b}",
    ],
    ["\u{257a}\u{2501}\u{2513}", "  \u{2503}", "  \u{2579}"],
    [
        "\u{250f}\u{2501}\u{2513}",
        "\u{2523}\u{2501}\u{252b}",
        "\u{2517}\u{2501}\u{251b}",
    ],
    [
        "\u{250f}\u{2501}\u{2513}",
        "\u{2517}\u{2501}\u{252b}",
        "\u{257a}\u{2501}\u{251b}",
    ],
];

/// The counters in large digits, side by side; returns the rows that they took.
fn large<'a>(counters: impl Iterator<Item = &'a Counter>, pen: &mut Pen<'_>, area: Area) -> u16 {
    let mut x = area.x;
    for counter in counters {
        let digits = counter.count.to_string();
        let wide = (width(&digits) * 4).max(width(&counter.name) + 6) + 2;
        if x + wide > area.x + area.width + 2 {
            break;
        }
        let place = Area {
            x,
            width: (area.x + area.width).saturating_sub(x),
            ..area
        };
        for (row, y) in (0_usize..3).zip(0_u16..) {
            let line: String = digits
                .chars()
                .map(
                    |c| match c.to_digit(10).and_then(|digit| DIGITS.get(digit as usize)) {
                        Some(digit) => format!("{} ", digit[row]),
                        // A count below zero.
                        None if row == 1 => "\u{257a} ".to_owned(),
                        None => "  ".to_owned(),
                    },
                )
                .collect();
            pen.text(place.below(y), line.trim_end(), Role::Title);
        }
        labelled(counter, pen, place.below(3), width(&counter.name) + 2);
        x += wide;
    }
    4
}

/// A counter's key and name; returns the columns that they took.
fn labelled(counter: &Counter, pen: &mut Pen<'_>, area: Area, columns: u16) -> u16 {
    let key = counter.key.map_or(' ', |key| key).to_string();
    let name = cut(&counter.name, columns.saturating_sub(2));
    pen.texts(
        area,
        &[(&key, Role::Key), (" ", Role::Dim), (&name, Role::Text)],
    )
}

/// The counters in a line each; returns the rows that they took.
fn small<'a>(counters: impl Iterator<Item = &'a Counter>, pen: &mut Pen<'_>, area: Area) -> u16 {
    let mut x = area.x;
    for counter in counters {
        let text = counter.count.to_string();
        let place = Area {
            x,
            width: (area.x + area.width).saturating_sub(x),
            ..area
        };
        let taken = labelled(counter, pen, place, 12);
        let number = Area {
            x: place.x + taken + 1,
            width: place.width.saturating_sub(taken + 1),
            ..place
        };
        pen.text(number, &text, Role::Title);
        x += taken + width(&text) + 3;
    }
    1
}

/// The crowd, a bar each.
fn bars<'a>(counters: impl Iterator<Item = &'a Counter>, pen: &mut Pen<'_>, area: Area) {
    pen.text(area, "Who comes by", Role::Dim);
    let counters: Vec<&Counter> = counters.collect();
    let most = counters
        .iter()
        .map(|counter| counter.count)
        .max()
        .unwrap_or(0)
        .max(1);
    let rows = area.below(1);
    for (counter, y) in counters.iter().zip(rows.y..rows.y + rows.height) {
        let row = Area {
            y,
            height: 1,
            ..rows
        };
        let number = counter.count.to_string();
        // Where there is no room for bars the numbers say it alone.
        if row.width < 16 + 8 {
            pen.right(row, &number, Role::Title);
            labelled(
                counter,
                pen,
                row,
                row.width.saturating_sub(width(&number) + 1),
            );
            continue;
        }
        labelled(counter, pen, row, 16);
        let bar = Area {
            x: row.x + 16.min(row.width),
            width: row.width.saturating_sub(16),
            ..row
        };
        let room = i64::from(bar.width.saturating_sub(width(&number) + 1));
        let long = usize::try_from(counter.count.max(0) * room / most).unwrap_or(0);
        let blocks = "\u{2588}".repeat(long);
        let space = if long > 0 { " " } else { "" };
        pen.texts(
            bar,
            &[
                (&blocks, Role::Accent),
                (space, Role::Text),
                (&number, Role::Text),
            ],
        );
    }
}

/// The questions by number.
fn questions<'a>(counters: impl Iterator<Item = &'a Counter>, pen: &mut Pen<'_>, area: Area) {
    pen.text(area, "Asked", Role::Dim);
    let rows = area.below(1);
    for (counter, y) in counters.zip(rows.y..rows.y + rows.height) {
        let row = Area {
            y,
            height: 1,
            ..rows
        };
        let number = format!("{}x", counter.count);
        pen.right(row, &number, Role::Title);
        let text = Area {
            width: row.width.saturating_sub(width(&number) + 1),
            ..row
        };
        labelled(counter, pen, text, text.width);
    }
}

/// The visitors hour by hour.
fn sparkline(session: &Session, pen: &mut Pen<'_>, area: Area) {
    let hours = by_hour(session);
    let (Some(first), Some(last)) = (hours.first(), hours.last()) else {
        pen.text(area, "Visitors by hour: none yet", Role::Dim);
        return;
    };
    let most = hours
        .iter()
        .map(|hour| hour.count)
        .max()
        .unwrap_or(0)
        .max(1);
    let heights = [
        '\u{2581}', '\u{2582}', '\u{2583}', '\u{2584}', '\u{2585}', '\u{2586}', '\u{2587}',
        '\u{2588}',
    ];
    let line: String = hours
        .iter()
        .map(|hour| match hour.count {
            ..=0 => ' ',
            count => {
                let level = usize::try_from((count * 8 - 1) / most).unwrap_or(0);
                heights[level.min(7)]
            }
        })
        .collect();
    // One hour alone needs its name but once.
    let until = match hours.len() {
        1 => String::new(),
        _ => last.at.format(" %H:00").to_string(),
    };
    pen.texts(
        area,
        &[
            ("Visitors by hour  ", Role::Dim),
            (&first.at.format("%H:00 ").to_string(), Role::Dim),
            (&line, Role::Accent),
            (&until, Role::Dim),
            (&format!("   most {most}"), Role::Dim),
        ],
    );
}
