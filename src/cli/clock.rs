//! The one place that asks what time it is and where the person is.

use super::failure::Failure;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// Stands in for the clock, for tests and rehearsals.
pub const VARIABLE: &str = "HALLWAY_NOW";

/// The present moment, or the one that `HALLWAY_NOW` names.
///
/// # Errors
/// A value that is no RFC 3339 time.
pub fn now() -> Result<DateTime<Utc>, Failure> {
    let Some(value) = std::env::var_os(VARIABLE).filter(|value| !value.is_empty()) else {
        return Ok(Utc::now());
    };
    let text = value.to_string_lossy();
    match DateTime::parse_from_rfc3339(text.trim()) {
        Ok(moment) => Ok(moment.to_utc()),
        Err(_) => Err(Failure::misuse(format!(
            "{VARIABLE} is `{text}`, which is not an RFC 3339 time"
        ))
        .hint("write it as 2017-03-02T10:12:00-08:00")),
    }
}

/// The zone of this system: `TZ` where it names one, else what the system is set to; UTC where
/// neither says.
pub fn system_zone() -> Tz {
    let named = |name: String| {
        let name = name.trim_start_matches(':');
        name.parse::<Tz>()
            .or_else(|_| name.rsplit("zoneinfo/").next().unwrap_or(name).parse())
            .ok()
    };
    let variable = std::env::var("TZ").ok().filter(|name| !name.is_empty());
    match variable {
        Some(name) => named(name),
        None => iana_time_zone::get_timezone().ok().and_then(named),
    }
    .unwrap_or(Tz::UTC)
}
