//! What is known of names that a text itself does not define.

use crate::model::link::Link;
use crate::rst::name::normalise;
use std::collections::HashMap;

/// The names of a link book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Book {
    /// Name and URL by normalised name or alias; none where one name has several URLs.
    names: HashMap<String, Option<(String, String)>>,
}

impl Book {
    /// The names of these links. Links that wait for their URL do not count.
    pub fn of(links: &[Link]) -> Book {
        let mut book = Book::default();
        for link in links {
            let Some(url) = &link.url else { continue };
            for name in std::iter::once(&link.name).chain(&link.aliases) {
                let new = (link.name.clone(), url.clone());
                let kept = match book.names.remove(&normalise(name)) {
                    None => Some(new),
                    Some(old) => old.filter(|(_, old)| *old == *url),
                };
                book.names.insert(normalise(name), kept);
            }
        }
        book
    }

    /// The name as the book writes it and its URL, for a name that has exactly one. Names are
    /// compared as docutils does.
    pub fn link(&self, name: &str) -> Option<(&str, &str)> {
        let (name, url) = self.names.get(&normalise(name))?.as_ref()?;
        Some((name, url))
    }

    /// Whether the book has several URLs for a name.
    pub fn is_open(&self, name: &str) -> bool {
        matches!(self.names.get(&normalise(name)), Some(None))
    }
}
