//! What a journal brought back when the app was opened, and what a person can do about it.

use super::difference::{Change, changes};
use crate::model::words::many;
use crate::store::Backup;
use crate::store::journal::Recovered;
use chrono::{DateTime, Utc};
use std::path::PathBuf;

/// The dialog.
#[derive(Debug, Clone, PartialEq)]
pub struct RecoveryDialog {
    /// What came back, oldest first.
    pub rows: Vec<Back>,
    /// What could not be brought back yet, and why, each in a sentence.
    pub waiting: Vec<String>,
    /// Which is chosen.
    pub selected: usize,
    /// The first line that is seen, of the rows or of the difference.
    pub top: usize,
    /// The difference of the chosen one is shown.
    pub compares: bool,
}

/// Something that came back.
#[derive(Debug, Clone, PartialEq)]
pub struct Back {
    /// The session's title, else the event's.
    pub title: String,
    /// When it was typed last.
    pub at: DateTime<Utc>,
    /// How many words the file did not have.
    pub words: usize,
    /// The file had changed meanwhile.
    pub merged: bool,
    /// What came back, as a difference.
    pub changes: Vec<Change>,
    /// The file.
    pub file: PathBuf,
    /// The event's folder.
    pub folder: String,
    /// What the file said before.
    pub old: Option<Backup>,
    /// What came back, while the old text is taken.
    pub new: Option<Backup>,
    /// The old text is taken.
    pub is_old: bool,
}

impl Back {
    /// What is shown of something that was brought back: `old` and `new` are what its file said and
    /// says.
    pub fn of(recovered: Recovered, old: &str, new: &str) -> Back {
        Back {
            title: recovered.title,
            at: DateTime::from_timestamp_millis(recovered.at).unwrap_or_default(),
            words: recovered.words,
            merged: recovered.merged,
            changes: changes(old, new),
            file: recovered.file,
            folder: recovered.folder,
            old: recovered.old,
            new: None,
            is_old: false,
        }
    }

    /// What it is in a few words: `214 words in Kubernetes 101`.
    pub fn what(&self) -> String {
        let words = match self.words {
            0 => "Changes".to_owned(),
            words => many(words, "word"),
        };
        format!("{words} in {}", self.title)
    }
}

impl RecoveryDialog {
    /// The dialog for what came back; nothing where there is nothing to tell.
    pub fn of(rows: Vec<Back>, waiting: Vec<String>) -> Option<RecoveryDialog> {
        if rows.is_empty() && waiting.is_empty() {
            return None;
        }
        Some(RecoveryDialog {
            rows,
            waiting,
            selected: 0,
            top: 0,
            compares: false,
        })
    }

    /// The chosen one.
    pub fn chosen(&self) -> Option<&Back> {
        self.rows.get(self.selected)
    }
}
