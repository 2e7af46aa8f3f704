//! An app without a terminal: keys go in, pictures come out, and what it asks of the disk is answered at once.

mod disk;

use hallway::app::effect::{Effect, Item, Outcome};
use hallway::app::input::{Bursts, Input};
use hallway::app::journal_update::JournalUpdate;
use hallway::app::key::{Key, Named};
use hallway::app::raw::Broken;
use hallway::app::settings::{Answer, Settings, ThemeName};
use hallway::app::shelf::Shelf;
use hallway::app::versions::Version;
use hallway::app::{App, World};
use hallway::model::event::Event;
use hallway::model::link::Link;
use hallway::model::session::Session;
use hallway::store::{Holder, Store};
use hallway::ui;
use hallway::ui::theme::Theme;
use hallway::worker::Worker;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;
use unicode_width::UnicodeWidthStr;

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
    pub versions: Vec<Version>,
    /// What was put aside.
    pub aside: Vec<PathBuf>,
    /// The terminal has no colours, or nobody wants them.
    pub colourless: bool,
    /// Saves fail for that reason.
    pub failing: Option<&'static str>,
    /// The disk cannot promise anything.
    pub unsure: bool,
    /// What others write in.
    pub theirs: Vec<(Item, Holder)>,
    /// What others wish this app to let go of.
    pub wished: Vec<(Item, Holder)>,
    /// What this app has claimed.
    pub ours: Vec<Item>,
    /// Folder, event and sessions of a copy that was saved elsewhere.
    pub elsewhere: Option<(std::path::PathBuf, Event, Vec<Session>)>,
    /// What the journal was told.
    pub journal: Vec<JournalUpdate>,
    /// Files that cannot be read.
    pub unreadable: Vec<Broken>,
    /// The notebook, as another program sees it.
    pub store: Store,
    worker: Worker,
    bursts: Bursts,
    _folder: tempfile::TempDir,
}

impl Stage {
    /// The sample event at a moment of its first afternoon.
    pub fn demo(width: u16, height: u16) -> Stage {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo");
        Stage::of(Store::new(root, "/nonexistent"), width, height)
    }

    /// A notebook with nothing in it.
    pub fn empty(width: u16, height: u16) -> Stage {
        Stage::of(Store::new("/nonexistent", "/nonexistent"), width, height)
    }

