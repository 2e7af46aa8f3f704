//! The keys that work somewhere: in the last line of a box, or a row each where there is nothing
//! else to show.

use super::theme::Role;
use super::write::{Pen, width};
use crate::app::App;
use crate::app::action::Action;
use crate::app::geometry::Area;
use crate::app::keymap::KeyContext;

/// Writes the keys of a list into the last line of a box, each with a word for what it does there.
pub fn keys(app: &App, pen: &mut Pen<'_>, area: Area, keys: &[(Action, &str)]) {
    keys_of(app, KeyContext::Lists, pen, area, keys);
}

/// Writes the keys of a context into the last line of a box. Where there is no room for all, those
/// before the last go first: it is the way out.
pub fn keys_of(
    app: &App,
    context: KeyContext,
    pen: &mut Pen<'_>,
    area: Area,
    keys: &[(Action, &str)],
) {
    let keymap = &app.settings.keymap;
    let bound = keys.iter().filter_map(|(action, word)| {
        let key = keymap.key(context, *action)?.to_string();
        Some((key, *word))
    });
    let mut bound: Vec<(String, &str)> = bound.collect();
    let line = area.below(area.height.saturating_sub(2)).top(1).inset(2);
    let gap = match wide(&bound, 3) <= line.width {
        true => 3,
        false => 2,
    };
    while bound.len() > 1 && wide(&bound, gap) > line.width {
        bound.remove(bound.len() - 2);
    }
    let gap = " ".repeat(usize::from(gap));
    let mut texts = Vec::new();
    for (at, (key, word)) in bound.iter().enumerate() {
        let before = if at == 0 { "" } else { gap.as_str() };
        texts.extend([
            (before, Role::Dim),
            (key.as_str(), Role::Key),
            (" ", Role::Dim),
            (*word, Role::Dim),
        ]);
    }
    pen.texts(line, &texts);
}

/// The columns that keys with their words take, with so many between two of them.
fn wide(keys: &[(String, &str)], gap: u16) -> u16 {
    let each = keys.iter().map(|(key, word)| width(key) + 1 + width(word));
    let gaps = u16::try_from(keys.len().saturating_sub(1)).unwrap_or(u16::MAX);
    each.sum::<u16>().saturating_add(gaps.saturating_mul(gap))
}

/// Keys with what each does, a row each, the keys under each other by their ends.
pub fn hints(pen: &mut Pen<'_>, area: Area, lines: &[(String, &str)]) {
    let widest = lines.iter().map(|(key, _)| key.chars().count()).max();
    let columns = widest.unwrap_or(0).max(SHORT);
    for ((key, text), y) in lines.iter().zip(area.y..area.y + area.height) {
        let row = Area {
            y,
            height: 1,
            ..area
        };
        let key = format!("{key:>columns$}");
        pen.texts(
            row,
            &[(&key, Role::Key), ("  ", Role::Dim), (text, Role::Dim)],
        );
    }
}

/// The columns that the usual keys take: `Enter`.
const SHORT: usize = 5;
