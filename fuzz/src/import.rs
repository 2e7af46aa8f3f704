//! Posts: what import says comes back unchanged does so, also after it was kept in the notebook's
//! files; and a second import gives the same.

use hallway::model::event::Event;
use hallway::model::layout::PostOptions;
use hallway::model::session::Session;
use hallway::post::import::{Imported, read};
use hallway::post::{build, nikola};
use hallway::store::{StoreError, text};
use std::path::Path;

/// Takes the bytes for a post.
pub fn run(data: &[u8]) {
    let imported = match read(data, "a-post.rst") {
        Ok(imported) => imported,
        Err(error) => return super::clean::line("an error", &error.to_string()),
    };
    let Some(kept) = kept(&imported) else {
        return;
    };
    let out = export(&imported.event, &imported.sessions);
    assert_eq!(export(&kept.0, &kept.1), out, "the files say another post");
    if imported.unchanged {
        assert_eq!(out.as_bytes(), data, "import said that it comes back");
    }
}

/// Event and sessions after they were written and read; nothing where a text is too long for a
/// note.
fn kept(imported: &Imported) -> Option<(Event, Vec<Session>)> {
    let path = Path::new("x.toml");
    let written = |done: Result<String, StoreError>| match done {
        Ok(text) => Some(text),
        Err(StoreError::TooLong { .. }) => None,
        Err(store_error) => panic!("{store_error}"),
    };
    let event = written(text::write(path, &imported.event))?;
    let event = text::read(path, event.as_bytes()).expect("what was written is read");
    let mut sessions = Vec::new();
    for session in &imported.sessions {
        let text = written(text::write(path, session))?;
        sessions.push(text::read(path, text.as_bytes()).expect("what was written is read"));
    }
    Some((event, sessions))
}

fn export(event: &Event, sessions: &[Session]) -> String {
    nikola::write(&build::build(event, sessions, &[], PostOptions::default())).text
}
