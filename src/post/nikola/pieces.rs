//! Content: typed text goes out as it is but for headings and long lines, plain text is escaped.

use super::adorn;
use crate::model::layout::{WRAP, Wrap};
use crate::post::{Credit, Origin, Piece, Post};
use crate::rst::tree::{Block, Body};
use crate::rst::{self, escape, width, wrap};

/// How far a quotation is indented.
const INDENT: usize = 4;

/// The text of a piece, without the last line break, and where it comes from. `before` is the piece
/// before it in the same part, `level` that of the part's heading. `None` when there is nothing to
/// write.
pub fn write(
    piece: &Piece,
    before: Option<&Piece>,
    part: Origin,
    level: u8,
    post: &Post,
) -> Option<(Origin, String)> {
    let columns = match post.wrap {
        Some(Wrap::At(columns)) => usize::from(columns),
        Some(Wrap::Keep) | None => usize::from(WRAP),
    };
    let text = match piece {
        Piece::Source { origin, text } => {
            let text = adorn::notes(text, level, &post.layout);
            let text = match post.wrap {
                Some(Wrap::At(columns)) => wrap::rewrap(&text, usize::from(columns)),
                Some(Wrap::Keep) | None => text,
            };
            return (!text.is_empty()).then_some((*origin, text));
        }
        Piece::Byline { lead, speakers } => byline(lead, speakers, columns),
        Piece::Lead(text) => escape::paragraph(text, columns, 0),
        Piece::Bullets(items) => bullets(items, columns),
        Piece::Quote { text, who } => quote(text, who.as_deref(), before, columns),
        Piece::Counts { head, rows } => table(head, rows),
        Piece::Pages(pages) => {
            let links: Vec<String> = pages.iter().map(|(name, url)| page(name, url)).collect();
            links.join(", ")
        }
    };
    (!text.is_empty()).then_some((part, text))
}

/// `By Ann Author (Some Project) and Bob`, names that have a target as references.
fn byline(lead: &str, speakers: &[Credit], columns: usize) -> String {
    let mut text = escape::text(lead);
    for (at, speaker) in speakers.iter().enumerate() {
        text.push_str(match at {
            0 => " ",
            _ if at + 1 == speakers.len() => " and ",
            _ => ", ",
        });
        match speaker.linked {
            true => text.push_str(&escape::phrase_reference(&speaker.name)),
            false => text.push_str(&escape::text(&speaker.name)),
        }
        if let Some(affiliation) = &speaker.affiliation {
            text.push_str(&format!(" ({})", escape::text(affiliation)));
        }
    }
    wrap::rewrap(&text, columns)
}

/// `` `Slides <https://example.org/>`__ ``
fn page(name: &str, url: &str) -> String {
    let mut written = String::with_capacity(url.len());
    for c in url.trim().chars() {
        if c.is_whitespace() || c.is_control() || "<>`\\".contains(c) {
            c.to_string()
                .bytes()
                .for_each(|byte| written.push_str(&format!("%{byte:02X}")));
        } else {
            written.push(c);
        }
    }
    // A URL that ends in an underscore would be read as the name of another target.
    if written.ends_with('_') {
        written.insert(written.len() - 1, '\\');
    }
    format!("`{} <{written}>`__", escape::text(name))
}

fn bullets(items: &[String], columns: usize) -> String {
    let items = items.iter().map(|item| escape::paragraph(item, columns, 2));
    let filled = items.filter(|item| !item.is_empty());
    let rows: Vec<String> = filled.map(|item| format!("* {item}")).collect();
    rows.join("\n")
}

/// A block quote. After anything that an indented block would be taken into, an empty comment ends
/// that first.
fn quote(text: &str, who: Option<&str>, before: Option<&Piece>, columns: usize) -> String {
    let margin = " ".repeat(INDENT);
    let body = escape::paragraph(text, columns, INDENT);
    if body.is_empty() {
        return String::new();
    }
    let mut out = String::new();
    if before.is_some_and(swallows_indented) {
        out.push_str("..\n\n");
    }
    out.push_str(&margin);
    out.push_str(&body);
    let who = who.map(escape::attribution).filter(|who| !who.is_empty());
    if let Some(who) = who {
        out.push_str(&format!("\n\n{margin}-- {who}"));
    }
    out
}

/// Whether an indented block after this piece would become a part of it.
fn swallows_indented(piece: &Piece) -> bool {
    match piece {
        Piece::Source { text, .. } => {
            let last = rst::parse(&text[last_block(text)..]);
            last.blocks.last().is_some_and(block_swallows)
        }
        Piece::Bullets(_) | Piece::Quote { .. } => true,
        Piece::Byline { .. } | Piece::Lead(_) | Piece::Counts { .. } | Piece::Pages(_) => false,
    }
}

/// Where the last block of a text that is not indented begins: what stands before it does not
/// matter to what comes after it.
fn last_block(text: &str) -> usize {
    let (mut at, mut start, mut blank) = (0, 0, true);
    for line in text.split_inclusive('\n') {
        let empty = line.trim().is_empty();
        if blank && !empty && !line.starts_with([' ', '\t']) {
            start = at;
        }
        blank = empty;
        at += line.len();
    }
    start
}

fn block_swallows(block: &Block) -> bool {
    match &block.body {
        Body::Paragraph(_) | Body::Transition => false,
        Body::Section(section) => section.blocks.last().is_some_and(block_swallows),
        _ => true,
    }
}

/// A simple table of two columns.
fn table(head: &[String; 2], rows: &[(String, i64)]) -> String {
    let cell = |text: &str| escape::item(text);
    let mut cells: Vec<(String, String)> = vec![(cell(&head[0]), cell(&head[1]))];
    cells.extend(
        rows.iter()
            .map(|(name, count)| (cell(name), count.to_string())),
    );
    cells.retain(|(name, _)| !name.is_empty());
    let widest = |of: fn(&(String, String)) -> &String| {
        let widths = cells.iter().map(|row| width::columns(of(row)));
        widths.max().unwrap_or(0)
    };
    let (left, right) = (widest(|row| &row.0), widest(|row| &row.1));
    let rule = format!("{}  {}", "=".repeat(left), "=".repeat(right));
    let row = |(name, count): &(String, String)| {
        let pad = " ".repeat(left - width::columns(name));
        format!("{name}{pad}  {count}")
    };
    let mut lines = vec![rule.clone()];
    for (at, cells) in cells.iter().enumerate() {
        lines.push(row(cells));
        if at == 0 {
            lines.push(rule.clone());
        }
    }
    lines.push(rule);
    lines.join("\n")
}
