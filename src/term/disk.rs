//! What is done on disk, in order, by a thread of its own.
//!
//! It keeps what each file said when the app last knew it. A save starts from there, so that what somebody else wrote meanwhile
//! is merged in; the merged state counts as known only when the app has taken it over.

mod around;
mod elsewhere;
mod open;
mod post;
mod raw;

use super::book::BookFile;
use super::indexer::Indexer;
use super::known::{Known, Sheet};
use super::log::Alarm;
use super::{Keep, Wake};
use crate::app::desk::{DeskId, Sid};
use crate::app::effect::{Item, Job, Kept as Clash, Merged, Outcome};
use crate::app::raw::Broken;
use crate::model::event::Event;
use crate::model::session::Session;
use crate::store::{Document, LinkBook, Loaded, Removed, Store, Trouble, Why, slug};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::thread;

/// A file as the app knows it, and as it is with the changes of others.
pub(super) struct Kept<T> {
    pub(super) known: Arc<Loaded<T>>,
    merged: Option<Loaded<T>>,
    removed: Option<Removed>,
    /// Somebody else removed it, and it may be written again.
    pub(super) may_return: bool,
}

/// The notebook, and the files of what is open.
pub struct Disk {
    store: Store,
    folders: HashMap<DeskId, String>,
    events: HashMap<DeskId, Kept<Event>>,
    sessions: HashMap<(DeskId, Sid), Kept<Session>>,
    removed: HashMap<String, Removed>,
    book: BookFile,
    remember: fn(&Store, &str),
    keep: Keep,
    known: Known,
    sight: around::Sight,
}

/// What a save did.
pub(super) struct Done<T> {
    pub(super) merged: Option<T>,
    pub(super) kept: Option<Clash>,
    durable: bool,
}

impl Disk {
    /// A notebook with nothing open; what is opened is told to `remember`, answers for the next start to `keep`, what the files say to `known`.
    pub fn new(store: Store, remember: fn(&Store, &str), keep: Keep, known: Known) -> Disk {
        Disk {
            store,
            folders: HashMap::new(),
            events: HashMap::new(),
            sessions: HashMap::new(),
            removed: HashMap::new(),
            book: BookFile::default(),
            remember,
            keep,
            known,
            sight: around::Sight::default(),
        }
    }

    /// Takes the link book as the app begins with it; nothing where it cannot be read.
    pub fn begin_book(&mut self, book: Option<Loaded<LinkBook>>) {
        self.book = BookFile::begin(book);
    }

    /// Does the jobs of a queue until nobody can send any more.
    pub fn work(mut self, queue: Receiver<Job>, wake: Sender<Wake>) {
        let indexer = Indexer::start(&self.store, wake.clone());
        self.watch(wake.clone());
        thread::spawn(move || {
            let _alarm = Alarm::new(wake.clone());
            for job in queue {
                // Whatever was to be saved before is saved.
                if matches!(job, Job::List | Job::Index) {
                    indexer.ask();
                }
                if let Some(outcome) = self.run(job)
                    && wake.send(Wake::Done(outcome)).is_err()
                {
                    return;
                }
            }
        });
    }

