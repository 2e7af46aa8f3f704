//! `hallway now`: what is on and what comes next, by the programme and the event's own sessions.

use super::context::CliContext;
use super::failure::Failure;
use super::schedule_report::talk as talk_json;
use crate::model::programme::{Programme, Talk};
use crate::model::session::{Session, Status};
use crate::schedule::now;
use crate::store::Loaded;
use chrono::{DateTime, FixedOffset};
use clap::Args;
use serde_json::json;

/// Say what is on now and what comes next
#[derive(Debug, Args)]
#[command(
    after_help = "FORMAT has the fields {title} {room} {left} {starts} {ends} {speakers} {track} {next} {next_room} {next_in}; it prints one line for a status bar, about the \
                  session you planned or else the first that is on. Exit status 1 when nothing is on and nothing follows."
)]
pub struct Now {
    /// The event [default: the one that is on today, else the last one open]
    #[arg(short, long, value_name = "EVENT")]
    event: Option<String>,
    /// One line, such as '{title} {room} {left}'
    #[arg(long, value_name = "FORMAT", conflicts_with = "json")]
    format: Option<String>,
    /// Print JSON; docs/format.md describes it
    #[arg(long)]
    json: bool,
}

/// A talk, and whether the person means to be there.
struct On {
    talk: Talk,
    mine: bool,
}

/// Runs the verb.
pub fn run(args: Now, context: &mut CliContext) -> Result<(), Failure> {
    let event = context.event(args.event.as_deref())?;
    let zone = event.value.zone(context.home_zone()?);
    let moment = context.now.with_timezone(&zone).fixed_offset();
    let sessions = context.sessions(&event.folder)?;
    let excerpt = context.store.programme_excerpt(&event.folder, |talks| {
        let (running, next) = now::at(talks, moment);
        let noted = sessions.iter().map(|session| &session.value.programme_id);
        let near = running.into_iter().chain(next).map(|talk| &talk.id);
        near.chain(noted.flatten()).cloned().collect()
    })?;
    let excerpt = excerpt.unwrap_or_default();
    let programme = whole(excerpt.programme, &sessions, zone);
    let (running, next) = now::at(&programme.talks, moment);
    let mine = |talk: &&Talk| On {
        mine: sessions
            .iter()
            .any(|session| is_of(&session.value, talk) && session.value.status != Status::Skipped),
        talk: (*talk).clone(),
    };
    let sorted = |talks: Vec<&Talk>| {
        let mut talks: Vec<On> = talks.iter().map(mine).collect();
        talks.sort_by_key(|on| !on.mine);
        talks
    };
    let (running, next) = (sorted(running), sorted(next));
    if args.json {
        let list = |talks: &[On]| -> Vec<serde_json::Value> {
            talks
                .iter()
                .map(|on| {
                    let mut value = talk_json(&on.talk);
                    value["mine"] = json!(on.mine);
                    value
                })
                .collect()
        };
        context.out.json(&json!({
            "event": event.folder,
            "now": moment.to_rfc3339(),
            "time_zone": zone.name(),
            "running": list(&running),
            "next": list(&next),
        }))?;
    } else if let Some(format) = &args.format {
        if !(running.is_empty() && next.is_empty()) {
            context
                .out
                .line(formatted(format, running.first(), next.first(), moment))?;
        }
    } else {
        for (word, talks) in [("now ", &running), ("next", &next)] {
            for on in talks {
                context.out.line(line(word, on, moment))?;
            }
        }
    }
    match running.is_empty() && next.is_empty() {
        false => Ok(()),
        true if excerpt.of == 0 && programme.talks.is_empty() => Err(Failure::new(format!(
            "{} has no programme and no session with a time",
            event.value.title
        ))
        .hint(format!(
            "`hallway schedule FILE -e {}` imports a programme",
            event.folder
        ))),
        true => Err(Failure::new(format!(
            "nothing is on at {} in {zone}, and nothing follows soon",
            moment.format("%a %-d %b %H:%M")
        ))),
    }
}

