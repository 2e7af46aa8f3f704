//! What just happened, over the line of keys. What is too long for one row grows upwards, over
//! whatever is there, so that the end of it, which mostly says what to do, can be read in a narrow
//! window, too.

use super::recovery::folded;
use super::theme::Role;
use super::write::{Pen, width};
use crate::app::App;
use crate::app::geometry::{Area, Geometry};
use unicode_segmentation::UnicodeSegmentation;

/// The most rows that a toast takes.
const ROWS: usize = 4;

/// Draws the toast, if there is one.
pub fn draw(app: &App, pen: &mut Pen<'_>, geometry: &Geometry) {
    let Some(toast) = &app.toast else {
        return;
    };
    let (sign, role) = match toast.is_error {
        true => ("! ", Role::Error),
        false => ("", Role::Accent),
    };
    let text = format!("{sign}{}", toast.text);
    let footer = geometry.footer;
    let lines = rows(&text, footer.width);
    for (line, y) in lines.iter().rev().zip((0..=footer.y).rev()) {
        let whole = Area {
            y,
            height: 1,
            ..geometry.screen
        };
        pen.clear(whole, pen.theme.get(Role::Text));
        pen.text(Area { y, ..footer }, line, role);
    }
}

/// The rows of a text, each of at most so many columns but for the last, which has the rest when
/// there are too many.
fn rows(text: &str, columns: u16) -> Vec<&str> {
    let mut rows = Vec::new();
    let mut rest = text;
    while width(rest) > columns && rows.len() + 1 < ROWS {
        let Some(line) = folded(rest, usize::from(columns)).first().copied() else {
            break;
        };
        // A path has no spaces to break it at.
        let end = match width(line) > columns {
            true => fitting(line, columns),
            false => line.len(),
        };
        rows.push(&rest[..end]);
        rest = rest[end..].trim_start();
    }
    rows.push(rest);
    rows
}

/// How many bytes of a line stand in so many columns; at least a character's.
fn fitting(line: &str, columns: u16) -> usize {
    let mut taken = 0;
    for (at, piece) in line.grapheme_indices(true) {
        taken += width(piece);
        if taken > columns && at > 0 {
            return at;
        }
    }
    line.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_toast_is_broken_at_spaces_and_a_long_path_anywhere() {
        assert_eq!(rows("Saved", 10), ["Saved"]);
        assert_eq!(rows("one two three", 7), ["one two", "three"]);
        assert_eq!(
            rows("not saved: /a/long/path.toml: full", 12),
            ["not saved:", "/a/long/path", ".toml: full"]
        );
        assert_eq!(
            rows("\u{65e5}\u{672c}\u{8a9e}", 5),
            ["\u{65e5}\u{672c}", "\u{8a9e}"]
        );
        // More than there is room for stays together, for the pen to cut.
        assert_eq!(rows("a b c d e f", 1), ["a", "b", "c", "d e f"]);
        assert_eq!(rows("", 5), [""]);
    }
}
