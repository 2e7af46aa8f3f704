//! Scanning for what others did to the files of the open event, and for who writes in which.

use crate::app::effect::DocumentId;
use crate::app::files::LoadedFile;
use crate::app::scan::{ExternalChange, Scan, ScanRequest};
use crate::app::unreadable::UnreadableFile;
use crate::model::notebook::Notebook;
use crate::store::{
    Claiming, Document, EditLock, EditLockKind, FileState, Loaded, Signature, Store, StoreError,
    Watcher,
};
use chrono::{DateTime, Utc};
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

/// What is remembered from one scan to the next.
#[derive(Default)]
pub struct Scanner {
    locks: HashMap<DocumentId, EditLock>,
    wishes: HashMap<DocumentId, EditLock>,
    /// What tells that a file says what was known then.
    seen: HashMap<DocumentId, (Signature, LoadedFile)>,
    notebook: Option<(Signature, Arc<Loaded<Notebook>>)>,
    pub(super) watcher: Option<Arc<Watcher>>,
}

impl Scanner {
    /// Scans.
    pub fn scan(&mut self, store: &Store, look: &ScanRequest) -> Scan {
        let mut around = Scan {
            event_id: look.open_event.as_ref().map(|(event_id, _)| *event_id),
            ..Scan::default()
        };
        // Whoever lets go of a file has written there what it had, so it is looked at afterwards.
        if let Err(error) = self.update_locks(store, look) {
            tracing::warn!(what = error.short(), "claims cannot be made");
        }
        // The first claim makes their folder.
        self.keep_watching(store, look);
        around.ours = self.locks.keys().copied().collect();
        around.ours.sort();
        around.notebook = self.look_at_notebook(store, look.notebook.as_ref());
        if look.open_event.is_some()
            && let Err(error) = self.others(store, look, &mut around)
        {
            tracing::warn!(what = error.short(), "claims cannot be read");
        }
        self.look_at_files(store, look, &mut around);
        around
    }

    fn keep_watching(&self, store: &Store, look: &ScanRequest) {
        let Some(watcher) = &self.watcher else {
            return;
        };
        watcher.watch(store.root());
        if let Ok(locks) = store.edit_locks_folder() {
            watcher.watch_edit_locks(&locks);
        }
        let folder = look.open_event.as_ref().map(|(_, folder)| folder);
        if let Some(Ok(event)) = folder.map(|folder| store.event_folder(folder)) {
            if let Some(events) = event.parent() {
                watcher.watch(events);
            }
            watcher.watch(&event);
            watcher.watch(&event.join("sessions"));
        }
    }

    /// Claims what is wished for, and lets go of everything else.
    fn update_locks(&mut self, store: &Store, look: &ScanRequest) -> Result<(), StoreError> {
        let paths: HashMap<DocumentId, PathBuf> = paths(look);
        let path = |item| paths.get(&item).cloned();
        let now = look.now;
        // What is here already is no wish, not even for a moment in which others see it.
        let has = |item: &DocumentId| self.locks.contains_key(item) && look.locks.contains(item);
        let requests = look
            .requests
            .iter()
            .copied()
            .filter(|item| !has(item))
            .collect();
        reconcile(
            store,
            EditLockKind::Requested,
            &mut self.wishes,
            &requests,
            path,
            now,
        )?;
        reconcile(
            store,
            EditLockKind::Held,
            &mut self.locks,
            &look.locks,
            path,
            now,
        )?;
        // What came is no wish any more.
        let came = &self.locks;
        self.wishes.retain(|item, _| !came.contains_key(item));
        Ok(())
    }

