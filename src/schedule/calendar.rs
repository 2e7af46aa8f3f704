//! iCalendar as it is found in the wild (RFC 5545, and what people make of it): Sched, pretalx,
//! Indico, frab, by hand.
//!
//! Lines are unfolded as bytes, since some files fold inside a character. A line without a colon
//! belongs to nothing and is left out. Recurring events are not expanded. No calendar library is
//! used: those that were tried stop at the first such line, or take minutes on files whose lines
//! end in LF.

mod lines;

use super::row::{RawSchedule, RawTalk, filled};
use super::time::{self, When};
use super::{Format, MOST_DEPTH, MOST_FIELD, ScheduleError, Skipped, decode};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use chrono_tz::Tz;
use lines::{CalendarLine, add_categories, content, list, numbered, unescape, unfold};
use std::collections::{HashMap, HashSet};

/// A `VTIMEZONE` whose offset never changes, by its identifier: the seconds east of UTC.
type Fixed = HashMap<String, i32>;

/// What is read of an event. Of each only the first counts.
const FIELDS: [&str; 14] = [
    "UID",
    "SUMMARY",
    "DESCRIPTION",
    "X-ALT-DESC",
    "LOCATION",
    "CATEGORIES",
    "URL",
    "STATUS",
    "TZID",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "RDATE",
];

/// Reads a calendar.
pub(super) fn read(bytes: &[u8]) -> Result<RawSchedule, ScheduleError> {
    let unfolded = unfold(&decode::narrow(bytes));
    let source = decode::utf8(&unfolded);
    let mut sheet = RawSchedule::new(Format::Calendar);
    sheet.notices.extend(source.notice);
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut event: Vec<CalendarLine> = Vec::new();
    let mut zones = Fixed::new();
    let (mut zone_name, mut offsets): (Option<String>, Vec<i32>) = (None, Vec::new());
    let mut cancels = false;
    let (mut repeated, mut leftover) = (0usize, 0usize);
    for (number, text) in numbered(&source.text) {
        let Some(line) = content(text, number) else {
            leftover += usize::from(!text.trim().is_empty());
            continue;
        };
        let within = open.last().map_or("", |(name, _)| name.as_str());
        match (line.name.as_str(), within) {
            ("BEGIN", _) => {
                if open.len() >= MOST_DEPTH {
                    return Err(ScheduleError::TooDeep(number));
                }
                let name = line.value.trim().to_ascii_uppercase();
                match name.as_str() {
                    "VEVENT" => {
                        event.clear();
                        event.push(line);
                    }
                    "VCALENDAR" => cancels = false,
                    _ => {}
                }
                open.push((name, number));
            }
            ("END", _) => {
                let name = line.value.trim().to_ascii_uppercase();
                match open.pop() {
                    Some((opened, _)) if opened == name => {}
                    Some((opened, begun)) => {
                        return Err(ScheduleError::Broken {
                            line: number,
                            what: format!(
                                "END:{} ends the {} that begins in line {begun}",
                                super::clean::line(&name),
                                super::clean::line(&opened)
                            ),
                        });
                    }
                    None => {
                        return Err(ScheduleError::Broken {
                            line: number,
                            what: format!("END:{} ends nothing", super::clean::line(&name)),
                        });
                    }
                }
                match name.as_str() {
                    "VEVENT" if !event.is_empty() => {
                        repeated += usize::from(
                            event
                                .iter()
                                .any(|line| matches!(line.name.as_str(), "RRULE" | "RDATE")),
                        );
                        let taken = std::mem::take(&mut event);
                        match row(&taken, &zones, cancels) {
                            Ok(row) => sheet.push(row),
                            Err(skipped) => sheet.skip(skipped),
                        }
                    }
                    "VTIMEZONE" => {
                        if let Some(name) = zone_name.take() {
                            offsets.dedup();
                            if let [offset] = offsets.as_slice() {
                                zones.insert(name, *offset);
                            }
                        }
                        offsets.clear();
                    }
                    _ => {}
                }
            }
            ("TZID", "VTIMEZONE") => {
                sheet.zone = sheet
                    .zone
                    .or_else(|| time::zone(&line.value).map(|_| line.value.clone()));
                zone_name = Some(line.value);
            }
            ("TZOFFSETTO", _) => {
                offsets.extend(offset(&line.value));
                offsets.dedup();
            }
            ("CATEGORIES", "VEVENT") if event.iter().any(|known| known.name == line.name) => {
                add_categories(&mut event, &line);
            }
            (name, "VEVENT") => {
                let is_new = event.iter().all(|known| known.name != name);
                if is_new && FIELDS.contains(&name) {
                    event.push(line);
                }
            }
            ("METHOD", "VCALENDAR") => {
                cancels = line.value.trim().eq_ignore_ascii_case("CANCEL");
            }
            ("X-WR-CALNAME" | "NAME", "VCALENDAR") => {
                sheet.title = sheet.title.or_else(|| filled(&unescape(&line.value)))
            }
            ("X-WR-TIMEZONE" | "VTIMEZONE" | "TZID" | "TIMEZONE-ID", "VCALENDAR") => {
                // A calendar in UTC says nothing about where it takes place.
                let told = filled(&line.value)
                    .filter(|name| time::zone(name).is_some_and(|zone| zone != Tz::UTC));
                sheet.zone = told.or(sheet.zone);
            }
            _ => {}
        }
    }
    if let Some((name, line)) = open.last() {
        return Err(ScheduleError::Broken {
            line: *line,
            what: format!(
                "BEGIN:{} is never ended; the file seems to be cut off",
                super::clean::line(name)
            ),
        });
    }
    sheet.place = common_place(&sheet.rows);
    if repeated > 0 {
        sheet.notices.push(format!(
            "{repeated} repeated: only the first time of each is taken"
        ));
    }
    if leftover > 0 {
        sheet.notices.push(format!(
            "{leftover} lines that belong to no field were left out"
        ));
    }
    Ok(sheet)
}

