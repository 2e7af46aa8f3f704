//! Hyperlink targets and substitution definitions.
//!
//! docutils' "escaped" text has a NUL for each escaping backslash. Here the backslashes stay, and
//! the places of those that escape are found where they matter.

use super::explicit::directive_name;
use super::indent::KnownIndent;
use super::text::unescape;
use super::{BlockReader, Parent, Window, characters, pattern};
use crate::rst::chars::is_space;
use crate::rst::tree::{
    Block, BlockContent, Body, Destination, Directive, Inline, InlineBody, MessageLevel,
    ProblemKind, Referent, Target,
};

impl BlockReader<'_> {
    /// `.. _name: destination`; `end` is behind the underscore. An error tells the last line of
    /// what cannot be read.
    pub(super) fn target(
        &mut self,
        window: Window,
        at: usize,
        end: usize,
        out: &mut Vec<Block>,
    ) -> Result<(usize, bool), usize> {
        let line = self.line(window, at);
        let known = KnownIndent {
            first: Some(characters(line, end)),
            until_blank: true,
            keep: true,
            ..KnownIndent::default()
        };
        let block = self.indented(window, at, known);
        let lines: Vec<&str> = block
            .views
            .iter()
            .map(|view| self.lines.text(*view))
            .collect();
        let Some(found) = name(&lines) else {
            return Err(block.next - 1);
        };
        let mut rest: Vec<&str> = lines.get(found.line..).unwrap_or_default().to_vec();
        if let Some(first) = rest.first_mut() {
            *first = first.get(found.end..).unwrap_or("").trim_matches(is_space);
        }
        let name = found.name.map(|name| squeeze(&unescape(&name)));
        let to = destination(&rest);
        let views = window.views.get(at..block.next).unwrap_or_default();
        out.push(self.make(views, Body::Target(Target { name, to })));
        Ok((block.next, block.blank_finish))
    }

    /// `__ destination`; `end` is behind the spaces.
    pub(super) fn anonymous_target(
        &mut self,
        window: Window,
        at: usize,
        end: usize,
        out: &mut Vec<Block>,
    ) -> (usize, bool) {
        let known = KnownIndent {
            first: Some(end),
            until_blank: true,
            ..KnownIndent::default()
        };
        let block = self.indented(window, at, known);
        let lines: Vec<&str> = block
            .views
            .iter()
            .map(|view| self.lines.text(*view))
            .collect();
        let to = destination(&lines);
        let views = window.views.get(at..block.next).unwrap_or_default();
        out.push(self.make(views, Body::Target(Target { name: None, to })));
        (block.next, block.blank_finish)
    }

    /// `.. |name| directive:: ...`; `end` is behind the first bar. An error tells the last line of
    /// what cannot be read.
    pub(super) fn substitution(
        &mut self,
        window: Window,
        at: usize,
        end: usize,
        out: &mut Vec<Block>,
    ) -> Result<(usize, bool), usize> {
        let row = self.row(window, at);
        let line = self.line(window, at);
        let known = KnownIndent {
            first: Some(characters(line, end)),
            keep: true,
            ..KnownIndent::default()
        };
        let mut block = self.indented(window, at, known);
        let (next, mut blank_finish) = (block.next, block.blank_finish);
        let mut directive_row = row;
        let mut name = String::new();
        let mut close = None;
        for (index, view) in block.views.iter().enumerate() {
            if index > 0 {
                name.push(' ');
            }
            let text = self.lines.text(*view).trim_matches(is_space);
            let begin = name.len();
            name.push_str(text);
            if let Some((bar, end)) = bar(&name, begin) {
                close = Some((index, bar, end - begin));
                break;
            }
        }
        let Some((index, bar, rest)) = close else {
            return Err(next - 1);
        };
        name.truncate(bar);
        block.views.drain(..index);
        if let Some(first) = block.views.first_mut() {
            let stripped = self.lines.strip(*first);
            *first = self.lines.after(stripped, rest);
        }
        if block.views.first().is_some_and(|view| view.from >= view.to) {
            block.views.remove(0);
            directive_row += 1;
        }
        block.trim_end();
        if let Some(first) = block.views.first_mut() {
            *first = self.lines.strip(*first);
        }
        let views = window.views.get(at..next).unwrap_or_default();
        if block.views.is_empty() {
            self.report(
                row,
                MessageLevel::Warning,
                ProblemKind::Directive,
                "a substitution definition has no content",
            );
            out.push(self.refuse(views));
            return Ok((next, blank_finish));
        }
        let inner = Window {
            views: &block.views,
            titles: false,
            parent: Parent::Free,
        };
        let line = self.line(inner, 0);
        let found = directive_name(line, 0).filter(|(to, _)| line[*to..].starts_with("::"));
        let Some((to, end)) = found else {
            if block.views.len() > 1 {
                blank_finish = self.line(inner, 1).is_empty();
            }
            let message = "a substitution definition needs a directive";
            self.report(row, MessageLevel::Warning, ProblemKind::Directive, message);
            out.push(self.refuse(views));
            return Ok((next, blank_finish));
        };
        let mut made = Vec::new();
        let (end, finish) = self.embedded(inner, directive_row, (0, to), end, &mut made);
        if end < block.views.len() {
            blank_finish = finish;
        }
        let directive = match made.pop().map(|block| block.body) {
            Some(Body::Directive(directive)) if is_inline(&directive) => directive,
            _ => {
                let message = "a substitution definition is empty or cannot be used";
                self.report(row, MessageLevel::Warning, ProblemKind::Directive, message);
                out.push(self.refuse(views));
                return Ok((next, blank_finish));
            }
        };
        if matches!(&directive.content, BlockContent::Text(text) if text.inlines.iter().any(is_forbidden))
        {
            let message = "a substitution definition contains what may not stand there";
            self.report(row, MessageLevel::Error, ProblemKind::Directive, message);
            out.push(self.refuse(views));
        } else {
            out.push(self.make(
                views,
                Body::Substitution {
                    name: squeeze(&name),
                    directive,
                },
            ));
        }
        Ok((next, blank_finish))
    }
}

