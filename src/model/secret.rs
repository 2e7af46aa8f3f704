//! What an event's owner keeps to themselves, for those who warn them before it gets into a post.

use super::entry::{Entry, EntryKind, EntryMark, Person};
use super::event::Event;
use super::public::entry_is_public;
use super::session::{Session, SessionKind};

/// Something private: the session's index that it belongs to (none for the event itself), and its
/// text.
pub type Secret = (Option<usize>, String);

/// The private texts of an event: entries that a post may not show, and what was promised to
/// people.
pub fn secrets(event: &Event, sessions: &[&Session]) -> Vec<Secret> {
    let mut found = Vec::new();
    add(
        &mut found,
        None,
        event.entries.owner(),
        event.people.owner(),
        SessionKind::Section,
    );
    for (at, session) in sessions.iter().enumerate() {
        add(
            &mut found,
            Some(at),
            session.entries.owner(),
            session.people.owner(),
            session.kind,
        );
    }
    found
}

fn add(
    found: &mut Vec<Secret>,
    session: Option<usize>,
    entries: &[Entry],
    people: &[Person],
    kind: SessionKind,
) {
    let hidden = entries
        .iter()
        .filter(|entry| !entry.folded && !entry_is_public(entry, kind));
    found.extend(hidden.map(|entry| (session, entry.text.clone())));
    let hidden = people
        .iter()
        .filter(|person| person.mark != Some(EntryMark::Public));
    found.extend(hidden.filter_map(|person| Some((session, person.promised.clone()?))));
}

/// How many lines of an event's inbox a post could show, if they stood in a session or a text:
/// those that are neither private nor folded.
pub fn waiting(event: &Event) -> usize {
    let entries = event.entries.owner().iter();
    entries
        .filter(|entry| !entry.folded && entry_is_public(entry, SessionKind::Section))
        .count()
}

/// How many to-dos are not done, by session (none for the event itself), where there are any.
pub fn open_to_dos(event: &Event, sessions: &[&Session]) -> Vec<(Option<usize>, usize)> {
    let open = |entries: &[Entry]| {
        entries
            .iter()
            .filter(|entry| entry.kind == EntryKind::ToDo && !entry.done)
            .count()
    };
    let mut found = vec![(None, open(event.entries.owner()))];
    found.extend(
        sessions
            .iter()
            .enumerate()
            .map(|(at, session)| (Some(at), open(session.entries.owner()))),
    );
    found.retain(|(_, count)| *count > 0);
    found
}
