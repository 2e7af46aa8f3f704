//! The tree of files in memory, and the changes of folders that are not on disk yet.

use super::Order;
use super::inode::{Body, Content, Entries, Folder, Ino, Inode, ROOT};
use crate::clock::SimClock;
use crate::rng::Rng;
use rustix::io::Errno;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// How many links are followed, as Linux does.
const MOST_LINKS: usize = 40;

/// From how many inodes on those that nobody can reach are dropped.
const MANY: usize = 1024;

/// A folder and a name in it.
pub type Name = (Ino, OsString);

/// A change of folders that is not on disk yet.
#[derive(Debug, Clone)]
pub enum Change {
    Add(Name, Ino),
    Remove(Name, Ino),
    Move {
        from: Name,
        to: Name,
        ino: Ino,
        /// The content that comes to disk with it.
        content: Option<Arc<Vec<u8>>>,
    },
    Swap {
        one: (Name, Ino),
        other: (Name, Ino),
    },
}

/// What a path leads to.
pub enum Found {
    /// Something that is there.
    There(Ino, Name),
    /// A name that is free, in a folder that is there.
    Free(Name),
}

/// An open file.
#[derive(Debug, Clone, Copy)]
pub struct Handle {
    pub pid: u32,
    pub ino: Ino,
    /// It may be written by it.
    pub writes: bool,
}

/// All of a disk.
#[derive(Clone)]
pub struct State {
    pub order: Order,
    pub inodes: Vec<Option<Inode>>,
    pub pending: Vec<Change>,
    pub handles: BTreeMap<u64, Handle>,
    pub full: bool,
    pub exchanges: bool,
    pub keeps: bool,
    /// Whether it tells who has a file open for writing.
    pub tells_writers: bool,
    pub hangs: Vec<PathBuf>,
    pub rng: Rng,
    pub clock: SimClock,
    pub seed: u64,
    lives: BTreeMap<u32, u64>,
    last_life: u64,
    last_handle: u64,
    sweep_at: usize,
}

impl State {
    pub fn new(order: Order, seed: u64, clock: SimClock) -> State {
        let mut state = State {
            order,
            inodes: Vec::new(),
            pending: Vec::new(),
            handles: BTreeMap::new(),
            full: false,
            exchanges: true,
            keeps: true,
            tells_writers: true,
            hangs: Vec::new(),
            rng: Rng::new(seed),
            clock,
            seed,
            lives: BTreeMap::new(),
            last_life: 0,
            last_handle: 0,
            sweep_at: MANY,
        };
        state.make_inode(folder(ROOT), 0o755);
        state.inode_mut(ROOT).nlink = 1;
        state
    }

    pub fn begin_life(&mut self, pid: u32) -> u64 {
        self.last_life += 1;
        self.lives.insert(pid, self.last_life);
        self.last_life
    }

    pub fn end_life(&mut self, pid: u32) {
        self.lives.remove(&pid);
        let own = self.handles.iter().filter(|(_, handle)| handle.pid == pid);
        for handle in own.map(|(number, _)| *number).collect::<Vec<_>>() {
            self.close(handle);
        }
    }

    /// Ends all processes, those outside, too.
    pub fn end_all(&mut self) {
        self.lives.clear();
        let all: Vec<u64> = self.handles.keys().copied().collect();
        all.into_iter().for_each(|handle| self.close(handle));
    }

    pub fn lives(&self, pid: u32, life: u64) -> bool {
        self.lives.get(&pid) == Some(&life)
    }

    pub fn open(&mut self, pid: u32, ino: Ino, writes: bool) -> u64 {
        self.last_handle += 1;
        let handle = Handle { pid, ino, writes };
        self.handles.insert(self.last_handle, handle);
        self.last_handle
    }

    pub fn close(&mut self, number: u64) {
        if let Some(handle) = self.handles.remove(&number) {
            let locks = &mut self.inode_mut(handle.ino).locks;
            locks.retain(|(owner, _)| *owner != number);
        }
    }

    pub fn inode(&self, ino: Ino) -> &Inode {
        self.inodes[ino].as_ref().unwrap()
    }

    pub fn inode_mut(&mut self, ino: Ino) -> &mut Inode {
        self.inodes[ino].as_mut().unwrap()
    }

    pub fn content(&self, ino: Ino) -> io::Result<&Content> {
        match &self.inode(ino).body {
            Body::File(content) => Ok(content),
            Body::Dir(_) => Err(Errno::ISDIR.into()),
            _ => Err(Errno::INVAL.into()),
        }
    }

    /// The content, to be changed now.
    pub fn content_mut(&mut self, ino: Ino) -> io::Result<&mut Content> {
        self.content(ino)?;
        let now = self.clock.file_time();
        let inode = self.inode_mut(ino);
        (inode.modified, inode.changed) = (now, now);
        Ok(self.same_content_mut(ino))
    }

    /// The content, of which the bytes stay as they are.
    pub fn same_content_mut(&mut self, ino: Ino) -> &mut Content {
        match &mut self.inode_mut(ino).body {
            Body::File(content) => content,
            _ => unreachable!("only files have content"),
        }
    }

    pub fn folder(&self, ino: Ino) -> io::Result<&Folder> {
        match &self.inode(ino).body {
            Body::Dir(folder) => Ok(folder),
            _ => Err(Errno::NOTDIR.into()),
        }
    }

    pub fn folder_mut(&mut self, ino: Ino) -> &mut Folder {
        match &mut self.inode_mut(ino).body {
            Body::Dir(folder) => folder,
            _ => unreachable!("a name lies in a folder"),
        }
    }

