//! Moments and dates as people write them, in the zone of an event.
//!
//! Pure: what "now" is comes in with the [`Frame`]. A text that could be read in two ways is an
//! error that says how to write it, with two exceptions that are told with a [`Notice`]: local
//! times that daylight saving skips or repeats.

mod parts;
#[cfg(test)]
mod tests;

use chrono::{
    DateTime, Datelike, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, TimeDelta,
    TimeZone, Timelike, Utc,
};
use chrono_tz::Tz;
use parts::{ClockTime, Day};
use std::fmt;
use thiserror::Error;

/// In what a text is read: the event's zone and days, and what time it is.
#[derive(Debug, Clone, Copy)]
pub struct EventFrame {
    /// The zone of the event.
    pub zone: Tz,
    /// The event's first day.
    pub first: Option<NaiveDate>,
    /// The event's last day.
    pub last: Option<NaiveDate>,
    /// The present moment.
    pub now: DateTime<Utc>,
}

/// A moment with the offset that the frame's zone has then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedMoment {
    /// The moment.
    pub at: DateTime<FixedOffset>,
    /// What the person should be told about the choice that was made.
    pub notice: Option<Notice>,
}

/// A local time that daylight saving makes doubtful, with what was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The clocks jump over it.
    Skipped {
        /// What was written.
        wanted: NaiveDateTime,
        /// The zone.
        zone: Tz,
        /// What was taken.
        taken: DateTime<FixedOffset>,
    },
    /// The clocks show it twice.
    Twice {
        /// What was written.
        wanted: NaiveDateTime,
        /// The zone.
        zone: Tz,
        /// What was taken, the earlier one.
        taken: DateTime<FixedOffset>,
    },
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Notice::Skipped {
                wanted,
                zone,
                taken,
            } => write!(
                f,
                "{} does not exist on {} in {zone}; took {}",
                wanted.format("%H:%M"),
                wanted.format("%Y-%m-%d"),
                taken.format("%H:%M")
            ),
            Notice::Twice {
                wanted,
                zone,
                taken,
            } => write!(
                f,
                "{} occurs twice on {} in {zone}; took the earlier, {}; write an offset to choose",
                wanted.format("%H:%M"),
                wanted.format("%Y-%m-%d"),
                taken.offset()
            ),
        }
    }
}

/// Why a text is no date, moment or zone.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WhenError {
    /// Not a date in any form that is known.
    #[error("`{0}` is not a date")]
    Date(String),
    /// Not a time in any form that is known.
    #[error("`{0}` is not a time")]
    Time(String),
    /// Day and month, or month and day.
    #[error("`{0}` could be two dates")]
    Slashes(String),
    /// A time without a day, where the event has more than one day and none of them is today.
    #[error("`{text}` is on no day: {}", days(*first, *last))]
    NoDay {
        /// What was written.
        text: String,
        /// The event's first day.
        first: Option<NaiveDate>,
        /// The event's last day.
        last: Option<NaiveDate>,
    },
    /// A weekday that the event has not, or has more than once.
    #[error("`{text}` is not one of the event's days: {}", days(*first, *last))]
    Weekday {
        /// What was written.
        text: String,
        /// The event's first day.
        first: Option<NaiveDate>,
        /// The event's last day.
        last: Option<NaiveDate>,
    },
    /// A zone that the IANA database has not.
    #[error("no time zone is called `{name}`")]
    Zone {
        /// What was written.
        name: String,
        /// Names like it, the most like first.
        nearest: Vec<&'static str>,
    },
    /// An end that is before its start.
    #[error("the end, {ends}, is before the start, {starts}")]
    Backwards {
        /// The start as a person would write it.
        starts: String,
        /// The end likewise.
        ends: String,
    },
}

