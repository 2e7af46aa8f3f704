//! Blocks that run into each other without a word from docutils.

use super::page::CheckedPage;
use super::{Finding, Fix, Rule, Severity, docutils, names};
use crate::rst::tree::{Block, Body, Definition, Inline, InlineBody, ListItem};
use crate::rst::walk::{Node, walk};

pub(super) static GLUED_TARGET: Rule = Rule {
    name: "glued-target",
    level: Severity::Warning,
    docutils: false,
    about: "A target or directive right below a paragraph, without a blank line: it is printed as text.",
};
pub(super) static LIST_WITHOUT_BLANK: Rule = Rule {
    name: "list-without-blank",
    level: Severity::Warning,
    docutils: false,
    about: "A list right below a paragraph or an item, without a blank line: it becomes running text.",
};
pub(super) static INDENT_AFTER_COLON: Rule = Rule {
    name: "indent-after-colon",
    level: Severity::Warning,
    docutils: false,
    about: "`Run:` with an indented line right below: a definition list, not code.",
};
pub(super) static ACCIDENTAL_LIST: Rule = Rule {
    name: "accidental-list",
    level: Severity::Warning,
    docutils: false,
    about: "A line such as `A. Miller` or `2017. A year` that docutils takes for a list of one item.",
};

pub(super) fn check(page: &CheckedPage<'_>, found: &mut Vec<Finding>) {
    walk(&page.document.blocks, &mut |node| {
        let Node::Block(block) = node else { return };
        match &block.body {
            Body::Paragraph(_) if !page.in_table(block.span.start) => paragraph(page, block, found),
            Body::DefinitionList(items) => {
                found.extend(items.iter().filter_map(|item| after_colon(page, item)))
            }
            Body::EnumeratedList {
                style,
                items,
                start,
            } => {
                if let [item] = items.as_slice() {
                    found.extend(accidental(page, item, style.sequence, *start));
                }
            }
            _ => {}
        }
    });
}

/// What a line of a paragraph looks like.
#[derive(PartialEq, Eq)]
enum LineKind {
    Text,
    /// A target, directive or the like.
    Explicit,
    /// A list item that nothing else can be meant by.
    Item,
    /// A hyphen or plus, which may be a dash or a sum.
    Dash,
    /// A number, which may end a sentence.
    Number(u32),
}

