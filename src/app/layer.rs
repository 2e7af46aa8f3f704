//! What lies over the screen: a stack, top first. Each layer says which keys it takes.

use super::action::{Action, ActionGroup};
use super::booth::{self, Booth};
use super::conflict::ConflictDialog;
use super::entries::EntriesDialog;
use super::export::ExportDialog;
use super::find::Find;
use super::form::Form;
use super::keymap::KeyContext;
use super::link_review::LinkReview;
use super::links::LinksDialog;
use super::open_event::SessionId;
use super::problems::ProblemList;
use super::programme_view::ProgrammeView;
use super::recovery::RecoveryDialog;
use super::scan::DeletedPrompt;
use super::unreadable::Raw;
use super::versions::Versions;
use crate::edit::LineInput;
use crate::model::entry::EntryKind;
use crate::model::session::SessionKind;

/// Something that lies over the screen and takes the keys.
#[derive(Debug, Clone)]
pub enum Layer {
    /// Every command, narrowed by letters.
    Palette(Menu),
    /// All keys, narrowed by letters.
    Help(Menu),
    /// One line that is asked for.
    Prompt(Prompt),
    /// Where the post goes.
    Export(ExportDialog),
    /// The fields of a session or the event.
    Form(Form),
    /// What is found by letters and words.
    Find(Find),
    /// Counting at a booth.
    Booth(Booth),
    /// The captured lines.
    Entries(EntriesDialog),
    /// What is to mend.
    Problems(ProblemList),
    /// The names and where they lead.
    Links(LinksDialog),
    /// The link pass.
    LinkReview(LinkReview),
    /// The conference's programme.
    Programme(ProgrammeView),
    /// Earlier versions of something.
    Versions(Versions),
    /// A file that cannot be read, as it is.
    Raw(Raw),
    /// What a journal brought back.
    Recovery(RecoveryDialog),
    /// Two versions of something clash.
    Conflict(ConflictDialog),
    /// A file was removed elsewhere.
    Deleted(DeletedPrompt),
}

impl Layer {
    /// Which keys it takes.
    pub fn context(&self) -> KeyContext {
        match self {
            // What is written is read, copied or opened; there is nothing to type any more.
            Layer::Export(export) if export.done.is_some() => KeyContext::Lists,
            Layer::Palette(_)
            | Layer::Help(_)
            | Layer::Prompt(_)
            | Layer::Export(_)
            | Layer::Form(_)
            | Layer::Find(_) => KeyContext::Line,
            Layer::Programme(view) if view.filtering => KeyContext::Line,
            Layer::Links(links) if links.filtering => KeyContext::Line,
            Layer::Booth(_) => KeyContext::Booth,
            Layer::Entries(_)
            | Layer::Problems(_)
            | Layer::Links(_)
            | Layer::LinkReview(_)
            | Layer::Programme(_)
            | Layer::Versions(_)
            | Layer::Raw(_)
            | Layer::Recovery(_)
            | Layer::Conflict(_)
            | Layer::Deleted(_) => KeyContext::Lists,
        }
    }

    /// Its line of input, if it has one.
    pub fn input(&self) -> Option<&LineInput> {
        Some(match self {
            Layer::Palette(menu) | Layer::Help(menu) => &menu.input,
            Layer::Prompt(prompt) => &prompt.input,
            Layer::Export(export) => &export.input,
            Layer::Form(form) => &form.field().input,
            Layer::Find(find) => &find.input,
            Layer::Programme(view) => &view.input,
            Layer::Links(links) => &links.input,
            Layer::Booth(_)
            | Layer::Entries(_)
            | Layer::Problems(_)
            | Layer::LinkReview(_)
            | Layer::Versions(_)
            | Layer::Raw(_)
            | Layer::Recovery(_)
            | Layer::Conflict(_)
            | Layer::Deleted(_) => {
                return None;
            }
        })
    }

