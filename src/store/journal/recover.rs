//! Bringing back what a journal says.

use super::find::{JournalProblem, PendingJournal};
use super::made::MadePlace;
use super::progress::{JournalKey, SaveNotes};
use super::{Snapshot, SnapshotKind};
use crate::model::event::Event;
use crate::model::session::Session;
use crate::store::atomic::Progress;
use crate::store::backup_version::{Backup, Why};
use crate::store::document::{Document, Loaded};
use crate::store::parse::SourceText;
use crate::store::{Created, Leftover, Store, StoreError, hash, slug};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What was brought back, and what could not be.
#[derive(Debug, Default)]
pub struct Recovery {
    /// What was brought back: events, then the others, the oldest first.
    pub back: Vec<Recovered>,
    /// Journals that stay, because their file cannot be written or read now, with the reason.
    pub waiting: Vec<(String, StoreError)>,
    /// Journals that nothing can be read from.
    pub problems: Vec<JournalProblem>,
    /// Texts that killed saves left beside their files, and that are nowhere else. They are looked
    /// for where there were journals; [`Store::strays`] does it in any case.
    pub leftovers: Vec<Leftover>,
}

/// A journal whose text is in its file again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// What the journal was called.
    pub id: String,
    /// The file that has the text now.
    pub file: PathBuf,
    /// The event's folder.
    pub folder: String,
    /// The session's title, else the event's.
    pub title: String,
    /// When it was typed last, in milliseconds since 1970.
    pub at: i64,
    /// How many words the file did not have.
    pub words: usize,
    /// The file had changed meanwhile, and both versions were merged.
    pub merged: bool,
    /// What the file said before; nothing when it was not there.
    pub old: Option<Backup>,
    /// The system confirmed that it is on the disk itself. Otherwise the journal is still there.
    pub durable: bool,
}

/// A file with what a journal says in it.
struct Brought {
    file: PathBuf,
    /// The event's folder.
    folder: String,
    /// What the file said before.
    old: Option<Backup>,
    /// Both versions were merged.
    merged: bool,
    /// It is on the disk itself.
    durable: bool,
}

impl Store {
    /// Brings back all journals of this notebook that nobody is writing. A journal goes when its
    /// text is on disk in its file; what the file said is put aside before. What killed saves
    /// left beside files is brought to safety and told.
    ///
    /// # Errors
    /// When the state folder cannot be read.
    pub fn recover(&self) -> Result<Recovery, StoreError> {
        let (pending, problems) = self.pending()?;
        let mut recovery = Recovery {
            problems,
            ..Recovery::default()
        };
        // A new session would make an event of its own before its new event is there.
        let is_event = |one: &&PendingJournal| one.header.kind() == SnapshotKind::Event;
        let (events, others): (Vec<_>, Vec<_>) = pending.iter().partition(is_event);
        for one in events.into_iter().chain(others) {
            match self.recover_one(one) {
                Ok(back) => recovery.back.push(back),
                Err(error) => recovery.waiting.push((one.id.clone(), error)),
            }
        }
        // Only now, since most of what a killed save left is in its journal, too. Without a journal
        // there is time for that after the first frame.
        if !pending.is_empty() {
            recovery.leftovers = self.leftovers(&pending)?;
        }
        Ok(recovery)
    }

    /// Brings back one journal.
    ///
    /// # Errors
    /// When its file cannot be read or written; then the journal stays, and the file is as it was.
    pub fn recover_one(&self, pending: &PendingJournal) -> Result<Recovered, StoreError> {
        // The file must not be ahead of the journal when the power goes. Where the disk fails,
        // saving tells.
        let _ = pending.is_synced();
        let now = self.paper_of(pending);
        let words = pending.new_words(now.as_ref());
        let brought = match pending.content.snapshot.clone() {
            Snapshot::Session(session) => self.bring_session(pending, *session)?,
            Snapshot::Event(event) => self.bring_event(pending, *event)?,
            Snapshot::Book(book) => self.bring(pending, self.book()?, *book)?,
        };
        // Another copy of the notebook that is still there has to get it, too.
        let is_own = self.place().is_ok_and(|place| self.is_own(&place, pending));
        let is_needed = || {
            let root = pending.root();
            !is_own && root.is_some_and(|root| self.disk().exists(&root))
        };
        if brought.durable && !is_needed() {
            // One that comes back when the power goes has nothing to tell.
            let _ = pending.remove();
        }
        Ok(Recovered {
            id: pending.id.clone(),
            file: brought.file,
            folder: brought.folder,
            title: pending.content.snapshot.title().to_owned(),
            at: pending.content.at,
            words,
            merged: brought.merged,
            old: brought.old,
            durable: brought.durable,
        })
    }

    fn bring_session(
        &self,
        pending: &PendingJournal,
        session: Session,
    ) -> Result<Brought, StoreError> {
        let name = match pending.place() {
            Some(MadePlace::File(folder, Some(name))) => match self.session(&folder, &name) {
                Ok(loaded) => return self.bring(pending, loaded, session),
                Err(StoreError::Missing { .. }) => name,
                Err(error) => return Err(error),
            },
            _ => session.title.clone(),
        };
        let folder = self.folder_for(pending)?;
        let key = pending.key();
        let made = self.create_session_as(key, &folder, &named(&name, "session"), session)?;
        Ok(Brought::new(made))
    }

