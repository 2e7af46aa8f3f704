//! Tests of the store as a whole.

mod bad;
mod by_hand;
mod conflict;
mod copies;
#[cfg(target_os = "linux")]
mod disk;
mod edit_locks;
mod exports;
mod external_edits;
#[cfg(unix)]
mod identity;
mod leftovers;
#[cfg(unix)]
mod links_out;
mod making;
mod merging;
mod private;
pub(super) mod random;
mod recovering;
mod round_trip;
mod saving;
mod writers;

use super::Store;
use tempfile::TempDir;

/// How many cases a property is tried with: many with `HALLWAY_FULL=1` or `HALLWAY_FAULTS=full`,
/// and few otherwise. The fault matrix adds up what is printed.
fn cases(few: u32, many: u32) -> proptest::test_runner::Config {
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    let all = is("HALLWAY_FULL", "1") || is("HALLWAY_FAULTS", "full");
    let cases = if all { many } else { few };
    println!("{cases} cases");
    proptest::test_runner::Config {
        failure_persistence: None,
        max_shrink_iters: 4_000,
        ..proptest::test_runner::Config::with_cases(cases)
    }
}

/// A new notebook in a folder of its own.
fn notebook() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path().join("notebook"), folder.path().join("state"));
    (folder, store)
}
