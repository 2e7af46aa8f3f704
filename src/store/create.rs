//! New notebooks, events and sessions.

use super::atomic::{self, Target, make_folder, make_new_folder, sync_folder};
use super::disk::Disk;
use super::document::{Document, Loaded};
use super::parse::Text;
use super::render::fresh;
use super::slug::{is_slug, numbered};
use super::trouble::Trouble;
use super::{EVENT, EVENTS, NOTEBOOK, SESSIONS, Store, hash};
use crate::model::event::Event;
use crate::model::notebook::Notebook;
use crate::model::session::Session;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

impl Store {
    /// The notebook's identifier; one made of its path while its settings cannot tell.
    pub fn id(&self) -> Result<String, Trouble> {
        if let Some(id) = self.shared.id.get() {
            return Ok(id.clone());
        }
        let told = match self.settings() {
            Ok(settings) => settings.value.id,
            // A notebook with broken settings is still written to.
            Err(_) => String::new(),
        };
        if told.is_empty() {
            return self.id_of_path();
        }
        // It comes out of a file that anybody may have written, and names folders.
        let told = match is_slug(&told) {
            true => told,
            false => hash(told.as_bytes())[..16].to_owned(),
        };
        Ok(self.shared.id.get_or_init(|| told).clone())
    }

    /// What stands in for the identifier until there is one.
    pub(super) fn id_of_path(&self) -> Result<String, Trouble> {
        let root = self
            .disk()
            .canonicalize(self.root())
            .or_else(|_| std::path::absolute(self.root()))
            .map_err(|error| Trouble::reading(self.root(), error))?;
        Ok(hash(root.as_os_str().as_encoded_bytes())[..16].to_owned())
    }

    /// Makes the notebook's folder and its settings, where they are not there.
    pub fn prepare(&self) -> Result<(), Trouble> {
        let path = self.root().join(NOTEBOOK);
        if self.disk().exists(&path) {
            return Ok(());
        }
        make_folder(self.disk(), self.root())?;
        let notebook = Notebook {
            id: self.random_id(),
            ..Notebook::default()
        };
        let text = fresh(&path, &notebook)?;
        match atomic::write(self.system(), &path, text.as_bytes(), Target::New) {
            // Another process was first.
            Ok(_) | Err(Trouble::Taken { .. }) => Ok(()),
            Err(trouble) => Err(trouble),
        }
    }

    /// Makes an event in a folder of that name, else the next free one with a number behind it. The name has to be as
    /// [`slug`](super::slug()) makes them.
    pub fn create_event(&self, preferred: &str, event: Event) -> Result<Loaded<Event>, Trouble> {
        let preferred = made_by_us(preferred)?;
        // A file that cannot be written must not leave an empty folder behind.
        let text = fresh(Path::new(EVENT), &event)?;
        self.prepare()?;
        let events = self.root().join(EVENTS);
        make_folder(self.disk(), &events)?;
        let taken = names_in(self.disk(), &events)?;
        for name in candidates(preferred) {
            if taken.contains(&name) {
                continue;
            }
            let folder = events.join(&name);
            match make_new_folder(self.disk(), &folder) {
                Ok(()) => {}
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => continue,
                Err(error) => return Err(Trouble::writing(&folder, error)),
            }
            let path = folder.join(EVENT);
            if let Err(trouble) = atomic::write(self.system(), &path, text.as_bytes(), Target::New)
            {
                // Removes an empty folder only.
                let _ = self.disk().remove_dir(&folder);
                return Err(trouble);
            }
            let _ = sync_folder(self.disk(), &events);
            return Ok(new(event, name, String::new(), path, text));
        }
        Err(Trouble::Taken {
            path: events.join(preferred),
        })
    }

    /// Makes a session in a file of that name, else the next free one with a number behind it.
    pub fn create_session(
        &self,
        folder: &str,
        preferred: &str,
        session: Session,
    ) -> Result<Loaded<Session>, Trouble> {
        let preferred = made_by_us(preferred)?;
        let event = self.event_path(folder)?;
        let there = self.disk().metadata(&event);
        there.map_err(|error| Trouble::reading(&event, error))?;
        self.prepare()?;
        let sessions = self.event_folder(folder)?.join(SESSIONS);
        make_folder(self.disk(), &sessions)?;
        let text = fresh(&sessions.join(format!("{preferred}.toml")), &session)?;
        let taken = names_in(self.disk(), &sessions)?;
        for name in candidates(preferred) {
            if taken.contains(&format!("{name}.toml")) {
                continue;
            }
            let path = sessions.join(format!("{name}.toml"));
            match atomic::write(self.system(), &path, text.as_bytes(), Target::New) {
                Ok(_) => return Ok(new(session, folder.to_owned(), name, path, text)),
                Err(Trouble::Taken { .. }) => continue,
                Err(trouble) => return Err(trouble),
            }
        }
        Err(Trouble::Taken {
            path: sessions.join(preferred),
        })
    }

    /// Sixteen hexadecimal digits that no other notebook has.
    fn random_id(&self) -> String {
        let mut seed = self.clock().nonce().to_vec();
        let now = self.clock().now().timestamp_nanos_opt();
        seed.extend(now.unwrap_or_default().to_le_bytes());
        seed.extend(self.disk().process().to_le_bytes());
        hash(&seed)[..16].to_owned()
    }
}

fn new<T: Document>(
    value: T,
    folder: String,
    name: String,
    path: PathBuf,
    text: String,
) -> Loaded<T> {
    let text = Text {
        plain: text,
        ..Text::default()
    };
    Loaded {
        value,
        folder,
        name,
        path,
        text: Some(text),
    }
}

fn made_by_us(name: &str) -> Result<&str, Trouble> {
    if is_slug(name) {
        Ok(name)
    } else {
        Err(Trouble::UnsafeName {
            name: name.chars().take(80).collect(),
        })
    }
}

/// The name itself, then the name with 2, 3, ... behind it.
fn candidates(preferred: &str) -> impl Iterator<Item = String> {
    let numbers = (2..10_000).map(|number| numbered(preferred, number));
    std::iter::once(preferred.to_owned()).chain(numbers)
}

/// The names in a folder in lower case, since some systems take `A` and `a` for one.
pub(super) fn names_in(disk: &dyn Disk, folder: &Path) -> Result<HashSet<String>, Trouble> {
    let wrong = |error| Trouble::reading(folder, error);
    let mut names = HashSet::new();
    for entry in disk.read_dir(folder).map_err(wrong)? {
        names.insert(entry.name.to_string_lossy().to_lowercase());
    }
    Ok(names)
}
