//! The disk and the clock that a store works with.

use super::atomic::sync_folder;
use super::clock::{Clock, SystemClock};
use super::disk::{Disk, RealDisk};
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// A disk and a clock.
#[derive(Debug, Clone)]
pub(super) struct System {
    pub disk: Arc<dyn Disk>,
    pub clock: Arc<dyn Clock>,
    /// Folders whose names are known to be on the disk itself, with their devices and inodes.
    placed: Arc<Mutex<HashMap<PathBuf, (u64, u64)>>>,
    /// Whether all names of a file (hard links) keep one text.
    keeps_hard_links: Arc<AtomicBool>,
}

impl System {
    /// A system of this disk and this clock.
    pub fn new(disk: Arc<dyn Disk>, clock: Arc<dyn Clock>) -> System {
        System {
            disk,
            clock,
            placed: Arc::default(),
            keeps_hard_links: Arc::default(),
        }
    }

    /// Those of this computer.
    pub fn real() -> System {
        System::new(Arc::new(RealDisk), Arc::new(SystemClock))
    }

    /// Whether all names of a file keep one text when it is saved.
    pub fn keeps_hard_links(&self) -> bool {
        self.keeps_hard_links.load(Ordering::Relaxed)
    }

    /// Says whether they do.
    pub fn keep_hard_links(&self, keep: bool) {
        self.keeps_hard_links.store(keep, Ordering::Relaxed);
    }

    /// The disk.
    pub fn disk(&self) -> &dyn Disk {
        &*self.disk
    }

    /// The time of day.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The time of day in milliseconds since 1970.
    pub fn millis(&self) -> i64 {
        self.now().timestamp_millis().max(0)
    }

    /// Brings the names of a folder and of those above it to disk, up to `base`, whose own name is
    /// not. Whoever made them may have been killed before that. Each is done once.
    ///
    /// # Errors
    /// When the system does not confirm one.
    pub fn confirm_folders(&self, folder: &Path, base: &Path) -> io::Result<()> {
        for one in folder.ancestors().take_while(|one| *one != base) {
            let (Some(above), true) = (one.parent(), one.starts_with(base)) else {
                break;
            };
            let meta = self.disk.metadata(one)?;
            let inode = (meta.dev, meta.ino);
            let is_placed = self.placed().get(one) == Some(&inode);
            if !is_placed {
                sync_folder(self.disk(), above)?;
                self.placed().insert(one.to_owned(), inode);
            }
        }
        Ok(())
    }

    /// Brings the name of a folder to disk that was just given it.
    ///
    /// # Errors
    /// When the system does not confirm it.
    pub fn confirm_new_folder(&self, folder: &Path) -> io::Result<()> {
        let meta = self.disk.metadata(folder)?;
        sync_folder(self.disk(), folder.parent().unwrap_or(folder))?;
        let inode = (meta.dev, meta.ino);
        self.placed().insert(folder.to_owned(), inode);
        Ok(())
    }

    fn placed(&self) -> std::sync::MutexGuard<'_, HashMap<PathBuf, (u64, u64)>> {
        self.placed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
