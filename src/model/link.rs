//! Names with their URLs.

/// A name with its URL, in the link book or in an event.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Link {
    /// The name as it is written in references.
    pub name: String,
    /// Where it leads; `None` when the link is to be found later.
    pub url: Option<String>,
    /// Other names for the same thing.
    pub aliases: Vec<String>,
    /// What it is.
    pub kind: Option<LinkKind>,
    /// In an event: written into the post even when nothing refers to it.
    pub keep: bool,
    /// In an event: how the target was written where that is not how we would write it.
    pub form: Option<TargetForm>,
}

/// What a link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// A free software project.
    Project,
    /// A company or another organisation.
    Company,
    /// A person.
    Person,
    /// Any page.
    Page,
}

impl LinkKind {
    /// All kinds.
    pub const ALL: [LinkKind; 4] = [
        LinkKind::Project,
        LinkKind::Company,
        LinkKind::Person,
        LinkKind::Page,
    ];

    /// The word in files and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            LinkKind::Project => "project",
            LinkKind::Company => "company",
            LinkKind::Person => "person",
            LinkKind::Page => "page",
        }
    }

    /// The kind of that word.
    pub fn from_word(word: &str) -> Option<LinkKind> {
        LinkKind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// How an imported target was written where we would write it otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TargetForm {
    /// `.. _Name: url` on one line although it is longer than the page is wide.
    OneLine,
    /// The URL on the next line although it would have fitted.
    NextLine,
    /// Any other source, kept verbatim without its last line break. It counts only while it still
    /// says the same name and URL.
    Verbatim(String),
}
