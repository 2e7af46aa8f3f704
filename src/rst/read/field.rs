//! Field lists and line blocks.

use super::indent::KnownIndent;
use super::lines::LineView;
use super::{BlockReader, Parent, Window, characters, pattern};
use crate::rst::tree::{Block, Body, FieldItem, InlineText, MessageLevel, ProblemKind, VerseLine};

impl BlockReader<'_> {
    /// `:name: body` fields.
    pub(super) fn field_list(&mut self, window: Window, at: usize, out: &mut Vec<Block>) -> usize {
        let mut fields: Vec<FieldItem> = Vec::new();
        let mut next = at;
        let mut blank_finish = true;
        loop {
            let begin = self.skip_blank(window, next);
            let line = self.line(window, begin);
            let Some((end, view)) = pattern::field(line).zip(window.views.get(begin)) else {
                break;
            };
            let (from, to) = pattern::field_name(line, end);
            let label = self.inline(&[LineView {
                from: view.from + from,
                to: view.from + to,
                ..*view
            }]);
            let known = KnownIndent {
                first: Some(characters(line, end)),
                ..KnownIndent::default()
            };
            let first = Window {
                titles: window.titles && fields.is_empty(),
                ..window
            };
            let block = self.indented(first, begin, known);
            let blocks = self.blocks(&block.views, Parent::Body);
            let span = self
                .lines
                .span(window.views.get(begin..block.next).unwrap_or_default());
            fields.push(FieldItem {
                span,
                name: line.get(from..to).unwrap_or("").to_string(),
                label,
                blocks,
            });
            next = block.next;
            blank_finish = block.blank_finish;
        }
        let views = window.views.get(at..next).unwrap_or_default();
        out.push(self.make(views, Body::FieldList(fields)));
        self.check_finish(blank_finish, window, next, "a field list");
        next
    }

    /// Lines that begin with `|`.
    pub(super) fn line_block(&mut self, window: Window, at: usize, out: &mut Vec<Block>) -> usize {
        let mut texts: Vec<InlineText> = Vec::new();
        let mut indents: Vec<usize> = Vec::new();
        let mut next = at;
        let mut blank_finish = true;
        while let Some(end) = pattern::marker(self.line(window, next), "|") {
            let line = self.line(window, next);
            let known = KnownIndent {
                first: Some(characters(line, end)),
                until_blank: true,
                ..KnownIndent::default()
            };
            let first = Window {
                titles: window.titles && texts.is_empty(),
                ..window
            };
            let block = self.indented(first, next, known);
            texts.push(self.inline(&block.views));
            // An empty line is as deep as the one before it.
            let indent = if line == "|" {
                indents.last().copied().unwrap_or(0)
            } else {
                end - 2
            };
            indents.push(indent);
            next = block.next;
            blank_finish = block.blank_finish;
        }
        if !blank_finish {
            let message = "a line block ends without a blank line";
            self.report(
                self.row(window, at) + 1,
                MessageLevel::Warning,
                ProblemKind::UnexpectedUnindent,
                message,
            );
        }
        let mut depths = vec![0; indents.len()];
        nest(&indents, &mut depths);
        let lines = texts
            .into_iter()
            .zip(depths)
            .map(|(text, depth)| VerseLine { depth, text })
            .collect();
        let views = window.views.get(at..next).unwrap_or_default();
        out.push(self.make(views, Body::LineBlock(lines)));
        next
    }
}

/// How deep lines of these indents nest: a line is one deeper than the nearest shallower level that
/// it lies in, where each run of deeper lines finds its own least indent.
fn nest(indents: &[usize], depths: &mut [usize]) {
    let Some(least) = indents.iter().min() else {
        return;
    };
    let mut at = 0;
    while at < indents.len() {
        let run = indents[at..]
            .iter()
            .take_while(|indent| *indent > least)
            .count();
        if run == 0 {
            at += 1;
            continue;
        }
        let deeper = &mut depths[at..at + run];
        deeper.iter_mut().for_each(|depth| *depth += 1);
        nest(&indents[at..at + run], deeper);
        at += run;
    }
}
