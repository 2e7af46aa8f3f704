//! The programme: the list, and what the chosen talk is about beside it, or below it where it is narrow.

use super::keys::keys;
use super::recovery::folded;
use super::theme::Role;
use super::write::Pen;
use crate::app::App;
use crate::app::action::Action;
use crate::app::desk::Desk;
use crate::app::geometry::{self, Area};
use crate::app::picking::{Line, Picking, clashes, session_of};
use crate::model::programme::Talk;
use crate::model::session::Status;

/// Draws it; the answer is where the cursor belongs while the filter has the keys.
pub fn draw(app: &App, picking: &Picking, pen: &mut Pen<'_>, screen: Area) -> Option<(u16, u16)> {
    let desk = app.desk.as_ref()?;
    let area = geometry::versions(screen);
    let talks = &app.programme.programme.talks;
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
        let hint = if talks.is_empty() {
            ""
        } else {
            "All talks; / filters by title, speaker, room or text"
        };
        pen.text(filter, hint, Role::Dim);
    }
    let (list, text) = geometry::picking_parts(screen, picking.reads);
    if talks.is_empty() {
        let folder = desk.folder.as_deref().unwrap_or("EVENT");
        let lines = [
            "There is no programme yet. Save it from the conference's site, and then:".to_owned(),
            String::new(),
            format!("    hallway schedule FILE -e {folder}"),
        ];
        let mut rest = list;
        for line in lines
            .iter()
            .flat_map(|line| folded(line, usize::from(list.width.max(1))))
        {
            pen.text(rest, line, Role::Text);
            rest = rest.below(1);
        }
        keys(app, pen, area, &[(Action::Back, "back")]);
        return cursor;
    }
    let clashing = clashes(&desk.sessions);
    let lines = picking.lines.iter().enumerate().skip(picking.top);
    for ((at, line), y) in lines.zip(list.y..list.y + list.height) {
        let row = Area {
            y,
            height: 1,
            ..list
        };
        match line {
            Line::Head(name) => {
                pen.text(row, name, Role::Title);
            }
            Line::Talk(place) => {
                if let Some(talk) = talks.get(*place) {
                    let sid = session_of(desk, talk);
                    let clash = sid.is_some_and(|sid| clashing.contains(&sid));
                    row_of(app, desk, talk, (at == picking.selected, clash), pen, row);
                }
            }
        }
    }
    if let Some(talk) = picking.chosen().and_then(|at| talks.get(at)) {
        about(talk, picking, pen, text);
    }
    let wide = screen.width >= 72;
    let all = [
        (Action::Pick, "plan to go"),
        (Action::Enter, "read, or note"),
        (Action::New, "note"),
        (Action::NextPane, "other order"),
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

fn row_of(
    app: &App,
    desk: &Desk,
    talk: &Talk,
    (chosen, clash): (bool, bool),
    pen: &mut Pen<'_>,
    row: Area,
) {
    let role = |role| if chosen { Role::Chosen } else { role };
    if chosen {
        pen.fill(row, Role::Chosen);
        pen.text(row, "\u{258c}", Role::Chosen);
    }
    let status = session_of(desk, talk)
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
    let inside = Area {
        x: row.x + 1,
        width: row.width.saturating_sub(2),
        ..row
    };
    let taken = pen.right(inside, mark, role(colour));
    let left = Area {
        width: inside.width.saturating_sub(taken + u16::from(taken > 0)),
        ..inside
    };
    let time = talk.starts.map_or("     ".to_owned(), |at| {
        at.with_timezone(moment.offset())
            .format("%H:%M")
            .to_string()
    });
    let used = pen.texts(left, &[(&time, role(Role::Dim)), ("  ", role(Role::Dim))]);
    let mut rest = Area {
        x: left.x + used,
        width: left.width.saturating_sub(used),
        ..left
    };
    if rest.width >= 40
        && let Some(room) = &talk.room
    {
        let place = Area { width: 14, ..rest };
        pen.text(place, room, role(Role::Dim));
        rest = Area {
            x: rest.x + 16,
            width: rest.width - 16,
            ..rest
        };
    }
    pen.text(rest, &talk.title, role(Role::Text));
}

/// Title, time, room, speakers, text and page of a talk.
fn about(talk: &Talk, picking: &Picking, pen: &mut Pen<'_>, area: Area) {
    let columns = usize::from(area.width.max(1));
    let mut lines: Vec<(String, Role)> = Vec::new();
    let mut add = |text: &str, role: Role| {
        for paragraph in text.split('\n') {
            lines.extend(
                folded(paragraph, columns)
                    .into_iter()
                    .map(|line| (line.to_owned(), role)),
            );
        }
    };
    add(&talk.title, Role::Title);
    let clock = |at: Option<chrono::DateTime<chrono::FixedOffset>>, form: &str| {
        at.map(|at| at.format(form).to_string()).unwrap_or_default()
    };
    let mut facts = format!(
        "{}{}",
        clock(talk.starts, "%a %H:%M"),
        clock(talk.ends, "-%H:%M")
    );
    for fact in [&talk.room, &talk.track, &talk.kind, &talk.language]
        .into_iter()
        .flatten()
    {
        facts.push_str("   ");
        facts.push_str(fact);
    }
    add(&facts, Role::Dim);
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
        add(&speakers.join(", "), Role::Text);
    }
    if !talk.about.is_empty() {
        add("", Role::Text);
        add(&talk.about, Role::Text);
    }
    if let Some(url) = &talk.url {
        add("", Role::Text);
        add(url, Role::Dim);
    }
    let top = picking.line.min(lines.len().saturating_sub(1));
    for ((line, role), y) in lines.iter().skip(top).zip(area.y..area.y + area.height) {
        pen.text(
            Area {
                y,
                height: 1,
                ..area
            },
            line,
            *role,
        );
    }
}
