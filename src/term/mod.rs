//! The terminal: the only place that runs effects.
//!
//! Promises: the terminal is as it was after leaving, also after a panic or a signal; everything
//! that is read at once is taken in before one frame is drawn; nothing wakes up while nothing
//! happens, but for a tick a minute and what is due; a save never holds up a key.
//!
//! Threads: this one has the state and draws; one reads the terminal; one waits for signals; one
//! does what is to be done on disk, in order; one keeps the index up to date; one brings the
//! journal to the disk itself. Where the terminal takes nothing, one more waits for it.

mod disk;
pub mod editor;
mod error;
mod events;
mod guard;
#[cfg(unix)]
mod input_thread;
#[cfg(not(unix))]
#[path = "input_thread_portable.rs"]
mod input_thread;
#[cfg(unix)]
mod job;
mod log;
mod output;
#[cfg(unix)]
pub mod parser;
pub mod signals;
mod suspend;
mod themes;
#[cfg(unix)]
mod tty;
#[cfg(not(unix))]
#[path = "tty_portable.rs"]
mod tty;

use crate::app::effect::{Effect, Job, Outcome};
use crate::app::event_list::EventList;
use crate::app::input::{Bursts, Input};
use crate::app::journal_update::{JournalReport, JournalUpdate};
use crate::app::settings::Settings;
use crate::app::unreadable::UnreadableFile;
use crate::app::{App, AppInit};
use crate::store::disk::handles;
use crate::store::{LinkBook, Loaded, Store};
use crate::ui;
use crate::worker::journal_sync::{JournalSync, SyncCommand};
use crate::worker::journal_writer::JournalWriter;
use crate::worker::{self, Worker};
use chrono::{DateTime, Timelike, Utc};
use chrono_tz::Tz;
pub use error::TermError;
use guard::Guard;
use input_thread::InputThread;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};
use themes::Themes;

/// What the app is opened with.
pub struct StartOptions {
    /// The notebook.
    pub store: Store,
    /// Name and content of the config file, if there is one.
    pub config: Option<(String, String)>,
    /// This computer's zone.
    pub zone: Tz,
    /// The present moment, which may be a rehearsal's.
    pub now: DateTime<Utc>,
    /// The folder of the event to open; else the one that is on, else the newest.
    pub folder: Option<String>,
    /// Where posts go, if that was said; or what is wrong with how it was said.
    pub export_folder: Result<Option<PathBuf>, String>,
    /// Remembers an event as the last one open.
    pub remember: fn(&Store, &str),
    /// Keeps an answer for the next start.
    pub keep: worker::Keep,
}

/// Something that wakes the loop up.
enum Wake {
    /// What was read from the terminal at once, and when.
    Read(Vec<ratatui::crossterm::event::Event>, Instant),
    /// Something was changed in the notebook's folders.
    Outside,
    /// An effect is done.
    Done(Outcome),
    /// The journal cannot be brought to the disk, or can again.
    Journal(JournalReport),
    /// The terminal has taken what was left of the last frame.
    Written,
    /// A signal.
    Signal(i32),
    /// The terminal is gone.
    Hangup,
    /// One of the threads has ended by a mistake.
    Broken,
}

/// How long a signal to end waits for the disk.
const LAST_SAVE: Duration = Duration::from_millis(700);

/// How long the end waits until the journal is on the disk itself.
const LAST_FLUSH: Duration = Duration::from_millis(200);

/// How long a save waits until the journal is on the disk itself.
const FIRST_FLUSH: Duration = Duration::from_secs(10);

