//! The app as a process: its state, its worker, its journal and the thread that syncs it, each
//! stepped on its own.

use crate::clock::{SimClock, unpoisoned};
use crate::disk::SimDisk;
use hallway::app::effect::{DocumentId, Effect, Job, Outcome};
use hallway::app::event_list::EventList;
use hallway::app::input::Input;
use hallway::app::journal_update::JournalReport;
use hallway::app::key::Key;
use hallway::app::open_event::TextId;
use hallway::app::settings::Settings;
use hallway::app::unreadable::UnreadableFile;
use hallway::app::{App, AppInit};
use hallway::store::clock::Clock;
use hallway::store::journal::JournalText;
use hallway::store::{EditSource, OpenEdit, Store};
use hallway::worker::journal_sync::{SyncCommand, Unsynced};
use hallway::worker::journal_writer::JournalWriter;
use hallway::worker::{Worker, recover};
use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Where the state folder lies.
pub const STATE: &str = "/home/state";

/// How many steps an app makes at most to come to rest.
const STEPS: usize = 200;

/// A running app.
pub struct Program {
    /// Its process.
    pub pid: u32,
    /// Its state.
    pub app: App,
    worker: Worker,
    journal: JournalWriter<Box<dyn Fn(SyncCommand)>>,
    unsynced: Arc<Mutex<Unsynced>>,
    /// What syncing before a save reported.
    reports: Arc<Mutex<Vec<JournalReport>>>,
    /// What its disk thread has to do.
    pub jobs: VecDeque<Job>,
    /// What its disk thread has done and the loop has not heard of.
    pub answers: VecDeque<Outcome>,
    clock: SimClock,
    began: Duration,
    /// It was left.
    pub quit: bool,
    /// An editor is to be opened, with this.
    wanted: Option<(String, String, TextId)>,
    /// An editor has its terminal, with this text.
    pub editing: Option<OpenEdit>,
    /// Texts that came back and are not removed yet.
    closing: Vec<OpenEdit>,
    store: Store,
    /// Something of the journal or a save could not be written since everything was saved last.
    pub has_failed: bool,
}

/// The store of a process.
pub fn store(disk: &SimDisk, clock: &SimClock, pid: u32, root: &Path) -> Store {
    let state = Path::new(STATE);
    Store::with(root, state, disk.process(pid), Arc::new(clock.clone()))
}

impl Program {
    /// Starts the app: recovery first, as the terminal does it.
    pub fn start(
        disk: &SimDisk,
        clock: &SimClock,
        pid: u32,
        root: &Path,
        settings: &Settings,
    ) -> Program {
        let store = store(disk, clock, pid, root);
        let recovery = recover(&store);
        let listing = store.events();
        let nonce = clock.nonce();
        let mut app = App::new(AppInit {
            settings: settings.clone(),
            now: clock.now(),
            zone: None,
            notebook: store.settings().ok(),
            event_list: EventList {
                events: listing.events,
                unreadable: listing.errors.iter().map(UnreadableFile::of).collect(),
                ..EventList::default()
            },
            book: store.book().ok(),
            export_folder: None,
            instance: nonce[..8]
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
        });
        let mut worker = Worker::new(store.clone(), |_, _| {}, Box::new(|_, _| Ok(())));
        let mut later = Vec::new();
        for effect in app.start(None) {
            if let Effect::Disk(job) = effect
                && let Some(outcome) = worker.run(job)
            {
                later.extend(app.update(Input::Done(Box::new(outcome))));
            }
        }
        if let Some(recovery) = recovery {
            app.recovered(recovery);
        }
        let unsynced = Arc::new(Mutex::new(Unsynced::default()));
        let reports: Arc<Mutex<Vec<JournalReport>>> = Arc::default();
        let (first, told) = (Arc::clone(&unsynced), Arc::clone(&reports));
        worker.sync_first(Box::new(move || {
            let report = unpoisoned(&first).flush();
            unpoisoned(&told).extend(report);
        }));
        let commands = Arc::clone(&unsynced);
        let send: Box<dyn Fn(SyncCommand)> =
            Box::new(move |command| unpoisoned(&commands).take(command));
        let mut program = Program {
            pid,
            app,
            worker,
            journal: JournalWriter::new(store.clone(), send),
            wanted: None,
            editing: None,
            closing: Vec::new(),
            store,
            unsynced,
            reports,
            jobs: VecDeque::new(),
            answers: VecDeque::new(),
            clock: clock.clone(),
            began: clock.monotonic(),
            quit: false,
            has_failed: false,
        };
        program.input(Input::Resize(80, 24));
        program.carry_out(later);
        program
    }

    /// The folder of its notebook, from which that may have gone.
    pub fn root(&self) -> &Path {
        self.store.root()
    }

    /// Presses a key.
    pub fn key(&mut self, key: Key) {
        self.clock.advance(Duration::from_millis(90));
        self.input(Input::Key(key));
    }

    /// Lets time go by.
    pub fn wait(&mut self, time: Duration) {
        self.clock.advance(time);
        self.input(Input::Tick);
    }

    /// Hands something in.
    pub fn input(&mut self, input: Input) {
        self.app.now = self.clock.now();
        self.app.elapsed = self.clock.monotonic().saturating_sub(self.began);
        let effects = self.app.update(input);
        self.carry_out(effects);
    }

