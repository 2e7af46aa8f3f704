//! What the app asks of the world, as values, and what comes back. Only `term` carries them out.

use super::around::{Around, LookAround};
use super::desk::{DeskId, Sid, Text};
use super::raw::{Broken, Raw};
use super::settings::Answer;
use super::versions::Version;
use crate::model::event::Event;
use crate::model::link::Link;
use crate::model::session::Session;
use crate::store::index::Index;
use crate::store::{Clashed, Conflict, Snapshot};
use std::path::PathBuf;

/// Something to be done outside the state.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
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
        of: Text,
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
        desk: DeskId,
        /// Its folder.
        folder: String,
    },
    /// Remembers an answer for the next start.
    Remember(Answer),
    /// Reads a file again that could not be read.
    ReadAgain {
        /// The file.
        path: PathBuf,
        /// The open event that it is a session of, and what the app will call the session; without these it is an event's.
        session: Option<(DeskId, Sid)>,
    },
    /// Saves an event; makes it when it is not there yet.
    SaveEvent {
        /// Which.
        desk: DeskId,
        /// What it says now.
        event: Box<Event>,
        /// The app's count of its changes.
        revision: u64,
    },
    /// Saves a session; makes it when it is not there yet, brings it back when it was removed.
    SaveSession {
        /// Of which event.
        desk: DeskId,
        /// Which.
        sid: Sid,
        /// What it says now.
        session: Box<Session>,
        /// The app's count of its changes.
        revision: u64,
    },
    /// Looks whether somebody else changed a session that has nothing unsaved here.
    WatchSession {
        /// Of which event.
        desk: DeskId,
        /// Which.
        sid: Sid,
        /// What it says here.
        session: Box<Session>,
        /// The app's count of its changes.
        revision: u64,
    },
    /// Moves a session to the trash.
    RemoveSession {
        /// Of which event.
        desk: DeskId,
        /// Which.
        sid: Sid,
    },
    /// Moves an event that is not open to the trash.
    RemoveEvent {
        /// Its folder.
        folder: String,
    },
    /// Brings the event back that was removed from that folder.
    RestoreEvent {
        /// Its folder.
        folder: String,
    },
    /// Looks what others did to the notebook, and claims what is written in.
    LookAround(LookAround),
    /// A session that a look around has found is one of the open event now.
    Adopt {
        /// Of which event.
        desk: DeskId,
        /// Which it is now.
        sid: Sid,
        /// The name of its file.
        name: String,
    },
    /// Saves an event as it is here into a notebook in another folder.
    SaveElsewhere {
        /// The folder.
        folder: PathBuf,
        /// The event.
        event: Box<Event>,
        /// Its sessions.
        sessions: Vec<Session>,
    },
    /// Writes what was chosen over a file in which git left both sides of a merge.
    Settle {
        /// The file with both sides.
        conflict: Box<Conflict>,
        /// What it is to say.
        text: String,
    },
    /// A file that was removed elsewhere may be written again.
    MayReturn(Item),
    /// The app has taken over what others wrote meanwhile.
    Taken(Item),
    /// Saves the link book; what others wrote there meanwhile is merged in.
    SaveBook {
        /// The links.
        links: Vec<Link>,
        /// The app's count of its changes.
        revision: u64,
    },
    /// Looks whether somebody else changed the link book, which has nothing unsaved here.
    WatchBook {
        /// The links as they are here.
        links: Vec<Link>,
        /// The app's count of its changes.
        revision: u64,
    },
    /// The app has taken over what others wrote into the link book.
    TakenBook,
    /// Makes a file what it was in an earlier version; what it says is put aside.
    BringBack {
        /// The file.
        file: PathBuf,
        /// The version.
        version: Snapshot,
    },
    /// Looks for earlier versions.
    Versions(Item),
    /// Puts what a file says aside, as a version.
    PutAside(Item),
    /// Reads the programme of an event.
    Programme {
        /// Of which event.
        desk: DeskId,
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

/// One thing that is kept in a file of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Item {
    /// The event itself.
    Event(DeskId),
    /// One of its sessions.
    Session(DeskId, Sid),
}

