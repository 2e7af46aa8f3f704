//! Cuts a post's text into its parts, each with the place where it stands.

use super::guess;
use super::meta::{self, FoundHeader};
use super::targets;
use crate::rst::tree::{Block, BlockContent, Body, DocumentTree, Section, SectionHeading, Span};
use crate::rst::{self, name::normalise};
use std::collections::HashSet;
use std::ops::Range;

/// A post, cut apart. All places are byte offsets of the text.
#[derive(Debug)]
pub struct Cut {
    /// Everything before the header (or the title, or the text) that hallway does not understand.
    pub preamble: Range<usize>,
    /// The metadata.
    pub header: Option<FoundHeader>,
    /// The title heading.
    pub title: Option<Head>,
    /// The introduction.
    pub intro: Range<usize>,
    /// The sections in order.
    pub parts: Vec<CutPart>,
    /// Whether the last part is the closing.
    pub closes: bool,
    /// The trailing link targets: place, name, URL.
    pub targets: Vec<(Span, String, String)>,
    /// Adornments by level, title first.
    pub adornments: Vec<String>,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its lines, without the last line break.
    pub range: Range<usize>,
    /// The title, reST, on one line.
    pub source: String,
    /// The title, plain.
    pub plain: String,
    /// 0 for the title's level.
    pub level: u8,
}

/// A section: a heading and the text up to the next heading that is cut at.
#[derive(Debug)]
pub struct CutPart {
    /// Its heading.
    pub head: Head,
    /// Its text, without blank lines around it; empty when there is none.
    pub text: Range<usize>,
    /// Whether parts below it were cut out of it.
    pub contains: bool,
}

/// The sessions that an event has already, by normalised title.
#[derive(Debug, Default)]
pub struct KnownTitles {
    /// The sessions' titles.
    pub titles: HashSet<String>,
    /// The closing's title.
    pub closing: Option<String>,
}

/// Cuts a text.
pub fn cut(text: &str) -> Cut {
    cut_as(text, &KnownTitles::default())
}

/// Cuts the text of a post whose event is known: at the headings of its sessions, too.
pub fn cut_as(text: &str, known: &KnownTitles) -> Cut {
    let mut header = meta::nikola(text);
    let mut preamble = 0..header.as_ref().map_or(0, |found| found.range.start);
    let mut from = header.as_ref().map_or(0, |found| found.range.end);
    if header.is_none() {
        preamble = 0..fenced(text).max(blank_lines(text));
        from = preamble.end;
    }
    let mut document = parse(text, from);
    if header.is_none() {
        let more = understood_by_others(&document);
        if more > from {
            preamble = 0..more;
            from = more;
            document = parse(text, from);
        }
    }
    if header.is_none() {
        header = docinfo(text, &document);
    }
    let targets = targets::trailing(&document);
    let end = targets
        .first()
        .map_or(text.len(), |(span, _, _)| span.start);

    let title_section = title(&document, header.as_ref());
    let levels = HeadingLevels::of(&document, title_section);
    let mut parts = Vec::new();
    Collector {
        text,
        levels: &levels,
        known,
        parts: &mut parts,
    }
    .collect(&document.blocks, true);
    let title = (title_section && !parts.is_empty()).then(|| parts.remove(0));
    let closes = closes(&parts, &levels, known);

    let mut starts: Vec<usize> = parts
        .iter()
        .skip(1)
        .map(|part| part.head.range.start)
        .collect();
    starts.push(end);
    for (part, until) in parts.iter_mut().zip(starts) {
        part.text = trimmed(text, part.head.range.end, until);
    }
    let first = parts.first().map_or(end, |part| part.head.range.start);
    let docinfo_end = header.as_ref().map_or(0, |found| found.range.end);
    let intro_from = title
        .as_ref()
        .map_or(from, |part| part.head.range.end)
        .max(docinfo_end)
        .max(from);
    Cut {
        preamble,
        header,
        title: title.map(|part| part.head),
        intro: trimmed(text, intro_from, first),
        parts,
        closes,
        targets,
        adornments: levels.adornments,
    }
}

