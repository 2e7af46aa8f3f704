//! Brings lists in a file's text up to date, element by element, known by what they are.

use super::pair::pair;
use super::patch::{
    comments, comments_of_decor, patch_inline, patch_table, prepend, replace_value,
};
use super::style;
use super::value::{Table, Value};
use toml_edit::{Array, ArrayOfTables, Item};

/// Changes an array of tables, whose n-th table is the n-th of `from`. Returns the comments that
/// found no place.
pub fn headed(tables: &mut ArrayOfTables, from: &[Value], to: &[Value]) -> String {
    let old = std::mem::take(tables);
    let mut old: Vec<Option<toml_edit::Table>> = old.into_iter().map(Some).collect();
    let pairs = known(pair(from, to), old.len());
    let mut lost = String::new();
    // What stands above a table that goes is put above the one after it.
    let stays = staying(&pairs, old.len());
    let mut carried = String::new();
    for (at, table) in old.iter_mut().enumerate() {
        let Some(table) = table else { continue };
        if !stays[at] {
            carried.push_str(&comments_of_decor(table.decor()));
        } else if !carried.is_empty() {
            prepend(table.decor_mut(), &std::mem::take(&mut carried));
        }
    }
    let mut kept = Vec::new();
    for (element, pair) in to.iter().zip(&pairs) {
        let Value::Table(new) = element else { continue };
        let taken = pair.and_then(|at| Some((at, old[at].take()?)));
        kept.push(match taken {
            Some((at, mut table)) => {
                let nothing = Table::default();
                let before = match &from[at] {
                    Value::Table(table) => table,
                    _ => &nothing,
                };
                lost.push_str(&patch_table(&mut table, before, new));
                table
            }
            None => style::table(new),
        });
    }
    in_line(&mut kept);
    for table in kept {
        tables.push(table);
    }
    lost + &carried
}

/// Changes an array in brackets, whose n-th element is the n-th of `from`.
pub fn bracketed(array: &mut Array, from: &[Value], to: &[Value]) {
    let mut old: Vec<Option<toml_edit::Value>> = array.iter().cloned().map(Some).collect();
    let pairs = known(pair(from, to), old.len());
    let decors = old.iter().flatten().map(toml_edit::Value::decor);
    let spaces = decors.flat_map(|decor| [decor.prefix(), decor.suffix()]);
    let mut spaces: Vec<&str> = spaces
        .flatten()
        .map(|space| space.as_str().unwrap_or(""))
        .collect();
    let trailing = array.trailing().as_str().unwrap_or("").to_owned();
    spaces.push(&trailing);
    let several_lines = spaces.iter().any(|space| space.contains('\n'));
    let indent = spaces
        .iter()
        .find_map(|space| space.rsplit_once('\n').map(|(_, indent)| indent))
        .filter(|indent| indent.chars().all(char::is_whitespace) && !indent.is_empty())
        .unwrap_or("    ")
        .to_owned();
    let comma = array.trailing_comma();

    let stays = staying(&pairs, old.len());
    let mut carried = String::new();
    for (at, value) in old.iter_mut().enumerate() {
        let Some(value) = value else { continue };
        if !stays[at] {
            carried.push_str(&comments_of_decor(value.decor()));
        } else if !carried.is_empty() {
            let old = value.decor().prefix().and_then(|space| space.as_str());
            let rest = old.unwrap_or("").trim_start_matches('\n');
            let prefix = format!("\n{}{rest}", std::mem::take(&mut carried));
            value.decor_mut().set_prefix(prefix);
        }
    }
    array.clear();
    for (element, pair) in to.iter().zip(&pairs) {
        let taken = pair.and_then(|at| Some((at, old[at].take()?)));
        let value = match taken {
            Some((at, mut value)) => {
                patch_element(&mut value, &from[at], element);
                value
            }
            None => {
                let mut value = style::value(element);
                if several_lines {
                    value.decor_mut().set_prefix(format!("\n{indent}"));
                }
                value
            }
        };
        array.push_formatted(value);
    }
    if several_lines {
        let lost = comments(Some(&carried));
        let before = if lost.is_empty() { "" } else { "\n" };
        let trailing = if trailing.contains('\n') {
            &trailing
        } else {
            "\n"
        };
        array.set_trailing(format!("{before}{}{trailing}", lost.trim_end_matches('\n')));
        array.set_trailing_comma(comma || trailing.contains('\n'));
    } else {
        array.fmt();
    }
}

fn patch_element(value: &mut toml_edit::Value, from: &Value, to: &Value) {
    if from == to {
        return;
    }
    match (&mut *value, from, to) {
        (toml_edit::Value::InlineTable(table), Value::Table(from), Value::Table(to)) => {
            patch_inline(table, from, to);
        }
        (toml_edit::Value::Array(array), Value::List(from), Value::List(to)) => {
            bracketed(array, from, to);
        }
        _ => replace_value(value, style::value(to)),
    }
}

/// Pairs that lie within the text's list, which is as long as its encoding.
fn known(pairs: Vec<Option<usize>>, len: usize) -> Vec<Option<usize>> {
    let within = |pair: Option<usize>| pair.filter(|at| *at < len);
    pairs.into_iter().map(within).collect()
}

fn staying(pairs: &[Option<usize>], len: usize) -> Vec<bool> {
    let mut stays = vec![false; len];
    for at in pairs.iter().flatten() {
        stays[*at] = true;
    }
    stays
}

/// The writer sorts tables by the place they were read from; tables that changed places get one and
/// the same, so that their order counts.
fn in_line(tables: &mut [toml_edit::Table]) {
    let places: Vec<isize> = tables
        .iter()
        .filter_map(toml_edit::Table::position)
        .collect();
    if places.is_sorted() {
        return;
    }
    let first = places.iter().min().copied();
    for table in tables {
        set_position(table, first);
    }
}

fn set_position(table: &mut toml_edit::Table, position: Option<isize>) {
    table.set_position(position);
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(inner) => set_position(inner, position),
            Item::ArrayOfTables(inner) => {
                for inner in inner.iter_mut() {
                    set_position(inner, position);
                }
            }
            _ => {}
        }
    }
}
