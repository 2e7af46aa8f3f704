//! Characters that are not seen: those that turn the direction of text, and control characters.

use super::page::CheckedPage;
use super::{Finding, Fix, Rule, Severity};

pub(super) static BIDI_CHARACTER: Rule = Rule {
    name: "bidi-character",
    level: Severity::Warning,
    docutils: false,
    about: "An unseen character that turns the direction of the text after it, so that it reads otherwise than it is.",
};
pub(super) static CONTROL_CHARACTER: Rule = Rule {
    name: "control-character",
    level: Severity::Warning,
    docutils: false,
    about: "A control character, or one at which docutils begins a new line and editors do not.",
};

pub(super) fn check(page: &CheckedPage<'_>, found: &mut Vec<Finding>) {
    if page
        .text
        .bytes()
        .all(|byte| matches!(byte, b'\n' | b'\t' | 0x20..0x7f))
    {
        return;
    }
    let bytes = page.text.as_bytes();
    for (at, c) in page.text.char_indices() {
        let span = at..at + c.len_utf8();
        let code = u32::from(c);
        match c {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                let message = format!(
                    "U+{code:04X} turns the direction of the text after it without being seen"
                );
                found.push(
                    page.finding(&BIDI_CHARACTER, span.clone(), message)
                        .with(Fix::new("remove it", span, "")),
                );
            }
            '\r' if bytes.get(at + 1) == Some(&b'\n') => {}
            '\n' | '\t' => {}
            '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\r' => {
                let message = format!(
                    "U+{code:04X} is white space or a line end to docutils, and nothing to many editors"
                );
                found.push(
                    page.finding(&CONTROL_CHARACTER, span.clone(), message)
                        .with(Fix::new("write a space", span, " ")),
                );
            }
            c if c.is_control() => {
                let message = format!(
                    "U+{code:04X} is a control character, which some browsers and feed readers refuse"
                );
                found.push(
                    page.finding(&CONTROL_CHARACTER, span.clone(), message)
                        .with(Fix::new("remove it", span, "")),
                );
            }
            _ => {}
        }
    }
}
