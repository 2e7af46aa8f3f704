//! Brings a file's text up to date: only what changed is written anew, everything else stays as a
//! person wrote it.
//!
//! Both sides are canonical encodings; the text says the old one, and more: comments, spacing, keys
//! in another order, keys that hallway does not know. A comment goes only with the list element
//! that it stands in.

use super::patch_list;
use super::style;
use super::value::{Table, TableField, Value};
use std::collections::{HashMap, HashSet};
use toml_edit::{Decor, DocumentMut, Item, Key, KeyMut, TableLike};

/// The header's order means something; elsewhere keys stay where a person put them.
const ORDERED: &str = super::encode_header::KEY;

/// Changes `document`, which says `from`, so that it says `to`.
pub fn patch(document: &mut DocumentMut, from: &Table, to: &Table) {
    let fresh = document.as_table().is_empty();
    let lost = patch_table(document.as_table_mut(), from, to);
    // A comment alone in a file is its heading.
    if fresh && !document.trailing().as_str().unwrap_or("").is_empty() {
        let mut heading = document.trailing().as_str().unwrap_or("").to_owned();
        if !heading.ends_with('\n') {
            heading.push('\n');
        }
        document.set_trailing("");
        document.decor_mut().set_prefix(heading);
    }
    if !lost.is_empty() {
        let trailing = document.trailing().as_str().unwrap_or("").to_owned();
        document.set_trailing(lost + &trailing);
    }
}

/// Replaces what stands under one key by the canonical form of `to`.
pub fn replace(document: &mut DocumentMut, key: &str, to: &Table) {
    document.as_table_mut().remove(key);
    if let Some(value) = to.get(key) {
        document.as_table_mut().insert(key, style::item(value));
    }
}

/// Changes a table under a header, and returns the comments that found no place in it.
pub fn patch_table(table: &mut toml_edit::Table, from: &Table, to: &Table) -> String {
    let was_empty = table.is_empty();
    let (added, lost) = patch_fields(table, from, to, style::item);
    if !was_empty && !added.is_empty() {
        place_new(table, &added, to);
    }
    lost
}

/// Changes a table in braces.
pub fn patch_inline(table: &mut toml_edit::InlineTable, from: &Table, to: &Table) {
    // Comments inside braces are rare and stand in the decor of keys, which stay unless they are
    // removed themselves.
    let (added, _) = patch_fields(table, from, to, |value| Item::Value(style::value(value)));
    if !added.is_empty() && !table.to_string().contains('#') {
        table.fmt();
    }
}

/// Returns the keys that are new, and the comments that found no place.
fn patch_fields(
    table: &mut impl Fields,
    from: &Table,
    to: &Table,
    make: fn(&Value) -> Item,
) -> (Vec<String>, String) {
    let old: HashMap<&str, &Value> = by_key(from);
    let new: HashMap<&str, &Value> = by_key(to);
    let (mut added, mut lost) = (Vec::new(), String::new());
    let gone = from.fields().iter();
    let gone = gone.filter(|field| !new.contains_key(field.key.as_str()));
    let gone: Vec<&TableField> = gone.collect();
    if gone.len() < MANY {
        for field in gone {
            lost.push_str(&remove(table, &field.key, &field.value));
        }
    } else {
        remove_many(table, &gone, &mut lost);
    }
    for field in to.fields() {
        let before = old.get(field.key.as_str()).copied();
        if before == Some(&field.value) {
            continue;
        }
        match table.get_mut(&field.key) {
            Some(item) => lost.push_str(&patch_item(item, before, &field.value, make)),
            None if field.usual => {}
            None => {
                table.insert(&field.key, make(&field.value));
                added.push(field.key.clone());
            }
        }
        if field.key == ORDERED
            && !is_in_order(table, &field.value)
            && let (Some(item), Value::Table(wanted)) = (table.get_mut(ORDERED), &field.value)
        {
            in_order(item, wanted);
        }
    }
    (added, lost)
}

fn by_key(table: &Table) -> HashMap<&str, &Value> {
    let fields = table.fields().iter();
    fields
        .map(|field| (field.key.as_str(), &field.value))
        .collect()
}

