//! How wide a text is in docutils' eyes, which decides how long an underline must be.

use super::{chars::within, tables};

/// The columns that `text` takes (docutils `utils.column_width`): East Asian wide and fullwidth
/// characters two, combining ones none, everything else one, also zero width joiners, variation
/// selectors and controls.
pub fn columns(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    // A wide combining character, U+302A for one, comes to 2 - 1 columns in docutils.
    text.chars()
        .map(|character| {
            if character.is_ascii() {
                return 1;
            }
            let wide = usize::from(within(tables::WIDE, character));
            1 + wide - usize::from(within(tables::COMBINING, character))
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_combining_and_joining_characters() {
        assert_eq!(columns("Kubernetes 101"), 14);
        assert_eq!(columns("日本語"), 6);
        assert_eq!(columns("e\u{301}"), 1);
        assert_eq!(columns("ＡＢ"), 4);
        assert_eq!(columns("\u{302a}"), 1);
        assert_eq!(columns("👩\u{200d}💻"), 5);
        assert_eq!(columns("❤\u{fe0f}"), 2);
        assert_eq!(columns(""), 0);
    }
}
