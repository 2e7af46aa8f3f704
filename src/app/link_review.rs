//! The link pass: every name of the event that leads nowhere yet, and every place that mentions a
//! known name without linking it, one after the other.

use super::links::{headings, texts, uses};
use super::names::{Candidate, candidates};
use super::open_event::{OpenEvent, TextId};
use crate::model::link::{Link, LinkKind};
use crate::model::programme::Programme;
use crate::post::book::{conflicts, names};
use crate::post::mentions::Finder;
use crate::rst::name::normalise;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// What a place is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StopKind {
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
pub enum StopState {
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
pub struct ReviewStop {
    /// Its text.
    pub text: TextId,
    /// Its bytes there.
    pub span: Range<usize>,
    /// What stands there.
    pub written: String,
    /// The name.
    pub name: String,
    /// What it is.
    pub what: StopKind,
    /// What was decided.
    pub state: StopState,
}

/// Where the places are and what was decided, so that a step can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewMoment {
    at: usize,
    stops: Vec<(Range<usize>, StopState)>,
}

/// A decision.
#[derive(Debug, Clone)]
pub struct ReviewStep {
    /// How it was before.
    pub before: ReviewMoment,
    /// How it was afterwards.
    pub after: ReviewMoment,
    /// Something was changed by it, and not only passed.
    pub changed: bool,
}

/// The pass.
#[derive(Debug, Clone, Default)]
pub struct LinkReview {
    /// The places, in the order of the post.
    pub stops: Vec<ReviewStop>,
    /// Which of them is shown.
    pub at: usize,
    /// Every mention is shown, not only the first of a name that is linked nowhere.
    pub all: bool,
    /// The decisions.
    pub done: Vec<ReviewStep>,
    /// Those that were taken back.
    pub undone: Vec<ReviewStep>,
}

impl LinkReview {
    /// The pass over an event as it is.
    pub fn of(
        open_event: &OpenEvent,
        book: &[Link],
        programme: &Programme,
        all: bool,
    ) -> LinkReview {
        LinkReview {
            stops: stops(open_event, book, programme, all),
            all,
            ..LinkReview::default()
        }
    }

    /// The place that is shown.
    pub fn stop(&self) -> Option<&ReviewStop> {
        self.stops.get(self.at)
    }

    /// How it is now.
    pub fn moment(&self) -> ReviewMoment {
        let stops = self
            .stops
            .iter()
            .map(|stop| (stop.span.clone(), stop.state));
        ReviewMoment {
            at: self.at,
            stops: stops.collect(),
        }
    }

    /// Makes it what it was.
    pub fn go_to(&mut self, moment: &ReviewMoment) {
        self.at = moment.at;
        for (stop, (span, state)) in self.stops.iter_mut().zip(&moment.stops) {
            stop.span.clone_from(span);
            stop.state = *state;
        }
    }

    /// Moves the places behind some bytes of a text that became another number of bytes.
    pub fn shift(&mut self, text: TextId, span: &Range<usize>, length: usize) {
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
        let mut waiting = rest.filter(|(_, stop)| stop.state == StopState::Waiting);
        self.at = waiting.next().map_or(self.stops.len(), |(at, _)| at);
    }

    /// What was done, in a line.
    pub fn summary(&self) -> String {
        let count = |state| self.stops.iter().filter(|stop| stop.state == state).count();
        let parts = [
            (count(StopState::Linked), "linked"),
            (count(StopState::Given), "given a URL"),
            (count(StopState::Skipped), "skipped"),
            (count(StopState::Never), "never to be links"),
            (count(StopState::Waiting), "left"),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        format!("The link pass: {}", parts.join(", "))
    }
}

/// The names that lead somewhere, the nearest source first: where, what it is, and whether it is a
/// link already.
fn known(open_event: &OpenEvent, book: &[Link], programme: &Programme) -> Vec<(String, StopKind)> {
    let mut found: Vec<(String, StopKind)> = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    let mut add = |name: &str, url: &str, kind: Option<LinkKind>, known: bool| {
        let key = normalise(name);
        if !key.is_empty() && seen.insert(key) {
            let url = url.to_owned();
            found.push((name.to_owned(), StopKind::Mention { url, kind, known }));
        }
    };
    let open = conflicts(book);
    let of_book = book
        .iter()
        .flat_map(|link| names(link).map(move |name| (link, name)))
        .filter(|(_, name)| open.is_empty() || !open.contains_key(&normalise(name)));
    let of_event = open_event.event.links.iter();
    let of_event = of_event.flat_map(|link| names(link).map(move |name| (link, name)));
    for (link, name) in of_event.chain(of_book) {
        if let Some(url) = &link.url {
            add(name, url, link.kind, true);
        }
    }
    for Candidate { name, link, .. } in candidates(open_event, &[], programme, &[]) {
        if let Some(link) = link
            && let Some(url) = &link.url
        {
            add(&name, url, link.kind, false);
        }
    }
    found
}

fn stops(
    open_event: &OpenEvent,
    book: &[Link],
    programme: &Programme,
    all: bool,
) -> Vec<ReviewStop> {
    let known = known(open_event, book, programme);
    let leads: HashSet<String> = known.iter().map(|(name, _)| normalise(name)).collect();
    let never: HashSet<String> = open_event
        .event
        .never_link
        .iter()
        .map(|name| normalise(name))
        .collect();
    let headings = headings(open_event);
    let mut stops: HashMap<TextId, Vec<ReviewStop>> = HashMap::new();
    let mut linked: HashSet<String> = HashSet::new();
    for (key, name, places) in uses(open_event) {
        if !leads.contains(&key)
            && !headings.contains(&key)
            && let Some(first) = places.first()
        {
            stops.entry(first.text).or_default().push(ReviewStop {
                text: first.text,
                span: first.span.clone(),
                written: first.written.clone(),
                name,
                what: StopKind::Open(places.len()),
                state: StopState::Waiting,
            });
        }
        linked.insert(key);
    }
    let finder = Finder::new(known.iter().map(|(name, _)| name.as_str()));
    let mut found = Vec::new();
    for (text, source) in texts(open_event) {
        let mut here = stops.remove(&text).unwrap_or_default();
        if is_in_post(open_event, text) {
            for one in finder.mentions(source) {
                let Some((name, what)) = known.get(one.name) else {
                    continue;
                };
                let key = normalise(name);
                if never.contains(&key) || !(all || linked.insert(key)) {
                    continue;
                }
                here.push(ReviewStop {
                    text,
                    written: source[one.span.clone()].to_owned(),
                    span: one.span,
                    name: name.clone(),
                    what: what.clone(),
                    state: StopState::Waiting,
                });
            }
        }
        here.sort_by_key(|stop| stop.span.start);
        found.extend(here);
    }
    found
}

/// Whether a text goes into the post.
fn is_in_post(open_event: &OpenEvent, text: TextId) -> bool {
    match text {
        TextId::Notes(session_id) => open_event
            .session(session_id)
            .is_some_and(|session| session.in_post),
        TextId::Intro | TextId::Closing => true,
    }
}
