//! Scanning for what others did to the files of the open event, and for who writes in which.

use crate::app::around::{Around, LookAround, Outside};
use crate::app::effect::Item;
use crate::app::files::LoadedFile;
use crate::app::raw::Broken;
use crate::model::notebook::Notebook;
use crate::store::{
    Claim, Claimed, Claiming, Document, Loaded, Look, Signature, Store, Trouble, Watcher,
};
use chrono::{DateTime, Utc};
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

/// What is remembered from one scan to the next.
#[derive(Default)]
pub struct Scanner {
    claims: HashMap<Item, Claim>,
    wishes: HashMap<Item, Claim>,
    /// What tells that a file says what was known then.
    seen: HashMap<Item, (Signature, LoadedFile)>,
    notebook: Option<(Signature, Arc<Loaded<Notebook>>)>,
    pub(super) watcher: Option<Arc<Watcher>>,
}

impl Scanner {
    /// Scans.
    pub fn scan(&mut self, store: &Store, look: &LookAround) -> Around {
        let mut around = Around {
            desk: look.desk.as_ref().map(|(desk, _)| *desk),
            ..Around::default()
        };
        // Whoever lets go of a file has written there what it had, so it is looked at afterwards.
        if let Err(trouble) = self.claim(store, look) {
            tracing::warn!(what = trouble.short(), "claims cannot be made");
        }
        // The first claim makes their folder.
        self.keep_watching(store, look);
        around.ours = self.claims.keys().copied().collect();
        around.ours.sort();
        around.notebook = self.look_at_notebook(store, look.notebook.as_ref());
        if look.desk.is_some()
            && let Err(trouble) = self.others(store, look, &mut around)
        {
            tracing::warn!(what = trouble.short(), "claims cannot be read");
        }
        self.look_at_files(store, look, &mut around);
        around
    }

    fn keep_watching(&self, store: &Store, look: &LookAround) {
        let Some(watcher) = &self.watcher else {
            return;
        };
        watcher.watch(store.root());
        if let Ok(claims) = store.claims_folder() {
            watcher.watch_claims(&claims);
        }
        let folder = look.desk.as_ref().map(|(_, folder)| folder);
        if let Some(Ok(event)) = folder.map(|folder| store.event_folder(folder)) {
            if let Some(events) = event.parent() {
                watcher.watch(events);
            }
            watcher.watch(&event);
            watcher.watch(&event.join("sessions"));
        }
    }

    /// Claims what is wished for, and lets go of everything else.
    fn claim(&mut self, store: &Store, look: &LookAround) -> Result<(), Trouble> {
        let paths: HashMap<Item, PathBuf> = paths(look);
        let path = |item| paths.get(&item).cloned();
        let now = look.now;
        // What is here already is no wish, not even for a moment in which others see it.
        let has = |item: &Item| self.claims.contains_key(item) && look.claims.contains(item);
        let wishes = look
            .wishes
            .iter()
            .copied()
            .filter(|item| !has(item))
            .collect();
        reconcile(store, Claimed::Wish, &mut self.wishes, &wishes, path, now)?;
        reconcile(
            store,
            Claimed::Hold,
            &mut self.claims,
            &look.claims,
            path,
            now,
        )?;
        // What came is no wish any more.
        let came = &self.claims;
        self.wishes.retain(|item, _| !came.contains_key(item));
        Ok(())
    }

    /// What others claim of an event's files.
    fn others(&self, store: &Store, look: &LookAround, around: &mut Around) -> Result<(), Trouble> {
        let all = store.claims()?;
        if all.is_empty() {
            return Ok(());
        }
        let items = paths(look).into_iter().map(|(item, path)| (path, item));
        let items: HashMap<PathBuf, Item> = items.collect();
        for found in all {
            let Some(item) = items.get(&store.root().join(&found.file)) else {
                continue;
            };
            let (ours, theirs) = match found.what {
                Claimed::Hold => (&self.claims, &mut around.theirs),
                Claimed::Wish => (&self.wishes, &mut around.wished),
            };
            if !ours.contains_key(item) {
                theirs.push((*item, found.by));
            }
        }
        Ok(())
    }

