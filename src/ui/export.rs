//! The dialog that writes the post.

use super::keys::{keys, keys_of};
use super::recovery::folded;
use super::theme::Role;
use super::write::Pen;
use crate::app::App;
use crate::app::action::Action;
use crate::app::export::{ExportDialog, ExportTarget};
use crate::app::geometry::{self, Area};
use crate::app::keymap::KeyContext;
use crate::check::Severity;

/// Draws it; the answer is where the cursor belongs.
pub fn draw(
    app: &App,
    export: &ExportDialog,
    pen: &mut Pen<'_>,
    screen: Area,
) -> Option<(u16, u16)> {
    let area = geometry::palette(screen);
    pen.frame(area, "Export the post to");
    let input = geometry::input(area);
    let layer = pen.theme.get(Role::Text).patch(pen.theme.get(Role::Layer));
    export.input.draw(
        super::rect(input),
        pen.screen,
        layer,
        pen.theme.get(Role::Selection),
    );
    pen.rule(area.below(2).top(1).inset(1));
    let mut rest = area.below(3).inset(2);
    rest.height = rest.height.saturating_sub(2);
    let taken = pen.right(rest, export.format.label, Role::Dim);
    let size = Area {
        width: rest.width.saturating_sub(taken + 2),
        ..rest
    };
    pen.text(size, &export.size, Role::Text);
    let (state, role) = state(app, export);
    let mut row = rest.below(1).top(2);
    for part in folded(&state, usize::from(row.width)) {
        pen.text(row, part, role);
        row = row.below(1);
    }
    let rows = rest.below(3);
    match &export.there {
        ExportTarget::File { changes, .. } if !changes.is_empty() => {
            super::recovery::changes(pen, rows, changes, export.top);
        }
        _ => {
            let lines = export.problems.iter().skip(export.top);
            for ((level, problem), y) in lines.zip(rows.y..rows.y + rows.height) {
                let row = Area {
                    y,
                    height: 1,
                    ..rows
                };
                let (sign, role) = match level {
                    Severity::Error => ("error    ", Role::Error),
                    Severity::Warning => ("warning  ", Role::Warning),
                    Severity::Info => ("open     ", Role::Dim),
                };
                pen.texts(row, &[(sign, role), (problem, Role::Text)]);
            }
        }
    }
    if export.done.is_some() {
        let words = match area.width < 60 {
            true => ["open", "copy", "done"],
            false => ["open it in your editor", "copy its path", "done"],
        };
        let [open, copy, done] = words;
        let words = [
            (Action::Editor, open),
            (Action::Copy, copy),
            (Action::Enter, done),
        ];
        keys(app, pen, area, &words);
        return None;
    }
    let mut words = Vec::new();
    match export.can_insist() {
        Some(word) => words.push((Action::NextPane, word)),
        None if export.insists => {
            words.extend([(Action::Enter, "write it"), (Action::NextPane, "cancel")]);
        }
        None if export.objection().is_none() => words.push((Action::Enter, "write it")),
        None => {}
    }
    words.push((Action::Back, "back"));
    keys_of(app, KeyContext::Line, pen, area, &words);
    export.input.screen_cursor(super::rect(input))
}

/// What would happen.
fn state(app: &App, export: &ExportDialog) -> (String, Role) {
    if let Some(path) = &export.done {
        return (format!("Written to {path}"), Role::Good);
    }
    if let Some(objection) = export.objection() {
        let mut letters = objection.chars();
        let first = letters.next().map(|first| first.to_uppercase());
        let said = first.map_or_else(String::new, |first| format!("{first}{}", letters.as_str()));
        let take = match (&export.there, app.open_event.as_ref()) {
            (ExportTarget::File { ours: false, .. }, Some(open_event)) => {
                open_event.folder.as_ref()
            }
            _ => None,
        };
        let take = take.map(|folder| {
            format!("; `hallway import --into {folder}` takes what is new in it into your notes")
        });
        return (format!("{said}{}", take.unwrap_or_default()), Role::Warning);
    }
    match &export.there {
        ExportTarget::Nothing if app.export_folder.is_none() => (
            "A new file; its folder is remembered for later posts".to_owned(),
            Role::Text,
        ),
        ExportTarget::Nothing => ("A new file".to_owned(), Role::Text),
        ExportTarget::File { changes, .. } if changes.is_empty() => {
            ("Already up to date".to_owned(), Role::Good)
        }
        ExportTarget::File { ours: true, .. } => (
            "As hallway left it; this would change:".to_owned(),
            Role::Text,
        ),
        ExportTarget::File { .. } => (
            "Overwrites what is there and keeps a backup; this would change:".to_owned(),
            Role::Warning,
        ),
        ExportTarget::Unknown | ExportTarget::Unusable(_) => (String::new(), Role::Dim),
    }
}
