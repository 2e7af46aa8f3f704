//! The lines of a calendar: unfolded as bytes, divided into name, zone and value, with their
//! escapes undone.

use crate::schedule::MOST_FIELD;
use crate::schedule::row::filled;

/// A content line.
pub(super) struct CalendarLine {
    pub name: String,
    /// The parameter `TZID`; no other is of use here.
    pub zone: Option<String>,
    pub value: String,
    pub number: usize,
}

/// Joins folded lines, as bytes; line ends become LF, and a line that was joined leaves an empty
/// line behind each to keep the numbers.
pub(super) fn unfold(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut folds = 0;
    for (n, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let line =
            &line[..line.len() - line.iter().rev().take_while(|byte| **byte == b'\r').count()];
        match line.first() {
            Some(b' ' | b'\t') if n > 0 => {
                folds += 1;
                out.extend_from_slice(&line[1..]);
            }
            _ => {
                if n > 0 {
                    out.push(b'\n');
                }
                out.resize(out.len() + folds, b'\n');
                folds = 0;
                out.extend_from_slice(line);
            }
        }
    }
    out
}

pub(super) fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split('\n').enumerate().map(|(n, line)| (n + 1, line))
}

/// Several lines of categories are one list.
pub(super) fn add_categories(event: &mut [CalendarLine], more: &CalendarLine) {
    let known = event.iter_mut().find(|line| line.name == more.name);
    if let Some(line) = known.filter(|line| line.value.len() < MOST_FIELD) {
        line.value.push(',');
        line.value.push_str(&more.value);
    }
}

/// The values of a list, between commas that are not escaped.
pub(super) fn list(value: &str) -> Vec<String> {
    if value.len() > MOST_FIELD {
        return vec![value.to_owned()];
    }
    let mut parts = vec![String::new()];
    let mut escaped = false;
    for c in value.chars() {
        match (c, parts.last_mut()) {
            (',', _) if !escaped => parts.push(String::new()),
            (c, Some(last)) => last.push(c),
            (_, None) => {}
        }
        escaped = c == '\\' && !escaped;
    }
    parts
        .iter()
        .filter_map(|part| filled(&unescape(part)))
        .collect()
}

/// `NAME;PARAMETER=VALUE:value`. Names are of letters, digits and hyphens.
pub(super) fn content(text: &str, number: usize) -> Option<CalendarLine> {
    let text = text.trim_start_matches('\u{feff}');
    let end = text.find([':', ';'])?;
    let name = text[..end].trim();
    if name.is_empty()
        || !name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    {
        return None;
    }
    let mut zone = None;
    let mut rest = &text[end..];
    while let Some(tail) = rest.strip_prefix(';') {
        let mut quoted = false;
        let stop = tail.find(|c: char| {
            quoted ^= c == '"';
            !quoted && matches!(c, ';' | ':')
        })?;
        let (key, value) = tail[..stop].split_once('=').unwrap_or((&tail[..stop], ""));
        if key.trim().eq_ignore_ascii_case("TZID") {
            zone = zone.or_else(|| filled(value.trim().trim_matches('"')));
        }
        rest = &tail[stop..];
    }
    let value = rest.strip_prefix(':')?;
    Some(CalendarLine {
        name: name.to_ascii_uppercase(),
        zone,
        value: value.to_owned(),
        number,
    })
}

/// Undoes the escapes of a text value.
pub(super) fn unescape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(c @ (',' | ';' | '\\' | '"' | ':')) => out.push(c),
                Some(other) => {
                    out.push('\\');
                    out.push(other);
                }
                None => out.push('\\'),
            },
            c => out.push(c),
        }
    }
    out
}
