//! Indico's export of an event with its contributions: the one format that has affiliations.

use super::Format;
use super::json::{list, text};
use super::row::{RawSchedule, RawTalk, filled};
use super::time::{self, When};
use serde_json::Value;

/// Reads it.
pub(super) fn read(value: &Value) -> RawSchedule {
    let mut sheet = RawSchedule::new(Format::Indico);
    for event in list(value, "results") {
        sheet.title = sheet.title.or_else(|| text(event, "title"));
        sheet.zone = sheet.zone.or_else(|| text(event, "timezone"));
        sheet.url = sheet.url.or_else(|| text(event, "url"));
        let places = [text(event, "location"), text(event, "address")];
        sheet.place = sheet
            .place
            .or_else(|| filled(&places.into_iter().flatten().collect::<Vec<_>>().join(", ")));
        let day = |key: &str| event.get(key).and_then(|date| text(date, "date"));
        sheet.first = sheet.first.or_else(|| day("startDate"));
        sheet.last = sheet.last.or_else(|| day("endDate"));
        for contribution in list(event, "contributions") {
            sheet.push(row(contribution, None));
        }
        for session in list(event, "sessions") {
            let inner = list(session, "contributions");
            if inner.is_empty() {
                sheet.push(row(session, None));
            }
            let track = session
                .get("session")
                .and_then(|session| text(session, "title"));
            let track = track.or_else(|| text(session, "title"));
            for contribution in inner {
                sheet.push(row(contribution, track.clone()));
            }
        }
    }
    sheet
}

fn row(contribution: &Value, track: Option<String>) -> RawTalk {
    let starts = contribution.get("startDate").and_then(moment);
    let people = list(contribution, "speakers")
        .iter()
        .chain(list(contribution, "conveners"));
    RawTalk {
        id: text(contribution, "url")
            .or_else(|| text(contribution, "db_id"))
            .or_else(|| text(contribution, "id")),
        title: text(contribution, "title").unwrap_or_default(),
        speakers: people.filter_map(person).collect(),
        room: text(contribution, "roomFullname").or_else(|| text(contribution, "room")),
        track: text(contribution, "track")
            .or_else(|| text(contribution, "session"))
            .or(track),
        kind: text(contribution, "type"),
        wrong: starts.is_none().then(|| "it is not scheduled".to_owned()),
        starts,
        ends: contribution.get("endDate").and_then(moment),
        minutes: contribution.get("duration").and_then(Value::as_i64),
        about: text(contribution, "description").into_iter().collect(),
        url: text(contribution, "url"),
        ..RawTalk::default()
    }
}

fn moment(value: &Value) -> Option<When> {
    let local = format!("{}T{}", text(value, "date")?, text(value, "time")?);
    match (
        time::timestamp(&local)?,
        text(value, "tz").and_then(|name| time::zone(&name)),
    ) {
        (When::Wall(local), Some(zone)) => Some(When::In(local, zone)),
        (when, _) => Some(when),
    }
}

fn person(person: &Value) -> Option<(String, Option<String>, Option<String>)> {
    let parts = [text(person, "first_name"), text(person, "last_name")];
    let joined = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let name = filled(&joined).or_else(|| {
        text(person, "fullName")
            .or_else(|| text(person, "name"))
            .map(|name| in_order(&name))
    })?;
    Some((name, text(person, "affiliation"), None))
}

/// "Last, First" as "First Last".
pub(super) fn in_order(name: &str) -> String {
    match name.split_once(',') {
        Some((last, first)) if !first.trim().is_empty() && !first.contains(',') => {
            format!("{} {}", first.trim(), last.trim())
        }
        _ => name.trim().to_owned(),
    }
}
