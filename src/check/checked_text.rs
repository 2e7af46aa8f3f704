//! One text of an event (its introduction, the notes of a session, its closing), read once: what is
//! wrong in it by itself, and the names that it gives to the other texts and wants from them.

use super::page::{CheckedPage, PageKind};
use super::{Book, Finding};
use crate::rst::name::normalise;
use crate::rst::tree::{Body, Destination, InlineBody, Referent};
use crate::rst::walk::{Node, walk};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A text, read.
#[derive(Debug, Default)]
pub(super) struct CheckedText {
    /// What is wrong with it, by itself.
    pub findings: Vec<Finding>,
    /// The names that it defines.
    pub gives: Vec<Given>,
    /// The names that it refers to, normalised, with the places.
    pub refers: Vec<(String, Range<usize>)>,
    /// How often it refers to each of them.
    times: HashMap<String, usize>,
    /// The substitutions that it defines, in lower case.
    pub substitutions: HashSet<String>,
    /// Anonymous references, less anonymous targets.
    pub anonymous: isize,
}

/// A name that a text defines.
#[derive(Debug)]
pub(super) struct Given {
    /// The name, normalised.
    pub name: String,
    /// The URL that it leads to, if it is a target with one.
    pub uri: Option<String>,
    /// Whether it is a target of that name, not a heading or the text of a link.
    pub explicit: bool,
    /// Where.
    pub span: Range<usize>,
}

impl CheckedText {
    /// Reads a text.
    pub fn read(text: &str) -> CheckedText {
        let book = Book::default();
        let page = CheckedPage::new(text, &book, PageKind::Notes);
        let mut sheet = CheckedText {
            findings: super::all(&page),
            ..CheckedText::default()
        };
        walk(&page.document.blocks, &mut |node| match node {
            Node::Block(block) => sheet.block(&block.body, block.span.start..block.span.end),
            Node::Text(inlines) => inlines
                .iter()
                .for_each(|inline| sheet.inline(&inline.body, inline.span.start..inline.span.end)),
        });
        for (name, _) in &sheet.refers {
            *sheet.times.entry(name.clone()).or_insert(0) += 1;
        }
        sheet
    }

    /// How often it refers to a name, which is normalised.
    pub fn times(&self, name: &str) -> usize {
        self.times.get(name).copied().unwrap_or(0)
    }

    fn block(&mut self, body: &Body, span: Range<usize>) {
        match body {
            Body::Target(target) => match &target.name {
                None => self.anonymous -= 1,
                Some(name) => self.gives.push(Given {
                    name: normalise(name),
                    uri: match &target.to {
                        Destination::Uri(uri) => Some(uri.clone()),
                        Destination::Here | Destination::Name(_) => None,
                    },
                    explicit: true,
                    span,
                }),
            },
            Body::Section(section) => {
                let title = section.heading.title.span;
                self.give(
                    &crate::rst::plain_inlines(&section.heading.title.inlines),
                    title.start..title.end,
                );
            }
            Body::Substitution { name, .. } => {
                self.substitutions.insert(normalise(name));
            }
            _ => {}
        }
    }

    fn inline(&mut self, body: &InlineBody, span: Range<usize>) {
        match body {
            InlineBody::InlineTarget(name) => self.give(name, span),
            InlineBody::Reference(reference) => {
                match &reference.to {
                    Referent::Name(name) | Referent::Alias { name, .. } => {
                        self.refers.push((normalise(name), span.clone()))
                    }
                    Referent::Anonymous => self.anonymous += 1,
                    Referent::Embedded { .. } | Referent::Standalone(_) => {}
                }
                if let Referent::Embedded { named: true, .. }
                | Referent::Alias { named: true, .. } = &reference.to
                {
                    self.give(&reference.text, span);
                }
            }
            _ => {}
        }
    }

    fn give(&mut self, name: &str, span: Range<usize>) {
        self.gives.push(Given {
            name: normalise(name),
            uri: None,
            explicit: false,
            span,
        });
    }
}
