//! What was changed since the journal was told last.

use super::super::App;
use super::super::desk::{Desk, Text};
use super::super::effect::Item;
use super::super::update::typed;
use crate::edit::Edit;
use crate::store::journal::{Paper, Record, Which};
use std::collections::HashMap;

/// A change of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Which document.
    pub item: Item,
    /// How often it was changed.
    pub revision: u64,
    /// What is new.
    pub content: Content,
}

/// What is new in a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// What it says, whole.
    Whole(Paper),
    /// What was typed.
    Edits(Vec<(Which, Edit)>),
    /// What it would say if what stands in an open line or form were entered.
    Typed(Paper),
    /// That line or form is closed, and it says this; nothing when it never was more than typed.
    Closed(Option<Paper>),
}

impl Content {
    /// What a journal that is begun has to say of it; nothing where it says nothing any more.
    pub fn records(self) -> Vec<Record> {
        match self {
            Content::Whole(paper) | Content::Closed(Some(paper)) => vec![paper.whole()],
            Content::Typed(paper) => vec![paper.fields()],
            Content::Edits(edits) => edits.into_iter().map(record).collect(),
            Content::Closed(None) => Vec::new(),
        }
    }
}

fn record((which, edit): (Which, Edit)) -> Record {
    Record::Edit {
        which,
        at: edit.at,
        removed: edit.removed,
        inserted: edit.inserted,
    }
}

impl App {
    /// Takes what was changed, in order.
    pub(super) fn journal_changes(&mut self) -> Vec<Change> {
        let mut changes = Vec::new();
        let open = &self.journal.open;
        let begun = |item: Item| open.contains_key(&item);
        for desk in self.desk.iter_mut().chain(&mut self.leaving) {
            desk.journal_changes(&begun, &mut changes);
        }
        if std::mem::take(&mut self.journal.book_changed)
            && let Some(paper) = self.paper(Item::Book)
        {
            changes.push(Change {
                item: Item::Book,
                revision: self.revision(Item::Book),
                content: Content::Whole(paper),
            });
        }
        let typed = typed::typed(self);
        if typed == self.journal.typed {
            return changes;
        }
        if let Some((item, _)) = self.journal.typed.take()
            && typed.as_ref().is_none_or(|(other, _)| *other != item)
        {
            changes.push(Change {
                item,
                revision: self.revision(item),
                content: Content::Closed(self.paper(item)),
            });
        }
        if let Some((item, paper)) = &typed {
            changes.push(Change {
                item: *item,
                revision: self.revision(*item),
                content: Content::Typed(paper.clone()),
            });
        }
        self.journal.typed = typed;
        changes
    }
}

impl Desk {
    fn journal_changes(&mut self, begun: &impl Fn(Item) -> bool, changes: &mut Vec<Change>) {
        let mut typed: HashMap<Item, Vec<(Which, Edit)>> = HashMap::new();
        for (text, editor) in &mut self.editors {
            let edits = editor.take_edits();
            if edits.is_empty() {
                continue;
            }
            let (item, which) = match text {
                Text::Notes(sid) => (Item::Session(self.id, *sid), Which::Notes),
                Text::Intro => (Item::Event(self.id), Which::Intro),
                Text::Closing => (Item::Event(self.id), Which::Closing),
            };
            let edits = edits.into_iter().map(|edit| (which, edit));
            typed.entry(item).or_default().extend(edits);
        }
        let mut whole = std::mem::take(&mut self.whole);
        let changed = std::mem::take(&mut self.changed);
        // What was only taken over from others concerns a journal that is there already.
        let taken_over = whole.iter().copied();
        let taken_over = taken_over.filter(|item| !changed.contains(item) && begun(*item));
        let mut items: Vec<Item> = taken_over.collect();
        items.extend(&changed);
        items.sort();
        for item in items {
            let edits = typed.remove(&item).filter(|edits| !edits.is_empty());
            let content = match edits {
                Some(edits) if begun(item) && !whole.remove(&item) => Content::Edits(edits),
                _ => match self.paper(item) {
                    Some(paper) => Content::Whole(paper),
                    // It was removed.
                    None => continue,
                },
            };
            changes.push(Change {
                item,
                revision: self.revision(item),
                content,
            });
        }
    }

    /// What a document says, with what is in editors.
    pub fn paper(&self, item: Item) -> Option<Paper> {
        match item {
            Item::Event(id) if id == self.id => Some(self.current_event().into()),
            Item::Session(id, sid) if id == self.id => Some(self.current(sid)?.into()),
            Item::Event(_) | Item::Session(..) | Item::Book => None,
        }
    }
}
