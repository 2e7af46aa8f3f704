//! What a file of a notebook holds, by its place.

use super::document::{Document, LinkBook, decode_text};
use super::merge::Clash;
use super::merge_file::merge_file;
use super::parse::Text;
use super::{EVENT, EVENTS, LINKS, NOTEBOOK, SCHEDULE, SESSIONS, Store, Trouble};
use crate::model::event::Event;
use crate::model::notebook::Notebook;
use crate::model::programme::Programme;
use crate::model::session::Session;
use std::path::Path;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Notebook,
    Links,
    Event,
    Session,
    Programme,
}

impl Kind {
    /// Whether a text is a sound file of that kind.
    pub fn check(self, path: &Path, plain: &str) -> Result<(), Trouble> {
        fn check<T: Document>(path: &Path, plain: &str) -> Result<(), Trouble> {
            let text = Text {
                plain: plain.to_owned(),
                ..Text::default()
            };
            decode_text::<T>(path, &text).map(|_| ())
        }
        match self {
            Kind::Notebook => check::<Notebook>(path, plain),
            Kind::Links => check::<LinkBook>(path, plain),
            Kind::Event => check::<Event>(path, plain),
            Kind::Session => check::<Session>(path, plain),
            Kind::Programme => check::<Programme>(path, plain),
        }
    }

    /// [`merge_file`] for a file of that kind.
    pub fn merge(
        self,
        path: &Path,
        base: Option<&str>,
        ours: &str,
        theirs: &str,
    ) -> Result<(String, Vec<Clash>), Trouble> {
        match self {
            Kind::Notebook => merge_file::<Notebook>(path, base, ours, theirs),
            Kind::Links => merge_file::<LinkBook>(path, base, ours, theirs),
            Kind::Event => merge_file::<Event>(path, base, ours, theirs),
            Kind::Session => merge_file::<Session>(path, base, ours, theirs),
            Kind::Programme => merge_file::<Programme>(path, base, ours, theirs),
        }
    }
}

impl Store {
    /// What a file of this notebook holds; nothing where it is none that hallway writes.
    pub(super) fn kind(&self, file: &Path) -> Option<Kind> {
        let inside = file.strip_prefix(self.root()).ok()?;
        let steps = inside.iter().map(|step| step.to_str());
        let steps: Vec<&str> = steps.collect::<Option<_>>()?;
        match steps[..] {
            [NOTEBOOK] => Some(Kind::Notebook),
            [LINKS] => Some(Kind::Links),
            [EVENTS, _, EVENT] => Some(Kind::Event),
            [EVENTS, _, SCHEDULE] => Some(Kind::Programme),
            [EVENTS, _, SESSIONS, name] if name.ends_with(".toml") => Some(Kind::Session),
            _ => None,
        }
    }
}
