//! Putting words on the screen: cut to their place by width, cleaned of what would steer a
//! terminal.

use super::theme::{Role, Theme};
use crate::app::geometry::Area;
use crate::edit::clean;
use crate::model::shown;
use ratatui::buffer::Buffer;
use ratatui::style::Style;
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Where drawing happens, and in which colours.
pub struct Pen<'a> {
    /// The cells.
    pub screen: &'a mut Buffer,
    /// The styles.
    pub theme: &'a Theme,
}

impl Pen<'_> {
    /// Writes a text into the first row of an area, cut with an ellipsis; returns how many columns
    /// it took.
    pub fn text(&mut self, area: Area, text: &str, role: Role) -> u16 {
        let style = self.theme.get(role);
        self.styled(area, text, style)
    }

    /// Writes a text in a style of its own.
    pub fn styled(&mut self, area: Area, text: &str, style: Style) -> u16 {
        let area = self.seen(area);
        if area.width == 0 || area.height == 0 {
            return 0;
        }
        let text = cut(text, area.width);
        let (end, _) =
            self.screen
                .set_stringn(area.x, area.y, &text, usize::from(area.width), style);
        end.saturating_sub(area.x)
    }

    /// Writes texts one after another, each in its role; returns how many columns they took.
    pub fn texts(&mut self, area: Area, texts: &[(&str, Role)]) -> u16 {
        let mut taken = 0;
        for (text, role) in texts {
            let rest = Area {
                x: area.x + taken,
                width: area.width - taken,
                ..area
            };
            taken += self.text(rest, text, *role);
        }
        taken
    }

    /// Writes a text at the right end of an area's first row; returns how many columns it took.
    pub fn right(&mut self, area: Area, text: &str, role: Role) -> u16 {
        let width = width(text).min(area.width);
        let place = Area {
            x: area.x + area.width - width,
            width,
            ..area
        };
        self.text(place, text, role)
    }

    /// Gives a whole area a style.
    pub fn fill(&mut self, area: Area, role: Role) {
        let style = self.theme.get(role);
        self.screen.set_style(super::rect(self.seen(area)), style);
    }

    /// A horizontal line.
    pub fn rule(&mut self, area: Area) {
        let line = "\u{2500}".repeat(usize::from(area.width));
        self.text(area, &line, Role::Rule);
    }

    /// Empties an area, in a style.
    pub fn clear(&mut self, area: Area, style: Style) {
        let area = self.seen(area);
        for y in area.y..area.y + area.height {
            for x in area.x..area.x + area.width {
                // What lies below may be underlined or bold.
                if let Some(cell) = self.screen.cell_mut((x, y)) {
                    cell.reset();
                    cell.set_style(style);
                }
            }
        }
    }

    /// Empties an area and frames it, with a title in the frame.
    pub fn frame(&mut self, area: Area, title: &str) {
        let area = self.seen(area);
        if area.width < 2 || area.height < 2 {
            return;
        }
        let style = self
            .theme
            .get(Role::Text)
            .patch(self.theme.get(Role::Layer));
        self.clear(area, style);
        let line = "\u{2500}".repeat(usize::from(area.width - 2));
        let edge = style.patch(self.theme.get(Role::Rule));
        for (y, left, right) in [
            (area.y, "\u{256d}", "\u{256e}"),
            (area.y + area.height - 1, "\u{2570}", "\u{256f}"),
        ] {
            let row = Area {
                y,
                height: 1,
                ..area
            };
            self.styled(row, &format!("{left}{line}{right}"), edge);
        }
        for y in area.y + 1..area.y + area.height - 1 {
            for x in [area.x, area.x + area.width - 1] {
                let cell = Area {
                    x,
                    y,
                    width: 1,
                    height: 1,
                };
                self.styled(cell, "\u{2502}", edge);
            }
        }
        let title = format!(" {title} ");
        self.text(area.top(1).inset(2), &title, Role::Title);
    }

    /// The part of an area that is on the screen.
    fn seen(&self, area: Area) -> Area {
        let seen = super::rect(area).intersection(self.screen.area);
        Area {
            x: seen.x,
            y: seen.y,
            width: seen.width,
            height: seen.height,
        }
    }
}

/// The columns that a text takes when it is shown.
pub fn width(text: &str) -> u16 {
    u16::try_from(shown(text).width()).unwrap_or(u16::MAX)
}

/// A text as it stands on the screen: on one line, without terminal sequences, with the marks of
/// direction by name.
fn shown(text: &str) -> Cow<'_, str> {
    let fine =
        |c: char| !c.is_control() && !shown::turns(c) && !matches!(c, '\u{2028}' | '\u{2029}');
    if text.chars().all(fine) {
        return Cow::Borrowed(text);
    }
    let (text, _) = clean(text);
    Cow::Owned(shown::line(&text.replace(['\n', '\t'], " ")).into_owned())
}

/// A text of at most so many columns, with an ellipsis where something was cut off.
pub fn cut(text: &str, columns: u16) -> String {
    let text = shown(text);
    if width(&text) <= columns {
        return text.into_owned();
    }
    let mut kept = String::new();
    let mut taken = 0;
    for piece in text.graphemes(true) {
        taken += width(piece);
        if taken >= columns {
            break;
        }
        kept.push_str(piece);
    }
    if columns > 0 {
        kept.push('\u{2026}');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_by_width() {
        assert_eq!(cut("Kubernetes", 20), "Kubernetes");
        assert_eq!(cut("Kubernetes", 5), "Kube\u{2026}");
        assert_eq!(cut("漢字漢字", 5), "漢字\u{2026}");
        assert_eq!(cut("漢字", 2), "\u{2026}");
        assert_eq!(cut("abc", 0), "");
    }

    #[test]
    fn what_would_steer_the_terminal_is_left_out_or_named() {
        assert_eq!(cut("a\u{1b}[31mb\tc\nd", 20), "ab c d");
        assert_eq!(cut("a\u{202e}b", 20), "a\u{27e8}U+202E\u{27e9}b");
        assert_eq!(width("a\u{202e}b"), 10);
        assert_eq!(cut("a\u{202e}b", 4), "a\u{27e8}U\u{2026}");
    }
}
