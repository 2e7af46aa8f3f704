//! What a file of a notebook holds, by its place.

use super::document::{Document, LinkBook, decode_text};
use super::merge::MergeConflict;
use super::merge_file::merge_file;
use super::parse::SourceText;
use super::{EVENT, EVENTS, LINKS, NOTEBOOK, SCHEDULE, SESSIONS, Store, StoreError};
use crate::model::event::Event;
use crate::model::notebook::Notebook;
use crate::model::programme::Programme;
use crate::model::session::Session;
use std::path::Path;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DocumentKind {
    Notebook,
    Links,
    Event,
    Session,
    Programme,
}

impl DocumentKind {
    /// Whether a text is a sound file of that kind.
    pub fn check(self, path: &Path, plain: &str) -> Result<(), StoreError> {
        fn check<T: Document>(path: &Path, plain: &str) -> Result<(), StoreError> {
            let text = SourceText {
                plain: plain.to_owned(),
                ..SourceText::default()
            };
            decode_text::<T>(path, &text).map(|_| ())
        }
        match self {
            DocumentKind::Notebook => check::<Notebook>(path, plain),
            DocumentKind::Links => check::<LinkBook>(path, plain),
            DocumentKind::Event => check::<Event>(path, plain),
            DocumentKind::Session => check::<Session>(path, plain),
            DocumentKind::Programme => check::<Programme>(path, plain),
        }
    }

    /// [`merge_file`] for a file of that kind.
    pub fn merge(
        self,
        path: &Path,
        base: Option<&str>,
        ours: &str,
        theirs: &str,
    ) -> Result<(String, Vec<MergeConflict>), StoreError> {
        match self {
            DocumentKind::Notebook => merge_file::<Notebook>(path, base, ours, theirs),
            DocumentKind::Links => merge_file::<LinkBook>(path, base, ours, theirs),
            DocumentKind::Event => merge_file::<Event>(path, base, ours, theirs),
            DocumentKind::Session => merge_file::<Session>(path, base, ours, theirs),
            DocumentKind::Programme => merge_file::<Programme>(path, base, ours, theirs),
        }
    }
}

impl Store {
    /// What a file of this notebook holds; nothing where it is none that hallway writes.
    pub(super) fn kind(&self, file: &Path) -> Option<DocumentKind> {
        let inside = file.strip_prefix(self.root()).ok()?;
        let steps = inside.iter().map(|step| step.to_str());
        let steps: Vec<&str> = steps.collect::<Option<_>>()?;
        match steps[..] {
            [NOTEBOOK] => Some(DocumentKind::Notebook),
            [LINKS] => Some(DocumentKind::Links),
            [EVENTS, _, EVENT] => Some(DocumentKind::Event),
            [EVENTS, _, SCHEDULE] => Some(DocumentKind::Programme),
            [EVENTS, _, SESSIONS, name] if name.ends_with(".toml") => Some(DocumentKind::Session),
            _ => None,
        }
    }
}
