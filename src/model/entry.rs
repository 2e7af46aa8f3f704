//! Captured lines and people met.

use chrono::{DateTime, FixedOffset};

/// One captured line with the moment it was taken.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entry {
    /// When; absent only where a person wrote the file by hand.
    pub at: Option<DateTime<FixedOffset>>,
    /// What kind of line.
    pub kind: EntryKind,
    /// The line, plain text.
    pub text: String,
    /// Who said or asked it.
    pub who: Option<String>,
    /// Marked public or private by the person; `None` leaves it to the kind.
    pub mark: Option<EntryMark>,
    /// A to-do that is done.
    pub done: bool,
    /// Already part of the prose, so not exported on its own.
    pub folded: bool,
}

/// The kinds of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum EntryKind {
    /// A remark.
    #[default]
    Note,
    /// A question that was asked.
    Question,
    /// Something that somebody said.
    Quote,
    /// Something to do afterwards.
    ToDo,
}

impl EntryKind {
    /// All kinds, in the order in which they are offered.
    pub const ALL: [EntryKind; 4] = [
        EntryKind::Note,
        EntryKind::Question,
        EntryKind::Quote,
        EntryKind::ToDo,
    ];

    /// The word in files and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            EntryKind::Note => "note",
            EntryKind::Question => "question",
            EntryKind::Quote => "quote",
            EntryKind::ToDo => "to-do",
        }
    }

    /// The kind of that word.
    pub fn from_word(word: &str) -> Option<EntryKind> {
        EntryKind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// What a person said about whether something may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryMark {
    /// `public = true`
    Public,
    /// `private = true`
    Private,
}

/// Someone met.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Person {
    /// Their name.
    pub name: String,
    /// The project or company.
    pub project: Option<String>,
    /// Where to find them on the web.
    pub url: Option<String>,
    /// Where we met.
    pub place: Option<String>,
    /// What was promised to them.
    pub promised: Option<String>,
    /// When.
    pub at: Option<DateTime<FixedOffset>>,
    /// Marked public or private by the person; without a mark a person is private.
    pub mark: Option<EntryMark>,
}
