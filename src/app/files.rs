//! The files behind what is open: what each said when it was last read or saved, and what is being
//! done with it.
//!
//! Promises:
//! - The merge base of a file is what the app has taken over from it, never anything older. It goes
//!   out with each save and comes back with the answer.
//! - One job at a time per file. What is wanted meanwhile follows when the answer is here.
//! - While an answer is outstanding, the value that was sent is the ancestor of whatever comes
//!   back.

use super::effect::DocumentId;
use super::open_event::{EventId, SessionId};
use crate::model::event::Event;
use crate::model::session::Session;
use crate::store::journal::Snapshot;
use crate::store::{LinkBook, Loaded, Removed};
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

/// A document with the file that it came from.
#[derive(Debug, Clone, PartialEq)]
pub enum LoadedFile {
    /// An event.
    Event(Arc<Loaded<Event>>),
    /// A session.
    Session(Arc<Loaded<Session>>),
    /// The link book.
    Book(Arc<Loaded<LinkBook>>),
}

impl LoadedFile {
    /// The file.
    pub fn path(&self) -> &Path {
        match self {
            LoadedFile::Event(file) => file.path(),
            LoadedFile::Session(file) => file.path(),
            LoadedFile::Book(file) => file.path(),
        }
    }

    /// What the file said, with LF line ends; nothing when it was not there.
    pub fn text(&self) -> Option<&str> {
        match self {
            LoadedFile::Event(file) => file.text(),
            LoadedFile::Session(file) => file.text(),
            LoadedFile::Book(file) => file.text(),
        }
    }

    /// The event's folder; nothing for the link book.
    pub fn folder(&self) -> &str {
        match self {
            LoadedFile::Event(file) => &file.folder,
            LoadedFile::Session(file) => &file.folder,
            LoadedFile::Book(_) => "",
        }
    }

    /// Whether the file says just that.
    pub fn says(&self, snapshot: &Snapshot) -> bool {
        match (self, snapshot) {
            (LoadedFile::Event(file), Snapshot::Event(event)) => file.value == **event,
            (LoadedFile::Session(file), Snapshot::Session(session)) => file.value == **session,
            (LoadedFile::Book(file), Snapshot::Book(book)) => file.value == **book,
            _ => false,
        }
    }

    /// Whether a fresh file that says the same would say this text.
    pub fn says_text(&self, text: &str) -> bool {
        self.snapshot().toml() == text
    }

    /// What the file says.
    pub fn snapshot(&self) -> Snapshot {
        match self {
            LoadedFile::Event(file) => file.value.clone().into(),
            LoadedFile::Session(file) => file.value.clone().into(),
            LoadedFile::Book(file) => file.value.clone().into(),
        }
    }

    /// What was sent with saves that failed, the last one last.
    pub fn attempts(&self) -> Vec<Snapshot> {
        match self {
            LoadedFile::Event(file) => file
                .attempts()
                .iter()
                .cloned()
                .map(Snapshot::from)
                .collect(),
            LoadedFile::Session(file) => file
                .attempts()
                .iter()
                .cloned()
                .map(Snapshot::from)
                .collect(),
            LoadedFile::Book(file) => file
                .attempts()
                .iter()
                .cloned()
                .map(Snapshot::from)
                .collect(),
        }
    }

