//! Three encodings into one: what was loaded, what is to be saved, and what somebody else wrote meanwhile. Pure.
//!
//! What only one side changed is as that side has it. Lists are merged by what their elements are: additions of both sides stay, numbers
//! that count are added up, and an element that both changed in the same place stays in both forms. Where both set the same single
//! value, theirs stays in its place and ours is handed back as a [`Clash`], for the caller to keep beside.

pub use super::merge_common::common;
use super::merge_text::merge_text;
use super::pair::pair;
use super::value::{Table, Value};
use std::collections::HashMap;

/// A single value that both sides set.
#[derive(Debug, Clone, PartialEq)]
pub struct Clash {
    /// The key with the keys above it.
    pub key: String,
    /// What was to be saved; `None` when it was to be removed.
    pub ours: Option<Value>,
    /// What stays; `None` when they removed it.
    pub theirs: Option<Value>,
}

/// What came of a merge.
#[derive(Debug, Default)]
pub struct Merged {
    /// Everything.
    pub table: Table,
    /// Where both sides set one value.
    pub clashes: Vec<Clash>,
}

/// Merges what both sides changed since `base`.
pub fn merge(base: &Table, ours: &Table, theirs: &Table) -> Merged {
    let mut merged = Merged::default();
    merged.table = merge_tables("", base, ours, theirs, &mut merged.clashes);
    merged
}

