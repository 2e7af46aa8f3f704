//! The state of the terminal app and everything that changes it, without a terminal.
//!
//! One keystroke: `term` hands an [`Input`](input::Input) to [`App::update`]; the keymap of the top
//! layer, or else of what has the keys, resolves it to an [`Action`](action::Action) or to text; a
//! verb of `update` changes the state and returns [`Effect`](effect::Effect)s; `ui` draws `&App`;
//! `term` carries the effects out, and what comes of them comes back as another input.
//!
//! ```text
//!  header   the event, its days and place                       words, what is unsaved, "saved 14:02"
//!  ──────────────────────┬─────────────────────────────────────────
//!  timeline              │ pane: title, time and room, then the text   (beside it, where it is wide: the preview)
//!                        │
//!  ──────────────────────┴─────────────────────────────────────────
//!  footer   the keys that work here, or a toast
//! ```

pub mod action;
pub mod booth;
pub mod conflict;
pub mod difference;
pub mod effect;
pub mod entries;
pub mod event_list;
pub mod export;
pub mod files;
pub mod find;
pub mod form;
pub mod geometry;
pub mod history;
pub mod input;
pub mod journal_update;
pub mod key;
pub mod keymap;
pub mod layer;
pub mod link_review;
pub mod links;
pub mod names;
pub mod open_event;
pub mod preview;
pub mod problems;
pub mod programme_view;
pub mod recovery;
pub mod save_state;
pub mod scan;
pub mod settings;
pub mod unreadable;
mod update;
pub mod versions;

use crate::model::link::Link;
use crate::model::notebook::Notebook;
use crate::publish::Sources;
use crate::store::Loaded;
use crate::store::index::{Counts, Index};
use crate::store::{Holder, LinkBook};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use effect::DocumentId;
use event_list::EventList;
use files::{Files, LoadedFile};
use find::Goal;
use geometry::Geometry;
use history::UndoHistory;
use journal_update::JournalState;
use keymap::KeyContext;
use layer::Layer;
use open_event::{EventId, Focus, OpenEvent, Pane};
use preview::Preview;
use problems::Problems;
use scan::EditLocks;
use settings::Settings;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// The whole state.
#[derive(Debug)]
pub struct App {
    /// What the person set.
    pub settings: Settings,
    /// The present moment.
    pub now: DateTime<Utc>,
    /// The time since the start, by a clock that never goes back.
    pub elapsed: Duration,
    /// The author's defaults.
    pub notebook: Notebook,
    /// The zone for events that have none: the author's home zone, else this computer's.
    pub home: Option<Tz>,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// Which screen is shown.
    pub screen: Screen,
    /// The notebook's events.
    pub event_list: EventList,
    /// The open event.
    pub open_event: Option<OpenEvent>,
    /// Events that were left while something of them was still to be saved.
    pub(super) leaving: Vec<OpenEvent>,
    /// The files behind what is open.
    pub files: Files,
    /// The notebook's settings as they were read last.
    pub(super) notebook_file: Option<Arc<Loaded<Notebook>>>,
    /// What the journal was told.
    pub journal: JournalState,
    /// Tells this run of the app from all others, `[a-z0-9-]`.
    instance: String,
    /// What lies over the screen, the top one last.
    pub layers: Vec<Layer>,
    /// What just happened.
    pub toast: Option<Toast>,
    /// Where everything is; nothing when the terminal is too small.
    pub geometry: Option<Geometry>,
    /// Whether and when the work was saved.
    pub saving: Saving,
    /// The post as it will read, while it is shown.
    pub preview: Preview,
    /// What the checker says about the open event.
    pub problems: Problems,
    /// The link book.
    pub book: Vec<Link>,
    /// Where posts go.
    pub export_folder: Option<PathBuf>,
    /// What the notebook says, for finding; nothing until it was read in the background.
    pub index: Index,
    /// What each event holds, by its folder, as the index has it.
    pub counts: HashMap<Arc<str>, Counts>,
    /// The programme of the open event; empty until it was read in the background.
    pub programme: programme_view::Prepared,
    /// The names that are offered where a reference is typed.
    pub offer: Option<names::Offer>,
    /// The names that were taken from an offer, the last one last.
    taken: Vec<String>,
    /// What clashed in saves and is not settled yet.
    pub conflicts: Vec<conflict::ConflictDialog>,
    /// Who writes in what, among the apps that are open.
    pub edit_locks: EditLocks,
    /// What is about to be linked, while its URL or name is asked for.
    linking: Option<names::Linking>,
    /// What to go on to once its event is open.
    goal: Option<Goal>,
    /// Until when a look around says nothing of what it finds, by [`App::elapsed`]: it was done
    /// here.
    quiet_until: Duration,
    /// When the last key was pressed, by [`App::elapsed`].
    last_key: Option<Duration>,
    /// What to do once the event that is being opened is there.
    then: Option<action::Action>,
    history: UndoHistory,
    /// Events that were deleted, the last one last.
    removals: Vec<update::Removal>,
    register: String,
    last_click: Option<(Duration, u16, u16, u8)>,
    next_event_number: u32,
}

