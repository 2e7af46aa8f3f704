//! Bringing back what a journal says.

use super::Paper;
use super::codec::Header;
use super::find::{Pending, Problem};
use crate::store::document::{Document, Loaded};
use crate::store::parse::Text;
use crate::store::snapshot::{Snapshot, Why};
use crate::store::{Store, Stray, Trouble, hash, slug};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What was brought back, and what could not be.
#[derive(Debug, Default)]
pub struct Recovery {
    /// What was brought back, oldest first.
    pub back: Vec<Recovered>,
    /// Journals that stay, because their file cannot be written or read now, with the reason.
    pub waiting: Vec<(String, Trouble)>,
    /// Journals that nothing can be read from.
    pub problems: Vec<Problem>,
    /// Texts that killed saves left beside their files, and that are nowhere else. They are looked for where there were journals;
    /// [`Store::strays`] does it in any case.
    pub strays: Vec<Stray>,
}

/// A journal whose text is in its file again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// What the journal was called.
    pub id: String,
    /// The file that has the text now.
    pub file: PathBuf,
    /// The event's folder.
    pub folder: String,
    /// The session's title, else the event's.
    pub title: String,
    /// When it was typed last, in milliseconds since 1970.
    pub at: i64,
    /// How many words the file did not have.
    pub words: usize,
    /// The file had changed meanwhile, and both versions were merged.
    pub merged: bool,
    /// What the file said before; nothing when it was not there.
    pub old: Option<Snapshot>,
}

impl Store {
    /// Brings back all journals of this notebook that nobody is writing. A journal goes when its text is on disk in its file; what the file said is
    /// put aside before. What killed saves left beside files is brought to safety and told.
    ///
    /// # Errors
    /// When the state folder cannot be read.
    pub fn recover(&self) -> Result<Recovery, Trouble> {
        let (pending, problems) = self.pending()?;
        let mut recovery = Recovery {
            problems,
            ..Recovery::default()
        };
        for one in &pending {
            match self.recover_one(one) {
                Ok(back) => recovery.back.push(back),
                Err(trouble) => recovery.waiting.push((one.id.clone(), trouble)),
            }
        }
        // Only now, since most of what a killed save left is in its journal, too. Without a journal there is time for that after the first frame.
        if !pending.is_empty() {
            recovery.strays = self.strays(&pending)?;
        }
        Ok(recovery)
    }

    /// Brings back one journal.
    ///
    /// # Errors
    /// When its file cannot be read or written; then the journal stays, and the file is as it was.
    pub fn recover_one(&self, pending: &Pending) -> Result<Recovered, Trouble> {
        let now = self.paper_of(&pending.header);
        let words = pending.new_words(now.as_ref());
        let (file, folder, old, merged) = match pending.content.paper.clone() {
            Paper::Session(session) => self.bring_session(pending, *session)?,
            Paper::Event(event) => self.bring_event(pending, *event)?,
        };
        pending.remove();
        Ok(Recovered {
            id: pending.id.clone(),
            file,
            folder,
            title: pending.content.paper.title().to_owned(),
            at: pending.content.at,
            words,
            merged,
            old,
        })
    }

    fn bring_session(
        &self,
        pending: &Pending,
        session: crate::model::session::Session,
    ) -> Result<(PathBuf, String, Option<Snapshot>, bool), Trouble> {
        let Some((folder, Some(name))) = pending.header.place() else {
            let folder = self.folder_for(&pending.header)?;
            let made = self.create_session(&folder, &named(&session.title, "session"), session)?;
            return Ok((made.path, folder, None, false));
        };
        match self.session(folder, name) {
            Ok(loaded) => self.bring(pending, loaded, session),
            Err(Trouble::Missing { .. }) => {
                let folder = self.folder_for(&pending.header)?;
                let made = self.create_session(&folder, &named(name, "session"), session)?;
                Ok((made.path, folder, None, false))
            }
            Err(trouble) => Err(trouble),
        }
    }

    fn bring_event(
        &self,
        pending: &Pending,
        event: crate::model::event::Event,
    ) -> Result<(PathBuf, String, Option<Snapshot>, bool), Trouble> {
        let folder = pending.header.place().map(|(folder, _)| folder.to_owned());
        let loaded = folder.as_deref().map(|folder| self.event(folder));
        match loaded {
            Some(Ok(loaded)) => self.bring(pending, loaded, event),
            None | Some(Err(Trouble::Missing { .. })) => {
                let name = folder.unwrap_or_else(|| event.title.clone());
                let made = self.create_event(&named(&name, "event"), event)?;
                Ok((made.path, made.folder, None, false))
            }
            Some(Err(trouble)) => Err(trouble),
        }
    }

    /// Puts what a journal says into its file, with what the file got meanwhile.
    fn bring<T: Document>(
        &self,
        pending: &Pending,
        mut loaded: Loaded<T>,
        ours: T,
    ) -> Result<(PathBuf, String, Option<Snapshot>, bool), Trouble> {
        let theirs = loaded.value.encode();
        let content = &pending.content;
        let text = loaded.text.clone().unwrap_or_default();
        let is_base = pending.header.base == Some(hash(text.plain.as_bytes()));
        // A save of ours that came through before the end.
        let is_ours = || content.saving.iter().any(|paper| paper.encode() == theirs);
        let is_known = is_base || is_ours();
        let old = self.put_aside(
            &loaded.path,
            &text.encode(&text.plain.clone()),
            Why::Recovery,
        )?;
        loaded.value = ours;
        if !is_known {
            let aside = content.paper.toml();
            self.put_aside(&loaded.path, aside.as_bytes(), Why::Recovery)?;
            loaded.text = content.base.clone().map(|plain| Text {
                plain,
                ..Text::default()
            });
        }
        self.save(&mut loaded)?;
        Ok((loaded.path, loaded.folder, old, !is_known))
    }

    /// The folder of a journal's event, which is made when it is nowhere.
    fn folder_for(&self, header: &Header) -> Result<String, Trouble> {
        let known = header.place().map(|(folder, _)| folder);
        let known = known.or(Some(header.folder.as_str()).filter(|folder| !folder.is_empty()));
        if let Some(folder) = known
            && self
                .event_path(folder)
                .is_ok_and(|path| self.disk().exists(&path))
        {
            return Ok(folder.to_owned());
        }
        let listing = self.events();
        let same = |entry: &&crate::store::EventEntry| entry.title == header.event;
        if known.is_none()
            && let Some(entry) = listing.events.iter().find(same)
        {
            return Ok(entry.folder.clone());
        }
        let event = crate::model::event::Event {
            title: header.event.clone(),
            ..Default::default()
        };
        let name = named(known.unwrap_or(&header.event), "event");
        Ok(self.create_event(&name, event)?.folder)
    }
}

impl Pending {
    /// How many words it has that the file's content does not have.
    pub fn new_words(&self, file: Option<&Paper>) -> usize {
        let mut there: HashMap<String, usize> = HashMap::new();
        for word in file.map(Paper::words).unwrap_or_default() {
            *there.entry(word).or_default() += 1;
        }
        let words = self.content.paper.words();
        let new = words.iter().filter(|word| match there.get_mut(*word) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        });
        new.count()
    }

    /// The file within the notebook that it belongs to.
    pub fn file(&self) -> &Path {
        Path::new(&self.header.file)
    }
}

/// A file's name for a title.
fn named(title: &str, otherwise: &str) -> String {
    match slug(title) {
        name if name.is_empty() => otherwise.to_owned(),
        name => name,
    }
}