/// Opens the app and stays until it is left.
///
/// # Errors
/// When there is no terminal, or it goes wrong.
pub fn run(start: StartOptions) -> Result<(), TermError> {
    let dumb = std::env::var("TERM").ok().filter(|term| term == "dumb");
    if let Some(term) = dumb {
        return Err(TermError::Dumb(term));
    }
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(TermError::NoTerminal);
    }
    handles::prepare();
    let unsound = |error: &dyn std::fmt::Display| TermError::Unsound(error.to_string());
    let config = start.config.as_ref();
    let config = config.map(|(file, text)| (file.as_str(), text.as_str()));
    log::start(&start.store);
    let log = start.store.log_path();
    let recovery = worker::recover(&start.store);
    // A long notebook is read while the keys and the looks are made ready.
    let (listing, ready) = thread::scope(|scope| {
        let listing = scope.spawn(|| start.store.events());
        let ready = Settings::of(config)
            .map_err(|error| unsound(&error))
            .and_then(|settings| {
                let themes = Themes::of(config).map_err(|error| unsound(&error))?;
                Ok((settings, themes))
            });
        let listing = listing.join();
        (
            listing.unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            ready,
        )
    });
    let (mut settings, (themes, store_errors)) = ready?;
    settings.problems.extend(store_errors);
    let export_folder = start.export_folder.unwrap_or_else(|store_error| {
        settings.problems.push(store_error);
        None
    });

    let event_list = EventList {
        events: listing.events,
        unreadable: listing.errors.iter().map(UnreadableFile::of).collect(),
        ..EventList::default()
    };
    let book = read_book(&start.store, &mut settings.problems);
    let nonce = start.store.clock().nonce();
    let mut app = App::new(AppInit {
        settings,
        now: start.now,
        zone: Some(start.zone),
        notebook: start.store.settings().ok(),
        event_list,
        book,
        export_folder,
        instance: nonce[..8]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect(),
    });
    let store = start.store.clone();
    let mut worker = Worker::new(start.store, start.remember, start.keep);
    // The first frame shows the event, so it is read before there is one.
    let mut later = Vec::new();
    for effect in app.start(start.folder.as_deref()) {
        if let Effect::Disk(job) = effect
            && let Some(outcome) = worker.run(job)
        {
            later.extend(app.update(Input::Done(Box::new(outcome))));
        }
    }

    if let Some(recovery) = recovery {
        app.recovered(recovery);
    }
    let (wake, woken) = channel();
    let (jobs, queue) = channel();
    let teller = wake.clone();
    let sync = Arc::new(JournalSync::start(move |report| {
        // Nobody hears it when the loop is over.
        let _ = teller.send(Wake::Journal(report));
    }));
    let first = Arc::clone(&sync);
    worker.sync_first(Box::new(move || first.finish(FIRST_FLUSH)));
    let commands = Arc::clone(&sync);
    let send: Box<dyn Fn(SyncCommand)> = Box::new(move |command| commands.command(command));
    let journal = JournalWriter::new(store.clone(), send);
    let guard = Guard::enter(wake.clone())?;
    let size = ratatui::crossterm::terminal::size()?;
    app.update(Input::Resize(size.0, size.1));
    signals::watch(wake.clone())?;
    let input_thread = InputThread::start(wake.clone(), app.settings.escape_timeout)?;
    disk::work(worker, queue, wake);
    let mut session = Loop {
        app,
        themes,
        guard,
        jobs,
        woken,
        bursts: Bursts::default(),
        began: Instant::now(),
        ahead: start.now - Utc::now(),
        leaving: None,
        store,
        input_thread,
        journal,
        sync,
        broken: false,
    };
    // What the first frame does not need.
    session.save(later);
    let left = session.run();
    if left.is_err() {
        // The terminal is gone; what was typed is not.
        session.end();
        session.wait_for_disk();
    }
    session.sync.finish(LAST_FLUSH);
    log::goodbye(&session.app);
    match session.broken {
        true => Err(TermError::Broken(log::farewell(
            "in one of its threads",
            &log,
        ))),
        false => left,
    }
}

/// Reads the link book; one that cannot be read is told, and stays as it is.
fn read_book(store: &Store, store_errors: &mut Vec<String>) -> Option<Loaded<LinkBook>> {
    let tell = |store_error| format!("The link book is left out and stays as it is: {store_error}");
    let book = store
        .book()
        .map_err(|store_error| store_errors.push(tell(store_error)));
    book.ok()
}

/// The loop and what it holds.
struct Loop {
    app: App,
    themes: Themes,
    // It ends before the terminal is given back.
    input_thread: InputThread,
    guard: Guard,
    jobs: Sender<Job>,
    woken: Receiver<Wake>,
    bursts: Bursts,
    began: Instant,
    /// How far the clock of a rehearsal is ahead.
    ahead: chrono::TimeDelta,
    /// When to leave at the latest; without a time, when everything is saved.
    leaving: Option<Option<Instant>>,
    store: Store,
    journal: JournalWriter<Box<dyn Fn(SyncCommand)>>,
    sync: Arc<JournalSync>,
    /// A thread has ended by a mistake.
    broken: bool,
}

impl Loop {
    fn run(&mut self) -> Result<(), TermError> {
        loop {
            self.tell_time();
            if let Some(latest) = self.leaving {
                let saved = self.app.under_way() == 0;
                if saved || latest.is_some_and(|latest| latest <= Instant::now()) {
                    return Ok(());
                }
            }
            if self.draw().is_err() {
                self.end();
            }
            let first = match self.woken.recv_timeout(self.patience()) {
                Ok(wake) => Some(wake),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            };
            self.tell_time();
            self.update(Input::Tick)?;
            let more: Vec<Wake> = self.woken.try_iter().collect();
            for wake in first.into_iter().chain(more) {
                self.take(wake)?;
            }
        }
    }

