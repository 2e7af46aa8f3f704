//! References to footnotes and citations.

use std::collections::HashMap;

use super::collect::Lead;
use super::{Destination, NameResolver};
use crate::rst::name::normalise;
use crate::rst::tree::{MessageLevel, ProblemKind, Span};

impl NameResolver<'_> {
    /// `[#]_` and `[*]_` lead to the footnotes without a name one by one, all others to the one of
    /// their name.
    pub(super) fn footnotes(&mut self) {
        self.number();
        self.in_turn("#", "[#]");
        self.in_turn("*", "[*]");
        let mut by_label: HashMap<String, Span> = HashMap::new();
        for note in &self.collected.notes {
            let unnamed = note.label == "#" || note.label == "*";
            if !unnamed && !self.names.is_shared(note.place) {
                by_label.insert(normalise(&note.label), note.span);
            }
        }
        for (at, mention) in self.collected.mentions.iter().enumerate() {
            let Some(label) = mention.label.as_deref().map(normalise) else {
                continue;
            };
            let named = matches!(mention.lead, Lead::Name(_));
            let plain = label.strip_prefix('#').unwrap_or(&label);
            // A numbered footnote answers to its name with and without the "#".
            let found = by_label
                .get(&label)
                .or_else(|| by_label.get(&format!("#{plain}")));
            if let (true, Some(span)) = (named, found) {
                self.outcomes.insert(at, Destination::Place(*span));
            }
        }
    }

    /// Gives numbers to the footnotes without one, which other references may use as names.
    fn number(&mut self) {
        let mut number = 1;
        for note in &self.collected.notes {
            if !note.label.starts_with('#') {
                continue;
            }
            while self.names.knows(&number.to_string()) {
                number += 1;
            }
            if note.label != "#" {
                number += 1;
                continue;
            }
            self.names.number(number.to_string(), note.place);
            number += 1;
        }
    }

    fn in_turn(&mut self, label: &str, what: &str) {
        let notes: Vec<Span> = self
            .collected
            .notes
            .iter()
            .filter(|note| note.label == label)
            .map(|note| note.span)
            .collect();
        let mut notes = notes.into_iter();
        let mut reported = false;
        for (at, mention) in self.collected.mentions.iter().enumerate() {
            if mention.label.as_deref() != Some(label) {
                continue;
            }
            match notes.next() {
                Some(span) => drop(self.outcomes.insert(at, Destination::Place(span))),
                None => {
                    if !reported {
                        let message = format!("there are more references {what} than footnotes");
                        self.report(
                            mention.span,
                            MessageLevel::Error,
                            ProblemKind::UndefinedReference,
                            message,
                        );
                    }
                    reported = true;
                    self.outcomes.insert(at, Destination::Unmatched);
                }
            }
        }
    }
}
