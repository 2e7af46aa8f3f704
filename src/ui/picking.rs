//! The programme: the list, and what the chosen talk is about beside it, or below it where it is narrow.

use super::find::NONE;
use super::keys::keys;
use super::recovery::folded;
use super::theme::Role;
use super::write::Pen;
use crate::app::App;
use crate::app::action::Action;
use crate::app::desk::{Desk, Sid};
use crate::app::geometry::{self, Area};
use crate::app::picking::{Line, Order, Picking, at_the_time, clashes, session_of};
use crate::model::programme::Talk;
use crate::model::session::{Session, Status};
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use std::collections::HashSet;

/// Draws it; the answer is where the cursor belongs while the filter has the keys.
pub fn draw(app: &App, picking: &Picking, pen: &mut Pen<'_>, screen: Area) -> Option<(u16, u16)> {
    let desk = app.desk.as_ref()?;
    let area = geometry::versions(screen);
    let talks = &app.programme.programme.talks;
    if talks.is_empty() {
        none(app, desk, pen, area);
        return None;
    }
    pen.frame(
        area,
        &format!(
            "Programme {}: {} of {}",
            picking.order.word(),
            shown(picking),
            talks.len()
        ),
    );
    let filter = area.below(1).top(1).inset(2);
    let mut cursor = None;
    if picking.filtering || !picking.input.text().is_empty() {
        let taken = pen.text(filter, "/ ", Role::Key);
        let input = Area {
            x: filter.x + taken,
            width: filter.width.saturating_sub(taken),
            ..filter
        };
        let layer = pen.theme.get(Role::Text).patch(pen.theme.get(Role::Layer));
        let selection = pen.theme.get(Role::Selection);
        picking
            .input
            .draw(super::rect(input), pen.screen, layer, selection);
        cursor = picking
            .input
            .screen_cursor(super::rect(input))
            .filter(|_| picking.filtering);
    } else {
        let hint = match filter.width < 54 {
            true => "All talks; / filters",
            false => "All talks; / filters by title, speaker, room or text",
        };
        pen.text(filter, hint, Role::Dim);
    }
    let (list, text) = geometry::picking_parts(screen, picking.reads);
    let clashing = clashes(&desk.sessions);
    let zone = desk.event.zone(app.home);
    let lines = picking.lines.iter().enumerate().skip(picking.top);
    for ((at, line), y) in lines.zip(list.y..list.y + list.height) {
        let row = Area {
            y,
            height: 1,
            ..list
        };
        let cells = match line {
            Line::Head(name) => {
                pen.text(row, name, Role::Title);
                continue;
            }
            Line::Talk(place) => talks
                .get(*place)
                .map(|talk| talk_cells(app, desk, talk, &clashing)),
            Line::Own(sid) => desk
                .session(*sid)
                .map(|session| own_cells(*sid, session, &clashing)),
        };
        if let Some(cells) = cells {
            let shape = (zone, picking.order);
            row_of(&cells, shape, at == picking.selected, pen, row);
        }
    }
    if picking.lines.is_empty() {
        pen.text(list, NONE, Role::Dim);
    }
    let said = if let Some(talk) = picking.chosen().and_then(|at| talks.get(at)) {
        about(desk, talk, zone)
    } else if let Some(session) = picking.chosen_own().and_then(|sid| desk.session(sid)) {
        about_own(session, zone)
    } else {
        Vec::new()
    };
    paragraphs(&said, picking.line, pen, text);
    let wide = screen.width >= 72;
    let all = [
        (Action::Pick, "plan"),
        (Action::Enter, "read or note"),
        (Action::New, "note"),
        (Action::NextPane, "order"),
        (Action::Find, "filter"),
        (Action::Back, "back"),
    ];
    let few = [
        (Action::Pick, "plan"),
        (Action::Enter, "note"),
        (Action::Back, "back"),
    ];
    keys(app, pen, area, if wide { &all } else { &few });
    cursor
}

fn shown(picking: &Picking) -> usize {
    picking
        .lines
        .iter()
        .filter(|line| matches!(line, Line::Talk(_)))
        .count()
}

