//! What the journal is told: everything that was changed since it was told last, before the next
//! frame.
//!
//! Typing is told edit by edit; all other changes tell the whole of what was changed. What stands
//! in a line or a form that was not entered yet is told as if it had been entered: that is what a
//! person sees.
//!
//! Promises: [`App::update`](super::App::update) returns these updates as its first effect, so that
//! no save goes out and no frame is drawn before them. A journal is removed only when the job that
//! made its text durable has been answered. When a file's merge base changes, its journal is begun
//! anew from that base.

mod begin;
mod changes;
mod report;
#[cfg(test)]
mod tests;

pub use report::JournalReport;

use super::App;
use super::effect::{DocumentId, Effect, Job, SaveHow};
use super::open_event::{EventId, SessionId};
use super::update::typed;
use crate::store::journal::{JournalOrigin, JournalRecord, Snapshot, SnapshotKind};
use changes::{DocumentChange, JournalContent};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::time::Duration;

/// Something for the journal.
#[derive(Debug, Clone, PartialEq)]
pub enum JournalUpdate {
    /// Begins the journal of a document; what it had goes when the new one is durable.
    Begin {
        /// Which document.
        item: DocumentId,
        /// What it is begun with.
        origin: Box<JournalOrigin>,
        /// What it says.
        records: Vec<JournalRecord>,
        /// A title that was being typed and became this document: its journal goes with the old
        /// one.
        instead_of: Option<DocumentId>,
    },
    /// Writes records behind the others.
    Append {
        /// Which document.
        item: DocumentId,
        /// The records.
        records: Vec<JournalRecord>,
    },
    /// Removes the journal of a document, whose text is durable elsewhere.
    Remove {
        /// Which document.
        item: DocumentId,
    },
}

/// The session that a title is being typed for.
pub const NEW_SESSION: SessionId = SessionId(u32::MAX);

/// The event that a title is being typed for.
pub const NEW_EVENT: DocumentId = DocumentId::Event(EventId(0));

/// How long after a journal could not be written it is tried again.
const RETRY: Duration = Duration::from_secs(1);

/// From what size on a journal that is much longer than what it says is begun anew, in bytes.
const LONG: usize = 1024 * 1024;

/// How many unanswered saves a journal that is begun anew still knows.
const ATTEMPTS: usize = 8;

/// What the app knows of its journals.
#[derive(Debug, Default)]
pub struct JournalState {
    open: HashMap<DocumentId, OpenJournal>,
    /// Documents with journals that took no more; they go with the next one that is begun, or that
    /// is removed.
    stale: HashSet<DocumentId>,
    /// The newest revision of each document that is durable in its file.
    saved: HashMap<DocumentId, u64>,
    /// What stood in an open line or form when the journal was told last.
    typed: Option<(DocumentId, Snapshot)>,
    renew: BTreeSet<DocumentId>,
    remove: BTreeSet<DocumentId>,
    /// The link book was changed.
    pub(super) book_changed: bool,
    /// When it could not be written, by [`App::elapsed`].
    failed: Option<Duration>,
    /// One refusal is often the only one: everything was told once more and has no answer yet.
    again: bool,
}

/// The journal of a document.
#[derive(Debug, Default)]
struct OpenJournal {
    /// The newest revision that it has.
    revision: u64,
    /// It ends in what stands in a line or form that was not entered yet.
    typed: bool,
    written: usize,
    whole: usize,
}

