//! Block quotes and their attributions.

use super::indent::KnownIndent;
use super::lines::LineView;
use super::{BlockReader, Parent, Window, characters};
use crate::rst::chars::is_space;
use crate::rst::tree::{Block, Body};

impl BlockReader<'_> {
    /// An indented part: one block quote, or several when attributions end them.
    pub(super) fn quotes(&mut self, window: Window, at: usize, out: &mut Vec<Block>) -> usize {
        let block = self.indented(window, at, KnownIndent::default());
        self.quoted_blocks(&block.views, out);
        self.check_finish(block.blank_finish, window, block.next, "a block quote");
        block.next
    }

    /// The block quotes in these lines.
    pub(super) fn quoted_blocks(&mut self, views: &[LineView], out: &mut Vec<Block>) {
        let mut rest = views;
        while !rest.is_empty() {
            let (body, attribution) = match self.attribution(rest) {
                Some((begin, end)) => {
                    let text = self.attribution_text(rest.get(begin..end).unwrap_or_default());
                    (begin, Some((text, end)))
                }
                None => (rest.len(), None),
            };
            let blocks = self.blocks(rest.get(..body).unwrap_or_default(), Parent::Body);
            let (attribution, end) = match attribution {
                Some((views, end)) => (Some(self.inline(&views)), end),
                None => (None, rest.len()),
            };
            let whole = rest.get(..end).unwrap_or_default();
            out.push(self.make(
                whole,
                Body::BlockQuote {
                    blocks,
                    attribution,
                },
            ));
            rest = rest.get(end..).unwrap_or_default();
            let blank = rest.iter().take_while(|view| view.from >= view.to).count();
            rest = rest.get(blank..).unwrap_or_default();
        }
    }

    /// The lines of the first attribution: after a blank line, dashes, and all further lines with
    /// one indent.
    fn attribution(&self, views: &[LineView]) -> Option<(usize, usize)> {
        let mut seen = false;
        let mut blank = false;
        for (at, view) in views.iter().enumerate() {
            let line = self.lines.text(*view);
            if line.is_empty() {
                blank = true;
                continue;
            }
            if seen
                && blank
                && dashes(line).is_some()
                && let Some(end) = self.attribution_end(views, at)
            {
                return Some((at, end));
            }
            seen = true;
            blank = false;
        }
        None
    }

    fn attribution_end(&self, views: &[LineView], begin: usize) -> Option<usize> {
        let mut indent = None;
        let mut end = begin + 1;
        while let Some(view) = views.get(end) {
            let line = self.lines.text(*view);
            if line.is_empty() {
                break;
            }
            let own = line.chars().take_while(|c| is_space(*c)).count();
            if *indent.get_or_insert(own) != own {
                return None;
            }
            end += 1;
        }
        Some(end)
    }

    /// The lines of an attribution without its dashes and indentation.
    fn attribution_text(&self, views: &[LineView]) -> Vec<LineView> {
        let indent = views.get(1).map_or(0, |view| {
            self.lines
                .text(*view)
                .chars()
                .take_while(|c| is_space(*c))
                .count()
        });
        let mut text = Vec::new();
        for (at, view) in views.iter().enumerate() {
            let line = self.lines.text(*view);
            let count = if at == 0 {
                dashes(line).map_or(0, |end| characters(line, end))
            } else {
                indent
            };
            text.push(self.lines.cut(*view, count));
        }
        text
    }
}

/// The end of `--`, `---` or an em dash with the spaces behind, before a text.
fn dashes(line: &str) -> Option<usize> {
    let end = ["---", "--", "\u{2014}"].iter().find_map(|dash| {
        let rest = line.strip_prefix(dash)?;
        (!dash.is_ascii() || !rest.starts_with('-')).then_some(dash.len())
    })?;
    let rest = line.get(end..)?;
    let text = rest.trim_start_matches(' ');
    (!text.is_empty()).then_some(end + rest.len() - text.len())
}
