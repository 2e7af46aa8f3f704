//! What may stand in a text that goes to a terminal.

/// Whether a character could steer a terminal or turn the direction of its text.
pub fn is_foul(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Stops at a text of one line that has what it should not have.
#[track_caller]
pub fn line(what: &str, text: &str) {
    assert!(!text.contains(is_foul), "{what}: {text:?}");
}

/// Stops at a text of several lines that has what it should not have.
#[track_caller]
pub fn prose(what: &str, text: &str) {
    let foul = |c: char| is_foul(c) && c != '\n' && c != '\t';
    assert!(!text.contains(foul), "{what}: {text:?}");
}
