//! The terminal where there is no `poll`: writes wait.

use std::io::{self, Write};
use std::time::Duration;

/// The terminal on standard output.
pub struct Tty;

impl Tty {
    /// Opens it.
    pub fn open() -> io::Result<Tty> {
        Ok(Tty)
    }

    /// Returns the same terminal once more.
    pub fn try_clone(&self) -> io::Result<Tty> {
        Ok(Tty)
    }

    /// Writes.
    pub fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        let mut stdout = io::stdout();
        stdout.write_all(bytes)?;
        stdout.flush()?;
        Ok(bytes.len())
    }

    /// Waits until the terminal takes something.
    pub fn wait(&self, _within: Option<Duration>) -> io::Result<bool> {
        Ok(true)
    }
}
