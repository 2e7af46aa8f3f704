//! Wrapping reStructuredText that a person wrote, without changing what it means.
//!
//! Only running text is touched: paragraphs at the top, in sections, list items, definitions and
//! block quotes, and of those only the ones with a line that is too long, from that line to the
//! paragraph's end. Everything else stays byte for byte: literal blocks, tables, directives, line
//! blocks, doctests, headings, targets, comments, fields.

#[cfg(test)]
mod tests;

use std::mem::discriminant;
use std::ops::Range;

use super::chars::is_space;
use super::fill::{Margins, fill};
use super::flow::Flow;
use super::name::collapse;
use super::tree::{Block, Body, DocumentTree, Inline, InlineBody, Referent};
use super::walk::{Node, walk};
use super::width::columns;
use super::{inline, parse};

/// Wraps the paragraphs of a source text that have a line of more than `width` columns. Lines are
/// filled greedily and do not end in a word of one letter; a word, a literal or a URL that is too
/// long stays whole. What docutils reads stays the same but for white space within text.
pub fn rewrap(source: &str, width: usize) -> String {
    let long = |text: &str| text.lines().any(|line| columns(line) > width);
    if !long(source) {
        return source.to_owned();
    }
    // Only what has a long line is read, and that twice: an export of many sessions is mostly this.
    let mut made = String::with_capacity(source.len() + 64);
    for block in outer_blocks(source) {
        match long(block) {
            true => made.push_str(&wrap_until_stable(block, width, long)),
            false => made.push_str(block),
        }
    }
    made
}

/// How often a text with lines that are still too long is wrapped once more at most.
const PASSES: usize = 4;

/// The same for a text that is read as a whole, until wrapping it once more changes nothing: where
/// one paragraph had to stay as it was, another may have made room for a break that reads the same.
fn wrap_until_stable(source: &str, width: usize, long: impl Fn(&str) -> bool) -> String {
    let mut text = rewrap_all(source, width);
    for _ in 0..PASSES {
        if !long(&text) {
            break;
        }
        let again = rewrap_all(&text, width);
        if again == text {
            break;
        }
        text = again;
    }
    text
}

/// The text cut before lines that are not indented and follow a blank one: docutils reads such a
/// line the same whatever stands before it, but for the inside of a simple table and quoted literal
/// blocks.
fn outer_blocks(source: &str) -> Vec<&str> {
    if source.lines().any(is_table_border) {
        return vec![source];
    }
    let mut blocks = Vec::new();
    let (mut at, mut from, mut blank, mut literal) = (0, 0, false, false);
    for line in source.split_inclusive('\n') {
        let text = line.trim_end();
        if blank && !literal && !text.is_empty() && !line.starts_with(char::is_whitespace) {
            blocks.push(&source[from..at]);
            from = at;
        }
        blank = text.is_empty();
        if !blank {
            literal = text.ends_with("::");
        }
        at += line.len();
    }
    blocks.push(&source[from..]);
    blocks
}

/// Whether a line could be a border of a simple table: `=` in several columns.
fn is_table_border(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('=') && line.contains(' ') && line.chars().all(|c| c == '=' || c == ' ')
}

/// Wraps a text that is read as a whole, once.
fn rewrap_all(source: &str, width: usize) -> String {
    let document = parse(source);
    let mut paragraphs = Vec::new();
    running(&document.blocks, &mut paragraphs);
    let edits: Vec<WrapEdit> = paragraphs
        .into_iter()
        .filter_map(|block| edit(source, block, width))
        .collect();
    let wanted = shape(&document);
    let mut kept: Vec<&WrapEdit> = Vec::new();
    keep(&edits, &mut kept, &|kept| {
        shape(&parse(&apply(source, kept))) == wanted
    });
    apply(source, &kept)
}

