//! An app without a terminal: keys go in, pictures come out, and what it asks of the disk is done
//! by the real worker, at once or when a test says so.

mod clock;
mod disk;
mod picture;

use hallway::app::effect::{DocumentId, Effect, Job, Outcome};
use hallway::app::event_list::EventList;
use hallway::app::input::{Bursts, Input};
use hallway::app::journal_update::{JournalReport, JournalUpdate};
use hallway::app::key::{Key, NamedKey};
use hallway::app::settings::{Answer, Settings, ThemeName};
use hallway::app::unreadable::UnreadableFile;
use hallway::app::versions::ListedVersion;
use hallway::app::{App, AppInit};
use hallway::model::event::Event;
use hallway::model::link::Link;
use hallway::model::session::Session;
use hallway::store::{Holder, Store};
use hallway::worker::Worker;
use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// How many answers may come of one input.
const MOST_ANSWERS: usize = 100;

/// An app on a stage.
pub struct Stage {
    /// The app.
    pub app: App,
    /// What would be on disk: the event and its sessions.
    pub event: Option<Event>,
    /// The sessions by number.
    pub sessions: BTreeMap<u32, Session>,
    /// The link book as it would be on disk.
    pub book: Vec<Link>,
    /// The posts that were written, by path.
    pub posts: BTreeMap<String, String>,
    /// What was put on the clipboard.
    pub copied: Vec<String>,
    /// The files that were opened in an editor; [`Stage::closed`] closes it again.
    pub lent: Vec<PathBuf>,
    /// What is remembered for the next start.
    pub answers: Vec<Answer>,
    /// The app wants to be left.
    pub quit: bool,
    /// The earlier versions of whatever is asked about.
    pub versions: Vec<ListedVersion>,
    /// What was put aside.
    pub aside: Vec<PathBuf>,
    /// The terminal has no colours, or nobody wants them.
    pub colourless: bool,
    /// Saves fail for that reason.
    pub failing: Option<&'static str>,
    /// What can be saved nevertheless.
    pub spared: Option<DocumentId>,
    /// How often something was saved or was to be saved.
    pub saves: usize,
    /// The disk cannot promise anything.
    pub unsure: bool,
    /// What others write in.
    pub theirs: Vec<(DocumentId, Holder)>,
    /// What others wish this app to let go of.
    pub requested: Vec<(DocumentId, Holder)>,
    /// What this app has claimed.
    pub ours: Vec<DocumentId>,
    /// Folder, event and sessions of a copy that was saved elsewhere.
    pub copy: Option<(std::path::PathBuf, Event, Vec<Session>)>,
    /// What the journal was told.
    pub journal: Vec<JournalUpdate>,
    /// The journal cannot be written for that reason.
    pub no_journal: Option<&'static str>,
    /// Files that cannot be read.
    pub unreadable: Vec<UnreadableFile>,
    /// The notebook, as another program sees it.
    pub store: Store,
    worker: Worker,
    /// What the disk has still to do.
    jobs: VecDeque<Job>,
    /// What it has done and the app does not know yet.
    outcomes: VecDeque<Outcome>,
    is_held: bool,
    is_answering: bool,
    bursts: Bursts,
    _folder: Option<TempDir>,
}

impl Stage {
    /// The sample event at a moment of its first afternoon.
    pub fn demo(width: u16, height: u16) -> Stage {
        Stage::prepared(width, height, |_| {})
    }

    /// The same, with something done to its files before.
    pub fn prepared(width: u16, height: u16, prepare: impl FnOnce(&Store)) -> Stage {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo");
        let (store, folder) = disk::copied(&root);
        prepare(&store);
        let mut stage = Stage::at(&store, width, height);
        stage._folder = Some(folder);
        stage
    }

    /// A notebook with nothing in it.
    pub fn empty(width: u16, height: u16) -> Stage {
        Stage::of(Store::new("/nonexistent", "/nonexistent"), width, height)
    }

    /// A copy of any notebook.
    pub fn of(store: Store, width: u16, height: u16) -> Stage {
        let (store, folder) = disk::copied(store.root());
        let mut stage = Stage::at(&store, width, height);
        stage._folder = Some(folder);
        stage
    }

