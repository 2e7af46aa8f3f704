//! A disk on which links do not lead out of the notebook.
//!
//! What this module promises:
//! - Whatever is done below the notebook's folder is done in the notebook's folder: a symbolic link
//!   that leads elsewhere, be it a file or any folder on the way, is an error that names both ends
//!   ([`LeadsOut`]), for reading as for writing. A notebook may come from anybody.
//! - Links to other places of the notebook are followed, and so is one that is the notebook's
//!   folder itself. A person can allow folders of this computer, too.
//! - A path is resolved once, and what is opened is what was resolved: should a folder be replaced
//!   by a link in between, opening it fails.

use super::{DirEntry, Disk, DiskFile, Meta, OpenMode, Rename};
use crate::store::clock::Clock;
use std::collections::{HashMap, VecDeque};
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

/// How many links are followed, as Linux does.
const MOST_LINKS: usize = 40;

/// How long a folder is known for reading. What is opened in it may not be a link all the same.
const KNOWN_FOR: Duration = Duration::from_millis(200);

/// How many folders are known at once.
const MOST_KNOWN: usize = 4_096;

/// A link that leads out of the notebook.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a link leads out of the notebook, to {}", target.display())]
pub struct LeadsOut {
    /// Where it leads.
    pub target: PathBuf,
}

impl LeadsOut {
    /// The one that an error is about.
    pub fn of(error: &io::Error) -> Option<&LeadsOut> {
        error.get_ref()?.downcast_ref()
    }
}

/// The disk of a notebook. Paths that do not begin with the notebook's folder are left alone.
#[derive(Debug)]
pub struct Confined {
    disk: Arc<dyn Disk>,
    clock: Arc<dyn Clock>,
    root: PathBuf,
    allowed: RwLock<Vec<PathBuf>>,
    known: Mutex<HashMap<PathBuf, (PathBuf, Duration)>>,
}

impl Confined {
    /// The disk for the notebook in `root`.
    pub fn new(disk: Arc<dyn Disk>, clock: Arc<dyn Clock>, root: PathBuf) -> Confined {
        Confined {
            disk,
            clock,
            root,
            allowed: RwLock::default(),
            known: Mutex::default(),
        }
    }

    /// The disk itself, for other notebooks.
    pub fn outside(&self) -> Arc<dyn Disk> {
        Arc::clone(&self.disk)
    }

    /// Allows links into these folders.
    pub fn allow(&self, folders: Vec<PathBuf>) {
        *self.allowed.write().unwrap_or_else(PoisonError::into_inner) = folders;
    }

