//! The words of a date or a time, before they are put onto a calendar.

use chrono::{FixedOffset, NaiveDate, NaiveTime, TimeDelta, Weekday};

/// A day as it was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// A full date.
    Date(NaiveDate),
    /// A day of the month without a year: day, month.
    NoYear(u32, u32),
    /// A weekday.
    Weekday(Weekday),
    Today,
    Tomorrow,
    Yesterday,
    /// Numbers with slashes between them, whose order differs by country.
    Slashes,
}

/// A time of day, perhaps with an offset from UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ClockTime {
    pub(super) time: NaiveTime,
    pub(super) offset: Option<FixedOffset>,
}

/// `+1h`, `+30m`, `+1h30m`, `-10m`.
pub(super) fn span(text: &str) -> Option<TimeDelta> {
    let (sign, mut rest) = match (text.strip_prefix('+'), text.strip_prefix('-')) {
        (Some(rest), _) => (1, rest),
        (_, Some(rest)) => (-1, rest),
        _ => return None,
    };
    let mut minutes = 0_i64;
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number: i64 = rest[..digits]
            .parse()
            .ok()
            .filter(|number| *number < 10_000)?;
        let unit = rest[digits..].len()
            - rest[digits..]
                .trim_start_matches(|c: char| c.is_ascii_alphabetic())
                .len();
        minutes += number
            * match &rest[digits..digits + unit] {
                "m" | "min" => 1,
                "h" => 60,
                "d" => 24 * 60,
                _ => return None,
            };
        rest = rest[digits + unit..].trim_start();
    }
    (text.len() > 1).then(|| TimeDelta::minutes(sign * minutes))
}

/// A time, with a day before it (or, as in `10am sat`, after it) or without one.
pub(super) fn day_and_clock(text: &str) -> Option<(Option<Day>, ClockTime)> {
    let text = text.trim();
    if let Some(clock) = clock(text) {
        return Some((None, clock));
    }
    if let Some((date, time)) = text.split_once(['T', 't'])
        && let Some(date) = iso(date)
    {
        return Some((Some(Day::Date(date)), clock(time)?));
    }
    let breaks: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
    // `sat 10 am`: the longest time wins, so the first break that leaves a day before it.
    for at in breaks {
        let (left, right) = (text[..at].trim(), text[at..].trim());
        let left_day = left.trim_end_matches(',');
        let left_day = left_day.strip_suffix(" at").unwrap_or(left_day);
        if let (Some(day), Some(clock)) = (day(left_day), clock(right)) {
            return Some((Some(day), clock));
        }
        if let (Some(clock), Some(day)) = (clock(left), day(right)) {
            return Some((Some(day), clock));
        }
    }
    None
}

/// `10:30`, `10.30`, `1030`, `10am`, `10:30 pm`, `noon`, with seconds or an offset (`Z`, `-08:00`)
/// or without.
pub(super) fn clock(text: &str) -> Option<ClockTime> {
    let lower = text.trim().to_ascii_lowercase();
    match lower.as_str() {
        "noon" => {
            return Some(ClockTime {
                time: NaiveTime::from_hms_opt(12, 0, 0)?,
                offset: None,
            });
        }
        "midnight" => {
            return Some(ClockTime {
                time: NaiveTime::MIN,
                offset: None,
            });
        }
        _ => {}
    }
    let (time, offset) = split_offset(&lower)?;
    let (digits, afternoon) = match (time.strip_suffix("am"), time.strip_suffix("pm")) {
        (Some(digits), _) => (digits.trim_end(), Some(false)),
        (_, Some(digits)) => (digits.trim_end(), Some(true)),
        _ => (time, None),
    };
    let number = |text: &str| {
        let plain = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if plain {
            text.parse::<u32>().ok()
        } else {
            None
        }
    };
    let fields: Vec<&str> = digits.split([':', '.']).collect();
    let (hour, minute, second) = match fields.as_slice() {
        [all] if all.len() <= 2 && afternoon.is_some() => (number(all)?, 0, 0),
        [all] if (3..=4).contains(&all.len()) && all.is_ascii() => {
            let (hour, minute) = all.split_at(all.len() - 2);
            (number(hour)?, number(minute)?, 0)
        }
        [hour, minute] if minute.len() == 2 => (number(hour)?, number(minute)?, 0),
        [hour, minute, second] if minute.len() == 2 && second.len() == 2 => {
            (number(hour)?, number(minute)?, number(second)?)
        }
        _ => return None,
    };
    let hour = match afternoon {
        None => hour,
        Some(_) if hour == 0 || hour > 12 => return None,
        Some(false) => hour % 12,
        Some(true) => hour % 12 + 12,
    };
    Some(ClockTime {
        time: NaiveTime::from_hms_opt(hour, minute, second)?,
        offset,
    })
}

