//! Where references lead: docutils' name table and its transforms (`docutils.nodes.document`,
//! `docutils.transforms.references`), in their order: names as they are noted, chains of targets,
//! anonymous references, indirect targets, footnotes, all others, and what nobody refers to.
//!
//! Problems stand at the reference or target that they are about. docutils counts those of
//! references to the first line of the paragraph around them.

mod collect;
mod names;
mod notes;
mod roles;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use super::tree::{DocumentTree, MessageLevel, ProblemKind, Span, SystemMessage};
use collect::{Collected, FootnoteMention, Lead, NodePlace};
use names::NameTable;

/// What became of the references of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Resolution {
    /// One entry for each reference, footnote and citation references included, in the order of
    /// the source.
    pub references: Vec<Resolved>,
    /// What docutils would report, in order of place.
    pub problems: Vec<SystemMessage>,
}

/// A reference and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The reference.
    pub span: Span,
    /// Where it leads.
    pub outcome: Destination,
}

/// Where a reference leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// To a URI.
    Uri(String),
    /// To a place in the document: a target, heading, footnote or citation.
    Place(Span),
    /// Nowhere: no target has this name.
    Undefined,
    /// Nowhere: several targets have this name.
    Duplicate,
    /// Nowhere: the target refers to itself, or to a name that leads nowhere.
    Broken,
    /// Nowhere: there are more or fewer anonymous targets than anonymous references, or too few
    /// footnotes.
    Unmatched,
}

/// Resolves all references of a document.
pub fn resolve(document: &DocumentTree) -> Resolution {
    let mut problems = Vec::new();
    let collected = collect::collect(document, &mut problems);
    let names = NameTable::note(&collected.places, &mut problems);
    let mut resolver = NameResolver {
        referenced: vec![false; collected.places.len()],
        outcomes: HashMap::new(),
        leads: HashMap::new(),
        circular: HashMap::new(),
        collected: &collected,
        names,
        problems,
    };
    resolver.anonymous();
    resolver.indirect();
    resolver.footnotes();
    resolver.named();
    resolver.unused();
    let mut problems = resolver.problems;
    problems.sort_by_key(|problem| problem.span.start);
    let outcomes = resolver.outcomes;
    let entry = |(at, mention): (usize, &FootnoteMention)| Resolved {
        span: mention.span,
        outcome: outcomes.get(&at).cloned().unwrap_or(Destination::Undefined),
    };
    let references = collected.mentions.iter().enumerate().map(entry).collect();
    Resolution {
        references,
        problems,
    }
}

/// What is known while references are resolved. Places and mentions are known by their indices.
struct NameResolver<'c> {
    collected: &'c Collected,
    names: NameTable,
    referenced: Vec<bool>,
    outcomes: HashMap<usize, Destination>,
    /// Where each indirect target leads in the end.
    leads: HashMap<usize, Destination>,
    /// Whether an indirect target leads back to itself, as far as that was asked.
    circular: HashMap<usize, bool>,
    problems: Vec<SystemMessage>,
}

