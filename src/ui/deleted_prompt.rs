//! The question about a file that was removed elsewhere while its text is here.

use super::keys::keys;
use super::recovery::folded;
use super::theme::Role;
use super::write::Pen;
use crate::app::App;
use crate::app::action::Action;
use crate::app::effect::DocumentId;
use crate::app::geometry::{self, Area};
use crate::app::scan::DeletedPrompt;

/// Draws it.
pub fn draw(app: &App, gone: &DeletedPrompt, pen: &mut Pen<'_>, screen: Area) {
    let width = geometry::palette(screen).width.min(72);
    let what = match gone.item {
        DocumentId::Event(_) => {
            "Its folder or its file is not there any more: somebody removed it outside hallway. All of it is still here."
        }
        DocumentId::Session(..) | DocumentId::Book => {
            "Its file is not there any more: somebody removed it outside hallway. The text is still here."
        }
    };
    let go = "Let go of it, and it moves to the notebook's trash; undo brings it back.";
    let columns = usize::from(width.saturating_sub(4));
    let mut lines = folded(what, columns);
    lines.extend(folded(go, columns));
    let height = u16::try_from(lines.len())
        .unwrap_or(u16::MAX)
        .saturating_add(5);
    let area = geometry::dialog(screen, width, height);
    pen.frame(area, &gone.title);
    let mut rest = area.below(1).inset(2);
    rest = rest.top(rest.height.saturating_sub(3));
    for line in lines {
        pen.text(rest, line, Role::Text);
        rest = rest.below(1);
    }
    if app.elapsed < gone.calm {
        let below = area.below(area.height.saturating_sub(2)).top(1).inset(2);
        pen.text(below, "Write on; this waits until you pause.", Role::Dim);
        return;
    }
    keys(
        app,
        pen,
        area,
        &[(Action::Enter, "write again"), (Action::Delete, "let go")],
    );
}
