//! Copies that sync programs leave beside a file when two computers changed it at once.
//!
//! What this module promises: such a copy is no session, no event and no settings. It is listed
//! among the files that need a person, and merged into its file, or put away, when a person says
//! so; then it lies in the trash. A name that a person may have given (`talk 2.toml`) is a copy's
//! only beside the file that it would be a copy of, and only where both have one title.

use super::disk::{DirEntry, Disk, FileKind};
use super::leftover::Leftover;
use super::{EVENT, EVENTS, LINKS, NOTEBOOK, SCHEDULE, SESSIONS, Store, StoreError, hash};
use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::time::UNIX_EPOCH;

/// The file that a name is a copy of.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Original {
    /// Nobody gives a file such a name by hand.
    Sure(String),
    /// It may be a file of its own.
    Perhaps(Vec<String>),
}

/// Which file a file, or a folder, of that name is a copy of.
fn original(name: &str) -> Option<Original> {
    let (stem, end) = match name.strip_suffix(".toml") {
        Some(stem) => (stem, ".toml"),
        None => (name, ""),
    };
    // What hallway makes has no other characters.
    let is_ours = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if stem.chars().all(is_ours) {
        return None;
    }
    let whole = |stem: &str| format!("{stem}{end}");
    let sure = sure(stem).filter(|stem| !stem.is_empty());
    if let Some(stem) = sure {
        return Some(Original::Sure(whole(stem)));
    }
    let mut stems: Vec<&str> = numbered(stem).into_iter().collect();
    stems.extend(of_computer(stem));
    stems.retain(|stem| !stem.is_empty());
    let names: Vec<String> = stems.into_iter().map(whole).collect();
    (!names.is_empty()).then_some(Original::Perhaps(names))
}

/// `x.sync-conflict-20170303-101230-ABCDEFG` (Syncthing), `x (Ada's conflicted copy 2017-03-03)`
/// (Dropbox, Nextcloud), `x_conflict-20170303-101230` (ownCloud), `x (SFConflict ada
/// 2017-03-03-10-12-30)` (Seafile).
fn sure(stem: &str) -> Option<&str> {
    if let Some((stem, _)) = stem.split_once(".sync-conflict-") {
        return Some(stem);
    }
    if let Some((stem, date)) = stem.rsplit_once("_conflict-")
        && date.starts_with(|c: char| c.is_ascii_digit())
    {
        return Some(stem);
    }
    let (before, inner) = stem.strip_suffix(')')?.rsplit_once(" (")?;
    let inner = inner.to_lowercase();
    let says = [
        "conflicted copy",
        "conflict copy",
        "sfconflict",
        "case conflict",
    ];
    says.iter()
        .any(|says| inner.contains(says))
        .then_some(before)
}

/// `x 2` (iCloud), `x (2)` (Google Drive).
fn numbered(stem: &str) -> Option<&str> {
    let (before, number) = stem.rsplit_once(' ')?;
    let bare = number.strip_prefix('(').and_then(|it| it.strip_suffix(')'));
    let number = bare.unwrap_or(number);
    let is_number = number.len() <= 3 && number.parse::<u16>().is_ok();
    is_number.then_some(before)
}

/// `x-DESKTOP-4F2` (OneDrive): the name of a computer, which has a capital letter, where ours have
/// none.
fn of_computer(stem: &str) -> impl Iterator<Item = &str> {
    let hyphens = stem.match_indices('-');
    hyphens.filter_map(|(at, _)| {
        let computer = &stem[at + 1..];
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let has_capital = computer.contains(|c: char| c.is_ascii_uppercase());
        (has_capital && computer.chars().all(fits)).then(|| &stem[..at])
    })
}

