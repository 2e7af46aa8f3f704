//! The mouse: a click chooses or places the cursor, a drag selects, the wheel scrolls.

use super::super::effect::Effect;
use super::super::geometry::{self, Area};
use super::super::input::{Mouse, MouseAct};
use super::super::layer::{Layer, MenuRow};
use super::super::open_event::{Focus, OpenEvent, TimelineRow};
use super::super::programme_view::ProgrammeLine;
use super::super::{App, Screen};
use super::{export, line, navigate, open};
use std::time::Duration;

/// Within what time clicks at one place are one double click.
const DOUBLE: Duration = Duration::from_millis(400);

/// How many rows a turn of the wheel scrolls.
const WHEEL: isize = 3;

/// Takes in something that was done with the mouse.
pub fn mouse(app: &mut App, mouse: Mouse) -> Vec<Effect> {
    let clicks = match mouse.what {
        MouseAct::Click => count(app, mouse),
        _ => 1,
    };
    if app.geometry.is_none() {
        return Vec::new();
    }
    if !app.layers.is_empty() {
        return in_layer(app, mouse);
    }
    match app.screen {
        Screen::Events => in_events(app, mouse, clicks),
        Screen::Event => in_event(app, mouse, clicks),
    }
}

fn count(app: &mut App, mouse: Mouse) -> u8 {
    let clicks = match app.last_click {
        Some((at, x, y, clicks)) if (x, y) == (mouse.x, mouse.y) && app.elapsed - at < DOUBLE => {
            clicks % 3 + 1
        }
        _ => 1,
    };
    app.last_click = Some((app.elapsed, mouse.x, mouse.y, clicks));
    clicks
}

fn wheel(what: MouseAct) -> Option<isize> {
    match what {
        MouseAct::WheelUp => Some(-WHEEL),
        MouseAct::WheelDown => Some(WHEEL),
        MouseAct::Click | MouseAct::Drag => None,
    }
}

fn in_layer(app: &mut App, mouse: Mouse) -> Vec<Effect> {
    let Some(screen) = app.geometry.map(|geometry| geometry.screen) else {
        return Vec::new();
    };
    let Some(layer) = app.layers.last_mut() else {
        return Vec::new();
    };
    let outer = match layer {
        Layer::Prompt(_) => geometry::prompt(screen),
        Layer::Booth(_) => screen,
        _ => geometry::palette(screen),
    };
    let input = geometry::input(outer);
    let rows = geometry::palette_rows(screen);
    match layer {
        Layer::Palette(menu) | Layer::Help(menu) => {
            if let Some(by) = wheel(mouse.what) {
                menu.step(by);
            } else if rows.contains(mouse.x, mouse.y) && mouse.what == MouseAct::Click {
                let at = menu.top + usize::from(mouse.y - rows.y);
                if matches!(menu.rows.get(at), Some(MenuRow::Action(_))) {
                    let again = menu.selected == at;
                    menu.selected = at;
                    if again {
                        return line::act(app, super::Action::Enter, false);
                    }
                }
                return Vec::new();
            }
        }
        Layer::Form(form) => {
            if let Some(by) = wheel(mouse.what) {
                form.step(by.signum());
            } else if rows.contains(mouse.x, mouse.y) && mouse.what == MouseAct::Click {
                let at = form.top + usize::from(mouse.y - rows.y);
                if at < form.fields.len() {
                    form.selected = at;
                }
            }
            return Vec::new();
        }
        Layer::Export(export) => {
            if let Some(by) = wheel(mouse.what) {
                export::scroll(export, by);
            }
        }
        Layer::Find(find) => {
            let last = find.hits.len().saturating_sub(1);
            if let Some(by) = wheel(mouse.what) {
                find.selected = navigate::moved(find.selected, by, last);
            } else if rows.contains(mouse.x, mouse.y) && mouse.what == MouseAct::Click {
                let at = (find.top + usize::from(mouse.y - rows.y)).min(last);
                let again = find.selected == at;
                find.selected = at;
                if again {
                    return line::act(app, super::Action::Enter, false);
                }
                return Vec::new();
            }
        }
        Layer::Entries(list) => {
            let rows = geometry::entry_rows(screen);
            let top = list.top;
            if let Some(by) = wheel(mouse.what) {
                return super::entries::step(app, by);
            }
            if rows.contains(mouse.x, mouse.y) && mouse.what == MouseAct::Click {
                super::entries::choose(app, top + usize::from(mouse.y - rows.y));
            }
            return Vec::new();
        }
        Layer::Programme(view) => {
            let rows = geometry::programme_parts(screen, view.reads).0;
            if let Some(by) = wheel(mouse.what) {
                view.step(by);
            } else if rows.contains(mouse.x, mouse.y) && mouse.what == MouseAct::Click {
                let at = view.top + usize::from(mouse.y - rows.y);
                if matches!(
                    view.lines.get(at),
                    Some(ProgrammeLine::Talk(_) | ProgrammeLine::Own(_))
                ) {
                    view.selected = at;
                    view.line = 0;
                }
            }
            return Vec::new();
        }
        Layer::Links(links) => {
            let rows = geometry::programme_parts(screen, false).0;
            if let Some(by) = wheel(mouse.what) {
                links.step(by);
            } else if rows.contains(mouse.x, mouse.y) && mouse.what == MouseAct::Click {
                let at = links.top + usize::from(mouse.y - rows.y);
                if matches!(
                    links.lines.get(at),
                    Some(super::super::links::LinkLine::Name(_))
                ) {
                    links.selected = at;
                    links.within = None;
                }
            }
            return Vec::new();
        }
        Layer::Prompt(_)
        | Layer::Booth(_)
        | Layer::Problems(_)
        | Layer::LinkReview(_)
        | Layer::Versions(_)
        | Layer::Raw(_)
        | Layer::Recovery(_)
        | Layer::Conflict(_)
        | Layer::Deleted(_) => {}
    }
    let Some(typed) = layer.input_mut() else {
        return Vec::new();
    };
    match mouse.what {
        MouseAct::Click if input.contains(mouse.x, mouse.y) => {
            typed.click(mouse.x - input.x);
        }
        // A click beside a line that holds text must not throw it away.
        MouseAct::Click if !outer.contains(mouse.x, mouse.y) && typed.text().is_empty() => {
            return line::act(app, super::Action::Back, false);
        }
        MouseAct::Drag => typed.drag(mouse.x.saturating_sub(input.x)),
        _ => {}
    }
    Vec::new()
}