    pub fn is_dir(&self, ino: Ino) -> bool {
        matches!(self.inode(ino).body, Body::Dir(_))
    }

    /// What a path leads to; a link at its end counts as itself unless it is followed.
    pub fn look(&self, path: &Path, follow: bool) -> io::Result<Found> {
        self.look_from(ROOT, path, follow, &mut 0)
    }

    /// What is at a path.
    pub fn find(&self, path: &Path, follow: bool) -> io::Result<Ino> {
        match self.look(path, follow)? {
            Found::There(ino, _) => Ok(ino),
            Found::Free(_) => Err(Errno::NOENT.into()),
        }
    }

    fn look_from(
        &self,
        base: Ino,
        path: &Path,
        follow: bool,
        links: &mut usize,
    ) -> io::Result<Found> {
        let mut found = Found::There(base, (base, OsString::new()));
        let mut steps = path.components().peekable();
        while let Some(step) = steps.next() {
            let Found::There(at, _) = found else {
                return Err(Errno::NOENT.into());
            };
            let here = self.folder(at)?;
            found = match step {
                Component::RootDir => Found::There(ROOT, (ROOT, OsString::new())),
                Component::ParentDir => Found::There(here.parent, (here.parent, OsString::new())),
                Component::CurDir | Component::Prefix(_) => found,
                Component::Normal(name) => match here.now.get(name) {
                    None => Found::Free((at, name.to_owned())),
                    Some(ino) => {
                        let is_last = steps.peek().is_none();
                        match &self.inode(*ino).body {
                            Body::Symlink(target) if follow || !is_last => {
                                *links += 1;
                                if *links > MOST_LINKS {
                                    return Err(Errno::LOOP.into());
                                }
                                self.look_from(at, target, true, links)?
                            }
                            _ => Found::There(*ino, (at, name.to_owned())),
                        }
                    }
                },
            };
        }
        Ok(found)
    }

    /// A new inode that has no name yet.
    pub fn make_inode(&mut self, body: Body, mode: u32) -> Ino {
        self.sweep();
        let now = self.clock.file_time();
        self.inodes.push(Some(Inode::new(body, mode, now)));
        self.inodes.len() - 1
    }

    /// Gives an inode a name that is free.
    pub fn add(&mut self, name: Name, ino: Ino) {
        self.put(&name, ino);
        self.pending.push(Change::Add(name, ino));
    }

    /// Takes a name away.
    pub fn remove(&mut self, name: Name) {
        if let Some(ino) = self.take(&name) {
            self.pending.push(Change::Remove(name, ino));
        }
    }

    pub fn put(&mut self, name: &Name, ino: Ino) {
        self.touch_folder(name.0).insert(name.1.clone(), ino);
        let now = self.clock.file_time();
        let inode = self.inode_mut(ino);
        inode.nlink += 1;
        inode.changed = now;
        if let Body::Dir(folder) = &mut inode.body {
            folder.parent = name.0;
        }
    }

    pub fn take(&mut self, name: &Name) -> Option<Ino> {
        let ino = self.touch_folder(name.0).remove(&name.1)?;
        let now = self.clock.file_time();
        let inode = self.inode_mut(ino);
        inode.nlink -= 1;
        inode.changed = now;
        Some(ino)
    }

    fn touch_folder(&mut self, ino: Ino) -> &mut Entries {
        let now = self.clock.file_time();
        let inode = self.inode_mut(ino);
        (inode.modified, inode.changed) = (now, now);
        &mut self.folder_mut(ino).now
    }

    /// Whether one folder is another, or lies in it.
    pub fn is_inside(&self, mut one: Ino, other: Ino) -> bool {
        loop {
            match self.folder(one) {
                _ if one == other => return true,
                Ok(folder) if one != ROOT => one = folder.parent,
                _ => return false,
            }
        }
    }

    /// The names in a folder in an order that is none, and always the same.
    pub fn names(&self, ino: Ino) -> io::Result<Vec<(OsString, Ino)>> {
        let entries = &self.folder(ino)?.now;
        let mut names: Vec<_> = entries.iter().map(|(n, ino)| (n.clone(), *ino)).collect();
        names.sort_by_cached_key(|(name, _)| shuffled(name, self.seed));
        Ok(names)
    }

    /// Drops what no name, no open file and nothing on disk leads to.
    fn sweep(&mut self) {
        if self.inodes.len() < self.sweep_at {
            return;
        }
        let mut used = vec![false; self.inodes.len()];
        used[ROOT] = true;
        for change in &self.pending {
            change.inodes().into_iter().for_each(|ino| used[ino] = true);
        }
        for inode in self.inodes.iter().flatten() {
            if let Body::Dir(folder) = &inode.body {
                folder.durable.values().for_each(|ino| used[*ino] = true);
            }
        }
        self.handles.values().for_each(|one| used[one.ino] = true);
        for (ino, inode) in self.inodes.iter_mut().enumerate() {
            if inode.as_ref().is_some_and(|inode| inode.nlink == 0) && !used[ino] {
                *inode = None;
            }
        }
        self.sweep_at = self.inodes.len() * 2;
    }
}

/// The body of an empty folder.
pub fn folder(parent: Ino) -> Body {
    Body::Dir(Folder {
        now: Entries::new(),
        durable: Entries::new(),
        parent,
    })
}

fn shuffled(name: &OsStr, seed: u64) -> u64 {
    let bytes = name.as_encoded_bytes();
    let folded = bytes.iter().fold(seed, |sum, byte| {
        sum.wrapping_mul(0x0100_0000_01b3) ^ u64::from(*byte)
    });
    Rng::new(folded).next()
}
