//! Rows to talks: zones settled, texts cleaned, what is wrong left out and listed, identities made.

use super::row::{RawSchedule, RawTalk};
use super::{
    ImportedProgramme, MOST_FIELD, MOST_SESSIONS, ScheduleError, Skipped, ZoneFrom, Zones, clean,
    html, time,
};
use crate::model::programme::{Programme, Talk};
use crate::model::session::Speaker;
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeDelta};
use chrono_tz::Tz;
use std::collections::HashMap;

/// The years that a conference can be in.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2200;

/// The programme of a sheet.
pub(super) fn build(
    mut sheet: RawSchedule,
    zones: Zones,
) -> Result<ImportedProgramme, ScheduleError> {
    if sheet.rows.len() > MOST_SESSIONS || sheet.skipped.len() > MOST_SESSIONS {
        return Err(ScheduleError::TooMany);
    }
    let (zone, from) = choose_zone(&mut sheet, zones)?;
    let mut skipped = std::mem::take(&mut sheet.skipped);
    let mut talks = Vec::with_capacity(sheet.rows.len());
    for row in std::mem::take(&mut sheet.rows) {
        let (line, title) = (row.line, clean::line(&html::entities(&row.title)));
        match talk(row, title.clone(), zone, &mut sheet.notices) {
            Ok(talk) => talks.push(talk),
            Err(why) => skipped.push(Skipped { line, title, why }),
        }
    }
    if talks.is_empty() {
        let why = skipped.first().map(|first| {
            format!(
                "; {} were left out, the first because {}",
                skipped.len(),
                first.why
            )
        });
        return Err(ScheduleError::Empty(why.unwrap_or_default()));
    }
    talks.sort_by(|one, other| {
        let key = |talk: &Talk| (talk.starts, talk.room.clone(), talk.title.clone());
        key(one).cmp(&key(other))
    });
    identify(&mut talks);
    let days = || {
        talks
            .iter()
            .filter_map(|talk| talk.starts)
            .map(|at| at.date_naive())
    };
    let told = |text: &Option<String>| text.as_deref().and_then(|text| day_of(text, zone));
    let starts = told(&sheet.first).or_else(|| days().min());
    let ends = told(&sheet.last).or_else(|| days().max()).max(starts);
    let line = |text: Option<String>| {
        text.map(|text| clean::line(&html::entities(&text)))
            .filter(|text| !text.is_empty())
    };
    sheet.notices.dedup();
    Ok(ImportedProgramme {
        format: sheet.format,
        zone: from,
        starts,
        ends,
        place: line(sheet.place),
        url: sheet.url.as_deref().and_then(clean::url),
        skipped,
        notices: sheet
            .notices
            .into_iter()
            .map(|notice| clean::line(&notice))
            .collect(),
        programme: Programme {
            title: line(sheet.title),
            source: Some(sheet.format.name().to_owned()),
            version: line(sheet.version),
            time_zone: Some(zone),
            talks,
        },
    })
}

/// The zone that a person named, else the file's, else the event's.
fn choose_zone(sheet: &mut RawSchedule, zones: Zones) -> Result<(Tz, ZoneFrom), ScheduleError> {
    if let Some(zone) = zones.given {
        return Ok((zone, ZoneFrom::Given));
    }
    if let Some(name) = &sheet.zone {
        match time::zone(name) {
            Some(zone) if fits(sheet, zone) => return Ok((zone, ZoneFrom::File)),
            Some(zone) => sheet.notices.push(format!(
                "the file says {zone}, and its times do not fit that; it is left aside"
            )),
            None => sheet.notices.push(format!(
                "nobody knows the file's time zone \"{name}\"; it is left aside"
            )),
        }
    } else if let Some(zone) = own_zone(sheet) {
        return Ok((zone, ZoneFrom::File));
    }
    match zones.event {
        Some(zone) => Ok((zone, ZoneFrom::Event)),
        None => Err(ScheduleError::NoZone),
    }
}

/// The zone that all the times of a file name themselves.
fn own_zone(sheet: &RawSchedule) -> Option<Tz> {
    let mut zones = sheet.rows.iter().filter_map(|row| match row.starts {
        Some(time::When::In(_, zone)) => Some(zone),
        _ => None,
    });
    let first = zones.next()?;
    (zones.all(|zone| zone == first) && first != Tz::UTC).then_some(first)
}

/// Whether a zone has the offsets of the file's times. Times in UTC fit every zone.
fn fits(sheet: &RawSchedule, zone: Tz) -> bool {
    use chrono::Offset;
    sheet.rows.iter().all(|row| match row.starts {
        Some(time::When::At(at)) if at.offset().local_minus_utc() != 0 => {
            at.with_timezone(&zone).offset().fix() == *at.offset()
        }
        _ => true,
    })
}