impl Store {
    /// The names in a folder that are copies, each with the name of its file.
    pub(super) fn copies_in(&self, folder: &Path, entries: &[DirEntry]) -> Vec<(String, String)> {
        let names = || entries.iter().filter_map(|entry| entry.name.to_str());
        let mut there: Option<HashSet<&str>> = None;
        let mut copies = Vec::new();
        for name in names().filter(|name| !name.starts_with('.')) {
            let file = match original(name) {
                None => continue,
                Some(Original::Sure(file)) => Some(file),
                Some(Original::Perhaps(files)) => {
                    let there = there.get_or_insert_with(|| names().collect());
                    let mut files = files.into_iter();
                    files.find(|file| {
                        there.contains(file.as_str()) && self.are_one(folder, name, file)
                    })
                }
            };
            copies.extend(file.map(|file| (name.to_owned(), file)));
        }
        copies
    }

    /// Whether two files, or the events of two folders, have one title. What cannot be read has
    /// any.
    fn are_one(&self, folder: &Path, one: &str, other: &str) -> bool {
        let title = |name: &str| {
            let path = folder.join(name);
            let path = match self.disk().is_dir(&path) {
                true => path.join(EVENT),
                false => path,
            };
            let bytes = super::parse::read_bytes(self.disk(), &path)
                .ok()
                .flatten()?;
            let text = super::parse::SourceText::decode(&path, &bytes).ok()?;
            let parsed = super::parse::parse(&path, &text.plain).ok()?;
            let table = parsed.only(&["title"]);
            super::reader::TableReader(&table).text("title").ok()?
        };
        match (title(one), title(other)) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        }
    }

    /// All copies in the notebook, oldest first.
    ///
    /// # Errors
    /// When the events cannot be listed.
    pub fn copies(&self) -> Result<Vec<Leftover>, StoreError> {
        let mut found = self.copies_of_events();
        for folder in self.event_folders()? {
            found.extend(self.copies_of_event(&folder));
        }
        found.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
        Ok(found)
    }

    /// The copies of the notebook's own files, and those of whole events.
    pub(super) fn copies_of_events(&self) -> Vec<Leftover> {
        let mut found = Vec::new();
        let root = self.root();
        self.gather_copies(root, root, &[NOTEBOOK, LINKS], &mut found);
        // A folder that is a copy has copies of the files of its event.
        let events = root.join(EVENTS);
        let entries = self.disk().read_dir(&events).unwrap_or_default();
        for (name, of) in self.copies_in(&events, &entries) {
            let (copy, event) = (events.join(name), events.join(of));
            self.gather_all(&copy, &event, &mut found);
            self.gather_all(&copy.join(SESSIONS), &event.join(SESSIONS), &mut found);
        }
        found
    }

    /// The copies of an event's files.
    pub fn copies_of_event(&self, folder: &str) -> Vec<Leftover> {
        let mut found = Vec::new();
        if let Ok(event) = self.event_folder(folder) {
            self.gather_copies(&event, &event, &[EVENT, SCHEDULE], &mut found);
            let sessions = event.join(SESSIONS);
            self.gather_copies(&sessions, &sessions, &[], &mut found);
        }
        found
    }

    /// What is told of copies, among the files that cannot be read.
    pub(super) fn copies_as_errors(&self, copies: Vec<Leftover>) -> Vec<StoreError> {
        let told = |copy: Leftover| StoreError::Copy {
            path: copy.path,
            of: copy.file,
        };
        copies.into_iter().map(told).collect()
    }

    /// The copies in a folder of files of these names, or without names of any session.
    fn gather_copies(&self, folder: &Path, beside: &Path, of: &[&str], into: &mut Vec<Leftover>) {
        let entries = self.disk().read_dir(folder).unwrap_or_default();
        for (name, file) in self.copies_in(folder, &entries) {
            let fits = match of {
                [] => file.ends_with(".toml"),
                names => names.contains(&file.as_str()),
            };
            if fits {
                into.push(self.copy(folder.join(name), beside.join(file)));
            }
        }
    }

    /// The files of a folder, each a copy of the one of the same name in another.
    fn gather_all(&self, folder: &Path, of: &Path, into: &mut Vec<Leftover>) {
        let entries = self.disk().read_dir(folder).unwrap_or_default();
        let names: BTreeSet<String> = entries
            .iter()
            .filter(|entry| entry.kind == FileKind::File)
            .filter_map(|entry| entry.name.to_str().map(str::to_owned))
            .collect();
        for name in names.iter().filter(|name| !name.starts_with('.')) {
            let file = of.join(name);
            if self.kind(&file).is_some() {
                into.push(self.copy(folder.join(name), file));
            }
        }
    }

    fn copy(&self, path: std::path::PathBuf, file: std::path::PathBuf) -> Leftover {
        let written = self
            .disk()
            .metadata(&path)
            .ok()
            .and_then(|meta| meta.modified);
        let since = written.and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        Leftover {
            id: hash(self.inside(&path).as_bytes())[..12].to_owned(),
            file,
            at: since.map_or(0, |since| since.as_millis() as i64),
            path,
        }
    }
}

