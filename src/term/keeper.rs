//! Keeps the journal: what the app tells is written before the frame that shows it is drawn.
//!
//! A journal is begun with the first change of an item and goes when its file has everything. The loop writes and never waits for the disk itself;
//! a thread of its own brings what was written there (see `flush.rs`).

use super::flush::{Flush, Order};
use super::known::Known;
use crate::app::App;
use crate::app::effect::{Effect, Item, Job, Outcome};
use crate::app::notes::{News, Note};
use crate::model::event::Event;
use crate::model::session::Session;
use crate::store::journal::{Flusher, Journal, Origin, Paper, Record};
use crate::store::{Store, Trouble};
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// Switches the journal off (`off`), to measure what it costs.
const VARIABLE: &str = "HALLWAY_JOURNAL";

/// How long after a journal could not be written it is tried again.
const RETRY: Duration = Duration::from_secs(1);

/// The journals of this program.
pub struct Keeper {
    store: Store,
    known: Known,
    flush: Flush,
    open: HashMap<Item, Open>,
    /// Journals that took no more; each goes when a new one, or the file, has what it says.
    stale: HashMap<Item, Vec<Flusher>>,
    /// The newest revision of each item that its file has.
    saved: HashMap<Item, u64>,
    failed: Option<Instant>,
    off: bool,
}

/// The journal of an item.
struct Open {
    journal: Journal,
    /// The newest revision that it has.
    revision: u64,
    /// The newest revision that is on its way to the file.
    sent: u64,
    /// It ends in what stands in a line or form that was not entered yet.
    typed: bool,
}

impl Keeper {
    /// A keeper for a notebook. What its thread has to tell comes as a call of `tell`.
    pub fn new(
        store: Store,
        known: Known,
        tell: impl Fn(Option<String>) + Send + 'static,
    ) -> Keeper {
        Keeper {
            store,
            known,
            flush: Flush::start(tell),
            open: HashMap::new(),
            stale: HashMap::new(),
            saved: HashMap::new(),
            failed: None,
            off: std::env::var_os(VARIABLE).is_some_and(|value| value == "off"),
        }
    }

    /// Writes what is new. Afterwards a killed program has lost nothing.
    pub fn keep(&mut self, app: &mut App) {
        if self.off {
            app.forget_notes();
            return;
        }
        if self.failed.is_some_and(|at| at.elapsed() < RETRY) {
            return;
        }
        // After a failure nobody knows what is on disk, so everything is told anew.
        let is_well = self.failed.is_none();
        let (tried, mut trouble) = self.write(app, is_well);
        if is_well && trouble.is_some() {
            // One refusal is often the only one: a new journal may have it before anything is shown.
            app.tell_again();
            trouble = self.write(app, false).1;
        }
        match trouble {
            Some(trouble) => {
                tracing::error!(what = trouble.short(), "the journal was not written");
                self.failed = Some(Instant::now());
                app.tell_again();
                app.journal_says(Some(trouble.short().to_owned()));
            }
            None if tried && self.failed.take().is_some() => app.journal_says(None),
            None => {}
        }
    }

    /// Writes what the app tells. Returns whether that was anything, and what went wrong. What is begun is gone on with only if all `is_well`.
    fn write(&mut self, app: &mut App, is_well: bool) -> (bool, Option<Trouble>) {
        let open = &self.open;
        let notes = app.notes(|item| is_well && open.contains_key(&item));
        let tried = !notes.is_empty();
        let mut trouble = None;
        for note in notes {
            if let Err(found) = self.note(app, note) {
                trouble = Some(found);
            }
        }
        (tried, trouble)
    }

    fn note(&mut self, app: &App, note: Note) -> Result<(), Trouble> {
        let Note {
            item,
            revision,
            news,
        } = note;
        let open = self.open.get(&item);
        let is_new = open.is_none_or(|open| open.journal.is_broken());
        let typed = matches!(news, News::Typed(_));
        let records = match news {
            News::Whole(paper) | News::Closed(Some(paper)) if is_new => {
                let has_all = self.saved.get(&item).copied().unwrap_or(0) >= revision;
                return match has_all {
                    true => Ok(()),
                    false => self.begin(app, item, revision, paper, false),
                };
            }
            News::Typed(paper) if is_new => return self.begin(app, item, revision, paper, true),
            News::Closed(None) => {
                self.drop(item);
                return Ok(());
            }
            News::Closed(_) if self.saved.get(&item).copied().unwrap_or(0) >= revision => {
                self.drop(item);
                return Ok(());
            }
            news => news.records(),
        };
        let Some(open) = self.open.get_mut(&item) else {
            return Ok(());
        };
        open.journal.write(&records)?;
        open.revision = revision;
        open.typed = typed;
        self.flush.order(Order::Flush(open.journal.flusher()));
        if open.journal.is_long()
            && let Some(paper) = app.paper(item).filter(|_| !typed)
        {
            let sent = open.sent;
            self.begin(app, item, revision, paper, false)?;
            self.mark(item, sent, &[Record::Saving]);
        }
        Ok(())
    }

