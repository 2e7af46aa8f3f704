//! Explicit markup: what begins with `.. ` (footnotes, citations, targets, substitutions,
//! directives, comments) and anonymous targets, which begin with `__ `.

use super::indent::KnownIndent;
use super::pattern::{self, PatternStart};
use super::{BlockReader, Parent, Window, characters};
use crate::rst::tree::{Block, Body, MessageLevel, ProblemKind};

/// An explicit construct as its first line shows it. Ends are in bytes.
enum Construct {
    Footnote { label: (usize, usize), end: usize },
    Citation { label: (usize, usize), end: usize },
    Target { end: usize },
    Substitution { end: usize },
    Directive { name: (usize, usize), end: usize },
    Comment,
}

impl BlockReader<'_> {
    /// Explicit constructs one after the other, without blank lines between.
    pub(super) fn explicit_list(
        &mut self,
        window: Window,
        at: usize,
        out: &mut Vec<Block>,
    ) -> usize {
        let mut next = at;
        let mut blank_finish = true;
        loop {
            let line = self.line(window, next);
            let first = Window {
                titles: window.titles && next == at,
                ..window
            };
            (next, blank_finish) = match pattern::start(line) {
                PatternStart::Explicit => self.explicit(first, next, out),
                PatternStart::Anonymous { end } => self.anonymous_target(first, next, end, out),
                _ => break,
            };
        }
        // At the end of a block docutils is one line too far when it says so.
        let behind = next + usize::from(next >= window.views.len());
        self.check_finish(blank_finish, window, behind, "explicit markup");
        next
    }

    /// One construct that begins with `..`: the next line, and whether a blank line ends it.
    fn explicit(&mut self, window: Window, at: usize, out: &mut Vec<Block>) -> (usize, bool) {
        let line = self.line(window, at);
        match construct(line) {
            Construct::Footnote { label, end } => self.footnote(window, at, label, end, false, out),
            Construct::Citation { label, end } => self.footnote(window, at, label, end, true, out),
            Construct::Target { end } => match self.target(window, at, end, out) {
                Ok(done) => done,
                Err(last) => self.malformed(window, at, last, "a target cannot be read", out),
            },
            Construct::Substitution { end } => match self.substitution(window, at, end, out) {
                Ok(done) => done,
                Err(last) => self.malformed(
                    window,
                    at,
                    last,
                    "a substitution definition cannot be read",
                    out,
                ),
            },
            Construct::Directive { name, end } => self.directive(window, at, name, end, out),
            Construct::Comment => self.comment(window, at, at, out),
        }
    }

    /// A construct that docutils cannot read is a comment, which it goes on to read at the
    /// construct's last line.
    fn malformed(
        &mut self,
        window: Window,
        at: usize,
        last: usize,
        why: &str,
        out: &mut Vec<Block>,
    ) -> (usize, bool) {
        let row = self.row(window, last);
        self.report(
            row,
            MessageLevel::Warning,
            ProblemKind::MalformedTarget,
            why,
        );
        self.comment(window, at, last, out)
    }

    /// A comment. Its marker is on line `at`, its text is read from line `from` on.
    fn comment(
        &mut self,
        window: Window,
        at: usize,
        from: usize,
        out: &mut Vec<Block>,
    ) -> (usize, bool) {
        let line = self.line(window, at);
        let end = pattern::marker(line, "..").unwrap_or(line.len());
        if self.line(window, from + 1).is_empty() && line.len() == end {
            let views = window.views.get(at..=from).unwrap_or_default();
            out.push(self.make(views, Body::Comment(String::new())));
            return (from + 1, true);
        }
        let known = KnownIndent {
            first: Some(characters(line, end)),
            ..KnownIndent::default()
        };
        let mut block = self.indented(window, from, known);
        block.trim_end();
        let text = self.lines.join(&block.views);
        let views = window.views.get(at..block.next).unwrap_or_default();
        out.push(self.make(views, Body::Comment(text)));
        (block.next, block.blank_finish)
    }

    fn footnote(
        &mut self,
        window: Window,
        at: usize,
        label: (usize, usize),
        end: usize,
        citation: bool,
        out: &mut Vec<Block>,
    ) -> (usize, bool) {
        let line = self.line(window, at);
        let known = KnownIndent {
            first: Some(characters(line, end)),
            ..KnownIndent::default()
        };
        let block = self.indented(window, at, known);
        if block.views.is_empty() {
            let what = if citation { "a citation" } else { "a footnote" };
            self.report(
                self.root,
                MessageLevel::Warning,
                ProblemKind::Other,
                format!("{what} has no content"),
            );
        }
        let blocks = self.blocks(&block.views, Parent::Body);
        let label = line.get(label.0..label.1).unwrap_or("").to_string();
        let views = window.views.get(at..block.next).unwrap_or_default();
        out.push(self.make(
            views,
            Body::Footnote {
                label,
                citation,
                blocks,
            },
        ));
        (block.next, block.blank_finish)
    }
}

/// Which construct a line that begins with `..` begins.
fn construct(line: &str) -> Construct {
    let begin = pattern::marker(line, "..").unwrap_or(line.len());
    let rest = line.get(begin..).unwrap_or("");
    if rest.is_empty() {
        return Construct::Comment;
    }
    if rest.starts_with('[') {
        let end = label(rest, 1).filter(|end| rest[*end..].starts_with(']'));
        if let Some((label, end)) = end.and_then(|end| Some((end, pattern::spaces(rest, end + 1)?)))
        {
            let text = &rest[1..label];
            let numbered =
                text.starts_with(['#', '*']) || text.bytes().all(|byte| byte.is_ascii_digit());
            let (label, end) = ((begin + 1, begin + label), begin + end);
            return match numbered {
                true => Construct::Footnote { label, end },
                false => Construct::Citation { label, end },
            };
        }
    }
    if rest.starts_with('_') && rest.len() > 1 && !rest[1..].starts_with(' ') {
        return Construct::Target { end: begin + 1 };
    }
    if rest.starts_with('|') && rest.len() > 1 && !rest[1..].starts_with(' ') {
        return Construct::Substitution { end: begin + 1 };
    }
    directive(line, begin).unwrap_or(Construct::Comment)
}

/// The end of a footnote's or citation's label that begins at `at`.
fn label(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    match rest.chars().next()? {
        '*' => Some(at + 1),
        '#' => Some(pattern::simple_name(text, at + 1).unwrap_or(at + 1)),
        _ => pattern::simple_name(text, at),
    }
}

/// A directive whose name begins at `at`.
fn directive(line: &str, at: usize) -> Option<Construct> {
    let (name, end) = directive_name(line, at)?;
    Some(Construct::Directive {
        name: (at, name),
        end,
    })
}

/// The ends of a directive's name that begins at `at` and of the `::` and spaces behind it.
pub(super) fn directive_name(line: &str, at: usize) -> Option<(usize, usize)> {
    let name = pattern::simple_name(line, at)?;
    let rest = line.get(name..)?;
    let blank = usize::from(rest.starts_with(' '));
    rest[blank..].starts_with("::").then_some(())?;
    Some((name, pattern::spaces(line, name + blank + 2)?))
}
