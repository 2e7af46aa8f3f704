//! Programmes as hallway reads them, beside what independent readers in Python read
//! (`tests/schedules.py`), field by field.

use super::python::python;
use hallway::schedule::{Format, Zones, read};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Real files of formats that are not read yet, or not yet as others read them, a name a line.
const NOT_COMPARED_YET: &str = include_str!("../fixtures/schedules/not-compared-yet.txt");

/// A session as both give it: start, title, room, speakers.
type Row = (String, String, Option<String>, Vec<String>);

fn theirs(python: &Path, file: &Path, zone: &str) -> Vec<Row> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schedules.py");
    let output = Command::new(python)
        .arg(script)
        .arg(file)
        .arg(zone)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}: {}",
        file.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    let rows: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let row = |row: &serde_json::Value| {
        let speakers = row["speakers"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(text)
            .collect();
        (
            text(&row["starts"]).unwrap(),
            text(&row["title"]).unwrap(),
            text(&row["room"]),
            speakers,
        )
    };
    let mut rows: Vec<Row> = rows.iter().map(row).collect();
    rows.sort();
    rows
}

fn ours(file: &Path, zone: &str) -> (Format, Vec<Row>) {
    let zones = Zones {
        given: None,
        event: Some(zone.parse().unwrap()),
    };
    let import = read(&std::fs::read(file).unwrap(), zones).unwrap();
    let row = |talk: hallway::model::programme::Talk| {
        let starts = talk
            .starts
            .unwrap()
            .to_utc()
            .format("%Y-%m-%dT%H:%M:%S+00:00")
            .to_string();
        let speakers = talk
            .speakers
            .into_iter()
            .map(|speaker| speaker.name)
            .collect();
        (starts, talk.title, talk.room, speakers)
    };
    let mut rows: Vec<Row> = import.programme.talks.into_iter().map(row).collect();
    rows.sort();
    (import.format, rows)
}

/// Compares a file; a calendar has no field for speakers, so there they are not compared.
fn compare(python: &Path, file: &Path, zone: &str) {
    let (format, mut ours) = ours(file, zone);
    let mut theirs = theirs(python, file, zone);
    if format == Format::Calendar {
        ours.iter_mut()
            .chain(&mut theirs)
            .for_each(|row| row.3.clear());
    }
    let mut differences: BTreeMap<&Row, i32> = BTreeMap::new();
    for (rows, by) in [(&ours, 1), (&theirs, -1)] {
        for row in rows {
            *differences.entry(row).or_default() += by;
        }
    }
    differences.retain(|_, count| *count != 0);
    assert!(
        differences.is_empty(),
        "{}: ours +, theirs -: {differences:#?}",
        file.display()
    );
    println!("{}: {} sessions are equal", file.display(), ours.len());
}

#[test]
fn programmes_are_read_as_others_read_them() {
    let Some(python) = python() else {
        return;
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<PathBuf> = Vec::new();
    for name in [
        "night.xml",
        "voc1.json",
        "voc2.json",
        "sessionize.json",
        "sessions.json",
        "grid.json",
        "autumn.json",
        "spring.xml",
        "pretalx.json",
        "outlook.ics",
        "google.ics",
        "signs.json",
        "sign.xml",
        "indico.json",
    ] {
        files.push(root.join("tests/fixtures/schedules").join(name));
    }
    let real = root.join("../shared/schedules");
    match std::fs::read_to_string(real.join("INDEX.tsv")) {
        Ok(index) => {
            let names = index
                .lines()
                .skip(1)
                .filter_map(|line| line.split('\t').next());
            let (waiting, read): (Vec<&str>, Vec<&str>) =
                names.partition(|name| NOT_COMPARED_YET.lines().any(|one| one == *name));
            println!(
                "skipped, as they are not read as others read them yet: {}",
                waiting.join(", ")
            );
            files.extend(read.into_iter().map(|name| real.join(name)));
        }
        Err(_) => println!("skipped: there is no {}", real.display()),
    }
    for file in files {
        compare(&python, &file, "America/Los_Angeles");
    }
}
