//! The app as a process: its state, its worker, its journal and the thread that syncs it, each
//! stepped on its own.

use crate::clock::SimClock;
use crate::disk::SimDisk;
use hallway::app::effect::{Effect, Job, Outcome};
use hallway::app::event_list::EventList;
use hallway::app::input::Input;
use hallway::app::journal_update::JournalReport;
use hallway::app::key::Key;
use hallway::app::settings::Settings;
use hallway::app::unreadable::UnreadableFile;
use hallway::app::{App, AppInit};
use hallway::store::Store;
use hallway::store::clock::Clock;
use hallway::worker::journal_sync::{SyncCommand, Unsynced};
use hallway::worker::journal_writer::JournalWriter;
use hallway::worker::{Worker, recover};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// Where the notebook lies on the simulated disk.
pub const ROOT: &str = "/home/notebook";
/// Where the state folder lies.
pub const STATE: &str = "/home/state";

/// A running app.
pub struct Program {
    /// Its process.
    pub pid: u32,
    /// Its state.
    pub app: App,
    worker: Worker,
    journal: JournalWriter<Box<dyn Fn(SyncCommand)>>,
    unsynced: Rc<RefCell<Unsynced>>,
    /// What its disk thread has to do.
    pub jobs: VecDeque<Job>,
    /// What its disk thread has done and the loop has not heard of.
    pub answers: VecDeque<Outcome>,
    clock: SimClock,
    began: Duration,
    /// It was left.
    pub quit: bool,
    /// Something of the journal or a save could not be written since everything was saved last.
    pub has_failed: bool,
}

/// The store of a process.
pub fn store(disk: &SimDisk, clock: &SimClock, pid: u32, root: &str) -> Store {
    let state = Path::new(STATE);
    Store::with(root, state, disk.process(pid), Arc::new(clock.clone()))
}

impl Program {
    /// Starts the app: recovery first, as the terminal does it.
    pub fn start(disk: &SimDisk, clock: &SimClock, pid: u32, settings: &Settings) -> Program {
        let store = store(disk, clock, pid, ROOT);
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
        let unsynced = Rc::new(RefCell::new(Unsynced::default()));
        let commands = Rc::clone(&unsynced);
        let send: Box<dyn Fn(SyncCommand)> =
            Box::new(move |command| commands.borrow_mut().take(command));
        let mut program = Program {
            pid,
            app,
            worker,
            journal: JournalWriter::new(store, send),
            unsynced,
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

    /// The journal is brought to the disk itself. Returns whether it all was.
    pub fn sync(&mut self) -> bool {
        let report = self.unsynced.borrow_mut().flush();
        let Some(report) = report else {
            return true;
        };
        let synced = report == JournalReport::Synced;
        if !synced {
            self.has_failed = true;
            self.journal.begin_anew();
        }
        self.input(Input::Journal(report));
        synced
    }

    /// The app is left, as by a signal: everything is saved, also what stands in open lines.
    pub fn leave(&mut self) {
        let effects = self.app.end();
        self.carry_out(effects);
    }

    /// Whether anything is still to be done.
    pub fn is_busy(&self) -> bool {
        !self.jobs.is_empty() || !self.answers.is_empty() || self.unsynced.borrow().is_dirty()
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
                Effect::Copy(_)
                | Effect::Editor { .. }
                | Effect::EditFile { .. }
                | Effect::Suspend => {}
            }
        }
    }
}