    /// Any notebook, which is written.
    pub fn at(store: &Store, width: u16, height: u16) -> Stage {
        let store = disk::impatient(store);
        let mut settings = Settings::of(None).unwrap();
        settings.theme = ThemeName::Terminal;
        let now = "2026-05-15T14:05:00+01:00".parse::<chrono::DateTime<chrono::Utc>>();
        let listing = store.events();
        let book = store.book().ok();
        let links = book.as_ref().map(|book| book.value.links.clone());
        let app = App::new(AppInit {
            settings,
            now: now.unwrap(),
            zone: Some(chrono_tz::Europe::London),
            notebook: store.settings().ok(),
            event_list: EventList {
                events: listing.events,
                unreadable: listing.errors.iter().map(UnreadableFile::of).collect(),
                ..EventList::default()
            },
            book,
            export_folder: Some("/blog/posts".into()),
            instance: "stage".to_owned(),
        });
        let mut stage = Stage {
            app,
            event: None,
            sessions: BTreeMap::new(),
            book: links.unwrap_or_default(),
            posts: BTreeMap::new(),
            copied: Vec::new(),
            lent: Vec::new(),
            answers: Vec::new(),
            quit: false,
            versions: Vec::new(),
            aside: Vec::new(),
            colourless: false,
            failing: None,
            spared: None,
            saves: 0,
            unsure: false,
            theirs: Vec::new(),
            requested: Vec::new(),
            ours: Vec::new(),
            copy: None,
            journal: Vec::new(),
            no_journal: None,
            unreadable: Vec::new(),
            worker: Worker::new(store.clone(), |_, _| {}, Box::new(|_, _| Ok(()))),
            store,
            jobs: VecDeque::new(),
            outcomes: VecDeque::new(),
            is_held: false,
            is_answering: false,
            bursts: Bursts::default(),
            _folder: None,
        };
        let effects = stage.app.start(None);
        stage.carry_out(effects);
        stage.answer();
        stage.input(Input::Resize(width, height));
        stage
    }

