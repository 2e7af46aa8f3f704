//! The question about a file that was removed elsewhere while its text is here.

use super::keys::keys;
use super::recovery::folded;
use super::theme::Role;
use super::write::Pen;
use crate::app::App;
use crate::app::action::Action;
use crate::app::around::Gone;
use crate::app::effect::Item;
use crate::app::geometry::{self, Area};

/// Draws it.
pub fn draw(app: &App, gone: &Gone, pen: &mut Pen<'_>, screen: Area) {
    let width = geometry::sheet(screen).width.min(72);
    let what = match gone.item {
        Item::Event(_) => {
            "Its folder or its file is not there any more: somebody removed it outside hallway. All of it is still here."
        }
        Item::Session(..) | Item::Book => {
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
