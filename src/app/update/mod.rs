//! What happens: one file a verb. Each takes the state and returns what is to be done outside of
//! it.

mod booth;
mod capture;
mod change;
mod conflict;
mod create;
mod delete;
mod edit_locks;
mod editor;
mod entries;
mod export;
mod external;
mod find;
mod form;
mod line;
mod link;
mod link_review;
mod links;
mod links_change;
mod mark;
mod menu;
mod mouse;
mod moved_entries;
mod names;
mod navigate;
mod open;
mod outcome;
mod paste;
mod problems;
mod programme_view;
mod recovery;
mod removal;
mod rename;
mod reorder;
mod save;
mod save_copy;
mod saved;
mod search_in_note;
mod show;
mod theme;
pub mod typed;
mod typed_link;
mod unreadable;
mod versions;
mod write;

use super::action::Action;
use super::effect::{Effect, Job};
use super::entries::order_of;
use super::geometry::{self, Geometry};
use super::input::Input;
use super::key::Key;
use super::keymap::KeyContext;
use super::layer::Layer;
use super::open_event::Pane;
use super::{App, Screen, open_event};
use crate::publish::Sources;
use crate::store::Holder;
use chrono_tz::Tz;
pub(super) use removal::{Removal, is_removed};
use std::time::Duration;

