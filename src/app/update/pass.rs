//! The link pass: one key for each place.

use super::super::action::Action;
use super::super::desk::{Desk, Text};
use super::super::effect::Effect;
use super::super::layer::{Layer, Prompt, Purpose};
use super::super::links::texts;
use super::super::pass::{Pass, State, Step, Stop, What};
use super::super::{App, Screen};
use super::change::{self, About, change, settle, write_text};
use super::claims;
use super::link::address;
use crate::edit::LineInput;
use crate::model::link::{Link, LinkKind};
use crate::post::book::{has_name, referred, unlinked};
use crate::rst::escape::phrase_reference_before;
use crate::rst::name::{collapse, normalise};

/// Begins the pass.
pub fn open(app: &mut App) -> Vec<Effect> {
    settle(app);
    let Some(desk) = app.desk.as_ref().filter(|_| app.screen == Screen::Event) else {
        app.say("Open an event first");
        return Vec::new();
    };
    let pass = Pass::of(desk, &app.book, &app.programme.programme, false);
    let every = Pass::of(desk, &app.book, &app.programme.programme, true);
    if every.stops.is_empty() {
        app.say("Every name has its link, and no known name stands without one");
        return Vec::new();
    }
    app.layers.push(Layer::Pass(match pass.stops.is_empty() {
        true => every,
        false => pass,
    }));
    claims::look(app)
}

/// Does an action in the pass; nothing when it is not on top.
pub fn act(app: &mut App, action: Action) -> Option<Vec<Effect>> {
    let Some(Layer::Pass(pass)) = app.layers.last_mut() else {
        return None;
    };
    match action {
        Action::Back | Action::LinkPass => return Some(end(app)),
        Action::Undo => return Some(take_back(app)),
        Action::Redo => return Some(again(app)),
        Action::NextPane => return Some(turn(app)),
        Action::Up => {
            pass.at = pass.at.saturating_sub(1);
            return Some(Vec::new());
        }
        _ => {}
    }
    let stop = pass.stop().cloned()?;
    if stop.state != State::Waiting {
        // One that was decided is only looked at.
        if matches!(action, Action::Down | Action::Status | Action::Enter) {
            pass.at += 1;
        }
        return Some(over(app));
    }
    Some(match (action, &stop.what) {
        (Action::Down | Action::Status, _) => decide(app, State::Skipped, |_, _| None),
        (Action::Enter, What::Mention { .. }) => link(app, &stop, None),
        (Action::Enter | Action::Link, _) => ask(app, &stop),
        (Action::Never, What::Mention { .. }) => never(app, &stop),
        (Action::Never, What::Open(_)) => unlink(app, &stop),
        _ => Vec::new(),
    })
}

/// Asks where the name leads.
fn ask(app: &mut App, stop: &Stop) -> Vec<Effect> {
    let url = match &stop.what {
        What::Mention { url, .. } => url,
        What::Open(_) => "",
    };
    app.layers.push(Layer::Prompt(Prompt {
        purpose: Purpose::Url,
        input: LineInput::new(url),
        placeholder: String::new(),
    }));
    Vec::new()
}

/// Takes the URL that was asked for.
pub fn url_given(app: &mut App, typed: &str) -> Vec<Effect> {
    let Some(Layer::Pass(pass)) = app.layers.last() else {
        return Vec::new();
    };
    let Some(stop) = pass.stop().cloned().filter(|_| !typed.is_empty()) else {
        return Vec::new();
    };
    let Some(url) = address(typed) else {
        app.complain(format!("{typed} is no URL; nothing was changed"));
        return Vec::new();
    };
    match stop.what {
        What::Mention { .. } => link(app, &stop, Some(url)),
        What::Open(_) => decide(app, State::Given, |app, _| {
            let label = format!("the URL of {}", stop.name);
            Some(change(app, label, &[About::Event], |desk| {
                give(desk, &stop.name, url, None);
            }))
        }),
    }
}

/// Gives a name of the event its URL.
fn give(desk: &mut Desk, name: &str, url: String, kind: Option<LinkKind>) {
    let key = normalise(name);
    let mut links = desk.event.links.iter_mut();
    match links.find(|link| has_name(link, &key)) {
        Some(link) => {
            link.url = Some(url);
            link.form = None;
        }
        None => desk.event.links.push(Link {
            name: collapse(name),
            url: Some(url),
            kind,
            ..Link::default()
        }),
    }
}

/// Makes a reference of the mention; with a URL that was asked for the event gets that one.
fn link(app: &mut App, stop: &Stop, given: Option<String>) -> Vec<Effect> {
    let Some(source) = source(app, stop) else {
        return stale(app);
    };
    let next = source[stop.span.end..].chars().next();
    let reference = phrase_reference_before(&stop.written, next);
    let (head, tail) = (&source[..stop.span.start], &source[stop.span.end..]);
    let made = format!("{head}{reference}{tail}");
    let key = normalise(&stop.written);
    let count = |text: &str| referred(text).iter().filter(|name| **name == key).count();
    if count(&made) != count(&source) + 1 {
        app.say("A reference cannot stand here; it was left as it is");
        return decide(app, State::Skipped, |_, _| None);
    }
    let What::Mention { url, kind, known } = stop.what.clone() else {
        return Vec::new();
    };
    let wants = given.or_else(|| (!known).then_some(url));
    let about = [about(stop.text), About::Event];
    let about = match (stop.text, &wants) {
        (Text::Notes(_), Some(_)) => &about[..],
        _ => &about[..1],
    };
    let stop = stop.clone();
    decide(app, State::Linked, |app, pass| {
        pass.shift(stop.text, &stop.span, reference.len());
        let label = format!("linking {}", stop.name);
        Some(change(app, label, about, |desk| {
            if let Some(url) = wants {
                give(desk, &stop.name, url, kind);
            }
            write_text(desk, stop.text, made);
        }))
    })
}

