//! What is on the screen, as text and as styles.

use super::Stage;
use hallway::ui;
use hallway::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

impl Stage {
    /// The screen, row by row.
    pub fn text(&self) -> String {
        let (screen, _) = self.draw();
        let row = |y| {
            let mut row = String::new();
            let mut x = 0;
            while x < screen.area.width {
                let symbol = screen[(x, y)].symbol();
                row.push_str(symbol);
                // A wide character has the next cell, too.
                x += u16::try_from(symbol.width()).unwrap().max(1);
            }
            row.trim_end().to_owned()
        };
        let rows: Vec<String> = (0..screen.area.height).map(row).collect();
        rows.join("\n")
    }

    /// The screen with the styles of every row under it, and where the cursor is.
    pub fn picture(&self) -> String {
        let (screen, cursor) = self.draw();
        let mut styles = String::new();
        for y in 0..screen.area.height {
            let mut runs: Vec<(u16, String)> = Vec::new();
            for x in 0..screen.area.width {
                let cell = &screen[(x, y)];
                let style = words(cell.fg, cell.bg, cell.modifier);
                if runs.last().is_none_or(|(_, last)| *last != style) {
                    runs.push((x, style));
                }
            }
            let runs: Vec<String> = runs
                .into_iter()
                .filter(|(_, style)| !style.is_empty())
                .map(|(x, style)| format!("{x} {style}"))
                .collect();
            if !runs.is_empty() {
                styles.push_str(&format!("\n{y}: {}", runs.join(", ")));
            }
        }
        let cursor = cursor.map_or("hidden".to_owned(), |(x, y)| format!("{x},{y}"));
        format!("{}\ncursor: {cursor}{styles}", self.text())
    }

    fn draw(&self) -> (Buffer, Option<(u16, u16)>) {
        let theme = Theme::standard(self.app.settings.theme).unwrap();
        let theme = match self.colourless {
            true => theme.without_colours(),
            false => theme,
        };
        let mut screen = Buffer::empty(Rect::new(0, 0, self.app.size.0, self.app.size.1));
        let cursor = ui::draw(&self.app, &theme, &mut screen);
        (screen, cursor)
    }
}

fn words(fg: Color, bg: Color, modifier: Modifier) -> String {
    let mut words = Vec::new();
    if fg != Color::Reset {
        words.push(format!("{fg}").to_lowercase());
    }
    if bg != Color::Reset {
        words.push(format!("on {bg}").to_lowercase());
    }
    for (name, _) in modifier.iter_names() {
        words.push(name.to_lowercase());
    }
    words.join(" ")
}
