//! Follows captured lines and people whose places in their lists change because others added or
//! removed some, so that what is open on one of them stays on it.

use super::super::App;
use super::super::form::EntryRef;
use super::super::layer::{Layer, Purpose};
use super::super::open_event::SessionId;
use crate::model::entry::{Entry, Person};

/// The captured lines and the people of one place.
pub struct Lists {
    /// The session, or else the inbox.
    pub place: Option<SessionId>,
    /// The lines.
    pub entries: Vec<Entry>,
    /// The people.
    pub people: Vec<Person>,
}

/// Moves what is open on a line or a person of `old` to where that is in `new`. What is open on one
/// that is gone goes behind the last one, where it becomes a new one.
pub fn follow(app: &mut App, old: &Lists, new: &Lists) {
    let entry = |at: usize| moved(&old.entries, &new.entries, at, is_same_entry);
    let person = |at: usize| moved(&old.people, &new.people, at, is_same_person);
    for layer in &mut app.layers {
        match layer {
            Layer::Prompt(prompt) => {
                if let Purpose::Entry(place, at) = &mut prompt.purpose
                    && *place == new.place
                {
                    *at = entry(*at);
                }
            }
            Layer::Form(form) if form.session == new.place => match &mut form.entry {
                Some(EntryRef::Entry(at)) => *at = entry(*at),
                Some(EntryRef::Person(at)) => *at = person(*at),
                None => {}
            },
            Layer::Entries(list) if list.place == new.place => {
                list.selected = match list.selected.checked_sub(old.entries.len()) {
                    Some(at) => new.entries.len() + person(at),
                    None => entry(list.selected),
                };
                let last = new.entries.len() + new.people.len();
                list.selected = list.selected.min(last.saturating_sub(1));
            }
            _ => {}
        }
    }
}

/// Where an element of `old` is in `new`; the end of it where it is gone.
fn moved<T: PartialEq>(old: &[T], new: &[T], at: usize, is_same: fn(&T, &T) -> bool) -> usize {
    let Some(one) = old.get(at) else {
        return new.len();
    };
    let before = old[..at].iter().filter(|other| *other == one).count();
    let equal = new.iter().enumerate().filter(|(_, other)| *other == one);
    let equal: Vec<usize> = equal.map(|(at, _)| at).collect();
    let found = equal.get(before).or(equal.last()).copied();
    let found = found.or_else(|| new.iter().position(|other| is_same(one, other)));
    found.unwrap_or(new.len())
}

fn is_same_entry(one: &Entry, other: &Entry) -> bool {
    one.at.is_some() && one.at == other.at && one.kind == other.kind
}

fn is_same_person(one: &Person, other: &Person) -> bool {
    one.name == other.name || one.at.is_some() && one.at == other.at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_followed_and_those_that_are_gone_go_behind_the_last() {
        let moved = |old, new, at| moved::<u8>(old, new, at, |one, other| one / 10 == other / 10);
        assert_eq!(moved(&[10, 20], &[30, 10, 20], 1), 2);
        assert_eq!(moved(&[10, 20], &[30, 10, 21], 1), 2);
        assert_eq!(moved(&[10, 10], &[10, 30, 10], 1), 2);
        assert_eq!(moved(&[10, 10], &[10], 1), 0);
        assert_eq!(moved(&[10, 20], &[10, 30], 1), 2);
        assert_eq!(moved(&[10], &[10, 30], 1), 2);
    }
}
