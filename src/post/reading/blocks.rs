//! Block after block onto the page.

use super::inlines::note_label;
use super::lists::ordinal;
use super::names::TargetNames;
use super::wrap::{WrapPiece, add, clean, fill};
use super::{ReadingLine, Run, Style};
use crate::rst::tree::{Block, Body, DocumentTree, Inline, SectionHeading};
use unicode_width::UnicodeWidthStr;

/// The page while it is filled.
pub(super) struct ReadingPage<'a> {
    pub(super) source: &'a str,
    width: usize,
    pub(super) names: TargetNames<'a>,
    /// What stands before every line: indentation and bars.
    prefix: Vec<Run>,
    /// What stands before the next line instead of the last run of `prefix`: a bullet.
    pub(super) marker: Option<String>,
    pub(super) lines: Vec<ReadingLine>,
}

impl<'a> ReadingPage<'a> {
    pub(super) fn new(
        source: &'a str,
        document: &'a DocumentTree,
        width: usize,
    ) -> ReadingPage<'a> {
        ReadingPage {
            source,
            width,
            names: TargetNames::of(document),
            prefix: Vec::new(),
            marker: None,
            lines: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> Vec<ReadingLine> {
        self.lines
    }

    /// The list of URLs at the end.
    pub(super) fn links(&mut self) {
        let urls = self.names.urls();
        if urls.is_empty() {
            return;
        }
        let end = self.source.len();
        self.gap(end);
        let digits = urls.len().to_string().len();
        for (at, url) in urls.iter().enumerate() {
            let text = format!(
                "[{}]{} {}",
                at + 1,
                " ".repeat(digits - (at + 1).to_string().len()),
                clean(url)
            );
            // A URL stays in one piece, so that terminals find it.
            self.line(
                end,
                vec![Run {
                    style: Style::Dim,
                    text,
                }],
            );
        }
    }

    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        let mut first = true;
        for block in blocks.iter().filter(|block| shows(block)) {
            if !first && !matches!(block.body, Body::Section(_)) {
                self.gap(block.span.start);
            }
            first = false;
            self.block(block);
        }
    }

    pub(super) fn block(&mut self, block: &Block) {
        let at = block.span.start;
        match &block.body {
            Body::Section(section) => {
                if !self.lines.is_empty() {
                    self.gap(at);
                }
                self.heading(&section.heading, section.depth);
                self.blocks(&section.blocks);
            }
            Body::Transition => {
                let text = "\u{2500}".repeat(self.room().min(20));
                self.line(
                    at,
                    vec![Run {
                        style: Style::Dim,
                        text,
                    }],
                );
            }
            Body::Paragraph(inlines) => self.paragraph(inlines, None),
            Body::BulletList { items, .. } => self.items(items, |_| "\u{2022} ".to_owned()),
            Body::EnumeratedList {
                style,
                start,
                items,
            } => {
                let count = u32::try_from(items.len()).unwrap_or(u32::MAX);
                let widest = start.saturating_add(count);
                let room = (*start..widest)
                    .map(|n| ordinal(*style, n).width())
                    .max()
                    .unwrap_or(0);
                self.items(items, |at| {
                    format!(
                        "{:<room$} ",
                        ordinal(
                            *style,
                            start.saturating_add(u32::try_from(at).unwrap_or(u32::MAX))
                        )
                    )
                });
            }
            Body::DefinitionList(definitions) => {
                definitions.iter().for_each(|each| self.definition(each))
            }
            Body::FieldList(fields) => {
                for field in fields {
                    let name = format!("{}: ", clean(&field.name));
                    self.hanging(&name, Style::Dim, field.span.start, 4, &field.blocks);
                }
            }
            Body::BlockQuote {
                blocks,
                attribution,
            } => {
                self.within("\u{2502} ", |page| {
                    page.blocks(blocks);
                    if let Some(attribution) = attribution {
                        page.paragraph(
                            &attribution.inlines,
                            Some(("\u{2014} ", attribution.span.start)),
                        );
                    }
                });
            }
            Body::LineBlock(lines) => {
                for line in lines {
                    let indent = " ".repeat(line.depth * 4);
                    self.within(&indent, |page| match line.text.inlines.is_empty() {
                        true => page.gap(line.text.span.start),
                        false => page.paragraph(&line.text.inlines, None),
                    });
                }
            }
            Body::LiteralBlock(text) | Body::DoctestBlock(text) => self.code(text, block.span),
            Body::Directive(directive) => self.directive(directive, block.span),
            Body::Footnote {
                label,
                blocks,
                citation,
            } => {
                let label = if *citation {
                    format!("[{label}] ")
                } else {
                    note_label(label) + " "
                };
                self.hanging(&clean(&label), Style::Dim, at, 4, blocks);
            }
            Body::Opaque { kind, .. } => self.opaque(*kind, block.span),
            Body::Comment(_) | Body::Target(_) | Body::Substitution { .. } => {}
        }
    }

