//! Notes how far a save has come, beside the journals.
//!
//! What this module promises: as long as nothing but hallway removes what a killed save leaves, a
//! recovery knows of each save in a journal whether its text has come into the file. A save that
//! was not noted as begun has not. Journals of older versions of hallway have no such notes; for
//! them it has to be guessed from what the file says.

use super::Snapshot;
use super::codec::JournalHeader;
use super::find::id;
use super::made::{digest, note_path};
use super::replay::{Content, play};
use crate::store::atomic::{PlacingStep, Progress, TemporaryName};
use crate::store::parse::read_whole;
use crate::store::{Store, StoreError, hash};
use std::path::{Path, PathBuf};

pub(super) const BEGUN: &str = "begun";
pub(super) const LANDED: &str = "landed";

/// What a document is journaled and noted under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JournalKey<'a> {
    /// The name of its notes; nothing where nothing is noted.
    pub key: &'a str,
    /// The writer's count of its changes.
    pub revision: u64,
}

impl JournalKey<'_> {
    /// Nothing is noted.
    pub const NONE: JournalKey<'static> = JournalKey {
        key: "",
        revision: 0,
    };
}

/// What is noted of one save.
pub(in crate::store) struct SaveNotes<'a> {
    store: &'a Store,
    /// The folder of the journal, and the key that it has; nothing where nothing is noted.
    place: Option<(PathBuf, &'a str)>,
    digest: String,
    revision: u64,
}

/// What a note says.
struct SaveNote {
    digest: String,
    /// It is of a state that came after the journal was begun.
    is_later: bool,
    how: String,
    bytes: String,
    path: String,
}

impl SaveNote {
    fn read(text: &str, header: &JournalHeader) -> SaveNote {
        let mut lines = text.splitn(5, '\n').map(str::to_owned);
        let mut next = || lines.next().unwrap_or_default();
        let digest = next();
        let revision: Option<u64> = next().parse().ok();
        SaveNote {
            digest,
            is_later: revision.is_some_and(|revision| revision > header.revision),
            how: next(),
            bytes: next(),
            path: next(),
        }
    }

    /// Which of these states of a document it speaks of. A later one that the journal does not have
    /// came after its end, when it could not be written any more: it has all of the last one.
    fn find(&self, states: &[Snapshot]) -> Option<usize> {
        let found = states
            .iter()
            .rposition(|snapshot| digest(snapshot) == self.digest);
        let last = states.len().checked_sub(1).filter(|_| self.is_later);
        found.or(last)
    }
}

/// Whether this means that there is no folder, or that something else is in its place.
fn is_no_folder(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{NotADirectory, NotFound};
    matches!(error.kind(), NotFound | NotADirectory)
}

/// Whether the save that was begun last has come into the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Came {
    Through,
    NotThrough,
    Unknown,
}

impl<'a> SaveNotes<'a> {
    /// The notes of a save of `paper`, whose journal has this key.
    pub(in crate::store) fn of(
        store: &'a Store,
        key: JournalKey<'a>,
        snapshot: &Snapshot,
    ) -> Result<SaveNotes<'a>, StoreError> {
        let place = match key.key {
            "" => None,
            key => Some((store.journals(&store.id()?), key)),
        };
        Ok(SaveNotes {
            store,
            place,
            digest: digest(snapshot),
            revision: key.revision,
        })
    }

    /// The same beside a journal that was left behind.
    pub(super) fn beside(
        store: &'a Store,
        journal: &Path,
        key: JournalKey<'a>,
        snapshot: &Snapshot,
    ) -> SaveNotes<'a> {
        SaveNotes {
            store,
            place: journal.parent().map(|folder| (folder.to_owned(), key.key)),
            digest: digest(snapshot),
            revision: key.revision,
        }
    }

    /// Whether a journal may hold what is saved. One that cannot be read may.
    fn has_journal(&self) -> bool {
        let Some((folder, key)) = &self.place else {
            return false;
        };
        let disk = self.store.disk();
        let entries = match disk.read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return !is_no_folder(&error),
        };
        entries.iter().any(|entry| {
            let path = folder.join(&entry.name);
            let Some(id) = id(&path) else { return false };
            match read_whole(disk, &path).map(|bytes| play(&bytes)) {
                Some(Some((header, _))) => header.key_or(&id) == *key,
                Some(None) => false,
                None => disk.exists(&path),
            }
        })
    }

    fn note(&self, ending: &str, text: &str) -> Result<(), StoreError> {
        match &self.place {
            Some((folder, key)) => self.store.note(&note_path(folder, key, ending), text),
            None => Ok(()),
        }
    }
}

