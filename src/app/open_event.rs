//! The event that lies open: its sessions, what is selected, and the texts that are being written.

use super::effect::{DocumentId, Opened};
use super::history::LinkChange;
use super::names;
use super::unreadable::UnreadableFile;
use crate::edit::Editor;
use crate::model::event::{Closing, Event};
use crate::model::session::Session;
use crate::model::words::words;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use std::collections::{HashMap, HashSet};

/// The number of an open event, given by the app; never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventId(pub u32);

/// The number of a session of the open event; never used twice within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionId(pub u32);

/// A row of the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimelineRow {
    /// Makes a new note now.
    NewNote,
    /// The heading of a day; nothing for sessions without a time.
    Day(Option<NaiveDate>),
    /// A session.
    Session(SessionId),
    /// The introduction.
    Intro,
    /// The closing.
    Closing,
    /// What was captured outside any session.
    Inbox,
    /// The links.
    Links,
    /// A file that cannot be read: which of the troubles.
    Broken(usize),
}

/// A text that can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextId {
    /// A session's notes.
    Notes(SessionId),
    /// The introduction.
    Intro,
    /// The closing.
    Closing,
}

/// Links of the event that came with a step of writing.
#[derive(Debug, Clone)]
pub struct LinkedEdit {
    /// In which text.
    pub text: TextId,
    /// The number of the step there.
    pub step: u64,
    /// What it made of the event's links.
    pub links: LinkChange,
}

/// Which side has the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// The timeline.
    Timeline,
    /// What is chosen there.
    Pane,
}

/// What the pane shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    /// The notes.
    Notes,
    /// The post as it will read.
    Preview,
    /// The post's source.
    Source,
}

/// The open event.
#[derive(Debug)]
pub struct OpenEvent {
    /// Its number.
    pub id: EventId,
    /// Its folder, once it is on disk.
    pub folder: Option<String>,
    /// The event.
    pub event: Event,
    /// Its sessions, in the order of the post.
    pub sessions: Vec<(SessionId, Session)>,
    /// Files that could not be read, each with its place.
    pub unreadable: Vec<UnreadableFile>,
    /// Why nothing of it can be written, in two or three words, until something was.
    pub locked_out: Option<&'static str>,
    /// Where its post was written last from this laptop.
    pub written: Option<std::path::PathBuf>,
    /// The timeline.
    pub rows: Vec<TimelineRow>,
    /// The chosen row; never a day.
    pub selected: TimelineRow,
    /// The first row that is seen.
    pub top: usize,
    /// Which side has the keys.
    pub focus: Focus,
    /// What the pane shows.
    pub pane: Pane,
    /// The first line of the preview that is seen.
    pub preview_top: usize,
    /// The texts that were opened for writing, with their undo.
    pub editors: HashMap<TextId, Editor>,
    /// The links that came with a step of writing, and go with it when it is taken back.
    pub linked_edits: Vec<LinkedEdit>,
    /// The text that the person's own editor has, as it went out.
    pub lent: Option<(TextId, String)>,
    /// The text of a session that the app made by itself, and which goes again if nothing is
    /// written.
    pub provisional: Option<SessionId>,
    /// Words of notes, intro and closing.
    pub words: usize,
    /// Names that its texts refer to or that are kept for the post.
    pub names: usize,
    /// How often anything was changed.
    state: u64,
    /// How often each thing was changed, to tell what is saved.
    revisions: HashMap<DocumentId, u64>,
    /// What has to be saved.
    pub dirty: HashSet<DocumentId>,
    /// What somebody removed elsewhere, and is not written again before the person says so.
    pub deleted: HashSet<DocumentId>,
    /// What was changed since the journal was told.
    pub(super) changed: HashSet<DocumentId>,
    /// What was changed otherwise than by typing since then.
    pub(super) whole: HashSet<DocumentId>,
    next: u32,
}

impl OpenEvent {
    /// A desk for what was found on disk.
    pub fn of(opened: &Opened) -> OpenEvent {
        let sessions = opened.sessions.iter();
        let sessions = sessions.map(|(session_id, file)| (*session_id, file.value.clone()));
        let mut open_event = OpenEvent::with(
            opened.event_id,
            opened.event.value.clone(),
            sessions.collect(),
        );
        open_event.folder = Some(opened.folder.clone());
        open_event.unreadable.clone_from(&opened.unreadable);
        open_event.locked_out = opened.locked_out;
        open_event.written.clone_from(&opened.written);
        open_event.refresh();
        open_event
    }

