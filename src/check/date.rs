//! Dates of the metadata, as Nikola (that is, python-dateutil) reads them.

use super::page::Page;
use super::{Finding, Fix, Level, Rule};
use std::ops::Range;

pub(super) static BAD_DATE: Rule = Rule {
    name: "bad-date",
    level: Level::Error,
    docutils: false,
    about: "A date that cannot be read: Nikola stops, and builds no page at all.",
};
pub(super) static DANGEROUS_DATE: Rule = Rule {
    name: "dangerous-date",
    level: Level::Warning,
    docutils: false,
    about: "A date that is read otherwise than it looks: `UTC-5` with its sign turned, 08-03-2017 as 3 August, `EST` as nothing.",
};

/// What is wrong with a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// It cannot be read.
    Bad(String),
    /// It is read wrongly; with what was meant, where that is clear.
    Dangerous(String, Option<String>),
}

/// Looks at the date `value`, which stands at `span`. What is found has level `most` at the most.
pub(super) fn check(
    page: &Page<'_>,
    value: &str,
    span: Range<usize>,
    most: Level,
    found: &mut Vec<Finding>,
) {
    match fault(value) {
        None => {}
        Some(Fault::Bad(why)) => found.push(
            page.finding(&BAD_DATE, span, why)
                .at(most.min(Level::Error)),
        ),
        Some(Fault::Dangerous(why, meant)) => {
            let fix = meant.map(|meant| Fix::new(format!("write {meant}"), span.clone(), meant));
            found.push(
                page.finding(&DANGEROUS_DATE, span, why)
                    .at(most.min(Level::Warning))
                    .with(fix),
            );
        }
    }
}

const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// What is wrong with a date, if anything.
pub(super) fn fault(value: &str) -> Option<Fault> {
    let value = value.trim();
    let bad = |why: &str| {
        Some(Fault::Bad(format!(
            "\"{value}\" {why}; write it as 2017-03-08 16:25:15 UTC-05:00"
        )))
    };
    if !value.contains(|c: char| c.is_ascii_digit()) {
        return bad("is no date, so Nikola stops");
    }
    let (day, rest) = match value.find([' ', 'T']) {
        Some(at) if value[..at].contains(|c: char| c.is_ascii_digit()) => {
            (&value[..at], value[at + 1..].trim())
        }
        _ => (value, ""),
    };
    let numbers: Vec<&str> = day.split(['-', '/', '.']).collect();
    let plain = numbers
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    if !plain || numbers.len() != 3 {
        let lower = value.to_lowercase();
        return match MONTHS.iter().any(|month| lower.contains(month))
            || day.bytes().all(|byte| byte.is_ascii_digit())
        {
            true => zone(value, rest),
            false => bad("is no date that Nikola surely reads"),
        };
    }
    let parsed: Vec<u32> = numbers
        .iter()
        .filter_map(|part| part.parse().ok())
        .collect();
    match (numbers.as_slice(), parsed.as_slice()) {
        ([year, ..], [_, month, day]) if year.len() == 4 => {
            if *month == 0 || *month > 12 || *day == 0 || *day > 31 {
                return bad("is no day of the calendar, so Nikola stops");
            }
        }
        ([_, _, year], [first, second, _]) if year.len() == 4 => {
            if *first > 31 || *second > 31 || (*first > 12 && *second > 12) {
                return bad("is no day of the calendar, so Nikola stops");
            }
            // Where only one of them can be the month, there is nothing to mistake.
            if *first <= 12 && *second <= 12 && first != second {
                let month = MONTHS.get(*first as usize - 1).copied().unwrap_or_default();
                let why = format!(
                    "\"{day}\" is read as day {second} of month {first} ({month}), whatever was meant; begin with the year"
                );
                return Some(Fault::Dangerous(why, None));
            }
        }
        _ => {
            let why =
                format!("\"{day}\" does not say which number is the year; write it as 2017-03-08");
            return Some(Fault::Dangerous(why, None));
        }
    }
    zone(value, rest)
}

/// What is wrong with the time and zone of a date.
fn zone(value: &str, rest: &str) -> Option<Fault> {
    let time_end = rest
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.')))
        .unwrap_or(rest.len());
    let (time, zone) = rest.split_at(time_end);
    if let Some(why) = time_fault(time) {
        return Some(Fault::Bad(format!("\"{value}\": {why}, so Nikola stops")));
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
        || zone.eq_ignore_ascii_case("z")
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
            return Some(Fault::Dangerous(why, meant(offset)));
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
        return Some(Fault::Bad(format!(
            "Nikola cannot read the zone \"{zone}\" and stops; write its offset, such as UTC-05:00"
        )));
    }
    if zone.len() <= 5 && zone.bytes().all(|byte| byte.is_ascii_uppercase()) {
        let why = format!("the zone \"{zone}\" is ignored; write its offset, such as UTC-05:00");
        return Some(Fault::Dangerous(why, None));
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
            "2017-03-08 16:25 America/New_York",
            "2017-03-08 25:00:00 UTC",
        ] {
            assert!(matches!(fault(date), Some(Fault::Bad(_))), "{date}");
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
        ] {
            match fault(date) {
                Some(Fault::Dangerous(_, found)) => assert_eq!(found.as_deref(), meant, "{date}"),
                other => panic!("{date}: {other:?}"),
            }
        }
    }
}
