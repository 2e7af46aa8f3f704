//! Three versions of a text into one that has everything.

use super::merge_words::merge_line;
use similar::{MergeRegion, MergeResolution, TextMerge};

/// The changes of both sides, line by line; where both changed the same line, word by word. Where
/// that does not go either, theirs stand first and ours follow. No line that somebody added is
/// dropped, nor a word that somebody put into a line, and no marks are put in.
pub fn merge_text(base: &str, ours: &str, theirs: &str) -> String {
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
    theirs.concat() + &ours.concat()
}

/// The old lines with the words of both sides, where each side still has all of them at its
/// beginning or at its end, and what each put behind or before them.
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
    let at_beginning = merge(&ours[..many], &theirs[..many]);
    if let Some(merged) = at_beginning {
        return Some(merged + &theirs[many..].concat() + &ours[many..].concat());
    }
    let at_end = merge(&ours[our_rest..], &theirs[their_rest..])?;
    Some(theirs[..their_rest].concat() + &ours[..our_rest].concat() + &at_end)
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
    fn what_words_cannot_tell_is_kept_as_two_lines() {
        let base = "The talk was about disks.";
        let ours = "The talk was about slow disks.";
        let theirs = "The talk was about quick disks.";
        let both = "The talk was about quick slow disks.";
        assert_eq!(merge_text(base, ours, theirs), both);
        // Both changed the same word.
        let ours = "The talk was about tapes.";
        let theirs = "The talk was about paper.";
        assert_eq!(merge_text(base, ours, theirs), format!("{theirs}\n{ours}"));
        // Both went on behind the same word, which stays one.
        let merged = merge_text("so it ", "so it mine ", "so it theirs");
        assert_eq!(merged, "so it theirs mine ");
        // A line that one side wrote anew is no longer the other side's.
        let ours = "Something else altogether, written anew.";
        let theirs = "The talk was about disks. Good!";
        assert_eq!(merge_text(base, ours, theirs), format!("{theirs}\n{ours}"));
    }
}
