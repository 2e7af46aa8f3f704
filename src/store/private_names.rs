//! The people that nobody else may learn of, and the link book, which never gets them.

use super::parse::read_bytes;
use super::{LinkBook, Store, StoreError};
use crate::model::entry::{EntryMark, Person};
use crate::model::link::Link;
use crate::model::privacy::PrivatePeople;
use crate::rst::name::normalise;
use std::collections::HashSet;

impl Store {
    /// All people of the notebook who are private. What they are called elsewhere, too, is none of
    /// the link book's business.
    ///
    /// # Errors
    /// When the events cannot be listed. What cannot be read of an event is passed over.
    pub fn private_people(&self) -> Result<PrivatePeople, StoreError> {
        let mut found = PrivatePeople::default();
        let mut add = |people: &[Person]| {
            for person in people
                .iter()
                .filter(|person| person.mark != Some(EntryMark::Public))
            {
                found.add(normalise(&person.name), person.url.as_deref());
            }
        };
        for folder in self.event_folders()? {
            if let Ok(event) = self.event(&folder) {
                add(event.value.people.owner());
            }
            for name in self.session_names(&folder).unwrap_or_default() {
                // Most sessions have no people, and to find that out they need not be understood.
                let path = self.session_path(&folder, &name)?;
                let bytes = read_bytes(self.disk(), &path)
                    .ok()
                    .flatten()
                    .unwrap_or_default();
                if bytes.windows(6).any(|six| six == b"people")
                    && let Ok(session) = self.session(&folder, &name)
                {
                    add(session.value.people.owner());
                }
            }
        }
        Ok(found)
    }

    /// The links without what would bring a private person into the link book, which says `old`
    /// now; and the names that stayed out. A link that was only given such a name or URL stays as
    /// it was.
    ///
    /// # Errors
    /// Those of [`Store::private_people`], which is asked only where there is something new.
    pub fn without_private(
        &self,
        old: &[Link],
        links: Vec<Link>,
    ) -> Result<(Vec<Link>, Vec<String>), StoreError> {
        let new = NewNames::of(old);
        if !links.iter().any(|link| new.in_link(link)) {
            return Ok((links, Vec::new()));
        }
        let people = self.private_people()?;
        let mut told = Vec::new();
        let mut left: Vec<Link> = Vec::new();
        let mut changed = Vec::new();
        for link in links {
            if new.is_private(&link, &people) {
                told.push(link.name.clone());
                changed.push(link);
            } else {
                left.push(link);
            }
        }
        // What a changed link was made of: the one of the same URL or name that is not there any
        // more.
        for link in changed {
            let same =
                |it: &&Link| (it.url == link.url && it.url.is_some()) || it.name == link.name;
            if let Some(was) = old.iter().filter(same).find(|it| !left.contains(it)) {
                left.push(was.clone());
            }
        }
        Ok((left, told))
    }

    /// Sees to it that the link book gets no private person who was not in it.
    pub(super) fn admits(&self, old: &[Link], book: &LinkBook) -> Result<(), StoreError> {
        let new = NewNames::of(old);
        if !book.links.iter().any(|link| new.in_link(link)) {
            return Ok(());
        }
        let people = self.private_people()?;
        let private = book
            .links
            .iter()
            .filter(|link| new.is_private(link, &people));
        let names: Vec<String> = private.map(|link| link.name.clone()).collect();
        match names.is_empty() {
            true => Ok(()),
            false => Err(StoreError::Private {
                path: self.root().join(super::LINKS),
                names,
            }),
        }
    }
}

/// What a link book says already: the names and URLs in it.
struct NewNames<'a> {
    names: HashSet<String>,
    urls: HashSet<&'a str>,
}

impl<'a> NewNames<'a> {
    fn of(old: &'a [Link]) -> NewNames<'a> {
        NewNames {
            names: old
                .iter()
                .flat_map(names)
                .map(|name| normalise(name))
                .collect(),
            urls: old.iter().filter_map(|link| link.url.as_deref()).collect(),
        }
    }

    fn in_link(&self, link: &Link) -> bool {
        self.names_in(link).next().is_some() || self.url_in(link).is_some()
    }

    fn is_private(&self, link: &Link, people: &PrivatePeople) -> bool {
        self.names_in(link).any(|name| people.has_name(&name))
            || self.url_in(link).is_some_and(|url| people.has_url(url))
    }

    fn names_in(&self, link: &Link) -> impl Iterator<Item = String> {
        let new = |name: &String| !self.names.contains(name);
        names(link).map(|name| normalise(name)).filter(new)
    }

    fn url_in<'l>(&self, link: &'l Link) -> Option<&'l str> {
        link.url.as_deref().filter(|url| !self.urls.contains(url))
    }
}

/// The name of a link and its other names.
fn names(link: &Link) -> impl Iterator<Item = &String> {
    std::iter::once(&link.name).chain(&link.aliases)
}
