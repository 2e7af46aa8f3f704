//! Sessionize's `view/All`: flat lists that refer to each other by identifier; and its
//! `view/Sessions` and `view/GridSmart`, whose sessions hold everything themselves.
//! Times are without an offset.

use super::Format;
use super::json::{list, text};
use super::row::{RawSchedule, RawTalk};
use super::time;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// What the lists beside the sessions say, by identifier.
#[derive(Default)]
struct KnownNames<'a> {
    speakers: HashMap<String, &'a Value>,
    rooms: HashMap<String, &'a Value>,
    /// The category in lower case, and the item's name.
    items: HashMap<String, (String, String)>,
}

/// Reads `view/All`.
pub(super) fn read(value: &Value) -> RawSchedule {
    let mut sheet = RawSchedule::new(Format::Sessionize);
    let mut known = KnownNames {
        speakers: by_id(list(value, "speakers")),
        rooms: by_id(list(value, "rooms")),
        ..KnownNames::default()
    };
    for category in list(value, "categories") {
        let title = text(category, "title").unwrap_or_default().to_lowercase();
        for item in list(category, "items") {
            if let (Some(id), Some(name)) = (text(item, "id"), text(item, "name")) {
                known.items.insert(id, (title.clone(), name));
            }
        }
    }
    for session in list(value, "sessions") {
        sheet.push(row(session, &known));
    }
    sheet
}

/// Whether a list is that of `view/Sessions` or of `view/GridSmart`.
pub(super) fn are_groups(groups: &[Value]) -> bool {
    groups.iter().any(|group| {
        let rooms = list(group, "rooms").iter();
        let mut holders = rooms.chain(std::iter::once(group));
        holders.any(|holder| {
            let sessions = list(holder, "sessions");
            sessions.iter().any(|one| one.get("startsAt").is_some())
        })
    })
}

/// Reads `view/Sessions`, groups of sessions, or `view/GridSmart`, days of rooms; a session for
/// everybody may stand in several rooms.
pub(super) fn read_groups(groups: &[Value]) -> RawSchedule {
    let mut sheet = RawSchedule::new(Format::Sessionize);
    let known = KnownNames::default();
    let mut seen = HashSet::new();
    for group in groups {
        for holder in list(group, "rooms").iter().chain(std::iter::once(group)) {
            for session in list(holder, "sessions") {
                let id = text(session, "id").zip(text(session, "startsAt"));
                if id.is_some_and(|id| !seen.insert(id)) {
                    continue;
                }
                let mut row = row(session, &known);
                row.room = row.room.or_else(|| text(holder, "name"));
                sheet.push(row);
            }
        }
    }
    sheet
}

fn row(session: &Value, known: &KnownNames<'_>) -> RawTalk {
    // An item is an identifier, or stands whole in its category.
    let mut items: Vec<(String, String)> = Vec::new();
    let ids = list(session, "categoryItems").iter().filter_map(id_of);
    items.extend(ids.filter_map(|id| known.items.get(&id).cloned()));
    for category in list(session, "categories") {
        let title = text(category, "name").unwrap_or_default().to_lowercase();
        let names = list(category, "categoryItems").iter();
        let names = names.filter_map(|item| text(item, "name"));
        items.extend(names.map(|name| (title.clone(), name)));
    }
    let in_category = |words: &[&str]| {
        let found = items
            .iter()
            .find(|(category, _)| words.iter().any(|word| category.contains(word)));
        found.map(|(_, name)| name.clone())
    };
    let starts = text(session, "startsAt")
        .as_deref()
        .and_then(time::timestamp);
    let service = session.get("isServiceSession").and_then(Value::as_bool) == Some(true);
    let speakers = list(session, "speakers").iter().filter_map(|speaker| {
        let id = id_of(speaker);
        person(
            id.and_then(|id| known.speakers.get(&id).copied())
                .unwrap_or(speaker),
        )
    });
    RawTalk {
        id: text(session, "id"),
        title: text(session, "title").unwrap_or_default(),
        speakers: speakers.collect(),
        room: text(session, "roomId")
            .and_then(|id| known.rooms.get(&id).and_then(|room| text(room, "name")))
            .or_else(|| text(session, "room")),
        track: in_category(&["track"]),
        kind: in_category(&["format", "type"]).or_else(|| service.then(|| "service".to_owned())),
        language: in_category(&["language"]),
        wrong: starts.is_none().then(|| "it has no time yet".to_owned()),
        starts,
        ends: text(session, "endsAt").as_deref().and_then(time::timestamp),
        about: text(session, "description").into_iter().collect(),
        url: text(session, "liveUrl"),
        ..RawTalk::default()
    }
}

fn by_id(values: &[Value]) -> HashMap<String, &Value> {
    values
        .iter()
        .filter_map(|value| Some((text(value, "id")?, value)))
        .collect()
}

/// An identifier that stands alone or in an object.
fn id_of(value: &Value) -> Option<String> {
    match value {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => text(value, "id"),
    }
}

fn person(speaker: &Value) -> Option<(String, Option<String>, Option<String>)> {
    let parts = [text(speaker, "firstName"), text(speaker, "lastName")];
    let joined = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let name = text(speaker, "fullName")
        .or(Some(joined).filter(|name| !name.is_empty()))
        .or_else(|| text(speaker, "name"))?;
    let first_link = list(speaker, "links")
        .iter()
        .find_map(|link| text(link, "url"));
    Some((name, text(speaker, "tagLine"), first_link))
}