    /// The disk thread does its next job.
    pub fn work(&mut self) -> bool {
        let Some(job) = self.jobs.pop_front() else {
            return false;
        };
        if let Some(outcome) = self.worker.run(job) {
            self.has_failed |= outcome.is_not_saved();
            self.answers.push_back(outcome);
        }
        let reports = std::mem::take(&mut *unpoisoned(&self.reports));
        for report in reports {
            self.hear(report);
        }
        true
    }

    /// The loop hears the next answer.
    pub fn answer(&mut self) -> bool {
        let Some(outcome) = self.answers.pop_front() else {
            return false;
        };
        self.input(Input::Done(Box::new(outcome)));
        true
    }

    /// All that is to be done is done; an app that never comes to an end is left at some point.
    pub fn settle(&mut self) {
        let mut left = STEPS;
        while left > 0 && (self.work() || self.answer()) {
            left -= 1;
        }
    }

    /// The journal is brought to the disk itself. Returns whether it all was.
    pub fn sync(&mut self) -> bool {
        // One that fails is not known after a power cut.
        let editing = self.editing.as_ref();
        let is_known = editing.is_none_or(|open| self.store.sync_edit(open.path()).is_ok());
        for open in std::mem::take(&mut self.closing) {
            // One that cannot be removed is found at the next start.
            let _ = self.store.close_edit(open);
        }
        let report = unpoisoned(&self.unsynced).flush();
        report.is_none_or(|report| self.hear(report)) && is_known
    }

    /// The loop hears what became of the journal. Returns whether it is on the disk itself.
    fn hear(&mut self, report: JournalReport) -> bool {
        let synced = report == JournalReport::Synced;
        if !synced {
            self.has_failed = true;
            self.journal.begin_anew();
        }
        self.input(Input::Journal(report));
        synced
    }

    /// Gives a text to an editor where a key asked for it, as the terminal does it.
    pub fn edit(&mut self) {
        let Some((name, text, of)) = self.wanted.take() else {
            return;
        };
        // Only when all is answered the file of a new note is known.
        let mut left = STEPS;
        while left > 0 && self.app.under_way() > 0 && (self.work() || self.answer()) {
            left -= 1;
        }
        let source = self.source(of);
        match self.store.open_edit(&name, &text, &source) {
            Ok(open) => self.editing = Some(open),
            Err(error) => self.edited(Err(error.to_string())),
        }
    }

    /// The editor is closed, well or with an error.
    pub fn close_editor(&mut self, well: bool) {
        let Some(open) = self.editing.take() else {
            return;
        };
        if !well {
            let refused = self.store.refuse_edit(open);
            let why = refused.map_or_else(|error| error.to_string(), |_| "it failed".to_owned());
            self.edited(Err(why));
            return;
        }
        match self.store.edited_text(&open) {
            Ok(text) => {
                self.edited(Ok(text));
                let open_event = self.app.open_event.as_ref();
                if open_event.is_some_and(|open_event| open_event.lent.is_some()) {
                    // One that fails comes back by itself.
                    let _ = self.store.refuse_edit(open);
                } else if self.app.saving.no_journal.is_none() {
                    self.closing.push(open);
                }
            }
            Err(error) => self.edited(Err(error.to_string())),
        }
    }

    fn edited(&mut self, text: Result<String, String>) {
        self.input(Input::Done(Box::new(Outcome::Edited { text })));
        self.input(Input::Look);
    }

    fn source(&self, of: TextId) -> EditSource {
        let open_event = self.app.open_event.as_ref().unwrap();
        let (item, which) = match of {
            TextId::Notes(session_id) => (
                DocumentId::Session(open_event.id, session_id),
                JournalText::Notes,
            ),
            TextId::Intro => (DocumentId::Event(open_event.id), JournalText::Intro),
            TextId::Closing => (DocumentId::Event(open_event.id), JournalText::Closing),
        };
        let file = self.app.files.loaded(item);
        EditSource {
            file: file.map(|file| file.path().to_owned()),
            which,
            title: open_event.event.title.clone(),
        }
    }

    /// The app is left, as by a signal: everything is saved, also what stands in open lines.
    pub fn leave(&mut self) {
        let effects = self.app.end();
        self.carry_out(effects);
    }

    /// Whether anything is still to be done.
    pub fn is_busy(&self) -> bool {
        !self.jobs.is_empty() || !self.answers.is_empty() || unpoisoned(&self.unsynced).is_dirty()
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Journal(updates) => {
                    let report = match self.journal.write(updates) {
                        Ok(()) if !self.app.journal.awaits_answer() => continue,
                        Ok(()) => JournalReport::Written,
                        Err(error) => {
                            self.has_failed = true;
                            JournalReport::NotWritten(error.short().to_owned())
                        }
                    };
                    self.input(Input::Journal(report));
                }
                Effect::Disk(Job::Export { .. } | Job::Index | Job::Look { .. }) => {}
                Effect::Disk(job) => self.jobs.push_back(job),
                Effect::Quit => self.quit = true,
                Effect::Editor { name, text, of } => self.wanted = Some((name, text, of)),
                Effect::Copy(_) | Effect::EditFile { .. } | Effect::Suspend => {}
            }
        }
    }
}
