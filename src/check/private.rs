//! Private text that somebody copied into the prose by hand.

use super::event::{InEvent, Material, Part, plain};
use super::{Level, Rule};

pub(super) static PRIVATE_TEXT: Rule = Rule {
    name: "private-text",
    level: Level::Warning,
    docutils: false,
    about: "In an event: words of a private entry or of a person's promise in prose that goes into the post.",
};

/// The shortest private text that is looked for: shorter ones stand in any prose by chance.
const SHORTEST: usize = 12;

pub(super) fn check(material: &Material<'_>, texts: &[(Part, &str)], found: &mut Vec<InEvent>) {
    let secrets: Vec<(Option<usize>, Vec<&str>)> = material
        .owned
        .secrets
        .iter()
        .filter(|(_, text)| text.trim().chars().count() >= SHORTEST)
        .map(|(session, text)| (*session, text.split_whitespace().collect()))
        .collect();
    for (part, text) in texts {
        for (session, words) in &secrets {
            // A copy is looked for where it was taken, and in the texts of the whole event.
            let near = match (part, session) {
                (Part::Session(at), Some(session)) => at == session,
                _ => true,
            };
            if let Some(span) = near.then(|| find(text, words)).flatten() {
                let message =
                    "these words are private in the notebook, and the export would publish them";
                found.push(InEvent {
                    part: *part,
                    finding: plain(&PRIVATE_TEXT, text, span, message),
                });
            }
        }
    }
}

/// Where these words stand one after the other, whatever white space is between them.
fn find(text: &str, words: &[&str]) -> Option<std::ops::Range<usize>> {
    let (first, rest) = words.split_first()?;
    let mut from = 0;
    while let Some(start) = text[from..].find(first).map(|at| from + at) {
        let mut at = start + first.len();
        let follows = rest.iter().all(|word| {
            let tail = &text[at..];
            let trimmed = tail.trim_start();
            let apart = trimmed.len() < tail.len() && trimmed.starts_with(word);
            at += tail.len() - trimmed.len() + word.len();
            apart
        });
        if follows {
            return Some(start..at);
        }
        from = start + first.len();
    }
    None
}
