//! Running many histories: fixed seeds in every test run, fresh ones on demand.
//!
//! `HALLWAY_SIMULATE=N` runs N histories with fresh seeds, `HALLWAY_SEED=S` the one of that seed,
//! with `HALLWAY_TRACE=1` also what happens in it.

use crate::acts::{Act, acts};
use crate::history;
use crate::rng::Rng;
use hallway::app::settings::Settings;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// How many histories every test run plays.
const HISTORIES: u64 = 2000;

/// How many faults are told at once.
const MOST: usize = 6;

/// Seeds of histories that once found a fault.
const KEPT: &[u64] = &[];

/// A history that went wrong.
#[derive(Debug)]
struct Failure {
    seed: u64,
    why: String,
}

fn settings() -> Settings {
    Settings::of(None).unwrap()
}

/// Plays the histories of these seeds on all cores; stops when so many have gone wrong.
fn play_all(seeds: impl Iterator<Item = u64> + Send, most: usize) -> Vec<Failure> {
    let seeds = Mutex::new(seeds);
    let failures: Mutex<Vec<Failure>> = Mutex::default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                let settings = settings();
                while failures.lock().unwrap().len() < most {
                    let Some(seed) = seeds.lock().unwrap().next() else {
                        return;
                    };
                    if let Err(why) = caught(seed, || history::run(seed, &settings)) {
                        failures.lock().unwrap().push(Failure { seed, why });
                    }
                }
            });
        }
    });
    failures.into_inner().unwrap()
}

/// A panic is a fault like any other.
fn caught(seed: u64, run: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    let run = std::panic::AssertUnwindSafe(run);
    std::panic::catch_unwind(run).unwrap_or_else(|_| Err(format!("seed {seed} panicked")))
}

/// The shortest beginning and the fewest acts that still go wrong.
fn shrunk(seed: u64) -> Vec<Act> {
    let settings = settings();
    let fails = |acts: &[Act]| caught(seed, || history::play(seed, acts, &settings)).is_err();
    let mut left = acts(&mut Rng::new(seed));
    let mut size = left.len() / 2;
    while size > 0 {
        let mut at = 0;
        while at < left.len() {
            let mut fewer = left.clone();
            fewer.drain(at..(at + size).min(left.len()));
            match fails(&fewer) {
                true => left = fewer,
                false => at += size,
            }
        }
        size /= 2;
    }
    left
}

fn judge(failures: &[Failure]) {
    let told = failures.iter().map(|Failure { seed, why }| {
        let acts = shrunk(*seed);
        let last = caught(*seed, || history::play(*seed, &acts, &settings())).unwrap_err();
        format!("HALLWAY_SEED={seed}: {why}\nshrunk to {acts:?}\n{last}\n")
    });
    let told: String = told.collect();
    assert!(told.is_empty(), "{told}");
}

#[test]
fn every_word_stands_there_once_and_every_count_adds_up() {
    if let Ok(seed) = std::env::var("HALLWAY_SEED") {
        let seed = seed.parse().unwrap();
        let result = caught(seed, || history::run(seed, &settings()));
        let failure = result.err().map(|why| Failure { seed, why });
        return judge(failure.as_slice());
    }
    if let Ok(count) = std::env::var("HALLWAY_SIMULATE") {
        return simulate(count.parse().unwrap());
    }
    judge(&play_all(KEPT.iter().copied().chain(0..HISTORIES), 1));
}

/// Plays that many histories with fresh seeds, and says which.
fn simulate(count: u64) {
    let mut fresh = [0; 8];
    fresh.copy_from_slice(&hallway_nonce()[..8]);
    let first = u64::from_le_bytes(fresh) >> 8;
    let began = Instant::now();
    let done = AtomicU64::new(0);
    let seeds = (first..first + count).inspect(|seed| {
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        if done.is_multiple_of(10_000) {
            eprintln!("{done} histories, {:.0?}, at seed {seed}", began.elapsed());
        }
    });
    judge(&play_all(seeds, MOST));
    eprintln!(
        "{count} histories from seed {first} on, {:.0?}: nothing found",
        began.elapsed()
    );
}

fn hallway_nonce() -> [u8; 16] {
    use hallway::store::clock::{Clock, SystemClock};
    SystemClock.nonce()
}