impl WhenError {
    /// How to write it.
    pub fn hint(&self) -> String {
        match self {
            WhenError::Date(_) | WhenError::Slashes(_) => {
                "write `2017-03-02`, `2 Mar 2017`, `today`, `tomorrow` or a weekday".to_owned()
            }
            WhenError::Time(_) => {
                "write `10:30`, `10am`, `sat 10:00`, `2017-03-02 10:00`, `+1h` or `now`".to_owned()
            }
            WhenError::NoDay { text, first, .. } | WhenError::Weekday { text, first, .. } => {
                let time = text
                    .split_whitespace()
                    .last()
                    .filter(|word| word.contains(|c: char| c.is_ascii_digit()));
                let time = time.unwrap_or("10:00");
                let Some(day) = first.map(weekday) else {
                    return format!("write the date as well, such as `2017-03-02 {time}`");
                };
                match self {
                    WhenError::Weekday { .. } => {
                        format!("write one of those days, such as `{day} {time}`, or a date")
                    }
                    _ => format!("write the day as well, such as `{day} {time}`"),
                }
            }
            WhenError::Zone { nearest, .. } if nearest.is_empty() => {
                "zones have names such as `America/Los_Angeles` or `Europe/Berlin`".to_owned()
            }
            WhenError::Zone { nearest, .. } => {
                let names: Vec<String> = nearest.iter().map(|name| format!("`{name}`")).collect();
                format!("did you mean {}?", names.join(" or "))
            }
            WhenError::Backwards { .. } => {
                "write the end so that it comes after the start, such as `+1h`".to_owned()
            }
        }
    }
}

impl EventFrame {
    /// The date in the frame's zone.
    pub fn today(&self) -> NaiveDate {
        self.now.with_timezone(&self.zone).date_naive()
    }

    /// Reads a moment. Times without a day are today's when today is one of the event's days, else
    /// the only day's. With `start`, the text is the end of what begins then: times without a
    /// day are that day's, and `+1h` counts from there.
    pub fn moment(
        &self,
        text: &str,
        start: Option<DateTime<FixedOffset>>,
    ) -> Result<TypedMoment, WhenError> {
        let wrong = || WhenError::Time(text.trim().to_owned());
        if let Some(span) = parts::span(text.trim()) {
            let from = start.unwrap_or_else(|| self.to_minute(self.now));
            let at = from.checked_add_signed(span).ok_or_else(wrong)?;
            return Ok(self.plain(at.to_utc()));
        }
        if text.trim().eq_ignore_ascii_case("now") {
            return Ok(self.plain(self.to_minute(self.now).to_utc()));
        }
        let (day, clock) = parts::day_and_clock(text).ok_or_else(wrong)?;
        let date = match day {
            None => self.day_of_bare_time(text, start)?,
            Some(day) => self.date_at_event(day, text, start)?,
        };
        self.at(date, clock).ok_or_else(wrong)
    }

    fn to_minute(self, moment: DateTime<Utc>) -> DateTime<FixedOffset> {
        let local = moment.with_timezone(&self.zone).fixed_offset();
        let past = i64::from(local.second()) * 1_000_000_000
            + i64::from(local.nanosecond() % 1_000_000_000);
        local - TimeDelta::nanoseconds(past)
    }

    fn plain(&self, moment: DateTime<Utc>) -> TypedMoment {
        TypedMoment {
            at: moment.with_timezone(&self.zone).fixed_offset(),
            notice: None,
        }
    }

    fn day_of_bare_time(
        &self,
        text: &str,
        start: Option<DateTime<FixedOffset>>,
    ) -> Result<NaiveDate, WhenError> {
        if let Some(start) = start {
            return Ok(start.with_timezone(&self.zone).date_naive());
        }
        let today = self.today();
        match (self.first, self.last.or(self.first)) {
            (Some(first), Some(last)) if first <= today && today <= last => Ok(today),
            (Some(first), Some(last)) if first == last => Ok(first),
            _ => Err(WhenError::NoDay {
                text: text.trim().to_owned(),
                first: self.first,
                last: self.last,
            }),
        }
    }