/// Reads the text from byte `from` on; the places are those of the whole text. What stands before
/// is blanked for the reader.
fn parse(text: &str, from: usize) -> DocumentTree {
    if from == 0 {
        return rst::parse(text);
    }
    let blank: String = text[..from]
        .chars()
        .map(|c| {
            if c == '\n' {
                "\n".to_owned()
            } else {
                " ".repeat(c.len_utf8())
            }
        })
        .collect();
    rst::parse(&format!("{blank}{}", &text[from..]))
}

/// The length of the blank lines at the top.
fn blank_lines(text: &str) -> usize {
    let blank = text
        .split_inclusive('\n')
        .take_while(|line| line.trim().is_empty());
    blank.map(str::len).sum()
}

/// The length of YAML between `---` lines or TOML between `+++` lines at the top, with the blank
/// lines after it.
fn fenced(text: &str) -> usize {
    let first = text.split('\n').next().unwrap_or_default().trim_end();
    if first != "---" && first != "+++" {
        return 0;
    }
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        at += line.len();
        if number > 0 && line.trim_end() == first {
            return text.len() - text[at..].trim_start_matches('\n').len();
        }
    }
    0
}

/// Where the text begins after metadata of other programs: a `post` or `meta` directive or comments
/// before the first heading. 0 without.
fn understood_by_others(document: &DocumentTree) -> usize {
    let other = |block: &&Block| match &block.body {
        Body::Directive(directive) => {
            matches!(directive.name.as_str(), "post" | "meta")
                && directive.content != BlockContent::Text(rst::tree::InlineText::default())
        }
        Body::Comment(_) => true,
        _ => false,
    };
    let before = document.blocks.iter().take_while(other).count();
    match (before, document.blocks.get(before)) {
        (
            1..,
            Some(Block {
                body: Body::Section(section),
                ..
            }),
        ) => section.heading.span.start,
        _ => 0,
    }
}

/// Pelican's docinfo: a field list right after the title, or at the top.
fn docinfo(text: &str, document: &DocumentTree) -> Option<FoundHeader> {
    let first = match &document.blocks.first()?.body {
        Body::Section(section) => section.blocks.first()?,
        _ => document.blocks.first()?,
    };
    let Body::FieldList(fields) = &first.body else {
        return None;
    };
    let known = |name: &str| {
        [
            "date", "tags", "category", "slug", "author", "authors", "title",
        ]
        .contains(&name.to_lowercase().as_str())
    };
    let range = trimmed(text, first.span.start, first.span.end);
    fields
        .iter()
        .any(|field| known(&field.name))
        .then(|| meta::docinfo(text, range))
}

/// Whether the first section is the post's title: nothing stands before it, and it is the only one
/// of its level, or says what the header says, or has the docinfo below it.
fn title(document: &DocumentTree, header: Option<&FoundHeader>) -> bool {
    let Some(Block {
        body: Body::Section(first),
        ..
    }) = document.blocks.first()
    else {
        return false;
    };
    let sections = document
        .blocks
        .iter()
        .filter(|block| matches!(block.body, Body::Section(_)))
        .count();
    let text = plain(&first.heading);
    let titled = header
        .and_then(|found| found.header.get("title"))
        .is_some_and(|title| normalise(title) == normalise(&text));
    let informed = matches!(
        first.blocks.first(),
        Some(Block {
            body: Body::FieldList(_),
            ..
        })
    ) && header.is_some_and(|found| found.range.start >= first.heading.span.end);
    sections == 1 || titled || informed
}

/// How docutils' depths become our levels.
struct HeadingLevels {
    /// What is taken off a depth.
    less: usize,
    adornments: Vec<String>,
    title: bool,
    /// The start of a last section of the title's own level, which is the closing.
    closing: Option<usize>,
}

