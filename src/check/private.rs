//! Private text that somebody copied into the prose by hand.

use super::event::{CheckedTexts, EventPart, InEvent, PrivateFacts, plain};
use super::place::Ruler;
use super::{Rule, Severity};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

pub(super) static PRIVATE_TEXT: Rule = Rule {
    name: "private-text",
    level: Severity::Warning,
    docutils: false,
    about: "In an event: words of a private entry or of a person's promise in prose that goes into the post.",
};

/// The shortest private text that is looked for: shorter ones stand in any prose by chance.
const SHORTEST: usize = 12;

/// Looks for private texts where that was not done yet.
pub(super) fn look(private_facts: &PrivateFacts, texts: &mut CheckedTexts) {
    let long = |(_, text): &&(Option<usize>, String)| text.trim().chars().count() >= SHORTEST;
    let secrets: Vec<&(Option<usize>, String)> =
        private_facts.secrets.iter().filter(long).collect();
    let number = |secrets: &[&(Option<usize>, String)]| {
        let mut hasher = DefaultHasher::new();
        secrets.iter().for_each(|(_, text)| text.hash(&mut hasher));
        hasher.finish()
    };
    // Those of the event itself are looked for in every text, those of a session in its own notes
    // and in the event's texts.
    let common: Vec<_> = secrets
        .iter()
        .copied()
        .filter(|(session, _)| session.is_none())
        .collect();
    let mut own: HashMap<usize, Vec<&(Option<usize>, String)>> = HashMap::new();
    for secret in &secrets {
        if let Some(session) = secret.0 {
            own.entry(session).or_default().push(*secret);
        }
    }
    let (all, shared) = (number(&secrets), number(&common));
    for kept in &mut texts.cached {
        let mine = match kept.part {
            EventPart::Session(at) => own.get(&at).map_or(&[][..], Vec::as_slice),
            _ => &[],
        };
        let wanted = match kept.part {
            EventPart::Session(_) => shared ^ number(mine).rotate_left(1),
            _ => all,
        };
        if kept.private.0 == wanted {
            continue;
        }
        let near = match kept.part {
            EventPart::Session(_) => [common.as_slice(), mine].concat(),
            _ => secrets.clone(),
        };
        let places = near.iter().filter_map(|(_, secret)| {
            let words: Vec<&str> = secret.split_whitespace().collect();
            find(&kept.text, &words)
        });
        let places = places.collect();
        kept.private = (wanted, places);
    }
}

pub(super) fn check(texts: &CheckedTexts, found: &mut Vec<InEvent>) {
    for kept in &texts.cached {
        let ruler = Ruler::new(&kept.text);
        for span in &kept.private.1 {
            let message =
                "these words are private in the notebook, and the export would publish them";
            found.push(InEvent {
                part: kept.part,
                finding: plain(&PRIVATE_TEXT, &ruler, span.clone(), message),
            });
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
