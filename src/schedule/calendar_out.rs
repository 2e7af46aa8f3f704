//! Sessions as iCalendar (RFC 5545), for a phone. Times are in UTC, so that no zone has to be
//! described.

use crate::model::session::Session;
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};

/// The longest line, in bytes without the line end.
const LINE: usize = 75;

/// A session with the identity that it keeps through later exports.
#[derive(Debug, Clone, Copy)]
pub struct CalendarItem<'a> {
    /// What tells it from all others: letters, digits, hyphens, `@`.
    pub uid: &'a str,
    /// The session.
    pub session: &'a Session,
}

/// A calendar of the sessions that have a time. Notes stay at home.
pub fn write(title: &str, items: &[CalendarItem<'_>], made: DateTime<Utc>) -> String {
    let mut out = String::new();
    put(&mut out, "BEGIN", "VCALENDAR");
    put(&mut out, "VERSION", "2.0");
    put(&mut out, "PRODID", "-//hallway//hallway//EN");
    put(&mut out, "CALSCALE", "GREGORIAN");
    put(&mut out, "X-WR-CALNAME", &escape(title));
    for item in items {
        let session = item.session;
        let Some(starts) = session.starts else {
            continue;
        };
        let ends = session
            .ends
            .filter(|ends| *ends > starts)
            .unwrap_or(starts + TimeDelta::hours(1));
        put(&mut out, "BEGIN", "VEVENT");
        put(&mut out, "UID", &escape(item.uid));
        put(&mut out, "DTSTAMP", &utc(made.fixed_offset()));
        put(&mut out, "DTSTART", &utc(starts));
        put(&mut out, "DTEND", &utc(ends));
        put(&mut out, "SUMMARY", &escape(&session.title));
        if let Some(room) = &session.room {
            put(&mut out, "LOCATION", &escape(room));
        }
        let speakers: Vec<String> = session
            .speakers
            .iter()
            .map(|speaker| match &speaker.affiliation {
                Some(affiliation) => format!("{} ({affiliation})", speaker.name),
                None => speaker.name.clone(),
            })
            .collect();
        if !speakers.is_empty() {
            put(
                &mut out,
                "DESCRIPTION",
                &escape(&format!("Speakers: {}", speakers.join(", "))),
            );
        }
        if let Some(track) = &session.track {
            put(&mut out, "CATEGORIES", &escape(track));
        }
        if let Some(url) = session.url.as_deref().and_then(super::clean::url) {
            put(&mut out, "URL", &url);
        }
        put(&mut out, "END", "VEVENT");
    }
    put(&mut out, "END", "VCALENDAR");
    out
}

fn utc(at: DateTime<FixedOffset>) -> String {
    at.to_utc().format("%Y%m%dT%H%M%SZ").to_string()
}

/// A text value.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in super::clean::prose(text).chars() {
        match c {
            '\\' | ',' | ';' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out
}

/// Adds a content line, folded between characters.
fn put(out: &mut String, name: &str, value: &str) {
    let line = format!("{name}:{value}");
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
}
