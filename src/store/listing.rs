//! The notebook's events at a glance, without reading any session.

use super::copies::{entries, sessions_among};
use super::disk::{FileKind, LeadsOut};
use super::document::{at_place, format_is_known};
use super::error::StoreError;
use super::index::on_all_cores;
use super::markers::marked;
use super::parse::{Parsed, SourceText, parse, read_bytes};
use super::reader::{ReadResult, TableReader};
use super::{EVENT, EVENTS, SESSIONS, Store};
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::path::Path;
use toml::de::DeTable;

/// So many sessions are read to say which of them cannot be, so that a list takes no longer however
/// large the notebook gets.
const LOOKED_AT: usize = 1_000;

/// What there is, and what could not be read.
#[derive(Debug, Default)]
pub struct Listing {
    /// The events, newest first; those without dates last.
    pub events: Vec<EventEntry>,
    /// Events that cannot be read.
    pub errors: Vec<StoreError>,
}

/// An event in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventEntry {
    /// Its folder.
    pub folder: String,
    /// Its title.
    pub title: String,
    /// The first day.
    pub starts: Option<NaiveDate>,
    /// The last day.
    pub ends: Option<NaiveDate>,
    /// City, venue.
    pub place: Option<String>,
    /// Its zone.
    pub time_zone: Option<Tz>,
    /// How many sessions it has.
    pub sessions: usize,
}

impl Store {
    /// All events. Of each file only the beginning is read with care, so that a long list of links
    /// costs nothing; what is wrong further down may come out only when the event is opened.
    pub fn events(&self) -> Listing {
        let mut listing = Listing::default();
        match self.event_folders() {
            Ok(folders) => {
                for read in on_all_cores(&folders, |folder| self.headline(folder)) {
                    match read {
                        Ok(entry) => listing.events.push(entry),
                        // Making it was cut short, or git left the folder of an event that is gone.
                        Err(StoreError::Missing { path }) if self.is_in_nothing(&path) => {}
                        Err(store_error) => listing.errors.push(store_error),
                    }
                }
            }
            Err(store_error) => listing.errors.push(store_error),
        }
        let copies = self.copies_of_events();
        listing.errors.extend(self.copies_as_errors(copies));
        listing
            .events
            .sort_by(|one, other| newest_first(one).cmp(&newest_first(other)));
        listing
    }

    /// The sessions that cannot be read, of the first of these events, up to 1,000 sessions in all;
    /// a file with two versions of a merge in it is one of those.
    pub fn broken_sessions(&self, events: &[EventEntry]) -> Vec<StoreError> {
        let mut left = LOOKED_AT;
        let looked_at = events.iter().take_while(|event| {
            let is_room = left > 0;
            left = left.saturating_sub(event.sessions);
            is_room
        });
        let files: Vec<(&str, String)> = looked_at
            // A folder that cannot be listed has no sessions to count either.
            .filter_map(|event| {
                Some((
                    event.folder.as_str(),
                    self.session_names(&event.folder).ok()?,
                ))
            })
            .flat_map(|(folder, names)| names.into_iter().map(move |name| (folder, name)))
            .collect();
        let read = on_all_cores(&files, |(folder, name)| self.session(folder, name).err());
        let broken = read.into_iter().flatten();
        // It was removed since the folder was listed.
        let broken =
            broken.filter(|store_error| !matches!(store_error, StoreError::Missing { .. }));
        let folders: BTreeSet<&str> = files.iter().map(|(folder, _)| *folder).collect();
        let copies = folders.into_iter().flat_map(|it| self.copies_of_event(it));
        let copies = self.copies_as_errors(copies.collect());
        broken.chain(copies).collect()
    }

    /// The names of the events' folders, sorted, without reading anything in them.
    pub fn event_folders(&self) -> Result<Vec<String>, StoreError> {
        let path = self.root().join(EVENTS);
        let entries = entries(self.disk(), &path)?;
        let copies = self.copies_in(&path, &entries);
        let mut folders = Vec::new();
        for entry in entries {
            let is_folder = match entry.kind {
                FileKind::Symlink => match self.disk().metadata(&path.join(&entry.name)) {
                    Ok(meta) => meta.is_dir(),
                    // What is wrong with it is told by whoever reads it.
                    Err(error) => LeadsOut::of(&error).is_some(),
                },
                kind => kind == FileKind::Dir,
            };
            let name = entry.name.to_string_lossy().into_owned();
            let is_copy = copies.iter().any(|(copy, _)| *copy == name);
            if is_folder && !is_copy && !name.starts_with('.') {
                folders.push(name);
            }
        }
        folders.sort_unstable();
        Ok(folders)
    }

    fn headline(&self, folder: &str) -> Result<EventEntry, StoreError> {
        let home = self.event_folder(folder)?;
        let path = home.join(EVENT);
        let Some(bytes) = read_bytes(self.disk(), &path)? else {
            return Err(StoreError::Missing { path });
        };
        let text = SourceText::decode(&path, &bytes)?;
        let head = head(&text.plain).and_then(|head| parse(&path, head).ok());
        let parsed = match head {
            Some(parsed) => parsed,
            None => parse(&path, &text.plain)?,
        };
        let keys = ["format", "title", "starts", "ends", "place", "time_zone"];
        let table = parsed.only(&keys);
        format_is_known(&path, &parsed, &table)?;
        let reader = TableReader(&table);
        Ok(EventEntry {
            folder: folder.to_owned(),
            title: placed(&path, &parsed, reader.text("title"))?.unwrap_or_default(),
            starts: placed(&path, &parsed, reader.date("starts"))?,
            ends: placed(&path, &parsed, reader.date("ends"))?,
            place: placed(&path, &parsed, reader.text("place"))?,
            time_zone: placed(&path, &parsed, reader.zone("time_zone"))?,
            sessions: self.count_sessions(&home.join(SESSIONS)),
        })
    }
}

impl Store {
    /// Whether a file that is not there would be alone in its folder.
    fn is_in_nothing(&self, path: &Path) -> bool {
        let entries = path.parent().map(|folder| self.disk().read_dir(folder));
        entries.is_some_and(|entries| entries.is_ok_and(|entries| entries.is_empty()))
    }

    fn count_sessions(&self, folder: &Path) -> usize {
        let entries = self.disk().read_dir(folder).unwrap_or_default();
        sessions_among(self, folder, &entries).len()
    }
}

fn placed<T>(path: &Path, parsed: &Parsed<'_>, taken: ReadResult<T>) -> Result<T, StoreError> {
    taken.map_err(|wrong| at_place(path, parsed, &wrong))
}

/// The keys of the top level, where the end of the text is sound, too.
///
/// A line that begins with a bracket begins a table, unless it stands in a string or a list; then
/// what is before it does not parse.
fn head(text: &str) -> Option<&str> {
    let (first, last) = (text.find("\n[")?, text.rfind("\n[")?);
    let sound = marked(text).is_none() && DeTable::parse(&text[last + 1..]).is_ok();
    sound.then_some(&text[..=first])
}

fn newest_first(entry: &EventEntry) -> (Reverse<Option<NaiveDate>>, &str) {
    (Reverse(entry.starts), &entry.folder)
}
