//! Files that cannot be read: listed with their place, shown as they are, mended in an editor and
//! read again.

use crate::stage::Stage;
use hallway::model::event::Event;
use hallway::model::session::Session;
use hallway::store::Store;
use insta::assert_snapshot;
use std::path::{Path, PathBuf};

/// The screens have no folder of this machine in them.
fn shown(stage: &Stage, folder: &Path) -> String {
    let place = folder.to_string_lossy().into_owned();
    stage.picture().replace(&place, "/nb")
}

fn notebook(folder: &Path) -> Store {
    let store = Store::new(folder, folder.join("state"));
    let event = Event {
        title: "Fair".to_owned(),
        starts: chrono::NaiveDate::from_ymd_opt(2026, 5, 15),
        ..Event::default()
    };
    store.create_event("fair", event).unwrap();
    for title in ["Sound", "Broken"] {
        let session = Session {
            title: title.to_owned(),
            notes: "A first line.\nA second one.\n".to_owned(),
            ..Session::default()
        };
        let name = title.to_lowercase();
        store.create_session("fair", &name, session).unwrap();
    }
    store
}

/// A short folder, so that what is shown does not depend on how long the system's own is.
fn folder() -> tempfile::TempDir {
    tempfile::Builder::new()
        .prefix("nb")
        .rand_bytes(4)
        .tempdir_in("/tmp")
        .unwrap()
}

fn break_line(path: &Path, from: &str, to: &str) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{text}");
    let broken = text.replacen(from, to, 1);
    std::fs::write(path, &broken).unwrap();
    broken
}

/// A notebook with a session whose title lacks its quotes, and that session's file.
fn with_broken_session(width: u16, height: u16) -> (Stage, tempfile::TempDir, PathBuf) {
    let folder = folder();
    let store = notebook(folder.path());
    let path = store.session_path("fair", "broken").unwrap();
    break_line(&path, "title = \"Broken\"", "title = Broken");
    let mut stage = Stage::at(&store, width, height);
    stage.keys("gjj");
    (stage, folder, path)
}

#[test]
fn a_session_is_listed_and_shown_as_it_is() {
    let (mut stage, folder, path) = with_broken_session(80, 24);
    assert!(stage.text().contains("! broken.toml"), "{}", stage.text());
    assert_snapshot!("listed_80x24", shown(&stage, folder.path()));
    let before = std::fs::read_to_string(&path).unwrap();
    for (width, height) in [(120, 40), (80, 24), (40, 12)] {
        let (mut stage, folder, _) = with_broken_session(width, height);
        stage.keys("<Enter>");
        assert_snapshot!(
            format!("raw_{width}x{height}"),
            shown(&stage, folder.path())
        );
    }
    // Nothing on the screen changes the file, and the rest can be written.
    stage.keys("<Enter>dtKJjj<Esc>gj<Enter>more<Esc>");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), before);
    assert!(stage.session("Sound").notes.ends_with("more"));
}

#[test]
fn an_editor_mends_a_session_and_it_takes_its_place() {
    let (mut stage, _folder, path) = with_broken_session(80, 24);
    stage.keys("<Enter>e");
    assert_eq!(stage.lent, [path.as_path()]);
    // The editor failed, and what it left is still no TOML.
    stage.closed(Err("vi failed".to_owned()));
    let text = stage.text();
    assert!(text.contains("cannot be read"), "{text}");
    assert!(text.contains("vi failed"), "{text}");
    break_line(&path, "title = Broken", "title = \"Mended\"");
    stage.keys("e").closed(Ok(()));
    let text = stage.text();
    assert!(text.contains("Mended can be read again"), "{text}");
    assert!(!text.contains("! broken.toml"), "{text}");
    stage.keys("<Enter> and more<Esc>");
    assert!(stage.session("Mended").notes.ends_with("and more"));
}

#[test]
fn a_file_mended_elsewhere_needs_only_enter() {
    let (mut stage, _folder, path) = with_broken_session(80, 24);
    break_line(&path, "title = Broken", "title = \"Mended\"");
    stage.keys("<Enter>");
    let text = stage.text();
    assert!(text.contains("Mended can be read again"), "{text}");
}

#[test]
fn an_event_is_listed_below_the_others_and_shown_as_it_is() {
    let folder = folder();
    let store = notebook(folder.path());
    let other = Event {
        title: "Gathering".to_owned(),
        ..Event::default()
    };
    store.create_event("gathering", other).unwrap();
    let path = store.event_path("gathering").unwrap();
    break_line(&path, "title = \"Gathering\"", "title = \"Gathering");
    let mut stage = Stage::at(&store, 80, 24);
    stage.keys("<Esc>G");
    assert_snapshot!("event_listed_80x24", shown(&stage, folder.path()));
    stage.keys("<Enter>");
    assert_snapshot!("event_raw_80x24", shown(&stage, folder.path()));
    break_line(&path, "title = \"Gathering", "title = \"Gathering\"");
    stage.keys("e").closed(Ok(()));
    let text = stage.text();
    assert!(text.contains("event.toml can be read again"), "{text}");
    assert!(!text.contains("! gathering"), "{text}");
    stage.keys("G<Enter>");
    assert!(stage.text().contains("Gathering"), "{}", stage.text());
}

/// The list reads only the beginning of a file with care; what is wrong further down comes out when
/// the event is opened.
#[test]
fn an_event_that_is_broken_further_down_opens_raw() {
    let folder = folder();
    let store = notebook(folder.path());
    let path = store.event_path("fair").unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text + "\n[[entries]]\nkind = 7\ntext = \"x\"\n").unwrap();
    let mut stage = Stage::at(&store, 80, 24);
    let text = stage.text();
    assert!(text.contains("fair/event.toml cannot be read"), "{text}");
    assert!(text.contains("docs/format.md"), "{text}");
    stage.keys("<Esc>");
    let text = stage.text();
    assert!(text.contains("! fair/event.toml"), "{text}");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_notebook_is_told_and_not_opened() {
    let folder = folder();
    let store = notebook(folder.path());
    let outside = tempfile::tempdir().unwrap();
    let target = outside.path().join("secret");
    std::fs::write(&target, "title = 'Mine alone'\n").unwrap();
    let path = store.session_path("fair", "broken").unwrap();
    std::fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink(&target, &path).unwrap();
    let mut stage = Stage::at(&store, 120, 24);
    stage.keys("gjj<Enter>");
    let shown = stage.text();
    assert!(shown.contains("leads out of the notebook"), "{shown}");
    assert!(!shown.contains("Mine alone"), "{shown}");
    stage.keys("e");
    assert!(stage.lent.is_empty());
    // The other session is there.
    stage.keys("<Esc>");
    assert!(stage.text().contains("Sound"), "{}", stage.text());
}
