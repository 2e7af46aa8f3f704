//! Days and moments between chrono and TOML.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, Timelike};
use toml_edit::{Date, Datetime, Offset, Time};

/// A day as TOML writes it; days outside the years 0 to 9999 have no form there.
pub(crate) fn day(date: NaiveDate) -> Datetime {
    Datetime {
        date: Some(toml_date(date)),
        time: None,
        offset: None,
    }
}

/// A moment as TOML writes it: to the second, or as exact as it is.
pub(crate) fn at(moment: DateTime<FixedOffset>) -> Datetime {
    // TOML's offsets have no seconds; those of the nineteenth century do.
    let minutes = moment.offset().local_minus_utc().div_euclid(60);
    let local = FixedOffset::east_opt(minutes * 60)
        .map_or(moment, |offset| moment.with_timezone(&offset))
        .naive_local();
    let leap = local.nanosecond() >= 1_000_000_000;
    let nanosecond = local.nanosecond() % 1_000_000_000;
    Datetime {
        date: Some(toml_date(local.date())),
        time: Some(Time {
            hour: local.hour() as u8,
            minute: local.minute() as u8,
            second: Some(local.second() as u8 + u8::from(leap)),
            nanosecond: (nanosecond != 0).then_some(nanosecond),
        }),
        offset: Some(Offset::Custom {
            minutes: minutes as i16,
        }),
    }
}

fn toml_date(date: NaiveDate) -> Date {
    Date {
        year: u16::try_from(date.year()).unwrap_or(0),
        month: date.month() as u8,
        day: date.day() as u8,
    }
}

/// The day that a TOML local date names.
pub(crate) fn date(time: &Datetime) -> Option<NaiveDate> {
    match (time.date, time.time) {
        (Some(date), None) => {
            NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
        }
        _ => None,
    }
}

/// The moment that a TOML offset date-time names.
pub(crate) fn moment(time: &Datetime) -> Option<DateTime<FixedOffset>> {
    let (date, clock, offset) = (time.date?, time.time?, time.offset?);
    let minutes = match offset {
        Offset::Z => 0,
        Offset::Custom { minutes } => minutes,
    };
    let second = clock.second.unwrap_or(0);
    let leap = if second >= 60 { 1_000_000_000 } else { 0 };
    let clock = NaiveTime::from_hms_nano_opt(
        clock.hour.into(),
        clock.minute.into(),
        second.min(59).into(),
        clock.nanosecond.unwrap_or(0) + leap,
    )?;
    NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())?
        .and_time(clock)
        .and_local_timezone(FixedOffset::east_opt(i32::from(minutes) * 60)?)
        .single()
}
