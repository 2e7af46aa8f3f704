//! One history: what happens on a simulated disk, and the judgement in the end.

use crate::acts::{Act, Writer, acts};
use crate::clock::SimClock;
use crate::disk::{Call, InPlace, Order, SimDisk};
use crate::model::Model;
use crate::program::{Program, ROOT, STATE, store};
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
use hallway::model::event::Event;
use hallway::model::session::{Session, SessionKind};
use hallway::store::clock::Clock;
use hallway::store::journal::{self, Snapshot};
use hallway::store::{Store, StoreError};
use rustix::io::Errno;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

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
    for act in acts {
        history.act(act)?;
        if history.traces {
            history.trace(act);
        }
    }
    history.end()
}

impl History {
    fn new(seed: u64, settings: &Settings) -> History {
        let clock = SimClock::new(seed);
        let order = match seed % 2 {
            0 => Order::Strict,
            _ => Order::Ordered,
        };
        let disk = SimDisk::new(order, seed, clock.clone());
        disk.make_folders(Path::new("/home")).unwrap();
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
        };
        let store = history.store();
        fill(&store);
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
        self.disk
            .before_calls(move |_: &Call<'_>| go_on(&writers, clock.monotonic()));
        let (writers, clock) = (Arc::clone(&self.writers), self.clock.clone());
        self.clock
            .on_sleep(move |time| go_on(&writers, clock.monotonic() + time));
    }

    fn store(&mut self) -> Store {
        self.next_pid += 1;
        store(&self.disk, &self.clock, self.next_pid, ROOT)
    }

    fn start(&mut self, app: usize) {
        if self.apps[app].is_none() {
            self.next_pid += 1;
            let pid = self.next_pid;
            self.apps[app] = Some(Program::start(&self.disk, &self.clock, pid, &self.settings));
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
                if let Some(program) = &mut self.apps[*app] {
                    program.wait(Duration::from_secs(*seconds));
                }
            }
            Act::Work(app) => {
                if let Some(program) = &mut self.apps[*app] {
                    program.work();
                }
            }
            Act::Answer(app) => {
                if let Some(program) = &mut self.apps[*app] {
                    program.answer();
                }
            }
            Act::Calm(app) => self.calm(*app),
            Act::Sync(app) => self.sync(*app),
            Act::Look(app) => {
                if let Some(program) = &mut self.apps[*app] {
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
            } else if file.starts_with(ROOT) {
                let mut shown = Shown::default();
                shown.text(&String::from_utf8_lossy(&bytes));
                eprintln!("  {}: {:?}", file.display(), shown.tokens);
            }
        }
    }

    /// Presses a key, and takes in what it changed on the screen.
    fn key(&mut self, app: usize, key: Key) {
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
        if sessions(program) != had {
            self.model.removed |= sessions(program) < had;
        }
        match (before, after) {
            (Some((one, before)), Some((other, after))) if one == other => {
                self.model.changed(app, &before, &after);
            }
            _ => {}
        }
    }

