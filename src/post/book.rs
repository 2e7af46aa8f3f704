//! The link book as a whole: what comes into it, what is settled in it, and the references that
//! follow a name.
//!
//! Names are the same when docutils takes them for the same (case and white space do not count). A
//! name with several URLs stays so until somebody settles it.

use crate::model::link::Link;
use crate::model::privacy::PrivatePeople;
use crate::rst::escape::phrase_reference_before;
use crate::rst::name::normalise;
use crate::rst::tree::{Destination, Referent};
use crate::rst::{self, walk};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

/// What came of feeding the book.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fed {
    /// Names that were not known.
    pub new: usize,
    /// Names that have another URL there, which was added beside it.
    pub conflicts: usize,
}

/// Adds links with a URL. Those with the name or the URL of a private person stay out.
pub fn feed(book: &mut Vec<Link>, links: &[Link], private: &PrivatePeople) -> Fed {
    let mut fed = Fed::default();
    let mut known: HashMap<String, HashSet<String>> = HashMap::new();
    let note = |known: &mut HashMap<String, HashSet<String>>, link: &Link| {
        let Some(url) = &link.url else { return };
        for name in names(link) {
            known
                .entry(normalise(name))
                .or_default()
                .insert(url.clone());
        }
    };
    book.iter().for_each(|link| note(&mut known, link));
    let mut waiting: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, link) in book.iter().enumerate().rev() {
        if link.url.is_none() {
            waiting.entry(normalise(&link.name)).or_default().push(at);
        }
    }
    for link in links {
        let Some(url) = link.url.as_deref().filter(|url| !url.is_empty()) else {
            continue;
        };
        let key = normalise(&link.name);
        if key.is_empty() || private.has_name(&key) || private.has_url(url) {
            continue;
        }
        match known.get(&key) {
            Some(urls) if urls.contains(url) => continue,
            Some(_) => fed.conflicts += 1,
            None => fed.new += 1,
        }
        let link = Link {
            name: link.name.clone(),
            url: Some(url.to_owned()),
            kind: link.kind,
            ..Link::default()
        };
        note(&mut known, &link);
        // One that waited for its URL has it now.
        match waiting.get_mut(&key).and_then(Vec::pop) {
            Some(at) => book[at].url = link.url,
            None => book.push(link),
        }
    }
    fed
}

/// The name of a link and its other names.
pub fn names(link: &Link) -> impl Iterator<Item = &String> {
    std::iter::once(&link.name).chain(&link.aliases)
}

/// Whether a link goes by a name, which is normalised.
pub fn has_name(link: &Link, key: &str) -> bool {
    names(link).any(|name| normalise(name) == key)
}

/// The names with more than one URL, normalised, each with the places of its links.
pub fn conflicts(book: &[Link]) -> BTreeMap<String, Vec<usize>> {
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, link) in book.iter().enumerate() {
        if link.url.is_some() {
            for name in names(link) {
                let list = places.entry(normalise(name)).or_default();
                if list.last() != Some(&at) {
                    list.push(at);
                }
            }
        }
    }
    places.retain(|_, list| list.iter().any(|at| book[*at].url != book[list[0]].url));
    places
}

/// Gives a name its URL: of several links with the name one is left. Returns the URLs that it had.
pub fn set(links: &mut Vec<Link>, name: &str, url: &str) -> Vec<String> {
    let key = normalise(name);
    let had: Vec<String> = links
        .iter()
        .filter(|link| has_name(link, &key))
        .filter_map(|link| link.url.clone())
        .collect();
    let own = links.iter().position(|link| normalise(&link.name) == key);
    match own.or_else(|| links.iter().position(|link| has_name(link, &key))) {
        Some(at) => {
            let mut aliases: Vec<String> = Vec::new();
            for (n, link) in links.iter().enumerate() {
                if n != at && normalise(&link.name) == key {
                    aliases.extend(link.aliases.iter().cloned());
                }
            }
            let link = &mut links[at];
            link.url = Some(url.to_owned());
            link.form = None;
            add_aliases(link, aliases);
            let mut n = 0;
            links.retain(|link| {
                n += 1;
                n - 1 == at || normalise(&link.name) != key
            });
            for (n, link) in links.iter_mut().enumerate() {
                if !has_same(link, name) {
                    continue;
                }
                // An alias of another link would still be a second URL.
                if normalise(&link.name) != key && n != at {
                    link.aliases.retain(|alias| normalise(alias) != key);
                }
            }
        }
        None => links.push(Link {
            name: rst::name::collapse(name),
            url: Some(url.to_owned()),
            ..Link::default()
        }),
    }
    had
}

