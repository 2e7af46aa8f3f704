//! Three versions of a text into one that has everything.

use similar::{MergeRegion, MergeResolution, TextMerge};

/// The changes of both sides, line by line. Where both changed the same lines, theirs stand first and ours follow; no line that
/// somebody wrote is dropped and no markers are put in.
pub fn merge_text(base: &str, ours: &str, theirs: &str) -> String {
    // A last line without its line break would stick to what follows it.
    let whole = |text: &str| format!("{text}\n");
    let (base, ours, theirs) = (whole(base), whole(ours), whole(theirs));
    let merge = TextMerge::from_lines(base.as_str(), ours.as_str(), theirs.as_str());
    let our_lines = |region: &MergeRegion| -> Vec<&str> {
        let lines = region.ours_range().filter_map(|line| merge.ours_line(line));
        lines.collect()
    };
    let their_lines = |region: &MergeRegion| -> Vec<&str> {
        let lines = region.theirs_range();
        lines.filter_map(|line| merge.theirs_line(line)).collect()
    };
    let mut merged = String::new();
    for region in merge.regions() {
        match region.resolution() {
            MergeResolution::Ours => merged.extend(our_lines(region)),
            MergeResolution::Conflict => {
                let (ours, theirs) = (our_lines(region), their_lines(region));
                if within(&theirs, &ours) {
                    merged.extend(ours);
                } else {
                    merged.extend(theirs.iter().copied());
                    if !within(&ours, &theirs) {
                        merged.extend(ours);
                    }
                }
            }
            _ => merged.extend(their_lines(region)),
        }
    }
    merged.strip_suffix('\n').unwrap_or(&merged).to_owned()
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
}
