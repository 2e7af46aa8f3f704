//! Drawing: what [`App`] says, on a buffer of cells. Nothing here has a state or changes one.
//!
//! One file a view; each takes the state, the theme and a place. The terminal's own cursor is put
//! where typing goes.

mod bar;
mod booth;
mod conflict;
mod deleted_prompt;
mod entries;
mod event;
mod events;
mod export;
mod find;
mod form;
mod keys;
mod link_review;
mod links;
mod offer;
mod palette;
mod pane;
mod preview;
mod problems;
mod programme_view;
mod prompt;
mod recovery;
pub mod theme;
mod timeline;
mod toast;
mod unreadable;
mod versions;
mod write;

use crate::app::geometry::{Area, LEAST};
use crate::app::layer::Layer;
use crate::app::{App, Screen};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use theme::{Role, Theme};
use write::Pen;

/// Draws everything; the answer is where the terminal's cursor belongs, if it is to be seen.
pub fn draw(app: &App, theme: &Theme, screen: &mut Buffer) -> Option<(u16, u16)> {
    let whole = screen.area;
    screen.set_style(whole, theme.get(Role::Text));
    let mut pen = Pen { screen, theme };
    let Some(geometry) = app.geometry else {
        too_small(app, &mut pen, whole);
        return None;
    };
    bar::header(app, &mut pen, geometry.header);
    let cursor = match (app.screen, &app.open_event) {
        (Screen::Event, Some(open_event)) => event::draw(app, open_event, &mut pen, &geometry),
        _ => {
            events::draw(app, &mut pen, geometry.body);
            None
        }
    };
    if app.toast.is_none() {
        bar::footer(app, &mut pen, geometry.footer);
    }
    if let (Some(offer), Some(cursor), true) = (&app.offer, cursor, app.layers.is_empty()) {
        offer::draw(offer, &mut pen, geometry.body, cursor);
    }
    let mut at = cursor;
    for layer in &app.layers {
        at = match layer {
            Layer::Palette(menu) => palette::draw(app, menu, "Commands", &mut pen, geometry.screen),
            Layer::Help(menu) => palette::draw(app, menu, "Help", &mut pen, geometry.screen),
            Layer::Export(export) => export::draw(app, export, &mut pen, geometry.screen),
            Layer::Form(form) => form::draw(app, form, &mut pen, geometry.screen),
            Layer::Find(find) => find::draw(find, &mut pen, geometry.screen),
            Layer::Booth(booth) => {
                booth::draw(app, booth, &mut pen, &geometry);
                None
            }
            Layer::Entries(list) => {
                entries::draw(app, list, &mut pen, geometry.screen);
                None
            }
            Layer::Problems(list) => {
                problems::draw(app, list, &mut pen, geometry.screen);
                None
            }
            Layer::Links(links) => links::draw(app, links, &mut pen, geometry.screen),
            Layer::LinkReview(pass) => {
                link_review::draw(app, pass, &mut pen, geometry.screen);
                None
            }
            Layer::Programme(view) => programme_view::draw(app, view, &mut pen, geometry.screen),
            Layer::Versions(open) => {
                versions::draw(app, open, &mut pen, geometry.screen);
                None
            }
            Layer::Raw(open) => {
                unreadable::draw(app, open, &mut pen, geometry.screen);
                None
            }
            Layer::Recovery(open) => {
                recovery::draw(app, open, &mut pen, geometry.screen);
                None
            }
            Layer::Conflict(open) => {
                conflict::draw(app, open, &mut pen, geometry.screen);
                None
            }
            Layer::Deleted(gone) => {
                deleted_prompt::draw(app, gone, &mut pen, geometry.screen);
                None
            }
            Layer::Prompt(prompt) => prompt::draw(app, prompt, &mut pen, geometry.screen),
        };
    }
    toast::draw(app, &mut pen, &geometry);
    at
}

/// A plain message that fits as much as there is.
fn too_small(app: &App, pen: &mut Pen<'_>, whole: Rect) {
    let (width, height) = LEAST;
    let lines = [
        format!("hallway needs {width} by {height}"),
        format!("this is {} by {}", app.size.0, app.size.1),
        "nothing is lost".to_owned(),
    ];
    for (line, y) in lines.iter().zip(whole.y..whole.bottom()) {
        let area = Area {
            x: whole.x,
            y,
            width: whole.width,
            height: 1,
        };
        pen.text(area, line, Role::Text);
    }
}

/// An area for the screen library.
pub(crate) fn rect(area: Area) -> Rect {
    Rect::new(area.x, area.y, area.width, area.height)
}
