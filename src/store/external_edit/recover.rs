//! Finding what editors left whose hallway has ended, and bringing it back.

use super::record::EditRecord;
use super::{FOLDER, RECORD, TEXT, body};
use crate::model::event::{Closing, Event};
use crate::model::session::Session;
use crate::store::ancestor::nearest;
use crate::store::backup_version::{Backup, Why};
use crate::store::disk::{DiskFile, OpenMode};
use crate::store::document::{Document, Loaded};
use crate::store::durable::Durable;
use crate::store::journal::{JournalText, Recovered, Snapshot};
use crate::store::value::Table;
use crate::store::{Store, StoreError, merge_text};
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// How long a text is kept.
const LIFETIME: TimeDelta = TimeDelta::days(30);

/// How much later it has to be found too old once more.
const APART: TimeDelta = TimeDelta::days(1);

/// The years that a clock may say. Any other was never set.
const YEARS: std::ops::RangeInclusive<i32> = 2020..=2100;

/// A text that an editor had when its hallway ended.
#[derive(Debug)]
pub struct ExternalEdit {
    /// What a person calls it by.
    pub id: String,
    /// The text.
    pub path: PathBuf,
    /// When it was last written, in milliseconds since 1970.
    pub at: i64,
    /// It comes from another copy of this notebook.
    pub of_copy: bool,
    record: EditRecord,
    /// Keeps other programs from taking it, too.
    _lock: Option<Box<dyn DiskFile>>,
}

/// What was brought back of such texts, and what was not.
#[derive(Debug, Default)]
pub struct EditRecovery {
    /// What is in its note again.
    pub back: Vec<Recovered>,
    /// Texts that stay, because their note cannot be read or written now, with the reason.
    pub waiting: Vec<(String, StoreError)>,
    /// Texts of which nobody knows where they belong, and those of another copy of the notebook.
    pub unknown: Vec<ExternalEdit>,
}

impl ExternalEdit {
    /// The title of the session, else of the event; nothing where nobody knows.
    pub fn title(&self) -> Option<&str> {
        Some(self.record.title.as_str()).filter(|title| !title.is_empty())
    }

    /// The file within the notebook that the text belongs to; nothing where nobody knows.
    pub fn file(&self) -> Option<&str> {
        self.record.place().map(|_| self.record.file.as_str())
    }

    /// Which text of that file it is.
    pub fn which(&self) -> JournalText {
        self.record.which
    }

    /// Whether its editor failed, so that it comes back only when somebody wants that.
    pub fn is_refused(&self) -> bool {
        self.record.refused
    }
}

impl Store {
    /// Brings back what editors saved whose hallway has ended. What failed editors left stays.
    ///
    /// # Errors
    /// When the state folder cannot be read.
    pub fn recover_edits(&self) -> Result<EditRecovery, StoreError> {
        let mut recovery = EditRecovery::default();
        for edit in self.external_edits()? {
            if edit.is_refused() {
                continue;
            }
            if edit.file().is_none() || edit.of_copy {
                recovery.unknown.push(edit);
                continue;
            }
            match self.bring_edit(&edit) {
                Ok(back) => recovery.back.extend(back),
                Err(store_error) => recovery.waiting.push((edit.id, store_error)),
            }
        }
        Ok(recovery)
    }