fn merge_tables(
    above: &str,
    base: &Table,
    ours: &Table,
    theirs: &Table,
    clashes: &mut Vec<Clash>,
) -> Table {
    let mut merged = Table::default();
    for key in keys(base, ours, theirs) {
        let path = match above {
            "" => key.to_owned(),
            above => format!("{above}.{key}"),
        };
        let side = |table: &Table| table.get(key).cloned();
        let value = merge_values(&path, key, [side(base), side(ours), side(theirs)], clashes);
        if let Some(value) = value {
            let says = |table: &Table| {
                let mut fields = table.fields().iter();
                let field = fields.find(|field| field.key == key && field.value == value);
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
    path: &str,
    key: &str,
    [base, ours, theirs]: [Option<Value>; 3],
    clashes: &mut Vec<Clash>,
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
    if ours == theirs && !is_list {
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
            Some(Value::Table(merge_tables(
                path, base, ours, theirs, clashes,
            )))
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
            let merged = merge_lists(key, base, our, their);
            Some(match theirs {
                Value::Headed(_) => Value::Headed(merged),
                _ => Value::List(merged),
            })
        }
        // A list that one side emptied is a list that the other side changed.
        (Some(list), None) | (None, Some(list)) if list.elements().is_some() => {
            let base = base.as_ref().and_then(Value::elements).unwrap_or(none);
            let left = list.elements().unwrap_or(none);
            let merged = merge_lists(key, base, left, none);
            match (merged.is_empty(), list) {
                (true, _) => None,
                (false, Value::Headed(_)) => Some(Value::Headed(merged)),
                (false, _) => Some(Value::List(merged)),
            }
        }
        _ => {
            clashes.push(Clash {
                key: path.to_owned(),
                ours,
                theirs: theirs.clone(),
            });
            theirs
        }
    }
}

/// Lists in which an element of one identity is there once, so that additions of the same on both sides are one.
fn is_keyed(key: &str) -> bool {
    matches!(key, "tallies" | "crowd" | "questions" | "hours" | "exports")
}

/// Lists in which two equal elements are two: captured at the same moment by two processes.
fn is_captured(key: &str) -> bool {
    matches!(key, "entries" | "people")
}

fn merge_lists(key: &str, base: &[Value], ours: &[Value], theirs: &[Value]) -> Vec<Value> {
    let our_pairs = pair(base, ours);
    let their_pairs = pair(base, theirs);
    let mut our_place: Vec<Option<usize>> = vec![None; base.len()];
    for (at, pair) in our_pairs.iter().enumerate() {
        if let Some(old) = pair {
            our_place[*old] = Some(at);
        }
    }
    let their_additions: Vec<Value> = additions(theirs, &their_pairs);
    let twins = twins(key, &additions(ours, &our_pairs), &their_additions);

    // Their list with ours merged in; `beside` keeps ours where both changed one thing.
    let mut rows: Vec<(Option<usize>, Vec<Value>)> = Vec::new();
    let mut addition = 0;
    for (element, pair) in theirs.iter().zip(&their_pairs) {
        match pair {
            Some(old) => match our_place[*old] {
                Some(at) => rows.push((
                    Some(at),
                    merge_elements(key, Some(&base[*old]), &ours[at], element),
                )),
                None if *element == base[*old] => {}
                None => rows.push((None, vec![element.clone()])),
            },
            None => {
                let twin = twins.get(&addition).map(|at| {
                    let places = our_pairs.iter().enumerate();
                    let mut added = places.filter(|(_, pair)| pair.is_none());
                    added.nth(*at).map_or(0, |(at, _)| at)
                });
                addition += 1;
                rows.push(match twin {
                    Some(at) => (Some(at), merge_elements(key, None, &ours[at], element)),
                    None => (None, vec![element.clone()]),
                });
            }
        }
    }
    place_ours(base, ours, &our_pairs, &their_pairs, rows)
}

fn additions(side: &[Value], pairs: &[Option<usize>]) -> Vec<Value> {
    let new = side.iter().zip(pairs).filter(|(_, pair)| pair.is_none());
    new.map(|(element, _)| element.clone()).collect()
}

/// Which of our additions is the same as which of theirs.
fn twins(key: &str, ours: &[Value], theirs: &[Value]) -> HashMap<usize, usize> {
    if is_captured(key) {
        return HashMap::new();
    }
    let mut twins = HashMap::new();
    for (at, twin) in pair(ours, theirs).into_iter().enumerate() {
        if let Some(twin) = twin
            && (ours[twin] == theirs[at] || is_keyed(key))
        {
            twins.insert(at, twin);
        }
    }
    twins
}

/// One element that both sides have: merged, or both where they cannot be.
fn merge_elements(key: &str, base: Option<&Value>, ours: &Value, theirs: &Value) -> Vec<Value> {
    let nothing = Table::default();
    let (Value::Table(our), Value::Table(their)) = (ours, theirs) else {
        return if ours == theirs || base == Some(ours) {
            vec![theirs.clone()]
        } else if base == Some(theirs) {
            vec![ours.clone()]
        } else {
            vec![theirs.clone(), ours.clone()]
        };
    };
    let base = match base {
        Some(Value::Table(base)) => base,
        _ => &nothing,
    };
    let mut clashes = Vec::new();
    let merged = merge_tables("", base, our, their, &mut clashes);
    if !is_keyed(key) {
        return if clashes.is_empty() {
            vec![Value::Table(merged)]
        } else {
            vec![theirs.clone(), ours.clone()]
        };
    }
    let mut counted = Table::default();
    for field in merged.fields() {
        let value = match field.key.as_str() {
            "count" => Value::Whole(sum(base, our, their)),
            _ => field.value.clone(),
        };
        counted.push(&field.key, value, field.usual);
    }
    let renamed = |clash: &Clash| matches!(clash.key.as_str(), "name" | "text");
    if !clashes.iter().any(renamed) {
        return vec![Value::Table(counted)];
    }
    // Both gave it another name: ours stays, too, with nothing counted under it.
    let mut kept = Table::default();
    for field in our.fields().iter().filter(|field| field.key != "hours") {
        let value = match field.key.as_str() {
            "count" => Value::Whole(0),
            _ => field.value.clone(),
        };
        kept.push(&field.key, value, field.usual);
    }
    vec![Value::Table(counted), Value::Table(kept)]
}

/// What both sides counted since.
fn sum(base: &Table, ours: &Table, theirs: &Table) -> i64 {
    let count = |table: &Table| match table.get("count") {
        Some(Value::Whole(count)) => *count,
        _ => 0,
    };
    let counted = count(ours).saturating_sub(count(base));
    count(theirs).saturating_add(counted)
}

/// Puts our own elements, those that `rows` does not have yet, behind what stands before them in our list; and all of it into our order, if
/// we changed the order and they did not.
fn place_ours(
    base: &[Value],
    ours: &[Value],
    our_pairs: &[Option<usize>],
    their_pairs: &[Option<usize>],
    mut rows: Vec<(Option<usize>, Vec<Value>)>,
) -> Vec<Value> {
    let in_order = |pairs: &[Option<usize>]| pairs.iter().flatten().is_sorted();
    if !in_order(our_pairs) && in_order(their_pairs) {
        // Theirs keep their place behind the element of ours that they follow.
        let mut last = None;
        for (at, _) in &mut rows {
            match at {
                Some(at) => last = Some(*at),
                None => *at = last,
            }
        }
        rows.sort_by_key(|(at, _)| *at);
    }
    let mut row_of: HashMap<usize, usize> = HashMap::new();
    for (row, (at, _)) in rows.iter().enumerate() {
        if let Some(at) = at {
            row_of.insert(*at, row);
        }
    }
    let still_there: Vec<bool> = {
        let mut there = vec![false; base.len()];
        for old in their_pairs.iter().flatten() {
            there[*old] = true;
        }
        there
    };
    let mut after: HashMap<Option<usize>, Vec<Value>> = HashMap::new();
    let mut last = None;
    for (at, element) in ours.iter().enumerate() {
        if let Some(row) = row_of.get(&at) {
            last = Some(*row);
            continue;
        }
        // What they removed and we left alone is gone.
        let removed = our_pairs[at].is_some_and(|old| !still_there[old] && base[old] == *element);
        if !removed {
            after.entry(last).or_default().push(element.clone());
        }
    }
    // Additions at the end come after those of the others at the end.
    let end = rows.len().checked_sub(1);
    let last_common = rows.iter().rposition(|(at, _)| at.is_some());
    if let Some(ours_at_end) = after.remove(&last_common) {
        after.entry(end).or_default().extend(ours_at_end);
    }
    let mut merged = after.remove(&None).unwrap_or_default();
    for (at, (_, elements)) in rows.into_iter().enumerate() {
        merged.extend(elements);
        merged.extend(after.remove(&Some(at)).unwrap_or_default());
    }
    merged
}

#[cfg(test)]
#[path = "merge_tests.rs"]
mod tests;