    fn bring_event(&self, pending: &PendingJournal, event: Event) -> Result<Brought, StoreError> {
        let name = match pending.place() {
            Some(MadePlace::File(folder, _)) => match self.event(&folder) {
                Ok(loaded) => return self.bring(pending, loaded, event),
                Err(StoreError::Missing { .. }) => folder,
                Err(error) => return Err(error),
            },
            _ => event.title.clone(),
        };
        let key = pending.key();
        let made = self.create_event_as(key, &named(&name, "event"), event)?;
        Ok(Brought::new(made))
    }

    /// Puts what a journal says into its file, with what the file got meanwhile.
    fn bring<T: Document + TryFrom<Snapshot>>(
        &self,
        pending: &PendingJournal,
        mut loaded: Loaded<T>,
        ours: T,
    ) -> Result<Brought, StoreError> {
        let theirs = loaded.value.encode();
        let content = &pending.content;
        let text = loaded.text.clone().unwrap_or_default();
        let is_base = pending.header.base == Some(hash(text.plain.as_bytes()));
        // A save of ours that came through before the end.
        let is_ours = || {
            content
                .reached
                .iter()
                .any(|snapshot| snapshot.encode() == theirs)
        };
        let is_known = is_base || is_ours();
        let bytes = text.encode(&text.plain);
        let old = self.put_aside(&loaded.path, &bytes, Why::Recovery)?;
        let mut durable = old.durable;
        if !is_known {
            let aside = content.snapshot.toml();
            let ours = self.put_aside(&loaded.path, aside.as_bytes(), Why::Recovery)?;
            durable &= ours.durable;
        }
        if !is_base || content.landed {
            // What is known to have come through is what it is merged from.
            let landed = content.reached.first().filter(|_| content.landed);
            let base = landed.map(Snapshot::toml).or(content.base.clone());
            loaded.text = base.map(|plain| SourceText {
                plain,
                ..SourceText::default()
            });
        }
        // An older hallway may have brought it back and been killed without a note of it.
        let last = (!pending.header.notes_saves).then_some(&content.snapshot);
        for attempt in content.reached.iter().chain(last) {
            if let Ok(attempt) = T::try_from(attempt.clone()) {
                loaded.may_hold(attempt);
            }
        }
        loaded.value = ours;
        if let Some(landed) = content.reached.first().filter(|_| content.landed) {
            // What was found out stays known when what tells of it goes.
            SaveNotes::beside(self, pending.path(), pending.key(), landed).done();
        }
        let notes = SaveNotes::beside(self, pending.path(), pending.key(), &content.snapshot);
        let saved = self.save_noted(&mut loaded, &notes)?;
        Ok(Brought {
            file: loaded.path,
            folder: loaded.folder,
            old: old.version,
            merged: !is_known,
            durable: durable && saved.durable,
        })
    }

    /// The folder of a journal's event, which is made when it is nowhere.
    fn folder_for(&self, pending: &PendingJournal) -> Result<String, StoreError> {
        let header = &pending.header;
        let place = pending.place();
        let known = match &place {
            Some(MadePlace::File(folder, _)) => Some(folder.as_str()),
            _ => Some(header.folder.as_str()).filter(|folder| !folder.is_empty()),
        };
        if let Some(folder) = known
            && self
                .event_path(folder)
                .is_ok_and(|path| self.disk().exists(&path))
        {
            return Ok(folder.to_owned());
        }
        let listing = self.events();
        let same = |entry: &&crate::store::EventEntry| entry.title == header.event;
        if known.is_none()
            && let Some(entry) = listing.events.iter().find(same)
        {
            return Ok(entry.folder.clone());
        }
        let event = Event {
            title: header.event.clone(),
            ..Default::default()
        };
        let name = named(known.unwrap_or(&header.event), "event");
        // That it is on the disk itself is confirmed with the session in it.
        Ok(self.create_event(&name, event)?.loaded.folder)
    }
}

impl Brought {
    fn new<T>(made: Created<T>) -> Brought {
        Brought {
            file: made.loaded.path,
            folder: made.loaded.folder,
            old: None,
            merged: false,
            durable: made.durable,
        }
    }
}

impl PendingJournal {
    fn key(&self) -> JournalKey<'_> {
        JournalKey {
            key: self.header.key_or(&self.id),
            revision: self.header.revision,
        }
    }

    /// How many words it has that the file's content does not have.
    pub fn new_words(&self, file: Option<&Snapshot>) -> usize {
        let mut there: HashMap<String, usize> = HashMap::new();
        for word in file.map(Snapshot::words).unwrap_or_default() {
            *there.entry(word).or_default() += 1;
        }
        let words = self.content.snapshot.words();
        let new = words.iter().filter(|word| match there.get_mut(*word) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        });
        new.count()
    }

    /// The file within the notebook that it belongs to.
    pub fn file(&self) -> &Path {
        Path::new(&self.header.file)
    }
}

/// A file's name for a title.
fn named(title: &str, otherwise: &str) -> String {
    match slug(title) {
        name if name.is_empty() => otherwise.to_owned(),
        name => name,
    }
}
