//! What the checker says about the open event, as it was found last, and the list of it that has the keys.

use super::desk::{Desk, DeskId, Row, Sid, Text};
use crate::check::event::{self, InEvent, Material, Owned, Part, Sheets};
use crate::check::{Book, Level, READINESS};
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
pub struct Mend {
    /// The findings: what is to mend in the order of the post, then hints.
    pub found: Vec<InEvent>,
    /// The sessions that they count by.
    pub sids: Vec<Sid>,
    /// When the event is to be checked again, by [`App::elapsed`](super::App::elapsed).
    pub due: Option<Duration>,
    /// Errors and warnings by row of the timeline.
    marks: HashMap<Row, (usize, usize)>,
    /// What the event was when a check was put off last.
    seen: Option<Seen>,
    /// What it was when it was checked last.
    checked: Option<Seen>,
    /// The texts whose editors show the findings.
    shown: HashSet<Text>,
    sheets: Sheets,
    book: (Vec<Link>, Book),
}

/// What a check depends on: the event, and how often it, or the link book, was changed.
type Seen = (DeskId, u64);

/// The list.
#[derive(Debug, Clone, Copy, Default)]
pub struct List {
    /// Which is chosen.
    pub selected: usize,
    /// The first row that is seen.
    pub top: usize,
}

impl Mend {
    /// Puts a check off until nothing has changed for a while.
    pub fn notice(&mut self, desk: Option<&Desk>, now: Duration) {
        let seen = desk.map(seen);
        if self.seen != seen {
            self.seen = seen;
            self.due = seen.filter(|_| self.checked != seen).map(|_| now + PAUSE);
        }
    }

    /// Checks the event, if it changed since.
    pub fn check(&mut self, desk: &Desk, book: &[Link]) {
        self.due = None;
        let now = Some(seen(desk));
        if self.checked == now {
            return;
        }
        self.seen = now;
        self.checked = now;
        self.shown.clear();
        if self.book.0 != book {
            self.book = (book.to_vec(), Book::of(book));
        }
        let (event, sessions) = current(desk);
        self.sids = desk.sessions.iter().map(|(sid, _)| *sid).collect();
        let sessions: Vec<&Session> = sessions.iter().map(AsRef::as_ref).collect();
        let owned = owned(&event, &sessions);
        let material = Material {
            event: &event,
            sessions: &sessions,
            book: &self.book.1,
            owned: &owned,
        };
        self.found = event::event(&material, &mut self.sheets);
        self.found.sort_by_key(|one| !is_fault(one));
        self.marks.clear();
        for one in &self.found {
            let row = row(one.part, &self.sids);
            let (Some(row), true) = (row, is_fault(one)) else {
                continue;
            };
            let (errors, warnings) = self.marks.entry(row).or_default();
            match one.finding.level {
                Level::Error => *errors += 1,
                _ => *warnings += 1,
            }
        }
    }

    /// Shows the findings in the editor of a text, if they are of the text as it is.
    pub fn show(&mut self, desk: &mut Desk) {
        let Some(text) = desk.text().filter(|_| self.checked == Some(seen(desk))) else {
            return;
        };
        if !desk.editors.contains_key(&text) || !self.shown.insert(text) {
            return;
        }
        let wanted = part(text, &self.sids);
        let here = self
            .found
            .iter()
            .filter(|one| Some(one.part) == wanted && !one.finding.span.is_empty());
        let kinds = here.map(|one| {
            let kind = match one.finding.level {
                Level::Error => HighlightKind::Error,
                Level::Warning => HighlightKind::Warning,
                Level::Info => HighlightKind::Hint,
            };
            (one.finding.span.clone(), kind)
        });
        let kinds = kinds.collect();
        if let Some(editor) = desk.editor_mut() {
            editor.set_highlights(kinds);
        }
    }

    /// What the text of a finding becomes when its fix is applied; none when there is none that would do.
    pub fn mended(&self, desk: &Desk, one: &InEvent) -> Option<String> {
        let (event, sessions) = current(desk);
        let sessions: Vec<&Session> = sessions.iter().map(AsRef::as_ref).collect();
        let owned = owned(&event, &sessions);
        let material = Material {
            event: &event,
            sessions: &sessions,
            book: &self.book.1,
            owned: &owned,
        };
        event::mend(&material, one, &self.found, &self.sheets)
    }

    /// Errors and warnings, together.
    pub fn count(&self) -> usize {
        self.found.iter().filter(|one| is_fault(one)).count()
    }

    /// Errors.
    pub fn errors(&self) -> usize {
        self.found
            .iter()
            .filter(|one| one.finding.level == Level::Error)
            .count()
    }

    /// Errors and warnings of a row of the timeline.
    pub fn marks(&self, row: Row) -> (usize, usize) {
        self.marks.get(&row).copied().unwrap_or_default()
    }

    /// What the event lacks to be ready.
    pub fn lacks(&self) -> impl Iterator<Item = &InEvent> {
        self.found
            .iter()
            .filter(|one| READINESS.contains(&one.finding.rule))
    }

    /// The row of the timeline that a finding belongs to.
    pub fn row(&self, one: &InEvent) -> Option<Row> {
        row(one.part, &self.sids)
    }

    /// The text that a finding is in.
    pub fn text(&self, one: &InEvent) -> Option<Text> {
        match one.part {
            Part::Session(at) => self.sids.get(at).copied().map(Text::Notes),
            Part::Intro => Some(Text::Intro),
            Part::Closing => Some(Text::Closing),
            Part::Event | Part::Header | Part::Links => None,
        }
    }
}

fn seen(desk: &Desk) -> Seen {
    (desk.id, desk.state())
}

fn is_fault(one: &InEvent) -> bool {
    one.finding.level > Level::Info
}

/// The event and its sessions with the texts that are in editors.
fn current(desk: &Desk) -> (Event, Vec<Cow<'_, Session>>) {
    let sessions = desk.sessions.iter().map(|(sid, session)| {
        let typed = desk
            .editors
            .get(&Text::Notes(*sid))
            .is_some_and(|editor| editor.revision() > 0);
        match desk.current(*sid).filter(|_| typed) {
            Some(current) => Cow::Owned(current),
            None => Cow::Borrowed(session),
        }
    });
    (desk.current_event(), sessions.collect())
}

fn owned(event: &Event, sessions: &[&Session]) -> Owned {
    Owned {
        to_dos: secret::open_to_dos(event, sessions),
        waiting: secret::waiting(event),
        secrets: secret::secrets(event, sessions),
    }
}

fn row(part: Part, sids: &[Sid]) -> Option<Row> {
    match part {
        Part::Session(at) => sids.get(at).copied().map(Row::Session),
        Part::Intro => Some(Row::Intro),
        Part::Closing => Some(Row::Closing),
        Part::Event => Some(Row::Inbox),
        Part::Links => Some(Row::Links),
        Part::Header => None,
    }
}

fn part(text: Text, sids: &[Sid]) -> Option<Part> {
    match text {
        Text::Notes(sid) => sids
            .iter()
            .position(|found| *found == sid)
            .map(Part::Session),
        Text::Intro => Some(Part::Intro),
        Text::Closing => Some(Part::Closing),
    }
}
