//! Which part of the state folder belongs to a notebook.
//!
//! What this module promises:
//! - Journals, earlier versions, leftovers and edit locks are kept for a notebook's folder: for its
//!   path without links, its device and its inode. An `id` in `notebook.toml` that was lost, or
//!   that is somebody else's, changes nothing.
//! - A notebook is taken for one that was moved only where `id`, device and inode are the same and
//!   the old folder is gone.
//! - Any other folder with the same `id` (a copy, a clone, a stranger's notebook) has a part of its
//!   own, and gets nothing without being asked.
//!
//! What is known is noted in `notebooks/` in the state folder, one file a path. Where it is lost,
//! the headers of journals say the same.

use super::atomic::{self, ExpectedFile, make_folder};
use super::backup_version::owner_only;
use super::disk::{Disk, OpenMode};
use super::journal::codec;
use super::parse::read_whole;
use super::{Store, StoreError, hash, is_slug};
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{MutexGuard, PoisonError};

/// Where a notebook is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NotebookPlace {
    /// Its folder, without links.
    pub root: PathBuf,
    /// Device and inode; nothing while there is no such folder.
    pub inode: Option<(u64, u64)>,
}

/// What is known of a notebook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct NotebookEntry {
    /// Its folder, as [`encode`] writes it.
    root: String,
    dev: u64,
    ino: u64,
    /// Its part of the state folder.
    state: String,
    /// The `id` that its `notebook.toml` had last.
    notebook: String,
}

/// A file of `notebooks/`: what is known of the notebooks at one path, the newest first.
#[derive(Debug, Default, Serialize, Deserialize)]
struct NotebookEntries {
    notebooks: Vec<NotebookEntry>,
}

/// How much of a journal is read to know whose it is, in bytes.
const HEADER: u64 = 64 * 1024;

/// How many notebooks at one path are remembered.
const REMEMBERED: usize = 8;

impl Store {
    /// What names the notebook's part of the state folder. It need not be the `id` in its
    /// `notebook.toml`.
    ///
    /// # Errors
    /// When the notebook's place cannot be told.
    pub fn id(&self) -> Result<String, StoreError> {
        if let Some(id) = self.shared.id.get() {
            return Ok(id.clone());
        }
        let place = self.place()?;
        let told = self.stated_id();
        match self.known_id(&place, told.as_deref()) {
            Some(id) => Ok(self.shared.id.get_or_init(|| id).clone()),
            None => Ok(id_of(&place)),
        }
    }

    /// The `id` in `notebook.toml`, as a name for a folder; nothing where there is none, or the
    /// file cannot be read.
    pub(super) fn stated_id(&self) -> Option<String> {
        // A notebook with broken settings is still written to.
        let told = self.settings().ok()?.value.id;
        // It comes out of a file that anybody may have written, and names folders.
        match told.as_str() {
            "" => None,
            told if is_slug(told) => Some(told.to_owned()),
            told => Some(hash(told.as_bytes())[..16].to_owned()),
        }
    }

    /// The `id` that the notebook's `notebook.toml` had, where that is known.
    pub(super) fn former_id(&self) -> Option<String> {
        let place = self.place().ok()?;
        let mut own = self.entries_at(&place.root).into_iter();
        let entry = own.find(|entry| Some(entry.inode()) == place.inode);
        let id = entry.map(|entry| entry.notebook);
        id.or_else(|| self.id_of_journals(&place))
            .filter(|id| is_slug(id) && *id != id_of(&place))
    }

    /// What stands in for the identifier until there is one.
    pub(super) fn id_of_path(&self) -> Result<String, StoreError> {
        Ok(id_of(&self.place()?))
    }

    /// Where the notebook is, or would be.
    pub(super) fn place(&self) -> Result<NotebookPlace, StoreError> {
        let wrong = |error| StoreError::reading(self.root(), error);
        let absolute = std::path::absolute(self.root()).map_err(wrong)?;
        let root = without_links(self.disk(), &absolute);
        let meta = self.disk().metadata(&root);
        let inode = meta.ok().map(|meta| (meta.dev, meta.ino));
        if inode.is_some() {
            *self.last_inode() = inode;
        }
        Ok(NotebookPlace { root, inode })
    }

    /// Where the notebook is, or was when this program last looked: what is written for one that
    /// was moved meanwhile belongs where it is now.
    pub(super) fn place_or_last(&self) -> Result<NotebookPlace, StoreError> {
        let place = self.place()?;
        let inode = place.inode.or(*self.last_inode());
        Ok(NotebookPlace { inode, ..place })
    }

    /// Whether this program has seen the notebook's folder.
    pub(super) fn was_there(&self) -> bool {
        self.last_inode().is_some()
    }

