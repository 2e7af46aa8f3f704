//! Reading the terminal, in a thread of its own that blocks.
//!
//! With crossterm's `use-dev-tty` a poll without patience never sees what has been read already, so the terminal is waited for by
//! a system call of our own, and then everything that is there is taken with a very short patience: a burst becomes one batch. After a batch it is
//! looked once more, with more patience, whether anything is left.

use super::Wake;
use super::log::Alarm;
use ratatui::crossterm::event::{self, Event};
use rustix::event::{PollFd, PollFlags, poll};
use std::io;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Held while somebody else reads the terminal.
pub type Gate = Arc<Mutex<()>>;

/// How long a batch waits for more of itself.
const MORE: Duration = Duration::from_micros(150);

/// How long it is looked, after a batch, whether really nothing is left. On a busy machine the patience above may be over before crossterm has
/// looked at what it has read already; those keys would wait for the next one.
const LEFT: Duration = Duration::from_millis(5);

/// The most events of one batch.
const BATCH: usize = 100_000;

/// Sends everything that is read to the loop.
pub fn watch(wake: Sender<Wake>) -> Gate {
    let gate = Gate::default();
    let held = Arc::clone(&gate);
    thread::spawn(move || {
        let _alarm = Alarm::new(wake.clone());
        let mut may_be_left = false;
        loop {
            let (there, patience) = match may_be_left {
                true => (Ok(()), LEFT),
                false => (wait(), MORE),
            };
            let open = held.lock();
            let batch = there.and_then(|()| batch(patience));
            drop(open);
            may_be_left = batch.as_ref().is_ok_and(|events| !events.is_empty());
            let sent = match batch {
                Ok(events) if events.is_empty() => Ok(()),
                Ok(events) => wake.send(Wake::Read(events, Instant::now())),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(()),
                Err(_) => {
                    let _ = wake.send(Wake::Hangup);
                    return;
                }
            };
            if sent.is_err() {
                return;
            }
        }
    });
    gate
}

/// Waits until there is something to read.
fn wait() -> io::Result<()> {
    let stdin = io::stdin();
    let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
    poll(&mut fds, None)?;
    let flags = fds[0].revents();
    if flags.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
        return Err(io::ErrorKind::BrokenPipe.into());
    }
    Ok(())
}

/// Everything that is there; the first of it has to come within `patience`.
fn batch(patience: Duration) -> io::Result<Vec<Event>> {
    let mut events = Vec::new();
    let mut patience = patience;
    while events.len() < BATCH && event::poll(patience)? {
        events.push(event::read()?);
        patience = MORE;
    }
    Ok(events)
}
