//! The app, its disk and its journal together, ended at any moment: what was on the screen comes
//! back.

mod disks;

use super::Worker;
use super::journal_sync::{SyncCommand, Unsynced};
use super::journal_writer::JournalWriter;
use crate::app::effect::{DocumentId, Effect, Job, Outcome};
use crate::app::event_list::EventList;
use crate::app::input::Input;
use crate::app::journal_update::JournalReport;
use crate::app::key::{Key, NamedKey};
use crate::app::settings::Settings;
use crate::app::{App, AppInit};
use crate::model::event::{Closing, Event};
use crate::model::session::Session;
use crate::store::Store;
use crate::store::journal::Snapshot;
use proptest::prelude::*;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;
use tempfile::TempDir;

/// What the loop of `term` does, without a terminal, and with a disk that works when it is told to.
struct Rig {
    folder: TempDir,
    app: App,
    journal: JournalWriter<Box<dyn Fn(SyncCommand)>>,
    unsynced: Rc<RefCell<Unsynced>>,
    worker: Worker,
    jobs: VecDeque<Job>,
}

impl Rig {
    fn new() -> Rig {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        let event = Event {
            title: "Event".to_owned(),
            intro: "An intro.\n".to_owned(),
            ..Event::default()
        };
        store.create_event("event", event).unwrap();
        for (title, notes) in [("One", "First notes.\nTwo lines."), ("Two", "")] {
            let session = Session {
                title: title.to_owned(),
                notes: notes.to_owned(),
                ..Session::default()
            };
            let name = crate::store::slug(title);
            store.create_session("event", &name, session).unwrap();
        }
        let mut app = App::new(AppInit {
            settings: Settings::of(None).unwrap(),
            now: chrono::DateTime::UNIX_EPOCH,
            zone: None,
            notebook: store.settings().ok(),
            event_list: EventList {
                events: store.events().events,
                ..EventList::default()
            },
            book: store.book().ok(),
            export_folder: None,
            instance: "test".to_owned(),
        });
        let effects = app.start(None);
        let unsynced = Rc::new(RefCell::new(Unsynced::default()));
        let commands = Rc::clone(&unsynced);
        let send: Box<dyn Fn(SyncCommand)> =
            Box::new(move |command| commands.borrow_mut().take(command));
        let mut rig = Rig {
            folder,
            app,
            journal: JournalWriter::new(store.clone(), send),
            unsynced,
            worker: Worker::new(store, |_, _| {}, Box::new(|_, _| Ok(()))),
            jobs: VecDeque::new(),
        };
        rig.carry_out(effects);
        rig.work();
        rig.input(Input::Resize(120, 40));
        rig
    }

