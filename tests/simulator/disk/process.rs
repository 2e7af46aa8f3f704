//! The disk as one process sees it.

use super::SimDisk;
use super::fault::{Call, CallKind};
use super::file::SimFile;
use super::inode::{Body, Content, Ino};
use super::state::{Found, State, folder};
use hallway::store::disk::{DirEntry, Disk, DiskFile, FileKind, Meta, OpenMode, Rename};
use rustix::io::Errno;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::MutexGuard;

/// What the kernel takes off the permissions of new files.
const UMASK: u32 = 0o022;

/// A process.
#[derive(Debug, Clone)]
pub struct Process {
    pub disk: SimDisk,
    pub pid: u32,
    pub life: u64,
}

impl Process {
    /// Begins a call: the state, and the error with which it is to fail.
    pub fn enter(
        &self,
        kind: CallKind,
        path: &Path,
    ) -> io::Result<(MutexGuard<'_, State>, Option<io::Error>)> {
        let pid = self.pid;
        let call = Call { pid, kind, path };
        if !self.lives(&self.disk.state()) {
            return Err(killed());
        }
        self.disk.run_hook(&call);
        let error = self.disk.failure(&call);
        let state = self.disk.state();
        match self.lives(&state) {
            true => Ok((state, error)),
            false => Err(killed()),
        }
    }

    /// The same for a call that has no effect when it fails.
    pub fn begin(&self, kind: CallKind, path: &Path) -> io::Result<MutexGuard<'_, State>> {
        match self.enter(kind, path)? {
            (state, None) => Ok(state),
            (_, Some(error)) => Err(error),
        }
    }

    pub fn lives(&self, state: &State) -> bool {
        state.lives(self.pid, self.life)
    }
}

fn killed() -> io::Error {
    io::Error::other("the process was killed")
}

impl Disk for Process {
    fn open(&self, path: &Path, options: OpenMode) -> io::Result<Box<dyn DiskFile>> {
        let kind = match options.create || options.create_new {
            true => CallKind::Create,
            false => CallKind::Open,
        };
        let mut state = self.begin(kind, path)?;
        let follow = !options.no_follow && !options.no_links && !options.create_new;
        let ino = match state.look(path, follow)? {
            Found::There(..) if options.create_new => return Err(Errno::EXIST.into()),
            Found::There(ino, _) => ino,
            Found::Free(name) if kind == CallKind::Create => {
                let body = Body::File(Content::default());
                let ino = state.make_inode(body, options.mode & !UMASK);
                state.add(name, ino);
                ino
            }
            Found::Free(_) => return Err(Errno::NOENT.into()),
        };
        let writes = options.write || options.append;
        match &state.inode(ino).body {
            Body::Dir(_) if writes => return Err(Errno::ISDIR.into()),
            Body::Symlink(_) => return Err(Errno::LOOP.into()),
            Body::Fifo if !options.nonblock => {
                state.hangs.push(path.to_owned());
                return Err(io::Error::other("this would have waited for ever"));
            }
            Body::Fifo => return Err(io::Error::other("not a plain file")),
            _ => {}
        }
        if options.truncate && state.content(ino).is_ok_and(|one| !one.now.is_empty()) {
            state.content_mut(ino)?.set_len(0);
        }
        let handle = state.open(self.pid, ino, writes);
        Ok(Box::new(SimFile::new(self, handle, ino, path, options)))
    }

    fn metadata(&self, path: &Path) -> io::Result<Meta> {
        let state = self.begin(CallKind::Look, path)?;
        Ok(meta(&state, state.find(path, true)?))
    }

    fn symlink_metadata(&self, path: &Path) -> io::Result<Meta> {
        let state = self.begin(CallKind::Look, path)?;
        Ok(meta(&state, state.find(path, false)?))
    }

    fn read_dir(&self, path: &Path) -> io::Result<Vec<DirEntry>> {
        let state = self.begin(CallKind::ReadDir, path)?;
        let names = state.names(state.find(path, true)?)?;
        let entry = |(name, ino): (_, Ino)| DirEntry {
            name,
            kind: kind(&state.inode(ino).body),
        };
        Ok(names.into_iter().map(entry).collect())
    }

