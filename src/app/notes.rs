//! What the journal has to be told before the next frame: everything that was changed since it was told last.
//!
//! Typing is told edit by edit; all other changes tell the whole of what was changed. What stands in a line or a form that was not entered yet is
//! told as if it had been entered: that is what a person sees.

use super::App;
use super::desk::{Desk, DeskId, Sid, Text};
use super::effect::Item;
use super::update::typed;
use crate::edit::Edit;
use crate::store::journal::{Paper, Record, Which};
use std::collections::HashMap;

/// Something for the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// What it is about.
    pub item: Item,
    /// How often that was changed.
    pub revision: u64,
    /// What is new.
    pub news: News,
}

/// What is new about an item.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// What it says, whole.
    Whole(Paper),
    /// What was typed.
    Edits(Vec<(Which, Edit)>),
    /// What it would say if what stands in an open line or form were entered.
    Typed(Paper),
    /// That line or form is closed, and it says this; nothing when it never was more than typed.
    Closed(Option<Paper>),
}

impl News {
    /// What a journal that is begun has to say of it; nothing where it says nothing any more.
    pub fn records(self) -> Vec<Record> {
        match self {
            News::Whole(paper) | News::Closed(Some(paper)) => vec![paper.whole()],
            News::Typed(paper) => vec![paper.fields()],
            News::Edits(edits) => edits.into_iter().map(record).collect(),
            News::Closed(None) => Vec::new(),
        }
    }

    /// The title of what it says, where it says all of it.
    pub fn title(&self) -> Option<&str> {
        match self {
            News::Whole(paper) | News::Typed(paper) => Some(paper.title()),
            News::Closed(paper) => paper.as_ref().map(Paper::title),
            News::Edits(_) => None,
        }
    }
}

/// The session that a title is being typed for.
pub const NEW_SESSION: Sid = Sid(u32::MAX);

/// The event that a title is being typed for.
pub const NEW_EVENT: Item = Item::Event(DeskId(0));

fn record((which, edit): (Which, Edit)) -> Record {
    Record::Edit {
        which,
        at: edit.at,
        removed: edit.removed,
        inserted: edit.inserted,
    }
}

impl App {
    /// What the journal has to be told, in order. `begun` says what it knows the beginning of.
    pub fn notes(&mut self, begun: impl Fn(Item) -> bool) -> Vec<Note> {
        let mut notes = Vec::new();
        if let Some(desk) = &mut self.desk {
            desk.notes(&begun, &mut notes);
        }
        let typed = typed::typed(self);
        if typed == self.typed {
            return notes;
        }
        let revision = |app: &App, item| app.desk.as_ref().map_or(0, |desk| desk.revision(item));
        if let Some((item, _)) = self.typed.take()
            && typed.as_ref().is_none_or(|(other, _)| *other != item)
        {
            notes.push(Note {
                item,
                revision: revision(self, item),
                news: News::Closed(self.paper(item)),
            });
        }
        if let Some((item, paper)) = &typed {
            notes.push(Note {
                item: *item,
                revision: revision(self, *item),
                news: News::Typed(paper.clone()),
            });
        }
        self.typed = typed;
        notes
    }

    /// Forgets what the journal would have to be told, where there is none.
    pub fn forget_notes(&mut self) {
        if let Some(desk) = &mut self.desk {
            desk.notes(&|_| true, &mut Vec::new());
        }
    }

    /// What an item of the open event says, with what is in editors.
    pub fn paper(&self, item: Item) -> Option<Paper> {
        self.desk.as_ref()?.paper(item)
    }

    /// What an item would say if what stands in an open line or form were entered, as the journal was told last.
    pub fn typed_paper(&self, item: Item) -> Option<Paper> {
        let (found, paper) = self.typed.as_ref()?;
        (*found == item).then(|| paper.clone())
    }

    /// The same as it stands now.
    pub fn typed_now(&self) -> Option<(Item, Paper)> {
        typed::typed(self)
    }

    /// Tells the journal everything that is not saved once more.
    pub fn tell_again(&mut self) {
        self.typed = None;
        if let Some(desk) = &mut self.desk {
            let items: Vec<Item> = desk.dirty.iter().copied().collect();
            desk.changed.extend(&items);
            desk.whole.extend(items);
        }
    }

    /// Why the journal cannot be written, or that it can.
    pub fn journal_says(&mut self, trouble: Option<String>) {
        if trouble == self.saving.no_journal {
            return;
        }
        if let Some(why) = &trouble {
            self.complain(format!(
                "The journal cannot be written ({why}); the text is saved whenever you pause"
            ));
        }
        self.saving.no_journal = trouble;
    }
}

impl Desk {
    fn notes(&mut self, begun: &impl Fn(Item) -> bool, notes: &mut Vec<Note>) {
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
            let news = match edits {
                Some(edits) if begun(item) && !whole.remove(&item) => News::Edits(edits),
                _ => match self.paper(item) {
                    Some(paper) => News::Whole(paper),
                    // It was removed.
                    None => continue,
                },
            };
            notes.push(Note {
                item,
                revision: self.revision(item),
                news,
            });
        }
    }

    /// What an item says, with what is in editors.
    pub fn paper(&self, item: Item) -> Option<Paper> {
        match item {
            Item::Event(id) if id == self.id => Some(self.current_event().into()),
            Item::Session(id, sid) if id == self.id => Some(self.current(sid)?.into()),
            Item::Event(_) | Item::Session(..) => None,
        }
    }
}