/// What came of an effect.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The events as they are now.
    Listed {
        /// The events, newest first.
        events: Vec<crate::store::EventEntry>,
        /// What could not be read.
        troubles: Vec<Broken>,
    },
    /// The link book is on disk, or was looked at.
    Book {
        /// The revision that it was.
        revision: u64,
        /// What it says with the changes of others, or without what may not stand in it.
        merged: Option<Vec<Link>>,
        /// Names that are of private people, and stayed out.
        private: Vec<String>,
        /// Where our version is kept, when both had changed the same value.
        kept: Option<PathBuf>,
        /// It was saved, not only looked at.
        saved: bool,
    },
    /// The link book could not be saved; what was there is still there.
    BookNotSaved {
        /// Why, in two or three words.
        short: String,
        /// Why, in a sentence.
        why: String,
    },
    /// The programme of an event; nothing where none was imported.
    Programme {
        /// Of which event.
        desk: DeskId,
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
        /// The session in it; without one it is an event's, or the app learns of the session otherwise.
        session: Option<(DeskId, Sid, Box<Session>)>,
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
        item: Item,
        /// The revision that is.
        revision: u64,
        /// The event's folder.
        folder: String,
        /// What it says with the changes that others made meanwhile.
        merged: Option<Box<Merged>>,
        /// Our version, when both had changed the same value.
        kept: Option<Kept>,
        /// The system promised that it stays there when the power goes.
        durable: bool,
    },
    /// Somebody else changed it.
    Changed {
        /// What.
        item: Item,
        /// The revision with which theirs was merged.
        revision: u64,
        /// What it says now.
        merged: Box<Merged>,
    },
    /// What a look around has found.
    Around(Box<Around>),
    /// Git left both sides of a merge in a file.
    Conflict(Box<Conflict>),
    /// Such a file is settled.
    Settled(PathBuf),
    /// It was not saved, since somebody removed its file.
    Gone(Item),
    /// It could not be saved; what was there is still there.
    NotSaved {
        /// What.
        item: Item,
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
        found: Result<Option<Found>, String>,
    },
    /// The post is written.
    Exported {
        /// The file.
        path: String,
    },
    /// The earlier versions of something.
    Versions {
        /// What.
        item: Item,
        /// The versions that can be read, newest first.
        all: Vec<Version>,
    },
    /// A file is what it was in an earlier version.
    Brought {
        /// The file.
        file: PathBuf,
        /// What it said until now, if it was there.
        aside: Option<Snapshot>,
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
    Told(String),
    /// A job failed.
    Failed(String),
}

impl Outcome {
    /// Whether something that was to be saved was not.
    pub fn is_not_saved(&self) -> bool {
        matches!(
            self,
            Outcome::NotSaved { .. } | Outcome::Gone(_) | Outcome::BookNotSaved { .. }
        )
    }
}

/// A file that stands where a post would go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its text.
    pub text: String,
    /// The hash of its bytes.
    pub hash: String,
    /// It is as an export of this event from this laptop left it.
    pub ours: bool,
}

/// An event as it was found on disk.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// What the app calls it.
    pub desk: DeskId,
    /// Its folder.
    pub folder: String,
    /// The event.
    pub event: Event,
    /// Its sessions.
    pub sessions: Vec<(Sid, Session)>,
    /// What could not be read.
    pub troubles: Vec<Broken>,
    /// Why nothing of it can be written, in two or three words.
    pub locked_out: Option<&'static str>,
    /// Where its post was written last from this laptop.
    pub written: Option<PathBuf>,
}

/// What is kept of ours when two writers set the same values at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The file that has all of it.
    pub path: PathBuf,
    /// The values.
    pub clashed: Vec<Clashed>,
}

/// A file's content with the changes of others in it.
#[derive(Debug, Clone, PartialEq)]
pub enum Merged {
    /// An event.
    Event(Event),
    /// A session.
    Session(Session),
}
