//! Tests of the store as a whole.

mod bad;
mod by_hand;
mod conflict;
#[cfg(target_os = "linux")]
mod disk;
mod making;
mod random;
mod recovering;
mod round_trip;
mod saving;
mod strays;
mod writers;

use super::Store;
use tempfile::TempDir;

/// A new notebook in a folder of its own.
fn notebook() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path().join("notebook"), folder.path().join("state"));
    (folder, store)
}
