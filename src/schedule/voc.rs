//! `schedule.json` of frab, pretalx and the voc, version 1 and 2.
//!
//! Rooms are an object of lists by name in a day, which version 2 may have as a list of rooms with
//! their events; a person's name is in `public_name`, `full_public_name` or `name`.

use super::Format;
use super::json::{list, text};
use super::row::{RawSchedule, RawTalk, filled};
use super::time::{self, When};
use serde_json::Value;

/// The conference in it, if it is one of these.
pub(super) fn conference(value: &Value) -> Option<&Value> {
    let conference = value
        .get("schedule")
        .and_then(|schedule| schedule.get("conference"));
    let conference = conference.or_else(|| value.get("conference"))?;
    conference.is_object().then_some(conference)
}

/// Reads it.
pub(super) fn read(value: &Value, conference: &Value) -> RawSchedule {
    let mut sheet = RawSchedule::new(Format::Json);
    let schedule = value.get("schedule").unwrap_or(value);
    sheet.title = text(conference, "title");
    sheet.version = text(schedule, "version");
    sheet.zone = text(conference, "time_zone_name");
    sheet.first = text(conference, "start");
    sheet.last = text(conference, "end");
    sheet.url = text(conference, "url").or_else(|| text(schedule, "base_url"));
    let places = [text(conference, "venue"), text(conference, "city")];
    sheet.place = filled(&places.into_iter().flatten().collect::<Vec<_>>().join(", "));
    let days = list(conference, "days")
        .iter()
        .chain(list(schedule, "days"));
    for day in days {
        let date = text(day, "date");
        let date = date.as_deref();
        match day.get("rooms") {
            Some(Value::Object(rooms)) => {
                for (name, events) in rooms {
                    for event in events.as_array().map_or(&[][..], Vec::as_slice) {
                        sheet.push(row(event, date, Some(name)));
                    }
                }
            }
            Some(Value::Array(rooms)) => {
                for room in rooms {
                    let name = text(room, "name");
                    for event in list(room, "events").iter().chain(list(room, "talks")) {
                        sheet.push(row(event, date, name.as_deref()));
                    }
                }
            }
            _ => {}
        }
        for event in list(day, "events") {
            sheet.push(row(event, date, None));
        }
    }
    for holder in [conference, schedule] {
        for event in list(holder, "events").iter().chain(list(holder, "talks")) {
            sheet.push(row(event, None, None));
        }
    }
    sheet
}

fn row(event: &Value, day: Option<&str>, room: Option<&str>) -> RawTalk {
    let date = text(event, "date");
    let starts = date.as_deref().and_then(time::timestamp).or_else(|| {
        let day = time::date(date.as_deref().or(day)?)?;
        let clock = time::clock(&text(event, "start")?)?;
        Some(When::Wall(day.and_time(clock)))
    });
    let minutes = match event.get("duration") {
        Some(Value::Number(minutes)) => minutes.as_i64(),
        Some(Value::String(text)) => time::duration(text),
        _ => None,
    };
    let speakers = list(event, "persons")
        .iter()
        .chain(list(event, "speakers"))
        .filter_map(|person| match person {
            Value::String(name) => Some((filled(name)?, None, None)),
            _ => {
                let names = ["public_name", "full_public_name", "name"];
                let name = names.iter().find_map(|key| text(person, key))?;
                Some((
                    name,
                    text(person, "organization").or_else(|| text(person, "affiliation")),
                    text(person, "url"),
                ))
            }
        })
        .collect();
    let own_room = match event.get("room") {
        Some(room @ Value::Object(_)) => text(room, "name"),
        _ => text(event, "room"),
    };
    let track = match event.get("track") {
        Some(track @ Value::Object(_)) => text(track, "name"),
        _ => text(event, "track"),
    };
    let wrong = match (&starts, &date) {
        (Some(_), _) => None,
        (None, Some(date)) => Some(format!("its date is \"{}\"", super::clean::line(date))),
        (None, None) => Some("it has no date".to_owned()),
    };
    RawTalk {
        line: None,
        id: text(event, "guid")
            .or_else(|| text(event, "code"))
            .or_else(|| text(event, "id")),
        title: text(event, "title").unwrap_or_default(),
        subtitle: text(event, "subtitle"),
        speakers,
        room: own_room.or_else(|| room.and_then(filled)),
        track,
        kind: text(event, "type"),
        starts,
        ends: None,
        minutes,
        language: text(event, "language"),
        about: ["abstract", "description"]
            .iter()
            .filter_map(|key| text(event, key))
            .collect(),
        url: text(event, "url").or_else(|| text(event, "origin_url")),
        wrong,
    }
}
