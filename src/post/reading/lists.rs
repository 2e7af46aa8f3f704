//! Lists: bullets, ordinals, terms.

use super::Style;
use super::blocks::{ReadingPage, shows};
use super::wrap::{WrapPiece, fill};
use crate::rst::tree::{Definition, Enumeration, ListItem};
use unicode_width::UnicodeWidthStr;

impl ReadingPage<'_> {
    pub(super) fn items(&mut self, items: &[ListItem], marker: impl Fn(usize) -> String) {
        let tight = items
            .iter()
            .all(|item| item.blocks.iter().filter(|block| shows(block)).count() < 2);
        for (at, item) in items.iter().enumerate() {
            if at > 0 && !tight {
                self.gap(item.span.start);
            }
            let marker = marker(at);
            self.marker = Some(marker.clone());
            self.within(&" ".repeat(marker.width()), |page| {
                page.blocks(&item.blocks)
            });
            if self.marker.is_some() {
                // An item without text still shows that it is there.
                self.within(&" ".repeat(marker.width()), |page| {
                    page.line(item.span.start, Vec::new())
                });
            }
        }
    }

    pub(super) fn definition(&mut self, definition: &Definition) {
        let mut pieces = self.pieces(&definition.term.inlines);
        pieces
            .iter_mut()
            .filter(|piece| piece.style == Style::Plain)
            .for_each(|piece| piece.style = Style::Strong);
        for classifier in &definition.classifiers {
            pieces.push(WrapPiece {
                style: Style::Dim,
                text: " : ".to_owned(),
                source: classifier.span.start,
            });
            pieces.extend(self.pieces(&classifier.inlines));
        }
        for line in fill(&pieces, self.room()) {
            self.line(line.source, line.runs);
        }
        self.within("    ", |page| page.blocks(&definition.blocks));
    }
}

/// An ordinal as its list writes them.
pub(super) fn ordinal(style: Enumeration, number: u32) -> String {
    let letter = |first: char| {
        let at = (number.max(1) - 1) % 26;
        char::from_u32(u32::from(first) + at)
            .unwrap_or(first)
            .to_string()
    };
    let text = match style.sequence {
        'a' => letter('a'),
        'A' => letter('A'),
        'i' => roman(number).to_lowercase(),
        'I' => roman(number),
        _ => number.to_string(),
    };
    format!("{}{text}{}", style.prefix, style.suffix)
}

fn roman(mut number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number == 0 || number > 4999 {
        return number.to_string();
    }
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            text.push_str(sign);
            number -= value;
        }
    }
    text
}
