//! What others do to the same notebook: who writes in which file, and what has become of the files.

use super::desk::DeskId;
use super::effect::Item;
use super::files::LoadedFile;
use super::raw::Broken;
use crate::model::notebook::Notebook;
use crate::model::session::Session;
use crate::store::{Holder, Loaded};
use chrono::{DateTime, Utc};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

/// A look around: what is asked of the disk.
#[derive(Debug, Clone, PartialEq)]
pub struct LookAround {
    /// The open event and its folder.
    pub desk: Option<(DeskId, String)>,
    /// What the files said, as far as the app has taken it over.
    pub files: Vec<(Item, LoadedFile)>,
    /// The notebook's settings as the app has them.
    pub notebook: Option<Arc<Loaded<Notebook>>>,
    /// All that is to be claimed; what else was claimed is let go of.
    pub claims: BTreeSet<Item>,
    /// What another app is asked to let go of.
    pub wishes: BTreeSet<Item>,
    /// The present moment.
    pub now: DateTime<Utc>,
}

/// What a look around has found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Around {
    /// The open event.
    pub desk: Option<DeskId>,
    /// What has become of its files.
    pub news: Vec<Outside>,
    /// Files of it that cannot be read, each with its place.
    pub troubles: Vec<Broken>,
    /// What is claimed by this app now.
    pub ours: Vec<Item>,
    /// What others have claimed.
    pub theirs: Vec<(Item, Holder)>,
    /// What others wish this app to let go of.
    pub wished: Vec<(Item, Holder)>,
    /// The author's defaults, when they are others than before.
    pub notebook: Option<Arc<Loaded<Notebook>>>,
}

/// Something that was done to a file from outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Outside {
    /// It says something else.
    Changed(Item, LoadedFile),
    /// It is new.
    New(Arc<Loaded<Session>>),
    /// It is not there any more.
    Gone(Item),
}

/// Who writes in what.
#[derive(Debug, Default)]
pub struct Claims {
    /// What others write in now.
    pub elsewhere: HashMap<Item, Holder>,
    /// What another app was asked to let go of, and when, by [`App::elapsed`](super::App::elapsed).
    pub asked: HashMap<Item, Duration>,
    /// What is written here although the other app gave no answer.
    pub(super) beside: HashSet<Item>,
    /// What others wished this app to let go of, when it was looked last.
    pub(super) wished: HashMap<Item, Holder>,
    /// Older wishes than this app's own: they do not count, however long they stay.
    pub(super) overruled: HashMap<Item, Holder>,
    /// What is not claimed although it has the keys: somebody else has it, or had it a moment ago.
    pub(super) given: HashSet<Item>,
    /// What the disk was told last.
    pub(super) told: Option<(Option<DeskId>, BTreeSet<Item>, BTreeSet<Item>)>,
    /// When it was looked around last.
    pub(super) looked: Duration,
}

impl Claims {
    /// Who else writes in an item, so that it is only to be read here.
    pub fn holder(&self, item: Item) -> Option<&Holder> {
        let holder = self.elsewhere.get(&item)?;
        (!self.beside.contains(&item)).then_some(holder)
    }
}

/// A question: a file was removed elsewhere while its text is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// Whose file.
    pub item: Item,
    /// What a person calls it.
    pub title: String,
    /// When the keys are the question's, by [`App::elapsed`](super::App::elapsed): it comes by itself, so whoever types goes on in the text until they pause.
    pub calm: Duration,
}
