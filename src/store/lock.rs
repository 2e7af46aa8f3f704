//! One writer at a time for each file, among processes that are hallway. The system lets go of a lock when its process ends, however it ends.

use super::atomic::make_folder;
use super::trouble::Trouble;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a writer waits for another before it gives up.
const PATIENCE: Duration = Duration::from_secs(10);

/// A lock that is held as long as this lives.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Takes the lock for `target` in the folder `locks`; `key` names it the same in every process. Where no lock can be made there, the folder of the
/// target is locked instead: a notebook that can be written is saved, whatever became of the state folder.
pub fn lock(locks: &Path, key: &str, target: &Path) -> Result<Lock, Trouble> {
    let path = locks.join(format!("{}.lock", &super::hash(key.as_bytes())[..32]));
    let wrong = |source| Trouble::Lock {
        path: path.clone(),
        source,
    };
    let file = match lock_file(locks, &path) {
        Ok(file) => file,
        Err(error) => {
            tracing::warn!(%error, "there is no place for locks");
            File::open(target.parent().unwrap_or(target)).map_err(|_| wrong(error))?
        }
    };
    let began = Instant::now();
    let mut pause = Duration::from_micros(200);
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Lock { _file: file }),
            Err(TryLockError::Error(error)) => return Err(wrong(error)),
            Err(TryLockError::WouldBlock) if began.elapsed() > PATIENCE => {
                return Err(Trouble::Busy {
                    path: target.to_owned(),
                });
            }
            Err(TryLockError::WouldBlock) => {
                std::thread::sleep(pause);
                pause = (pause * 2).min(Duration::from_millis(20));
            }
        }
    }
}

/// The file of a lock, made if it is not there.
fn lock_file(locks: &Path, path: &Path) -> io::Result<File> {
    make_folder(locks).map_err(|trouble| io::Error::other(trouble.to_string()))?;
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
