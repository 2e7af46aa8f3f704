//! The conference's programme in the app: what is on the list, what fits the filter, what clashes, what is on now.

use super::desk::{Desk, Sid};
use crate::edit::LineInput;
use crate::model::programme::{Programme, Talk};
use crate::model::session::{Kind, Session, Status};
use chrono::{DateTime, FixedOffset, TimeDelta};
use std::collections::HashSet;

/// How long before a planned session it is told of.
pub const AHEAD: TimeDelta = TimeDelta::minutes(10);

/// A programme, made ready to be searched.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prepared {
    /// The talks.
    pub programme: Programme,
    /// What each is found by, in lower case: title, speakers, room, track, what it is about.
    texts: Vec<String>,
}

impl Prepared {
    /// A programme with its texts.
    pub fn of(programme: Programme) -> Prepared {
        let text = |talk: &Talk| {
            let mut parts = vec![talk.title.as_str(), talk.about.as_str()];
            parts.extend(
                [&talk.room, &talk.track, &talk.kind, &talk.subtitle]
                    .into_iter()
                    .flatten()
                    .map(String::as_str),
            );
            for speaker in &talk.speakers {
                parts.push(&speaker.name);
                parts.extend(speaker.affiliation.as_deref());
            }
            parts.join("\n").to_lowercase()
        };
        Prepared {
            texts: programme.talks.iter().map(text).collect(),
            programme,
        }
    }

    /// The talks that hold every word, or whose title has the letters in their order.
    pub fn fitting(&self, typed: &str) -> Vec<usize> {
        let typed = typed.to_lowercase();
        let words: Vec<&str> = typed.split_whitespace().collect();
        let letters: Vec<char> = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let talks = self.programme.talks.iter().zip(&self.texts).enumerate();
        let fits = |talk: &Talk, text: &str| {
            words.iter().all(|word| text.contains(word)) || in_order(&talk.title, &letters)
        };
        talks
            .filter(|(_, (talk, text))| fits(talk, text))
            .map(|(at, _)| at)
            .collect()
    }
}

/// Whether a title has letters in their order, the first of them at the start of a word.
fn in_order(title: &str, letters: &[char]) -> bool {
    if letters.len() < 3 {
        return false;
    }
    let lower = title.to_lowercase();
    let mut wanted = letters.iter();
    let mut next = wanted.next();
    let mut last = ' ';
    for c in lower.chars() {
        let begins = !last.is_alphanumeric();
        let first = next == letters.first() && wanted.len() + 1 == letters.len();
        if next == Some(&c) && (!first || begins) {
            next = wanted.next();
        }
        last = c;
    }
    next.is_none()
}

/// By what the list is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Days.
    #[default]
    Time,
    /// Rooms.
    Room,
    /// Tracks.
    Track,
}

impl Order {
    /// All of them.
    pub const ALL: [Order; 3] = [Order::Time, Order::Room, Order::Track];

    /// The word on the screen.
    pub fn word(self) -> &'static str {
        match self {
            Order::Time => "by time",
            Order::Room => "by room",
            Order::Track => "by track",
        }
    }
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// The name of a day, room or track.
    Head(String),
    /// A talk, by its place in the programme.
    Talk(usize),
}

/// The list.
#[derive(Debug, Clone, Default)]
pub struct Picking {
    /// What is filtered by.
    pub input: LineInput,
    /// The keys go into that.
    pub filtering: bool,
    /// How it is divided.
    pub order: Order,
    /// Its rows.
    pub lines: Vec<Line>,
    /// Which of them is chosen; never a head while there are talks.
    pub selected: usize,
    /// The first that is seen.
    pub top: usize,
    /// What the chosen talk is about takes the whole box.
    pub reads: bool,
    /// The first line of that which is seen.
    pub line: usize,
    /// The talk to go to as soon as the programme has it.
    pub wanted: Option<String>,
}

impl Picking {
    /// The chosen talk, by its place.
    pub fn chosen(&self) -> Option<usize> {
        match self.lines.get(self.selected) {
            Some(Line::Talk(at)) => Some(*at),
            _ => None,
        }
    }

