//! Journals and earlier versions, without the app.

use crate::home::Home;
use hallway::model::session::Session;
use hallway::store::journal::{Journal, JournalOrigin, JournalText, Snapshot};
use hallway::store::{EditSource, Store};
use serde_json::Value;

/// An event with a session, and a journal that has more of it than its file.
fn killed() -> (Home, Store) {
    let home = Home::with_event();
    home.ok("session Kubernetes");
    let store = Store::new(home.notebook(), home.path().join(".local/state/hallway"));
    let session = store.session("scale-15x", "kubernetes").unwrap();
    let path = session.path().to_owned();
    let base = session.text().map(str::to_owned);
    let typed = Snapshot::from(Session {
        notes: "Four words were typed.".to_owned(),
        ..session.value
    });
    let origin = JournalOrigin {
        path: Some(path),
        base,
        folder: "scale-15x".to_owned(),
        event: "SCaLE 15x".to_owned(),
        ..JournalOrigin::of(&typed)
    };
    drop(Journal::begin(&store, &origin, &origin.records(typed)).unwrap());
    (home, store)
}

fn notes(store: &Store) -> String {
    store
        .session("scale-15x", "kubernetes")
        .unwrap()
        .value
        .notes
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn what_a_killed_save_left_is_listed_shown_and_brought_back() {
    let (home, store) = killed();
    let session = store.session_path("scale-15x", "kubernetes").unwrap();
    let name = ".hallway-kubernetes.toml-0000000000000000-abcdefghijkl.tmp";
    let left = session.with_file_name(name);
    std::fs::write(&left, "title = \"Kubernetes\"\nroom = \"Left Hall\"\n").unwrap();
    let list = home.ok("recover");
    assert!(list.contains("a save cut short"), "{list}");
    assert!(!left.exists());
    let all = json(&home.ok("recover --json"));
    let file = all["strays"][0]["file"].as_str().unwrap();
    assert!(file.ends_with("sessions/kubernetes.toml"), "{file}");
    assert!(home.ok("recover show abc").contains("Left Hall"));
    assert!(
        home.ok("recover diff abc")
            .contains("+room = \"Left Hall\"")
    );
    home.ok("recover restore abc");
    let room = store.session("scale-15x", "kubernetes").unwrap().value.room;
    assert_eq!(room.as_deref(), Some("Left Hall"));
    assert!(!home.ok("recover").contains("a save cut short"));
    std::fs::write(&left, "title = \"Kubernetes\"\nroom = \"Right Hall\"\n").unwrap();
    home.ok("recover drop abc");
    assert!(!home.ok("recover").contains("a save cut short"));
    let kept = home.ok("history scale-15x kubernetes --show 1");
    assert!(kept.contains("Right Hall"), "{kept}");
}

#[cfg(unix)]
#[test]
fn what_was_typed_in_the_original_comes_into_a_copy_by_name_only() {
    let (home, store) = killed();
    let copy = home.path().join("copy");
    let copied = std::process::Command::new("cp")
        .arg("-a")
        .args([store.root(), &copy])
        .status();
    assert!(copied.unwrap().success());
    let copy = copy.to_string_lossy();
    let in_copy = |line: &str| home.ok(&format!("{line} --notebook {copy}"));
    let place = store.root().canonicalize().unwrap();
    let list = in_copy("recover");
    let printed = format!(
        "(from another copy of this notebook, at {})",
        place.display()
    );
    assert!(
        list.contains("4 words") && list.contains(&printed),
        "{list}"
    );
    let all = json(&in_copy("recover --json"));
    assert!(all["journals"].as_array().unwrap().is_empty());
    assert_eq!(all["copies"][0]["root"], place.to_str().unwrap());
    let id = all["copies"][0]["id"].as_str().unwrap();
    assert!(in_copy(&format!("recover show {id}")).contains("Four words"));
    in_copy(&format!("recover restore {id}"));
    assert!(in_copy("show").contains("Four words were typed."));
    assert!(!in_copy("recover").contains("copy"));
    // The original has it, too.
    let all = json(&home.ok("recover --json"));
    assert_eq!(all["journals"][0]["id"], id);
    assert!(all["copies"].as_array().unwrap().is_empty());
    home.ok(&format!("recover restore {id}"));
    assert_eq!(notes(&store), "Four words were typed.");
}

#[test]
fn a_journal_is_listed_shown_and_brought_back() {
    let (home, store) = killed();
    let list = home.ok("recover");
    assert!(list.contains("4 words"), "{list}");
    assert!(list.contains("SCaLE 15x: Kubernetes"), "{list}");
    let all = json(&home.ok("recover --json"));
    let one = &all["journals"][0];
    assert_eq!(one["event"], "scale-15x");
    assert_eq!(one["session"], "kubernetes");
    assert_eq!(one["words"], 4);
    let id = one["id"].as_str().unwrap().to_owned();
    let shown = home.ok(&format!("recover show {}", &id[..4]));
    assert!(shown.contains("Four words were typed."), "{shown}");
    let diff = home.ok(&format!("recover diff {id}"));
    assert!(diff.contains("+Four words were typed."), "{diff}");
    assert_eq!(notes(&store), "");
    let back = home.ok(&format!("recover restore {id}"));
    assert!(back.starts_with("4 words in Kubernetes"), "{back}");
    assert_eq!(notes(&store), "Four words were typed.");
    let again = home.line(&format!("recover restore {id}"));
    assert_eq!(again.code, 1);
    assert!(again.err.contains("hint: `hallway recover` lists them"));
    assert_eq!(json(&home.ok("recover --json"))["journals"], json("[]"));
}

#[test]
fn what_an_editor_left_is_listed_shown_and_brought_back() {
    let home = Home::with_event();
    home.ok("session Kubernetes");
    let state = home.path().join(".local/state/hallway");
    let store = Store::new(home.notebook(), &state);
    let source = EditSource {
        file: Some(store.session_path("scale-15x", "kubernetes").unwrap()),
        which: JournalText::Notes,
        title: "Kubernetes".to_owned(),
    };
    let leave = |text: &str| {
        let edit = store.open_edit("kubernetes", "\n", &source).unwrap();
        std::fs::write(edit.path(), text).unwrap();
    };
    leave("Three edited words.\n");
    let list = home.ok("recover");
    assert!(list.contains("from an editor  Kubernetes\n"), "{list}");
    let all = json(&home.ok("recover --json"));
    let one = &all["edits"][0];
    assert_eq!(
        (&one["title"], &one["part"]),
        (&json("\"Kubernetes\""), &json("\"notes\""))
    );
    let id = one["id"].as_str().unwrap();
    assert_eq!(
        home.ok(&format!("recover show {id}")),
        "Three edited words.\n"
    );
    let diff = home.ok(&format!("recover diff {id}"));
    assert!(diff.contains("+Three edited words."), "{diff}");
    let back = home.ok(&format!("recover restore {id}"));
    assert!(back.starts_with("3 words in Kubernetes: "), "{back}");
    assert_eq!(notes(&store), "Three edited words.");
    assert_eq!(home.ok("recover"), "");
    leave("Other words.\n");
    let all = json(&home.ok("recover --json"));
    let id = all["edits"][0]["id"].as_str().unwrap();
    let kept = json(&home.ok(&format!("recover drop {id} --json")));
    let kept = std::fs::read_to_string(kept["kept"].as_str().unwrap()).unwrap();
    assert_eq!(kept, "Other words.\n");
    assert_eq!(notes(&store), "Three edited words.");
    // Nobody knows where this one belongs.
    let path = state.join("lent/talk-ab12cd.rst");
    std::fs::write(&path, "Of an older hallway.\n").unwrap();
    assert!(
        home.ok("recover")
            .contains("from an editor  talk-ab12cd.rst\n")
    );
    let refused = home.line("recover restore ab12cd");
    assert_eq!(
        (refused.code, refused.err.as_str()),
        (
            1,
            "error: nobody knows which note `ab12cd` belongs to\n\
             hint: `hallway recover show ab12cd` prints the text\n"
        )
    );
}

#[test]
fn a_dropped_journal_stays_among_the_versions() {
    let (home, store) = killed();
    let all = json(&home.ok("recover list --json"));
    let id = all["journals"][0]["id"].as_str().unwrap();
    home.ok(&format!("recover drop {id}"));
    assert_eq!(home.ok("recover"), "");
    assert_eq!(notes(&store), "");
    home.ok("history scale kubernetes --restore 1");
    assert_eq!(notes(&store), "Four words were typed.");
}

#[test]
fn versions_are_listed_shown_compared_and_brought_back() {
    let home = Home::with_event();
    home.ok("session Kubernetes");
    assert_eq!(home.ok("history scale kubernetes"), "");
    home.ok("note -s kubernetes first");
    let list = home.ok("history scale kubernetes");
    assert_eq!(list.lines().count(), 1, "{list}");
    let all = json(&home.ok("history scale kubernetes --json"));
    assert_eq!(all["versions"][0]["number"], 1);
    assert_eq!(all["versions"][0]["why"], "save");
    let shown = home.ok("history scale kubernetes --show 1");
    assert!(shown.contains("title = \"Kubernetes\""), "{shown}");
    assert!(!shown.contains("first"), "{shown}");
    let diff = home.ok("history scale kubernetes --diff 1");
    assert!(diff.contains("+text = \"first\""), "{diff}");
    home.ok("history scale kubernetes --restore 1");
    let path = home.ok("path scale kubernetes");
    let text = std::fs::read_to_string(path.trim()).unwrap();
    assert_eq!(text, shown);
    // What was replaced is the newest version now.
    assert!(
        home.ok("history scale kubernetes --show 1")
            .contains("first")
    );
    let none = home.line("history scale kubernetes --show 9");
    assert_eq!(none.code, 1);
    assert!(
        none.err.contains("there are versions 1 to 2"),
        "{}",
        none.err
    );
}

#[test]
fn the_versions_of_a_session_that_is_gone() {
    let home = Home::with_event();
    home.ok("session Kubernetes");
    home.ok("note -s kubernetes first");
    home.ok("rm scale kubernetes");
    let list = home.ok("history scale kubernetes");
    assert_eq!(list.lines().count(), 1, "{list}");
}

#[test]
fn a_journal_that_cannot_be_read_is_named_and_put_away_whole() {
    let (home, _) = killed();
    let all = json(&home.ok("recover --json"));
    let path = all["journals"][0]["path"].as_str().unwrap().to_owned();
    let id = all["journals"][0]["id"].as_str().unwrap().to_owned();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[0] = b'x';
    std::fs::write(&path, &bytes).unwrap();
    let printed = home.line("recover");
    assert_eq!((printed.code, printed.out.as_str()), (0, ""));
    assert!(printed.err.contains(&format!("hallway recover drop {id}")));
    assert_eq!(home.line(&format!("recover show {id}")).code, 1);
    let dropped = home.ok(&format!("recover drop {id} --json"));
    let kept = json(&dropped)["kept"].as_str().unwrap().to_owned();
    assert_eq!(std::fs::read(kept).unwrap(), bytes);
    assert!(!std::path::Path::new(&path).exists());
}
