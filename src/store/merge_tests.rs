//! Merges of counters.

use super::{Same, merge};
use crate::store::value::{Table, Value};

fn tally(name: &str, count: i64) -> Value {
    let mut table = Table::default();
    table.set("name", name);
    table.set("count", count);
    Value::Table(table)
}

fn session(tallies: Vec<Value>) -> Table {
    let mut table = Table::default();
    table.push("tallies", Value::Headed(tallies), false);
    table
}

fn names(table: &Table) -> Vec<(String, i64)> {
    let elements = table
        .get("tallies")
        .and_then(Value::elements)
        .unwrap_or(&[]);
    let of = |value: &Value| match value {
        Value::Table(one) => {
            let name = one
                .get("name")
                .and_then(Value::as_text)
                .unwrap_or_default()
                .to_owned();
            let count = match one.get("count") {
                Some(Value::Whole(count)) => *count,
                _ => -1,
            };
            (name, count)
        }
        _ => (String::new(), -1),
    };
    elements.iter().map(of).collect()
}

#[test]
fn a_counter_that_both_renamed_keeps_both_names_and_every_count() {
    let base = session(vec![tally("visitors", 5)]);
    let ours = session(vec![tally("guests", 7)]);
    let theirs = session(vec![tally("people", 6)]);
    let found = names(&merge(Same::Twice, &base, &ours, &theirs).table);
    for name in ["guests", "people"] {
        assert!(
            found.iter().any(|(known, _)| known == name),
            "{name}: {found:?}"
        );
    }
    let sum: i64 = found.iter().map(|(_, count)| count).sum();
    assert!(sum >= 8, "{found:?}");
}

#[test]
fn both_counts_add_up() {
    let base = session(vec![tally("visitors", 5)]);
    let ours = session(vec![tally("visitors", 7)]);
    let theirs = session(vec![tally("visitors", 6)]);
    assert_eq!(
        names(&merge(Same::Twice, &base, &ours, &theirs).table),
        [("visitors".to_owned(), 8)]
    );
}
