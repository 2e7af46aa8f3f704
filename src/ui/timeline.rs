//! The timeline: the event's sessions by day.

use super::theme::Role;
use super::write::Pen;
use crate::app::App;
use crate::app::geometry::Area;
use crate::app::open_event::{Focus, OpenEvent, TimelineRow};
use crate::app::programme_view::overlaps;
use crate::app::unreadable::UnreadableFile;
use crate::model::session::{Session, Status};

/// Draws the rows that are seen.
pub fn draw(app: &App, open_event: &OpenEvent, pen: &mut Pen<'_>, area: Area) {
    let running = open_event.running(app.now, app.home);
    let clashing = overlaps(&open_event.sessions);
    let rows = open_event.rows.iter().skip(open_event.top);
    for (row, y) in rows.zip(area.y..area.y + area.height) {
        let line = Area {
            y,
            height: 1,
            ..area
        };
        let chosen = *row == open_event.selected;
        let role = match (chosen, open_event.focus) {
            (true, Focus::Timeline) => Role::Chosen,
            (true, Focus::Pane) => Role::ChosenAway,
            (false, _) => Role::Text,
        };
        if chosen {
            pen.fill(line, role);
            pen.text(line, "\u{258c}", role);
        }
        let text = Area {
            x: line.x + 2,
            width: line.width.saturating_sub(2),
            ..line
        };
        let secondary = if chosen { role } else { Role::Dim };
        let taken = faults(app, *row, pen, text, chosen.then_some(role));
        let text = Area {
            width: text.width.saturating_sub(taken),
            ..text
        };
        match row {
            TimelineRow::NewNote => {
                pen.texts(
                    text,
                    &[("+ New note now", if chosen { role } else { Role::Accent })],
                );
            }
            TimelineRow::Day(day) => {
                let name = match day {
                    Some(day) => day.format("%a %-d %b").to_string(),
                    None => "Without a time".to_owned(),
                };
                let heading = Area {
                    x: line.x,
                    width: line.width,
                    ..line
                };
                pen.text(heading, &name, Role::Title);
            }
            TimelineRow::Session(session_id) => {
                if let Some(session) = open_event.session(*session_id) {
                    let runs = running == Some(*session_id);
                    let conflict =
                        clashing.contains(session_id) && session.status == Status::Planned;
                    session_row(session, (runs, conflict), pen, text, role, secondary);
                }
            }
            TimelineRow::Broken(at) => {
                let name = open_event.unreadable.get(*at).map(UnreadableFile::name);
                let sign = if chosen { role } else { Role::Error };
                let taken = pen.right(text, "broken", sign);
                let text = Area {
                    width: text.width.saturating_sub(taken + 1),
                    ..text
                };
                pen.texts(text, &[("! ", sign), (&name.unwrap_or_default(), role)]);
            }
            TimelineRow::Intro => {
                section(
                    pen,
                    text,
                    "Intro",
                    open_event.event.intro.trim().is_empty(),
                    role,
                    secondary,
                );
            }
            TimelineRow::Closing => {
                let closing = open_event.event.closing.as_ref();
                let name = closing.map_or("Closing", |closing| &closing.title);
                section(pen, text, name, closing.is_none(), role, secondary);
            }
            TimelineRow::Links => {
                let count = open_event.names;
                pen.text(text, "Links", if count == 0 { secondary } else { role });
                if count > 0 {
                    pen.right(text, &count.to_string(), secondary);
                }
            }
            TimelineRow::Inbox => {
                let count =
                    open_event.event.entries.owner().len() + open_event.event.people.owner().len();
                pen.text(text, "Inbox", if count == 0 { secondary } else { role });
                if count > 0 {
                    pen.right(text, &count.to_string(), secondary);
                }
            }
        }
    }
}

/// Says at the right end how much is to mend in a row; returns the columns that it takes.
fn faults(app: &App, row: TimelineRow, pen: &mut Pen<'_>, area: Area, chosen: Option<Role>) -> u16 {
    let (errors, warnings) = app.problems.marks(row);
    let role = match (errors, warnings) {
        (0, 0) => return 0,
        (0, _) => Role::Warning,
        _ => Role::Error,
    };
    let mark = format!("!{}", errors + warnings);
    pen.right(area, &mark, chosen.unwrap_or(role)) + 1
}

fn section(pen: &mut Pen<'_>, area: Area, name: &str, is_empty: bool, role: Role, dim: Role) {
    pen.text(area, name, if is_empty { dim } else { role });
    if is_empty {
        pen.right(area, "empty", dim);
    }
}

/// Time, kind, title, and a sign for its state.
fn session_row(
    session: &Session,
    (runs, conflict): (bool, bool),
    pen: &mut Pen<'_>,
    area: Area,
    role: Role,
    dim: Role,
) {
    let mark = if conflict {
        "overlap"
    } else {
        mark(session, runs)
    };
    let taken = pen.right(area, mark, if runs { role } else { dim });
    let mut rest = Area {
        width: area.width.saturating_sub(taken + u16::from(taken > 0)),
        ..area
    };
    let time = session.starts.map(|at| at.format("%H:%M").to_string());
    let time = time.unwrap_or_else(|| "     ".to_owned());
    let kind = format!("{:<7} ", session.kind.word());
    // A narrow timeline leaves the kind to the pane.
    let kind = if area.width < 30 { "" } else { &kind };
    let first = pen.texts(rest, &[(&time, dim), (" ", dim), (kind, dim)]);
    rest.x += first;
    rest.width = rest.width.saturating_sub(first);
    let title = if session.status == Status::Attended && session.in_post {
        role
    } else {
        dim
    };
    pen.text(rest, &session.title, title);
}

/// A word or sign for what is special.
fn mark(session: &Session, runs: bool) -> &'static str {
    match (runs, session.status, session.in_post) {
        (_, Status::Skipped, _) => "skipped",
        (true, ..) => "now",
        (_, Status::Planned, _) => "plan",
        (_, Status::Attended, false) => "not in post",
        (_, Status::Attended, true) if session.has_content() => "",
        (_, Status::Attended, true) => "\u{2026}",
    }
}
