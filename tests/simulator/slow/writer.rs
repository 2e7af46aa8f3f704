//! A program that changes a file in steps.

use super::FILE;
use crate::clock::SimClock;
use crate::disk::{InPlace, SimDisk};
use hallway::store::clock::Clock;
use std::path::Path;
use std::time::Duration;

/// How the other program writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// It reads, cuts the file, and writes it in two parts.
    Cuts,
    /// It reads, and writes over what is there in two parts.
    WritesOver,
    /// It opens the file, reads later, and then writes all of it.
    ReadsLate,
    /// As a shell script does it: it reads and cuts the file, and opens it anew for each part.
    Reopens,
}

/// A program that writes a line of its own into the notes, and counts one visitor.
pub struct Writer {
    pub disk: SimDisk,
    pub clock: SimClock,
    pub manner: Manner,
    /// How often it changes the file.
    pub rounds: usize,
    /// How many calls of others lie between two steps.
    pub gap: usize,
    /// How much time lies between two steps.
    pub pause: Duration,
    pub wait: usize,
    pub due: Duration,
    pub file: Option<InPlace>,
    pub bytes: Vec<u8>,
    pub step: usize,
}

/// The steps of one change.
const STEPS: usize = 4;
/// How many calls of others lie between two steps.
pub const GAPS: [usize; 5] = [1, 2, 5, 9, 10_000];

impl Writer {
    /// Does the next step when it is time for it, after so many calls and that time.
    pub fn go_on(&mut self, calls: usize, time: Duration) {
        self.wait = self.wait.saturating_sub(calls);
        let is_due = self.wait == 0 || self.clock.monotonic() + time >= self.due;
        if is_due && self.step < STEPS * self.rounds {
            self.act();
            self.wait = self.gap;
            self.due = self.clock.monotonic() + time + self.pause;
        }
    }

    pub fn act(&mut self) {
        let half = self.bytes.len() / 2;
        let open = || self.disk.open_in_place(Path::new(FILE)).unwrap();
        match self.step % STEPS {
            0 if self.manner == Manner::Reopens => {
                self.file = Some(open());
                self.read();
                self.file.as_mut().unwrap().truncate();
                self.file = None;
            }
            1 | 2 if self.manner == Manner::Reopens => {
                let parts = self.bytes.split_at(half);
                let mut file = open();
                match self.step % STEPS {
                    1 => file.write(parts.0),
                    _ => {
                        file.go_to(half);
                        file.write(parts.1);
                    }
                }
            }
            0 => {
                self.file = Some(open());
                if self.manner != Manner::ReadsLate {
                    self.read();
                }
                if self.manner == Manner::Cuts {
                    self.file.as_mut().unwrap().truncate();
                }
            }
            1 if self.manner == Manner::ReadsLate => self.read(),
            1 => self.file.as_mut().unwrap().write(&self.bytes[..half]),
            2 => {
                let from = if self.manner == Manner::ReadsLate {
                    0
                } else {
                    half
                };
                self.file.as_mut().unwrap().write(&self.bytes[from..]);
            }
            _ => self.file = None,
        }
        self.step += 1;
    }

    /// Reads what it has open, and changes it.
    fn read(&mut self) {
        let bytes = self.file.as_ref().unwrap().read();
        let text = String::from_utf8(bytes).unwrap();
        let line = format!("base line\ntheirs {}\n", self.step / STEPS);
        let mut text = text.replace("base line\n", &line);
        for count in (1..6).rev() {
            let (old, new) = (format!("count = {count}"), format!("count = {}", count + 1));
            text = text.replace(&old, &new);
        }
        self.bytes = text.into_bytes();
    }

    pub fn finish(&mut self) {
        while self.step < STEPS * self.rounds {
            self.clock.advance(self.pause);
            self.act();
        }
    }
}