    /// What others claim of an event's files.
    fn others(
        &self,
        store: &Store,
        look: &ScanRequest,
        around: &mut Scan,
    ) -> Result<(), StoreError> {
        let all = store.edit_locks()?;
        if all.is_empty() {
            return Ok(());
        }
        let items = paths(look).into_iter().map(|(item, path)| (path, item));
        let items: HashMap<PathBuf, DocumentId> = items.collect();
        for found in all {
            let Some(item) = items.get(&store.root().join(&found.file)) else {
                continue;
            };
            let (ours, theirs) = match found.what {
                EditLockKind::Held => (&self.locks, &mut around.theirs),
                EditLockKind::Requested => (&self.wishes, &mut around.requested),
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
            FileState::Same(signature) => {
                self.notebook = signature.map(|seen| (seen, Arc::clone(known)));
                None
            }
            FileState::Other(loaded) => Some(Arc::new(loaded)),
            FileState::Deleted => None,
        }
    }

    fn look_at_files(&mut self, store: &Store, look: &ScanRequest, around: &mut Scan) {
        // Where the whole notebook is gone, none of its files was removed. Saving tells of it.
        if !store.exists() {
            return;
        }
        let listed = look
            .open_event
            .as_ref()
            .map(|(_, folder)| store.session_names(folder));
        let mut names: BTreeSet<String> = match listed {
            Some(Ok(names)) => names.into_iter().collect(),
            Some(Err(error)) => {
                around.unreadable.push(UnreadableFile::of(&error));
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
                Ok(Some(news)) => around.changes.push(news),
                Err(error) => around.unreadable.push(UnreadableFile::of(&error)),
            }
        }
        let Some((_, folder)) = &look.open_event else {
            return;
        };
        let copies = store.copies_of_event(folder).into_iter();
        around.unreadable.extend(copies.map(|copy| {
            UnreadableFile::of(&StoreError::Copy {
                path: copy.path,
                of: copy.file,
            })
        }));
        for name in names {
            match store.session(folder, &name) {
                Ok(session) => around.changes.push(ExternalChange::New(Arc::new(session))),
                // It went again.
                Err(StoreError::Missing { .. }) => {}
                Err(error) => around.unreadable.push(UnreadableFile::of(&error)),
            }
        }
    }

    /// Looks at one file.
    fn look_at(
        &mut self,
        store: &Store,
        item: DocumentId,
        known: &LoadedFile,
    ) -> Result<Option<ExternalChange>, StoreError> {
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
            Looked::Other(theirs) => Some(ExternalChange::Changed(item, theirs)),
            // A link book that somebody removed comes back with the next save.
            Looked::Deleted if item == DocumentId::Book => None,
            Looked::Deleted => Some(ExternalChange::Deleted(item)),
        })
    }
}

/// What became of a file.
enum Looked {
    Same(Option<Signature>),
    Other(LoadedFile),
    Deleted,
}

fn look<T: Document>(
    store: &Store,
    known: &Loaded<T>,
    seen: Option<&Signature>,
    file: impl Fn(Arc<Loaded<T>>) -> LoadedFile,
) -> Result<Looked, StoreError> {
    Ok(match store.look_again(known, seen)? {
        FileState::Same(signature) => Looked::Same(signature),
        FileState::Other(loaded) => Looked::Other(file(Arc::new(loaded))),
        FileState::Deleted => Looked::Deleted,
    })
}

fn paths(look: &ScanRequest) -> HashMap<DocumentId, PathBuf> {
    let files = look.files.iter();
    files
        .map(|(item, file)| (*item, file.path().to_owned()))
        .collect()
}

/// Makes the claims that are missing and gives up those that are not wanted any more.
fn reconcile(
    store: &Store,
    what: EditLockKind,
    ours: &mut HashMap<DocumentId, EditLock>,
    wanted: &BTreeSet<DocumentId>,
    path: impl Fn(DocumentId) -> Option<PathBuf>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    ours.retain(|item, _| wanted.contains(item));
    for item in wanted {
        // What has no file yet is nobody else's.
        let Some(path) = path(*item).filter(|_| !ours.contains_key(item)) else {
            continue;
        };
        if let Claiming::Ours(lock) = store.lock_for_editing(what, &path, now)? {
            ours.insert(*item, lock);
        }
    }
    Ok(())
}
