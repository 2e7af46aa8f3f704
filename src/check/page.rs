//! A text with everything that the rules ask about it, read once.

use super::header::{self, CheckedHeader};
use super::place::{ColumnIndex, Places};
use super::similar_names::SimilarNames;
use super::{Book, Finding, Fix, Place, Rule, Severity};
use crate::rst::name::{collapse, normalise};
use crate::rst::resolve::{Resolution, resolve};
use crate::rst::tree::{
    BlockContent, Body, DocumentTree, InlineBody, Opaque, ProblemKind, Referent, Span,
};
use crate::rst::walk::{self, Node, walk};
use crate::rst::{self, line_starts};
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
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
pub(super) enum PageKind {
    /// A whole post.
    Post,
    /// A part of an event, which has no metadata and gets its line breaks from the export.
    Notes,
}

/// A text, read.
pub(super) struct CheckedPage<'t> {
    pub kind: PageKind,
    pub text: &'t str,
    pub book: &'t Book,
    pub document: DocumentTree,
    pub resolution: Resolution,
    /// Nikola's metadata at the top.
    pub header: Option<CheckedHeader<'t>>,
    /// The names that the text defines itself: as docutils compares them, and as they are written.
    pub defined: HashMap<String, String>,
    /// Where each line begins.
    starts: Vec<usize>,
    /// The places of running text, in order: docutils counts what is wrong in it to its first
    /// line.
    runs: Vec<Span>,
    /// The places of headings, in order, each with the place where its title begins.
    headings: Vec<(Span, usize)>,
    /// The places of tables, in which lines are not what they seem.
    tables: Places,
    line_blocks: Places,
    /// The places of directives whose content is running text.
    literals: Places,
    /// Where the last target of the text ends.
    pub last_target: Option<usize>,
    columns: ColumnIndex,
    heading_names: OnceCell<HashSet<String>>,
    referred: OnceCell<HashSet<String>>,
    similar: OnceCell<SimilarNames>,
}

impl<'t> CheckedPage<'t> {
    pub fn new(text: &'t str, book: &'t Book, kind: PageKind) -> CheckedPage<'t> {
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
                    Body::Directive(directive)
                        if matches!(directive.content, BlockContent::Text(_)) =>
                    {
                        literals.push(block.span)
                    }
                    _ => {}
                }
            }
        });
        let targets = walk::targets(&document);
        let last_target = targets.last().map(|(span, _)| span.end);
        defined.extend(
            targets
                .into_iter()
                .filter_map(|(_, target)| target.name.as_deref())
                .map(|name| (normalise(name), collapse(name))),
        );
        runs.sort_by_key(|span| span.start);
        CheckedPage {
            text,
            book,
            resolution,
            header: match kind {
                PageKind::Post => header::find(text),
                PageKind::Notes => None,
            },
            kind,
            defined,
            starts: line_starts(text),
            runs,
            headings: walk::headings(&document)
                .iter()
                .map(|section| (section.heading.span, section.heading.title.span.start))
                .collect(),
            tables: Places::new(tables),
            line_blocks: Places::new(line_blocks),
            literals: Places::new(literals),
            last_target,
            columns: ColumnIndex::new(text),
            heading_names: OnceCell::new(),
            referred: OnceCell::new(),
            similar: OnceCell::new(),
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
        Place {
            line,
            column: match self.text.get(start..offset) {
                Some(_) => {
                    self.columns.before(self.text, offset) - self.columns.before(self.text, start)
                        + 1
                }
                None => 1,
            },
        }
    }

    /// Where the running text begins that holds a byte.
    pub fn run_start(&self, offset: usize) -> Option<usize> {
        let last = self.runs.partition_point(|run| run.start <= offset);
        let run = self.runs.get(last.checked_sub(1)?)?;
        (offset < run.end.max(run.start + 1)).then_some(run.start)
    }

    /// The line that docutils names for a name that is taken already, where that is not the line of
    /// the name itself.
    pub fn reached(&self, offset: usize) -> Option<usize> {
        let reached = &self.document.reached;
        let last = reached
            .partition_point(|(start, _)| *start <= offset)
            .checked_sub(1)?;
        reached.get(last).map(|(_, line)| *line)
    }

    /// Whether a byte stands in a table.
    pub fn in_table(&self, offset: usize) -> bool {
        self.tables.surrounding(offset).is_some()
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
        if let Some(directive) = self.literals.surrounding(start) {
            return self.line(directive.start);
        }
        let mut line = self.line(start);
        if self.line_blocks.surrounding(start).is_some() {
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
        let line = line.filter(|line| self.kind == PageKind::Post && *line != exact);
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
        let found = self
            .headings
            .binary_search_by_key(&offset, |(span, _)| span.start);
        Some(self.headings.get(found.ok()?)?.1)
    }

    /// Where the heading begins that stands so many after the first.
    pub fn heading(&self, at: usize) -> Option<usize> {
        self.headings.get(at).map(|(span, _)| span.start)
    }

    /// The names that headings give, as docutils compares them.
    pub fn heading_names(&self) -> &HashSet<String> {
        self.heading_names.get_or_init(|| {
            let sections = walk::headings(&self.document);
            let name = |section: &&rst::tree::Section| {
                normalise(&rst::plain_inlines(&section.heading.title.inlines))
            };
            sections.iter().map(name).collect()
        })
    }

    /// The names that the text refers to, as docutils compares them.
    pub fn referred(&self) -> &HashSet<String> {
        self.referred.get_or_init(|| {
            let references = walk::references(&self.document).into_iter();
            let name = |(_, reference): (Span, &rst::tree::Reference)| match &reference.to {
                Referent::Name(name) | Referent::Alias { name, .. } => Some(normalise(name)),
                _ => None,
            };
            references.filter_map(name).collect()
        })
    }

    /// A name of the text, as it is written there, that a name may have been meant to be.
    pub fn near(&self, name: &str) -> Option<&str> {
        let alike = self.similar.get_or_init(|| {
            let problems = self.resolution.problems.iter();
            let undefined = problems.filter(|it| it.kind == ProblemKind::UndefinedReference);
            let wanted = undefined.map(|it| it.span.end - it.span.start).sum();
            SimilarNames::of(&self.defined, wanted)
        });
        alike.near(name)
    }

    /// The last byte of the heading in whose title a byte stands.
    fn heading_end(&self, offset: usize) -> Option<usize> {
        let headings = &self.headings;
        let at = headings.partition_point(|(span, _)| span.start <= offset);
        let (span, _) = headings.get(at.checked_sub(1)?)?;
        (offset < span.end).then_some(span.end - 1)
    }
}

impl Finding {
    /// The same with another level.
    pub(super) fn at(mut self, level: Severity) -> Finding {
        self.level = level;
        self
    }

    /// The same with a way to mend it.
    pub(super) fn with(mut self, fix: impl Into<Option<Fix>>) -> Finding {
        self.fix = fix.into();
        self
    }
}
