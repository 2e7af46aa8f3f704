//! What is on now, and what comes next.

use crate::model::programme::Talk;
use chrono::{DateTime, FixedOffset, TimeDelta};

/// How far ahead the next talks may be.
const AHEAD: TimeDelta = TimeDelta::hours(18);

/// The talks that run at `moment`, by start, and those that begin next: all that begin first after
/// it.
pub fn at(talks: &[Talk], moment: DateTime<FixedOffset>) -> (Vec<&Talk>, Vec<&Talk>) {
    let mut running: Vec<&Talk> = talks.iter().filter(|talk| talk.runs_at(moment)).collect();
    running.sort_by_key(|talk| talk.starts);
    let ahead = || {
        talks.iter().filter(|talk| {
            talk.starts
                .is_some_and(|starts| starts > moment && starts - moment < AHEAD)
        })
    };
    let first = ahead().filter_map(|talk| talk.starts).min();
    let next = ahead().filter(|talk| talk.starts == first).collect();
    (running, next)
}

/// A span as people say it: `25 min`, `1 h 05`.
pub fn span(span: TimeDelta) -> String {
    let minutes = (span.num_seconds().max(0) + 59) / 60;
    match minutes {
        0..60 => format!("{minutes} min"),
        _ => format!("{} h {:02}", minutes / 60, minutes % 60),
    }
}
