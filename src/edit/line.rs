//! A one-line input for prompts, palette and forms: by grapheme, scrolled sideways, with a
//! selection.
//!
//! Text is cleaned at entry; line breaks and tabs become spaces. As with the editor,
//! [`LineInput::layout`] computes what is seen and [`LineInput::draw`] changes nothing.

use std::ops::Range;

use ratatui::buffer::Buffer as Screen;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{clean, draw, grapheme, motion};

/// What can be done to a one-line input with a key.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum LineCommand {
    /// A character typed, in place of the selection.
    Insert(char),
    /// A text pasted, in place of the selection.
    Paste(String),
    /// Removes the selection, or the grapheme before the cursor.
    Backspace,
    /// Removes the selection, or the grapheme behind the cursor.
    Delete,
    /// Removes back to the beginning of a word.
    DeleteWordLeft,
    /// Removes on to the end of a word.
    DeleteWordRight,
    /// Removes everything before the cursor.
    DeleteToStart,
    /// Removes everything behind the cursor.
    DeleteToEnd,
    /// A grapheme back; `true` selects on the way, as in all that follow.
    Left(bool),
    /// A grapheme on.
    Right(bool),
    /// A word back.
    WordLeft(bool),
    /// A word on.
    WordRight(bool),
    /// To the beginning.
    Start(bool),
    /// To the end.
    End(bool),
    /// Selects everything.
    SelectAll,
}

/// A line of text being typed.
#[derive(Debug, Clone, Default)]
pub struct LineInput {
    text: String,
    cursor: usize,
    anchor: Option<usize>,
    /// The first column of the text that is seen.
    scroll: usize,
}

impl LineInput {
    /// An input that holds `text`, with the cursor behind it.
    pub fn new(text: &str) -> Self {
        let text = one_line(text);
        let cursor = text.len();
        Self {
            text,
            cursor,
            ..Self::default()
        }
    }

    /// What has been typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The cursor's byte in the text.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The bytes that are selected.
    pub fn selection(&self) -> Option<Range<usize>> {
        let anchor = self.anchor.filter(|anchor| *anchor != self.cursor)?;
        Some(anchor.min(self.cursor)..anchor.max(self.cursor))
    }

    /// Puts another text in, with the cursor behind it.
    pub fn set_text(&mut self, text: &str) {
        *self = Self::new(text);
    }

    /// Does a command; says whether the text is another one.
    pub fn run(&mut self, command: &LineCommand) -> bool {
        let text = self.text.as_str();
        let at = self.cursor;
        let (target, select) = match command {
            LineCommand::Insert(c) => return self.replace(&one_line(c.encode_utf8(&mut [0; 4]))),
            LineCommand::Paste(text) => return self.replace(&one_line(text)),
            LineCommand::Backspace => return self.remove(grapheme::previous(text, at)),
            LineCommand::Delete => return self.remove(grapheme::next(text, at)),
            LineCommand::DeleteWordLeft => return self.remove(motion::word_left(text, at)),
            LineCommand::DeleteWordRight => return self.remove(motion::word_right(text, at)),
            LineCommand::DeleteToStart => return self.remove(0),
            LineCommand::DeleteToEnd => return self.remove(text.len()),
            LineCommand::SelectAll => {
                self.anchor = Some(0);
                (text.len(), true)
            }
            LineCommand::Left(false) => (
                self.selection()
                    .map_or(grapheme::previous(text, at), |range| range.start),
                false,
            ),
            LineCommand::Right(false) => (
                self.selection()
                    .map_or(grapheme::next(text, at), |range| range.end),
                false,
            ),
            LineCommand::Left(_) => (grapheme::previous(text, at), true),
            LineCommand::Right(_) => (grapheme::next(text, at), true),
            LineCommand::WordLeft(select) => (motion::word_left(text, at), *select),
            LineCommand::WordRight(select) => (motion::word_right(text, at), *select),
            LineCommand::Start(select) => (0, *select),
            LineCommand::End(select) => (text.len(), *select),
        };
        self.anchor = if select {
            self.anchor.or(Some(at))
        } else {
            None
        };
        self.cursor = target;
        false
    }

    /// Places the cursor at a column of the area that the input is drawn in.
    pub fn click(&mut self, x: u16) {
        self.anchor = None;
        self.cursor = self.byte_at(usize::from(x));
    }

    /// Selects up to a column of the area.
    pub fn drag(&mut self, x: u16) {
        self.anchor = self.anchor.or(Some(self.cursor));
        self.cursor = self.byte_at(usize::from(x));
    }

