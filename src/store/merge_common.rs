//! What two versions have in common, for a merge whose beginning nobody knows.

use super::pair::{identity, pair};
use super::value::{Table, Value};
use similar::{ChangeTag, TextDiff};

/// What both say: equal values, the lines that both texts have in the same order, the elements that
/// both lists have. Merged from it, nothing that either side has is taken for removed by the other.
pub fn common(ours: &Table, theirs: &Table) -> Table {
    let mut both = Table::default();
    for field in theirs.fields() {
        let ours = ours.get(&field.key);
        if let Some(value) = ours.and_then(|ours| common_value(&field.key, ours, &field.value)) {
            both.push(&field.key, value, field.usual);
        }
    }
    both
}

fn common_value(key: &str, ours: &Value, theirs: &Value) -> Option<Value> {
    match (ours, theirs) {
        _ if ours == theirs => Some(theirs.clone()),
        (Value::Table(ours), Value::Table(theirs)) => Some(Value::Table(common(ours, theirs))),
        (Value::Prose(ours), Value::Prose(theirs)) => Some(Value::Prose(lines(ours, theirs))),
        // Neither count is to be added to the other.
        (Value::Whole(ours), Value::Whole(theirs)) if key == "count" => {
            Some(Value::Whole(*ours.min(theirs)))
        }
        (Value::List(ours), Value::List(theirs)) => Some(Value::List(elements(ours, theirs))),
        (Value::Headed(ours), Value::Headed(theirs)) => Some(Value::Headed(elements(ours, theirs))),
        _ => None,
    }
}

fn lines(ours: &str, theirs: &str) -> String {
    let difference = TextDiff::from_lines(ours, theirs);
    let changes = difference.iter_all_changes();
    let same = changes.filter(|change| change.tag() == ChangeTag::Equal);
    let both: String = same.map(|change| change.value().to_owned()).collect();
    both.trim_end_matches('\n').to_owned()
}

fn elements(ours: &[Value], theirs: &[Value]) -> Vec<Value> {
    let pairs = pair(ours, theirs);
    let both = theirs.iter().zip(pairs).filter_map(|(their, pair)| {
        let our = &ours[pair?];
        match (our, their) {
            (Value::Table(one), Value::Table(other)) => {
                let both = Value::Table(common(one, other));
                // What no longer has what it is known by would be nobody's beginning.
                (identity(&both) == identity(their)).then_some(both)
            }
            _ => (our == their).then(|| their.clone()),
        }
    });
    both.collect()
}
