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
        SaveHow {
            revision: self.revision(item),
            key: self.journal_key(item),
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

    /// Begins the journal of a document with what its file said, the saves that may have come
    /// through, and what is on the screen.
    fn begin(
        &mut self,
        item: DocumentId,
        revision: u64,
        snapshot: Snapshot,
        typed: bool,
        updates: &mut Vec<JournalUpdate>,
    ) {
        let open_event = item.event_id().and_then(|id| self.event_of(id));
        let loaded = self.files.loaded(item);
        let origin = JournalOrigin {
            path: loaded.map(|file| file.path().to_owned()),
            base: loaded.and_then(|file| file.text()).map(str::to_owned),
            folder: open_event
                .and_then(|open_event| open_event.folder.clone())
                .unwrap_or_default(),
            event: open_event
                .map(|open_event| open_event.event.title.clone())
                .unwrap_or_default(),
            key: self.journal_key(item),
            revision,
            ..JournalOrigin::of(&snapshot)
        };
        let mut records: Vec<JournalRecord> = origin
            .base
            .clone()
            .map(JournalRecord::Base)
            .into_iter()
            .collect();
        for sent in self.unanswered(item) {
            records.extend([sent.whole(), JournalRecord::Saving]);
        }
        let whole = snapshot.whole();
        let length = whole.length();
        records.push(whole);
        let written = records.iter().map(JournalRecord::length).sum();
        let open = OpenJournal {
            revision,
            typed,
            written,
            whole: length,
        };
        self.journal.open.insert(item, open);
        self.journal.stale.remove(&item);
        updates.push(JournalUpdate::Begin {
            item,
            origin: Box::new(origin),
            records,
            instead_of: None,
        });
    }

    /// What was sent to be saved and may be in the file without the app knowing.
    fn unanswered(&self, item: DocumentId) -> Vec<Snapshot> {
        let Some(file) = self.files.get(item) else {
            return Vec::new();
        };
        let mut all = file
            .loaded
            .as_ref()
            .map_or_else(Vec::new, |file| file.attempts());
        all.extend(file.pending().map(|pending| pending.sent.clone()));
        all.split_off(all.len().saturating_sub(ATTEMPTS))
    }

    /// Begins a journal anew, since what its file said is something else now, or since it has
    /// become long.
    fn renew(&mut self, item: DocumentId, updates: &mut Vec<JournalUpdate>) {
        let Some(open) = self.journal.open.get(&item) else {
            return;
        };
        let (revision, typed) = (open.revision, open.typed);
        let snapshot = match typed {
            true => self.typed_paper(item),
            false => self.snapshot(item),
        };
        let Some(snapshot) = snapshot else {
            return;
        };
        let is_durable = !self.saving.unsure.contains(&item) && self.unanswered(item).is_empty();
        let says_it = self
            .files
            .loaded(item)
            .is_some_and(|file| file.says(&snapshot));
        match is_durable && says_it && !typed {
            true => self.remove_journal(item, updates),
            false => self.begin(item, revision, snapshot, typed, updates),
        }
    }

    /// Marks what is on its way to the file, so that it is known again there.
    fn mark(&mut self, effect: &Effect, updates: &mut Vec<JournalUpdate>) {
        let Effect::Disk(job) = effect else {
            return;
        };
        let (item, snapshot) = match job {
            Job::SaveEvent {
                event_id, event, ..
            } => (DocumentId::Event(*event_id), Snapshot::Event(event.clone())),
            Job::SaveSession {
                event_id,
                session_id,
                session,
                ..
            }
            | Job::RemoveSession {
                event_id,
                session_id,
                session,
                ..
            } => (
                DocumentId::Session(*event_id, *session_id),
                Snapshot::Session(session.clone()),
            ),
            Job::SaveBook { links, .. } => {
                let links = links.clone();
                (
                    DocumentId::Book,
                    Snapshot::from(crate::store::LinkBook { links }),
                )
            }
            _ => return,
        };
        let Some(open) = self.journal.open.get(&item) else {
            return;
        };
        // What stands in a line or form that was not entered is in the journal, and not in what is
        // saved.
        let typed = self.typed_paper(item).filter(|_| open.typed);
        let records = match typed {
            Some(typed) => vec![snapshot.fields(), JournalRecord::Saving, typed.fields()],
            None => vec![JournalRecord::Saving],
        };
        updates.push(JournalUpdate::Append { item, records });
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