    /// Types a token where a text or a line has the keys.
    fn token(&mut self, app: usize) {
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
        let Some(program) = &mut self.apps[app] else {
            return;
        };
        for _ in 0..ROUNDS {
            while program.work() || program.answer() {}
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
            if self.failed || program.app.under_way() > 0 {
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
            while program.work() || program.answer() {}
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
            if self.apps[app].take().is_some() {
                self.model.lost(app);
            }
        }
        self.failed = true;
        self.model.forget_fresh();
        self.disk.crash(seed);
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

    fn end(mut self) -> Result<(), String> {
        self.disk.without_failures();
        go_on(&self.writers, Duration::MAX);
        for _ in 0..3 {
            for app in 0..2 {
                if let Some(program) = &mut self.apps[app] {
                    program.input(Input::Look);
                    program.wait(Duration::from_secs(11));
                }
                self.calm(app);
                self.check(app)?;
            }
        }
        for app in 0..2 {
            self.quit(app);
        }
        // Whatever a journal still has is brought back.
        let store = self.store();
        let recovery = store
            .recover()
            .map_err(|store_error| store_error.to_string())?;
        if let Some((id, store_error)) = recovery.waiting.first() {
            return Err(format!(
                "journal {id} cannot be brought back: {store_error}"
            ));
        }
        // One that was killed while the disk took nothing has nothing whole in it.
        if let Some(problem) = recovery.problems.first().filter(|_| !self.failed) {
            return Err(format!("journal {} cannot be read", problem.id));
        }
        let (pending, _) = store
            .pending()
            .map_err(|store_error| store_error.to_string())?;
        if let Some(one) = pending.first() {
            return Err(format!("journal {} is still there", one.id));
        }
        let found = notebook(&store)?;
        let (mut trash, mut versions) = (Shown::default(), Shown::default());
        for file in self.disk.files() {
            let into = match file.to_string_lossy() {
                name if name.starts_with(&format!("{ROOT}/trash")) => &mut trash,
                name if name.starts_with(STATE) => &mut versions,
                _ => continue,
            };
            into.text(&String::from_utf8_lossy(
                &self.disk.read(&file).unwrap_or_default(),
            ));
        }
        self.model.judge(&found, &trash, &versions)
    }

    fn others(&mut self, act: &Act) {
        match act {
            Act::Note(session) => {
                let number = self.model.token();
                let mut words = vec!["note".to_owned(), "-e".to_owned(), "fair".to_owned()];
                if let Some(name) = session.and_then(|at| self.names().get(at).cloned()) {
                    words.extend(["-s".to_owned(), name]);
                }
                words.push(token(number));
                let done = self.command(words);
                self.model.wrote(number, done);
            }
            Act::Count(by) => {
                let words = ["count", "visitors", &by.to_string(), "-e", "fair"];
                let done = self.command(words.map(str::to_owned).to_vec());
                self.model.counted("visitors", *by, done);
            }
            Act::NewSession => {
                let number = self.model.token();
                let words = ["session", &token(number), "-e", "fair"];
                let done = self.command(words.map(str::to_owned).to_vec());
                self.model.wrote(number, done);
            }
            Act::Links => {
                let number = self.model.token();
                let words = ["links", "set", &token(number), "https://x.example/"];
                let done = self.command(words.map(str::to_owned).to_vec());
                self.model.wrote(number, done);
            }
            Act::Remove(at) => {
                if let Some(name) = self.names().get(*at).cloned() {
                    self.model.removed = true;
                    self.model.uncounted = true;
                    self.command(vec!["rm".to_owned(), "fair".to_owned(), name]);
                }
            }
            Act::Append(at, writer) => {
                self.write(*at, *writer, |text, token| {
                    let (head, tail) = text.split_once("notes = '''\n")?;
                    let (notes, tail) = tail.split_once("'''")?;
                    let end = if notes.is_empty() || notes.ends_with('\n') {
                        ""
                    } else {
                        "\n"
                    };
                    Some(format!("{head}notes = '''\n{notes}{end}{token}\n'''{tail}"))
                });
            }
            Act::Room(at, writer) => {
                let wrote = self.write(*at, *writer, |text, token| {
                    let (head, tail) = text.split_once("title = ")?;
                    if text.contains("room = ") {
                        return None;
                    }
                    Some(format!("{head}room = \"{token}\"\ntitle = {tail}"))
                });
                wrote
                    .into_iter()
                    .for_each(|number| self.model.is_value(number));
            }
            Act::RemoveSettings => {
                // It may be gone already.
                let _ = self.disk.remove(&Path::new(ROOT).join("notebook.toml"));
            }
            _ => {}
        }
    }

    /// Another program changes a session's file.
    fn write(
        &mut self,
        at: usize,
        writer: Writer,
        edit: impl Fn(&str, &str) -> Option<String>,
    ) -> Option<u32> {
        let path = self.files().get(at).cloned()?;
        let number = self.model.token();
        let bytes = self.disk.read(&path).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let text = edit(&text, &token(number))?;
        let is_written = unlocked(&self.writers).iter().any(|one| one.path == path);
        if is_written {
            return None;
        }
        match writer {
            Writer::Replaces => {
                let beside = path.with_extension("beside~");
                self.write_synced(&beside, text.as_bytes());
                self.disk.rename(&beside, &path).unwrap();
                let folder = path.parent().unwrap();
                self.disk.process(1).sync_dir(folder).unwrap();
            }
            Writer::InPlace => self.write_synced(&path, text.as_bytes()),
            Writer::Slow => {
                let mut file = self.disk.open_in_place(&path).unwrap();
                file.truncate();
                unlocked(&self.writers).push(SlowWriter {
                    file,
                    path: path.clone(),
                    bytes: text.into_bytes(),
                    at: 0,
                    due: self.clock.monotonic() + Duration::from_millis(60),
                });
            }
        }
        self.model.wrote(number, true);
        Some(number)
    }

    fn write_synced(&self, path: &Path, bytes: &[u8]) {
        let mut file = self.disk.open_in_place(path).unwrap();
        file.truncate();
        file.write(bytes);
        file.sync();
    }

    /// Runs a command to its end. Returns whether it says that it did what was asked for.
    fn command(&mut self, words: Vec<String>) -> bool {
        let store = self.store();
        let words = std::iter::once("hallway".to_owned()).chain(words);
        let code = hallway::cli::run_in(store, self.clock.now(), words.map(OsString::from));
        self.disk.kill(self.next_pid);
        code == 0
    }

    fn files(&self) -> Vec<PathBuf> {
        let folder = format!("{ROOT}/events/fair/sessions");
        let files = self.disk.files().into_iter();
        let is_session = |path: &PathBuf| {
            path.starts_with(&folder)
                && path.extension().is_some_and(|ending| ending == "toml")
                && !path.file_name().unwrap().to_string_lossy().starts_with('.')
        };
        files.filter(is_session).collect()
    }

    fn names(&self) -> Vec<String> {
        let files = self.files().into_iter();
        files
            .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
            .collect()
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

/// Everything that the files of a notebook say.
fn notebook(store: &Store) -> Result<Shown, String> {
    let mut shown = Shown::default();
    for folder in store
        .event_folders()
        .map_err(|store_error| store_error.to_string())?
    {
        match store.event(&folder) {
            Ok(event) => shown.event(&event.value),
            // Making it was cut short; a list of events does not show it.
            Err(StoreError::Missing { .. }) => {}
            Err(store_error) => return Err(store_error.to_string()),
        }
        let (sessions, errors) = store.sessions(&folder);
        if let Some(store_error) = errors.first() {
            return Err(store_error.to_string());
        }
        sessions.iter().for_each(|one| shown.session(&one.value));
    }
    let book = store
        .book()
        .map_err(|store_error| store_error.to_string())?;
    shown.links(&book.value.links);
    Ok(shown)
}

/// The notebook at the beginning: an event with a talk, a booth and an empty meetup.
fn fill(store: &Store) {
    let event = Event {
        title: "Fair".to_owned(),
        intro: "The introduction.\n".to_owned(),
        ..Event::default()
    };
    store.create_event("fair", event).unwrap();
    let session = |title: &str, kind, notes: &str| Session {
        title: title.to_owned(),
        kind,
        notes: notes.to_owned(),
        ..Session::default()
    };
    let talk = session(
        "Talk",
        SessionKind::Talk,
        "First line.\nSecond line of it.\n\nThird.\n",
    );
    store.create_session("fair", "talk", talk).unwrap();
    let booth = session("Booth", SessionKind::Booth, "");
    store.create_session("fair", "booth", booth).unwrap();
    let meetup = session("Meetup", SessionKind::Meetup, "Some words.\n");
    store.create_session("fair", "meetup", meetup).unwrap();
}