/// Whether a session is that of a talk.
fn is_of(session: &Session, talk: &Talk) -> bool {
    session.programme_id.as_deref() == Some(&talk.id)
}

/// The programme with the event's own sessions in it: booth shifts, meetups that nobody announced.
fn whole(mut programme: Programme, sessions: &[Loaded<Session>], zone: chrono_tz::Tz) -> Programme {
    for loaded in sessions {
        let session = &loaded.value;
        let known = programme.talks.iter().any(|talk| is_of(session, talk));
        if known || session.status == Status::Skipped || session.starts.is_none() {
            continue;
        }
        let id = format!("session:{}", loaded.name);
        let at = |moment: Option<DateTime<FixedOffset>>| {
            moment.map(|at| at.with_timezone(&zone).fixed_offset())
        };
        programme.talks.push(Talk {
            id: session.programme_id.clone().unwrap_or(id),
            title: session.title.clone(),
            speakers: session.speakers.clone(),
            room: session.room.clone(),
            track: session.track.clone(),
            kind: Some(session.kind.word().to_owned()),
            starts: at(session.starts),
            ends: at(session.ends),
            url: session.url.clone(),
            ..Talk::default()
        });
    }
    programme
}

fn line(word: &str, on: &On, moment: DateTime<FixedOffset>) -> String {
    let talk = &on.talk;
    let clock = |at: Option<DateTime<FixedOffset>>| {
        at.map(|at| at.format("%H:%M").to_string())
            .unwrap_or_default()
    };
    let left = match word {
        "now " => talk
            .span()
            .map(|(_, ends)| format!("{} left", now::span(ends - moment))),
        _ => talk
            .starts
            .map(|starts| format!("in {}", now::span(starts - moment))),
    };
    let room = talk
        .room
        .as_deref()
        .map(|room| format!("  {room}"))
        .unwrap_or_default();
    let mark = if on.mine { "*" } else { " " };
    format!(
        "{word} {mark} {}-{}  {}{room}  {}",
        clock(talk.starts),
        clock(talk.ends),
        talk.title,
        left.unwrap_or_default()
    )
}

/// The format with its fields filled in. What is not known is empty; a name that is no field stays
/// as it is.
fn formatted(
    format: &str,
    running: Option<&On>,
    next: Option<&On>,
    moment: DateTime<FixedOffset>,
) -> String {
    let clock = |at: Option<DateTime<FixedOffset>>| at.map(|at| at.format("%H:%M").to_string());
    let field = |name: &str| -> Option<String> {
        let on = running.map(|on| &on.talk);
        let later = next.map(|on| &on.talk);
        let text = match name {
            "title" => on.map(|talk| talk.title.clone()),
            "room" => on.and_then(|talk| talk.room.clone()),
            "track" => on.and_then(|talk| talk.track.clone()),
            "speakers" => on.map(|talk| {
                talk.speakers
                    .iter()
                    .map(|one| one.name.as_str())
                    .collect::<Vec<_>>()
                    .join(", ")
            }),
            "starts" => on.and_then(|talk| clock(talk.starts)),
            "ends" => on.and_then(|talk| clock(talk.span().map(|(_, ends)| ends))),
            "left" => on
                .and_then(Talk::span)
                .map(|(_, ends)| now::span(ends - moment)),
            "next" => later.map(|talk| talk.title.clone()),
            "next_room" => later.and_then(|talk| talk.room.clone()),
            "next_in" => later
                .and_then(|talk| talk.starts)
                .map(|starts| now::span(starts - moment)),
            _ => return None,
        };
        Some(text.unwrap_or_default())
    };
    let mut out = String::new();
    let mut rest = format;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find('}');
        match end.and_then(|end| field(&rest[1..end]).map(|text| (text, end))) {
            Some((text, end)) => {
                out.push_str(&text);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('{');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out.trim_end().to_owned()
}