impl NameResolver<'_> {
    fn place(&self, at: usize) -> &NodePlace {
        // Indices are those of `places` throughout.
        &self.collected.places[at]
    }

    fn report(&mut self, span: Span, level: MessageLevel, kind: ProblemKind, message: String) {
        self.problems.push(SystemMessage {
            span,
            level,
            kind,
            message,
        });
    }

    /// Where a place leads that names no other one: through the targets that follow it at once.
    fn direct(&self, at: usize) -> Destination {
        let end = self.collected.chain_end(at);
        match &self.place(end).lead {
            Lead::Uri(uri) => Destination::Uri(uri.clone()),
            _ => Destination::Place(self.place(at).span),
        }
    }

    /// Anonymous references lead to anonymous targets one by one, if there are as many.
    fn anonymous(&mut self) {
        let mentions = self.collected.mentions.iter().enumerate();
        let references: Vec<usize> = mentions
            .filter(|(_, mention)| mention.lead == Lead::Anonymous)
            .map(|(at, _)| at)
            .collect();
        let places = self.collected.places.iter().enumerate();
        let targets: Vec<usize> = places
            .filter(|(_, place)| place.anonymous)
            .map(|(at, _)| at)
            .collect();
        if references.len() != targets.len() {
            let span = match (references.first(), targets.first()) {
                (Some(first), _) => self.collected.mentions[*first].span,
                (None, Some(first)) => self.place(*first).span,
                (None, None) => Span::default(),
            };
            let message = format!(
                "{} anonymous references, but {} anonymous targets",
                references.len(),
                targets.len()
            );
            self.report(
                span,
                MessageLevel::Error,
                ProblemKind::AnonymousMismatch,
                message,
            );
            self.outcomes.extend(
                references
                    .into_iter()
                    .map(|at| (at, Destination::Unmatched)),
            );
            return;
        }
        for (reference, target) in references.into_iter().zip(targets) {
            let outcome = match &self.place(self.collected.chain_end(target)).lead {
                Lead::Name(_) => self.follow(target, &mut HashSet::new()),
                _ => self.direct(target),
            };
            self.outcomes.insert(reference, outcome);
        }
    }

    /// Finds where the indirect targets lead, and reports those that lead nowhere.
    fn indirect(&mut self) {
        for at in 0..self.collected.places.len() {
            let Lead::Name(to) = self.place(at).lead.clone() else {
                continue;
            };
            let outcome = self.follow(at, &mut HashSet::new());
            let leads = matches!(outcome, Destination::Uri(_) | Destination::Place(_));
            // docutils takes the targets that lead to an indirect one for references to it.
            for before in self.collected.chained(at) {
                self.referenced[before] = true;
                self.referenced[at] |= leads;
            }
            let why = match outcome {
                Destination::Uri(_) | Destination::Place(_) => continue,
                Destination::Duplicate => "of which there are several",
                Destination::Undefined => "which does not exist",
                // The target that this one names is reported itself, unless they run in a circle.
                _ if self.is_circular(at) => "which leads back to it",
                _ => continue,
            };
            let message = format!("the target refers to \"{to}\", {why}");
            self.report(
                self.place(at).span,
                MessageLevel::Error,
                ProblemKind::UndefinedReference,
                message,
            );
        }
    }

    /// Where a place leads in the end, through indirect targets.
    fn follow(&mut self, at: usize, passed: &mut HashSet<usize>) -> Destination {
        let mut trail = Vec::new();
        let mut at = at;
        let outcome = loop {
            if let Some(known) = self.leads.get(&at) {
                break known.clone();
            }
            if !passed.insert(at) {
                break Destination::Broken;
            }
            let end = self.collected.chain_end(at);
            let Lead::Name(name) = &self.place(end).lead else {
                break self.direct(at);
            };
            trail.push(at);
            match self.names.find(name) {
                Some(Some(next)) => {
                    self.referenced[next] = true;
                    at = next;
                }
                Some(None) => break Destination::Duplicate,
                None => break Destination::Undefined,
            }
        };
        // Only the last target of the trail names what is not there; the others lead to that one.
        for (count, passed) in trail.iter().rev().enumerate() {
            let outcome = match outcome {
                Destination::Undefined | Destination::Duplicate if count > 0 => Destination::Broken,
                _ => outcome.clone(),
            };
            self.leads.insert(*passed, outcome);
        }
        match trail.first() {
            Some(first) => self.leads.get(first).cloned().unwrap_or(outcome),
            None => outcome,
        }
    }

    /// Whether an indirect target leads back to itself.
    fn is_circular(&mut self, at: usize) -> bool {
        let mut path = Vec::new();
        let mut seen = HashMap::new();
        let mut place = at;
        while !self.circular.contains_key(&place) {
            if let Some(begin) = seen.insert(place, path.len()) {
                let circle = path
                    .iter()
                    .enumerate()
                    .map(|(index, place)| (*place, index >= begin));
                self.circular.extend(circle);
                break;
            }
            path.push(place);
            let Lead::Name(name) = &self.place(self.collected.chain_end(place)).lead else {
                break;
            };
            match self.names.find(name) {
                Some(Some(next)) => place = next,
                _ => break,
            }
        }
        for place in path {
            self.circular.entry(place).or_insert(false);
        }
        self.circular.get(&at).copied().unwrap_or(false)
    }

    /// References by name that nothing has resolved yet.
    fn named(&mut self) {
        for (at, mention) in self.collected.mentions.iter().enumerate() {
            if self.outcomes.contains_key(&at) {
                continue;
            }
            let name = match &mention.lead {
                Lead::Uri(uri) => {
                    self.outcomes.insert(at, Destination::Uri(uri.clone()));
                    continue;
                }
                Lead::Name(name) => name,
                Lead::Here | Lead::Anonymous => continue,
            };
            let outcome = match self.names.find(name) {
                Some(Some(place)) => {
                    self.referenced[place] = true;
                    self.referenced[self.collected.chain_end(place)] = true;
                    self.follow(place, &mut HashSet::new())
                }
                Some(None) => Destination::Duplicate,
                None => Destination::Undefined,
            };
            let found = match outcome {
                Destination::Undefined if !self.names.knows(name) => Some((
                    ProblemKind::UndefinedReference,
                    format!("there is no target \"{name}\""),
                )),
                Destination::Duplicate if self.names.find(name) == Some(None) => Some((
                    ProblemKind::AmbiguousReference,
                    format!("there are several targets \"{name}\""),
                )),
                _ => None,
            };
            if let Some((kind, message)) = found {
                self.report(mention.span, MessageLevel::Error, kind, message);
            }
            let outcome = match outcome {
                Destination::Undefined | Destination::Duplicate if self.names.is_single(name) => {
                    Destination::Broken
                }
                outcome => outcome,
            };
            self.outcomes.insert(at, outcome);
        }
    }

    /// Targets that nothing refers to. Those that share their name with others do not count.
    fn unused(&mut self) {
        for at in 0..self.collected.places.len() {
            let place = self.place(at);
            let counts = place.target
                && !place.anonymous
                && !self.referenced[at]
                && !self.names.is_shared(at);
            if let (true, Some(name)) = (counts, &place.name) {
                let message = format!("nothing refers to the target \"{name}\"");
                self.report(
                    place.span,
                    MessageLevel::Info,
                    ProblemKind::UnusedTarget,
                    message,
                );
            }
        }
    }
}