/// Changes what stands under a key, and returns comments that found no place.
fn patch_item(
    item: &mut Item,
    from: Option<&Value>,
    to: &Value,
    make: fn(&Value) -> Item,
) -> String {
    let empty = Table::default();
    let old_table = match from {
        Some(Value::Table(table)) => table,
        _ => &empty,
    };
    let old_elements = from.and_then(Value::elements).unwrap_or(&[]);
    match (&mut *item, to) {
        (Item::Table(table), Value::Table(new)) => patch_table(table, old_table, new),
        (Item::Value(toml_edit::Value::InlineTable(table)), Value::Table(new)) => {
            patch_inline(table, old_table, new);
            String::new()
        }
        (Item::ArrayOfTables(tables), Value::Headed(new)) => {
            patch_list::headed(tables, old_elements, new)
        }
        (Item::Value(toml_edit::Value::Array(array)), Value::List(new) | Value::Headed(new)) => {
            patch_list::bracketed(array, old_elements, new);
            String::new()
        }
        (Item::Value(old), new) if !matches!(new, Value::Table(_) | Value::Headed(_)) => {
            replace_value(old, style::value(new));
            String::new()
        }
        (old, new) => {
            let comments = comments_of_item(old);
            *old = make(new);
            comments
        }
    }
}

/// Another value with the spacing and the comment of the old one.
pub fn replace_value(old: &mut toml_edit::Value, new: toml_edit::Value) {
    let decor = old.decor().clone();
    *old = new;
    *old.decor_mut() = decor;
}

/// From how many keys on they are removed at once: one by one, all that stand behind move up each
/// time.
const MANY: usize = 64;

/// A table whose keys can be removed at once.
trait Fields: TableLike {
    /// Removes the keys of which this does not hold.
    fn keep(&mut self, holds: &dyn Fn(&str) -> bool);
}

impl Fields for toml_edit::Table {
    fn keep(&mut self, holds: &dyn Fn(&str) -> bool) {
        self.retain(|key, _| holds(key));
    }
}

impl Fields for toml_edit::InlineTable {
    fn keep(&mut self, holds: &dyn Fn(&str) -> bool) {
        self.retain(|key, _| holds(key));
    }
}

/// Removes keys, whose comments find no place.
fn remove_many(table: &mut impl Fields, gone: &[&TableField], lost: &mut String) {
    let mut keys: HashSet<&str> = HashSet::with_capacity(gone.len());
    for field in gone {
        if !stays(table, &field.key, &field.value, lost) {
            lost.push_str(&comments_of(table, &field.key));
            keys.insert(&field.key);
        }
    }
    table.keep(&|key| !keys.contains(key));
}

/// Takes what `known` names out of a table under a key. Returns whether something is left, a
/// person's own keys; other values do not stay.
fn stays(table: &mut dyn TableLike, key: &str, known: &Value, lost: &mut String) -> bool {
    let (Some(item), Value::Table(known)) = (table.get_mut(key), known) else {
        return false;
    };
    let nothing = Table::default();
    match item {
        Item::Table(inner) => {
            lost.push_str(&patch_table(inner, known, &nothing));
            !inner.is_empty()
        }
        Item::Value(toml_edit::Value::InlineTable(inner)) => {
            patch_inline(inner, known, &nothing);
            !inner.is_empty()
        }
        _ => false,
    }
}

/// The comments of a key and its value.
fn comments_of(table: &dyn TableLike, key: &str) -> String {
    let mut comments = table.key(key).map(comments_of_key).unwrap_or_default();
    if let Some(item) = table.get(key) {
        comments.push_str(&comments_of_item(item));
    }
    comments
}

/// Removes a key. Of a table only what `known` names goes, so that a person's own keys in it stay.
/// Comments move to the next key; those that cannot are returned.
fn remove(table: &mut dyn TableLike, key: &str, known: &Value) -> String {
    let mut lost = String::new();
    if stays(table, key, known, &mut lost) {
        return lost;
    }
    let comments = comments_of(table, key);
    let next = match comments.is_empty() {
        true => None,
        false => {
            let mut keys = table.iter().map(|(name, _)| name);
            keys.by_ref().find(|name| *name == key);
            keys.next().map(str::to_owned)
        }
    };
    table.remove(key);
    match next.and_then(|next| table.get_key_value_mut(&next)) {
        Some((mut key, Item::Value(_))) => put_before(&mut key, &comments),
        Some((_, Item::Table(next))) => prepend(next.decor_mut(), &comments),
        _ => lost.push_str(&comments),
    }
    lost
}

fn put_before(key: &mut KeyMut<'_>, comments: &str) {
    prepend(key.leaf_decor_mut(), comments);
}

/// Puts whole lines of comments before what has this decor, behind the blank lines there.
pub fn prepend(decor: &mut Decor, comments: &str) {
    let old = decor.prefix().and_then(|prefix| prefix.as_str());
    let old = old.unwrap_or("");
    let rest = old.trim_start_matches('\n');
    let blank = &old[..old.len() - rest.len()];
    decor.set_prefix(format!("{blank}{comments}{rest}"));
}

fn comments_of_key(key: &Key) -> String {
    comments(key.leaf_decor().prefix().and_then(|prefix| prefix.as_str()))
}