    /// Any notebook.
    pub fn of(store: Store, width: u16, height: u16) -> Stage {
        let folder = tempfile::tempdir().unwrap();
        let store = disk::copied(&store, folder.path());
        let mut settings = Settings::of(None).unwrap();
        settings.theme = ThemeName::Terminal;
        let now = "2026-05-15T14:05:00+01:00".parse::<chrono::DateTime<chrono::Utc>>();
        let app = App::new(World {
            settings,
            now: now.unwrap(),
            zone: Some(chrono_tz::Europe::London),
            notebook: store.settings().ok(),
            shelf: {
                let listing = store.events();
                Shelf {
                    events: listing.events,
                    troubles: listing.troubles.iter().map(Broken::of).collect(),
                    ..Shelf::default()
                }
            },
            book: store.book().ok(),
            export_folder: Some("/blog/posts".into()),
            instance: "stage".to_owned(),
        });
        let mut stage = Stage {
            app,
            event: None,
            sessions: BTreeMap::new(),
            book: store
                .book()
                .map(|book| book.value.links)
                .unwrap_or_default(),
            posts: BTreeMap::new(),
            copied: Vec::new(),
            lent: Vec::new(),
            answers: Vec::new(),
            quit: false,
            versions: Vec::new(),
            aside: Vec::new(),
            colourless: false,
            failing: None,
            unsure: false,
            theirs: Vec::new(),
            wished: Vec::new(),
            ours: Vec::new(),
            elsewhere: None,
            journal: Vec::new(),
            unreadable: Vec::new(),
            worker: Worker::new(store.clone(), |_, _| {}, Box::new(|_, _| Ok(()))),
            store,
            bursts: Bursts::default(),
            _folder: folder,
        };
        let effects = stage.app.start(None);
        stage.carry_out(effects);
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
            '\n' => Key::named(Named::Enter),
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
    pub fn elsewhere(&mut self, title: &str, change: impl FnOnce(&mut Session)) -> &mut Stage {
        let folder = self.app.desk.as_ref().unwrap().folder.clone().unwrap();
        let (sessions, _) = self.store.sessions(&folder);
        let mut all = sessions.into_iter();
        let mut file = all.find(|file| file.value.title == title).unwrap();
        change(&mut file.value);
        self.store.save(&mut file).unwrap();
        self
    }

    /// What another terminal does to the link book.
    pub fn links_elsewhere(&mut self, change: impl FnOnce(&mut Vec<Link>)) -> &mut Stage {
        let mut book = self.store.book().unwrap();
        change(&mut book.value.links);
        self.store.save(&mut book).unwrap();
        self
    }

    /// The file of something that is open.
    pub fn file(&self, item: Item) -> PathBuf {
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
        self
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Disk(job) => {
                    if let Some(outcome) = self.disk(job) {
                        self.input(Input::Done(Box::new(outcome)));
                    }
                }
                Effect::Journal(updates) => self.journal.extend(updates),
                Effect::Copy(text) => self.copied.push(text),
                Effect::Quit => self.quit = true,
                Effect::EditFile { path } => self.lent.push(path),
                Effect::Editor { .. } | Effect::Suspend => {}
            }
        }
    }

    /// A session by its title.
    pub fn session(&self, title: &str) -> &Session {
        let mut all = self.sessions.values();
        all.find(|session| session.title == title)
            .unwrap_or_else(|| panic!("no session is called {title}"))
    }

    /// The screen, row by row.
    pub fn text(&self) -> String {
        let (screen, _) = self.draw();
        let row = |y| {
            let mut row = String::new();
            let mut x = 0;
            while x < screen.area.width {
                let symbol = screen[(x, y)].symbol();
                row.push_str(symbol);
                // A wide character has the next cell, too.
                x += u16::try_from(symbol.width()).unwrap().max(1);
            }
            row.trim_end().to_owned()
        };
        let rows: Vec<String> = (0..screen.area.height).map(row).collect();
        rows.join("\n")
    }

    /// The screen with the styles of every row under it, and where the cursor is.
    pub fn picture(&self) -> String {
        let (screen, cursor) = self.draw();
        let mut styles = String::new();
        for y in 0..screen.area.height {
            let mut runs: Vec<(u16, String)> = Vec::new();
            for x in 0..screen.area.width {
                let cell = &screen[(x, y)];
                let style = words(cell.fg, cell.bg, cell.modifier);
                if runs.last().is_none_or(|(_, last)| *last != style) {
                    runs.push((x, style));
                }
            }
            let runs: Vec<String> = runs
                .into_iter()
                .filter(|(_, style)| !style.is_empty())
                .map(|(x, style)| format!("{x} {style}"))
                .collect();
            if !runs.is_empty() {
                styles.push_str(&format!("\n{y}: {}", runs.join(", ")));
            }
        }
        let cursor = cursor.map_or("hidden".to_owned(), |(x, y)| format!("{x},{y}"));
        format!("{}\ncursor: {cursor}{styles}", self.text())
    }

    fn draw(&self) -> (Buffer, Option<(u16, u16)>) {
        let theme = Theme::standard(self.app.settings.theme).unwrap();
        let theme = match self.colourless {
            true => theme.without_colours(),
            false => theme,
        };
        let mut screen = Buffer::empty(Rect::new(0, 0, self.app.size.0, self.app.size.1));
        let cursor = ui::draw(&self.app, &theme, &mut screen);
        (screen, cursor)
    }
}

fn words(fg: Color, bg: Color, modifier: Modifier) -> String {
    let mut words = Vec::new();
    if fg != Color::Reset {
        words.push(format!("{fg}").to_lowercase());
    }
    if bg != Color::Reset {
        words.push(format!("on {bg}").to_lowercase());
    }
    for (name, _) in modifier.iter_names() {
        words.push(name.to_lowercase());
    }
    words.join(" ")
}
