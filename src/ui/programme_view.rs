//! The programme: the list, and what the chosen talk is about beside it, or below it where it is
//! narrow.

use super::find::NONE;
use super::keys::keys;
use super::recovery::folded;
use super::theme::Role;
use super::write::Pen;
use crate::app::App;
use crate::app::action::Action;
use crate::app::geometry::{self, Area};
use crate::app::open_event::{OpenEvent, SessionId};
use crate::app::programme_view::{
    Order, ProgrammeLine, ProgrammeView, at_the_time, overlaps, session_of,
};
use crate::model::programme::Talk;
use crate::model::session::{Session, Status};
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use std::collections::HashSet;

/// Draws it; the answer is where the cursor belongs while the filter has the keys.
pub fn draw(
    app: &App,
    view: &ProgrammeView,
    pen: &mut Pen<'_>,
    screen: Area,
) -> Option<(u16, u16)> {
    let open_event = app.open_event.as_ref()?;
    let area = geometry::versions(screen);
    let talks = &app.programme.programme.talks;
    if talks.is_empty() {
        none(app, open_event, pen, area);
        return None;
    }
    pen.frame(
        area,
        &format!(
            "Programme {}: {} of {}",
            view.order.word(),
            shown(view),
            talks.len()
        ),
    );
    let filter = area.below(1).top(1).inset(2);
    let mut cursor = None;
    if view.filtering || !view.input.text().is_empty() {
        let taken = pen.text(filter, "/ ", Role::Key);
        let input = Area {
            x: filter.x + taken,
            width: filter.width.saturating_sub(taken),
            ..filter
        };
        let layer = pen.theme.get(Role::Text).patch(pen.theme.get(Role::Layer));
        let selection = pen.theme.get(Role::Selection);
        view.input
            .draw(super::rect(input), pen.screen, layer, selection);
        cursor = view
            .input
            .screen_cursor(super::rect(input))
            .filter(|_| view.filtering);
    } else {
        let hint = match filter.width < 54 {
            true => "All talks; / filters",
            false => "All talks; / filters by title, speaker, room or text",
        };
        pen.text(filter, hint, Role::Dim);
    }
    let (list, text) = geometry::programme_parts(screen, view.reads);
    let clashing = overlaps(&open_event.sessions);
    let zone = open_event.event.zone(app.home);
    let lines = view.lines.iter().enumerate().skip(view.top);
    for ((at, line), y) in lines.zip(list.y..list.y + list.height) {
        let row = Area {
            y,
            height: 1,
            ..list
        };
        let cells = match line {
            ProgrammeLine::Head(name) => {
                pen.text(row, name, Role::Title);
                continue;
            }
            ProgrammeLine::Talk(place) => talks
                .get(*place)
                .map(|talk| talk_cells(app, open_event, talk, &clashing)),
            ProgrammeLine::Own(session_id) => open_event
                .session(*session_id)
                .map(|session| own_cells(*session_id, session, &clashing)),
        };
        if let Some(cells) = cells {
            let shape = (zone, view.order);
            row_of(&cells, shape, at == view.selected, pen, row);
        }
    }
    if view.lines.is_empty() {
        pen.text(list, NONE, Role::Dim);
    }
    let said = if let Some(talk) = view.chosen().and_then(|at| talks.get(at)) {
        about(open_event, talk, zone)
    } else if let Some(session) = view
        .chosen_own()
        .and_then(|session_id| open_event.session(session_id))
    {
        about_own(session, zone)
    } else {
        Vec::new()
    };
    paragraphs(&said, view.line, pen, text);
    let wide = screen.width >= 72;
    let all = [
        (Action::Plan, "plan"),
        (Action::Enter, "read or note"),
        (Action::New, "note"),
        (Action::NextPane, "order"),
        (Action::Find, "filter"),
        (Action::Back, "back"),
    ];
    let few = [
        (Action::Plan, "plan"),
        (Action::Enter, "note"),
        (Action::Back, "back"),
    ];
    keys(app, pen, area, if wide { &all } else { &few });
    cursor
}

fn shown(view: &ProgrammeView) -> usize {
    view.lines
        .iter()
        .filter(|line| matches!(line, ProgrammeLine::Talk(_)))
        .count()
}

/// How to come by a programme, when there is none.
fn none(app: &App, open_event: &OpenEvent, pen: &mut Pen<'_>, area: Area) {
    pen.frame(area, "Programme");
    let folder = open_event.folder.as_deref().unwrap_or("EVENT");
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
fn within<'a>(open_event: &OpenEvent, room: &'a str) -> &'a str {
    let place = open_event
        .event
        .place
        .as_deref()
        .filter(|place| !place.is_empty());
    let room_alone = place.and_then(|place| room.strip_suffix(place)?.strip_suffix(", "));
    room_alone.unwrap_or(room)
}

fn talk_cells<'a>(
    app: &App,
    open_event: &OpenEvent,
    talk: &'a Talk,
    clashing: &HashSet<SessionId>,
) -> Cells<'a> {
    let session_id = session_of(open_event, talk);
    let conflict = session_id.is_some_and(|session_id| clashing.contains(&session_id));
    let status = session_id
        .and_then(|session_id| open_event.session(session_id))
        .map(|session| session.status);
    let moment = open_event.event.local(app.now, app.home);
    let (mark, colour) = match (status, conflict) {
        (Some(Status::Planned), true) => ("plan, overlaps", Role::Warning),
        (Some(Status::Planned), false) => ("plan", Role::Accent),
        (Some(Status::Attended), _) => ("noted", Role::Accent),
        (Some(Status::Skipped), _) => ("skipped", Role::Dim),
        (None, _) if talk.runs_at(moment) => ("now", Role::Accent),
        (None, _) => ("", Role::Dim),
    };
    Cells {
        starts: talk.starts,
        room: talk.room.as_deref().map(|room| within(open_event, room)),
        title: &talk.title,
        mark: mark.to_owned(),
        colour,
    }
}

/// A session that is in no programme is marked with its kind.
fn own_cells<'a>(
    session_id: SessionId,
    session: &'a Session,
    clashing: &HashSet<SessionId>,
) -> Cells<'a> {
    let kind = session.kind.word();
    let (mark, colour) = match clashing.contains(&session_id) {
        true => (format!("{kind}, overlaps"), Role::Warning),
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
fn about(open_event: &OpenEvent, talk: &Talk, zone: Tz) -> Vec<(String, Role)> {
    let mut said = vec![(talk.title.clone(), Role::Title)];
    said.extend(talk.subtitle.iter().map(|text| (text.clone(), Role::Text)));
    let facts = [&talk.room, &talk.track, &talk.kind, &talk.language];
    let facts = facts.into_iter().flatten().map(String::as_str);
    let when = span(talk.starts, talk.ends, zone);
    said.push((joined(&when, facts), Role::Dim));
    for session in at_the_time(open_event, talk) {
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
