//! The journals that somebody left behind.

use super::Snapshot;
use super::codec::JournalHeader;
use super::made::MadePlace;
use super::replay::{Content, play};
use crate::store::ancestor::nearest;
use crate::store::atomic::sync_folder;
use crate::store::disk::{Disk, DiskFile, OpenMode};
use crate::store::identity::{self, was_moved_away};
use crate::store::parse::{read_bytes, read_whole};
use crate::store::save::confirmed;
use crate::store::value::Table;
use crate::store::{Durable, LINKS, Store, StoreError, hash};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A journal whose writer ended without saving.
#[derive(Debug)]
pub struct PendingJournal {
    /// What a person calls it by: the name of its file without the ending.
    pub id: String,
    /// What it belongs to.
    pub header: JournalHeader,
    /// What it says.
    pub content: Content,
    path: PathBuf,
    place: Option<MadePlace>,
    disk: Arc<dyn Disk>,
    /// Keeps other programs from taking it, too.
    _lock: Option<Box<dyn DiskFile>>,
}

/// A journal that nothing can be read from. It stays where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalProblem {
    /// What a person calls it by.
    pub id: String,
    /// The file.
    pub path: PathBuf,
}

/// What was read of journals.
#[derive(Default)]
struct Read {
    pending: Vec<PendingJournal>,
    problems: Vec<JournalProblem>,
    /// What the documents are noted under, those that are being written, too.
    keys: HashSet<String>,
}

impl Store {
    /// The journals of this notebook that nobody is writing, oldest first, and those that cannot be
    /// read. Empty ones, those that others replaced and those whose file or trash says the same are
    /// left out, and removed once what says the same is on the disk itself.
    pub fn pending(&self) -> Result<(Vec<PendingJournal>, Vec<JournalProblem>), StoreError> {
        let paths = self.left_behind(&[self.id()?, self.id_of_path()?])?;
        let Read {
            mut pending,
            mut problems,
            keys,
        } = self.read_journals(&paths);
        self.drop_notes(&paths, &keys);
        let place = self.place()?;
        pending.retain(|one| self.is_own(&place, one));
        drop_replaced(self, &mut pending, &mut problems);
        pending.retain(|one| {
            let said_by = match self.tells(one) {
                false => self.file_of(one).filter(|file| self.disk().exists(file)),
                true => match self.in_trash(one) {
                    None => return true,
                    trashed => trashed,
                },
            };
            if said_by.is_none_or(|file| self.is_placed(&file)) {
                // One that stays, or comes back when the power goes, has nothing to tell.
                let _ = one.remove();
            }
            false
        });
        problems.sort_by(|one, other| one.id.cmp(&other.id));
        Ok((pending, problems))
    }

    /// The journals of other folders with this notebook's `id`, and those of older versions of
    /// hallway that may be. They are brought back only by name.
    ///
    /// # Errors
    /// When the state folder cannot be read.
    pub fn pending_of_copies(&self) -> Result<Vec<PendingJournal>, StoreError> {
        let mut ids = vec![self.id()?, self.id_of_path()?];
        ids.extend(self.ids_of_copies()?);
        let mut pending = self.read_journals(&self.left_behind(&ids)?).pending;
        let place = self.place()?;
        pending.retain(|one| !self.is_own(&place, one));
        let replaced = pending.iter().flat_map(|one| one.header.replaces.clone());
        let replaced: HashSet<String> = replaced.collect();
        pending.retain(|one| !replaced.contains(&one.id) && self.tells(one));
        // Whoever opens that copy now is not to find them taken.
        pending.iter_mut().for_each(|one| one._lock = None);
        Ok(pending)
    }

    /// Reads journals that nobody is writing, oldest first.
    fn read_journals(&self, paths: &[PathBuf]) -> Read {
        let mut read = Read::default();
        for path in paths {
            let Some(id) = id(path) else { continue };
            let lock = unlocked(self.disk(), path);
            let Some(bytes) = read_whole(self.disk(), path) else {
                continue;
            };
            let played = play(&bytes);
            if let Some((header, _)) = &played {
                read.keys.insert(header.key_or(&id).to_owned());
            }
            // Somebody is writing it now.
            let Some(lock) = lock else { continue };
            match played {
                Some((header, mut content)) => {
                    self.find_reached((&header, &id), path, &mut content);
                    read.pending.push(PendingJournal {
                        place: self.place_of(&header, &id, path),
                        id,
                        header,
                        content,
                        path: path.clone(),
                        disk: Arc::clone(&self.system().disk),
                        _lock: lock,
                    });
                }
                None if bytes.iter().all(|byte| *byte == 0) => {
                    // Without the lock somebody may be about to write it.
                    if lock.is_some() {
                        let _ = self.disk().remove_file(path);
                    }
                }
                None => read.problems.push(JournalProblem {
                    id,
                    path: path.clone(),
                }),
            }
        }
        read.pending.sort_by(|one, other| {
            let key = |one: &PendingJournal| (one.header.began, one.id.clone());
            key(one).cmp(&key(other))
        });
        read
    }

