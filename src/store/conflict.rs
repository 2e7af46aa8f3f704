//! Files in which git left both sides of a merge, and those of which a sync program left a copy:
//! what each side says, and settling it.
//!
//! What this module promises: such a file is never written by a normal save. It is settled with a
//! text that a person chose, which has to be a sound file; what the file said, marks and all, stays
//! among its earlier versions.

use super::atomic::{self, ExpectedFile};
use super::backup_version::{Backup, Why};
use super::kind::DocumentKind;
use super::leftover::Leftover;
use super::markers::{Side, marked};
use super::parse::{SourceText, read_bytes};
use super::save::{FieldConflict, field_conflict};
use super::{Store, StoreError};
use std::path::{Path, PathBuf};

/// A file with the marks of an unfinished merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The file.
    pub path: PathBuf,
    /// The line of the first mark, from 1.
    pub line: usize,
    /// In how many places the sides differ.
    pub places: usize,
    /// The whole file as the side above the middle marks has it; git calls that one "ours".
    pub mine: ConflictVersion,
    /// The whole file as the side below has it.
    pub theirs: ConflictVersion,
    /// Everything of both, merged; where both set one value it is theirs.
    pub both: ConflictVersion,
    /// The single values that both sides set, of which `both` has theirs.
    pub fields: Vec<FieldConflict>,
    pub(super) bytes: Vec<u8>,
    /// The copy of a sync program that the other side is, and what it says.
    pub(super) copy: Option<(Leftover, Vec<u8>)>,
}

impl Conflict {
    /// The file that a person is shown: the one with the marks, or the copy of a sync program.
    pub fn shown(&self) -> &Path {
        self.copy
            .as_ref()
            .map_or(&self.path, |(copy, _)| &copy.path)
    }

    /// Whether one side is a copy of a sync program.
    pub fn is_copy(&self) -> bool {
        self.copy.is_some()
    }
}

/// One way to settle a conflict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictVersion {
    /// What git calls the side: `HEAD`, a branch, a commit. Nothing for both sides merged.
    pub label: String,
    /// The whole text of the file, with LF line ends.
    pub text: String,
    /// Why it cannot be taken as it is, in one sentence; nothing where it can.
    pub wrong: Option<String>,
}

/// What settling did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// Where the file with its marks is kept; nothing where that version was kept already and has
    /// gone since.
    pub aside: Option<Backup>,
    /// The system confirmed that it is on the disk itself.
    pub durable: bool,
}

impl Store {
    /// The sides of a file of the notebook; nothing where git left no whole mark in it.
    ///
    /// # Errors
    /// When the file cannot be read, or is none that hallway writes.
    pub fn conflict(&self, path: &Path) -> Result<Option<Conflict>, StoreError> {
        let kind = self.kind_or_error(path)?;
        let Some(bytes) = read_bytes(self.disk(), path)? else {
            return Err(StoreError::Missing {
                path: path.to_owned(),
            });
        };
        let text = SourceText::decode(path, &bytes)?;
        let Some(marked) = marked(&text.plain) else {
            return Ok(None);
        };
        let version = |side: &Side| {
            let checked = kind.check(path, &side.text);
            ConflictVersion {
                label: side.label.clone(),
                text: side.text.clone(),
                wrong: checked.err().map(|error| error.to_string()),
            }
        };
        let (mine, theirs) = (&marked.mine.text, &marked.theirs.text);
        let merged = kind.merge(path, marked.base.as_deref(), mine, theirs);
        let (text, conflicts, wrong) = match merged {
            Ok((text, conflicts)) => (text, conflicts, None),
            Err(error) => (String::new(), Vec::new(), Some(error.to_string())),
        };
        Ok(Some(Conflict {
            path: path.to_owned(),
            line: marked.line,
            places: marked.places,
            mine: version(&marked.mine),
            theirs: version(&marked.theirs),
            both: ConflictVersion {
                label: String::new(),
                text,
                wrong,
            },
            fields: conflicts.into_iter().map(field_conflict).collect(),
            bytes,
            copy: None,
        }))
    }

    /// Writes `text`, one of the versions or what a person made of them, over the file with the
    /// marks, which is kept among its earlier versions. Byte order mark and line ends stay as
    /// they are.
    ///
    /// # Errors
    /// When the text is no sound file or still has marks, when the file is no longer what
    /// `conflict` was made of ([`StoreError::Changed`]), or when it, or the version to be kept,
    /// cannot be written. Then the file is as it was.
    pub fn resolve(&self, conflict: &Conflict, text: &str) -> Result<Resolved, StoreError> {
        let named = conflict.path.as_path();
        self.kind_or_error(named)?.check(named, text)?;
        let path = atomic::resolve(self.disk(), named)?;
        let _lock = self.lock(named)?;
        if read_bytes(self.disk(), &path)?.as_ref() != Some(&conflict.bytes) {
            return Err(StoreError::Changed { path });
        }
        let aside = self.put_aside(named, &conflict.bytes, Why::Merge)?;
        let bytes = SourceText::decode(named, &conflict.bytes)?.encode(text);
        let is_the_same = |found: &[u8]| found == conflict.bytes;
        let durable = atomic::write(
            self.system(),
            &path,
            &bytes,
            ExpectedFile::Known(&is_the_same),
        )?;
        let durable = durable.and(self.confirm_place(named)).is_confirmed();
        if durable && aside.durable {
            // Where it cannot be put away it is offered once more.
            let _ = self.resolved_copy(conflict)?;
        }
        Ok(Resolved {
            aside: aside.version,
            durable: durable && aside.durable,
        })
    }

    pub(super) fn kind_or_error(&self, path: &Path) -> Result<DocumentKind, StoreError> {
        self.kind(path).ok_or_else(|| StoreError::UnsafeName {
            name: path.display().to_string(),
        })
    }
}
