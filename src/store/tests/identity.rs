//! Which notebook a journal and an earlier version belong to, when notebooks are moved, copied, or
//! lose their settings.

use super::notebook;
use crate::model::event::Event;
use crate::model::session::Session;
use crate::store::journal::{Journal, JournalOrigin, Snapshot, codec};
use crate::store::{Loaded, Store};
use std::path::{Path, PathBuf};

/// A notebook with a session that has an earlier version, and with a journal that says more.
fn with_journal(store: &Store) {
    let event = Event {
        title: "SCaLE".to_owned(),
        ..Event::default()
    };
    store.create_event("scale", event).unwrap();
    let session = Session {
        title: "Talk".to_owned(),
        notes: "first".to_owned(),
        ..Session::default()
    };
    let mut session = store
        .create_session("scale", "talk", session)
        .unwrap()
        .loaded;
    session.value.notes = "old".to_owned();
    store.save(&mut session).unwrap();
    leave_behind(store, &session, "old and new");
}

/// Leaves a journal in which the notes were changed.
fn leave_behind(store: &Store, loaded: &Loaded<Session>, notes: &str) -> PathBuf {
    let origin = JournalOrigin {
        path: Some(loaded.path().to_owned()),
        base: loaded.text().map(str::to_owned),
        folder: loaded.folder.clone(),
        event: "SCaLE".to_owned(),
        ..JournalOrigin::of(&loaded.value.clone().into())
    };
    let typed = Session {
        notes: notes.to_owned(),
        ..loaded.value.clone()
    };
    let records = origin.records(Snapshot::from(typed));
    let journal = Journal::begin(store, &origin, &records).unwrap();
    journal.flusher().path().to_owned()
}

/// The notebook in a folder, as a new process opens it.
fn opened(root: &Path, store: &Store) -> Store {
    Store::new(root, store.state())
}

fn again(store: &Store) -> Store {
    opened(store.root(), store)
}

fn notes(store: &Store) -> String {
    store.session("scale", "talk").unwrap().value.notes
}

fn versions(store: &Store) -> usize {
    let path = store.session_path("scale", "talk").unwrap();
    store.snapshots(&path).unwrap().len()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(std::fs::copy(entry.path(), to).unwrap()),
        }
    }
}

/// The places of the copies whose journals are listed.
fn listed(store: &Store) -> Vec<Option<PathBuf>> {
    let copies = store.pending_of_copies().unwrap();
    copies.iter().map(|one| one.root()).collect()
}

/// It comes back here, and earlier versions are found.
fn has_its_own(store: &Store) {
    assert!(listed(store).is_empty());
    assert_eq!(versions(store), 1);
    assert_eq!(store.recover().unwrap().back.len(), 1);
    assert_eq!(notes(store), "old and new");
}

/// Nothing comes here, but it is listed as that of a copy at a place.
fn gets_nothing(store: &Store, place: &Path) {
    let recovery = store.recover().unwrap();
    assert!(recovery.back.is_empty() && recovery.waiting.is_empty());
    assert_eq!((notes(store).as_str(), versions(store)), ("old", 0));
    let place = std::fs::canonicalize(place).unwrap_or(place.to_owned());
    assert_eq!(listed(store), [Some(place)]);
}

#[test]
fn a_notebook_without_its_settings_is_the_same_and_gets_its_id_back() {
    let (_folder, store) = notebook();
    with_journal(&store);
    let id = store.settings().unwrap().value.id;
    std::fs::remove_file(store.root().join("notebook.toml")).unwrap();
    has_its_own(&again(&store));
    assert_eq!(again(&store).settings().unwrap().value.id, id);
    assert!(versions(&again(&store)) > 1);
}

#[test]
fn a_notebook_with_the_settings_of_another_is_the_same() {
    let (folder, store) = notebook();
    with_journal(&store);
    let other = opened(&folder.path().join("other"), &store);
    other.create_event("e", Event::default()).unwrap();
    let settings = Path::new("notebook.toml");
    let (from, to) = (other.root().join(settings), store.root().join(settings));
    std::fs::copy(from, to).unwrap();
    has_its_own(&again(&store));
    assert!(listed(&again(&other)).is_empty());
    // And after it was moved with them.
    let session = again(&store).session("scale", "talk").unwrap();
    leave_behind(&again(&store), &session, "old and new and newer");
    let moved = folder.path().join("moved");
    std::fs::rename(store.root(), &moved).unwrap();
    let moved = opened(&moved, &store);
    assert_eq!(moved.recover().unwrap().back.len(), 1);
    assert_eq!(notes(&moved), "old and new and newer");
}

#[test]
fn a_moved_notebook_is_the_same_and_what_comes_to_its_old_place_is_another() {
    let (folder, store) = notebook();
    with_journal(&store);
    let (old, new) = (store.root().to_owned(), folder.path().join("moved"));
    copy(&old, &folder.path().join("backup"));
    std::fs::rename(&old, &new).unwrap();
    let moved = opened(&new, &store);
    has_its_own(&moved);
    leave_behind(&moved, &moved.session("scale", "talk").unwrap(), "newest");
    std::fs::rename(folder.path().join("backup"), &old).unwrap();
    gets_nothing(&again(&store), &new);
}

#[test]
fn what_is_written_after_a_move_comes_back_where_the_notebook_is() {
    let (folder, store) = notebook();
    with_journal(&store);
    has_its_own(&store);
    let session = store.session("scale", "talk").unwrap();
    let moved = folder.path().join("moved");
    std::fs::rename(store.root(), &moved).unwrap();
    leave_behind(&store, &session, "old and new and newest");
    let moved = opened(&moved, &store);
    assert_eq!(moved.recover().unwrap().back.len(), 1);
    assert_eq!(notes(&moved), "old and new and newest");
}

