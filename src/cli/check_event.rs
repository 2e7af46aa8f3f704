//! `hallway check EVENT`: the event's texts, and whether it is ready.

use super::check::{Located, Report};
use super::context::CliContext;
use super::failure::Failure;
use super::out;
use crate::check::event::{self, CheckInput, CheckedTexts, EventPart, InEvent, PrivateFacts};
use crate::check::{self, Book, Effort, Finding, Place, Severity};
use crate::model::event::Event;
use crate::model::secret;
use crate::model::session::Session;
use crate::post::Origin;
use crate::publish::Draft;
use crate::store::Loaded;
use std::collections::HashMap;
use std::path::Path;

/// Checks the event of that name. With `fix` what can be mended is, and saved.
pub fn run(
    wanted: Option<&str>,
    fix: bool,
    book: &Book,
    context: &mut CliContext,
    report: &mut Report,
) -> Result<(), Failure> {
    let mut event = context.event(wanted)?;
    let mut sessions = context.all_sessions(&event.folder)?;
    let mut texts = CheckedTexts::default();
    let mut found = look(&event, &sessions, book, &mut texts);
    let mut at = 0;
    let mut event_to_save = false;
    let mut sessions_to_save = vec![false; sessions.len()];
    let mut starts = LineStarts::default();
    let whole = bytes(&event.value, &sessions);
    let mut effort = Effort::of(whole);
    while fix && at < found.len() {
        let one = &found[at];
        if one.finding.fix.is_some() {
            // The text is read anew, of the others only the names.
            let text = match one.part {
                EventPart::Session(number) => sessions[number].value.notes.len(),
                _ => event.value.intro.len(),
            };
            if !effort.look(text + whole / 16) {
                report.more = true;
                break;
            }
        }
        let borrowed: Vec<&Session> = sessions.iter().map(|session| &session.value).collect();
        let private_facts = private_facts(&event.value, &borrowed);
        let material = CheckInput {
            event: &event.value,
            sessions: &borrowed,
            book,
            private: &private_facts,
        };
        let Some(text) = event::fix(&material, one, &found, &texts) else {
            at += 1;
            continue;
        };
        report
            .fixed
            .push(located(&event, &sessions, one.clone(), &mut starts));
        match one.part {
            EventPart::Intro => event.value.intro = text,
            EventPart::Closing => {
                if let Some(closing) = &mut event.value.closing {
                    closing.text = text;
                }
            }
            EventPart::Session(number) => sessions[number].value.notes = text,
            EventPart::Event | EventPart::Header | EventPart::Links => {}
        }
        match one.part {
            EventPart::Session(number) => sessions_to_save[number] = true,
            _ => event_to_save = true,
        }
        found = look(&event, &sessions, book, &mut texts);
    }
    if event_to_save {
        context.save(&mut event)?;
    }
    for (session, _) in sessions
        .iter_mut()
        .zip(&sessions_to_save)
        .filter(|(_, save)| **save)
    {
        context.save(session)?;
    }
    found.extend(in_the_post(context, &event, &sessions, &found)?);
    let mut starts = LineStarts::default();
    report.found.extend(
        found
            .into_iter()
            .map(|one| located(&event, &sessions, one, &mut starts)),
    );
    Ok(())
}

/// Errors of the whole post that none of its parts has by itself, such as a reference to one of two
/// sessions of the same title.
fn in_the_post(
    context: &CliContext,
    event: &Loaded<Event>,
    sessions: &[Loaded<Session>],
    found: &[InEvent],
) -> Result<Vec<InEvent>, Failure> {
    let values: Vec<Session> = sessions
        .iter()
        .map(|session| session.value.clone())
        .collect();
    let links = context
        .store
        .book()
        .map(|book| book.value.links)
        .unwrap_or_default();
    let draft = context.draft(event.value.clone(), &values, &links)?;
    if let Err(error) = draft.can_be_written() {
        out::warn(error);
    }
    let Draft {
        event: whole,
        source: written,
        ..
    } = draft;
    let known = |finding: &Finding| {
        found.iter().any(|one| {
            let same = (one.finding.rule, &one.finding.name) == (finding.rule, &finding.name);
            same && one.finding.level == Severity::Error
        })
    };
    let errors = check::post(&written.text, &Book::default())
        .into_iter()
        .filter(|finding| finding.level == Severity::Error && !known(finding));
    let part = |finding: &Finding| match written.origin(finding.span.start) {
        Some(Origin::Session(at)) => (
            EventPart::Session(at),
            values.get(at).map_or("", |session| &session.notes),
        ),
        Some(Origin::Intro) => (EventPart::Intro, whole.intro.as_str()),
        Some(Origin::Closing) => (
            EventPart::Closing,
            whole.closing.as_ref().map_or("", |closing| &closing.text),
        ),
        Some(Origin::Header) => (EventPart::Header, ""),
        Some(Origin::Links) => (EventPart::Links, ""),
        None => (EventPart::Event, ""),
    };
    let in_part = |finding: Finding| {
        let (part, text) = part(&finding);
        // The line is looked for by what it says, since the export wraps lines.
        let source = written.text.get(finding.span.clone()).unwrap_or_default();
        let at = text
            .find(source)
            .filter(|_| !source.is_empty())
            .unwrap_or(0);
        let before = &text[..at];
        let place = Place {
            line: before.matches('\n').count() + 1,
            column: before
                .rsplit('\n')
                .next()
                .unwrap_or_default()
                .chars()
                .count()
                + 1,
        };
        InEvent {
            part,
            finding: Finding {
                place,
                exact: place,
                fix: None,
                ..finding
            },
        }
    };
    Ok(errors.map(in_part).collect())
}