fn has_same(link: &Link, name: &str) -> bool {
    has_name(link, &normalise(name))
}

fn add_aliases(link: &mut Link, aliases: impl IntoIterator<Item = String>) {
    for alias in aliases {
        if !has_same(link, &alias) {
            link.aliases.push(alias);
        }
    }
}

/// Gives a link another name. Returns whether there was one of the old name.
pub fn rename(links: &mut [Link], old: &str, new: &str) -> bool {
    let (key, to) = (normalise(old), rst::name::collapse(new));
    let mut any = false;
    for link in links {
        if normalise(&link.name) == key {
            link.name.clone_from(&to);
            link.form = None;
            link.aliases
                .retain(|alias| normalise(alias) != normalise(&to));
            any = true;
        }
        for alias in &mut link.aliases {
            if normalise(alias) == key {
                alias.clone_from(&to);
                any = true;
            }
        }
    }
    any
}

/// Makes one link of two: `from` becomes another name of `into`, whose URL counts. Returns whether
/// both are there.
pub fn merge(links: &mut Vec<Link>, from: &str, into: &str) -> bool {
    let (from, into) = (normalise(from), normalise(into));
    let there = |key: &str| links.iter().any(|link| normalise(&link.name) == key);
    if from == into || !there(&from) || !there(&into) {
        return false;
    }
    let mut aliases = Vec::new();
    links.retain(|link| {
        let goes = normalise(&link.name) == from;
        if goes {
            aliases.extend(names(link).cloned());
        }
        !goes
    });
    if let Some(link) = links.iter_mut().find(|link| normalise(&link.name) == into) {
        add_aliases(link, aliases);
    }
    true
}

/// The targets with a URL that a reST text holds, in order.
pub fn bank(source: &str) -> Vec<Link> {
    let document = rst::parse(source);
    let targets = walk::targets(&document);
    let links = targets
        .into_iter()
        .filter_map(|(_, target)| match (&target.name, &target.to) {
            (Some(name), Destination::Uri(url)) => Some(Link {
                name: name.clone(),
                url: Some(url.clone()),
                ..Link::default()
            }),
            _ => None,
        });
    links.collect()
}

/// The names, normalised, that a text refers to and does not define itself.
pub fn referred(text: &str) -> Vec<String> {
    if !text.contains('_') {
        return Vec::new();
    }
    let document = rst::parse(text);
    let own: HashSet<String> = defined(&document);
    let references = walk::references(&document).into_iter();
    let names = references.filter_map(|(_, reference)| match &reference.to {
        Referent::Name(name) | Referent::Alias { name, .. } => Some(normalise(name)),
        _ => None,
    });
    names.filter(|name| !own.contains(name)).collect()
}

fn defined(document: &rst::tree::DocumentTree) -> HashSet<String> {
    let targets = walk::targets(document).into_iter();
    targets
        .filter_map(|(_, target)| target.name.as_deref().map(normalise))
        .collect()
}

/// The text with its references to `old` leading to `new`. Nothing when there is none, or when the
/// text defines the name itself.
pub fn retarget(text: &str, old: &str, new: &str) -> Option<String> {
    let key = normalise(old);
    if !text.contains('_') {
        return None;
    }
    let document = rst::parse(text);
    if defined(&document).contains(&key) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (span, reference) in walk::references(&document) {
        let written = &text[span.start..span.end];
        let changed = match &reference.to {
            Referent::Name(name) if normalise(name) == key => {
                phrase_reference_before(new, text[span.end..].chars().next())
            }
            Referent::Alias { name, .. } if normalise(name) == key => {
                let Some(at) = written.rfind('<') else {
                    continue;
                };
                let Some(end) = written.rfind("_>") else {
                    continue;
                };
                format!(
                    "{}<{}{}",
                    &written[..at],
                    rst::escape::text(new),
                    &written[end..]
                )
            }
            _ => continue,
        };
        out.push_str(&text[done..span.start]);
        out.push_str(&changed);
        done = span.end;
    }
    if done == 0 {
        return None;
    }
    out.push_str(&text[done..]);
    Some(out)
}

