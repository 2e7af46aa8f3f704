//! Where references lead: the names of a document, and the numbered URLs that its reading ends
//! with.

use crate::rst::name::normalise;
use crate::rst::tree::{
    Block, BlockContent, Body, Destination, Directive, DocumentTree, Inline, InlineBody,
    InlineText, ListItem, Reference, Referent, Target,
};
use std::collections::HashMap;

/// The targets and substitutions of a document, and the URLs that were referred to so far.
#[derive(Default)]
pub(super) struct TargetNames<'a> {
    targets: HashMap<String, &'a Destination>,
    /// The targets that embedded URIs make.
    embedded: HashMap<String, &'a str>,
    anonymous: Vec<&'a Destination>,
    /// How many anonymous references were met.
    passed: usize,
    substitutions: HashMap<String, &'a Directive>,
    /// The URLs, in order of their numbers.
    urls: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl<'a> TargetNames<'a> {
    pub(super) fn of(document: &'a DocumentTree) -> TargetNames<'a> {
        let mut names = TargetNames::default();
        names.collect(&document.blocks);
        names
    }

    fn collect(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            match &block.body {
                Body::Target(target) => self.target(target),
                Body::Substitution { name, directive } => {
                    self.substitutions
                        .entry(normalise(name))
                        .or_insert(directive);
                }
                Body::Section(section) => self.collect(&section.blocks),
                Body::BulletList { items, .. } | Body::EnumeratedList { items, .. } => {
                    self.items(items)
                }
                Body::DefinitionList(definitions) => {
                    definitions
                        .iter()
                        .for_each(|definition| self.collect(&definition.blocks));
                }
                Body::FieldList(fields) => {
                    fields.iter().for_each(|field| self.collect(&field.blocks))
                }
                Body::BlockQuote { blocks, .. } | Body::Footnote { blocks, .. } => {
                    self.collect(blocks)
                }
                Body::Directive(Directive {
                    content: BlockContent::Blocks(blocks),
                    ..
                }) => self.collect(blocks),
                Body::Opaque { blocks, .. } => self.collect(blocks),
                Body::Paragraph(inlines) => self.embedded(inlines),
                _ => {}
            }
        }
    }

    fn items(&mut self, items: &'a [ListItem]) {
        items.iter().for_each(|item| self.collect(&item.blocks));
    }

    fn target(&mut self, target: &'a Target) {
        match &target.name {
            Some(name) => {
                self.targets.entry(normalise(name)).or_insert(&target.to);
            }
            None => self.anonymous.push(&target.to),
        }
    }

    /// `` `text <uri>`_ `` is a target called "text", too.
    fn embedded(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            if let InlineBody::Reference(Reference {
                text,
                to: Referent::Embedded { uri, named: true },
                ..
            }) = &inline.body
            {
                self.embedded.entry(normalise(text)).or_insert(uri);
            }
        }
    }

    /// The number of the URL that a reference leads to; `None` where it leads into the post,
    /// nowhere, or where its text is the URL.
    pub(super) fn lead(&mut self, reference: &Reference) -> Option<usize> {
        let url = match &reference.to {
            Referent::Name(name) => self.follow(name)?,
            Referent::Alias { name, .. } => self.follow(name)?,
            Referent::Embedded { uri, .. } => uri.clone(),
            Referent::Anonymous => {
                let target = self.anonymous.get(self.passed).copied();
                self.passed += 1;
                self.resolve(target?)?
            }
            Referent::Standalone(uri)
                if *uri == reference.text || *uri == format!("mailto:{}", reference.text) =>
            {
                return None;
            }
            Referent::Standalone(uri) => uri.clone(),
        };
        Some(self.number(&url))
    }

    fn follow(&self, name: &str) -> Option<String> {
        let name = normalise(name);
        match self.targets.get(&name) {
            Some(to) => self.resolve(to),
            None => self.embedded.get(&name).map(|uri| (*uri).to_owned()),
        }
    }

    fn resolve(&self, mut to: &'a Destination) -> Option<String> {
        // A chain of names longer than this is a circle.
        for _ in 0..20 {
            match to {
                Destination::Uri(url) => return Some(url.clone()),
                Destination::Name(name) => to = self.targets.get(&normalise(name)).copied()?,
                Destination::Here => return None,
            }
        }
        None
    }

    fn number(&mut self, url: &str) -> usize {
        if let Some(number) = self.numbers.get(url) {
            return *number;
        }
        self.urls.push(url.to_owned());
        self.numbers.insert(url.to_owned(), self.urls.len());
        self.urls.len()
    }

    /// The URLs in order of their numbers, from 1.
    pub(super) fn urls(&mut self) -> Vec<String> {
        std::mem::take(&mut self.urls)
    }

    /// What a substitution stands for: text, or a word for an image.
    pub(super) fn substitution(&self, name: &str) -> Option<String> {
        let directive = self.substitutions.get(&normalise(name))?;
        match (&directive.content, directive.name.as_str()) {
            (_, "image") => Some(image(directive)),
            (BlockContent::Text(text), _) => Some(plain(text)),
            _ if !directive.arguments.is_empty() => Some(directive.arguments.clone()),
            _ => None,
        }
    }
}

/// An image in words.
pub(super) fn image(directive: &Directive) -> String {
    let alt = directive
        .options
        .iter()
        .find(|(name, _)| name == "alt")
        .map(|(_, alt)| alt.trim());
    let name = alt
        .filter(|alt| !alt.is_empty())
        .unwrap_or(directive.arguments.trim());
    format!("[image: {name}]")
}

/// Inline markup without its markup.
fn plain(text: &InlineText) -> String {
    text.inlines
        .iter()
        .map(|inline| match &inline.body {
            InlineBody::Text(text)
            | InlineBody::Emphasis(text)
            | InlineBody::Strong(text)
            | InlineBody::Literal(text)
            | InlineBody::Interpreted { text, .. }
            | InlineBody::InlineTarget(text)
            | InlineBody::Problematic(text)
            | InlineBody::FootnoteReference(text) => text.as_str(),
            InlineBody::Reference(reference) => &reference.text,
            InlineBody::Substitution { name, .. } => name,
        })
        .collect()
}