/// The bytes of an event's texts.
fn bytes(event: &Event, sessions: &[Loaded<Session>]) -> usize {
    let notes: usize = sessions.iter().map(|it| it.value.notes.len()).sum();
    let closing = event.closing.as_ref().map_or(0, |it| it.text.len());
    event.intro.len() + closing + notes
}

fn private_facts(event: &Event, sessions: &[&Session]) -> PrivateFacts {
    PrivateFacts {
        to_dos: secret::open_to_dos(event, sessions),
        waiting: secret::waiting(event),
        secrets: secret::secrets(event, sessions),
    }
}

fn look(
    event: &Loaded<Event>,
    sessions: &[Loaded<Session>],
    book: &Book,
    texts: &mut CheckedTexts,
) -> Vec<InEvent> {
    let borrowed: Vec<&Session> = sessions.iter().map(|session| &session.value).collect();
    let private_facts = private_facts(&event.value, &borrowed);
    let material = CheckInput {
        event: &event.value,
        sessions: &borrowed,
        book,
        private: &private_facts,
    };
    event::event(&material, texts)
}

/// The finding with the file that its text stands in, and the line there.
fn located(
    event: &Loaded<Event>,
    sessions: &[Loaded<Session>],
    one: InEvent,
    starts: &mut LineStarts,
) -> Located {
    let closing = event
        .value
        .closing
        .as_ref()
        .map_or("", |closing| closing.text.as_str());
    let session = match one.part {
        EventPart::Session(at) => sessions.get(at),
        _ => None,
    };
    let (path, text, part) = match (one.part, session) {
        (EventPart::Session(_), Some(session)) => {
            (session.path(), session.value.notes.as_str(), "notes")
        }
        (EventPart::Intro, _) => (event.path(), event.value.intro.as_str(), "intro"),
        (EventPart::Closing, _) => (event.path(), closing, "closing"),
        (EventPart::Header, _) => (event.path(), "", "header"),
        (EventPart::Links, _) => (event.path(), "", "links"),
        (EventPart::Event | EventPart::Session(_), _) => (event.path(), "", "event"),
    };
    let place = starts.place(&one, path, text, part);
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

/// Where the texts of an event begin in their files; each file is read once.
#[derive(Default)]
struct LineStarts(HashMap<EventPart, Start>);

/// Where a text begins in its file.
#[derive(Clone, Copy)]
enum Start {
    /// It stands there as it is, nearly always; its first line is this one.
    Text(usize),
    /// It is written otherwise, below the key in this line.
    Key(usize),
}

impl LineStarts {
    /// A place of a part's text as a place of the file that holds it.
    fn place(&mut self, one: &InEvent, path: &Path, text: &str, part: &str) -> Place {
        let place = one.finding.place;
        let start = *self
            .0
            .entry(one.part)
            .or_insert_with(|| start(path, text, part));
        match start {
            Start::Text(line) => Place {
                line: line + place.line - 1,
                column: place.column,
            },
            Start::Key(line) if part == "header" => Place {
                line: line + place.line,
                column: 1,
            },
            Start::Key(line) => Place { line, column: 1 },
        }
    }
}

fn start(path: &Path, text: &str, part: &str) -> Start {
    let Ok(file) = std::fs::read_to_string(path) else {
        return Start::Key(1);
    };
    let whole = text.trim_end();
    if !whole.is_empty()
        && let Some(at) = file.find(whole)
    {
        return Start::Text(file[..at].matches('\n').count() + 1);
    }
    let key = match part {
        "notes" => "notes =",
        "intro" => "intro =",
        "closing" => "[closing]",
        "header" => "[header]",
        "links" => "[[links]]",
        _ => return Start::Key(1),
    };
    let line = file.lines().position(|line| line.starts_with(key));
    Start::Key(line.map_or(1, |line| line + 1))
}
