//! An event as one document.
//!
//! [`build::build`] makes the tree of this module out of an event, its sessions and the link book;
//! a writer ([`writer`]) turns the tree into text and never looks at the notebook; [`import`] makes
//! an event of a text again.
pub mod book;
pub mod build;
pub mod fields;
pub mod header;
pub mod import;
pub mod links;
pub mod mentions;
pub mod nikola;
pub mod reading;
pub mod text;
pub mod writer;

use crate::model::header::PostHeader;
use crate::model::layout::{Gap, PostLayout, Wrap};
use crate::model::link::{Link, TargetForm};

/// A post, ready to be written.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Post {
    /// The metadata.
    pub header: PostHeader,
    /// The title heading, if the post has one.
    pub title: Option<PostHeading>,
    /// Introduction, sections, closing, in order. The introduction has no heading.
    pub parts: Vec<PostPart>,
    /// The link targets, in order.
    pub targets: Vec<PostTarget>,
    /// How lines are wrapped.
    pub wrap: Option<Wrap>,
    /// What an imported post does otherwise than we would.
    pub layout: PostLayout,
    /// Links that came from the link book or from a speaker, to be pinned in the event when the
    /// post is written to a file.
    pub pins: Vec<Link>,
}

/// What a part was made of, so that a place in the post can be found again in the notebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// The metadata.
    Header,
    /// The event's introduction.
    Intro,
    /// The session of that index among those that [`build::build`] was given.
    Session(usize),
    /// The event's closing.
    Closing,
    /// The event's links.
    Links,
}

/// A section, or the introduction.
#[derive(Debug, Clone, PartialEq)]
pub struct PostPart {
    /// Where it comes from.
    pub origin: Origin,
    /// Its heading.
    pub heading: Option<PostHeading>,
    /// Its content.
    pub pieces: Vec<Piece>,
}

/// A heading in the post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostHeading {
    /// 0 for the title.
    pub level: u8,
    /// The title, reST on one line.
    pub source: String,
    /// What stands before it, where not the post's usual gap.
    pub before: Option<Gap>,
    /// What stands after it, where not the post's usual gap.
    pub after: Option<Gap>,
    /// How much longer than the title the underline is.
    pub underline: i16,
    /// Its lines as imported; used while they say the same.
    pub verbatim: Option<String>,
}

/// A run of content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// reST that a person typed, with the origin when it is not the part's own (sessions that join
    /// the introduction).
    Source {
        /// Where it comes from.
        origin: Origin,
        /// The text, without blank lines around it.
        text: String,
    },
    /// The speakers, under a talk's heading.
    Byline {
        /// The words before the first name.
        lead: String,
        /// The speakers.
        speakers: Vec<Credit>,
    },
    /// A sentence of ours before a list.
    Lead(String),
    /// A bullet list of plain texts.
    Bullets(Vec<String>),
    /// A quotation.
    Quote {
        /// What was said, plain.
        text: String,
        /// Who said it.
        who: Option<String>,
    },
    /// A table of counts: what was counted, how many.
    Counts {
        /// The head of the two columns.
        head: [String; 2],
        /// The rows.
        rows: Vec<(String, i64)>,
    },
    /// Named pages in one line, such as slides and video: name, URL.
    Pages(Vec<(String, String)>),
}

/// A speaker in a byline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    /// The name, plain.
    pub name: String,
    /// The affiliation, plain.
    pub affiliation: Option<String>,
    /// Whether the name is a reference to a target of the post.
    pub linked: bool,
}

/// A link target in the post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostTarget {
    /// The name.
    pub name: String,
    /// The URL.
    pub url: String,
    /// How it was written where that is not how we write it.
    pub form: Option<TargetForm>,
}
