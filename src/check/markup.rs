//! Inline markup that is not balanced, or that says something else than it was meant to.

use super::page::CheckedPage;
use super::{Finding, Fix, Rule, Severity, names};
use crate::rst::name::{collapse, normalise};
use crate::rst::tree::{Destination, Inline, InlineBody, ProblemKind, Referent};
use crate::rst::walk::{self, Node, walk};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

pub(super) static MISSING_UNDERSCORE: Rule = Rule {
    name: "missing-underscore",
    level: Severity::Warning,
    docutils: false,
    about: "A name in back quotes without an underscore: docutils makes a citation of it, not a link.",
};
pub(super) static UNCLOSED_MARKUP: Rule = Rule {
    name: "unclosed-markup",
    level: Severity::Warning,
    docutils: true,
    about: "A `*`, `**`, back quote or bar that begins something and has no end.",
};
pub(super) static UNMATCHED_MARKUP: Rule = Rule {
    name: "stray-markup",
    level: Severity::Warning,
    docutils: false,
    about: "The end of a reference, a literal or strong text without its beginning: it is printed as it is.",
};
pub(super) static LITERAL_NAME: Rule = Rule {
    name: "literal-name",
    level: Severity::Warning,
    docutils: false,
    about: "A literal that is the name of a target which nothing refers to: two back quotes for one, most likely.",
};

pub(super) fn check(page: &CheckedPage<'_>, found: &mut Vec<Finding>) {
    let marks = Marks::default();
    for problem in &page.document.problems {
        if problem.kind == ProblemKind::UnclosedMarkup {
            found.push(unclosed(
                page,
                problem.span.start..problem.span.end,
                &problem.message,
                &marks,
            ));
        }
    }
    let unused = unused(page);
    walk(&page.document.blocks, &mut |node| {
        if let Node::Text(inlines) = node {
            for inline in inlines {
                found.extend(look(page, inline, &unused));
            }
        }
    });
}

/// The names, as written, of targets that nothing refers to.
fn unused(page: &CheckedPage<'_>) -> HashSet<String> {
    let problems = &page.resolution.problems;
    let places: HashSet<usize> = problems
        .iter()
        .filter(|problem| problem.kind == ProblemKind::UnusedTarget)
        .map(|problem| problem.span.start)
        .collect();
    walk::targets(&page.document)
        .into_iter()
        .filter(|(span, target)| {
            matches!(target.to, Destination::Uri(_)) && places.contains(&span.start)
        })
        .filter_map(|(_, target)| target.name.clone())
        .collect()
}

fn look(page: &CheckedPage<'_>, inline: &Inline, unused: &HashSet<String>) -> Option<Finding> {
    let span = inline.span.start..inline.span.end;
    match &inline.body {
        InlineBody::Interpreted { role: None, text } => Some(interpreted(page, span, text)),
        InlineBody::Literal(text) if unused.contains(text.as_str()) => {
            let message = format!(
                "\"{text}\" is printed as code, though a target of that name waits for a reference"
            );
            let fix = Fix::new("make it a reference", span.clone(), format!("`{text}`_"));
            Some(page.finding(&LITERAL_NAME, span, message).with(fix))
        }
        InlineBody::Reference(reference)
            if reference.quoted && reference.to == Referent::Anonymous =>
        {
            // docutils says no more than that there are too many of them, if it does.
            names::glued(page, span, &reference.text).map(|finding| finding.at(Severity::Warning))
        }
        InlineBody::Text(_) => unmatched(page, span),
        _ => None,
    }
}

fn interpreted(page: &CheckedPage<'_>, span: Range<usize>, text: &str) -> Finding {
    let shown = collapse(text);
    if let Some(url) = misplaced_underscore(&shown) {
        let message = format!(
            "this is no link to {url}: the underscore belongs behind the closing back quote"
        );
        let inner = span.start + 1..span.end - 1;
        let inside = page.text[inner.clone()].trim_end_matches('_').len();
        let fix = Fix::new(
            "put the underscores behind the back quote",
            inner.start + inside..span.end,
            "`__",
        );
        return page
            .finding(&names::MALFORMED_LINK, span, message)
            .at(Severity::Warning)
            .with(fix);
    }
    let end = span.end;
    let name = normalise(text);
    let known = page.defined.contains_key(&name) || page.heading_names().contains(&name);
    let message = match known {
        true => missing_underscore(&shown),
        false => format!(
            "\"{shown}\" is printed as a citation; a link needs an underscore behind it, code two back quotes on each side"
        ),
    };
    let fix = known.then(|| Fix::new("add the underscore", end..end, "_"));
    Finding {
        name: Some(name),
        ..page.finding(&MISSING_UNDERSCORE, span, message).with(fix)
    }
}

