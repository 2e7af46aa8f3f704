//! Symbolic links that lead out of the notebook, and pipes: neither read, nor written, nor waited
//! for.

use super::super::index::Index;
use super::super::{Store, StoreError, Why};
use super::notebook;
use crate::model::event::Event;
use crate::model::programme::Programme;
use crate::model::session::Session;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

const SECRET: &str = "format = 1\ntitle = \"Mine alone\"\n";

fn session(title: &str) -> Session {
    Session {
        title: title.to_owned(),
        ..Session::default()
    }
}

/// A notebook with two events of two sessions each, and a file outside.
fn with_events() -> (tempfile::TempDir, Store, PathBuf) {
    let (folder, store) = notebook();
    for name in ["fair", "other"] {
        let event = Event {
            title: name.to_owned(),
            ..Event::default()
        };
        store.create_event(name, event).unwrap();
        for title in ["one", "two"] {
            store.create_session(name, title, session(title)).unwrap();
        }
    }
    let outside = folder.path().join("outside");
    fs::create_dir_all(outside.join("sessions")).unwrap();
    for file in ["secret.toml", "event.toml", "sessions/deep.toml"] {
        fs::write(outside.join(file), SECRET).unwrap();
    }
    (folder, store, outside)
}

/// Puts a link in the place of whatever is there.
fn link(target: impl AsRef<Path>, at: &Path) {
    match at.is_dir() && !at.is_symlink() {
        true => fs::remove_dir_all(at).unwrap(),
        false => fs::remove_file(at).unwrap_or_default(),
    }
    symlink(target, at).unwrap();
}

