//! Where docutils and Nikola are.

use std::path::{Path, PathBuf};

/// The Python that has docutils and Nikola: `HALLWAY_PYTHON`, else the one that `tests/run` makes.
/// Says so when there is none.
pub fn python() -> Option<PathBuf> {
    let given = std::env::var_os("HALLWAY_PYTHON")
        .filter(|p| !p.is_empty())
        .map(PathBuf::from);
    let made = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/venv/bin/python");
    let found = given.or_else(|| made.exists().then_some(made));
    if found.is_none() {
        println!("skipped: no Python with docutils and Nikola (tests/run makes target/venv)");
    }
    found
}
