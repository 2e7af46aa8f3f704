//! `schedule.xml`: Pentabarf's, and all that followed its shape: FOSDEM's, frab's, pretalx's, the
//! voc's, wafer's.
//!
//! The old one has no `<date>` in an event: its times are of the day that is going on, which
//! changes at `day_change`. wafer's `<date>` is in UTC while its `<start>` is local; the date alone
//! counts. FOSDEM's of 2026 has `<persons>` at the top, too; only those in an event speak.

use super::row::{RawSchedule, RawTalk, filled};
use super::time::{self, When};
use super::xml::Element;
use super::{Format, Skipped};
use chrono::{NaiveDate, NaiveTime, TimeDelta};

/// When a day ends at the latest where the file does not say; talks before it belong to the night
/// before.
const DAY_CHANGE: (u32, u32) = (4, 0);

/// Reads `<schedule>`.
pub(super) fn read(root: &Element) -> RawSchedule {
    let mut sheet = RawSchedule::new(Format::Xml);
    let empty = Element::default();
    let conference = root.child("conference").unwrap_or(&empty);
    sheet.title = conference.text_of("title").and_then(filled);
    sheet.version = root.text_of("version").and_then(filled);
    sheet.zone = conference.text_of("time_zone_name").and_then(filled);
    sheet.first = conference.text_of("start").and_then(filled);
    sheet.last = conference.text_of("end").and_then(filled);
    let places = [conference.text_of("venue"), conference.text_of("city")];
    sheet.place = filled(&places.into_iter().flatten().collect::<Vec<_>>().join(", "));
    sheet.url = conference
        .text_of("url")
        .or_else(|| conference.text_of("base_url"))
        .and_then(filled);
    let change = conference.text_of("day_change").and_then(time::clock);
    let change = change.or_else(|| NaiveTime::from_hms_opt(DAY_CHANGE.0, DAY_CHANGE.1, 0));
    for day in root
        .all("day")
        .chain(root.all("days").flat_map(|days| days.children.iter()))
    {
        let date = day.attribute("date").and_then(time::date);
        for room in &day.children {
            match room.name.as_str() {
                "room" => {
                    for event in room.all("event") {
                        sheet.push(row(event, date, change, room.attribute("name")));
                    }
                }
                "event" => sheet.push(row(room, date, change, None)),
                _ => {}
            }
        }
    }
    for event in root.all("event") {
        sheet.skip(Skipped {
            line: Some(event.line),
            title: event.text_of("title").unwrap_or_default().to_owned(),
            why: "it stands outside of any day".to_owned(),
        });
    }
    sheet
}

fn row(
    event: &Element,
    day: Option<NaiveDate>,
    change: Option<NaiveTime>,
    room: Option<&str>,
) -> RawTalk {
    let text = |name: &str| event.text_of(name).and_then(filled);
    let (starts, wrong) = match starts(event, day, change) {
        Ok(starts) => (Some(starts), None),
        Err(why) => (None, Some(why)),
    };
    let minutes = event.text_of("duration").and_then(time::duration);
    let persons = event
        .all("persons")
        .flat_map(|persons| persons.all("person"));
    let speakers = persons
        .chain(event.all("person"))
        .filter_map(|person| {
            let name =
                filled(&person.text).or_else(|| person.attribute("name").and_then(filled))?;
            Some((name, None, person.attribute("url").and_then(filled)))
        })
        .collect();
    RawTalk {
        line: Some(event.line),
        id: event
            .attribute("guid")
            .or_else(|| event.attribute("code"))
            .or_else(|| event.attribute("id"))
            .and_then(filled),
        title: text("title").unwrap_or_default(),
        subtitle: text("subtitle"),
        speakers,
        room: text("room").or_else(|| room.and_then(filled)),
        track: text("track"),
        kind: text("type"),
        starts,
        ends: None,
        minutes,
        language: text("language"),
        about: ["abstract", "description"]
            .iter()
            .filter_map(|name| text(name))
            .collect(),
        url: text("url").or_else(|| text("origin_url")),
        wrong,
    }
}

fn starts(
    event: &Element,
    day: Option<NaiveDate>,
    change: Option<NaiveTime>,
) -> Result<When, String> {
    if let Some(date) = event.text_of("date") {
        if let Some(when) = time::timestamp(date) {
            return Ok(when);
        }
        if time::date(date).is_none() {
            return Err(format!("its date is \"{}\"", super::clean::line(date)));
        }
    }
    let own = event.text_of("date").and_then(time::date);
    let start = event.text_of("start").ok_or("it has no start")?;
    let clock = time::clock(start)
        .ok_or_else(|| format!("its start is \"{}\"", super::clean::line(start)))?;
    if let Some(own) = own {
        return Ok(When::Wall(own.and_time(clock)));
    }
    let day = day.ok_or("it has no date, and neither has its day")?;
    let night = change.is_some_and(|change| clock < change);
    Ok(When::Wall(
        day.and_time(clock) + TimeDelta::days(i64::from(night)),
    ))
}
