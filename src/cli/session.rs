//! `hallway session`: adds a session to an event.

use super::context::CliContext;
use super::failure::Failure;
use super::list::time_of;
use super::out;
use super::words::kind;
use crate::model::session::{Session, SessionKind, Speaker, Status};
use crate::model::when::{self, EventFrame};
use crate::store::slug;
use chrono::{DateTime, FixedOffset};
use clap::Args;

/// Add a session to an event
#[derive(Debug, Args)]
pub struct NewSession {
    /// The session's title
    #[arg(required = true, value_name = "TITLE")]
    title: Vec<String>,
    /// The event [default: the one that is on today, else the last one open]
    #[arg(short, long, value_name = "EVENT")]
    event: Option<String>,
    /// What it is
    #[arg(short, long, default_value = "talk", value_parser = kind())]
    kind: SessionKind,
    /// When it begins: 10:00, "sat 10:00", "2017-03-02 10:00", now
    #[arg(long, value_name = "TIME")]
    starts: Option<String>,
    /// When it ends, likewise, or +1h
    #[arg(long, value_name = "TIME")]
    ends: Option<String>,
    /// The room or stand
    #[arg(long, value_name = "TEXT")]
    room: Option<String>,
    /// A speaker, "Name" or "Name (affiliation)"; may be given more than once
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,
}

/// Runs the verb.
pub fn run(args: NewSession, context: &mut CliContext) -> Result<(), Failure> {
    let title = context.words(&args.title);
    if title.is_empty() {
        return Err(Failure::misuse("the title is empty"));
    }
    let event = context.event(args.event.as_deref())?;
    let frame = EventFrame {
        zone: event.value.zone(context.home_zone()?),
        first: event.value.starts,
        last: event.value.ends,
        now: context.now,
    };
    let starts = moment(&frame, args.starts.as_deref(), None)?;
    if starts.is_none() && args.ends.is_some() {
        return Err(Failure::misuse("the session has an end but no start")
            .hint("say when it starts, too, such as --starts now"));
    }
    let ends = moment(&frame, args.ends.as_deref(), starts)?;
    when::in_order(starts, ends)?;
    let ahead = starts.is_some_and(|starts| starts.to_utc() > context.now);
    let planned = || {
        let programme = context.store.programme(&event.folder).ok()??;
        let same = |text: &str| text.to_lowercase() == title.to_lowercase();
        let talks = programme.talks.into_iter();
        let mut found = talks.filter(|talk| same(&talk.title) || same(&talk.facts().title));
        // Of a talk that is given twice nobody knows which is meant.
        found.next().filter(|_| found.next().is_none())
    };
    let nothing_said =
        starts.is_none() && ends.is_none() && args.room.is_none() && args.speaker.is_empty();
    let session = match planned().filter(|_| nothing_said) {
        Some(talk) => {
            let ahead = talk
                .starts
                .is_some_and(|starts| starts.to_utc() > context.now);
            talk.session(if ahead {
                Status::Planned
            } else {
                Status::Attended
            })
        }
        None => Session {
            kind: args.kind,
            title,
            starts,
            ends,
            room: args
                .room
                .map(|room| room.trim().to_owned())
                .filter(|room| !room.is_empty()),
            speakers: args.speaker.iter().map(|text| speaker(text)).collect(),
            status: if ahead {
                Status::Planned
            } else {
                Status::Attended
            },
            ..Session::default()
        },
    };
    // A title of emoji alone has nothing to make a name of, and nobody should have to think of one
    // in a noisy hall.
    let name = Some(slug(&session.title)).filter(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| session.kind.word().to_owned());
    let made = context
        .store
        .create_session(&event.folder, &name, session)?;
    let made = context.made(made);
    let session = &made.value;
    let mut said = format!(
        "{} ({}): {} at {}",
        made.name,
        session.title,
        session.kind.word(),
        event.value.title
    );
    if let Some(time) = time_of(session, frame.zone) {
        said.push_str(&format!(", {time}"));
    }
    if let Some(room) = &session.room {
        said.push_str(&format!(", {room}"));
    }
    context.out.line(said)
}

/// A moment with what has to be told about it told.
fn moment(
    frame: &EventFrame,
    text: Option<&str>,
    start: Option<DateTime<FixedOffset>>,
) -> Result<Option<DateTime<FixedOffset>>, Failure> {
    let Some(text) = text else {
        return Ok(None);
    };
    let moment = frame.moment(text, start)?;
    if let Some(notice) = &moment.notice {
        out::note(notice);
    }
    Ok(Some(moment.at))
}

/// `Josh Berkus (Project Atomic)`.
fn speaker(text: &str) -> Speaker {
    let text = text.trim();
    let parts = text.strip_suffix(')').and_then(|text| text.split_once('('));
    match parts {
        Some((name, affiliation)) if !name.trim().is_empty() && !affiliation.trim().is_empty() => {
            Speaker {
                name: name.trim().to_owned(),
                affiliation: Some(affiliation.trim().to_owned()),
                url: None,
            }
        }
        _ => Speaker {
            name: text.to_owned(),
            ..Speaker::default()
        },
    }
}