    /// Types a script: characters as they are, other keys as `<Enter>`, `<Alt-a>`.
    pub fn keys(&mut self, script: &str) -> &mut Stage {
        let mut rest = script;
        while let Some(c) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
            let key = match named.and_then(|(name, after)| Some((name.parse().ok()?, after))) {
                Some((key, after)) => {
                    rest = after;
                    key
                }
                None => {
                    rest = &rest[c.len_utf8()..];
                    Key::char(c)
                }
            };
            self.app.elapsed += Duration::from_millis(100);
            self.input(Input::Key(key));
        }
        self
    }

    /// Sends a text as a terminal without bracketed paste does: all its keys at once.
    pub fn flood(&mut self, text: &str) -> &mut Stage {
        let key = |c| match c {
            '\n' => Key::named(NamedKey::Enter),
            c => Key::char(c),
        };
        let keys: Vec<Key> = text.chars().map(key).collect();
        for input in self.bursts.split(&keys, self.app.elapsed) {
            self.input(input);
        }
        self
    }

    /// Lets time go by.
    pub fn wait(&mut self, seconds: u64) -> &mut Stage {
        self.app.elapsed += Duration::from_secs(seconds);
        self.input(Input::Tick);
        self
    }

    /// What another terminal does to a session.
    pub fn edit_outside(&mut self, title: &str, change: impl FnOnce(&mut Session)) -> &mut Stage {
        let folder = self.folder();
        let (sessions, _) = self.store.sessions(&folder);
        let mut all = sessions.into_iter();
        let mut file = all.find(|file| file.value.title == title).unwrap();
        change(&mut file.value);
        self.store.save(&mut file).unwrap();
        self
    }

    /// What another terminal does to the link book.
    pub fn edit_links_outside(&mut self, change: impl FnOnce(&mut Vec<Link>)) -> &mut Stage {
        let mut book = self.store.book().unwrap();
        change(&mut book.value.links);
        self.store.save(&mut book).unwrap();
        self
    }

    /// The folder of the open event.
    pub fn folder(&self) -> String {
        self.app
            .open_event
            .as_ref()
            .unwrap()
            .folder
            .clone()
            .unwrap()
    }

    /// What a session's file says now.
    pub fn on_disk(&self, title: &str) -> Session {
        let (sessions, _) = self.store.sessions(&self.folder());
        let mut all = sessions.into_iter();
        all.find(|file| file.value.title == title).unwrap().value
    }

    /// The file of a session that is open, by its title.
    pub fn file_of(&self, title: &str) -> PathBuf {
        let open_event = self.app.open_event.as_ref().unwrap();
        let mut all = open_event.sessions.iter();
        let (session_id, _) = all.find(|(_, session)| session.title == title).unwrap();
        self.file(DocumentId::Session(open_event.id, *session_id))
    }

    /// The file of something that is open.
    pub fn file(&self, item: DocumentId) -> PathBuf {
        self.app.files.loaded(item).unwrap().path().to_owned()
    }

    /// The editor on the file that was opened last is closed, in that way.
    pub fn closed(&mut self, left: Result<(), String>) -> &mut Stage {
        let path = self.lent.last().unwrap().clone();
        self.input(Input::Done(Box::new(Outcome::Closed { path, left })))
    }

    /// Hands in anything.
    pub fn input(&mut self, input: Input) -> &mut Stage {
        let effects = self.app.update(input);
        self.carry_out(effects);
        if !self.is_held {
            self.answer();
        }
        self
    }

    /// A signal ends the app: whatever is to be saved is saved.
    pub fn end(&mut self) -> &mut Stage {
        let effects = self.app.end();
        self.carry_out(effects);
        self.answer();
        self
    }

    /// From now on the disk does nothing before it is told to.
    pub fn hold(&mut self) -> &mut Stage {
        self.is_held = true;
        self
    }

    /// The disk does its next job, and the app does not hear of it yet. Whether there was one.
    pub fn work_one(&mut self) -> bool {
        let Some(job) = self.jobs.pop_front() else {
            return false;
        };
        let outcome = self.disk(job);
        self.outcomes.extend(outcome);
        true
    }

    /// The app hears of the next job that is done; if none is, the disk does one. Whether there was
    /// something to hear.
    pub fn answer_one(&mut self) -> bool {
        while self.outcomes.is_empty() && self.work_one() {}
        let Some(outcome) = self.outcomes.pop_front() else {
            return false;
        };
        self.input(Input::Done(Box::new(outcome)));
        true
    }

    /// The disk does everything that it has to do, and the app hears of it.
    pub fn answer_all(&mut self) -> &mut Stage {
        for _ in 0..MOST_ANSWERS {
            if !self.answer_one() {
                return self;
            }
        }
        panic!(
            "the app asks the disk for something again and again: {:?}",
            self.jobs
        );
    }

    /// The disk does everything at once again.
    pub fn release(&mut self) -> &mut Stage {
        self.is_held = false;
        self.answer();
        self
    }

    fn answer(&mut self) {
        if !std::mem::replace(&mut self.is_answering, true) {
            self.answer_all();
            self.is_answering = false;
        }
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Disk(job) => self.jobs.push_back(job),
                Effect::Journal(updates) => self.write_journal(updates),
                Effect::Copy(text) => self.copied.push(text),
                Effect::Quit => self.quit = true,
                Effect::EditFile { path } => self.lent.push(path),
                Effect::Editor { .. } | Effect::Suspend => {}
            }
        }
    }

    /// What the journal's writer reports is heard before anything else is done.
    fn write_journal(&mut self, updates: Vec<JournalUpdate>) {
        let report = match self.no_journal {
            Some(why) => JournalReport::NotWritten(why.to_owned()),
            None => {
                self.journal.extend(updates);
                JournalReport::Written
            }
        };
        if report != JournalReport::Written || self.app.journal.awaits_answer() {
            let effects = self.app.update(Input::Journal(report));
            self.carry_out(effects);
        }
    }

    /// A session by its title.
    pub fn session(&self, title: &str) -> &Session {
        let mut all = self.sessions.values();
        all.find(|session| session.title == title)
            .unwrap_or_else(|| panic!("no session is called {title}"))
    }
}
