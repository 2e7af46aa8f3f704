//! The conference's own programme, as it was imported. Nothing in it was typed by the person.

use super::session::{Session, SessionKind, Speaker, Status, TalkFormat};
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;

/// A programme.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Programme {
    /// What the file calls the conference.
    pub title: Option<String>,
    /// The format that it was read from.
    pub source: Option<String>,
    /// The file's own word for its version.
    pub version: Option<String>,
    /// The zone in which its times are kept.
    pub time_zone: Option<Tz>,
    /// Its talks, by start, room and title.
    pub talks: Vec<Talk>,
}

/// A talk, break, party: whatever stands in a programme. All texts are plain and clean.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Talk {
    /// Its identity: the file's identifier where that names one talk only. No two talks of a
    /// programme share one.
    pub id: String,
    /// Its title.
    pub title: String,
    /// A second title.
    pub subtitle: Option<String>,
    /// Who speaks.
    pub speakers: Vec<Speaker>,
    /// The room.
    pub room: Option<String>,
    /// The track.
    pub track: Option<String>,
    /// The programme's own word for what it is.
    pub kind: Option<String>,
    /// When it begins, with the offset of the programme's zone then.
    pub starts: Option<DateTime<FixedOffset>>,
    /// When it ends.
    pub ends: Option<DateTime<FixedOffset>>,
    /// The language, as the file has it.
    pub language: Option<String>,
    /// What it is about.
    pub about: String,
    /// Its page.
    pub url: Option<String>,
}

/// What a session takes over from a talk.
#[derive(Debug, Clone, PartialEq)]
pub struct ProgrammeFacts {
    /// The title, without names that stand behind it.
    pub title: String,
    /// The speakers, guessed from the title where the file names none.
    pub speakers: Vec<Speaker>,
    /// Keynote, workshop, lightning talk.
    pub format: Option<TalkFormat>,
}

impl Talk {
    /// Whether it runs at `moment`; one without an end runs for an hour.
    pub fn runs_at(&self, moment: DateTime<FixedOffset>) -> bool {
        self.span()
            .is_some_and(|(starts, ends)| starts <= moment && moment < ends)
    }

    /// Whether it has that identity. One that a person wrote without any goes by its title.
    pub fn is_called(&self, id: &str) -> bool {
        self.id == id || self.id.is_empty() && self.title == id
    }

    /// From when to when; one without an end takes an hour.
    pub fn span(&self) -> Option<(DateTime<FixedOffset>, DateTime<FixedOffset>)> {
        let starts = self.starts?;
        Some((
            starts,
            self.ends.unwrap_or(starts + chrono::Duration::hours(1)),
        ))
    }

    /// Title and speakers as a session has them. A guess, which is the person's to change.
    pub fn facts(&self) -> ProgrammeFacts {
        let lower = self.kind.as_deref().unwrap_or_default().to_lowercase();
        let format = match () {
            () if lower.contains("keynote") => Some(TalkFormat::Keynote),
            () if lower.contains("workshop") || lower.contains("tutorial") => {
                Some(TalkFormat::Workshop)
            }
            () if lower.contains("lightning") => Some(TalkFormat::Lightning),
            () => None,
        };
        let (title, speakers) = match self.speakers.is_empty() {
            true => without_names(&self.title),
            false => (self.title.clone(), self.speakers.clone()),
        };
        ProgrammeFacts {
            title,
            speakers,
            format,
        }
    }

    /// A session for it, with everything filled in.
    pub fn session(&self, status: Status) -> Session {
        let facts = self.facts();
        Session {
            kind: self.session_kind(),
            title: facts.title,
            speakers: facts.speakers,
            format: facts.format,
            starts: self.starts,
            ends: self.ends,
            room: self.room.clone(),
            track: self.track.clone(),
            url: self.url.clone(),
            status,
            programme_id: Some(self.id.clone()),
            ..Session::default()
        }
    }

    fn session_kind(&self) -> SessionKind {
        let kind = self.kind.as_deref().unwrap_or_default().to_lowercase();
        let title = self.title.to_lowercase();
        let social = ["meetup", "meet-up", "bof", "birds of a feather", "meeting"];
        if social
            .iter()
            .any(|word| kind.contains(word) || title.contains(word))
        {
            SessionKind::Meetup
        } else {
            SessionKind::Talk
        }
    }
}

/// Divides "Title - Name, Company & Name, Company", as calendars without a field for speakers have
/// it. Where the part behind the last dash does not look like names, all of it is the title.
fn without_names(title: &str) -> (String, Vec<Speaker>) {
    let whole = || (title.to_owned(), Vec::new());
    let Some((head, tail)) = title.rsplit_once(" - ") else {
        return whole();
    };
    let mut speakers: Vec<Speaker> = Vec::new();
    for part in tail.split([';', '&']).map(str::trim) {
        let mut words = part.split(',').map(str::trim);
        let name = words.next().unwrap_or_default();
        if !is_name(name) {
            return whole();
        }
        let rest: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        match rest.as_slice() {
            [] => speakers.push(named(name, None)),
            [company] => speakers.push(named(name, Some(company))),
            // A list of people with the company of the last behind it.
            [people @ .., company] if people.iter().all(|one| is_name(one)) => {
                speakers.push(named(name, None));
                speakers.extend(people.iter().map(|one| named(one, Some(company))));
            }
            _ => return whole(),
        }
    }
    (head.trim().to_owned(), speakers)
}

fn named(name: &str, affiliation: Option<&str>) -> Speaker {
    Speaker {
        name: name.to_owned(),
        affiliation: affiliation.map(str::to_owned),
        url: None,
    }
}

/// Two to four words, each with a capital letter first; a particle in between may be small.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    let sound = |word: &&str| {
        word.chars()
            .all(|c| c.is_alphabetic() || "'’.-\"()".contains(c))
    };
    (2..=5).contains(&words.len())
        && words.iter().all(sound)
        && words.first().is_some_and(capital)
        && words.last().is_some_and(capital)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn talk(title: &str) -> Talk {
        Talk {
            title: title.to_owned(),
            ..Talk::default()
        }
    }

    #[test]
    fn names_behind_a_title_become_speakers() {
        let facts = talk("Trains on Time - Ada Rail, Tracks Inc. & Bo Signal, Yard Ltd").facts();
        assert_eq!(facts.title, "Trains on Time");
        assert_eq!(
            facts.speakers,
            [
                named("Ada Rail", Some("Tracks Inc.")),
                named("Bo Signal", Some("Yard Ltd"))
            ]
        );
    }

    #[test]
    fn a_title_with_a_dash_stays_whole() {
        for title in [
            "Rust - a language of its own",
            "Badge pick-up",
            "Day 2 - 10:00",
        ] {
            let facts = talk(title).facts();
            assert_eq!(facts.title, title);
            assert_eq!(facts.speakers, []);
        }
    }

    #[test]
    fn a_session_has_all_that_the_programme_knows() {
        let talk = Talk {
            id: "x1".to_owned(),
            kind: Some("Keynote".to_owned()),
            room: Some("Hall 1".to_owned()),
            speakers: vec![named("Ada Rail", None)],
            ..talk("Trains")
        };
        let session = talk.session(Status::Planned);
        assert_eq!(session.status, Status::Planned);
        assert_eq!(session.format, Some(TalkFormat::Keynote));
        assert_eq!(session.room.as_deref(), Some("Hall 1"));
        assert_eq!(session.programme_id.as_deref(), Some("x1"));
    }
}