/// Keeps the edits with which the text reads as it did. A paragraph that reads differently when it
/// is wrapped stays as it is; it is looked for by halves, as there are few of them.
fn keep<'e>(
    edits: &'e [WrapEdit],
    kept: &mut Vec<&'e WrapEdit>,
    reads_the_same: &impl Fn(&[&WrapEdit]) -> bool,
) {
    let before = kept.len();
    kept.extend(edits);
    if edits.is_empty() || reads_the_same(kept) {
        return;
    }
    kept.truncate(before);
    if edits.len() > 1 {
        let (first, second) = edits.split_at(edits.len() / 2);
        keep(first, kept, reads_the_same);
        keep(second, kept, reads_the_same);
    }
}

/// Wraps one paragraph from its first line of more than `width` columns on. `text` is its lines
/// without their indentation; `first` columns stand before its first line and `rest` before every
/// other. None if no line is too long, or where white space is not what it seems.
fn wrap_paragraph(text: &str, margins: &Margins) -> Option<String> {
    if text
        .chars()
        .any(|c| c != '\n' && c != ' ' && is_space(c) && c.is_control())
    {
        return None;
    }
    let is_long = |line: &str, taken| taken + columns(line.trim_end()) > margins.width;
    let is_first = |start| {
        if start == 0 {
            margins.first
        } else {
            margins.rest
        }
    };
    if !starts(text).any(|(start, line)| is_long(line, is_first(start))) {
        return None;
    }
    let whole = protected(text);
    let filled = |start: usize, part: &str| {
        // The ranges stand in order and do not touch: a paragraph may have thousands of them.
        let words = words(part, |at| {
            let behind = whole.partition_point(|range| range.end <= start + at);
            whole
                .get(behind)
                .is_some_and(|range| range.start <= start + at)
        });
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let margins = Margins {
            width: margins.width,
            first: is_first(start),
            rest: margins.rest,
        };
        fill(&words, &margins)
    };
    // A line that can be broken nowhere is as good as it gets, and no reason to move the ones after
    // it.
    let (start, _) = starts(text)
        .find(|(start, line)| is_long(line, is_first(*start)) && filled(*start, line).len() > 1)?;
    let (kept, tail) = text.split_at(start);
    let lines = filled(start, tail);
    let lines: Vec<&str> = lines
        .iter()
        .map(|line| line.trim_end_matches(' '))
        .collect();
    Some(format!("{kept}{}", lines.join("\n")))
}

/// The lines of a text, each with where it starts.
fn starts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split('\n').map(move |line| {
        let at = start;
        start += line.len() + 1;
        (at, line)
    })
}

/// A change to the source.
struct WrapEdit {
    place: Range<usize>,
    text: String,
}

fn edit(source: &str, block: &Block, width: usize) -> Option<WrapEdit> {
    let place = block.span.start..block.span.end;
    let before = source.get(..place.start)?;
    let slice = source.get(place.clone())?;
    let prefix = before.rsplit('\n').next().unwrap_or_default();
    if prefix.contains('\t') {
        return None;
    }
    let mut lines = slice.split('\n');
    let first = lines.next()?;
    let others: Vec<&str> = lines.collect();
    let rest = match others.first() {
        Some(line) => line.len() - line.trim_start_matches(' ').len(),
        None => columns(prefix),
    };
    let mut text = first.to_owned();
    for line in others {
        text.push('\n');
        text.push_str(line.trim_start_matches(' '));
    }
    let margins = Margins {
        width,
        first: columns(prefix),
        rest,
    };
    let wrapped = wrap_paragraph(&text, &margins)?;
    Some(WrapEdit {
        place,
        text: wrapped.replace('\n', &format!("\n{}", " ".repeat(rest))),
    })
}

fn apply(source: &str, edits: &[&WrapEdit]) -> String {
    let mut made = String::with_capacity(source.len());
    let mut done = 0;
    for edit in edits {
        made.push_str(source.get(done..edit.place.start).unwrap_or_default());
        made.push_str(&edit.text);
        done = edit.place.end;
    }
    made.push_str(source.get(done..).unwrap_or_default());
    made
}

