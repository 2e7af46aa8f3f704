//! Which element of a list became which: by what they are, not by where they stand.

use super::value::Value;
use std::collections::{HashMap, VecDeque};

/// For every element of `new`, the element of `old` that it was: an equal one, else one with the
/// same identity. No element of `old` is named twice. The time it takes grows with the lengths, not
/// with their product.
pub fn pair(old: &[Value], new: &[Value]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; new.len()];
    let same = |(one, other): &(&Value, &Value)| one == other;
    let head = old.iter().zip(new).take_while(same).count();
    for (at, pair) in pairs.iter_mut().enumerate().take(head) {
        *pair = Some(at);
    }
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let backwards = old_rest.iter().rev().zip(new_rest.iter().rev());
    let tail = backwards.take_while(same).count();
    for back in 1..=tail {
        pairs[new.len() - back] = Some(old.len() - back);
    }

    let old_middle: Vec<usize> = (head..old.len() - tail).collect();
    let new_middle: Vec<usize> = (head..new.len() - tail).collect();
    let mut free = vec![true; old.len()];
    for key in [exactly as fn(&Value) -> Option<String>, identity] {
        let mut waiting: HashMap<String, VecDeque<usize>> = HashMap::new();
        for at in old_middle.iter().copied().filter(|at| free[*at]) {
            if let Some(key) = key(&old[at]) {
                waiting.entry(key).or_default().push_back(at);
            }
        }
        for at in new_middle.iter().copied() {
            if pairs[at].is_some() {
                continue;
            }
            let found = key(&new[at]).and_then(|key| waiting.get_mut(&key)?.pop_front());
            if let Some(found) = found {
                free[found] = false;
                pairs[at] = Some(found);
            }
        }
    }
    pairs
}

fn exactly(value: &Value) -> Option<String> {
    Some(format!("{value:?}"))
}

/// What makes an element itself while the rest of it changes: an export's file, a name, a moment, a
/// question; for a header's line the field's name. Case and outer space do not count.
pub fn identity(value: &Value) -> Option<String> {
    let of = |key: &str, value: &Value| match value {
        Value::Text(text) | Value::Prose(text) => {
            Some(format!("{key} {}", text.trim().to_lowercase()))
        }
        Value::Time(time) => match super::time::moment(time) {
            Some(moment) => Some(format!("{key} {}", moment.to_utc())),
            None => Some(format!("{key} {time}")),
        },
        _ => None,
    };
    match value {
        Value::Table(table) => ["file", "name", "at", "text"]
            .into_iter()
            .find_map(|key| of(key, table.get(key)?)),
        Value::List(texts) => match &texts[..] {
            [_, name, _] | [name, _] => of("field", name),
            _ => None,
        },
        other => of("", other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::value::Table;

    fn person(name: &str, project: &str) -> Value {
        let mut table = Table::default();
        table.set("name", name);
        table.set("project", project);
        Value::Table(table)
    }

    #[test]
    fn elements_are_known_by_name_wherever_they_stand() {
        let old = [person("Ada", "a"), person("Bob", "b"), person("Eve", "c")];
        let new = [
            person("eve", "changed"),
            person("Ada", "a"),
            person("Zoe", "b"),
        ];
        assert_eq!(pair(&old, &new), [Some(2), Some(0), None]);
    }

    #[test]
    fn no_element_is_named_twice() {
        let old = [person("Ada", "a")];
        let new = [person("Ada", "b"), person("Ada", "a"), person("Ada", "c")];
        assert_eq!(pair(&old, &new), [None, Some(0), None]);
    }
}
