//! Paragraphs, definition lists, literal blocks and doctest blocks: what begins with plain text
//! (docutils' `Text`).

use super::indent::{KnownIndent, text_block};
use super::lines::LineView;
use super::{BlockReader, Parent, Window, pattern};
use crate::rst::chars::is_space;
use crate::rst::inline;
use crate::rst::tree::{
    Block, Body, Definition, Inline, InlineBody, InlineText, MessageLevel, ProblemKind, Span,
};

impl BlockReader<'_> {
    /// A block that begins with text: what it is shows in its second line.
    pub(super) fn text(&mut self, window: Window, at: usize, out: &mut Vec<Block>) -> usize {
        let second = self.line(window, at + 1);
        if second.is_empty() {
            return self.paragraph(window, at, at + 1, out);
        }
        if second.starts_with(' ') {
            return self.definition_list(window, at, out);
        }
        if pattern::adornment(second).is_some()
            && let Some(next) = self.underline(window, at, out)
        {
            return next;
        }
        let (end, indented) = text_block(self.lines, window.views, at + 1, true);
        if indented {
            let row = self.row(window, end);
            self.report(
                row,
                MessageLevel::Error,
                ProblemKind::UnexpectedIndent,
                "an indentation that nothing calls for",
            );
        }
        self.paragraph(window, at, end, out)
    }

    /// Makes a paragraph of the lines up to `end`, and a literal block of what follows when it ends
    /// with `::`.
    fn paragraph(&mut self, window: Window, at: usize, end: usize, out: &mut Vec<Block>) -> usize {
        let views = window.views.get(at..end).unwrap_or_default();
        let mut text = views.to_vec();
        let literal = match views.last().map(|view| self.lines.text(*view)) {
            Some(line) if line.ends_with("::") => {
                let escapes = line[..line.len() - 2]
                    .bytes()
                    .rev()
                    .take_while(|byte| *byte == b'\\')
                    .count();
                escapes % 2 == 0
            }
            _ => false,
        };
        if literal && let Some(last) = text.last_mut() {
            last.to -= 2;
            let rest = self.lines.text(*last);
            if rest.is_empty() {
                text.pop();
            } else if rest.ends_with(' ') {
                last.to -= rest.len() - rest.trim_end_matches(is_space).len();
            } else {
                last.to += 1;
            }
        }
        let bare = text.is_empty();
        if window.titles {
            // A paragraph of one line ends when docutils comes to the line after it.
            self.root = self.row(window, if end == at + 1 { end } else { end - 1 });
        }
        if !bare {
            let content = self.inline(&text);
            out.push(self.make(views, Body::Paragraph(content.inlines)));
        }
        if !literal {
            return end;
        }
        let before = out.len();
        let next = self.literal(window, end, out);
        if bare {
            // The line of the "::" belongs to the block that it announces.
            match out.get_mut(before) {
                Some(block) => block.span.start = self.lines.span(views).start,
                None => out.push(self.refuse(views)),
            }
        }
        next
    }

    /// The literal block after `::`, from line `at` on.
    fn literal(&mut self, window: Window, at: usize, out: &mut Vec<Block>) -> usize {
        let mut block = self.indented(window, at, KnownIndent::default());
        block.trim_end();
        if block.views.is_empty() {
            return self.quoted(window, at, out);
        }
        out.push(self.make(
            &block.views,
            Body::LiteralBlock(self.lines.join(&block.views)),
        ));
        self.check_finish(block.blank_finish, window, block.next, "a literal block");
        block.next
    }

    /// A literal block that is not indented, each line of which begins with the same punctuation
    /// mark.
    fn quoted(&mut self, window: Window, at: usize, out: &mut Vec<Block>) -> usize {
        let begin = self.skip_blank(window, at);
        let quote = self
            .line(window, begin)
            .chars()
            .next()
            .filter(char::is_ascii_punctuation);
        let Some(quote) = quote else {
            let row = self.row(window, begin);
            self.report(
                row,
                MessageLevel::Warning,
                ProblemKind::EmptyLiteral,
                "no literal block follows the \"::\"",
            );
            return begin;
        };
        let mut end = begin;
        while self.line(window, end).starts_with(quote) {
            end += 1;
        }
        let views = window.views.get(begin..end).unwrap_or_default();
        out.push(self.make(views, Body::LiteralBlock(self.lines.join(views))));
        let row = self.row(window, end);
        match self.line(window, end) {
            "" => {}
            line if line.starts_with(' ') => {
                self.report(
                    row,
                    MessageLevel::Error,
                    ProblemKind::UnexpectedIndent,
                    "an indentation that nothing calls for",
                );
            }
            _ => self.report(
                row,
                MessageLevel::Error,
                ProblemKind::Other,
                "a quoted literal block changes its quote mark",
            ),
        }
        end
    }

    /// `>>> ` and what follows up to a blank line.
    pub(super) fn doctest(&mut self, window: Window, at: usize, out: &mut Vec<Block>) -> usize {
        let (end, _) = text_block(self.lines, window.views, at, false);
        let views = window.views.get(at..end).unwrap_or_default();
        out.push(self.make(views, Body::DoctestBlock(self.lines.join(views))));
        end
    }

    /// Terms with definitions below them.
    fn definition_list(&mut self, window: Window, at: usize, out: &mut Vec<Block>) -> usize {
        let mut items: Vec<Definition> = Vec::new();
        let mut next = at;
        let mut blank_finish = true;
        loop {
            let term = if items.is_empty() {
                at
            } else {
                self.skip_blank(window, next)
            };
            if !items.is_empty() && !self.is_term(window, term) {
                break;
            }
            let block = self.indented(
                Window {
                    titles: window.titles && items.is_empty(),
                    ..window
                },
                term + 1,
                KnownIndent::default(),
            );
            let view = window.views.get(term).copied();
            let (text, classifiers) = view.map(|view| self.term(view)).unwrap_or_default();
            if self.line(window, term).ends_with("::") {
                let row = self.row(window, term + 1);
                self.report(
                    row,
                    MessageLevel::Info,
                    ProblemKind::EmptyLiteral,
                    "is a blank line missing after the \"::\"?",
                );
            }
            let blocks = self.blocks(&block.views, Parent::Body);
            let span = self
                .lines
                .span(window.views.get(term..block.next).unwrap_or_default());
            items.push(Definition {
                span,
                term: text,
                classifiers,
                blocks,
            });
            next = block.next;
            blank_finish = block.blank_finish;
        }
        let views = window.views.get(at..next).unwrap_or_default();
        out.push(self.make(views, Body::DefinitionList(items)));
        self.check_finish(blank_finish, window, next, "a definition list");
        next
    }

    /// Whether a further term of a definition list stands here.
    fn is_term(&self, window: Window, at: usize) -> bool {
        let line = self.line(window, at);
        !line.is_empty()
            && !line.starts_with(' ')
            && pattern::start(line) == pattern::PatternStart::Text
            && self.line(window, at + 1).starts_with(' ')
    }

    /// A term and its classifiers, which follow ` : ` outside of inline markup.
    fn term(&mut self, view: LineView) -> (InlineText, Vec<InlineText>) {
        let flow = self.lines.flow(&[view]);
        let (inlines, problems) = inline::read(&flow);
        self.problems.extend(problems);
        let source = flow.text();
        let mut parts = vec![InlineText {
            span: self.lines.span(&[view]),
            inlines: Vec::new(),
        }];
        let mut to = 0;
        for inline in inlines {
            // Where the inline stands in the flow: a flow of one line keeps the order of places.
            let from = (to..source.len())
                .find(|at| flow.source(*at) >= inline.span.start)
                .unwrap_or(to);
            to = (from..source.len())
                .find(|at| flow.source(*at) >= inline.span.end)
                .unwrap_or(source.len());
            let pieces = match inline.body {
                InlineBody::Text(_) => delimiters(source, from, to),
                _ => vec![(from, to)],
            };
            let single = pieces.len() == 1;
            for (index, (start, end)) in pieces.into_iter().enumerate() {
                let span = flow.span(start, end);
                if index > 0 {
                    parts.push(InlineText {
                        span,
                        inlines: Vec::new(),
                    });
                }
                let Some(part) = parts.last_mut() else {
                    continue;
                };
                if single {
                    part.inlines.push(inline.clone());
                } else if start < end {
                    let body = InlineBody::Text(unescape(source.get(start..end).unwrap_or("")));
                    part.inlines.push(Inline { span, body });
                }
                part.span = Span {
                    start: part.span.start,
                    end: span.end,
                };
            }
        }
        let term = parts.remove(0);
        (term, parts)
    }
}

/// The pieces of `text[from..to]` between colons with spaces around them; the first without spaces
/// at its end.
fn delimiters(text: &str, from: usize, to: usize) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut pieces = Vec::new();
    let mut start = from;
    let mut at = from;
    while at < to {
        let colon = bytes[at..to]
            .iter()
            .position(|byte| *byte != b' ')
            .map_or(to, |count| at + count);
        let delimiter =
            colon > at && colon + 1 < to && bytes[colon] == b':' && bytes[colon + 1] == b' ';
        if delimiter {
            pieces.push((start, at));
            start = colon
                + 1
                + bytes[colon + 1..to]
                    .iter()
                    .take_while(|byte| **byte == b' ')
                    .count();
            at = start;
        } else {
            at = colon.max(at) + 1;
        }
    }
    pieces.push((start, to));
    pieces
}

/// The text with its backslash escapes resolved.
pub(super) fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => plain.extend(characters.next().filter(|next| !matches!(next, ' ' | '\n'))),
            other => plain.push(other),
        }
    }
    plain
}