    /// The path below the notebook's folder; nothing for another, or for that folder itself.
    fn inside<'p>(&self, path: &'p Path) -> Option<&'p Path> {
        let inside = path.strip_prefix(&self.root).ok()?;
        (!inside.as_os_str().is_empty()).then_some(inside)
    }

    /// The notebook's folder, with no link left in it; nothing where it is not there yet.
    fn real_root(&self) -> io::Result<Option<PathBuf>> {
        let now = self.clock.monotonic();
        if let Some((root, since)) = self.known().get(&self.root)
            && now.saturating_sub(*since) < KNOWN_FOR
        {
            return Ok(Some(root.clone()));
        }
        match self.disk.canonicalize(&self.root) {
            Ok(root) => {
                self.remember(&self.root, &root, now);
                Ok(Some(root))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Where a path leads, with no link left in it.
    fn end(&self, path: &Path) -> io::Result<PathBuf> {
        let Ok(inside) = path.strip_prefix(&self.root) else {
            return Ok(path.to_owned());
        };
        // Without a notebook there are no links in it.
        let Some(root) = self.real_root()? else {
            return Ok(path.to_owned());
        };
        let end = self.walk(root.clone(), inside)?;
        if end.starts_with(&root) || self.is_allowed(&end) {
            return Ok(end);
        }
        Err(io::Error::other(LeadsOut { target: end }))
    }

    /// Goes from a folder without links along a path, and along all links on it.
    fn walk(&self, from: PathBuf, path: &Path) -> io::Result<PathBuf> {
        let mut steps: VecDeque<OsString> = parts(path).collect();
        let (mut at, mut links) = (from, 0);
        while let Some(step) = steps.pop_front() {
            if step == OsStr::new("..") {
                at.pop();
                continue;
            }
            // The root of a file system, or a drive, takes the place of everything.
            let next = at.join(&step);
            match self.disk.symlink_metadata(&next) {
                Ok(meta) if meta.is_symlink() => {
                    links += 1;
                    if links > MOST_LINKS {
                        let circle = "its symbolic links lead round in a circle";
                        return Err(io::Error::other(circle));
                    }
                    let target = self.disk.read_link(&next)?;
                    for part in parts(&target).collect::<Vec<_>>().into_iter().rev() {
                        steps.push_front(part);
                    }
                }
                Ok(_) => at = next,
                // What is to be made.
                Err(error) if error.kind() == io::ErrorKind::NotFound => at = next,
                Err(error) => return Err(error),
            }
        }
        Ok(at)
    }

    fn is_allowed(&self, end: &Path) -> bool {
        let allowed = self.allowed.read().unwrap_or_else(PoisonError::into_inner);
        let holds = |folder: &PathBuf| {
            let folder = self.disk.canonicalize(folder);
            folder.is_ok_and(|folder| end.starts_with(folder))
        };
        allowed.iter().any(holds)
    }

    /// The path with no link left in it but perhaps its last part. To read, it may have been found
    /// a moment ago.
    fn place(&self, path: &Path, to_read: bool) -> io::Result<PathBuf> {
        let (Some(_), Some(folder), Some(name)) =
            (self.inside(path), path.parent(), path.file_name())
        else {
            // Its last part is `..`.
            return self.end(path);
        };
        let now = self.clock.monotonic();
        if to_read
            && let Some((known, since)) = self.known().get(folder)
            && now.saturating_sub(*since) < KNOWN_FOR
        {
            return Ok(known.join(name));
        }
        let end = self.end(folder)?;
        self.remember(folder, &end, now);
        Ok(end.join(name))
    }

    fn remember(&self, folder: &Path, end: &Path, now: Duration) {
        let mut known = self.known();
        if known.len() >= MOST_KNOWN {
            known.clear();
        }
        known.insert(folder.to_owned(), (end.to_owned(), now));
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<PathBuf, (PathBuf, Duration)>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The parts of a path, without those that say nothing.
fn parts(path: &Path) -> impl Iterator<Item = OsString> {
    let parts = path.components();
    let parts = parts.filter(|part| !matches!(part, Component::CurDir));
    parts.map(|part| part.as_os_str().to_owned())
}

impl Disk for Confined {
    fn open(&self, path: &Path, options: OpenMode) -> io::Result<Box<dyn DiskFile>> {
        if self.inside(path).is_none() {
            return self.disk.open(path, options);
        }
        let writes = options.write || options.append || options.create || options.create_new;
        let place = self.place(path, !writes)?;
        let no_links = OpenMode {
            no_links: true,
            ..options
        };
        let opened = self.disk.open(&place, no_links);
        let follows = !options.no_follow && !options.create_new;
        match opened {
            Err(error) if error.kind() != io::ErrorKind::NotFound && follows => {
                // It may be a link, or lie behind one since a moment ago.
                match self.end(path)? {
                    end if end == place => Err(error),
                    end => self.disk.open(&end, no_links),
                }
            }
            opened => opened,
        }
    }

    fn metadata(&self, path: &Path) -> io::Result<Meta> {
        if self.inside(path).is_none() {
            return self.disk.metadata(path);
        }
        let meta = self.symlink_metadata(path)?;
        match meta.is_symlink() {
            true => self.disk.symlink_metadata(&self.end(path)?),
            false => Ok(meta),
        }
    }

    fn symlink_metadata(&self, path: &Path) -> io::Result<Meta> {
        let found = self.disk.symlink_metadata(&self.place(path, true)?);
        // The folder may have become a link since it was found.
        found.or_else(|_| self.disk.symlink_metadata(&self.place(path, false)?))
    }

    fn read_dir(&self, path: &Path) -> io::Result<Vec<DirEntry>> {
        self.disk.read_dir(&self.end(path)?)
    }

    fn read_hidden(&self, path: &Path) -> io::Result<Vec<OsString>> {
        self.disk.read_hidden(&self.end(path)?)
    }

    fn rename(&self, from: &Path, to: &Path, how: Rename) -> io::Result<bool> {
        let (from, to) = (self.place(from, false)?, self.place(to, false)?);
        self.disk.rename(&from, &to, how)
    }

    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        let (from, to) = (self.place(from, false)?, self.place(to, false)?);
        self.disk.hard_link(&from, &to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.disk.remove_file(&self.place(path, false)?)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.disk.remove_dir(&self.place(path, false)?)
    }

    fn make_dir(&self, path: &Path, mode: u32) -> io::Result<()> {
        let place = self.place(path, false)?;
        // That it leads out says more than that there is something.
        let is_link = self.disk.symlink_metadata(&place);
        if is_link.is_ok_and(|meta| meta.is_symlink()) {
            self.end(path)?;
        }
        self.disk.make_dir(&place, mode)
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        self.disk.sync_dir(&self.end(path)?)
    }

    fn read_link(&self, path: &Path) -> io::Result<PathBuf> {
        // Whoever asks goes there.
        self.end(path)?;
        self.disk.read_link(&self.place(path, false)?)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.disk.canonicalize(&self.end(path)?)
    }

    fn may_write(&self, path: &Path) -> io::Result<()> {
        self.disk.may_write(&self.end(path)?)
    }

    fn set_mode(&self, path: &Path, mode: u32) -> io::Result<()> {
        self.disk.set_mode(&self.end(path)?, mode)
    }

    fn process(&self) -> u32 {
        self.disk.process()
    }
}