/// Remembers that a name is not to be linked where it is mentioned.
fn never(app: &mut App, stop: &Stop) -> Vec<Effect> {
    let (name, key) = (stop.name.clone(), normalise(&stop.name));
    decide(app, State::Never, |app, pass| {
        for other in &mut pass.stops {
            let is_mention = matches!(other.what, What::Mention { .. });
            if is_mention && other.state == State::Waiting && normalise(&other.name) == key {
                other.state = State::Never;
            }
        }
        let label = format!("never linking {name}");
        Some(change(app, label, &[About::Event], |desk| {
            desk.event.never_link.push(name);
        }))
    })
}

/// Makes plain text of all references to a name that leads nowhere, and forgets that it waited.
fn unlink(app: &mut App, stop: &Stop) -> Vec<Effect> {
    let (name, key) = (stop.name.clone(), normalise(&stop.name));
    decide(app, State::Never, |app, pass| {
        let desk = app.desk.as_ref()?;
        let mut about = vec![About::Event];
        let mut changed = Vec::new();
        for (text, source) in texts(desk) {
            let edits = unlinked(source, &name);
            if edits.is_empty() {
                continue;
            }
            let mut made = source.to_owned();
            // From the end, so that the places before stay right.
            for (span, plain) in edits.iter().rev() {
                made.replace_range(span.clone(), plain);
                pass.shift(text, span, plain.len());
            }
            if let Text::Notes(sid) = text {
                about.push(About::Session(sid));
            }
            changed.push((text, made));
        }
        let label = format!("never linking {name}");
        Some(change(app, label, &about, |desk| {
            let waits = |link: &Link| link.url.is_none() && normalise(&link.name) == key;
            desk.event.links.retain(|link| !waits(link));
            for (text, made) in changed {
                write_text(desk, text, made);
            }
        }))
    })
}

/// Decides about the place that is shown, and goes on.
fn decide(
    app: &mut App,
    state: State,
    how: impl FnOnce(&mut App, &mut Pass) -> Option<Vec<Effect>>,
) -> Vec<Effect> {
    // The pass lies beside the state while that is changed.
    let Some(Layer::Pass(mut pass)) = app.layers.pop() else {
        return Vec::new();
    };
    let before = pass.moment();
    let at = pass.at;
    let effects = how(app, &mut pass);
    if let Some(stop) = pass.stops.get_mut(at) {
        stop.state = state;
    }
    pass.next();
    let after = pass.moment();
    pass.done.push(Step {
        before,
        after,
        changed: effects.is_some(),
    });
    pass.undone.clear();
    app.layers.push(Layer::Pass(pass));
    let mut effects = effects.unwrap_or_default();
    effects.extend(over(app));
    effects
}

/// Ends the pass behind its last place.
fn over(app: &mut App) -> Vec<Effect> {
    match app.layers.last() {
        Some(Layer::Pass(pass)) if pass.at >= pass.stops.len() => end(app),
        _ => Vec::new(),
    }
}

/// Ends the pass and says what was done.
fn end(app: &mut App) -> Vec<Effect> {
    if let Some(Layer::Pass(pass)) = app.layers.pop() {
        app.say(pass.told());
    }
    Vec::new()
}

/// Takes the last decision back.
fn take_back(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Pass(pass)) = app.layers.last_mut() else {
        return Vec::new();
    };
    let Some(step) = pass.done.pop() else {
        app.say("Nothing in this pass to undo");
        return Vec::new();
    };
    pass.go_to(&step.before);
    let changed = step.changed;
    pass.undone.push(step);
    match changed {
        true => change::undo(app),
        false => Vec::new(),
    }
}

/// Decides again what was taken back.
fn again(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Pass(pass)) = app.layers.last_mut() else {
        return Vec::new();
    };
    let Some(step) = pass.undone.pop() else {
        app.say("Nothing in this pass to redo");
        return Vec::new();
    };
    pass.go_to(&step.after);
    let changed = step.changed;
    pass.done.push(step);
    let mut effects = match changed {
        true => change::redo(app),
        false => Vec::new(),
    };
    effects.extend(over(app));
    effects
}

/// Shows every mention, or only the first of each name, from the start.
fn turn(app: &mut App) -> Vec<Effect> {
    let (Some(Layer::Pass(pass)), Some(desk)) = (app.layers.last_mut(), app.desk.as_ref()) else {
        return Vec::new();
    };
    let other = Pass::of(desk, &app.book, &app.programme.programme, !pass.all);
    match (other.stops.is_empty(), other.all) {
        (true, true) => app.say("There is nothing more to link"),
        (true, false) => app.say("The first mention of every name is linked already"),
        (false, _) => *pass = other,
    }
    Vec::new()
}

/// The text of a place, if that still says there what it did.
fn source(app: &App, stop: &Stop) -> Option<String> {
    let desk = app.desk.as_ref()?;
    let source = desk.stored(stop.text);
    (source.get(stop.span.clone()) == Some(stop.written.as_str())).then(|| source.to_owned())
}

/// Begins again after somebody else wrote in the text.
fn stale(app: &mut App) -> Vec<Effect> {
    let (Some(Layer::Pass(pass)), Some(desk)) = (app.layers.last_mut(), app.desk.as_ref()) else {
        return Vec::new();
    };
    *pass = Pass::of(desk, &app.book, &app.programme.programme, pass.all);
    app.say("The text was changed elsewhere meanwhile; the pass begins again");
    over(app)
}

fn about(text: Text) -> About {
    match text {
        Text::Notes(sid) => About::Session(sid),
        Text::Intro | Text::Closing => About::Event,
    }
}
