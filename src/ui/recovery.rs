//! The dialog of what a journal brought back.

use super::keys::keys;
use super::theme::Role;
use super::write::Pen;
use crate::app::App;
use crate::app::action::Action;
use crate::app::difference::Change;
use crate::app::geometry::{self, Area};
use crate::app::recovery::{Back, RecoveryDialog};
use unicode_width::UnicodeWidthStr;

/// Draws it.
pub fn draw(app: &App, recovery: &RecoveryDialog, pen: &mut Pen<'_>, screen: Area) {
    let sheet = geometry::palette(screen);
    let lines = u16::try_from(recovery.rows.len() + recovery.waiting.len()).unwrap_or(u16::MAX);
    let height = match recovery.compares {
        true => sheet.height,
        false => sheet.height.min(lines.saturating_add(8)),
    };
    let area = geometry::dialog(screen, sheet.width, height);
    let inside = area.below(1).inset(2);
    let inside = inside.top(inside.height.saturating_sub(3));
    match recovery.chosen().filter(|_| recovery.compares) {
        Some(back) => {
            pen.frame(area, &format!("What came back to {}", back.title));
            changes(pen, inside, &back.changes, recovery.top);
        }
        None => {
            pen.frame(area, "Nothing was lost");
            list(app, recovery, pen, inside);
        }
    }
    keys(
        app,
        pen,
        area,
        &[
            (Action::Enter, "keep"),
            (
                Action::NextPane,
                if recovery.compares { "list" } else { "compare" },
            ),
            match recovery.chosen().is_some_and(|back| back.is_old) {
                true => (Action::Redo, "what came back"),
                false => (Action::Undo, "old text"),
            },
        ],
    );
}

fn list(app: &App, recovery: &RecoveryDialog, pen: &mut Pen<'_>, area: Area) {
    let mut rest = area;
    if !recovery.rows.is_empty() {
        let said = match area.width < 60 {
            true => "Unsaved text is in your notes:",
            false => "hallway ended before this was saved. It is back in your notes:",
        };
        pen.text(rest, said, Role::Dim);
        let gap = if area.height > 6 { 2 } else { 1 };
        rest = rest.below(gap);
    }
    let height = rest.height.saturating_sub(waiting_rows(recovery));
    let top = recovery
        .selected
        .saturating_sub(usize::from(height.max(1)) - 1);
    for (back, at) in recovery.rows.iter().zip(0..).skip(top) {
        if usize::from(height) <= at - top {
            break;
        }
        let row = rest
            .below(u16::try_from(at - top).unwrap_or(u16::MAX))
            .top(1);
        row_of(app, back, pen, row, at == recovery.selected);
    }
    let shown = recovery.rows.len().saturating_sub(top);
    let shown = u16::try_from(shown).unwrap_or(u16::MAX).min(height);
    let mut rest = rest.below(shown + u16::from(shown > 0 && rest.height > shown + 2));
    for waiting in &recovery.waiting {
        pen.text(rest, waiting, Role::Warning);
        rest = rest.below(1);
    }
}

fn waiting_rows(recovery: &RecoveryDialog) -> u16 {
    u16::try_from(recovery.waiting.len()).unwrap_or(0).min(3)
}

fn row_of(app: &App, back: &Back, pen: &mut Pen<'_>, row: Area, chosen: bool) {
    let role = |role| if chosen { Role::Chosen } else { role };
    if chosen {
        pen.fill(row, Role::Chosen);
        pen.text(row, "\u{258c}", Role::Chosen);
    }
    let zone = app.home.unwrap_or(chrono_tz::Tz::UTC);
    let at = back.at.with_timezone(&zone);
    let today = app.now.with_timezone(&zone).date_naive();
    let from = match at.date_naive() == today {
        true => at.format("%H:%M").to_string(),
        false => at.format("%H:%M, %-d %b").to_string(),
    };
    let state = match (back.is_old, back.merged) {
        (true, _) => "old text taken",
        (false, true) => "merged",
        (false, false) => "",
    };
    let line = Area {
        x: row.x + 2,
        width: row.width.saturating_sub(3),
        ..row
    };
    let taken = pen.right(line, state, role(Role::Accent));
    let line = Area {
        width: line.width.saturating_sub(taken + u16::from(taken > 0)),
        ..line
    };
    let from = format!("  from {from}");
    let wide = super::write::width(&from);
    let what = Area {
        width: line.width.saturating_sub(wide),
        ..line
    };
    let taken = pen.text(what, &back.what(), role(Role::Text));
    let behind = Area {
        x: line.x + taken,
        width: line.width.saturating_sub(taken),
        ..line
    };
    pen.text(behind, &from, role(Role::Dim));
}

/// Lines of a difference, from the line `top` on.
pub fn changes(pen: &mut Pen<'_>, area: Area, changes: &[Change], top: usize) {
    if changes.is_empty() {
        pen.text(area, "No difference", Role::Dim);
    }
    let mut rest = area;
    for (sign, line) in changes.iter().skip(top) {
        let role = match sign {
            '-' => Role::Error,
            '+' => Role::Good,
            _ => Role::Text,
        };
        let mut sign = *sign;
        for part in folded(line, usize::from(area.width.saturating_sub(2))) {
            if rest.height == 0 {
                return;
            }
            pen.text(rest, &format!("{sign} {part}"), role);
            rest = rest.below(1);
            sign = ' ';
        }
    }
}

/// A line in parts of at most so many columns, broken at spaces where there are some.
pub fn folded(line: &str, columns: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut end, mut wide) = (0, 0, 0);
    for word in line.split_inclusive(' ') {
        let width = word.trim_end().width();
        if wide + width > columns && end > start {
            parts.push(line[start..end].trim_end());
            (start, wide) = (end, 0);
        }
        wide += word.width();
        end += word.len();
    }
    parts.push(&line[start..]);
    parts
}
