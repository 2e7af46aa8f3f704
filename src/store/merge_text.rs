//! Three versions of a text into one that has everything.
//!
//! What this module promises: no line is there more often than both sides together added it. That
//! is checked in every build; where a merge would break it, theirs stay as they are, and what ours
//! adds follows.

use super::merge_words::{merge_line, merge_lines};
use similar::{MergeRegion, MergeResolution, TextMerge};
use std::collections::HashMap;

/// In how many places of both sides the old lines are looked for.
const MOST_PLACES: usize = 64;

/// The changes of both sides, line by line; where both changed the same line, word by word. Where
/// both changed the same word, or wrote a line anew, theirs stand first and ours follow; every
/// other word stands there once. No line that somebody added is dropped, nor a word that somebody
/// put into a line, and no marks are put in.
pub fn merge_text(base: &str, ours: &str, theirs: &str) -> String {
    let merged = merge_lines_of(base, ours, theirs);
    match too_many(base, ours, theirs, &merged) {
        false => merged,
        true => {
            tracing::error!("a merge would have repeated a line; both sides are kept");
            both_sides(base, ours, theirs)
        }
    }
}

fn merge_lines_of(base: &str, ours: &str, theirs: &str) -> String {
    // A last line without its line break would stick to what follows it.
    let whole = |text: &str| format!("{text}\n");
    let (base, ours, theirs) = (whole(base), whole(ours), whole(theirs));
    let merge = TextMerge::from_lines(base.as_str(), ours.as_str(), theirs.as_str());
    let mut merged = String::new();
    for region in merge.regions() {
        let ours = || our_lines(&merge, region);
        let theirs = || their_lines(&merge, region);
        match region.resolution() {
            MergeResolution::Ours => merged.extend(ours()),
            MergeResolution::Conflict => {
                let base = region.base_range().filter_map(|line| merge.base_line(line));
                let base: Vec<&str> = base.collect();
                merged.push_str(&both(&base, &ours(), &theirs()));
            }
            _ => merged.extend(theirs()),
        }
    }
    merged.strip_suffix('\n').unwrap_or(&merged).to_owned()
}

/// How often each line that says something is there.
fn counted(text: &str) -> HashMap<&str, usize> {
    let mut lines = HashMap::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        *lines.entry(line).or_default() += 1;
    }
    lines
}

/// Whether a line is there more often than it was, and than both sides together added it.
fn too_many(base: &str, ours: &str, theirs: &str, merged: &str) -> bool {
    let [base, ours, theirs] = [base, ours, theirs].map(counted);
    let added = |side: &HashMap<&str, usize>, line| {
        let of = |side: &HashMap<&str, usize>| side.get(line).copied().unwrap_or(0);
        of(side).saturating_sub(of(&base))
    };
    let mut merged = counted(merged).into_iter();
    merged.any(|(line, count)| {
        let most = base.get(line).copied().unwrap_or(0);
        // Where words of both sides were put together, the line is a new one.
        let is_known = most > 0 || ours.contains_key(line) || theirs.contains_key(line);
        let most = most + added(&ours, line) + added(&theirs, line);
        count > if is_known { most } else { 1.max(most) }
    })
}

/// Theirs, and behind it the lines of ours that are in neither of the others so often.
fn both_sides(base: &str, ours: &str, theirs: &str) -> String {
    let (mut base, mut there) = (counted(base), counted(theirs));
    let mut all = theirs.to_owned();
    for line in ours.lines() {
        let is_in = |lines: &mut HashMap<&str, usize>| match lines.get_mut(line) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        };
        let (was, is) = (is_in(&mut base), is_in(&mut there));
        if was || is || line.trim().is_empty() {
            continue;
        }
        if !all.is_empty() && !all.ends_with('\n') {
            all.push('\n');
        }
        all.push_str(line);
    }
    all
}

fn our_lines<'a>(merge: &'a TextMerge<'_, '_, '_, str>, region: &MergeRegion) -> Vec<&'a str> {
    let lines = region.ours_range().filter_map(|line| merge.ours_line(line));
    lines.collect()
}

fn their_lines<'a>(merge: &'a TextMerge<'_, '_, '_, str>, region: &MergeRegion) -> Vec<&'a str> {
    let lines = region.theirs_range();
    lines.filter_map(|line| merge.theirs_line(line)).collect()
}

/// What both sides made of the same lines.
fn both(base: &[&str], ours: &[&str], theirs: &[&str]) -> String {
    if within(theirs, ours) {
        return ours.concat();
    }
    if within(ours, theirs) {
        return theirs.concat();
    }
    if let Some(merged) = by_words(base, ours, theirs) {
        return merged;
    }
    let (theirs, ours) = (theirs.concat(), ours.concat());
    merge_lines(&base.concat(), &ours, &theirs).unwrap_or_else(|| theirs + &ours)
}

