//! The rows of the programme: talks and the person's own sessions under the heads of days, rooms or
//! tracks.

use super::{Order, Prepared, in_order, noted};
use crate::app::open_event::{OpenEvent, SessionId};
use crate::model::session::{Session, SessionKind};
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use std::collections::HashSet;

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProgrammeLine {
    /// The name of a day, room or track.
    Head(String),
    /// A talk, by its place in the programme.
    Talk(usize),
    /// A session that is in no programme: a booth shift, a meetup that nobody announced.
    Own(SessionId),
}

/// What the list needs of a session that is in no programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// Which.
    pub session_id: SessionId,
    starts: DateTime<FixedOffset>,
    title: String,
    room: Option<String>,
    track: Option<String>,
    kind: &'static str,
}

impl Own {
    fn fits(&self, words: &[&str], letters: &[char]) -> bool {
        let parts = [Some(&self.title), self.room.as_ref(), self.track.as_ref()];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        let text = format!("{}\n{}", parts.join("\n"), self.kind).to_lowercase();
        words.iter().all(|word| text.contains(word)) || in_order(&self.title, letters)
    }
}

/// The sessions with a time that are in no programme, in the order of the event. Free sections,
/// such as a day, are none.
pub fn own(open_event: &OpenEvent, prepared: &Prepared) -> Vec<Own> {
    let talks = &prepared.programme.talks;
    let known: HashSet<&str> = match noted(open_event).next() {
        Some(_) => talks.iter().map(|talk| talk.id.as_str()).collect(),
        None => HashSet::new(),
    };
    let is_own = |session: &Session| {
        let talk = session.programme_id.as_deref();
        session.kind != SessionKind::Section && talk.is_none_or(|talk| !known.contains(talk))
    };
    let sessions = open_event.sessions.iter();
    let sessions = sessions.filter(|(_, session)| is_own(session));
    let own = sessions.filter_map(|(session_id, session)| {
        Some(Own {
            session_id: *session_id,
            starts: session.starts?,
            title: session.title.clone(),
            room: session.room.clone(),
            track: session.track.clone(),
            kind: session.kind.word(),
        })
    });
    own.collect()
}

/// What fits the filter under its heads, within a head by time; days are those of the event's
/// `zone`.
pub(super) fn lines(
    prepared: &Prepared,
    own: &[Own],
    typed: &str,
    order: Order,
    zone: Tz,
) -> Vec<ProgrammeLine> {
    type Facts<'a> = (
        Option<DateTime<FixedOffset>>,
        Option<&'a String>,
        Option<&'a String>,
    );
    let talks = &prepared.programme.talks;
    let head = |(starts, room, track): Facts<'_>| -> String {
        let (named, none) = match order {
            Order::Time => {
                let day = |at: DateTime<FixedOffset>| at.with_timezone(&zone).format("%A %-d %B");
                return starts.map_or("Without a time".to_owned(), |at| day(at).to_string());
            }
            Order::Room => (room, "No room"),
            Order::Track => (track, "No track"),
        };
        named.map_or(none, String::as_str).to_owned()
    };
    let mut rows: Vec<(Option<DateTime<FixedOffset>>, String, ProgrammeLine)> = Vec::new();
    for at in prepared.fitting(typed) {
        let talk = &talks[at];
        let head = head((talk.starts, talk.room.as_ref(), talk.track.as_ref()));
        rows.push((talk.starts, head, ProgrammeLine::Talk(at)));
    }
    let typed = typed.to_lowercase();
    let words: Vec<&str> = typed.split_whitespace().collect();
    let letters: Vec<char> = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let own: Vec<&Own> = own
        .iter()
        .filter(|own| own.fits(&words, &letters))
        .collect();
    if !own.is_empty() {
        for own in own {
            let head = head((Some(own.starts), own.room.as_ref(), own.track.as_ref()));
            rows.push((Some(own.starts), head, ProgrammeLine::Own(own.session_id)));
        }
        // The programme is in the order of time already; what is the person's own goes after what
        // begins with it.
        rows.sort_by_key(|(starts, ..)| (starts.is_none(), *starts));
    }
    if order != Order::Time {
        // Within a room they stay in the order of time.
        rows.sort_by_cached_key(|(_, head, _)| head.to_lowercase());
    }
    let mut lines = Vec::with_capacity(rows.len() + 16);
    let mut last: Option<String> = None;
    for (_, head, line) in rows {
        if last.as_ref() != Some(&head) {
            lines.push(ProgrammeLine::Head(head.clone()));
            last = Some(head);
        }
        lines.push(line);
    }
    lines
}
