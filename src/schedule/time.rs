//! Times, zones and durations as files write them.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;

/// A moment, or a wall clock that needs a zone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum When {
    /// With an offset.
    At(DateTime<FixedOffset>),
    /// By the wall clock in the programme's zone.
    Wall(NaiveDateTime),
    /// By the wall clock in a zone that the time names itself.
    In(NaiveDateTime, Tz),
}

impl When {
    /// The moment in `zone`. A wall clock that is skipped by daylight saving counts an hour later,
    /// one that comes twice is the first.
    pub fn resolve(self, zone: Tz) -> DateTime<FixedOffset> {
        let (local, own) = match self {
            When::At(at) => return at.with_timezone(&zone).fixed_offset(),
            When::Wall(local) => (local, zone),
            When::In(local, own) => (local, own),
        };
        let found = own.from_local_datetime(&local).earliest();
        let found =
            found.unwrap_or_else(|| own.from_utc_datetime(&(local - offset_before(local, own))));
        found.with_timezone(&zone).fixed_offset()
    }
}

fn offset_before(local: NaiveDateTime, zone: Tz) -> TimeDelta {
    use chrono::Offset;
    let before = zone.offset_from_utc_datetime(&(local - TimeDelta::days(1)));
    TimeDelta::seconds(before.fix().local_minus_utc().into())
}

/// `2017-03-02T10:00:00-08:00`, `...Z`, without an offset, with a space for the `T`, with or
/// without seconds.
pub(super) fn timestamp(text: &str) -> Option<When> {
    let text = text.trim();
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(When::At(at));
    }
    for form in [
        "%Y-%m-%dT%H:%M:%S%.f%z",
        "%Y-%m-%dT%H:%M%z",
        "%Y-%m-%d %H:%M:%S%z",
        "%Y-%m-%dT%H:%M:%S%.f%#z",
    ] {
        if let Ok(at) = DateTime::parse_from_str(text, form) {
            return Some(When::At(at));
        }
    }
    for form in [
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M",
    ] {
        if let Ok(wall) = NaiveDateTime::parse_from_str(text, form) {
            return Some(When::Wall(wall));
        }
    }
    None
}

/// `2017-03-02`, perhaps with a time behind it.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok()
}

/// `10:30`, `10:30:00`.
pub(super) fn clock(text: &str) -> Option<NaiveTime> {
    let text = text.trim();
    ["%H:%M:%S", "%H:%M"]
        .iter()
        .find_map(|form| NaiveTime::parse_from_str(text, form).ok())
}

/// Minutes of `01:30`, of `1:02:30` (days, hours, minutes), of minutes over 59, of `135.0:00`
/// (whose first part is hours), of a number alone.
pub(super) fn duration(text: &str) -> Option<i64> {
    let parts: Vec<&str> = text.trim().split(':').map(str::trim).collect();
    let number = |text: &str| -> Option<i64> {
        let whole = text.split('.').next()?;
        let number: i64 = whole.parse().ok()?;
        (0..=1_000_000).contains(&number).then_some(number)
    };
    let minutes = match parts.as_slice() {
        [minutes] => number(minutes)?,
        [hours, minutes] => number(hours)? * 60 + number(minutes)?,
        [days, hours, minutes] => number(days)? * 24 * 60 + number(hours)? * 60 + number(minutes)?,
        _ => return None,
    };
    Some(minutes)
}

/// An IANA zone, also with a hyphen for the slash, or as Windows calls it.
pub(super) fn zone(name: &str) -> Option<Tz> {
    let name = name.trim().trim_matches('"').trim_start_matches('/');
    // Globally unique identifiers end in the zone: /freeassociation.sourceforge.net/Europe/Berlin.
    let tail = || {
        let parts: Vec<&str> = name.split('/').collect();
        (parts.len() > 2).then(|| parts[parts.len() - 2..].join("/"))
    };
    Tz::from_str_insensitive(name)
        .ok()
        .or_else(|| super::windows_zones::zone(name))
        .or_else(|| Tz::from_str_insensitive(&tail()?).ok())
        .or_else(|| Tz::from_str_insensitive(&name.replacen('-', "/", 1).replace(' ', "_")).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_of_all_sorts() {
        for (text, minutes) in [
            ("01:30", 90),
            ("00:90", 90),
            ("6944:11:40", (6944 * 24 + 11) * 60 + 40),
            ("135.0:00", 135 * 60),
            ("45", 45),
        ] {
            assert_eq!(duration(text), Some(minutes), "{text}");
        }
        for bad in ["", "x", "1:2:3:4", "-1:00"] {
            assert_eq!(duration(bad), None, "{bad}");
        }
    }

    #[test]
    fn zones_in_other_spellings() {
        assert_eq!(zone("Europe-Brussels"), Some(Tz::Europe__Brussels));
        assert_eq!(
            zone("\"America/Los_Angeles\""),
            Some(Tz::America__Los_Angeles)
        );
        assert_eq!(zone("Eastern Standard Time"), Some(Tz::America__New_York));
        assert_eq!(zone("Mars/Olympus"), None);
        for (shown, known) in [
            (
                "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
                Some(Tz::Europe__Amsterdam),
            ),
            ("(GMT-08.00) Pacific Time (US & Canada); Tijuana", None),
            (
                "(UTC+05:30) Chennai, Kolkata, Mumbai",
                Some(Tz::Asia__Kolkata),
            ),
            ("(UTC) ", None),
        ] {
            assert_eq!(zone(shown), known, "{shown}");
        }
    }

    #[test]
    fn a_wall_clock_keeps_its_time_across_daylight_saving() {
        let zone = Tz::America__Los_Angeles;
        for (text, shown) in [
            ("2017-03-11T10:00:00", "2017-03-11T10:00:00-08:00"),
            ("2017-03-12T10:00:00", "2017-03-12T10:00:00-07:00"),
            ("2017-03-12T02:30:00", "2017-03-12T03:30:00-07:00"),
            ("2017-11-05T01:30:00", "2017-11-05T01:30:00-07:00"),
        ] {
            assert_eq!(timestamp(text).unwrap().resolve(zone).to_rfc3339(), shown);
        }
    }
}
