//! A text with everything that the rules ask about it, read once.

use super::header::{self, Header};
use super::{Book, Finding, Fix, Level, Place, Rule};
use crate::rst::name::normalise;
use crate::rst::resolve::{Resolution, resolve};
use crate::rst::tree::{Body, Document, InlineBody, Opaque, Referent, Span};
use crate::rst::walk::{self, Node, walk};
use crate::rst::{self, line_starts};
use std::collections::HashSet;
use std::ops::Range;

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A whole post.
    Post,
    /// A part of an event, which has no metadata and gets its line breaks from the export.
    Notes,
}

/// A text, read.
pub(super) struct Page<'t> {
    pub kind: Kind,
    pub text: &'t str,
    pub book: &'t Book,
    pub document: Document,
    pub resolution: Resolution,
    /// Nikola's metadata at the top.
    pub header: Option<Header<'t>>,
    /// The names that the text defines itself, normalised.
    pub defined: HashSet<String>,
    /// Where each line begins.
    starts: Vec<usize>,
    /// The places of running text, in order: docutils counts what is wrong in it to its first line.
    runs: Vec<Span>,
    /// The places of tables, in which lines are not what they seem.
    tables: Vec<Span>,
}

impl<'t> Page<'t> {
    pub fn new(text: &'t str, book: &'t Book, kind: Kind) -> Page<'t> {
        let document = rst::parse(text);
        let resolution = resolve(&document);
        let mut runs = Vec::new();
        let mut tables = Vec::new();
        let mut defined = HashSet::new();
        walk(&document.blocks, &mut |node| match node {
            Node::Text(inlines) => {
                if let (Some(first), Some(last)) = (inlines.first(), inlines.last()) {
                    runs.push(Span {
                        start: first.span.start,
                        end: last.span.end,
                    });
                }
                for inline in inlines {
                    match &inline.body {
                        InlineBody::InlineTarget(name) => {
                            defined.insert(normalise(name));
                        }
                        InlineBody::Reference(reference)
                            if matches!(
                                reference.to,
                                Referent::Embedded { named: true, .. }
                                    | Referent::Alias { named: true, .. }
                            ) =>
                        {
                            defined.insert(normalise(&reference.text));
                        }
                        _ => {}
                    }
                }
            }
            Node::Block(block) => {
                if let Body::Opaque {
                    kind: Opaque::GridTable | Opaque::SimpleTable,
                    ..
                } = &block.body
                {
                    tables.push(block.span);
                }
            }
        });
        defined.extend(
            walk::targets(&document)
                .into_iter()
                .filter_map(|(_, target)| target.name.as_deref().map(normalise)),
        );
        runs.sort_by_key(|span| span.start);
        Page {
            text,
            book,
            resolution,
            header: match kind {
                Kind::Post => header::find(text),
                Kind::Notes => None,
            },
            kind,
            defined,
            starts: line_starts(text),
            runs,
            tables,
            document,
        }
    }

    /// The number of the line in which a byte stands, from 1.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).max(1)
    }

    /// How many lines there are; the empty one behind a last line break counts.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The bytes of a line (from 1) without its line break.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let start = self
            .starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(self.text.len());
        let next = self.starts.get(line).copied().unwrap_or(self.text.len());
        let content = self.text[start..next].trim_end_matches(|c: char| {
            matches!(
                c,
                '\n' | '\r' | '\u{1c}' | '\u{1d}' | '\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
            )
        });
        start..start + content.len()
    }

    /// The text of a line (from 1).
    pub fn line_text(&self, line: usize) -> &'t str {
        &self.text[self.line_range(line)]
    }

    /// A place as line and column.
    pub fn place(&self, offset: usize) -> Place {
        let line = self.line(offset);
        let start = self.line_range(line).start;
        let before = self.text.get(start..offset).unwrap_or_default();
        Place {
            line,
            column: before.chars().filter(|c| *c != '\u{feff}').count() + 1,
        }
    }

    /// Where the running text begins that holds a byte.
    pub fn run_start(&self, offset: usize) -> Option<usize> {
        let last = self.runs.partition_point(|run| run.start <= offset);
        let run = self.runs.get(last.checked_sub(1)?)?;
        (offset < run.end.max(run.start + 1)).then_some(run.start)
    }

    /// Whether a byte stands in a table.
    pub fn in_table(&self, offset: usize) -> bool {
        self.tables
            .iter()
            .any(|table| table.start <= offset && offset < table.end)
    }

    /// A finding at its place.
    pub fn finding(
        &self,
        rule: &'static Rule,
        span: Range<usize>,
        message: impl Into<String>,
    ) -> Finding {
        let exact = self.place(span.start);
        Finding {
            rule,
            level: rule.level,
            place: exact,
            exact,
            span,
            name: None,
            message: message.into(),
            fix: None,
        }
    }

    /// A finding about running text that docutils reports, too, at the line where the text begins.
    pub fn running(
        &self,
        rule: &'static Rule,
        span: Range<usize>,
        message: impl Into<String>,
    ) -> Finding {
        let mut finding = self.finding(rule, span, message);
        let start = self.run_start(finding.span.start);
        let Some(start) = start.filter(|_| self.kind == Kind::Post) else {
            return finding;
        };
        let begin = self.place(start);
        if begin.line < finding.exact.line {
            finding
                .message
                .push_str(&format!(" (line {})", finding.exact.line));
            finding.place = begin;
        }
        finding
    }
}

impl Finding {
    /// The same with another level.
    pub(super) fn at(mut self, level: Level) -> Finding {
        self.level = level;
        self
    }

    /// The same with a way to mend it.
    pub(super) fn with(mut self, fix: impl Into<Option<Fix>>) -> Finding {
        self.fix = fix.into();
        self
    }
}