/// What an app begins with.
#[derive(Debug)]
pub struct AppInit {
    /// What the person set.
    pub settings: Settings,
    /// The present moment.
    pub now: DateTime<Utc>,
    /// This computer's zone.
    pub zone: Option<Tz>,
    /// The author's defaults; nothing where they cannot be read.
    pub notebook: Option<Loaded<Notebook>>,
    /// The notebook's events.
    pub event_list: EventList,
    /// The link book; nothing where it cannot be read.
    pub book: Option<Loaded<LinkBook>>,
    /// Where posts go.
    pub export_folder: Option<PathBuf>,
    /// Tells this run of the app from all others, `[a-z0-9-]`.
    pub instance: String,
}

/// A screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// All events.
    Events,
    /// The open event.
    Event,
}

/// A line that says what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// The line.
    pub text: String,
    /// Whether it tells of something that went wrong; then it stays until a key is pressed.
    pub is_error: bool,
    /// When it goes, by [`App::elapsed`].
    pub until: Duration,
}

/// Whether and when the work was saved.
#[derive(Debug, Default)]
pub struct Saving {
    /// When what is unsaved will be saved, by [`App::elapsed`].
    pub due: Option<Duration>,
    /// When the last one came back.
    pub last: Option<DateTime<Utc>>,
    /// Why the last one failed.
    pub failure: Option<NotSaved>,
    /// What could not be saved and still has to be.
    pub failed: HashSet<DocumentId>,
    /// The same for the link book.
    pub book: BookState,
    /// What is in its file, and the system could not promise that it stays there when the power
    /// goes.
    pub unsure: HashSet<DocumentId>,
    /// Why the journal cannot be written.
    pub no_journal: Option<String>,
    /// Since when something is unsaved, by [`App::elapsed`].
    pub since: Option<Duration>,
    /// When the booth's file is looked at again, for counts from another terminal.
    pub watch: Duration,
}

/// What has to be saved of the link book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BookState {
    /// How often it was changed here.
    pub revision: u64,
    /// It was changed since it was saved last.
    pub dirty: bool,
}

/// Why something was not saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotSaved {
    /// In two or three words.
    pub short: String,
    /// In a sentence, with the file.
    pub why: String,
}

/// How long after a save that failed it is tried again.
const RETRY: Duration = Duration::from_secs(10);

/// How long after the last key the text is saved.
const AUTOSAVE: Duration = Duration::from_secs(2);

/// The same while there is no journal.
const AUTOSAVE_ALONE: Duration = Duration::from_millis(300);

/// How long after the first key it is saved at the latest, while typing goes on.
const AUTOSAVE_LATEST: Duration = Duration::from_secs(10);

/// How long a toast stays.
const TOAST: Duration = Duration::from_secs(4);

impl App {
    /// An app on a notebook's events, with nothing open.
    pub fn new(world: AppInit) -> App {
        let AppInit {
            settings,
            now,
            zone,
            notebook,
            event_list,
            book,
            export_folder,
            instance,
        } = world;
        let notebook_file = notebook.map(Arc::new);
        let notebook = notebook_file.as_ref().map(|file| file.value.clone());
        let notebook = notebook.unwrap_or_default();
        let mut files = Files::default();
        let links = book.as_ref().map(|book| book.value.links.clone());
        if let Some(book) = book {
            files.take(DocumentId::Book, LoadedFile::Book(Arc::new(book)));
        }
        let mut app = App {
            settings,
            now,
            elapsed: Duration::ZERO,
            home: notebook.time_zone.or(zone),
            notebook,
            size: (80, 24),
            screen: Screen::Events,
            event_list,
            open_event: None,
            leaving: Vec::new(),
            files,
            notebook_file,
            journal: JournalState::default(),
            instance,
            layers: Vec::new(),
            toast: None,
            geometry: None,
            saving: Saving::default(),
            preview: Preview::default(),
            problems: Problems::default(),
            book: links.unwrap_or_default(),
            export_folder,
            index: Index::default(),
            counts: HashMap::new(),
            programme: programme_view::Prepared::default(),
            offer: None,
            taken: Vec::new(),
            conflicts: Vec::new(),
            edit_locks: EditLocks::default(),
            linking: None,
            goal: None,
            quiet_until: Duration::ZERO,
            last_key: None,
            then: None,
            history: UndoHistory::default(),
            removals: Vec::new(),
            register: String::new(),
            last_click: None,
            next_event_number: 0,
        };
        if let Some(error) = app.settings.problems.first().cloned() {
            app.complain(error);
        }
        app
    }

