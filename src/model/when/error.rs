//! What is doubtful or wrong about a moment that somebody typed.

use super::weekday;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use std::fmt;
use thiserror::Error;

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