    /// How long nothing has to be done unless something happens.
    fn patience(&self) -> Duration {
        let seconds = 60 - u64::from(self.app.now.second().min(59));
        let mut wait = Duration::from_secs(seconds);
        if let Some(due) = self.app.next_due() {
            wait = wait.min(due.saturating_sub(self.began.elapsed()));
        }
        if let Some(Some(latest)) = self.leaving {
            wait = wait.min(latest.saturating_duration_since(Instant::now()));
        }
        wait
    }

    fn tell_time(&mut self) {
        self.app.now = Utc::now() + self.ahead;
        self.app.elapsed = self.began.elapsed();
    }

    fn take(&mut self, wake: Wake) -> Result<(), TermError> {
        match wake {
            Wake::Read(events, at) => {
                let at = at.saturating_duration_since(self.began);
                for input in events::inputs(events, at, &mut self.bursts) {
                    self.update(input)?;
                }
            }
            Wake::Done(outcome) => {
                if outcome.is_not_saved() && self.leaving == Some(None) {
                    // Whoever meant to leave has to know; leaving once more leaves.
                    self.leaving = None;
                }
                self.update(Input::Done(Box::new(outcome)))?;
            }
            Wake::Journal(report) => {
                if matches!(report, JournalReport::NotSynced { .. }) {
                    self.journal.begin_anew();
                }
                self.update(Input::Journal(report))?;
            }
            Wake::Outside => self.update(Input::Look)?,
            // The next frame is drawn in any case.
            Wake::Written => {}
            Wake::Hangup => self.end(),
            Wake::Broken => {
                self.broken = true;
                self.end();
            }
            Wake::Signal(signal) => match signals::meaning(signal) {
                signals::Meaning::End => self.end(),
                signals::Meaning::Stop => self.suspend()?,
                signals::Meaning::Continue => self.enter_again()?,
                signals::Meaning::Resize => self.resized()?,
            },
        }
        Ok(())
    }

    fn update(&mut self, input: Input) -> Result<(), TermError> {
        let effects = self.app.update(input);
        self.carry_out(effects)
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> Result<(), TermError> {
        for effect in effects {
            match effect {
                Effect::Journal(updates) => self.write_journal(updates),
                Effect::Disk(job) => self.send(job),
                Effect::Copy(text) => self.guard.copy(&text)?,
                Effect::Suspend => self.suspend()?,
                Effect::Editor { name, text, of } => self.edit_text(&name, &text, of)?,
                Effect::EditFile { path } => {
                    let left = self.lend_terminal(|_| suspend::edit_file(&path))?;
                    self.update(Input::Done(Box::new(Outcome::Closed { path, left })))?;
                    self.update(Input::Look)?;
                }
                Effect::Quit => {
                    let insists = self.app.saving.failure.is_some();
                    let latest = insists.then(|| Instant::now() + LAST_SAVE);
                    self.leaving = Some(latest);
                }
            }
        }
        Ok(())
    }

    /// Writes the journal; what it could not take is told once more before anything else is done.
    fn write_journal(&mut self, updates: Vec<JournalUpdate>) {
        let mut updates = Some(updates);
        while let Some(now) = updates.take() {
            let report = match self.journal.write(now) {
                Ok(()) if !self.app.journal.awaits_answer() => return,
                Ok(()) => JournalReport::Written,
                Err(store_error) => JournalReport::NotWritten(store_error.short().to_owned()),
            };
            for effect in self.app.update(Input::Journal(report)) {
                match effect {
                    Effect::Journal(again) => updates = Some(again),
                    Effect::Disk(job) => self.send(job),
                    // Nothing else comes of a report.
                    _ => {}
                }
            }
        }
    }

    fn send(&mut self, job: Job) {
        // The disk's thread ends after this one.
        let _ = self.jobs.send(job);
    }

    /// Saves and leaves, whatever the disk says.
    fn end(&mut self) {
        if matches!(self.leaving, Some(Some(_))) {
            return;
        }
        self.leaving = Some(Some(Instant::now() + LAST_SAVE));
        let effects = self.app.end();
        self.save(effects);
    }

    /// Does what is to be done on disk, and nothing else.
    fn save(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Journal(updates) => self.write_journal(updates),
                Effect::Disk(job) => self.send(job),
                _ => {}
            }
        }
    }

    fn draw(&mut self) -> io::Result<()> {
        let theme = self.themes.theme(self.app.settings.theme);
        let app = &self.app;
        self.guard.draw(|frame| {
            let cursor = ui::draw(app, theme, frame.buffer_mut());
            if let Some(cursor) = cursor {
                frame.set_cursor_position(cursor);
            }
        })
    }
}
