//! What is brought to disk when, and a look at it.

use super::inode::{Body, Entries, Ino, ROOT};
use super::state::{Change, Name, State};
use super::{Order, SimDisk};
use std::io;
use std::path::{Component, Path, PathBuf};

impl Change {
    /// The inodes and the folders that it names.
    pub fn inodes(&self) -> Vec<Ino> {
        let mut inodes = self.folders().to_vec();
        match self {
            Change::Add(_, ino) | Change::Remove(_, ino) => inodes.push(*ino),
            Change::Move { ino, .. } => inodes.push(*ino),
            Change::Swap { one, other } => inodes.extend([one.1, other.1]),
        }
        inodes
    }

    /// The folders that it changes.
    fn folders(&self) -> [Ino; 2] {
        match self {
            Change::Add(name, _) | Change::Remove(name, _) => [name.0, name.0],
            Change::Move { from, to, .. } => [from.0, to.0],
            Change::Swap { one, other } => [one.0.0, other.0.0],
        }
    }
}

impl State {
    /// Brings the entries of a folder to disk. A change of two folders is one step, so it comes
    /// with all that happened in both before; ordered, everything that happened before comes.
    pub fn sync_folder(&mut self, ino: Ino) -> io::Result<()> {
        self.folder(ino)?;
        let pending = std::mem::take(&mut self.pending);
        let mut folders = vec![ino];
        let mut chosen = vec![false; pending.len()];
        for (change, chosen) in pending.iter().zip(&mut chosen).rev() {
            let own = change.folders();
            *chosen = self.order == Order::Ordered || own.iter().any(|one| folders.contains(one));
            if *chosen {
                folders.extend(own);
            }
        }
        for (change, chosen) in pending.into_iter().zip(chosen) {
            match chosen {
                true => self.apply(&change),
                false => self.pending.push(change),
            }
        }
        Ok(())
    }

    /// Brings the content of a file to disk, or the entries of a folder.
    pub fn sync(&mut self, ino: Ino) -> io::Result<()> {
        if self.is_dir(ino) {
            return self.sync_folder(ino);
        }
        if let Body::File(content) = &mut self.inode_mut(ino).body {
            content.sync();
        }
        // A rename that comes to disk later has nothing older to bring along.
        for change in &mut self.pending {
            if let Change::Move {
                ino: moved,
                content,
                ..
            } = change
                && *moved == ino
            {
                *content = None;
            }
        }
        Ok(())
    }

    /// Makes a change of folders on the disk itself.
    pub fn apply(&mut self, change: &Change) {
        match change {
            Change::Add(name, ino) => self.put_durable(name, *ino),
            Change::Remove(name, ino) => self.take_durable(name, *ino),
            Change::Move {
                from,
                to,
                ino,
                content,
            } => {
                self.take_durable(from, *ino);
                self.put_durable(to, *ino);
                if let (Some(bytes), Body::File(content)) =
                    (content, &mut self.inode_mut(*ino).body)
                {
                    content.durable = bytes.clone();
                }
            }
            Change::Swap { one, other } => {
                self.put_durable(&one.0, other.1);
                self.put_durable(&other.0, one.1);
            }
        }
    }

    pub fn take_durable(&mut self, name: &Name, ino: Ino) {
        let entries = &mut self.folder_mut(name.0).durable;
        if entries.get(&name.1) == Some(&ino) {
            entries.remove(&name.1);
        }
    }

    fn put_durable(&mut self, name: &Name, ino: Ino) {
        let entries = &mut self.folder_mut(name.0).durable;
        entries.insert(name.1.clone(), ino);
    }

    /// Brings everything to disk.
    fn sync_everything(&mut self) {
        for change in std::mem::take(&mut self.pending) {
            self.apply(&change);
        }
        for inode in self.inodes.iter_mut().flatten() {
            if let Body::File(content) = &mut inode.body {
                content.sync();
            }
        }
    }

    fn durable_entries(&self, ino: Ino) -> Option<&Entries> {
        self.folder(ino).ok().map(|folder| &folder.durable)
    }
}

impl SimDisk {
    /// Brings everything to disk.
    pub fn sync(&self) {
        self.state().sync_everything();
    }

    /// What the disk itself has of a file, if its name is there, too. Links are not followed.
    pub fn durable(&self, path: &Path) -> Option<Vec<u8>> {
        let state = self.state();
        let mut at = ROOT;
        for step in path.components() {
            if let Component::Normal(name) = step {
                at = *state.durable_entries(at)?.get(name)?;
            }
        }
        Some(state.content(at).ok()?.durable.to_vec())
    }

    /// The files of which the disk itself has the names.
    pub fn durable_files(&self) -> Vec<PathBuf> {
        let state = self.state();
        let mut files = Vec::new();
        let mut folders = vec![(PathBuf::from("/"), ROOT)];
        while let Some((path, ino)) = folders.pop() {
            for (name, ino) in state.durable_entries(ino).into_iter().flatten() {
                match state.is_dir(*ino) {
                    true => folders.push((path.join(name), *ino)),
                    false => files.push(path.join(name)),
                }
            }
        }
        files.sort();
        files
    }
}
