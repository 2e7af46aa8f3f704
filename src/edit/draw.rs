//! The text on the screen. Drawing reads and changes nothing.

use std::ops::Range;

use ratatui::buffer::Buffer as Screen;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{EditTheme, Editor, grapheme};

impl Editor {
    /// Draws what [`Editor::layout`] computed for an area of this size. The cursor is the
    /// terminal's own: see [`Editor::screen_cursor`].
    pub fn draw(&self, area: Rect, screen: &mut Screen, theme: &EditTheme) {
        let area = area.intersection(screen.area);
        blank(area, screen, theme.text);
        let selection = self
            .selection()
            .map(|range| self.buffer.offset(range.start)..self.buffer.offset(range.end));
        let mut line_now = usize::MAX;
        let mut offset = 0;
        let mut styles = Vec::new();
        for ((line, row, last), y) in self
            .view
            .seen(&self.buffer, usize::from(area.height))
            .zip(area.top()..)
        {
            if line != line_now {
                offset = match line_now {
                    before if before.wrapping_add(1) == line && line > 0 => {
                        offset + self.buffer.line(before).len() + 1
                    }
                    _ => self.buffer.offset(super::TextPlace { line, column: 0 }),
                };
                line_now = line;
                styles = self.styles(line, offset, selection.as_ref(), theme);
            }
            let text = &self.buffer.line(line)[row.start..row.end];
            let here: Vec<_> = styles
                .iter()
                .filter(|(range, _)| range.start <= row.end && range.end > row.start)
                .collect();
            let mut column = row.indent;
            for (at, piece) in grapheme::graphemes(text) {
                let at = row.start + at;
                let mut style = theme.text;
                for (_, more) in here.iter().filter(|(range, _)| range.contains(&at)) {
                    style = style.patch(*more);
                }
                if grapheme::is_named(piece) {
                    style = style.patch(theme.named);
                }
                column = put(screen, area, y, column, piece, style);
            }
            // A line break that is selected shows as one cell.
            let after = offset + row.end;
            if last
                && selection
                    .as_ref()
                    .is_some_and(|range| range.contains(&after))
                && column < usize::from(area.width)
            {
                put(
                    screen,
                    area,
                    y,
                    column,
                    " ",
                    theme.text.patch(theme.selection),
                );
            }
        }
    }

    /// The styles on a line that begins at `offset`, the later over the earlier.
    fn styles(
        &self,
        line: usize,
        offset: usize,
        selection: Option<&Range<usize>>,
        theme: &EditTheme,
    ) -> Vec<(Range<usize>, Style)> {
        let end = offset + self.buffer.line(line).len();
        let within = |range: &Range<usize>| {
            (range.start <= end && range.end > offset)
                .then(|| range.start.saturating_sub(offset)..range.end.min(end + 1) - offset)
        };
        let syntax = self
            .view
            .spans(line)
            .iter()
            .map(|(range, kind)| (range.clone(), theme.style(*kind)));
        let said = self
            .highlights
            .iter()
            .filter_map(|(range, kind)| Some((within(range)?, theme.style(*kind))));
        let found = self.found_on(line).map(|range| (range, theme.found));
        let selected = selection
            .and_then(within)
            .map(|range| (range, theme.selection));
        syntax.chain(said).chain(found).chain(selected).collect()
    }

    /// Where the terminal's cursor belongs, in an area that the editor is drawn in; `None` when it
    /// is out of view.
    pub fn screen_cursor(&self, area: Rect) -> Option<(u16, u16)> {
        let (x, y) = self.cursor_cell(usize::from(area.width), usize::from(area.height))?;
        Some((
            area.x + u16::try_from(x).ok()?,
            area.y + u16::try_from(y).ok()?,
        ))
    }
}

/// Makes an area empty.
pub(super) fn blank(area: Rect, screen: &mut Screen, style: Style) {
    for position in area.positions() {
        if let Some(cell) = screen.cell_mut(position) {
            cell.reset();
            cell.set_style(style);
        }
    }
}

/// Draws a grapheme at a column of an area's row `y`, as far as there is room; the column behind
/// it.
pub(super) fn put(
    screen: &mut Screen,
    area: Rect,
    y: u16,
    column: usize,
    grapheme: &str,
    style: Style,
) -> usize {
    let mut at = column;
    let right = usize::from(area.width);
    grapheme::pieces(grapheme, column, &mut |piece, width| {
        if at + width <= right {
            for (i, column) in (at..at + width).enumerate() {
                let x = area.x + u16::try_from(column).unwrap_or(u16::MAX);
                if let Some(cell) = screen.cell_mut((x, y)) {
                    cell.set_style(style);
                    if i == 0 {
                        cell.set_symbol(piece);
                    }
                }
            }
        }
        at += width;
    });
    at
}
