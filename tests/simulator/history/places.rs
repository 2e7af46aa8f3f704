//! The notebook is moved, and copied.

use super::ending::notebook;
use super::{FIRST, History, unlocked};
use crate::program::store;
use crate::shown::token;
use hallway::worker::recover;
use std::path::{Path, PathBuf};

impl History {
    /// Moves the notebook to another folder, whoever has it open.
    pub(super) fn move_notebook(&mut self) {
        if self.disk.read(&self.root.join("notebook.toml")).is_none() {
            return;
        }
        self.places += 1;
        let to = PathBuf::from(format!("/home/moved-{}", self.places));
        self.disk.rename(&self.root, &to).unwrap();
        self.disk.process(1).sync_dir(Path::new("/home")).unwrap();
        for writer in unlocked(&self.writers).iter_mut() {
            if let Ok(inside) = writer.path.strip_prefix(&self.root) {
                writer.path = to.join(inside);
            }
        }
        self.root = to;
    }

    /// Finds where the notebook is after a power cut.
    pub(super) fn find_notebook(&mut self) {
        let moved = (1..=self.places).rev();
        let moved = moved.map(|n| PathBuf::from(format!("/home/moved-{n}")));
        let mut places = moved.chain([PathBuf::from(FIRST)]);
        let is_there = |root: &PathBuf| {
            let files = self.disk.files();
            files.iter().any(|file| file.starts_with(root))
        };
        if let Some(root) = places.find(is_there) {
            self.root = root;
        }
    }

    /// Copies the notebook. The copy gets nothing that is not in it, and what is written in it
    /// stays there.
    pub(super) fn copy_notebook(&mut self) -> Result<(), String> {
        self.places += 1;
        let to = PathBuf::from(format!("/home/copy-{}", self.places));
        self.disk.copy(&self.root, &to).unwrap();
        self.next_pid += 1;
        let copy = store(&self.disk, &self.clock, self.next_pid, &to);
        // Another program may just be writing a file.
        let Ok(before) = notebook(&copy) else {
            return Ok(());
        };
        recover(&copy);
        let after = notebook(&copy)?;
        if before != after {
            return Err("a copy got what nobody asked for".to_owned());
        }
        let number = self.model.token();
        let original = std::mem::replace(&mut self.root, to);
        let words = ["note", "-e", "fair", &token(number)];
        self.command(words.map(str::to_owned).to_vec());
        self.root = original;
        self.model.wrote_elsewhere(number);
        Ok(())
    }
}
