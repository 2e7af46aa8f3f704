//! A wrapper for what its owner may see and a post may not.

use std::collections::HashSet;
use std::fmt;

/// Something that belongs to the person who keeps the notebook and does not leave it unless it was
/// marked public.
///
/// There is no `Deref` and no public field: code that wants the content has to say
/// [`Private::owner`], which the layering test allows in the layers that show or store a person's
/// own data and forbids in `post`, `check` and `rst`. The public part is reached through
/// [`crate::model::public`]. `Debug` shows no content.
#[derive(Clone, PartialEq, Default)]
pub struct Private<T>(T);

impl<T> Private<T> {
    /// Wraps a value.
    pub fn new(value: T) -> Private<T> {
        Private(value)
    }

    /// The content, for its owner's eyes and files.
    pub fn owner(&self) -> &T {
        &self.0
    }

    /// The content, for its owner to change.
    pub fn owner_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> fmt::Debug for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Private(..)")
    }
}

/// The names and addresses of people who are private: none of them may enter the link book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PrivatePeople {
    names: HashSet<String>,
    urls: HashSet<String>,
}

impl PrivatePeople {
    /// Adds a person. The name is normalised, as docutils compares names.
    pub fn add(&mut self, name: String, url: Option<&str>) {
        if !name.is_empty() {
            self.names.insert(name);
        }
        self.urls
            .extend(url.map(address).filter(|url| !url.is_empty()));
    }

    /// Whether somebody has this name, which is normalised.
    pub fn has_name(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Whether this URL leads to somebody, however it is written.
    pub fn has_url(&self, url: &str) -> bool {
        self.urls.contains(&address(url))
    }
}

/// What two ways to write one URL have in common: no scheme of the web, no `www.`, no slash at the
/// end, small letters.
fn address(url: &str) -> String {
    let url = url.trim().to_lowercase();
    let url = url.trim_end_matches('/');
    let bare = ["https://", "http://"]
        .iter()
        .find_map(|it| url.strip_prefix(it));
    let bare = bare.unwrap_or(url);
    bare.strip_prefix("www.").unwrap_or(bare).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_address_is_known_however_it_is_written() {
        let mut people = PrivatePeople::default();
        people.add("eve".to_owned(), Some("https://Eve.example/"));
        people.add(String::new(), Some(""));
        for url in [
            "http://eve.example",
            "https://www.eve.example//",
            " HTTPS://EVE.EXAMPLE/ ",
        ] {
            assert!(people.has_url(url), "{url}");
        }
        for url in ["https://eve.example/talk", "https://eve.example.org/", ""] {
            assert!(!people.has_url(url), "{url}");
        }
        assert!(people.has_name("eve") && !people.has_name(""));
    }
}