fn day_of(text: &str, zone: Tz) -> Option<NaiveDate> {
    match time::timestamp(text) {
        Some(when) => Some(when.resolve(zone).date_naive()),
        None => time::date(text),
    }
    .filter(|day| YEARS.contains(&day.year()))
}

fn talk(row: RawTalk, title: String, zone: Tz, notices: &mut Vec<String>) -> Result<Talk, String> {
    if let Some(why) = row.wrong {
        return Err(why);
    }
    if title.is_empty() {
        return Err("it has no title".to_owned());
    }
    let texts = [
        Some(&row.title),
        row.subtitle.as_ref(),
        row.room.as_ref(),
        row.track.as_ref(),
        row.kind.as_ref(),
    ];
    let long = texts
        .into_iter()
        .flatten()
        .chain(&row.about)
        .any(|text| text.len() > MOST_FIELD);
    if long
        || row
            .speakers
            .iter()
            .any(|(name, _, _)| name.len() > MOST_FIELD)
    {
        return Err("one of its fields is longer than 64 KB".to_owned());
    }
    let starts = row.starts.ok_or("it has no start")?.resolve(zone);
    if !YEARS.contains(&starts.year()) {
        return Err(format!("it is in the year {}", starts.year()));
    }
    let ends = ends(
        starts,
        row.ends.map(|ends| ends.resolve(zone)),
        row.minutes,
        zone,
    );
    if ends.is_none() && (row.ends.is_some() || row.minutes.is_some_and(|minutes| minutes > 0)) {
        notices
            .push("an end that is before its start, or weeks behind it, was left out".to_owned());
    }
    let line = |text: Option<String>| {
        text.map(|text| clean::line(&html::entities(&text)))
            .filter(|text| !text.is_empty())
    };
    let speakers = row
        .speakers
        .into_iter()
        .filter_map(|(name, affiliation, url)| {
            Some(Speaker {
                name: line(Some(name))?,
                affiliation: line(affiliation),
                url: url.as_deref().and_then(clean::url),
            })
        });
    Ok(Talk {
        id: line(row.id).unwrap_or_default(),
        title,
        subtitle: line(row.subtitle),
        speakers: speakers.collect(),
        room: line(row.room),
        track: line(row.track),
        kind: line(row.kind),
        starts: Some(starts),
        ends,
        language: line(row.language),
        about: about(&row.about),
        url: row.url.as_deref().and_then(clean::url),
    })
}

fn ends(
    starts: DateTime<FixedOffset>,
    ends: Option<DateTime<FixedOffset>>,
    minutes: Option<i64>,
    zone: Tz,
) -> Option<DateTime<FixedOffset>> {
    let counted = || {
        let minutes = minutes.filter(|minutes| *minutes > 0)?;
        let ends = starts.checked_add_signed(TimeDelta::try_minutes(minutes)?)?;
        // A talk across the change to daylight saving ends in the other offset.
        Some(ends.with_timezone(&zone).fixed_offset())
    };
    let ends = ends.or_else(counted)?;
    (ends > starts && ends - starts <= TimeDelta::days(60)).then_some(ends)
}

/// The abstract, and the description where it says more.
fn about(texts: &[String]) -> String {
    let mut out = String::new();
    for text in texts {
        let text = html::plain(text);
        if text.is_empty() || out.contains(&text) {
            continue;
        }
        if text.starts_with(&out) {
            out = text;
        } else {
            out.push_str("\n\n");
            out.push_str(&text);
        }
    }
    out
}

/// Makes identities that no two talks share: the file's, with the start where that repeats, and
/// made of title and room where there is none.
fn identify(talks: &mut [Talk]) {
    let mut count: HashMap<String, usize> = HashMap::new();
    for talk in talks.iter() {
        *count.entry(talk.id.clone()).or_default() += 1;
    }
    let mut taken: HashMap<String, usize> = HashMap::new();
    for talk in talks.iter_mut() {
        let starts = talk
            .starts
            .map(|at| at.to_utc().format("%Y%m%dT%H%MZ").to_string())
            .unwrap_or_default();
        let id = match (talk.id.is_empty(), count.get(&talk.id)) {
            (true, _) => format!(
                "{}@{}@{starts}",
                talk.title,
                talk.room.as_deref().unwrap_or_default()
            ),
            (false, Some(1)) => talk.id.clone(),
            (false, _) => format!("{}@{starts}@{}", talk.id, talk.title),
        };
        let seen = taken.entry(id.clone()).or_default();
        *seen += 1;
        talk.id = if *seen == 1 {
            id
        } else {
            format!("{id}#{seen}")
        };
    }
}
