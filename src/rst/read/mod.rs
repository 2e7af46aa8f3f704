//! The reader of blocks: docutils' state machine (`docutils.parsers.rst.states`, version 0.22) as
//! plain functions.
//!
//! A block is read from a window, a list of [`View`]s. Every function takes the window and the
//! index of the line it begins at, adds what it makes to a list, and returns the index of the line
//! to go on with.

mod directive;
mod enumerator;
mod explicit;
mod field;
mod indent;
mod lines;
mod list;
mod option;
mod pattern;
mod quote;
mod section;
mod table;
mod target;
#[cfg(test)]
mod tests;
mod text;

use indent::{Indented, KnownIndent, indented};
use lines::{LineView, SourceLines};
use pattern::PatternStart;
pub(super) use target::destination;

use super::inline;
use super::tree::{
    Block, Body, DocumentTree, InlineText, MessageLevel, Opaque, ProblemKind, Span, SystemMessage,
};

/// How deep blocks may nest. docutils itself ends with Python's recursion limit, not much further.
const DEPTH: usize = 100;

/// The longest line that docutils takes (its setting `line_length_limit`), in characters.
const LONGEST: usize = 10_000;

/// The state of a run over a source text.
pub(super) struct BlockReader<'r> {
    lines: &'r SourceLines<'r>,
    problems: Vec<SystemMessage>,
    /// The heading styles in order of appearance: mark, and whether there is a line above.
    styles: Vec<(char, bool)>,
    /// The depth of the section that is being read.
    level: usize,
    /// How deep the blocks are nested that are being read.
    depth: usize,
    /// The line that the outermost run is at. docutils reports some problems there.
    root: usize,
    /// Where running texts begin, with the line from 1 that the outermost run is at.
    reached: Vec<(usize, usize)>,
}

/// The lines that a run goes over.
#[derive(Clone, Copy)]
struct Window<'w> {
    views: &'w [LineView],
    /// Whether sections may begin here.
    titles: bool,
    /// What the blocks are put into.
    parent: Parent,
}

/// What blocks are put into, as far as some directives care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Parent {
    /// The document or a section.
    Root,
    /// Something that docutils takes apart again.
    Free,
    /// A sidebar.
    Sidebar,
    /// A list item, a quote, an admonition or the like.
    Body,
}

/// Reads a source text.
pub(super) fn document(source: &str) -> DocumentTree {
    let lines = SourceLines::new(source);
    let mut reader = BlockReader {
        lines: &lines,
        problems: Vec::new(),
        styles: Vec::new(),
        level: 0,
        depth: 0,
        root: 0,
        reached: Vec::new(),
    };
    let views = lines.views();
    let long = |view: &&LineView| view.to > LONGEST && lines.text(**view).chars().count() > LONGEST;
    if let Some(view) = views.iter().find(long) {
        let message =
            format!("a line has more than {LONGEST} characters; docutils refuses the whole text");
        reader.report(view.row, MessageLevel::Error, ProblemKind::Other, message);
    }
    let blocks = reader.blocks(&views, Parent::Root);
    let mut problems = reader.problems;
    problems.sort_by_key(|problem| problem.span.start);
    let mut reached = reader.reached;
    reached.sort_unstable();
    DocumentTree {
        blocks: section::nest(blocks),
        problems,
        reached,
    }
}

/// Where each line of the source begins, by docutils' notion of a line.
pub(super) fn line_starts(source: &str) -> Vec<usize> {
    SourceLines::new(source).starts()
}

/// The number, from 1, of the line in which byte `offset` of the source stands.
pub(super) fn line_of(source: &str, offset: usize) -> usize {
    SourceLines::new(source).number(offset)
}

impl<'r> BlockReader<'r> {
    /// Reads all lines of a window.
    fn blocks(&mut self, views: &[LineView], parent: Parent) -> Vec<Block> {
        let mut out = Vec::new();
        if self.depth >= DEPTH {
            if let Some(first) = views.first() {
                self.report(
                    first.row,
                    MessageLevel::Severe,
                    ProblemKind::Other,
                    "blocks are nested too deep to be read",
                );
                out.push(self.refuse(views));
            }
            return out;
        }
        self.depth += 1;
        let titles = parent == Parent::Root;
        let window = Window {
            views,
            titles,
            parent,
        };
        let mut at = 0;
        while let Some(view) = views.get(at) {
            if view.from >= view.to {
                at += 1;
                continue;
            }
            if titles {
                self.root = view.row;
            }
            at = self.block(window, at, &mut out).max(at + 1);
        }
        self.depth -= 1;
        out
    }

