//! Headings: every heading of a level gets the level's adornment, also one inside notes.

use crate::model::layout::PostLayout;
use crate::post::PostHeading;
use crate::rst::{self, width};

/// The shortest adornment that we write: docutils takes shorter ones for text when the title is
/// longer still.
const SHORTEST: usize = 4;

/// The lines of a heading, without the last line break. `adornment` is one character, or two for a
/// line above, too.
pub fn heading(heading: &PostHeading, adornment: &str) -> String {
    let kept = heading
        .verbatim
        .as_ref()
        .filter(|lines| says(lines, &heading.source, adornment));
    if let Some(lines) = kept {
        return lines.clone();
    }
    let usual = width::columns(&heading.source).max(SHORTEST);
    let length = usual
        .saturating_add_signed(isize::from(heading.underline))
        .max(1);
    lines(&heading.source, adornment, length)
}

fn lines(title: &str, adornment: &str, length: usize) -> String {
    let mut marks = adornment.chars();
    let mark = marks.next().unwrap_or('=');
    let line: String = std::iter::repeat_n(mark, length).collect();
    match marks.next() {
        Some(_) => format!("{line}\n{title}\n{line}"),
        None => format!("{title}\n{line}"),
    }
}

/// Whether imported heading lines still have that title and that adornment.
fn says(lines: &str, title: &str, adornment: &str) -> bool {
    let rows: Vec<&str> = lines.split('\n').collect();
    let mark = adornment.chars().next();
    let adorns = |row: &str| row.trim_end().chars().all(|c| Some(c) == mark);
    match (rows.as_slice(), adornment.chars().count()) {
        ([text, under], 1) => text.trim_end() == title && adorns(under),
        ([over, text, under], 2) => text.trim() == title && adorns(over) && adorns(under),
        _ => false,
    }
}

/// A note's text with its headings adorned as the post's levels want it, below a heading of
/// `level`.
pub fn notes(text: &str, level: u8, layout: &PostLayout) -> String {
    if layout.keep_headings || !text.lines().any(could_adorn) {
        return text.to_owned();
    }
    let document = rst::parse(text);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for section in rst::walk::headings(&document) {
        let depth = u8::try_from(section.depth).unwrap_or(u8::MAX);
        let wanted = layout.adornment(level.saturating_add(depth));
        let found = section.heading.character;
        let same =
            wanted.starts_with(found) && (wanted.chars().count() == 2) == section.heading.overline;
        if same {
            continue;
        }
        let span = section.heading.span;
        let title = text[section.heading.title.span.start..section.heading.title.span.end].trim();
        out.push_str(&text[done..span.start]);
        out.push_str(&lines(title, wanted, width::columns(title).max(SHORTEST)));
        done = span.end;
    }
    out.push_str(&text[done..]);
    out
}

/// Whether a line could be an adornment: one punctuation mark, again and again. The mark of a
/// literal block and an empty comment are too short for any title but one of two letters.
fn could_adorn(line: &str) -> bool {
    let line = line.trim_end();
    if line == "::" || line == ".." {
        return false;
    }
    let mut bytes = line.bytes();
    let first = bytes.next();
    first.is_some_and(|first| first.is_ascii_punctuation() && bytes.all(|byte| byte == first))
}
