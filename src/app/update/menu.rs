//! The palette and help: every action, narrowed by letters.

use super::super::App;
use super::super::action::{Action, Group};
use super::super::effect::Effect;
use super::super::layer::{Layer, Menu};
use super::navigate::moved;
use crate::edit::LineInput;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// Opens the palette, or closes it.
pub fn palette(app: &mut App) -> Vec<Effect> {
    toggle(app, Layer::Palette)
}

/// Opens help, or closes it.
pub fn help(app: &mut App) -> Vec<Effect> {
    toggle(app, Layer::Help)
}

fn toggle(app: &mut App, layer: fn(Menu) -> Layer) -> Vec<Effect> {
    if matches!(app.layers.last(), Some(Layer::Palette(_) | Layer::Help(_))) {
        app.layers.pop();
        return Vec::new();
    }
    let menu = Menu {
        input: LineInput::default(),
        found: found(""),
        selected: 0,
        top: 0,
        context: app.context(),
    };
    app.layers.push(layer(menu));
    Vec::new()
}

/// Leaves what the letters leave.
pub fn narrow(app: &mut App) {
    if let Some(Layer::Palette(menu) | Layer::Help(menu)) = app.layers.last_mut() {
        menu.found = found(menu.input.text());
        menu.selected = 0;
        menu.top = 0;
    }
}

/// Moves the choice.
pub fn step(app: &mut App, by: isize) {
    if let Some(Layer::Palette(menu) | Layer::Help(menu)) = app.layers.last_mut() {
        menu.selected = moved(menu.selected, by, menu.found.len().saturating_sub(1));
    }
}

/// Does what was chosen, where the keys were before.
pub fn chosen(app: &mut App, menu: &Menu) -> Vec<Effect> {
    match menu.found.get(menu.selected) {
        Some(action) => super::act(app, *action, false),
        None => Vec::new(),
    }
}

/// The actions that letters leave, best first; without letters all, group by group.
fn found(letters: &str) -> Vec<Action> {
    let all = || {
        let groups = Group::ALL.into_iter();
        groups.flat_map(|group| {
            let actions = Action::ALL.iter().copied();
            actions.filter(move |action| action.group() == group)
        })
    };
    if letters.trim().is_empty() {
        return all().collect();
    }
    let pattern = Pattern::parse(letters, CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut scored: Vec<(u32, Action)> = all()
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
    scored.into_iter().map(|(_, action)| action).collect()
}