    /// A number for an event that is to be opened.
    pub fn next_event_id(&mut self) -> EventId {
        self.next_event_number += 1;
        EventId(self.next_event_number)
    }

    /// An event that is open, or was left while something of it was still to be saved.
    pub(super) fn event_of(&self, id: EventId) -> Option<&OpenEvent> {
        let all = self.open_event.iter().chain(&self.leaving);
        all.into_iter().find(|open_event| open_event.id == id)
    }

    /// The same, to change it.
    pub(super) fn event_of_mut(&mut self, id: EventId) -> Option<&mut OpenEvent> {
        let mut all = self.open_event.iter_mut().chain(&mut self.leaving);
        all.find(|open_event| open_event.id == id)
    }

    /// Whether an event was deleted here and is not in the trash yet.
    pub fn is_removed(&self, folder: &str) -> bool {
        update::is_removed(self, folder)
    }

    /// How many files are being brought up to date.
    pub fn under_way(&self) -> usize {
        self.files.under_way()
    }

    /// Whose keys are pressed.
    pub fn context(&self) -> KeyContext {
        match self.layers.last() {
            Some(layer) => layer.context(),
            None => self.context_below(),
        }
    }

    /// Whose keys are pressed when no layer lies above.
    pub fn context_below(&self) -> KeyContext {
        if self.is_writing() {
            KeyContext::Typing
        } else {
            KeyContext::Lists
        }
    }

    /// Whether the keys go into a text.
    pub fn is_writing(&self) -> bool {
        self.screen == Screen::Event
            && self.open_event.as_ref().is_some_and(|open_event| {
                open_event.focus == Focus::Pane
                    && open_event.text().is_some()
                    && self.shows_notes(open_event)
            })
    }

    /// Whether the notes of the open event are on the screen when its pane has the keys.
    fn shows_notes(&self, open_event: &OpenEvent) -> bool {
        open_event.pane == Pane::Notes || self.size.0 >= geometry::WITH_PREVIEW
    }

    /// When time alone will change something, by [`App::elapsed`].
    pub fn next_due(&self) -> Option<Duration> {
        let toast = self.toast.as_ref().filter(|toast| !toast.is_error);
        // What is still to be searched is searched while no key waits.
        let searches =
            matches!(self.layers.last(), Some(Layer::Find(find)) if !find.is_done(&self.index));
        let search = searches.then_some(Duration::ZERO);
        let question = match self.layers.last() {
            Some(Layer::Deleted(gone)) if gone.calm > self.elapsed => Some(gone.calm),
            _ => None,
        };
        let watch = update::is_counting(self).then_some(self.saving.watch);
        [
            self.saving.due,
            self.problems.due,
            toast.map(|toast| toast.until),
            search,
            question,
            watch,
            update::locks_due(self),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// The zone in which moments are shown: the open event's, else the author's.
    pub fn zone(&self) -> Tz {
        self.open_event.as_ref().map_or_else(
            || self.home.unwrap_or(Tz::UTC),
            |open_event| open_event.event.zone(self.home),
        )
    }

    /// Who else writes in what is chosen, so that it is only to be read here.
    pub fn reads_only(&self) -> Option<&Holder> {
        update::reads_only(self)
    }

    /// What a post is made of, beside the open event.
    pub fn sources(&self) -> Sources<'_> {
        Sources {
            sessions: &[],
            book: &self.book,
            notebook: &self.notebook,
            now: self.now,
            zone: self.home.unwrap_or(Tz::UTC),
        }
    }

    fn say(&mut self, text: impl Into<String>) {
        self.toast = Some(Toast {
            text: text.into(),
            is_error: false,
            until: self.elapsed + TOAST,
        });
    }

    fn complain(&mut self, text: impl Into<String>) {
        self.toast = Some(Toast {
            text: text.into(),
            is_error: true,
            until: self.elapsed,
        });
    }
}
