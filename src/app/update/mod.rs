//! What happens: one file a verb. Each takes the state and returns what is to be done outside of it.

mod booth;
mod capture;
mod change;
mod claims;
mod create;
mod delete;
mod editor;
mod elsewhere;
mod entries;
mod export;
mod find;
mod form;
mod line;
mod link;
mod links;
mod links_change;
mod mark;
mod mend;
mod menu;
mod mouse;
mod moved_entries;
mod names;
mod navigate;
mod open;
mod outcome;
mod outside;
mod pass;
mod paste;
mod picking;
mod raw;
mod recovery;
mod removal;
mod rename;
mod reorder;
mod save;
mod saved;
mod seek;
mod show;
mod sides;
mod theme;
pub mod typed;
mod typed_link;
mod versions;
mod write;

use super::action::Action;
use super::desk::Pane;
use super::effect::{Effect, Job};
use super::entries::order_of;
use super::geometry::{self, Geometry};
use super::input::Input;
use super::key::Key;
use super::keymap::Context;
use super::layer::Layer;
use super::{App, Screen, desk};
use crate::publish::Sources;
use crate::store::Holder;
use chrono_tz::Tz;
pub(super) use removal::{Removal, is_removed};
use std::time::Duration;

impl App {
    /// Takes in what happened and returns what is to be done outside. Afterwards everything is laid out for drawing.
    pub fn update(&mut self, input: Input) -> Vec<Effect> {
        let mut effects = match input {
            Input::Key(key) => self.press(key),
            Input::Paste(text) => paste::paste(self, &text),
            Input::Mouse(mouse) => mouse::mouse(self, mouse),
            Input::Resize(width, height) => {
                self.size = (width, height);
                Vec::new()
            }
            Input::Look => self.look(),
            Input::Tick => self.tick(),
            Input::Done(outcome) => outcome::take(self, *outcome),
            Input::Journal(report) => {
                self.journal_report(report);
                Vec::new()
            }
        };
        self.layout();
        mend::follow_changes(self);
        names::follow(self);
        links::follow(self);
        effects.extend(claims::follow(self));
        self.journal(effects)
    }

    /// Opens the event that a person most likely wants: the one called for, else the one that is on, else the newest.
    pub fn start(&mut self, folder: Option<&str>) -> Vec<Effect> {
        let effects = open::start(self, folder);
        self.layout();
        self.journal(effects)
    }

    /// What is to be done so that everything is on disk.
    pub fn save_all(&mut self) -> Vec<Effect> {
        let effects = save::save(self);
        self.journal(effects)
    }

    /// What is to be done so that everything is on disk, also what stands in lines and forms that were not entered yet.
    pub fn end(&mut self) -> Vec<Effect> {
        let mut effects = save::keep_typed(self);
        effects.extend(outside::keep_all(self));
        effects.extend(save::save(self));
        self.journal(effects)
    }

    fn press(&mut self, key: Key) -> Vec<Effect> {
        if self.toast.as_ref().is_some_and(|toast| toast.is_error) {
            self.toast = None;
        }
        if let Some(effects) = outside::typed_under(self, key) {
            return effects;
        }
        self.last_key = Some(self.elapsed);
        let context = self.context();
        let keymap = &self.settings.keymap;
        let extends = key.shift && keymap.action(context, key).is_none();
        let meant = if extends { key.unshifted() } else { key };
        match (keymap.action(context, meant), key.text()) {
            (Some(action), _) => act(self, action, extends),
            (None, Some(c)) => match context {
                Context::Typing if claims::stops_typing(self) => Vec::new(),
                Context::Typing => write::type_char(self, c),
                Context::Line => line::type_char(self, c),
                Context::Booth => booth::press(self, c),
                Context::Global | Context::Lists => Vec::new(),
            },
            (None, None) => Vec::new(),
        }
    }

    fn tick(&mut self) -> Vec<Effect> {
        let over = |toast: &super::Toast| !toast.is_error && toast.until <= self.elapsed;
        if self.toast.as_ref().is_some_and(over) {
            self.toast = None;
        }
        find::go_on(self);
        mend::tick(self);
        let mut effects = match self.saving.due {
            Some(due) if due <= self.elapsed => save::save(self),
            _ => booth::watch(self),
        };
        effects.extend(claims::tick(self));
        effects
    }

    /// Looks what others did.
    fn look(&mut self) -> Vec<Effect> {
        let mut effects = claims::look(self);
        if self.screen == Screen::Events {
            effects.push(Effect::Disk(Job::List));
        }
        effects
    }

