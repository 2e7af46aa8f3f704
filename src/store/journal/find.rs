//! The journals that somebody left behind.

use super::Paper;
use super::codec::Header;
use super::replay::{Content, play};
use crate::store::disk::{Disk, DiskFile, Open};
use crate::store::parse::{read_bytes, read_whole};
use crate::store::{Store, Trouble};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A journal whose writer ended without saving.
#[derive(Debug)]
pub struct Pending {
    /// What a person calls it by: the name of its file without the ending.
    pub id: String,
    /// What it belongs to.
    pub header: Header,
    /// What it says.
    pub content: Content,
    path: PathBuf,
    disk: Arc<dyn Disk>,
    /// Keeps other programs from taking it, too.
    _lock: Option<Box<dyn DiskFile>>,
}

/// A journal that nothing can be read from. It stays where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What a person calls it by.
    pub id: String,
    /// The file.
    pub path: PathBuf,
}

impl Store {
    /// The journals of this notebook that nobody is writing, oldest first, and those that cannot be read. Empty ones and those whose file says
    /// the same are removed on the way: they have nothing to tell.
    pub fn pending(&self) -> Result<(Vec<Pending>, Vec<Problem>), Trouble> {
        let (mut pending, mut problems) = (Vec::new(), Vec::new());
        for path in self.left_behind()? {
            let Some(id) = id(&path) else { continue };
            // Somebody is writing it now.
            let Some(lock) = unlocked(self.disk(), &path) else {
                continue;
            };
            let Some(bytes) = read_whole(self.disk(), &path) else {
                continue;
            };
            match play(&bytes) {
                Some((header, content)) => pending.push(Pending {
                    id,
                    header,
                    content,
                    path,
                    disk: Arc::clone(&self.system().disk),
                    _lock: lock,
                }),
                None if bytes.iter().all(|byte| *byte == 0) => {
                    let _ = self.disk().remove_file(&path);
                }
                None => problems.push(Problem { id, path }),
            }
        }
        pending.sort_by(|one, other| {
            let key = |one: &Pending| (one.header.began, one.id.clone());
            key(one).cmp(&key(other))
        });
        pending.retain(|one| {
            let tells = self.tells(one);
            if !tells {
                one.remove();
            }
            tells
        });
        problems.sort_by(|one, other| one.id.cmp(&other.id));
        Ok((pending, problems))
    }

    /// The files in the folder of this notebook's journals, also in the one that it had before it had an id.
    fn left_behind(&self) -> Result<Vec<PathBuf>, Trouble> {
        let mut ids = vec![self.id()?, self.id_of_path()?];
        ids.dedup();
        let mut paths = Vec::new();
        for id in ids {
            let folder = self.journals(&id);
            match self.disk().read_dir(&folder) {
                Ok(entries) => paths.extend(entries.iter().map(|one| folder.join(&one.name))),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(Trouble::reading(&folder, error)),
            }
        }
        Ok(paths)
    }

    /// Whether a journal says anything that its file does not.
    fn tells(&self, pending: &Pending) -> bool {
        let is_session = pending.header.session.is_some();
        let ours = pending.content.paper.encode();
        let theirs = self.paper_of(&pending.header);
        let theirs = theirs.map(|theirs| theirs.encode());
        if theirs.as_ref() == Some(&ours) {
            return false;
        }
        let base = pending.content.base.as_ref();
        let began = base.and_then(|base| Paper::parse(is_session, base));
        // What was taken back after a save of ours is news, and a file that was to be made again; what only others did is none.
        let mut saving = pending.content.saving.iter();
        began.is_none_or(|began| began.encode() != ours)
            || saving.any(|paper| theirs.is_none() || theirs.as_ref() == Some(&paper.encode()))
    }

    /// What the file of a journal says now, if it can be read.
    pub fn paper_of(&self, header: &Header) -> Option<Paper> {
        let text = self.text_of(header)?;
        Paper::parse(header.session.is_some(), &text)
    }

    /// The text of the file of a journal, if there is one.
    pub(super) fn text_of(&self, header: &Header) -> Option<String> {
        let (folder, name) = header.place()?;
        let path = match name {
            Some(name) => self.session_path(folder, name),
            None => self.event_path(folder),
        };
        let path = path.ok()?;
        let bytes = read_bytes(self.disk(), &path).ok()??;
        Some(crate::store::parse::Text::decode(&path, &bytes).ok()?.plain)
    }
}

impl Pending {
    /// Removes the journal; what it says has to be safe elsewhere.
    pub fn remove(&self) {
        let _ = self.disk.remove_file(&self.path);
    }

    /// The file of the journal itself.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Problem {
    /// Removes it; its bytes have to be kept elsewhere.
    pub fn remove(&self, store: &Store) {
        let _ = store.disk().remove_file(&self.path);
    }
}

impl Header {
    /// The event's folder and, for a session, its name; nothing when the file was never there.
    pub fn place(&self) -> Option<(&str, Option<&str>)> {
        let rest = self.file.strip_prefix("events/")?;
        let (folder, file) = rest.split_once('/')?;
        match file.strip_prefix("sessions/") {
            Some(name) => Some((folder, Some(name.strip_suffix(".toml")?))),
            None => Some((folder, None)),
        }
    }
}

/// The name of a journal's file without its ending.
fn id(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    name.strip_suffix(".journal").map(str::to_owned)
}

/// The lock of a file, or nothing inside where it has none; nothing at all when somebody else holds it.
fn unlocked(disk: &dyn Disk, path: &Path) -> Option<Option<Box<dyn DiskFile>>> {
    let Ok(file) = disk.open(path, Open::reading()) else {
        return Some(None);
    };
    match file.try_lock() {
        Ok(true) => Some(Some(file)),
        Ok(false) => None,
        Err(_) => Some(None),
    }
}
