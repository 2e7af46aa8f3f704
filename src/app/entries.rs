//! The captured lines of a session or of the inbox, as a list that has the keys.

use super::desk::{Desk, Sid};
use crate::model::entry::{Entry, EntryKind, Mark, Person};
use crate::rst::escape;

/// The list.
#[derive(Debug, Clone, Copy)]
pub struct Entries {
    /// The session, or else the inbox.
    pub place: Option<Sid>,
    /// Which is chosen: entries first, then people.
    pub selected: usize,
    /// The first row that is seen.
    pub top: usize,
}

/// The entries and people of a place.
pub fn of(desk: &Desk, place: Option<Sid>) -> (&[Entry], &[Person]) {
    match place.and_then(|sid| desk.session(sid)) {
        Some(session) => (session.entries.owner(), session.people.owner()),
        None => (desk.event.entries.owner(), desk.event.people.owner()),
    }
}

/// The same, to change them.
pub fn of_mut(desk: &mut Desk, place: Option<Sid>) -> (&mut Vec<Entry>, &mut Vec<Person>) {
    let known = place.filter(|sid| desk.session(*sid).is_some());
    if let Some(sid) = known
        && let Some(at) = desk.sessions.iter().position(|(found, _)| *found == sid)
    {
        let session = &mut desk.sessions[at].1;
        return (session.entries.owner_mut(), session.people.owner_mut());
    }
    (
        desk.event.entries.owner_mut(),
        desk.event.people.owner_mut(),
    )
}

/// An entry as prose: a quote as a block quote, anything else as a paragraph.
pub fn prose(entry: &Entry) -> String {
    let text = escape::paragraph(&entry.text, 80, 0);
    match (entry.kind, &entry.who) {
        (EntryKind::Quote, who) => {
            let text = escape::paragraph(&entry.text, 80, 4);
            let who = who
                .as_ref()
                .map(|who| format!("\n\n    -- {}", escape::attribution(who)));
            format!("    {text}{}", who.unwrap_or_default())
        }
        (_, Some(who)) => format!("{text} ({})", escape::text(who)),
        (_, None) => text,
    }
}

/// The next of: as its kind says, public, private.
pub fn next_mark(mark: Option<Mark>) -> Option<Mark> {
    match mark {
        None => Some(Mark::Public),
        Some(Mark::Public) => Some(Mark::Private),
        Some(Mark::Private) => None,
    }
}
