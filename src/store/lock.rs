//! One writer at a time for each file, among processes that are hallway. The system lets go of a
//! lock when its process ends, however it ends.

use super::atomic::make_folder_unsynced;
use super::disk::{Disk, DiskFile, OpenMode};
use super::error::StoreError;
use super::system::System;
use std::io;
use std::path::Path;
use std::time::Duration;

/// How long a writer waits for another before it gives up.
const PATIENCE: Duration = Duration::from_secs(10);

/// A lock that is held as long as this lives.
#[derive(Debug)]
pub struct Lock {
    _file: Box<dyn DiskFile>,
}

/// Takes the lock for `target` in the folder `locks`; `key` names it the same in every process.
/// Where no lock can be made there, the folder of the target is locked instead: a notebook that can
/// be written is saved, whatever became of the state folder.
pub(super) fn lock(
    system: &System,
    locks: &Path,
    key: &str,
    target: &Path,
) -> Result<Lock, StoreError> {
    let (disk, clock) = (system.disk(), &system.clock);
    let path = locks.join(format!("{}.lock", &super::hash(key.as_bytes())[..32]));
    let wrong = |source| StoreError::locking(&path, source);
    let file = match lock_file(disk, locks, &path) {
        Ok(file) => file,
        Err(error) => {
            tracing::warn!(%error, "there is no place for locks");
            let folder = target.parent().unwrap_or(target);
            let opened = disk.open(folder, OpenMode::reading());
            opened.map_err(|_| wrong(error))?
        }
    };
    let began = clock.monotonic();
    let mut pause = Duration::from_micros(200);
    loop {
        match file.try_lock() {
            Ok(true) => return Ok(Lock { _file: file }),
            Err(error) => return Err(wrong(error)),
            Ok(false) if clock.monotonic().saturating_sub(began) > PATIENCE => {
                return Err(StoreError::Busy {
                    path: target.to_owned(),
                });
            }
            Ok(false) => {
                clock.sleep(pause);
                pause = (pause * 2).min(Duration::from_millis(20));
            }
        }
    }
}

/// The file of a lock, made if it is not there.
fn lock_file(disk: &dyn Disk, locks: &Path, path: &Path) -> io::Result<Box<dyn DiskFile>> {
    let state = locks.parent().unwrap_or(locks);
    make_folder_unsynced(disk, state, locks)
        .map_err(|store_error| io::Error::other(store_error.to_string()))?;
    disk.open(path, OpenMode::private())
}
