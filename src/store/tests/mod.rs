//! Tests of the store as a whole.

mod saving;

use super::Store;
use tempfile::TempDir;

/// A new notebook in a folder of its own.
fn notebook() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path().join("notebook"), folder.path().join("state"));
    (folder, store)
}
