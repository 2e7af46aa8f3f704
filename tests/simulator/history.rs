//! One history: what happens on a simulated disk, and the judgement in the end.

mod begin;
mod editor;
mod ending;
mod killed;
mod others;
mod places;

use crate::acts::{Act, acts};
use crate::clock::SimClock;
use crate::disk::{Call, InPlace, Order, SimDisk};
use crate::model::Model;
use crate::program::{Program, STATE, store};
use crate::rng::Rng;
use crate::shown::{Shown, token};
use chrono::TimeDelta;
use hallway::app::Screen;
use hallway::app::input::Input;
use hallway::app::key::{Key, NamedKey};
use hallway::app::keymap::KeyContext;
use hallway::app::layer::{Layer, Purpose};
use hallway::app::save_state::SaveState;
use hallway::app::settings::Settings;
use hallway::store::Store;
use hallway::store::clock::Clock;
use hallway::store::journal::{self, Snapshot};
use killed::Doom;
use rustix::io::Errno;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

/// Where the notebook is at first.
const FIRST: &str = "/home/notebook";

/// How often at most everybody is asked whether there is anything left to do.
const ROUNDS: usize = 60;

/// A history that is under way.
struct History {
    disk: SimDisk,
    clock: SimClock,
    model: Model,
    apps: [Option<Program>; 2],
    settings: Settings,
    next_pid: u32,
    /// What happens is printed.
    traces: bool,
    /// Some call failed, or the power was cut.
    failed: bool,
    writers: Arc<Mutex<Vec<SlowWriter>>>,
    /// Who is killed in the middle of something.
    doom: Doom,
    /// The next command is killed at that changing call.
    cut: Option<usize>,
    /// Where the notebook is.
    root: PathBuf,
    /// How often it was moved or copied.
    places: usize,
    /// Files of this computer that commands read.
    files: Option<TempDir>,
}

/// A program that writes in a file in steps.
struct SlowWriter {
    file: InPlace,
    path: PathBuf,
    bytes: Vec<u8>,
    at: usize,
    due: Duration,
}

/// Runs the history of a seed.
pub fn run(seed: u64, settings: &Settings) -> Result<(), String> {
    let mut rng = Rng::new(seed);
    let acts = acts(&mut rng);
    play(seed, &acts, settings)
}

/// Plays acts; the seed decides about everything else.
pub fn play(seed: u64, acts: &[Act], settings: &Settings) -> Result<(), String> {
    let mut history = History::new(seed, settings);
    let (disk, clock) = (history.disk.clone(), history.clock.clone());
    let mut played = Ok(());
    for act in acts {
        played = history.act(act);
        if history.traces {
            history.trace(act);
        }
        if played.is_err() {
            break;
        }
    }
    let judged = played.and_then(|()| history.end());
    // These hold what they are called by.
    disk.without_hook();
    clock.on_sleep(|_| {});
    judged
}

impl History {
    fn new(seed: u64, settings: &Settings) -> History {
        let clock = SimClock::new(seed);
        let order = match seed % 2 {
            0 => Order::Strict,
            _ => Order::Ordered,
        };
        let disk = SimDisk::new(order, seed, clock.clone());
        disk.make_folders(Path::new("/home/blog")).unwrap();
        let writers: Arc<Mutex<Vec<SlowWriter>>> = Arc::default();
        let mut history = History {
            disk,
            clock,
            model: Model::default(),
            apps: [None, None],
            settings: settings.clone(),
            next_pid: 100,
            traces: std::env::var_os("HALLWAY_TRACE").is_some(),
            failed: false,
            writers,
            doom: Doom::default(),
            cut: None,
            root: PathBuf::from(FIRST),
            places: 0,
            files: None,
        };
        let store = history.store();
        begin::fill(&store);
        let journals = format!("{STATE}/journals/{}", store.id().unwrap());
        history.disk.make_folders(Path::new(&journals)).unwrap();
        history.disk.sync();
        history.begin_hooks();
        history.start(0);
        history
    }

