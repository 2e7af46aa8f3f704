//! `hallway links`.

use super::home::Home;
use serde_json::Value;
use std::path::PathBuf;

fn fixture(home: &Home, name: &str, text: &str) -> String {
    let path = home.path().join(name);
    std::fs::write(&path, text).unwrap();
    path.to_string_lossy().into_owned()
}

fn book(home: &Home) -> PathBuf {
    home.notebook().join("links.toml")
}

/// Two posts that agree on one name and not on the other.
fn with_posts() -> Home {
    let home = Home::new();
    for (slug, url) in [("one", "https://a.example/"), ("two", "https://b.example/")] {
        let post = format!(
            ".. title: Post {slug}\n.. slug: {slug}\n.. date: 2026-05-15 10:00:00 UTC\n\nWe saw `Ada`_ and `The Project`_.\n\n\
             .. _Ada: https://ada.example/\n.. _The Project: {url}\n.. _Nobody: https://nobody.example/\n"
        );
        let file = fixture(&home, &format!("{slug}.rst"), &post);
        let printed = home.run(["import", &file]);
        assert_eq!(printed.code, 0, "{}", printed.err);
    }
    home
}

#[test]
fn imports_feed_the_book_and_keep_conflicts() {
    let home = with_posts();
    assert_eq!(
        home.ok("links"),
        "Ada          https://ada.example/     2 events\n\
         Nobody       https://nobody.example/  unused\n\
         The Project  https://a.example/       2 events  two URLs\n\
         The Project  https://b.example/       2 events  two URLs\n"
    );
    let conflicts = home.ok("links --conflicts");
    assert_eq!(conflicts.lines().count(), 2, "{conflicts}");
    let unused: Value = serde_json::from_str(&home.ok("links --unused --json")).unwrap();
    assert_eq!(unused["links"][0]["name"], "Nobody");
    assert_eq!(unused["links"].as_array().unwrap().len(), 1);
}

#[test]
fn setting_a_url_settles_a_conflict() {
    let home = with_posts();
    let printed = home.run([
        "links",
        "set",
        "the  project",
        "https://b.example/",
        "--kind",
        "project",
        "--alias",
        "TP",
    ]);
    assert_eq!(
        printed.out, "the project: https://b.example/ (was https://a.example/)\n",
        "{}",
        printed.err
    );
    assert_eq!(home.ok("links --conflicts"), "");
    let all: Value = serde_json::from_str(&home.ok("links --json")).unwrap();
    let project = &all["links"][2];
    assert_eq!(project["name"], "The Project");
    assert_eq!(project["aliases"][0], "TP");
    assert_eq!(project["kind"], "project");
    // Old posts keep the URL that they were written with.
    assert!(
        home.ok("export one --output -")
            .contains(".. _The Project: https://a.example/\n")
    );
    for bad in ["nonsense", "https://x y", ""] {
        let printed = home.run(["links", "set", "X", bad]);
        assert_eq!(printed.code, 2, "{bad}: {}", printed.out);
    }
}

#[test]
fn references_follow_a_new_name() {
    let home = with_posts();
    let printed = home.run(["links", "rename", "ada", "Ada *the* Rail"]);
    assert_eq!(
        printed.out, "ada is now Ada *the* Rail, in 2 texts\n",
        "{}",
        printed.err
    );
    let post = home.ok("export one --output -");
    assert!(
        post.contains("We saw `Ada \\*the\\* Rail`_ and `The Project`_."),
        "{post}"
    );
    assert!(
        post.contains(".. _Ada *the* Rail: https://ada.example/\n"),
        "{post}"
    );
    assert!(!home.ok("links").contains("Ada  "));
    assert_eq!(home.run(["links", "rename", "Zed", "Zett"]).code, 1);
    let taken = home.run(["links", "rename", "Nobody", "The Project"]);
    assert!(
        taken.code == 1 && taken.err.contains("merge"),
        "{}",
        taken.err
    );
}

#[test]
fn two_names_become_one() {
    let home = with_posts();
    home.ok("links merge Nobody Ada");
    let all: Value = serde_json::from_str(&home.ok("links --json")).unwrap();
    assert_eq!(all["links"][0]["aliases"][0], "Nobody");
    assert_eq!(home.run(["links", "merge", "Nobody", "Ada"]).code, 1);
}

#[test]
fn a_bank_goes_in_and_comes_out() {
    let home = Home::with_event();
    let bank = ".. _A: https://a.example/\n.. _B c: https://b.example/\n";
    let file = fixture(&home, "bank.rst", bank);
    assert_eq!(
        home.run(["links", "import", &file]).out,
        "2 links, 2 new in the link book\n"
    );
    assert_eq!(
        home.run(["links", "import", &file]).out,
        "2 links, 0 new in the link book\n"
    );
    assert_eq!(home.ok("links export"), bank);
    let out = home.path().join("out.rst");
    home.run(["links", "export", &out.to_string_lossy()]);
    assert_eq!(std::fs::read_to_string(out).unwrap(), bank);
}