    /// The texts of this notebook, and of its copies, that editors left and nobody has open, the
    /// oldest first, and those of which nobody knows where they belong. Those that tell
    /// nothing, and those that are too old, are removed on the way.
    ///
    /// # Errors
    /// When the state folder cannot be read.
    pub fn external_edits(&self) -> Result<Vec<ExternalEdit>, StoreError> {
        let folder = self.state().join(FOLDER);
        let entries = match self.disk().read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(StoreError::reading(&folder, error)),
        };
        let paths = entries.iter().map(|entry| folder.join(&entry.name));
        let mut copies = self.ids_of_copies()?;
        copies.push(self.id()?);
        let mut edits = Vec::new();
        for path in paths {
            let ending = path.extension().unwrap_or_default();
            if ending != TEXT && ending != RECORD {
                continue;
            }
            // A record is looked at with its text; alone it tells nothing.
            let text = path.with_extension(TEXT);
            let is_with_text = ending == RECORD && self.disk().exists(&text);
            let found = match is_with_text || !self.disk().exists(&path) {
                true => None,
                false => self.abandoned(&text),
            };
            let Some(mut edit) = found else { continue };
            let is_known = !edit.record.root.is_empty();
            let tells = !is_known || !self.says_nothing_new(&edit.path, &edit.record);
            if !tells || self.is_too_old(&edit)? {
                // One that comes again is looked at again.
                let _ = self.remove_edit(&edit.path)?;
                continue;
            }
            edit.of_copy = is_known && !self.is_own_record(&edit.record);
            if !edit.of_copy || copies.contains(&edit.record.notebook) {
                edits.push(edit);
            }
        }
        edits.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
        Ok(edits)
    }

    /// The text that an editor left.
    ///
    /// # Errors
    /// When it is gone, or not UTF-8.
    pub fn external_text(&self, edit: &ExternalEdit) -> Result<String, StoreError> {
        self.text_at(&edit.path)
    }

    /// What the note that it belongs to says now, if it can be read.
    pub fn text_of_edit(&self, edit: &ExternalEdit) -> Option<String> {
        let (folder, name) = edit.record.place()?;
        match name {
            Some(name) => Some(self.session(folder, name).ok()?.value.notes),
            None => Some(text_of(&self.event(folder).ok()?.value, edit.record.which)),
        }
    }

    /// Puts what an editor left into its note, with what that got meanwhile. What the note said is
    /// put aside before. Returns nothing when the note has it already.
    ///
    /// # Errors
    /// When the note is gone, or cannot be read or written; then all is as it was.
    pub fn bring_edit(&self, edit: &ExternalEdit) -> Result<Option<Recovered>, StoreError> {
        let record_path = edit.path.with_extension(RECORD);
        let _lock = self.lock(&record_path)?;
        // Somebody else may have brought it back meanwhile.
        let record = match self.disk().exists(&record_path) {
            true => self.read_record(&record_path, edit.at),
            false => None,
        };
        let record = record.unwrap_or_else(|| edit.record.clone());
        let which = record.which;
        match record.place() {
            Some((folder, Some(name))) => {
                let loaded = self.session(folder, name)?;
                let title = loaded.value.title.clone();
                let get = |session: &Session| session.notes.clone();
                self.bring_text((edit, &record), loaded, title, get, |session, text| {
                    session.notes = text;
                })
            }
            Some((folder, None)) => {
                let loaded = self.event(folder)?;
                let title = loaded.value.title.clone();
                let get = |event: &Event| text_of(event, which);
                self.bring_text((edit, &record), loaded, title, get, |event, text| {
                    set_text(event, which, text);
                })
            }
            None => Err(StoreError::Missing {
                path: edit.path.clone(),
            }),
        }
    }

    /// Removes what an editor left; it is kept among the backups. Returns where, and whether it is
    /// known to be gone.
    ///
    /// # Errors
    /// When it cannot be read or kept; then it stays.
    pub fn drop_edit(&self, edit: &ExternalEdit) -> Result<(PathBuf, Durable), StoreError> {
        let text = self.text_at(&edit.path)?;
        let kept = self.backup(&edit.path, text.as_bytes())?;
        let durable = self.remove_edit(&edit.path)?;
        Ok((kept, durable))
    }

    fn bring_text<T: Document>(
        &self,
        (edit, record): (&ExternalEdit, &EditRecord),
        mut loaded: Loaded<T>,
        title: String,
        get: impl Fn(&T) -> String,
        set: impl Fn(&mut T, String),
    ) -> Result<Option<Recovered>, StoreError>
    where
        Snapshot: From<T>,
    {
        let text = self.text_at(&edit.path)?;
        let mut record = record.clone();
        let now = get(&loaded.value);
        let merged = merged(body(&record.text), body(&text), body(&now));
        let is_merged = body(&now) != body(&record.text);
        let is_back = merged == body(&now);
        let mut old = None;
        if !is_back {
            old = self.put_aside_text(&loaded)?;
        }
        if is_merged && body(&text) != body(&now) {
            // What the editor left stays whole, whatever becomes of it in the note.
            let mut ours = loaded.value.clone();
            set(&mut ours, body(&text).to_owned());
            let ours = Snapshot::from(ours).toml();
            self.put_aside(&loaded.path, ours.as_bytes(), Why::Recovery)?;
        }
        if !is_back {
            set(&mut loaded.value, merged.clone());
        }
        // A note that has it already may not be on the disk itself yet.
        let saved = self.save(&mut loaded)?;
        if saved.durable {
            // The editor may still be open; what it saves from here on starts from this.
            record.text = text;
            record.refused = false;
            self.write_record(&edit.path.with_extension(RECORD), &record)?;
        }
        Ok((!is_back).then(|| Recovered {
            id: edit.id.clone(),
            file: loaded.path.clone(),
            folder: loaded.folder.clone(),
            title,
            at: edit.at,
            words: new_words(&merged, &now),
            merged: is_merged,
            old,
            durable: saved.durable,
        }))
    }

    fn put_aside_text<T>(&self, loaded: &Loaded<T>) -> Result<Option<Backup>, StoreError> {
        let text = loaded.text.clone().unwrap_or_default();
        let bytes = text.encode(&text.plain.clone());
        let aside = self.put_aside(&loaded.path, &bytes, Why::Recovery)?;
        Ok(aside.version)
    }

    /// What an editor left in a file, unless its hallway lives.
    fn abandoned(&self, path: &Path) -> Option<ExternalEdit> {
        let record = path.with_extension(RECORD);
        let modified = self
            .disk()
            .metadata(path)
            .ok()
            .and_then(|meta| meta.modified);
        let modified = modified.and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        let modified = modified.map_or(0, |since| since.as_millis() as i64);
        let (record, lock) = match self.disk().exists(&record) {
            true => {
                let lock = self.disk().open(&record, OpenMode::reading()).ok()?;
                // Where the system has no locks, nobody can tell.
                if matches!(lock.try_lock(), Ok(false)) {
                    return None;
                }
                // One of a later hallway is that one's.
                (self.read_record(&record, modified)?, Some(lock))
            }
            false => (EditRecord::unknown(modified), None),
        };
        Some(ExternalEdit {
            id: id(path),
            path: path.to_owned(),
            at: modified.max(record.at),
            of_copy: false,
            record,
            _lock: lock,
        })
    }

    /// Whether a text is older than it is kept. One start with a wrong clock does not remove it.
    fn is_too_old(&self, edit: &ExternalEdit) -> Result<bool, StoreError> {
        let now = self.system().now();
        let at = DateTime::from_timestamp_millis(edit.at).unwrap_or_default();
        let is_sane = |at: DateTime<Utc>| YEARS.contains(&at.year());
        if !is_sane(at) || !is_sane(now) || now - at < LIFETIME {
            return Ok(false);
        }
        let since = edit
            .record
            .old_since
            .and_then(DateTime::from_timestamp_millis);
        match since.filter(|since| *since <= now) {
            Some(since) => Ok(now - since >= APART),
            None => {
                let mut record = edit.record.clone();
                record.old_since = Some(now.timestamp_millis());
                self.write_record(&edit.path.with_extension(RECORD), &record)?;
                Ok(false)
            }
        }
    }
}

