//! The palette and help: every action, narrowed by letters.

use super::super::App;
use super::super::action::{Action, ActionGroup};
use super::super::effect::Effect;
use super::super::layer::{Layer, Menu, MenuRow};
use crate::edit::LineInput;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// Opens the palette, or closes it.
pub fn palette(app: &mut App) -> Vec<Effect> {
    toggle(app, Layer::Palette, false)
}

/// Opens help, or closes it.
pub fn help(app: &mut App) -> Vec<Effect> {
    toggle(app, Layer::Help, true)
}

fn toggle(app: &mut App, layer: fn(Menu) -> Layer, with_headings: bool) -> Vec<Effect> {
    if matches!(app.layers.last(), Some(Layer::Palette(_) | Layer::Help(_))) {
        app.layers.pop();
        return Vec::new();
    }
    let mut menu = Menu {
        input: LineInput::default(),
        rows: rows("", with_headings),
        selected: 0,
        top: 0,
        context: app.context(),
    };
    menu.step(0);
    app.layers.push(layer(menu));
    Vec::new()
}

/// Leaves what the letters leave.
pub fn narrow(app: &mut App) {
    let with_headings = matches!(app.layers.last(), Some(Layer::Help(_)));
    if let Some(Layer::Palette(menu) | Layer::Help(menu)) = app.layers.last_mut() {
        menu.rows = rows(menu.input.text(), with_headings);
        menu.selected = 0;
        menu.top = 0;
        menu.step(0);
    }
}

/// Moves the choice.
pub fn step(app: &mut App, by: isize) {
    if let Some(Layer::Palette(menu) | Layer::Help(menu)) = app.layers.last_mut() {
        menu.step(by);
    }
}

/// Does what was chosen, where the keys were before.
pub fn chosen(app: &mut App, menu: &Menu) -> Vec<Effect> {
    match menu.action() {
        Some(action) => super::act(app, action, false),
        None => Vec::new(),
    }
}

/// The actions that letters leave, best first; without letters all, group by group, in help each
/// group below its heading.
fn rows(letters: &str, with_headings: bool) -> Vec<MenuRow> {
    let of = |group: ActionGroup| {
        let actions = Action::ALL.iter().copied();
        actions.filter(move |action| action.group() == group)
    };
    if letters.trim().is_empty() {
        let groups = ActionGroup::ALL.into_iter().flat_map(|group| {
            let heading = with_headings.then_some(MenuRow::Heading(group));
            heading.into_iter().chain(of(group).map(MenuRow::Action))
        });
        return groups.collect();
    }
    let pattern = Pattern::parse(letters, CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut scored: Vec<(u32, Action)> = ActionGroup::ALL
        .into_iter()
        .flat_map(of)
        .filter_map(|action| {
            let name = action.name().replace('-', " ");
            let mut score = |text: &str, matcher: &mut Matcher| {
                pattern.score(Utf32Str::new(text, &mut buffer), matcher)
            };
            let by_name = score(&name, &mut matcher).map(|score| score * 2);
            let by_help = score(action.help(), &mut matcher);
            by_name.max(by_help).map(|score| (score, action))
        })
        .collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let actions = scored.into_iter().map(|(_, action)| action);
    actions.map(MenuRow::Action).collect()
}
