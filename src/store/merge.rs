//! Three encodings into one: what was loaded, what is to be saved, and what somebody else wrote
//! meanwhile. Pure.
//!
//! What only one side changed is as that side has it. Lists are merged by what their elements are:
//! additions of both sides stay, numbers that count are added up, and an element that both changed
//! in the same place stays in both forms. Where both set the same single value, theirs stays in its
//! place and ours is handed back as a [`MergeConflict`], for the caller to keep beside. Prose is
//! merged by lines, then by words.

pub use super::merge_common::common;
use super::merge_list::merge_lists;
use super::merge_text::merge_text;
use super::value::{Table, Value};
use std::collections::HashMap;

/// A single value that both sides set.
#[derive(Debug, Clone, PartialEq)]
pub struct MergeConflict {
    /// The key with the keys above it.
    pub key: String,
    /// What was to be saved; `None` when it was to be removed.
    pub ours: Option<Value>,
    /// What stays; `None` when they removed it.
    pub theirs: Option<Value>,
}

/// What came of a merge.
#[derive(Debug, Default)]
pub struct MergedTable {
    /// Everything.
    pub table: Table,
    /// Where both sides set one value.
    pub conflicts: Vec<MergeConflict>,
}

/// What it means that both sides added or counted the very same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Same {
    /// It happened twice: two people at one booth, who write into one file at once.
    Twice,
    /// It is one change that came both ways, as through git.
    Once,
}

/// Merges what both sides changed since `base`.
///
/// The same three tables always give the same. With [`Same::Once`] two equal sides give that side;
/// a side that did not change gives the other one always.
pub fn merge(same: Same, base: &Table, ours: &Table, theirs: &Table) -> MergedTable {
    let mut merged = MergedTable::default();
    merged.table = merge_tables(same, "", [base, ours, theirs], &mut merged.conflicts);
    merged
}

/// `above` is the key of the tables with those above it.
pub(super) fn merge_tables(
    same: Same,
    above: &str,
    [base, ours, theirs]: [&Table; 3],
    conflicts: &mut Vec<MergeConflict>,
) -> Table {
    let mut merged = Table::default();
    for key in keys(base, ours, theirs) {
        let path = match above {
            "" => key.to_owned(),
            above => format!("{above}.{key}"),
        };
        let side = |table: &Table| table.get(key).cloned();
        let dialog = [side(base), side(ours), side(theirs)];
        let value = merge_values(same, (&path, key), dialog, conflicts);
        if let Some(value) = value {
            let says = |table: &Table| {
                let field = table.field(key).filter(|field| field.value == value);
                field.map(|field| field.usual)
            };
            let usual = says(theirs).or_else(|| says(ours)).unwrap_or(false);
            merged.push(key, value, usual);
        }
    }
    merged
}

/// The keys of both sides, in their order; where only ours differs from the order of old, in ours.
fn keys<'a>(base: &'a Table, ours: &'a Table, theirs: &'a Table) -> Vec<&'a str> {
    let of = |table: &'a Table| -> Vec<&'a str> {
        let fields = table.fields().iter();
        fields.map(|field| field.key.as_str()).collect()
    };
    let (base, ours, theirs) = (of(base), of(ours), of(theirs));
    if base == theirs {
        weave(ours, theirs)
    } else {
        weave(theirs, ours)
    }
}

/// All of `first`, and what only `second` has behind what stands before it there.
fn weave<'a>(first: Vec<&'a str>, second: Vec<&'a str>) -> Vec<&'a str> {
    let known: HashMap<&str, usize> = first
        .iter()
        .enumerate()
        .map(|(at, key)| (*key, at))
        .collect();
    let mut after: HashMap<Option<usize>, Vec<&str>> = HashMap::new();
    let mut last = None;
    for key in second {
        match known.get(key) {
            Some(at) => last = Some(*at),
            None => after.entry(last).or_default().push(key),
        }
    }
    let mut woven = after.remove(&None).unwrap_or_default();
    for (at, key) in first.into_iter().enumerate() {
        woven.push(key);
        woven.extend(after.remove(&Some(at)).unwrap_or_default());
    }
    woven
}

fn merge_values(
    same: Same,
    (path, key): (&str, &str),
    [base, ours, theirs]: [Option<Value>; 3],
    conflicts: &mut Vec<MergeConflict>,
) -> Option<Value> {
    if ours == base {
        return theirs;
    }
    if theirs == base {
        return ours;
    }
    // Lists that are equal now may hold the same addition twice, or numbers that both counted up.
    let is_list = theirs
        .as_ref()
        .is_some_and(|value| value.elements().is_some());
    if ours == theirs && (same == Same::Once || !is_list) {
        return theirs;
    }
    let nothing = Table::default();
    let none: &[Value] = &[];
    match (&ours, &theirs) {
        (Some(Value::Table(ours)), Some(Value::Table(theirs))) => {
            let base = match &base {
                Some(Value::Table(base)) => base,
                _ => &nothing,
            };
            let dialog = [base, ours, theirs];
            Some(Value::Table(merge_tables(same, path, dialog, conflicts)))
        }
        (Some(Value::Prose(ours)), Some(Value::Prose(theirs))) => {
            let base = base.as_ref().and_then(Value::as_text).unwrap_or("");
            Some(Value::Prose(merge_text(base, ours, theirs)))
        }
        (Some(ours), Some(theirs)) if ours.elements().is_some() && theirs.elements().is_some() => {
            let base = base.as_ref().and_then(Value::elements).unwrap_or(none);
            let (our, their) = (
                ours.elements().unwrap_or(none),
                theirs.elements().unwrap_or(none),
            );
            let merged = merge_lists(same, key, [base, our, their]);
            Some(match theirs {
                Value::Headed(_) => Value::Headed(merged),
                _ => Value::List(merged),
            })
        }
        // A list that one side emptied is a list that the other side changed.
        (Some(list), None) | (None, Some(list)) if list.elements().is_some() => {
            let base = base.as_ref().and_then(Value::elements).unwrap_or(none);
            let left = list.elements().unwrap_or(none);
            let merged = merge_lists(same, key, [base, left, none]);
            match (merged.is_empty(), list) {
                (true, _) => None,
                (false, Value::Headed(_)) => Some(Value::Headed(merged)),
                (false, _) => Some(Value::List(merged)),
            }
        }
        _ => {
            conflicts.push(MergeConflict {
                key: path.to_owned(),
                ours,
                theirs: theirs.clone(),
            });
            theirs
        }
    }
}

#[cfg(test)]
#[path = "merge_tests.rs"]
mod tests;
