//! Three versions of one thing into one, for callers that have them in hand and no file.

use super::document::{Document, Loaded};
use super::merge::{Same, merge};
use super::reader::TableReader;
use super::save::{FieldConflict, field_conflict};

/// Returns what `ours` changed since `base`, put into `theirs`; nothing when the result cannot be
/// read, which is a mistake of the merge.
pub fn three<T: Document>(base: &T, ours: &T, theirs: &T) -> Option<T> {
    merge_three(base, ours, theirs).map(|(merged, _)| merged)
}

/// Returns what the app has to show once it takes over `theirs`, with the single values that both
/// sides set (theirs stand in it). `ours` is what it shows now and `base` what it sent with its
/// last save, or loaded.
pub fn adopt<T: Document>(
    base: &T,
    ours: &T,
    theirs: &Loaded<T>,
) -> Option<(T, Vec<FieldConflict>)> {
    if base == ours {
        return Some((theirs.value.clone(), Vec::new()));
    }
    merge_three(base, ours, &theirs.value)
}

fn merge_three<T: Document>(base: &T, ours: &T, theirs: &T) -> Option<(T, Vec<FieldConflict>)> {
    if base == theirs {
        return Some((ours.clone(), Vec::new()));
    }
    let merged = merge(
        Same::Twice,
        &base.encode(),
        &ours.encode(),
        &theirs.encode(),
    );
    let value = T::decode(TableReader(&merged.table)).ok()?;
    Some((
        value,
        merged.conflicts.into_iter().map(field_conflict).collect(),
    ))
}
