//! White space at the ends of lines, tabs, and lines that are much longer than the others.

use super::page::{CheckedPage, PageKind};
use super::{Finding, Fix, Rule, Severity};
use crate::rst::tree::Body;
use crate::rst::walk::{Node, walk};
use crate::rst::width::columns;

pub(super) static TRAILING_SPACE: Rule = Rule {
    name: "trailing-space",
    level: Severity::Info,
    docutils: false,
    about: "White space at the end of a line.",
};
pub(super) static TAB: Rule = Rule {
    name: "tab",
    level: Severity::Info,
    docutils: false,
    about: "A tab, which docutils reads as spaces up to the next eighth column.",
};
pub(super) static LONG_LINE: Rule = Rule {
    name: "long-line",
    level: Severity::Info,
    docutils: false,
    about: "A line of prose of more than 100 columns in a post whose paragraphs are wrapped.",
};

/// The longest line of prose.
const LONGEST: usize = 100;
/// Columns between tab stops.
const STOP: usize = 8;

pub(super) fn check(page: &CheckedPage<'_>, found: &mut Vec<Finding>) {
    for line in 1..=page.lines() {
        let text = page.line_text(line);
        let range = page.line_range(line);
        let kept = text.trim_end_matches([' ', '\t', '\u{a0}', '\u{3000}']);
        if kept.len() < text.len() {
            let span = range.start + kept.len()..range.end;
            // A backslash takes the space behind it away; without that space it would take the line
            // break.
            let fix = (!kept.ends_with('\\')).then(|| Fix::new("remove it", span.clone(), ""));
            found.push(
                page.finding(&TRAILING_SPACE, span, "white space at the end of the line")
                    .with(fix),
            );
        }
        if let Some(at) = kept.find('\t') {
            let span = range.start + at..range.start + at + 1;
            let fix = Fix::new(
                "write it as spaces",
                range.start..range.start + kept.len(),
                expanded(kept),
            );
            found.push(
                page.finding(
                    &TAB,
                    span,
                    "a tab, which is wide as docutils has it and not as your editor has it",
                )
                .with(fix),
            );
        }
    }
    if page.kind == PageKind::Post {
        long(page, found);
    }
}

fn expanded(line: &str) -> String {
    let mut text = String::with_capacity(line.len() + STOP);
    let mut column = 0;
    for c in line.chars() {
        let width = if c == '\t' { STOP - column % STOP } else { 1 };
        column += width;
        match c {
            '\t' => text.extend(std::iter::repeat_n(' ', width)),
            c => text.push(c),
        }
    }
    text
}

/// Long lines of paragraphs. In a post that has one line a paragraph they are no mistake.
fn long(page: &CheckedPage<'_>, found: &mut Vec<Finding>) {
    let mut lines = Vec::new();
    walk(&page.document.blocks, &mut |node| {
        if let Node::Block(block) = node
            && matches!(block.body, Body::Paragraph(_))
            && !page.in_table(block.span.start)
        {
            lines.extend(
                page.line(block.span.start)
                    ..=page.line(block.span.end.saturating_sub(1).max(block.span.start)),
            );
        }
    });
    lines.dedup();
    let prose = lines.len();
    lines.retain(|line| columns(page.line_text(*line)) > LONGEST);
    if lines.len() * 8 > prose.max(8) {
        return;
    }
    for line in lines {
        let text = page.line_text(line);
        // What cannot be wrapped is not too long.
        let breakable = text
            .split_whitespace()
            .all(|word| columns(word) < LONGEST / 2);
        if breakable {
            let at = text
                .char_indices()
                .nth(LONGEST)
                .map_or(text.len(), |(at, _)| at);
            let range = page.line_range(line);
            // Without its width, which changes when something in it is mended.
            let message = format!(
                "a line of more than {LONGEST} columns in a post whose paragraphs are wrapped"
            );
            found.push(page.finding(&LONG_LINE, range.start + at..range.end, message));
        }
    }
}
