//! Directives, and text that is shown as it stands.

use super::blocks::{ReadingPage, blank};
use super::names::image;
use super::wrap::{clean, fill};
use super::{Run, Style};
use crate::rst::tree::{BlockContent, Directive, Opaque, Span};

impl ReadingPage<'_> {
    pub(super) fn directive(&mut self, directive: &Directive, span: Span) {
        let at = span.start;
        let name = directive.name.to_lowercase();
        match (&directive.content, name.as_str()) {
            (
                _,
                "contents" | "sectnum" | "class" | "default-role" | "role" | "include" | "meta"
                | "highlight",
            ) => {}
            (_, "image" | "thumbnail") => self.words(&image(directive), Style::Dim, at),
            (content, "figure") => {
                self.words(&image(directive), Style::Dim, at);
                if let BlockContent::Blocks(blocks) = content {
                    self.within("    ", |page| page.blocks(blocks));
                }
            }
            (
                BlockContent::Verbatim(text),
                "code" | "code-block" | "sourcecode" | "math" | "gist" | "listing",
            ) => {
                self.code(text, span);
            }
            (BlockContent::Verbatim(text), "table" | "list-table" | "csv-table") => {
                if let Some(title) = &directive.title {
                    self.paragraph(&title.inlines, None);
                }
                self.verbatim(text, span, Style::Plain);
            }
            (BlockContent::Text(text), _) => self.paragraph(&text.inlines, None),
            (BlockContent::Blocks(blocks), _) => {
                if let Some(title) = &directive.title {
                    let mut pieces = self.pieces(&title.inlines);
                    pieces
                        .iter_mut()
                        .for_each(|piece| piece.style = Style::Strong);
                    for line in fill(&pieces, self.room()) {
                        self.line(line.source, line.runs);
                    }
                } else if ADMONITIONS.contains(&name.as_str()) {
                    let title = name[..1].to_uppercase() + &name[1..];
                    self.words(&title, Style::Strong, at);
                }
                self.within("\u{2502} ", |page| page.blocks(blocks));
            }
            _ => {
                let arguments = directive.arguments.trim();
                let colon = if arguments.is_empty() { "" } else { ": " };
                self.words(&format!("[{name}{colon}{arguments}]"), Style::Dim, at);
            }
        }
    }

    pub(super) fn opaque(&mut self, kind: Opaque, span: Span) {
        let text = self.source.get(span.start..span.end).unwrap_or_default();
        let line_start = self.source[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let column = span.start - line_start;
        // The lines after the first still have the indentation of the enclosing block.
        let lines: Vec<&str> = text
            .split('\n')
            .enumerate()
            .map(|(at, line)| {
                if at == 0 {
                    line
                } else {
                    &line[blank(line).min(column)..]
                }
            })
            .collect();
        let style = if kind == Opaque::Malformed {
            Style::Dim
        } else {
            Style::Plain
        };
        self.verbatim(&lines.join("\n"), span, style);
    }

    pub(super) fn code(&mut self, text: &str, span: Span) {
        self.within("    ", |page| page.verbatim(text, span, Style::Literal));
    }

    /// Lines as they are. They stand at the end of `span`, one for one.
    pub(super) fn verbatim(&mut self, text: &str, span: Span, style: Style) {
        let text = text.trim_end_matches('\n');
        let source = self
            .source
            .get(span.start..span.end)
            .unwrap_or_default()
            .trim_end_matches('\n');
        let mut starts: Vec<usize> = vec![0];
        starts.extend(source.match_indices('\n').map(|(at, _)| at + 1));
        let before = starts.len().saturating_sub(text.split('\n').count());
        for (at, line) in text.split('\n').enumerate() {
            let start = starts
                .get(before + at)
                .map_or(span.end, |start| span.start + start);
            let start = start + self.source.get(start..).map_or(0, blank);
            self.line(
                start,
                vec![Run {
                    style,
                    text: clean(line.trim_end_matches('\r')),
                }],
            );
        }
    }
}

/// docutils' admonitions that have their name for a title.
const ADMONITIONS: [&str; 9] = [
    "attention",
    "caution",
    "danger",
    "error",
    "hint",
    "important",
    "note",
    "tip",
    "warning",
];
