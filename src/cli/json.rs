//! The JSON that `list --json` prints. Its schema is in docs/format.md and only ever grows.

use crate::model::event::Event;
use crate::model::session::Session;
use crate::model::words::words;
use crate::store::{EventEntry, Loaded, StoreError};
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use serde_json::{Value, json};

/// All events, and what could not be read.
pub fn events(events: &[EventEntry], errors: &[StoreError]) -> Value {
    let event = |entry: &EventEntry| {
        json!({
            "name": entry.folder,
            "title": entry.title,
            "starts": entry.starts.map(|day| day.to_string()),
            "ends": entry.ends.or(entry.starts).map(|day| day.to_string()),
            "time_zone": entry.time_zone.map(|zone| zone.name()),
            "place": entry.place,
            "sessions": entry.sessions,
        })
    };
    json!({
        "events": events.iter().map(event).collect::<Vec<_>>(),
        "problems": problems(errors),
    })
}

/// An event with its sessions; times have the offset of the event's zone.
pub fn sessions(
    event: &Loaded<Event>,
    sessions: &[Loaded<Session>],
    errors: &[StoreError],
    zone: Tz,
) -> Value {
    let value = &event.value;
    json!({
        "event": {
            "name": event.folder,
            "title": value.title,
            "starts": value.starts.map(|day| day.to_string()),
            "ends": value.ends.or(value.starts).map(|day| day.to_string()),
            "time_zone": zone.name(),
            "place": value.place,
            "url": value.url,
            "path": event.path().display().to_string(),
            "words": words(&value.intro) + value.closing.as_ref().map_or(0, |closing| words(&closing.text)),
            "links": value.links.len(),
            "entries": value.entries.owner().len(),
            "people": value.people.owner().len(),
        },
        "sessions": sessions.iter().map(|loaded| session(loaded, zone)).collect::<Vec<_>>(),
        "problems": problems(errors),
    })
}

fn session(loaded: &Loaded<Session>, zone: Tz) -> Value {
    let session = &loaded.value;
    let at = |moment: Option<DateTime<FixedOffset>>| {
        moment.map(|at| at.with_timezone(&zone).to_rfc3339())
    };
    let speakers: Vec<Value> = session
        .speakers
        .iter()
        .map(|speaker| json!({"name": speaker.name, "affiliation": speaker.affiliation, "url": speaker.url}))
        .collect();
    json!({
        "name": loaded.name,
        "kind": session.kind.word(),
        "title": session.title,
        "starts": at(session.starts),
        "ends": at(session.ends),
        "room": session.room,
        "track": session.track,
        "url": session.url,
        "status": session.status.word(),
        "role": session.role.word(),
        "in_post": session.in_post,
        "placement": session.placement.word(),
        "level": session.level,
        "speakers": speakers,
        "words": words(&session.notes),
        "entries": session.entries.owner().len(),
        "people": session.people.owner().len(),
        "path": loaded.path().display().to_string(),
    })
}

/// What could not be read.
pub fn problems(errors: &[StoreError]) -> Vec<Value> {
    errors
        .iter()
        .map(|error| {
            let place = error.place();
            json!({
                "path": error.path().map(|path| path.display().to_string()),
                "line": place.map(|(line, _)| line),
                "column": place.map(|(_, column)| column),
                "message": error.to_string(),
            })
        })
        .collect()
}
