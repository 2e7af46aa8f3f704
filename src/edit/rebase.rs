//! Takes recorded edits past a change that came from outside.
//!
//! Promises: an edit that was taken past a change fits the text with the change in it, and does
//! there what it did before. An edit that removed or inserted what the change touches is not taken
//! past it: there is no text any more to which it belongs.

use std::ops::Range;

use super::Edit;

/// A part of a change: `removed` bytes at `at` gave way to `inserted` ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hunk {
    pub(super) at: usize,
    pub(super) removed: usize,
    pub(super) inserted: usize,
}

/// A change of a text: its parts in order, none of which touches another, all of them relative to
/// the text before the change.
#[derive(Debug, Clone, Default)]
pub(super) struct Hunks(Vec<Hunk>);

impl Hunks {
    pub(super) fn new(hunks: Vec<Hunk>) -> Self {
        Self(hunks)
    }

    /// Makes of a change of the text after `edit` the same change of the text before it, and moves
    /// the edit behind the change. `None` when the change touches what the edit inserted.
    pub(super) fn before(&self, edit: &mut Edit) -> Option<Self> {
        self.past(edit.inserted.len(), edit.removed.len(), edit)
    }

    /// Makes of a change of the text before `edit` the same change of the text after it, and moves
    /// the edit behind the change. `None` when the change touches what the edit removes.
    pub(super) fn after(&self, edit: &mut Edit) -> Option<Self> {
        self.past(edit.removed.len(), edit.inserted.len(), edit)
    }

    /// The edit's text is `here` bytes long where the change is, and `there` bytes where it goes.
    fn past(&self, here: usize, there: usize, edit: &mut Edit) -> Option<Self> {
        let (start, end) = (edit.at, edit.at + here);
        let mut hunks = self.0.clone();
        for hunk in &mut hunks {
            if hunk.at + hunk.removed <= start {
                edit.at = edit.at + hunk.inserted - hunk.removed;
            } else if hunk.at >= end {
                hunk.at = hunk.at - here + there;
            } else {
                return None;
            }
        }
        Some(Self(hunks))
    }

    /// Returns where an offset goes. One at an insertion stays before it, one in what was removed
    /// goes to where that was.
    pub(super) fn offset(&self, offset: usize) -> usize {
        let mut moved = offset;
        for hunk in &self.0 {
            if hunk.at >= offset {
                break;
            }
            let removed = hunk.removed.min(offset - hunk.at);
            let inserted = match removed == hunk.removed {
                true => hunk.inserted,
                false => 0,
            };
            moved = moved + inserted - removed;
        }
        moved
    }

    /// The same for an offset that goes with `text`, which went to `to`, when it is in it.
    pub(super) fn offset_with(&self, offset: usize, text: Range<usize>, to: usize) -> usize {
        match (text.start..=text.end).contains(&offset) {
            true => offset - text.start + to,
            false => self.offset(offset),
        }
    }
}
