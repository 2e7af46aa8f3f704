//! The mouse: columns and rows from the text's upper left corner.

use super::{Editor, Motion, TextPlace, wrap};

impl Editor {
    /// A click: places the cursor; the second one at the same place selects the word, the third the
    /// line.
    pub fn click(&mut self, x: u16, y: u16, clicks: u8) {
        self.history.close();
        self.goal = None;
        self.anchor = None;
        let place = self.at_cell(usize::from(x), usize::from(y));
        self.moved(place);
        match clicks {
            0 | 1 => {}
            2 => self.select_word(),
            _ => {
                self.anchor = Some(TextPlace {
                    line: place.line,
                    column: 0,
                });
                self.cursor.column = self.buffer.line(place.line).len();
                self.cursor = self.target(Motion::Right);
            }
        }
    }

    /// A click with Shift, or the mouse moved with the button down: selects up to there. Above (`y`
    /// negative) or below the text it scrolls by a row.
    pub fn drag(&mut self, x: i32, y: i32) {
        self.history.close();
        self.goal = None;
        self.anchor = self.anchor.or(Some(self.cursor));
        let height = self.view.page() + 1;
        let row = usize::try_from(y).unwrap_or(0);
        if y < 0 {
            self.scroll(-1);
        } else if row >= height {
            self.scroll(1);
        }
        let place = self.at_cell(usize::try_from(x).unwrap_or(0), row.min(height - 1));
        self.cursor = self.fit(place);
    }

    /// The byte offset of the text under a cell, if there is text in its row.
    pub fn offset_at(&self, x: u16, y: u16) -> Option<usize> {
        let rows = self.view.seen(&self.buffer, usize::from(y) + 1).count();
        (rows > usize::from(y)).then(|| {
            self.buffer
                .offset(self.at_cell(usize::from(x), usize::from(y)))
        })
    }

    fn at_cell(&self, x: usize, y: usize) -> TextPlace {
        match self.view.seen(&self.buffer, y + 1).enumerate().last() {
            Some((seen, (line, row, last))) if seen == y => TextPlace {
                line,
                column: wrap::byte_at(self.buffer.line(line), row, last, x),
            },
            _ => self.buffer.end(),
        }
    }
}
