//! Nikola's shortcodes, `{{% name %}}`, which are carried out before docutils reads the text.

use super::page::Page;
use super::{Finding, Level, Rule};
use crate::rst::tree::{Body, Content, InlineBody};
use crate::rst::walk::{Node, walk};

pub(super) static OPEN_SHORTCODE: Rule = Rule {
    name: "open-shortcode",
    level: Level::Error,
    docutils: false,
    about: "A shortcode `{{%` that does not end, or an end without its beginning: Nikola stops.",
};
pub(super) static LITERAL_SHORTCODE: Rule = Rule {
    name: "literal-shortcode",
    level: Level::Error,
    docutils: false,
    about: "A shortcode in a literal block or literal: Nikola carries it out there, too, unless `{{% raw %}}` and `{{% /raw %}}` stand around it.",
};
pub(super) static UNKNOWN_SHORTCODE: Rule = Rule {
    name: "unknown-shortcode",
    level: Level::Warning,
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

pub(super) fn check(page: &Page<'_>, found: &mut Vec<Finding>) {
    if !page.text.contains("{{%") {
        return;
    }
    let literal = literals(page);
    let mut at = 0;
    let mut open: Vec<(&str, std::ops::Range<usize>)> = Vec::new();
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
        let close = page.text[end..].find("{{% /raw %}}");
        if let ("raw", Some(close)) = (words, close) {
            at = end + close + "{{% /raw %}}".len();
            continue;
        }
        let name = page.text[start + 3..end - 3]
            .split_whitespace()
            .next()
            .unwrap_or_default();
        if literal
            .iter()
            .any(|(from, to)| *from <= start && start < *to)
        {
            let message = format!(
                "Nikola carries out the shortcode \"{name}\" in literal text, too; put {{{{% raw %}}}} before it and {{{{% /raw %}}}} behind it"
            );
            found.push(page.finding(&LITERAL_SHORTCODE, span, message));
            continue;
        }
        if let Some(name) = name.strip_prefix('/') {
            match open.iter().rposition(|(opened, _)| *opened == name) {
                Some(place) => open.truncate(place),
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
}

/// Where literal text stands.
fn literals(page: &Page<'_>) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    walk(&page.document.blocks, &mut |node| match node {
        Node::Block(block) => {
            let literal = match &block.body {
                Body::LiteralBlock(_) | Body::DoctestBlock(_) => true,
                Body::Directive(directive) => {
                    matches!(directive.content, Content::Verbatim(_))
                        && matches!(
                            directive.name.as_str(),
                            "code" | "code-block" | "sourcecode"
                        )
                }
                _ => false,
            };
            if literal {
                places.push((block.span.start, block.span.end));
            }
        }
        Node::Text(inlines) => {
            let literal = inlines
                .iter()
                .filter(|inline| matches!(inline.body, InlineBody::Literal(_)));
            places.extend(literal.map(|inline| (inline.span.start, inline.span.end)));
        }
    });
    places
}
