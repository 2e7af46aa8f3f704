//! Block after block onto the page.

use super::names::{Names, image};
use super::wrap::{Piece, add, clean, fill};
use super::{Line, Run, Style};
use crate::rst::tree::{
    Block, Body, Content, Definition, Directive, Document, Enumeration, Heading, Inline,
    InlineBody, Item, Opaque, Span,
};
use unicode_width::UnicodeWidthStr;

/// The page while it is filled.
pub(super) struct Page<'a> {
    source: &'a str,
    width: usize,
    names: Names<'a>,
    /// What stands before every line: indentation and bars.
    prefix: Vec<Run>,
    /// What stands before the next line instead of the last run of `prefix`: a bullet.
    marker: Option<String>,
    lines: Vec<Line>,
}

impl<'a> Page<'a> {
    pub(super) fn new(source: &'a str, document: &'a Document, width: usize) -> Page<'a> {
        Page {
            source,
            width,
            names: Names::of(document),
            prefix: Vec::new(),
            marker: None,
            lines: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> Vec<Line> {
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

    fn block(&mut self, block: &Block) {
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
                let widest = items.len() as u32 + start;
                let room = (*start..widest)
                    .map(|n| ordinal(*style, n).width())
                    .max()
                    .unwrap_or(0);
                self.items(items, |at| {
                    format!(
                        "{:<room$} ",
                        ordinal(*style, start.saturating_add(at as u32))
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

    fn heading(&mut self, heading: &Heading, depth: usize) {
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

    fn items(&mut self, items: &[Item], marker: impl Fn(usize) -> String) {
        let tight = items
            .iter()
            .all(|item| item.blocks.iter().filter(|block| shows(block)).count() < 2);
        for (at, item) in items.iter().enumerate() {
            if at > 0 && !tight {
                self.gap(item.span.start);
            }
            let marker = marker(at);
            self.marker = Some(marker.clone());
            self.within(&" ".repeat(marker.width()), |page| {
                page.blocks(&item.blocks)
            });
            if self.marker.is_some() {
                // An item without text still shows that it is there.
                self.within(&" ".repeat(marker.width()), |page| {
                    page.line(item.span.start, Vec::new())
                });
            }
        }
    }

    fn definition(&mut self, definition: &Definition) {
        let mut pieces = self.pieces(&definition.term.inlines);
        pieces
            .iter_mut()
            .filter(|piece| piece.style == Style::Plain)
            .for_each(|piece| piece.style = Style::Strong);
        for classifier in &definition.classifiers {
            pieces.push(Piece {
                style: Style::Dim,
                text: " : ".to_owned(),
                source: classifier.span.start,
            });
            pieces.extend(self.pieces(&classifier.inlines));
        }
        for line in fill(&pieces, self.room()) {
            self.line(line.source, line.runs);
        }
        self.within("    ", |page| page.blocks(&definition.blocks));
    }

    fn directive(&mut self, directive: &Directive, span: Span) {
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
                if let Content::Blocks(blocks) = content {
                    self.within("    ", |page| page.blocks(blocks));
                }
            }
            (
                Content::Verbatim(text),
                "code" | "code-block" | "sourcecode" | "math" | "gist" | "listing",
            ) => {
                self.code(text, span);
            }
            (Content::Verbatim(text), "table" | "list-table" | "csv-table") => {
                if let Some(title) = &directive.title {
                    self.paragraph(&title.inlines, None);
                }
                self.verbatim(text, span, Style::Plain);
            }
            (Content::Text(text), _) => self.paragraph(&text.inlines, None),
            (Content::Blocks(blocks), _) => {
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

    fn opaque(&mut self, kind: Opaque, span: Span) {
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

    fn code(&mut self, text: &str, span: Span) {
        self.within("    ", |page| page.verbatim(text, span, Style::Literal));
    }

    /// Lines as they are. They stand at the end of `span`, one for one.
    fn verbatim(&mut self, text: &str, span: Span, style: Style) {
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

    /// A label, then blocks whose first paragraph goes on beside it.
    fn hanging(&mut self, label: &str, style: Style, at: usize, indent: usize, blocks: &[Block]) {
        let mut rest = blocks;
        let mut pieces = vec![Piece {
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

    fn words(&mut self, text: &str, style: Style, source: usize) {
        for line in fill(
            &[Piece {
                style,
                text: clean(text),
                source,
            }],
            self.room(),
        ) {
            self.line(line.source, line.runs);
        }
    }

    fn paragraph(&mut self, inlines: &[Inline], lead: Option<(&str, usize)>) {
        let mut pieces: Vec<Piece> = Vec::new();
        if let Some((text, source)) = lead {
            pieces.push(Piece {
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

    fn pieces(&mut self, inlines: &[Inline]) -> Vec<Piece> {
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
                    pieces.push(Piece {
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
            pieces.push(Piece {
                style,
                text: clean(&text),
                source,
            });
        }
        pieces
    }

    /// Plain text, each of its lines with the place where it stands in the source.
    fn text(&self, text: &str, span: Span, pieces: &mut Vec<Piece>) {
        let source = self.source.get(span.start..span.end).unwrap_or_default();
        let mut at = 0;
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                pieces.push(Piece {
                    style: Style::Plain,
                    text: "\n".to_owned(),
                    source: span.start + at,
                });
                at = source[at..]
                    .find('\n')
                    .map_or(source.len(), |end| at + end + 1);
                at += blank(&source[at..]);
            }
            pieces.push(Piece {
                style: Style::Plain,
                text: clean(line),
                source: span.start + at,
            });
        }
    }

    fn within(&mut self, prefix: &str, fill: impl FnOnce(&mut Page<'a>)) {
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
    fn room(&self) -> usize {
        let taken: usize = self.prefix.iter().map(|run| run.text.width()).sum();
        self.width.saturating_sub(taken).max(8)
    }

    /// An empty line, unless the line before is one.
    fn gap(&mut self, source: usize) {
        let empty = |line: &Line| {
            line.runs
                .iter()
                .all(|run| run.text.trim_matches(['\u{2502}', ' ']).is_empty())
        };
        if self.marker.is_none() && self.lines.last().is_some_and(|line| !empty(line)) {
            self.line(source, Vec::new());
        }
    }

    fn line(&mut self, source: usize, runs: Vec<Run>) {
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
        self.lines.push(Line { source, runs: all });
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

/// Whether a block leaves anything on the page.
fn shows(block: &Block) -> bool {
    !matches!(
        block.body,
        Body::Comment(_) | Body::Target(_) | Body::Substitution { .. }
    )
}

/// The bytes of white space at the beginning of a line.
fn blank(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// A footnote's label, in a form that no link's number has.
fn note_label(label: &str) -> String {
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

/// An ordinal as its list writes them.
fn ordinal(style: Enumeration, number: u32) -> String {
    let letter = |first: char| {
        let at = (number.max(1) - 1) % 26;
        char::from_u32(u32::from(first) + at)
            .unwrap_or(first)
            .to_string()
    };
    let text = match style.sequence {
        'a' => letter('a'),
        'A' => letter('A'),
        'i' => roman(number).to_lowercase(),
        'I' => roman(number),
        _ => number.to_string(),
    };
    format!("{}{text}{}", style.prefix, style.suffix)
}

fn roman(mut number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number == 0 || number > 4999 {
        return number.to_string();
    }
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            text.push_str(sign);
            number -= value;
        }
    }
    text
}
