//! Inline markup as styled pieces.

use super::Style;
use super::blocks::{ReadingPage, blank};
use super::wrap::{WrapPiece, clean};
use crate::rst::tree::{Inline, InlineBody, Span};

impl ReadingPage<'_> {
    pub(super) fn pieces(&mut self, inlines: &[Inline]) -> Vec<WrapPiece> {
        let mut pieces = Vec::new();
        for inline in inlines {
            let source = inline.span.start;
            let (style, text) = match &inline.body {
                InlineBody::Text(text) => {
                    self.text(text, inline.span, &mut pieces);
                    continue;
                }
                InlineBody::Problematic(text) | InlineBody::InlineTarget(text) => {
                    (Style::Plain, text.clone())
                }
                InlineBody::Emphasis(text) => (Style::Emphasis, text.clone()),
                InlineBody::Strong(text) => (Style::Strong, text.clone()),
                InlineBody::Literal(text) => (Style::Literal, text.clone()),
                InlineBody::Interpreted { role, text } => {
                    (role_style(role.as_deref()), text.clone())
                }
                InlineBody::FootnoteReference(label) => (Style::Dim, note_label(label)),
                InlineBody::Substitution { name, .. } => (
                    Style::Plain,
                    self.names
                        .substitution(name)
                        .unwrap_or_else(|| format!("|{name}|")),
                ),
                InlineBody::Reference(reference) => {
                    pieces.push(WrapPiece {
                        style: Style::Link,
                        text: clean(&reference.text),
                        source,
                    });
                    let number = self.names.lead(reference);
                    number.map_or((Style::Dim, String::new()), |number| {
                        (Style::Dim, format!("[{number}]"))
                    })
                }
            };
            pieces.push(WrapPiece {
                style,
                text: clean(&text),
                source,
            });
        }
        pieces
    }

    /// Plain text, each of its lines with the place where it stands in the source.
    pub(super) fn text(&self, text: &str, span: Span, pieces: &mut Vec<WrapPiece>) {
        let source = self.source.get(span.start..span.end).unwrap_or_default();
        let mut at = 0;
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                pieces.push(WrapPiece {
                    style: Style::Plain,
                    text: "\n".to_owned(),
                    source: span.start + at,
                });
                at = source[at..]
                    .find('\n')
                    .map_or(source.len(), |end| at + end + 1);
                at += blank(&source[at..]);
            }
            pieces.push(WrapPiece {
                style: Style::Plain,
                text: clean(line),
                source: span.start + at,
            });
        }
    }
}

/// A footnote's label, in a form that no link's number has.
pub(super) fn note_label(label: &str) -> String {
    let label = label.trim_start_matches('#');
    if label.is_empty() {
        "[note]".to_owned()
    } else {
        format!("[note {label}]")
    }
}

fn role_style(role: Option<&str>) -> Style {
    match role {
        Some("strong") => Style::Strong,
        Some("code" | "literal" | "math" | "kbd" | "file" | "command") => Style::Literal,
        Some("doc" | "any" | "ref" | "pep-reference" | "rfc-reference" | "pep" | "rfc") => {
            Style::Link
        }
        Some("sub" | "sup" | "subscript" | "superscript" | "raw") => Style::Plain,
        _ => Style::Emphasis,
    }
}
