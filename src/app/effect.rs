//! What the app asks of the world, as values, and what comes back. Only `term` carries them out.

use super::files::LoadedFile;
use super::journal_update::JournalUpdate;
use super::open_event::{EventId, SessionId, TextId};
use super::scan::{Scan, ScanRequest};
use super::settings::Answer;
use super::unreadable::{Raw, UnreadableFile};
use super::versions::ListedVersion;
use crate::model::event::Event;
use crate::model::link::Link;
use crate::model::session::Session;
use crate::publish::Existing;
use crate::store::index::Index;
use crate::store::journal::JournalKey;
use crate::store::{Backup, Conflict, FieldConflict, LinkBook, Loaded, Removed};
use std::path::PathBuf;
use std::sync::Arc;

/// Something to be done outside the state.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Something for the journal; always the first, and done before anything is drawn.
    Journal(Vec<JournalUpdate>),
    /// Something on disk; done in order by a thread of its own.
    Disk(Job),
    /// Puts a text on the clipboard.
    Copy(String),
    /// Opens a text in the person's own editor and waits for it.
    Editor {
        /// What the text is, for the file's name.
        name: String,
        /// The text.
        text: String,
        /// Which text of the open event it is.
        of: TextId,
    },
    /// Opens a file in the person's own editor and waits for it.
    EditFile {
        /// The file.
        path: PathBuf,
    },
    /// Back to the shell until it continues us.
    Suspend,
    /// The end, after what is still to be saved.
    Quit,
}

/// Something to do on disk.
#[derive(Debug, Clone, PartialEq)]
pub enum Job {
    /// Lists the events.
    List,
    /// Brings the index of the notebook up to date, in the background.
    Index,
    /// Opens an event.
    Open {
        /// What the app will call it.
        event_id: EventId,
        /// Its folder.
        folder: String,
    },
    /// Remembers an answer for the next start.
    Remember(Answer),
    /// Reads a file again that could not be read.
    ReadAgain {
        /// The file.
        path: PathBuf,
        /// The open event that it is a session of, its folder, and what the app will call the
        /// session; without these it is an event's.
        session: Option<(EventId, String, SessionId)>,
    },
    /// Saves an event; makes it when it is not there yet.
    SaveEvent {
        /// Which.
        event_id: EventId,
        /// What its file said, as far as the app has taken it over; nothing when there is none.
        base: Option<Arc<Loaded<Event>>>,
        /// What it says now.
        event: Box<Event>,
        /// How it is to be saved.
        how: SaveHow,
    },
    /// Saves a session; makes it when it is not there yet, brings it back when it was removed.
    SaveSession {
        /// Of which event.
        event_id: EventId,
        /// The event's folder.
        folder: String,
        /// Which.
        session_id: SessionId,
        /// What its file said, as far as the app has taken it over; nothing when there is none.
        base: Option<Arc<Loaded<Session>>>,
        /// Where it lies in the trash, if it does.
        trashed: Option<Removed>,
        /// What it says now.
        session: Box<Session>,
        /// How it is to be saved.
        how: SaveHow,
    },
    /// Saves the link book; what others wrote there meanwhile is merged in.
    SaveBook {
        /// What its file said, as far as the app has taken it over; nothing when it could not be
        /// read.
        base: Option<Arc<Loaded<LinkBook>>>,
        /// The links.
        links: Vec<Link>,
        /// How they are to be saved.
        how: SaveHow,
    },
    /// Moves a session to the trash, with what it said last.
    RemoveSession {
        /// Of which event.
        event_id: EventId,
        /// The event's folder.
        folder: String,
        /// Which.
        session_id: SessionId,
        /// What its file said, as far as the app has taken it over; nothing when it was never
        /// saved.
        base: Option<Arc<Loaded<Session>>>,
        /// What it said last.
        session: Box<Session>,
        /// How it is to be saved before it goes.
        how: SaveHow,
    },
    /// Moves an event that is not open to the trash.
    RemoveEvent {
        /// Its folder.
        folder: String,
    },
    /// Brings an event back that was removed.
    RestoreEvent {
        /// Where it was and where it is.
        removed: Removed,
    },
    /// Looks what others did to the notebook, and claims what is written in.
    Scan(ScanRequest),
    /// Saves an event as it is here into a notebook in another folder.
    SaveCopy {
        /// The folder.
        folder: PathBuf,
        /// The event.
        event: Box<Event>,
        /// Its sessions.
        sessions: Vec<Session>,
    },
    /// Writes what was chosen over a file in which git left both sides of a merge.
    Resolve {
        /// The file with both sides.
        conflict: Box<Conflict>,
        /// What it is to say.
        text: String,
    },
    /// Makes a file what it was in an earlier version; what it says is put aside.
    BringBack {
        /// The file.
        file: PathBuf,
        /// The version.
        version: Backup,
    },
    /// Looks for earlier versions.
    Versions {
        /// Of what.
        item: DocumentId,
        /// Its file.
        path: PathBuf,
    },
    /// Puts a text of a file aside, as a version.
    PutAside {
        /// The file.
        path: PathBuf,
        /// What it says.
        text: String,
    },
    /// Reads the programme of an event.
    Programme {
        /// Of which event.
        event_id: EventId,
        /// Its folder.
        folder: String,
    },
    /// Looks what stands where a post would go.
    Look {
        /// The file.
        path: String,
        /// The folder of the event whose post it would be.
        folder: String,
        /// The event.
        event: Box<Event>,
        /// Where this laptop's posts go.
        export_folder: Option<PathBuf>,
    },
    /// Writes a post.
    Export {
        /// The file.
        path: String,
        /// The folder of the event whose post it is.
        folder: String,
        /// The text.
        text: String,
        /// The hash of what is to be there; nothing when no file is to be there.
        expected: Option<String>,
        /// Keeps a backup of what is there.
        keeps: bool,
    },
}

