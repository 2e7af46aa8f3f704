//! What the checker says about the open event, as it was found last, and the list of it that has
//! the keys.

use super::open_event::{EventId, OpenEvent, SessionId, TextId, TimelineRow};
use crate::check::event::{self, CheckInput, CheckedTexts, EventPart, InEvent, PrivateFacts};
use crate::check::{Book, READINESS, Severity};
use crate::edit::HighlightKind;
use crate::model::event::Event;
use crate::model::link::Link;
use crate::model::secret;
use crate::model::session::Session;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::time::Duration;

/// How long after the last key the event is checked again.
pub const PAUSE: Duration = Duration::from_millis(100);

/// What is found.
#[derive(Debug, Default)]
pub struct Problems {
    /// The findings: what is to mend in the order of the post, then hints.
    pub found: Vec<InEvent>,
    /// The sessions that they count by.
    pub session_ids: Vec<SessionId>,
    /// When the event is to be checked again, by [`App::elapsed`](super::App::elapsed).
    pub due: Option<Duration>,
    /// Errors and warnings by row of the timeline.
    marks: HashMap<TimelineRow, (usize, usize)>,
    /// What the event was when a check was put off last.
    seen: Option<Seen>,
    /// What it was when it was checked last.
    checked: Option<Seen>,
    /// The texts whose editors show the findings.
    shown: HashSet<TextId>,
    texts: CheckedTexts,
    book: (Vec<Link>, Book),
}

/// What a check depends on: the event, and how often it, or the link book, was changed.
type Seen = (EventId, u64);

/// The list.
#[derive(Debug, Clone, Copy, Default)]
pub struct ProblemList {
    /// Which is chosen.
    pub selected: usize,
    /// The first row that is seen.
    pub top: usize,
}

impl Problems {
    /// Puts a check off until nothing has changed for a while.
    pub fn notice(&mut self, open_event: Option<&OpenEvent>, now: Duration) {
        let seen = open_event.map(seen);
        if self.seen != seen {
            self.seen = seen;
            self.due = seen.filter(|_| self.checked != seen).map(|_| now + PAUSE);
        }
    }

    /// Checks the event, if it changed since.
    pub fn check(&mut self, open_event: &OpenEvent, book: &[Link]) {
        self.due = None;
        let now = Some(seen(open_event));
        if self.checked == now {
            return;
        }
        self.seen = now;
        self.checked = now;
        self.shown.clear();
        if self.book.0 != book {
            self.book = (book.to_vec(), Book::of(book));
        }
        let (event, sessions) = current(open_event);
        self.session_ids = open_event
            .sessions
            .iter()
            .map(|(session_id, _)| *session_id)
            .collect();
        let sessions: Vec<&Session> = sessions.iter().map(AsRef::as_ref).collect();
        let private_facts = private_facts(&event, &sessions);
        let material = CheckInput {
            event: &event,
            sessions: &sessions,
            book: &self.book.1,
            private: &private_facts,
        };
        self.found = event::event(&material, &mut self.texts);
        self.found.sort_by_key(|one| !is_fault(one));
        self.marks.clear();
        for one in &self.found {
            let row = row(one.part, &self.session_ids);
            let (Some(row), true) = (row, is_fault(one)) else {
                continue;
            };
            let (errors, warnings) = self.marks.entry(row).or_default();
            match one.finding.level {
                Severity::Error => *errors += 1,
                _ => *warnings += 1,
            }
        }
    }

    /// Shows the findings in the editor of a text, if they are of the text as it is.
    pub fn show(&mut self, open_event: &mut OpenEvent) {
        let Some(text) = open_event
            .text()
            .filter(|_| self.checked == Some(seen(open_event)))
        else {
            return;
        };
        if !open_event.editors.contains_key(&text) || !self.shown.insert(text) {
            return;
        }
        let wanted = part(text, &self.session_ids);
        let here = self
            .found
            .iter()
            .filter(|one| Some(one.part) == wanted && !one.finding.span.is_empty());
        let kinds = here.map(|one| {
            let kind = match one.finding.level {
                Severity::Error => HighlightKind::Error,
                Severity::Warning => HighlightKind::Warning,
                Severity::Info => HighlightKind::Hint,
            };
            (one.finding.span.clone(), kind)
        });
        let kinds = kinds.collect();
        if let Some(editor) = open_event.editor_mut() {
            editor.set_highlights(kinds);
        }
    }