    /// Lets slow writers go on whenever anybody calls the disk, or sleeps.
    fn begin_hooks(&self) {
        let (writers, clock) = (Arc::clone(&self.writers), self.clock.clone());
        let (doom, disk) = (self.doom.clone(), self.disk.clone());
        self.disk.before_calls(move |call: &Call<'_>| {
            go_on(&writers, clock.monotonic());
            doom.strike(call, &disk);
        });
        let (writers, clock) = (Arc::clone(&self.writers), self.clock.clone());
        self.clock
            .on_sleep(move |time| go_on(&writers, clock.monotonic() + time));
    }

    fn store(&mut self) -> Store {
        self.next_pid += 1;
        store(&self.disk, &self.clock, self.next_pid, &self.root)
    }

    fn start(&mut self, app: usize) {
        if self.apps[app].is_none() {
            self.next_pid += 1;
            let (pid, root) = (self.next_pid, &self.root);
            let program = Program::start(&self.disk, &self.clock, pid, root, &self.settings);
            self.apps[app] = Some(program);
        }
    }

    fn act(&mut self, act: &Act) -> Result<(), String> {
        match act {
            Act::Key(app, key) => self.key(*app, key.parse().unwrap_or(Key::named(NamedKey::Esc))),
            Act::Token(app) => self.token(*app),
            Act::Press(app, key) => {
                let is_booth = |one: &Program| one.app.context() == KeyContext::Booth;
                if self.apps[*app].as_ref().is_some_and(is_booth) {
                    self.key(*app, Key::char(*key));
                }
            }
            Act::Wait(app, seconds) => {
                if let Some(program) = self.free(*app) {
                    program.wait(Duration::from_secs(*seconds));
                }
            }
            Act::Work(app) => {
                if let Some(program) = &mut self.apps[*app] {
                    program.work();
                }
            }
            Act::Answer(app) => {
                if let Some(program) = self.free(*app) {
                    program.answer();
                }
            }
            Act::Calm(app) => self.calm(*app),
            Act::Sync(app) => self.sync(*app),
            Act::Look(app) => {
                if let Some(program) = self.free(*app) {
                    program.input(Input::Look);
                }
            }
            Act::Start(app) => self.start(*app),
            Act::Kill(app) => self.kill(*app),
            Act::Quit(app) => self.quit(*app),
            Act::PowerCut(seed) => self.power_cut(*seed),
            Act::Jump(hours) => self.clock.jump(TimeDelta::hours(*hours)),
            Act::Fail(n, how) => self.fail(*n, *how),
            Act::Succeed => self.disk.without_failures(),
            Act::KillIn(app, n) => self.kill_in(*app, *n),
            Act::KillStart(app, n) => self.kill_start(*app, *n),
            Act::Cut(n) => self.cut = Some(*n),
            Act::TakeOver(app) => self.take_over(*app),
            Act::Editor(app) => self.open_editor(*app),
            Act::EditorSaves(app) => self.editor_saves(*app),
            Act::EditorCloses(app, well) => self.close_editor(*app, *well),
            Act::Move => self.move_notebook(),
            Act::Copy => self.copy_notebook()?,
            other => self.others(other),
        }
        for app in 0..2 {
            self.check(app)?;
        }
        Ok(())
    }

    /// Prints what the journals say, and the sessions.
    fn trace(&self, act: &Act) {
        eprintln!("{act:?}");
        for file in self.disk.files() {
            let bytes = self.disk.read(&file).unwrap_or_default();
            if file.extension().is_some_and(|ending| ending == "journal") {
                if let Some((header, content)) = journal::play(&bytes) {
                    let words = |snapshot: &Snapshot| snapshot.words().join(" ");
                    let saving: Vec<String> = content.saving.iter().map(words).collect();
                    eprintln!(
                        "  {} of {:?}: {}\n    saving {saving:?}, replaces {:?}",
                        file.display(),
                        header.file,
                        words(&content.snapshot),
                        header.replaces
                    );
                }
            } else if file
                .extension()
                .is_some_and(|one| one == "begun" || one == "landed")
            {
                eprintln!(
                    "  {}: {:?}",
                    file.display(),
                    String::from_utf8_lossy(&bytes)
                );
            } else if file.starts_with(&self.root) {
                let mut shown = Shown::default();
                shown.text(&String::from_utf8_lossy(&bytes));
                eprintln!("  {}: {:?}", file.display(), shown.tokens);
            }
        }
    }

    /// An app, unless an editor has its terminal.
    fn free(&mut self, app: usize) -> Option<&mut Program> {
        let program = self.apps[app].as_mut();
        program.filter(|program| program.editing.is_none())
    }

    /// Has a key take over what another app has.
    fn take_over(&mut self, app: usize) {
        let key = match self.free(app).map(|program| program.app.context()) {
            Some(KeyContext::Typing) => "Alt-w",
            _ => "w",
        };
        let watches = |program: &mut Program| program.app.reads_only().is_some();
        if self.free(app).is_some_and(watches) {
            self.key(app, key.parse().unwrap());
        }
    }

    /// Presses a key, and takes in what it changed on the screen.
    fn key(&mut self, app: usize, key: Key) {
        let editing = |program: &Program| program.editing.is_some();
        if self.apps[app].as_ref().is_some_and(editing) {
            return;
        }
        let Some(program) = &mut self.apps[app] else {
            return;
        };
        // What is no URL is not taken for one; and an old text that a person takes is no fault.
        let recovers = matches!(program.app.layers.last(), Some(Layer::Recovery(_)));
        let swaps = recovers && matches!(key.text(), Some('u' | 'U'));
        // A captured line that is put into the notes stands in both.
        let folds = matches!(program.app.layers.last(), Some(Layer::Entries(_)))
            && key == Key::named(NamedKey::Enter);
        if swaps || folds || asks_url(program) && key.text().is_some() {
            return;
        }
        let before = Shown::of_app(&program.app);
        let sessions = |one: &Program| {
            one.app
                .open_event
                .as_ref()
                .map_or(0, |open_event| open_event.sessions.len())
        };
        let had = sessions(program);
        if program.app.screen == Screen::Events && matches!(key, key if key == Key::char('d')) {
            // The event goes to the trash with all that it has.
            self.model.removed = true;
            self.model.uncounted = true;
        }
        program.key(key);
        let after = Shown::of_app(&program.app);
        program.edit();
        let deletes = sessions(program) < had;
        self.model.removed |= deletes;
        match (before, after) {
            (Some((one, before)), Some((other, after))) if one == other => {
                self.model.changed(app, &before, &after);
                if deletes {
                    let alone = self.apps[1 - app].is_none();
                    self.model.deleted(app, &before, &after, alone);
                }
            }
            _ => {}
        }
    }

    /// Types a token where a text or a line has the keys.
    fn token(&mut self, app: usize) {
        if self.free(app).is_none() {
            return;
        }
        let Some(program) = &mut self.apps[app] else {
            return;
        };
        let takes = match program.app.context() {
            KeyContext::Typing => true,
            KeyContext::Line => {
                program.app.typed_now().is_some() || program.app.open_event.is_some()
            }
            _ => false,
        };
        if !takes || program.app.screen == Screen::Events {
            return;
        }
        let number = self.model.token();
        let before = Shown::of_app(&program.app);
        let captures = matches!(
            program.app.layers.last(),
            Some(Layer::Prompt(prompt)) if matches!(prompt.purpose, Purpose::Capture(..) | Purpose::Entry(..))
        );
        if program.app.context() == KeyContext::Line && !captures {
            self.model.is_value(number);
        }
        let typed = match asks_url(program) {
            true => format!("https://{}.example/", token(number)),
            false => format!("{} ", token(number)),
        };
        for c in typed.chars() {
            program.key(Key::char(c));
        }
        let after = Shown::of_app(&program.app);
        if let (Some((one, before)), Some((other, after))) = (before, after)
            && one == other
        {
            self.model.changed(app, &before, &after);
        }
    }

    fn sync(&mut self, app: usize) {
        if let Some(program) = &mut self.apps[app]
            && program.sync()
            && program.app.saving.no_journal.is_none()
            && !program.has_failed
        {
            self.model.durable(app);
        }
    }

    fn calm(&mut self, app: usize) {
        let Some(program) = self.free(app) else {
            return;
        };
        for _ in 0..ROUNDS {
            program.settle();
            if !program.is_busy() {
                break;
            }
            program.sync();
        }
        self.sync(app);
    }

    /// Ends an app as kill -9 does.
    fn kill(&mut self, app: usize) {
        if let Some(program) = self.apps[app].take() {
            self.disk.kill(program.pid);
            let was_left = program.root() != self.root;
            if self.failed || was_left || program.app.under_way() > 0 {
                // What was deleted and is not in the trash yet comes back.
                self.model.undelete();
            }
            if program.has_failed {
                // What the journal could not take is only in memory.
                self.model.lost(app);
            } else {
                self.model.durable_but_for_power(app);
            }
        }
    }

    fn quit(&mut self, app: usize) {
        let Some(program) = &mut self.apps[app] else {
            return;
        };
        program.input(Input::Tick);
        program.leave();
        for _ in 0..ROUNDS {
            program.settle();
            if !program.is_busy() {
                break;
            }
            program.sync();
        }
        self.kill(app);
    }

    fn power_cut(&mut self, seed: u64) {
        // Other programs end what they were writing, and sync it: that they lose it is not judged.
        go_on(&self.writers, Duration::MAX);
        for app in 0..2 {
            if let Some(program) = self.apps[app].take() {
                if program.app.under_way() > 0 {
                    // What was deleted and is not in the trash yet comes back.
                    self.model.undelete();
                }
                self.model.lost(app);
            }
        }
        self.failed = true;
        self.model.forget_fresh();
        self.disk.crash(seed);
        self.find_notebook();
    }

    fn fail(&mut self, n: usize, how: u8) {
        self.failed = true;
        let mut left = n;
        let error = [
            Errno::NOSPC,
            Errno::IO,
            Errno::ROFS,
            Errno::ACCESS,
            Errno::MFILE,
            Errno::NOSPC,
        ][usize::from(how) % 6];
        // Now and then a disk takes nothing for a while.
        let times = if how == 0 { 4 } else { 1 };
        let mut failed = 0;
        self.disk.fail(move |call| {
            if call.pid == 1 || !call.kind.changes() || failed == times {
                return None;
            }
            if left > 0 {
                left -= 1;
                return None;
            }
            failed += 1;
            Some(error.into())
        });
    }

    /// While the header says that all is saved, it is.
    fn check(&mut self, app: usize) -> Result<(), String> {
        let Some(program) = &self.apps[app] else {
            return Ok(());
        };
        let open_event = program.app.open_event.as_ref();
        let folder = open_event.and_then(|open_event| open_event.folder.as_deref());
        if folder.is_some_and(|folder| program.app.is_removed(folder)) {
            return Err(format!("app {app} shows an event that it deleted"));
        }
        if !matches!(program.app.save_state(), SaveState::Saved(_))
            || program.app.typed_now().is_some()
        {
            return Ok(());
        }
        let Some(open_event) = &program.app.open_event else {
            return Ok(());
        };
        for (session_id, _) in &open_event.sessions {
            let item = hallway::app::effect::DocumentId::Session(open_event.id, *session_id);
            let mut shown = Shown::default();
            shown.session(&open_event.current(*session_id).unwrap());
            let Some(file) = program.app.files.loaded(item) else {
                return Err(format!("app {app} says saved, and a session has no file"));
            };
            let mut there = Shown::default();
            let said = file.text().unwrap_or_default();
            there.text(said);
            if let Some(lost) = shown.tokens.keys().find(|token| there.count(**token) == 0) {
                return Err(format!("app {app} says saved, and token {lost} is not"));
            }
        }
        Ok(())
    }
}

/// Whether an app asks for a URL.
fn asks_url(program: &Program) -> bool {
    matches!(
        program.app.layers.last(),
        Some(Layer::Prompt(prompt)) if matches!(prompt.purpose, Purpose::LinkUrl | Purpose::Url)
    )
}

/// Slow writers do what is due.
fn go_on(writers: &Mutex<Vec<SlowWriter>>, now: Duration) {
    let mut writers = unlocked(writers);
    for writer in writers.iter_mut() {
        while writer.due <= now && writer.at < writer.bytes.len() {
            let half = (writer.bytes.len() / 2).max(1);
            let end = (writer.at + half).min(writer.bytes.len());
            writer.file.write(&writer.bytes[writer.at..end]);
            writer.file.sync();
            writer.at = end;
            writer.due += Duration::from_millis(60);
        }
    }
    writers.retain(|writer| writer.at < writer.bytes.len());
}

fn unlocked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    crate::clock::unpoisoned(mutex)
}
