//! Where a place goes when the text is replaced by another version of it.
//!
//! Promises: a place stays in its line, whatever comes above and below it, and behind the word in
//! front of it, whatever comes into the line. A place in a line that is gone goes to where the line
//! was.

use super::TextPlace;
use similar::{DiffOp, TextDiff};

/// How much two lines have in common, from 0 to 1, for one to be the other one changed.
const RELATED: f32 = 0.3;

/// How many lines before and after the most likely one are compared.
const NEAR: usize = 32;

/// How many bytes a line has at most whose words are compared.
const LONG: usize = 4096;

/// Returns where a place in the old lines is in the new ones, of which there is at least one.
pub fn moved(old: &[&str], new: &[&str], place: TextPlace) -> TextPlace {
    let here = old.get(place.line).copied().unwrap_or_default();
    let lines = TextDiff::from_slices(old, new);
    let mut ops = lines.ops().iter();
    let op = ops.find(|op| op.old_range().contains(&place.line));
    let line = match op {
        Some(DiffOp::Equal {
            old_index,
            new_index,
            ..
        }) => {
            let line = new_index + (place.line - old_index);
            return TextPlace { line, ..place };
        }
        Some(op) => {
            let range = op.new_range();
            let likely = range.start + (place.line - op.old_range().start);
            let near = likely.saturating_sub(NEAR).max(range.start)..range.end.min(likely + NEAR);
            let all = near.map(|line| (related(here, new[line]), line));
            let best = all.max_by(|(one, _), (other, _)| one.total_cmp(other));
            let best = best.filter(|(related, _)| *related >= RELATED);
            best.map(|(_, line)| line).ok_or(range.start)
        }
        None => Err(new.len()),
    };
    match line {
        Ok(line) => TextPlace {
            line,
            column: column(here, new[line], place.column),
        },
        Err(line) if line < new.len() => TextPlace { line, column: 0 },
        Err(_) => {
            let line = new.len().saturating_sub(1);
            let column = new.last().map_or(0, |line| line.len());
            TextPlace { line, column }
        }
    }
}

/// How much two lines have in common, from 0 to 1.
fn related(old: &str, new: &str) -> f32 {
    match old.len().max(new.len()) > LONG {
        true => f32::from(u8::from(common(old, new) > 0)),
        false => TextDiff::from_chars(old, new).ratio(),
    }
}

/// Returns where a byte of the old line is in the new one.
fn column(old: &str, new: &str, column: usize) -> usize {
    if old.len().max(new.len()) > LONG {
        return common(&old[..column], new);
    }
    let words = TextDiff::from_words(old, new);
    let (mut old_end, mut new_end) = (0, 0);
    for op in words.ops() {
        let (old_start, new_start) = (old_end, new_end);
        let old_words = op.old_range().filter_map(|word| words.old_slice(word));
        let new_words = op.new_range().filter_map(|word| words.new_slice(word));
        old_end += old_words.map(str::len).sum::<usize>();
        new_end += new_words.map(str::len).sum::<usize>();
        // What comes at the very place comes behind it.
        if column <= old_end {
            let inside = column - old_start;
            return match op {
                DiffOp::Equal { .. } => new_start + inside,
                _ => new_start + common(&old[old_start..column], &new[new_start..new_end]),
            };
        }
    }
    new.len()
}

/// How many bytes two texts begin with in common.
fn common(one: &str, other: &str) -> usize {
    let chars = one.chars().zip(other.chars());
    let same = chars.take_while(|(one, other)| one == other);
    same.map(|(one, _)| one.len_utf8()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marks in the new text where the place that is marked in the old one goes.
    fn goes(old: &str, new: &str) -> String {
        let (before, after) = old.split_once('|').unwrap();
        let place = TextPlace {
            line: before.matches('\n').count(),
            column: before.rsplit('\n').next().unwrap().len(),
        };
        let old = format!("{before}{after}");
        let old: Vec<&str> = old.split('\n').collect();
        let mut lines: Vec<String> = new.split('\n').map(str::to_owned).collect();
        let new: Vec<&str> = new.split('\n').collect();
        let place = moved(&old, &new, place);
        lines[place.line].insert(place.column, '|');
        lines.join("\n")
    }

    #[test]
    fn a_place_stays_in_its_line() {
        assert_eq!(goes("a\nb|b\nc", "x\na\nbb\ny\nc\nz"), "x\na\nb|b\ny\nc\nz");
        assert_eq!(goes("a|", "x\na\ny"), "x\na|\ny");
        assert_eq!(goes("|a", "x\na\ny"), "x\n|a\ny");
        assert_eq!(goes("a\n|", "a\nx\n"), "a\nx\n|");
        assert_eq!(goes("a\n|\nb", "x\na\n\nb"), "x\na\n|\nb");
    }

    #[test]
    fn a_place_stays_behind_its_word() {
        assert_eq!(goes("so wo|", "x so wo y"), "x so wo| y");
        assert_eq!(
            goes("a so wo|rd end", "x a so word y end\nz"),
            "x a so wo|rd y end\nz"
        );
        assert_eq!(goes("one tw| three", "1 tw 3"), "1 tw| 3");
        assert_eq!(
            goes("eins zwölf|", "null\neins zwölf drei"),
            "null\neins zwölf| drei"
        );
    }

    #[test]
    fn a_place_that_is_gone_is_where_it_was() {
        assert_eq!(goes("a\nb\nlost li|ne\nc", "a\nb\nc"), "a\nb\n|c");
        assert_eq!(goes("a\nlost li|ne", "a"), "a|");
        assert_eq!(goes("lost|", ""), "|");
        assert_eq!(
            goes("one word lo|st here", "one word here"),
            "one word |here"
        );
    }

    #[test]
    fn long_texts_take_no_time() {
        let old: Vec<String> = (0..20_000).map(|at| format!("old line {at}")).collect();
        let new: Vec<String> = (0..20_000).map(|at| format!("{at} is new")).collect();
        let lines = |all: &[String]| all.join("\n");
        let marked = lines(&old).replacen("old line 7\n", "old line| 7\n", 1);
        assert!(goes(&marked, &lines(&new)).contains('|'));
        let long = "word ".repeat(100_000);
        let found = goes(&format!("{long}|{long}"), &format!("{long}x {long}"));
        assert_eq!(found.find('|'), Some(long.len()));
    }
}