/// How to come by a programme, when there is none.
fn none(app: &App, desk: &Desk, pen: &mut Pen<'_>, area: Area) {
    pen.frame(area, "Programme");
    let folder = desk.folder.as_deref().unwrap_or("EVENT");
    let command = format!("hallway schedule FILE -e {folder}");
    let mut rest = area.below(1).inset(2);
    rest.height = rest.height.saturating_sub(2);
    for (text, role) in [
        (
            "There is no programme yet. Save it from the conference's site, and then:",
            Role::Text,
        ),
        (command.as_str(), Role::Key),
    ] {
        for line in folded(text, usize::from(rest.width)) {
            pen.text(rest.top(1), line, role);
            rest = rest.below(1);
        }
        rest = rest.below(1);
    }
    keys(app, pen, area, &[(Action::Back, "back")]);
}

/// What stands in a row.
struct Cells<'a> {
    starts: Option<DateTime<FixedOffset>>,
    room: Option<&'a str>,
    title: &'a str,
    mark: String,
    colour: Role,
}

/// A room without the place of the event behind it, which is the same in every row.
fn within<'a>(desk: &Desk, room: &'a str) -> &'a str {
    let place = desk
        .event
        .place
        .as_deref()
        .filter(|place| !place.is_empty());
    let room_alone = place.and_then(|place| room.strip_suffix(place)?.strip_suffix(", "));
    room_alone.unwrap_or(room)
}

fn talk_cells<'a>(app: &App, desk: &Desk, talk: &'a Talk, clashing: &HashSet<Sid>) -> Cells<'a> {
    let sid = session_of(desk, talk);
    let clash = sid.is_some_and(|sid| clashing.contains(&sid));
    let status = sid
        .and_then(|sid| desk.session(sid))
        .map(|session| session.status);
    let moment = desk.event.local(app.now, app.home);
    let (mark, colour) = match (status, clash) {
        (Some(Status::Planned), true) => ("plan, clashes", Role::Warning),
        (Some(Status::Planned), false) => ("plan", Role::Accent),
        (Some(Status::Attended), _) => ("noted", Role::Accent),
        (Some(Status::Skipped), _) => ("skipped", Role::Dim),
        (None, _) if talk.runs_at(moment) => ("now", Role::Accent),
        (None, _) => ("", Role::Dim),
    };
    Cells {
        starts: talk.starts,
        room: talk.room.as_deref().map(|room| within(desk, room)),
        title: &talk.title,
        mark: mark.to_owned(),
        colour,
    }
}

/// A session that is in no programme is marked with its kind.
fn own_cells<'a>(sid: Sid, session: &'a Session, clashing: &HashSet<Sid>) -> Cells<'a> {
    let kind = session.kind.word();
    let (mark, colour) = match clashing.contains(&sid) {
        true => (format!("{kind}, clashes"), Role::Warning),
        false => (kind.to_owned(), Role::Accent),
    };
    Cells {
        starts: session.starts,
        room: session.room.as_deref(),
        title: &session.title,
        mark,
        colour,
    }
}

/// The day stands in the row where no head names it, and the room where no head does.
fn row_of(
    cells: &Cells<'_>,
    (zone, order): (Tz, Order),
    chosen: bool,
    pen: &mut Pen<'_>,
    row: Area,
) {
    let role = |role| if chosen { Role::Chosen } else { role };
    if chosen {
        pen.fill(row, Role::Chosen);
        pen.text(row, "\u{258c}", Role::Chosen);
    }
    let inside = Area {
        x: row.x + 1,
        width: row.width.saturating_sub(2),
        ..row
    };
    let taken = pen.right(inside, &cells.mark, role(cells.colour));
    let left = Area {
        width: inside.width.saturating_sub(taken + u16::from(taken > 0)),
        ..inside
    };
    let (form, blank) = match order {
        Order::Time => ("%H:%M", "     "),
        Order::Room | Order::Track => ("%a %H:%M", "         "),
    };
    let time = cells.starts.map_or(blank.to_owned(), |at| {
        at.with_timezone(&zone).format(form).to_string()
    });
    let used = pen.texts(left, &[(&time, role(Role::Dim)), ("  ", role(Role::Dim))]);
    let mut rest = Area {
        x: left.x + used,
        width: left.width.saturating_sub(used),
        ..left
    };
    if order != Order::Room && inside.width >= 47 && rest.width > 16 {
        let place = Area { width: 14, ..rest };
        pen.text(place, cells.room.unwrap_or_default(), role(Role::Dim));
        rest = Area {
            x: rest.x + 16,
            width: rest.width - 16,
            ..rest
        };
    }
    pen.text(rest, cells.title, role(Role::Text));
}