impl App {
    /// Puts what the journal has to be told before the other effects.
    pub(super) fn journal(&mut self, mut effects: Vec<Effect>) -> Vec<Effect> {
        let failed = self.journal.failed;
        if failed.is_some_and(|at| self.elapsed.saturating_sub(at) < RETRY) {
            return effects;
        }
        let mut updates = Vec::new();
        for change in self.journal_changes() {
            let item = change.item;
            let begun = updates.len();
            self.tell(change, &mut updates);
            if self.journal.renew.contains(&item) || self.journal.remove.contains(&item) {
                // What others wrote came out of the file, and is in what takes this one's place. A
                // power cut may bring this one back, without that.
                let is_written = |at: usize, update: &JournalUpdate| {
                    at < begun || !matches!(update, JournalUpdate::Append { .. })
                };
                let mut at = 0..;
                updates.retain(|update| is_written(at.next().unwrap_or(0), update));
            }
        }
        // A title that is not typed any more has become a document, or nothing.
        let typed = self.journal.typed.as_ref().map(|(item, _)| *item);
        let stale = self.journal.stale.iter().copied();
        let titles = stale.filter(|item| is_title(*item) && typed != Some(*item));
        let titles: Vec<DocumentId> = titles.collect();
        self.journal.remove.extend(titles);
        for item in std::mem::take(&mut self.journal.renew) {
            self.renew(item, &mut updates);
        }
        for effect in &effects {
            self.mark(effect, &mut updates);
        }
        for item in std::mem::take(&mut self.journal.remove) {
            self.remove_journal(item, &mut updates);
        }
        // Until it is known to be replaced, a title is one to be removed.
        self.journal.stale.extend(replace_titles(&mut updates));
        if !updates.is_empty() {
            effects.insert(0, Effect::Journal(updates));
        }
        effects
    }

    /// What a document says, with what is in editors.
    pub fn snapshot(&self, item: DocumentId) -> Option<Snapshot> {
        match item.event_id() {
            Some(id) => self.event_of(id)?.snapshot(item),
            None => Some(Snapshot::from(crate::store::LinkBook {
                links: self.book.clone(),
            })),
        }
    }

    /// What a document would say if what stands in an open line or form were entered, as the
    /// journal was told last.
    pub fn typed_paper(&self, item: DocumentId) -> Option<Snapshot> {
        let (found, snapshot) = self.journal.typed.as_ref()?;
        (*found == item).then(|| snapshot.clone())
    }

    /// The same as it stands now.
    pub fn typed_now(&self) -> Option<(DocumentId, Snapshot)> {
        typed::typed(self)
    }

    /// How a document is to be saved.
    pub(super) fn save_how(&self, item: DocumentId) -> SaveHow {
        let file = self.files.get(item);
        // Where no journal can be written nothing can be noted beside one, and the text has nowhere
        // else to go than into its file.
        let is_journaled = self.saving.no_journal.is_none();
        let key = is_journaled.then(|| self.journal_key(item));
        SaveHow {
            revision: self.revision(item),
            key: key.unwrap_or_default(),
            may_return: file.is_some_and(|file| file.may_return),
        }
    }

    /// How often a document was changed.
    pub(super) fn revision(&self, item: DocumentId) -> u64 {
        match item.event_id() {
            Some(id) => self
                .event_of(id)
                .map_or(0, |open_event| open_event.revision(item)),
            None => self.saving.book.revision,
        }
    }

    /// What a document is noted under beside its journal; nothing for what is only a title that is
    /// being typed.
    fn journal_key(&self, item: DocumentId) -> String {
        let instance = &self.instance;
        match item {
            NEW_EVENT | DocumentId::Session(_, NEW_SESSION) => String::new(),
            DocumentId::Book => format!("{instance}-book"),
            DocumentId::Event(open_event) => format!("{instance}-{}", open_event.0),
            DocumentId::Session(open_event, session_id) => {
                format!("{instance}-{}-{}", open_event.0, session_id.0)
            }
        }
    }

