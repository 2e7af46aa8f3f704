//! Which version of a file somebody else's version was made from.
//!
//! A merge is right only with the right ancestor. Where a save was interrupted or its answer never
//! came, the file may hold one of several versions of ours; the one that theirs is nearest to is
//! the one that they started from. Pure.

use super::value::{Table, Value};
use std::collections::HashMap;

/// Returns the index of the candidate that `theirs` was most likely made from: the one with the
/// fewest words and numbers that differ. Of equal ones the one from which numbers only grew, then
/// the first.
pub fn nearest(candidates: &[Table], theirs: &Table) -> usize {
    if let Some(same) = candidates.iter().position(|one| one == theirs) {
        return same;
    }
    let theirs = Atoms::of(theirs);
    let distances = candidates
        .iter()
        .map(|one| Atoms::of(one).distance(&theirs));
    let nearest = distances
        .enumerate()
        .min_by_key(|(at, distance)| (*distance, *at));
    nearest.map_or(0, |(at, _)| at)
}

/// What a file says, without its order: words with how often they stand there, and numbers by their
/// keys.
#[derive(Default)]
struct Atoms {
    words: HashMap<String, i64>,
    numbers: HashMap<String, i64>,
}

impl Atoms {
    fn of(table: &Table) -> Atoms {
        let mut atoms = Atoms::default();
        atoms.take_table("", table);
        atoms
    }

    fn take_table(&mut self, above: &str, table: &Table) {
        // A list's elements are told apart by what they are called, not by where they stand.
        let name = ["name", "text"]
            .iter()
            .find_map(|key| table.get(key)?.as_text());
        let above = match name {
            Some(name) => format!("{above}.{name}"),
            None => above.to_owned(),
        };
        for field in table.fields() {
            self.take(&format!("{above}.{}", field.key), &field.value);
        }
    }

    fn take(&mut self, path: &str, value: &Value) {
        if let Some(text) = value.as_text() {
            for word in text.split_whitespace() {
                *self.words.entry(word.to_owned()).or_default() += 1;
            }
        } else if let Some(elements) = value.elements() {
            elements.iter().for_each(|element| self.take(path, element));
        } else {
            match value {
                Value::Table(table) => self.take_table(path, table),
                Value::Whole(number) => *self.numbers.entry(path.to_owned()).or_default() += number,
                other => *self.words.entry(format!("{path} {other:?}")).or_default() += 1,
            }
        }
    }

    /// How much has to change to get from these to the others, and whether a number has to shrink.
    fn distance(&self, other: &Atoms) -> (u64, bool) {
        let (words, _) = apart(&self.words, &other.words);
        let (numbers, shrinks) = apart(&self.numbers, &other.numbers);
        (words.saturating_add(numbers), shrinks)
    }
}

fn apart(from: &HashMap<String, i64>, to: &HashMap<String, i64>) -> (u64, bool) {
    let (mut apart, mut shrinks) = (0u64, false);
    for (key, there) in to {
        let here = from.get(key).copied().unwrap_or(0);
        apart = apart.saturating_add(here.abs_diff(*there));
        shrinks |= there < &here;
    }
    for (key, here) in from {
        if !to.contains_key(key) {
            apart = apart.saturating_add(here.unsigned_abs());
            shrinks |= *here > 0;
        }
    }
    (apart, shrinks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::count::named;
    use crate::model::session::Session;
    use crate::store::Document;

    fn notes(text: &str) -> Table {
        let session = Session {
            notes: text.to_owned(),
            ..Session::default()
        };
        session.encode()
    }

    fn visitors(count: i64) -> Table {
        let mut session = Session::default();
        let at = chrono::DateTime::UNIX_EPOCH.fixed_offset();
        named(&mut session.tallies, "visitors").add(count, at);
        session.encode()
    }

    #[test]
    fn the_version_that_was_edited_is_found() {
        let candidates = [
            notes("base\n"),
            notes("base\nmine\n"),
            notes("base\nmine more\n"),
        ];
        assert_eq!(nearest(&candidates, &notes("base\ntheirs\n")), 0);
        assert_eq!(nearest(&candidates, &notes("base\nmine\ntheirs\n")), 1);
        assert_eq!(nearest(&candidates, &notes("base\ntheirs\nmine more\n")), 2);
        assert_eq!(nearest(&candidates, &notes("base\nmine\n")), 1);
    }

    #[test]
    fn counts_grow_rather_than_shrink() {
        let candidates = [visitors(3), visitors(5)];
        assert_eq!(nearest(&candidates, &visitors(4)), 0);
        assert_eq!(nearest(&candidates, &visitors(6)), 1);
    }
}
