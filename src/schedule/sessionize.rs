//! Sessionize's `view/All`: flat lists that refer to each other by identifier; times without an offset.

use super::Format;
use super::json::{list, text};
use super::row::{Row, Sheet};
use super::time;
use serde_json::Value;
use std::collections::HashMap;

/// Reads it.
pub(super) fn read(value: &Value) -> Sheet {
    let mut sheet = Sheet::new(Format::Sessionize);
    let speakers: HashMap<String, &Value> = by_id(list(value, "speakers"));
    let rooms: HashMap<String, &Value> = by_id(list(value, "rooms"));
    let mut items: HashMap<String, (String, String)> = HashMap::new();
    for category in list(value, "categories") {
        let title = text(category, "title").unwrap_or_default().to_lowercase();
        for item in list(category, "items") {
            if let (Some(id), Some(name)) = (text(item, "id"), text(item, "name")) {
                items.insert(id, (title.clone(), name));
            }
        }
    }
    for session in list(value, "sessions") {
        let ids =
            |key: &str| -> Vec<String> { list(session, key).iter().filter_map(id_of).collect() };
        let in_category = |words: &[&str]| {
            let ids = ids("categoryItems");
            let found = ids.iter().filter_map(|id| items.get(id));
            found
                .filter(|(category, _)| words.iter().any(|word| category.contains(word)))
                .map(|(_, name)| name.clone())
                .next()
        };
        let starts = text(session, "startsAt")
            .as_deref()
            .and_then(time::timestamp);
        let service = session.get("isServiceSession").and_then(Value::as_bool) == Some(true);
        sheet.rows.push(Row {
            id: text(session, "id"),
            title: text(session, "title").unwrap_or_default(),
            speakers: list(session, "speakers")
                .iter()
                .filter_map(|speaker| {
                    let id = id_of(speaker);
                    let known = id.and_then(|id| speakers.get(&id).copied());
                    person(known.unwrap_or(speaker))
                })
                .collect(),
            room: text(session, "roomId")
                .and_then(|id| rooms.get(&id).and_then(|room| text(room, "name")))
                .or_else(|| text(session, "room")),
            track: in_category(&["track"]),
            kind: in_category(&["format", "type"])
                .or_else(|| service.then(|| "service".to_owned())),
            language: in_category(&["language"]),
            wrong: starts.is_none().then(|| "it has no time yet".to_owned()),
            starts,
            ends: text(session, "endsAt").as_deref().and_then(time::timestamp),
            about: text(session, "description").into_iter().collect(),
            url: text(session, "liveUrl"),
            ..Row::default()
        });
    }
    sheet
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
