//! What others do to the same notebook: who writes in which file, and what has become of the files.

use super::effect::DocumentId;
use super::files::LoadedFile;
use super::open_event::EventId;
use super::unreadable::UnreadableFile;
use crate::model::notebook::Notebook;
use crate::model::session::Session;
use crate::store::{Holder, Loaded};
use chrono::{DateTime, Utc};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

/// A look around: what is asked of the disk.
#[derive(Debug, Clone, PartialEq)]
pub struct ScanRequest {
    /// The open event and its folder.
    pub open_event: Option<(EventId, String)>,
    /// What the files said, as far as the app has taken it over.
    pub files: Vec<(DocumentId, LoadedFile)>,
    /// The notebook's settings as the app has them.
    pub notebook: Option<Arc<Loaded<Notebook>>>,
    /// All that is to be claimed; what else was claimed is let go of.
    pub locks: BTreeSet<DocumentId>,
    /// What another app is asked to let go of.
    pub requests: BTreeSet<DocumentId>,
    /// The present moment.
    pub now: DateTime<Utc>,
}

/// What a look around has found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scan {
    /// The open event.
    pub event_id: Option<EventId>,
    /// What has become of its files.
    pub changes: Vec<ExternalChange>,
    /// Files of it that cannot be read, each with its place.
    pub unreadable: Vec<UnreadableFile>,
    /// What is claimed by this app now.
    pub ours: Vec<DocumentId>,
    /// What others have claimed.
    pub theirs: Vec<(DocumentId, Holder)>,
    /// What others wish this app to let go of.
    pub requested: Vec<(DocumentId, Holder)>,
    /// The author's defaults, when they are others than before.
    pub notebook: Option<Arc<Loaded<Notebook>>>,
}

/// Something that was done to a file from outside.
#[derive(Debug, Clone, PartialEq)]
pub enum ExternalChange {
    /// It says something else.
    Changed(DocumentId, LoadedFile),
    /// It is new.
    New(Arc<Loaded<Session>>),
    /// It is not there any more.
    Deleted(DocumentId),
}

/// Who writes in what.
#[derive(Debug, Default)]
pub struct EditLocks {
    /// What others write in now.
    pub held: HashMap<DocumentId, Holder>,
    /// What another app was asked to let go of, and when, by
    /// [`App::elapsed`](super::App::elapsed).
    pub requested: HashMap<DocumentId, Duration>,
    /// What is written here although the other app gave no answer.
    pub(super) forced: HashSet<DocumentId>,
    /// What others wished this app to let go of, when it was looked last.
    pub(super) received: HashMap<DocumentId, Holder>,
    /// Older wishes than this app's own: they do not count, however long they stay.
    pub(super) overruled: HashMap<DocumentId, Holder>,
    /// What is not claimed although it has the keys: somebody else has it, or had it a moment ago.
    pub(super) released: HashSet<DocumentId>,
    /// What the disk was told last.
    pub(super) sent: Option<(Option<EventId>, BTreeSet<DocumentId>, BTreeSet<DocumentId>)>,
    /// When it was looked around last.
    pub(super) scanned: Duration,
    /// How many scans have no answer yet.
    pub(super) unanswered: usize,
    /// Something happened since the last of them was sent.
    pub(super) again: bool,
}

impl EditLocks {
    /// Who else writes in an item, so that it is only to be read here.
    pub fn holder(&self, item: DocumentId) -> Option<&Holder> {
        let holder = self.held.get(&item)?;
        (!self.forced.contains(&item)).then_some(holder)
    }
}

/// A question: a file was removed elsewhere while its text is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletedPrompt {
    /// Whose file.
    pub item: DocumentId,
    /// What a person calls it.
    pub title: String,
    /// When the keys are the question's, by [`App::elapsed`](super::App::elapsed): it comes by
    /// itself, so whoever types goes on in the text until they pause.
    pub calm: Duration,
}