/// Where all of it takes place, where Sched's calendars have put that behind each room: "Hall 12,
/// Amsterdam, Netherlands". Most rooms end in the same two parts, and they are rooms enough to tell
/// that from chance.
fn common_place(rows: &[RawTalk]) -> Option<String> {
    let rooms: HashSet<&str> = rows.iter().filter_map(|row| row.room.as_deref()).collect();
    let mut endings: HashMap<&str, usize> = HashMap::new();
    for room in &rooms {
        if let Some((_, ending)) = place_behind(room) {
            *endings.entry(ending).or_default() += 1;
        }
    }
    let (place, count) = endings.into_iter().max_by_key(|(_, count)| *count)?;
    (count >= 3 && count * 3 >= rooms.len() * 2).then(|| place.to_owned())
}

/// A room, and the last two parts behind it.
fn place_behind(room: &str) -> Option<(&str, &str)> {
    let (rest, _) = room.rsplit_once(", ")?;
    let (room_alone, _) = rest.rsplit_once(", ")?;
    Some((room_alone, &room[room_alone.len() + 2..]))
}

fn row(lines: &[CalendarLine], zones: &Fixed, cancels: bool) -> Result<RawTalk, Skipped> {
    let find = |name: &str| lines.iter().find(|line| line.name == name);
    let text = |name: &str| find(name).and_then(|line| filled(&unescape(&line.value)));
    let number = lines.first().map(|line| line.number);
    let title = text("SUMMARY").unwrap_or_default();
    let skip = |why: &str| Skipped {
        line: number,
        title: super::clean::line(&title),
        why: why.to_owned(),
    };
    if cancels || text("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED")) {
        return Err(skip("it is cancelled"));
    }
    let own_zone = find("TZID").map(|line| line.value.as_str());
    let start = find("DTSTART").ok_or_else(|| skip("it has no start"))?;
    let (starts, all_day) = moment(start, own_zone, zones).map_err(|why| skip(&why))?;
    let end = find("DTEND").map(|line| moment(line, own_zone, zones));
    let ends = match end {
        Some(Ok((ends, _))) => Some(ends),
        // An end that cannot be read takes nothing from the session.
        Some(Err(_)) | None => None,
    };
    let mut minutes = find("DURATION").and_then(|line| duration(&line.value));
    if all_day && ends.is_none() && minutes.is_none() {
        minutes = Some(24 * 60);
    }
    // What is in HTML counts where there is no plain text.
    let about = text("DESCRIPTION").or_else(|| text("X-ALT-DESC"));
    let categories = find("CATEGORIES").map(|line| list(&line.value).join(", "));
    let speakers = about
        .as_deref()
        .filter(|about| about.len() <= MOST_FIELD)
        .map(speakers_in)
        .unwrap_or_default();
    Ok(RawTalk {
        line: number,
        id: find("UID").and_then(|line| filled(&line.value)),
        title,
        speakers,
        room: text("LOCATION"),
        track: categories.as_deref().and_then(filled),
        starts: Some(starts),
        ends,
        minutes,
        about: about.into_iter().collect(),
        url: find("URL").and_then(|line| filled(&line.value)),
        ..RawTalk::default()
    })
}

