//! Undo for everything: what a change made of sessions and events, before and after, whole.

use super::open_event::SessionId;
use crate::model::event::Event;
use crate::model::link::Link;
use crate::model::session::Session;

/// A thing as it was or is.
#[derive(Debug, Clone)]
pub enum ChangedPart {
    /// A session; nothing where there is none.
    Session(SessionId, Option<Box<Session>>),
    /// The event.
    Event(Box<Event>),
    /// What is otherwise in the link book. Others may write there, too, so that only the links that
    /// were changed are told.
    Book(LinkChange),
}

/// What makes one link book of another: links that go and links that come, each with its place.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LinkChange {
    /// Those that go.
    pub removed: Vec<(usize, Link)>,
    /// Those that come, at the places where they stand afterwards.
    pub come: Vec<(usize, Link)>,
}

impl LinkChange {
    /// What makes `new` of `old`.
    pub fn between(old: &[Link], new: &[Link]) -> LinkChange {
        let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        let (rest, other) = (&old[head..], &new[head..]);
        let same = rest.iter().rev().zip(other.iter().rev());
        let tail = same.take_while(|(a, b)| a == b).count();
        let part = |links: &[Link]| {
            let middle = head..links.len() - tail;
            middle.map(|at| (at, links[at].clone())).collect()
        };
        LinkChange {
            removed: part(old),
            come: part(new),
        }
    }

    /// What takes it back.
    pub fn inverse(&self) -> LinkChange {
        LinkChange {
            removed: self.come.clone(),
            come: self.removed.clone(),
        }
    }

    /// Does it. A link that stands elsewhere by now is found by what it says; one that is gone
    /// already stays so.
    pub fn apply(&self, book: &mut Vec<Link>) {
        for (at, link) in self.removed.iter().rev() {
            let there = match book.get(*at) == Some(link) {
                true => Some(*at),
                false => book.iter().position(|one| one == link),
            };
            if let Some(at) = there {
                book.remove(at);
            }
        }
        for (at, link) in &self.come {
            book.insert((*at).min(book.len()), link.clone());
        }
    }
}

/// One change.
#[derive(Debug, Clone)]
pub struct UndoStep {
    /// What was done, for "Undone: ...".
    pub label: String,
    /// The things before.
    pub before: Vec<ChangedPart>,
    /// The same things after.
    pub after: Vec<ChangedPart>,
}

/// How many changes can be taken back.
const MOST: usize = 1000;

/// What was done and what was taken back. It belongs to one open event.
#[derive(Debug, Default)]
pub struct UndoHistory {
    done: Vec<UndoStep>,
    undone: Vec<UndoStep>,
}

impl UndoHistory {
    /// Remembers a change.
    pub fn record(&mut self, step: UndoStep) {
        self.undone.clear();
        if self.done.len() == MOST {
            self.done.remove(0);
        }
        self.done.push(step);
    }

    /// The change to take back, which can be done again afterwards.
    pub fn undo(&mut self) -> Option<UndoStep> {
        let step = self.done.pop()?;
        self.undone.push(step.clone());
        Some(step)
    }

    /// The change to do again.
    pub fn redo(&mut self) -> Option<UndoStep> {
        let step = self.undone.pop()?;
        self.done.push(step.clone());
        Some(step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(names: &str) -> Vec<Link> {
        let link = |name: &str| Link {
            name: name.to_owned(),
            ..Link::default()
        };
        names.split_whitespace().map(link).collect()
    }

    #[test]
    fn a_change_of_the_book_goes_back_and_forth_around_what_others_wrote() {
        let (old, new) = (book("a b c d"), book("a X d"));
        let change = LinkChange::between(&old, &new);
        let mut now = old.clone();
        change.apply(&mut now);
        assert_eq!(now, new);
        // Meanwhile somebody else added one before it and removed one behind it.
        let mut now = book("other a X");
        change.inverse().apply(&mut now);
        assert_eq!(now, book("other b c a"));
        let mut now = new;
        change.inverse().apply(&mut now);
        assert_eq!(now, old);
        assert_eq!(LinkChange::between(&old, &old), LinkChange::default());
    }
}
