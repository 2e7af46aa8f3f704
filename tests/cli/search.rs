//! `hallway search`.

use super::home::Home;
use serde_json::json;

fn home() -> Home {
    let home = Home::with_event();
    home.run([
        "session",
        "Kubernetes 101",
        "--starts",
        "10:00",
        "--speaker",
        "Josh Berkus (Project Atomic)",
    ]);
    home.ok("note containers are tents");
    home.ok("note --kind person Ada, Project Atomic");
    let file = home
        .notebook()
        .join("events/scale-15x/sessions/kubernetes-101.toml");
    let mut text = std::fs::read_to_string(&file).unwrap();
    text = text.replacen(
        "title = ",
        "notes = '''\nA wonderful overview of the\n`Kubernetes`_ architecture, with tents.\n'''\ntitle = ",
        1,
    );
    std::fs::write(&file, text).unwrap();
    home
}

#[test]
fn hits_have_their_place() {
    let home = home();
    assert_eq!(
        home.ok("search kubernetes"),
        "scale-15x/kubernetes-101:title:1: Kubernetes 101\n\
         scale-15x/kubernetes-101:notes:2: `Kubernetes`_ architecture, with tents.\n"
    );
    assert_eq!(
        home.ok("search TENTS are"),
        "scale-15x/kubernetes-101:entry:1: containers are tents\n"
    );
    assert_eq!(
        home.ok("search atomic ada"),
        "scale-15x/kubernetes-101:person:1: Ada, Project Atomic\n"
    );
    assert_eq!(home.ok("search scale"), "scale-15x:title:1: SCaLE 15x\n");
    assert_eq!(
        home.run(["search", "--color", "always", "are tents"]).out,
        "scale-15x/kubernetes-101:entry:1: containers \u{1b}[1;33mare\u{1b}[0m \u{1b}[1;33mtents\u{1b}[0m\n"
    );
    // What is kept of the notebook lies in the cache folder alone.
    let cache = home.path().join(".cache/hallway");
    assert_eq!(std::fs::read_dir(cache).unwrap().count(), 1);
}

#[test]
fn talks_of_the_programme_are_found_until_they_are_noted() {
    let home = Home::new();
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/schedules/trains.xml"
    );
    home.run(["schedule", file, "--create", "--yes"]);
    assert_eq!(
        home.ok("search ada"),
        "trains-26/schedule.toml:speaker:1: Points & crossings: Ada Rail\n"
    );
    assert_eq!(
        home.ok("search crossings"),
        "trains-26/schedule.toml:title:1: Points & crossings\n"
    );
    let json = home.ok("search --json new ones points");
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        value["hits"][0],
        json!({
            "event": "trains-26",
            "event_title": "Trains 26",
            "session": null,
            "talk": "aa-1",
            "starts": "2026-05-15T10:00:00+02:00",
            "title": "Points & crossings",
            "part": "about",
            "line": 4,
            "text": "- new ones <https://points.example>",
        })
    );
    // What the session says is not printed twice, and what the programme alone says is still found.
    home.run(["session", "Points & crossings", "-e", "trains-26"]);
    assert_eq!(
        home.ok("search crossings"),
        "trains-26/points-crossings:title:1: Points & crossings\n"
    );
    assert_eq!(
        home.ok("search ada how"),
        "trains-26/schedule.toml:about:1: Points & crossings: How points work.\n"
    );
    // A programme that is gone, or another one, is noticed at once.
    let programme = home.notebook().join("events/trains-26/schedule.toml");
    let text = std::fs::read_to_string(&programme).unwrap();
    std::fs::write(&programme, text.replace("Night trains", "Sleepers")).unwrap();
    assert_eq!(home.line("search night").code, 1);
    assert_eq!(home.line("search sleepers").code, 0);
    std::fs::remove_file(&programme).unwrap();
    assert_eq!(home.line("search sleepers").code, 1);
}

#[test]
fn a_search_sees_every_change_at_once() {
    let home = home();
    assert_eq!(home.line("search tarpaulins").code, 1);
    home.ok("note and tarpaulins");
    assert_eq!(
        home.ok("search tarpaulins"),
        "scale-15x/kubernetes-101:entry:2: and tarpaulins\n"
    );
    home.ok("rm scale kube");
    assert_eq!(home.line("search tarpaulins").code, 1);
}

#[test]
fn nothing_found_and_nothing_asked() {
    let home = home();
    let none = home.line("search zebras");
    assert_eq!(
        (none.code, none.out.as_str(), none.err.as_str()),
        (1, "", "error: nothing is found for `zebras`\n")
    );
    assert_eq!(home.line("search").code, 2);
    assert_eq!(home.run(["search", " "]).code, 2);
    // There is no notebook yet, and a search makes none.
    let empty = Home::new();
    assert_eq!(empty.line("search tents").code, 1);
    assert!(!empty.notebook().exists());
}

#[test]
fn json_names_everything() {
    let home = home();
    let printed =
        |line: &str| -> serde_json::Value { serde_json::from_str(&home.line(line).out).unwrap() };
    assert_eq!(
        printed("search --json overview"),
        json!({
            "query": "overview",
            "hits": [{
                "event": "scale-15x",
                "event_title": "SCaLE 15x",
                "session": "kubernetes-101",
                "talk": null,
                "starts": null,
                "title": "Kubernetes 101",
                "part": "notes",
                "line": 1,
                "text": "A wonderful overview of the",
            }],
            "problems": [],
        })
    );
    assert_eq!(printed("search --json zebras")["hits"], json!([]));
    assert_eq!(
        printed("search --json scale")["hits"][0]["session"],
        json!(null)
    );
    std::fs::write(home.event("scale-15x"), "title = \n").unwrap();
    let problems = printed("search --json tents");
    assert_eq!(problems["problems"][0]["line"], 1);
    assert_eq!(problems["hits"].as_array().unwrap().len(), 2);
}

#[test]
fn the_link_book_is_searched() {
    let home = home();
    let book = "format = 1\n\n[[links]]\nname = \"Fedora\"\nurl = \"https://getfedora.org/\"\n";
    std::fs::write(home.notebook().join("links.toml"), book).unwrap();
    assert_eq!(
        home.ok("search getfedora"),
        "links.toml:link:1: Fedora, https://getfedora.org/\n"
    );
}