/// What to say of a known name without its underscore.
pub(super) fn missing_underscore(name: &str) -> String {
    format!("\"{name}\" is printed as a citation; with an underscore behind it, it is a link")
}

/// The URL of `text <url>_` or `text <url>`.
fn misplaced_underscore(text: &str) -> Option<&str> {
    let inner = text.trim_end_matches('_').strip_suffix('>')?;
    let (label, url) = inner.rsplit_once('<')?;
    let uri = url.contains("://") || url.starts_with("mailto:");
    let label = label.trim_end();
    (uri && !label.is_empty() && !url.contains(char::is_whitespace)).then_some(url)
}

/// Where each mark stands in the text: gathered once, when it is first asked for, however many have
/// no end.
#[derive(Default)]
struct Marks(RefCell<HashMap<&'static str, Vec<usize>>>);

impl Marks {
    /// The first place of a mark from a byte on.
    fn next(&self, text: &str, mark: &'static str, from: usize) -> Option<usize> {
        let mut known = self.0.borrow_mut();
        let places = known.entry(mark).or_insert_with(|| {
            let bytes = text.as_bytes().windows(mark.len()).enumerate();
            let here = bytes.filter(|(_, bytes)| *bytes == mark.as_bytes());
            here.map(|(at, _)| at).collect()
        });
        let next = places.partition_point(|at| *at < from);
        places.get(next).copied()
    }
}

fn unclosed(page: &CheckedPage<'_>, span: Range<usize>, message: &str, places: &Marks) -> Finding {
    let source = &page.text[span.clone()];
    let marks: &[&'static str] = match source {
        "`" => &["`__", "`_", "`"],
        "``" => &["``"],
        "**" => &["**"],
        "*" => &["*"],
        _ => &[],
    };
    // An end-string that a letter follows ends nothing: `Name`_s.
    let from = span.end;
    let paragraph_end = match marks {
        [] => from,
        _ => places
            .next(page.text, "\n\n", from)
            .unwrap_or(page.text.len()),
    };
    let end_at = marks.iter().find_map(|mark| {
        let at = places.next(page.text, mark, from)?;
        let end = at + mark.len();
        let rest = page.text.get(end..paragraph_end)?;
        let touched = rest.starts_with(char::is_alphanumeric)
            && at > from
            && !page.text[from..at].ends_with([' ', '\n', '\\']);
        touched.then_some(end)
    });
    if let Some(at) = end_at {
        let message = format!(
            "{message}: a letter touches the mark that should end it; put a backslash between them"
        );
        return page.running(&UNCLOSED_MARKUP, span, message).with(Fix::new(
            "put a backslash behind the end",
            at..at,
            "\\ ",
        ));
    }
    let message = format!("{message}; write a backslash before it if it is plain text");
    let fix = match source {
        "*" | "`" | "|" | "**" | "``" => {
            let escaped: String = source.chars().flat_map(|c| ['\\', c]).collect();
            Some(Fix::new("make it plain text", span.clone(), escaped))
        }
        _ => None,
    };
    page.running(&UNCLOSED_MARKUP, span, message).with(fix)
}

/// The first end of something that did not begin in a run of plain text.
fn unmatched(page: &CheckedPage<'_>, span: Range<usize>) -> Option<Finding> {
    let text = page.text.get(span.clone())?;
    if !text.contains(['`', '*']) || page.in_table(span.start) {
        return None;
    }
    let mut escaped = false;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if escaped {
            escaped = false;
            before = 'x';
            continue;
        }
        if c == '\\' {
            escaped = true;
            continue;
        }
        let rest = &text[at..];
        let follows = |length: usize| rest[length..].chars().next();
        let ends = |next: Option<char>| {
            next.is_none_or(|next| next.is_whitespace() || ".,;:!?)".contains(next))
        };
        let word = before.is_alphanumeric() || ".)?!".contains(before);
        let place = span.start + at;
        if c == '`' && word {
            let length = rest.len() - rest.trim_start_matches('`').len();
            let mark: &str = match () {
                () if rest.starts_with("`__") => "`__",
                () if rest.starts_with("`_") => "`_",
                () => &rest[..length],
            };
            if ends(follows(mark.len())) {
                let message = format!(
                    "this {mark} ends something that does not begin: it is printed as it is"
                );
                return Some(page.finding(&UNMATCHED_MARKUP, place..place + mark.len(), message));
            }
        }
        if rest.starts_with("**") && word && ends(follows(2)) && before != ')' {
            let message = "this ** ends strong text that does not begin: it is printed as it is";
            return Some(page.finding(&UNMATCHED_MARKUP, place..place + 2, message));
        }
        before = c;
    }
    None
}
