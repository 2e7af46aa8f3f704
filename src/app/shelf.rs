//! The notebook's events, as the first screen lists them.

use crate::store::EventEntry;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// The events of the notebook, newest first.
#[derive(Debug, Default)]
pub struct Shelf {
    /// The events.
    pub events: Vec<EventEntry>,
    /// What could not be read, each with its place.
    pub troubles: Vec<String>,
    /// Which is chosen.
    pub selected: usize,
    /// The first row that is seen.
    pub top: usize,
}

impl Shelf {
    /// The chosen event.
    pub fn chosen(&self) -> Option<&EventEntry> {
        self.events.get(self.selected)
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