    /// Whether both are the very same reading.
    pub fn is_same(&self, other: &LoadedFile) -> bool {
        match (self, other) {
            (LoadedFile::Event(one), LoadedFile::Event(other)) => Arc::ptr_eq(one, other),
            (LoadedFile::Session(one), LoadedFile::Session(other)) => Arc::ptr_eq(one, other),
            (LoadedFile::Book(one), LoadedFile::Book(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }

    /// Notes that the file may hold what was sent with a save that failed.
    pub fn may_hold(&mut self, sent: Snapshot) {
        match (self, sent) {
            (LoadedFile::Event(file), Snapshot::Event(sent)) => Arc::make_mut(file).may_hold(*sent),
            (LoadedFile::Session(file), Snapshot::Session(sent)) => {
                Arc::make_mut(file).may_hold(*sent);
            }
            (LoadedFile::Book(file), Snapshot::Book(sent)) => Arc::make_mut(file).may_hold(*sent),
            _ => {}
        }
    }

    /// The session's file, if it is one.
    pub fn session(&self) -> Option<&Arc<Loaded<Session>>> {
        match self {
            LoadedFile::Session(file) => Some(file),
            _ => None,
        }
    }
}

/// A job that has not been answered yet.
#[derive(Debug, Clone, PartialEq)]
pub struct PendingSave {
    /// The revision that it was sent with.
    pub revision: u64,
    /// What was sent.
    pub sent: Snapshot,
}

/// The file of one document.
#[derive(Debug, Default)]
pub struct OpenFile {
    /// What it said when the app last took it over; nothing while it has none.
    pub loaded: Option<LoadedFile>,
    /// Where it lies in the trash.
    pub trashed: Option<Removed>,
    /// Somebody else removed it, and it may be written again.
    pub may_return: bool,
    /// What a session said when it was taken off the screen.
    pub last_shown: Option<Box<Session>>,
    wanted: bool,
    pending: Option<PendingSave>,
}

/// All files behind what is open.
#[derive(Debug, Default)]
pub struct Files {
    all: HashMap<DocumentId, OpenFile>,
    /// Those with a job that has not been answered, or that are to get one.
    busy: BTreeSet<DocumentId>,
}

impl Files {
    /// A document's file.
    pub fn get(&self, item: DocumentId) -> Option<&OpenFile> {
        self.all.get(&item)
    }

    /// A document's file, known from now on.
    pub fn entry(&mut self, item: DocumentId) -> &mut OpenFile {
        self.all.entry(item).or_default()
    }

    /// What a document's file said, if it has one.
    pub fn loaded(&self, item: DocumentId) -> Option<&LoadedFile> {
        self.all.get(&item)?.loaded.as_ref()
    }

    /// What an event's file said.
    pub fn event(&self, item: DocumentId) -> Option<Arc<Loaded<Event>>> {
        match self.loaded(item)? {
            LoadedFile::Event(file) => Some(Arc::clone(file)),
            _ => None,
        }
    }

    /// What a session's file said.
    pub fn session(&self, item: DocumentId) -> Option<Arc<Loaded<Session>>> {
        self.loaded(item)?.session().map(Arc::clone)
    }

    /// What the link book's file said.
    pub fn book(&self) -> Option<Arc<Loaded<LinkBook>>> {
        match self.loaded(DocumentId::Book)? {
            LoadedFile::Book(file) => Some(Arc::clone(file)),
            _ => None,
        }
    }

    /// Takes over what a file says.
    pub fn take(&mut self, item: DocumentId, loaded: LoadedFile) {
        let file = self.entry(item);
        file.loaded = Some(loaded);
        file.may_return = false;
    }

    /// Wants a document's file brought up to date once nothing is pending.
    pub fn want(&mut self, item: DocumentId) {
        self.entry(item).wanted = true;
        self.busy.insert(item);
    }

    /// Nothing is to be done with a document's file any more.
    pub fn unwant(&mut self, item: DocumentId) {
        self.entry(item).wanted = false;
        self.calm(item);
    }

    /// A job for a document's file goes out.
    pub fn sent(&mut self, item: DocumentId, pending: PendingSave) {
        let file = self.entry(item);
        file.wanted = false;
        file.pending = Some(pending);
        self.busy.insert(item);
    }

    /// The job for a document's file was answered; returns what it was.
    pub fn answered(&mut self, item: DocumentId) -> Option<PendingSave> {
        let pending = self.entry(item).pending.take();
        self.calm(item);
        pending
    }

    fn calm(&mut self, item: DocumentId) {
        let file = self.entry(item);
        if !file.wanted && file.pending.is_none() {
            self.busy.remove(&item);
        }
    }

    /// The documents whose files can be brought up to date now: the event first, so that its
    /// sessions have a folder.
    pub fn ready(&self) -> Vec<DocumentId> {
        let ready = self.busy.iter().copied();
        ready
            .filter(|item| self.get(*item).is_some_and(|file| file.pending.is_none()))
            .collect()
    }

    /// How many files are being brought up to date, or are to be.
    pub fn under_way(&self) -> usize {
        self.busy.len()
    }

    /// The documents of that event, or the link book, that are being brought up to date or are to
    /// be.
    pub fn busy(&self, open_event: Option<EventId>) -> Vec<DocumentId> {
        let busy = self.busy.iter().copied();
        busy.filter(|item| item.event_id() == open_event).collect()
    }

    /// The files of that event that are on disk as far as the app knows, to be compared with what
    /// they say now.
    pub fn on_disk(&self, event_id: EventId) -> Vec<(DocumentId, LoadedFile)> {
        let files = self.all.iter();
        let files = files.filter(|(item, file)| {
            item.event_id() == Some(event_id) && file.trashed.is_none() && file.last_shown.is_none()
        });
        let mut files: Vec<(DocumentId, LoadedFile)> = files
            .filter_map(|(item, file)| Some((*item, file.loaded.clone()?)))
            .collect();
        files.sort_by_key(|(item, _)| *item);
        files
    }

    /// Whether a file is one of that event's already, also one in the trash.
    pub fn knows(&self, event_id: EventId, path: &Path) -> bool {
        self.all.iter().any(|(item, file)| {
            let is_here = item.event_id() == Some(event_id);
            is_here && file.loaded.as_ref().is_some_and(|file| file.path() == path)
        })
    }

    /// Forgets the files of an event that is not open any more.
    pub fn forget(&mut self, event_id: EventId) {
        self.all.retain(|item, _| item.event_id() != Some(event_id));
        self.busy.retain(|item| item.event_id() != Some(event_id));
    }
}

impl OpenFile {
    /// A job that has not been answered.
    pub fn pending(&self) -> Option<&PendingSave> {
        self.pending.as_ref()
    }
}

impl DocumentId {
    /// The open event that a document belongs to; nothing for the link book.
    pub fn event_id(self) -> Option<EventId> {
        match self {
            DocumentId::Event(open_event) | DocumentId::Session(open_event, _) => Some(open_event),
            DocumentId::Book => None,
        }
    }

    /// The session, if it is one.
    pub fn session_id(self) -> Option<SessionId> {
        match self {
            DocumentId::Session(_, session_id) => Some(session_id),
            DocumentId::Event(_) | DocumentId::Book => None,
        }
    }
}
