//! The table of rules: what `--json`, the manual and the tests know them by.

use super::{
    blocks, characters, cross_refs, date, docutils, header, headings, markup, names, private,
    ready, shortcode, space, tags,
};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good to know.
    Info,
    /// Reads otherwise than it was meant, most likely.
    Warning,
    /// docutils puts an error into the page, or Nikola stops.
    Error,
}

impl Severity {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A rule of the checker.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name, which does not change: small letters and hyphens.
    pub name: &'static str,
    /// The level that its findings have, the worst of them where they differ.
    pub level: Severity,
    /// Whether docutils reports it, too.
    pub docutils: bool,
    /// What it finds, in a sentence.
    pub about: &'static str,
}

/// All rules, in the order of the manual.
pub static RULES: &[&Rule] = &[
    &names::UNDEFINED_REFERENCE,
    &names::AMBIGUOUS_REFERENCE,
    &names::UNDEFINED_SUBSTITUTION,
    &names::ANONYMOUS_MISMATCH,
    &names::DUPLICATE_TARGET,
    &names::UNUSED_TARGET,
    &names::MALFORMED_LINK,
    &markup::MISSING_UNDERSCORE,
    &markup::UNCLOSED_MARKUP,
    &markup::UNMATCHED_MARKUP,
    &markup::LITERAL_NAME,
    &docutils::UNKNOWN_ROLE,
    &docutils::BAD_ROLE,
    &headings::SHORT_UNDERLINE,
    &docutils::BAD_TITLE,
    &headings::SKIPPED_LEVEL,
    &headings::DOUBLED_TITLE,
    &blocks::GLUED_TARGET,
    &blocks::LIST_WITHOUT_BLANK,
    &blocks::INDENT_AFTER_COLON,
    &blocks::ACCIDENTAL_LIST,
    &docutils::LIST_START,
    &docutils::MISSING_BLANK_LINE,
    &docutils::UNEXPECTED_INDENT,
    &docutils::EMPTY_LITERAL,
    &docutils::MALFORMED_TARGET,
    &docutils::UNKNOWN_DIRECTIVE,
    &docutils::BAD_DIRECTIVE,
    &docutils::BAD_TABLE,
    &docutils::UNREADABLE,
    &header::HEADER_BLANK_LINE,
    &header::DROPPED_VALUE,
    &header::MISSING_DATE,
    &date::BAD_DATE,
    &date::DANGEROUS_DATE,
    &tags::COLLIDING_TAGS,
    &header::EMPTY_SLUG,
    &shortcode::OPEN_SHORTCODE,
    &shortcode::LITERAL_SHORTCODE,
    &shortcode::UNKNOWN_SHORTCODE,
    &space::TRAILING_SPACE,
    &space::TAB,
    &space::LONG_LINE,
    &characters::BIDI_CHARACTER,
    &characters::CONTROL_CHARACTER,
    &private::PRIVATE_TEXT,
    &cross_refs::LINK_LATER,
    &ready::EMPTY_SESSION,
    &ready::OPEN_TO_DO,
    &ready::WAITING_LINE,
    &ready::MISSING_INTRO,
    &ready::MISSING_CLOSING,
];

/// The rule of that name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}