/// What turns the references to a name into plain text: their bytes, and what is written there.
pub fn unlinked(text: &str, name: &str) -> Vec<(Range<usize>, String)> {
    let key = normalise(name);
    if !text.contains('_') {
        return Vec::new();
    }
    let document = rst::parse(text);
    let references = walk::references(&document).into_iter();
    let of_name = references.filter(|(_, reference)| match &reference.to {
        Referent::Name(name) | Referent::Alias { name, .. } => normalise(name) == key,
        _ => false,
    });
    of_name
        .map(|(span, reference)| (span.start..span.end, rst::escape::text(&reference.text)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(name: &str, url: &str) -> Link {
        Link {
            name: name.to_owned(),
            url: Some(url.to_owned()),
            ..Link::default()
        }
    }

    #[test]
    fn the_book_grows_and_keeps_conflicts() {
        let mut book = vec![link("Fedora", "https://fedora.example/")];
        let links = [
            link("fedora", "https://fedora.example/"),
            link("Fedora", "https://other.example/"),
            link("Ada", "https://ada.example/"),
            link("Secret", "https://secret.example/"),
        ];
        let mut private = PrivatePeople::default();
        private.add("secret".to_owned(), None);
        assert_eq!(
            feed(&mut book, &links, &private),
            Fed {
                new: 1,
                conflicts: 1
            }
        );
        assert_eq!(feed(&mut book, &links, &private), Fed::default());
        assert_eq!(
            conflicts(&book).into_iter().collect::<Vec<_>>(),
            [("fedora".to_owned(), vec![0, 1])]
        );
        assert_eq!(set(&mut book, "Fedora", "https://other.example/").len(), 2);
        assert!(conflicts(&book).is_empty());
        assert_eq!(
            book,
            [
                link("Fedora", "https://other.example/"),
                link("Ada", "https://ada.example/")
            ]
        );
    }

    /// With a loop in the loop this would not end.
    #[test]
    fn very_many_links_of_one_name_come_in_and_are_found_open() {
        let links: Vec<Link> = (0..100_000).map(|n| link("A", &format!("u:{n}"))).collect();
        let open = Link {
            url: None,
            ..link("A", "")
        };
        let mut book = vec![open; 50_000];
        let fed = feed(&mut book, &links, &PrivatePeople::default());
        assert_eq!(fed.new + fed.conflicts, 100_000);
        assert_eq!(book.len(), 100_000);
        let urls: HashSet<_> = book.iter().map(|link| link.url.clone()).collect();
        assert_eq!(urls.len(), 100_000);
        assert_eq!(book[0].url.as_deref(), Some("u:0"));
        assert_eq!(conflicts(&book)["a"].len(), 100_000);
    }

    #[test]
    fn two_links_become_one_with_two_names() {
        let mut book = vec![
            link("K8s", "https://k.example/"),
            link("Kubernetes", "https://kubernetes.example/"),
        ];
        assert!(merge(&mut book, "k8s", "kubernetes"));
        assert_eq!(book.len(), 1);
        assert_eq!(book[0].aliases, ["K8s"]);
        assert!(!merge(&mut book, "k8s", "kubernetes"));
        assert!(rename(&mut book, "K8s", "Kube"));
        assert_eq!(book[0].aliases, ["Kube"]);
    }

    #[test]
    fn references_follow_a_name() {
        let text = "We met Fedora_ and `the\nproject <Fedora_>`_; ``Fedora_`` is code, `Fedora`__ is another.\n";
        assert_eq!(
            retarget(text, "fedora", "The *Fedora* project").as_deref(),
            Some(
                "We met `The \\*Fedora\\* project`_ and `the\nproject <The \\*Fedora\\* project_>`_; ``Fedora_`` is code, `Fedora`__ is another.\n"
            )
        );
        assert_eq!(
            retarget(
                "x Fedora_\n\n.. _Fedora: https://x.example\n",
                "Fedora",
                "New"
            ),
            None
        );
        assert_eq!(retarget("nothing", "Fedora", "New"), None);
    }

    /// Whatever the name, a reference that follows it leads there and nowhere else.
    #[test]
    fn every_name_can_be_followed() {
        for name in [
            "A*b", "`quoted`", "a <b>", "snake_", "C++", "ünï", "x: y", "\\back", "|bar|", "(c)",
            "1. x",
        ] {
            let text = retarget("See `Old`_, and more.", "old", name).unwrap();
            assert_eq!(referred(&text), [normalise(name)], "{text}");
        }
    }
}