    pub(super) fn heading(&mut self, heading: &SectionHeading, depth: usize) {
        let first = self.lines.len();
        let mut pieces = self.pieces(&heading.title.inlines);
        pieces
            .iter_mut()
            .filter(|piece| piece.style != Style::Dim)
            .for_each(|piece| piece.style = Style::Heading(depth));
        let lines = fill(&pieces, self.room());
        let wide = lines
            .iter()
            .map(|line| line.text().width())
            .max()
            .unwrap_or(0);
        for line in lines {
            self.line(line.source, line.runs);
        }
        let rule = ["\u{2550}", "\u{2500}"].get(depth.saturating_sub(1));
        if let Some(rule) = rule.filter(|_| self.lines.len() > first) {
            self.line(
                heading.span.start,
                vec![Run {
                    style: Style::Heading(depth),
                    text: rule.repeat(wide),
                }],
            );
        }
        self.gap(heading.span.end);
    }

    /// A label, then blocks whose first paragraph goes on beside it.
    pub(super) fn hanging(
        &mut self,
        label: &str,
        style: Style,
        at: usize,
        indent: usize,
        blocks: &[Block],
    ) {
        let mut rest = blocks;
        let mut pieces = vec![WrapPiece {
            style,
            text: label.to_owned(),
            source: at,
        }];
        if let Some((
            Block {
                body: Body::Paragraph(inlines),
                ..
            },
            tail,
        )) = blocks.split_first()
        {
            pieces.extend(self.pieces(inlines));
            rest = tail;
        }
        let lines = fill(&pieces, self.room().saturating_sub(indent));
        let mut lines = lines.into_iter();
        if let Some(line) = lines.next() {
            self.line(line.source, line.runs);
        }
        self.within(&" ".repeat(indent), |page| {
            for line in lines {
                page.line(line.source, line.runs);
            }
            page.blocks(rest);
        });
    }

    pub(super) fn words(&mut self, text: &str, style: Style, source: usize) {
        for line in fill(
            &[WrapPiece {
                style,
                text: clean(text),
                source,
            }],
            self.room(),
        ) {
            self.line(line.source, line.runs);
        }
    }

    pub(super) fn paragraph(&mut self, inlines: &[Inline], lead: Option<(&str, usize)>) {
        let mut pieces: Vec<WrapPiece> = Vec::new();
        if let Some((text, source)) = lead {
            pieces.push(WrapPiece {
                style: Style::Dim,
                text: text.to_owned(),
                source,
            });
        }
        pieces.extend(self.pieces(inlines));
        for line in fill(&pieces, self.room()) {
            self.line(line.source, line.runs);
        }
    }

    pub(super) fn within(&mut self, prefix: &str, fill: impl FnOnce(&mut ReadingPage<'a>)) {
        let style = if prefix.trim().is_empty() {
            Style::Plain
        } else {
            Style::Dim
        };
        self.prefix.push(Run {
            style,
            text: prefix.to_owned(),
        });
        fill(self);
        self.prefix.pop();
    }

    /// The columns that are left beside the prefix.
    pub(super) fn room(&self) -> usize {
        let taken: usize = self.prefix.iter().map(|run| run.text.width()).sum();
        self.width.saturating_sub(taken).max(8)
    }

    /// An empty line, unless the line before is one.
    pub(super) fn gap(&mut self, source: usize) {
        let empty = |line: &ReadingLine| {
            line.runs
                .iter()
                .all(|run| run.text.trim_matches(['\u{2502}', ' ']).is_empty())
        };
        if self.marker.is_none() && self.lines.last().is_some_and(|line| !empty(line)) {
            self.line(source, Vec::new());
        }
    }

    pub(super) fn line(&mut self, source: usize, runs: Vec<Run>) {
        let mut all = Vec::with_capacity(runs.len() + self.prefix.len());
        let last = self.prefix.len().saturating_sub(1);
        for (at, run) in self.prefix.iter().enumerate() {
            match self.marker.take_if(|_| at == last) {
                Some(marker) => add(&mut all, Style::Plain, &marker),
                None => add(&mut all, run.style, &run.text),
            }
        }
        runs.iter()
            .for_each(|run| add(&mut all, run.style, &run.text));
        if let Some(run) = all.last_mut().filter(|_| runs.is_empty()) {
            run.text.truncate(run.text.trim_end().len());
        }
        all.retain(|run| !run.text.is_empty());
        // A character that is shown by name is longer on the screen than in the source.
        let source = source.min(self.source.len());
        self.lines.push(ReadingLine { source, runs: all });
    }
}

/// Whether a block leaves anything on the page.
pub(super) fn shows(block: &Block) -> bool {
    !matches!(
        block.body,
        Body::Comment(_) | Body::Target(_) | Body::Substitution { .. }
    )
}

/// The bytes of white space at the beginning of a line.
pub(super) fn blank(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}
