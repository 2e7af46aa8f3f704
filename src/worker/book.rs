//! Saving the link book: what others wrote is merged in, and private people stay out.

use super::save::{Done, not_saved, save as save_file};
use crate::app::effect::{DocumentId, Outcome, SaveHow};
use crate::app::files::LoadedFile;
use crate::model::link::Link;
use crate::store::journal::Snapshot;
use crate::store::{LinkBook, Loaded, Store, StoreError};
use std::sync::Arc;

/// Saves the links. `base` is what the file said when the app last took it over; nothing when it
/// could not be read then.
pub fn save(
    store: &Store,
    base: Option<&Loaded<LinkBook>>,
    links: Vec<Link>,
    how: &SaveHow,
) -> Outcome {
    match try_save(store, base, links, how) {
        Ok((done, private)) => Outcome::Saved {
            item: DocumentId::Book,
            revision: how.revision,
            loaded: LoadedFile::Book(Arc::new(done.loaded)),
            backup: done.backup,
            private,
            durable: done.durable,
        },
        Err(error) => not_saved(DocumentId::Book, &error),
    }
}

/// What the file says now, and the names that stayed out.
fn try_save(
    store: &Store,
    base: Option<&Loaded<LinkBook>>,
    links: Vec<Link>,
    how: &SaveHow,
) -> Result<(Done<LinkBook>, Vec<String>), StoreError> {
    let sent = Snapshot::from(LinkBook {
        links: links.clone(),
    });
    let old = base.map_or(&[][..], |base| &base.value.links);
    let (mut links, private) = store.without_private(old, links)?;
    let there;
    let base = match base {
        Some(base) => base,
        // It could not be read when the app began, so that nobody knows what was deleted: nothing
        // was.
        None => {
            there = store.book()?;
            let known = &there.value.links;
            let new = links.drain(..).filter(|link| !known.contains(link));
            let new: Vec<Link> = new.collect();
            links = known.iter().cloned().chain(new).collect();
            &there
        }
    };
    // A book that somebody removed comes back with what is known here.
    let how = SaveHow {
        may_return: true,
        ..how.clone()
    };
    let done = save_file(store, base, (LinkBook { links }, &sent), &how)?;
    Ok((done, private))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)] // A test stops at what it does not expect.
mod tests {
    use super::*;
    use crate::model::entry::Person;
    use crate::model::event::Event;
    use crate::model::privacy::Private;

    fn how(revision: u64) -> SaveHow {
        SaveHow {
            revision,
            ..SaveHow::default()
        }
    }

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

    fn saved(outcome: Outcome) -> (Arc<Loaded<LinkBook>>, Vec<String>) {
        match outcome {
            Outcome::Saved {
                loaded: LoadedFile::Book(loaded),
                private,
                ..
            } => (loaded, private),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_others_wrote_meanwhile_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().join("n"), folder.path().join("s"));
        let base = store.book().unwrap();
        let (base, _) = saved(save(
            &store,
            Some(&base),
            vec![link("a"), link("b")],
            &how(1),
        ));
        let mut other = store.book().unwrap();
        other.value.links.push(link("theirs"));
        store.save(&mut other).unwrap();
        // One was deleted and one was added here, while another terminal added one.
        let (now, _) = saved(save(
            &store,
            Some(&base),
            vec![link("a"), link("c")],
            &how(2),
        ));
        let mut found = names_of(&now.value.links);
        found.sort_unstable();
        assert_eq!(found, ["a", "c", "theirs"]);
        assert_eq!(store.book().unwrap().value.links, now.value.links);
        saved(save(&store, Some(&now), vec![link("d")], &how(4)));
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
        let base = store.book().unwrap();
        let mut disguised = link("Someone");
        disguised.url = Some("https://eve.example/".to_owned());
        let links = vec![link("eve"), link("a"), disguised];
        let (now, private) = saved(save(&store, Some(&base), links, &how(1)));
        assert_eq!(private, ["eve", "Someone"]);
        assert_eq!(names_of(&now.value.links), ["a"]);
        assert_eq!(names_of(&store.book().unwrap().value.links), ["a"]);
    }

    #[test]
    fn a_book_that_cannot_be_read_is_not_written_and_loses_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().join("n"), folder.path().join("s"));
        let _ = store.prepare().unwrap();
        let path = folder.path().join("n/links.toml");
        std::fs::write(&path, "format = 1\n[[links]]\nname").unwrap();
        let outcome = save(&store, None, vec![link("mine")], &how(1));
        assert!(outcome.is_not_saved(), "{outcome:?}");
        let fixed = "format = 1\n[[links]]\nname = \"theirs\"\nurl = \"https://t.example/\"\n";
        std::fs::write(&path, fixed).unwrap();
        let (now, _) = saved(save(&store, None, vec![link("mine")], &how(1)));
        assert_eq!(names_of(&now.value.links), ["theirs", "mine"]);
        assert_eq!(store.book().unwrap().value.links, now.value.links);
    }
}
