//! A clock that goes only when it is told to.

use crate::rng::Rng;
use chrono::{DateTime, TimeDelta, Utc};
use hallway::store::clock::Clock;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// When a simulation begins, in seconds since 1970: 2 March 2017, 18:00 UTC.
const BEGIN: i64 = 1_488_477_600;

type OnSleep = Box<dyn FnMut(Duration) + Send>;

/// A simulated clock. All clones show the same time.
#[derive(Clone)]
pub struct SimClock {
    shared: Arc<Shared>,
}

struct Shared {
    time: Mutex<Time>,
    on_sleep: Mutex<Option<OnSleep>>,
}

struct Time {
    monotonic: Duration,
    /// How far the time of day is ahead of where it began.
    wall: TimeDelta,
    nonces: Rng,
}

impl SimClock {
    /// A clock whose unique numbers follow from a seed.
    pub fn new(seed: u64) -> SimClock {
        let time = Time {
            monotonic: Duration::ZERO,
            wall: TimeDelta::zero(),
            nonces: Rng::new(seed ^ 0x6e6f_6e63_6573),
        };
        SimClock {
            shared: Arc::new(Shared {
                time: Mutex::new(time),
                on_sleep: Mutex::new(None),
            }),
        }
    }

    /// Lets time pass.
    pub fn advance(&self, by: Duration) {
        let mut time = self.time();
        time.monotonic += by;
        time.wall += TimeDelta::from_std(by).unwrap_or_default();
    }

    /// Sets the time of day forward or back; the monotonic time stays.
    pub fn jump(&self, by: TimeDelta) {
        self.time().wall += by;
    }

    /// Calls this whenever somebody sleeps, before the time passes: others act meanwhile. Not
    /// called for who sleeps in it.
    pub fn on_sleep(&self, act: impl FnMut(Duration) + Send + 'static) {
        *unpoisoned(&self.shared.on_sleep) = Some(Box::new(act));
    }

    /// The time of day as file systems have it.
    pub fn file_time(&self) -> SystemTime {
        SystemTime::from(self.now())
    }

    fn time(&self) -> MutexGuard<'_, Time> {
        unpoisoned(&self.shared.time)
    }
}

impl Clock for SimClock {
    fn now(&self) -> DateTime<Utc> {
        let begin = DateTime::from_timestamp(BEGIN, 0).unwrap();
        begin + self.time().wall
    }

    fn monotonic(&self) -> Duration {
        self.time().monotonic
    }

    fn sleep(&self, time: Duration) {
        let act = unpoisoned(&self.shared.on_sleep).take();
        if let Some(mut act) = act {
            act(time);
            unpoisoned(&self.shared.on_sleep).get_or_insert(act);
        }
        self.advance(time);
    }

    fn nonce(&self) -> [u8; 16] {
        let mut time = self.time();
        let (one, other) = (time.nonces.next(), time.nonces.next());
        let both = (u128::from(one) << 64) | u128::from(other);
        both.to_le_bytes()
    }
}

impl fmt::Debug for SimClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SimClock({})", self.now())
    }
}

/// A lock's content, also after a test panicked that had it.
pub fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn sleeping_lets_time_pass_and_a_jump_moves_the_time_of_day_alone() {
    let clock = SimClock::new(1);
    let began = clock.now();
    clock.sleep(Duration::from_secs(3));
    assert_eq!(clock.monotonic(), Duration::from_secs(3));
    assert_eq!(clock.now() - began, TimeDelta::seconds(3));
    clock.jump(TimeDelta::days(-2));
    assert_eq!(clock.monotonic(), Duration::from_secs(3));
    assert_eq!(
        clock.now() - began,
        TimeDelta::seconds(3) - TimeDelta::days(2)
    );
    let other = SimClock::new(1);
    assert_eq!(clock.nonce(), other.nonce());
    assert_ne!(clock.nonce(), clock.nonce());
}

#[test]
fn others_act_while_somebody_sleeps() {
    let clock = SimClock::new(1);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (inner, list) = (clock.clone(), Arc::clone(&seen));
    clock.on_sleep(move |time| {
        list.lock().unwrap().push((time, inner.monotonic()));
        inner.sleep(Duration::from_millis(5));
    });
    clock.sleep(Duration::from_millis(40));
    clock.sleep(Duration::from_millis(40));
    let millis = Duration::from_millis;
    let wanted = [(millis(40), millis(0)), (millis(40), millis(45))];
    assert_eq!(*seen.lock().unwrap(), wanted);
}