/// The paragraphs that may be wrapped, in order.
fn running<'d>(blocks: &'d [Block], found: &mut Vec<&'d Block>) {
    for block in blocks {
        match &block.body {
            Body::Paragraph(_) => found.push(block),
            Body::Section(section) => running(&section.blocks, found),
            Body::BulletList { items, .. } | Body::EnumeratedList { items, .. } => {
                for item in items {
                    running(&item.blocks, found);
                }
            }
            Body::DefinitionList(definitions) => {
                for definition in definitions {
                    running(&definition.blocks, found);
                }
            }
            Body::BlockQuote { blocks, .. } => running(blocks, found),
            _ => {}
        }
    }
}

/// The parts of a paragraph within which no line may break: those whose white space counts, and
/// embedded links.
fn protected(text: &str) -> Vec<Range<usize>> {
    let (inlines, _) = inline::read(&Flow::line(text, 0));
    let within = |inline: &Inline| {
        let place = inline.span.start..inline.span.end;
        match &inline.body {
            InlineBody::Literal(_) | InlineBody::Substitution { .. } => Some(place),
            InlineBody::Interpreted { role: Some(_), .. } => Some(place),
            InlineBody::Reference(reference) => match reference.to {
                Referent::Embedded { .. } | Referent::Alias { .. } => {
                    let open = text.get(place.clone())?.rfind('<')?;
                    Some(place.start + open..place.end)
                }
                _ => None,
            },
            _ => None,
        }
    };
    inlines.iter().filter_map(within).collect()
}

/// Cuts a text at the spaces where a line may break. A word keeps the spaces after it but for one,
/// so that two spaces after a full stop stay two.
fn words(text: &str, whole: impl Fn(usize) -> bool) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut escaping = false;
    let mut chars = text.char_indices().peekable();
    while let Some((at, character)) = chars.next() {
        let blank = character == ' ' || character == '\n';
        if blank && !escaping && !whole(at) {
            let mut gap = 0;
            let mut breaks = character == '\n';
            while let Some((_, next)) = chars.next_if(|(_, c)| *c == ' ' || *c == '\n') {
                gap += 1;
                breaks |= next == '\n';
            }
            // docutils takes other spaces away at a line's end.
            let other = |c: Option<char>| c.is_some_and(|c| c != ' ' && is_space(c));
            let next = chars.peek().map(|(_, c)| *c);
            if other(next) || other(word.chars().next_back()) {
                word.push(' ');
                continue;
            }
            if !breaks {
                word.push_str(&" ".repeat(gap));
            }
            words.push(std::mem::take(&mut word));
        } else {
            word.push(if blank { ' ' } else { character });
        }
        escaping = character == '\\' && !escaping;
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// What a document says, without places and with white space made even.
fn shape(document: &DocumentTree) -> (Vec<WrapPart>, usize) {
    let mut parts = Vec::new();
    walk(&document.blocks, &mut |node| match node {
        Node::Block(block) => parts.push(WrapPart::Block(discriminant(&block.body))),
        Node::Text(inlines) => {
            parts.extend(inlines.iter().map(|i| WrapPart::Inline(even(&i.body))))
        }
    });
    (parts, document.problems.len())
}

#[derive(PartialEq)]
enum WrapPart {
    Block(std::mem::Discriminant<Body>),
    Inline(InlineBody),
}

fn even(body: &InlineBody) -> InlineBody {
    let spaced = |text: &str| {
        // Unlike a name's, a text's outer spaces count.
        let edge = |c: Option<char>| if c.is_some_and(is_space) { " " } else { "" };
        let (first, last) = (text.chars().next(), text.chars().next_back());
        format!("{}{}{}", edge(first), collapse(text), edge(last))
    };
    let mut body = body.clone();
    match &mut body {
        InlineBody::Text(text)
        | InlineBody::Emphasis(text)
        | InlineBody::Strong(text)
        | InlineBody::Literal(text)
        | InlineBody::Interpreted { text, .. }
        | InlineBody::InlineTarget(text)
        | InlineBody::Substitution { name: text, .. }
        | InlineBody::Problematic(text)
        | InlineBody::FootnoteReference(text) => *text = spaced(text),
        InlineBody::Reference(reference) => reference.text = spaced(&reference.text),
    }
    body
}