    /// Computes where everything is, and what of it is scrolled into view.
    fn layout(&mut self) {
        let desk = self.desk.as_ref().filter(|_| self.screen == Screen::Event);
        let (focus, pane) = desk.map_or((desk::Focus::Timeline, Pane::Notes), |desk| {
            (desk.focus, desk.pane)
        });
        self.geometry = Geometry::of(self.size, focus, pane);
        let Some(geometry) = self.geometry else {
            return;
        };
        for layer in &mut self.layers {
            let width = match layer {
                Layer::Prompt(_) => geometry::prompt(geometry.screen).width,
                Layer::Palette(_) | Layer::Help(_) | Layer::Export(_) | Layer::Find(_) => {
                    geometry::sheet(geometry.screen).width
                }
                Layer::Booth(_)
                | Layer::Recovery(_)
                | Layer::Raw(_)
                | Layer::Gone(_)
                | Layer::Sides(_) => 0,
                Layer::Mend(list) => {
                    let rows = geometry::mend_rows(geometry.screen).height;
                    list.top = scrolled(list.top, list.selected, rows);
                    0
                }
                Layer::Picking(picking) => {
                    let rows = geometry::picking_parts(geometry.screen, false).0.height;
                    picking.top = scrolled(picking.top, picking.selected, rows)
                        .min(picking.selected.saturating_sub(1));
                    geometry::versions(geometry.screen).width
                }
                Layer::Links(links) => {
                    let rows = geometry::picking_parts(geometry.screen, false).0.height;
                    links.top = scrolled(links.top, links.selected, rows)
                        .min(links.selected.saturating_sub(1));
                    geometry::versions(geometry.screen).width
                }
                Layer::Pass(_) => 0,
                Layer::Versions(open) => {
                    let rows = geometry::versions_parts(geometry.screen).0.height;
                    open.top = scrolled(open.top, open.selected, rows);
                    0
                }
                Layer::Entries(list) => {
                    let rows = geometry::entry_rows(geometry.screen).height;
                    let row = self.desk.as_ref().and_then(|desk| {
                        let order = order_of(desk, list.place);
                        order.iter().position(|at| *at == list.selected)
                    });
                    list.top = scrolled(list.top, row.unwrap_or(0), rows);
                    0
                }
                Layer::Form(form) => {
                    let rows = geometry::form_rows(geometry.screen);
                    form.top = scrolled(form.top, form.selected, rows.height);
                    rows.width.saturating_sub(super::form::LABEL) + 4
                }
            };
            if let Some(input) = layer.input_mut() {
                input.layout(width.saturating_sub(4));
            }
            if let Layer::Find(find) = layer {
                let rows = geometry::sheet_rows(geometry.screen).height;
                find.top = scrolled(find.top, find.selected, rows);
            }
            if let Layer::Palette(menu) | Layer::Help(menu) = layer {
                let rows = geometry::sheet_rows(geometry.screen).height;
                menu.top = scrolled(menu.top, menu.selected, rows);
            }
        }
        let rows = geometry.body.height;
        self.shelf.top = scrolled(self.shelf.top, self.shelf.selected, rows.saturating_sub(1));
        let Some(desk) = self.desk.as_mut() else {
            return;
        };
        let at = desk.rows.iter().position(|row| *row == desk.selected);
        // The heading of the day above a row is worth seeing with it.
        let at = at.unwrap_or(0);
        desk.top = scrolled(desk.top, at, rows).min(at.saturating_sub(1));
        if let Some(beside) = geometry.beside {
            let sources = Sources {
                sessions: &[],
                book: &self.book,
                notebook: &self.notebook,
                now: self.now,
                zone: self.home.unwrap_or(Tz::UTC),
            };
            let is_source = desk.pane == Pane::Source;
            self.preview.refresh(desk, sources, beside.width, is_source);
            let rows = usize::from(beside.height.saturating_sub(2)).max(1);
            let last = self.preview.lines.len().saturating_sub(rows);
            // The page turns to what is chosen or written, and else stays where it is.
            let at = desk.text().map(|text| {
                let editor = desk.editor();
                let line = editor.map_or(0, |editor| editor.cursor().line);
                (text, line, is_source)
            });
            if at != self.preview.followed {
                self.preview.followed = at;
                let line = at.and_then(|(text, ..)| self.preview.line_of(desk, text));
                let seen = desk.preview_top..desk.preview_top + rows;
                if let Some(line) = line.filter(|line| !seen.contains(line)) {
                    desk.preview_top = line.saturating_sub(rows / 3);
                }
            }
            desk.preview_top = desk.preview_top.min(last);
        }
        if let Some(pane) = geometry.pane {
            let below = desk.below();
            let area = geometry::text_area(pane, below);
            if let Some(editor) = desk.editor_mut() {
                editor.layout(area.width, area.height);
            }
        }
    }
}

/// The first row to show, so that the chosen one is seen in so many rows.
fn scrolled(top: usize, chosen: usize, rows: u16) -> usize {
    let rows = usize::from(rows.max(1));
    top.min(chosen).max((chosen + 1).saturating_sub(rows))
}

