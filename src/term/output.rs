//! Writes to the terminal without ever waiting for it.
//!
//! Promises: a terminal that takes nothing holds up nobody. What it has not taken waits here, a
//! thread of its own waits for the terminal, and no frame is drawn meanwhile. Giving the terminal
//! back takes a bounded time. Frames of ours never follow after it was given back.

use super::Wake;
use super::tty::Tty;
use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::mpsc::Sender;
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

/// The terminal while it is ours; there is only one.
static OUTPUT: Mutex<Option<Output>> = Mutex::new(None);

/// The terminal and what it has not taken yet.
struct Output {
    tty: Tty,
    /// What is left of the last frame.
    left: Vec<u8>,
    /// A thread waits for the terminal.
    is_awaited: bool,
}

/// Collects a frame, and then hands it over as a whole.
#[derive(Clone, Default)]
pub struct OutputFrame {
    bytes: Rc<RefCell<Vec<u8>>>,
}

impl Write for OutputFrame {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// Does nothing: half a frame is nothing to show.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl OutputFrame {
    /// Writes what was collected, as far as the terminal takes it.
    pub fn send(&self, wake: &Sender<Wake>) -> io::Result<()> {
        let mut bytes = self.bytes.borrow_mut();
        let sent = write(&bytes, wake);
        bytes.clear();
        sent
    }
}

/// Opens the terminal and writes `bytes`.
pub fn open(bytes: &[u8], wake: &Sender<Wake>) -> io::Result<()> {
    let tty = Tty::open()?;
    *lock() = Some(Output {
        tty,
        left: Vec::new(),
        is_awaited: false,
    });
    write(bytes, wake)
}

/// Whether the terminal has taken everything, so that another frame can be drawn.
pub fn is_free() -> bool {
    lock().as_ref().is_none_or(|output| output.left.is_empty())
}

/// Writes `bytes` behind what is left; what the terminal does not take is written by a thread.
fn write(bytes: &[u8], wake: &Sender<Wake>) -> io::Result<()> {
    let mut lock = lock();
    let Some(output) = lock.as_mut() else {
        return Ok(());
    };
    output.left.extend_from_slice(bytes);
    output.write()?;
    if !output.left.is_empty() && !output.is_awaited {
        output.is_awaited = true;
        let wake = wake.clone();
        let named = thread::Builder::new().name("output".to_owned());
        named.spawn(move || {
            // An error is met again by the next frame, and ends the app there.
            let _ = catch_up();
            // Nobody hears it when the loop is over.
            let _ = wake.send(Wake::Written);
        })?;
    }
    Ok(())
}

/// Writes what is left whenever the terminal takes some of it.
fn catch_up() -> io::Result<()> {
    loop {
        let tty = match lock().as_ref() {
            Some(output) => output.tty.try_clone()?,
            None => return Ok(()),
        };
        let waited = tty.wait(None);
        let mut lock = lock();
        let Some(output) = lock.as_mut() else {
            return Ok(());
        };
        let written = waited.and_then(|_| output.write());
        if written.is_err() || output.left.is_empty() {
            output.left.clear();
            output.is_awaited = false;
            return written;
        }
    }
}

/// Writes `bytes` behind what is left and closes the terminal, all within that time.
pub fn close(bytes: &[u8], within: Duration) {
    let latest = Instant::now() + within;
    let taken = loop {
        match OUTPUT.try_lock() {
            Ok(mut lock) => break lock.take(),
            Err(TryLockError::Poisoned(lock)) => break lock.into_inner().take(),
            Err(TryLockError::WouldBlock) if Instant::now() >= latest => return,
            Err(TryLockError::WouldBlock) => thread::yield_now(),
        }
    };
    let Some(mut output) = taken else {
        return;
    };
    output.left.extend_from_slice(bytes);
    while output.write().is_ok() && !output.left.is_empty() {
        let patience = latest.saturating_duration_since(Instant::now());
        if patience.is_zero() || !matches!(output.tty.wait(Some(patience)), Ok(true)) {
            return;
        }
    }
}

impl Output {
    /// Writes what is left, as far as the terminal takes it now.
    fn write(&mut self) -> io::Result<()> {
        let mut at = 0;
        let mut written = Ok(());
        while at < self.left.len() {
            match self.tty.write(&self.left[at..]) {
                Ok(length) => at += length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => {
                    written = Err(error);
                    break;
                }
            }
        }
        self.left.drain(..at);
        written
    }
}

fn lock() -> MutexGuard<'static, Option<Output>> {
    // What is left is whole after a panic, too.
    OUTPUT.lock().unwrap_or_else(PoisonError::into_inner)
}