    fn last_inode(&self) -> MutexGuard<'_, Option<(u64, u64)>> {
        let last = self.shared.last_inode.lock();
        last.unwrap_or_else(PoisonError::into_inner)
    }

    fn known_id(&self, place: &NotebookPlace, told: Option<&str>) -> Option<String> {
        let own = self.entries_at(&place.root);
        let is_here = |entry: &&NotebookEntry| Some(entry.inode()) == place.inode;
        let is_told = |entry: &&NotebookEntry| told == Some(entry.notebook.as_str());
        let known = own.iter().find(is_here).or(own.iter().find(is_told));
        if let Some(entry) = known {
            return Some(entry.state.clone());
        }
        if let Some(id) = self.id_of_journals(place) {
            return Some(id);
        }
        let told = told?;
        let same = self.entries_of(told);
        let moved = same.iter().find(|entry| {
            Some(entry.inode()) == place.inode
                && was_moved_away(self.disk(), &entry.root(), entry.inode())
        });
        match moved {
            Some(entry) => Some(entry.state.clone()),
            None if same.is_empty() => Some(told.to_owned()),
            None => Some(id_of_copy(place, told)),
        }
    }

    /// Notes which part of the state folder belongs to the notebook. That it cannot be noted stops
    /// nobody.
    pub(super) fn note_place(&self) {
        if self.shared.noted.get().is_some() {
            return;
        }
        match self.try_note_place() {
            Ok(true) => {
                let _ = self.shared.noted.set(());
            }
            Ok(false) => {}
            Err(store_error) => {
                tracing::warn!(what = store_error.short(), "a notebook is not noted")
            }
        }
    }

    /// Returns whether there is a notebook to note.
    fn try_note_place(&self) -> Result<bool, StoreError> {
        let place = self.place()?;
        let (Some((dev, ino)), Some(told)) = (place.inode, self.stated_id()) else {
            return Ok(false);
        };
        let new = NotebookEntry {
            root: encode(&place.root),
            dev,
            ino,
            state: self.id()?,
            notebook: told,
        };
        let mut entries = self.entries_at(&place.root);
        if entries.first() == Some(&new) {
            return Ok(true);
        }
        let moved = self.entries_of(&new.notebook).into_iter().find(|entry| {
            let is_same = entry.state == new.state && entry.root != new.root;
            is_same && is_missing(self.disk(), &entry.root())
        });
        entries.retain(|entry| entry.state != new.state);
        entries.insert(0, new);
        entries.truncate(REMEMBERED);
        self.write_entries(&place.root, entries)?;
        if let Some(old) = moved {
            // What comes to that place later is another notebook.
            let mut entries = self.entries_at(&old.root());
            entries.retain(|entry| *entry != old);
            self.write_entries(&old.root(), entries)?;
        }
        Ok(true)
    }

    fn write_entries(&self, root: &Path, notebooks: Vec<NotebookEntry>) -> Result<(), StoreError> {
        let path = self.entries_path(root);
        let folder = path.parent().unwrap_or(&path);
        let made = make_folder(self.disk(), folder)?;
        let bytes = serde_json::to_vec(&NotebookEntries { notebooks }).unwrap_or_default();
        let written = atomic::write(self.system(), &path, &bytes, ExpectedFile::Any)?;
        owner_only(self.disk(), &path)?;
        // Where it is lost, journals say the same.
        let _ = written.and(made).and(self.confirm_place(&path));
        Ok(())
    }

    fn entries_path(&self, root: &Path) -> PathBuf {
        let name = &hash(encode(root).as_bytes())[..32];
        self.state().join("notebooks").join(format!("{name}.json"))
    }

    /// What is known of the notebooks that are or were at a path.
    fn entries_at(&self, root: &Path) -> Vec<NotebookEntry> {
        let wanted = encode(root);
        let mut entries = entries_in(self.disk(), &self.entries_path(root));
        entries.retain(|entry| entry.root == wanted);
        entries
    }

    /// What is known of all notebooks with this `id`, wherever they are.
    fn entries_of(&self, id: &str) -> Vec<NotebookEntry> {
        let folder = self.state().join("notebooks");
        let files = self.disk().read_dir(&folder).unwrap_or_default();
        let files = files.iter().map(|file| folder.join(&file.name));
        let all = files.flat_map(|file| entries_in(self.disk(), &file));
        all.filter(|entry| entry.notebook == id || entry.state == id)
            .collect()
    }

    /// The parts of the state folder that belong to other folders with the notebook's `id`.
    pub(super) fn ids_of_copies(&self) -> Result<Vec<String>, StoreError> {
        let own = self.id()?;
        let Some(told) = self.stated_id() else {
            return Ok(Vec::new());
        };
        let copies = self.entries_of(&told).into_iter();
        let mut ids: Vec<String> = copies.map(|entry| entry.state).chain([told]).collect();
        ids.sort();
        ids.dedup();
        ids.retain(|id| *id != own);
        Ok(ids)
    }

    /// The part of the state folder in which a journal was written for this very folder.
    fn id_of_journals(&self, place: &NotebookPlace) -> Option<String> {
        let inode = place.inode?;
        let folder = self.state().join("journals");
        let parts = self.disk().read_dir(&folder).ok()?;
        let mut names = parts.iter().filter_map(|part| part.name.to_str());
        let is_own = |part: &&str| {
            let part = folder.join(part);
            let files = self.disk().read_dir(&part).unwrap_or_default();
            let mut headers = files
                .iter()
                .filter_map(|file| header(self.disk(), &part.join(&file.name)));
            headers.any(|header| {
                decode(&header.root) == place.root && (header.dev, header.ino) == inode
            })
        };
        names.find(is_own).map(str::to_owned)
    }
}

