//! The event that lies open: its sessions, what is selected, and the texts that are being written.

use super::effect::{Item, Opened};
use super::history::Links;
use super::names;
use super::raw::Broken;
use crate::edit::Editor;
use crate::model::event::{Closing, Event};
use crate::model::session::Session;
use crate::model::words::words;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use std::collections::{HashMap, HashSet};

/// The number of an open event, given by the app; never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DeskId(pub u32);

/// The number of a session of the open event; never used twice within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sid(pub u32);

/// A row of the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Row {
    /// Makes a new note now.
    NewNote,
    /// The heading of a day; nothing for sessions without a time.
    Day(Option<NaiveDate>),
    /// A session.
    Session(Sid),
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
pub enum Text {
    /// A session's notes.
    Notes(Sid),
    /// The introduction.
    Intro,
    /// The closing.
    Closing,
}

/// Links of the event that came with a step of writing.
#[derive(Debug, Clone)]
pub struct Tie {
    /// In which text.
    pub text: Text,
    /// The number of the step there.
    pub step: u64,
    /// What it made of the event's links.
    pub links: Links,
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
pub struct Desk {
    /// Its number.
    pub id: DeskId,
    /// Its folder, once it is on disk.
    pub folder: Option<String>,
    /// The event.
    pub event: Event,
    /// Its sessions, in the order of the post.
    pub sessions: Vec<(Sid, Session)>,
    /// Files that could not be read, each with its place.
    pub troubles: Vec<Broken>,
    /// Why nothing of it can be written, in two or three words, until something was.
    pub locked_out: Option<&'static str>,
    /// Where its post was written last from this laptop.
    pub written: Option<std::path::PathBuf>,
    /// The timeline.
    pub rows: Vec<Row>,
    /// The chosen row; never a day.
    pub selected: Row,
    /// The first row that is seen.
    pub top: usize,
    /// Which side has the keys.
    pub focus: Focus,
    /// What the pane shows.
    pub pane: Pane,
    /// The first line of the preview that is seen.
    pub preview_top: usize,
    /// The texts that were opened for writing, with their undo.
    pub editors: HashMap<Text, Editor>,
    /// The links that came with a step of writing, and go with it when it is taken back.
    pub ties: Vec<Tie>,
    /// The text that the person's own editor has, as it went out.
    pub lent: Option<(Text, String)>,
    /// The text of a session that the app made by itself, and which goes again if nothing is written.
    pub provisional: Option<Sid>,
    /// Words of notes, intro and closing.
    pub words: usize,
    /// Names that its texts refer to or that are kept for the post.
    pub names: usize,
    /// How often anything was changed.
    state: u64,
    /// How often each thing was changed, to tell what is saved.
    revisions: HashMap<Item, u64>,
    /// What has to be saved.
    pub dirty: HashSet<Item>,
    /// What somebody removed elsewhere, and is not written again before the person says so.
    pub gone: HashSet<Item>,
    /// What was changed since the journal was told.
    pub(super) changed: HashSet<Item>,
    /// What was changed otherwise than by typing since then.
    pub(super) whole: HashSet<Item>,
    next: u32,
}

impl Desk {
    /// A desk for what was found on disk.
    pub fn of(opened: &Opened) -> Desk {
        let sessions = opened.sessions.iter();
        let sessions = sessions.map(|(sid, file)| (*sid, file.value.clone()));
        let mut desk = Desk::with(opened.desk, opened.event.value.clone(), sessions.collect());
        desk.folder = Some(opened.folder.clone());
        desk.troubles.clone_from(&opened.troubles);
        desk.locked_out = opened.locked_out;
        desk.written.clone_from(&opened.written);
        desk.refresh();
        desk
    }

    /// A desk for an event that is not on disk yet.
    pub fn new(id: DeskId, event: Event) -> Desk {
        let mut desk = Desk::with(id, event, Vec::new());
        desk.refresh();
        desk
    }

    fn with(id: DeskId, event: Event, sessions: Vec<(Sid, Session)>) -> Desk {
        let next = sessions.iter().map(|(sid, _)| sid.0 + 1).max();
        Desk {
            id,
            folder: None,
            event,
            sessions,
            troubles: Vec::new(),
            locked_out: None,
            written: None,
            rows: Vec::new(),
            selected: Row::NewNote,
            top: 0,
            focus: Focus::Timeline,
            pane: Pane::Notes,
            preview_top: 0,
            editors: HashMap::new(),
            ties: Vec::new(),
            lent: None,
            provisional: None,
            words: 0,
            names: 0,
            state: 0,
            revisions: HashMap::new(),
            dirty: HashSet::new(),
            gone: HashSet::new(),
            changed: HashSet::new(),
            whole: HashSet::new(),
            next: next.unwrap_or(0),
        }
    }

