//! What docutils reports about blocks and roles, each kind as a rule of ours.

use super::page::{CheckedPage, PageKind};
use super::{Finding, Fix, Rule, Severity, names};
use crate::rst::transition;
use crate::rst::tree::{self, ProblemKind, SystemMessage};

/// Declares a rule.
macro_rules! rules {
    ($($(#[$doc:meta])* $id:ident = $name:literal, $level:ident, $about:literal;)+) => {
        $($(#[$doc])* pub(super) static $id: Rule = Rule { name: $name, level: Severity::$level, docutils: true, about: $about };)+
    };
}

rules! {
    UNKNOWN_ROLE = "unknown-role", Error, "A role such as `:name:` before back quotes that neither docutils nor Nikola knows.";
    BAD_ROLE = "bad-role", Warning, "Interpreted text with two roles, or with a role and an underscore.";
    BAD_TITLE = "bad-title", Error, "A title or a line of punctuation where none may stand, or whose lines do not match.";
    LIST_START = "list-start", Info, "A numbered list that does not begin with its first number.";
    MISSING_BLANK_LINE = "missing-blank-line", Warning, "A list, a quote, a literal block or a directive that ends without a blank line.";
    UNEXPECTED_INDENT = "unexpected-indent", Error, "An indented line below a paragraph of several lines.";
    EMPTY_LITERAL = "empty-literal", Warning, "A `::` that no literal block follows.";
    MALFORMED_TARGET = "malformed-target", Warning, "A target that cannot be read, often for want of a space after its colon.";
    UNKNOWN_DIRECTIVE = "unknown-directive", Error, "A directive that neither docutils nor Nikola knows.";
    BAD_DIRECTIVE = "bad-directive", Error, "A directive with wrong arguments, options or content.";
    BAD_TABLE = "bad-table", Error, "A table that cannot be read.";
    UNREADABLE = "unreadable", Error, "Anything else that docutils refuses.";
}

/// docutils' level in our words.
pub(super) fn level(level: tree::MessageLevel) -> Severity {
    match level {
        tree::MessageLevel::Info => Severity::Info,
        tree::MessageLevel::Warning => Severity::Warning,
        tree::MessageLevel::Error | tree::MessageLevel::Severe => Severity::Error,
    }
}

pub(super) fn check(page: &CheckedPage<'_>, found: &mut Vec<Finding>) {
    let transitions = transition::misplaced(&page.document, page.kind == PageKind::Post);
    let problems = page
        .document
        .problems
        .iter()
        .chain(&page.resolution.problems)
        .chain(&transitions);
    for problem in problems {
        let Some(finding) = block(page, problem) else {
            continue;
        };
        if let Some(fix) = finding
            .fix
            .as_ref()
            .filter(|_| finding.rule == &MALFORMED_TARGET)
        {
            let span = finding.span.clone();
            let edit = fix.edits.first();
            let mended = edit.map(|edit| {
                format!(
                    "{} {}",
                    &page.text[span.start..edit.range.start],
                    &page.text[edit.range.start..span.end]
                )
            });
            found.extend(mended.and_then(|mended| names::unused_yet(page, &mended, span)));
        }
        found.push(finding);
    }
}

fn block(page: &CheckedPage<'_>, problem: &SystemMessage) -> Option<Finding> {
    let span = problem.span.start..problem.span.end;
    let message = &problem.message;
    let plain = |rule: &'static Rule, message: String| {
        Some(
            page.finding(rule, span.clone(), message)
                .at(level(problem.level)),
        )
    };
    match problem.kind {
        ProblemKind::UnknownRole => {
            let message = format!("{message}, so an error is printed in its place");
            Some(
                page.running(&UNKNOWN_ROLE, span, message)
                    .at(level(problem.level)),
            )
        }
        ProblemKind::BadTitle => plain(&BAD_TITLE, message.clone()),
        ProblemKind::List => plain(&LIST_START, message.clone()),
        ProblemKind::UnexpectedUnindent => {
            let line = page.line(span.start);
            let fix = Fix::new(
                "put a blank line before it",
                page.line_range(line).start..page.line_range(line).start,
                "\n",
            );
            let message = format!("{message}, so this line may be read otherwise than it looks");
            plain(&MISSING_BLANK_LINE, message).map(|finding| finding.with(fix))
        }
        ProblemKind::UnexpectedIndent => plain(
            &UNEXPECTED_INDENT,
            format!(
                "{message}; a quote needs a blank line before it, code a `::` and a blank line"
            ),
        ),
        ProblemKind::EmptyLiteral if problem.level == tree::MessageLevel::Info => {
            let line = page.line(span.start);
            let fix = Fix::new(
                "put a blank line before it",
                page.line_range(line).start..page.line_range(line).start,
                "\n",
            );
            let message = "the line above ends in `::`, but without a blank line this is a definition, not a literal block";
            plain(&EMPTY_LITERAL, message.to_owned())
                .map(|finding| finding.at(Severity::Warning).with(fix))
        }
        ProblemKind::EmptyLiteral => plain(
            &EMPTY_LITERAL,
            format!("{message}; its lines must be indented"),
        ),
        ProblemKind::MalformedTarget => malformed(page, problem),
        ProblemKind::UnknownDirective if is_ablog(page, span.start) => {
            let message = "the metadata of ABlog, which no other program reads";
            plain(&UNKNOWN_DIRECTIVE, message.to_owned()).map(|finding| finding.at(Severity::Info))
        }
        ProblemKind::UnknownDirective => plain(
            &UNKNOWN_DIRECTIVE,
            format!("{message}, so an error is printed in its place"),
        ),
        ProblemKind::Directive => plain(&BAD_DIRECTIVE, message.clone()),
        ProblemKind::Table => plain(&BAD_TABLE, message.clone()),
        ProblemKind::Other
            if page.run_start(span.start).is_some()
                && problem.level == tree::MessageLevel::Warning =>
        {
            Some(
                page.running(&BAD_ROLE, span, message.clone())
                    .at(level(problem.level)),
            )
        }
        ProblemKind::Other => plain(&UNREADABLE, message.clone()),
        // These have rules of their own.
        ProblemKind::ShortUnderline
        | ProblemKind::SkippedLevel
        | ProblemKind::UnclosedMarkup
        | ProblemKind::UndefinedReference
        | ProblemKind::AmbiguousReference
        | ProblemKind::UndefinedSubstitution
        | ProblemKind::AnonymousMismatch
        | ProblemKind::DuplicateTarget
        | ProblemKind::UnusedTarget => None,
    }
}

/// Whether the directive `post` stands there before all sections but the first.
fn is_ablog(page: &CheckedPage<'_>, at: usize) -> bool {
    let title = page.heading(1).unwrap_or(usize::MAX);
    at < title
        && page
            .text
            .get(at..)
            .is_some_and(|rest| rest.trim_start().starts_with(".. post::"))
}

fn malformed(page: &CheckedPage<'_>, problem: &SystemMessage) -> Option<Finding> {
    let span = problem.span.start..problem.span.end;
    let text = page.text.get(span.clone())?;
    let finding = page
        .finding(&MALFORMED_TARGET, span.clone(), problem.message.clone())
        .at(level(problem.level));
    // `.. _Name:url`
    let colon = text
        .trim_start()
        .starts_with(".. _")
        .then(|| {
            text.char_indices()
                .find(|(at, c)| *c == ':' && !text[at + 1..].starts_with(char::is_whitespace))
        })
        .flatten()
        .map(|(at, _)| span.start + at + 1);
    let Some(at) = colon else {
        return Some(finding);
    };
    let message = "a target needs a space after its colon; without it, this is a comment and nothing has the name";
    Some(Finding {
        message: message.to_owned(),
        ..finding.with(Fix::new("put a space after the colon", at..at, " "))
    })
}
