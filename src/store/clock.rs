//! Time and chance as the store uses them.
//!
//! What this module promises: the store asks nobody else what time it is, waits nowhere else, and
//! has its unique numbers
//! from here alone, so that a test can put a simulated clock in its place.

use chrono::{DateTime, Utc};
use std::fmt::Debug;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A clock, which also gives numbers that nobody else has.
pub trait Clock: Send + Sync + Debug {
    /// The time of day, which a person may set back.
    fn now(&self) -> DateTime<Utc>;

    /// Time that only goes forward, from some moment on.
    fn monotonic(&self) -> Duration;

    /// Waits.
    fn sleep(&self, time: Duration);

    /// Sixteen bytes that nobody else has.
    fn nonce(&self) -> [u8; 16];
}

/// The clock of this computer.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn monotonic(&self) -> Duration {
        static BEGAN: OnceLock<Instant> = OnceLock::new();
        BEGAN.get_or_init(Instant::now).elapsed()
    }

    fn sleep(&self, time: Duration) {
        std::thread::sleep(time);
    }

    fn nonce(&self) -> [u8; 16] {
        let mut nonce = [0; 16];
        let clock = SystemTime::now().duration_since(UNIX_EPOCH);
        let clock = clock.unwrap_or_default().as_nanos() as u64;
        for half in nonce.chunks_mut(8) {
            // The standard library seeds this from the system.
            let mut hasher = RandomState::new().build_hasher();
            hasher.write_u64(clock);
            hasher.write_u32(std::process::id());
            half.copy_from_slice(&hasher.finish().to_le_bytes());
        }
        nonce
    }
}
