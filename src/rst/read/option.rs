//! Option lists, which stay opaque; what stands in their descriptions is read nevertheless.

use super::indent::KnownIndent;
use super::{BlockReader, Parent, Window, characters, pattern};
use crate::rst::tree::{Block, Opaque};

impl BlockReader<'_> {
    /// Options of a command with their descriptions; text, if the first one has no description.
    pub(super) fn option_list(&mut self, window: Window, at: usize, out: &mut Vec<Block>) -> usize {
        let mut blocks = Vec::new();
        let mut next = at;
        let mut blank_finish = true;
        loop {
            let begin = self.skip_blank(window, next);
            let line = self.line(window, begin);
            let Some(end) = pattern::option(line).filter(|_| pattern::bullet(line).is_none())
            else {
                break;
            };
            let known = KnownIndent {
                first: Some(characters(line, end)),
                ..KnownIndent::default()
            };
            let first = Window {
                titles: window.titles && begin == at,
                ..window
            };
            let block = self.indented(first, begin, known);
            if block.views.is_empty() {
                break;
            }
            blocks.extend(self.blocks(&block.views, Parent::Body));
            next = block.next;
            blank_finish = block.blank_finish;
        }
        if next == at {
            return self.text(window, at, out);
        }
        let views = window.views.get(at..next).unwrap_or_default();
        out.push(self.opaque(Opaque::OptionList, views, blocks));
        self.check_finish(blank_finish, window, next, "an option list");
        next
    }
}
