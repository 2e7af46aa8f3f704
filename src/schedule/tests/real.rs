//! The real and the hostile files, where they are at hand.

use crate::schedule::{Zones, read};
use chrono_tz::Tz;
use std::path::PathBuf;

/// The files whose formats are not read yet: those are refused, and come off this list when they
/// are read.
const NOT_READ_YET: &str = include_str!("../../../tests/fixtures/schedules/not-read-yet.txt");

fn folder(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../shared")
        .join(name);
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("skipped: there is no {}", path.display());
    None
}

#[test]
fn real_files_give_their_number_of_sessions() {
    let Some(folder) = folder("schedules") else {
        return;
    };
    let index = std::fs::read_to_string(folder.join("INDEX.tsv")).unwrap();
    for line in index.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let (file, wanted) = (columns[0], columns[5]);
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let zones = Zones {
            given: None,
            event: Some(Tz::America__Los_Angeles),
        };
        let read = read(&bytes, zones);
        if NOT_READ_YET.lines().any(|one| one == file) {
            eprintln!("skipped: {file}: {}", read.unwrap_err());
            continue;
        }
        match read {
            Ok(import) => {
                let count = import.programme.talks.len() + import.skipped.len();
                let skipped: Vec<String> = import
                    .skipped
                    .iter()
                    .take(4)
                    .map(|one| format!("{:?}", one))
                    .collect();
                assert_eq!(count.to_string(), wanted, "{file}: {skipped:?}");
                eprintln!(
                    "{file}: {count}, of them skipped {} {skipped:?} {:?} {:?}",
                    import.skipped.len(),
                    import.programme.time_zone,
                    import.notices
                );
            }
            Err(error) => panic!("{file}: {error}"),
        }
    }
}

#[test]
fn hostile_files_are_refused_or_clean() {
    let Some(folder) = folder("hostile") else {
        return;
    };
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let zones = Zones {
            given: None,
            event: Some(Tz::Europe__Berlin),
        };
        let told = match read(&bytes, zones) {
            Ok(import) => format!("{:#?}", import),
            Err(error) => format!("{error} {}", error.hint()),
        };
        let bad = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!told.contains(bad), "{}: {told}", path.display());
        assert!(
            !told.contains("\\u{1b}") && !told.contains("\\u{9b}"),
            "{}",
            path.display()
        );
        eprintln!(
            "{}: {}",
            path.display(),
            told.lines().next().unwrap_or_default()
        );
    }
}
