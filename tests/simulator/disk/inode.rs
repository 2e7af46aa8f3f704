//! Files and folders, with what is in memory and what is on disk.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

/// The number of an inode.
pub type Ino = usize;

/// The root folder.
pub const ROOT: Ino = 0;

/// The entries of a folder.
pub type Entries = BTreeMap<OsString, Ino>;

/// What an inode is.
#[derive(Debug, Clone)]
pub enum Body {
    File(Content),
    Dir(Folder),
    Symlink(PathBuf),
    Fifo,
}

/// The bytes of a file.
#[derive(Debug, Clone, Default)]
pub struct Content {
    /// What is read.
    pub now: Arc<Vec<u8>>,
    /// What is on the disk itself.
    pub durable: Arc<Vec<u8>>,
    /// What was written since the last sync.
    pub dirty: Option<Range<usize>>,
    /// What a failed sync gave up, and no later one brings to disk.
    pub lost: Vec<Range<usize>>,
    /// The shortest length since the last sync.
    pub shortest: usize,
    /// Up to where there is room.
    pub allocated: usize,
}

/// The entries of a folder.
#[derive(Debug, Clone)]
pub struct Folder {
    pub now: Entries,
    pub durable: Entries,
    pub parent: Ino,
}

/// A file, a folder, a link or a pipe.
#[derive(Debug, Clone)]
pub struct Inode {
    pub body: Body,
    /// How many names it has.
    pub nlink: usize,
    pub mode: u32,
    pub uid: u32,
    pub gid: u32,
    pub modified: SystemTime,
    pub changed: SystemTime,
    pub attributes: BTreeMap<Vec<u8>, Vec<u8>>,
    /// Who has locked it: the open file, and whether alone.
    pub locks: Vec<(u64, bool)>,
}

impl Inode {
    pub fn new(body: Body, mode: u32, now: SystemTime) -> Inode {
        Inode {
            body,
            nlink: 0,
            mode,
            uid: 1000,
            gid: 1000,
            modified: now,
            changed: now,
            attributes: BTreeMap::new(),
            locks: Vec::new(),
        }
    }
}

impl Content {
    /// New content that is not on disk.
    pub fn of(bytes: Vec<u8>) -> Content {
        let mut content = Content::default();
        content.write(0, &bytes);
        content
    }

    /// Writes bytes at a place.
    pub fn write(&mut self, at: usize, bytes: &[u8]) {
        let end = at + bytes.len();
        let now = Arc::make_mut(&mut self.now);
        if now.len() < end {
            now.resize(end, 0);
        }
        now[at..end].copy_from_slice(bytes);
        self.touch(at..end);
    }

    /// Cuts it, or makes it longer with zeros.
    pub fn set_len(&mut self, length: usize) {
        let before = self.now.len();
        Arc::make_mut(&mut self.now).resize(length, 0);
        self.shortest = self.shortest.min(length);
        self.touch(before.min(length)..before.max(length));
    }

    /// Brings everything to disk that no failed sync gave up.
    pub fn sync(&mut self) {
        self.durable = self.could_be_durable();
        self.clean();
    }

    /// Gives up what was written since the last sync.
    pub fn fail_sync(&mut self) {
        if let Some(range) = self.dirty.take() {
            self.lost.push(range);
        }
    }

    /// What would be on disk if all was brought there that can be.
    pub fn could_be_durable(&self) -> Arc<Vec<u8>> {
        if self.lost.is_empty() {
            return Arc::clone(&self.now);
        }
        let mut bytes = (*self.now).clone();
        for range in &self.lost {
            for at in range.start..range.end.min(bytes.len()) {
                bytes[at] = self.durable.get(at).copied().unwrap_or(0);
            }
        }
        Arc::new(bytes)
    }

    /// Takes what is on disk for what is there.
    pub fn forget(&mut self) {
        self.now = Arc::clone(&self.durable);
        self.lost.clear();
        self.clean();
    }

    fn clean(&mut self) {
        self.dirty = None;
        self.shortest = self.now.len();
    }

    fn touch(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        // What is written again is no longer given up.
        self.lost = std::mem::take(&mut self.lost)
            .into_iter()
            .flat_map(|lost| {
                [
                    lost.start..lost.end.min(range.start),
                    lost.start.max(range.end)..lost.end,
                ]
            })
            .filter(|left| left.start < left.end)
            .collect();
        self.dirty = Some(match &self.dirty {
            Some(dirty) => dirty.start.min(range.start)..dirty.end.max(range.end),
            None => range,
        });
    }
}
