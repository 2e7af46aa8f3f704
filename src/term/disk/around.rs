//! Looking around: what others did to the files of the open event, and who writes in which.

use super::{Disk, Kept, Wake};
use crate::app::around::{Around, LookAround, Outside};
use crate::app::desk::{DeskId, Sid};
use crate::app::effect::{Item, Merged};
use crate::app::raw::Broken;
use crate::model::notebook::Notebook;
use crate::model::session::Session;
use crate::store::{
    Claim, Claimed, Claiming, Document, Loaded, Look, Signature, Store, Trouble, Watcher,
};
use crate::term::log::Alarm;
use chrono::{DateTime, Utc};
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

/// How long others have to finish what they do, so that a look finds all of it.
const QUIET: Duration = Duration::from_millis(30);

/// What is remembered from one look to the next.
#[derive(Default)]
pub struct Sight {
    claims: HashMap<Item, Claim>,
    wishes: HashMap<Item, Claim>,
    seen: HashMap<Item, Signature>,
    /// Sessions that were found and are not of the event yet, by the names of their files.
    found: HashMap<String, Loaded<Session>>,
    notebook: Option<(Loaded<Notebook>, Option<Signature>)>,
    watcher: Option<Arc<Watcher>>,
}

impl Disk {
    /// Wakes the loop when something changes in the folders that were looked at, as far as the system tells.
    pub(super) fn watch(&mut self, wake: Sender<Wake>) {
        let Ok(watcher) = Watcher::new() else {
            return;
        };
        let watcher = Arc::new(watcher);
        self.sight.watcher = Some(Arc::clone(&watcher));
        thread::spawn(move || {
            let _alarm = Alarm::new(wake.clone());
            while watcher.wait().is_ok() {
                thread::sleep(QUIET);
                if wake.send(Wake::Outside).is_err() {
                    return;
                }
            }
        });
    }

    /// Looks around.
    pub(super) fn look_around(&mut self, look: LookAround) -> Around {
        let mut around = Around {
            desk: look.desk,
            ..Around::default()
        };
        // Whoever lets go of a file has written there what it had, so it is looked at afterwards.
        if let Err(trouble) = self.claim(&look) {
            tracing::warn!(what = trouble.short(), "claims cannot be made");
        }
        // The first claim makes their folder.
        if let Some(desk) = look.desk {
            self.keep_watching(desk);
        }
        around.ours = self.sight.claims.keys().copied().collect();
        around.ours.sort();
        around.notebook = self.look_at_notebook();
        if let Some(desk) = look.desk {
            if let Err(trouble) = self.others(desk, &mut around) {
                tracing::warn!(what = trouble.short(), "claims cannot be read");
            }
            self.look_at_event(desk, &mut around);
        }
        around
    }

    fn keep_watching(&self, desk: DeskId) {
        let Some(watcher) = &self.sight.watcher else {
            return;
        };
        watcher.watch(self.store.root());
        if let Ok(claims) = self.store.claims_folder() {
            watcher.watch_claims(&claims);
        }
        let folder = self.folders.get(&desk);
        if let Some(Ok(event)) = folder.map(|folder| self.store.event_folder(folder)) {
            if let Some(events) = event.parent() {
                watcher.watch(events);
            }
            watcher.watch(&event);
            watcher.watch(&event.join("sessions"));
        }
    }

    /// Claims what is wished for, and lets go of everything else.
    fn claim(&mut self, look: &LookAround) -> Result<(), Trouble> {
        let (store, known) = (&self.store, &self.known);
        let path = |item| Some(known.said(item)?.0);
        let sight = &mut self.sight;
        let LookAround {
            claims,
            wishes,
            now,
            ..
        } = look;
        reconcile(store, Claimed::Wish, &mut sight.wishes, wishes, path, *now)?;
        reconcile(store, Claimed::Hold, &mut sight.claims, claims, path, *now)?;
        // What came is no wish any more.
        let came = &sight.claims;
        sight.wishes.retain(|item, _| !came.contains_key(item));
        Ok(())
    }

    /// What others claim of an event's files.
    fn others(&self, desk: DeskId, around: &mut Around) -> Result<(), Trouble> {
        let all = self.store.claims()?;
        if all.is_empty() {
            return Ok(());
        }
        let items = self.items(desk);
        let items = items.into_iter();
        let items: HashMap<PathBuf, Item> = items
            .filter_map(|item| Some((self.known.said(item)?.0, item)))
            .collect();
        for found in all {
            let Some(item) = items.get(&self.store.root().join(&found.file)) else {
                continue;
            };
            let (ours, theirs) = match found.what {
                Claimed::Hold => (&self.sight.claims, &mut around.theirs),
                Claimed::Wish => (&self.sight.wishes, &mut around.wished),
            };
            if !ours.contains_key(item) {
                theirs.push((*item, found.by));
            }
        }
        Ok(())
    }

    /// The event, then its sessions.
    fn items(&self, desk: DeskId) -> Vec<Item> {
        let mut sids: Vec<Sid> = self
            .sessions
            .keys()
            .filter(|(of, _)| *of == desk)
            .map(|(_, sid)| *sid)
            .collect();
        sids.sort();
        let sessions = sids.into_iter().map(|sid| Item::Session(desk, sid));
        std::iter::once(Item::Event(desk)).chain(sessions).collect()
    }