impl NotebookEntry {
    fn inode(&self) -> (u64, u64) {
        (self.dev, self.ino)
    }

    fn root(&self) -> PathBuf {
        decode(&self.root)
    }
}

/// What stands in for the identifier of a notebook that has none.
fn id_of(place: &NotebookPlace) -> String {
    hash(place.root.as_os_str().as_encoded_bytes())[..16].to_owned()
}

/// What names the part of a folder whose `id` is another's.
fn id_of_copy(place: &NotebookPlace, told: &str) -> String {
    let (dev, ino) = place.inode.unwrap_or_default();
    let all = format!("{told}\n{}\n{dev} {ino}", encode(&place.root));
    hash(all.as_bytes())[..16].to_owned()
}

/// Whether a folder is not there any more, or is that very inode under another name. What cannot be
/// looked at is there.
pub(super) fn was_moved_away(disk: &dyn Disk, root: &Path, inode: (u64, u64)) -> bool {
    match disk.metadata(root) {
        Ok(meta) => (meta.dev, meta.ino) == inode,
        Err(_) => is_missing(disk, root),
    }
}

fn is_missing(disk: &dyn Disk, path: &Path) -> bool {
    use io::ErrorKind::{NotADirectory, NotFound};
    let kind = disk.metadata(path).map_err(|error| error.kind());
    matches!(kind, Err(NotFound | NotADirectory))
}

/// A path without links, as far as it is there.
fn without_links(disk: &dyn Disk, path: &Path) -> PathBuf {
    if let Ok(path) = disk.canonicalize(path) {
        return path;
    }
    match (path.parent(), path.file_name()) {
        (Some(above), Some(name)) => without_links(disk, above).join(name),
        _ => path.to_owned(),
    }
}

fn entries_in(disk: &dyn Disk, file: &Path) -> Vec<NotebookEntry> {
    let bytes = read_whole(disk, file).unwrap_or_default();
    let entries: NotebookEntries = serde_json::from_slice(&bytes).unwrap_or_default();
    let mut entries = entries.notebooks;
    entries.retain(|entry| is_slug(&entry.state));
    entries
}

/// The header of a journal.
fn header(disk: &dyn Disk, file: &Path) -> Option<codec::JournalHeader> {
    super::journal::id(file)?;
    let mut bytes = Vec::new();
    let opened = disk.open(file, OpenMode::reading()).ok()?;
    opened.read_to_end(&mut bytes, HEADER).ok()?;
    codec::decode_header(&bytes)
}

/// A path as text: what is no UTF-8, and `%`, stands there as `%` and two digits for each byte.
pub(super) fn encode(path: &Path) -> String {
    let mut text = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        text.push_str(&chunk.valid().replace('%', "%25"));
        for byte in chunk.invalid() {
            text.push_str(&format!("%{byte:02x}"));
        }
    }
    text
}

/// The path that [`encode`] wrote.
pub(super) fn decode(text: &str) -> PathBuf {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, others)) = rest.split_first() {
        let digits = others.get(..2).filter(|_| *first == b'%');
        let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &others[2..];
            }
            None => {
                bytes.push(*first);
                rest = others;
            }
        }
    }
    path_of(bytes)
}

#[cfg(unix)]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    PathBuf::from(<std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn any_path_can_be_written_as_text() {
        use std::os::unix::ffi::OsStrExt;
        for bytes in [
            &b"/home/ada/notes"[..],
            b"/100%/%2",
            b"/\xff\xfe/\xc3\xa9",
            b"/%ff",
        ] {
            let path = Path::new(std::ffi::OsStr::from_bytes(bytes));
            assert_eq!(decode(&encode(path)), path);
        }
        assert_eq!(encode(Path::new("/é %")), "/é %25");
    }
}
