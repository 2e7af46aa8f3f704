//! Moments and dates as people write them, in the zone of an event.
//!
//! Pure: what "now" is comes in with the [`Frame`]. A text that could be read in two ways is an
//! error that says how to write it, with two exceptions that are told with a [`Notice`]: local
//! times that daylight saving skips or repeats.

mod error;
mod parts;
#[cfg(test)]
mod tests;

use chrono::{
    DateTime, Datelike, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, TimeDelta,
    TimeZone, Timelike, Utc,
};
use chrono_tz::Tz;
pub use error::{Notice, WhenError};

use parts::{ClockTime, Day};

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