    /// Does one job.
    pub fn run(&mut self, job: Job) -> Option<Outcome> {
        match job {
            Job::List => {
                let listing = self.store.events();
                Some(Outcome::Listed {
                    events: listing.events,
                    troubles: listing.troubles.iter().map(Broken::of).collect(),
                })
            }
            // That has a thread of its own.
            Job::Index => None,
            Job::Programme { desk, folder } => Some(Outcome::Programme {
                desk,
                programme: self
                    .store
                    .programme(&folder)
                    .map_err(|trouble| trouble.to_string()),
            }),
            Job::Open { desk, folder } => Some(self.open(desk, folder)),
            Job::ReadAgain { path, session } => Some(self.read_again(path, session)),
            Job::SaveEvent {
                desk,
                event,
                revision,
            } => {
                let item = Item::Event(desk);
                let saved = self.save_event(desk, *event);
                Some(self.said(
                    item,
                    desk,
                    revision,
                    saved.map(|done| Done {
                        merged: done.merged.map(Merged::Event),
                        kept: done.kept,
                        durable: done.durable,
                    }),
                ))
            }
            Job::SaveSession {
                desk,
                sid,
                session,
                revision,
            } => {
                let item = Item::Session(desk, sid);
                let saved = self.save_session(desk, sid, *session);
                Some(self.said(
                    item,
                    desk,
                    revision,
                    saved.map(|done| Done {
                        merged: done.merged.map(Merged::Session),
                        kept: done.kept,
                        durable: done.durable,
                    }),
                ))
            }
            Job::WatchSession {
                desk,
                sid,
                session,
                revision,
            } => {
                // What cannot be read now is told by the next save.
                let kept = self.sessions.get_mut(&(desk, sid))?;
                let merged = save(&self.store, kept, *session).ok()?.merged?;
                Some(Outcome::Changed {
                    item: Item::Session(desk, sid),
                    revision,
                    merged: Box::new(Merged::Session(merged)),
                })
            }
            Job::RemoveSession { desk, sid } => {
                let kept = self.sessions.get_mut(&(desk, sid))?;
                let (folder, name) = (&kept.known.folder, &kept.known.name);
                match self.store.remove_session(folder, name) {
                    Ok(removed) => {
                        kept.removed = Some(removed);
                        None
                    }
                    Err(trouble) => Some(Outcome::Failed(trouble.to_string())),
                }
            }
            Job::RemoveEvent { folder } => match self.store.remove_event(&folder) {
                Ok(removed) => {
                    self.removed.insert(folder, removed);
                    None
                }
                Err(trouble) => Some(Outcome::Failed(trouble.to_string())),
            },
            Job::RestoreEvent { folder } => {
                let removed = self.removed.remove(&folder)?;
                Some(match self.store.put_back(&removed) {
                    Ok(()) => Outcome::Told("The event is back".to_owned()),
                    Err(trouble) => Outcome::Failed(trouble.to_string()),
                })
            }
            Job::Versions(item) => Some(match self.versions(item) {
                Ok(all) => Outcome::Versions { item, all },
                Err(trouble) => Outcome::Failed(trouble.to_string()),
            }),
            Job::PutAside(item) => {
                let (path, text) = self.known.said(item)?;
                let aside = self.store.put_aside(&path, text?.as_bytes(), Why::Restore);
                aside
                    .err()
                    .map(|trouble| Outcome::Failed(trouble.to_string()))
            }
            Job::BringBack { file, version } => {
                Some(match self.store.bring_back(&file, &version) {
                    Ok(aside) => Outcome::Brought { file, aside },
                    Err(trouble) => Outcome::Failed(trouble.to_string()),
                })
            }
            Job::Look {
                path,
                folder,
                event,
                export_folder,
            } => {
                let found = self.look(&path, &folder, &event, export_folder.as_deref());
                Some(Outcome::Looked { path, found })
            }
            Job::Export {
                path,
                folder,
                text,
                expected,
                keeps,
            } => Some(
                match self.export(&path, &folder, &text, expected.as_deref(), keeps) {
                    Ok(()) => Outcome::Exported { path },
                    Err(trouble) => Outcome::Failed(format!("Not exported: {trouble}")),
                },
            ),
            Job::SaveBook { links, revision } => Some(self.book.save(&self.store, links, revision)),
            Job::WatchBook { links, revision } => self.book.watch(&self.store, links, revision),
            Job::TakenBook => {
                self.book.taken();
                None
            }
            Job::LookAround(look) => Some(Outcome::Around(Box::new(self.look_around(look)))),
            Job::Adopt { desk, sid, name } => {
                self.adopt(desk, sid, &name);
                None
            }
            Job::SaveElsewhere {
                folder,
                event,
                sessions,
            } => Some(match self.save_elsewhere(&folder, *event, sessions) {
                Ok(folder) => Outcome::Told(format!(
                    "A copy is there; to open it: hallway --notebook {}",
                    folder.display()
                )),
                Err(trouble) => {
                    Outcome::Failed(format!("Not all of it was saved there: {trouble}"))
                }
            }),
            Job::Settle { conflict, text } => Some(match self.store.settle(&conflict, &text) {
                Ok(_) => Outcome::Settled(conflict.path),
                Err(trouble) => {
                    Outcome::Failed(format!("Not settled, nothing was changed: {trouble}"))
                }
            }),
            Job::MayReturn(item) => {
                self.may_return(item);
                None
            }
            Job::Remember(answer) => {
                let kept = (self.keep)(answer.key(), &answer.value());
                let why = kept.err()?;
                Some(Outcome::Failed(format!(
                    "{} is not remembered for the next start: {why}",
                    answer.what()
                )))
            }
            Job::Taken(item) => {
                match item {
                    Item::Event(desk) => take(self.events.get_mut(&desk)?),
                    Item::Session(desk, sid) => take(self.sessions.get_mut(&(desk, sid))?),
                }
                self.tell(item);
                None
            }
        }
    }

