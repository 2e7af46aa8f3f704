//! The difference between two texts, line by line, for the eye.

use similar::{ChangeTag, TextDiff};

/// A line with the sign of a difference: `-`, `+`, or a space for what stands around it.
pub type Change = (char, String);

/// The lines that differ, each group with a line before and after; nothing where the texts are
/// equal.
pub fn changes(old: &str, new: &str) -> Vec<Change> {
    let difference = TextDiff::from_lines(old, new);
    let mut changes = Vec::new();
    for group in difference.grouped_ops(1) {
        if !changes.is_empty() {
            changes.push((' ', "...".to_owned()));
        }
        for operation in group {
            for change in difference.iter_changes(&operation) {
                let sign = match change.tag() {
                    ChangeTag::Delete => '-',
                    ChangeTag::Insert => '+',
                    ChangeTag::Equal => ' ',
                };
                changes.push((sign, change.value().trim_end_matches('\n').to_owned()));
            }
        }
    }
    changes
}