    fn date_at_event(
        &self,
        day: Day,
        text: &str,
        start: Option<DateTime<FixedOffset>>,
    ) -> Result<NaiveDate, WhenError> {
        let wrong = || WhenError::Time(text.trim().to_owned());
        match day {
            Day::Weekday(weekday) => {
                let error = || WhenError::Weekday {
                    text: text.trim().to_owned(),
                    first: self.first,
                    last: self.last,
                };
                let (Some(first), Some(last)) = (self.first, self.last.or(self.first)) else {
                    return Err(error());
                };
                // The end of what begins on the last day may lie on the day after.
                let last = start.map_or(last, |start| {
                    last.max(start.date_naive() + TimeDelta::days(1))
                });
                let mut hits = first
                    .iter_days()
                    .take_while(|day| *day <= last)
                    .filter(|day| day.weekday() == weekday);
                match (hits.next(), hits.next()) {
                    (Some(day), None) => Ok(day),
                    _ => Err(error()),
                }
            }
            Day::NoYear(day, month) => {
                let near = self.first.unwrap_or_else(|| self.today());
                parts::nearest_year(day, month, near).ok_or_else(wrong)
            }
            Day::Today => Ok(self.today()),
            Day::Tomorrow => self.today().succ_opt().ok_or_else(wrong),
            Day::Yesterday => self.today().pred_opt().ok_or_else(wrong),
            Day::Date(date) => Ok(date),
            Day::Slashes => Err(WhenError::Slashes(text.trim().to_owned())),
        }
    }

    fn at(&self, date: NaiveDate, clock: ClockTime) -> Option<TypedMoment> {
        let local = date.and_time(clock.time);
        if let Some(offset) = clock.offset {
            let at = offset.from_local_datetime(&local).single()?;
            return Some(self.plain(at.to_utc()));
        }
        Some(resolve(local, self.zone))
    }
}

/// The moment that `local` is in `zone`: the earlier one of two, and as much later as the clocks
/// jump where they jump over it.
pub fn resolve(local: NaiveDateTime, zone: Tz) -> TypedMoment {
    match zone.from_local_datetime(&local) {
        MappedLocalTime::Single(at) => TypedMoment {
            at: at.fixed_offset(),
            notice: None,
        },
        MappedLocalTime::Ambiguous(earlier, later) => {
            let taken = earlier.min(later).fixed_offset();
            TypedMoment {
                at: taken,
                notice: Some(Notice::Twice {
                    wanted: local,
                    zone,
                    taken,
                }),
            }
        }
        MappedLocalTime::None => {
            // The offset before the gap; Samoa once jumped over a whole day.
            let before = (1..=26).find_map(|hours| {
                zone.from_local_datetime(&(local - TimeDelta::hours(hours)))
                    .latest()
            });
            let offset = before.map_or(TimeDelta::zero(), |at| {
                TimeDelta::seconds(i64::from(at.fixed_offset().offset().local_minus_utc()))
            });
            let taken = Utc
                .from_utc_datetime(&(local - offset))
                .with_timezone(&zone)
                .fixed_offset();
            TypedMoment {
                at: taken,
                notice: Some(Notice::Skipped {
                    wanted: local,
                    zone,
                    taken,
                }),
            }
        }
    }
}

/// Reads a date. A weekday is the first one on or after `from`; a date without a year is the one
/// nearest to `from`.
pub fn date(text: &str, today: NaiveDate, from: NaiveDate) -> Result<NaiveDate, WhenError> {
    let wrong = || WhenError::Date(text.trim().to_owned());
    match parts::day(text.trim()).ok_or_else(wrong)? {
        Day::Date(date) => Ok(date),
        Day::Today => Ok(today),
        Day::Tomorrow => today.succ_opt().ok_or_else(wrong),
        Day::Yesterday => today.pred_opt().ok_or_else(wrong),
        Day::Weekday(weekday) => from
            .iter_days()
            .take(7)
            .find(|day| day.weekday() == weekday)
            .ok_or_else(wrong),
        Day::NoYear(day, month) => parts::nearest_year(day, month, from).ok_or_else(wrong),
        Day::Slashes => Err(WhenError::Slashes(text.trim().to_owned())),
    }
}

