//! How many files this process may have open at once, and the handles that are kept for journals.
//!
//! What this module promises: an app that starts can journal the event, a session of it, the link
//! book and a new session, however few handles are left for everything else.

use std::fs::File;
use std::io;
use std::sync::{Mutex, PoisonError};

/// So many are enough for anybody.
const ENOUGH: u64 = 4_096;

/// How many handles are kept.
const RESERVED: usize = 4;

/// Handles that are given up when a journal needs one.
static RESERVE: Mutex<Vec<File>> = Mutex::new(Vec::new());

/// Allows this process as many open files as the system lets it allow itself, and keeps some
/// handles in reserve.
pub fn prepare() {
    raise();
    hold();
}

/// Keeps handles in reserve, as far as there are any to be had.
pub fn hold() {
    let mut reserve = RESERVE.lock().unwrap_or_else(PoisonError::into_inner);
    while reserve.len() < RESERVED {
        let place = if cfg!(windows) { "NUL" } else { "/dev/null" };
        let Ok(file) = File::open(place) else { return };
        reserve.push(file);
    }
}

/// Gives up a handle in reserve. Returns whether there was one.
pub fn give() -> bool {
    let mut reserve = RESERVE.lock().unwrap_or_else(PoisonError::into_inner);
    reserve.pop().is_some()
}

/// Whether an error says that there is no handle left, for this process or for all.
pub fn are_out(error: &io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        let errno = error.raw_os_error();
        errno == Some(Errno::MFILE.raw_os_error()) || errno == Some(Errno::NFILE.raw_os_error())
    }
    #[cfg(not(unix))]
    {
        let _ = error;
        false
    }
}

/// How many files this process may have open, where it says so.
#[cfg(unix)]
pub fn limit() -> Option<u64> {
    use rustix::process::{Resource, getrlimit};
    getrlimit(Resource::Nofile).current
}

#[cfg(unix)]
fn raise() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let now = getrlimit(Resource::Nofile);
    let most = now.maximum.unwrap_or(ENOUGH).min(ENOUGH);
    if now.current.is_some_and(|current| current < most) {
        let more = Rlimit {
            current: Some(most),
            ..now
        };
        // Without, what fails says so.
        let _ = setrlimit(Resource::Nofile, more);
    }
}

#[cfg(not(unix))]
pub fn limit() -> Option<u64> {
    None
}

#[cfg(not(unix))]
fn raise() {}
