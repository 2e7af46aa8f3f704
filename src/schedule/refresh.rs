//! A programme that is imported again: what changed, and what of it reaches sessions that are noted
//! already.
//!
//! A talk is the same one when its identity and start are the same, else its identity, else title,
//! start and room, else its title alone where only one talk has it on either side. Of a session
//! only those facts follow that are still as the programme had them; what a person changed or typed
//! stays.

use crate::model::programme::{Programme, Talk};
use crate::model::session::Session;
use std::collections::HashMap;
use std::hash::Hash;

/// What changed from one import to the next. A talk can be in more than one list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Changes {
    /// Talks that were not there: places in the new programme.
    pub new: Vec<usize>,
    /// Talks that are gone: places in the old programme.
    pub cancelled: Vec<usize>,
    /// Talks at another time: old and new place.
    pub moved: Vec<(usize, usize)>,
    /// Talks with another title.
    pub renamed: Vec<(usize, usize)>,
    /// Talks in another room.
    pub rehoused: Vec<(usize, usize)>,
    /// Talks of which something else changed: speakers, track, text, page.
    pub edited: Vec<(usize, usize)>,
    /// Every talk that is in both.
    pub pairs: Vec<(usize, usize)>,
}

impl Changes {
    /// Whether the two say the same.
    pub fn is_nothing(&self) -> bool {
        self.new.is_empty()
            && self.cancelled.is_empty()
            && [&self.moved, &self.renamed, &self.rehoused, &self.edited]
                .iter()
                .all(|list| list.is_empty())
    }
}

/// Compares two imports.
pub fn compare(old: &Programme, new: &Programme) -> Changes {
    let mut changes = Changes {
        pairs: pair(&old.talks, &new.talks),
        ..Changes::default()
    };
    for &(from, to) in &changes.pairs {
        let (before, after) = (&old.talks[from], &new.talks[to]);
        let span = |talk: &Talk| {
            (
                talk.starts.map(|at| at.to_utc()),
                talk.ends.map(|at| at.to_utc()),
            )
        };
        let mut told = false;
        let mut note = |differs: bool, list: &mut Vec<(usize, usize)>| {
            if differs {
                list.push((from, to));
                told = true;
            }
        };
        note(span(before) != span(after), &mut changes.moved);
        note(before.title != after.title, &mut changes.renamed);
        note(before.room != after.room, &mut changes.rehoused);
        let rest = |talk: &Talk| Talk {
            id: String::new(),
            title: String::new(),
            room: None,
            starts: None,
            ends: None,
            ..talk.clone()
        };
        if !told && rest(before) != rest(after) {
            changes.edited.push((from, to));
        }
    }
    let mut gone = vec![true; old.talks.len()];
    let mut fresh = vec![true; new.talks.len()];
    for &(from, to) in &changes.pairs {
        gone[from] = false;
        fresh[to] = false;
    }
    let places = |flags: &[bool]| (0..flags.len()).filter(|at| flags[*at]).collect();
    changes.cancelled = places(&gone);
    changes.new = places(&fresh);
    changes
}

/// The talks that are the same one, by their places, in the order of the new programme.
fn pair(old: &[Talk], new: &[Talk]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut left: Vec<usize> = (0..old.len()).collect();
    let mut right: Vec<usize> = (0..new.len()).collect();
    let own = |talk: &Talk| talk.id.split('@').next().unwrap_or_default().to_owned();
    let at = |talk: &Talk| talk.starts.map(|at| at.to_utc());
    join(old, new, &mut left, &mut right, &mut pairs, |talk| {
        (talk.id.clone(), at(talk))
    });
    join(old, new, &mut left, &mut right, &mut pairs, |talk| {
        talk.id.clone()
    });
    join(old, new, &mut left, &mut right, &mut pairs, |talk| {
        (talk.title.clone(), at(talk), talk.room.clone())
    });
    join(old, new, &mut left, &mut right, &mut pairs, |talk| {
        (own(talk), talk.title.clone())
    });
    join(old, new, &mut left, &mut right, &mut pairs, |talk| {
        talk.title.clone()
    });
    pairs.sort_by_key(|(_, to)| *to);
    pairs
}

/// Pairs what is left where a key belongs to one talk only on either side.
fn join<K: Eq + Hash>(
    old: &[Talk],
    new: &[Talk],
    left: &mut Vec<usize>,
    right: &mut Vec<usize>,
    pairs: &mut Vec<(usize, usize)>,
    key: impl Fn(&Talk) -> K,
) {
    let mut places: HashMap<K, (Vec<usize>, Vec<usize>)> = HashMap::new();
    for at in left.iter() {
        places.entry(key(&old[*at])).or_default().0.push(*at);
    }
    for at in right.iter() {
        places.entry(key(&new[*at])).or_default().1.push(*at);
    }
    let found: Vec<(usize, usize)> = places
        .into_values()
        .filter_map(|(from, to)| match (from.as_slice(), to.as_slice()) {
            ([from], [to]) => Some((*from, *to)),
            _ => None,
        })
        .collect();
    let mut used = (vec![false; old.len()], vec![false; new.len()]);
    for (from, to) in &found {
        used.0[*from] = true;
        used.1[*to] = true;
    }
    left.retain(|at| !used.0[*at]);
    right.retain(|at| !used.1[*at]);
    pairs.extend(found);
}

/// Brings a session's facts up to date from its talk as it was to its talk as it is. Returns
/// whether anything changed. Notes, entries and every fact that is not as the old programme had it
/// stay as they are.
pub fn update(session: &mut Session, before: &Talk, after: &Talk) -> bool {
    let whole = session.clone();
    let (was, is) = (before.facts(), after.facts());
    if session.title == was.title && was.title != is.title {
        session.retitle(is.title);
    }
    follow(&mut session.speakers, &was.speakers, is.speakers);
    follow(&mut session.format, &was.format, is.format);
    let same = |one: Option<chrono::DateTime<chrono::FixedOffset>>,
                other: Option<chrono::DateTime<chrono::FixedOffset>>| {
        one.map(|at| at.to_utc()) == other.map(|at| at.to_utc())
    };
    if same(session.starts, before.starts) && !same(before.starts, after.starts) {
        session.starts = after.starts;
    }
    if same(session.ends, before.ends) && !same(before.ends, after.ends) {
        session.ends = after.ends;
    }
    follow(&mut session.room, &before.room, after.room.clone());
    follow(&mut session.track, &before.track, after.track.clone());
    follow(&mut session.url, &before.url, after.url.clone());
    session.programme_id = Some(after.id.clone());
    *session != whole
}

fn follow<T: PartialEq>(mine: &mut T, was: &T, is: T) {
    if mine == was {
        *mine = is;
    }
}
