//! Things that are counted at a booth, in all and by hour.

use chrono::{DateTime, FixedOffset, Timelike};

/// A counter: visitors, demos, a kind of participant, or how often one question was asked.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Count {
    /// What is counted; for a question, the question.
    pub name: String,
    /// How many in all. Never below the sum of `hours` unless a person wrote the file so.
    pub count: i64,
    /// How many in each hour, in order of time.
    pub hours: Vec<Hour>,
}

/// What was counted within one hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hour {
    /// The beginning of the hour, with the event's offset.
    pub at: DateTime<FixedOffset>,
    /// How many; negative when more was taken back than was counted in that hour.
    pub count: i64,
}

impl Count {
    /// A counter at zero.
    pub fn new(name: impl Into<String>) -> Count {
        Count {
            name: name.into(),
            ..Count::default()
        }
    }

    /// Adds `by` (which may be negative) at the moment `now`, to the total and to the hour that
    /// holds `now`.
    pub fn add(&mut self, by: i64, now: DateTime<FixedOffset>) {
        self.count = self.count.saturating_add(by);
        let hour = start_of_hour(now);
        match self.hours.iter_mut().find(|entry| entry.at == hour) {
            Some(entry) => entry.count = entry.count.saturating_add(by),
            None => {
                let place = self.hours.partition_point(|entry| entry.at < hour);
                self.hours.insert(
                    place,
                    Hour {
                        at: hour,
                        count: by,
                    },
                );
            }
        }
    }
}

/// The counter of that name (case and outer space ignored), made at the end of the list when there
/// is none.
pub fn named<'a>(counts: &'a mut Vec<Count>, name: &str) -> &'a mut Count {
    let wanted = name.trim().to_lowercase();
    let found = counts
        .iter()
        .position(|count| count.name.trim().to_lowercase() == wanted);
    let at = found.unwrap_or_else(|| {
        counts.push(Count::new(name.trim()));
        counts.len() - 1
    });
    &mut counts[at]
}

/// The full hour before `now`, in its own offset.
pub fn start_of_hour(now: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    let past = i64::from(now.minute()) * 60 + i64::from(now.second());
    let nanoseconds = i64::from(now.nanosecond() % 1_000_000_000);
    now - chrono::Duration::seconds(past) - chrono::Duration::nanoseconds(nanoseconds)
}

/// The participants that a crowd profile offers from the start; a person adds their own.
pub const CROWD: [&str; 7] = [
    "hobbyist",
    "enthusiast",
    "professional",
    "developer",
    "sysadmin/ops",
    "DevOps",
    "student",
];

/// The tallies that a booth offers from the start.
pub const TALLIES: [&str; 3] = ["visitors", "demos", "swag"];