    /// A desk for an event that is not on disk yet.
    pub fn new(id: EventId, event: Event) -> OpenEvent {
        let mut open_event = OpenEvent::with(id, event, Vec::new());
        open_event.refresh();
        open_event
    }

    fn with(id: EventId, event: Event, sessions: Vec<(SessionId, Session)>) -> OpenEvent {
        let next = sessions
            .iter()
            .map(|(session_id, _)| session_id.0 + 1)
            .max();
        OpenEvent {
            id,
            folder: None,
            event,
            sessions,
            unreadable: Vec::new(),
            locked_out: None,
            written: None,
            rows: Vec::new(),
            selected: TimelineRow::NewNote,
            top: 0,
            focus: Focus::Timeline,
            pane: Pane::Notes,
            preview_top: 0,
            editors: HashMap::new(),
            linked_edits: Vec::new(),
            lent: None,
            provisional: None,
            words: 0,
            names: 0,
            state: 0,
            revisions: HashMap::new(),
            dirty: HashSet::new(),
            deleted: HashSet::new(),
            changed: HashSet::new(),
            whole: HashSet::new(),
            next: next.unwrap_or(0),
        }
    }

    /// A number for a new session.
    pub fn next_session_id(&mut self) -> SessionId {
        self.next += 1;
        SessionId(self.next - 1)
    }

    /// A session.
    pub fn session(&self, session_id: SessionId) -> Option<&Session> {
        self.sessions
            .iter()
            .find(|(found, _)| *found == session_id)
            .map(|(_, session)| session)
    }

    /// A session, to change it; [`OpenEvent::refresh`] has to follow.
    pub fn session_mut(&mut self, session_id: SessionId) -> Option<&mut Session> {
        self.sessions
            .iter_mut()
            .find(|(found, _)| *found == session_id)
            .map(|(_, session)| session)
    }

    /// The chosen session.
    pub fn chosen(&self) -> Option<(SessionId, &Session)> {
        match self.selected {
            TimelineRow::Session(session_id) => self
                .session(session_id)
                .map(|session| (session_id, session)),
            _ => None,
        }
    }

    /// The session that runs at a moment: the one that began last.
    pub fn running(&self, now: DateTime<Utc>, home: Option<Tz>) -> Option<SessionId> {
        let now = self.event.local(now, home);
        self.sessions
            .iter()
            .filter(|(_, session)| session.runs_at(now))
            .max_by_key(|(_, session)| session.starts)
            .map(|(session_id, _)| *session_id)
    }

    /// The text that the chosen row stands for.
    pub fn text(&self) -> Option<TextId> {
        match self.selected {
            TimelineRow::Session(session_id) => Some(TextId::Notes(session_id)),
            TimelineRow::Intro => Some(TextId::Intro),
            TimelineRow::Closing => Some(TextId::Closing),
            TimelineRow::NewNote
            | TimelineRow::Day(_)
            | TimelineRow::Inbox
            | TimelineRow::Links
            | TimelineRow::Broken(_) => None,
        }
    }

    /// What a text says, as far as it has been taken out of its editor.
    pub fn stored(&self, text: TextId) -> &str {
        match text {
            TextId::Notes(session_id) => self
                .session(session_id)
                .map_or("", |session| &session.notes),
            TextId::Intro => &self.event.intro,
            TextId::Closing => self.event.closing.as_ref().map_or("", |c| &c.text),
        }
    }

    /// In which file a text is kept.
    pub fn item(&self, text: TextId) -> DocumentId {
        match text {
            TextId::Notes(session_id) => DocumentId::Session(self.id, session_id),
            TextId::Intro | TextId::Closing => DocumentId::Event(self.id),
        }
    }

    /// The editor on the chosen text.
    pub fn editor(&self) -> Option<&Editor> {
        self.editors.get(&self.text()?)
    }

    /// The editor on the chosen text, made if need be.
    pub fn editor_mut(&mut self) -> Option<&mut Editor> {
        let text = self.text()?;
        self.editor_of(text)
    }

