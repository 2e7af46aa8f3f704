//! Reads the terminal in a thread of its own where there is no `poll`: crossterm reads and parses.

use super::Wake;
use super::log::Alarm;
use ratatui::crossterm::event::{self, Event};
use std::io;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long a batch waits for more of itself.
const MORE: Duration = Duration::from_micros(150);

/// How long the thread waits before it looks whether it is to pause.
const PATIENCE: Duration = Duration::from_millis(100);

/// The most events of one batch.
const BATCH: usize = 100_000;

/// The thread, to pause it.
pub struct InputThread {
    gate: Arc<Mutex<()>>,
}

/// The terminal is somebody else's until this is dropped.
pub struct Paused<'a> {
    _held: MutexGuard<'a, ()>,
}

impl InputThread {
    /// Starts the thread, which sends everything that it reads to the loop.
    pub fn start(wake: Sender<Wake>, _escape_timeout: Duration) -> io::Result<InputThread> {
        let gate = Arc::new(Mutex::new(()));
        let held = Arc::clone(&gate);
        thread::Builder::new()
            .name("input".to_owned())
            .spawn(move || {
                let _alarm = Alarm::new(wake.clone());
                loop {
                    let open = held.lock();
                    let batch = batch();
                    drop(open);
                    let sent = match batch {
                        Ok(events) if events.is_empty() => Ok(()),
                        Ok(events) => wake.send(Wake::Read(events, Instant::now())),
                        Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(()),
                        Err(_) => {
                            // Nobody hears it when the loop is over.
                            let _ = wake.send(Wake::Hangup);
                            return;
                        }
                    };
                    if sent.is_err() {
                        return;
                    }
                }
            })?;
        Ok(InputThread { gate })
    }

    /// Leaves the terminal to somebody else.
    pub fn pause(&self) -> io::Result<Paused<'_>> {
        let held = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Paused { _held: held })
    }
}

/// Returns everything that is there; the first of it has to come within `PATIENCE`.
fn batch() -> io::Result<Vec<Event>> {
    let mut events = Vec::new();
    let mut patience = PATIENCE;
    while events.len() < BATCH && event::poll(patience)? {
        events.push(event::read()?);
        patience = MORE;
    }
    Ok(events)
}