    /// Makes the rows anew and stays at the talk that was chosen, where it still is, or goes to the one that is wanted.
    pub fn arrange(&mut self, prepared: &Prepared) {
        let talks = &prepared.programme.talks;
        let wanted = self.wanted.as_ref();
        let wanted = wanted.and_then(|id| talks.iter().position(|talk| talk.is_called(id)));
        if wanted.is_some() {
            self.wanted = None;
        }
        let before = wanted.or(self.chosen());
        self.lines = lines(prepared, &prepared.fitting(self.input.text()), self.order);
        let same = self
            .lines
            .iter()
            .position(|line| before.is_some_and(|at| *line == Line::Talk(at)));
        let first = self
            .lines
            .iter()
            .position(|line| matches!(line, Line::Talk(_)));
        self.selected = same.or(first).unwrap_or(0);
        self.line = 0;
    }

    /// Goes so many talks on.
    pub fn step(&mut self, by: isize) {
        let talks: Vec<usize> = (0..self.lines.len())
            .filter(|at| matches!(self.lines[*at], Line::Talk(_)))
            .collect();
        let at = talks
            .iter()
            .position(|at| *at == self.selected)
            .unwrap_or(0);
        let to = at
            .saturating_add_signed(by)
            .min(talks.len().saturating_sub(1));
        self.selected = talks.get(to).copied().unwrap_or(0);
        self.line = 0;
    }
}

/// Talks under their heads, within a head by time.
fn lines(prepared: &Prepared, found: &[usize], order: Order) -> Vec<Line> {
    let talks = &prepared.programme.talks;
    let head = |at: usize| -> String {
        let talk = &talks[at];
        match order {
            Order::Time => talk.starts.map_or("Without a time".to_owned(), |at| {
                at.format("%A %-d %B").to_string()
            }),
            Order::Room => talk.room.clone().unwrap_or_else(|| "No room".to_owned()),
            Order::Track => talk.track.clone().unwrap_or_else(|| "No track".to_owned()),
        }
    };
    let mut rows: Vec<(String, usize)> = found.iter().map(|at| (head(*at), *at)).collect();
    if order != Order::Time {
        // The programme is in the order of time already, and stays so within a room.
        rows.sort_by_key(|(head, _)| head.to_lowercase());
    }
    let mut lines = Vec::with_capacity(rows.len() + 16);
    let mut last: Option<String> = None;
    for (head, at) in rows {
        if last.as_ref() != Some(&head) {
            lines.push(Line::Head(head.clone()));
            last = Some(head);
        }
        lines.push(Line::Talk(at));
    }
    lines
}

/// The sessions that are at the same time as another one that is planned or attended. Free sections, such as a day, clash with nothing.
pub fn clashes(sessions: &[(Sid, Session)]) -> HashSet<Sid> {
    let mut spans: Vec<(DateTime<FixedOffset>, DateTime<FixedOffset>, Sid)> = sessions
        .iter()
        .filter(|(_, session)| session.status != Status::Skipped && session.kind != Kind::Section)
        .filter_map(|(sid, session)| {
            let starts = session.starts?;
            // What has no end is not known to go on.
            Some((starts, session.ends.unwrap_or(starts), *sid))
        })
        .collect();
    spans.sort_by_key(|(starts, ..)| *starts);
    let mut found = HashSet::new();
    let mut open: Vec<(DateTime<FixedOffset>, Sid)> = Vec::new();
    for (starts, ends, sid) in spans {
        open.retain(|(until, _)| *until > starts);
        for (_, other) in &open {
            found.extend([*other, sid]);
        }
        open.push((ends, sid));
    }
    found
}

/// The session that was made from a talk.
pub fn session_of(desk: &Desk, talk: &Talk) -> Option<Sid> {
    let mut sessions = desk.sessions.iter();
    let found = sessions.find(|(_, session)| session.programme_id.as_deref() == Some(&talk.id));
    found.map(|(sid, _)| *sid)
}

/// The talks that have a session.
pub fn noted(desk: &Desk) -> impl Iterator<Item = &str> {
    let sessions = desk.sessions.iter();
    sessions.filter_map(|(_, session)| session.programme_id.as_deref())
}

/// Whether it is the person's own, from when to when, the title, the room.
type Span<'a> = (
    bool,
    DateTime<FixedOffset>,
    DateTime<FixedOffset>,
    &'a str,
    Option<&'a str>,
);

