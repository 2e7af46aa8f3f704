//! A text with everything that the rules ask about it, read once.

use super::header::{self, Header};
use super::{Book, Finding, Fix, Level, Place, Rule};
use crate::rst::name::{collapse, normalise};
use crate::rst::resolve::{Resolution, resolve};
use crate::rst::tree::{Body, Content, Document, InlineBody, Opaque, Referent, Span};
use crate::rst::walk::{self, Node, walk};
use crate::rst::{self, line_starts};
use std::collections::HashMap;
use std::ops::Range;

/// The length of YAML between `---` lines or TOML between `+++` lines at the top.
pub(super) fn front_matter(text: &str) -> usize {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    let fence = first.trim_start_matches('\u{feff}').trim_end();
    if fence != "---" && fence != "+++" {
        return 0;
    }
    let mut at = first.len();
    for line in lines {
        let is_field = line.contains([':', '='])
            || line.trim().is_empty()
            || line.starts_with([' ', '-', '#', '[', ']', '"']);
        at += line.len();
        if line.trim_end() == fence {
            return at;
        }
        if !is_field {
            break;
        }
    }
    0
}

/// As many bytes of white space, with the same line breaks.
fn blank(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
        .collect()
}

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
    /// The names that the text defines itself: as docutils compares them, and as they are written.
    pub defined: HashMap<String, String>,
    /// Where each line begins.
    starts: Vec<usize>,
    /// The places of running text, in order: docutils counts what is wrong in it to its first line.
    runs: Vec<Span>,
    /// The places of headings, in order.
    headings: Vec<Span>,
    /// The places of tables, in which lines are not what they seem.
    tables: Vec<Span>,
    line_blocks: Vec<Span>,
    /// The places of directives whose content is running text.
    literals: Vec<Span>,
}

impl<'t> Page<'t> {
    pub fn new(text: &'t str, book: &'t Book, kind: Kind) -> Page<'t> {
        let document = match front_matter(text) {
            0 => rst::parse(text),
            // What other programs read at the top is blank to docutils.
            end => rst::parse(&format!("{}{}", blank(&text[..end]), &text[end..])),
        };
        let resolution = resolve(&document);
        let mut runs = Vec::new();
        let mut tables = Vec::new();
        let mut line_blocks = Vec::new();
        let mut literals = Vec::new();
        let mut defined = HashMap::new();
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
                            defined.insert(normalise(name), collapse(name));
                        }
                        InlineBody::Reference(reference)
                            if matches!(
                                reference.to,
                                Referent::Embedded { named: true, .. }
                                    | Referent::Alias { named: true, .. }
                            ) =>
                        {
                            defined.insert(normalise(&reference.text), collapse(&reference.text));
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
                match &block.body {
                    Body::LineBlock(_) => line_blocks.push(block.span),
                    Body::Directive(directive) if matches!(directive.content, Content::Text(_)) => {
                        literals.push(block.span)
                    }
                    _ => {}
                }
            }
        });
        defined.extend(
            walk::targets(&document)
                .into_iter()
                .filter_map(|(_, target)| target.name.as_deref())
                .map(|name| (normalise(name), collapse(name))),
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
            headings: walk::headings(&document)
                .iter()
                .map(|section| section.heading.span)
                .collect(),
            tables,
            line_blocks,
            literals,
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
            // Counted apart, which is quick: a line may be long and have thousands of findings.
            column: before.chars().count() - before.matches('\u{feff}').count() + 1,
        }
    }

    /// Where the running text begins that holds a byte.
    pub fn run_start(&self, offset: usize) -> Option<usize> {
        let last = self.runs.partition_point(|run| run.start <= offset);
        let run = self.runs.get(last.checked_sub(1)?)?;
        (offset < run.end.max(run.start + 1)).then_some(run.start)
    }

    /// The line that docutils names for a name that is taken already, where that is not the line of the name itself.
    pub fn reached(&self, offset: usize) -> Option<usize> {
        let reached = &self.document.reached;
        let last = reached
            .partition_point(|(start, _)| *start <= offset)
            .checked_sub(1)?;
        reached.get(last).map(|(_, line)| *line)
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
        let start = self.run_start(span.start);
        let line = start.map(|start| self.first_line(start));
        self.counted(line, self.finding(rule, span, message))
    }

    /// The line that docutils names for running text that begins at a byte.
    fn first_line(&self, start: usize) -> usize {
        let within = |spans: &[Span]| {
            spans
                .iter()
                .copied()
                .find(|span| span.start <= start && start < span.end)
        };
        if let Some(directive) = within(&self.literals) {
            return self.line(directive.start);
        }
        let mut line = self.line(start);
        if within(&self.line_blocks).is_some() {
            // A bar alone, with the text on the lines below.
            let bar = |line: usize| self.line_text(line).trim_start().starts_with('|');
            while line > 1 && !bar(line) {
                line -= 1;
            }
        }
        line
    }

    /// The same about a name: docutils counts names in a heading to the heading's last line.
    pub fn named(
        &self,
        rule: &'static Rule,
        span: Range<usize>,
        message: impl Into<String>,
    ) -> Finding {
        let finding = self.running(rule, span, message);
        match self.heading_end(finding.span.start) {
            Some(end) => self.counted(Some(self.line(end)), finding),
            None => finding,
        }
    }

    /// A finding that docutils counts to a certain line.
    pub fn counted(&self, line: Option<usize>, mut finding: Finding) -> Finding {
        let exact = finding.exact.line;
        let line = line.filter(|line| self.kind == Kind::Post && *line != exact);
        let Some(line) = line else {
            return finding;
        };
        finding.message.push_str(&format!(" (line {exact})"));
        let text = self.line_text(line);
        let indent = text.chars().take_while(|c| c.is_whitespace()).count();
        finding.place = Place {
            line,
            column: indent + 1,
        };
        finding
    }

    /// Where the title begins of the heading that begins at a byte.
    pub fn heading_title(&self, offset: usize) -> Option<usize> {
        let sections = walk::headings(&self.document);
        let section = sections
            .iter()
            .find(|section| section.heading.span.start == offset)?;
        Some(section.heading.title.span.start)
    }

    /// The last byte of the heading in whose title a byte stands.
    fn heading_end(&self, offset: usize) -> Option<usize> {
        let at = self.headings.partition_point(|span| span.start <= offset);
        let span = self.headings.get(at.checked_sub(1)?)?;
        (offset < span.end).then_some(span.end - 1)
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
