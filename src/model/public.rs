//! What may be shown: the only way from a notebook to a post.
//!
//! `post::build` takes the types of this module and nothing else. They borrow what a session or an
//! entry lets out by its own rules (DESIGN.md, "Private by type"), so a writer cannot reach the
//! rest by accident.

use super::count::Count;
use super::entry::{Entry, EntryKind, EntryMark, Person};
use super::session::{Session, SessionKind, Status};
use std::ops::Deref;

/// A session that is to be published.
#[derive(Debug, Clone, Copy)]
pub struct PublicSession<'a>(&'a Session);

impl<'a> PublicSession<'a> {
    /// The session, if it may go into a post: `publish` is set, and it was not skipped or merely
    /// planned. Notes in a planned session say that somebody was there.
    pub fn of(session: &'a Session) -> Option<PublicSession<'a>> {
        let attended = match session.status {
            Status::Attended => true,
            Status::Planned => session.has_content(),
            Status::Skipped => false,
        };
        (session.in_post && attended).then_some(PublicSession(session))
    }

    /// Its public entries, in order of time.
    pub fn entries(self) -> Vec<&'a Entry> {
        let all = self.0.entries.owner().iter();
        let mut shown: Vec<&Entry> = all
            .filter(|entry| entry_is_public(entry, self.0.kind))
            .collect();
        shown.sort_by_key(|entry| entry.at);
        shown
    }

    /// The people that were marked public.
    pub fn people(self) -> Vec<&'a Person> {
        self.0
            .people
            .owner()
            .iter()
            .filter(|person| person.mark == Some(EntryMark::Public))
            .collect()
    }

    /// The questions that were asked at a booth.
    pub fn questions(self) -> &'a [Count] {
        &self.0.questions
    }
}

/// Everything else of a session may be shown; its entries and people stay wrapped in `Private`.
impl Deref for PublicSession<'_> {
    type Target = Session;

    fn deref(&self) -> &Session {
        self.0
    }
}

/// Whether an entry of a session of that kind may be shown: what the person marked it, else notes
/// and questions are public, quotes in talks only, to-dos never.
pub fn entry_is_public(entry: &Entry, kind: SessionKind) -> bool {
    match (entry.mark, entry.kind) {
        (Some(EntryMark::Private), _) => false,
        (Some(EntryMark::Public), _) => true,
        (None, EntryKind::ToDo) => false,
        (None, EntryKind::Quote) => kind == SessionKind::Talk,
        (None, EntryKind::Note | EntryKind::Question) => true,
    }
}
