//! The terminal as a device of our own, whose writes do not wait.
//!
//! Standard output is shared with the shell and with every program that it starts. That a write
//! does not wait is a property of what is shared, so the device is opened once more.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, open};
use rustix::stdio::stdout;
use std::io;
use std::os::fd::OwnedFd;
use std::time::Duration;

/// The most bytes of one write where writes wait: a terminal that takes any takes these.
const PIECE: usize = 256;

/// The terminal on standard output.
pub struct Tty {
    fd: OwnedFd,
    /// It could not be opened once more, so that writes wait.
    waits: bool,
}

impl Tty {
    /// Opens it.
    pub fn open() -> io::Result<Tty> {
        if let Some(fd) = opened_again() {
            return Ok(Tty { fd, waits: false });
        }
        let fd = stdout().try_clone_to_owned()?;
        Ok(Tty { fd, waits: true })
    }

    /// Returns the same terminal once more.
    pub fn try_clone(&self) -> io::Result<Tty> {
        Ok(Tty {
            fd: self.fd.try_clone()?,
            waits: self.waits,
        })
    }

    /// Writes what the terminal takes now; `WouldBlock` when that is nothing.
    pub fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        let bytes = match self.waits {
            false => bytes,
            true if self.wait(Some(Duration::ZERO))? => &bytes[..bytes.len().min(PIECE)],
            true => return Err(io::ErrorKind::WouldBlock.into()),
        };
        Ok(rustix::io::write(&self.fd, bytes)?)
    }

    /// Waits until the terminal takes something; false when it does not within that time.
    pub fn wait(&self, within: Option<Duration>) -> io::Result<bool> {
        let within: Option<Timespec> = within.and_then(|within| within.try_into().ok());
        let mut fds = [PollFd::new(&self.fd, PollFlags::OUT)];
        match poll(&mut fds, within.as_ref()) {
            Ok(ready) => Ok(ready > 0),
            // Whoever waits looks again.
            Err(rustix::io::Errno::INTR) => Ok(true),
            Err(error) => Err(error.into()),
        }
    }
}

/// Opens the terminal on standard output once more, by the first of its names that can be opened.
fn opened_again() -> Option<OwnedFd> {
    let flags = OFlags::WRONLY | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let by_name = || {
        let name = rustix::termios::ttyname(stdout(), Vec::new()).ok()?;
        open(name, flags, Mode::empty()).ok()
    };
    // Only the terminal that controls us has this name.
    let controlling = || {
        rustix::termios::tcgetsid(stdout()).ok()?;
        open("/dev/tty", flags, Mode::empty()).ok()
    };
    let by_number = match cfg!(target_os = "linux") {
        true => open("/proc/self/fd/1", flags, Mode::empty()).ok(),
        false => None,
    };
    by_number.or_else(by_name).or_else(controlling)
}
