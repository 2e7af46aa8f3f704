//! The notebook's events, as the first screen lists them.

use super::unreadable::UnreadableFile;
use crate::store::EventEntry;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// The events of the notebook, newest first.
#[derive(Debug, Default)]
pub struct EventList {
    /// The events.
    pub events: Vec<EventEntry>,
    /// What could not be read, each with its place.
    pub unreadable: Vec<UnreadableFile>,
    /// Which is chosen: the events, then what could not be read.
    pub selected: usize,
    /// The first row that is seen.
    pub top: usize,
}

impl EventList {
    /// The chosen event.
    pub fn chosen(&self) -> Option<&EventEntry> {
        self.events.get(self.selected)
    }

    /// The chosen file, where one is chosen that could not be read.
    pub fn broken(&self) -> Option<&UnreadableFile> {
        let at = self.selected.checked_sub(self.events.len())?;
        self.unreadable.get(at)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.events.len() + self.unreadable.len()
    }

    /// Whether there is nothing, not even something that could not be read.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The event that is on at a moment; of several the one that began last.
    pub fn on_at(&self, now: DateTime<Utc>, home: Option<Tz>) -> Option<usize> {
        self.events.iter().position(|event| {
            let zone = event.time_zone.or(home).unwrap_or(Tz::UTC);
            let day = now.with_timezone(&zone).date_naive();
            match (event.starts, event.ends.or(event.starts)) {
                (Some(first), Some(last)) => first <= day && day <= last,
                _ => false,
            }
        })
    }
}
