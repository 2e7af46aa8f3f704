//! The link book on disk, with what it said when the app last knew it.

use super::disk::{Kept, kept, save, take};
use crate::app::effect::Outcome;
use crate::model::link::Link;
use crate::store::{LinkBook, Loaded, Store, Trouble};

/// Reads the link book; one that cannot be read is told, and stays as it is.
pub fn read(store: &Store, troubles: &mut Vec<String>) -> Option<Loaded<LinkBook>> {
    let tell =
        |trouble: Trouble| format!("The link book is left out and stays as it is: {trouble}");
    store
        .book()
        .map_err(|trouble| troubles.push(tell(trouble)))
        .ok()
}

/// Its links.
pub fn links(book: &Option<Loaded<LinkBook>>) -> Vec<Link> {
    book.as_ref()
        .map(|book| book.value.links.clone())
        .unwrap_or_default()
}

/// The link book's file.
#[derive(Default)]
pub struct BookFile(Option<Kept<LinkBook>>);

impl BookFile {
    /// What the app begins with; nothing where it could not be read.
    pub fn begin(book: Option<Loaded<LinkBook>>) -> BookFile {
        BookFile(book.map(kept))
    }

    /// Saves the links.
    pub fn save(&mut self, store: &Store, links: Vec<Link>, revision: u64) -> Outcome {
        match self.try_save(store, links) {
            Ok((merged, private, file)) => Outcome::Book {
                revision,
                merged,
                private,
                kept: file,
                saved: true,
            },
            Err(trouble) => Outcome::BookNotSaved {
                short: trouble.short().to_owned(),
                why: trouble.to_string(),
            },
        }
    }

    /// Merges in what somebody else wrote, if anybody did. What cannot be read now is told by the next save.
    pub fn watch(&mut self, store: &Store, links: Vec<Link>, revision: u64) -> Option<Outcome> {
        let known = self.0.as_ref().and_then(|kept| kept.known.said());
        let now = store.book().ok()?;
        if now.said() == known {
            return None;
        }
        let (merged, private, file) = self.try_save(store, links).ok()?;
        Some(Outcome::Book {
            revision,
            merged: Some(merged?),
            private,
            kept: file,
            saved: false,
        })
    }

    /// The app has taken over what was merged.
    pub fn taken(&mut self) {
        if let Some(kept) = &mut self.0 {
            take(kept);
        }
    }

    /// What the app has to take over, names that stayed out, and where our version is kept after a clash.
    fn try_save(&mut self, store: &Store, links: Vec<Link>) -> Result<Saved, Trouble> {
        let known = self.0.as_ref().map(|kept| &kept.known.value);
        let old = known.map_or(&[][..], |book| &book.links);
        let (links, private) = store.without_private(old, links)?;
        let mut book = LinkBook { links };
        // The app has other links than are saved.
        let mut apart = !private.is_empty();
        let kept = match &mut self.0 {
            Some(kept) => kept,
            // It could not be read when the app began, so that nobody knows what was deleted: nothing was.
            nothing => {
                let there = store.book()?;
                let ours = std::mem::take(&mut book.links);
                book.links = there.value.links.clone();
                let new = ours
                    .into_iter()
                    .filter(|link| !there.value.links.contains(link));
                book.links.extend(new);
                apart = true;
                nothing.insert(kept(there))
            }
        };
        // A book that somebody removed comes back with what is known here.
        kept.may_return = true;
        let done = save(store, kept, book.clone())?;
        let told = done.merged.map(|book| book.links);
        Ok((
            told.or(apart.then_some(book.links)),
            private,
            done.kept.map(|clash| clash.path),
        ))
    }
}

type Saved = (Option<Vec<Link>>, Vec<String>, Option<std::path::PathBuf>);

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)] // A test stops at what it does not expect.
mod tests {
    use super::*;
    use crate::model::entry::Person;
    use crate::model::event::Event;
    use crate::model::privacy::Private;

    fn link(name: &str) -> Link {
        Link {
            name: name.to_owned(),
            url: Some(format!("https://{name}.example/")),
            ..Link::default()
        }
    }

    fn names_of(links: &[Link]) -> Vec<&str> {
        links.iter().map(|link| link.name.as_str()).collect()
    }

    fn merged(outcome: Outcome) -> Option<Vec<Link>> {
        match outcome {
            Outcome::Book { merged, .. } => merged,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_others_wrote_meanwhile_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().join("n"), folder.path().join("s"));
        let mut file = BookFile::begin(store.book().ok());
        assert_eq!(
            merged(file.save(&store, vec![link("a"), link("b")], 1)),
            None
        );
        assert!(file.watch(&store, vec![link("a"), link("b")], 1).is_none());
        let mut other = store.book().unwrap();
        other.value.links.push(link("theirs"));
        store.save(&mut other).unwrap();
        // One was deleted and one was added here, while another terminal added one.
        let now = merged(file.save(&store, vec![link("a"), link("c")], 2)).unwrap();
        let mut found = names_of(&now);
        found.sort_unstable();
        assert_eq!(found, ["a", "c", "theirs"]);
        assert_eq!(store.book().unwrap().value.links, now);
        // Until the app has taken it over, what it says is merged again, and nothing of theirs is taken for deleted.
        let again = merged(file.save(&store, vec![link("a"), link("c"), link("d")], 3)).unwrap();
        assert!(names_of(&again).contains(&"theirs"), "{again:?}");
        file.taken();
        assert_eq!(merged(file.save(&store, vec![link("d")], 4)), None);
        assert_eq!(names_of(&store.book().unwrap().value.links), ["d"]);
    }

    #[test]
    fn private_people_stay_out_and_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().join("n"), folder.path().join("s"));
        let person = |name: &str, url: &str| Person {
            name: name.to_owned(),
            url: Some(url.to_owned()),
            ..Person::default()
        };
        let event = Event {
            people: Private::new(vec![person("Eve", "https://eve.example/")]),
            ..Event::default()
        };
        store.create_event("other", event).unwrap();
        let mut file = BookFile::begin(store.book().ok());
        let mut disguised = link("Someone");
        disguised.url = Some("https://eve.example/".to_owned());
        let outcome = file.save(&store, vec![link("eve"), link("a"), disguised], 1);
        let Outcome::Book {
            merged, private, ..
        } = outcome
        else {
            panic!("{outcome:?}");
        };
        assert_eq!(private, ["eve", "Someone"]);
        assert_eq!(names_of(&merged.unwrap()), ["a"]);
        assert_eq!(names_of(&store.book().unwrap().value.links), ["a"]);
    }

    #[test]
    fn a_book_that_cannot_be_read_is_not_written_and_loses_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().join("n"), folder.path().join("s"));
        store.prepare().unwrap();
        let path = folder.path().join("n/links.toml");
        std::fs::write(&path, "format = 1\n[[links]\nname").unwrap();
        let mut file = BookFile::default();
        let outcome = file.save(&store, vec![link("mine")], 1);
        assert!(
            matches!(outcome, Outcome::BookNotSaved { .. }),
            "{outcome:?}"
        );
        let mended = "format = 1\n[[links]]\nname = \"theirs\"\nurl = \"https://t.example/\"\n";
        std::fs::write(&path, mended).unwrap();
        let now = merged(file.save(&store, vec![link("mine")], 1)).unwrap();
        assert_eq!(names_of(&now), ["theirs", "mine"]);
        assert_eq!(store.book().unwrap().value.links, now);
    }
}