    /// The settings, where they say something else than the app knows.
    fn look_at_notebook(
        &mut self,
        store: &Store,
        known: Option<&Arc<Loaded<Notebook>>>,
    ) -> Option<Arc<Loaded<Notebook>>> {
        let Some(known) = known else {
            return store.settings().ok().map(Arc::new);
        };
        let seen = self.notebook.as_ref();
        let seen = seen.filter(|(_, same)| Arc::ptr_eq(same, known));
        // One that cannot be read now changes nothing.
        match store.look_again(known, seen.map(|(seen, _)| seen)).ok()? {
            Look::Same(signature) => {
                self.notebook = signature.map(|seen| (seen, Arc::clone(known)));
                None
            }
            Look::Other(loaded) => Some(Arc::new(loaded)),
            Look::Gone => None,
        }
    }

    fn look_at_files(&mut self, store: &Store, look: &LookAround, around: &mut Around) {
        // Where the whole notebook is gone, none of its files was removed. Saving tells of it.
        if !store.exists() {
            return;
        }
        let listed = look
            .desk
            .as_ref()
            .map(|(_, folder)| store.session_names(folder));
        let mut names: BTreeSet<String> = match listed {
            Some(Ok(names)) => names.into_iter().collect(),
            Some(Err(trouble)) => {
                around.troubles.push(Broken::of(&trouble));
                return;
            }
            None => BTreeSet::new(),
        };
        for (item, known) in &look.files {
            if let LoadedFile::Session(file) = known {
                names.remove(&file.name);
            }
            match self.look_at(store, *item, known) {
                Ok(None) => {}
                Ok(Some(news)) => around.news.push(news),
                Err(trouble) => around.troubles.push(Broken::of(&trouble)),
            }
        }
        let Some((_, folder)) = &look.desk else {
            return;
        };
        let copies = store.copies_of_event(folder).into_iter();
        around.troubles.extend(copies.map(|copy| {
            Broken::of(&Trouble::Copy {
                path: copy.path,
                of: copy.file,
            })
        }));
        for name in names {
            match store.session(folder, &name) {
                Ok(session) => around.news.push(Outside::New(Arc::new(session))),
                // It went again.
                Err(Trouble::Missing { .. }) => {}
                Err(trouble) => around.troubles.push(Broken::of(&trouble)),
            }
        }
    }

    /// Looks at one file.
    fn look_at(
        &mut self,
        store: &Store,
        item: Item,
        known: &LoadedFile,
    ) -> Result<Option<Outside>, Trouble> {
        let seen = self.seen.get(&item);
        let seen = seen.filter(|(_, same)| same.is_same(known));
        let seen = seen.map(|(signature, _)| signature);
        let looked = match known {
            LoadedFile::Event(file) => look(store, file, seen, LoadedFile::Event),
            LoadedFile::Session(file) => look(store, file, seen, LoadedFile::Session),
            LoadedFile::Book(file) => look(store, file, seen, LoadedFile::Book),
        }?;
        Ok(match looked {
            Looked::Same(Some(signature)) => {
                self.seen.insert(item, (signature, known.clone()));
                None
            }
            Looked::Same(None) => {
                self.seen.remove(&item);
                None
            }
            Looked::Other(theirs) => Some(Outside::Changed(item, theirs)),
            // A link book that somebody removed comes back with the next save.
            Looked::Gone if item == Item::Book => None,
            Looked::Gone => Some(Outside::Gone(item)),
        })
    }
}

/// What became of a file.
enum Looked {
    Same(Option<Signature>),
    Other(LoadedFile),
    Gone,
}

fn look<T: Document>(
    store: &Store,
    known: &Loaded<T>,
    seen: Option<&Signature>,
    file: impl Fn(Arc<Loaded<T>>) -> LoadedFile,
) -> Result<Looked, Trouble> {
    Ok(match store.look_again(known, seen)? {
        Look::Same(signature) => Looked::Same(signature),
        Look::Other(loaded) => Looked::Other(file(Arc::new(loaded))),
        Look::Gone => Looked::Gone,
    })
}

fn paths(look: &LookAround) -> HashMap<Item, PathBuf> {
    let files = look.files.iter();
    files
        .map(|(item, file)| (*item, file.path().to_owned()))
        .collect()
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
