//! The sample event's post in the hands of those it is written for: docutils and a fresh Nikola
//! site.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // A test stops at what it does not expect.

#[path = "../conformance/python.rs"]
mod python;
mod site;

use site::succeed;
use std::path::Path;
use std::process::Command;

/// The sample event's folder.
const EVENT: &str = "harbour-days-2026";

/// The one name of the sample whose URL is still to come.
const LATER: &str = "Hana's field notes";

/// A scratch folder with the sample notebook in `notebook` and its post in `harbour-days-2026.rst`.
fn exported() -> tempfile::TempDir {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let notebook = scratch.path().join("notebook");
    let post = scratch.path().join(format!("{EVENT}.rst"));
    let hallway = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hallway"));
        command
            .args(words)
            .env("HALLWAY_NOW", "2026-05-18T19:30:00+02:00")
            .env("HALLWAY_NOTEBOOK", &notebook);
        for name in [
            "HOME",
            "XDG_DATA_HOME",
            "XDG_CONFIG_HOME",
            "XDG_STATE_HOME",
            "XDG_CACHE_HOME",
        ] {
            command.env(name, scratch.path().join("home"));
        }
        succeed(&mut command)
    };
    hallway(&["demo", notebook.to_str().expect("UTF-8")]);
    hallway(&["export", EVENT, "--output", post.to_str().expect("UTF-8")]);
    scratch
}

/// The titles of the sessions that are to be published, read from the notebook's files.
fn published_titles(notebook: &Path) -> Vec<String> {
    let folder = notebook.join("events").join(EVENT).join("sessions");
    let files = std::fs::read_dir(folder).expect("the sample's sessions");
    let sessions = files.map(|file| {
        let text = std::fs::read_to_string(file.expect("a file").path()).expect("UTF-8");
        text.parse::<toml::Table>().expect("TOML")
    });
    sessions
        .filter(|session| session.get("publish").and_then(toml::Value::as_bool) != Some(false))
        .map(|session| session["title"].as_str().expect("a title").to_owned())
        .collect()
}

#[test]
fn docutils_has_nothing_to_say_about_the_sample() {
    let Some(python) = python::python() else {
        return;
    };
    let scratch = exported();
    let post = scratch.path().join(format!("{EVENT}.rst"));
    let output = succeed(
        Command::new(python)
            .args(["-m", "docutils", "--writer=html5", "--report=1", "--halt=2"])
            .args([&post, &scratch.path().join("post.html")]),
    );
    let said = String::from_utf8_lossy(&output.stderr);
    let serious: Vec<&str> = said
        .lines()
        .filter(|line| !line.ends_with("is not referenced."))
        .collect();
    assert!(serious.is_empty(), "{serious:#?}");
}

#[test]
fn a_name_without_url_goes_out_as_text() {
    let scratch = exported();
    let post = std::fs::read_to_string(scratch.path().join(format!("{EVENT}.rst"))).expect("UTF-8");
    assert!(post.contains(LATER), "{post}");
    assert!(!post.contains(&format!("`{LATER}`_")), "{post}");
    assert!(!post.contains(&format!(".. _{LATER}")), "{post}");
}

#[test]
fn nikola_builds_the_sample() {
    let Some(python) = python::python() else {
        return;
    };
    let scratch = exported();
    let post = scratch.path().join(format!("{EVENT}.rst"));
    let page = site::build(&python, scratch.path(), &post);
    let titles = published_titles(&scratch.path().join("notebook"));
    assert_eq!(titles.len(), 5);
    for title in titles {
        assert!(
            page.contains(&format!(">{title}<")),
            "the page does not show {title}"
        );
    }
}
