//! Inline markup as plain text.

use super::flow::Flow;
use super::inline;
use super::tree::{Inline, InlineBody};

/// The plain text of one line or paragraph of reST, as a reader sees it.
pub fn plain(source: &str) -> String {
    let mut flow = Flow::default();
    let mut at = 0;
    for line in source.split('\n') {
        flow.push(line, at);
        at += line.len() + 1;
    }
    plain_inlines(&inline::read(&flow).0)
}

/// The plain text of inline elements.
pub fn plain_inlines(inlines: &[Inline]) -> String {
    let mut text = String::new();
    for inline in inlines {
        match &inline.body {
            InlineBody::Text(part)
            | InlineBody::Emphasis(part)
            | InlineBody::Strong(part)
            | InlineBody::Literal(part)
            | InlineBody::Interpreted { text: part, .. }
            | InlineBody::InlineTarget(part)
            | InlineBody::Substitution { name: part, .. }
            | InlineBody::Problematic(part) => text.push_str(part),
            InlineBody::Reference(reference) => text.push_str(&reference.text),
            InlineBody::FootnoteReference(label) => {
                text.push('[');
                text.push_str(label);
                text.push(']');
            }
        }
    }
    text
}