fn in_events(app: &mut App, mouse: Mouse, clicks: u8) -> Vec<Effect> {
    if let Some(by) = wheel(mouse.what) {
        navigate::step(app, by);
        return Vec::new();
    }
    let body = app
        .geometry
        .map_or(Area::default(), |geometry| geometry.body);
    if mouse.what == MouseAct::Click && body.contains(mouse.x, mouse.y) {
        // The first row names the columns.
        let row = usize::from(mouse.y - body.y);
        let at = (app.event_list.top + row).checked_sub(1);
        if let Some(at) = at.filter(|at| *at < app.event_list.len()) {
            app.event_list.selected = at;
            if clicks == 2 {
                return open::enter(app);
            }
        }
    }
    Vec::new()
}

fn in_event(app: &mut App, mouse: Mouse, clicks: u8) -> Vec<Effect> {
    let Some(geometry) = app.geometry else {
        return Vec::new();
    };
    let (x, y) = (mouse.x, mouse.y);
    if let Some(left) = geometry.left.filter(|left| left.contains(x, y)) {
        return in_timeline(app, mouse, left, clicks);
    }
    let Some(open_event) = app.open_event.as_mut() else {
        return Vec::new();
    };
    if geometry.side.is_some_and(|beside| beside.contains(x, y)) {
        if let Some(by) = wheel(mouse.what) {
            open_event.preview_top = navigate::moved(open_event.preview_top, by, usize::MAX / 2);
        }
        return Vec::new();
    }
    let Some(pane) = geometry.pane else {
        return Vec::new();
    };
    let text = geometry::text_area(pane, open_event.below());
    let focus = open_event.focus;
    let Some(editor) = open_event.editor_mut() else {
        return Vec::new();
    };
    match mouse.what {
        MouseAct::Click if pane.contains(x, y) => {
            if y >= text.y {
                editor.click(x - text.x, (y - text.y).min(text.height), clicks);
            }
            open_event.focus = Focus::Pane;
        }
        MouseAct::Drag if focus == Focus::Pane => {
            editor.drag(
                i32::from(x) - i32::from(text.x),
                i32::from(y) - i32::from(text.y),
            );
        }
        MouseAct::WheelUp if pane.contains(x, y) => editor.scroll(-WHEEL),
        MouseAct::WheelDown if pane.contains(x, y) => editor.scroll(WHEEL),
        _ => {}
    }
    Vec::new()
}

fn in_timeline(app: &mut App, mouse: Mouse, left: Area, clicks: u8) -> Vec<Effect> {
    if let Some(by) = wheel(mouse.what) {
        navigate::step(app, by);
        return Vec::new();
    }
    if mouse.what != MouseAct::Click {
        return Vec::new();
    }
    let mut effects = Vec::new();
    if app.is_writing() {
        effects = open::leave_pane(app);
    }
    let chosen = app
        .open_event
        .as_mut()
        .and_then(|open_event: &mut OpenEvent| {
            open_event.focus = Focus::Timeline;
            let at = open_event.top + usize::from(mouse.y - left.y);
            let row = open_event.rows.get(at).copied();
            row.filter(|row| !matches!(row, TimelineRow::Day(_)))
        });
    if let (Some(row), Some(open_event)) = (chosen, app.open_event.as_mut()) {
        open_event.selected = row;
        if clicks == 2 {
            effects.extend(open::enter(app));
        }
    }
    effects
}