impl App {
    /// Takes in what happened and returns what is to be done outside. Afterwards everything is laid
    /// out for drawing.
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
        problems::follow_changes(self);
        names::follow(self);
        links::follow(self);
        effects.extend(edit_locks::follow(self));
        self.journal(effects)
    }

    /// Opens the event that a person most likely wants: the one called for, else the one that is
    /// on, else the newest.
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

    /// What is to be done so that everything is on disk, also what stands in lines and forms that
    /// were not entered yet.
    pub fn end(&mut self) -> Vec<Effect> {
        let mut effects = save::keep_typed(self);
        effects.extend(external::keep_all(self));
        effects.extend(save::save(self));
        self.journal(effects)
    }

    fn press(&mut self, key: Key) -> Vec<Effect> {
        if self.toast.as_ref().is_some_and(|toast| toast.is_error) {
            self.toast = None;
        }
        if let Some(effects) = external::typed_under(self, key) {
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
                KeyContext::Typing if edit_locks::stops_typing(self) => Vec::new(),
                KeyContext::Typing => write::type_char(self, c),
                KeyContext::Line => line::type_char(self, c),
                KeyContext::Booth => booth::press(self, c),
                KeyContext::Global | KeyContext::Lists => Vec::new(),
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
        problems::tick(self);
        let mut effects = match self.saving.due {
            Some(due) if due <= self.elapsed => save::save(self),
            _ => booth::watch(self),
        };
        effects.extend(edit_locks::tick(self));
        effects
    }

    /// Looks what others did.
    fn look(&mut self) -> Vec<Effect> {
        let mut effects = edit_locks::look(self);
        if self.screen == Screen::Events {
            effects.push(Effect::Disk(Job::List));
        }
        effects
    }

    /// Computes where everything is, and what of it is scrolled into view.
    fn layout(&mut self) {
        let open_event = self
            .open_event
            .as_ref()
            .filter(|_| self.screen == Screen::Event);
        let (focus, pane) = open_event
            .map_or((open_event::Focus::Timeline, Pane::Notes), |open_event| {
                (open_event.focus, open_event.pane)
            });
        self.geometry = Geometry::of(self.size, focus, pane);
        let Some(geometry) = self.geometry else {
            return;
        };
        for layer in &mut self.layers {
            let width = match layer {
                Layer::Prompt(_) => geometry::prompt(geometry.screen).width,
                Layer::Palette(_) | Layer::Help(_) | Layer::Export(_) | Layer::Find(_) => {
                    geometry::palette(geometry.screen).width
                }
                Layer::Booth(_)
                | Layer::Recovery(_)
                | Layer::Raw(_)
                | Layer::Deleted(_)
                | Layer::Conflict(_) => 0,
                Layer::Problems(list) => {
                    let rows = geometry::problem_rows(geometry.screen).height;
                    list.top = scrolled(list.top, list.selected, rows);
                    0
                }
                Layer::Programme(view) => {
                    let rows = geometry::programme_parts(geometry.screen, false).0.height;
                    view.top = scrolled(view.top, view.selected, rows)
                        .min(view.selected.saturating_sub(1));
                    geometry::versions(geometry.screen).width
                }
                Layer::Links(links) => {
                    let rows = geometry::programme_parts(geometry.screen, false).0.height;
                    links.top = scrolled(links.top, links.selected, rows)
                        .min(links.selected.saturating_sub(1));
                    geometry::versions(geometry.screen).width
                }
                Layer::LinkReview(_) => 0,
                Layer::Versions(open) => {
                    let rows = geometry::versions_parts(geometry.screen).0.height;
                    open.top = scrolled(open.top, open.selected, rows);
                    0
                }
                Layer::Entries(list) => {
                    let rows = geometry::entry_rows(geometry.screen).height;
                    let row = self.open_event.as_ref().and_then(|open_event| {
                        let order = order_of(open_event, list.place);
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
                let rows = geometry::palette_rows(geometry.screen).height;
                find.top = scrolled(find.top, find.selected, rows);
            }
            if let Layer::Palette(menu) | Layer::Help(menu) = layer {
                let rows = geometry::palette_rows(geometry.screen).height;
                menu.top = scrolled(menu.top, menu.selected, rows);
            }
        }
        let rows = geometry.body.height;
        self.event_list.top = scrolled(
            self.event_list.top,
            self.event_list.selected,
            rows.saturating_sub(1),
        );
        let Some(open_event) = self.open_event.as_mut() else {
            return;
        };
        let at = open_event
            .rows
            .iter()
            .position(|row| *row == open_event.selected);
        // The heading of the day above a row is worth seeing with it.
        let at = at.unwrap_or(0);
        open_event.top = scrolled(open_event.top, at, rows).min(at.saturating_sub(1));
        if let Some(beside) = geometry.side {
            let sources = Sources {
                sessions: &[],
                book: &self.book,
                notebook: &self.notebook,
                now: self.now,
                zone: self.home.unwrap_or(Tz::UTC),
            };
            let is_source = open_event.pane == Pane::Source;
            self.preview
                .refresh(open_event, sources, beside.width, is_source);
            let rows = usize::from(beside.height.saturating_sub(2)).max(1);
            let last = self.preview.lines.len().saturating_sub(rows);
            // The page turns to what is chosen or written, and else stays where it is.
            let at = open_event.text().map(|text| {
                let editor = open_event.editor();
                let line = editor.map_or(0, |editor| editor.cursor().line);
                (text, line, is_source)
            });
            if at != self.preview.followed {
                self.preview.followed = at;
                let line = at.and_then(|(text, ..)| self.preview.line_of(open_event, text));
                let seen = open_event.preview_top..open_event.preview_top + rows;
                if let Some(line) = line.filter(|line| !seen.contains(line)) {
                    open_event.preview_top = line.saturating_sub(rows / 3);
                }
            }
            open_event.preview_top = open_event.preview_top.min(last);
        }
        if let Some(pane) = geometry.pane {
            let below = open_event.below();
            let area = geometry::text_area(pane, below);
            if let Some(editor) = open_event.editor_mut() {
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
        Action::TakeOver => return edit_locks::take_over(app),
        Action::SaveCopy => return save_copy::ask(app),
        _ if edit_locks::stops(app, action) => return Vec::new(),
        _ => {}
    }
    match app.context() {
        KeyContext::Line => line::act(app, action, extends),
        KeyContext::Typing => write::act(app, action, extends),
        KeyContext::Booth => act_at_booth(app, action),
        KeyContext::Lists | KeyContext::Global => {
            let done = recovery::act(app, action)
                .or_else(|| external::act(app, action))
                .or_else(|| conflict::act(app, action))
                .or_else(|| unreadable::act(app, action))
                .or_else(|| versions::act(app, action))
                .or_else(|| entries::act(app, action))
                .or_else(|| programme_view::act(app, action))
                .or_else(|| links::act(app, action))
                .or_else(|| link_review::act(app, action))
                .or_else(|| problems::act(app, action))
                .or_else(|| export::act(app, action));
            done.unwrap_or_else(|| act_in_list(app, action))
        }
    }
}

/// When it is to be looked again whether another app lets go of what it was asked for.
pub fn locks_due(app: &App) -> Option<Duration> {
    edit_locks::due(app)
}

/// Who else writes in what is chosen, so that it is only to be read here.
pub fn reads_only(app: &App) -> Option<&Holder> {
    edit_locks::reads_only(app)
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
        Action::Enter => booth::ask(app, super::booth::CountGroup::Question),
        Action::New => booth::ask(app, super::booth::CountGroup::Tally),
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
        Action::InPost => mark::publish(app),
        Action::Resolve => conflict::ask(app),
        Action::TakeMine | Action::TakeTheirs | Action::TakeBoth => {
            app.say("Only in a conflict");
            Vec::new()
        }
        Action::Intro => open::text(app, open_event::TimelineRow::Intro),
        Action::Closing => open::text(app, open_event::TimelineRow::Closing),
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
        Action::Programme => programme_view::open(app),
        Action::Problems => problems::open(app),
        Action::NextProblem => problems::next(app),
        Action::PaneLinks => links::open(app),
        Action::LinkReview => link_review::open(app),
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
