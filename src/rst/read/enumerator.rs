//! The ordinals of enumerated lists: which sequence they belong to, what they count, what comes
//! next.

use super::pattern::Enumerator;
use crate::rst::roman;
use crate::rst::tree::Enumeration;

/// An enumerator that has been understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ordinal {
    pub style: Enumeration,
    /// `None` for Roman numerals that are none.
    pub value: Option<u64>,
}

/// Understands an enumerator. `expected` is the sequence of the list that it may belong to; without
/// one, `i` and `I` are Roman and other single letters are not.
pub(super) fn ordinal(line: &str, found: Enumerator, expected: Option<char>) -> Ordinal {
    let text = line.get(found.from..found.to).unwrap_or("");
    let sequence = match expected {
        _ if text == "#" => '#',
        Some(expected) if belongs(text, expected) => expected,
        None if text == "i" => 'i',
        None if text == "I" => 'I',
        _ => ['1', 'a', 'A', 'i', 'I']
            .into_iter()
            .find(|sequence| belongs(text, *sequence))
            .unwrap_or('1'),
    };
    let letter = |base: u8| {
        text.bytes()
            .next()
            .map(|byte| u64::from(byte.saturating_sub(base)) + 1)
    };
    let value = match sequence {
        '#' => Some(1),
        '1' => Some(text.parse().unwrap_or(u64::MAX - 1)),
        'a' => letter(b'a'),
        'A' => letter(b'A'),
        _ => roman::read(&text.to_ascii_lowercase()),
    };
    Ordinal {
        style: Enumeration {
            sequence,
            prefix: found.prefix,
            suffix: found.suffix,
        },
        value,
    }
}

/// The two enumerators, with the space behind them, either of which goes on with a list after
/// `value`.
pub(super) fn next(style: Enumeration, value: u64) -> Option<[String; 2]> {
    let text = match style.sequence {
        '#' => "#".to_string(),
        '1' => value.checked_add(1)?.to_string(),
        'a' | 'A' => {
            let offset = u8::try_from(value).ok().filter(|value| *value < 26)?;
            char::from(b'a' + offset).to_string()
        }
        _ => roman::write(value.checked_add(1)?)?,
    };
    let text = if style.sequence.is_ascii_uppercase() {
        text.to_ascii_uppercase()
    } else {
        text
    };
    let write = |text: &str| format!("{}{}{} ", style.prefix, text, style.suffix);
    Some([write(&text), write("#")])
}

fn belongs(text: &str, sequence: char) -> bool {
    let all = |set: &str| !text.is_empty() && text.chars().all(|c| set.contains(c));
    match sequence {
        '1' | '#' => !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()),
        'a' => text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_lowercase()),
        'A' => text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_uppercase()),
        'i' => all("ivxlcdm"),
        _ => all("IVXLCDM"),
    }
}
