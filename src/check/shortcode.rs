//! Nikola's shortcodes, `{{% name %}}`, which are carried out before docutils reads the text.

use super::page::CheckedPage;
use super::place::Places;
use super::{Finding, Rule, Severity};
use crate::rst::tree::{BlockContent, Body, InlineBody};
use crate::rst::walk::{Node, walk};
use std::ops::Range;

pub(super) static OPEN_SHORTCODE: Rule = Rule {
    name: "open-shortcode",
    level: Severity::Error,
    docutils: false,
    about: "A shortcode `{{%` that does not end, or an end without its beginning: Nikola stops. A `{{% raw %}}` without its end, which has no effect.",
};
pub(super) static LITERAL_SHORTCODE: Rule = Rule {
    name: "literal-shortcode",
    level: Severity::Error,
    docutils: false,
    about: "A shortcode in a literal block or literal: Nikola carries it out there, too, unless `{{% raw %}}` and `{{% /raw %}}` stand around it.",
};
pub(super) static UNKNOWN_SHORTCODE: Rule = Rule {
    name: "unknown-shortcode",
    level: Severity::Warning,
    docutils: false,
    about: "A shortcode that Nikola does not come with: it vanishes without a word unless the site defines it.",
};

/// The shortcodes that Nikola 8.3 comes with.
const KNOWN: &[&str] = &[
    "chart",
    "doc",
    "emoji",
    "gist",
    "link_figure",
    "listing",
    "media",
    "post-list",
    "post_list",
    "raw",
    "soundcloud",
    "thumbnail",
    "vimeo",
    "youtube",
];

pub(super) fn check(page: &CheckedPage<'_>, found: &mut Vec<Finding>) {
    if !page.text.contains("{{%") {
        return;
    }
    let literal = literals(page);
    const RAW_END: &str = "{{% /raw %}}";
    let last_end = page.text.rfind(RAW_END);
    let mut at = 0;
    let mut open: Vec<(&str, Range<usize>)> = Vec::new();
    while let Some(start) = page.text[at..].find("{{%").map(|found| at + found) {
        let Some(end) = page.text[start..]
            .find("%}}")
            .map(|found| start + found + 3)
        else {
            found.push(page.finding(
                &OPEN_SHORTCODE,
                start..start + 3,
                "this shortcode has no %}}, so Nikola stops; write {\\{% for the text",
            ));
            return;
        };
        at = end;
        let span = start..end;
        let words = page.text[start + 3..end - 3].trim();
        // What stands between these two is left alone, also in literal text.
        if words == "raw"
            && last_end.is_some_and(|last| last >= end)
            && let Some(close) = page.text[end..].find(RAW_END)
        {
            at = end + close + RAW_END.len();
            continue;
        }
        let name = page.text[start + 3..end - 3]
            .split_whitespace()
            .next()
            .unwrap_or_default();
        if literal.surrounding(start).is_some() {
            let message = format!(
                "Nikola carries out the shortcode \"{name}\" in literal text, too; put {{{{% raw %}}}} before it and {{{{% /raw %}}}} behind it"
            );
            found.push(page.finding(&LITERAL_SHORTCODE, span, message));
            continue;
        }
        if let Some(name) = name.strip_prefix('/') {
            match open.iter().rposition(|(opened, _)| *opened == name) {
                Some(place) => found.extend(unended(page, open.drain(place..).skip(1))),
                None => {
                    let message = format!(
                        "the end of a shortcode \"{name}\" that does not begin, so Nikola stops"
                    );
                    found.push(page.finding(&OPEN_SHORTCODE, span, message));
                }
            }
            continue;
        }
        if name.is_empty() {
            found.push(page.finding(
                &OPEN_SHORTCODE,
                span,
                "a shortcode without a name, so Nikola stops",
            ));
            continue;
        }
        open.push((name, span.clone()));
        if !KNOWN.contains(&name) {
            let message = format!(
                "Nikola has no shortcode \"{name}\": unless your site defines it, it vanishes without a word"
            );
            found.push(page.finding(&UNKNOWN_SHORTCODE, span, message));
        }
    }
    found.extend(unended(page, open));
}

/// Those of the shortcodes without an end that need one. Most stand alone.
fn unended<'t>(
    page: &CheckedPage<'_>,
    open: impl IntoIterator<Item = (&'t str, Range<usize>)>,
) -> Vec<Finding> {
    let message = "this {{% raw %}} has no {{% /raw %}}, so Nikola takes it out and carries out the shortcodes behind it";
    open.into_iter()
        .filter(|(name, _)| *name == "raw")
        .map(|(_, span)| {
            page.finding(&OPEN_SHORTCODE, span, message)
                .at(Severity::Warning)
        })
        .collect()
}

/// Where literal text stands.
fn literals(page: &CheckedPage<'_>) -> Places {
    let mut places = Vec::new();
    walk(&page.document.blocks, &mut |node| match node {
        Node::Block(block) => {
            let literal = match &block.body {
                Body::LiteralBlock(_) | Body::DoctestBlock(_) => true,
                Body::Directive(directive) => {
                    matches!(directive.content, BlockContent::Verbatim(_))
                        && matches!(
                            directive.name.as_str(),
                            "code" | "code-block" | "sourcecode"
                        )
                }
                _ => false,
            };
            if literal {
                places.push(block.span);
            }
        }
        Node::Text(inlines) => {
            let literal = inlines
                .iter()
                .filter(|inline| matches!(inline.body, InlineBody::Literal(_)));
            places.extend(literal.map(|inline| inline.span));
        }
    });
    Places::new(places)
}
