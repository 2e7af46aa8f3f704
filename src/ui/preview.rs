//! The post as it will read, or its source.

use super::problems;
use super::theme::Role;
use super::write::Pen;
use crate::app::App;
use crate::app::geometry::Area;
use crate::app::open_event::{OpenEvent, Pane};
use crate::check::Severity;
use crate::post::reading::Style;

/// Draws the lines that are seen.
pub fn draw(app: &App, open_event: &OpenEvent, pen: &mut Pen<'_>, area: Area) {
    let title = match open_event.pane {
        Pane::Source => "The post's source",
        Pane::Notes | Pane::Preview => "The post",
    };
    let preview = &app.preview;
    pen.text(area, title, Role::Title);
    let mut faults = app
        .problems
        .found
        .iter()
        .filter(|one| one.finding.level > Severity::Info);
    if let Some(first) = faults.next() {
        let place = problems::where_it_is(app, open_event, first);
        let more = match faults.count() {
            0 => String::new(),
            count => format!(" ({count} more)"),
        };
        let text = format!("{place}: {}{more}", first.finding.message);
        pen.texts(
            area.below(1),
            &[("! ", Role::Error), (&text, Role::Warning)],
        );
    }
    let rows = area.below(2);
    let lines = preview.lines.iter().skip(open_event.preview_top);
    for (line, y) in lines.zip(rows.y..rows.y + rows.height) {
        let mut row = Area {
            y,
            height: 1,
            ..rows
        };
        for run in &line.runs {
            let role = match run.style {
                Style::Plain => Role::Text,
                Style::Heading(_) => Role::Heading,
                Style::Strong => Role::Strong,
                Style::Emphasis => Role::Emphasis,
                Style::Literal => Role::Literal,
                Style::Link => Role::Reference,
                Style::Dim => Role::Dim,
            };
            let taken = pen.text(row, &run.text, role);
            row.x += taken;
            row.width -= taken;
        }
    }
}
