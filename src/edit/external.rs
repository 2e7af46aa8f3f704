//! Text that takes the place of the whole text: one that the user made in another program, and one
//! that others wrote.
//!
//! Promises: what the user made is one undo step. What others wrote is none: undo and redo go on
//! with what was typed here, and leave what others wrote where it is.

use std::ops::Range;
use std::time::Duration;

use similar::{DiffOp, TextDiff};

use super::history::{HistoryMark, StepKind};
use super::rebase::{Hunk, Hunks};
use super::{Cleaned, Edit, Editor, TextPlace, clean, moved};

/// How many bytes changed lines have at most whose words are compared.
const LONG: usize = 16 * 1024;

/// How many edits a change is made of at most.
const MANY: usize = 1000;

impl Editor {
    /// Replaces the whole text (it came back from `$EDITOR`) by one edit of the part that differs,
    /// so that undo and, where it can, the cursor stay.
    pub fn set_text(&mut self, text: &str, now: Duration) -> Cleaned {
        let (new, cleaned) = clean(text);
        let old = self.text();
        let (start, tail) = common(&old, &new);
        let range = self.buffer.place(start)..self.buffer.place(old.len() - tail);
        let [cursor] = self.moved_to(&new, [self.cursor]);
        let inserted = &new[start..new.len() - tail];
        self.commit(range, inserted, StepKind::Whole, now, |editor, _| {
            HistoryMark {
                cursor: editor.fit(cursor),
                anchor: None,
            }
        });
        cleaned
    }

    /// Replaces the whole text by one that has in it what others wrote. Cursor and selection stay
    /// at their words. [`Editor::take_edits`] hands the change out, but undo does not take it back.
    pub fn adopt_text(&mut self, text: &str) -> Cleaned {
        let (new, cleaned) = clean(text);
        let old = self.text();
        let edits = differences(&old, &new);
        if edits.is_empty() {
            return cleaned;
        }
        let mark = match self.anchor {
            Some(anchor) => {
                let [cursor, anchor] = self.moved_to(&new, [self.cursor, anchor]);
                let anchor = Some(anchor);
                HistoryMark { cursor, anchor }
            }
            None => {
                let [cursor] = self.moved_to(&new, [self.cursor]);
                let anchor = None;
                HistoryMark { cursor, anchor }
            }
        };
        // From the last to the first, so that each is where it is in the old text.
        for edit in edits.iter().rev() {
            let range = self.buffer.place(edit.at)..self.buffer.place(edit.at + edit.removed.len());
            self.splice(range, &edit.inserted);
        }
        let hunks = edits.iter().map(|edit| Hunk {
            at: edit.at,
            removed: edit.removed.len(),
            inserted: edit.inserted.len(),
        });
        self.history.rebase(Hunks::new(hunks.collect()));
        self.restore(mark);
        self.goal = None;
        cleaned
    }

    /// Returns where places of the text are in a new one.
    fn moved_to<const N: usize>(&self, new: &str, places: [TextPlace; N]) -> [TextPlace; N] {
        let old: Vec<&str> = self.lines().iter().map(String::as_str).collect();
        let new: Vec<&str> = new.split('\n').collect();
        places.map(|place| moved::moved(&old, &new, place))
    }
}

/// Returns the edits, in order and relative to the old text, that make the new text of it: as small
/// as whole words allow, since half of a word that others wrote must not pass for the user's own.
fn differences(old: &str, new: &str) -> Vec<Edit> {
    let whole = 0..old.len();
    let mut edits = Vec::new();
    let lines = TextDiff::from_lines(old, new);
    for (in_old, in_new) in changed(&lines) {
        let (before, after) = (&old[in_old.clone()], &new[in_new.clone()]);
        if before.len().max(after.len()) > LONG {
            edits.push(trimmed(old, new, in_old, in_new));
            continue;
        }
        let words = TextDiff::from_words(before, after);
        for (old_words, new_words) in changed(&words) {
            let old_words = in_old.start + old_words.start..in_old.start + old_words.end;
            let new_words = in_new.start + new_words.start..in_new.start + new_words.end;
            edits.push(inserted(old, new, old_words, new_words));
        }
    }
    if edits.len() > MANY {
        edits = vec![trimmed(old, new, whole, 0..new.len())];
    }
    edits
}

/// Returns the byte ranges that differ, in the old and in the new text.
fn changed(diff: &TextDiff<'_, '_, str>) -> Vec<(Range<usize>, Range<usize>)> {
    let (mut old_end, mut new_end) = (0, 0);
    let mut all: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for op in diff.ops() {
        let (old_start, new_start) = (old_end, new_end);
        let old_parts = op.old_range().filter_map(|part| diff.old_slice(part));
        let new_parts = op.new_range().filter_map(|part| diff.new_slice(part));
        old_end += old_parts.map(str::len).sum::<usize>();
        new_end += new_parts.map(str::len).sum::<usize>();
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        match all.last_mut() {
            // A removal and an insertion at one place are one change.
            Some((old, new)) if old.end == old_start && new.end == new_start => {
                (old.end, new.end) = (old_end, new_end);
            }
            _ => all.push((old_start..old_end, new_start..new_end)),
        }
    }
    all
}

/// Returns the edit of two ranges, as an insertion or a removal in the words where it is only that.
fn inserted(old: &str, new: &str, in_old: Range<usize>, in_new: Range<usize>) -> Edit {
    let edit = trimmed(old, new, in_old.clone(), in_new.clone());
    match edit.removed.is_empty() || edit.inserted.is_empty() {
        true => edit,
        false => Edit {
            at: in_old.start,
            removed: old[in_old].to_owned(),
            inserted: new[in_new].to_owned(),
        },
    }
}

/// Returns the edit of two ranges without what both begin and end with.
fn trimmed(old: &str, new: &str, in_old: Range<usize>, in_new: Range<usize>) -> Edit {
    let at = in_old.start;
    let (old, new) = (&old[in_old], &new[in_new]);
    let (start, tail) = common(old, new);
    Edit {
        at: at + start,
        removed: old[start..old.len() - tail].to_owned(),
        inserted: new[start..new.len() - tail].to_owned(),
    }
}

/// Returns how many bytes two texts have in common at their start and, behind that, at their end.
fn common(old: &str, new: &str) -> (usize, usize) {
    let same = |(one, other): &(char, char)| one == other;
    let bytes = |(one, _): (char, char)| one.len_utf8();
    let chars = old.chars().zip(new.chars()).take_while(same);
    let start: usize = chars.map(bytes).sum();
    let (old, new) = (old[start..].chars().rev(), new[start..].chars().rev());
    let tail = old.zip(new).take_while(same).map(bytes).sum();
    (start, tail)
}