/// The old lines with the words of both sides, where each side still has all of them next to each
/// other, and what each put before and behind them.
fn by_words(base: &[&str], ours: &[&str], theirs: &[&str]) -> Option<String> {
    let many = base.len();
    if many == 0 || ours.len() < many || theirs.len() < many {
        return None;
    }
    let merge = |ours: &[&str], theirs: &[&str]| -> Option<String> {
        let dialog = base.iter().zip(ours).zip(theirs);
        let lines = dialog.map(|((base, ours), theirs)| merge_line(base, ours, theirs));
        lines.collect()
    };
    let (our_rest, their_rest) = (ours.len() - many, theirs.len() - many);
    let beginning = std::iter::once((0, 0));
    let others = (0..=our_rest).flat_map(|ours| (0..=their_rest).map(move |theirs| (ours, theirs)));
    let end = std::iter::once((our_rest, their_rest));
    let mut places = beginning.chain(end).chain(others).take(MOST_PLACES);
    places.find_map(|(our, their)| {
        let (our_end, their_end) = (our + many, their + many);
        let merged = merge(&ours[our..our_end], &theirs[their..their_end])?;
        let before = theirs[..their].concat() + &ours[..our].concat();
        let behind = theirs[their_end..].concat() + &ours[our_end..].concat();
        Some(before + &merged + &behind)
    })
}

/// Whether `lines` stand in `others`, in order and next to each other.
fn within(lines: &[&str], others: &[&str]) -> bool {
    lines.is_empty() || others.windows(lines.len()).any(|window| window == lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_are_kept() {
        let base = "one\ntwo\nthree";
        assert_eq!(
            merge_text(base, "ONE\ntwo\nthree", "one\ntwo\nTHREE"),
            "ONE\ntwo\nTHREE"
        );
        assert_eq!(
            merge_text(base, "one\n2\nthree", "one\nII\nthree"),
            "one\nII\n2\nthree"
        );
        assert_eq!(merge_text("", "ours", "theirs"), "theirs\nours");
        assert_eq!(merge_text("a", "a\nb", "a\nb\nc"), "a\nb\nc");
        assert_eq!(merge_text("a\nb", "b", "a\nb\nc"), "b\nc");
        assert_eq!(merge_text("a", "a\nours", "a\ntheirs"), "a\ntheirs\nours");
    }

    #[test]
    fn a_merge_that_repeats_a_line_is_known_and_both_sides_are_kept_instead() {
        let (base, ours, theirs) = ("one\ntwo", "one\ntwo\nours", "one\ntwo\ntheirs");
        assert!(!too_many(base, ours, theirs, "one\ntwo\ntheirs\nours"));
        for merged in [
            "one\ntwo\ntheirs\nours\nours",
            "one\ntwo\none\ntheirs\nours",
        ] {
            assert!(too_many(base, ours, theirs, merged), "{merged}");
        }
        // Both added the same line.
        assert!(!too_many("", "same", "same", "same\nsame"));
        assert!(too_many("", "same", "same", "same\nsame\nsame"));
        assert_eq!(both_sides(base, ours, theirs), "one\ntwo\ntheirs\nours");
        assert_eq!(both_sides(base, "two\nours\nours", "x"), "x\nours\nours");
    }

    #[test]
    fn two_changes_of_one_line_are_put_together_by_words() {
        let base = "The talk was about disks, and the room was full.";
        let ours = "The talk was about slow disks, and the room was full.";
        let theirs = "The talk was about disks, and the room was nearly full.";
        let both = "The talk was about slow disks, and the room was nearly full.";
        assert_eq!(merge_text(base, ours, theirs), both);
        assert_eq!(
            merge_text(base, &format!("{ours}\nmine"), &format!("{theirs}\nyours")),
            format!("{both}\nyours\nmine")
        );
        assert_eq!(
            merge_text(base, &format!("mine\n{ours}"), &format!("yours\n{theirs}")),
            format!("yours\nmine\n{both}")
        );
    }

    #[test]
    fn what_both_changed_stands_there_in_both_forms_and_all_else_once() {
        let base = "The talk was about disks.";
        let ours = "The talk was about slow disks.";
        let theirs = "The talk was about quick disks.";
        let both = "The talk was about quick slow disks.";
        assert_eq!(merge_text(base, ours, theirs), both);
        // Both changed the same word.
        let ours = "The talk was about tapes.";
        let theirs = "The talk was about paper.";
        assert_eq!(
            merge_text(base, ours, theirs),
            "The talk was about paper. tapes."
        );
        // Both went on behind the same word, which stays one.
        let merged = merge_text("so it ", "so it mine ", "so it theirs");
        assert_eq!(merged, "so it theirs mine ");
        // One side changed or removed the word that the other one went on behind.
        let merged = merge_text("so w0", "so w01x w02x ", "so w0 w03x ");
        assert_eq!(merged, "so w01x w02x  w03x ");
        assert_eq!(merge_text("so w1x ", "so ", "so w1x w2x "), "so w2x ");
        assert_eq!(
            merge_text("so w1x ", "so w3x w1x ", "so w2x "),
            "so w3x w2x "
        );
        // One side joined two lines, and the other one went on in them.
        let merged = merge_text(
            "one two\nthree",
            "one two three",
            "one two more\nthree\nfour",
        );
        assert_eq!(merged, "one two more three\nfour");
        // One side changed the word behind which the other one went on.
        assert_eq!(merge_text("word", "aword b", "word c"), "aword b c");
        // A short line of which both made a long one.
        let merged = merge_text("so", "so I went on and on", "so they did the same there");
        assert_eq!(merged, "so they did the same there I went on and on");
        // A line that one side wrote anew is no longer the other side's.
        let ours = "Something else altogether, written anew.";
        let theirs = "The talk was about disks. Good!";
        assert_eq!(merge_text(base, ours, theirs), format!("{theirs}\n{ours}"));
    }
}
