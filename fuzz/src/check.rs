//! The checker: its places are places of the text, and mending leaves no more to say than there
//! was.

use hallway::check::{Book, fix_all, post};

/// The longest text that is mended, which checks it once for each finding.
const MENDED: usize = 2000;

/// Takes the bytes for a post.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let book = Book::default();
    let found = post(text, &book);
    let lines = text
        .split([
            '\n', '\r', '\u{b}', '\u{c}', '\u{1c}', '\u{1d}', '\u{1e}', '\u{85}', '\u{2028}',
            '\u{2029}',
        ])
        .count()
        + 1;
    for finding in &found {
        assert!(text.get(finding.span.clone()).is_some(), "{finding:?}");
        for place in [finding.place, finding.exact] {
            assert!((1..=lines).contains(&place.line), "{finding:?}");
            assert!(place.column >= 1, "{finding:?}");
        }
        for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
            assert!(text.get(edit.range.clone()).is_some(), "{finding:?}");
        }
    }
    if text.len() <= MENDED {
        let mended = fix_all(text, &book);
        assert!(
            mended.left.len() + mended.done.len() <= found.len() + 1,
            "{mended:?}"
        );
    }
}
