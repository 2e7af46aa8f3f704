//! Whether somebody has a file open for writing, as Linux tells it: a read lease is granted only while nobody has.
//!
//! What this module promises:
//! - The lease is given back at once. Whoever opens the file in between waits for that moment.
//! - This is the only unsafe code of the crate, since no library wraps the call.

use signal_hook::consts::SIGIO;
use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

/// Whether anybody has the file open for writing; nothing where the system does not tell: on some file systems, and of files of other users.
pub fn is_being_written(file: &File) -> Option<bool> {
    if !is_signal_caught() {
        return None;
    }
    match set(file, libc::F_RDLCK) {
        Ok(()) => {
            // Closing the file gives it back as well.
            let _ = set(file, libc::F_UNLCK);
            Some(false)
        }
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Some(true),
        Err(_) => None,
    }
}

/// Sees to it that the signal does not end the program that tells of somebody who waits for a lease.
fn is_signal_caught() -> bool {
    static CAUGHT: OnceLock<bool> = OnceLock::new();
    let catch = || signal_hook::flag::register(SIGIO, Arc::new(AtomicBool::new(false))).is_ok();
    *CAUGHT.get_or_init(catch)
}

#[expect(unsafe_code, reason = "no library wraps this call")]
fn set(file: &File, lease: i32) -> io::Result<()> {
    // SAFETY: the descriptor is open as long as `file` lives, the command takes an integer, and no memory is handed over.
    let result = unsafe { libc::fcntl(file.as_raw_fd(), libc::F_SETLEASE, lease) };
    match result {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::OpenOptions;
    use std::io::Write;

    #[test]
    fn who_writes_is_seen_as_long_as_it_is_open() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "text").unwrap();
        let file = File::open(&path).unwrap();
        // A file system may not tell; then it never does.
        let Some(is_written) = is_being_written(&file) else {
            return;
        };
        assert!(!is_written);
        let mut writer = OpenOptions::new().append(true).open(&path).unwrap();
        assert_eq!(is_being_written(&file), Some(true));
        writer.write_all(b" and more").unwrap();
        let reader = File::open(&path).unwrap();
        drop(writer);
        assert_eq!(is_being_written(&file), Some(false));
        assert_eq!(is_being_written(&reader), Some(false));
        // Also of a file that has no name any more.
        let writer = OpenOptions::new().write(true).open(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(is_being_written(&file), Some(true));
        drop(writer);
        assert_eq!(is_being_written(&file), Some(false));
    }

    #[test]
    fn who_opens_it_meanwhile_ends_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "text").unwrap();
        let file = File::open(&path).unwrap();
        std::thread::scope(|scope| {
            let writer = scope.spawn(|| {
                for _ in 0..2_000 {
                    drop(OpenOptions::new().write(true).open(&path).unwrap());
                }
            });
            while !writer.is_finished() {
                is_being_written(&file);
            }
        });
    }
}
