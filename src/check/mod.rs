//! The checker: what is wrong with a post, where, why, and how to mend it.
//!
//! [`post`] takes any post in reStructuredText. It says everything that docutils would report, and
//! what docutils takes without a word although it was hardly meant so. An error is what docutils
//! prints into the page or what stops Nikola's build; what goes wrong silently is a warning; the
//! rest is good to know. [`rule::RULES`] lists the rules. [`event::event`] does the same for an
//! event of the notebook, part by part, and says what it still lacks.
mod blocks;
mod book;
mod characters;
mod checked_text;
mod cross_refs;
mod date;
mod docutils;
pub mod event;
mod fix;
mod header;
mod headings;
mod markup;
mod names;
mod page;
mod place;
mod private;
mod ready;
pub mod rule;
mod shortcode;
mod similar_names;
mod space;
mod tags;

pub use book::Book;
pub use fix::{Effort, Fix, FixEdit, Fixed, fix, fix_all};
pub use ready::READINESS;
pub use rule::{Rule, Severity};

use page::{CheckedPage, PageKind};
use std::collections::HashSet;
use std::ops::Range;

/// What the checker says about a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which rule says so.
    pub rule: &'static Rule,
    /// How bad it is.
    pub level: Severity,
    /// The line to name. For what docutils reports it is the line that docutils names, which for
    /// running text is the one where the paragraph begins.
    pub place: Place,
    /// The place itself.
    pub exact: Place,
    /// The bytes that it is about.
    pub span: Range<usize>,
    /// The name that it is about, as docutils compares names, for references and targets.
    pub name: Option<String>,
    /// What is wrong and why, in a sentence.
    pub message: String,
    /// How to mend it.
    pub fix: Option<Fix>,
}

/// A place in a text, both counted from 1; columns are characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// Checks a post. The findings stand in the order of the text.
pub fn post(text: &str, book: &Book) -> Vec<Finding> {
    all(&CheckedPage::new(text, book, PageKind::Post))
}

/// Checks posts of one blog, given by name and text, against each other. The findings have the
/// index of their post.
pub fn between(posts: &[(String, String)]) -> Vec<(usize, Finding)> {
    tags::between(posts)
}

/// What all rules say about a text.
fn all(page: &CheckedPage<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    if page.kind == PageKind::Post {
        header::check(page, &mut found);
        tags::check(page, &mut found);
    }
    names::check(page, &mut found);
    docutils::check(page, &mut found);
    markup::check(page, &mut found);
    headings::check(page, &mut found);
    blocks::check(page, &mut found);
    shortcode::check(page, &mut found);
    space::check(page, &mut found);
    characters::check(page, &mut found);
    sort_and_dedup(&mut found);
    found
}

/// Rules that say more than others about the same line.
const SAYS_MORE: &[(&Rule, &Rule)] = &[
    (&header::HEADER_BLANK_LINE, &docutils::MISSING_BLANK_LINE),
    (&blocks::ACCIDENTAL_LIST, &docutils::LIST_START),
    (&names::MALFORMED_LINK, &markup::MISSING_UNDERSCORE),
    (&markup::UNCLOSED_MARKUP, &markup::UNMATCHED_MARKUP),
];

/// Puts the findings in order and drops what another one says better.
fn sort_and_dedup(found: &mut Vec<Finding>) {
    found.sort_by_key(|finding| {
        (
            finding.place,
            finding.span.start,
            std::cmp::Reverse(finding.level),
        )
    });
    let said: HashSet<(&str, usize)> = found
        .iter()
        .map(|finding| (finding.rule.name, finding.place.line))
        .collect();
    found.retain(|finding| {
        !SAYS_MORE.iter().any(|(more, less)| {
            finding.rule == *less && said.contains(&(more.name, finding.place.line))
        })
    });
    found.dedup_by(|next, first| {
        next.rule == first.rule && next.span == first.span && next.message == first.message
    });
}
