//! What every verb starts from: the notebook, the clock, the config file, standard output, and the
//! event that is meant.

use super::clock;
use super::config::Config;
use super::failure::{Failure, without_number};
use super::names::{self, NamedItem};
use super::out::{self, Out};
use crate::model::event::Event;
use crate::model::link::Link;
use crate::model::notebook::Notebook;
use crate::model::session::{Session, Status};
use crate::publish::{Draft, Sources};
use crate::store::{
    Created, Document, Durable, EventEntry, Folders, Loaded, Store, StoreError, locate,
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use clap::Args;
use std::cell::{OnceCell, RefCell};
use std::path::{Path, PathBuf};

/// Options of every verb.
#[derive(Debug, Clone, Default, Args)]
pub struct Global {
    /// The notebook's folder [default: HALLWAY_NOTEBOOK, the config file, ~/.local/share/hallway]
    #[arg(long, global = true, value_name = "DIR")]
    pub notebook: Option<PathBuf>,
    /// The config file [default: ~/.config/hallway/config.toml]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Colours
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: out::Color,
}

/// What a verb works with.
pub struct CliContext {
    /// The present moment.
    pub now: DateTime<Utc>,
    /// Standard output.
    pub out: Out,
    /// The config file.
    pub config: Config,
    /// The notebook.
    pub store: Store,
    settings: OnceCell<Notebook>,
    /// What was written and is not known to be on the disk itself.
    unconfirmed: RefCell<Vec<PathBuf>>,
}

impl CliContext {
    /// Reads clock and config file and finds the notebook, which need not exist.
    pub fn new(global: &Global) -> Result<CliContext, Failure> {
        let now = clock::now()?;
        let config = Config::read(global.config.as_deref())?;
        let told = config.folder("notebook")?;
        let variable = std::env::var_os("HALLWAY_NOTEBOOK");
        let root = locate(
            global.notebook.as_deref(),
            variable.as_deref(),
            told.as_deref(),
        )?;
        let store = Store::new(root, Folders::of_system()?.state);
        store.allow_links_to(config.folders("allowed_link_folders")?);
        store.keep_hard_links(config.is_on("keep_hard_links")?);
        Ok(CliContext {
            now,
            out: Out::new(global.color),
            config,
            store,
            settings: OnceCell::new(),
            unconfirmed: RefCell::default(),
        })
    }

    /// A context without a config file, whose results nobody reads.
    pub fn of(store: Store, now: DateTime<Utc>) -> CliContext {
        CliContext {
            now,
            out: Out::nowhere(),
            config: Config::default(),
            store,
            settings: OnceCell::new(),
            unconfirmed: RefCell::default(),
        }
    }

    /// Goes on with another notebook.
    pub fn use_notebook(&mut self, store: Store) {
        self.store = store;
        self.settings = OnceCell::new();
    }

    /// Words of the command line as one text.
    pub fn words(&self, words: &[String]) -> String {
        words.join(" ").trim().to_owned()
    }

    /// The author's defaults.
    pub fn settings(&self) -> Result<&Notebook, Failure> {
        if self.settings.get().is_none() {
            let settings = self.store.settings()?.value;
            let _ = self.settings.set(settings);
        }
        self.settings
            .get()
            .ok_or_else(|| Failure::new("the notebook's settings cannot be read"))
    }

    /// The zone that the notebook names as its author's, for events without one.
    pub fn home_zone(&self) -> Result<Option<Tz>, Failure> {
        Ok(Some(
            self.settings()?
                .time_zone
                .unwrap_or_else(clock::system_zone),
        ))
    }

    /// The author's zone: the notebook's, else this system's.
    pub fn author_zone(&self) -> Result<Tz, Failure> {
        Ok(self.home_zone()?.unwrap_or(Tz::UTC))
    }

    /// The event that is meant: by name, else the one that is on today, else the last one open,
    /// else the only one.
    pub fn event(&mut self, wanted: Option<&str>) -> Result<Loaded<Event>, Failure> {
        let folder = match wanted {
            Some(wanted) => self.folder(wanted)?,
            None => self.usual_folder()?,
        };
        let event = self.store.event(&folder)?;
        if wanted.is_some() {
            self.remember_event(&folder);
        }
        Ok(event)
    }

    /// The folder of the event of that name. An event that cannot be read is still found by its
    /// folder.
    pub fn folder(&self, wanted: &str) -> Result<String, Failure> {
        let folders = self.store.event_folders()?;
        let key = wanted.trim().to_lowercase();
        if let Some(folder) = folders.iter().find(|folder| **folder == key) {
            return Ok(folder.clone());
        }
        let all = self.named_events()?;
        if all.is_empty() {
            return Err(self.no_events());
        }
        Ok(all[names::find("event", wanted, &all)?].name.clone())
    }

    /// All events by folder and, where it can be read, title.
    pub fn named_events(&self) -> Result<Vec<NamedItem>, Failure> {
        let mut listing = self.store.events().events;
        let named = |folder: String| {
            let entry = listing.iter_mut().find(|entry| entry.folder == folder);
            let title = entry.map(|entry| std::mem::take(&mut entry.title));
            NamedItem {
                name: folder,
                title: title.unwrap_or_default(),
            }
        };
        Ok(self.store.event_folders()?.into_iter().map(named).collect())
    }

    /// The folder of the event that is meant when none is named.
    pub fn usual_folder(&self) -> Result<String, Failure> {
        let folders = self.store.event_folders()?;
        match folders.as_slice() {
            [only] => return Ok(only.clone()),
            [] => return Err(self.no_events()),
            _ => {}
        }
        let listing = self.store.events();
        let home = self.home_zone()?;
        let on = |entry: &EventEntry| {
            let day = self
                .now
                .with_timezone(&entry.time_zone.or(home).unwrap_or(Tz::UTC))
                .date_naive();
            match (entry.starts, entry.ends.or(entry.starts)) {
                (Some(first), Some(last)) => first <= day && day <= last,
                _ => false,
            }
        };
        let last = self.last_event();
        let mut today: Vec<&EventEntry> = listing.events.iter().filter(|entry| on(entry)).collect();
        // Of two that are on today, the one that was used last.
        if today.len() > 1
            && let Some(at) = today
                .iter()
                .position(|entry| last.as_deref() == Some(&entry.folder))
        {
            today = vec![today[at]];
        }
        if let Some(entry) = today.first().filter(|_| today.len() == 1) {
            return Ok(entry.folder.clone());
        }
        if today.is_empty()
            && let Some(last) = last.filter(|last| folders.contains(last))
        {
            return Ok(last);
        }
        let (what, all) = match today.is_empty() {
            true => (
                "no event is on today and none was used last".to_owned(),
                listing.events.iter().collect(),
            ),
            false => (format!("{} events are on today", today.len()), today),
        };
        let names: Vec<String> = all
            .iter()
            .take(4)
            .map(|entry: &&EventEntry| format!("`{}`", entry.folder))
            .collect();
        Err(Failure::new(what).hint(format!("say which one, such as {}", names.join(" or "))))
    }

    fn no_events(&self) -> Failure {
        let failure = Failure::new(match self.store.exists() {
            true => format!(
                "the notebook {} has no event yet",
                self.store.root().display()
            ),
            false => format!(
                "there is no notebook at {} yet",
                self.store.root().display()
            ),
        });
        failure.hint("`hallway new TITLE` makes the first event; `hallway demo` shows a sample")
    }

    /// The sessions of an event in their order. Those that cannot be read are told and left out.
    pub fn sessions(&self, folder: &str) -> Result<Vec<Loaded<Session>>, Failure> {
        let (sessions, errors) = self.store.sessions(folder);
        errors.iter().for_each(out::warn);
        Ok(sessions)
    }

    /// The sessions of an event in their order, all of them or none: a post without one of them
    /// would be a wrong post.
    pub fn all_sessions(&self, folder: &str) -> Result<Vec<Loaded<Session>>, Failure> {
        let (sessions, errors) = self.store.sessions(folder);
        // What is only in a copy is no part of the post yet.
        let is_copy = |error: &StoreError| matches!(error, StoreError::Copy { .. });
        let (copies, errors): (Vec<_>, Vec<_>) = errors.into_iter().partition(is_copy);
        copies.iter().for_each(out::warn);
        match errors.into_iter().next() {
            Some(error) => Err(error.into()),
            None => Ok(sessions),
        }
    }

    /// The file name of the session that is meant. One that cannot be read is still found by its
    /// name.
    pub fn session_name(&self, folder: &str, wanted: &str) -> Result<String, Failure> {
        let names = self.store.session_names(folder)?;
        let key = wanted.trim().to_lowercase();
        if names.contains(&key) {
            return Ok(key);
        }
        let (sessions, _) = self.store.sessions(folder);
        let title = |name: &String| {
            let session = sessions.iter().find(|session| session.name == *name);
            session
                .map(|session| session.value.title.clone())
                .unwrap_or_default()
        };
        let all: Vec<NamedItem> = names
            .iter()
            .map(|name| NamedItem {
                name: name.clone(),
                title: title(name),
            })
            .collect();
        Ok(all[names::find("session", wanted, &all)?].name.clone())
    }

    /// The session of that name.
    pub fn session(&self, event: &Loaded<Event>, wanted: &str) -> Result<Loaded<Session>, Failure> {
        let name = self.session_name(&event.folder, wanted)?;
        Ok(self.store.session(&event.folder, &name)?)
    }

    /// The session that runs now; of several the one that began last.
    pub fn running(&self, event: &Loaded<Event>) -> Result<Option<Loaded<Session>>, Failure> {
        let now = self.now.fixed_offset();
        let mut sessions = self.sessions(&event.folder)?;
        sessions.retain(|session| {
            session.value.runs_at(now) && session.value.status != Status::Skipped
        });
        Ok(sessions
            .into_iter()
            .max_by_key(|session| session.value.starts))
    }

    /// Saves what was loaded, and tells what else happened to it.
    pub fn save<T: Document>(&self, loaded: &mut Loaded<T>) -> Result<(), Failure> {
        let outcome = self.store.save(loaded)?;
        self.confirm(outcome.durable, loaded.path());
        for conflict in &outcome.conflicts {
            let kept = outcome
                .backup
                .as_ref()
                .map(|path| format!("; ours is in {}", path.display()));
            out::warn(format!(
                "{}: `{}` was changed by somebody else at the same time{}",
                loaded.path().display(),
                conflict.key,
                kept.unwrap_or_default()
            ));
        }
        Ok(())
    }

    /// Takes what was made.
    pub fn made<T>(&self, made: Created<T>) -> Loaded<T> {
        self.confirm(made.durable, made.loaded.path());
        made.loaded
    }

    /// Takes that something was written.
    pub fn wrote(&self, durable: Durable, path: &Path) {
        self.confirm(durable.is_confirmed(), path);
    }

    /// The post of an event as it would be written now.
    ///
    /// # Errors
    /// When the notebook's settings or the config file cannot be read.
    pub fn draft(
        &self,
        event: Event,
        sessions: &[Session],
        book: &[Link],
    ) -> Result<Draft, Failure> {
        let sources = Sources {
            sessions,
            book,
            notebook: self.settings()?,
            now: self.now,
            zone: self.author_zone()?,
        };
        Ok(Draft::new(event, sources))
    }

    /// Takes that something was written, and whether it is known to be on the disk itself:
    /// otherwise the verb fails in the end.
    pub fn confirm(&self, durable: bool, path: &Path) {
        let mut unconfirmed = self.unconfirmed.borrow_mut();
        if !durable && !unconfirmed.iter().any(|known| known == path) {
            unconfirmed.push(path.to_owned());
        }
    }

    /// The error that something was written and is not known to be on the disk itself, if that is
    /// so.
    ///
    /// # Errors
    /// That one.
    pub fn confirmed(&self) -> Result<(), Failure> {
        let unconfirmed = self.unconfirmed.take();
        let shown: Vec<String> = unconfirmed
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        let Some(path) = unconfirmed.into_iter().next() else {
            return Ok(());
        };
        let error = StoreError::Unconfirmed { path };
        let message = "written, but the system could not confirm that it is on disk";
        Err(Failure::new(format!("{message}: {}", shown.join(", "))).hint(error.hint()))
    }

    fn last_event(&self) -> Option<String> {
        self.store.last_event()
    }

    /// Remembers the event as the last one open.
    pub fn remember_event(&self, folder: &str) {
        // A failure costs nobody a word, so it is not told.
        let _ = self.store.remember_last(folder);
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure::new(without_number(&error.to_string())).hint(error.hint())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_confirmed_is_an_error_that_names_the_files_once() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().join("n"), folder.path().join("s"));
        let context = CliContext::of(store, Utc::now());
        assert!(context.confirmed().is_ok());
        context.confirm(true, Path::new("a.toml"));
        for path in ["b.toml", "c.toml", "b.toml"] {
            context.confirm(false, Path::new(path));
        }
        let Err(Failure::Message {
            code,
            message,
            hint,
        }) = context.confirmed()
        else {
            panic!("two are not confirmed");
        };
        let said = "written, but the system could not confirm that it is on disk: b.toml, c.toml";
        assert_eq!((code, message.as_str()), (1, said));
        assert!(hint.is_some_and(|hint| hint.contains("power cut")));
        assert!(context.confirmed().is_ok());
    }
}
