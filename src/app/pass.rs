//! The link pass: every name of the event that leads nowhere yet, and every place that mentions a known name without linking it, one after the other.

use super::desk::{Desk, Text};
use super::links::{headings, texts, uses};
use super::names::{Candidate, candidates};
use crate::model::link::{Link, LinkKind};
use crate::model::programme::Programme;
use crate::post::book::{conflicts, names};
use crate::post::mentions::Finder;
use crate::rst::name::normalise;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// What a place is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A reference to a name without a URL: how many there are of it.
    Open(usize),
    /// A mention of a name that leads somewhere.
    Mention {
        /// Where.
        url: String,
        /// What it is.
        kind: Option<LinkKind>,
        /// The event or the link book knows it; else the event gets the link.
        known: bool,
    },
}

/// What was decided about a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing yet.
    Waiting,
    /// It is a link now.
    Linked,
    /// Its name got a URL.
    Given,
    /// It stays as it is.
    Skipped,
    /// It is not to be a link.
    Never,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// Its text.
    pub text: Text,
    /// Its bytes there.
    pub span: Range<usize>,
    /// What stands there.
    pub written: String,
    /// The name.
    pub name: String,
    /// What it is.
    pub what: What,
    /// What was decided.
    pub state: State,
}

/// Where the places are and what was decided, so that a step can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    at: usize,
    stops: Vec<(Range<usize>, State)>,
}

/// A decision.
#[derive(Debug, Clone)]
pub struct Step {
    /// How it was before.
    pub before: Moment,
    /// How it was afterwards.
    pub after: Moment,
    /// Something was changed by it, and not only passed.
    pub changed: bool,
}

/// The pass.
#[derive(Debug, Clone, Default)]
pub struct Pass {
    /// The places, in the order of the post.
    pub stops: Vec<Stop>,
    /// Which of them is shown.
    pub at: usize,
    /// Every mention is shown, not only the first of a name that is linked nowhere.
    pub all: bool,
    /// The decisions.
    pub done: Vec<Step>,
    /// Those that were taken back.
    pub undone: Vec<Step>,
}

impl Pass {
    /// The pass over an event as it is.
    pub fn of(desk: &Desk, book: &[Link], programme: &Programme, all: bool) -> Pass {
        Pass {
            stops: stops(desk, book, programme, all),
            all,
            ..Pass::default()
        }
    }

    /// The place that is shown.
    pub fn stop(&self) -> Option<&Stop> {
        self.stops.get(self.at)
    }

    /// How it is now.
    pub fn moment(&self) -> Moment {
        let stops = self
            .stops
            .iter()
            .map(|stop| (stop.span.clone(), stop.state));
        Moment {
            at: self.at,
            stops: stops.collect(),
        }
    }

    /// Makes it what it was.
    pub fn go_to(&mut self, moment: &Moment) {
        self.at = moment.at;
        for (stop, (span, state)) in self.stops.iter_mut().zip(&moment.stops) {
            stop.span.clone_from(span);
            stop.state = *state;
        }
    }

    /// Moves the places behind some bytes of a text that became another number of bytes.
    pub fn shift(&mut self, text: Text, span: &Range<usize>, length: usize) {
        for stop in &mut self.stops {
            if stop.text == text && stop.span.start >= span.end {
                stop.span =
                    stop.span.start - span.len() + length..stop.span.end - span.len() + length;
            }
        }
    }

    /// Goes on to the next place that waits; behind the last one the pass is over.
    pub fn next(&mut self) {
        let rest = self.stops.iter().enumerate().skip(self.at + 1);
        let mut waiting = rest.filter(|(_, stop)| stop.state == State::Waiting);
        self.at = waiting.next().map_or(self.stops.len(), |(at, _)| at);
    }

    /// What was done, in a line.
    pub fn told(&self) -> String {
        let count = |state| self.stops.iter().filter(|stop| stop.state == state).count();
        let parts = [
            (count(State::Linked), "linked"),
            (count(State::Given), "given a URL"),
            (count(State::Skipped), "skipped"),
            (count(State::Never), "never to be links"),
            (count(State::Waiting), "left"),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        format!("The link pass: {}", parts.join(", "))
    }
}

/// The names that lead somewhere, the nearest source first: where, what it is, and whether it is a link already.
fn known(desk: &Desk, book: &[Link], programme: &Programme) -> Vec<(String, What)> {
    let mut found: Vec<(String, What)> = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    let mut add = |name: &str, url: &str, kind: Option<LinkKind>, known: bool| {
        let key = normalise(name);
        if !key.is_empty() && seen.insert(key) {
            let url = url.to_owned();
            found.push((name.to_owned(), What::Mention { url, kind, known }));
        }
    };
    let open = conflicts(book);
    let of_book = book
        .iter()
        .flat_map(|link| names(link).map(move |name| (link, name)))
        .filter(|(_, name)| open.is_empty() || !open.contains_key(&normalise(name)));
    let of_event = desk.event.links.iter();
    let of_event = of_event.flat_map(|link| names(link).map(move |name| (link, name)));
    for (link, name) in of_event.chain(of_book) {
        if let Some(url) = &link.url {
            add(name, url, link.kind, true);
        }
    }
    for Candidate { name, link, .. } in candidates(desk, &[], programme, &[]) {
        if let Some(link) = link
            && let Some(url) = &link.url
        {
            add(&name, url, link.kind, false);
        }
    }
    found
}

fn stops(desk: &Desk, book: &[Link], programme: &Programme, all: bool) -> Vec<Stop> {
    let known = known(desk, book, programme);
    let leads: HashSet<String> = known.iter().map(|(name, _)| normalise(name)).collect();
    let never: HashSet<String> = desk
        .event
        .never_link
        .iter()
        .map(|name| normalise(name))
        .collect();
    let headings = headings(desk);
    let mut stops: HashMap<Text, Vec<Stop>> = HashMap::new();
    let mut linked: HashSet<String> = HashSet::new();
    for (key, name, places) in uses(desk) {
        if !leads.contains(&key)
            && !headings.contains(&key)
            && let Some(first) = places.first()
        {
            stops.entry(first.text).or_default().push(Stop {
                text: first.text,
                span: first.span.clone(),
                written: first.written.clone(),
                name,
                what: What::Open(places.len()),
                state: State::Waiting,
            });
        }
        linked.insert(key);
    }
    let finder = Finder::new(known.iter().map(|(name, _)| name.as_str()));
    let mut found = Vec::new();
    for (text, source) in texts(desk) {
        let mut here = stops.remove(&text).unwrap_or_default();
        if is_in_post(desk, text) {
            for one in finder.mentions(source) {
                let Some((name, what)) = known.get(one.name) else {
                    continue;
                };
                let key = normalise(name);
                if never.contains(&key) || !(all || linked.insert(key)) {
                    continue;
                }
                here.push(Stop {
                    text,
                    written: source[one.span.clone()].to_owned(),
                    span: one.span,
                    name: name.clone(),
                    what: what.clone(),
                    state: State::Waiting,
                });
            }
        }
        here.sort_by_key(|stop| stop.span.start);
        found.extend(here);
    }
    found
}

/// Whether a text goes into the post.
fn is_in_post(desk: &Desk, text: Text) -> bool {
    match text {
        Text::Notes(sid) => desk.session(sid).is_some_and(|session| session.publish),
        Text::Intro | Text::Closing => true,
    }
}
