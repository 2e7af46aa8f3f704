//! References that lead nowhere, names that are taken twice, targets that nobody uses.

use super::page::CheckedPage;
use super::similar_names::letters;
use super::{Finding, Fix, Rule, Severity, docutils};
use crate::rst::name::normalise;
use crate::rst::tree::{ProblemKind, Reference, Referent, Span, SystemMessage};
use crate::rst::{target, walk};
use std::collections::HashMap;
use std::ops::Range;

pub(super) static UNDEFINED_REFERENCE: Rule = Rule {
    name: "undefined-reference",
    level: Severity::Error,
    docutils: true,
    about: "A reference to a name that has no target, or a target that leads nowhere: docutils prints an error into the page.",
};
pub(super) static AMBIGUOUS_REFERENCE: Rule = Rule {
    name: "ambiguous-reference",
    level: Severity::Error,
    docutils: true,
    about: "A reference to a name that several targets or headings have.",
};
pub(super) static UNDEFINED_SUBSTITUTION: Rule = Rule {
    name: "undefined-substitution",
    level: Severity::Error,
    docutils: true,
    about: "Text between bars, `|x|`, that no substitution definition gives a meaning.",
};
pub(super) static ANONYMOUS_MISMATCH: Rule = Rule {
    name: "anonymous-mismatch",
    level: Severity::Error,
    docutils: true,
    about: "More or fewer references with two underscores than targets for them; none of them works then.",
};
pub(super) static DUPLICATE_TARGET: Rule = Rule {
    name: "duplicate-target",
    level: Severity::Warning,
    docutils: true,
    about: "One name for two places: two URLs, two headings, a heading and a target.",
};
pub(super) static UNUSED_TARGET: Rule = Rule {
    name: "unused-target",
    level: Severity::Info,
    docutils: true,
    about: "A target that nothing refers to.",
};
pub(super) static MALFORMED_LINK: Rule = Rule {
    name: "malformed-link",
    level: Severity::Error,
    docutils: false,
    about: "A URL in back quotes that is no link: `text<url>`_ without the space, or `text <url>_` with the underscore inside.",
};

pub(super) fn check(page: &CheckedPage<'_>, found: &mut Vec<Finding>) {
    let references: HashMap<usize, &Reference> = walk::references(&page.document)
        .into_iter()
        .map(|(span, reference)| (span.start, reference))
        .collect();
    let problems = page
        .document
        .problems
        .iter()
        .chain(&page.resolution.problems);
    for problem in problems {
        let span = problem.span.start..problem.span.end;
        let reference = references.get(&span.start).copied();
        let made = match problem.kind {
            ProblemKind::UndefinedReference => match reference {
                Some(reference) => undefined(page, problem, reference),
                None => page.named(&UNDEFINED_REFERENCE, span, problem.message.clone()),
            },
            ProblemKind::AmbiguousReference => {
                let message = format!("{}, so this reference leads nowhere", problem.message);
                page.named(&AMBIGUOUS_REFERENCE, span, message)
            }
            ProblemKind::UndefinedSubstitution => {
                let source = &page.text[span.clone()];
                let message = format!(
                    "{}, so an error is printed in its place; write \\| for a bar",
                    problem.message
                );
                let inner = span.start + 1;
                page.named(&UNDEFINED_SUBSTITUTION, span, message).with(
                    source
                        .starts_with('|')
                        .then(|| Fix::new("make the bar plain text", inner - 1..inner - 1, "\\")),
                )
            }
            ProblemKind::AnonymousMismatch => {
                page.named(&ANONYMOUS_MISMATCH, span, problem.message.clone())
            }
            ProblemKind::DuplicateTarget => duplicate(page, problem, reference),
            ProblemKind::UnusedTarget => page.named(&UNUSED_TARGET, span, problem.message.clone()),
            _ => continue,
        };
        let name = made
            .name
            .clone()
            .or_else(|| problem.message.split('"').nth(1).map(str::to_owned));
        found.push(Finding {
            name,
            ..made.at(docutils::level(problem.level))
        });
    }
}

fn undefined(page: &CheckedPage<'_>, problem: &SystemMessage, reference: &Reference) -> Finding {
    let span = problem.span.start..problem.span.end;
    let (Referent::Name(name) | Referent::Alias { name, .. }) = &reference.to else {
        return page.named(&UNDEFINED_REFERENCE, span, problem.message.clone());
    };
    let shown = normalise(name);
    if let Some(finding) = glued(page, span.clone(), name).filter(|_| reference.quoted) {
        return finding;
    }
    if let Some((book_name, url)) = page.book.link(name) {
        let message =
            format!("there is no target \"{shown}\" in this post, but the link book knows it");
        return page
            .named(&UNDEFINED_REFERENCE, span, message)
            .with(add_target(page, name, book_name, url));
    }
    let near = page.near(&shown);
    let source = &page.text[span.clone()];
    if !reference.quoted && near.is_none() && shown.contains(['_', '.']) {
        let message = format!(
            "there is no target \"{shown}\": the underscore at the end makes a reference of it; write \\_ for a plain one"
        );
        let at = span.start + source.trim_end_matches('_').len();
        let escapes = "\\".len();
        let mut fix = Fix::new("make the underscore plain text", at..at, "\\");
        if source.ends_with("__") {
            fix = fix.and(at + escapes..at + escapes, "\\");
        }
        return page.named(&UNDEFINED_REFERENCE, span, message).with(fix);
    }
    let mut message =
        format!("there is no target \"{shown}\", so docutils prints an error in its place");
    let Some(other) = near else {
        return page.named(&UNDEFINED_REFERENCE, span, message);
    };
    message.push_str(&format!("; is \"{other}\" meant?"));
    let same = letters(&normalise(other)) == letters(&shown);
    let fix = matches!(reference.to, Referent::Name(_)).then(|| {
        let text = source.trim_end_matches('_').trim_matches('`');
        Fix::new(
            format!("link it to \"{other}\""),
            span.clone(),
            format!("`{text} <{other}_>`__"),
        )
    });
    page.named(&UNDEFINED_REFERENCE, span, message)
        .with(fix.filter(|_| same))
}