/// The names of the sessions among these entries of a folder, sorted, without copies.
pub(super) fn sessions_among(store: &Store, folder: &Path, entries: &[DirEntry]) -> Vec<String> {
    let copies = store.copies_in(folder, entries);
    let copies: HashSet<&str> = copies.iter().map(|(name, _)| name.as_str()).collect();
    let mut names = Vec::new();
    for entry in entries {
        let is_session = super::load::holds_session(entry.name.as_encoded_bytes());
        let file = entry.name.to_string_lossy();
        if is_session && !copies.contains(&*file) {
            names.extend(file.strip_suffix(".toml").map(str::to_owned));
        }
    }
    names.sort_unstable();
    names
}

/// What a folder holds; nothing where there is no such folder.
pub(super) fn entries(disk: &dyn Disk, folder: &Path) -> Result<Vec<DirEntry>, StoreError> {
    match disk.read_dir(folder) {
        Ok(entries) => Ok(entries),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(StoreError::reading(folder, error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sure(name: &str) -> Option<String> {
        match original(name) {
            Some(Original::Sure(name)) => Some(name),
            _ => None,
        }
    }

    #[test]
    fn names_that_only_sync_programs_give_are_known() {
        for name in [
            "talk.sync-conflict-20170303-101230-ABCDEFG.toml",
            "talk (conflicted copy 2017-03-03 101230).toml",
            "talk (Ada's conflicted copy 2017-03-03).toml",
            "talk (Ada Lovelace's Conflicted Copy 2017-03-03 (1)).toml",
            "talk_conflict-20170303-101230.toml",
            "talk (SFConflict ada@example.org 2017-03-03-10-12-30).toml",
            "talk (Case Conflict).toml",
        ] {
            let of = sure(name);
            let inner = name.contains("(1))");
            assert!(
                of.as_deref() == Some("talk.toml") || inner,
                "{name}: {of:?}"
            );
        }
        assert_eq!(
            sure("fair (conflicted copy 2017-03-03)").as_deref(),
            Some("fair")
        );
        assert_eq!(
            sure("links.sync-conflict-20170303-101230-ABCDEFG.toml").as_deref(),
            Some("links.toml")
        );
    }

    #[test]
    fn names_that_a_person_may_give_are_copies_only_perhaps() {
        let perhaps = |name: &str| match original(name) {
            Some(Original::Perhaps(names)) => names,
            other => panic!("{name}: {other:?}"),
        };
        assert_eq!(perhaps("talk 2.toml"), ["talk.toml"]);
        assert_eq!(perhaps("talk (3).toml"), ["talk.toml"]);
        assert_eq!(
            perhaps("my-talk-DESKTOP-4F2.toml"),
            ["my.toml", "my-talk.toml", "my-talk-DESKTOP.toml"]
        );
        assert!(perhaps("event-Adas-MacBook.toml").contains(&"event.toml".to_owned()));
    }

    #[test]
    fn what_hallway_makes_is_never_a_copy() {
        for name in [
            "talk.toml",
            "talk-2.toml",
            "talk-conflict-2017.toml",
            "event.toml",
            "a-b-c",
            "2.toml",
            " 2.toml",
            "Talk.toml",
            "x y.toml",
        ] {
            assert_eq!(original(name), None, "{name}");
        }
    }
}