/// What a note says that said `now`, once it has what an editor made `text` of `base`.
fn merged(base: &str, text: &str, now: &str) -> String {
    if base == text || now == text {
        return now.to_owned();
    }
    if now == base {
        return text.to_owned();
    }
    // A note that was made from what the editor left has it: somebody was killed right behind the
    // save, or the text came again by a power cut.
    let table = |text: &str| {
        let mut table = Table::default();
        table.set("text", text);
        table
    };
    match nearest(&[table(base), table(text)], &table(now)) {
        0 => merge_text(base, text, now),
        _ => now.to_owned(),
    }
}

fn text_of(event: &Event, which: JournalText) -> String {
    match which {
        JournalText::Closing => {
            let closing = event.closing.as_ref();
            closing
                .map(|closing| closing.text.clone())
                .unwrap_or_default()
        }
        JournalText::Intro | JournalText::Notes => event.intro.clone(),
    }
}

fn set_text(event: &mut Event, which: JournalText, text: String) {
    match which {
        JournalText::Closing => {
            let closing = event.closing.get_or_insert_with(|| Closing::begun(""));
            closing.text = text;
        }
        JournalText::Intro | JournalText::Notes => event.intro = text,
    }
}

/// How many words a text has that another one does not have.
fn new_words(text: &str, other: &str) -> usize {
    let mut there: HashMap<&str, usize> = HashMap::new();
    for word in other.split_whitespace() {
        *there.entry(word).or_default() += 1;
    }
    let is_new = |word: &&str| match there.get_mut(*word) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    text.split_whitespace().filter(is_new).count()
}

/// What tells a text from others: the end of its name.
fn id(path: &Path) -> String {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let random = name.rsplit('-').next();
    random.unwrap_or(&name).to_owned()
}
