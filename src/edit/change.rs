//! An edit as a value: what a journal keeps, an undo turns round and a recovery plays again.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// One change of a text: at byte offset `at`, `removed` gave way to `inserted`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
pub struct Edit {
    /// Byte offset in the text before the edit, and also in the one after it.
    pub at: usize,
    /// What stood there.
    pub removed: String,
    /// What stands there now.
    pub inserted: String,
}

impl Edit {
    /// The edit that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self {
            at: self.at,
            removed: self.inserted.clone(),
            inserted: self.removed.clone(),
        }
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.removed == self.inserted
    }
}

/// An edit that does not belong to the text it was applied to.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the edit at byte {at} expects {expected:?} there, and the text does not have it")]
pub struct EditError {
    /// Where the edit wanted to work.
    pub at: usize,
    /// The beginning of what it expected there.
    pub expected: String,
}

impl EditError {
    pub(super) fn new(edit: &Edit) -> Self {
        Self {
            at: edit.at,
            expected: edit.removed.chars().take(40).collect(),
        }
    }
}

/// Plays edits over a text, in order: what the editor's text is after it has made them.
///
/// # Errors
/// When an edit removes something that is not there, which means that the edits belong to another
/// text. Nothing is guessed.
pub fn replay(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    let mut text = text.to_owned();
    for edit in edits {
        let end = edit.at.saturating_add(edit.removed.len());
        if text.get(edit.at..end) != Some(edit.removed.as_str()) {
            return Err(EditError::new(edit));
        }
        text.replace_range(edit.at..end, &edit.inserted);
    }
    Ok(text)
}
