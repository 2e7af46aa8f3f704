//! The words that options take, for parsing, completions and help.

use crate::model::session::SessionKind;
use clap::builder::{PossibleValuesParser, TypedValueParser};

/// A kind of session.
pub fn kind() -> impl TypedValueParser<Value = SessionKind> {
    PossibleValuesParser::new(SessionKind::ALL.iter().map(|kind| kind.word()))
        .map(|word| SessionKind::from_word(&word).unwrap_or(SessionKind::Section))
}

/// What `note` captures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Capture {
    // A remark
    Note,
    // A question that was asked
    Question,
    // Something that somebody said
    Quote,
    // Something to do afterwards
    #[value(name = "to-do", alias = "todo")]
    ToDo,
    // Someone met: "Name, project"
    Person,
}
