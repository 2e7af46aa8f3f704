//! The notes within the text of a section that somebody edited in the post.

use similar::TextDiff;
use std::ops::Range;

/// From which share of common words on one text counts as an edited form of another.
const SIMILAR: f32 = 0.6;

/// The text of a section, without what hallway had made of fields.
#[derive(Debug, PartialEq, Eq)]
pub struct Edited {
    /// The notes.
    pub notes: String,
    /// They hold everything, also what hallway had made of fields, since somebody edited that.
    pub all: bool,
}

/// Takes what hallway makes of fields off the beginning and the end of a section's text. `pieces`
/// are the texts that an export would write now, each with whether a person typed it. A list that
/// has grown since the file was written is recognised by its lines; a piece that is not in the file
/// at all was captured later and stays a field.
pub fn edited(pieces: &[(bool, String)], file: &str) -> Edited {
    let first = pieces
        .iter()
        .position(|(typed, _)| *typed)
        .unwrap_or(pieces.len());
    let last = pieces
        .iter()
        .rposition(|(typed, _)| *typed)
        .map_or(pieces.len(), |last| last + 1);
    let blocks = blocks(file);
    let text = |block: &Range<usize>| &file[block.clone()];
    let (mut low, mut high) = (0, blocks.len());
    for (_, piece) in &pieces[..first] {
        let made = self::blocks(piece).len();
        let found: Vec<&str> = blocks[low..high].iter().take(made).map(text).collect();
        match compare(piece, &found) {
            FoundPart::There => low += made,
            FoundPart::Edited => return all(file),
            FoundPart::Absent => {}
        }
    }
    for (_, piece) in pieces[last..].iter().rev() {
        let made = self::blocks(piece).len();
        let from = high.saturating_sub(made).max(low);
        let found: Vec<&str> = blocks[from..high].iter().map(text).collect();
        match compare(piece, &found) {
            FoundPart::There => high = from,
            FoundPart::Edited => return all(file),
            FoundPart::Absent => {}
        }
    }
    let notes = match (
        blocks.get(low),
        high.checked_sub(1).and_then(|last| blocks.get(last)),
    ) {
        (Some(first), Some(last)) if low < high => file[first.start..last.end].to_owned(),
        _ => String::new(),
    };
    Edited { notes, all: false }
}

fn all(file: &str) -> Edited {
    Edited {
        notes: file.to_owned(),
        all: true,
    }
}

/// What became of a piece in the file.
enum FoundPart {
    /// It is there, perhaps with fewer lines.
    There,
    /// Something very much like it is there.
    Edited,
    Absent,
}

fn compare(piece: &str, found: &[&str]) -> FoundPart {
    let lines: Vec<&str> = piece.lines().collect();
    let joined = found.join("\n\n");
    let complete = found.len() == blocks(piece).len();
    if complete && joined.lines().all(|line| lines.contains(&line)) {
        FoundPart::There
    } else if TextDiff::from_words(piece, joined.as_str()).ratio() >= SIMILAR {
        FoundPart::Edited
    } else {
        FoundPart::Absent
    }
}

/// The places of the blocks of a text: runs of lines between blank ones.
fn blocks(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut at, mut open) = (0, false);
    for line in text.split_inclusive('\n') {
        let end = at + line.trim_end_matches('\n').len();
        if line.trim().is_empty() {
            open = false;
        } else if let (true, Some(last)) = (open, found.last_mut()) {
            last.end = end;
        } else {
            found.push(at..end);
            open = true;
        }
        at += line.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces() -> Vec<(bool, String)> {
        let made = |text: &str| (false, text.to_owned());
        vec![
            made("By Ann Author"),
            (true, "Old notes.".to_owned()),
            made("    A quote.\n\n    -- Bob"),
            made("* one\n* two"),
        ]
    }

    #[test]
    fn the_notes_are_what_stands_between_the_fields() {
        let file = "By Ann Author\n\nNew notes.\n\nOf two paragraphs.\n\n    A quote.\n\n    -- Bob\n\n* one\n* two";
        let expected = Edited {
            notes: "New notes.\n\nOf two paragraphs.".to_owned(),
            all: false,
        };
        assert_eq!(edited(&pieces(), file), expected);
    }

    #[test]
    fn what_was_captured_later_stays_a_field() {
        let file = "By Ann Author\n\nNew notes.\n\n* one";
        assert_eq!(
            edited(&pieces(), file),
            Edited {
                notes: "New notes.".to_owned(),
                all: false
            }
        );
        assert_eq!(
            edited(&pieces(), ""),
            Edited {
                notes: String::new(),
                all: false
            }
        );
    }

    #[test]
    fn fields_that_were_edited_become_notes() {
        let file = "By Ann B. Author\n\nOld notes.\n\n    A quote.\n\n    -- Bob\n\n* one\n* two";
        assert_eq!(
            edited(&pieces(), file),
            Edited {
                notes: file.to_owned(),
                all: true
            }
        );
    }

    #[test]
    fn notes_below_a_byline_without_any_before_are_found() {
        let pieces = [(false, "By Ann Author".to_owned())];
        let found = edited(&pieces, "By Ann Author\n\nFirst words.");
        assert_eq!(
            found,
            Edited {
                notes: "First words.".to_owned(),
                all: false
            }
        );
    }
}