/// Title, time, room, what it clashes with, speakers, text and page of a talk.
fn about(desk: &Desk, talk: &Talk, zone: Tz) -> Vec<(String, Role)> {
    let mut said = vec![(talk.title.clone(), Role::Title)];
    said.extend(talk.subtitle.iter().map(|text| (text.clone(), Role::Text)));
    let facts = [&talk.room, &talk.track, &talk.kind, &talk.language];
    let facts = facts.into_iter().flatten().map(String::as_str);
    let when = span(talk.starts, talk.ends, zone);
    said.push((joined(&when, facts), Role::Dim));
    for session in at_the_time(desk, talk) {
        let when = clock(session.starts, session.ends, zone);
        let text = format!("At the same time: {}, {when}", session.title);
        said.push((text, Role::Warning));
    }
    let speakers: Vec<String> = talk
        .speakers
        .iter()
        .map(|one| {
            one.affiliation
                .as_ref()
                .map_or_else(|| one.name.clone(), |at| format!("{} ({at})", one.name))
        })
        .collect();
    if !speakers.is_empty() {
        said.push((speakers.join(", "), Role::Text));
    }
    if !talk.about.is_empty() {
        said.push((format!("\n{}", talk.about), Role::Text));
    }
    said.extend(talk.url.iter().map(|url| (format!("\n{url}"), Role::Dim)));
    said
}

/// The same of a session that is in no programme.
fn about_own(session: &Session, zone: Tz) -> Vec<(String, Role)> {
    let facts = [session.room.as_deref(), Some(session.kind.word())];
    let when = span(session.starts, session.ends, zone);
    let mut said = vec![
        (session.title.clone(), Role::Title),
        (joined(&when, facts.into_iter().flatten()), Role::Dim),
        ("Your own, not in the programme".to_owned(), Role::Dim),
    ];
    if !session.notes.trim().is_empty() {
        said.push((format!("\n{}", session.notes.trim_end()), Role::Text));
    }
    said
}

fn joined<'a>(when: &str, facts: impl Iterator<Item = &'a str>) -> String {
    facts.fold(when.to_owned(), |all, fact| all + "   " + fact)
}

fn span(
    starts: Option<DateTime<FixedOffset>>,
    ends: Option<DateTime<FixedOffset>>,
    zone: Tz,
) -> String {
    let day = starts.map(|at| at.with_timezone(&zone).format("%a ").to_string());
    day.unwrap_or_default() + &clock(starts, ends, zone)
}

fn clock(
    starts: Option<DateTime<FixedOffset>>,
    ends: Option<DateTime<FixedOffset>>,
    zone: Tz,
) -> String {
    let clock = |at: DateTime<FixedOffset>| at.with_timezone(&zone).format("%H:%M").to_string();
    match (starts.map(clock), ends.map(clock)) {
        (Some(starts), Some(ends)) => format!("{starts}-{ends}"),
        (starts, _) => starts.unwrap_or_default(),
    }
}

/// Texts below each other from the line `top` on, wrapped.
fn paragraphs(said: &[(String, Role)], top: usize, pen: &mut Pen<'_>, area: Area) {
    let columns = usize::from(area.width.max(1));
    let mut lines: Vec<(&str, Role)> = Vec::new();
    for (text, role) in said {
        for paragraph in text.split('\n') {
            lines.extend(
                folded(paragraph, columns)
                    .into_iter()
                    .map(|line| (line, *role)),
            );
        }
    }
    let top = top.min(lines.len().saturating_sub(1));
    for ((line, role), y) in lines.iter().skip(top).zip(area.y..area.y + area.height) {
        let row = Area {
            y,
            height: 1,
            ..area
        };
        pen.text(row, line, *role);
    }
}
