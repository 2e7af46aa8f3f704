//! Roles of interpreted text: those of docutils and Nikola, and those that the text defines.

use std::collections::HashSet;

use crate::rst::tree::{Content, Directive, Inline, InlineBody, Level, Problem, ProblemKind};

const KNOWN: &[&str] = &[
    "ab",
    "abbreviation",
    "ac",
    "acronym",
    "code",
    "doc",
    "emphasis",
    "html",
    "literal",
    "math",
    "pep",
    "pep-reference",
    "raw-html",
    "rfc",
    "rfc-reference",
    "sc",
    "strong",
    "sub",
    "subscript",
    "sup",
    "superscript",
    "t",
    "title",
    "title-reference",
];

/// The roles that are known at a place of the text.
#[derive(Debug, Default)]
pub(super) struct Known {
    defined: HashSet<String>,
}

impl Known {
    /// Notes the role that a `role` directive defines.
    pub fn define(&mut self, directive: &Directive) {
        if !directive.name.eq_ignore_ascii_case("role") {
            return;
        }
        if let Content::Verbatim(text) = &directive.content {
            let name = text.split(['(', '\n', ' ']).next().unwrap_or("");
            self.defined.insert(name.to_lowercase());
        }
    }

    /// Reports interpreted text whose role nobody knows.
    pub fn check(&self, inline: &Inline, problems: &mut Vec<Problem>) {
        let InlineBody::Interpreted {
            role: Some(role), ..
        } = &inline.body
        else {
            return;
        };
        let name = role.to_lowercase();
        if !KNOWN.contains(&name.as_str()) && !self.defined.contains(&name) {
            problems.push(Problem {
                span: inline.span,
                level: Level::Error,
                kind: ProblemKind::UnknownRole,
                message: format!("there is no role \"{role}\""),
            });
        }
    }
}
