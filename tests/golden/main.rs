//! Notebooks of every format that was ever released are read forever, and say what they said.
//! Each has every key.
//!
//! `format-1` is called as the keys were called at first, `format-1-in-post` as they are called
//! since `publish` became `in_post` and `told` became `fields_in_notes`. New names get a folder of
//! their own beside these, and these files stay as they are. `HALLWAY_WRITE_GOLDEN=1` writes the
//! newest where it is missing.
#![allow(clippy::unwrap_used)] // A test stops at what it does not expect.

mod everything;

use hallway::store::{Loaded, Store};
use std::path::{Path, PathBuf};

/// All golden notebooks; the last one is what is written today.
const NOTEBOOKS: [&str; 2] = ["format-1", "format-1-in-post"];

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name)
}

fn today() -> PathBuf {
    golden(NOTEBOOKS[NOTEBOOKS.len() - 1])
}

/// Writes the models into a new notebook.
fn write(root: &Path, state: &Path) {
    let store = Store::new(root, state);
    let _ = store.prepare().unwrap();
    let mut settings = store.settings().unwrap();
    settings.value = everything::notebook();
    store.save(&mut settings).unwrap();
    let mut book = store.book().unwrap();
    book.value = everything::book();
    store.save(&mut book).unwrap();
    store
        .create_event("everything", everything::event())
        .unwrap();
    store
        .create_event("imported", everything::imported())
        .unwrap();
    let session = everything::session();
    store
        .create_session("everything", "all-of-it", session)
        .unwrap();
    let _ = store
        .write_programme("everything", &everything::programme())
        .unwrap();
}

#[test]
fn format_1_is_read_forever() {
    let folder = tempfile::tempdir().unwrap();
    if std::env::var_os("HALLWAY_WRITE_GOLDEN").is_some() && !today().exists() {
        write(&today(), folder.path());
    }
    NOTEBOOKS.into_iter().for_each(is_read);
}

fn is_read(name: &str) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(golden(name), folder.path());
    let listing = store.events();
    assert!(listing.errors.is_empty(), "{:?}", listing.errors);
    let titles: Vec<_> = listing.events.iter().map(|event| &event.title).collect();
    assert_eq!(titles, ["Everything at once", "Imported"]);
    assert_eq!(store.settings().unwrap().value, everything::notebook());
    assert_eq!(store.book().unwrap().value, everything::book());
    let event: Loaded<_> = store.event("everything").unwrap();
    assert!(event.value == everything::event());
    assert!(store.event("imported").unwrap().value == everything::imported());
    let session = store.session("everything", "all-of-it").unwrap();
    assert!(session.value == everything::session());
    let programme = store.programme("everything").unwrap();
    assert_eq!(programme, Some(everything::programme()));
}

#[test]
fn what_is_written_today_is_the_golden_notebook() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("notebook");
    write(&root, &folder.path().join("state"));
    for file in [
        "notebook.toml",
        "links.toml",
        "events/everything/event.toml",
        "events/imported/event.toml",
        "events/everything/sessions/all-of-it.toml",
    ] {
        let read = |root: &Path| std::fs::read_to_string(root.join(file)).unwrap();
        assert_eq!(read(&root), read(&today()), "{file}");
    }
}

#[test]
fn every_key_is_in_the_documentation() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let documentation = std::fs::read_to_string(manifest.join("docs/format.md")).unwrap();
    for file in [
        "notebook.toml",
        "links.toml",
        "events/everything/event.toml",
        "events/everything/sessions/all-of-it.toml",
    ] {
        let text = std::fs::read_to_string(today().join(file)).unwrap();
        let table: toml::Table = text.parse().unwrap();
        for key in keys(&toml::Value::Table(table)) {
            let forms = [
                format!("`{key}`"),
                format!("`[{key}]`"),
                format!("`[[{key}]]`"),
            ];
            let told = forms.iter().any(|form| documentation.contains(form));
            assert!(told, "{file}: {key}");
        }
    }
}

/// All keys at all depths, apart from the names of header fields, which are a person's own.
fn keys(value: &toml::Value) -> Vec<String> {
    match value {
        toml::Value::Table(table) => {
            let below = table.iter().flat_map(|(key, value)| {
                let inner = if key == "header" {
                    Vec::new()
                } else {
                    keys(value)
                };
                std::iter::once(key.clone()).chain(inner)
            });
            below.collect()
        }
        toml::Value::Array(elements) => elements.iter().flat_map(keys).collect(),
        _ => Vec::new(),
    }
}
