//! What the fuzz targets promise, tried with their seeds and some mutations of them, the same at
//! every run. `fuzz/README.md` says how to look further.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // A test stops at what it does not expect.

mod mutate;
#[path = "../../fuzz/src/lib.rs"]
mod targets;

use mutate::Mutator;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};

/// How many mutations of its seeds a target gets.
fn rounds() -> u64 {
    match std::env::var_os("HALLWAY_FULL") {
        Some(_) => 20_000,
        None => 300,
    }
}

/// Runs a target on what `fuzz/seeds.txt` names for it, and on mutations of that; words come from
/// `fuzz/words`.
fn try_target(name: &str, words: &str, run: fn(&[u8])) {
    let seeds = seeds(name);
    assert!(!seeds.is_empty(), "fuzz/seeds.txt has nothing for {name}");
    for seed in &seeds {
        shown(seed, run);
    }
    let mut mutator = Mutator::new(seeds, mutate::words(&root().join("fuzz/words").join(words)));
    for _ in 0..rounds() {
        shown(&mutator.next(), run);
    }
}

/// Runs a target, and prints what it stopped at.
fn shown(bytes: &[u8], run: fn(&[u8])) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| run(bytes))) {
        eprintln!("it stopped at b\"{}\"", bytes.escape_ascii());
        resume_unwind(panic);
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files that a target begins with, as `fuzz/seed` copies them.
fn seeds(name: &str) -> Vec<Vec<u8>> {
    let list = std::fs::read_to_string(root().join("fuzz/seeds.txt")).unwrap();
    let mut found = Vec::new();
    for line in list.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if let [target, place, ending @ ..] = words.as_slice()
            && *target == name
        {
            collect(
                &root().join(place),
                ending.first().copied().unwrap_or_default(),
                &mut found,
            );
        }
    }
    found
}

fn collect(place: &Path, ending: &str, found: &mut Vec<Vec<u8>>) {
    if place.is_dir() {
        let mut inside: Vec<PathBuf> = std::fs::read_dir(place)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        inside.sort();
        inside.iter().for_each(|path| collect(path, ending, found));
    } else if place.to_string_lossy().ends_with(ending) {
        found.push(std::fs::read(place).unwrap());
    }
}

macro_rules! targets {
    ($($name:ident with $words:literal;)+) => {
        $(#[test]
        fn $name() {
            try_target(stringify!($name), $words, targets::$name::run);
        })+

        /// The targets that are tried here.
        const NAMES: &[&str] = &[$(stringify!($name)),+];
    };
}

targets! {
    toml_files with "toml.dict";
    config with "toml.dict";
    rst with "rst.dict";
    check with "rst.dict";
    import with "rst.dict";
    programme with "xml.dict";
    xml with "xml.dict";
    ics with "ics.dict";
    json with "json.dict";
    journal with "rst.dict";
    merge with "rst.dict";
    keymap with "toml.dict";
    theme with "toml.dict";
    terminal with "terminal.dict";
}

#[test]
fn every_fuzz_target_is_tried_here() {
    let mut there: Vec<String> = std::fs::read_dir(root().join("fuzz/fuzz_targets"))
        .unwrap()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    there.sort();
    let mut here = NAMES.to_vec();
    here.sort_unstable();
    assert_eq!(there, here);
}
