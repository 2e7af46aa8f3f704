//! What was changed since the journal was told last.

use super::super::App;
use super::super::effect::DocumentId;
use super::super::open_event::{OpenEvent, TextId};
use super::super::update::typed;
use crate::edit::Edit;
use crate::store::journal::{JournalRecord, JournalText, Snapshot};
use std::collections::HashMap;

/// A change of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentChange {
    /// Which document.
    pub item: DocumentId,
    /// How often it was changed.
    pub revision: u64,
    /// What is new.
    pub content: JournalContent,
}

/// What is new in a document.
#[derive(Debug, Clone, PartialEq)]
pub enum JournalContent {
    /// What it says, whole.
    Whole(Snapshot),
    /// What was typed.
    Edits(Vec<(JournalText, Edit)>),
    /// What it would say if what stands in an open line or form were entered.
    Typed(Snapshot),
    /// That line or form is closed, and it says this; nothing when it never was more than typed.
    Closed(Option<Snapshot>),
}

impl JournalContent {
    /// What a journal that is begun has to say of it; nothing where it says nothing any more.
    pub fn records(self) -> Vec<JournalRecord> {
        match self {
            JournalContent::Whole(snapshot) | JournalContent::Closed(Some(snapshot)) => {
                vec![snapshot.whole()]
            }
            JournalContent::Typed(snapshot) => vec![snapshot.fields()],
            JournalContent::Edits(edits) => edits.into_iter().map(record).collect(),
            JournalContent::Closed(None) => Vec::new(),
        }
    }
}

fn record((which, edit): (JournalText, Edit)) -> JournalRecord {
    JournalRecord::Edit {
        which,
        at: edit.at,
        removed: edit.removed,
        inserted: edit.inserted,
    }
}

impl App {
    /// Takes what was changed, in order.
    pub(super) fn journal_changes(&mut self) -> Vec<DocumentChange> {
        let mut changes = Vec::new();
        let open = &self.journal.open;
        let begun = |item: DocumentId| open.contains_key(&item);
        for open_event in self.open_event.iter_mut().chain(&mut self.leaving) {
            open_event.journal_changes(&begun, &mut changes);
        }
        if std::mem::take(&mut self.journal.book_changed)
            && let Some(snapshot) = self.snapshot(DocumentId::Book)
        {
            changes.push(DocumentChange {
                item: DocumentId::Book,
                revision: self.revision(DocumentId::Book),
                content: JournalContent::Whole(snapshot),
            });
        }
        let typed = typed::typed(self);
        if typed == self.journal.typed {
            return changes;
        }
        if let Some((item, _)) = self.journal.typed.take()
            && typed.as_ref().is_none_or(|(other, _)| *other != item)
        {
            changes.push(DocumentChange {
                item,
                revision: self.revision(item),
                content: JournalContent::Closed(self.snapshot(item)),
            });
        }
        if let Some((item, snapshot)) = &typed {
            changes.push(DocumentChange {
                item: *item,
                revision: self.revision(*item),
                content: JournalContent::Typed(snapshot.clone()),
            });
        }
        self.journal.typed = typed;
        changes
    }
}

impl OpenEvent {
    fn journal_changes(
        &mut self,
        begun: &impl Fn(DocumentId) -> bool,
        changes: &mut Vec<DocumentChange>,
    ) {
        let mut typed: HashMap<DocumentId, Vec<(JournalText, Edit)>> = HashMap::new();
        for (text, editor) in &mut self.editors {
            let edits = editor.take_edits();
            if edits.is_empty() {
                continue;
            }
            let (item, which) = match text {
                TextId::Notes(session_id) => (
                    DocumentId::Session(self.id, *session_id),
                    JournalText::Notes,
                ),
                TextId::Intro => (DocumentId::Event(self.id), JournalText::Intro),
                TextId::Closing => (DocumentId::Event(self.id), JournalText::Closing),
            };
            let edits = edits.into_iter().map(|edit| (which, edit));
            typed.entry(item).or_default().extend(edits);
        }
        let mut whole = std::mem::take(&mut self.whole);
        let changed = std::mem::take(&mut self.changed);
        // What was only taken over from others concerns a journal that is there already.
        let taken_over = whole.iter().copied();
        let taken_over = taken_over.filter(|item| !changed.contains(item) && begun(*item));
        let mut items: Vec<DocumentId> = taken_over.collect();
        items.extend(&changed);
        items.sort();
        for item in items {
            let edits = typed.remove(&item).filter(|edits| !edits.is_empty());
            let content = match edits {
                Some(edits) if begun(item) && !whole.remove(&item) => JournalContent::Edits(edits),
                _ => match self.snapshot(item) {
                    Some(snapshot) => JournalContent::Whole(snapshot),
                    // It was removed.
                    None => continue,
                },
            };
            changes.push(DocumentChange {
                item,
                revision: self.revision(item),
                content,
            });
        }
    }

    /// What a document says, with what is in editors.
    pub fn snapshot(&self, item: DocumentId) -> Option<Snapshot> {
        match item {
            DocumentId::Event(id) if id == self.id => Some(self.current_event().into()),
            DocumentId::Session(id, session_id) if id == self.id => {
                Some(self.current(session_id)?.into())
            }
            DocumentId::Event(_) | DocumentId::Session(..) | DocumentId::Book => None,
        }
    }
}
