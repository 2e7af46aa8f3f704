//! Gathering what has a name and what refers to names, in the order of the source.

use std::collections::HashSet;

use super::roles;
use crate::rst::inline::adjust_uri;
use crate::rst::name::{collapse, normalise};
use crate::rst::read::destination;
use crate::rst::tree::{
    Block, Body, Destination, Directive, DocumentTree, Inline, InlineBody, MessageLevel, Opaque,
    ProblemKind, Referent, Section, Span, SystemMessage, Target,
};
use crate::rst::walk::{Node, walk};

/// Where a place or a mention leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lead {
    /// To itself.
    Here,
    Uri(String),
    /// To what has this name (normalised).
    Name(String),
    /// To the next anonymous target.
    Anonymous,
}

/// Something that references can lead to.
#[derive(Debug, Clone)]
pub(super) struct NodePlace {
    pub span: Span,
    /// The name, normalised.
    pub name: Option<String>,
    /// Whether its name was given to it, rather than taken from its text.
    pub explicit: bool,
    pub lead: Lead,
    pub anonymous: bool,
    /// Whether docutils says so when nothing refers to it.
    pub target: bool,
    /// The target just before, if it leads to what follows it.
    pub previous: Option<usize>,
}

/// A reference.
#[derive(Debug, Clone)]
pub(super) struct FootnoteMention {
    pub span: Span,
    pub lead: Lead,
    /// The label, for references to footnotes and citations.
    pub label: Option<String>,
}

/// A footnote or citation.
#[derive(Debug, Clone)]
pub(super) struct FootnoteEntry {
    pub span: Span,
    pub label: String,
    pub place: usize,
}

#[derive(Debug, Default)]
pub(super) struct Collected {
    pub places: Vec<NodePlace>,
    pub mentions: Vec<FootnoteMention>,
    pub notes: Vec<FootnoteEntry>,
    /// For each place the end of the chain of targets that it begins.
    ends: Vec<usize>,
}

impl Collected {
    /// The last of the targets that follow each other from `at` on.
    pub fn chain_end(&self, at: usize) -> usize {
        self.ends.get(at).copied().unwrap_or(at)
    }

    /// The targets before `at` that lead to it because it follows them.
    pub fn chained(&self, at: usize) -> Vec<usize> {
        let before = |at: &usize| self.places.get(*at).and_then(|place| place.previous);
        std::iter::successors(before(&at), before).collect()
    }

    /// Finds the ends of the chains of targets. A target that another follows always stands before
    /// it.
    fn link(&mut self) {
        self.ends = (0..self.places.len()).collect();
        for at in (0..self.places.len()).rev() {
            if let Some(before) = self.places.get(at).and_then(|place| place.previous) {
                self.ends[before] = self.ends[at];
            }
        }
    }

    fn add(&mut self, span: Span, name: Option<&str>, lead: Lead) -> usize {
        let name = name.map(normalise);
        self.places.push(NodePlace {
            span,
            name,
            explicit: true,
            lead,
            anonymous: false,
            target: true,
            previous: None,
        });
        self.places.len() - 1
    }

    fn implicit(&mut self, span: Span, name: &str, lead: Lead) {
        let at = self.add(span, Some(name), lead);
        if let Some(place) = self.places.get_mut(at) {
            place.explicit = false;
            place.target = false;
        }
    }
}

/// Gathers everything, and reports substitutions and roles that are not defined.
pub(super) fn collect(document: &DocumentTree, problems: &mut Vec<SystemMessage>) -> Collected {
    let mut found = Collected::default();
    let mut substitutions = Substitutions::default();
    let mut roles = roles::KnownRole::default();
    // The target before, while nothing but targets has come since.
    let mut before: Option<usize> = None;
    walk(&document.blocks, &mut |node| match node {
        Node::Block(block) => match &block.body {
            Body::Target(target) => {
                let at = add_target(&mut found, block.span, target);
                if let Some(place) = found.places.get_mut(at) {
                    place.previous = before;
                }
                before = (target.to == Destination::Here).then_some(at);
            }
            Body::Opaque {
                kind: Opaque::Malformed,
                ..
            } => {}
            _ => {
                before = None;
                add_block(&mut found, block);
                if let Body::Substitution { name, directive } = &block.body {
                    substitutions.define(name, block.span, problems);
                    add_options(&mut found, directive, block.span);
                }
                if let Body::Directive(directive) = &block.body {
                    roles.define(directive, block.span, problems);
                    add_options(&mut found, directive, block.span);
                }
            }
        },
        Node::Text(inlines) => {
            for inline in inlines {
                add_inline(&mut found, inline);
                substitutions.refer(inline);
                roles.check(inline, problems);
            }
        }
    });
    substitutions.check(problems);
    found.link();
    found
}

fn add_target(found: &mut Collected, span: Span, target: &Target) -> usize {
    let lead = match &target.to {
        Destination::Here => Lead::Here,
        Destination::Uri(uri) => Lead::Uri(adjust_uri(uri)),
        Destination::Name(name) => Lead::Name(normalise(name)),
    };
    let at = found.add(span, target.name.as_deref(), lead);
    if let Some(place) = found.places.get_mut(at) {
        place.anonymous = target.name.is_none();
    }
    at
}

