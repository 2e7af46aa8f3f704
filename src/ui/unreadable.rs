//! A file that cannot be read, as it is: what is wrong, what to do, and the text with the place
//! marked.

use super::keys::keys;
use super::recovery::folded;
use super::theme::Role;
use super::write::{Pen, width};
use crate::app::App;
use crate::app::action::Action;
use crate::app::geometry::{self, Area};
use crate::app::unreadable::Raw;
use unicode_width::UnicodeWidthChar;

/// Draws it.
pub fn draw(app: &App, raw: &Raw, pen: &mut Pen<'_>, screen: Area) {
    let area = geometry::versions(screen);
    pen.frame(area, &format!("{} cannot be read", raw.broken.name()));
    let inside = area.below(1).inset(2);
    let mut rest = inside.top(inside.height.saturating_sub(2));
    let hint = sentence(raw.broken.hint);
    // Where there is little room the text matters most.
    let is_low = rest.height < 10;
    for (text, role) in [
        (sentence(&raw.broken.message()).as_str(), Role::Warning),
        (hint.as_str(), Role::Text),
    ] {
        if is_low {
            pen.text(rest, text, role);
            rest = rest.below(1);
            continue;
        }
        for part in folded(text, usize::from(rest.width)) {
            pen.text(rest, part, role);
            rest = rest.below(1);
        }
    }
    lines(raw, pen, rest.below(u16::from(!is_low)));
    let (edit, read) = match area.width < 60 {
        true => ("edit", "reload"),
        false => ("fix it in your editor", "read it again"),
    };
    let words = [
        (Action::Editor, edit),
        (Action::Enter, read),
        (Action::Back, "back"),
    ];
    keys(app, pen, area, &words);
}

/// A sentence of what begins with a small letter and has no full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => String::new(),
    }
}

/// The text with its line numbers, and under the line of the trouble a sign at its column.
fn lines(raw: &Raw, pen: &mut Pen<'_>, area: Area) {
    let digits = width(&raw.lines.len().to_string());
    let gutter = digits + 4;
    let columns = area.width.saturating_sub(gutter);
    let mut rest = area;
    for (line, number) in raw.lines.iter().zip(1..).skip(raw.top) {
        if rest.height == 0 {
            return;
        }
        let column = match raw.broken.place {
            Some((at, column)) if at == number => Some(column),
            _ => None,
        };
        let marked = column.is_some();
        let number = format!(" {number:>0$}  ", usize::from(digits));
        let sign = if marked { ">" } else { " " };
        let (number_role, role) = match marked {
            true => (Role::Error, Role::Text),
            false => (Role::Dim, Role::Dim),
        };
        let (text, at) = seen(line, column.unwrap_or(1), columns);
        pen.texts(
            rest,
            &[(sign, Role::Error), (&number, number_role), (&text, role)],
        );
        rest = rest.below(1);
        if marked {
            let place = Area {
                x: rest.x + gutter + at.min(columns.saturating_sub(1)),
                width: 1,
                ..rest
            };
            pen.text(place, "^", Role::Error);
            rest = rest.below(1);
        }
    }
}

/// The part of a line in which a column is seen, counted from 1 in characters, and the column of
/// the screen that it has there.
fn seen(line: &str, column: usize, columns: u16) -> (String, u16) {
    let shown: Vec<char> = line.chars().map(visible).collect();
    let wide = |c: &char| u16::try_from(c.width().unwrap_or(0)).unwrap_or(0);
    let before = column.saturating_sub(1).min(shown.len());
    let mut at: u16 = 0;
    // As much of what is before it as leaves room for what is behind.
    let room = columns.saturating_sub(columns / 4);
    let mut start = before;
    while start > 0 {
        let next = at.saturating_add(wide(&shown[start - 1]));
        if next >= room {
            break;
        }
        at = next;
        start -= 1;
    }
    let cut = if start > 0 { "\u{2026}" } else { "" };
    let text: String = shown[start..].iter().collect();
    (format!("{cut}{text}"), at + width(cut))
}

/// A character that stands for itself or, where it would not be seen, another that is.
fn visible(c: char) -> char {
    match c {
        '\t' => ' ',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' => '\u{fffd}',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_far_column_is_brought_into_sight() {
        assert_eq!(seen("title = ?", 9, 40), ("title = ?".to_owned(), 8));
        let long = format!("{}?", "a".repeat(200));
        let (text, at) = seen(&long, 201, 40);
        assert!(at < 40, "{at}");
        assert_eq!(text.chars().nth(usize::from(at)), Some('?'));
    }

    #[test]
    fn columns_count_characters_and_screens_count_cells() {
        assert_eq!(seen("漢字?", 3, 40), ("漢字?".to_owned(), 4));
        assert_eq!(seen("a\u{7}\tb", 4, 40), ("a\u{2407} b".to_owned(), 3));
        // A column behind the end, as of a string that nobody closed.
        assert_eq!(seen("ab", 9, 40), ("ab".to_owned(), 2));
    }
}