    fn rename(&self, from: &Path, to: &Path, how: Rename) -> io::Result<bool> {
        self.begin(CallKind::Rename, from)?.rename(from, to, how)
    }

    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.begin(CallKind::Link, from)?.link(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        let mut state = self.begin(CallKind::Unlink, path)?;
        match state.look(path, false)? {
            Found::Free(_) => Err(Errno::NOENT.into()),
            Found::There(ino, _) if state.is_dir(ino) => Err(Errno::ISDIR.into()),
            Found::There(_, name) => {
                state.remove(name);
                Ok(())
            }
        }
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        let mut state = self.begin(CallKind::RemoveDir, path)?;
        let Found::There(ino, name) = state.look(path, false)? else {
            return Err(Errno::NOENT.into());
        };
        match state.folder(ino)?.now.is_empty() {
            true => state.remove(name),
            false => return Err(Errno::NOTEMPTY.into()),
        }
        Ok(())
    }

    fn make_dir(&self, path: &Path, mode: u32) -> io::Result<()> {
        let mut state = self.begin(CallKind::MakeDir, path)?;
        let Found::Free(name) = state.look(path, false)? else {
            return Err(Errno::EXIST.into());
        };
        let ino = state.make_inode(folder(name.0), mode & !UMASK);
        state.add(name, ino);
        Ok(())
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        let mut state = self.begin(CallKind::SyncDir, path)?;
        let ino = state.find(path, true)?;
        state.sync(ino)
    }

    fn read_link(&self, path: &Path) -> io::Result<PathBuf> {
        let state = self.begin(CallKind::Look, path)?;
        match &state.inode(state.find(path, false)?).body {
            Body::Symlink(target) => Ok(target.clone()),
            _ => Err(Errno::INVAL.into()),
        }
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        let state = self.begin(CallKind::Look, path)?;
        let ino = state.find(path, true)?;
        state.path_of(path, ino)
    }

    fn may_write(&self, path: &Path) -> io::Result<()> {
        let state = self.begin(CallKind::Look, path)?;
        state.find(path, true).map(|_| ())
    }

    fn set_mode(&self, path: &Path, mode: u32) -> io::Result<()> {
        let mut state = self.begin(CallKind::Attribute, path)?;
        let ino = state.find(path, true)?;
        state.inode_mut(ino).mode = mode;
        Ok(())
    }

    fn process(&self) -> u32 {
        self.pid
    }
}

impl State {
    /// Gives a file a second name.
    pub fn link(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        let ino = self.find(from, false)?;
        match self.look(to, false)? {
            Found::There(..) => Err(Errno::EXIST.into()),
            Found::Free(_) if self.is_dir(ino) => Err(Errno::PERM.into()),
            Found::Free(name) => {
                self.add(name, ino);
                Ok(())
            }
        }
    }

    /// The path of an inode, which `path` leads to, without links.
    fn path_of(&self, path: &Path, ino: Ino) -> io::Result<PathBuf> {
        let mut end = path.to_owned();
        // A link at the end is followed by its text; those in the middle by the folders above.
        while let Body::Symlink(target) = &self.inode(self.find(&end, false)?).body {
            end = end.parent().unwrap_or(Path::new("/")).join(target);
        }
        let mut names = Vec::new();
        let mut at = match self.look(&end, false)? {
            Found::There(found, _) if self.is_dir(found) => found,
            Found::There(_, name) => {
                names.push(name.1);
                name.0
            }
            Found::Free(_) => ino,
        };
        while at != super::inode::ROOT {
            let above = self.folder(at)?.parent;
            let mut entries = self.folder(above)?.now.iter();
            let (name, _) = entries.find(|(_, ino)| **ino == at).ok_or(Errno::NOENT)?;
            names.push(name.clone());
            at = above;
        }
        let root = std::iter::once(Component::RootDir.as_os_str().to_owned());
        Ok(root.chain(names.into_iter().rev()).collect())
    }
}

/// What is known of an inode.
pub fn meta(state: &State, ino: Ino) -> Meta {
    let inode = state.inode(ino);
    let since = inode.changed.duration_since(std::time::UNIX_EPOCH);
    let since = since.unwrap_or_default();
    Meta {
        kind: kind(&inode.body),
        len: match &inode.body {
            Body::File(content) => content.now.len() as u64,
            Body::Symlink(target) => target.as_os_str().len() as u64,
            Body::Dir(_) | Body::Fifo => 0,
        },
        modified: Some(inode.modified),
        changed: (since.as_secs() as i64, i64::from(since.subsec_nanos())),
        dev: 1,
        ino: ino as u64 + 1,
        nlink: inode.nlink as u64,
        mode: inode.mode,
        uid: inode.uid,
        gid: inode.gid,
    }
}

fn kind(body: &Body) -> FileKind {
    match body {
        Body::File(_) => FileKind::File,
        Body::Dir(_) => FileKind::Dir,
        Body::Symlink(_) => FileKind::Symlink,
        Body::Fifo => FileKind::Other,
    }
}