    /// Tells what a file says as far as the app knows.
    fn tell(&self, item: Item) {
        let file = match item {
            Item::Event(desk) => self
                .events
                .get(&desk)
                .map(|kept| Sheet::Event(Arc::clone(&kept.known))),
            Item::Session(desk, sid) => self
                .sessions
                .get(&(desk, sid))
                .map(|kept| Sheet::Session(Arc::clone(&kept.known))),
        };
        if let Some(file) = file {
            self.known.tell(item, file);
        }
    }

    fn save_event(&mut self, desk: DeskId, event: Event) -> Result<Done<Event>, Trouble> {
        if let Some(kept) = self.events.get_mut(&desk) {
            return save(&self.store, kept, event);
        }
        let name = named(&event.title, "event");
        let made = self.store.create_event(&name, event)?;
        self.folders.insert(desk, made.folder.clone());
        self.events.insert(desk, kept(made));
        Ok(Done {
            merged: None,
            kept: None,
            durable: true,
        })
    }

    fn save_session(
        &mut self,
        desk: DeskId,
        sid: Sid,
        session: Session,
    ) -> Result<Done<Session>, Trouble> {
        if let Some(kept) = self.sessions.get_mut(&(desk, sid)) {
            return save(&self.store, kept, session);
        }
        let folder = self.folders.get(&desk).cloned().unwrap_or_default();
        let name = named(&session.title, "session");
        let made = self.store.create_session(&folder, &name, session)?;
        self.sessions.insert((desk, sid), kept(made));
        Ok(Done {
            merged: None,
            kept: None,
            durable: true,
        })
    }

    fn said(
        &self,
        item: Item,
        desk: DeskId,
        revision: u64,
        saved: Result<Done<Merged>, Trouble>,
    ) -> Outcome {
        self.tell(item);
        match saved {
            Ok(done) => Outcome::Saved {
                item,
                revision,
                folder: self.folders.get(&desk).cloned().unwrap_or_default(),
                merged: done.merged.map(Box::new),
                kept: done.kept,
                durable: done.durable,
            },
            Err(Trouble::Gone { .. }) => Outcome::Gone(item),
            Err(trouble) => Outcome::NotSaved {
                item,
                short: trouble.short().to_owned(),
                why: trouble.to_string(),
            },
        }
    }
}

pub(super) fn kept<T>(known: Loaded<T>) -> Kept<T> {
    Kept {
        known: Arc::new(known),
        merged: None,
        removed: None,
        may_return: false,
    }
}

pub(super) fn take<T>(kept: &mut Kept<T>) {
    if let Some(merged) = kept.merged.take() {
        kept.known = Arc::new(merged);
    }
}

pub(super) fn save<T: Document>(
    store: &Store,
    kept: &mut Kept<T>,
    value: T,
) -> Result<Done<T>, Trouble> {
    if let Some(removed) = kept.removed.take()
        && let Err(trouble) = store.put_back(&removed)
    {
        kept.removed = Some(removed);
        return Err(trouble);
    }
    let mut file = Loaded::clone(&kept.known);
    file.value = value;
    let outcome = match store.save(&mut file) {
        // Somebody removed it, and the person wants it back.
        Err(Trouble::Gone { .. }) if kept.may_return => store.save_again(&mut file)?,
        outcome => outcome?,
    };
    let merged = outcome.merged.then(|| file.value.clone());
    match outcome.merged {
        true => kept.merged = Some(file),
        false => kept.known = Arc::new(file),
    }
    Ok(Done {
        merged,
        kept: outcome.kept.map(|path| Clash {
            path,
            clashed: outcome.clashed,
        }),
        durable: outcome.durable,
    })
}

/// A file's name for a title.
fn named(title: &str, otherwise: &str) -> String {
    let name = slug(title);
    if name.is_empty() {
        otherwise.to_owned()
    } else {
        name
    }
}