/// The moment of a line, and whether it is a whole day.
fn moment(
    line: &CalendarLine,
    own_zone: Option<&str>,
    zones: &Fixed,
) -> Result<(When, bool), String> {
    let text = line.value.trim();
    let wrong = || format!("its time is \"{}\"", super::clean::line(text));
    let digits = text.strip_suffix(['Z', 'z']).unwrap_or(text);
    if let Ok(day) = NaiveDate::parse_from_str(digits, "%Y%m%d") {
        return Ok((When::Wall(day.and_time(NaiveTime::MIN)), true));
    }
    let forms = ["%Y%m%dT%H%M%S", "%Y%m%dT%H%M", "%Y-%m-%dT%H:%M:%S"];
    let local = forms
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(digits, form).ok());
    let Some(local) = local else {
        return time::timestamp(text)
            .map(|when| (when, false))
            .ok_or_else(wrong);
    };
    if digits.len() != text.len() {
        return Ok((When::At(local.and_utc().fixed_offset()), false));
    }
    let Some(name) = line.zone.as_deref().or(own_zone) else {
        return Ok((When::Wall(local), false));
    };
    // A file's own definition of a zone that never changes counts before a name that happens to be
    // known.
    if let Some(seconds) = zones.get(name)
        && let Some(at) = chrono::FixedOffset::east_opt(*seconds)
            .and_then(|offset| local.and_local_timezone(offset).single())
    {
        return match time::zone(name) {
            Some(zone) => Ok((When::In(local, zone), false)),
            None => Ok((When::At(at), false)),
        };
    }
    // pretalx calls London's zone GMT and defines it with a summer time.
    let zone = match name {
        "GMT" => Some(Tz::Europe__London),
        other => time::zone(other),
    };
    match zone {
        Some(zone) => Ok((When::In(local, zone), false)),
        None => Err(format!(
            "nobody knows its time zone \"{}\"",
            super::clean::line(name)
        )),
    }
}

/// The seconds of `+0100`.
fn offset(text: &str) -> Option<i32> {
    let text = text.trim();
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits = text.trim_start_matches(['+', '-']);
    let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i32>().ok();
    Some(sign * (part(0..2)? * 3600 + part(2..4)? * 60))
}

/// Minutes of `PT1H30M`, `P1D`.
fn duration(text: &str) -> Option<i64> {
    let text = text.trim().trim_start_matches('+').strip_prefix('P')?;
    let mut total = TimeDelta::zero();
    let mut digits = String::new();
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if c == 'T' {
            continue;
        }
        let number: i64 = digits.parse().ok().filter(|number| *number < 1_000_000)?;
        digits.clear();
        total += match c {
            'W' => TimeDelta::weeks(number),
            'D' => TimeDelta::days(number),
            'H' => TimeDelta::hours(number),
            'M' => TimeDelta::minutes(number),
            'S' => TimeDelta::seconds(number),
            _ => return None,
        };
    }
    Some(total.num_minutes())
}

/// Indico's line "Speakers: Ada Rail (Tracks Inc.), Bo Signal (Yard)".
fn speakers_in(about: &str) -> Vec<(String, Option<String>, Option<String>)> {
    let line = about.lines().find_map(|line| {
        let line = line.trim();
        line.strip_prefix("Speakers:")
            .or_else(|| line.strip_prefix("Speaker:"))
    });
    let Some(line) = line else {
        return Vec::new();
    };
    let (mut depth, mut parts, mut from) = (0usize, Vec::new(), 0);
    for (at, c) in line.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&line[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&line[from..]);
    let parts = parts
        .into_iter()
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts
        .map(
            |part| match part.strip_suffix(')').and_then(|part| part.split_once('(')) {
                Some((name, company)) => (name.trim().to_owned(), filled(company), None),
                None => (part.to_owned(), None, None),
            },
        )
        .collect()
}