fn line_kind(line: &str) -> LineKind {
    let line = line.trim_start();
    if let Some(rest) = line.strip_prefix(".. ") {
        let word = rest.split_whitespace().next().unwrap_or_default();
        let target = rest.starts_with('_') && rest.contains(':');
        let label = rest.starts_with('[') && word.ends_with(']');
        let bar = rest.starts_with('|') && rest.contains("::");
        let directive = word.len() > 2 && word.ends_with("::");
        return if target || label || bar || directive {
            LineKind::Explicit
        } else {
            LineKind::Text
        };
    }
    if line
        .strip_prefix("__ ")
        .is_some_and(|rest| rest.contains("://"))
    {
        return LineKind::Explicit;
    }
    if ["* ", "• ", "‣ ", "⁃ ", "#. "]
        .iter()
        .any(|mark| line.starts_with(mark))
    {
        return LineKind::Item;
    }
    if line.starts_with("- ") || line.starts_with("+ ") {
        return LineKind::Dash;
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = &line[digits..];
    match line[..digits].parse() {
        Ok(number) if rest.starts_with(". ") || rest.starts_with(") ") => LineKind::Number(number),
        _ => LineKind::Text,
    }
}

fn paragraph(page: &CheckedPage<'_>, block: &Block, found: &mut Vec<Finding>) {
    let first = page.line(block.span.start);
    let last = page.line(block.span.end.saturating_sub(1).max(block.span.start));
    found.extend((first..=last).filter_map(|line| unspaced(page, line)));
    if first == last {
        return;
    }
    // Under the mark of an item, a hyphen begins another item.
    let start = page.line_range(first).start;
    let in_item = !page.text[start..block.span.start.max(start)]
        .trim()
        .is_empty();
    let lines: Vec<LineKind> = (first + 1..=last)
        .map(|line| line_kind(page.line_text(line)))
        .collect();
    if let Some(at) = lines
        .iter()
        .position(|themes| *themes == LineKind::Explicit)
    {
        let line = first + 1 + at;
        let range = page.line_range(line);
        let message = "without a blank line above, this is printed as a part of the paragraph";
        let end = page.line_range(last).end;
        let rest = &page.text[range.start..end];
        found.extend(names::unused_yet(page, rest, trimmed(page, line)));
        found.push(
            page.finding(&GLUED_TARGET, trimmed(page, line), message)
                .with(Fix::new(
                    "put a blank line before it",
                    range.start..range.start,
                    "\n",
                )),
        );
        return;
    }
    let colon = |at: usize| page.line_text(first + at).trim_end().ends_with(':');
    let dashes = lines
        .iter()
        .filter(|themes| **themes == LineKind::Dash)
        .count();
    let last_two = lines
        .iter()
        .rposition(|themes| *themes == LineKind::Number(2));
    let counts = |at: usize| match &lines[at] {
        LineKind::Item => true,
        LineKind::Dash => in_item || colon(at) || dashes > 1,
        LineKind::Number(number) => {
            let next = last_two.is_some_and(|two| two > at);
            colon(at) || (*number == 1 && (next || in_item))
        }
        LineKind::Text | LineKind::Explicit => false,
    };
    let Some(at) = (0..lines.len()).find(|at| counts(*at)) else {
        return;
    };
    let line = first + 1 + at;
    let range = page.line_range(line);
    let message = "without a blank line above, this is no list item but a part of the paragraph";
    found.push(
        page.finding(&LIST_WITHOUT_BLANK, trimmed(page, line), message)
            .with(Fix::new(
                "put a blank line before the list",
                range.start..range.start,
                "\n",
            )),
    );
}

/// `.._Name: url`: a target without the space behind its dots.
fn unspaced(page: &CheckedPage<'_>, line: usize) -> Option<Finding> {
    let text = page.line_text(line).trim_start();
    let named = text
        .strip_prefix(".._")
        .is_some_and(|rest| rest.contains(": "));
    let span = trimmed(page, line);
    let at = span.start + 2;
    let message = "a target needs a space after its dots; without it, this is printed as text";
    named.then(|| {
        page.finding(&docutils::MALFORMED_TARGET, span, message)
            .with(Fix::new("put a space after the dots", at..at, " "))
    })
}

/// A line without the white space around it.
fn trimmed(page: &CheckedPage<'_>, line: usize) -> std::ops::Range<usize> {
    let range = page.line_range(line);
    let text = page.line_text(line);
    range.start + (text.len() - text.trim_start().len())..range.start + text.trim_end().len()
}

fn after_colon(page: &CheckedPage<'_>, item: &Definition) -> Option<Finding> {
    let line = page.line(item.term.span.start);
    let range = page.line_range(line);
    let text = page.line_text(line).trim_end();
    if !text.ends_with(':')
        || text.ends_with("::")
        || text.ends_with("\\:")
        || !item.classifiers.is_empty()
    {
        return None;
    }
    let body = item
        .blocks
        .first()
        .and_then(|block| page.text.get(block.span.start..block.span.end))?;
    // A definition is prose, and a list within one is nothing to run.
    let words = body.split_whitespace().count();
    let ends = body.trim_end().ends_with(['.', '!', '?']);
    let markup = |inlines: &[Inline]| {
        let plain = |inline: &Inline| match &inline.body {
            InlineBody::Text(_) => true,
            InlineBody::Reference(reference) => !reference.quoted,
            _ => false,
        };
        !inlines.iter().all(plain)
    };
    let prose = |block: &Block| match &block.body {
        Body::Paragraph(inlines) => markup(inlines),
        _ => true,
    };
    let sentence = markup(&item.term.inlines)
        || item.blocks.iter().any(prose)
        || (ends && words > 4)
        || words > 14;
    let at = range.start + text.len();
    let message = "this and the indented line below make a term with its definition; for code write two colons and a blank line";
    let fix = Fix::new("make it code", at..at, ":\n");
    let finding = page.finding(&INDENT_AFTER_COLON, trimmed(page, line), message);
    Some(match sentence {
        true => finding.at(Severity::Info),
        false => finding.with(fix),
    })
}

fn accidental(
    page: &CheckedPage<'_>,
    item: &ListItem,
    sequence: char,
    start: u32,
) -> Option<Finding> {
    let [
        Block {
            body: Body::Paragraph(_),
            span,
        },
    ] = item.blocks.as_slice()
    else {
        return None;
    };
    let letters = matches!(sequence, 'a' | 'A' | 'i' | 'I');
    let year = sequence == '1' && start > 31;
    if !letters && !year {
        return None;
    }
    let at = item.span.start;
    let one_line = page.line(at) == page.line(span.end.saturating_sub(1).max(at));
    let marker = page.text.get(at..span.start).unwrap_or_default().trim_end();
    let message = format!(
        "\"{marker}\" at the beginning of a paragraph makes it a list of one item; put a backslash before it"
    );
    Some(
        page.finding(&ACCIDENTAL_LIST, at..span.end, message)
            .with(one_line.then(|| Fix::new("make it plain text", at..at, "\\"))),
    )
}