/// Whether a directive makes inline content, so that it can stand in a substitution definition.
fn is_inline(directive: &Directive) -> bool {
    match &directive.content {
        BlockContent::Text(text) => !text.inlines.is_empty(),
        _ => matches!(
            directive.name.to_lowercase().as_str(),
            "image" | "unicode" | "date"
        ),
    }
}

/// Whether inline markup may not stand in a substitution definition.
fn is_forbidden(inline: &Inline) -> bool {
    match &inline.body {
        InlineBody::Problematic(_) | InlineBody::InlineTarget(_) => true,
        InlineBody::Reference(reference) => reference.to == Referent::Anonymous,
        InlineBody::FootnoteReference(label) => label.starts_with(['#', '*']),
        _ => false,
    }
}

/// A name and where its colon and the spaces behind it end.
struct NamedTarget {
    name: Option<String>,
    line: usize,
    end: usize,
}

/// Finds the name in the lines of a target, which docutils joins without space until the pattern
/// matches.
fn name(lines: &[&str]) -> Option<NamedTarget> {
    let mut joined = String::new();
    let first = lines.first()?;
    let quoted = first.starts_with('`');
    let anonymous = first.starts_with('_');
    if quoted && first[1..].starts_with([' ', '`']) || first.starts_with(' ') {
        return None;
    }
    let mut escaped = false;
    let mut free: Vec<(usize, char)> = Vec::new();
    for (line, text) in lines.iter().enumerate() {
        for (at, character) in text.char_indices() {
            let place = joined.len();
            if character == ':' && !escaped {
                let behind = &text[at + 1..];
                let spaces = behind.len() - behind.trim_start_matches(' ').len();
                if (spaces > 0 || behind.is_empty())
                    && let Some(name) = close(&joined, &free, quoted, anonymous)
                {
                    return Some(NamedTarget {
                        name,
                        line,
                        end: at + 1 + spaces,
                    });
                }
            }
            if !escaped && character != '\\' {
                free.push((place, character));
            }
            joined.push(character);
            escaped = character == '\\' && !escaped;
        }
    }
    None
}