impl HeadingLevels {
    fn of(document: &DocumentTree, title: bool) -> HeadingLevels {
        let mut styles: Vec<String> = Vec::new();
        for section in rst::walk::headings(document) {
            if section.depth == styles.len() + 1 {
                styles.push(style(&section.heading));
            }
        }
        let outer: Vec<&Section> = document.blocks.iter().filter_map(as_section).collect();
        let siblings = outer.len().saturating_sub(usize::from(title));
        let below = outer
            .first()
            .is_some_and(|first| first.blocks.iter().any(|block| as_section(block).is_some()));
        let last_closes = siblings == 1
            && outer
                .last()
                .is_some_and(|last| below || guess::is_closing(&plain(&last.heading)));
        let title_above = title && (siblings == 0 || last_closes);
        let adornments = match styles.first() {
            Some(first) if !title_above => std::iter::once(first.clone())
                .chain(styles.iter().cloned())
                .collect(),
            _ => styles,
        };
        let closing = outer
            .last()
            .filter(|_| title_above && last_closes)
            .map(|last| last.heading.span.start);
        HeadingLevels {
            less: usize::from(title_above),
            adornments,
            title,
            closing,
        }
    }

    fn level(&self, section: &Section) -> u8 {
        u8::try_from(section.depth.saturating_sub(self.less)).unwrap_or(u8::MAX)
    }
}

fn as_section(block: &Block) -> Option<&Section> {
    match &block.body {
        Body::Section(section) => Some(section),
        _ => None,
    }
}

/// The adornment of a heading: its character, twice where there is a line above, too.
fn style(heading: &SectionHeading) -> String {
    let mark = heading.character.to_string();
    if heading.overline {
        mark.repeat(2)
    } else {
        mark
    }
}

/// Finds the sections to cut at, in order: the title, those of the first level, those below a day
/// or a group of talks, and those that are known.
struct Collector<'a> {
    text: &'a str,
    levels: &'a HeadingLevels,
    known: &'a KnownTitles,
    parts: &'a mut Vec<CutPart>,
}

impl Collector<'_> {
    fn collect(&mut self, blocks: &[Block], cut: bool) {
        for section in blocks.iter().filter_map(as_section).filter(|_| cut) {
            let plain = plain(&section.heading);
            let is_title = self.levels.title && self.parts.is_empty();
            let is_closing = self.levels.closing == Some(section.heading.span.start);
            let mut below = section.blocks.iter().filter_map(as_section).peekable();
            let holds = below.peek().is_some() && guess::holds_talks(&plain);
            let knows = below.any(|section| {
                self.known
                    .titles
                    .contains(&normalise(&self::plain(&section.heading)))
            });
            let opens = is_title || (!is_closing && (holds || knows));
            let span = section.heading.span;
            let title = section.heading.title.span;
            self.parts.push(CutPart {
                head: Head {
                    range: span.start..span.end,
                    source: self.text[title.start..title.end].trim().to_owned(),
                    plain,
                    level: self.levels.level(section),
                },
                text: span.end..span.end,
                contains: opens && !is_title,
            });
            self.collect(&section.blocks, opens);
        }
    }
}

/// Whether the last part is the closing: it stands at the title's own level, or its heading says
/// so.
fn closes(parts: &[CutPart], levels: &HeadingLevels, known: &KnownTitles) -> bool {
    let Some(last) = parts.last() else {
        return false;
    };
    let alone = parts.len() == 1 && levels.closing.is_none();
    let is_known = known.closing == Some(normalise(&last.head.plain));
    let says_so =
        guess::is_closing(&last.head.plain) && !known.titles.contains(&normalise(&last.head.plain));
    levels.closing == Some(last.head.range.start)
        || is_known
        || (!alone && last.head.level <= 1 && says_so)
}

/// A heading's title as plain text.
fn plain(heading: &SectionHeading) -> String {
    rst::plain_inlines(&heading.title.inlines)
}

/// The range without blank lines around it; its first line keeps its indentation, its last one what
/// ends it.
fn trimmed(text: &str, from: usize, to: usize) -> Range<usize> {
    let from = from.min(to);
    let inner = crate::post::build::trim(&text[from..to]);
    if inner.is_empty() {
        return from..from;
    }
    // The line break that ends a heading is not a part of the text after it.
    let start = inner.as_ptr() as usize - text.as_ptr() as usize;
    start..start + inner.len()
}