/// Takes `z`, `+01:00` or `-0800` off the end of a time. `None` when what looks like an offset is
/// not one.
fn split_offset(text: &str) -> Option<(&str, Option<FixedOffset>)> {
    if let Some(time) = text.strip_suffix('z') {
        return Some((time.trim_end(), FixedOffset::east_opt(0)));
    }
    let Some(at) = text.rfind(['+', '-', '\u{2212}']).filter(|at| *at > 0) else {
        return Some((text, None));
    };
    let sign = if text[at..].starts_with('+') { 1 } else { -1 };
    let digits: String = text[at..].chars().skip(1).filter(|c| *c != ':').collect();
    if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = digits.split_at(2);
    let seconds =
        hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok().filter(|m| *m < 60)? * 60;
    Some((
        text[..at].trim_end(),
        Some(FixedOffset::east_opt(sign * seconds)?),
    ))
}

/// A day in any of the forms that are known.
pub(super) fn day(text: &str) -> Option<Day> {
    let lower = text.to_lowercase();
    match lower.as_str() {
        "today" => return Some(Day::Today),
        "tomorrow" => return Some(Day::Tomorrow),
        "yesterday" => return Some(Day::Yesterday),
        _ => {}
    }
    if let Some(date) = iso(&lower) {
        return Some(Day::Date(date));
    }
    if let Some(weekday) = weekday(&lower) {
        return Some(Day::Weekday(weekday));
    }
    let numbers = |separator: char| {
        let parts: Vec<&str> = lower.split(separator).collect();
        let plain = |part: &&str| {
            !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit())
        };
        ((2..=3).contains(&parts.len()) && parts.iter().all(plain)).then_some(parts)
    };
    if numbers('/').is_some() {
        return Some(Day::Slashes);
    }
    if let Some(parts) = numbers('.')
        && let [day, month, year] = parts.as_slice()
        && year.len() == 4
    {
        return NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
            .map(Day::Date);
    }
    written(&lower)
}

/// `2017-03-02`.
fn iso(text: &str) -> Option<NaiveDate> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if shaped {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
    } else {
        None
    }
}

/// `2 Mar 2017`, `March 2, 2017`, `Thu 2 March`.
fn written(lower: &str) -> Option<Day> {
    let mut words: Vec<&str> = lower
        .split([' ', ','])
        .filter(|word| !word.is_empty())
        .collect();
    if words.len() > 2 && weekday(words[0]).is_some() {
        words.remove(0);
    }
    let (day, month, year) = match words.as_slice() {
        [one, two] => (one, two, None),
        [one, two, year] if year.len() == 4 => (one, two, Some(year.parse::<i32>().ok()?)),
        _ => return None,
    };
    let (day, month) = match (month_number(month), month_number(day)) {
        (Some(number), None) => (*day, number),
        (None, Some(number)) => (*month, number),
        _ => return None,
    };
    let day = ["st", "nd", "rd", "th", "."]
        .iter()
        .find_map(|end| day.strip_suffix(end))
        .unwrap_or(day);
    let day: u32 = day.parse().ok()?;
    match year {
        Some(year) => NaiveDate::from_ymd_opt(year, month, day).map(Day::Date),
        // 2016 had every day that a year can have.
        None => NaiveDate::from_ymd_opt(2016, month, day).map(|_| Day::NoYear(day, month)),
    }
}

/// The date of that day and month that is nearest to `near`.
pub(super) fn nearest_year(day: u32, month: u32, near: NaiveDate) -> Option<NaiveDate> {
    use chrono::Datelike;
    (near.year() - 4..=near.year() + 4)
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .min_by_key(|date| (*date - near).abs())
}

/// A weekday's English name or a beginning of it of at least two letters (`thurs`, `tu`).
pub(super) fn weekday(lower: &str) -> Option<Weekday> {
    const NAMES: [(&str, Weekday); 7] = [
        ("monday", Weekday::Mon),
        ("tuesday", Weekday::Tue),
        ("wednesday", Weekday::Wed),
        ("thursday", Weekday::Thu),
        ("friday", Weekday::Fri),
        ("saturday", Weekday::Sat),
        ("sunday", Weekday::Sun),
    ];
    let lower = lower.trim_end_matches('.');
    NAMES
        .iter()
        .find(|(name, _)| lower.len() >= 2 && name.starts_with(lower))
        .map(|(_, day)| *day)
}

/// A month's English name or a beginning of it of at least three letters.
pub(super) fn month_number(lower: &str) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let lower = match lower.trim_end_matches('.') {
        "sept" => "sep",
        other => other,
    };
    let at = NAMES
        .iter()
        .position(|name| lower.len() >= 3 && name.starts_with(lower))?;
    u32::try_from(at + 1).ok()
}
