//! Where two versions clash: taking mine, theirs or both, place by place.

use super::super::App;
use super::super::action::Action;
use super::super::desk::Row;
use super::super::effect::{Effect, Item, Job};
use super::super::layer::Layer;
use super::super::sides::{Sides, Source, Take};
use super::change::{About, change, follow};
use super::navigate::moved;
use super::{claims, raw};
use crate::store::journal::Paper;
use crate::store::{Clashed, Conflict};
use std::path::Path;
use std::time::Duration;

/// How long after a file was settled nobody is told that it changed.
const QUIET: Duration = Duration::from_secs(1);

/// Two writers set the same values at once; theirs are in the file, and both can be looked at.
pub fn clashed(app: &mut App, item: Item, place: &str, clashed: Vec<Clashed>) {
    let Some(first) = clashed.first() else {
        return;
    };
    let key = app.settings.keymap.key(app.context(), Action::Settle);
    let key = key.map_or_else(String::new, |key| format!("{key} shows both; "));
    let more = match clashed.len() {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    let what = first.key.clone();
    if let Some(title) = app.paper(item).map(|paper| paper.title().to_owned()) {
        app.clashes.push(Sides::of_item(item, title, clashed));
    }
    app.complain(format!(
        "Somebody else set {what}{more}, too: {key}your version is {place}"
    ));
}

/// Somebody else set what is being typed here; what they wrote is kept among the earlier versions.
pub fn typed_over(app: &mut App, item: Item, clashed: &[Clashed]) {
    let title = app.paper(item).map(|paper| paper.title().to_owned());
    let keys: Vec<&str> = clashed.iter().map(|clash| clash.key.as_str()).collect();
    app.complain(format!(
        "Somebody else set {} of {} meanwhile. What you enter replaces it; theirs is among its earlier versions",
        keys.join(", "),
        title.unwrap_or_default()
    ));
}

/// Shows what clashes: in a save, else in the file that is chosen, else in any file.
pub fn ask(app: &mut App) -> Vec<Effect> {
    let desk = app.desk.as_ref();
    let is_here = |sides: &Sides| match sides.source {
        Source::Item(item, _) => desk.is_some_and(|desk| item.desk() == Some(desk.id)),
        Source::File(..) => false,
    };
    if let Some(sides) = app.clashes.iter().rev().find(|sides| is_here(sides)) {
        let sides = sides.clone();
        app.layers.push(Layer::Sides(sides));
        return Vec::new();
    }
    // From any other row it is the first file in which git left both.
    let broken = desk.and_then(|desk| match desk.selected {
        Row::Broken(at) => desk.troubles.get(at).cloned(),
        _ => desk.troubles.iter().find(|one| one.has_sides).cloned(),
    });
    match broken {
        Some(broken) => raw::read_again(app, &broken),
        None => {
            app.say("Nothing clashes");
            Vec::new()
        }
    }
}

/// Shows both sides of a file in which git left them.
pub fn found(app: &mut App, conflict: Conflict) {
    let sides = Sides::of_file(conflict);
    match app.layers.last_mut() {
        Some(Layer::Sides(open)) => *open = sides,
        _ => app.layers.push(Layer::Sides(sides)),
    }
}

/// Does an action on the screen; nothing when it is not on top.
pub fn act(app: &mut App, action: Action) -> Option<Vec<Effect>> {
    let Some(Layer::Sides(open)) = app.layers.last_mut() else {
        return None;
    };
    let last = open.places.len().saturating_sub(1);
    let mut turn = |by| {
        open.selected = moved(open.selected, by, last);
        open.top = 0;
    };
    match action {
        Action::Up => turn(-1),
        Action::Down | Action::NextPane => turn(1),
        Action::First => turn(isize::MIN),
        Action::Last => turn(isize::MAX),
        Action::PageUp | Action::HalfUp => open.top = open.top.saturating_sub(5),
        Action::PageDown | Action::HalfDown => {
            let longest = open
                .chosen()
                .map_or(0, |place| place.mine.len().max(place.theirs.len()));
            open.top = moved(open.top, 5, longest.saturating_sub(1));
        }
        Action::TakeMine | Action::TakeTheirs | Action::TakeBoth => {
            let take = match action {
                Action::TakeMine => Take::Mine,
                Action::TakeTheirs => Take::Theirs,
                _ => Take::Both,
            };
            let at = open.selected;
            if let Some(place) = open.places.get_mut(at) {
                place.take = take;
            }
        }
        Action::Enter => return Some(settle(app)),
        Action::Back => {
            app.layers.pop();
        }
        _ => {}
    }
    Some(Vec::new())
}

/// Takes what was chosen.
fn settle(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Sides(open)) = app.layers.last() else {
        return Vec::new();
    };
    let (item, clashed) = match &open.source {
        Source::File(conflict, shared) => {
            let text = Sides::text(conflict, &open.places, shared);
            let conflict = conflict.clone();
            return vec![Effect::Disk(Job::Settle { conflict, text })];
        }
        Source::Item(item, clashed) => (*item, clashed),
    };
    let Some(now) = app.paper(item) else {
        app.layers.pop();
        return Vec::new();
    };
    let paper = match Sides::paper(&now, &open.places, clashed) {
        Ok(paper) => paper,
        Err(key) => {
            app.complain(format!(
                "{key} can have one value only: take mine or theirs"
            ));
            return Vec::new();
        }
    };
    let source = open.source.clone();
    let title = open.title.clone();
    app.layers.pop();
    app.clashes.retain(|sides| sides.source != source);
    let about = match item {
        Item::Session(_, sid) => About::Session(sid),
        Item::Event(_) | Item::Book => About::Event,
    };
    let elapsed = app.elapsed;
    let effects = change(app, format!("settling {title}"), &[about], |desk| {
        match (paper, item) {
            (Paper::Session(session), Item::Session(_, sid)) => {
                if let Some(place) = desk.session_mut(sid) {
                    *place = *session;
                }
            }
            (Paper::Event(event), Item::Event(_)) => desk.event = *event,
            _ => {}
        }
        follow(desk, elapsed);
    });
    app.say(format!("{title} is settled; undo takes that back"));
    effects
}

/// A file is settled: it is read like any other now.
pub fn settled(app: &mut App, path: &Path) -> Vec<Effect> {
    let of_this = |source: &Source| match source {
        Source::File(conflict, _) if conflict.shown() == path => Some(conflict.is_copy()),
        _ => None,
    };
    let had_marks = app
        .layers
        .iter()
        .any(|layer| matches!(layer, Layer::Sides(open) if of_this(&open.source) == Some(false)));
    app.layers.retain(|layer| match layer {
        Layer::Sides(open) => of_this(&open.source).is_none(),
        Layer::Raw(raw) => raw.broken.path.as_deref() != Some(path),
        _ => true,
    });
    // The look around finds what was just written here; that is no news.
    app.quiet_until = app.elapsed + QUIET;
    app.say(match had_marks {
        true => "Settled. What the file said, marks and all, is among its earlier versions",
        false => "Settled. The copy is in the notebook's trash",
    });
    let mut effects = claims::look(app);
    effects.push(Effect::Disk(Job::List));
    effects
}