    fn input(&mut self, input: Input) {
        let effects = self.app.update(input);
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            // Posts would go to wherever the tests run.
            match effect {
                Effect::Disk(Job::Export { .. }) => {}
                Effect::Disk(job) => self.jobs.push_back(job),
                Effect::Journal(updates) => {
                    let report = match self.journal.write(updates) {
                        Ok(()) if !self.app.journal.awaits_answer() => continue,
                        Ok(()) => JournalReport::Written,
                        Err(error) => JournalReport::NotWritten(error.short().to_owned()),
                    };
                    self.input(Input::Journal(report));
                }
                _ => {}
            }
        }
    }

    /// What the disk of the journal reports.
    fn report(&mut self, report: JournalReport) {
        self.journal.begin_anew();
        self.input(Input::Journal(report));
    }

    fn sync(&mut self) -> Option<JournalReport> {
        self.unsynced.borrow_mut().flush()
    }

    fn key(&mut self, key: &str) {
        self.app.elapsed += Duration::from_millis(100);
        let key = key.parse().unwrap_or_else(|_| Key::named(NamedKey::Esc));
        self.input(Input::Key(key));
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            self.app.elapsed += Duration::from_millis(100);
            self.input(Input::Key(Key::char(c)));
        }
    }

    fn wait(&mut self) {
        self.app.elapsed += Duration::from_secs(3);
        self.input(Input::Tick);
    }

    /// The disk does the next job.
    fn work_once(&mut self) -> bool {
        let Some(job) = self.jobs.pop_front() else {
            return false;
        };
        if let Some(outcome) = self.worker.run(job) {
            self.done(outcome);
        }
        true
    }

    fn done(&mut self, outcome: Outcome) {
        self.input(Input::Done(Box::new(outcome)));
    }

    fn work(&mut self) {
        while self.work_once() {}
    }

    fn journals(&self) -> usize {
        let mut count = 0;
        let folder = self.folder.path().join("state/journals");
        for one in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let files = std::fs::read_dir(one.path()).unwrap().flatten();
            let is_journal =
                |path: &std::path::Path| path.extension().is_some_and(|e| e == "journal");
            count += files.filter(|file| is_journal(&file.path())).count();
        }
        count
    }

    /// Everything that the screen could show.
    fn shown(&self) -> Vec<Snapshot> {
        let event_id = self.app.open_event.as_ref().unwrap();
        let typed = self.app.typed_now();
        let of = |item, snapshot: Snapshot| match &typed {
            Some((found, typed)) if *found == item => typed.clone(),
            _ => snapshot,
        };
        let id = event_id.id;
        let event = DocumentId::Event(id);
        let mut snapshots = vec![of(event, event_id.current_event().into())];
        for (session_id, _) in &event_id.sessions {
            let item = DocumentId::Session(id, *session_id);
            snapshots.push(of(item, event_id.current(*session_id).unwrap().into()));
        }
        if let Some((item, typed)) = &typed
            && event_id.snapshot(*item).is_none()
        {
            snapshots.push(typed.clone());
        }
        snapshots
    }

    /// The program is gone from one moment to the next; another one starts.
    fn killed(self) -> (TempDir, Vec<Snapshot>, usize) {
        let shown = self.shown();
        // With the journals go their locks.
        let Rig {
            folder,
            journal,
            unsynced,
            ..
        } = self;
        drop(journal);
        drop(unsynced);
        let recovery = store(&folder).recover().unwrap();
        assert!(recovery.waiting.is_empty(), "{:?}", recovery.waiting);
        assert!(recovery.problems.is_empty(), "{:?}", recovery.problems);
        (folder, shown, recovery.back.len())
    }
}

fn store(folder: &TempDir) -> Store {
    Store::new(folder.path().join("notebook"), folder.path().join("state"))
}

/// Everything that the files say.
fn found(folder: &TempDir) -> Vec<Snapshot> {
    let store = store(folder);
    let mut snapshots = Vec::new();
    for event in store.event_folders().unwrap() {
        snapshots.push(Snapshot::from(store.event(&event).unwrap().value));
        let (sessions, errors) = store.sessions(&event);
        assert!(errors.is_empty(), "{errors:?}");
        snapshots.extend(sessions.into_iter().map(|one| Snapshot::from(one.value)));
    }
    snapshots
}

/// A file's text does not tell whether its last line was ended.
fn plain(mut snapshot: Snapshot) -> Snapshot {
    let end = |text: &mut String| {
        let length = text.trim_end_matches('\n').len();
        text.truncate(length);
    };
    match &mut snapshot {
        Snapshot::Session(session) => end(&mut session.notes),
        Snapshot::Event(event) => {
            end(&mut event.intro);
            if let Some(closing) = &mut event.closing {
                end(&mut closing.text);
            }
            // One that was begun and emptied again says nothing.
            event.closing = event
                .closing
                .take()
                .filter(|one| *one != Closing::begun(""));
        }
        Snapshot::Book(_) => {}
    }
    snapshot
}

fn assert_all_there(folder: &TempDir, shown: Vec<Snapshot>) {
    let mut found: Vec<Snapshot> = found(folder).into_iter().map(plain).collect();
    for snapshot in shown.into_iter().map(plain) {
        match found.iter().position(|one| *one == snapshot) {
            Some(at) => {
                found.remove(at);
            }
            None => panic!("lost:\n{}\nfound:\n{found:#?}", snapshot.toml()),
        }
    }
}

#[test]
fn a_journal_begins_with_the_first_key_and_goes_with_the_save() {
    let mut rig = Rig::new();
    assert_eq!(rig.journals(), 0);
    rig.key("j");
    rig.key("Enter");
    assert_eq!(rig.journals(), 0);
    rig.text("abc");
    assert_eq!(rig.journals(), 1);
    rig.wait();
    rig.work();
    rig.sync();
    assert_eq!(rig.journals(), 0);
}

