//! Which earlier versions of a file are old enough to go.
//!
//! What this module promises: a clock that jumps takes nothing away. Ages count only where the
//! times are plausible: what lies behind a long gap goes when hallway has seen thirty more days go
//! by, and what is dated in the future stays. The newest twenty stay in any case.

use super::backup_version::Backup;
use chrono::{DateTime, TimeDelta, Utc};

/// How long a version is kept.
const LIFETIME: TimeDelta = TimeDelta::days(30);

/// So many stay however old they are.
const ALWAYS: usize = 20;

/// From what time between two versions on the clock may have jumped.
const GAP: TimeDelta = TimeDelta::days(60);

/// The versions to remove, of these, newest first, at a moment at which one more is kept.
pub fn expired(versions: &[Backup], now: DateTime<Utc>) -> Vec<&Backup> {
    let mut expired = Vec::new();
    // The time since the last long gap, which the versions show to have gone by.
    let (mut last, mut seen) = (now, TimeDelta::zero());
    let past = versions.iter().enumerate().filter(|(_, one)| one.at <= now);
    for (place, version) in past {
        let between = last - version.at;
        match between > GAP {
            true if seen < LIFETIME => break,
            true => seen = LIFETIME,
            false => seen += between,
        }
        last = version.at;
        if place >= ALWAYS && now - version.at > LIFETIME {
            expired.push(version);
        }
    }
    expired
}

#[cfg(test)]
mod tests {
    use super::super::backup_version::Why;
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-05-15T12:00:00Z".parse().unwrap()
    }

    /// Versions of so many hours before now, in any order.
    fn versions(hours: impl IntoIterator<Item = i64>) -> Vec<Backup> {
        let version = |hours: i64| Backup {
            at: now() - TimeDelta::hours(hours),
            why: Why::Save,
            path: hours.to_string().into(),
        };
        let mut all: Vec<Backup> = hours.into_iter().map(version).collect();
        all.sort_by_key(|one| std::cmp::Reverse(one.at));
        all
    }

    const DAY: i64 = 24;

    #[test]
    fn what_is_older_than_thirty_days_goes_but_for_the_newest_twenty() {
        let all = versions((0..100).map(|day| day * DAY));
        let gone = expired(&all, now());
        assert_eq!(gone.len(), 69);
        assert!(gone.iter().all(|one| now() - one.at > LIFETIME));
        // One a week: of twenty-five the oldest five.
        let all = versions((0..25).map(|week| week * 7 * DAY));
        assert_eq!(expired(&all, now()).len(), 5);
    }

    #[test]
    fn one_save_two_years_ahead_takes_nothing() {
        let all = versions(0..500);
        assert!(expired(&all, now() + TimeDelta::days(730)).is_empty());
        // Nor do all the saves of a day on which the clock is wrong.
        let ahead = (0..12).map(|hour| -730 * DAY - hour);
        let all = versions((0..500).chain(ahead));
        let then = now() + TimeDelta::days(730) + TimeDelta::hours(13);
        assert!(expired(&all, then).is_empty());
        // Back in time, what was kept in the future stays and keeps nothing from going.
        let all = versions((0..60).map(|day| day * DAY).chain([-730 * DAY]));
        let gone = expired(&all, now());
        assert_eq!(gone.len(), 29);
        assert!(gone.iter().all(|one| one.at < now()));
    }

    #[test]
    fn what_lies_behind_a_pause_goes_when_thirty_days_have_been_seen() {
        let old = || (0..50).map(|hour| 400 * DAY + hour);
        let since = |days: i64| versions(old().chain((0..days * 2).map(|half| half * 12)));
        assert!(expired(&since(0), now()).is_empty());
        assert!(expired(&since(29), now()).is_empty());
        let all = since(31);
        let gone = expired(&all, now());
        let behind = |one: &&&Backup| now() - one.at > GAP;
        assert_eq!(gone.iter().filter(behind).count(), 50);
    }
}