    /// Begins the journal of an item; the one that it had goes when the new one is safe.
    fn begin(
        &mut self,
        app: &App,
        item: Item,
        revision: u64,
        paper: Paper,
        typed: bool,
    ) -> Result<(), Trouble> {
        let (Item::Event(desk) | Item::Session(desk, _)) = item;
        let (path, base) = self.known.said(item).unzip();
        let origin = Origin {
            path,
            base: base.flatten(),
            folder: self.known.folder(desk).unwrap_or_default(),
            event: app
                .desk
                .as_ref()
                .map(|desk| desk.event.title.clone())
                .unwrap_or_default(),
        };
        let journal = Journal::begin(&self.store, &origin, paper)?;
        let flusher = journal.flusher();
        let open = Open {
            journal,
            revision,
            sent: 0,
            typed,
        };
        let mut old = self.stale.remove(&item).unwrap_or_default();
        old.extend(
            self.open
                .insert(item, open)
                .map(|open| open.journal.flusher()),
        );
        self.flush.order(Order::Begun(flusher, old));
        Ok(())
    }

    /// Takes note of what the app wants done, before it is.
    pub fn before(&mut self, app: &mut App, effects: &[Effect]) {
        let saves = effects.iter().any(|effect| {
            matches!(
                effect,
                Effect::Disk(Job::SaveEvent { .. } | Job::SaveSession { .. })
            )
        });
        if saves && !self.off {
            self.keep(app);
        }
        for effect in effects {
            match effect {
                Effect::Disk(Job::SaveEvent {
                    desk,
                    event,
                    revision,
                }) => {
                    let paper = || Paper::from(Event::clone(event));
                    self.sent(app, Item::Event(*desk), paper, *revision);
                }
                Effect::Disk(Job::SaveSession {
                    desk,
                    sid,
                    session,
                    revision,
                }) => {
                    let paper = || Paper::from(Session::clone(session));
                    self.sent(app, Item::Session(*desk, *sid), paper, *revision);
                }
                // It goes to the trash, whence undo brings it back with all it says.
                Effect::Disk(Job::RemoveSession { desk, sid }) => {
                    self.drop(Item::Session(*desk, *sid));
                }
                _ => {}
            }
        }
    }

    /// Marks in the journal what is on its way to the file, `paper`, so that it is known again there.
    fn sent(&mut self, app: &App, item: Item, paper: impl Fn() -> Paper, revision: u64) {
        let ends_typed = self.open.get(&item).is_some_and(|open| open.typed);
        // What stands in a line or form that was not entered is in the journal, and not in what is saved.
        match app.typed_paper(item).filter(|_| ends_typed) {
            Some(typed) => {
                let records = [paper().fields(), Record::Saving, typed.fields()];
                self.mark(item, revision, &records);
            }
            None => self.mark(item, revision, &[Record::Saving]),
        }
    }

    fn mark(&mut self, item: Item, revision: u64, records: &[Record]) {
        if let Some(open) = self.open.get_mut(&item).filter(|_| revision > 0) {
            open.sent = revision;
            // A mark that is missing costs a doubled line at worst.
            if let Err(trouble) = open.journal.write(records) {
                tracing::warn!(what = trouble.short(), "a mark was not written");
            }
        }
    }

    /// Takes note of what came of it, after the app has.
    pub fn after(&mut self, app: &mut App, outcome: &Said) {
        let Said(item, revision) = *outcome;
        let saved = self.saved.entry(item).or_default();
        *saved = revision.max(*saved);
        self.keep(app);
        let Some(open) = self.open.get(&item) else {
            let newest = app.desk.as_ref().map(|desk| desk.revision(item));
            if newest.is_some_and(|newest| newest <= revision) {
                self.drop(item);
            }
            return;
        };
        if open.revision <= revision && !open.typed {
            return self.drop(item);
        }
        // A later save is on its way; or what is typed now goes on from what the file says now.
        let (now, typed) = (open.revision, open.typed);
        let waits = open.sent > revision;
        let paper = match typed {
            true => app.typed_paper(item),
            false => app.paper(item),
        };
        if let Some(paper) = paper.filter(|_| !waits)
            && let Err(trouble) = self.begin(app, item, now, paper, typed)
        {
            // The old journal still has everything.
            tracing::warn!(what = trouble.short(), "a journal was not begun anew");
        }
    }

    /// Begins every journal anew: somebody removed one, or its disk takes nothing more. The former is mended at once, the latter after a while.
    pub fn renew(&mut self, app: &mut App, trouble: Option<String>) {
        if trouble.is_some() {
            let mut journals = self.open.values().map(|open| open.journal.flusher());
            let is_gone = journals.any(|journal| journal.is_gone());
            for (item, open) in self.open.drain() {
                let stale = self.stale.entry(item).or_default();
                stale.push(open.journal.flusher());
            }
            app.tell_again();
            if is_gone {
                return self.keep(app);
            }
            self.failed = Some(Instant::now());
        }
        app.journal_says(trouble);
    }

    /// Forgets that a journal could not be written, so that the next key tries it.
    #[cfg(test)]
    fn try_again(&mut self) {
        self.failed = self.failed.and_then(|at| at.checked_sub(RETRY));
    }

    fn drop(&mut self, item: Item) {
        if let Some(open) = self.open.remove(&item) {
            self.flush.order(Order::Remove(open.journal.flusher()));
        }
        for stale in self.stale.remove(&item).into_iter().flatten() {
            self.flush.order(Order::Remove(stale));
        }
    }

    /// Brings everything to the disk itself, as far as that is done within that time.
    pub fn finish(&mut self, within: Duration) {
        self.flush.finish(within);
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.flush.finish(RETRY);
        }
    }
}

/// An item that is safe in its file, in that revision.
pub struct Said(Item, u64);

impl Said {
    /// What an outcome says about that.
    pub fn of(outcome: &Outcome) -> Option<Said> {
        match outcome {
            Outcome::Saved {
                item,
                revision,
                durable: true,
                ..
            } => Some(Said(*item, *revision)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