impl Progress for SaveNotes<'_> {
    fn begins(&self, step: PlacingStep<'_>, bytes: &[u8]) -> Result<(), StoreError> {
        let (how, path) = match step {
            PlacingStep::Swap(path) => ("swap", path),
            PlacingStep::New(path) => ("new", path),
            PlacingStep::Other => ("other", Path::new("")),
        };
        let path = self.store.inside(path);
        let (digest, revision) = (&self.digest, self.revision);
        let text = format!("{digest}\n{revision}\n{how}\n{}\n{path}", hash(bytes));
        self.note(BEGUN, &text).or_else(|error| {
            // Where no journal has this, a recovery has nothing to ask the note for.
            match self.has_journal() {
                true => Err(error),
                false => Ok(()),
            }
        })
    }

    fn done(&self) {
        if let Err(store_error) = self.note(LANDED, &format!("{}\n{}", self.digest, self.revision))
        {
            // Without it a recovery finds out from what lies beside the file.
            tracing::warn!(what = store_error.short(), "a save was not noted");
        }
    }
}

impl Store {
    /// Leaves only those saves of a journal that may be in the file. Where one is known to be, it
    /// is the first of them: the file was made from that or from a later one.
    pub(super) fn find_reached(
        &self,
        (header, id): (&JournalHeader, &str),
        journal: &Path,
        content: &mut Content,
    ) {
        let key = header.key_or(id);
        let landed = self.noted(key, LANDED, journal);
        let landed = landed.map(|note| SaveNote::read(&note, header));
        let mut reached = content.saving.clone();
        if header.notes_saves {
            // A recovery that was killed has saved what was on the screen last.
            reached.push(content.snapshot.clone());
        }
        let mut known = landed.as_ref().and_then(|note| note.find(&reached));
        if header.notes_saves {
            let begun = self.noted(key, BEGUN, journal);
            let begun = begun.map(|note| SaveNote::read(&note, header));
            let last = begun.as_ref().and_then(|note| note.find(&reached));
            match (last, begun.map_or(Came::Unknown, |note| self.came(&note))) {
                (Some(at), Came::Through) => known = Some(at),
                (Some(at), Came::NotThrough) if known != Some(at) => reached.truncate(at),
                _ => {}
            }
            reached.truncate(known.max(last).map_or(0, |at| at + 1));
        }
        if let Some(at) = known {
            reached.drain(..at);
        }
        content.landed = known.is_some();
        content.reached = reached;
    }

    /// Whether a save that was begun came through.
    fn came(&self, note: &SaveNote) -> Came {
        let path = self.root().join(&note.path);
        match note.how.as_str() {
            "swap" => self.has_changed_places(&path, &note.bytes),
            "new" if self.disk().exists(&path) => Came::Through,
            "new" => Came::NotThrough,
            _ => Came::Unknown,
        }
    }

    /// What lies beside a file is what a save replaced, or what was to replace it.
    fn has_changed_places(&self, beside: &Path, bytes: &str) -> Came {
        let name = beside.file_name().and_then(TemporaryName::of);
        match (name, read_whole(self.disk(), beside)) {
            (_, Some(there)) if hash(&there) == bytes => Came::NotThrough,
            (Some(name), Some(there)) if name.replaces(&hash(&there)) => Came::Through,
            _ => Came::Unknown,
        }
    }
}
