//! Programmes that were made to do harm: each is refused or imported clean, within 200 MB, and
//! nothing of it controls a terminal or turns text around.
//!
//! Every file goes through the whole program. Memory is what the system grants: `ulimit -v` counts
//! more than what is used, so that a program that gets along with 200 MB of it needs less. How long
//! it takes is printed by `tests/bench.py`.
#![cfg(unix)]
#![allow(clippy::unwrap_used)] // A test stops at what it does not expect.

mod files;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// What a process may ask of the system, in KiB.
const MEMORY: u32 = 224 * 1024;

struct Home(TempDir);

impl Home {
    fn new() -> Home {
        Home(TempDir::new().unwrap())
    }

    /// Runs `hallway schedule` on a file within the memory.
    fn schedule(&self, file: &Path, more: &[&str]) -> Output {
        let script = format!("ulimit -v {MEMORY}; exec \"$@\"");
        Command::new("sh")
            .args([
                "-c",
                &script,
                "sh",
                env!("CARGO_BIN_EXE_hallway"),
                "schedule",
            ])
            .arg(file)
            .args(["--create", "-e", "Hostile", "--time-zone", "Europe/Vienna"])
            .args(more)
            .env_clear()
            .env("HOME", self.0.path())
            .env("TZ", "America/Lima")
            .env("HALLWAY_NOW", "2026-05-15T12:00:00Z")
            // Room for threads is asked for in pieces of 64 MB, and not used.
            .env("MALLOC_ARENA_MAX", "1")
            .output()
            .unwrap()
    }

    fn notebook(&self) -> PathBuf {
        self.0.path().join(".local/share/hallway")
    }
}

/// Nothing that controls a terminal, and nothing that turns the direction of text around; neither
/// as it is nor escaped, as TOML would have it.
fn assert_clean(name: &str, text: &str) {
    let bad = |c: char| {
        let is_control = c.is_control() && c != '\n' && c != '\t';
        let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        is_control || turns
    };
    let found = text
        .find(bad)
        .map(|at| text[at..].chars().take(20).collect::<String>());
    assert_eq!(found, None, "{name}: {}", text.escape_debug());
    let lower = text.to_lowercase();
    for escape in [
        "\\u001b", "\\u009b", "\\u0000", "\\u0007", "\\u202e", "\\u2066", "\\e",
    ] {
        assert!(!lower.contains(escape), "{name}: {escape}");
    }
}

/// Refused, with a reason; or done. Never ended by a signal, a panic or for want of memory.
fn assert_sound(name: &str, output: &Output) -> bool {
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert_clean(name, &out);
    assert_clean(name, &err);
    let code = output.status.code();
    assert!(
        matches!(code, Some(0 | 1)),
        "{name}: {:?} {err}",
        output.status
    );
    for word in ["panicked", "memory"] {
        assert!(!err.contains(word), "{name}: {err}");
    }
    assert_eq!(code == Some(1), err.starts_with("error: "), "{name}: {err}");
    code == Some(0)
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| match path.is_dir() {
            true => files_below(&path),
            false => vec![path],
        })
        .collect()
}

/// Imports a file for good, and looks at everything that it left behind.
fn import(name: &str, file: &Path) -> bool {
    let home = Home::new();
    let imported = assert_sound(name, &home.schedule(file, &["--yes"]));
    let left = files_below(&home.notebook());
    for path in &left {
        let relative = path.strip_prefix(home.0.path()).unwrap();
        assert_clean(name, &relative.to_string_lossy());
        assert_clean(name, &std::fs::read_to_string(path).unwrap());
    }
    let written = left.iter().any(|path| path.ends_with("schedule.toml"));
    assert_eq!(written, imported, "{name}");
    // All or nothing.
    assert_eq!(left.is_empty(), !imported, "{name}: {left:?}");
    imported
}

#[test]
fn hostile_files_of_others() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/hostile");
    if !folder.is_dir() {
        println!("skipped: there is no {}", folder.display());
        return;
    }
    for path in files_below(&folder) {
        let imported = import(&path.to_string_lossy(), &path);
        println!(
            "{}: {}",
            path.display(),
            if imported { "imported" } else { "refused" }
        );
    }
}

#[test]
fn hostile_files_of_our_own() {
    let folder = TempDir::new().unwrap();
    for (name, wanted, bytes) in files::all() {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes()).unwrap();
        let imported = import(name, &path);
        assert_eq!(imported, wanted, "{name}");
        std::fs::remove_file(&path).unwrap();
    }
}

/// Control characters in every field of every format, in every spelling that the format has.
#[test]
fn controls_in_every_field() {
    let folder = TempDir::new().unwrap();
    for (name, text) in files::with_controls() {
        let path = folder.path().join(&name);
        std::fs::write(&path, text).unwrap();
        assert!(import(&name, &path), "{name} is refused");
    }
}

#[test]
fn files_that_are_cut_off() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/schedules");
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("cut");
    let home = Home::new();
    for fixture in files_below(&fixtures) {
        let whole = std::fs::read(&fixture).unwrap();
        for part in 0..50 {
            std::fs::write(&path, &whole[..whole.len() * part / 50]).unwrap();
            let name = format!("{}, {part}/50", fixture.display());
            // Whatever the preview shows, nobody agreed to it.
            assert!(!assert_sound(&name, &home.schedule(&path, &[])), "{name}");
        }
    }
    assert_eq!(files_below(&home.notebook()), [""; 0].map(PathBuf::from));
}
