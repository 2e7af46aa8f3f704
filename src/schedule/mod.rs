//! Conference programmes: files of many formats become one [`Programme`].
//!
//! ```text
//! bytes --decode--> text --xml, json, calendar--> rows --build--> Programme
//!                                                                    |  refresh: what changed since the last import
//!                                                                    |  calendar_out: planned and attended sessions for a phone
//! ```
//!
//! What it promises: it reads bytes and opens nothing; the format is told by the content, never by
//! a name; sizes are capped; every text is cleaned once; a session that is wrong is skipped and
//! listed, and stops no other. Facts about the formats: `docs/schedules.md`.

mod build;
mod calendar;
pub mod calendar_out;
mod clean;
mod decode;
mod html;
mod indico;
mod json;
pub mod now;
mod pentabarf;
pub mod refresh;
mod row;
mod sessionize;
mod sign_xml;
mod signs;
mod time;
mod voc;
mod windows_zones;
mod xml;

#[cfg(test)]
mod tests;

use crate::model::programme::Programme;
use chrono::NaiveDate;
use chrono_tz::Tz;
use thiserror::Error;

/// The largest file, in bytes.
pub const MOST_BYTES: usize = 32 * 1024 * 1024;
/// The most sessions.
pub const MOST_SESSIONS: usize = 20_000;
/// The deepest nesting.
pub const MOST_DEPTH: usize = 64;
/// The most values of JSON, or elements and attributes of XML: 25 for each of the most sessions.
pub const MOST_PARTS: usize = 500_000;
/// The longest text of a field, in bytes.
pub const MOST_FIELD: usize = 64 * 1024;

/// What the file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `schedule.xml` of Pentabarf, FOSDEM, frab, pretalx, the voc and wafer.
    Xml,
    /// `sign.xml` of a Drupal site.
    SignXml,
    /// `schedule.json` of frab, pretalx and the voc.
    Json,
    /// iCalendar.
    Calendar,
    /// Sessionize's `view/All`, `view/Sessions` and `view/GridSmart`.
    Sessionize,
    /// SCaLE's signs.
    Signs,
    /// Indico's export.
    Indico,
}

impl Format {
    /// Its name, for people.
    pub fn name(self) -> &'static str {
        match self {
            Format::Xml => "schedule XML",
            Format::SignXml => "sign XML",
            Format::Json => "schedule JSON",
            Format::Calendar => "iCalendar",
            Format::Sessionize => "Sessionize JSON",
            Format::Signs => "signs JSON",
            Format::Indico => "Indico JSON",
        }
    }
}

/// A programme that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedProgramme {
    /// What the file was.
    pub format: Format,
    /// The programme; its times are in the zone that [`Import::zone`] says.
    pub programme: Programme,
    /// Where the zone is from.
    pub zone: ZoneFrom,
    /// The first day, as the file says or the talks show.
    pub starts: Option<NaiveDate>,
    /// The last day.
    pub ends: Option<NaiveDate>,
    /// Venue and city.
    pub place: Option<String>,
    /// The conference's page.
    pub url: Option<String>,
    /// Sessions that were left out, and why.
    pub skipped: Vec<Skipped>,
    /// What else has to be told.
    pub notices: Vec<String>,
}

/// Where a programme's zone is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZoneFrom {
    /// The person said so.
    Given,
    /// The file says so.
    File,
    /// The event has it.
    Event,
}

/// A session that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The line of the file in which it begins, from 1, where that is known.
    pub line: Option<usize>,
    /// Its title, as far as there is one.
    pub title: String,
    /// Why.
    pub why: String,
}

/// Why there is no programme. Lines are from 1.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ScheduleError {
    /// Larger than [`MOST_BYTES`].
    #[error("the file has {0} bytes; a programme may have 32 MB")]
    TooLarge(usize),
    /// More sessions than [`MOST_SESSIONS`].
    #[error("the file has more than 20,000 sessions")]
    TooMany,
    /// Deeper than [`MOST_DEPTH`].
    #[error("line {0}: the file is nested more than 64 deep")]
    TooDeep(usize),
    /// More values or elements than [`MOST_PARTS`].
    #[error("line {0}: the file has more than 500,000 values")]
    TooFine(usize),
    /// A DOCTYPE, which may define entities or load other files.
    #[error("line {0}: the file has a DOCTYPE, which is refused")]
    Doctype(usize),
    /// Not sound.
    #[error("line {line}: {what}")]
    Broken {
        /// The line.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// None of the formats.
    #[error("this is no programme that hallway knows: {0}")]
    Unknown(String),
    /// Sound, and empty.
    #[error("there are no sessions in it{0}")]
    Empty(String),
    /// Times without a zone, and none is known.
    #[error("the file does not say in which time zone its times are")]
    NoZone,
}

impl ScheduleError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            ScheduleError::Unknown(_) => {
                "supported are schedule.xml and schedule.json (Pentabarf, frab, pretalx, voc, wafer), iCalendar (.ics), Sessionize's views (All, Sessions, GridSmart), \
                 SCaLE's signs and Indico's export; nothing was changed"
            }
            ScheduleError::NoZone => {
                "say it with --time-zone, such as --time-zone Europe/Berlin; nothing was changed"
            }
            ScheduleError::Doctype(_) => {
                "remove the DOCTYPE from the file if you trust it; nothing was changed"
            }
            ScheduleError::Broken { .. } => {
                "the file may have been cut off while it was fetched: fetch it again; nothing was changed"
            }
            _ => "nothing was changed",
        }
    }
}

/// The zones that are known beside the file's own.
#[derive(Debug, Clone, Copy, Default)]
pub struct Zones {
    /// What the person said; it counts before the file's.
    pub given: Option<Tz>,
    /// The event's; it counts where the file has none.
    pub event: Option<Tz>,
}

/// Reads a programme.
///
/// # Errors
/// When it is none, is broken as a whole, goes beyond a cap, or has times in no known zone.
pub fn read(bytes: &[u8], zones: Zones) -> Result<ImportedProgramme, ScheduleError> {
    if bytes.len() > MOST_BYTES {
        return Err(ScheduleError::TooLarge(bytes.len()));
    }
    let source = decode::decode(bytes);
    let text = source.text.trim_start();
    let mut sheet = match text.chars().next() {
        Some('<') => {
            let root = xml::parse(&source.text)?;
            match root.name.as_str() {
                "schedule" => pentabarf::read(&root),
                "nodes" => sign_xml::read(&root),
                other => {
                    return Err(ScheduleError::Unknown(format!(
                        "it is XML of another kind, <{}>",
                        clean::line(other)
                    )));
                }
            }
        }
        Some('{' | '[') => json::read(&source.text)?,
        _ if decode::is_calendar(text) => calendar::read(bytes)?,
        None => return Err(ScheduleError::Unknown("the file is empty".to_owned())),
        _ => {
            let first: String = text
                .lines()
                .next()
                .unwrap_or_default()
                .chars()
                .take(40)
                .collect();
            return Err(ScheduleError::Unknown(format!(
                "it begins with \"{}\"",
                clean::line(&first)
            )));
        }
    };
    sheet.notices.extend(source.notice);
    build::build(sheet, zones)
}
