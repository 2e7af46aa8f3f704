//! Beginning journals, beginning them anew from another merge base, and marking what is on its way
//! to a file.

use super::{ATTEMPTS, App, DocumentId, Effect, Job, JournalUpdate, OpenJournal};
use crate::store::journal::{JournalOrigin, JournalRecord, Snapshot};

impl App {
    /// Begins the journal of a document with what its file said, the saves that may have come
    /// through, and what is on the screen.
    pub(super) fn begin(
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
    pub(super) fn unanswered(&self, item: DocumentId) -> Vec<Snapshot> {
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
    pub(super) fn renew(&mut self, item: DocumentId, updates: &mut Vec<JournalUpdate>) {
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
    pub(super) fn mark(&mut self, effect: &Effect, updates: &mut Vec<JournalUpdate>) {
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
}