    /// What the text of a finding becomes when its fix is applied; none when there is none that
    /// would do.
    pub fn fixed(&self, open_event: &OpenEvent, one: &InEvent) -> Option<String> {
        let (event, sessions) = current(open_event);
        let sessions: Vec<&Session> = sessions.iter().map(AsRef::as_ref).collect();
        let private_facts = private_facts(&event, &sessions);
        let material = CheckInput {
            event: &event,
            sessions: &sessions,
            book: &self.book.1,
            private: &private_facts,
        };
        event::fix(&material, one, &self.found, &self.texts)
    }

    /// Errors and warnings, together.
    pub fn count(&self) -> usize {
        self.found.iter().filter(|one| is_fault(one)).count()
    }

    /// Errors.
    pub fn errors(&self) -> usize {
        self.found
            .iter()
            .filter(|one| one.finding.level == Severity::Error)
            .count()
    }

    /// Errors and warnings of a row of the timeline.
    pub fn marks(&self, row: TimelineRow) -> (usize, usize) {
        self.marks.get(&row).copied().unwrap_or_default()
    }

    /// What the event lacks to be ready.
    pub fn lacks(&self) -> impl Iterator<Item = &InEvent> {
        self.found
            .iter()
            .filter(|one| READINESS.contains(&one.finding.rule))
    }

    /// The row of the timeline that a finding belongs to.
    pub fn row(&self, one: &InEvent) -> Option<TimelineRow> {
        row(one.part, &self.session_ids)
    }

    /// The text that a finding is in.
    pub fn text(&self, one: &InEvent) -> Option<TextId> {
        match one.part {
            EventPart::Session(at) => self.session_ids.get(at).copied().map(TextId::Notes),
            EventPart::Intro => Some(TextId::Intro),
            EventPart::Closing => Some(TextId::Closing),
            EventPart::Event | EventPart::Header | EventPart::Links => None,
        }
    }
}

fn seen(open_event: &OpenEvent) -> Seen {
    (open_event.id, open_event.state())
}

fn is_fault(one: &InEvent) -> bool {
    one.finding.level > Severity::Info
}

/// The event and its sessions with the texts that are in editors.
fn current(open_event: &OpenEvent) -> (Event, Vec<Cow<'_, Session>>) {
    let sessions = open_event.sessions.iter().map(|(session_id, session)| {
        let typed = open_event
            .editors
            .get(&TextId::Notes(*session_id))
            .is_some_and(|editor| editor.revision() > 0);
        match open_event.current(*session_id).filter(|_| typed) {
            Some(current) => Cow::Owned(current),
            None => Cow::Borrowed(session),
        }
    });
    (open_event.current_event(), sessions.collect())
}

fn private_facts(event: &Event, sessions: &[&Session]) -> PrivateFacts {
    PrivateFacts {
        to_dos: secret::open_to_dos(event, sessions),
        waiting: secret::waiting(event),
        secrets: secret::secrets(event, sessions),
    }
}

fn row(part: EventPart, session_ids: &[SessionId]) -> Option<TimelineRow> {
    match part {
        EventPart::Session(at) => session_ids.get(at).copied().map(TimelineRow::Session),
        EventPart::Intro => Some(TimelineRow::Intro),
        EventPart::Closing => Some(TimelineRow::Closing),
        EventPart::Event => Some(TimelineRow::Inbox),
        EventPart::Links => Some(TimelineRow::Links),
        EventPart::Header => None,
    }
}

fn part(text: TextId, session_ids: &[SessionId]) -> Option<EventPart> {
    match text {
        TextId::Notes(session_id) => session_ids
            .iter()
            .position(|found| *found == session_id)
            .map(EventPart::Session),
        TextId::Intro => Some(EventPart::Intro),
        TextId::Closing => Some(EventPart::Closing),
    }
}
