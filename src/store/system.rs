//! The disk and the clock that a store works with.

use super::clock::{Clock, SystemClock};
use super::disk::{Disk, RealDisk};
use chrono::{DateTime, Utc};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A disk and a clock.
#[derive(Debug, Clone)]
pub(super) struct System {
    pub disk: Arc<dyn Disk>,
    pub clock: Arc<dyn Clock>,
    /// Whether all names of a file (hard links) keep one text.
    keeps_hard_links: Arc<AtomicBool>,
}

impl System {
    /// Those of this computer.
    pub fn real() -> System {
        System::new(Arc::new(RealDisk), Arc::new(SystemClock))
    }

    /// A system of this disk and this clock.
    pub fn new(disk: Arc<dyn Disk>, clock: Arc<dyn Clock>) -> System {
        System {
            disk,
            clock,
            keeps_hard_links: Arc::default(),
        }
    }

    /// Whether all names of a file keep one text when it is saved.
    pub fn keeps_hard_links(&self) -> bool {
        self.keeps_hard_links.load(Ordering::Relaxed)
    }

    /// Says whether they do.
    pub fn keep_hard_links(&self, keep: bool) {
        self.keeps_hard_links.store(keep, Ordering::Relaxed);
    }

    /// The disk.
    pub fn disk(&self) -> &dyn Disk {
        &*self.disk
    }

    /// The time of day.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The time of day in milliseconds since 1970.
    pub fn millis(&self) -> i64 {
        self.now().timestamp_millis().max(0)
    }
}
