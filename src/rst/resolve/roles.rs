//! Roles of interpreted text: those of docutils and Nikola, and those that the text defines.

use std::collections::HashSet;

use crate::rst::tree::{
    BlockContent, Directive, Inline, InlineBody, MessageLevel, ProblemKind, Span, SystemMessage,
};

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
pub(super) struct KnownRole {
    defined: HashSet<String>,
}

impl KnownRole {
    /// Notes the role that a `role` directive defines, and reports a `default-role` that nobody
    /// knows.
    pub fn define(&mut self, directive: &Directive, span: Span, problems: &mut Vec<SystemMessage>) {
        if directive.name.eq_ignore_ascii_case("role")
            && let BlockContent::Verbatim(text) = &directive.content
        {
            let name = text.split(['(', '\n', ' ']).next().unwrap_or("");
            self.defined.insert(name.to_lowercase());
        }
        let name = directive.arguments.trim();
        let is_default = directive.name.eq_ignore_ascii_case("default-role") && !name.is_empty();
        if is_default && !self.is_known(name) {
            problems.push(unknown(name, span));
        }
    }

    fn is_known(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        KNOWN.contains(&name.as_str()) || self.defined.contains(&name)
    }

    /// Reports interpreted text whose role nobody knows.
    pub fn check(&self, inline: &Inline, problems: &mut Vec<SystemMessage>) {
        let InlineBody::Interpreted {
            role: Some(role), ..
        } = &inline.body
        else {
            return;
        };
        if !self.is_known(role) {
            problems.push(unknown(role, inline.span));
        }
    }
}

fn unknown(role: &str, span: Span) -> SystemMessage {
    SystemMessage {
        span,
        level: MessageLevel::Error,
        kind: ProblemKind::UnknownRole,
        message: format!("there is no role \"{role}\""),
    }
}
