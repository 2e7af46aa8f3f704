//! Which targets a post needs, and where their URLs come from.

use super::PostTarget;
use crate::model::link::Link;
use crate::rst::name::normalise;
use crate::rst::tree::{Block, Body, DocumentTree, InlineBody, Referent};
use crate::rst::{self, walk, walk::Node};
use std::collections::{HashMap, HashSet};

/// Collects the references of a post and finds their URLs: in the event's links first, then in the
/// link book.
pub struct LinkResolver<'a> {
    event: &'a [Link],
    keep_all: bool,
    /// Normalised name or alias to a link of the event.
    in_event: HashMap<String, &'a Link>,
    /// The same for the book; a name with two URLs is not in it, since hallway never picks
    /// silently.
    in_book: HashMap<String, &'a Link>,
    /// Names that the texts define themselves.
    defined: HashSet<String>,
    /// Names in order of first use, as written there.
    used: Vec<(String, String)>,
    seen: HashSet<String>,
    /// URLs that fields bring along, by normalised name: speakers'.
    offered: HashMap<String, Link>,
}

impl<'a> LinkResolver<'a> {
    /// A resolver over the event's links and the book. With `keep_all` every link of the event is
    /// written, used or not.
    pub fn new(event: &'a [Link], book: &'a [Link], keep_all: bool) -> LinkResolver<'a> {
        LinkResolver {
            event,
            keep_all,
            in_event: names(event, |old, _| Some(old)),
            in_book: names(book, |old, new| (old.url == new.url).then_some(old)),
            defined: HashSet::new(),
            used: Vec::new(),
            seen: HashSet::new(),
            offered: HashMap::new(),
        }
    }

    /// Notes the references of a reST text. Returns the text with the references to names that wait
    /// for their link ("link later") turned into plain text, since docutils would print an
    /// error in their place.
    pub fn resolve(&mut self, text: &str) -> String {
        // There is no reference and no target without an underscore.
        if !text.contains('_') {
            return text.to_owned();
        }
        let document = rst::parse(text);
        define_names(&document, &mut self.defined);
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for (span, reference) in walk::references(&document) {
            let (Referent::Name(name) | Referent::Alias { name, .. }) = &reference.to else {
                continue;
            };
            let key = normalise(name);
            if self.waits(&key) {
                out.push_str(&text[done..span.start]);
                out.push_str(&rst::escape::text(&reference.text));
                done = span.end;
            } else {
                self.use_name(&key, name);
            }
        }
        out.push_str(&text[done..]);
        out
    }

    /// Notes that the post refers to `name`, with the URL that the field brings along; says whether
    /// the name can be a reference.
    pub fn offer(&mut self, name: &str, url: Option<&str>) -> bool {
        let key = normalise(name);
        let known = self
            .in_event
            .get(&key)
            .or_else(|| self.in_book.get(&key))
            .is_some_and(|link| link.url.is_some());
        if !known {
            let Some(url) = url else { return false };
            let link = Link {
                name: name.to_owned(),
                url: Some(url.to_owned()),
                ..Link::default()
            };
            self.offered.entry(key.clone()).or_insert(link);
        }
        self.use_name(&key, name);
        true
    }

    fn use_name(&mut self, key: &str, written: &str) {
        if self.seen.insert(key.to_owned()) {
            self.used.push((key.to_owned(), written.to_owned()));
        }
    }

    /// Whether a link of that name exists without a URL.
    fn waits(&self, key: &str) -> bool {
        let link = self.in_event.get(key).or_else(|| self.in_book.get(key));
        link.is_some_and(|link| link.url.is_none())
    }

    /// The targets to write, and those among them that the event does not hold yet.
    pub fn finish(self) -> (Vec<PostTarget>, Vec<Link>) {
        let mut targets = Vec::new();
        let mut written = HashSet::new();
        for link in self.event {
            let key = normalise(&link.name);
            let wanted =
                self.keep_all || link.keep || (self.seen.contains(&key) && !written.contains(&key));
            if let (true, Some(url)) = (wanted, &link.url) {
                targets.push(PostTarget {
                    name: link.name.clone(),
                    url: url.clone(),
                    form: link.form.clone(),
                });
                written.insert(key);
            }
        }
        let mut pins = Vec::new();
        for (key, name) in &self.used {
            if written.contains(key) {
                continue;
            }
            let found = self
                .in_event
                .get(key)
                .or_else(|| self.in_book.get(key))
                .copied();
            let section_says_it = self.defined.contains(key);
            let Some(link) = found
                .or_else(|| self.offered.get(key))
                .filter(|_| !section_says_it)
            else {
                continue;
            };
            let Some(url) = &link.url else { continue };
            let name = if normalise(&link.name) == *key {
                link.name.clone()
            } else {
                rst::name::collapse(name)
            };
            targets.push(PostTarget {
                name: name.clone(),
                url: url.clone(),
                form: None,
            });
            pins.push(Link {
                name,
                url: Some(url.clone()),
                kind: link.kind,
                ..Link::default()
            });
            written.insert(key.clone());
        }
        (targets, pins)
    }
}

/// Collects the names that a text gives itself by targets of all forms. Headings do not count: a
/// target of the same name goes before them.
fn define_names(document: &DocumentTree, names: &mut HashSet<String>) {
    walk::walk(&document.blocks, &mut |node| match node {
        Node::Block(Block {
            body: Body::Target(target),
            ..
        }) => names.extend(target.name.as_deref().map(normalise)),
        Node::Block(_) => {}
        Node::Text(inlines) => {
            names.extend(inlines.iter().filter_map(|inline| match &inline.body {
                InlineBody::InlineTarget(name) => Some(normalise(name)),
                InlineBody::Reference(reference) => match reference.to {
                    Referent::Embedded { named: true, .. }
                    | Referent::Alias { named: true, .. } => Some(normalise(&reference.text)),
                    _ => None,
                },
                _ => None,
            }))
        }
    });
}

/// The links by normalised name and alias. Where two links have one name, `both` decides; a name
/// for which it decides for neither is left out.
fn names<'a>(
    links: &'a [Link],
    both: impl Fn(&'a Link, &'a Link) -> Option<&'a Link>,
) -> HashMap<String, &'a Link> {
    let mut found: HashMap<String, Option<&Link>> = HashMap::new();
    for link in links {
        let own = std::iter::once(&link.name).chain(&link.aliases);
        for name in own {
            let key = normalise(name);
            let now = match found.get(&key) {
                None => Some(link),
                Some(None) => None,
                Some(Some(old)) => both(old, link),
            };
            found.insert(key, now);
        }
    }
    found
        .into_iter()
        .filter_map(|(key, link)| Some((key, link?)))
        .collect()
}
