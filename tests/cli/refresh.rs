//! The same conference a day later, from real files: what is told is exactly what the files differ
//! in, and what was typed stays byte for byte.

use super::home::{Home, printed};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Name and value of the lines of an event.
type Lines = BTreeMap<String, String>;

/// The events of a calendar by their UID, read in the simplest way that does for these two files.
fn events(file: &Path) -> BTreeMap<String, Lines> {
    let text = std::fs::read_to_string(file).unwrap();
    let text = text.replace("\r\n", "\n").replace("\n ", "");
    let mut events = BTreeMap::new();
    for event in text.split("BEGIN:VEVENT\n").skip(1) {
        let event = event.split("END:VEVENT").next().unwrap();
        let lines = event.lines().filter_map(|line| line.split_once(':'));
        let lines: Lines = lines
            .map(|(name, value)| {
                let name = name.split(';').next().unwrap();
                (name.to_owned(), value.to_owned())
            })
            .collect();
        events.insert(lines["UID"].clone(), lines);
    }
    events
}

/// The identities of the events of which one of these lines differs.
fn differing(old: &Path, new: &Path, names: &[&str]) -> Vec<String> {
    let (old, new) = (events(old), events(new));
    assert!(old.keys().eq(new.keys()), "none is new, and none is gone");
    let differs = |uid: &&String| {
        names
            .iter()
            .any(|name| old[*uid].get(*name) != new[*uid].get(*name))
    };
    old.keys().filter(differs).cloned().collect()
}

fn pair() -> Option<(PathBuf, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/schedules");
    let files = ["b", "a"].map(|name| folder.join(format!("sched-kubecon-eu-2026-{name}.ics")));
    let [old, new] = files;
    if !old.exists() {
        println!("skipped: there is no {}", old.display());
        return None;
    }
    Some((old, new))
}

#[test]
fn a_day_later_exactly_what_differs_is_told_and_notes_stay() {
    let Some((old, new)) = pair() else { return };
    let home = Home::new();
    let run = |arguments: &[&str]| {
        let mut command = home.command_at("2026-03-22T12:00:00+01:00");
        let printed = printed(command.args(arguments).output().unwrap());
        assert_eq!(printed.code, 0, "{arguments:?}: {}", printed.err);
        printed.out
    };
    let (old_file, new_file) = (old.to_string_lossy(), new.to_string_lossy());
    let zone = "Europe/Amsterdam";
    let create = ["--create", "-e", "KubeCon", "--time-zone", zone, "--yes"];
    run(&[&["schedule", &*old_file], &create[..]].concat());

    // A session of each kind of change, and one that nothing happens to.
    let old_json = run(&["schedule", &old_file, "-e", "kubecon", "--yes", "--json"]);
    let old_json: serde_json::Value = serde_json::from_str(&old_json).unwrap();
    let moved = differing(&old, &new, &["DTSTART", "DTEND"]);
    let renamed = differing(&old, &new, &["SUMMARY"]);
    let rehoused = differing(&old, &new, &["LOCATION"]);
    assert_eq!((moved.len(), renamed.len(), rehoused.len()), (2, 9, 1));
    let title_of = |id: &String| {
        let sessions = old_json["sessions"].as_array().unwrap();
        let found = sessions.iter().find(|one| one["id"] == id.as_str());
        found.unwrap()["title"].as_str().unwrap().to_owned()
    };
    let changed = differing(
        &old,
        &new,
        &["DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION"],
    );
    let mut sessions = old_json["sessions"].as_array().unwrap().iter();
    let unchanged = sessions.find(|one| changed.iter().all(|id| one["id"] != id.as_str()));
    let unchanged = unchanged.unwrap()["title"].as_str().unwrap().to_owned();
    // A title that only one session has names it.
    let of_title = |title: &String| {
        let sessions = old_json["sessions"].as_array().unwrap().iter();
        sessions
            .filter(|one| one["title"] == title.as_str())
            .count()
    };
    let all = moved.iter().chain(&renamed).chain(&rehoused);
    let mut noted: Vec<String> = all
        .map(title_of)
        .filter(|title| of_title(title) == 1)
        .collect();
    noted.push(unchanged);
    assert!(noted.len() > 4, "{noted:?}");
    let folder = home.notebook().join("events/kubecon/sessions");
    let mut files: Vec<(PathBuf, String)> = Vec::new();
    for title in &noted {
        run(&["session", title, "-e", "kubecon"]);
        let written = std::fs::read_dir(&folder).unwrap();
        let paths = written.map(|entry| entry.unwrap().path());
        let mut paths = paths.filter(|path| files.iter().all(|(known, _)| known != path));
        let path = paths.next().unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let notes =
            "# by hand\nnotes = '''\nTyped *by hand*,\n  with  spaces and `a link`_.\n'''\n";
        let typed = text.replacen("title = ", &format!("{notes}title = "), 1);
        std::fs::write(&path, &typed).unwrap();
        files.push((path, typed));
    }

    let told = run(&["schedule", &new_file, "-e", "kubecon", "--yes", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let ids = |kind: &str| -> Vec<String> {
        let changes = told["changes"][kind].as_array().unwrap();
        let ids = changes
            .iter()
            .map(|one| one["to"]["id"].as_str().unwrap().to_owned());
        let mut ids: Vec<String> = ids.collect();
        ids.sort();
        ids
    };
    assert_eq!(ids("moved"), moved);
    assert_eq!(ids("renamed"), renamed);
    assert_eq!(ids("rehoused"), rehoused);
    for kind in ["new", "cancelled"] {
        assert_eq!(told["changes"][kind], serde_json::json!([]), "{kind}");
    }
    // Only what the programme says has changed in the files, line by line.
    let facts = [
        "title",
        "heading",
        "starts",
        "ends",
        "room",
        "name",
        "affiliation",
        "programme_id",
    ];
    for (path, typed) in &files {
        let now = std::fs::read_to_string(path).unwrap();
        assert!(now.contains(
            "# by hand\nnotes = '''\nTyped *by hand*,\n  with  spaces and `a link`_.\n'''\n"
        ));
        let ours = |text: &str| -> Vec<String> {
            let is_fact = |line: &&str| {
                line.split_once(" = ")
                    .is_some_and(|(key, _)| facts.contains(&key))
                    || *line == "[[speakers]]"
                    || line.is_empty()
            };
            text.lines()
                .filter(|line| !is_fact(line))
                .map(str::to_owned)
                .collect()
        };
        assert_eq!(ours(&now), ours(typed), "{}", path.display());
    }
    let (path, typed) = files.last().unwrap();
    assert_eq!(
        &std::fs::read_to_string(path).unwrap(),
        typed,
        "nothing happened to it"
    );
    let (_, changed) = files.split_last().unwrap();
    for (path, typed) in changed {
        assert!(
            &std::fs::read_to_string(path).unwrap() != typed,
            "{}",
            path.display()
        );
    }
}
