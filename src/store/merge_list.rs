//! Three versions of a list into one: elements are known by what they are, not by where they stand.

use super::merge::{MergeConflict, Same, merge_tables};
use super::pair::pair;
use super::value::{Table, Value};
use std::collections::HashMap;

/// Lists in which an element of one identity is there once, so that additions of the same on both
/// sides are one.
fn is_keyed(key: &str) -> bool {
    matches!(key, "tallies" | "crowd" | "questions" | "hours" | "exports")
}

/// Lists in which two equal elements are two: captured at the same moment by two processes.
fn is_captured(key: &str) -> bool {
    matches!(key, "entries" | "people")
}

/// Merges three versions of a list. The second list may be the one side that is left and the third
/// be empty: then what did not change goes.
pub(super) fn merge_lists(
    same: Same,
    key: &str,
    [base, ours, theirs]: [&[Value]; 3],
) -> Vec<Value> {
    let our_pairs = pair(base, ours);
    let their_pairs = pair(base, theirs);
    let mut our_place: Vec<Option<usize>> = vec![None; base.len()];
    for (at, pair) in our_pairs.iter().enumerate() {
        if let Some(old) = pair {
            our_place[*old] = Some(at);
        }
    }
    let their_additions: Vec<Value> = additions(theirs, &their_pairs);
    let twins = twins(same, key, &additions(ours, &our_pairs), &their_additions);

    // Their list with ours merged in; `beside` keeps ours where both changed one thing.
    let mut rows: Vec<(Option<usize>, Vec<Value>)> = Vec::new();
    let mut addition = 0;
    for (element, pair) in theirs.iter().zip(&their_pairs) {
        match pair {
            Some(old) => match our_place[*old] {
                Some(at) => rows.push((
                    Some(at),
                    merge_elements(same, key, Some(&base[*old]), [&ours[at], element]),
                )),
                None if *element == base[*old] => {}
                // What we took back is taken off what they counted since.
                None if is_counted(key) => {
                    let ours = uncounted(&base[*old]);
                    let both = [&ours, element];
                    rows.push((None, merge_elements(same, key, Some(&base[*old]), both)));
                }
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
                    Some(at) => (
                        Some(at),
                        merge_elements(same, key, None, [&ours[at], element]),
                    ),
                    None => (None, vec![element.clone()]),
                });
            }
        }
    }
    if !is_counted(key) {
        return place_ours(base, ours, &our_pairs, &their_pairs, rows);
    }
    // The same for what they took back.
    let mut there = vec![false; base.len()];
    for old in their_pairs.iter().flatten() {
        there[*old] = true;
    }
    let left = ours
        .iter()
        .zip(&our_pairs)
        .map(|(element, pair)| match pair {
            Some(old) if !there[*old] && *element != base[*old] => {
                let both = [element, &uncounted(&base[*old])];
                let mut merged = merge_elements(same, key, Some(&base[*old]), both);
                merged.swap_remove(0)
            }
            _ => element.clone(),
        });
    let left: Vec<Value> = left.collect();
    place_ours(base, &left, &our_pairs, &their_pairs, rows)
}

/// Lists whose elements count something.
fn is_counted(key: &str) -> bool {
    is_keyed(key) && key != "exports"
}

/// A counter, or an hour of one, at which nothing was counted.
fn uncounted(element: &Value) -> Value {
    let Value::Table(table) = element else {
        return element.clone();
    };
    let mut zero = Table::default();
    for field in table.fields().iter().filter(|field| field.key != "hours") {
        let value = match field.key.as_str() {
            "count" => Value::Whole(0),
            _ => field.value.clone(),
        };
        zero.push(&field.key, value, field.usual);
    }
    Value::Table(zero)
}

fn additions(side: &[Value], pairs: &[Option<usize>]) -> Vec<Value> {
    let new = side.iter().zip(pairs).filter(|(_, pair)| pair.is_none());
    new.map(|(element, _)| element.clone()).collect()
}

/// Which of our additions is the same as which of theirs.
fn twins(same: Same, key: &str, ours: &[Value], theirs: &[Value]) -> HashMap<usize, usize> {
    if same == Same::Twice && is_captured(key) {
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
fn merge_elements(
    same: Same,
    key: &str,
    base: Option<&Value>,
    [ours, theirs]: [&Value; 2],
) -> Vec<Value> {
    if same == Same::Once && ours == theirs {
        return vec![theirs.clone()];
    }
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
    let mut conflicts = Vec::new();
    let merged = merge_tables(same, "", [base, our, their], &mut conflicts);
    if !is_keyed(key) {
        return if conflicts.is_empty() {
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
    let renamed = |conflict: &MergeConflict| matches!(conflict.key.as_str(), "name" | "text");
    if !conflicts.iter().any(renamed) {
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

/// Puts our own elements, those that `rows` does not have yet, behind what stands before them in
/// our list; and all of it into our order, if we changed the order and they did not.
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