fn add_block(found: &mut Collected, block: &Block) {
    match &block.body {
        Body::Section(Section { heading, .. }) => {
            found.implicit(heading.span, &plain(&heading.title.inlines), Lead::Here);
        }
        Body::Footnote { label, .. } => {
            let name = label.strip_prefix('#').unwrap_or(label);
            let name = Some(name).filter(|name| !name.is_empty() && *name != "*");
            let at = found.add(block.span, name, Lead::Here);
            if let Some(added) = found.places.get_mut(at) {
                added.target = false;
            }
            found.notes.push(FootnoteEntry {
                span: block.span,
                label: label.clone(),
                place: at,
            });
        }
        _ => {}
    }
}

/// The names and references that directives' options make.
fn add_options(found: &mut Collected, directive: &Directive, span: Span) {
    for (option, value) in &directive.options {
        match option.as_str() {
            "name" | "figname" => {
                let at = found.add(span, Some(value), Lead::Here);
                if let Some(place) = found.places.get_mut(at) {
                    place.target = false;
                }
            }
            "target" => {
                let lines: Vec<&str> = value.lines().collect();
                if let Destination::Name(name) = destination(&lines) {
                    found.mentions.push(FootnoteMention {
                        span,
                        lead: Lead::Name(normalise(&name)),
                        label: None,
                    });
                }
            }
            _ => {}
        }
    }
    if directive.name.eq_ignore_ascii_case("contents") {
        let title = directive
            .title
            .as_ref()
            .map_or("contents".to_string(), |title| plain(&title.inlines));
        found.implicit(span, &title, Lead::Here);
    }
}

fn add_inline(found: &mut Collected, inline: &Inline) {
    let span = inline.span;
    match &inline.body {
        InlineBody::Reference(reference) => {
            let lead = match &reference.to {
                Referent::Name(name) | Referent::Alias { name, .. } => Lead::Name(normalise(name)),
                Referent::Anonymous => Lead::Anonymous,
                Referent::Embedded { uri, .. } | Referent::Standalone(uri) => {
                    Lead::Uri(uri.clone())
                }
            };
            found.mentions.push(FootnoteMention {
                span,
                lead: lead.clone(),
                label: None,
            });
            match &reference.to {
                Referent::Embedded { named: true, .. } => {
                    found.implicit(span, &reference.text, lead)
                }
                Referent::Alias { named: true, .. } => {
                    found.implicit(span, &reference.text, lead);
                    if let Some(place) = found.places.last_mut() {
                        place.target = true;
                    }
                }
                _ => {}
            }
        }
        InlineBody::InlineTarget(text) => {
            found.add(span, Some(text), Lead::Here);
        }
        InlineBody::FootnoteReference(label) => {
            let name = normalise(label.strip_prefix('#').unwrap_or(label));
            let lead = if name.is_empty() || name == "*" {
                Lead::Here
            } else {
                Lead::Name(name)
            };
            found.mentions.push(FootnoteMention {
                span,
                lead,
                label: Some(label.clone()),
            });
        }
        InlineBody::Substitution {
            name,
            reference: true,
        } => {
            // Two underscores make one byte more than the bars and one underscore.
            let anonymous = span.end - span.start > name.len() + 3;
            let lead = if anonymous {
                Lead::Anonymous
            } else {
                Lead::Name(normalise(name))
            };
            found.mentions.push(FootnoteMention {
                span,
                lead,
                label: None,
            });
        }
        _ => {}
    }
}

/// The text of inline markup, as docutils' `astext` gives it.
fn plain(inlines: &[Inline]) -> String {
    let text = |inline: &Inline| match &inline.body {
        InlineBody::Text(text)
        | InlineBody::Emphasis(text)
        | InlineBody::Strong(text)
        | InlineBody::Literal(text)
        | InlineBody::Interpreted { text, .. }
        | InlineBody::InlineTarget(text)
        | InlineBody::Problematic(text) => text.clone(),
        InlineBody::Reference(reference) => reference.text.clone(),
        InlineBody::FootnoteReference(label) if label.starts_with(['#', '*']) => String::new(),
        InlineBody::FootnoteReference(label) => label.clone(),
        InlineBody::Substitution { name, .. } => name.clone(),
    };
    inlines.iter().map(text).collect()
}

/// Substitutions and where they are used.
#[derive(Debug, Default)]
struct Substitutions {
    /// The names as they are written, and in lower case.
    names: HashSet<String>,
    references: Vec<(Span, String)>,
}

impl Substitutions {
    fn define(&mut self, name: &str, span: Span, problems: &mut Vec<SystemMessage>) {
        let name = collapse(name);
        if !self.names.insert(name.clone()) {
            let message = format!("the substitution \"{name}\" is defined twice");
            problems.push(SystemMessage {
                span,
                level: MessageLevel::Error,
                kind: ProblemKind::DuplicateTarget,
                message,
            });
        }
    }

    fn refer(&mut self, inline: &Inline) {
        if let InlineBody::Substitution { name, .. } = &inline.body {
            self.references.push((inline.span, collapse(name)));
        }
    }

    fn check(&self, problems: &mut Vec<SystemMessage>) {
        let lower: HashSet<String> = self.names.iter().map(|name| normalise(name)).collect();
        for (span, name) in &self.references {
            if self.names.contains(name) || lower.contains(&name.to_lowercase()) {
                continue;
            }
            let message = format!("there is no substitution \"{name}\"");
            let kind = ProblemKind::UndefinedSubstitution;
            problems.push(SystemMessage {
                span: *span,
                level: MessageLevel::Error,
                kind,
                message,
            });
        }
    }
}
