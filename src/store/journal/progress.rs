//! Notes how far a save has come, beside the journals.
//!
//! What this module promises: as long as nothing but hallway removes what a killed save leaves, a
//! recovery knows of each save in a journal whether its text has come into the file. A save that
//! was not noted as begun has not. Journals of older versions of hallway have no such notes; for
//! them it has to be guessed from what the file says.

use super::Paper;
use super::made::{digest, note_beside};
use super::replay::Content;
use crate::store::atomic::{Name, Progress, Step};
use crate::store::parse::read_whole;
use crate::store::{Store, Trouble, hash};
use std::path::{Path, PathBuf};

pub(super) const BEGUN: &str = "begun";
pub(super) const LANDED: &str = "landed";

/// What is noted of one save.
pub(in crate::store) struct SaveNotes<'a> {
    store: &'a Store,
    /// The folder of the journal, and the key that it has; nothing where nothing is noted.
    place: Option<(PathBuf, &'a str)>,
    digest: String,
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
        key: &'a str,
        paper: &Paper,
    ) -> Result<SaveNotes<'a>, Trouble> {
        let place = match key {
            "" => None,
            key => Some((store.journals(&store.id()?), key)),
        };
        Ok(SaveNotes {
            store,
            place,
            digest: digest(paper),
        })
    }

    /// The same beside a journal that was left behind.
    pub(super) fn beside(
        store: &'a Store,
        journal: &Path,
        key: &'a str,
        paper: &Paper,
    ) -> SaveNotes<'a> {
        SaveNotes {
            store,
            place: journal.parent().map(|folder| (folder.to_owned(), key)),
            digest: digest(paper),
        }
    }

    fn note(&self, ending: &str, text: &str) -> Result<(), Trouble> {
        match &self.place {
            Some((folder, key)) => self.store.note(&note_beside(folder, key, ending), text),
            None => Ok(()),
        }
    }
}

impl Progress for SaveNotes<'_> {
    fn begins(&self, step: Step<'_>, bytes: &[u8]) -> Result<(), Trouble> {
        let (how, path) = match step {
            Step::Swap(path) => ("swap", path),
            Step::New(path) => ("new", path),
            Step::Other => ("other", Path::new("")),
        };
        let path = self.store.inside(path);
        let text = format!("{}\n{how}\n{}\n{path}", self.digest, hash(bytes));
        self.note(BEGUN, &text)
    }

    fn done(&self) {
        if let Err(trouble) = self.note(LANDED, &self.digest) {
            // Without it a recovery finds out from what lies beside the file.
            tracing::warn!(what = trouble.short(), "a save was not noted");
        }
    }
}

impl Store {
    /// Leaves only those saves of a journal that may be in the file. Where one is known to be, it
    /// is the first of them: the file was made from that or from a later one.
    pub(super) fn find_reached(
        &self,
        key: &str,
        journal: &Path,
        content: &mut Content,
        noted: bool,
    ) {
        let landed = self.noted(key, LANDED, journal);
        let has_landed = |paper: &Paper| landed.as_ref().is_some_and(|one| *one == digest(paper));
        let mut reached = content.saving.clone();
        if noted {
            // A recovery that was killed has saved what was on the screen last.
            reached.push(content.paper.clone());
        }
        let mut known = reached.iter().rposition(has_landed);
        if noted {
            let (last, came) = self.begun(key, journal, &reached);
            match (last, came) {
                (Some(at), Came::Through) => known = Some(at),
                (Some(at), Came::NotThrough) if known != Some(at) => reached.truncate(at),
                _ => {}
            }
            let most = known.max(last).map_or(0, |at| at + 1);
            reached.truncate(most);
        }
        if let Some(at) = known {
            reached.drain(..at);
        }
        content.landed = known.is_some();
        content.reached = reached;
    }

    /// Which of these saves was begun last, and whether it came through.
    fn begun(&self, key: &str, journal: &Path, saves: &[Paper]) -> (Option<usize>, Came) {
        let Some(note) = self.noted(key, BEGUN, journal) else {
            return (None, Came::Unknown);
        };
        let mut lines = note.splitn(4, '\n');
        let mut next = || lines.next().unwrap_or_default();
        let (wanted, how, bytes, path) = (next(), next(), next(), next());
        let last = saves.iter().rposition(|paper| digest(paper) == wanted);
        let path = self.root().join(path);
        let came = match how {
            "swap" => self.has_changed_places(&path, bytes),
            "new" if self.disk().exists(&path) => Came::Through,
            "new" => Came::NotThrough,
            _ => Came::Unknown,
        };
        (last, came)
    }

    /// What lies beside a file is what a save replaced, or what was to replace it.
    fn has_changed_places(&self, beside: &Path, bytes: &str) -> Came {
        let name = beside.file_name().and_then(Name::of);
        match (name, read_whole(self.disk(), beside)) {
            (_, Some(there)) if hash(&there) == bytes => Came::NotThrough,
            (Some(name), Some(there)) if name.replaces(&hash(&there)) => Came::Through,
            _ => Came::Unknown,
        }
    }
}
