//! `hallway check EVENT`: the event's texts, and whether it is ready.

use super::check::{Located, Report};
use super::context::Context;
use super::failure::Failure;
use crate::check::event::{self, InEvent, Material, Owned, Part, Sheets};
use crate::check::{Book, Place};
use crate::model::event::Event;
use crate::model::secret;
use crate::model::session::Session;
use crate::store::Loaded;
use std::path::Path;

/// Checks the event of that name. With `fix` what can be mended is, and saved.
pub fn run(
    wanted: Option<&str>,
    fix: bool,
    book: &Book,
    context: &mut Context,
    report: &mut Report,
) -> Result<(), Failure> {
    let mut event = context.event(wanted)?;
    let mut sessions = context.all_sessions(&event.folder)?;
    let mut sheets = Sheets::default();
    let mut found = look(&event, &sessions, book, &mut sheets);
    let mut at = 0;
    while fix && at < found.len() {
        let one = &found[at];
        let borrowed: Vec<&Session> = sessions.iter().map(|session| &session.value).collect();
        let owned = owned(&event.value, &borrowed);
        let material = Material {
            event: &event.value,
            sessions: &borrowed,
            book,
            owned: &owned,
        };
        let Some(text) = event::mend(&material, one, &found, &sheets) else {
            at += 1;
            continue;
        };
        report.fixed.push(located(&event, &sessions, one.clone()));
        match one.part {
            Part::Intro => event.value.intro = text,
            Part::Closing => {
                if let Some(closing) = &mut event.value.closing {
                    closing.text = text;
                }
            }
            Part::Session(number) => sessions[number].value.notes = text,
            Part::Event | Part::Header | Part::Links => {}
        }
        match one.part {
            Part::Session(number) => context.save(&mut sessions[number])?,
            _ => context.save(&mut event)?,
        }
        found = look(&event, &sessions, book, &mut sheets);
    }
    report
        .found
        .extend(found.into_iter().map(|one| located(&event, &sessions, one)));
    Ok(())
}

fn owned(event: &Event, sessions: &[&Session]) -> Owned {
    Owned {
        to_dos: secret::open_to_dos(event, sessions),
        secrets: secret::secrets(event, sessions),
    }
}

fn look(
    event: &Loaded<Event>,
    sessions: &[Loaded<Session>],
    book: &Book,
    sheets: &mut Sheets,
) -> Vec<InEvent> {
    let borrowed: Vec<&Session> = sessions.iter().map(|session| &session.value).collect();
    let owned = owned(&event.value, &borrowed);
    let material = Material {
        event: &event.value,
        sessions: &borrowed,
        book,
        owned: &owned,
    };
    event::event(&material, sheets)
}

/// The finding with the file that its text stands in, and the line there.
fn located(event: &Loaded<Event>, sessions: &[Loaded<Session>], one: InEvent) -> Located {
    let closing = event
        .value
        .closing
        .as_ref()
        .map_or("", |closing| closing.text.as_str());
    let session = match one.part {
        Part::Session(at) => sessions.get(at),
        _ => None,
    };
    let (path, text, part) = match (one.part, session) {
        (Part::Session(_), Some(session)) => {
            (session.path(), session.value.notes.as_str(), "notes")
        }
        (Part::Intro, _) => (event.path(), event.value.intro.as_str(), "intro"),
        (Part::Closing, _) => (event.path(), closing, "closing"),
        (Part::Header, _) => (event.path(), "", "header"),
        (Part::Links, _) => (event.path(), "", "links"),
        (Part::Event | Part::Session(_), _) => (event.path(), "", "event"),
    };
    let place = in_file(path, text, part, one.finding.place);
    Located {
        file: path.display().to_string(),
        place,
        event: Some((
            event.folder.clone(),
            session.map(|session| session.name.clone()),
            part,
        )),
        finding: one.finding,
    }
}

/// A place of a text as a place of the file that holds it: the text stands there as it is, nearly always.
fn in_file(path: &Path, text: &str, part: &str, place: Place) -> Place {
    let top = Place { line: 1, column: 1 };
    let Ok(file) = std::fs::read_to_string(path) else {
        return top;
    };
    let line_at = |at: usize| file[..at].matches('\n').count() + 1;
    let whole = text.trim_end();
    if !whole.is_empty()
        && let Some(at) = file.find(whole)
    {
        return Place {
            line: line_at(at) + place.line - 1,
            column: place.column,
        };
    }
    let key = match part {
        "notes" => "notes =",
        "intro" => "intro =",
        "closing" => "[closing]",
        "header" => "[header]",
        "links" => "[[links]]",
        _ => return top,
    };
    let found = file
        .lines()
        .position(|line| line.starts_with(key))
        .map(|at| at + 1);
    let below = if matches!(part, "header") {
        place.line
    } else {
        0
    };
    Place {
        line: found.map_or(1, |line| line + below),
        column: 1,
    }
}