    /// Reads the block that begins at a line that is not blank.
    fn block(&mut self, window: Window, at: usize, out: &mut Vec<Block>) -> usize {
        let line = self.line(window, at);
        if line.starts_with(' ') {
            return self.quotes(window, at, out);
        }
        match pattern::start(line) {
            PatternStart::Bullet { .. } => self.bullet_list(window, at, out),
            PatternStart::Enumerator(found) => self.enumerated_list(window, at, found, out),
            PatternStart::Field { .. } => self.field_list(window, at, out),
            PatternStart::Option { .. } => self.option_list(window, at, out),
            PatternStart::Doctest => self.doctest(window, at, out),
            PatternStart::LineBlock { .. } => self.line_block(window, at, out),
            PatternStart::GridTable => self.grid_table(window, at, out),
            PatternStart::SimpleTable => self.simple_table(window, at, out),
            PatternStart::Explicit | PatternStart::Anonymous { .. } => {
                self.explicit_list(window, at, out)
            }
            PatternStart::Line => self.overline(window, at, out),
            PatternStart::Text => self.text(window, at, out),
        }
    }

    /// The text of a line, empty behind the last one.
    fn line(&self, window: Window, at: usize) -> &'r str {
        window
            .views
            .get(at)
            .map_or("", |view| self.lines.text(*view))
    }

    /// The row of a line; behind the last one, the row after it.
    fn row(&self, window: Window, at: usize) -> usize {
        match window.views.get(at) {
            Some(view) => view.row,
            None => window
                .views
                .last()
                .map_or(0, |view| view.row + 1 + (at - window.views.len())),
        }
    }

    /// The index of the first line from `at` on that is not blank.
    fn skip_blank(&self, window: Window, at: usize) -> usize {
        let rest = window.views.get(at..).unwrap_or_default();
        at + rest.iter().take_while(|view| view.from >= view.to).count()
    }

    /// An indented block. `first` is the first line's indentation in bytes, its marker included.
    fn indented(&mut self, window: Window, at: usize, known: KnownIndent) -> Indented {
        let block = indented(self.lines, window.views, at, known);
        self.note_root(window, block.next);
        block
    }

    /// Notes that the run has come to the line before `next`.
    fn note_root(&mut self, window: Window, next: usize) {
        if window.titles && next > 0 {
            self.root = self.row(window, next - 1);
        }
    }

    /// Reports a problem at a line.
    fn report(
        &mut self,
        row: usize,
        level: MessageLevel,
        kind: ProblemKind,
        message: impl Into<String>,
    ) {
        let span = self.lines.row(row);
        self.problems.push(SystemMessage {
            span,
            level,
            kind,
            message: message.into(),
        });
    }

    /// Reports that something ends without a blank line, if it does. `at` is the line that follows.
    fn check_finish(&mut self, blank_finish: bool, window: Window, at: usize, what: &str) {
        if !blank_finish {
            let message = format!("{what} ends without a blank line");
            self.report(
                self.row(window, at),
                MessageLevel::Warning,
                ProblemKind::UnexpectedUnindent,
                message,
            );
        }
    }

    /// Reads running text.
    fn inline(&mut self, views: &[LineView]) -> InlineText {
        let flow = self.lines.flow(views);
        let (inlines, problems) = inline::read(&flow);
        self.problems.extend(problems);
        let span = if views.is_empty() {
            Span::default()
        } else {
            flow.span(0, flow.text().len())
        };
        self.reached.push((span.start, self.root + 1));
        InlineText { span, inlines }
    }

    /// A block of lines that docutils refuses.
    fn refuse(&self, views: &[LineView]) -> Block {
        self.opaque(Opaque::Malformed, views, Vec::new())
    }

    /// A block that is kept verbatim.
    fn opaque(&self, kind: Opaque, views: &[LineView], blocks: Vec<Block>) -> Block {
        self.make(views, Body::Opaque { kind, blocks })
    }

    /// A block that is made of these lines.
    fn make(&self, views: &[LineView], body: Body) -> Block {
        Block {
            span: self.lines.span(views),
            body,
        }
    }
}

/// How many characters the first `bytes` bytes of a line are.
fn characters(line: &str, bytes: usize) -> usize {
    line.get(..bytes).map_or(bytes, |head| head.chars().count())
}
