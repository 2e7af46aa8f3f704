//! Earlier versions of a session or of the event, as a screen that has the keys.

use super::difference::{Change, changes};
use super::effect::Item;
use crate::store::journal::{Paper, PaperKind};
use crate::store::{Snapshot, Why};
use chrono::{DateTime, Utc};

/// The screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Versions {
    /// What they are versions of.
    pub item: Item,
    /// What that is called.
    pub title: String,
    /// The versions, newest first.
    pub all: Vec<Version>,
    /// Which is chosen.
    pub selected: usize,
    /// The first row of the list that is seen.
    pub top: usize,
    /// The whole text is shown, not what differs from now.
    pub reads: bool,
    /// The first line of that which is seen.
    pub line: usize,
    /// What is shown of the chosen one.
    pub shown: Vec<Change>,
}

/// A version.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// When it was put aside.
    pub at: DateTime<Utc>,
    /// Why.
    pub why: Why,
    /// What it says.
    pub paper: Paper,
}

impl Version {
    /// The version that a file holds, if it can be read.
    pub fn of(snapshot: &Snapshot, kind: PaperKind, text: &str) -> Option<Version> {
        Some(Version {
            at: snapshot.at,
            why: snapshot.why,
            paper: Paper::parse(kind, text)?,
        })
    }
}

impl Versions {
    /// The screen for these versions of something that says `now`.
    pub fn of(item: Item, now: &Paper, all: Vec<Version>) -> Versions {
        let mut versions = Versions {
            item,
            title: now.title().to_owned(),
            all,
            selected: 0,
            top: 0,
            reads: false,
            line: 0,
            shown: Vec::new(),
        };
        versions.show(now);
        versions
    }

    /// The chosen one.
    pub fn chosen(&self) -> Option<&Version> {
        self.all.get(self.selected)
    }

    /// Computes what is shown of the chosen one: the text, or what bringing it back would change.
    pub fn show(&mut self, now: &Paper) {
        self.line = 0;
        let Some(version) = self.chosen() else {
            return;
        };
        self.shown = match self.reads {
            true => {
                let prose = version.paper.prose().join("\n\n");
                let text = match prose.trim().is_empty() {
                    true => version.paper.toml(),
                    false => prose,
                };
                let lines = text.lines().map(|line| (' ', line.to_owned()));
                lines.collect()
            }
            false => changes(&now.toml(), &version.paper.toml()),
        };
    }
}