    /// The editor on a text, made if need be; nothing where its session is not there any more.
    pub fn editor_of(&mut self, text: TextId) -> Option<&mut Editor> {
        if let TextId::Notes(session_id) = text {
            self.session(session_id)?;
        }
        if !self.editors.contains_key(&text) {
            let editor = Editor::new(body(self.stored(text)));
            self.editors.insert(text, editor);
        }
        self.editors.get_mut(&text)
    }

    /// A session with the text that is in its editor.
    pub fn current(&self, session_id: SessionId) -> Option<Session> {
        let mut session = self.session(session_id)?.clone();
        if let Some(editor) = self.editors.get(&TextId::Notes(session_id)) {
            put(&mut session.notes, editor);
        }
        Some(session)
    }

    /// The event with the texts that are in editors.
    pub fn current_event(&self) -> Event {
        let mut event = self.event.clone();
        if let Some(editor) = self.editors.get(&TextId::Intro) {
            put(&mut event.intro, editor);
        }
        if let Some(editor) = self.editors.get(&TextId::Closing) {
            let written = !editor.is_empty();
            let closing = event.closing.take();
            let mut closing = match (closing, written) {
                (None, true) => Closing::begun(""),
                (Some(closing), _) => closing,
                (None, false) => return event,
            };
            put(&mut closing.text, editor);
            event.closing = Some(closing);
        }
        event
    }

    /// The rows that are wanted under the chosen text for what was captured there.
    pub fn below(&self) -> u16 {
        let count = match self.chosen() {
            Some((_, session)) => session.entries.owner().len() + session.people.owner().len(),
            None => 0,
        };
        match count {
            0 => 0,
            count => u16::try_from(count + 1).unwrap_or(u16::MAX),
        }
    }

    /// Notes that something has to be saved.
    pub fn touch(&mut self, item: DocumentId) {
        self.state += 1;
        *self.revisions.entry(item).or_default() += 1;
        self.dirty.insert(item);
        self.changed.insert(item);
    }

    /// Notes that something has to be saved that was changed otherwise than by typing.
    pub fn touch_whole(&mut self, item: DocumentId) {
        self.touch(item);
        self.whole.insert(item);
    }

    /// Notes that something outside of the event was changed on which it hangs: the link book.
    pub fn stir(&mut self) {
        self.state += 1;
    }

    /// A number that grows with every change of anything.
    pub fn state(&self) -> u64 {
        self.state
    }

    /// How often something was changed.
    pub fn revision(&self, item: DocumentId) -> u64 {
        self.revisions.get(&item).copied().unwrap_or(0)
    }

    /// Notes that what others wrote was taken over.
    pub fn taken_over(&mut self, item: DocumentId) {
        self.state += 1;
        self.whole.insert(item);
    }

    /// Sorts the sessions and makes the timeline anew.
    pub fn refresh(&mut self) {
        self.sessions
            .sort_by(|(a, one), (b, two)| one.place().cmp(&two.place()).then_with(|| a.cmp(b)));
        self.rows.clear();
        self.rows.push(TimelineRow::NewNote);
        let mut day = None;
        for (session_id, session) in &self.sessions {
            let this = session.starts.map(|at| at.date_naive());
            if day != Some(this) {
                self.rows.push(TimelineRow::Day(this));
                day = Some(this);
            }
            self.rows.push(TimelineRow::Session(*session_id));
        }
        self.rows
            .extend((0..self.unreadable.len()).map(TimelineRow::Broken));
        self.rows.extend([
            TimelineRow::Intro,
            TimelineRow::Closing,
            TimelineRow::Inbox,
            TimelineRow::Links,
        ]);
        if !self.rows.contains(&self.selected) {
            self.selected = TimelineRow::NewNote;
        }
        let texts = self.sessions.iter().map(|(_, session)| &session.notes);
        let closing = self.event.closing.iter().map(|closing| &closing.text);
        self.words = texts
            .chain([&self.event.intro])
            .chain(closing)
            .map(|text| words(text))
            .sum();
        self.names = names::count(self);
    }
}

/// Puts the text of an editor where it is kept, unless nobody changed it: opening alone changes
/// nothing.
fn put(stored: &mut String, editor: &Editor) {
    let text = editor.text();
    if editor.revision() > 0 && body(stored) != text {
        *stored = text;
    }
}

/// A text without the line break at its end that files have.
pub fn body(text: &str) -> &str {
    text.strip_suffix('\n').unwrap_or(text)
}