/// Does an action where the keys are. `extends` when it is to select on the way.
pub(super) fn act(app: &mut App, action: Action, extends: bool) -> Vec<Effect> {
    match action {
        Action::Palette => return menu::palette(app),
        Action::Help => return menu::help(app),
        Action::Save => return save::save_now(app),
        Action::Quit => return save::quit(app),
        Action::Suspend => return save::suspend(app),
        Action::TakeOver => return claims::take_over(app),
        Action::SaveElsewhere => return elsewhere::ask(app),
        _ if claims::stops(app, action) => return Vec::new(),
        _ => {}
    }
    match app.context() {
        Context::Line => line::act(app, action, extends),
        Context::Typing => write::act(app, action, extends),
        Context::Booth => act_at_booth(app, action),
        Context::Lists | Context::Global => {
            let done = recovery::act(app, action)
                .or_else(|| outside::act(app, action))
                .or_else(|| sides::act(app, action))
                .or_else(|| raw::act(app, action))
                .or_else(|| versions::act(app, action))
                .or_else(|| entries::act(app, action))
                .or_else(|| picking::act(app, action))
                .or_else(|| links::act(app, action))
                .or_else(|| pass::act(app, action))
                .or_else(|| mend::act(app, action))
                .or_else(|| export::act(app, action));
            done.unwrap_or_else(|| act_in_list(app, action))
        }
    }
}

/// When it is to be looked again whether another app lets go of what it was asked for.
pub fn claims_due(app: &App) -> Option<Duration> {
    claims::due(app)
}

/// Who else writes in what is chosen, so that it is only to be read here.
pub fn reads_only(app: &App) -> Option<&Holder> {
    claims::reads_only(app)
}

/// Whether booth mode is on top.
pub fn is_counting(app: &App) -> bool {
    matches!(app.layers.last(), Some(Layer::Booth(_)))
}

/// Does an action in booth mode.
fn act_at_booth(app: &mut App, action: Action) -> Vec<Effect> {
    match action {
        Action::Back | Action::Booth => {
            app.layers.pop();
            Vec::new()
        }
        Action::Enter => booth::ask(app, super::booth::Group::Question),
        Action::New => booth::ask(app, super::booth::Group::Tally),
        Action::Undo => change::undo(app),
        Action::Redo => change::redo(app),
        Action::Capture => capture::ask(app),
        _ => Vec::new(),
    }
}

/// Does an action that means the same whether a list or a text has the keys.
fn act_in_list(app: &mut App, action: Action) -> Vec<Effect> {
    match action {
        Action::Undo if app.screen == Screen::Events => removal::take_back(app),
        Action::Undo => change::undo(app),
        Action::Redo => change::redo(app),
        Action::Theme => theme::next(app),
        Action::Enter => open::enter(app),
        Action::Back => open::back(app),
        Action::Events => open::events(app),
        Action::New => create::ask(app),
        Action::Rename => rename::ask(app),
        Action::Delete => delete::delete(app),
        Action::MoveUp => reorder::shift(app, -1),
        Action::MoveDown => reorder::shift(app, 1),
        Action::Kind => mark::kind(app),
        Action::Status => mark::status(app),
        Action::Publish => mark::publish(app),
        Action::Settle => sides::ask(app),
        Action::TakeMine | Action::TakeTheirs | Action::TakeBoth => {
            app.say("Only where two versions clash");
            Vec::new()
        }
        Action::Intro => open::text(app, desk::Row::Intro),
        Action::Closing => open::text(app, desk::Row::Closing),
        Action::Capture => capture::ask(app),
        Action::Booth => booth::open(app),
        Action::Entries => entries::open(app),
        Action::Find => find::ask(app),
        Action::PaneFields => form::open(app),
        Action::EventFields => form::open_event(app),
        Action::Preview => show::next(app),
        Action::PanePreview => show::preview(app),
        Action::PaneNotes => show::notes(app),
        Action::Export => export::ask(app),
        Action::Programme => picking::open(app),
        Action::Mend => mend::open(app),
        Action::NextFinding => mend::next(app),
        Action::PaneLinks => links::open(app),
        Action::LinkPass => pass::open(app),
        Action::Complete => names::complete(app),
        Action::Link => link::link(app, false),
        Action::LinkHere => link::link(app, true),
        Action::Editor => editor::open(app),
        Action::Versions => versions::ask(app),
        Action::Copy => {
            let keys = app.settings.keymap.key(app.context(), Action::Quit);
            let key = keys.map_or("the palette".to_owned(), |key| key.to_string());
            app.say(format!(
                "Nothing is selected here. To leave hallway press {key}"
            ));
            Vec::new()
        }
        _ => navigate::act(app, action),
    }
}
