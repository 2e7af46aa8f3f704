//! The JSON that SCaLE's signs show: a list of rows, each with its own offset. Rows that are not
//! scheduled have empty times.

use super::json::text;
use super::row::{RawSchedule, RawTalk};
use super::time;
use super::{Format, MOST_FIELD};
use serde_json::Value;

/// Reads its rows.
pub(super) fn read(rows: &[Value]) -> RawSchedule {
    let mut sheet = RawSchedule::new(Format::Signs);
    for row in rows {
        let start = text(row, "StartTime");
        let starts = start.as_deref().and_then(time::timestamp);
        let wrong = match (&starts, start) {
            (Some(_), _) => None,
            (None, Some(start)) => Some(format!("its start is \"{}\"", super::clean::line(&start))),
            (None, None) => Some("it is not scheduled".to_owned()),
        };
        sheet.push(RawTalk {
            id: text(row, "Link")
                .or_else(|| text(row, "Id"))
                .or_else(|| text(row, "ID")),
            title: text(row, "Name").unwrap_or_default(),
            speakers: text(row, "Speakers")
                .map(|names| people(&names))
                .unwrap_or_default(),
            room: text(row, "Location"),
            track: text(row, "Topic"),
            wrong,
            starts,
            ends: text(row, "EndTime").as_deref().and_then(time::timestamp),
            about: text(row, "Description").into_iter().collect(),
            url: text(row, "Link"),
            ..RawTalk::default()
        });
    }
    sheet
}

/// Names that are joined by commas. A text that is too long for a field is not divided, and refused
/// as it is.
pub(super) fn people(names: &str) -> Vec<(String, Option<String>, Option<String>)> {
    if names.len() > MOST_FIELD {
        return vec![(names.to_owned(), None, None)];
    }
    let names = super::html::entities(names);
    let names = names
        .split([',', ';'])
        .map(str::trim)
        .filter(|name| !name.is_empty());
    names.map(|name| (name.to_owned(), None, None)).collect()
}
