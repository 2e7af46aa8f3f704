//! What may come in: newlines, tabs, and everything that is neither a control character nor turns
//! the direction of text around.

use crate::model::shown::turns;

/// Whether a character stays out: C0 but newline and tab, DEL, C1, bidirectional controls, and the
/// two that break lines unseen.
fn is_banned(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => true,
        '\u{feff}' => true,
        _ => turns(c),
    }
}

/// A text of several lines: clean, its lines without white space at their ends, at most one empty
/// line in a row.
pub(super) fn prose(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text
        .replace("\r\n", "\n")
        .split(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}'])
    {
        let line: String = line.chars().filter(|c| !is_banned(*c)).collect();
        let line = line.trim_end();
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        empty = 0;
        out.push_str(line);
    }
    out
}

/// A text of one line: clean, runs of white space as one space.
pub(super) fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let words = text.split(|c: char| c.is_whitespace() || is_break(c));
    for word in words {
        let before = out.len();
        if before > 0 {
            out.push(' ');
        }
        let start = out.len();
        out.extend(word.chars().filter(|c| !is_banned(*c)));
        if out.len() == start {
            out.truncate(before);
        }
    }
    out
}

fn is_break(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}' | '\u{85}')
}

/// A URL that may be kept: http or https, without white space or quotes.
pub(super) fn url(text: &str) -> Option<String> {
    let text = line(text);
    let rest = ["http://", "https://"].iter().find_map(|scheme| {
        text.get(..scheme.len())
            .filter(|head| head.eq_ignore_ascii_case(scheme))
            .map(|head| &text[head.len()..])
    })?;
    let sound = !rest.is_empty() && !text.contains([' ', '<', '>', '"', '`', '\\']);
    sound.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_go_and_joiners_stay() {
        assert_eq!(line("a\u{1b}[2J\u{9b}31m\u{202e}b"), "a[2J31mb");
        assert_eq!(line(" a \n\t b\u{0} "), "a b");
        assert_eq!(
            line("\u{1f468}\u{200d}\u{1f469}"),
            "\u{1f468}\u{200d}\u{1f469}"
        );
        assert_eq!(prose("a  \r\n\r\n\r\n b\rc\u{7f}\n"), "a\n\n b\nc");
    }

    #[test]
    fn only_web_addresses_stay() {
        assert_eq!(url(" https://x.org/a "), Some("https://x.org/a".to_owned()));
        for bad in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://",
            "https://x y",
            "http://x`",
        ] {
            assert_eq!(url(bad), None, "{bad}");
        }
    }
}
