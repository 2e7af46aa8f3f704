//! The disk and the clock that a store works with.

use super::clock::{Clock, SystemClock};
use super::disk::{Disk, RealDisk};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// A disk and a clock.
#[derive(Debug, Clone)]
pub(super) struct System {
    pub disk: Arc<dyn Disk>,
    pub clock: Arc<dyn Clock>,
}

impl System {
    /// Those of this computer.
    pub fn real() -> System {
        System {
            disk: Arc::new(RealDisk),
            clock: Arc::new(SystemClock),
        }
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