    /// Its line of input, to change it.
    pub fn input_mut(&mut self) -> Option<&mut LineInput> {
        Some(match self {
            Layer::Palette(menu) | Layer::Help(menu) => &mut menu.input,
            Layer::Prompt(prompt) => &mut prompt.input,
            Layer::Export(export) if export.done.is_some() => return None,
            Layer::Export(export) => &mut export.input,
            Layer::Form(form) => &mut form.field_mut().input,
            Layer::Find(find) => &mut find.input,
            Layer::Programme(view) => &mut view.input,
            Layer::Links(links) => &mut links.input,
            Layer::Booth(_)
            | Layer::Entries(_)
            | Layer::Problems(_)
            | Layer::LinkReview(_)
            | Layer::Versions(_)
            | Layer::Raw(_)
            | Layer::Recovery(_)
            | Layer::Conflict(_)
            | Layer::Deleted(_) => {
                return None;
            }
        })
    }
}

/// A list of actions that letters narrow.
#[derive(Debug, Clone)]
pub struct Menu {
    /// The letters.
    pub input: LineInput,
    /// The rows that they leave, best first.
    pub rows: Vec<MenuRow>,
    /// Which of them is chosen.
    pub selected: usize,
    /// The first row that is seen.
    pub top: usize,
    /// Where the keys were pressed before, for the keys that are shown.
    pub context: KeyContext,
}

/// A row of such a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MenuRow {
    /// What the actions below it have to do with; it cannot be chosen.
    Heading(ActionGroup),
    /// An action.
    Action(Action),
}

impl Menu {
    /// The chosen action.
    pub fn action(&self) -> Option<Action> {
        match self.rows.get(self.selected)? {
            MenuRow::Action(action) => Some(*action),
            MenuRow::Heading(_) => None,
        }
    }

    /// Moves the choice by so many rows, and past headings.
    pub fn step(&mut self, by: isize) {
        let is_action = |at: &usize| matches!(self.rows.get(*at), Some(MenuRow::Action(_)));
        let last = self.rows.len().saturating_sub(1);
        let to = self.selected.saturating_add_signed(by).min(last);
        let mut before = (0..=to).rev();
        let mut behind = to..=last;
        let found = match by < 0 {
            true => before.find(is_action).or_else(|| behind.find(is_action)),
            false => behind.find(is_action).or_else(|| before.find(is_action)),
        };
        self.selected = found.unwrap_or(0);
    }
}

/// One line that is asked for.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// What it is for.
    pub purpose: Purpose,
    /// The line.
    pub input: LineInput,
    /// What is taken when the line is empty.
    pub placeholder: String,
}

/// What a line is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The title of a new session.
    NewSession(SessionKind),
    /// The title of a new event.
    NewEvent,
    /// Another title for a session.
    RenameSession(SessionId),
    /// Another title for the event.
    RenameEvent,
    /// Another title for the closing.
    RenameClosing,
    /// A line to keep.
    Capture(Captured, Option<SessionId>),
    /// Another text for a line that was kept: where, which.
    Entry(Option<SessionId>, usize),
    /// Something new to count at a booth.
    Counter(SessionId, booth::CountGroup),
    /// In which folder a copy of the event is saved.
    SaveCopy,
    /// What to look for in the text that is being written.
    Search,
    /// What to put in its place.
    Replace,
    /// Where the name that is to be linked leads.
    LinkUrl,
    /// What the URL that is to be linked is called.
    LinkName,
    /// Where a name of the list of links, or of the link pass, leads.
    Url,
    /// Another name for a link.
    RenameLink,
    /// The name of a new link.
    NewLink,
}

/// What a captured line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Captured {
    /// An entry.
    Entry(EntryKind),
    /// Someone met.
    Person,
}

impl Captured {
    /// All kinds, in the order in which they are offered.
    pub const ALL: [Captured; 5] = [
        Captured::Entry(EntryKind::Note),
        Captured::Entry(EntryKind::Question),
        Captured::Entry(EntryKind::Quote),
        Captured::Entry(EntryKind::ToDo),
        Captured::Person,
    ];

    /// The word on the screen.
    pub fn word(self) -> &'static str {
        match self {
            Captured::Entry(kind) => kind.word(),
            Captured::Person => "person",
        }
    }
}

/// The value after `now` in a list that starts again at its end.
pub fn after<T: PartialEq + Copy>(all: &[T], now: T) -> T {
    let at = all.iter().position(|value| *value == now).unwrap_or(0);
    all.get((at + 1) % all.len()).copied().unwrap_or(now)
}