    /// Whether a journal was written for this very folder.
    pub(super) fn is_own(&self, place: &identity::NotebookPlace, pending: &PendingJournal) -> bool {
        let header = &pending.header;
        let inode = (header.dev, header.ino);
        match pending.root() {
            Some(root) if root == place.root => true,
            Some(root) => place.inode == Some(inode) && was_moved_away(self.disk(), &root, inode),
            // An older hallway wrote it, which noted no folder.
            None => self.is_begun_here(pending),
        }
    }

    /// Whether the file of a journal says what the journal was begun with, or a save that it speaks
    /// of.
    fn is_begun_here(&self, pending: &PendingJournal) -> bool {
        let Some(text) = self.text_of(pending) else {
            return false;
        };
        let is_base = pending.header.base == Some(hash(text.as_bytes()));
        let saved = || Snapshot::parse(pending.header.kind(), &text);
        is_base || saved().is_some_and(|saved| pending.content.saving.contains(&saved))
    }

    /// Where the document of a journal is kept: where its header says, else where it was noted when
    /// it was made.
    fn place_of(&self, header: &JournalHeader, id: &str, journal: &Path) -> Option<MadePlace> {
        let noted = || MadePlace::of(header.kind(), &self.noted_file(header.key_or(id), journal)?);
        MadePlace::of(header.kind(), &header.file).or_else(noted)
    }

    /// The files in these parts of the folder of journals.
    fn left_behind(&self, ids: &[String]) -> Result<Vec<PathBuf>, StoreError> {
        let ids: BTreeSet<&String> = ids.iter().collect();
        let mut paths = Vec::new();
        for id in ids {
            let folder = self.journals(id);
            match self.disk().read_dir(&folder) {
                Ok(entries) => paths.extend(entries.iter().map(|one| folder.join(&one.name))),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(StoreError::reading(&folder, error)),
            }
        }
        Ok(paths)
    }

    /// Whether a journal says anything that its file does not.
    fn tells(&self, pending: &PendingJournal) -> bool {
        match self.paper_of(pending) {
            Some(theirs) => !pending.says_nothing_new(&theirs),
            None => {
                let content = &pending.content;
                let base = content.base.as_ref();
                let began = base.and_then(|base| Snapshot::parse(pending.header.kind(), base));
                // A file that others removed comes back only if something was changed here.
                !content.saving.is_empty()
                    || began.is_none_or(|began| began.encode() != content.snapshot.encode())
            }
        }
    }

    /// What the file of a journal says now, if it can be read.
    pub fn paper_of(&self, pending: &PendingJournal) -> Option<Snapshot> {
        let text = self.text_of(pending)?;
        Snapshot::parse(pending.header.kind(), &text)
    }

    /// The file of a journal, whether it is there or not.
    fn file_of(&self, pending: &PendingJournal) -> Option<PathBuf> {
        match pending.place()? {
            MadePlace::Book => Some(self.root().join(LINKS)),
            MadePlace::File(folder, Some(name)) => self.session_path(&folder, &name).ok(),
            MadePlace::File(folder, None) => self.event_path(&folder).ok(),
            MadePlace::Trash(_) => None,
        }
    }

    /// Brings a file of the notebook and its place to disk. Returns whether that is confirmed.
    fn is_placed(&self, file: &Path) -> bool {
        let durable = confirmed(self.disk(), file);
        durable.and(self.confirm_place(file)).is_confirmed()
    }

    /// The text of the file of a journal, if there is one.
    pub(super) fn text_of(&self, pending: &PendingJournal) -> Option<String> {
        let path = self.file_of(pending)?;
        let bytes = read_bytes(self.disk(), &path).ok()??;
        Some(
            crate::store::parse::SourceText::decode(&path, &bytes)
                .ok()?
                .plain,
        )
    }
}

