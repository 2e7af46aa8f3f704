//! Bullet lists and enumerated lists.

use super::indent::KnownIndent;
use super::pattern::{self, Enumerator};
use super::{BlockReader, Parent, Window, characters, enumerator};
use crate::rst::chars::is_space;
use crate::rst::tree::{Block, Body, ListItem, MessageLevel, ProblemKind};

impl BlockReader<'_> {
    /// Items with the same bullet.
    pub(super) fn bullet_list(&mut self, window: Window, at: usize, out: &mut Vec<Block>) -> usize {
        let bullet = self.line(window, at).chars().next().unwrap_or('-');
        let mut items = Vec::new();
        let mut next = at;
        let mut blank_finish = true;
        loop {
            let begin = self.skip_blank(window, next);
            let line = self.line(window, begin);
            let Some(end) = pattern::bullet(line).filter(|_| line.starts_with(bullet)) else {
                break;
            };
            (next, blank_finish) = self.item(window, begin, end, &mut items);
        }
        let views = window.views.get(at..next).unwrap_or_default();
        out.push(self.make(views, Body::BulletList { bullet, items }));
        self.check_finish(blank_finish, window, next, "a bullet list");
        next
    }

    /// Items numbered one after the other; text, if the line after the first one says so.
    pub(super) fn enumerated_list(
        &mut self,
        window: Window,
        at: usize,
        found: Enumerator,
        out: &mut Vec<Block>,
    ) -> usize {
        let first = enumerator::ordinal(self.line(window, at), found, None);
        let Some(start) = first
            .value
            .filter(|value| self.is_item(window, at, first, *value))
        else {
            return self.text(window, at, out);
        };
        if start != 1 {
            let message = format!("an enumerated list starts at {start}");
            self.report(
                self.row(window, at),
                MessageLevel::Info,
                ProblemKind::List,
                message,
            );
        }
        let style = first.style;
        // docutils has no sequence of its own for "#".
        let sequence = if style.sequence == '#' {
            '1'
        } else {
            style.sequence
        };
        let mut automatic = style.sequence == '#';
        let mut items = Vec::new();
        let (mut next, mut blank_finish) = self.item(window, at, found.end, &mut items);
        let mut last = start;
        loop {
            let begin = self.skip_blank(window, next);
            let line = self.line(window, begin);
            if pattern::bullet(line).is_some() {
                break;
            }
            let Some(found) = pattern::enumerator(line) else {
                break;
            };
            let ordinal = enumerator::ordinal(line, found, Some(sequence));
            let auto = ordinal.style.sequence == '#';
            let same = found.prefix == style.prefix && found.suffix == style.suffix;
            let follows = auto
                || (ordinal.style.sequence == sequence
                    && !automatic
                    && ordinal.value == last.checked_add(1));
            let Some(value) = ordinal
                .value
                .filter(|value| self.is_item(window, begin, ordinal, *value))
            else {
                break;
            };
            if !same || !follows {
                break;
            }
            automatic |= auto;
            last = value;
            (next, blank_finish) = self.item(window, begin, found.end, &mut items);
        }
        let views = window.views.get(at..next).unwrap_or_default();
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        out.push(self.make(
            views,
            Body::EnumeratedList {
                style,
                start,
                items,
            },
        ));
        self.check_finish(blank_finish, window, next, "an enumerated list");
        next
    }

    /// Whether an enumerator makes a list item: the next line is blank, indented, or the next item.
    fn is_item(&self, window: Window, at: usize, ordinal: enumerator::Ordinal, value: u64) -> bool {
        let next = self.line(window, at + 1);
        if !next.starts_with(|c| !is_space(c)) {
            return true;
        }
        enumerator::next(ordinal.style, value)
            .is_some_and(|texts| texts.iter().any(|text| next.starts_with(text)))
    }

    /// Reads an item whose marker ends at byte `end`. Returns the next line, and whether a blank
    /// line ends the item.
    fn item(
        &mut self,
        window: Window,
        at: usize,
        end: usize,
        items: &mut Vec<ListItem>,
    ) -> (usize, bool) {
        let line = self.line(window, at);
        let indent = Some(characters(line, end));
        let known = match line.get(end..) {
            Some("") | None => KnownIndent {
                first: indent,
                ..KnownIndent::default()
            },
            Some(_) => KnownIndent {
                block: indent,
                ..KnownIndent::default()
            },
        };
        let first = Window {
            titles: window.titles && items.is_empty(),
            ..window
        };
        let block = self.indented(first, at, known);
        let blocks = self.blocks(&block.views, Parent::Body);
        let span = self
            .lines
            .span(window.views.get(at..block.next).unwrap_or_default());
        items.push(ListItem { span, blocks });
        (block.next, block.blank_finish)
    }
}