    /// Scrolls so that the cursor is seen in a row of this width.
    pub fn layout(&mut self, width: u16) {
        let width = usize::from(width).max(1);
        let column = grapheme::text_width(&self.text[..self.cursor], 0);
        let whole = grapheme::text_width(&self.text, 0);
        self.scroll = self
            .scroll
            .min(column)
            .max((column + 1).saturating_sub(width));
        self.scroll = self.scroll.min((whole + 1).saturating_sub(width));
    }

    /// Draws the part that is seen in the first row of an area.
    pub fn draw(&self, area: Rect, screen: &mut Screen, text: Style, selection: Style) {
        let area = Rect {
            height: area.height.min(1),
            ..area
        }
        .intersection(screen.area);
        draw::blank(area, screen, text);
        let selected = self.selection().unwrap_or(0..0);
        let mut column = 0;
        for (at, piece) in grapheme::graphemes(&self.text) {
            let width = grapheme::width(piece, column);
            let style = if selected.contains(&at) {
                text.patch(selection)
            } else {
                text
            };
            if column >= self.scroll && !area.is_empty() {
                draw::put(screen, area, area.y, column - self.scroll, piece, style);
            }
            column += width;
            if column > self.scroll + usize::from(area.width) {
                break;
            }
        }
    }

    /// Where the terminal's cursor belongs.
    pub fn screen_cursor(&self, area: Rect) -> Option<(u16, u16)> {
        let column = grapheme::text_width(&self.text[..self.cursor], 0).checked_sub(self.scroll)?;
        let column = u16::try_from(column).ok()?;
        (column < area.width && area.height > 0).then_some((area.x + column, area.y))
    }

    fn byte_at(&self, x: usize) -> usize {
        let mut column = 0;
        for (at, piece) in grapheme::graphemes(&self.text) {
            column += grapheme::width(piece, column);
            if column > x + self.scroll {
                return at;
            }
        }
        self.text.len()
    }

    fn remove(&mut self, to: usize) -> bool {
        if self.selection().is_none() {
            self.anchor = Some(to);
        }
        self.replace("")
    }

    fn replace(&mut self, inserted: &str) -> bool {
        let range = self.selection().unwrap_or(self.cursor..self.cursor);
        self.anchor = None;
        if range.is_empty() && inserted.is_empty() {
            return false;
        }
        let end = range.start + inserted.len();
        self.text.replace_range(range, inserted);
        self.cursor = grapheme::snap(&self.text, end);
        true
    }
}

fn one_line(text: &str) -> String {
    clean(text).0.replace(['\n', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(input: &mut LineInput, width: u16) -> (String, Option<(u16, u16)>) {
        let area = Rect::new(0, 0, width, 1);
        let mut screen = Screen::empty(area);
        input.layout(width);
        input.draw(area, &mut screen, Style::new(), Style::new());
        let row: String = (0..width)
            .map(|x| screen[(x, 0)].symbol().to_owned())
            .collect();
        (row, input.screen_cursor(area))
    }

    #[test]
    fn scrolls_with_the_cursor_and_shows_it() {
        let mut input = LineInput::new("abcdefghij");
        assert_eq!(shown(&mut input, 5), ("ghij ".into(), Some((4, 0))));
        input.run(&LineCommand::Start(false));
        assert_eq!(shown(&mut input, 5), ("abcde".into(), Some((0, 0))));
        for width in 0..12 {
            shown(&mut input, width);
        }
    }

    #[test]
    fn wide_characters_keep_the_cursor_in_place() {
        let mut input = LineInput::new("漢字x");
        assert_eq!(shown(&mut input, 10).1, Some((5, 0)));
        input.run(&LineCommand::Left(false));
        input.run(&LineCommand::Left(false));
        assert_eq!(shown(&mut input, 10).1, Some((2, 0)));
        input.click(3);
        assert_eq!(input.cursor(), 3);
    }

    #[test]
    fn types_and_removes_by_grapheme_over_a_selection() {
        let mut input = LineInput::new("cafe\u{301} ");
        input.run(&LineCommand::Backspace);
        input.run(&LineCommand::Backspace);
        assert_eq!(input.text(), "caf");
        input.run(&LineCommand::SelectAll);
        input.run(&LineCommand::Paste("two\r\nlines\u{1b}[0m".into()));
        assert_eq!(input.text(), "two lines");
        input.run(&LineCommand::DeleteWordLeft);
        assert_eq!(input.text(), "two ");
        input.run(&LineCommand::WordLeft(true));
        assert_eq!(input.selection(), Some(0..4));
        input.run(&LineCommand::Insert('é'));
        assert_eq!((input.text(), input.cursor()), ("é", 2));
        assert!(!input.run(&LineCommand::Delete));
    }
}
