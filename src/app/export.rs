//! The dialog that writes the post: where to, and what would change in the file that is there.

use super::difference::{Change, changes};
use crate::check::Severity;
use crate::edit::LineInput;
use crate::post::writer::OutputFormat;
use crate::publish::Existing;

/// The dialog.
#[derive(Debug, Clone)]
pub struct ExportDialog {
    /// The file's path.
    pub input: LineInput,
    /// The format of the file.
    pub format: &'static OutputFormat,
    /// What the post would be.
    pub text: String,
    /// Words, sections and links.
    pub size: String,
    /// What the checker says, errors first, then what the event still lacks.
    pub problems: Vec<(Severity, String)>,
    /// What stands there now, once that is known.
    pub there: ExportTarget,
    /// The first line of the difference that is seen.
    pub top: usize,
    /// The person wants it written although something speaks against it.
    pub insists: bool,
    /// The file that was written.
    pub done: Option<String>,
}

/// What stands where an export would go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportTarget {
    /// Not known yet.
    Unknown,
    /// Nothing.
    Nothing,
    /// A path that cannot be written to, and why.
    Unusable(String),
    /// A file.
    File {
        /// The hash of its bytes.
        hash: String,
        /// It is as an export left it.
        ours: bool,
        /// An export wrote it once.
        was_ours: bool,
        /// The lines that would change, each with the sign of a difference.
        changes: Vec<Change>,
    },
}

impl ExportTarget {
    /// What a file is where `text` would be written.
    pub fn file(found: Existing, text: &str) -> ExportTarget {
        ExportTarget::File {
            changes: changes(&String::from_utf8_lossy(&found.bytes), text),
            hash: found.hash,
            ours: found.is_ours,
            was_ours: found.was_ours,
        }
    }
}

impl ExportDialog {
    /// Why it is not written just so, if there is a reason.
    pub fn objection(&self) -> Option<String> {
        let errors = self
            .problems
            .iter()
            .filter(|(level, _)| *level == Severity::Error);
        match (&self.there, errors.count()) {
            (ExportTarget::Unknown, _) => Some("still looking at the file".to_owned()),
            (ExportTarget::Unusable(why), _) => Some(why.clone()),
            _ if self.insists => None,
            (
                ExportTarget::File {
                    ours: false,
                    was_ours: true,
                    ..
                },
                _,
            ) => Some("the file was edited since hallway wrote it".to_owned()),
            (ExportTarget::File { ours: false, .. }, _) => {
                Some("the file was not written by hallway".to_owned())
            }
            (_, 1) => Some("the post has an error".to_owned()),
            (_, count) if count > 1 => Some(format!("the post has {count} errors")),
            _ => None,
        }
    }

    /// The override to offer when an export is blocked, if there is one.
    pub fn can_insist(&self) -> Option<&'static str> {
        self.objection()?;
        match &self.there {
            ExportTarget::Unknown | ExportTarget::Unusable(_) => None,
            ExportTarget::File { ours: false, .. } => Some("overwrite it, keeping a backup"),
            ExportTarget::Nothing | ExportTarget::File { .. } => Some("write it all the same"),
        }
    }
}
