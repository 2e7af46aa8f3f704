//! Earlier versions of a session or of the event, as a screen that has the keys.

use super::difference::{Change, changes};
use super::effect::DocumentId;
use crate::store::journal::{Snapshot, SnapshotKind};
use crate::store::{Backup, Why};
use chrono::{DateTime, Utc};

/// The screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Versions {
    /// What they are versions of.
    pub item: DocumentId,
    /// What that is called.
    pub title: String,
    /// The versions, newest first.
    pub all: Vec<ListedVersion>,
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
pub struct ListedVersion {
    /// When it was put aside.
    pub at: DateTime<Utc>,
    /// Why.
    pub why: Why,
    /// What it says.
    pub snapshot: Snapshot,
}

impl ListedVersion {
    /// The version that a file holds, if it can be read.
    pub fn of(snapshot: &Backup, kind: SnapshotKind, text: &str) -> Option<ListedVersion> {
        Some(ListedVersion {
            at: snapshot.at,
            why: snapshot.why,
            snapshot: Snapshot::parse(kind, text)?,
        })
    }
}

impl Versions {
    /// The screen for these versions of something that says `now`.
    pub fn of(item: DocumentId, now: &Snapshot, all: Vec<ListedVersion>) -> Versions {
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
    pub fn chosen(&self) -> Option<&ListedVersion> {
        self.all.get(self.selected)
    }

    /// Computes what is shown of the chosen one: the text, or what bringing it back would change.
    pub fn show(&mut self, now: &Snapshot) {
        self.line = 0;
        let Some(version) = self.chosen() else {
            return;
        };
        self.shown = match self.reads {
            true => {
                let prose = version.snapshot.prose().join("\n\n");
                let text = match prose.trim().is_empty() {
                    true => version.snapshot.toml(),
                    false => prose,
                };
                let lines = text.lines().map(|line| (' ', line.to_owned()));
                lines.collect()
            }
            false => changes(&now.toml(), &version.snapshot.toml()),
        };
    }
}
