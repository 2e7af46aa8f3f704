//! Booth mode: everything that is counted has a letter, every question a digit.

use super::open_event::SessionId;
use crate::model::count::{CROWD, Count, Hour, TALLIES};
use crate::model::session::Session;

/// The mode.
#[derive(Debug, Clone, Copy)]
pub struct Booth {
    /// The session at the booth.
    pub session_id: SessionId,
}

/// Where something is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountGroup {
    /// Visitors, demos, whatever the person adds.
    Tally,
    /// Who comes by.
    Crowd,
    /// What is asked.
    Question,
}

impl CountGroup {
    /// All groups, in the order in which they are offered.
    pub const ALL: [CountGroup; 3] = [CountGroup::Question, CountGroup::Tally, CountGroup::Crowd];

    /// The word on the screen.
    pub fn word(self) -> &'static str {
        match self {
            CountGroup::Tally => "counter",
            CountGroup::Crowd => "kind of visitor",
            CountGroup::Question => "question",
        }
    }

    /// The counters of this group.
    pub fn of(self, session: &mut Session) -> &mut Vec<Count> {
        match self {
            CountGroup::Tally => &mut session.tallies,
            CountGroup::Crowd => &mut session.crowd,
            CountGroup::Question => &mut session.questions,
        }
    }
}

/// Something that is counted, with the key that counts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counter {
    /// Where.
    pub group: CountGroup,
    /// Its letter or digit; nothing when all are taken.
    pub key: Option<char>,
    /// Its name.
    pub name: String,
    /// How many.
    pub count: i64,
}

/// Everything that is counted at a booth: what it has, after what every booth begins with.
pub fn counters(session: &Session) -> Vec<Counter> {
    let mut counters: Vec<Counter> = Vec::new();
    let groups: [(CountGroup, &[&str], &[Count]); 3] = [
        (CountGroup::Tally, &TALLIES, &session.tallies),
        (CountGroup::Crowd, &CROWD, &session.crowd),
        (CountGroup::Question, &[], &session.questions),
    ];
    for (group, offered, counted) in groups {
        let same = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
        let begun = offered.iter().map(|name| {
            let count = counted.iter().find(|count| same(&count.name, name));
            ((*name).to_owned(), count.map_or(0, |count| count.count))
        });
        let more = counted
            .iter()
            .filter(|count| !offered.iter().any(|name| same(&count.name, name)));
        let more = more.map(|count| (count.name.clone(), count.count));
        for (at, (name, count)) in begun.chain(more).enumerate() {
            let key = match group {
                CountGroup::Question => char::from_digit(at as u32 + 1, 10),
                CountGroup::Tally | CountGroup::Crowd => letter(&name, &counters),
            };
            counters.push(Counter {
                group,
                key,
                name,
                count,
            });
        }
    }
    counters
}

/// The first letter of the name that is free, else the first of all.
fn letter(name: &str, taken: &[Counter]) -> Option<char> {
    let name = name.to_lowercase();
    let letters = name.chars().filter(char::is_ascii_lowercase);
    letters
        .chain('a'..='z')
        .find(|letter| taken.iter().all(|counter| counter.key != Some(*letter)))
}

/// The visitors of each hour, from the first to the last, empty hours among them.
pub fn by_hour(session: &Session) -> Vec<Hour> {
    let visitors = session
        .tallies
        .iter()
        .find(|count| count.name.trim().eq_ignore_ascii_case("visitors"));
    let Some(hours) = visitors.map(|count| &count.hours) else {
        return Vec::new();
    };
    let (Some(first), Some(last)) = (hours.first(), hours.last()) else {
        return Vec::new();
    };
    let span = (last.at - first.at).num_hours().clamp(0, 72);
    let hour = |n| {
        let at = first.at + chrono::TimeDelta::hours(n);
        let found = hours.iter().find(|hour| hour.at == at);
        Hour {
            at,
            count: found.map_or(0, |hour| hour.count),
        }
    };
    (0..=span).map(hour).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_counter_has_a_key_of_its_own() {
        let mut session = Session::default();
        for name in ["stickers", "Visitors", "developers of databases"] {
            session.tallies.push(Count::new(name));
        }
        session.questions.push(Count::new("Why?"));
        let counters = counters(&session);
        let mut keys: Vec<char> = counters.iter().filter_map(|counter| counter.key).collect();
        assert_eq!(keys.len(), 3 + 2 + 7 + 1);
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), counters.len());
        assert_eq!(counters[0].name, "visitors");
        assert_eq!(counters[0].key, Some('v'));
    }
}