/// Takes out journals of which another one says everything: their writer ended between beginning
/// that one and removing these. They are removed once the other one is on the disk itself.
fn drop_replaced(
    store: &Store,
    pending: &mut Vec<PendingJournal>,
    problems: &mut Vec<JournalProblem>,
) {
    let mut replaced = HashMap::new();
    for one in pending.iter().filter(|one| !one.header.replaces.is_empty()) {
        let is_synced = one.is_synced();
        for old in &one.header.replaces {
            *replaced.entry(old.clone()).or_insert(false) |= is_synced;
        }
    }
    let goes = |id: &String| replaced.get(id) == Some(&true);
    // Those that stay are left out the next time, too.
    for one in pending.iter().filter(|one| goes(&one.id)) {
        let _ = one.remove();
    }
    for one in problems.iter().filter(|one| goes(&one.id)) {
        let _ = one.remove(store);
    }
    pending.retain(|one| !replaced.contains_key(&one.id));
    problems.retain(|one| !replaced.contains_key(&one.id));
}

impl PendingJournal {
    /// Where its document is kept; nothing while it has no file.
    pub fn place(&self) -> Option<MadePlace> {
        self.place.clone()
    }

    /// The folder of the notebook that it was written for; nothing in journals of older versions of
    /// hallway.
    pub fn root(&self) -> Option<PathBuf> {
        let root = Some(&self.header.root).filter(|root| !root.is_empty());
        root.map(|root| identity::decode(root))
    }

    /// Whether a file that says `theirs` has everything in it: it was made from what the journal
    /// says last.
    pub(super) fn says_nothing_new(&self, theirs: &Snapshot) -> bool {
        let mut candidates = self.ancestors();
        if self.header.notes_saves {
            // What is in the file is known, and what is not is not.
            let ours = self.content.snapshot.encode();
            let at = nearest(&candidates, &theirs.encode());
            return candidates.get(at) == Some(&ours);
        }
        candidates.push(self.content.snapshot.encode());
        let at = nearest(&candidates, &theirs.encode());
        candidates.get(at) == candidates.last()
    }

    /// What the file may have been when somebody else last read it: what it was when the journal
    /// was begun, and every save that may have come through.
    fn ancestors(&self) -> Vec<Table> {
        let base = self.content.base.as_ref();
        let base = base.and_then(|base| Snapshot::parse(self.header.kind(), base));
        let base = base.map_or_else(Table::default, |base| base.encode());
        let base = (!self.content.landed).then_some(base);
        let reached = self.content.reached.iter().map(Snapshot::encode);
        base.into_iter().chain(reached).collect()
    }

    /// Removes the journal; what it says has to be safe elsewhere. Returns whether it is known to
    /// be gone from the disk itself.
    pub fn remove(&self) -> Durable {
        // Nothing would tell that those say nothing, once this one is gone.
        if let Err(error) = self.remove_replaced() {
            return Durable::of(&Err(error));
        }
        let removed = self.disk.remove_file(&self.path);
        Durable::of(&removed.and_then(|()| self.sync_folder()))
    }

    /// Removes the journals that this one took the place of, durably.
    fn remove_replaced(&self) -> std::io::Result<()> {
        let mut removed = false;
        for id in &self.header.replaces {
            match self
                .disk
                .remove_file(&self.path.with_file_name(format!("{id}.journal")))
            {
                Ok(()) => removed = true,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        match removed {
            true => self.sync_folder(),
            false => Ok(()),
        }
    }

    /// Brings the journal to disk. Returns whether that is confirmed.
    pub fn is_synced(&self) -> bool {
        let file = self.disk.open(&self.path, OpenMode::reading());
        let synced = file.and_then(|file| file.sync_all());
        synced.and_then(|()| self.sync_folder()).is_ok()
    }

    fn sync_folder(&self) -> std::io::Result<()> {
        let folder = self.path.parent().unwrap_or(&self.path);
        sync_folder(&*self.disk, folder)
    }

    /// The file of the journal itself.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl JournalProblem {
    /// Removes it; its bytes have to be kept elsewhere. Returns whether it is known to be gone from
    /// the disk itself.
    pub fn remove(&self, store: &Store) -> Durable {
        store.remove_synced(&self.path)
    }
}

/// The name of a journal's file without its ending.
pub(in crate::store) fn id(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    name.strip_suffix(".journal").map(str::to_owned)
}

/// The lock of a file, or nothing inside where it has none; nothing at all when somebody else holds
/// it.
fn unlocked(disk: &dyn Disk, path: &Path) -> Option<Option<Box<dyn DiskFile>>> {
    let Ok(file) = disk.open(path, OpenMode::reading()) else {
        return Some(None);
    };
    match file.try_lock() {
        Ok(true) => Some(Some(file)),
        Ok(false) => None,
        Err(_) => Some(None),
    }
}
