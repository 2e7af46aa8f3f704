//! What the pane shows.

use super::super::desk::{Focus, Pane};
use super::super::effect::Effect;
use super::super::{App, Screen};

/// The preview, then the source, then the notes again.
pub fn next(app: &mut App) -> Vec<Effect> {
    turn(app, |pane| match pane {
        Pane::Notes => Pane::Preview,
        Pane::Preview => Pane::Source,
        Pane::Source => Pane::Notes,
    })
}

/// The preview.
pub fn preview(app: &mut App) -> Vec<Effect> {
    turn(app, |_| Pane::Preview)
}

/// The notes alone.
pub fn notes(app: &mut App) -> Vec<Effect> {
    turn(app, |_| Pane::Notes)
}

fn turn(app: &mut App, turn: impl FnOnce(Pane) -> Pane) -> Vec<Effect> {
    let was_writing = app.is_writing();
    let Some(desk) = app.desk.as_mut().filter(|_| app.screen == Screen::Event) else {
        return Vec::new();
    };
    desk.pane = turn(desk.pane);
    // Where there is no room for both, the preview of what was being written has the keys, to scroll.
    if was_writing || desk.pane == Pane::Notes {
        return Vec::new();
    }
    if desk.focus == Focus::Pane && desk.text().is_none() {
        desk.focus = Focus::Timeline;
    }
    Vec::new()
}
