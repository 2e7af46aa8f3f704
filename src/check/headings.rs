//! Headings: underlines, levels, and the title that is printed twice.

use super::page::CheckedPage;
use super::{Finding, Fix, Rule, Severity, docutils};
use crate::rst::name::normalise;
use crate::rst::tree::{Body, ProblemKind, Section, SystemMessage};
use crate::rst::walk::{Node, walk};
use crate::rst::width::columns;
use crate::rst::{plain, plain_inlines, walk};

pub(super) static SHORT_UNDERLINE: Rule = Rule {
    name: "short-underline",
    level: Severity::Warning,
    docutils: true,
    about: "A title whose line is shorter than it is; with fewer than four marks it is silently no title at all.",
};
pub(super) static SKIPPED_LEVEL: Rule = Rule {
    name: "skipped-level",
    level: Severity::Error,
    docutils: true,
    about: "A heading more than one level below the one before it.",
};
pub(super) static DOUBLED_TITLE: Rule = Rule {
    name: "doubled-title",
    level: Severity::Info,
    docutils: false,
    about: "A first heading that repeats the title of the metadata: Nikola's default theme prints both.",
};

pub(super) fn check(page: &CheckedPage<'_>, found: &mut Vec<Finding>) {
    let mut sections = None;
    for problem in &page.document.problems {
        match problem.kind {
            ProblemKind::ShortUnderline => found.push(short(page, problem)),
            ProblemKind::SkippedLevel => {
                let sections = sections.get_or_insert_with(|| walk::headings(&page.document));
                found.push(skipped(page, problem, sections));
            }
            _ => {}
        }
    }
    found.extend(doubled(page));
}

fn short(page: &CheckedPage<'_>, problem: &SystemMessage) -> Finding {
    let line = page.line(problem.span.start);
    let span = page.line_range(line);
    let finding = page.finding(&SHORT_UNDERLINE, span.clone(), problem.message.clone());
    let text = page.line_text(line).trim_end();
    let Some(mark) = text.chars().next() else {
        return finding.at(docutils::level(problem.level));
    };
    let is_line = |line: usize| {
        let text = page.line_text(line).trim_end();
        !text.is_empty() && text.chars().all(|c| c == mark)
    };
    // A line above has its title between it and the line below.
    let over = is_line(line + 2)
        && !is_line(line + 1)
        && !page.line_text(line + 1).trim().is_empty()
        && !is_title_below(page, line);
    let title = match over {
        true => page.line_text(line + 1),
        false => page.line_text(line.saturating_sub(1).max(1)),
    };
    let width = columns(title.trim_end()).max(4);
    let long: String = std::iter::repeat_n(mark, width).collect();
    let mut fix = Fix::new(
        "make the line as long as the title",
        span.clone(),
        long.clone(),
    );
    if over {
        fix = fix.and(page.line_range(line + 2), long);
    }
    let silent = problem.level == crate::rst::tree::MessageLevel::Info;
    let message = match silent {
        true => {
            "this line is too short to make a title of the line above: both are printed as text"
                .to_owned()
        }
        false => problem.message.clone(),
    };
    Finding { message, ..finding }
        .at(Severity::Warning)
        .with(fix)
}

/// Whether the line above `line` is the title to which it is the underline.
fn is_title_below(page: &CheckedPage<'_>, line: usize) -> bool {
    line > 1 && !page.line_text(line - 1).trim().is_empty()
}

fn skipped(page: &CheckedPage<'_>, problem: &SystemMessage, sections: &[&Section]) -> Finding {
    let line = page.line(problem.span.start);
    let finding = page.finding(
        &SKIPPED_LEVEL,
        page.line_range(line),
        format!(
            "{}, so docutils refuses it; its line needs another mark",
            problem.message
        ),
    );
    // The style one level below the section that the heading stands in.
    let before = sections
        .partition_point(|section| section.heading.span.start < problem.span.start)
        .checked_sub(1);
    let Some(around) = before.and_then(|before| sections.get(before)) else {
        return finding;
    };
    let wanted = sections
        .iter()
        .find(|section| section.depth == around.depth + 1);
    let over = line > 1 && {
        let above = page.line_text(line - 1).trim_end();
        !above.is_empty() && above == page.line_text(line + 1).trim_end()
    };
    let fix = wanted
        .filter(|section| !section.heading.overline && !over)
        .map(|section| {
            let width = columns(page.line_text(line).trim_end()).max(4);
            let under: String = std::iter::repeat_n(section.heading.character, width).collect();
            Fix::new(
                "give it the mark of the level below",
                page.line_range(line + 1),
                under,
            )
        });
    finding.with(fix)
}

fn doubled(page: &CheckedPage<'_>) -> Option<Finding> {
    let title = page.header.as_ref()?.value("title")?;
    let mut first = None;
    walk(&page.document.blocks, &mut |node| {
        if let (None, Node::Block(block)) = (&first, node)
            && let Body::Section(section) = &block.body
        {
            first = Some((
                section.heading.title.span,
                plain_inlines(&section.heading.title.inlines),
            ));
        }
    });
    let (span, heading) = first?;
    let same =
        normalise(&heading) == normalise(title) || normalise(&heading) == normalise(&plain(title));
    same.then(|| {
        page.finding(
            &DOUBLED_TITLE,
            span.start..span.end,
            "this heading repeats the post's title, which Nikola's default theme prints, too",
        )
    })
}
