//! Dates of the metadata, as Nikola (that is, python-dateutil) reads them.

use super::page::CheckedPage;
use super::{Finding, Fix, Rule, Severity};
use chrono::NaiveDate;
use std::ops::Range;

pub(super) static BAD_DATE: Rule = Rule {
    name: "bad-date",
    level: Severity::Error,
    docutils: false,
    about: "A date that cannot be read: Nikola stops, and builds no page at all.",
};
pub(super) static DANGEROUS_DATE: Rule = Rule {
    name: "dangerous-date",
    level: Severity::Warning,
    docutils: false,
    about: "A date that is read otherwise than it looks: `UTC-5` with its sign turned, 08-03-2017 as 3 August, `EST` as nothing.",
};

/// What is wrong with a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DateFault {
    /// It cannot be read.
    Bad(String),
    /// It is read wrongly; with what was meant, where that is clear.
    Dangerous(String, Option<String>),
}

/// Looks at the date `value`, which stands at `span`. What is found has level `most` at the most.
pub(super) fn check(
    page: &CheckedPage<'_>,
    value: &str,
    span: Range<usize>,
    most: Severity,
    found: &mut Vec<Finding>,
) {
    match fault(value) {
        None => {}
        Some(DateFault::Bad(why)) => found.push(
            page.finding(&BAD_DATE, span, why)
                .at(most.min(Severity::Error)),
        ),
        Some(DateFault::Dangerous(why, meant)) => {
            let fix = meant.map(|meant| Fix::new(format!("write {meant}"), span.clone(), meant));
            found.push(
                page.finding(&DANGEROUS_DATE, span, why)
                    .at(most.min(Severity::Warning))
                    .with(fix),
            );
        }
    }
}

const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// What is wrong with a date, if anything.
pub(super) fn fault(value: &str) -> Option<DateFault> {
    let value = value.trim();
    let bad = |why: &str| {
        Some(DateFault::Bad(format!(
            "\"{value}\" {why}; write it as 2017-03-08 16:25:15 UTC-05:00"
        )))
    };
    if !value.contains(|c: char| c.is_ascii_digit()) {
        return bad("is no date, so Nikola stops");
    }
    let (day, rest) = match value.find([' ', 'T']) {
        Some(at) if value[..at].contains(|c: char| c.is_ascii_digit()) => {
            (value[..at].trim_end_matches(','), value[at + 1..].trim())
        }
        _ => (value, ""),
    };
    let lower = value.to_lowercase();
    if MONTHS.iter().any(|month| lower.contains(month)) {
        return zone(value, rest);
    }
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let numbers: Option<Vec<u32>> = parts.iter().map(|part| part.parse().ok()).collect();
    let is_day = |year: u32, month: u32, day: u32| {
        i32::try_from(year).is_ok_and(|year| NaiveDate::from_ymd_opt(year, month, day).is_some())
    };
    let long = |at: usize| parts.get(at).is_some_and(|part| part.len() == 4);
    match numbers.as_deref() {
        Some([year, month, date]) if long(0) => match is_day(*year, *month, *date) {
            true => zone(value, rest),
            false => bad("is no day of the calendar, so Nikola stops"),
        },
        Some([first, second, year]) if long(2) => {
            match (
                is_day(*year, *first, *second),
                is_day(*year, *second, *first),
            ) {
                (false, false) => bad("is no day of the calendar, so Nikola stops"),
                // Where only one of them can be the month, there is nothing to mistake.
                (true, true) if first != second => {
                    let month = usize::try_from(*first)
                        .ok()
                        .and_then(|month| MONTHS.get(month.checked_sub(1)?));
                    let why = format!(
                        "\"{day}\" is read as day {second} of month {first} ({}), whatever was meant; begin with the year",
                        month.copied().unwrap_or_default()
                    );
                    Some(DateFault::Dangerous(why, None))
                }
                _ => zone(value, rest),
            }
        }
        Some([_, _, _]) => {
            let why =
                format!("\"{day}\" does not say which number is the year; write it as 2017-03-08");
            Some(DateFault::Dangerous(why, None))
        }
        Some([_, _] | [_]) if long(0) => {
            let why =
                format!("\"{day}\" is no whole date: Nikola fills in the day on which it runs");
            Some(DateFault::Dangerous(why, None))
        }
        Some([_]) if matches!(day.len(), 8 | 12 | 14) => zone(value, rest),
        _ => bad("is no date that Nikola reads, so it stops"),
    }
}