/// The finding about a reference `text<url>`_, which has no space before its URL.
pub(super) fn glued(page: &CheckedPage<'_>, span: Range<usize>, name: &str) -> Option<Finding> {
    let url = glued_uri(name)?;
    let shown = normalise(name);
    let message = format!(
        "there is no target \"{shown}\": a space is missing before the \"<\", so this is no link to {url}"
    );
    let source = &page.text[span.clone()];
    let open = span.start + source.rfind('<').unwrap_or(0);
    let end = span.end;
    let fix = Fix::new("put a space before the <", open..open, " ");
    let fix = match source.ends_with("__") {
        true => fix,
        false => fix.and(end..end, "_"),
    };
    Some(page.named(&MALFORMED_LINK, span, message).with(fix))
}

/// The URL of `text<url>`.
fn glued_uri(name: &str) -> Option<&str> {
    let (text, rest) = name.split_once('<')?;
    let url = rest.strip_suffix('>')?;
    let uri = url.contains("://") || url.starts_with("mailto:");
    let glued = !text.is_empty() && !text.ends_with(char::is_whitespace);
    (uri && glued && !url.contains(char::is_whitespace)).then_some(url)
}

/// The findings about a target that is none yet and that nothing refers to: what mends it should
/// not bring a new one.
pub(super) fn unused_yet(
    page: &CheckedPage<'_>,
    source: &str,
    span: Range<usize>,
) -> Option<Finding> {
    let document = crate::rst::parse(source);
    let name = walk::targets(&document)
        .first()?
        .1
        .name
        .as_deref()
        .map(normalise)?;
    let refers = page.referred().contains(&name);
    (!refers).then(|| Finding {
        name: Some(name.clone()),
        ..page.finding(
            &UNUSED_TARGET,
            span,
            format!("nothing refers to the target \"{name}\""),
        )
    })
}

/// Adds a target at the end of the text.
fn add_target(page: &CheckedPage<'_>, written: &str, name: &str, url: &str) -> Fix {
    // An alias of the link book is not the book's name: the target has the name that the reference
    // uses.
    let name = if normalise(name) == normalise(written) {
        name
    } else {
        written
    };
    let end = page.text.trim_end_matches(['\n', ' ', '\r']).len();
    let last_line = page.line_text(page.line(end.saturating_sub(1)));
    let after_target = page.last_target.is_some_and(|last| last >= end);
    let gap = if after_target || last_line.starts_with(".. _") {
        "\n"
    } else {
        "\n\n"
    };
    let mut text = format!("{gap}{}", target::write(name, url));
    if page.text[end..].is_empty() {
        text.push('\n');
    }
    Fix::new(format!("add the target {name}: {url}"), end..end, text)
}

fn duplicate(
    page: &CheckedPage<'_>,
    problem: &SystemMessage,
    reference: Option<&Reference>,
) -> Finding {
    let span = problem.span.start..problem.span.end;
    let embedded = reference
        .is_some_and(|reference| matches!(reference.to, Referent::Embedded { named: true, .. }));
    if embedded {
        let message = format!(
            "{}: the text of an embedded link is a name, too; two underscores make it a link only",
            problem.message
        );
        let end = span.end;
        let reached = page.reached(span.start);
        return page
            .counted(reached, page.finding(&DUPLICATE_TARGET, span, message))
            .with(Fix::new("use two underscores", end..end, "_"));
    }
    let lines = |span: Span| page.text.get(span.start..span.end).unwrap_or_default();
    let twice =
        problem.message.ends_with("in the same way") && lines(problem.span).starts_with(".. _");
    let line = page.line(span.start);
    let whole = page.line_range(line).start..page.line_range(page.line(span.end) + 1).start;
    let fix = twice.then(|| Fix::new("remove the second one", whole, ""));
    // A target that is a block of its own stands where it stands.
    let inside = page
        .run_start(span.start)
        .or_else(|| page.heading_title(span.start));
    let reached = inside.and_then(|start| page.reached(start));
    let finding = page.finding(&DUPLICATE_TARGET, span, problem.message.clone());
    page.counted(reached, finding).with(fix)
}