#[test]
fn an_event_has_links_of_its_own() {
    let home = with_posts();
    home.ok("links set -e one Own https://own.example/");
    assert!(home.ok("links -e one").contains("Own"));
    assert!(!home.ok("links").contains("Own"));
    assert!(home.ok("links -e one --unused").contains("Own"));
}

#[test]
fn private_people_never_enter_the_book() {
    let home = Home::with_event();
    home.run(["note", "--kind", "person", "Eve Secret"]);
    let file = fixture(&home, "bank.rst", ".. _Eve Secret: https://eve.example/\n");
    assert_eq!(
        home.run(["links", "import", &file]).out,
        "1 link, 0 new in the link book\n"
    );
    let printed = home.run(["links", "set", "eve secret", "https://eve.example/"]);
    assert!(
        printed.code == 1 && printed.err.contains("private"),
        "{}",
        printed.err
    );
    let text = std::fs::read_to_string(book(&home)).unwrap_or_default();
    assert!(!text.contains("eve"), "{text}");
}

/// Everything on the command line that changes the book, or feeds it.
#[test]
fn no_verb_brings_a_private_person_into_the_book() {
    let home = Home::with_event();
    home.run(["note", "--kind", "person", "Eve Secret"]);
    let event = home.event("scale-15x");
    let told = std::fs::read_to_string(&event).unwrap();
    let with_url = told.replace(
        "name = \"Eve Secret\"",
        "name = \"Eve Secret\"\nurl = \"https://eve.example/\"",
    );
    assert_ne!(told, with_url);
    std::fs::write(&event, with_url.replace("intro = ", "#")).unwrap();
    home.ok("links set Friend https://friend.example/");
    home.ok("links set Other https://other.example/");
    home.run(["session", "A talk", "--starts", "10:00"]);
    let notes = home
        .notebook()
        .join("events/scale-15x/sessions/a-talk.toml");
    let text = std::fs::read_to_string(&notes).unwrap() + "notes = \"We met Friend_.\"\n";
    std::fs::write(&notes, &text).unwrap();
    let post = fixture(
        &home,
        "post.rst",
        ".. title: P\n.. slug: p\n.. date: 2017-03-03\n\n`Eve Secret`_ and `E`_.\n\n\
         .. _Eve Secret: https://e.example/\n.. _E: http://www.eve.example\n",
    );
    let programme = fixture(
        &home,
        "p.json",
        "[{\"title\": \"T\", \"starts\": \"2017-03-03T10:00:00-08:00\", \
          \"speakers\": [{\"name\": \"Eve Secret\", \"url\": \"https://eve.example/\"}]}]",
    );
    let ways: [&[&str]; 11] = [
        &["links", "set", "eve secret", "https://e.example/"],
        &["links", "set", "E", "https://eve.example"],
        &["links", "set", "Friend", "https://eve.example/"],
        &[
            "links",
            "set",
            "E",
            "https://e.example/",
            "--alias",
            "Eve Secret",
        ],
        &["links", "rename", "Friend", "Eve Secret"],
        &["links", "merge", "Friend", "Eve Secret"],
        &["links", "import", &post],
        &["import", &post],
        &["schedule", &programme, "-e", "scale-15x"],
        &["export", "scale-15x", "--output", "out.rst", "--force"],
        &["check", "scale-15x", "--fix"],
    ];
    home.ok("links set -e scale-15x Eve-Link https://eve.example/");
    for way in ways {
        home.run(way);
        let book = std::fs::read_to_string(book(&home)).unwrap().to_lowercase();
        assert!(!book.contains("eve"), "{way:?}: {book}");
        assert!(book.contains("friend.example"), "{way:?}: {book}");
    }
    // No reference went ahead of the book.
    let after = std::fs::read_to_string(&notes).unwrap();
    assert!(after.contains("Friend_"), "{after}");
    let printed = home.run(["links", "rename", "Friend", "Eve Secret"]);
    assert_eq!(printed.code, 1);
    assert!(
        printed.err.contains("private") && printed.err.contains("-e"),
        "{}",
        printed.err
    );
}

#[test]
fn a_broken_book_is_named_and_left_alone() {
    let home = Home::with_event();
    std::fs::write(book(&home), "format = 1\n[[links]]\nname = 3\n").unwrap();
    let printed = home.run(["links", "set", "X", "https://x.example/"]);
    assert_eq!(printed.code, 1);
    assert!(printed.err.contains("links.toml:3"), "{}", printed.err);
    assert_eq!(
        std::fs::read_to_string(book(&home)).unwrap(),
        "format = 1\n[[links]]\nname = 3\n"
    );
}