    fn tell(&mut self, change: DocumentChange, updates: &mut Vec<JournalUpdate>) {
        let DocumentChange {
            item,
            revision,
            content,
        } = change;
        let is_new = !self.journal.open.contains_key(&item);
        let typed = matches!(content, JournalContent::Typed(_));
        let is_saved = self.journal.is_saved(item, revision);
        match content {
            JournalContent::Whole(snapshot) | JournalContent::Closed(Some(snapshot)) if is_new => {
                if !is_saved {
                    self.begin(item, revision, snapshot, false, updates);
                }
            }
            JournalContent::Typed(snapshot) if is_new => {
                self.begin(item, revision, snapshot, true, updates)
            }
            JournalContent::Closed(None) => self.remove_journal(item, updates),
            JournalContent::Closed(_) if is_saved => self.remove_journal(item, updates),
            JournalContent::Edits(_) if is_new => {}
            content => {
                let records = content.records();
                if let Some(open) = self.journal.open.get_mut(&item) {
                    open.revision = revision;
                    open.typed = typed;
                    let length: usize = records.iter().map(JournalRecord::length).sum();
                    open.written += length;
                    if matches!(records.as_slice(), [JournalRecord::Whole { .. }]) {
                        open.whole = length;
                    }
                    if open.written > LONG && open.written > 4 * open.whole && !typed {
                        self.journal.renew.insert(item);
                    }
                }
                updates.push(JournalUpdate::Append { item, records });
            }
        }
    }

    /// Removes a journal; one whose save is not answered stays until it is.
    fn remove_journal(&mut self, item: DocumentId, updates: &mut Vec<JournalUpdate>) {
        if self
            .files
            .get(item)
            .is_some_and(|file| file.pending().is_some())
        {
            tracing::debug!("a journal stays until its save is answered");
            return;
        }
        let open = self.journal.open.remove(&item).is_some();
        let stale = self.journal.stale.remove(&item);
        if open || stale {
            updates.push(JournalUpdate::Remove { item });
        }
    }

    /// Takes note that a revision is durable in its file: its journal goes, or is begun anew from
    /// what the file says now.
    pub(super) fn journal_saved(&mut self, item: DocumentId, revision: u64) {
        let saved = self.journal.saved.entry(item).or_default();
        *saved = revision.max(*saved);
        let newest = self.revision(item);
        match self.journal.open.get(&item) {
            Some(open) if open.revision <= revision && !open.typed && newest <= revision => {
                self.journal.remove.insert(item);
            }
            Some(_) => {
                self.journal.renew.insert(item);
            }
            None if newest <= revision => {
                self.journal.remove.insert(item);
            }
            None => {}
        }
    }

    /// Takes note that a document's file says something else now, which the app has taken over.
    pub(super) fn journal_rebased(&mut self, item: DocumentId) {
        if self.journal.open.contains_key(&item) {
            self.journal.renew.insert(item);
        }
    }

    /// Takes note that a removed document is durable in the trash.
    pub(super) fn journal_removed(&mut self, item: DocumentId) {
        self.journal.remove.insert(item);
    }
}

/// Whether something is only a title that is being typed.
fn is_title(item: DocumentId) -> bool {
    matches!(item, NEW_EVENT | DocumentId::Session(_, NEW_SESSION))
}

/// Where a title that was being typed became a document, the journal of that takes the place of the
/// title's, which is returned.
fn replace_titles(updates: &mut Vec<JournalUpdate>) -> Option<DocumentId> {
    let title = updates
        .iter()
        .position(|update| matches!(update, JournalUpdate::Remove { item } if is_title(*item)));
    let at = title?;
    let JournalUpdate::Remove { item: title } = updates[at] else {
        return None;
    };
    let is_event = title == NEW_EVENT;
    let instead_of = updates.iter_mut().find_map(|update| match update {
        JournalUpdate::Begin {
            item, instead_of, ..
        } if matches!(item, DocumentId::Event(_)) == is_event => Some(instead_of),
        _ => None,
    })?;
    *instead_of = Some(title);
    updates.remove(at);
    Some(title)
}

impl JournalState {
    fn is_saved(&self, item: DocumentId, revision: u64) -> bool {
        self.saved.get(&item).copied().unwrap_or(0) >= revision
    }

    /// Whether the app wants to know that what it told was written.
    pub fn awaits_answer(&self) -> bool {
        self.again || self.failed.is_some()
    }
}

impl SnapshotKind {
    /// The kind of a document's file.
    pub fn of(item: DocumentId) -> SnapshotKind {
        match item {
            DocumentId::Event(_) => SnapshotKind::Event,
            DocumentId::Session(..) => SnapshotKind::Session,
            DocumentId::Book => SnapshotKind::Book,
        }
    }
}