/// The comments around a value or above a header, as whole lines.
fn comments_of_item(item: &Item) -> String {
    let decor = match item {
        Item::Value(value) => value.decor(),
        Item::Table(table) => table.decor(),
        Item::ArrayOfTables(tables) => match tables.get(0) {
            Some(table) => table.decor(),
            None => return String::new(),
        },
        Item::None => return String::new(),
    };
    comments_of_decor(decor)
}

/// The comments before and after something, as whole lines.
pub fn comments_of_decor(decor: &Decor) -> String {
    let before = decor.prefix().and_then(|prefix| prefix.as_str());
    let after = decor.suffix().and_then(|suffix| suffix.as_str());
    comments(before) + &comments(after)
}

/// The comments in the space between two things, as whole lines.
pub fn comments(space: Option<&str>) -> String {
    let lines = space.unwrap_or("").lines().map(str::trim);
    let comments = lines.filter(|line| line.starts_with('#'));
    comments.map(|line| format!("{line}\n")).collect()
}

/// Moves new keys behind the keys that canonically stand before them.
fn place_new(table: &mut toml_edit::Table, added: &[String], to: &Table) {
    let is_new: HashSet<&str> = added.iter().map(String::as_str).collect();
    let keys = table.iter().map(|(key, _)| key);
    let mut order: Vec<String> = keys
        .filter(|key| !is_new.contains(key))
        .map(str::to_owned)
        .collect();
    let canonical: Vec<&str> = to.fields().iter().map(|field| field.key.as_str()).collect();
    let rank: HashMap<&str, usize> = canonical
        .iter()
        .enumerate()
        .map(|(rank, key)| (*key, rank))
        .collect();
    // For each rank the last place of a key that canonically stands before it.
    let mut places = vec![None; canonical.len()];
    for (place, key) in order.iter().enumerate() {
        if let Some(rank) = rank.get(key.as_str()) {
            places[*rank] = Some(place);
        }
    }
    let mut last = None;
    for place in &mut places {
        last = last.max(*place);
        *place = last;
    }
    let mut behind: HashMap<usize, Vec<String>> = HashMap::new();
    let mut end = Vec::new();
    for key in added.iter().cloned() {
        let place = rank.get(key.as_str()).and_then(|rank| places[*rank]);
        match place.filter(|_| end.is_empty()) {
            Some(place) => behind.entry(place).or_default().push(key),
            None => end.push(key),
        }
    }
    let with_new = std::mem::take(&mut order).into_iter().enumerate();
    for (place, key) in with_new {
        order.push(key);
        order.extend(behind.remove(&place).unwrap_or_default());
    }
    order.extend(end);
    reorder(table, order.iter().map(String::as_str));
}

fn is_in_order(table: &dyn TableLike, wanted: &Value) -> bool {
    let (Some(item), Value::Table(wanted)) = (table.get(ORDERED), wanted) else {
        return true;
    };
    let wanted = wanted.fields().iter().map(|field| field.key.as_str());
    item.as_table_like()
        .is_none_or(|table| table.iter().map(|(key, _)| key).eq(wanted))
}

/// Brings the keys of the header into the order of `wanted`.
fn in_order(item: &mut Item, wanted: &Table) {
    let wanted: Vec<&str> = wanted
        .fields()
        .iter()
        .map(|field| field.key.as_str())
        .collect();
    match item {
        Item::Table(table) => reorder(table, wanted.into_iter()),
        Item::Value(toml_edit::Value::InlineTable(table)) => reorder_inline(table, &wanted),
        _ => {}
    }
}

fn reorder_inline(table: &mut toml_edit::InlineTable, order: &[&str]) {
    let rank: HashMap<&str, usize> = order.iter().zip(1..).map(|(key, at)| (*key, at)).collect();
    let place = |key: &Key| rank.get(key.get()).copied().unwrap_or(0);
    // Those that are not ordered stay in front.
    table.sort_values_by(|one, _, other, _| place(one).cmp(&place(other)));
}

fn reorder<'a>(table: &mut toml_edit::Table, order: impl Iterator<Item = &'a str>) {
    let mut taken: HashMap<String, (Key, Item)> = HashMap::new();
    let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    for key in keys.iter().rev() {
        if let Some(entry) = table.remove_entry(key) {
            taken.insert(key.clone(), entry);
        }
    }
    for key in order {
        if let Some((key, item)) = taken.remove(key) {
            table.insert_formatted(&key, item);
        }
    }
    for key in keys {
        if let Some((key, item)) = taken.remove(&key) {
            table.insert_formatted(&key, item);
        }
    }
}
