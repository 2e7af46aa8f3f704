//! What other programs do: editors, git, the shell. Nothing of it is announced, and nothing fails
//! by plan.

use super::SimDisk;
use super::inode::{Body, Content, Ino, ROOT};
use super::state::{Found, State, folder};
use hallway::store::disk::Rename;
use rustix::io::Errno;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::MutexGuard;

/// A file that a program holds open, and goes on writing to wherever it is.
#[derive(Debug)]
pub struct InPlace {
    disk: SimDisk,
    handle: u64,
    ino: Ino,
    at: usize,
}

impl SimDisk {
    /// The bytes of a file; nothing where there is none.
    pub fn read(&self, path: &Path) -> Option<Vec<u8>> {
        let state = self.state();
        let ino = state.find(path, true).ok()?;
        Some(state.content(ino).ok()?.now.to_vec())
    }

    /// All that is no folder, in order.
    pub fn files(&self) -> Vec<PathBuf> {
        let state = self.state();
        let mut files = Vec::new();
        let mut folders = vec![(PathBuf::from("/"), ROOT)];
        while let Some((path, ino)) = folders.pop() {
            for (name, ino) in state.names(ino).unwrap() {
                match state.is_dir(ino) {
                    true => folders.push((path.join(name), ino)),
                    false => files.push(path.join(name)),
                }
            }
        }
        files.sort();
        files
    }

    /// Opens a file to write in it in steps, as a slow editor does; it is made where it is not.
    pub fn open_in_place(&self, path: &Path) -> io::Result<InPlace> {
        let mut state = self.state();
        let ino = match state.look(path, true)? {
            Found::There(ino, _) => ino,
            Found::Free(_) => state.make(path, Body::File(Content::default()))?,
        };
        state.content(ino)?;
        let handle = state.open(0, ino, true);
        Ok(InPlace {
            disk: self.clone(),
            handle,
            ino,
            at: 0,
        })
    }

    /// Cuts a file and writes it anew, at once.
    pub fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.open_in_place(path)?;
        file.truncate();
        file.write(bytes);
        Ok(())
    }

    /// Writes a file beside and renames it into its place, as vim and git do.
    pub fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let beside = path.with_extension("beside~");
        self.write(&beside, bytes)?;
        self.rename(&beside, path)
    }

    /// Renames a file, or a folder with all that is in it.
    pub fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let renamed = self.state().rename(from, to, Rename::Replace);
        renamed.map(|_| ())
    }

    /// Removes a file, or a folder with all that is in it.
    pub fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        match state.look(path, false)? {
            Found::Free(_) => Err(Errno::NOENT.into()),
            Found::There(ino, name) => {
                state.empty(ino);
                state.remove(name);
                Ok(())
            }
        }
    }

    /// Copies a file, or a folder with all that is in it.
    pub fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        let ino = state.find(from, false)?;
        state.copy(ino, to)
    }

    /// Makes a folder and those above it.
    pub fn make_folders(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        let all: Vec<&Path> = path.ancestors().collect();
        for one in all.into_iter().rev() {
            if let Found::Free(name) = state.look(one, true)? {
                state.make(one, folder(name.0))?;
            }
        }
        Ok(())
    }

    /// Makes a symbolic link.
    pub fn symlink(&self, target: &Path, path: &Path) -> io::Result<()> {
        let body = Body::Symlink(target.to_owned());
        self.state().make(path, body).map(|_| ())
    }

    /// Makes a named pipe.
    pub fn fifo(&self, path: &Path) -> io::Result<()> {
        self.state().make(path, Body::Fifo).map(|_| ())
    }

    /// Gives a file a second name.
    pub fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.state().link(from, to)
    }
}

impl InPlace {
    /// Cuts the file to nothing, and begins again at its start. Nothing happens after a crash.
    pub fn truncate(&mut self) {
        self.at = 0;
        if let Some(mut state) = self.opened()
            && state.content(self.ino).is_ok_and(|one| !one.now.is_empty())
        {
            state.content_mut(self.ino).unwrap().set_len(0);
        }
    }

    /// Writes on from where it stands. Nothing happens after a crash.
    pub fn write(&mut self, bytes: &[u8]) {
        if let Some(mut state) = self.opened() {
            state.content_mut(self.ino).unwrap().write(self.at, bytes);
        }
        self.at += bytes.len();
    }

    /// All that it says.
    pub fn read(&self) -> Vec<u8> {
        let state = self.opened();
        let content = state.as_ref().map(|state| state.content(self.ino).unwrap());
        content.map_or(Vec::new(), |content| content.now.to_vec())
    }

    /// Brings it to disk. Nothing happens after a crash.
    pub fn sync(&self) {
        if let Some(mut state) = self.opened() {
            state.sync(self.ino).unwrap();
        }
    }

    fn opened(&self) -> Option<MutexGuard<'_, State>> {
        let state = self.disk.state();
        state.handles.contains_key(&self.handle).then_some(state)
    }
}

impl Drop for InPlace {
    fn drop(&mut self) {
        self.disk.state().close(self.handle);
    }
}

impl State {
    fn make(&mut self, path: &Path, body: Body) -> io::Result<Ino> {
        let Found::Free(name) = self.look(path, true)? else {
            return Err(Errno::EXIST.into());
        };
        let mode = match body {
            Body::Dir(_) => 0o755,
            _ => 0o644,
        };
        let ino = self.make_inode(body, mode);
        self.add(name, ino);
        Ok(ino)
    }

    fn empty(&mut self, ino: Ino) {
        for (name, inside) in self.names(ino).unwrap_or_default() {
            self.empty(inside);
            self.remove((ino, name));
        }
    }

    fn copy(&mut self, from: Ino, to: &Path) -> io::Result<()> {
        let body = match self.inode(from).body.clone() {
            Body::File(content) => Body::File(Content::of((*content.now).clone())),
            Body::Dir(_) => folder(ROOT),
            other => other,
        };
        self.make(to, body)?;
        for (name, inside) in self.names(from).unwrap_or_default() {
            self.copy(inside, &to.join(name))?;
        }
        Ok(())
    }
}
