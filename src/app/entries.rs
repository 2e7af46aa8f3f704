//! The captured lines of a session or of the inbox, as a list that has the keys.

use super::open_event::{OpenEvent, SessionId};
use crate::model::entry::{Entry, EntryKind, EntryMark, Person};
use crate::rst::escape;
use chrono::{DateTime, FixedOffset, NaiveDate};
use std::collections::BTreeSet;

/// The list.
#[derive(Debug, Clone, Copy)]
pub struct EntriesDialog {
    /// The session, or else the inbox.
    pub place: Option<SessionId>,
    /// Which is chosen, by its number in [`order`].
    pub selected: usize,
    /// The first row that is seen.
    pub top: usize,
}

/// The entries and people of a place.
pub fn of(open_event: &OpenEvent, place: Option<SessionId>) -> (&[Entry], &[Person]) {
    match place.and_then(|session_id| open_event.session(session_id)) {
        Some(session) => (session.entries.owner(), session.people.owner()),
        None => (
            open_event.event.entries.owner(),
            open_event.event.people.owner(),
        ),
    }
}

/// The same, to change them.
pub fn of_mut(
    open_event: &mut OpenEvent,
    place: Option<SessionId>,
) -> (&mut Vec<Entry>, &mut Vec<Person>) {
    let known = place.filter(|session_id| open_event.session(*session_id).is_some());
    if let Some(session_id) = known
        && let Some(at) = open_event
            .sessions
            .iter()
            .position(|(found, _)| *found == session_id)
    {
        let session = &mut open_event.sessions[at].1;
        return (session.entries.owner_mut(), session.people.owner_mut());
    }
    (
        open_event.event.entries.owner_mut(),
        open_event.event.people.owner_mut(),
    )
}

/// A line, to change it. One that others removed is kept as a new one.
pub fn at_mut(entries: &mut Vec<Entry>, at: usize, now: DateTime<FixedOffset>) -> &mut Entry {
    if at >= entries.len() {
        entries.push(Entry {
            at: Some(now),
            ..Entry::default()
        });
    }
    let last = entries.len() - 1;
    &mut entries[at.min(last)]
}

/// In which order they are shown: as they were kept. Numbers count the entries first, then the
/// people.
pub fn order(entries: &[Entry], people: &[Person]) -> Vec<usize> {
    let times = entries.iter().map(|entry| entry.at);
    let times: Vec<_> = times.chain(people.iter().map(|person| person.at)).collect();
    let mut order: Vec<usize> = (0..times.len()).collect();
    order.sort_by_key(|at| times[*at]);
    order
}

/// The same of a place.
pub fn order_of(open_event: &OpenEvent, place: Option<SessionId>) -> Vec<usize> {
    let (entries, people) = of(open_event, place);
    order(entries, people)
}

/// How their times are written, and in how many columns: with the day where there are several.
pub fn clock(entries: &[Entry], people: &[Person]) -> (&'static str, usize) {
    let times = entries.iter().filter_map(|entry| entry.at);
    let times = times.chain(people.iter().filter_map(|person| person.at));
    let days: BTreeSet<NaiveDate> = times.map(|at| at.date_naive()).collect();
    match days.len() {
        0 | 1 => ("%H:%M", 5),
        _ => ("%a %H:%M", 9),
    }
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
pub fn next_mark(mark: Option<EntryMark>) -> Option<EntryMark> {
    match mark {
        None => Some(EntryMark::Public),
        Some(EntryMark::Public) => Some(EntryMark::Private),
        Some(EntryMark::Private) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_people_stand_in_order_of_time_with_their_day_where_it_matters() {
        let entry = |at: &str| Entry {
            at: at.parse().ok(),
            ..Entry::default()
        };
        let met = |at: &str| Person {
            at: at.parse().ok(),
            ..Person::default()
        };
        let entries = [
            entry("2026-05-15T08:41:00+01:00"),
            entry("2026-05-16T12:07:00+01:00"),
            entry(""),
        ];
        let people = [met("2026-05-15T13:25:00+01:00")];
        assert_eq!(order(&entries, &people), [2, 0, 3, 1]);
        assert_eq!(clock(&entries, &people).0, "%a %H:%M");
        assert_eq!(order(&entries[..1], &people), [0, 1]);
        assert_eq!(clock(&entries[..1], &people).0, "%H:%M");
        assert!(order(&[], &[]).is_empty());
    }
}
