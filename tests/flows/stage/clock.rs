//! The clock of this computer, but for waiting: time goes by at once.

use chrono::{DateTime, Utc};
use hallway::store::clock::{Clock, SystemClock};
use std::sync::Mutex;
use std::time::Duration;

/// A clock on which nobody waits.
#[derive(Debug, Default)]
pub struct Impatient {
    waited: Mutex<Duration>,
}

impl Clock for Impatient {
    fn now(&self) -> DateTime<Utc> {
        SystemClock.now()
    }

    fn monotonic(&self) -> Duration {
        SystemClock.monotonic() + *self.waited.lock().unwrap()
    }

    fn sleep(&self, time: Duration) {
        *self.waited.lock().unwrap() += time;
    }

    fn nonce(&self) -> [u8; 16] {
        SystemClock.nonce()
    }
}
