//! The link pass: one key for each place.

use super::super::action::Action;
use super::super::effect::Effect;
use super::super::layer::{Layer, Prompt, Purpose};
use super::super::link_review::{LinkReview, ReviewStep, ReviewStop, StopKind, StopState};
use super::super::links::texts;
use super::super::open_event::{OpenEvent, TextId};
use super::super::{App, Screen};
use super::change::{self, Changed, commit_input, transact, write_text};
use super::edit_locks;
use super::link::address;
use crate::edit::LineInput;
use crate::model::link::{Link, LinkKind};
use crate::post::book::{has_name, referred, unlinked};
use crate::rst::escape::phrase_reference_before;
use crate::rst::name::{collapse, normalise};

/// Begins the pass.
pub fn open(app: &mut App) -> Vec<Effect> {
    commit_input(app);
    let Some(open_event) = app
        .open_event
        .as_ref()
        .filter(|_| app.screen == Screen::Event)
    else {
        app.say("Open an event first");
        return Vec::new();
    };
    let pass = LinkReview::of(open_event, &app.book, &app.programme.programme, false);
    let every = LinkReview::of(open_event, &app.book, &app.programme.programme, true);
    if every.stops.is_empty() {
        app.say("Every name has its link, and no known name stands without one");
        return Vec::new();
    }
    app.layers
        .push(Layer::LinkReview(match pass.stops.is_empty() {
            true => every,
            false => pass,
        }));
    edit_locks::look(app)
}