/// The name before a colon, if it can end there; the outer `None` if not. `free` lists the
/// characters that are neither escaped nor escape others.
fn close(
    text: &str,
    free: &[(usize, char)],
    quoted: bool,
    anonymous: bool,
) -> Option<Option<String>> {
    let text = match text.strip_suffix(' ') {
        Some(before) if free.last().is_some_and(|(at, _)| at + 1 == text.len()) => before,
        _ => text,
    };
    let last = free.iter().rev().find(|(at, _)| *at < text.len());
    let ends_free = last
        .filter(|(at, c)| at + c.len_utf8() == text.len())
        .map(|(_, c)| *c);
    let final_character = text.chars().next_back()?;
    if is_space(final_character) || (ends_free.is_none() && ends_with_escape(text)) {
        return None;
    }
    if ends_free == Some(':') {
        return None;
    }
    if anonymous {
        return (text == "_").then_some(None);
    }
    if !quoted {
        return Some(Some(text.to_string()));
    }
    let inner = text.strip_prefix('`')?;
    let inner = inner.strip_suffix('`').filter(|_| ends_free == Some('`'))?;
    let bad = inner.is_empty() || inner.ends_with(is_space) || ends_with_escape(inner);
    (!bad).then(|| Some(inner.to_string()))
}

/// Whether the text ends with a backslash that escapes what comes next.
fn ends_with_escape(text: &str) -> bool {
    text.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

/// The closing bar of a substitution's name, if it is in `text` at `from` or later: its place and
/// the end of the spaces behind it.
fn bar(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut found = text[from..].match_indices('|').map(|(at, _)| from + at);
    found.find_map(|at| {
        let before = &text[..at];
        let bad = before.is_empty() || before.ends_with(is_space) || ends_with_escape(before);
        let end = pattern::spaces(text, at + 1)?;
        (!bad).then_some((at, end))
    })
}

/// What the lines after a target's name say about where it leads.
pub(in crate::rst) fn destination(lines: &[&str]) -> Destination {
    let stripped: Vec<&str> = lines
        .iter()
        .map(|line| line.trim_matches(is_space))
        .collect();
    if stripped.last().is_some_and(|line| line.ends_with('_'))
        && let Some(name) = reference(&squeeze(&stripped.join(" ")))
    {
        return Destination::Name(name);
    }
    let uri = uri(&lines.join(" "));
    if uri.is_empty() {
        Destination::Here
    } else {
        Destination::Uri(uri)
    }
}

/// The name in `name_` or `` `name`_ ``, when the text is nothing else.
fn reference(text: &str) -> Option<String> {
    let body = text
        .strip_suffix('_')
        .filter(|body| !ends_with_escape(body))?;
    if pattern::simple_name(body, 0) == Some(body.len()) {
        return Some(body.to_string());
    }
    let phrase = body.strip_prefix('`')?.strip_suffix('`')?;
    let bad = phrase.is_empty()
        || phrase.starts_with(' ')
        || phrase.ends_with(is_space)
        || ends_with_escape(phrase);
    (!bad).then(|| unescape(phrase))
}

/// A URI without its white space, but for escaped spaces, and with its escapes resolved.
fn uri(text: &str) -> String {
    let mut uri = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some(' ') => uri.push(' '),
                Some(next) if !is_space(next) => uri.push(next),
                _ => {}
            },
            other if is_space(other) => {}
            other => uri.push(other),
        }
    }
    uri
}

/// White space made one space each, none around.
fn squeeze(text: &str) -> String {
    text.split(is_space)
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
