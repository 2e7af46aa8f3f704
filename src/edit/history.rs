//! Undo and redo: edits in groups, as deep as memory goes.
//!
//! Typing makes a group a word, a pause ends it, and so does anything that is not the same kind of
//! typing; a paste, a replacement and every other command is a group of its own. Cursor and
//! selection come back with the text.
//!
//! What others wrote is no group. All groups are made to fit the text that has it; those that
//! cannot be are dropped, and with them those that only they lead to.

use std::time::Duration;

use super::rebase::Hunks;
use super::{Edit, TextPlace};

/// The rest after which typing starts a new group.
const PAUSE: Duration = Duration::from_millis(1000);

/// Where the cursor was, and where the selection began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HistoryMark {
    pub(super) cursor: TextPlace,
    pub(super) anchor: Option<TextPlace>,
}

/// A mark as byte offsets, which can be moved without the text that they are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Offsets {
    pub(super) cursor: usize,
    pub(super) anchor: Option<usize>,
}

impl Offsets {
    fn map(self, moved: impl Fn(usize) -> usize) -> Self {
        Self {
            cursor: moved(self.cursor),
            anchor: self.anchor.map(moved),
        }
    }
}

/// How an edit came about, which decides what it can be grouped with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StepKind {
    /// A character typed.
    Typing,
    /// A character removed before the cursor.
    Backspacing,
    /// A character removed behind the cursor.
    Deleting,
    /// Anything else: never grouped.
    Whole,
}

#[derive(Debug, Clone)]
struct StepGroup {
    /// Its number, which no other group of the text has or had.
    number: u64,
    edits: Vec<Edit>,
    before: Offsets,
    after: Offsets,
    /// The character that the group last took in, to know where a word ends.
    last: Option<char>,
}

impl StepGroup {
    /// Makes a group fit a change of the text that it led to. Returns the change of the text that
    /// it was made in.
    fn rebase_done(&mut self, change: &Hunks) -> Option<Hunks> {
        let mut hunks = change.clone();
        let mut edits = self.edits.clone();
        for edit in edits.iter_mut().rev() {
            hunks = hunks.before(edit)?;
        }
        self.take(edits, &hunks, change);
        Some(hunks)
    }

    /// Makes a group fit a change of the text in which it is to be made again. Returns the change
    /// of the text that it leads to.
    fn rebase_undone(&mut self, change: &Hunks) -> Option<Hunks> {
        let mut hunks = change.clone();
        let mut edits = self.edits.clone();
        for edit in &mut edits {
            hunks = hunks.after(edit)?;
        }
        self.take(edits, change, &hunks);
        Some(hunks)
    }

    /// Takes the edits in their new places. A cursor in the text of an edit goes with it.
    fn take(&mut self, edits: Vec<Edit>, before: &Hunks, after: &Hunks) {
        if let (Some(old), Some(new)) = (self.edits.first(), edits.first()) {
            let text = old.at..old.at + old.removed.len();
            let moved = |offset| before.offset_with(offset, text.clone(), new.at);
            self.before = self.before.map(moved);
        }
        if let (Some(old), Some(new)) = (self.edits.last(), edits.last()) {
            let text = old.at..old.at + old.inserted.len();
            let moved = |offset| after.offset_with(offset, text.clone(), new.at);
            self.after = self.after.map(moved);
        }
        self.edits = edits;
    }
}

/// All groups; those from `done` on have been undone.
#[derive(Debug, Clone, Default)]
pub(super) struct EditHistory {
    groups: Vec<StepGroup>,
    done: usize,
    open: Option<(StepKind, Duration)>,
    /// How many groups there were ever.
    count: u64,
}

impl EditHistory {
    /// Ends the group that typing would have continued.
    pub(super) fn close(&mut self) {
        self.open = None;
    }

    /// Takes in an edit made at `now`; what had been undone is gone.
    pub(super) fn record(
        &mut self,
        edit: Edit,
        before: Offsets,
        after: Offsets,
        kind: StepKind,
        now: Duration,
    ) {
        self.groups.truncate(self.done);
        let last = match kind {
            StepKind::Typing => edit.inserted.chars().next_back(),
            _ => edit.removed.chars().next(),
        };
        let continues = kind != StepKind::Whole
            && self
                .open
                .is_some_and(|(open, at)| open == kind && now.saturating_sub(at) < PAUSE);
        self.open = Some((kind, now));
        if continues && let Some(group) = self.groups.last_mut() {
            let word_begins = group.last.is_some_and(char::is_whitespace)
                && !last.is_some_and(char::is_whitespace);
            if !word_begins {
                group.last = last;
                group.after = after;
                merge(&mut group.edits, edit);
                return;
            }
        }
        self.count += 1;
        self.groups.push(StepGroup {
            number: self.count,
            edits: vec![edit],
            before,
            after,
            last,
        });
        self.done = self.groups.len();
    }

    /// The edits that take the last group back, and where the cursor was before it.
    pub(super) fn undo(&mut self) -> Option<(Vec<Edit>, Offsets)> {
        self.close();
        let group = self.groups.get(self.done.checked_sub(1)?)?;
        self.done -= 1;
        Some((
            group.edits.iter().rev().map(Edit::inverse).collect(),
            group.before,
        ))
    }

    /// The edits of the group undone last, and where the cursor was after it.
    pub(super) fn redo(&mut self) -> Option<(Vec<Edit>, Offsets)> {
        self.close();
        let group = self.groups.get(self.done)?;
        self.done += 1;
        Some((group.edits.clone(), group.after))
    }

    /// Makes the groups fit the text with a change that is not to be taken back. Where the change
    /// touches what a group wrote, that group is dropped, with all that are further away than it.
    pub(super) fn rebase(&mut self, change: Hunks) {
        let mut hunks = Some(change.clone());
        let mut first = self.done;
        while first > 0 {
            hunks = hunks.and_then(|hunks| self.groups[first - 1].rebase_done(&hunks));
            if hunks.is_none() {
                break;
            }
            first -= 1;
        }
        let mut hunks = Some(change);
        let mut end = self.done;
        while end < self.groups.len() {
            hunks = hunks.and_then(|hunks| self.groups[end].rebase_undone(&hunks));
            if hunks.is_none() {
                break;
            }
            end += 1;
        }
        self.groups.truncate(end);
        self.groups.drain(..first);
        self.done -= first;
    }

    /// The number of the group that undo takes back.
    pub(super) fn last(&self) -> Option<u64> {
        Some(self.groups.get(self.done.checked_sub(1)?)?.number)
    }

    /// The number of the group that redo does again.
    pub(super) fn next(&self) -> Option<u64> {
        Some(self.groups.get(self.done)?.number)
    }

    pub(super) fn can_undo(&self) -> bool {
        self.done > 0
    }

    pub(super) fn can_redo(&self) -> bool {
        self.done < self.groups.len()
    }
}

/// Adds an edit to a group, as part of the last edit where both touch.
fn merge(edits: &mut Vec<Edit>, edit: Edit) {
    if let Some(last) = edits.last_mut() {
        let inside = last.at..=last.at + last.inserted.len();
        if edit.removed.is_empty() && inside.contains(&edit.at) {
            last.inserted.insert_str(edit.at - last.at, &edit.inserted);
            return;
        }
        if edit.inserted.is_empty() && last.inserted.is_empty() {
            if edit.at == last.at {
                last.removed.push_str(&edit.removed);
                return;
            }
            if edit.at + edit.removed.len() == last.at {
                last.at = edit.at;
                last.removed.insert_str(0, &edit.removed);
                return;
            }
        }
    }
    edits.push(edit);
}