/// Does an action in the pass; nothing when it is not on top.
pub fn act(app: &mut App, action: Action) -> Option<Vec<Effect>> {
    let Some(Layer::LinkReview(pass)) = app.layers.last_mut() else {
        return None;
    };
    match action {
        Action::Back | Action::LinkReview => return Some(end(app)),
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
    if stop.state != StopState::Waiting {
        // One that was decided is only looked at.
        if matches!(action, Action::Down | Action::Status | Action::Enter) {
            pass.at += 1;
        }
        return Some(over(app));
    }
    Some(match (action, &stop.what) {
        (Action::Down | Action::Status, _) => decide(app, StopState::Skipped, |_, _| None),
        (Action::Enter, StopKind::Mention { .. }) => link(app, &stop, None),
        (Action::Enter | Action::Link, _) => ask(app, &stop),
        (Action::Never, StopKind::Mention { .. }) => never(app, &stop),
        (Action::Never, StopKind::Open(_)) => unlink(app, &stop),
        _ => Vec::new(),
    })
}

/// Asks where the name leads.
fn ask(app: &mut App, stop: &ReviewStop) -> Vec<Effect> {
    let url = match &stop.what {
        StopKind::Mention { url, .. } => url,
        StopKind::Open(_) => "",
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
    let Some(Layer::LinkReview(pass)) = app.layers.last() else {
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
        StopKind::Mention { .. } => link(app, &stop, Some(url)),
        StopKind::Open(_) => decide(app, StopState::Given, |app, _| {
            let label = format!("the URL of {}", stop.name);
            Some(transact(app, label, &[Changed::Event], |open_event| {
                give(open_event, &stop.name, url, None);
            }))
        }),
    }
}

/// Gives a name of the event its URL.
fn give(open_event: &mut OpenEvent, name: &str, url: String, kind: Option<LinkKind>) {
    let key = normalise(name);
    let mut links = open_event.event.links.iter_mut();
    match links.find(|link| has_name(link, &key)) {
        Some(link) => {
            link.url = Some(url);
            link.form = None;
        }
        None => open_event.event.links.push(Link {
            name: collapse(name),
            url: Some(url),
            kind,
            ..Link::default()
        }),
    }
}

/// Makes a reference of the mention; with a URL that was asked for the event gets that one.
fn link(app: &mut App, stop: &ReviewStop, given: Option<String>) -> Vec<Effect> {
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
        return decide(app, StopState::Skipped, |_, _| None);
    }
    let StopKind::Mention { url, kind, known } = stop.what.clone() else {
        return Vec::new();
    };
    let wants = given.or_else(|| (!known).then_some(url));
    let about = [about(stop.text), Changed::Event];
    let about = match (stop.text, &wants) {
        (TextId::Notes(_), Some(_)) => &about[..],
        _ => &about[..1],
    };
    let stop = stop.clone();
    decide(app, StopState::Linked, |app, pass| {
        pass.shift(stop.text, &stop.span, reference.len());
        let label = format!("linking {}", stop.name);
        Some(transact(app, label, about, |open_event| {
            if let Some(url) = wants {
                give(open_event, &stop.name, url, kind);
            }
            write_text(open_event, stop.text, made);
        }))
    })
}

/// Remembers that a name is not to be linked where it is mentioned.
fn never(app: &mut App, stop: &ReviewStop) -> Vec<Effect> {
    let (name, key) = (stop.name.clone(), normalise(&stop.name));
    decide(app, StopState::Never, |app, pass| {
        for other in &mut pass.stops {
            let is_mention = matches!(other.what, StopKind::Mention { .. });
            if is_mention && other.state == StopState::Waiting && normalise(&other.name) == key {
                other.state = StopState::Never;
            }
        }
        let label = format!("never linking {name}");
        Some(transact(app, label, &[Changed::Event], |open_event| {
            open_event.event.never_link.push(name);
        }))
    })
}

/// Makes plain text of all references to a name that leads nowhere, and forgets that it waited.
fn unlink(app: &mut App, stop: &ReviewStop) -> Vec<Effect> {
    let (name, key) = (stop.name.clone(), normalise(&stop.name));
    decide(app, StopState::Never, |app, pass| {
        let open_event = app.open_event.as_ref()?;
        let mut about = vec![Changed::Event];
        let mut changed = Vec::new();
        for (text, source) in texts(open_event) {
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
            if let TextId::Notes(session_id) = text {
                about.push(Changed::Session(session_id));
            }
            changed.push((text, made));
        }
        let label = format!("never linking {name}");
        Some(transact(app, label, &about, |open_event| {
            let waits = |link: &Link| link.url.is_none() && normalise(&link.name) == key;
            open_event.event.links.retain(|link| !waits(link));
            for (text, made) in changed {
                write_text(open_event, text, made);
            }
        }))
    })
}

/// Decides about the place that is shown, and goes on.
fn decide(
    app: &mut App,
    state: StopState,
    how: impl FnOnce(&mut App, &mut LinkReview) -> Option<Vec<Effect>>,
) -> Vec<Effect> {
    // The pass lies beside the state while that is changed.
    let Some(Layer::LinkReview(mut pass)) = app.layers.pop() else {
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
    pass.done.push(ReviewStep {
        before,
        after,
        changed: effects.is_some(),
    });
    pass.undone.clear();
    app.layers.push(Layer::LinkReview(pass));
    let mut effects = effects.unwrap_or_default();
    effects.extend(over(app));
    effects
}

/// Ends the pass behind its last place.
fn over(app: &mut App) -> Vec<Effect> {
    match app.layers.last() {
        Some(Layer::LinkReview(pass)) if pass.at >= pass.stops.len() => end(app),
        _ => Vec::new(),
    }
}

/// Ends the pass and says what was done.
fn end(app: &mut App) -> Vec<Effect> {
    if let Some(Layer::LinkReview(pass)) = app.layers.pop() {
        app.say(pass.summary());
    }
    Vec::new()
}

/// Takes the last decision back.
fn take_back(app: &mut App) -> Vec<Effect> {
    let Some(Layer::LinkReview(pass)) = app.layers.last_mut() else {
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
    let Some(Layer::LinkReview(pass)) = app.layers.last_mut() else {
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
    let (Some(Layer::LinkReview(pass)), Some(open_event)) =
        (app.layers.last_mut(), app.open_event.as_ref())
    else {
        return Vec::new();
    };
    let other = LinkReview::of(open_event, &app.book, &app.programme.programme, !pass.all);
    match (other.stops.is_empty(), other.all) {
        (true, true) => app.say("There is nothing more to link"),
        (true, false) => app.say("The first mention of every name is linked already"),
        (false, _) => *pass = other,
    }
    Vec::new()
}

/// The text of a place, if that still says there what it did.
fn source(app: &App, stop: &ReviewStop) -> Option<String> {
    let open_event = app.open_event.as_ref()?;
    let source = open_event.stored(stop.text);
    (source.get(stop.span.clone()) == Some(stop.written.as_str())).then(|| source.to_owned())
}

/// Begins again after somebody else wrote in the text.
fn stale(app: &mut App) -> Vec<Effect> {
    let (Some(Layer::LinkReview(pass)), Some(open_event)) =
        (app.layers.last_mut(), app.open_event.as_ref())
    else {
        return Vec::new();
    };
    *pass = LinkReview::of(open_event, &app.book, &app.programme.programme, pass.all);
    app.say("The text was changed by somebody else; the review begins again");
    over(app)
}

fn about(text: TextId) -> Changed {
    match text {
        TextId::Notes(session_id) => Changed::Session(session_id),
        TextId::Intro | TextId::Closing => Changed::Event,
    }
}
