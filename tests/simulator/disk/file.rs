//! An open file of a process.

use super::fault::CallKind;
use super::inode::Ino;
use super::process::{Process, meta};
use super::state::State;
use hallway::store::disk::{DiskFile, Meta, OpenMode};
use rustix::io::Errno;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::MutexGuard;
use std::sync::atomic::{AtomicUsize, Ordering};

/// An open file.
#[derive(Debug)]
pub struct SimFile {
    process: Process,
    handle: u64,
    ino: Ino,
    path: PathBuf,
    options: OpenMode,
    at: AtomicUsize,
}

impl SimFile {
    pub fn new(
        process: &Process,
        handle: u64,
        ino: Ino,
        path: &Path,
        options: OpenMode,
    ) -> SimFile {
        SimFile {
            process: process.clone(),
            handle,
            ino,
            path: path.to_owned(),
            options,
            at: AtomicUsize::new(0),
        }
    }

    fn begin(&self, kind: CallKind) -> io::Result<MutexGuard<'_, State>> {
        self.process.begin(kind, &self.path)
    }

    fn must_write(&self) -> io::Result<()> {
        match self.options.write || self.options.append {
            true => Ok(()),
            false => Err(Errno::BADF.into()),
        }
    }

    fn sync(&self) -> io::Result<()> {
        let (mut state, error) = self.process.enter(CallKind::Sync, &self.path)?;
        match error {
            None => state.sync(self.ino),
            Some(error) => {
                if !state.is_dir(self.ino) {
                    state.same_content_mut(self.ino).fail_sync();
                }
                Err(error)
            }
        }
    }

    fn lock_as(&self, alone: bool) -> io::Result<bool> {
        let mut state = self.begin(CallKind::Lock)?;
        let locks = &mut state.inode_mut(self.ino).locks;
        let is_other = |(owner, _): &&(u64, bool)| *owner != self.handle;
        let mut others = locks.iter().filter(is_other);
        if others.any(|(_, is_alone)| alone || *is_alone) {
            return Ok(false);
        }
        locks.retain(|(owner, _)| *owner != self.handle);
        locks.push((self.handle, alone));
        Ok(true)
    }
}

impl DiskFile for SimFile {
    fn read_to_end(&self, into: &mut Vec<u8>, most: u64) -> io::Result<()> {
        let state = self.begin(CallKind::Read)?;
        let bytes = &state.content(self.ino)?.now;
        if !self.options.read {
            return Err(Errno::BADF.into());
        }
        let at = self.at.load(Ordering::Relaxed).min(bytes.len());
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let end = bytes.len().min(at.saturating_add(most));
        into.extend_from_slice(&bytes[at..end]);
        self.at.store(end, Ordering::Relaxed);
        Ok(())
    }

    fn write_all(&self, bytes: &[u8]) -> io::Result<()> {
        let (mut state, error) = self.process.enter(CallKind::Write, &self.path)?;
        self.must_write()?;
        let content = state.content(self.ino)?;
        let at = match self.options.append {
            true => content.now.len(),
            false => self.at.load(Ordering::Relaxed),
        };
        let room = match state.full {
            true => content.allocated.max(content.now.len()).saturating_sub(at),
            false => usize::MAX,
        };
        let (length, outcome) = match error {
            Some(error) => (state.rng.below(bytes.len() + 1).min(room), Err(error)),
            None if room < bytes.len() => (room, Err(Errno::NOSPC.into())),
            None => (bytes.len(), Ok(())),
        };
        if length > 0 {
            state.content_mut(self.ino)?.write(at, &bytes[..length]);
            self.at.store(at + length, Ordering::Relaxed);
        }
        outcome
    }

    fn rewind(&self) -> io::Result<()> {
        self.at.store(0, Ordering::Relaxed);
        Ok(())
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        let mut state = self.begin(CallKind::Truncate)?;
        self.must_write()?;
        let length = usize::try_from(length).map_err(|_| Errno::FBIG)?;
        state.content_mut(self.ino)?.set_len(length);
        Ok(())
    }

    fn sync_all(&self) -> io::Result<()> {
        self.sync()
    }

    fn sync_data(&self) -> io::Result<()> {
        self.sync()
    }

    /// Nobody can let go of it meanwhile, so waiting is an error here.
    fn lock(&self) -> io::Result<()> {
        match self.lock_as(true)? {
            true => Ok(()),
            false => Err(io::ErrorKind::WouldBlock.into()),
        }
    }

    fn try_lock(&self) -> io::Result<bool> {
        self.lock_as(true)
    }

    fn try_lock_shared(&self) -> io::Result<bool> {
        self.lock_as(false)
    }

    fn metadata(&self) -> io::Result<Meta> {
        let state = self.begin(CallKind::Look)?;
        Ok(meta(&state, self.ino))
    }

    fn is_being_written(&self) -> Option<bool> {
        let state = self.begin(CallKind::Look).ok()?;
        let mut others = state.handles.values();
        let is_written = others.any(|one| one.ino == self.ino && one.writes);
        state.tells_writers.then_some(is_written)
    }

    fn allocate(&self, from: u64, to: u64) -> io::Result<()> {
        let mut state = self.begin(CallKind::Allocate)?;
        let to = usize::try_from(to.max(from)).map_err(|_| Errno::FBIG)?;
        let content = state.content(self.ino)?;
        if state.full && to > content.allocated.max(content.now.len()) {
            return Err(Errno::NOSPC.into());
        }
        let content = state.same_content_mut(self.ino);
        content.allocated = content.allocated.max(to);
        Ok(())
    }

    fn set_mode(&self, mode: u32) -> io::Result<()> {
        self.begin(CallKind::Attribute)?.inode_mut(self.ino).mode = mode;
        Ok(())
    }

    fn set_owner(&self, user: Option<u32>, group: Option<u32>) -> io::Result<()> {
        let mut state = self.begin(CallKind::Attribute)?;
        let inode = state.inode_mut(self.ino);
        inode.uid = user.unwrap_or(inode.uid);
        inode.gid = group.unwrap_or(inode.gid);
        Ok(())
    }

    fn attribute_names(&self) -> Vec<Vec<u8>> {
        let state = self.begin(CallKind::Look);
        state.map_or(Vec::new(), |state| {
            let attributes = &state.inode(self.ino).attributes;
            attributes.keys().cloned().collect()
        })
    }

    fn attribute(&self, name: &[u8]) -> io::Result<Vec<u8>> {
        let state = self.begin(CallKind::Look)?;
        let value = state.inode(self.ino).attributes.get(name);
        Ok(value.ok_or(Errno::NODATA)?.clone())
    }

    fn set_attribute(&self, name: &[u8], value: &[u8]) -> io::Result<()> {
        let mut state = self.begin(CallKind::Attribute)?;
        let attributes = &mut state.inode_mut(self.ino).attributes;
        attributes.insert(name.to_vec(), value.to_vec());
        Ok(())
    }

    fn remove_attribute(&self, name: &[u8]) -> io::Result<()> {
        let mut state = self.begin(CallKind::Attribute)?;
        let removed = state.inode_mut(self.ino).attributes.remove(name);
        removed.map(|_| ()).ok_or_else(|| Errno::NODATA.into())
    }
}

impl Drop for SimFile {
    fn drop(&mut self) {
        self.process.disk.state().close(self.handle);
    }
}
