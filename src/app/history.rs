//! Undo for everything: what a change made of sessions and events, before and after, whole.

use super::desk::Sid;
use crate::model::event::Event;
use crate::model::session::Session;

/// A thing as it was or is.
#[derive(Debug, Clone)]
pub enum Part {
    /// A session; nothing where there is none.
    Session(Sid, Option<Box<Session>>),
    /// The event.
    Event(Box<Event>),
}

/// One change.
#[derive(Debug, Clone)]
pub struct Step {
    /// What was done, for "Undid: ...".
    pub label: String,
    /// The things before.
    pub before: Vec<Part>,
    /// The same things after.
    pub after: Vec<Part>,
}

/// How many changes can be taken back.
const MOST: usize = 1000;

/// What was done and what was taken back. It belongs to one open event.
#[derive(Debug, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl History {
    /// Remembers a change.
    pub fn record(&mut self, step: Step) {
        self.undone.clear();
        if self.done.len() == MOST {
            self.done.remove(0);
        }
        self.done.push(step);
    }

    /// The change to take back, which can be done again afterwards.
    pub fn undo(&mut self) -> Option<Step> {
        let step = self.done.pop()?;
        self.undone.push(step.clone());
        Some(step)
    }

    /// The change to do again.
    pub fn redo(&mut self) -> Option<Step> {
        let step = self.undone.pop()?;
        self.done.push(step.clone());
        Some(step)
    }
}