    fn look_at_notebook(&mut self) -> Option<Notebook> {
        let Some((known, seen)) = &mut self.sight.notebook else {
            let loaded = self.store.settings().ok()?;
            let value = loaded.value.clone();
            self.sight.notebook = Some((loaded, None));
            return Some(value);
        };
        // One that cannot be read now changes nothing.
        match self.store.look_again(known, seen.as_ref()).ok()? {
            Look::Same(signature) => *seen = signature,
            Look::Other(loaded) => {
                let value = loaded.value.clone();
                self.sight.notebook = Some((loaded, None));
                return Some(value);
            }
            Look::Gone => {}
        }
        None
    }

    fn look_at_event(&mut self, desk: DeskId, around: &mut Around) {
        let Some(folder) = self.folders.get(&desk).cloned() else {
            return;
        };
        let mut names: BTreeSet<String> = match self.store.session_names(&folder) {
            Ok(names) => names.into_iter().collect(),
            Err(trouble) => {
                around.troubles.push(Broken::of(&trouble));
                return;
            }
        };
        for item in self.items(desk) {
            let (store, seen) = (&self.store, &mut self.sight.seen);
            let looked = match item {
                Item::Event(desk) => match self.events.get_mut(&desk) {
                    Some(kept) => look(store, kept, seen, item, Merged::Event),
                    None => continue,
                },
                Item::Session(desk, sid) => match self.sessions.get_mut(&(desk, sid)) {
                    Some(kept) => {
                        names.remove(&kept.known.name);
                        look(store, kept, seen, item, Merged::Session)
                    }
                    None => continue,
                },
            };
            match looked {
                Ok(None) => {}
                Ok(Some(news)) => around.news.push(news),
                Err(trouble) => around.troubles.push(Broken::of(&trouble)),
            }
        }
        self.sight.found.retain(|name, _| names.contains(name));
        for name in names {
            match self.store.session(&folder, &name) {
                _ if self.sight.found.contains_key(&name) => {}
                Ok(session) => {
                    let value = Box::new(session.value.clone());
                    around.news.push(Outside::New(name.clone(), value));
                    self.sight.found.insert(name, session);
                }
                // It went again.
                Err(Trouble::Missing { .. }) => {}
                Err(trouble) => around.troubles.push(Broken::of(&trouble)),
            }
        }
    }

    /// Whether a look around has found a session of that name which the app has not taken in yet.
    pub(super) fn has_found(&self, name: &str) -> bool {
        self.sight.found.contains_key(name)
    }

    /// A session that was found is one of the open event now.
    pub(super) fn adopt(&mut self, desk: DeskId, sid: Sid, name: &str) {
        if let Some(session) = self.sight.found.remove(name) {
            self.sessions.insert((desk, sid), super::kept(session));
            self.tell(Item::Session(desk, sid));
        }
    }

    /// A file that was removed elsewhere may be written again.
    pub(super) fn may_return(&mut self, item: Item) {
        match item {
            Item::Event(desk) => {
                if let Some(kept) = self.events.get_mut(&desk) {
                    kept.may_return = true;
                }
            }
            Item::Session(desk, sid) => {
                if let Some(kept) = self.sessions.get_mut(&(desk, sid)) {
                    kept.may_return = true;
                }
            }
        }
    }
}

/// Makes the claims that are missing and gives up those that are not wanted any more.
fn reconcile(
    store: &Store,
    what: Claimed,
    ours: &mut HashMap<Item, Claim>,
    wanted: &BTreeSet<Item>,
    path: impl Fn(Item) -> Option<PathBuf>,
    now: DateTime<Utc>,
) -> Result<(), Trouble> {
    ours.retain(|item, _| wanted.contains(item));
    for item in wanted {
        // What has no file yet is nobody else's.
        let Some(path) = path(*item).filter(|_| !ours.contains_key(item)) else {
            continue;
        };
        if let Claiming::Ours(claim) = store.claim(what, &path, now)? {
            ours.insert(*item, claim);
        }
    }
    Ok(())
}

/// Looks at one file; what others made of it waits until the app takes it over.
fn look<T: Document>(
    store: &Store,
    kept: &mut Kept<T>,
    seen: &mut HashMap<Item, Signature>,
    item: Item,
    merged: impl Fn(T) -> Merged,
) -> Result<Option<Outside>, Trouble> {
    if kept.removed.is_some() {
        return Ok(None);
    }
    match store.look_again(&kept.known, seen.get(&item))? {
        Look::Same(signature) => {
            match signature {
                Some(signature) => seen.insert(item, signature),
                None => seen.remove(&item),
            };
            kept.may_return = false;
            Ok(None)
        }
        Look::Other(loaded) => {
            let value = loaded.value.clone();
            kept.merged = Some(loaded);
            Ok(Some(Outside::Changed(item, Box::new(merged(value)))))
        }
        Look::Gone if kept.may_return => Ok(None),
        Look::Gone => Ok(Some(Outside::Gone(item))),
    }
}