fn leads_out<T: std::fmt::Debug>(result: Result<T, StoreError>) {
    match result {
        Err(error @ StoreError::LeadsOut { .. }) => {
            let told = error.to_string();
            assert!(told.contains("out of the notebook, to /"), "{told}");
            assert!(error.hint().contains("allowed_link_folders"));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_that_is_a_link_outwards_is_neither_read_nor_written() {
    let (_folder, store, outside) = with_events();
    let secret = outside.join("secret.toml");
    let mut settings = store.settings().unwrap();
    let mut book = store.book().unwrap();
    let mut event = store.event("fair").unwrap();
    let mut one = store.session("fair", "one").unwrap();
    settings.value.author = Some("Ada".to_owned());
    book.value.links = vec![crate::model::link::Link {
        name: "A".to_owned(),
        url: Some("https://a.example/".to_owned()),
        ..Default::default()
    }];
    event.value.intro = "Text".to_owned();
    one.value.notes = "Text".to_owned();
    let schedule = store.programme_path("fair").unwrap();
    for path in [
        settings.path(),
        book.path(),
        event.path(),
        one.path(),
        &schedule,
    ] {
        link(&secret, path);
    }
    leads_out(store.settings());
    leads_out(store.book());
    leads_out(store.event("fair"));
    leads_out(store.session("fair", "one"));
    leads_out(store.programme("fair"));
    leads_out(store.save(&mut settings));
    leads_out(store.save(&mut book));
    leads_out(store.save(&mut event));
    leads_out(store.save(&mut one));
    leads_out(store.save_again(&mut one));
    leads_out(store.write_programme("fair", &Programme::default()));
    leads_out(store.conflict(one.path()));
    leads_out(store.look_at(one.path()));
    leads_out(store.look_again(&one, None));
    let kept = store.put_aside(one.path(), b"title = \"x\"\n", Why::Restore);
    let version = kept.unwrap().version.unwrap();
    leads_out(store.bring_back(one.path(), &version));
    // A link to nothing would be made outside.
    link(outside.join("new.toml"), one.path());
    leads_out(store.save(&mut one));
    assert_eq!(fs::read_to_string(&secret).unwrap(), SECRET);
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 3);
}

#[test]
fn the_rest_of_the_notebook_works() {
    let (_folder, store, outside) = with_events();
    let event = |name: &str| store.root().join("events").join(name);
    link(
        outside.join("secret.toml"),
        &event("fair/sessions/one.toml"),
    );
    let (sessions, store_errors) = store.sessions("fair");
    assert_eq!(sessions.len(), 1);
    assert_eq!(store_errors.len(), 1);
    leads_out::<()>(Err(store_errors.into_iter().next().unwrap()));
    // A whole folder, and one that is no event at all.
    link(&outside, &event("away"));
    link(outside.join("sessions"), &event("other/sessions"));
    let listing = store.events();
    assert_eq!(listing.events.len(), 2);
    assert_eq!(listing.errors.len(), 1);
    leads_out(store.event("away"));
    leads_out(store.session_names("other"));
    leads_out(store.create_session("other", "new", session("new")));
    let index = store.refresh_index(&Index::default());
    assert_eq!(index.index.counts()["fair"].sessions, 1);
    assert_eq!(index.errors.len(), 3, "{:?}", index.errors);
    let mut two = store.session("fair", "two").unwrap();
    two.value.notes = "Text".to_owned();
    store.save(&mut two).unwrap();
    let _ = store.remove_event("away");
    assert_eq!(fs::read_dir(outside.join("sessions")).unwrap().count(), 1);
    assert!(store.private_people().is_ok());
}

#[test]
fn no_folder_of_the_notebook_leads_out() {
    for folder in ["events", "trash"] {
        let (_folder, store, outside) = with_events();
        link(&outside, &store.root().join(folder));
        match folder {
            "events" => {
                leads_out(store.event_folders());
                leads_out(store.create_event("new", Event::default()));
                leads_out(store.event("sessions"));
            }
            _ => leads_out(store.remove_session("fair", "one")),
        }
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 3, "{folder}");
    }
}

#[test]
fn links_within_the_notebook_and_the_notebook_itself_may_be_links() {
    let (folder, store, _outside) = with_events();
    let sessions = store.root().join("events/fair/sessions");
    link("two.toml", &sessions.join("one.toml"));
    link(
        "../../other/sessions/one.toml",
        &sessions.join("three.toml"),
    );
    let whole = fs::canonicalize(sessions.join("two.toml")).unwrap();
    link(whole, &sessions.join("four.toml"));
    symlink("fair", store.root().join("events/again")).unwrap();
    symlink(store.root(), folder.path().join("home")).unwrap();
    let home = Store::new(folder.path().join("home"), store.state());
    for store in [&store, &home] {
        for (event, name) in [
            ("fair", "one"),
            ("fair", "three"),
            ("fair", "four"),
            ("again", "two"),
        ] {
            let mut one = store.session(event, name).unwrap();
            one.value.notes = format!("{}x", one.value.notes);
            store.save(&mut one).unwrap();
        }
        assert_eq!(store.event_folders().unwrap(), ["again", "fair", "other"]);
    }
    assert!(sessions.join("one.toml").is_symlink());
    let two = fs::read_to_string(sessions.join("two.toml")).unwrap();
    assert!(two.contains("xxxxxx"), "{two}");
}

#[test]
fn a_person_can_allow_folders() {
    let (folder, store, outside) = with_events();
    let one = store.root().join("events/fair/sessions/one.toml");
    link(outside.join("secret.toml"), &one);
    store.allow_links_to(vec![
        folder.path().join("nowhere"),
        outside.join("sessions"),
    ]);
    leads_out(store.session("fair", "one"));
    // Also by another name for that folder.
    symlink(&outside, folder.path().join("name")).unwrap();
    store.allow_links_to(vec![folder.path().join("name")]);
    let mut session = store.session("fair", "one").unwrap();
    assert_eq!(session.value.title, "Mine alone");
    session.value.notes = "Text".to_owned();
    store.save(&mut session).unwrap();
    assert!(one.is_symlink());
    let text = fs::read_to_string(outside.join("secret.toml")).unwrap();
    assert!(text.contains("Text"), "{text}");
    store.allow_links_to(Vec::new());
    leads_out(store.save(&mut session));
}

#[test]
fn circles_and_long_ways_end() {
    let (_folder, store, _outside) = with_events();
    let sessions = store.root().join("events/fair/sessions");
    link("one.toml", &sessions.join("one.toml"));
    link("three.toml", &sessions.join("two.toml"));
    link("two.toml", &sessions.join("three.toml"));
    let (read, store_errors) = store.sessions("fair");
    assert_eq!((read.len(), store_errors.len()), (0, 3));
    link("../events", &store.root().join("events/loop"));
    assert!(store.events().errors.len() <= 1);
}

#[test]
fn a_folder_that_becomes_a_link_is_not_gone_through() {
    let (_folder, store, outside) = with_events();
    // The way is known by now.
    let mut one = store.session("fair", "one").unwrap();
    link(
        outside.join("sessions"),
        &store.root().join("events/fair/sessions"),
    );
    leads_out(store.session("fair", "deep"));
    one.value.notes = "Text".to_owned();
    leads_out(store.save(&mut one));
    assert_eq!(fs::read_dir(outside.join("sessions")).unwrap().count(), 1);
}

/// Everything that is looked at by name, with a pipe in its place. Whoever waits for it waits for
/// ever.
#[test]
fn a_pipe_in_any_place_is_waited_for_by_nobody() {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    let (_folder, store, _outside) = with_events();
    let id = store.id().unwrap();
    store.remember_last("fair").unwrap();
    let root = store.root();
    let (fair, state) = (root.join("events/fair"), store.state().to_owned());
    let beside = ".hallway-one.toml-00ff-abc123.tmp";
    for path in [
        root.join("links.toml"),
        fair.join("sessions/one.toml"),
        fair.join("sessions/pipe.toml"),
        fair.join("schedule.toml"),
        fair.join("sessions").join(beside),
        root.join("events/other/event.toml"),
        state.join("journals").join(&id).join("00ff00ff.journal"),
        state.join("claims").join(&id).join("x.hold"),
        state.join("exports").join(&id),
        state.join("last").join(&id),
        state
            .join("strays")
            .join(&id)
            .join("events/fair/sessions")
            .join(beside),
    ] {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let _ = fs::remove_file(&path);
        mknodat(CWD, &path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    }
    assert!(store.book().is_err() && store.programme("fair").is_err());
    let (sessions, store_errors) = store.sessions("fair");
    assert_eq!((sessions.len(), store_errors.len()), (1, 2));
    let listing = store.events();
    assert_eq!((listing.events.len(), listing.errors.len()), (1, 1));
    store.refresh_index(&Index::default());
    let _ = store.pending();
    let _ = store.leftovers(&[]);
    let _ = store.edit_locks();
    let _ = store.last_event();
    assert!(store.written_posts().is_empty());
    let _ = store.private_people();
    let mut two = store.session("fair", "two").unwrap();
    two.value.notes = "Text".to_owned();
    store.save(&mut two).unwrap();
}
