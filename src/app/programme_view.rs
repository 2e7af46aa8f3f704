//! The conference's programme in the app: what is on the list, what fits the filter, what clashes,
//! what is on now.

mod clock;
mod lines;

pub use clock::{at_the_time, now_and_next, overlaps, soon};
pub use lines::{Own, ProgrammeLine, own};

use super::open_event::{OpenEvent, SessionId};
use crate::edit::LineInput;
use crate::model::programme::{Programme, Talk};
use chrono::TimeDelta;
use chrono_tz::Tz;

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

/// The list.
#[derive(Debug, Clone, Default)]
pub struct ProgrammeView {
    /// What is filtered by.
    pub input: LineInput,
    /// The keys go into that.
    pub filtering: bool,
    /// How it is divided.
    pub order: Order,
    /// Its rows.
    pub lines: Vec<ProgrammeLine>,
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

impl ProgrammeView {
    /// The chosen talk, by its place.
    pub fn chosen(&self) -> Option<usize> {
        match self.lines.get(self.selected) {
            Some(ProgrammeLine::Talk(at)) => Some(*at),
            _ => None,
        }
    }

    /// The chosen session of the person's own.
    pub fn chosen_own(&self) -> Option<SessionId> {
        match self.lines.get(self.selected) {
            Some(ProgrammeLine::Own(session_id)) => Some(*session_id),
            _ => None,
        }
    }

    /// Makes the rows anew and stays at what was chosen, where it still is, or goes to the talk
    /// that is wanted.
    pub fn arrange(&mut self, prepared: &Prepared, own: &[Own], zone: Tz) {
        let talks = &prepared.programme.talks;
        let wanted = self.wanted.as_ref();
        let wanted = wanted.and_then(|id| talks.iter().position(|talk| talk.is_called(id)));
        let wanted = wanted.map(ProgrammeLine::Talk);
        if wanted.is_some() {
            self.wanted = None;
        }
        let before = wanted.or_else(|| self.lines.get(self.selected).cloned());
        self.lines = lines::lines(prepared, own, self.input.text(), self.order, zone);
        let is_row = |line: &ProgrammeLine| !matches!(line, ProgrammeLine::Head(_));
        let mut rows = self.lines.iter();
        let same = rows.position(|line| is_row(line) && before.as_ref() == Some(line));
        let first = self.lines.iter().position(is_row);
        self.selected = same.or(first).unwrap_or(0);
        self.line = 0;
    }

    /// Goes so many rows on, past the heads.
    pub fn step(&mut self, by: isize) {
        let rows: Vec<usize> = (0..self.lines.len())
            .filter(|at| !matches!(self.lines[*at], ProgrammeLine::Head(_)))
            .collect();
        let at = rows.iter().position(|at| *at == self.selected);
        let to = at
            .unwrap_or(0)
            .saturating_add_signed(by)
            .min(rows.len().saturating_sub(1));
        self.selected = rows.get(to).copied().unwrap_or(0);
        self.line = 0;
    }
}

/// The session that was made from a talk.
pub fn session_of(open_event: &OpenEvent, talk: &Talk) -> Option<SessionId> {
    let mut sessions = open_event.sessions.iter();
    let found = sessions.find(|(_, session)| session.programme_id.as_deref() == Some(&talk.id));
    found.map(|(session_id, _)| *session_id)
}

/// The talks that have a session.
pub fn noted(open_event: &OpenEvent) -> impl Iterator<Item = &str> {
    let sessions = open_event.sessions.iter();
    sessions.filter_map(|(_, session)| session.programme_id.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::session::{Session, SessionKind, Status};
    use chrono::{DateTime, FixedOffset};
    use std::collections::HashSet;

    fn at(clock: &str) -> Option<DateTime<FixedOffset>> {
        DateTime::parse_from_rfc3339(&format!("2026-05-15T{clock}:00+02:00")).ok()
    }

    fn session(session_id: u32, from: &str, to: &str) -> (SessionId, Session) {
        let session = Session {
            starts: at(from),
            ends: at(to),
            ..Session::default()
        };
        (SessionId(session_id), session)
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
        let found = overlaps(&sessions);
        assert_eq!(
            found,
            HashSet::from([SessionId(1), SessionId(2), SessionId(3), SessionId(4)])
        );
        sessions[2].1.status = Status::Skipped;
        assert_eq!(
            overlaps(&sessions),
            HashSet::from([SessionId(2), SessionId(4)])
        );
        sessions[3].1.kind = SessionKind::Section;
        assert!(overlaps(&sessions).is_empty());
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
        let head = |text: &str| ProgrammeLine::Head(text.to_owned());
        let vienna = Tz::Europe__Vienna;
        let found = lines::lines(&prepared(), &[], "", Order::Room, vienna);
        assert_eq!(
            found,
            [
                head("A"),
                ProgrammeLine::Talk(1),
                head("B"),
                ProgrammeLine::Talk(0),
                ProgrammeLine::Talk(2)
            ]
        );
        let found = lines::lines(&prepared(), &[], "s trains", Order::Time, vienna);
        assert_eq!(
            found,
            [
                head("Friday 15 May"),
                ProgrammeLine::Talk(0),
                ProgrammeLine::Talk(1),
                ProgrammeLine::Talk(2)
            ]
        );
        // A day is one of the event's zone.
        let found = lines::lines(
            &prepared(),
            &[],
            "points",
            Order::Time,
            Tz::Pacific__Auckland,
        );
        assert_eq!(found, [head("Friday 15 May"), ProgrammeLine::Talk(0)]);
        let found = lines::lines(
            &prepared(),
            &[],
            "bridges",
            Order::Time,
            Tz::Pacific__Kiritimati,
        );
        assert_eq!(found, [head("Saturday 16 May"), ProgrammeLine::Talk(2)]);
    }
}
