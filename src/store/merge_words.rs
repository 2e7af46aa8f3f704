//! Three versions of one line, or of some, into one, word by word.

use similar::{MergeResolution, TextDiff, TextMerge};
use std::collections::HashSet;

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

/// The longest changed part that is looked at word by word: the time that it takes grows with the
/// square of its length.
const MOST_BYTES: usize = 16 * 1024;

/// Words with fewer bytes are part of too many others.
const SHORT: usize = 4;

/// The line break among the words of several lines.
const BREAK: char = '\0';

/// Lines with the words of both sides, where lines were joined, split, or changed in the same
/// words: of such words theirs stand first and ours follow, and every other word stands there once.
/// Nothing where no word of the old lines is left on both sides.
pub fn merge_lines(base: &str, ours: &str, theirs: &str) -> Option<String> {
    let is_plain = |text: &str| text.len() <= MOST_BYTES && !text.contains(['\r', BREAK]);
    if ![base, ours, theirs].into_iter().all(is_plain) || !share_words(base, ours, theirs) {
        return None;
    }
    let old: HashSet<&str> = base.split_whitespace().collect();
    let broken = |text| broken(text, &old);
    let (base, ours, theirs) = (broken(base), broken(ours), broken(theirs));
    let merge = TextMerge::from_lines(base.as_str(), ours.as_str(), theirs.as_str());
    let mut merged = String::new();
    for region in merge.regions() {
        let ours: Vec<&str> = region
            .ours_range()
            .filter_map(|word| merge.ours_line(word))
            .collect();
        let theirs: Vec<&str> = region
            .theirs_range()
            .filter_map(|word| merge.theirs_line(word))
            .collect();
        match region.resolution() {
            MergeResolution::Conflict => {
                let base: Vec<&str> = region
                    .base_range()
                    .filter_map(|word| merge.base_line(word))
                    .collect();
                let both = match surrounding(&base, &ours, &theirs) {
                    Some(both) => both,
                    None => {
                        let (base, ours, theirs) = (base.concat(), ours.concat(), theirs.concat());
                        grown(&base, &ours, &theirs)
                            .unwrap_or_else(|| in_one_place(&merged, &ours, &theirs))
                    }
                };
                push(&mut merged, &both);
            }
            MergeResolution::Ours => push(&mut merged, &ours.concat()),
            _ => push(&mut merged, &theirs.concat()),
        }
    }
    Some(merged.replace('\n', "").replace(BREAK, "\n"))
}

/// The old words with what both put before and behind them, where both left them as they are; part
/// of a word may have been put there.
fn grown(old: &str, ours: &str, theirs: &str) -> Option<String> {
    let plain = |words: &str| words.replace('\n', "");
    let (old, ours, theirs) = (plain(old), plain(ours), plain(theirs));
    if old.trim().is_empty() || old.contains(BREAK) {
        return None;
    }
    let (our_start, our_end) = ours.split_once(&old)?;
    let (their_start, their_end) = theirs.split_once(&old)?;
    let start = joined(their_start, our_start);
    let end = joined(their_end, our_end);
    Some(format!("{start}{old}{end}").replace(BREAK, "\n\0\n") + "\n")
}

/// What both put in one place behind `merged`. Whole lines stay whole.
fn in_one_place(merged: &str, ours: &str, theirs: &str) -> String {
    let ours_first = match is_whole(merged) {
        true => is_whole(ours) && !is_whole(theirs),
        false => !ours.contains(BREAK) && theirs.contains(BREAK),
    };
    match ours_first {
        true => joined(ours, theirs),
        false => joined(theirs, ours),
    }
}

/// Old words that one side changed or removed, with what the other side put around them; nothing
/// where it did more than that.
fn surrounding(base: &[&str], ours: &[&str], theirs: &[&str]) -> Option<String> {
    if base.is_empty() {
        return None;
    }
    let put = |changed: &[&str], grown: &[&str]| -> Option<String> {
        let mut places = grown.windows(base.len());
        let at = places.position(|words| words == base)?;
        let before = joined(&grown[..at].concat(), &changed.concat());
        Some(joined(&before, &grown[at + base.len()..].concat()))
    };
    put(ours, theirs).or_else(|| put(theirs, ours))
}

/// Adds words; a line that is one word of them begins anew.
fn push(merged: &mut String, words: &str) {
    for word in words.split_inclusive('\n') {
        if word.len() > 2 && word.ends_with("\0\n") && !is_whole(merged) {
            merged.push_str("\0\n");
        }
        merged.push_str(word);
    }
}

fn is_whole(text: &str) -> bool {
    text.is_empty() || text.ends_with("\0\n")
}

/// Whether a word of the old lines is left on both sides.
fn share_words(base: &str, ours: &str, theirs: &str) -> bool {
    let mut words = base.split_whitespace();
    words.any(|word| has(ours, word) && has(theirs, word))
}

/// Whether a text has a word, also with something right before or behind it.
fn has(text: &str, word: &str) -> bool {
    match word.len() < SHORT {
        true => text.split_whitespace().any(|one| one == word),
        false => text.contains(word),
    }
}

/// Words, spaces and line breaks below each other. A line without any of the old words stays one.
fn broken(text: &str, old: &HashSet<&str>) -> String {
    let lines = text.split_inclusive('\n').map(|line| {
        let words = line.trim_end_matches('\n');
        let end = if line.len() > words.len() { "\0\n" } else { "" };
        match old.iter().any(|word| has(words, word)) {
            true => column(words) + end,
            false => format!("{words}{end}"),
        }
    });
    lines.collect()
}

/// What both put in one place, with a space between.
fn joined(theirs: &str, ours: &str) -> String {
    let last = theirs.trim_end_matches('\n').chars().last();
    let first = ours.trim_start_matches('\n').chars().next();
    let is_apart = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || c == BREAK);
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