/// What runs and what comes next, in a few words: what is planned goes before what is not.
pub fn now_and_next(
    desk: &Desk,
    prepared: &Prepared,
    moment: DateTime<FixedOffset>,
) -> (Option<String>, Option<String>) {
    let mut spans: Vec<Span<'_>> = Vec::new();
    for (_, session) in desk
        .sessions
        .iter()
        .filter(|(_, session)| session.status != Status::Skipped && session.kind != Kind::Section)
    {
        if let Some(starts) = session.starts {
            let ends = session.ends.unwrap_or(starts + TimeDelta::hours(1));
            spans.push((true, starts, ends, &session.title, session.room.as_deref()));
        }
    }
    for talk in prepared
        .programme
        .talks
        .iter()
        .filter(|talk| session_of(desk, talk).is_none())
    {
        if let Some((starts, ends)) = talk.span() {
            spans.push((false, starts, ends, &talk.title, talk.room.as_deref()));
        }
    }
    let text = |title: &str, room: Option<&str>| {
        room.map_or_else(|| title.to_owned(), |room| format!("{title}, {room}"))
    };
    let running = spans
        .iter()
        .filter(|(_, starts, ends, ..)| *starts <= moment && moment < *ends);
    let now = running
        .min_by_key(|(mine, starts, ..)| (!*mine, std::cmp::Reverse(*starts)))
        .map(|(_, _, _, title, room)| text(title, *room));
    let ahead = spans
        .iter()
        .filter(|(_, starts, ..)| *starts > moment && *starts - moment < TimeDelta::hours(18));
    let next = ahead.min_by_key(|(mine, starts, ..)| (!*mine, *starts));
    let next = next.map(|(_, starts, _, title, room)| {
        let local = starts.with_timezone(moment.offset());
        format!("{} {}", local.format("%H:%M"), text(title, *room))
    });
    (now, next)
}

/// The planned session that begins within ten minutes: how many minutes are left, its title, its room.
pub fn soon(desk: &Desk, moment: DateTime<FixedOffset>) -> Option<(i64, &Session)> {
    let planned = desk
        .sessions
        .iter()
        .map(|(_, session)| session)
        .filter(|session| session.status == Status::Planned);
    let ahead = planned.filter_map(|session| {
        let left = session.starts? - moment;
        (left > TimeDelta::zero() && left <= AHEAD)
            .then_some(((left.num_seconds() + 59) / 60, session))
    });
    ahead.min_by_key(|(left, _)| *left)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(clock: &str) -> Option<DateTime<FixedOffset>> {
        DateTime::parse_from_rfc3339(&format!("2026-05-15T{clock}:00+02:00")).ok()
    }

    fn session(sid: u32, from: &str, to: &str) -> (Sid, Session) {
        let session = Session {
            starts: at(from),
            ends: at(to),
            ..Session::default()
        };
        (Sid(sid), session)
    }

    fn prepared() -> Prepared {
        let talk = |title: &str, room: &str, clock: &str| Talk {
            id: title.to_owned(),
            title: title.to_owned(),
            room: Some(room.to_owned()),
            starts: at(clock),
            about: format!("About {title} and trains"),
            ..Talk::default()
        };
        Prepared::of(Programme {
            talks: vec![
                talk("Points", "B", "10:00"),
                talk("Crossings and Signals", "A", "11:00"),
                talk("Bridges", "B", "12:00"),
            ],
            ..Programme::default()
        })
    }

    #[test]
    fn only_what_overlaps_clashes() {
        let mut sessions = vec![
            session(1, "10:00", "11:00"),
            session(2, "11:00", "12:00"),
            session(3, "10:30", "10:45"),
            session(4, "11:30", "12:30"),
        ];
        let found = clashes(&sessions);
        assert_eq!(found, HashSet::from([Sid(1), Sid(2), Sid(3), Sid(4)]));
        sessions[2].1.status = Status::Skipped;
        assert_eq!(clashes(&sessions), HashSet::from([Sid(2), Sid(4)]));
        sessions[3].1.kind = Kind::Section;
        assert!(clashes(&sessions).is_empty());
    }

    #[test]
    fn a_filter_finds_words_and_letters_in_order() {
        let prepared = prepared();
        assert_eq!(prepared.fitting(""), [0, 1, 2]);
        assert_eq!(prepared.fitting("TRAINS brid"), [2]);
        assert_eq!(prepared.fitting("crsig"), [1]);
        assert!(prepared.fitting("nothing").is_empty());
    }

    #[test]
    fn rooms_are_heads_and_times_stay_in_order() {
        let head = |text: &str| Line::Head(text.to_owned());
        let found = lines(&prepared(), &[0, 1, 2], Order::Room);
        assert_eq!(
            found,
            [
                head("A"),
                Line::Talk(1),
                head("B"),
                Line::Talk(0),
                Line::Talk(2)
            ]
        );
        let found = lines(&prepared(), &[0, 1], Order::Time);
        assert_eq!(found, [head("Friday 15 May"), Line::Talk(0), Line::Talk(1)]);
    }
}