    /// A number for a new session.
    pub fn next_sid(&mut self) -> Sid {
        self.next += 1;
        Sid(self.next - 1)
    }

    /// A session.
    pub fn session(&self, sid: Sid) -> Option<&Session> {
        self.sessions
            .iter()
            .find(|(found, _)| *found == sid)
            .map(|(_, session)| session)
    }

    /// A session, to change it; [`Desk::refresh`] has to follow.
    pub fn session_mut(&mut self, sid: Sid) -> Option<&mut Session> {
        self.sessions
            .iter_mut()
            .find(|(found, _)| *found == sid)
            .map(|(_, session)| session)
    }

    /// The chosen session.
    pub fn chosen(&self) -> Option<(Sid, &Session)> {
        match self.selected {
            Row::Session(sid) => self.session(sid).map(|session| (sid, session)),
            _ => None,
        }
    }

    /// The session that runs at a moment: the one that began last.
    pub fn running(&self, now: DateTime<Utc>, home: Option<Tz>) -> Option<Sid> {
        let now = self.event.local(now, home);
        self.sessions
            .iter()
            .filter(|(_, session)| session.runs_at(now))
            .max_by_key(|(_, session)| session.starts)
            .map(|(sid, _)| *sid)
    }

    /// The text that the chosen row stands for.
    pub fn text(&self) -> Option<Text> {
        match self.selected {
            Row::Session(sid) => Some(Text::Notes(sid)),
            Row::Intro => Some(Text::Intro),
            Row::Closing => Some(Text::Closing),
            Row::NewNote | Row::Day(_) | Row::Inbox | Row::Links | Row::Broken(_) => None,
        }
    }

    /// What a text says, as far as it has been taken out of its editor.
    pub fn stored(&self, text: Text) -> &str {
        match text {
            Text::Notes(sid) => self.session(sid).map_or("", |session| &session.notes),
            Text::Intro => &self.event.intro,
            Text::Closing => self.event.closing.as_ref().map_or("", |c| &c.text),
        }
    }

    /// In which file a text is kept.
    pub fn item(&self, text: Text) -> Item {
        match text {
            Text::Notes(sid) => Item::Session(self.id, sid),
            Text::Intro | Text::Closing => Item::Event(self.id),
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
    pub fn editor_of(&mut self, text: Text) -> Option<&mut Editor> {
        if let Text::Notes(sid) = text {
            self.session(sid)?;
        }
        if !self.editors.contains_key(&text) {
            let editor = Editor::new(body(self.stored(text)));
            self.editors.insert(text, editor);
        }
        self.editors.get_mut(&text)
    }

    /// A session with the text that is in its editor.
    pub fn current(&self, sid: Sid) -> Option<Session> {
        let mut session = self.session(sid)?.clone();
        if let Some(editor) = self.editors.get(&Text::Notes(sid)) {
            put(&mut session.notes, editor);
        }
        Some(session)
    }

    /// The event with the texts that are in editors.
    pub fn current_event(&self) -> Event {
        let mut event = self.event.clone();
        if let Some(editor) = self.editors.get(&Text::Intro) {
            put(&mut event.intro, editor);
        }
        if let Some(editor) = self.editors.get(&Text::Closing) {
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
    pub fn touch(&mut self, item: Item) {
        self.state += 1;
        *self.revisions.entry(item).or_default() += 1;
        self.dirty.insert(item);
        self.changed.insert(item);
    }

    /// Notes that something has to be saved that was changed otherwise than by typing.
    pub fn touch_whole(&mut self, item: Item) {
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
    pub fn revision(&self, item: Item) -> u64 {
        self.revisions.get(&item).copied().unwrap_or(0)
    }

    /// Notes that what others wrote was taken over.
    pub fn taken_over(&mut self, item: Item) {
        self.state += 1;
        self.whole.insert(item);
    }

    /// Sorts the sessions and makes the timeline anew.
    pub fn refresh(&mut self) {
        self.sessions
            .sort_by(|(a, one), (b, two)| one.place().cmp(&two.place()).then_with(|| a.cmp(b)));
        self.rows.clear();
        self.rows.push(Row::NewNote);
        let mut day = None;
        for (sid, session) in &self.sessions {
            let this = session.starts.map(|at| at.date_naive());
            if day != Some(this) {
                self.rows.push(Row::Day(this));
                day = Some(this);
            }
            self.rows.push(Row::Session(*sid));
        }
        self.rows.extend((0..self.troubles.len()).map(Row::Broken));
        self.rows
            .extend([Row::Intro, Row::Closing, Row::Inbox, Row::Links]);
        if !self.rows.contains(&self.selected) {
            self.selected = Row::NewNote;
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

/// Puts the text of an editor where it is kept, unless nobody changed it: opening alone changes nothing.
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
