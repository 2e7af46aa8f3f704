//! Three versions of one line into one, word by word.

use similar::{MergeResolution, TextDiff, TextMerge};

/// How much of a line has to be in both versions, from 0 to 1, for one to be called the other one
/// changed.
const RELATED: f32 = 0.5;

/// A line with the words of both sides, theirs first where both put some in the same place; nothing
/// where both changed the same words, or a side wrote the line anew.
pub fn merge_line(base: &str, ours: &str, theirs: &str) -> Option<String> {
    if ours == base || ours == theirs {
        return Some(theirs.to_owned());
    }
    if theirs == base {
        return Some(ours.to_owned());
    }
    // A lone CR ends a line for the differ, and stands within one for us.
    let is_plain = |line: &str| line.ends_with('\n') && !line.contains('\r');
    if ![base, ours, theirs].into_iter().all(is_plain) {
        return None;
    }
    let is_related = |side: &str| TextDiff::from_words(base, side).ratio() >= RELATED;
    if !is_related(ours) || !is_related(theirs) {
        return None;
    }
    let (base, ours, theirs) = (column(base), column(ours), column(theirs));
    let merge = TextMerge::from_lines(base.as_str(), ours.as_str(), theirs.as_str());
    let mut merged = String::new();
    for region in merge.regions() {
        let words: Vec<&str> = match region.resolution() {
            // Both only went on behind what stands in both; what both changed is no word's matter.
            MergeResolution::Conflict if region.base_range().is_empty() => {
                let ours = region.ours_range().filter_map(|word| merge.ours_line(word));
                let theirs = region.theirs_range();
                let theirs = theirs.filter_map(|word| merge.theirs_line(word));
                merged.push_str(&joined(
                    &theirs.collect::<String>(),
                    &ours.collect::<String>(),
                ));
                continue;
            }
            MergeResolution::Conflict => return None,
            MergeResolution::Ours => {
                let words = region.ours_range().filter_map(|word| merge.ours_line(word));
                words.collect()
            }
            _ => {
                let words = region.theirs_range();
                words.filter_map(|word| merge.theirs_line(word)).collect()
            }
        };
        merged.extend(words);
    }
    let mut line = merged.replace('\n', "");
    line.push('\n');
    Some(line)
}

/// What both put in one place, with a space between.
fn joined(theirs: &str, ours: &str) -> String {
    let last = theirs.trim_end_matches('\n').chars().last();
    let first = ours.trim_start_matches('\n').chars().next();
    let is_apart = |c: Option<char>| c.is_none_or(char::is_whitespace);
    match is_apart(last) || is_apart(first) {
        true => format!("{theirs}{ours}"),
        false => format!("{theirs} \n{ours}"),
    }
}

/// Words and spaces of a line below each other.
fn column(line: &str) -> String {
    let line = line.trim_end_matches('\n');
    let mut column = String::with_capacity(line.len() * 2);
    let mut was_space = None;
    for character in line.chars() {
        let is_space = character.is_whitespace();
        if was_space.is_some_and(|was_space| was_space != is_space) {
            column.push('\n');
        }
        column.push(character);
        was_space = Some(is_space);
    }
    column.push('\n');
    column
}