impl Job {
    /// Whether it saves what is journaled.
    pub fn saves(&self) -> bool {
        matches!(
            self,
            Job::SaveEvent { .. }
                | Job::SaveSession { .. }
                | Job::SaveBook { .. }
                | Job::RemoveSession { .. }
        )
    }
}

/// How a document is to be saved.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SaveHow {
    /// The app's count of its changes.
    pub revision: u64,
    /// What the document is noted under beside its journal; nothing where nothing is to be noted.
    pub key: String,
    /// Somebody else removed the file, and it may be written again.
    pub may_return: bool,
}

impl SaveHow {
    /// What the save is noted under.
    pub fn key(&self) -> JournalKey<'_> {
        JournalKey {
            key: &self.key,
            revision: self.revision,
        }
    }
}

/// One thing that is kept in a file of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DocumentId {
    /// The event itself.
    Event(EventId),
    /// One of its sessions.
    Session(EventId, SessionId),
    /// The link book.
    Book,
}

/// What came of an effect.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The events as they are now.
    Listed {
        /// The events, newest first.
        events: Vec<crate::store::EventEntry>,
        /// What could not be read.
        unreadable: Vec<UnreadableFile>,
    },
    /// The programme of an event; nothing where none was imported.
    Programme {
        /// Of which event.
        event_id: EventId,
        /// The programme, or why it cannot be read.
        programme: Result<Option<crate::model::programme::Programme>, String>,
    },
    /// What the notebook says, for finding.
    Indexed(Index),
    /// What killed saves left beside their files, each in a sentence.
    LeftOver(Vec<String>),
    /// An event was opened.
    Opened(Box<Opened>),
    /// A file can be read again.
    Readable {
        /// The file.
        path: PathBuf,
        /// The session in it; without one it is an event's.
        session: Option<(EventId, SessionId, Arc<Loaded<Session>>)>,
    },
    /// A file cannot be read.
    Unreadable {
        /// The folder of the event that was to be opened, if that was what it was read for.
        folder: Option<String>,
        /// What is wrong, and what the file says.
        raw: Box<Raw>,
    },
    /// It is on disk.
    Saved {
        /// What.
        item: DocumentId,
        /// The revision that is.
        revision: u64,
        /// What the file says now, with what others wrote there meanwhile.
        loaded: LoadedFile,
        /// Our version, when both had changed the same value.
        backup: Option<BackupCopy>,
        /// Names that are of private people, and stayed out of the link book.
        private: Vec<String>,
        /// The system promised that it stays there when the power goes.
        durable: bool,
    },
    /// A session is in the trash.
    Removed {
        /// Which.
        item: DocumentId,
        /// What its file said before it went.
        loaded: LoadedFile,
        /// Where it was and where it is.
        removed: Removed,
        /// The system promised that it stays there when the power goes.
        durable: bool,
    },
    /// A session could not be moved to the trash and is where it was.
    NotRemoved {
        /// Which.
        item: DocumentId,
        /// Why, in a sentence.
        why: String,
    },
    /// An event is in the trash.
    EventRemoved {
        /// Its folder.
        folder: String,
        /// Where it was and where it is, or why it could not be moved.
        removed: Result<Removed, String>,
    },
    /// A removed event is back, and whether the system promised that it stays there when the power
    /// goes; or why it could not be.
    EventRestored(Result<bool, String>),
    /// What a look around has found.
    Scanned(Box<Scan>),
    /// Git left both sides of a merge in a file.
    Conflict(Box<Conflict>),
    /// Such a file is settled.
    Resolved {
        /// The file.
        path: PathBuf,
        /// The system promised that it stays so when the power goes.
        durable: bool,
    },
    /// It was not saved, since somebody removed its file.
    FileDeleted(DocumentId),
    /// It could not be saved; what was there is still there.
    NotSaved {
        /// What.
        item: DocumentId,
        /// Why, in two or three words.
        short: String,
        /// Why, in a sentence.
        why: String,
    },
    /// What stands where a post would go.
    Looked {
        /// The file.
        path: String,
        /// The file, if there is one; or why it cannot be used.
        found: Result<Option<Existing>, String>,
    },
    /// The post is written.
    Exported {
        /// The file.
        path: String,
        /// The system promised that it stays there when the power goes.
        durable: bool,
    },
    /// The earlier versions of something.
    Versions {
        /// What.
        item: DocumentId,
        /// The versions that can be read, newest first.
        all: Vec<ListedVersion>,
    },
    /// A file is what it was in an earlier version.
    Brought {
        /// The file.
        file: PathBuf,
        /// What it said until now, if it was there.
        aside: Option<Backup>,
        /// The system promised that both stay when the power goes.
        durable: bool,
    },
    /// The person's own editor is closed.
    Edited {
        /// The text, or why there is none.
        text: Result<String, String>,
    },
    /// The person's own editor on a file is closed.
    Closed {
        /// The file.
        path: PathBuf,
        /// Why it was not opened, or that it failed.
        left: Result<(), String>,
    },
    /// A job that leaves nothing else to say is done.
    Report(String),
    /// A job failed.
    Failed(String),
}

impl Outcome {
    /// Whether something that was to be saved was not.
    pub fn is_not_saved(&self) -> bool {
        matches!(
            self,
            Outcome::NotSaved { .. } | Outcome::NotRemoved { .. } | Outcome::FileDeleted(_)
        )
    }
}

/// An event as it was found on disk.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// What the app calls it.
    pub event_id: EventId,
    /// Its folder.
    pub folder: String,
    /// The event.
    pub event: Arc<Loaded<Event>>,
    /// Its sessions.
    pub sessions: Vec<(SessionId, Arc<Loaded<Session>>)>,
    /// What could not be read.
    pub unreadable: Vec<UnreadableFile>,
    /// Why nothing of it can be written, in two or three words.
    pub locked_out: Option<&'static str>,
    /// Where its post was written last from this laptop.
    pub written: Option<PathBuf>,
}

/// What is kept of ours when two writers set the same values at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupCopy {
    /// The file that has all of it.
    pub path: PathBuf,
    /// The values.
    pub conflicts: Vec<FieldConflict>,
}
