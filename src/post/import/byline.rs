//! Bylines: the speakers named in a line of their own under a talk's heading.

use crate::model::session::Speaker;

/// A byline that was recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Byline {
    /// The words before the first name, "By" or "Speakers:" say.
    pub lead: String,
    /// The speakers.
    pub speakers: Vec<Speaker>,
}

/// The words with which a byline may begin.
const LEADS: [&str; 8] = [
    "By",
    "by",
    "Speaker:",
    "Speakers:",
    "Presenter:",
    "Presenters:",
    "Presented by",
    "Presented by:",
];

/// Words that are no part of a name, although they may stand in a line that begins with "By".
const NO_NAMES: [&str; 14] = [
    "the",
    "a",
    "an",
    "this",
    "that",
    "far",
    "now",
    "all",
    "then",
    "day",
    "using",
    "default",
    "popular",
    "coincidence",
];

/// Reads a paragraph of one line as a byline: `By Ann Author (Some Project), Bob B. Baker and
/// Carol`. `None` when that is not certain.
pub fn read(paragraph: &str) -> Option<Byline> {
    let (lead, names) = LEADS.iter().rev().find_map(|lead| {
        let rest = paragraph.strip_prefix(lead)?.strip_prefix(' ')?;
        Some((*lead, rest))
    })?;
    if names.contains(['\n', '`', '*', '|', '_', '\\', '<', '"', ':', ';'])
        || names.ends_with(['.', '!', '?'])
    {
        return None;
    }
    let mut speakers = Vec::new();
    for name in split(names)? {
        speakers.push(speaker(name)?);
    }
    (!speakers.is_empty()).then(|| Byline {
        lead: lead.to_owned(),
        speakers,
    })
}

/// Cuts at `, ` and ` and `, but not within parentheses.
fn split(names: &str) -> Option<Vec<&str>> {
    let mut parts = Vec::new();
    let (mut depth, mut from) = (0_u32, 0);
    for (at, c) in names.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth > 0 || at < from {
            continue;
        }
        for separator in [", ", " and "] {
            if names[at..].starts_with(separator) {
                parts.push(&names[from..at]);
                from = at + separator.len();
                break;
            }
        }
    }
    parts.push(&names[from..]);
    (depth == 0).then_some(parts)
}

/// A name of one to five words that all look like a name's, perhaps with an affiliation in
/// parentheses.
fn speaker(text: &str) -> Option<Speaker> {
    let (name, affiliation) = match text.split_once(" (") {
        Some((name, rest)) => (name, Some(rest.strip_suffix(')')?.to_owned())),
        None => (text, None),
    };
    let words: Vec<&str> = name.split(' ').collect();
    let particle = |word: &str| {
        [
            "de", "van", "von", "der", "den", "da", "di", "la", "le", "bin", "al",
        ]
        .contains(&word)
    };
    let capital = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word
                .chars()
                .all(|c| c.is_alphabetic() || "'’.-".contains(c))
    };
    let named = words.iter().all(|word| capital(word) || particle(word));
    let sure = (2..=5).contains(&words.len())
        && named
        && !words
            .iter()
            .any(|word| NO_NAMES.contains(&word.to_lowercase().as_str()));
    sure.then(|| Speaker {
        name: name.to_owned(),
        affiliation,
        url: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(line: &str) -> Option<Vec<String>> {
        read(line).map(|byline| {
            byline
                .speakers
                .into_iter()
                .map(|speaker| speaker.name)
                .collect()
        })
    }

    #[test]
    fn names_are_taken_only_when_they_are_certain() {
        assert_eq!(names("By Ann Author"), Some(vec!["Ann Author".to_owned()]));
        let two = read("Speakers: Ann Author (Some Project) and Bob van Baker").expect("a byline");
        assert_eq!(two.lead, "Speakers:");
        assert_eq!(two.speakers[0].affiliation.as_deref(), Some("Some Project"));
        assert_eq!(two.speakers[1].name, "Bob van Baker");
        for line in [
            "By now we were hungry.",
            "By Ann",
            "By default it is off",
            "By `Ann Author`_",
            "By Ann Author: a talk",
            "Ann Author",
        ] {
            assert_eq!(names(line), None, "{line}");
        }
    }
}