#[test]
fn a_copy_beside_the_original_gets_nothing() {
    let (folder, store) = notebook();
    with_journal(&store);
    let root = folder.path().join("copy");
    copy(store.root(), &root);
    let copy = opened(&root, &store);
    gets_nothing(&copy, store.root());
    // It has a part of its own from the first save on.
    let mut session = copy.session("scale", "talk").unwrap();
    session.value.notes = "mine".to_owned();
    copy.save(&mut session).unwrap();
    let copy = opened(&root, &store);
    assert_eq!((versions(&copy), versions(&again(&store))), (1, 1));
    leave_behind(&copy, &session, "mine and more");
    assert_eq!(copy.recover().unwrap().back.len(), 1);
    assert_eq!(notes(&copy), "mine and more");
    has_its_own(&again(&store));
}

#[test]
fn a_copy_of_a_notebook_that_is_gone_gets_what_the_person_names() {
    let (folder, store) = notebook();
    with_journal(&store);
    let root = folder.path().join("copy");
    copy(store.root(), &root);
    std::fs::remove_dir_all(store.root()).unwrap();
    let copy = opened(&root, &store);
    gets_nothing(&copy, store.root());
    let of_copies = copy.pending_of_copies().unwrap();
    copy.recover_one(&of_copies[0]).unwrap();
    assert_eq!(notes(&copy), "old and new");
    assert!(!of_copies[0].path().exists());
}

#[test]
fn what_is_named_stays_for_an_original_that_is_still_there() {
    let (folder, store) = notebook();
    with_journal(&store);
    let root = folder.path().join("copy");
    copy(store.root(), &root);
    let copy = opened(&root, &store);
    copy.recover_one(&copy.pending_of_copies().unwrap()[0])
        .unwrap();
    assert_eq!(notes(&copy), "old and new");
    assert!(listed(&copy).is_empty());
    has_its_own(&again(&store));
}

#[test]
fn a_stranger_with_the_same_id_gets_nothing() {
    let (folder, store) = notebook();
    with_journal(&store);
    let root = folder.path().join("stranger");
    std::fs::create_dir(&root).unwrap();
    let settings = Path::new("notebook.toml");
    std::fs::copy(store.root().join(settings), root.join(settings)).unwrap();
    let stranger = opened(&root, &store);
    let recovery = stranger.recover().unwrap();
    assert!(recovery.back.is_empty() && !root.join("events").exists());
    assert_eq!(listed(&stranger).len(), 1);
    // Not even where it has the place of the original.
    let away = folder.path().join("away");
    std::fs::rename(store.root(), &away).unwrap();
    assert!(opened(&root, &store).recover().unwrap().back.is_empty());
    has_its_own(&opened(&away, &store));
}

#[test]
fn another_way_to_a_notebook_leads_to_the_same() {
    let (folder, store) = notebook();
    with_journal(&store);
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(store.root(), &link).unwrap();
    has_its_own(&opened(&link, &store));
}

#[test]
fn journals_tell_whose_they_are_where_nothing_else_does() {
    let (_folder, store) = notebook();
    with_journal(&store);
    std::fs::remove_dir_all(store.state().join("notebooks")).unwrap();
    std::fs::remove_file(store.root().join("notebook.toml")).unwrap();
    has_its_own(&again(&store));
}

/// Has the journals that wait say no folder, as an older hallway wrote them.
fn without_folders(store: &Store) {
    for pending in store.pending().unwrap().0 {
        let bytes = std::fs::read(pending.path()).unwrap();
        let decoded = codec::decode(&bytes).unwrap();
        let header = codec::JournalHeader {
            root: String::new(),
            ..decoded.header
        };
        let nonce = [1; 16];
        let mut bytes = codec::header(&header, &nonce);
        for ((at, record), number) in decoded.records.iter().zip(1..) {
            codec::record(&mut bytes, &nonce, number, *at, record);
        }
        std::fs::write(pending.path(), bytes).unwrap();
    }
    std::fs::remove_dir_all(store.state().join("notebooks")).unwrap();
}

#[test]
fn an_older_journal_comes_back_where_its_file_says_what_it_began_with() {
    let (_folder, store) = notebook();
    with_journal(&store);
    without_folders(&store);
    has_its_own(&again(&store));
}

#[test]
fn an_older_journal_is_only_listed_in_a_notebook_that_says_something_else() {
    let (folder, store) = notebook();
    with_journal(&store);
    without_folders(&store);
    let root = folder.path().join("stranger");
    std::fs::create_dir(&root).unwrap();
    let settings = Path::new("notebook.toml");
    std::fs::copy(store.root().join(settings), root.join(settings)).unwrap();
    let stranger = opened(&root, &store);
    assert!(stranger.recover().unwrap().back.is_empty());
    assert_eq!(listed(&stranger), [None]);
}

#[test]
fn earlier_versions_are_found_where_no_journal_waits() {
    let (folder, store) = notebook();
    with_journal(&store);
    has_its_own(&again(&store));
    let kept = versions(&again(&store));
    let id = store.settings().unwrap().value.id;
    std::fs::remove_file(store.root().join("notebook.toml")).unwrap();
    assert_eq!(versions(&again(&store)), kept);
    let _ = again(&store).prepare().unwrap();
    assert_eq!(again(&store).settings().unwrap().value.id, id);
    // Also with the settings of another.
    let other = opened(&folder.path().join("other"), &store);
    let _ = other.prepare().unwrap();
    let settings = Path::new("notebook.toml");
    std::fs::copy(other.root().join(settings), store.root().join(settings)).unwrap();
    assert_eq!(versions(&again(&store)), kept);
}