#[test]
fn what_is_typed_while_a_save_is_under_way_goes_on_from_what_was_saved() {
    let mut rig = Rig::new();
    rig.key("j");
    rig.key("Enter");
    rig.text("abc");
    rig.wait();
    rig.text("def");
    rig.work();
    let (folder, shown, back) = rig.killed();
    assert_eq!(back, 1);
    assert_all_there(&folder, shown);
}

#[test]
fn a_save_while_a_line_is_open_is_known_again() {
    let mut rig = Rig::new();
    rig.key("j");
    rig.key("Enter");
    rig.text("a");
    rig.key("Alt-a");
    rig.text("b");
    rig.wait();
    let saves: Vec<Job> = rig.jobs.drain(..).collect();
    rig.key("Enter");
    rig.text("c");
    // The file says "a" when the program is killed, and the journal knows that it was its own.
    for job in saves {
        rig.worker.run(job);
    }
    let (folder, shown, _) = rig.killed();
    assert_all_there(&folder, shown);
}

#[test]
fn a_long_journal_is_begun_anew() {
    let mut rig = Rig::new();
    rig.key("j");
    rig.key("Enter");
    let paste = "x".repeat(100_000);
    for _ in 0..30 {
        rig.input(Input::Paste(paste.clone()));
        rig.key("Ctrl-Z");
    }
    // Many changes of fields, too.
    rig.key("Esc");
    for _ in 0..40 {
        rig.key("s");
    }
    rig.key("Enter");
    rig.sync();
    assert_eq!(rig.journals(), 1);
    let folder = rig.folder.path().join("state/journals");
    let mut size = 0;
    for one in std::fs::read_dir(folder).unwrap().flatten() {
        for file in std::fs::read_dir(one.path()).unwrap().flatten() {
            size += file.metadata().unwrap().len();
        }
    }
    assert!(size < 2_000_000, "{size}");
    rig.text("the end");
    let (folder, shown, _) = rig.killed();
    assert_all_there(&folder, shown);
}

/// What a person does, and what the disk and the clock do meanwhile.
#[derive(Debug, Clone)]
enum Act {
    Key(&'static str),
    Text(String),
    Wait,
    Disk,
}

fn act() -> impl Strategy<Value = Act> {
    const KEYS: &[&str] = &[
        "Enter",
        "Enter",
        "Esc",
        "Esc",
        "j",
        "k",
        "g",
        "G",
        "u",
        "U",
        "s",
        "t",
        "o",
        "d",
        "n",
        "r",
        "a",
        "I",
        "C",
        "K",
        "J",
        "b",
        "v",
        "f",
        "F",
        "i",
        "Tab",
        "Down",
        "Up",
        "Alt-a",
        "Alt-n",
        "Ctrl-Z",
        "Ctrl-Y",
        "Backspace",
        "Ctrl-W",
        "Ctrl-U",
        "Home",
        "Ctrl-S",
        "Ctrl-Home",
        "Ctrl-End",
        "Ctrl-A",
        "Delete",
        "E",
    ];
    prop_oneof![
        4 => proptest::sample::select(KEYS).prop_map(Act::Key),
        4 => "[a-z \u{e4}\u{1f980}]{1,6}".prop_map(Act::Text),
        1 => Just(Act::Wait),
        3 => Just(Act::Disk),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn killed_at_any_moment_nothing_that_was_shown_is_lost(acts in proptest::collection::vec(act(), 1..60), late in 0..4usize) {
        let mut rig = Rig::new();
        for act in acts {
            match act {
                Act::Key(key) => rig.key(key),
                Act::Text(text) => rig.text(&text),
                Act::Wait => rig.wait(),
                Act::Disk => {
                    rig.work_once();
                }
            }
            if rig.app.open_event.is_none() {
                return Ok(());
            }
        }
        // What the disk still did, and nobody heard of any more.
        for job in rig.jobs.drain(..).take(late) {
            rig.worker.run(job);
        }
        let (folder, shown, _) = rig.killed();
        assert_all_there(&folder, shown);
    }
}