/// The zone of that name, whatever its case.
pub fn zone(name: &str) -> Result<Tz, WhenError> {
    let name = name.trim();
    if let Ok(zone) = Tz::from_str_insensitive(&name.replace(' ', "_")) {
        return Ok(zone);
    }
    let wanted = name.replace(' ', "_").to_lowercase();
    let likeness = |zone: &str| {
        let zone = zone.to_lowercase();
        let city = zone.rsplit('/').next().unwrap_or(&zone);
        strsim::jaro_winkler(&zone, &wanted).max(strsim::jaro_winkler(city, &wanted))
    };
    let mut nearest: Vec<(f64, &'static str)> = chrono_tz::TZ_VARIANTS
        .iter()
        .map(|zone| (likeness(zone.name()), zone.name()))
        .collect();
    nearest.sort_by(|a, b| b.0.total_cmp(&a.0));
    nearest.retain(|(likeness, _)| *likeness > 0.84);
    // One that is much like it makes the others noise.
    let best = nearest.first().map_or(0.0, |(likeness, _)| *likeness);
    let nearest = nearest
        .into_iter()
        .filter(|(likeness, _)| *likeness > best - 0.03)
        .take(3)
        .map(|(_, name)| name);
    Err(WhenError::Zone {
        name: name.to_owned(),
        nearest: nearest.collect(),
    })
}

/// An error when the end of a session is before its start.
pub fn in_order(
    starts: Option<DateTime<FixedOffset>>,
    ends: Option<DateTime<FixedOffset>>,
) -> Result<(), WhenError> {
    match (starts, ends) {
        (Some(starts), Some(ends)) if ends < starts => Err(WhenError::Backwards {
            starts: starts.format("%Y-%m-%d %H:%M").to_string(),
            ends: ends.format("%Y-%m-%d %H:%M").to_string(),
        }),
        _ => Ok(()),
    }
}

/// An error when the last day of an event is before its first.
pub fn days_in_order(starts: Option<NaiveDate>, ends: Option<NaiveDate>) -> Result<(), WhenError> {
    match (starts, ends) {
        (Some(starts), Some(ends)) if ends < starts => Err(WhenError::Backwards {
            starts: starts.to_string(),
            ends: ends.to_string(),
        }),
        _ => Ok(()),
    }
}

/// The day that an English word in lower case names: a weekday's name, or a beginning of it of at
/// least three letters.
pub fn weekday_of(word: &str) -> Option<chrono::Weekday> {
    parts::weekday(word).filter(|_| word.len() >= 3)
}

/// The number, from 1, of the month that an English word in lower case names: its name, or a
/// beginning of it of at least three letters.
pub fn month_of(word: &str) -> Option<u32> {
    parts::month_number(word)
}

/// The short lower-case name of a date's weekday, as it is written on the command line.
pub fn weekday(date: NaiveDate) -> String {
    date.format("%a").to_string().to_lowercase()
}

/// The event's days, for a sentence.
fn days(first: Option<NaiveDate>, last: Option<NaiveDate>) -> String {
    let (Some(first), Some(last)) = (first, last.or(first)) else {
        return "the event has no dates".to_owned();
    };
    let name = |day: NaiveDate| format!("{} {day}", weekday(day));
    let all: Vec<String> = first
        .iter_days()
        .take_while(|day| *day <= last)
        .take(8)
        .map(name)
        .collect();
    match all.len() {
        1 => format!("the event is on {}", all[0]),
        2..=7 => format!("the event is on {}", all.join(", ")),
        _ => format!("the event is from {} to {}", name(first), name(last)),
    }
}
