//! What is on, what comes next, and what is at the same time. Moments are compared as such, and
//! shown by the clock of the event's zone at that moment, so that a change to daylight saving moves
//! nothing.

use super::{AHEAD, Prepared, noted};
use crate::app::open_event::{OpenEvent, SessionId};
use crate::model::programme::Talk;
use crate::model::session::{Session, SessionKind, Status};
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use chrono_tz::Tz;
use std::collections::HashSet;

/// Whether somebody who goes there cannot be elsewhere. Free sections, such as a day, keep nobody.
fn takes_time(session: &Session) -> bool {
    session.status != Status::Skipped && session.kind != SessionKind::Section
}

/// The sessions that are at the same time as another one that is planned or attended. Free
/// sections, such as a day, clash with nothing.
pub fn overlaps(sessions: &[(SessionId, Session)]) -> HashSet<SessionId> {
    let mut spans: Vec<(DateTime<FixedOffset>, DateTime<FixedOffset>, SessionId)> = sessions
        .iter()
        .filter(|(_, session)| takes_time(session))
        .filter_map(|(session_id, session)| {
            let starts = session.starts?;
            // What has no end is not known to go on.
            Some((starts, session.ends.unwrap_or(starts), *session_id))
        })
        .collect();
    spans.sort_by_key(|(starts, ..)| *starts);
    let mut found = HashSet::new();
    let mut open: Vec<(DateTime<FixedOffset>, SessionId)> = Vec::new();
    for (starts, ends, session_id) in spans {
        open.retain(|(until, _)| *until > starts);
        for (_, other) in &open {
            found.extend([*other, session_id]);
        }
        open.push((ends, session_id));
    }
    found
}

/// The other sessions, planned or attended, that are at the time of a talk.
pub fn at_the_time<'a>(open_event: &'a OpenEvent, talk: &Talk) -> Vec<&'a Session> {
    let Some((from, to)) = talk.span() else {
        return Vec::new();
    };
    let overlaps = |session: &&Session| {
        let is_its = session.programme_id.as_deref() == Some(&talk.id);
        let Some(starts) = session.starts.filter(|_| !is_its) else {
            return false;
        };
        let ends = session.ends.unwrap_or(starts);
        takes_time(session) && starts < to && (ends > from || starts == from)
    };
    let sessions = open_event.sessions.iter().map(|(_, session)| session);
    sessions.filter(overlaps).collect()
}

/// Whether it is the person's own, from when to when, the title, the room.
type TimeSpan<'a> = (
    bool,
    DateTime<FixedOffset>,
    DateTime<FixedOffset>,
    &'a str,
    Option<&'a str>,
);

/// How many talks at once are still worth a name each.
const FEW: usize = 3;

/// What runs and what comes next, in a few words: what is planned goes before what is not. Where
/// nothing is planned and many talks begin or run at once, none of them is better than the others,
/// and their number is said.
pub fn now_and_next(
    open_event: &OpenEvent,
    prepared: &Prepared,
    moment: DateTime<Utc>,
    zone: Tz,
) -> (Option<String>, Option<String>) {
    let mut spans: Vec<TimeSpan<'_>> = Vec::new();
    for (_, session) in open_event
        .sessions
        .iter()
        .filter(|(_, session)| takes_time(session))
    {
        if let Some(starts) = session.starts {
            let ends = session.ends.unwrap_or(starts + TimeDelta::hours(1));
            spans.push((true, starts, ends, &session.title, session.room.as_deref()));
        }
    }
    let known: HashSet<&str> = noted(open_event).collect();
    let talks = prepared.programme.talks.iter();
    for talk in talks.filter(|talk| !known.contains(talk.id.as_str())) {
        if let Some((starts, ends)) = talk.span() {
            spans.push((false, starts, ends, &talk.title, talk.room.as_deref()));
        }
    }
    let text = |title: &str, room: Option<&str>| {
        room.map_or_else(|| title.to_owned(), |room| format!("{title}, {room}"))
    };
    let running = || {
        let spans = spans.iter();
        spans.filter(|(_, starts, ends, ..)| starts.to_utc() <= moment && moment < ends.to_utc())
    };
    let first = running().min_by_key(|(mine, starts, ..)| (!*mine, std::cmp::Reverse(*starts)));
    let many = |count: usize, mine: bool| (!mine && count > FEW).then(|| format!("{count} talks"));
    let now = first.map(|(mine, _, _, title, room)| {
        many(running().count(), *mine).unwrap_or_else(|| text(title, *room))
    });
    let ahead = || {
        spans.iter().filter(|(_, starts, ..)| {
            starts.to_utc() > moment && starts.to_utc() - moment < TimeDelta::hours(18)
        })
    };
    let next = ahead().min_by_key(|(mine, starts, ..)| (!*mine, *starts));
    let next = next.map(|(mine, starts, _, title, room)| {
        let together = ahead().filter(|(_, other, ..)| other == starts).count();
        let what = many(together, *mine).unwrap_or_else(|| text(title, *room));
        format!("{} {what}", starts.with_timezone(&zone).format("%H:%M"))
    });
    (now, next)
}

/// The planned session that begins within ten minutes: how many minutes are left, its title, its
/// room.
pub fn soon(open_event: &OpenEvent, moment: DateTime<Utc>) -> Option<(i64, &Session)> {
    let planned = open_event
        .sessions
        .iter()
        .map(|(_, session)| session)
        .filter(|session| session.status == Status::Planned);
    let ahead = planned.filter_map(|session| {
        let left = session.starts?.to_utc() - moment;
        (left > TimeDelta::zero() && left <= AHEAD)
            .then_some(((left.num_seconds() + 59) / 60, session))
    });
    ahead.min_by_key(|(left, _)| *left)
}
