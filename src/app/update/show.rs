//! What the pane shows.

use super::super::effect::Effect;
use super::super::open_event::{Focus, Pane};
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
    let Some(open_event) = app
        .open_event
        .as_mut()
        .filter(|_| app.screen == Screen::Event)
    else {
        return Vec::new();
    };
    open_event.pane = turn(open_event.pane);
    // Where there is no room for both, the preview of what was being written has the keys, to
    // scroll.
    if was_writing || open_event.pane == Pane::Notes {
        return Vec::new();
    }
    if open_event.focus == Focus::Pane && open_event.text().is_none() {
        open_event.focus = Focus::Timeline;
    }
    Vec::new()
}