/// What is wrong with the time and zone of a date.
fn zone(value: &str, rest: &str) -> Option<DateFault> {
    let time_end = rest
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.')))
        .unwrap_or(rest.len());
    let (time, zone) = rest.split_at(time_end);
    if let Some(why) = time_fault(time) {
        return Some(DateFault::Bad(format!(
            "\"{value}\": {why}, so Nikola stops"
        )));
    }
    let zone = zone.trim();
    let meant = |offset: &str| {
        let (sign, digits) = offset.split_at_checked(1)?;
        let digits: String = digits.chars().filter(|c| c.is_ascii_digit()).collect();
        let (hours, minutes) = match digits.len() {
            1 | 2 => (digits.as_str(), "00"),
            3 | 4 => digits.split_at(digits.len() - 2),
            _ => return None,
        };
        let start = value.len() - zone.len();
        Some(format!("{}UTC{sign}{hours:0>2}:{minutes}", &value[..start]))
    };
    if zone.is_empty()
        || (zone.eq_ignore_ascii_case("z") && !time.is_empty())
        || zone == "UTC"
        || zone == "GMT"
        || is_clock(zone)
    {
        return None;
    }
    if let Some(offset) = zone
        .strip_prefix("UTC")
        .or_else(|| zone.strip_prefix("GMT"))
    {
        let colon = offset.len() == 6 && offset.contains(':');
        let signed = offset.starts_with(['+', '-'])
            && offset[1..]
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b':');
        if signed && colon && zone.starts_with("UTC") {
            return None;
        }
        if signed {
            let why = format!(
                "\"{zone}\" is read with its sign turned, hours away from what it says; write UTC-05:00 with two digits and a colon"
            );
            return Some(DateFault::Dangerous(why, meant(offset)));
        }
    }
    if zone.starts_with(['+', '-'])
        && zone[1..]
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b':')
    {
        return None;
    }
    if zone.contains('/') {
        return Some(DateFault::Bad(format!(
            "Nikola cannot read the zone \"{zone}\" and stops; write its offset, such as UTC-05:00"
        )));
    }
    if zone.len() <= 5 && zone.bytes().all(|byte| byte.is_ascii_uppercase()) {
        let why = format!("the zone \"{zone}\" is ignored; write its offset, such as UTC-05:00");
        return Some(DateFault::Dangerous(why, None));
    }
    None
}

fn is_clock(zone: &str) -> bool {
    ["am", "pm", "AM", "PM"].contains(&zone)
}

fn time_fault(time: &str) -> Option<&'static str> {
    let mut parts = time
        .split(':')
        .map(|part| part.split('.').next().unwrap_or_default().parse::<u32>());
    let (hour, minute, second) = (parts.next(), parts.next(), parts.next());
    let over =
        |part: Option<Result<u32, _>>, most: u32| matches!(part, Some(Ok(number)) if number > most);
    if !time.contains(':') {
        return None;
    }
    (over(hour, 23) || over(minute, 59) || over(second, 59)).then_some("there is no such time")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_that_nikola_reads_as_they_look() {
        for date in [
            "2017-03-08 16:25:15 UTC-05:00",
            "2017-03-08 16:25:15 UTC",
            "2017-03-08",
            "2012/03/12 10:22:59",
            "2017-03-08T16:25:15Z",
            "2017-03-08T16:25:15+01:00",
            "2017-03-08 16:25 -0500",
            "2010-07-14 14:52",
            "March 8, 2017",
            "Jul 21 2013",
            "2017-03-08, 10:30",
            "20170308",
            "13/03/2017",
            "2017-3-8",
            "2017-03-08 4:25 PM",
            "2011/02/09 21:12:13 UTC-03:00",
            "Tue Mar 8 2017",
        ] {
            assert_eq!(fault(date), None, "{date}");
        }
    }

    #[test]
    fn dates_that_stop_the_build() {
        for date in [
            "soon",
            "2017-13-01",
            "2017-02-41 10:00",
            "2017-02-30",
            "1332341434",
            "2017-03-08 10:61",
            "tomorrow 10:00",
            "2017-W10",
            "00-00-2017",
            "2017-03-08 16:25 America/New_York",
            "2017-03-08 25:00:00 UTC",
        ] {
            assert!(matches!(fault(date), Some(DateFault::Bad(_))), "{date}");
        }
    }

    #[test]
    fn dates_that_are_read_otherwise_than_they_look() {
        for (date, meant) in [
            (
                "2017-03-08 16:25:15 UTC-5",
                Some("2017-03-08 16:25:15 UTC-05:00"),
            ),
            (
                "2017-03-08 16:25:15 UTC-0500",
                Some("2017-03-08 16:25:15 UTC-05:00"),
            ),
            (
                "2017-03-08 16:25:15 GMT+05:30",
                Some("2017-03-08 16:25:15 UTC+05:30"),
            ),
            ("2017-03-08 16:25:15 EST", None),
            ("08-03-2017", None),
            ("8.3.2017 10:30", None),
            ("17-03-08", None),
            ("2017-03", None),
            ("2017", None),
            (
                "2017-03-08 16:25:15 UTC+1",
                Some("2017-03-08 16:25:15 UTC+01:00"),
            ),
        ] {
            match fault(date) {
                Some(DateFault::Dangerous(_, found)) => {
                    assert_eq!(found.as_deref(), meant, "{date}")
                }
                other => panic!("{date}: {other:?}"),
            }
        }
    }
}
